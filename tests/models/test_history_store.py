"""What records said before: versions, steps, and what one import changed."""

from datetime import timedelta

import pytest

from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.store import Store

COLUMNS = ("sheet_id", "case_ref", "instalment")


def take(store: Store, *rows: tuple[object, ...]) -> None:
    store.imports.take(GuideSheet, COLUMNS, list(rows), dry_run=False)


def steps(store: Store, key: str) -> list[tuple[int, str]]:
    return [(each.version, "; ".join(map(str, each.figures))) for each in store.history.differences("guide_sheet", key)]


def test_each_version_is_kept_with_what_it_said_and_until_when(store: Store) -> None:
    take(store, ("P1", "C1", 6000))
    take(store, ("P1", "C1", 7000))
    first, present = store.history.versions("guide_sheet", "P1")
    assert (first.number, first.facts["instalment"], present.number, present.facts["instalment"]) == (1, 6000, 2, 7000)
    assert first.until is not None
    assert present.until is None


def test_the_steps_are_told_the_newest_first(store: Store) -> None:
    for pence in (6000, 7000, 6000):
        take(store, ("P1", "C1", pence))
    assert steps(store, "P1") == [
        (3, "Arrears instalment £70.00 → £60.00"),
        (2, "Arrears instalment £60.00 → £70.00"),
    ]


def test_a_record_that_never_changed_has_one_version_and_no_step(store: Store) -> None:
    take(store, ("P1", "C1", 6000))
    assert len(store.history.versions("guide_sheet", "P1")) == 1
    assert steps(store, "P1") == []


def test_an_id_nobody_has_is_told(store: Store) -> None:
    with pytest.raises(UnknownId):
        store.history.versions("guide_sheet", "P9")


def test_what_changed_since_a_moment_is_told_with_the_departments_own_id(store: Store) -> None:
    take(store, ("P1", "C1", 6000), ("P2", "C2", 100))
    before = store.clock.now()
    take(store, ("P1", "C1", 7000), ("P2", "C2", 100), ("P3", "C3", 1))
    take(store, ("P1", "C9", 7000))
    found = store.history.changed_since(before)
    assert [(each.kind, each.key, each.version, str(each.figures[0])) for each in found] == [
        ("guide_sheet", "P1", 2, "Arrears instalment £60.00 → £70.00"),
        ("guide_sheet", "P1", 3, "Case C1 → C9"),
    ]
    assert store.history.count_changed_since(before) == 2
    assert store.history.changed_since(before, offset=1, limit=1) == found[1:]
    assert store.history.changed_since(before, kind="recording") == []


def test_an_imports_own_changes_end_with_it(store: Store) -> None:
    take(store, ("P1", "C1", 6000))
    began = store.clock.now()
    take(store, ("P1", "C1", 7000))
    ended = store.history.differences("guide_sheet", "P1")[0].at
    take(store, ("P1", "C1", 8000))
    assert len(store.history.changed_since(began, ended)) == 1
    assert store.history.changed_since(ended + timedelta(days=1)) == []
