"""The draw `sha256-rank/1`: as a few independent lines give it, in any order, and in the numbers that were asked for.

`certificates/golden.json` was drawn once and is kept; every later program and Python must draw it again.
"""

import hashlib
import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sample_certificate_file import read_certificate
from models.sample_redraw import contradictions, differences
from models.sampling import Allocation, FrameCall, HowMany, allocate, counts_of, draw, frame_hash, rank, weight

GOLDEN = Path(__file__).parent / "certificates" / "golden.json"

IDS = st.text("ABVR-0123456789é£", min_size=1, max_size=8)
CASEWORKERS = st.sampled_from(["CW011", "CW012", "CW014", "CW9", None])
FRAMES = st.dictionaries(IDS, CASEWORKERS, min_size=1, max_size=40).map(
    lambda told: [FrameCall(recording, f"PAG-{recording}", caseworker) for recording, caseworker in told.items()]
)
NUMBERS = st.one_of(
    st.builds(HowMany, st.just(Allocation.PER_CASEWORKER), st.integers(1, 9).map(Decimal)),
    st.builds(HowMany, st.just(Allocation.SIZE), st.integers(1, 60).map(Decimal)),
    st.builds(HowMany, st.just(Allocation.EQUAL_SIZE), st.integers(1, 60).map(Decimal)),
    st.builds(HowMany, st.just(Allocation.RATE), st.decimals("0.01", 100, places=2)),
)


def golden_frame() -> list[FrameCall]:
    """The 60 calls the golden certificate was drawn from: CW001 to CW006 with 1, 2, 4, 8, 15 and 30 of them."""
    calls = [f"CW00{who}" for who, many in enumerate((1, 2, 4, 8, 15, 30), start=1) for _ in range(many)]
    return [FrameCall(f"VR-{number:05}", f"PAG-{number:05}", who) for number, who in enumerate(calls, start=1)]


def test_the_golden_certificate_is_what_a_few_lines_of_hashing_give() -> None:
    told = json.loads(GOLDEN.read_text(encoding="utf-8"))["certificate"]
    of: dict[str, list[str]] = {}
    for call in golden_frame():
        of.setdefault(str(call.caseworker_id), []).append(call.recording_id)
    ids = sorted(each for calls in of.values() for each in calls)
    assert told["frame"]["size"] == len(ids) == 60
    assert told["frame"]["sha256"] == hashlib.sha256("".join(each + "\n" for each in ids).encode()).hexdigest()
    # 20 of 60: exactly a third of 1, 2, 4, 8, 15, 30 is 0.33, 0.67, 1.33, 2.67, 5, 10; the two greatest remainders get
    # one more
    wanted = {"CW001": 0, "CW002": 1, "CW003": 1, "CW004": 3, "CW005": 5, "CW006": 10}
    drawn = []
    for who in sorted(of):
        ranked = sorted(of[who], key=lambda each: hashlib.sha256(f"{told['seed']}\n{each}".encode()).hexdigest())
        drawn += [(each, who) for each in ranked[: wanted[who]]]
    assert [(each["recording_id"], each["caseworker_id"]) for each in told["draws"]] == drawn
    assert [each["position"] for each in told["draws"]] == list(range(1, 21))
    weights = {each["caseworker_id"]: each["weight"] for each in told["strata"]}
    assert weights == {
        "CW001": None,
        "CW002": "2.0000",
        "CW003": "4.0000",
        "CW004": "2.6667",
        "CW005": "3.0000",
        "CW006": "3.0000",
    }


def test_the_golden_certificate_is_drawn_again() -> None:
    certificate = read_certificate(GOLDEN).certificate
    assert differences(certificate, golden_frame()[::-1], str) == ()
    assert contradictions(certificate) == ()


def test_the_rank_is_the_hash_of_seed_line_feed_and_id() -> None:
    assert rank("1298", "VR-88104") == hashlib.sha256(b"1298\nVR-88104").hexdigest()
    assert rank("£é", "Ж") == hashlib.sha256("£é\nЖ".encode()).hexdigest()


def test_the_hash_of_a_frame_is_of_the_sorted_ids_each_with_its_line_feed() -> None:
    assert frame_hash(["B", "A"]) == hashlib.sha256(b"A\nB\n").hexdigest()
    assert frame_hash([]) == hashlib.sha256(b"").hexdigest()


@given(FRAMES, NUMBERS, st.randoms(use_true_random=False))
def test_the_order_of_the_calls_does_not_matter(frame: list[FrameCall], how_many: HowMany, chance: object) -> None:
    mixed = list(frame)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (draw(each, "1298", allocate(how_many, counts_of(each))) for each in (frame, mixed))
    assert first == second


@given(FRAMES, NUMBERS)
def test_no_call_is_drawn_twice_and_all_are_where_there_are_too_few(frame: list[FrameCall], how_many: HowMany) -> None:
    wanted = allocate(how_many, counts_of(frame))
    drawing = draw(frame, "1298", wanted)
    ids = [each.recording_id for each in drawing.draws]
    assert len(set(ids)) == len(ids) == sum(each.drawn for each in drawing.strata)
    assert sum(each.frame for each in drawing.strata) == len(frame)
    for each in drawing.strata:
        assert each.drawn == min(each.wanted, each.frame)
        assert each.wanted == wanted[each.caseworker_id]
        assert each.weight == weight(each.frame, each.drawn)


@given(FRAMES, st.integers(1, 60), st.booleans())
def test_a_size_is_shared_out_whole_and_nobody_is_more_than_one_off_the_exact_share(
    frame: list[FrameCall], size: int, equal: bool
) -> None:
    counts = counts_of(frame)
    wanted = allocate(HowMany(Allocation.EQUAL_SIZE if equal else Allocation.SIZE, Decimal(size)), counts)
    assert sum(wanted.values()) == size
    for each, many in wanted.items():
        exact = Fraction(size, len(counts)) if equal else Fraction(size * counts[each], len(frame))
        assert abs(many - exact) < 1


@given(FRAMES, st.decimals("0.01", 100, places=2))
def test_a_rate_is_reached_of_everybody_and_passed_by_less_than_a_call(frame: list[FrameCall], pct: Decimal) -> None:
    counts = counts_of(frame)
    for each, many in allocate(HowMany(Allocation.RATE, pct), counts).items():
        exact = Fraction(pct) * counts[each] / 100
        assert exact <= many < exact + 1
        assert many == math.ceil(exact)


def test_a_rate_is_exact_where_a_binary_fraction_is_not() -> None:
    # 0.1 + 0.2 and 29 x 1.1 are famous: 10% of 70 is 7, not 8
    assert allocate(HowMany(Allocation.RATE, Decimal("10")), {"A": 70}) == {"A": 7}
    assert allocate(HowMany(Allocation.RATE, Decimal("0.7")), {"A": 1000}) == {"A": 7}
    assert allocate(HowMany(Allocation.RATE, Decimal("0.07")), {"A": 10_000}) == {"A": 7}


def test_equal_remainders_go_to_the_first_caseworkers_by_id() -> None:
    counts = {"CW3": 10, "CW1": 10, "CW2": 10}
    assert allocate(HowMany(Allocation.SIZE, Decimal(5)), counts) == {"CW1": 2, "CW2": 2, "CW3": 1}
    assert allocate(HowMany(Allocation.EQUAL_SIZE, Decimal(4)), counts) == {"CW1": 2, "CW2": 1, "CW3": 1}


def test_a_frame_may_hold_more_than_is_wanted_and_less() -> None:
    frame = [FrameCall(f"A{number}", "S", "A") for number in range(5)] + [FrameCall("B0", "S", "B")]
    drawing = draw(frame, "s", allocate(HowMany(Allocation.PER_CASEWORKER, Decimal(3)), counts_of(frame)))
    assert [(each.frame, each.wanted, each.drawn, each.weight) for each in drawing.strata] == [
        (5, 3, 3, "1.6667"),
        (1, 3, 1, "1.0000"),
    ]


def test_another_seed_draws_other_calls() -> None:
    frame = golden_frame()
    draws = {tuple(each.recording_id for each in draw(frame, seed, {"CW006": 5}).draws) for seed in ("1", "2", "3")}
    assert len(draws) == 3


@pytest.mark.parametrize(
    ("allocation", "number"),
    [
        *(
            (each, number)
            for each in (Allocation.SIZE, Allocation.PER_CASEWORKER)
            for number in ("0", "-1", "1.5", "NaN")
        ),
        *(
            (Allocation.RATE, number)
            for number in ("0", "-1", "100.01", "0.00001", "1.00001", "1e-999999", "NaN", "Infinity")
        ),
        (Allocation.SIZE, "1000001"),
    ],
)
def test_numbers_nobody_can_draw_are_refused(allocation: Allocation, number: str) -> None:
    with pytest.raises(ValueError, match=r"is whole|lies above 0"):
        HowMany(allocation, Decimal(number))
