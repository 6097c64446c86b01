"""Lists of sheets through the steer: every good row in its place, every bad one refused by its line."""

import random
from datetime import date
from pathlib import Path

import pytest

from models.errors import Refusal
from models.intake.lists import SHEETS
from models.intake.table import FileRefused
from models.policy import shipped
from models.steer_rows import HEADINGS, STEER_SHEETS, in_force, judged, open_sheets

EXAMPLES = Path(__file__).parents[1] / "expected" / "steer-examples.csv"
NEEDED = (
    "sheet_id,scheme,arrears,net_income_weekly,regular_maintenance_weekly,lump_sum,instalment,frequency,"
    "method_agreed,label"
)
GOOD = "CS2,6240.00,400.00,60.00,0.00,60.00,W,direct_debit,Agreement"


def written(path: Path, *rows: str, headings: str = NEEDED) -> Path:
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[dict[str, str]], list[Refusal]]:
    refused: list[Refusal] = []
    with open_sheets(path) as sheets:
        rows = [row for block in judged(sheets, in_force(shipped()), refused) for row in block]
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows], refused


def test_only_the_columns_the_steer_looks_at_are_read_and_every_needed_one_is() -> None:
    assert set(SHEETS.needed) == set(STEER_SHEETS.needed) == set(NEEDED.split(","))
    assert "discretion_reason" in [cell.heading for cell in STEER_SHEETS.cells]
    assert "team" not in [cell.heading for cell in STEER_SHEETS.cells]


def test_rows_come_in_the_order_of_the_list_whatever_it_is(tmp_path: Path) -> None:
    headings, *lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    there, _ = read(EXAMPLES)
    random.Random(7).shuffle(lines)
    shuffled, refused = read(written(tmp_path / "shuffled.csv", *lines, headings=headings))
    assert not refused
    assert [row["sheet_id"] for row in shuffled] == [line.split(",")[0] for line in lines]
    assert sorted(shuffled, key=lambda row: row["sheet_id"]) == there


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    turned = ",".join(reversed(NEEDED.split(",")))
    rows = read(written(tmp_path / "a.csv", f"S,{GOOD}"))[0]
    assert rows == read(written(tmp_path / "b.csv", ",".join(reversed(f"S,{GOOD}".split(","))), headings=turned))[0]
    assert rows[0]["rung"] == "2"


BAD = [
    ("CS2,-1.00,400.00,60.00,0.00,60.00,W,deo,Agreement", "arrears", "-1.00", "negative"),
    ("CS2,abc,400.00,60.00,0.00,60.00,W,deo,Agreement", "arrears", "abc", "not an amount"),
    ("CS2,900.00,400.001,60.00,0.00,60.00,W,deo,Agreement", "net_income_weekly", "400.001", "more than two decimals"),
    ("CS2,900.00,4e2,60.00,0.00,60.00,W,deo,Agreement", "net_income_weekly", "4e2", "not an amount"),
    ("CS2,900.00,400.00,60.00,900.01,60.00,W,deo,Agreement", "lump_sum", "900.01", "above the arrears"),
    ("CS3,900.00,400.00,60.00,0.00,60.00,W,deo,Agreement", "scheme", "CS3", "not a known code"),
    ("CS2,900.00,400.00,60.00,0.00,60.00,Q,deo,Agreement", "frequency", "Q", "not a known code"),
    ("CS2,900.00,400.00,60.00,0.00,60.00,W,barter,Agreement", "method_agreed", "barter", "not a known code"),
    ("CS2,900.00,400.00,60.00,0.00,60.00,W,deo,Promise", "label", "Promise", "not a known code"),
    ("CS2,900.00,NaN,60.00,0.00,60.00,W,deo,Agreement", "net_income_weekly", "NaN", "not an amount"),
]


@pytest.mark.parametrize(("row", "column", "value", "reason"), BAD, ids=[f"{bad[1]}-{bad[2]}" for bad in BAD])
def test_a_bad_row_is_refused_by_line_column_and_value_and_the_rest_is_judged(
    tmp_path: Path, row: str, column: str, value: str, reason: str
) -> None:
    path = written(tmp_path / "sheets.csv", f"A,{GOOD}", f"B,{row}", f"C,{GOOD}")
    rows, refused = read(path)
    assert [told["sheet_id"] for told in rows] == ["A", "C"]
    assert [(one.file, one.line, one.column, one.value) for one in refused] == [(str(path), 3, column, value)]
    assert reason in refused[0].reason


def test_a_sheet_seen_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    rows, refused = read(written(tmp_path / "sheets.csv", f"A,{GOOD}", f"B,{GOOD}", f"A,{GOOD}"))
    assert [row["sheet_id"] for row in rows] == ["A", "B"]
    assert [(one.line, one.column, one.value) for one in refused] == [(4, "sheet_id", "A")]


def test_a_sheet_without_an_id_is_refused(tmp_path: Path) -> None:
    _, refused = read(written(tmp_path / "sheets.csv", f",{GOOD}"))
    assert [(one.line, one.column) for one in refused] == [(2, "sheet_id")]


@pytest.mark.parametrize("heading", NEEDED.split(","))
def test_a_needed_column_that_is_missing_refuses_the_list(tmp_path: Path, heading: str) -> None:
    headings = ",".join(name for name in NEEDED.split(",") if name != heading)
    path = written(tmp_path / "sheets.csv", f"A,{GOOD}".rpartition(",")[0], headings=headings)
    with pytest.raises(FileRefused) as refused:
        open_sheets(path)
    assert (refused.value.refusal.column, refused.value.refusal.line) == (heading, None)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheets.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused):
        open_sheets(path)


def test_a_list_of_headings_alone_holds_no_rows(tmp_path: Path) -> None:
    assert read(written(tmp_path / "sheets.csv")) == ([], [])


def test_a_cell_of_ten_megabytes_refuses_its_row_alone(tmp_path: Path) -> None:
    cell = "x" * (10 << 20)
    bad = f'B,CS2,900.00,400.00,60.00,0.00,60.00,W,deo,"{cell}"'
    rows, refused = read(written(tmp_path / "sheets.csv", f"A,{GOOD}", bad, f"C,{GOOD}"))
    assert [row["sheet_id"] for row in rows] == ["A", "C"]
    assert [(one.line, one.column) for one in refused] == [(3, "label")]
    assert "not a known code" in refused[0].reason
    assert refused[0].value == "x" * 200


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ";"), ("utf-16", "\t"), ("cp1252", ","), ("utf-8-sig", "|")]
)
def test_the_usual_encodings_and_separators_are_taken(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "sheets.csv"
    headings, row = NEEDED + ",discretion_ground", f"S£,{GOOD},HÄRTE"
    path.write_bytes(f"{headings}\r\n{row}\r\n".replace(",", delimiter).encode(encoding))
    rows, refused = read(path)
    assert not refused
    assert (rows[0]["sheet_id"], rows[0]["reasons"]) == ("S£", "DISCRETION_WITHOUT_REASON")


def test_what_is_blank_is_judged_as_missing_and_not_refused(tmp_path: Path) -> None:
    rows, refused = read(written(tmp_path / "sheets.csv", "A,CS2,,,,,,,,"))
    assert not refused
    assert rows[0]["reasons"].startswith("MISSING:arrears+MISSING:net_income_weekly+")


def test_a_blank_scheme_has_no_policy(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path / "sheets.csv", "A" + GOOD.replace("CS2", ",", 1)))
    assert rows[0]["reasons"] == "NO_POLICY"


def test_optional_columns_are_used_where_they_are(tmp_path: Path) -> None:
    optional = (
        "decision_date,employed,sustainability_assured,discretion_ground,discretion_reason,"
        "liability_order_considered,protected_money_weekly"
    )
    row = "CS2,6240.00,400.00,60.00,0.00,30.00,W,direct_debit,Arrangement"
    path = written(
        tmp_path / "sheets.csv",
        f"A,{row},2009-09-14,Y,N,HARDSHIP,written,NA,260.00",
        f"B,{row},2009-03-31,Y,N,HARDSHIP,written,NA,",
        f"C,{row},,N,,HARDSHIP,,,",
        headings=f"{NEEDED},{optional}",
    )
    first, second, third = read(path)[0]
    assert (first["verdict"], first["deo_max_weekly"]) == ("ACCURATE_DISCRETION", "140.00")
    assert second["reasons"] == "NO_POLICY"
    assert (third["reasons"], third["deo_max_weekly"]) == (
        "NOT_CLEAR_2Y+BELOW_FLOOR+DISCRETION_WITHOUT_REASON",
        "NA",
    )


def test_a_file_that_changes_while_it_is_read_keeps_what_came_before(tmp_path: Path) -> None:
    path = written(tmp_path / "sheets.csv", *(f"S{number},{GOOD}" for number in range(5_000)))
    refused: list[Refusal] = []
    with open_sheets(path) as sheets:
        blocks = judged(sheets, in_force(shipped()), refused)
        rows = list(next(blocks))
        with path.open("r+b") as file:
            file.seek(path.stat().st_size - 1_000)
            file.write(b"\xff\xfe" * 500)
        rows += [row for block in blocks for row in block]
    assert len(rows) >= 4_096
    assert [one.line for one in refused] == [None]
    assert "changed while it was read" in refused[0].reason


def test_a_sheet_without_a_date_takes_the_policy_that_was_asked_for() -> None:
    annex_a, cms = shipped()
    policy_of = in_force(shipped(), annex_a)
    assert policy_of("CMS", None) is annex_a
    assert policy_of("CMS", date(2013, 1, 1)) is cms
    assert in_force(shipped())("CMS", None) is cms
