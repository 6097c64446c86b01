"""What was collected: months however they are written, exact amounts, one figure a month and scheme."""

from datetime import date, timedelta

import pytest

from models.collected import Collected
from models.intake.account import ImportAccount, report_from
from models.intake.list_file import ListFile
from models.intake.lists import COLLECTIONS
from models.intake.preview import preview
from models.intake.profile import ColumnMap, ListProfile, Profile, Unit
from models.intake.propose import propose
from models.intake.recognise import recognise

SEPTEMBER = {"month": "2009-09", "scheme": "CS2", "collected": "64000000.10"}
AUGUST = {"month": "2009-08", "scheme": "CMS", "collected": "12.00"}


def refusals(report) -> list[tuple[int | None, str | None, str | None, str]]:
    return [(one.line, one.column, one.value, one.reason) for one in report.collections.refused]


def held_figures(held) -> dict[str, str]:
    return {row.figure: str(row.collected) for row in held(Collected)}


def test_what_was_collected_is_kept_to_the_penny(taken, listed, held) -> None:
    report = taken(collections=listed("collected.csv", [SEPTEMBER, AUGUST]))
    assert (report.collections.new, refusals(report)) == (2, [])
    assert held_figures(held) == {"2009-09 CS2": "64000000.10", "2009-08 CMS": "12.00"}


def test_the_same_list_again_changes_nothing(taken, listed) -> None:
    taken(collections=listed("collected.csv", [SEPTEMBER]))
    again = taken(collections=listed("other.csv", [SEPTEMBER, AUGUST])).collections
    assert (again.new, again.unchanged, again.changed) == (1, 1, 0)


def test_a_changed_figure_keeps_what_stood_before(taken, listed, store) -> None:
    taken(collections=listed("collected.csv", [SEPTEMBER]))
    report = taken(collections=listed("collected.csv", [SEPTEMBER | {"collected": "64000000.11"}]))
    assert report.collections.changed == 1
    (change,) = store.history.differences("collected", "2009-09 CS2")
    assert [str(figure) for figure in change.figures] == ["Collected £64,000,000.10 → £64,000,000.11"]
    now = store.clock.now()
    (row,) = store.import_changes.between(now - timedelta(days=1), now + timedelta(days=1))
    assert (row.kind, row.key) == ("collections", "2009-09 CS2")


def test_a_dry_run_counts_and_writes_nothing(taken, listed, held) -> None:
    report = taken(collections=listed("collected.csv", [SEPTEMBER]), dry_run=True)
    assert report.collections.new == 1
    assert held(Collected) == []


@pytest.mark.parametrize("month", ["2009-09", "2009-09-01", "2009-09-30", "9/2009", "Sep 2009", "September-2009"])
def test_a_month_is_read_however_it_is_written(taken, listed, held, month: str) -> None:
    taken(collections=listed("collected.csv", [SEPTEMBER | {"month": month}]))
    assert list(held_figures(held)) == ["2009-09 CS2"]


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ({"month": "2009-13"}, "month", "2009-13", "no such month in the calendar"),
        ({"month": "Mag 2009"}, "month", "Mag 2009", "no such month in the calendar"),
        ({"month": "09"}, "month", "09", "not a month; write it as YYYY-MM"),
        ({"month": "2009-09-14"}, "month", "2009-09-14", "a day within a month; write the month as YYYY-MM"),
        ({"month": "1009-09"}, "month", "1009-09", "not a month of this age"),
        ({"month": ""}, "month", "", "must not be blank"),
        ({"scheme": "All"}, "scheme", "All", "not a known code; use CSCS, CS2, CMS"),
        ({"collected": ""}, "collected", "", "must not be blank"),
        ({"collected": "-1.00"}, "collected", "-1.00", "a negative amount"),
        ({"collected": "1.234"}, "collected", "1.234", "more than two decimals"),
    ],
)
def test_what_cannot_be_taken_is_named_and_the_rest_is_kept(taken, listed, cells, column, value, reason) -> None:
    report = taken(collections=listed("collected.csv", [AUGUST, SEPTEMBER | cells]))
    assert refusals(report) == [(3, column, value, reason)]
    assert report.collections.new == 1


def test_a_month_and_scheme_stand_once_however_they_are_written(taken, listed) -> None:
    report = taken(collections=listed("collected.csv", [SEPTEMBER, SEPTEMBER | {"month": "Sep 2009", "scheme": "cs2"}]))
    reason = "this figure of this month and scheme stands in the file already"
    assert refusals(report) == [(3, "month", "2009-09 CS2", reason)]


def test_a_row_of_totals_is_no_month(taken, listed) -> None:
    report = taken(collections=listed("collected.csv", [SEPTEMBER, {"month": "Total", "scheme": "", "collected": "9"}]))
    assert [reason for *_, reason in refusals(report)] == ["a row of totals, not a figure of this month and scheme"]


def test_without_its_column_the_file_is_refused(taken, listed) -> None:
    report = taken(collections=listed("collected.csv", [{"month": "2009-09", "scheme": "CS2"}]))
    assert refusals(report) == [(None, "collected", None, "this column is missing")]


def test_a_profile_maps_headings_codes_and_pence(taken, listed, held) -> None:
    columns = {
        "month": ColumnMap("Period"),
        "scheme": ColumnMap("System", codes={"2003": "CS2"}),
        "collected": ColumnMap("Receipts (p)", unit=Unit.PENCE),
    }
    profile = Profile("them", lists={"collections": ListProfile(columns=columns, date_forms=("%d/%m/%Y",))})
    rows = [{"Period": "30/09/2009", "System": "2003", "Receipts (p)": "6400000010"}]
    report = taken(collections=listed("theirs.csv", rows), profile=profile)
    assert refusals(report) == []
    assert held_figures(held) == {"2009-09 CS2": "64000000.10"}


def test_the_key_stands_before_the_columns_it_is_joined_of(listed) -> None:
    with ListFile(listed("collected.csv", [SEPTEMBER]), COLLECTIONS) as opened:
        rows = list(opened.rows([]))
    assert opened.columns == ("figure", "month", "scheme", "collected")
    assert rows[0].values == ("2009-09 CS2", "2009-09", "CS2", 6_400_000_010)


def test_a_preview_shows_the_columns_of_the_list_only(listed) -> None:
    shown = preview(listed("collected.csv", [SEPTEMBER]), COLLECTIONS, ListProfile())
    assert shown.columns == ("month", "scheme", "collected")
    assert shown.taken[2] == ("2009-09", "CS2", "64000000.10")


def test_a_dropped_list_is_known_by_its_headings(listed) -> None:
    path = listed("dropped.csv", [SEPTEMBER])
    assert recognise([path]).request.collections == path


def test_a_mapping_is_proposed_for_the_headings_of_others(listed) -> None:
    rows = [{"Month ending": date(2009, 9, 30).isoformat(), "Computer system": "CS2", "Amount collected": "1,234.50"}]
    proposal = propose(listed("theirs.csv", rows), COLLECTIONS)
    found = {ours: told.heading for ours, told in proposal.profile.columns.items()}
    assert found == {"month": "Month ending", "scheme": "Computer system", "collected": "Amount collected"}


def test_the_six_kinds_of_the_contract_stand_alone_unless_collections_were_asked_for(taken, listed) -> None:
    staff = listed("staff.csv", [{"staff_id": "TL1", "role": "team_leader"}])
    assert "collections" not in taken(staff=staff).as_dict()
    told = taken(collections=listed("collected.csv", [SEPTEMBER])).as_dict()
    assert list(told)[-3:] == ["transcripts", "collections", "dry_run"]


def test_an_import_of_collections_is_told_from_its_history_as_it_was(taken, listed, store) -> None:
    report = taken(collections=listed("collected.csv", [SEPTEMBER, SEPTEMBER]))
    now = store.clock.now()
    kept = ImportAccount((), report, now, now).stored_report()
    assert report_from(kept)[0] == report
