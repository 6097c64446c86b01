"""Task 567 entries and Caseworker Online views find their sheet."""

from datetime import date, timedelta

from models.entry_matching import CitingSheet, EntryRow, SheetsByCase

DAY = date(2009, 9, 14)


def sheet(name: str, case: str, by: str = "W1", day: date | None = DAY, cites: str | None = None) -> CitingSheet:
    return CitingSheet(name, case, by, day, cites)


def entry(case: str | None, by: str | None = "W1", day: date | None = DAY, name: str = "E1") -> EntryRow:
    return EntryRow("row", name, case, by, day)


def test_an_entry_belongs_to_the_sheet_of_its_case_whoever_made_it() -> None:
    assert SheetsByCase([sheet("P1", "C1"), sheet("P2", "C2")]).sheet_for(entry("C2", "W9")) == "P2"


def test_an_entry_without_a_case_or_of_another_belongs_to_none() -> None:
    sheets = SheetsByCase([sheet("P1", "C1")])
    assert (sheets.sheet_for(entry(None)), sheets.sheet_for(entry("C2"))) == (None, None)


def test_where_several_sheets_share_a_case_the_caseworker_decides() -> None:
    assert SheetsByCase([sheet("P1", "C1"), sheet("P2", "C1", "W2")]).sheet_for(entry("C1", "W2")) == "P2"


def test_of_several_of_one_caseworker_the_nearest_in_time_is_taken() -> None:
    sheets = SheetsByCase([sheet("P1", "C1"), sheet("P2", "C1", day=DAY + timedelta(days=40))])
    assert sheets.sheet_for(entry("C1", day=DAY + timedelta(days=35))) == "P2"
    assert sheets.sheet_for(entry("C1", day=DAY - timedelta(days=1))) == "P1"


def test_a_tie_in_time_is_left_to_nobody() -> None:
    sheets = SheetsByCase([sheet("P1", "C1"), sheet("P2", "C1", day=DAY + timedelta(days=2))])
    assert sheets.sheet_for(entry("C1", day=DAY + timedelta(days=1))) is None
    assert SheetsByCase([sheet("P1", "C1"), sheet("P2", "C1")]).sheet_for(entry("C1")) is None


def test_a_view_belongs_to_the_sheet_that_cites_it_before_that_of_its_case() -> None:
    sheets = SheetsByCase([sheet("P1", "C1"), sheet("P2", "C2", cites="E1")])
    assert sheets.sheet_for(entry("C1")) == "P2"


def test_of_several_citing_sheets_that_of_its_case_is_taken() -> None:
    sheets = SheetsByCase([sheet("P1", "C1", cites="E1"), sheet("P2", "C2", cites="E1")])
    assert sheets.sheet_for(entry("C2")) == "P2"
