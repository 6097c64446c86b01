"""Proposals: which of their headings is which of ours, what the cells tell, and what is left to the person."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from models.intake.lists import BY_PART, INDEX, SHEETS, STAFF, TASKS, VIEWS
from models.intake.preview import preview
from models.intake.profile import ColumnMap, ListProfile, Unit
from models.intake.profile_folders import shipped
from models.intake.propose import propose
from models.intake.table import FileRefused

FOREIGN = {
    "PAG No.": "PAG-000123",
    "Case Reference": "C-7F3A",
    "System": "CS2",
    "Case worker": "CW014",
    "Date of decision": "15/06/2009",
    "Arrears (total)": "£9,000.00",
    "Monthly net income": "1,733.33",
    "Regular maintenance": "60.00",
    "Lump sum": "2,760.00",
    "Instalment amount": "60.00",
    "How often": "Weekly",
    "Payment method": "DD",
    "Methods offered": "DD,DEO",
    "Type": "Agreement",
    "Employed": "Yes",
    "Colour": "blue",
}


@pytest.fixture
def foreign(tmp_path: Path) -> Callable[..., Path]:
    """Another department's list of two sheets with some cells changed: `foreign(Employed="No")` in its second row."""

    def write(**cells: str) -> Path:
        path = tmp_path / "foreign.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(FOREIGN))
            writer.writeheader()
            writer.writerow(FOREIGN)
            writer.writerow(
                FOREIGN | {"PAG No.": "PAG-000124"} | {key.replace("_", " "): v for key, v in cells.items()}
            )
        return path

    return write


def test_headings_are_proposed_by_their_names_with_a_reason(foreign) -> None:
    found = propose(foreign(), SHEETS)
    told = {ours: one.heading for ours, one in found.profile.columns.items()}
    assert told == {
        "sheet_id": "PAG No.",
        "case_ref": "Case Reference",
        "scheme": "System",
        "caseworker_id": "Case worker",
        "decision_date": "Date of decision",
        "arrears": "Arrears (total)",
        "net_income_weekly": "Monthly net income",
        "regular_maintenance_weekly": "Regular maintenance",
        "lump_sum": "Lump sum",
        "instalment": "Instalment amount",
        "frequency": "How often",
        "method_agreed": "Payment method",
        "methods_offered": "Methods offered",
        "label": "Type",
        "employed": "Employed",
    }
    assert "another name" in found.reasons["caseworker_id"]
    assert "no heading looks like this" in found.reasons["recording_ref"]
    assert found.sure["lump_sum"] > found.sure["arrears"] > 0.5


def test_units_codes_separators_and_dates_are_seen_in_the_cells(foreign) -> None:
    found = propose(foreign(), SHEETS)
    columns = found.profile.columns
    assert columns["net_income_weekly"].unit is Unit.POUNDS_A_MONTH
    assert "pounds a month" in found.reasons["net_income_weekly"]
    assert columns["arrears"].unit is None
    assert columns["frequency"].codes == {"Weekly": "W"}
    assert columns["method_agreed"].codes == {"DD": "direct_debit"}
    assert columns["methods_offered"].codes == {"DD": "direct_debit"}
    assert columns["employed"].codes == {"Yes": "Y"}
    assert (found.profile.separator, found.profile.date_forms) == (",", ("%d/%m/%Y",))


def test_what_is_proposed_takes_the_list(foreign) -> None:
    path = foreign()
    found = preview(path, SHEETS, propose(path, SHEETS).profile)
    assert found.refused == ()
    (first, second) = (dict(zip(found.columns, found.taken[line], strict=True)) for line in (2, 3))
    assert first["net_income_weekly"] == "400.00"
    assert first["decision_date"] == "2009-06-15"
    assert first["arrears"] == "9000.00"
    assert first["methods_offered"] == "direct_debit;deo"
    assert (second["sheet_id"], second["case_ref"]) == ("PAG-000124", "C-7F3A")
    assert any("12/52" in remark for remark in found.remarks)
    assert any("Colour" in remark for remark in found.remarks)


def test_day_and_month_that_could_be_either_are_left_to_the_person(tmp_path: Path, foreign) -> None:
    text = foreign().read_text(encoding="utf-8").replace("15/06/2009", "03/04/2009")
    path = tmp_path / "unclear.csv"
    path.write_text(text, encoding="utf-8")
    found = propose(path, SHEETS)
    assert found.profile.date_forms == ()
    assert "not clear which is the day" in found.reasons["decision_date"]
    assert any("decision_date" in note for note in found.notes)
    assert preview(path, SHEETS, found.profile).refused[0].column == "Date of decision"


def test_a_column_without_doubt_decides_for_one_with(listed) -> None:
    path = listed("tasks.csv", [{"task": "1", "case": "C", "raised": "03/04/2009", "due": "23/04/2009"}])
    found = propose(path, TASKS)
    assert found.profile.date_forms == ("%d/%m/%Y",)
    assert "order of 'due'" in found.reasons["raised"]


def test_codes_nobody_knows_are_named(foreign) -> None:
    found = propose(foreign(Payment_method="Pigeon"), SHEETS)
    assert "say what these stand for: Pigeon" in found.reasons["method_agreed"]


def test_times_without_an_offset_are_said(listed) -> None:
    row = {"view id": "1", "case": "C", "date viewed": "15/06/2009 09:58", "number of commitments": "3"}
    found = propose(listed("views.csv", [row]), VIEWS)
    assert (found.profile.time_zone, found.profile.date_forms) == ("Europe/London", ("%d/%m/%Y %H:%M",))
    assert "Europe/London" in found.reasons["viewed_at"]
    assert found.profile.columns["commitments_count"] == ColumnMap("number of commitments")


def test_a_decimal_comma_is_seen(foreign, tmp_path: Path) -> None:
    rows = foreign().read_text(encoding="utf-8")
    for theirs, ours in (('"£9,000.00"', '"9.000,00"'), ('"1,733.33"', '"1.733,33"'), ('"2,760.00"', '"2.760,00"')):
        rows = rows.replace(theirs, ours)
    path = tmp_path / "comma.csv"
    path.write_text(rows.replace(",60.00,", ',"60,00",').replace(",60.00,", ',"60,00",'), encoding="utf-8")
    assert propose(path, SHEETS).profile.decimal == ","


def test_a_heading_that_stands_twice_is_proposed_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("staff_id,role,team,team\nA,caseworker,x,y\n", encoding="utf-8")
    found = propose(path, STAFF)
    assert set(found.profile.columns) == {"staff_id", "role"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("guide-sheets.csv", SHEETS),
        ("task-567.csv", TASKS),
        ("caseworker-online.csv", VIEWS),
        ("staff.csv", STAFF),
        ("recordings.csv", INDEX),
    ],
)
def test_our_own_lists_are_proposed_as_they_are(demo: Path, name: str, kind) -> None:
    found = propose(demo / name, kind)
    with (demo / name).open(encoding="utf-8", newline="") as file:
        ours = [heading for heading in next(csv.reader(file)) if kind.cell(heading) is not None]
    assert found.profile == ListProfile(columns={heading: ColumnMap(heading) for heading in ours})


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        propose(tmp_path / "none.csv", SHEETS)
    (refusal,) = preview(tmp_path / "none.csv", SHEETS, ListProfile()).refused
    assert (refusal.line, refusal.reason) == (None, "there is no such file")


def test_a_preview_tells_a_missing_column_with_the_rows_beside(foreign) -> None:
    found = preview(foreign(), SHEETS, ListProfile())
    assert [refusal.line for refusal in found.refused] == [None]
    assert (len(found.rows), found.headings[0], found.taken) == (2, "PAG No.", {})


def test_every_synonym_is_of_a_column_of_ours() -> None:
    import tomllib

    import resources

    table = tomllib.loads(resources.path("heading-synonyms.toml").read_text(encoding="utf-8"))
    assert set(table) == set(BY_PART)
    for part, told in table.items():
        ours = {cell.heading for cell in BY_PART[part].cells}
        assert set(told) <= ours | {"second_file"}, part
    assert "pag-fields" in shipped()
