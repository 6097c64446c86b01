"""What is settled: kept only while nobody writes the kind, for the same file read the same way."""

import pytest

from models.errors import Refusal
from models.guide_sheet import GuideSheet
from models.store import Store
from models.store.list_states import MOST_REFUSALS_KEPT, Settled

KIND = "guide_sheet"
OUTCOME = Settled(2, (Refusal("a.csv", 3, "arrears", "x", "not an amount"),), ("one remark",))


def write(store: Store, key: str, *, dry_run: bool = False) -> None:
    store.imports.take(GuideSheet, ("sheet_id",), [(key,)], dry_run=dry_run)


def settle(store: Store) -> bool:
    states = store.imports.list_states
    return states.settle(KIND, states.changes(KIND), "file", "reading", OUTCOME)


def test_what_was_settled_is_told_for_the_same_file_read_the_same_way(store: Store) -> None:
    write(store, "A")
    assert settle(store)
    states = store.imports.list_states
    assert states.settled(KIND, "file", "reading") == OUTCOME
    assert states.settled(KIND, "other", "reading") is None
    assert states.settled(KIND, "file", "other") is None
    assert states.settled("task_567", "file", "reading") is None


def test_a_list_of_which_nothing_was_written_can_be_settled_too(store: Store) -> None:
    assert settle(store)
    assert store.imports.list_states.settled(KIND, "file", "reading") == OUTCOME
    write(store, "A")
    assert store.imports.list_states.settled(KIND, "file", "reading") is None


@pytest.mark.parametrize(("key", "stands"), [("A", True), ("B", False)])
def test_only_a_write_that_changes_something_unsettles(store: Store, key: str, stands: bool) -> None:
    write(store, "A")
    settle(store)
    write(store, key)
    assert (store.imports.list_states.settled(KIND, "file", "reading") is not None) is stands


def test_a_dry_run_unsettles_nothing(store: Store) -> None:
    write(store, "A")
    settle(store)
    write(store, "B", dry_run=True)
    assert store.imports.list_states.settled(KIND, "file", "reading") == OUTCOME


def test_nothing_is_settled_when_somebody_else_wrote_in_between(store: Store) -> None:
    write(store, "A")
    before = store.imports.list_states.changes(KIND)
    write(store, "B")
    assert not store.imports.list_states.settle(KIND, before, "file", "reading", OUTCOME)
    assert store.imports.list_states.settled(KIND, "file", "reading") is None


def test_more_refusals_than_can_be_kept_are_not_settled(store: Store) -> None:
    many = Settled(0, OUTCOME.refused * (MOST_REFUSALS_KEPT + 1), ())
    assert not store.imports.list_states.settle(KIND, 0, "file", "reading", many)
