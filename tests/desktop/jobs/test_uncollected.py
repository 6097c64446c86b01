"""Work that the garbage collector is kept away from."""

import gc

import pytest

from desktop.jobs.uncollected import uncollected


def test_nothing_is_collected_within_and_what_was_made_is_not_looked_through_afterwards() -> None:
    before = gc.get_freeze_count()
    with uncollected():
        made = [[number] for number in range(1000)]
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(made)


def test_the_collector_is_on_again_after_a_failure_and_stays_off_where_it_was() -> None:
    with pytest.raises(ValueError, match="why"), uncollected():
        raise ValueError("why")
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
