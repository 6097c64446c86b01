"""`steercheck report`: feedback as PDF and HTML, for those who may have it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.reports.catalogue import kinds
from models.store import Store

Run = Callable[..., Any]
PERIOD = ("--from", "2009-09-01", "--to", "2009-09-30")


@pytest.fixture
def run(steercheck: Run, told: Store, tmp_path: Path) -> Run:
    """The command line over the reviews to give feedback on, as their team leader."""

    def call(*arguments: str | Path, who: str = "TL01") -> Any:
        return steercheck("--as", who, *arguments, db=tmp_path / "told.db", env={"STEERCHECK_TODAY": "2009-10-05"})

    return call


@pytest.fixture
def review(told: Store) -> str:
    found = [line for line in told.reviews.listing() if line.recording_id == "VR-88103"]
    return found[0].review_id


def test_feedback_on_a_review_is_written_by_the_ending_of_its_name(run: Run, review: str, tmp_path: Path) -> None:
    assert run("report", "feedback", "--review", review, "--out", tmp_path / "f.pdf").status == 0
    done = run("report", "feedback", "--review", review, "--out", tmp_path / "f.html")
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF-")
    assert "Your right of reply" in (tmp_path / "f.html").read_text(encoding="utf-8")


def test_without_a_file_the_page_goes_to_standard_output(run: Run, review: str) -> None:
    done = run("report", "feedback", "--review", review)
    assert done.status == 0
    assert done.out.startswith("<!DOCTYPE html>")


def test_json_is_the_document_of_the_contract_and_nothing_else(run: Run, review: str, tmp_path: Path) -> None:
    done = run("--json", "report", "feedback", "--review", review, "--out", tmp_path / "f.pdf")
    told = json.loads(done.out)
    assert list(told) == [
        *("kind", "from", "to", "as_of", "policies", "caveat", "coverage_pct", "suppressed_cells", "rows"),
    ]
    assert (told["kind"], told["from"], told["as_of"]) == ("feedback", "2009-09-15", "2009-10-05")
    assert told["policies"] == ["2009-10/AnnexA/1"]
    assert len(told["rows"]) == 20
    assert (tmp_path / "f.pdf").exists()


def test_the_form_for_the_reply_is_written_beside_it(run: Run, review: str, tmp_path: Path) -> None:
    done = run(
        "report", "feedback", "--review", review, "--out", tmp_path / "f.pdf", "--reply-form", tmp_path / "r.toml"
    )
    assert done.status == 0
    assert f'review_id = "{review}"' in (tmp_path / "r.toml").read_text(encoding="utf-8")


def test_feedback_over_a_period_has_a_row_a_review(run: Run, tmp_path: Path) -> None:
    done = run("--json", "report", "feedback", "--caseworker", "CW014", *PERIOD, "--out", tmp_path / "m.pdf")
    told = json.loads(done.out)
    assert (told["from"], told["to"], len(told["rows"])) == ("2009-09-01", "2009-09-30", 2)
    assert (tmp_path / "m.pdf").exists()


def test_who_may_not_have_it_is_told_and_nothing_is_written(run: Run, review: str, tmp_path: Path) -> None:
    assert run("report", "feedback", "--review", review, "--out", tmp_path / "f.pdf", who="CW011").status == 6
    assert run("report", "feedback", "--caseworker", "CW014", *PERIOD, who="TL02").status == 6
    assert not (tmp_path / "f.pdf").exists()


def test_a_review_may_be_named_by_what_it_is_about(run: Run) -> None:
    told = json.loads(run("--json", "report", "feedback", "--review", "PAG-088199").out)
    assert {row["review_id"] for row in told["rows"]} == {told["rows"][0]["review_id"]}
    lump = next(
        row
        for row in json.loads(run("--json", "report", "feedback", "--review", "VR-88104").out)["rows"]
        if row["prompt"] == "LUMP_SOUGHT"
    )
    assert (lump["answer"], lump["answer_published"]) == ("Y", "N")


def test_an_unknown_review_is_refused(run: Run) -> None:
    assert run("report", "feedback", "--review", "nothing").status == 3


def test_an_unknown_kind_names_the_known_ones(run: Run) -> None:
    for arguments in (("report", "summary"), ("report",)):
        done = run(*arguments)
        assert done.status == 2
        assert "one of kpi, " in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--review", "a", "--caseworker", "b"),
        ("--review", "a", *PERIOD),
        ("--caseworker", "CW014"),
        ("--caseworker", "CW014", "--from", "20090901", "--to", "2009-09-30"),
        ("--caseworker", "CW014", "--from", "2009-10-01", "--to", "2009-09-30"),
        ("--caseworker", "CW014", *PERIOD, "--reply-form", "r.toml"),
        ("--review", "a", "--out", "f.csv"),
        ("--review", "a", "--out", "f.pdf", "--reply-form", "f.pdf"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("report", "feedback", *arguments).status == 2


def test_a_place_that_takes_no_file_is_told(run: Run, review: str, tmp_path: Path) -> None:
    done = run("report", "feedback", "--review", review, "--out", tmp_path / "none" / "f.pdf")
    assert done.status == 7
    assert "the folder does not exist" in done.err


def test_the_list_names_every_report_with_purpose_and_columns(run: Run) -> None:
    listed = json.loads(run("--json", "report", "--list").out)
    assert [entry["kind"] for entry in listed] == list(kinds())
    keys = {"kind", "name", "purpose", "columns", "endings", "publishable", "definition", "formula", "source", "issued"}
    assert all(set(entry) == keys for entry in listed)
    assert "Feedback for a caseworker" in run("report", "--list").out


def test_a_table_goes_to_standard_output_as_csv_under_the_names_of_the_contract(run: Run, tmp_path: Path) -> None:
    done = run("report", "kpi", *PERIOD)
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("period_from,period_to,basis,scope,checked,accurate,")
    assert [line.split(",")[2] for line in lines[1:]] == ["sheet", "call"]
    assert "These are not Official Statistics" in done.err


def test_a_table_as_json_is_the_document_of_the_contract(run: Run) -> None:
    told = json.loads(run("--json", "report", "kpi", *PERIOD, "--suppress", "0").out)
    assert list(told) == [
        *("kind", "from", "to", "as_of", "policies", "caveat", "coverage_pct", "suppressed_cells", "rows"),
    ]
    assert told["suppressed_cells"] == 0
    assert "not for publication" in told["caveat"]


def test_options_that_do_not_go_with_a_kind_are_refused(run: Run) -> None:
    assert run("report", "kpi", *PERIOD, "--review", "VR-88103").status == 2
    assert run("report", "feedback", "--review", "VR-88103", "--suppress", "0").status == 2
    assert run("report", "kpi", "--from", "2009-09-30", "--to", "2009-09-01").status == 2
    assert run("report", "kpi", *PERIOD, "--out", "kpi.doc").status == 2


def test_what_is_written_to_a_file_is_issued_listed_and_reopened(run: Run, tmp_path: Path) -> None:
    assert run("report", "kpi", *PERIOD, "--out", tmp_path / "k.pdf").status == 0
    assert run("report", "pipeline", *PERIOD).status == 0
    (line,) = json.loads(run("--json", "report", "--issued").out)
    assert (line["issue_id"], line["kind"], line["file_name"], line["issued_by"]) == ("R-0001", "kpi", "k.pdf", "TL01")
    assert json.loads(run("--json", "report", "--issued", "pipeline").out) == []
    told = json.loads(run("--json", "report", "--reopen", "R-0001", "--out", tmp_path / "again.pdf").out)
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "k.pdf").read_bytes()
    assert (told["sha256"], told["file"]) == (line["sha256"], str(tmp_path / "again.pdf"))
    catalogue = {entry["kind"]: entry["issued"] for entry in json.loads(run("--json", "report", "--list").out)}
    assert (catalogue["kpi"], catalogue["caselist"]) == (1, 0)


def test_an_issued_report_is_compared_with_a_fresh_one(run: Run, tmp_path: Path) -> None:
    run("report", "kpi", *PERIOD, "--out", tmp_path / "k.csv")
    told = json.loads(run("--json", "report", "--compare", "R-0001").out)
    assert (told["issue_id"], told["same"], told["cells"]) == ("R-0001", True, [])
    assert "the very same" in run("report", "--compare", "R-0001").out


def test_a_damaged_copy_is_a_matter_of_integrity(run: Run, told: Store, tmp_path: Path) -> None:
    run("report", "kpi", *PERIOD, "--out", tmp_path / "k.csv")
    with told.database.session() as session:
        session.connection().exec_driver_sql("UPDATE issued_file SET content = X'00'")
    done = run("--json", "report", "--reopen", "R-0001", "--out", tmp_path / "again.csv")
    assert (done.status, json.loads(done.out)["error"]["code"]) == (4, "INTEGRITY")


def test_what_a_caseworker_writes_is_not_issued(run: Run, tmp_path: Path) -> None:
    done = run("report", "kpi", *PERIOD, "--out", tmp_path / "k.csv", who="CW011")
    assert (done.status, (tmp_path / "k.csv").exists()) == (0, True)
    assert "not issued" in done.err
    assert json.loads(run("--json", "report", "--issued").out) == []


def test_the_caselist_is_written_for_team_leaders_and_never_issued(run: Run, tmp_path: Path) -> None:
    assert run("report", "caselist", *PERIOD, "--out", tmp_path / "c.csv", who="CW011").status == 6
    assert not (tmp_path / "c.csv").exists()
    done = run("report", "caselist", *PERIOD, "--out", tmp_path / "c.csv")
    assert (done.status, "never issued" in done.err) == (0, True)
    assert json.loads(run("--json", "report", "--issued").out) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--list", "--issued"),
        ("--reopen", "R-0001"),
        ("kpi", "--compare", "R-0001"),
        ("--compare", "R-0001", "--out", "k.csv"),
        ("--issued", "--suppress", "3"),
        ("--issued", "nothing"),
        ("pipeline", *PERIOD, "--by", "month"),
        ("kpi", *PERIOD, "--by", "moon"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("report", *arguments).status == 2


def test_a_copy_nobody_issued_is_unknown(run: Run, tmp_path: Path) -> None:
    assert run("report", "--reopen", "R-0007", "--out", tmp_path / "k.csv").status == 3
    assert run("report", "--compare", "R-0007").status == 3


def test_the_kpi_by_month_is_issued_with_what_it_is_told_by(run: Run, tmp_path: Path) -> None:
    assert run("report", "kpi", *PERIOD, "--by", "month", "--out", tmp_path / "k.pdf").status == 0
    (line,) = json.loads(run("--json", "report", "--issued").out)
    assert line["grouped_by"] == "month"
    assert json.loads(run("--json", "report", "--compare", "R-0001").out)["same"] is True


def test_the_kpi_by_caseworker_is_for_team_leaders_only_and_never_issued(run: Run, tmp_path: Path) -> None:
    by_person = ("report", "kpi", *PERIOD, "--by", "caseworker", "--out", tmp_path / "k.csv")
    assert (run(*by_person, who="CW011").status, (tmp_path / "k.csv").exists()) == (6, False)
    done = run(*by_person)
    assert (done.status, "never issued" in done.err) == (0, True)
    assert "not for publication" in (tmp_path / "k.csv").read_text(encoding="utf-8")
    assert json.loads(run("--json", "report", "--issued").out) == []
