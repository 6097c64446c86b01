"""A list read by a profile: every sort of column, what is refused and how, and what is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import Refusal
from models.guide_sheet import Method
from models.intake.date_forms import DateForm
from models.intake.first_rows import FirstRows
from models.intake.list_file import ListFile, reading_sha256
from models.intake.lists import INDEX, SHEETS, STAFF, TASKS, VIEWS
from models.intake.profile import OWN_LIST, ColumnMap, ListProfile, Unit
from models.intake.profile_folders import find_profile
from models.intake.table import FileRefused, TableForm, TableRow

SHEET = {
    "sheet_id": "PAG-1",
    "scheme": "CS2",
    "arrears": "5000.00",
    "net_income_weekly": "400.00",
    "regular_maintenance_weekly": "60.00",
    "lump_sum": "500.00",
    "instalment": "60.00",
    "frequency": "W",
    "method_agreed": "direct_debit",
    "label": "Agreement",
}


def table(rows: list[dict[str, str]], *, epoch: Any = None) -> FirstRows:
    """Rows as a table in memory; a workbook where `epoch` is given."""
    held = [TableRow(line, list(row.values()), None) for line, row in enumerate(rows, 2)]
    return FirstRows("list", list(rows[0]), 1, TableForm(), epoch, held)


def read(
    row: dict[str, str], profile: ListProfile = OWN_LIST, kind=SHEETS, epoch: Any = None
) -> dict[str, Any] | Refusal:
    """The one row as columns -> values, or its refusal."""
    refused: list[Refusal] = []
    with ListFile(table([row], epoch=epoch), kind, profile) as listed:
        rows = list(listed.rows(refused))
        return refused[0] if refused else dict(zip(listed.columns, rows[0].values, strict=True))


def sheet(profile: ListProfile = OWN_LIST, epoch: Any = None, **cells: str) -> Any:
    return read(SHEET | cells, profile, SHEETS, epoch)


def columns(**told: ColumnMap) -> ListProfile:
    return ListProfile(columns=told)


def test_another_heading_is_taken_with_other_capitals_and_blanks_for_underscores() -> None:
    row = {("Net Pay" if name == "net_income_weekly" else name): cell for name, cell in SHEET.items()}
    row = {(name if name != "sheet_id" else "Sheet ID"): cell for name, cell in row.items()}
    assert read(row, columns(net_income_weekly=ColumnMap("net_pay")))["net_income_weekly"] == 40_000


@pytest.mark.parametrize(
    ("unit", "cell", "pence"),
    [
        (None, "£1,733.33", 173_333),
        (Unit.POUNDS, "1733.33", 173_333),
        (Unit.PENCE, "173333", 173_333),
        (Unit.POUNDS_A_MONTH, "1,733.33", 40_000),
        (Unit.PENCE_A_MONTH, "173,333", 40_000),
        (Unit.POUNDS_FOUR_WEEKLY, "1600", 40_000),
        (Unit.POUNDS_A_FORTNIGHT, "800.01", 40_001),
        (Unit.POUNDS_A_YEAR, "20800", 40_000),
    ],
)
def test_a_figure_by_another_unit_is_its_weekly_amount_in_pence(unit: Unit | None, cell: str, pence: int) -> None:
    profile = columns(net_income_weekly=ColumnMap("net_income_weekly", unit=unit))
    assert sheet(profile, net_income_weekly=cell)["net_income_weekly"] == pence


def test_a_conversion_is_said() -> None:
    profile = columns(net_income_weekly=ColumnMap("net_income_weekly", unit=Unit.POUNDS_A_MONTH))
    with ListFile(table([SHEET]), SHEETS, profile) as listed:
        assert listed.remarks == [
            "net_income_weekly was read from 'net_income_weekly' as pounds a month: times 12/52, "
            "rounded half-up to the penny"
        ]


def test_a_decimal_comma_holds_only_where_the_profile_says_so() -> None:
    refusal = sheet(arrears="1.234,50")
    assert (refusal.column, refusal.value) == ("arrears", "1.234,50")
    comma = {name: cell.replace(".", ",") for name, cell in SHEET.items()}
    assert read(comma | {"arrears": "1.234,50"}, ListProfile(decimal=","))["arrears"] == 123_450


def test_codes_are_mapped_exactly_then_without_regard_to_capitals() -> None:
    told = ColumnMap("method_agreed", codes={"DD": "direct_debit", "a": "cash", "A": "cheque", "none": ""})
    profile = columns(method_agreed=told)
    assert sheet(profile, method_agreed="DD")["method_agreed"] == "direct_debit"
    assert sheet(profile, method_agreed="dd")["method_agreed"] == "direct_debit"
    assert sheet(profile, method_agreed="a")["method_agreed"] == "cash"
    assert sheet(profile, method_agreed="A")["method_agreed"] == "cheque"
    assert sheet(profile, method_agreed="None")["method_agreed"] is None
    assert sheet(profile, method_agreed="Direct_Debit")["method_agreed"] == "direct_debit"
    refusal = sheet(profile, method_agreed="pigeon")
    assert (refusal.column, refusal.value) == ("method_agreed", "pigeon")


def test_our_own_codes_are_taken_with_other_capitals_too() -> None:
    assert sheet(label="AGREEMENT", frequency="4w")["label"] == "Agreement"
    assert sheet(label="AGREEMENT", frequency="4w")["frequency"] == "4W"


def test_a_list_of_codes_has_the_separator_of_the_profile() -> None:
    told = ColumnMap("methods_offered", codes={"DD": "direct_debit", "-": ""})
    profile = ListProfile(columns={"methods_offered": told}, separator=",")
    assert sheet(profile, methods_offered="DD, deo")["methods_offered"] == "direct_debit;deo"
    assert sheet(profile, methods_offered="-")["methods_offered"] is None


def test_dates_in_other_forms_are_read_only_by_the_profile() -> None:
    profile = ListProfile(date_forms=("%d/%m/%Y", "%d %b %Y"))
    assert sheet(profile, decision_date="04/09/2009")["decision_date"] == date(2009, 9, 4)
    assert sheet(profile, decision_date="4 Sep 2009")["decision_date"] == date(2009, 9, 4)
    assert sheet(profile, decision_date="2009-09-04")["decision_date"] == date(2009, 9, 4)
    assert "no such day" in sheet(profile, decision_date="31/02/2009").reason
    refusal = sheet(profile, decision_date="09-04-2009")
    assert "write it as YYYY-MM-DD or 14/09/2009 or 14 Sep 2009" in refusal.reason
    assert "needs a profile" in sheet(decision_date="04/09/2009").reason


@pytest.mark.parametrize(
    ("epoch", "cell", "day"),
    [
        (1900, "40070", date(2009, 9, 14)),
        (1900, "40070.5", date(2009, 9, 14)),
        (1904, "38608", date(2009, 9, 14)),
        (1900, "2009-09-14T00:00:00", date(2009, 9, 14)),
    ],
)
def test_a_serial_of_a_workbook_is_a_day(epoch: int, cell: str, day: date) -> None:
    assert sheet(epoch=epoch, decision_date=cell)["decision_date"] == day


@pytest.mark.parametrize(
    ("epoch", "cell", "reason"),
    [
        (None, "40070", "not a date"),
        (None, "2009-09-14T00:00:00", "not a date"),
        (1900, "12", "of this age"),
        (1900, "9999999", "not a date"),
        (1900, "-5", "not a date"),
    ],
)
def test_a_bare_number_is_no_day_elsewhere(epoch: Any, cell: str, reason: str) -> None:
    assert reason in sheet(epoch=epoch, decision_date=cell).reason


VIEW = {"view_id": "V1", "case_ref": "C-1"}


@pytest.mark.parametrize(
    ("zone", "epoch", "cell", "utc", "offset"),
    [
        (None, None, "2009-09-14T10:00:00+01:00", "2009-09-14T09:00:00", 60),
        ("Europe/London", None, "14/09/2009 10:00", "2009-09-14T09:00:00", 60),
        ("Europe/London", None, "14/01/2009 10:00", "2009-01-14T10:00:00", 0),
        ("Europe/London", 1900, "40070.4166666667", "2009-09-14T09:00:00", 60),
        ("Europe/London", 1900, "2009-09-14T10:00:00", "2009-09-14T09:00:00", 60),
    ],
)
def test_a_time_is_placed_in_the_zone_of_the_profile(zone, epoch, cell: str, utc: str, offset: int) -> None:
    profile = ListProfile(date_forms=("%d/%m/%Y %H:%M",), time_zone=zone)
    row = read(VIEW | {"viewed_at": cell}, profile, VIEWS, epoch)
    assert isinstance(row, dict)
    assert (row["viewed_at"].isoformat(), row["viewed_offset_min"]) == (utc, offset)


@pytest.mark.parametrize(
    ("zone", "cell", "reason"),
    [
        (None, "14/09/2009 10:00", "without its offset"),
        ("Europe/London", "25/10/2009 01:30", "came twice that night"),
        ("Europe/London", "29/03/2009 01:30", "went forward"),
        ("Europe/London", "14/09/2009", "not a time"),
        ("Europe/London", "14/09/2009 25:00", "no such time"),
        ("Europe/London", "40070", "not a time"),
    ],
)
def test_a_time_that_could_be_two_or_none_is_refused(zone: str | None, cell: str, reason: str) -> None:
    profile = ListProfile(date_forms=("%d/%m/%Y %H:%M",), time_zone=zone)
    refusal = read(VIEW | {"viewed_at": cell}, profile, VIEWS, 1900 if cell.isdigit() else None)
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


@pytest.mark.parametrize(
    ("unit", "cell", "ms"),
    [
        (None, "102.2", 102_200),
        (Unit.MILLISECONDS, "102200", 102_200),
        (Unit.MINUTES, "1.5", 90_000),
        (Unit.CLOCK, "0:01:42", 102_000),
        (Unit.CLOCK, "61:05", None),
        (Unit.CLOCK, "1:42", 102_000),
    ],
)
def test_a_length_is_read_in_its_unit(unit: Unit | None, cell: str, ms: int | None) -> None:
    row = {"recording_id": "R", "start": "2009-09-14T23:30:00Z", "duration_s": cell, "file": "a.wav"}
    found = read(row, columns(duration_s=ColumnMap("duration_s", unit=unit)), INDEX)
    if ms is None:
        assert isinstance(found, Refusal)
    else:
        assert isinstance(found, dict)
        assert found["indexed_duration_ms"] == ms
        assert found["call_date"] == date(2009, 9, 15)


def test_a_constant_stands_in_every_row_and_blank_is_not_held() -> None:
    row = {name: cell for name, cell in SHEET.items() if name not in ("scheme", "label", "lump_sum")}
    told = {"scheme": ColumnMap(value="CSCS"), "label": ColumnMap(value=""), "lump_sum": ColumnMap(value="0")}
    found = read(row, columns(**told))
    assert isinstance(found, dict)
    assert (found["scheme"], found["label"], found["lump_sum"]) == ("CSCS", None, 0)


def test_a_column_that_is_left_out_is_not_taken() -> None:
    assert "team" not in sheet(columns(team=ColumnMap()), team="DE-1")
    with pytest.raises(FileRefused, match="the profile leaves it out"):
        ListFile(table([SHEET]), SHEETS, columns(label=ColumnMap()))


def test_a_missing_column_is_named_as_the_profile_has_it() -> None:
    with pytest.raises(FileRefused) as refused:
        ListFile(table([SHEET]), SHEETS, columns(label=ColumnMap("Type")))
    refusal = refused.value.refusal
    assert (refusal.column, refusal.reason) == ("Type", "this column is missing (the profile takes label from it)")


def test_columns_the_profile_names_and_the_list_has_not_are_said_at_once() -> None:
    profile = columns(team=ColumnMap("Team name"), employed=ColumnMap("employed"))
    with ListFile(table([SHEET]), SHEETS, profile) as listed:
        assert listed.remarks == ["not held, as there is no such column: Team name (our team), employed"]


def test_a_refused_row_is_named_by_the_heading_of_its_file() -> None:
    row = {("Debt" if name == "arrears" else name): cell for name, cell in SHEET.items()}
    refusal = read(row | {"Debt": "lots"}, columns(arrears=ColumnMap("Debt")))
    assert isinstance(refusal, Refusal)
    assert (refusal.column, refusal.value) == ("Debt", "lots")
    above = read(row | {"lump_sum": "5000.01"}, columns(arrears=ColumnMap("Debt")))
    assert (above.column, above.reason) == ("lump_sum", "a lump sum above the arrears")


def test_a_heading_that_stands_twice_is_refused_where_it_is_needed_and_said_where_not() -> None:
    rows = [TableRow(2, [*SHEET.values(), "x", "y", "z"], None)]
    spare = FirstRows("list", [*SHEET, "Notes", "Notes", "Colour"], 1, TableForm(), None, rows)
    with ListFile(spare, SHEETS) as listed:
        assert listed.remarks == [
            "the heading 'Notes' stands more than once; none of these columns is read",
            "not read, as no column of ours: Colour",
        ]
    needed = FirstRows("list", [*SHEET, "arrears"], 1, TableForm(), None, [])
    with pytest.raises(FileRefused, match="arrears: this heading stands twice"):
        ListFile(needed, SHEETS)


def test_an_error_value_of_a_workbook_refuses_its_row_only_in_a_column_of_ours() -> None:
    first = TableRow(2, [*SHEET.values(), "#N/A"], None, (("Colour", "an error value"),))
    second = TableRow(
        3, ["PAG-2", "CS2", "#REF!", *list(SHEET.values())[3:], ""], None, (("arrears", "an error value"),)
    )
    refused: list[Refusal] = []
    with ListFile(FirstRows("list", [*SHEET, "Colour"], 1, TableForm(), 1900, [first, second]), SHEETS) as listed:
        assert [row.line for row in listed.rows(refused)] == [2]
    assert [(one.line, one.column, one.value, one.reason) for one in refused] == [
        (3, "arrears", "#REF!", "an error value")
    ]


def test_what_came_before_a_file_breaks_off_is_good(taken, held, tmp_path: Path, monkeypatch) -> None:
    from models.guide_sheet import GuideSheet

    class Broken(FirstRows):
        def blocks(self):
            yield self.rows
            raise FileRefused(Refusal("list", None, None, None, "cannot be read: the reader was stopped"))

    whole = table([SHEET, SHEET | {"sheet_id": "PAG-2"}])
    broken = Broken(whole.name, whole.headings, 1, whole.form, None, whole.rows)
    monkeypatch.setattr("models.intake.list_file.open_table", lambda *_args, **_named: broken)
    path = tmp_path / "list.csv"
    path.write_text("x", encoding="utf-8")
    report = taken(sheets=path).sheets
    assert (report.new, [one.reason for one in report.refused]) == (2, ["cannot be read: the reader was stopped"])
    assert len(held(GuideSheet)) == 2


def test_cells_are_trimmed_of_every_blank_and_references_keep_their_zeros() -> None:
    assert sheet(case_ref="\u00a0 000123\u2009")["case_ref"] == "000123"
    assert "cannot be seen" in sheet(case_ref="C\u00a01").reason


@settings(deadline=None)
@given(st.lists(st.sampled_from(["5000.00", "£1,234.50", "1,23", "-5", "", "(12.00)", "12", "x"]), max_size=12))
def test_what_becomes_of_a_row_never_depends_on_those_beside_it(cells: list[str]) -> None:
    rows = [SHEET | {"sheet_id": f"P{at}", "arrears": cell, "lump_sum": ""} for at, cell in enumerate(cells)]
    refused: list[Refusal] = []
    together: dict[str, Any] = {}
    if rows:
        with ListFile(table(rows), SHEETS) as listed:
            together = {row.values[0]: row.values[2] for row in listed.rows(refused)}
    apart = {row["sheet_id"]: read(row) for row in rows}
    assert together == {key: one["arrears"] for key, one in apart.items() if isinstance(one, dict)}
    assert [one.reason for one in refused] == [one.reason for one in apart.values() if isinstance(one, Refusal)]


def foreign(row: dict[str, str], profile: ListProfile) -> dict[str, str]:
    """The row as another department writes it under this profile."""
    written = {}
    for name, ours in row.items():
        cell = ours
        told = profile.columns.get(name, ColumnMap(name))
        back = {code: theirs for theirs, code in told.codes.items() if code}
        if name == "methods_offered":
            cell = profile.separator.join(back.get(part, part) for part in cell.split(";"))
        if name == "decision_date" and profile.date_forms:
            cell = "/".join(reversed(cell.split("-")))
        written[told.heading or name] = back.get(cell, cell)
    return written


@pytest.mark.parametrize("name", ["steercheck", "pag-fields", "uk-spreadsheet"])
def test_the_same_records_come_through_any_profile(demo: Path, name: str) -> None:
    import csv

    profile = find_profile(name).of("sheets")
    with (demo / "guide-sheets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    refused: list[Refusal] = []
    with (
        ListFile(table(rows), SHEETS) as ours,
        ListFile(table([foreign(row, profile) for row in rows]), SHEETS, profile) as theirs,
    ):
        assert list(theirs.rows(refused)) == list(ours.rows(refused))
    assert refused == []


def test_tasks_and_views_by_the_field_names_of_their_systems() -> None:
    profile = find_profile("pag-fields")
    task = {
        "task_id": "567-0098121",
        "case_ref": "C-7F3A",
        "caseworker_id": "CW014",
        "raised": "2009-06-01",
        "current_mopf": "SO",
        "promoted_mopf": "DD",
        "outcome_mopf": "DD",
        "refusal_reason": "NO_ACCOUNT",
        "status": "closed",
    }
    found = read(task, profile.of("tasks"), TASKS)
    assert isinstance(found, dict)
    assert (found["current_method"], found["outcome_method"]) == ("standing_order", "direct_debit")
    view = {"view_id": "CWO-4471", "case_ref": "C-7F3A", "user_id": "CW014", "viewed_at": "2009-06-15 09:58"}
    found = read(view | {"commitments": "412.00"}, profile.of("views"), VIEWS)
    assert isinstance(found, dict)
    assert (found["viewed_at"].isoformat(), found["viewed_offset_min"]) == ("2009-06-15T08:58:00", 60)


def test_a_spreadsheet_with_british_habits() -> None:
    profile = find_profile("uk-spreadsheet")
    row = SHEET | {
        "arrears": "£5,000.00",
        "decision_date": "14/09/2009",
        "frequency": "Four-weekly",
        "method_agreed": "Standing order",
        "methods_offered": "Direct Debit, Standing Order",
        "employed": "Yes",
        "full_payment_asked": "no",
        "discretion_ground": "None",
    }
    found = read(row, profile.of("sheets"))
    assert isinstance(found, dict)
    assert (found["arrears"], found["decision_date"]) == (500_000, date(2009, 9, 14))
    assert (found["frequency"], found["method_agreed"]) == ("4W", "standing_order")
    assert (found["methods_offered"], found["employed"]) == ("direct_debit;standing_order", "Y")
    assert (found["full_payment_asked"], found["discretion_ground"]) == ("N", None)
    person = read({"staff_id": "A", "role": "Team leader"}, profile.of("staff"), STAFF)
    assert isinstance(person, dict)
    assert person["role"] == "team_leader"


def test_another_profile_and_another_kind_are_another_reading() -> None:
    other = replace(OWN_LIST, decimal=",")
    assert len({reading_sha256(SHEETS, OWN_LIST), reading_sha256(SHEETS, other), reading_sha256(TASKS, OWN_LIST)}) == 3


def test_a_file_of_every_sort_goes_in_by_a_profile(taken: Callable, listed) -> None:
    path = listed("sheets.csv", [foreign(SHEET, find_profile("pag-fields").of("sheets"))])
    assert taken(sheets=path, profile=find_profile("pag-fields")).sheets.new == 1


def test_a_reference_may_be_two_columns_at_once() -> None:
    """A department with one sheet a case calls both by the case."""
    found = sheet(columns(sheet_id=ColumnMap("case_ref"), case_ref=ColumnMap("case_ref")), case_ref="C-1")
    assert (found["sheet_id"], found["case_ref"]) == ("C-1", "C-1")


@st.composite
def written_otherwise(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], ListProfile]:
    """A guide sheet as we write it, as another department does, and the profile that says how."""
    pence = {
        name: draw(st.integers(0, 10**9)) for name in ("net_income_weekly", "regular_maintenance_weekly", "instalment")
    }
    pence["arrears"], pence["lump_sum"] = sorted(
        (draw(st.integers(0, 10**11)), draw(st.integers(0, 10**11))), reverse=True
    )
    day = draw(st.dates(date(1970, 1, 1), date(2060, 12, 31)))
    methods = draw(st.lists(st.sampled_from(list(Method)), min_size=1, max_size=3))
    ours = SHEET | {name: f"{amount // 100}.{amount % 100:02}" for name, amount in pence.items()}
    ours |= {"decision_date": day.isoformat(), "methods_offered": ";".join(methods)}
    form, decimal = (
        draw(st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%Y%m%d"])),
        draw(st.sampled_from([".", ","])),
    )
    separator = draw(st.sampled_from([",", "/", "|", "+"]))
    headings = {name: f"{draw(st.sampled_from(['Their', 'THE', 'our']))} {name} £" for name in ours}
    told = {name: ColumnMap(heading) for name, heading in headings.items()}
    theirs = dict(ours)
    for name, amount in pence.items():
        if draw(st.booleans()):
            told[name] = ColumnMap(headings[name], unit=Unit.PENCE)
            theirs[name] = str(amount)
        else:
            grouped = f"£{amount // 100:,}.{amount % 100:02}"
            theirs[name] = grouped if decimal == "." else grouped.translate(str.maketrans(",.", ".,"))
    codes = {f"code {at}": str(method) for at, method in enumerate(Method)}
    back = {method: code for code, method in codes.items()}
    told["methods_offered"] = ColumnMap(headings["methods_offered"], codes=codes)
    theirs["methods_offered"] = separator.join(back[method].upper() for method in methods)
    theirs["decision_date"] = DateForm(form).example(day)
    row = {headings[name]: cell for name, cell in theirs.items()}
    return ours, row, ListProfile(columns=told, date_forms=(form,), decimal=decimal, separator=separator)


@settings(deadline=None)
@given(written_otherwise())
def test_a_sheet_written_by_any_profile_is_the_same_record(case) -> None:
    ours, theirs, profile = case
    assert read(theirs, profile) == read(ours)
    assert not isinstance(read(ours), Refusal)


def only(**cells: str) -> Any:
    """A guide sheet of which nothing is filled but these cells."""
    return sheet(**(dict.fromkeys(SHEET, "") | cells))


@pytest.mark.parametrize(
    "key", ["Total", "TOTALS:", "Grand total", "Sub-total June 2009", "Subtotal", "Average", "Sum"]
)
def test_a_row_of_totals_is_refused_and_no_record(key: str) -> None:
    refusal = only(sheet_id=key, arrears="125000.00", net_income_weekly="9000.00")
    assert refusal == Refusal("list", 2, "sheet_id", key, "a row of totals, not a guide sheet")


def test_a_row_of_totals_is_told_as_such_also_where_a_total_cannot_be_read() -> None:
    refusal = only(sheet_id="Total", arrears="-3.00")
    assert (refusal.column, refusal.value) == ("sheet_id", "Total")


@pytest.mark.parametrize("key", ["Source: PAG extract, provisional", "* not yet received", "2 records", "(June\n2009)"])
def test_a_note_below_the_list_is_refused_and_no_record(key: str) -> None:
    assert only(sheet_id=key) == Refusal("list", 2, "sheet_id", key, "a note, not a guide sheet")


@pytest.mark.parametrize("key", ["Total", "PAG 000 123", "TOTAL-001", "*17"])
def test_a_row_with_a_code_is_a_record_whatever_it_is_called(key: str) -> None:
    assert only(sheet_id=key, scheme="CS2")["sheet_id"] == key


@pytest.mark.parametrize("key", ["PAG-1", "TOTAL-001", "Summary17", "Meaning"])
def test_a_record_of_which_nothing_but_its_key_is_held_is_kept(key: str) -> None:
    assert only(sheet_id=key)["arrears"] is None
