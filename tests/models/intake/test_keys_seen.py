"""Keys seen: a key is told a second time, in whatever block it stands, and blank ones never."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.intake.keys_seen import KeysSeen

KEYS = st.lists(st.text("ab", max_size=3), max_size=30)


@settings(deadline=None)
@given(st.lists(KEYS, max_size=12))
def test_repeats_are_those_a_set_would_tell(blocks: list[list[str]]) -> None:
    seen, plain = KeysSeen(), set()
    for block in blocks:
        told = []
        for place, key in enumerate(block):
            if key and key in plain:
                told.append(place)
            plain.add(key)
        assert seen.repeats(block) == told


def test_many_blocks_are_kept_in_few_runs_of_sixteen_bytes_a_key() -> None:
    seen = KeysSeen()
    for block in range(100):
        assert seen.repeats([f"PAG-{block}-{number}" for number in range(500)]) == []
    runs = seen._runs
    assert len(runs) <= 8
    assert sum(first.nbytes + second.nbytes for first, second in runs) == 16 * 50_000
    assert seen.repeats(["PAG-0-0", "new", "PAG-99-499", "new"]) == [0, 2, 3]
