"""The history of imports, and what each changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import Refusal, UnknownId
from models.history import PastVersion
from models.import_run import RunState
from models.intake import account as accounts
from models.intake.account import ImportAccount
from models.intake.request import ImportReport, ImportRequest, KindReport
from models.intake.take_in import take_in
from models.sheet_difference import Difference
from models.store import Store

BEGAN = datetime(2009, 10, 5, 9, 31, tzinfo=UTC)
HEADINGS = (
    "sheet_id,scheme,arrears,net_income_weekly,regular_maintenance_weekly,lump_sum,instalment,frequency,"
    "method_agreed,label,decision_date\n"
)


def account_of(report: ImportReport, minutes: int = 0, **more: object) -> ImportAccount:
    began = BEGAN + timedelta(minutes=minutes)
    request = ImportRequest(sheets=Path("/lists/sheets.csv"))
    return ImportAccount.of(request, report, began, began + timedelta(seconds=5), person="TL01", **more)


@pytest.fixture
def sheets_of(store: Store, tmp_path: Path):
    """Import one guide sheet with these arrears and decision date."""

    def take(arrears: str, decided: str = "2009-09-14") -> ImportReport:
        path = tmp_path / "sheets.csv"
        path.write_text(HEADINGS + f"PAG-1,CS2,{arrears},400,60,500,60,W,direct_debit,Agreement,{decided}\n")
        return take_in(store, ImportRequest(sheets=path), lambda _path: None, lambda _f, _t: None, lambda: None)

    return take


def test_an_import_is_read_back_as_it_was_told(store: Store) -> None:
    refusal = Refusal("/lists/sheets.csv", 4, "arrears", "-1", "a negative amount")
    told = account_of(ImportReport(sheets=KindReport(3, 2, 1, [refusal], ["read as UTF-16"])))
    assert store.import_runs.get(store.import_runs.add(told)) == told


def test_a_failed_import_keeps_its_sentence(store: Store) -> None:
    told = account_of(ImportReport(), state=RunState.FAILED, why="The disk is full.")
    assert store.import_runs.get(store.import_runs.add(told)) == told


def test_the_listing_has_the_newest_first_with_its_counts(store: Store) -> None:
    refusal = Refusal("a.csv", 4, None, None, "too few fields")
    store.import_runs.add(account_of(ImportReport(sheets=KindReport(new=1))))
    store.import_runs.add(account_of(ImportReport(sheets=KindReport(3, 2, 1, [refusal]), tasks=KindReport(new=4)), 10))
    lines = store.import_runs.listing()
    assert [(line.new, line.unchanged, line.changed, line.refused) for line in lines] == [(7, 2, 1, 1), (1, 0, 0, 0)]
    assert lines[0].places == (("sheets", "/lists/sheets.csv"),)
    assert [line.id for line in store.import_runs.listing(most=1)] == [lines[0].id]


def test_of_very_many_refusals_the_first_are_kept_and_all_are_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MOST_REFUSALS_KEPT", 3)
    refused = [Refusal("a.csv", line, None, None, "too few fields") for line in range(5)]
    told = account_of(ImportReport(sheets=KindReport(refused=refused[:2]), tasks=KindReport(refused=refused)))
    kept = store.import_runs.get(store.import_runs.add(told))
    assert (len(kept.report.refusals), kept.not_listed, kept.refused) == (3, 4, 7)
    assert store.import_runs.listing()[0].refused == 7


def test_a_name_that_is_no_text_does_not_spoil_the_history(store: Store) -> None:
    told = account_of(ImportReport(sheets=KindReport(refused=[Refusal("a\udce9.csv", None, None, "\ud800", "no")])))
    assert store.import_runs.get(store.import_runs.add(told)).report.refusals[0].file == "a?.csv"


def test_an_unknown_import_is_refused(store: Store) -> None:
    with pytest.raises(UnknownId):
        store.import_runs.get("none")


def test_what_an_import_changed_is_told_figure_by_figure(store: Store, sheets_of) -> None:
    sheets_of("5000.00")
    first = store.clock.now()
    report = sheets_of("4000.5", "2009-09-21")
    (row,) = store.import_changes.between(first, store.clock.now())
    assert report.sheets.changed == 1
    assert (row.kind, row.key) == ("sheets", "PAG-1")
    assert row.figures == (
        Difference("decision_date", "Decided", "14 Sep 2009", "21 Sep 2009"),
        Difference("arrears", "Arrears", "£5,000.00", "£4,000.50"),
    )


def test_an_older_change_shows_what_took_its_place_then(store: Store, sheets_of) -> None:
    sheets_of("5000.00")
    first = store.clock.now()
    sheets_of("4000.00")
    between = store.clock.now()
    sheets_of("3000.00")
    (row,) = store.import_changes.between(first, between)
    assert row.figures == (Difference("arrears", "Arrears", "£5,000.00", "£4,000.00"),)
    with store.database.session() as session:
        assert len(session.exec(select(PastVersion)).all()) == 2


def test_a_team_is_told_by_its_name(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"

    def take(team: str) -> None:
        path.write_text(f"staff_id,role,team\nTL01,team_leader,{team}\n")
        take_in(store, ImportRequest(staff=path), lambda _path: None, lambda _f, _t: None, lambda: None)

    take("DE-1")
    first = store.clock.now()
    take("DE-2")
    (row,) = store.import_changes.between(first, store.clock.now())
    assert (row.kind, row.key) == ("staff", "TL01")
    assert row.figures == (Difference("team_id", "Team", "DE-1", "DE-2"),)


def test_a_blank_figure_is_not_held(store: Store, sheets_of) -> None:
    sheets_of("5000.00", "")
    first = store.clock.now()
    sheets_of("5000.00", "2009-09-21")
    (row,) = store.import_changes.between(first, store.clock.now())
    assert row.figures == (Difference("decision_date", "Decided", "not held", "21 Sep 2009"),)


def test_nothing_is_told_of_another_time_and_no_more_than_asked(store: Store, sheets_of) -> None:
    sheets_of("5000.00")
    first = store.clock.now()
    sheets_of("4000.00")
    sheets_of("3000.00")
    last = store.clock.now()
    assert store.import_changes.between(BEGAN - timedelta(days=9), BEGAN - timedelta(days=8)) == []
    assert len(store.import_changes.between(first, last, most=1)) == 1
    assert len(store.import_changes.between(first, last)) == 2
