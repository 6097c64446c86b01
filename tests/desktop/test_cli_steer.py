"""`steercheck steer` and `steercheck policy`, to the letter of the command-line contract."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from models.policy import shipped
from models.steer_rows import HEADINGS

Steercheck = Callable[..., object]
EXPECTED = Path(__file__).parents[1] / "expected"
EXAMPLES = EXPECTED / "steer-examples.csv"
NEEDED = (
    "sheet_id,scheme,arrears,net_income_weekly,regular_maintenance_weekly,lump_sum,instalment,frequency,"
    "method_agreed,label"
)
ROW = "6240.00,400.00,60.00,0.00,60.00,W,direct_debit,Agreement"
OUT = (
    "sheet_id,balance,total_weekly,rate_pct,floor_weekly,cap_weekly,min_lump_rung2,min_lump_rung3,"
    "instalments_to_clear,rung,steer_label,verdict,deo_max_weekly,deo_weeks,liability_order_due,reasons,"
    "reading_sensitive"
)


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Two good sheets and a bad one between them."""
    path = tmp_path / "sheets.csv"
    path.write_text(f"{NEEDED}\nA,CS2,{ROW}\nB,CS2,x{ROW}\nC,CMS,{ROW}\n", encoding="utf-8")
    return path


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_worked_examples_are_printed_to_the_last_column(steercheck: Steercheck) -> None:
    outcome = steercheck("steer", EXAMPLES)
    assert outcome.status == 0
    assert outcome.out.split("\n")[0] == OUT
    assert outcome.out.endswith("\n")
    assert "\r" not in outcome.out
    expected = rows_of(EXAMPLES.read_text(encoding="utf-8"))
    wanted = [
        {name: row["sheet_id"] if name == "sheet_id" else row[f"expect_{name}"] for name in HEADINGS}
        for row in expected
    ]
    assert rows_of(outcome.out) == wanted


def test_the_demonstrations_sheets_come_out_as_expected(steercheck: Steercheck, demo: Path) -> None:
    found = {row["sheet_id"]: row for row in rows_of(steercheck("steer", demo / "guide-sheets.csv").out)}
    with (EXPECTED / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(found) == len(expected)
    for row in expected:
        shared = [name for name in HEADINGS if name in row]
        assert [found[row["sheet_id"]][name] for name in shared] == [row[name] for name in shared]


def test_no_database_is_needed_and_none_is_made(steercheck: Steercheck, tmp_path: Path) -> None:
    database = tmp_path / "nowhere" / "steercheck.db"
    assert steercheck("steer", EXAMPLES, db=database).status == 0
    assert not database.parent.exists()


def test_a_bad_row_is_refused_on_standard_error_and_the_good_ones_are_printed(
    steercheck: Steercheck, sheets: Path
) -> None:
    outcome = steercheck("steer", sheets)
    assert outcome.status == 3
    assert [row["sheet_id"] for row in rows_of(outcome.out)] == ["A", "C"]
    assert outcome.err == f"{sheets}:3: arrears: x6240.00: not an amount; write pounds and pence as 1234.50\n"


def test_as_json_it_is_one_document_of_texts(steercheck: Steercheck, sheets: Path) -> None:
    outcome = steercheck("--json", "steer", sheets)
    document = json.loads(outcome.out)
    assert (outcome.status, list(document)) == (3, ["rows", "refused"])
    assert [list(row) for row in document["rows"]] == [OUT.split(","), OUT.split(",")]
    assert document["rows"] == rows_of(steercheck("steer", sheets).out)
    assert document["refused"] == [
        {
            "file": str(sheets),
            "line": 3,
            "column": "arrears",
            "value": "x6240.00",
            "reason": "not an amount; write pounds and pence as 1234.50",
        }
    ]


def test_a_list_without_rows_is_a_document_without_rows(steercheck: Steercheck, tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text(NEEDED + "\n", encoding="utf-8")
    outcome = steercheck("--json", "steer", path)
    assert (outcome.status, json.loads(outcome.out)) == (0, {"rows": [], "refused": []})
    assert steercheck("steer", path).out == OUT + "\n"


@pytest.mark.parametrize("content", ["", "sheet_id,scheme\nA,CS2\n"])
def test_a_list_that_is_none_prints_nothing(steercheck: Steercheck, tmp_path: Path, content: str) -> None:
    path = tmp_path / "none.csv"
    path.write_text(content, encoding="utf-8")
    outcome = steercheck("steer", path)
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.startswith(f"{path}: ")
    assert json.loads(steercheck("--json", "steer", path).out)["error"]["exit"] == 3


def test_a_file_that_is_not_there_is_refused(steercheck: Steercheck, tmp_path: Path) -> None:
    outcome = steercheck("steer", tmp_path / "none.csv")
    assert (outcome.status, outcome.out) == (3, "")
    assert "there is no such file" in outcome.err


def test_the_rows_go_to_a_file_when_one_is_named(steercheck: Steercheck, sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "judged.csv"
    out.write_text("older", encoding="utf-8")
    printed = steercheck("steer", sheets).out
    outcome = steercheck("steer", sheets, "-o", out)
    assert outcome.status == 3
    assert out.read_bytes() == printed.encode()
    assert "2 sheets judged" in outcome.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["judged.csv", "sheets.csv"]


def test_with_a_file_and_json_both_are_written(steercheck: Steercheck, sheets: Path, tmp_path: Path) -> None:
    outcome = steercheck("--json", "steer", sheets, "-o", tmp_path / "judged.csv")
    assert json.loads(outcome.out)["rows"] == rows_of((tmp_path / "judged.csv").read_text(encoding="utf-8"))


def test_a_list_that_cannot_be_taken_leaves_the_file_alone(steercheck: Steercheck, tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("", encoding="utf-8")
    (tmp_path / "judged.csv").write_text("older", encoding="utf-8")
    assert steercheck("steer", tmp_path / "none.csv", "-o", tmp_path / "judged.csv").status == 3
    assert (tmp_path / "judged.csv").read_text(encoding="utf-8") == "older"


def test_the_list_itself_is_not_written_over(steercheck: Steercheck, sheets: Path) -> None:
    before = sheets.read_bytes()
    assert steercheck("steer", sheets, "-o", sheets).status == 2
    assert sheets.read_bytes() == before


def test_a_target_that_cannot_be_written_is_said(steercheck: Steercheck, sheets: Path, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "nowhere" / "judged.csv"):
        outcome = steercheck("steer", sheets, "-o", target)
        assert outcome.status == 7
        assert str(target) in outcome.err


def test_a_policy_is_asked_for_by_its_id(steercheck: Steercheck, sheets: Path) -> None:
    asked = rows_of(steercheck("steer", sheets, "--policy", "2012/CMS/1").out)
    assert [row["reasons"] for row in asked] == ["NO_POLICY", "-"]
    unknown = steercheck("--json", "steer", sheets, "--policy", "9999/Nobody/1")
    assert (unknown.status, json.loads(unknown.out)["error"]["code"]) == (3, "UNKNOWN_ID")


def test_a_decision_date_decides_whatever_policy_was_asked_for(steercheck: Steercheck) -> None:
    assert steercheck("steer", EXAMPLES, "--policy", "2012/CMS/1").out == steercheck("steer", EXAMPLES).out


def test_a_spreadsheet_is_taken_like_a_text(steercheck: Steercheck, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(NEEDED.split(","))
    sheet.append(["A", "CS2", 6240, 400, 60, 0, 60, "W", "direct_debit", "Agreement"])
    book.save(tmp_path / "sheets.xlsx")
    (row,) = rows_of(steercheck("steer", tmp_path / "sheets.xlsx").out)
    assert (row["rung"], row["instalments_to_clear"]) == ("2", "104")


def test_what_stands_out_of_a_list_is_said_on_standard_error_unless_quiet(steercheck: Steercheck) -> None:
    assert "expect_balance" in steercheck("steer", EXAMPLES).err
    assert steercheck("--quiet", "steer", EXAMPLES).err == ""


# the department's own policies


ANNEX_A = resources.path("policy/2009-10-annex-a-1.toml")


def own_policy(tmp_path: Path, *changes: tuple[str, str], folder: str = "policies") -> Path:
    """A policy beside the test's database that follows Annex A from 2010 on, with further changes."""
    text = ANNEX_A.read_text(encoding="utf-8")
    for old, new in (
        ('id = "2009-10/AnnexA/1"', 'id = "2010-11/Own/1"'),
        ("effective_from = 2009-04-01", "effective_from = 2010-04-01"),
        ("approver =", 'replaces = "2009-10/AnnexA/1"\napprover ='),
        *changes,
    ):
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / folder).mkdir(exist_ok=True)
    path = tmp_path / folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_policy_judges_from_its_day_on(steercheck: Steercheck, tmp_path: Path) -> None:
    own_policy(tmp_path, ('pct = "30"', 'pct = "35"'))
    path = tmp_path / "sheets.csv"
    dated = f"{NEEDED},decision_date"
    path.write_text(f"{dated}\nA,CS2,{ROW},2010-03-31\nB,CS2,{ROW},2010-04-01\n", encoding="utf-8")
    assert [row["floor_weekly"] for row in rows_of(steercheck("steer", path).out)] == ["120.00", "140.00"]


def test_with_a_faulty_own_policy_nothing_is_judged(steercheck: Steercheck, sheets: Path, tmp_path: Path) -> None:
    own_policy(tmp_path, ('cap_pct = "40"', "cap_pct = 40.0"))
    outcome = steercheck("steer", sheets)
    assert (outcome.status, outcome.out) == (3, "")
    assert 'own.toml:18: settings.cap_pct: 40.0: must be text, like "40" or "33.5"' in outcome.err


def test_the_policies_are_listed_with_their_fingerprints(steercheck: Steercheck, tmp_path: Path) -> None:
    own_policy(tmp_path)
    outcome = steercheck("--json", "policy", "list")
    policies = json.loads(outcome.out)["policies"]
    assert [policy["id"] for policy in policies] == ["2009-10/AnnexA/1", "2010-11/Own/1", "2012/CMS/1"]
    assert [policy["effective_to"] for policy in policies] == ["2010-03-31", None, None]
    assert [policy["shipped"] for policy in policies] == [True, False, True]
    assert policies[0]["sha256"] == shipped()[0].sha256
    assert "2010-11/Own/1" in steercheck("policy", "list").out
    assert not (tmp_path / "steercheck.db").exists()


def test_a_faulty_policy_is_listed_as_refused(steercheck: Steercheck, tmp_path: Path) -> None:
    own_policy(tmp_path, ("floor_binds = true", "floor_binds = 1"))
    outcome = steercheck("--json", "policy", "list")
    document = json.loads(outcome.out)
    assert (outcome.status, len(document["policies"])) == (3, 2)
    assert [refusal["column"] for refusal in document["refused"]] == ["settings.floor_binds"]


def test_a_policy_that_fits_is_fit_for_use(steercheck: Steercheck, tmp_path: Path) -> None:
    path = own_policy(tmp_path, folder="elsewhere")
    outcome = steercheck("--json", "policy", "check", path)
    document = json.loads(outcome.out)
    assert (outcome.status, document["ok"], document["id"], document["refused"]) == (0, True, "2010-11/Own/1", [])
    assert "fit for use" in steercheck("policy", "check", path).out


def test_a_policy_in_its_place_is_not_held_against_itself(steercheck: Steercheck, tmp_path: Path) -> None:
    assert steercheck("policy", "check", own_policy(tmp_path)).status == 0


def test_a_shipped_policy_cannot_be_changed_under_its_id(steercheck: Steercheck, tmp_path: Path) -> None:
    path = tmp_path / "annex.toml"
    shutil.copyfile(ANNEX_A, path)
    assert steercheck("policy", "check", path).status == 0
    path.write_text(path.read_text(encoding="utf-8").replace('"1000.00"', '"900.00"'), encoding="utf-8")
    outcome = steercheck("policy", "check", path)
    assert outcome.status == 3
    assert "annex.toml: id: 2009-10/AnnexA/1: a policy of this id is in use" in outcome.err.replace(":9:", ":")


@pytest.mark.parametrize("content", [None, "", "id = "])
def test_what_is_no_policy_is_refused_with_its_reason(
    steercheck: Steercheck, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    outcome = steercheck("--json", "policy", "check", path)
    document = json.loads(outcome.out)
    assert (outcome.status, document["ok"], document["id"]) == (3, False, None)
    assert document["refused"]
