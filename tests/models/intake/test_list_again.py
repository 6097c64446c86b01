"""The same list again: known without being read, as long as nobody wrote and it would be read the same way."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import Cancelled
from models.guide_sheet import GuideSheet
from models.intake import list_file
from models.intake.profile import ColumnMap, ListProfile, Profile
from models.intake.request import ImportReport, ImportRequest
from models.intake.take_in import take_in
from models.store import Store


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The lists that are opened to be read."""
    opened: list[Path] = []
    plainly = list_file.open_table

    def watched(path: Path, *args, **named):
        opened.append(path)
        return plainly(path, *args, **named)

    monkeypatch.setattr(list_file, "open_table", watched)
    return opened


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    part = report.sheets
    return part.new, part.unchanged, part.changed, len(part.refused)


def test_a_list_that_was_taken_is_not_read_again(taken: Callable, listed, sheet, reads: list[Path]) -> None:
    path = listed("sheets.csv", [sheet(), sheet(sheet_id="PAG-2"), sheet(sheet_id="PAG-3", arrears="lots")])
    first, again, dry = taken(sheets=path), taken(sheets=path), taken(sheets=path, dry_run=True)
    assert len(reads) == 1
    assert (counts(first), counts(again), counts(dry)) == ((2, 0, 0, 1), (0, 2, 0, 1), (0, 2, 0, 1))
    assert again.sheets.refused == first.sheets.refused
    assert again.sheets.remarks == first.sheets.remarks


def test_under_another_name_its_refusals_bear_that_name(taken: Callable, listed, sheet, tmp_path: Path, reads) -> None:
    path = listed("sheets.csv", [sheet(arrears="lots")])
    taken(sheets=path)
    other = tmp_path / "other.csv"
    shutil.copyfile(path, other)
    (refusal,) = taken(sheets=other).sheets.refused
    assert (refusal.file, refusal.line, len(reads)) == (str(other), 2, 1)


def test_remarks_are_told_again(taken: Callable, listed, sheet, reads) -> None:
    path = listed("sheets.csv", [sheet() | {"colour": "blue"}])
    assert taken(sheets=path).sheets.remarks == taken(sheets=path).sheets.remarks != []
    assert len(reads) == 1


def test_a_list_that_differs_in_one_cell_is_read(taken: Callable, listed, sheet, reads) -> None:
    taken(sheets=listed("sheets.csv", [sheet(), sheet(sheet_id="PAG-2")]))
    report = taken(sheets=listed("sheets.csv", [sheet(), sheet(sheet_id="PAG-2", arrears="4000.00")]))
    assert (counts(report), len(reads)) == ((0, 1, 1, 0), 2)


def test_after_another_list_wrote_the_same_kind_it_is_read(taken: Callable, listed, sheet, reads) -> None:
    one = listed("one.csv", [sheet()])
    taken(sheets=one)
    taken(sheets=listed("other.csv", [sheet(arrears="4000.00")]))
    assert counts(taken(sheets=one)) == (0, 0, 1, 0)
    assert len(reads) == 3


def test_after_a_list_that_changed_nothing_it_is_known_still(taken: Callable, listed, sheet, reads) -> None:
    one, same = listed("one.csv", [sheet(), sheet(sheet_id="PAG-2")]), listed("same.csv", [sheet()])
    taken(sheets=one)
    taken(sheets=same)
    taken(sheets=same)
    assert len(reads) == 2


def test_another_profile_reads_it_anew(taken: Callable, listed, sheet, reads) -> None:
    path = listed("sheets.csv", [sheet() | {"colour": "blue"}])
    taken(sheets=path)
    profile = Profile("own", lists={"sheets": ListProfile(columns={"team": ColumnMap("colour")})})
    assert counts(taken(sheets=path, profile=profile)) == (0, 0, 1, 0)
    taken(sheets=path, profile=profile)
    assert len(reads) == 2


def test_a_program_that_reads_otherwise_reads_it_anew(
    taken: Callable, listed, sheet, reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed("sheets.csv", [sheet()])
    taken(sheets=path)
    monkeypatch.setattr(list_file, "READING_VERSION", list_file.READING_VERSION + 1)
    taken(sheets=path)
    assert len(reads) == 2


def test_a_dry_run_settles_nothing(taken: Callable, listed, sheet, reads) -> None:
    path = listed("sheets.csv", [sheet()])
    taken(sheets=path, dry_run=True)
    assert counts(taken(sheets=path)) == (1, 0, 0, 0)
    assert len(reads) == 2


def test_an_import_that_was_stopped_is_read_again(
    store: Store, taken: Callable, probe, listed, sheet, held, reads
) -> None:
    path = listed("sheets.csv", [sheet(sheet_id=f"PAG-{number}") for number in range(6000)])

    def stop_at_the_first_block() -> None:
        if reads:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_in(store, ImportRequest(sheets=path), probe, lambda _share, _text: None, stop_at_the_first_block)
    assert counts(taken(sheets=path)) == (6000, 0, 0, 0)
    assert len(reads) == 2


def test_somebody_who_writes_in_between_unsettles_it(
    store: Store, taken: Callable, probe, listed, sheet, held, monkeypatch: pytest.MonkeyPatch, reads
) -> None:
    """Another program changes a sheet while this one reads on: both are kept, and nothing is taken for settled."""
    monkeypatch.setattr(list_file, "BLOCK", 500)
    monkeypatch.setattr("models.intake.take_lists.BATCH", 1000)
    path = listed("sheets.csv", [sheet(sheet_id=f"PAG-{number:04}") for number in range(3000)])
    meddled = []

    def meddle() -> None:
        if not meddled and held(GuideSheet):
            meddled.append(True)
            store.imports.take(GuideSheet, ("sheet_id", "arrears"), [("PAG-0001", 7)], dry_run=False)

    take_in(store, ImportRequest(sheets=path), probe, lambda _share, _text: None, meddle)
    assert meddled
    assert counts(taken(sheets=path)) == (0, 2999, 1, 0)
    assert len(reads) == 2


def test_a_file_that_changes_while_it_is_read_is_not_settled(
    store: Store, taken: Callable, probe, listed, sheet, reads
) -> None:
    path = listed("sheets.csv", [sheet(sheet_id=f"PAG-{number}") for number in range(5000)])
    told = []

    def write_on(_share: float, text: str) -> None:
        if reads and not told:
            told.append(text)
            with path.open("a", encoding="utf-8") as file:
                file.write("\n")

    take_in(store, ImportRequest(sheets=path), probe, write_on, lambda: None)
    assert told
    assert counts(taken(sheets=path)) == (0, 5000, 0, 0)
    assert len(reads) == 2


def test_the_time_left_is_honest_when_a_long_list_follows_a_short_one(
    store: Store, probe, listed, sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step's share is its file's size: after ten tasks of nothing most of the work is still to come."""
    monkeypatch.setattr(list_file, "BLOCK", 500)
    sheets = listed("sheets.csv", [sheet(sheet_id=f"PAG-{number}") for number in range(3000)])
    tasks = listed("tasks.csv", [{"task_id": f"T{number}", "case_ref": "C"} for number in range(10)])
    told: list[tuple[float, str]] = []
    take_in(store, ImportRequest(sheets=sheets, tasks=tasks), probe, lambda *both: told.append(both), lambda: None)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert max(share for share, text in told if "sheets" in text) > 0.8
    assert min(share for share, text in told if "tasks" in text) > 0.8
