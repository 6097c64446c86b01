"""Drawing again: what was drawn comes out the same, and whatever was altered is found, with the calls and without."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sample_certificate import NO_FILTERS, Certificate, Exclusion, Frame, Replacement
from models.sample_redraw import contradictions, differences, holds_its_frame
from models.sampling import (
    Allocation,
    FrameCall,
    HowMany,
    Stratum,
    allocate,
    by_rank,
    counts_of,
    draw,
    frame_hash,
    next_in_rank,
)

NOW = datetime(2009, 10, 5, 9, 30, tzinfo=UTC)
CALLS = [FrameCall(f"VR-{number}", f"PAG-{number}", who) for number, who in enumerate("AAABBBBC")]
OUT_OF_FRAME = "is not in the frame"


def certificate(calls: Sequence[FrameCall] = CALLS, number: int = 2, seed: str = "1298", **others: Any) -> Certificate:
    drawing = draw(calls, seed, allocate(HowMany(Allocation.PER_CASEWORKER, Decimal(number)), counts_of(calls)))
    frame = Frame(
        date(2009, 9, 1), date(2009, 9, 30), NO_FILTERS, len(calls), frame_hash(call.recording_id for call in calls)
    )
    told = Certificate(seed, NOW, "TL01", frame, (), (), drawing.strata, drawing.draws)
    return replace(told, **others)


def keys(told: Certificate, calls: Sequence[FrameCall] = CALLS) -> list[str]:
    return [each.key for each in differences(told, calls, lambda _recording_id: OUT_OF_FRAME)]


FRAMES = st.dictionaries(st.text("VR-0123", min_size=1, max_size=6), st.sampled_from("ABC"), min_size=1, max_size=20)


@given(FRAMES, st.integers(1, 5), st.text("abc ", min_size=1, max_size=5))
def test_what_was_drawn_comes_out_the_same_and_agrees_with_itself(told: dict[str, str], number: int, seed: str) -> None:
    calls = [FrameCall(each, "PAG", who) for each, who in told.items()]
    drawn = certificate(calls, number, seed)
    assert keys(drawn, calls[::-1]) == []
    assert contradictions(drawn) == ()


@given(st.integers(0, 4), st.integers(0, 7))
def test_a_drawn_call_put_in_by_hand_is_found(place: int, other: int) -> None:
    drawn = certificate()
    put = CALLS[other]
    if put.recording_id == drawn.draws[place].recording_id:
        return
    forged = replace(drawn.draws[place], recording_id=put.recording_id, sheet_id=put.sheet_id)
    draws = (*drawn.draws[:place], forged, *drawn.draws[place + 1 :])
    assert keys(replace(drawn, draws=draws))


def test_a_call_that_came_since_is_named_with_its_stratum_and_place() -> None:
    calls = [*CALLS, FrameCall("VR-9", "PAG-9", "D")]
    found = differences(certificate(), calls, lambda _recording_id: OUT_OF_FRAME)
    assert [each.key for each in found] == ["frame.size", "frame.sha256", "strata"]
    assert str(found[0]) == "frame.size: the certificate has 8, the redraw 9: the number of calls in the frame"
    assert (found[2].certificate, found[2].redrawn) == (None, "D, 1")


def test_a_call_that_left_since_is_named_with_the_reason_and_what_takes_its_place() -> None:
    drawn = certificate()
    gone = drawn.draws[0].recording_id
    found = differences(drawn, [call for call in CALLS if call.recording_id != gone], lambda each: f"{each} is gone")
    assert ("draws[0].recording_id", f"{gone} is gone") in {(each.key, each.reason) for each in found}
    assert [each.redrawn for each in found if each.key == "draws"] == [
        by_rank([call for call in CALLS if call.caseworker_id == "A"], "1298")[2].recording_id
    ]


def test_a_stratum_whose_calls_are_all_gone_is_named() -> None:
    assert "strata[2].frame" in keys(certificate(), CALLS[:-1])


def test_another_sheet_of_a_drawn_call_is_a_difference() -> None:
    first = certificate().draws[0].recording_id
    calls = [replace(call, sheet_id="PAG-X") if call.recording_id == first else call for call in CALLS]
    assert keys(certificate(), calls) == ["draws[0].sheet_id"]


def alter_stratum(number: int, **values: Any) -> Certificate:
    strata: list[Stratum] = list(certificate().strata)
    strata[number] = replace(strata[number], **values)
    return certificate(strata=tuple(strata))


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (certificate(frame=replace(certificate().frame, size=9)), "frame.size"),
        (alter_stratum(0, weight="1.0000"), "strata[0].weight"),
        (alter_stratum(0, drawn=1), "strata[0].drawn"),
        (alter_stratum(0, wanted=1), "strata[0].drawn"),
        (certificate(strata=certificate().strata[::-1]), "strata"),
        (certificate(strata=certificate().strata[1:]), "draws"),
        (certificate(draws=certificate().draws[::-1]), "draws[0].position"),
        (certificate(draws=(*certificate().draws, certificate().draws[0])), "draws"),
        (certificate(excluded=(Exclusion(certificate().draws[0].recording_id, "why"),)), "excluded"),
        (certificate(number=4, frame=replace(certificate().frame, sha256="0" * 64)), "frame.sha256"),
        (certificate(seed="1298", draws=certificate(seed="another").draws), "draws[0].recording_id"),
    ],
)
def test_what_contradicts_itself_is_found_without_any_call(told: Certificate, key: str) -> None:
    assert key in {each.key for each in contradictions(told)}


def test_a_certificate_holds_its_frame_once_every_call_was_drawn() -> None:
    assert [holds_its_frame(certificate(number=number)) for number in (2, 4)] == [False, True]


def replaced(**others: Any) -> Certificate:
    drawn = certificate()
    going = drawn.draws[2]
    coming = next_in_rank(CALLS, drawn.seed, going.caseworker_id, {each.recording_id for each in drawn.draws})
    assert coming is not None
    told = Replacement(going.position, going.recording_id, coming.recording_id, coming.sheet_id, "silent", "TL01", NOW)
    return replace(drawn, replacements=(replace(told, **others),))


def test_the_next_in_rank_is_the_right_replacement() -> None:
    assert keys(replaced()) == []


@pytest.mark.parametrize(
    ("others", "key"),
    [
        ({"replaced_by": None}, "replacements[0].replaced_by"),
        ({"replaced_by": "VR-7"}, "replacements[0].replaced_by"),
        ({"replaced_by": "VR-X"}, "replacements[0].replaced_by"),
        ({"recording_id": "VR-X"}, "replacements[0].recording_id"),
        ({"position": 1}, "replacements[0].recording_id"),
        ({"position": 99}, "replacements[0].recording_id"),
        ({"sheet_id": "PAG-X"}, "replacements[0].sheet_id"),
        ({"reason": " "}, "replacements[0].reason"),
    ],
)
def test_a_replacement_that_was_chosen_is_found(others: dict[str, Any], key: str) -> None:
    assert key in keys(replaced(**others))


def test_over_many_seeds_every_call_is_drawn_equally_often() -> None:
    calls = [FrameCall(f"VR-{number}", "PAG", "A") for number in range(10)]
    drawn = [draw(calls, str(seed), {"A": 1}).draws[0].recording_id for seed in range(2_000)]
    # 200 of each is expected; five standard deviations are 67
    assert all(abs(drawn.count(call.recording_id) - 200) < 67 for call in calls)
