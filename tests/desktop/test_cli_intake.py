"""The commands `import`, `match` and `transcript`, as the contract calls them."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["recordings", "sheets", "tasks", "views", "staff", "transcripts", "dry_run"]


def everything(demo: Path) -> list[str | Path]:
    return [
        *("--recordings", demo / "recordings", "--index", demo / "recordings.csv"),
        *("--sheets", demo / "guide-sheets.csv", "--tasks", demo / "task-567.csv"),
        *("--views", demo / "caseworker-online.csv", "--staff", demo / "staff.csv"),
        *("--transcripts", demo / "truth"),
    ]


@pytest.fixture
def imported(_demo_database: Path, tmp_path: Path) -> None:
    """The whole demonstration is in the test's own database already, by the job that the command runs."""
    shutil.copyfile(_demo_database, tmp_path / "steercheck.db")


@pytest.fixture
def bad_sheets(demo: Path, tmp_path: Path) -> Path:
    """The demonstration's guide sheets with one bad figure on line 3."""
    lines = (demo / "guide-sheets.csv").read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("5000.00", "5000.001")
    path = tmp_path / "sheets.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_whole_demonstration_is_imported_and_matched(steercheck: Callable, demo: Path) -> None:
    done = steercheck("--json", "import", *everything(demo))
    told = json.loads(done.out)
    assert (done.status, list(told)) == (0, KEYS)
    assert {kind: told[kind]["new"] for kind in KEYS[:-1]} == {
        "recordings": 12,
        "sheets": 12,
        "tasks": 12,
        "views": 7,
        "staff": 10,
        "transcripts": 12,
    }
    matched = json.loads(steercheck("--json", "match").out)
    assert (matched["matched"], matched["by"]) == (11, {"reference": 10, "case": 1, "person": 0})


def test_sheets_alone_are_matched_and_told(steercheck: Callable, demo: Path) -> None:
    steercheck("import", "--sheets", demo / "guide-sheets.csv")
    done = steercheck("--json", "match")
    assert done.status == 0
    assert json.loads(done.out)["views"]["cited_but_missing"][0] == "CWO-92102"


def test_a_second_import_is_unchanged(steercheck: Callable, demo: Path, imported: None) -> None:
    told = json.loads(steercheck("--json", "import", *everything(demo)).out)
    for kind in KEYS[:-1]:
        assert (told[kind]["new"], told[kind]["changed"], told[kind]["refused"]) == (0, 0, [])
        assert told[kind]["unchanged"] > 0


def test_a_refused_row_is_named_and_the_good_ones_are_kept(steercheck: Callable, bad_sheets: Path) -> None:
    done = steercheck("--json", "import", "--sheets", bad_sheets)
    told = json.loads(done.out)
    assert done.status == 3
    assert told["sheets"] == {
        "new": 11,
        "unchanged": 0,
        "changed": 0,
        "refused": [
            {
                "file": str(bad_sheets),
                "line": 3,
                "column": "arrears",
                "value": "5000.001",
                "reason": "more than two decimals",
            }
        ],
    }
    assert f"{bad_sheets}:3: arrears: 5000.001: more than two decimals" in done.err
    assert json.loads(steercheck("--json", "import", "--sheets", bad_sheets).out)["sheets"]["unchanged"] == 11


def test_a_dry_run_makes_no_database(steercheck: Callable, demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "none.db"
    dry = steercheck("--json", "import", "--sheets", demo / "guide-sheets.csv", "--dry-run", db=path)
    assert dry.status == 0
    assert json.loads(dry.out)["sheets"]["new"] == 12
    assert not path.parent.exists()


def test_a_dry_run_says_the_same_and_writes_nothing(steercheck: Callable, bad_sheets: Path) -> None:
    dry = steercheck("--json", "import", "--sheets", bad_sheets, "--dry-run")
    real = steercheck("--json", "import", "--sheets", bad_sheets)
    assert dry.status == real.status == 3
    assert json.loads(dry.out) == json.loads(real.out) | {"dry_run": True}


def test_people_see_a_table_of_counts_and_nothing_under_quiet(steercheck: Callable, demo: Path) -> None:
    done = steercheck("import", "--staff", demo / "staff.csv")
    assert [line.split() for line in done.out.splitlines()][1] == ["staff", "10", "0", "0", "0"]
    assert steercheck("--quiet", "import", "--staff", demo / "staff.csv").out == ""


def test_a_file_that_is_not_there_is_refused(steercheck: Callable, tmp_path: Path) -> None:
    done = steercheck("--json", "import", "--sheets", tmp_path / "none.csv", "--recordings", tmp_path / "none")
    told = json.loads(done.out)
    assert done.status == 3
    assert told["sheets"]["refused"][0]["reason"] == "there is no such file"
    assert told["recordings"]["refused"][0]["reason"] == "there is no such folder"


def test_lists_of_another_department_are_taken_by_a_profile(steercheck: Callable, tmp_path: Path) -> None:
    path = tmp_path / "pag.csv"
    path.write_text(
        "pag_id,system,arrears,net_income,regular,lump_sum,instalment,frequency,method_agreed,label\n"
        "PAG-1,CS2,9000.00,400.00,60.00,2760.00,60.00,W,DD,Agreement\n",
        encoding="utf-8",
    )
    done = steercheck("--json", "import", "--sheets", path, "--profile", "pag-fields")
    assert (done.status, json.loads(done.out)["sheets"]["new"]) == (0, 1)


def test_a_faulty_profile_is_refused_by_its_key_and_nothing_is_taken(
    steercheck: Callable, demo: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'schema = "steercheck.import-profile/1"\n[sheets.columns.arrears]\nheading = "A"\nunit = "pounds per week"\n',
        encoding="utf-8",
    )
    done = steercheck("--json", "import", "--sheets", demo / "guide-sheets.csv", "--profile", own)
    error = json.loads(done.out)["error"]
    assert (done.status, error["code"]) == (3, "INPUT_REFUSED")
    assert error["details"][0]["column"] == "sheets.columns.arrears.unit"
    assert 'sheets.columns.arrears.unit: "pounds per week": not a unit for this column; use pounds, pence' in done.err
    assert steercheck("import", "--staff", demo / "staff.csv", "--profile", "nobody's").status == 3


def test_a_workbook_is_taken_like_a_list(steercheck: Callable, demo: Path, tmp_path: Path) -> None:
    import csv

    from openpyxl import Workbook

    book = Workbook()
    with (demo / "staff.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append(row)
    path = tmp_path / "staff.xlsx"
    book.save(path)
    done = steercheck("--json", "import", "--staff", path)
    assert (done.status, json.loads(done.out)["staff"]["new"]) == (0, 10)


def test_what_was_collected_is_taken_from_a_workbook_with_dates_for_months(
    steercheck: Callable, tmp_path: Path
) -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    for row in (("month", "scheme", "collected"), (date(2009, 9, 1), "CS2", 64000000.1), ("2009-10", "CMS", -1)):
        book.active.append(row)
    path = tmp_path / "collected.xlsx"
    book.save(path)
    done = steercheck("--json", "import", "--collections", path, "--report", tmp_path / "report.txt")
    told = json.loads(done.out)
    assert (done.status, list(told)) == (3, [*KEYS[:-1], "collections", "dry_run"])
    refused = {"file": str(path), "line": 3, "column": "collected", "value": "-1", "reason": "a negative amount"}
    assert told["collections"] == {"new": 1, "unchanged": 0, "changed": 0, "refused": [refused]}
    assert "Collections" in (tmp_path / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report.html", "report.txt"])
def test_the_report_of_an_import_is_written(steercheck: Callable, bad_sheets: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    done = steercheck("--json", "import", "--sheets", bad_sheets, "--report", target)
    told = target.read_text(encoding="utf-8")
    assert done.status == 3
    assert "more than two decimals" in told
    assert told.startswith("<!DOCTYPE html>") == name.endswith(".html")
    assert json.loads(done.out)["sheets"]["new"] == 11


def test_a_report_that_cannot_be_written_says_that_the_import_stands(
    steercheck: Callable, demo: Path, tmp_path: Path
) -> None:
    done = steercheck("import", "--staff", demo / "staff.csv", "--report", tmp_path / "none" / "r.html")
    assert done.status == 7
    assert "The import stands" in done.err
    assert json.loads(steercheck("--json", "import", "--staff", demo / "staff.csv").out)["staff"]["unchanged"] == 10


def test_an_import_is_kept_in_the_history_and_a_dry_run_is_not(
    steercheck: Callable, demo: Path, tmp_path: Path, clock
) -> None:
    from models.database import open_database
    from models.store import Store

    steercheck("import", "--staff", demo / "staff.csv", "--dry-run", db=tmp_path / "h.db")
    steercheck("--as", "TL01", "import", "--staff", demo / "staff.csv", db=tmp_path / "h.db")
    steercheck("--as", "TL01", "import", "--sheets", demo / "guide-sheets.csv", db=tmp_path / "h.db")
    store = Store(open_database(tmp_path / "h.db"), clock)
    lines = store.import_runs.listing()
    store.close()
    assert [(line.new, line.state.value) for line in lines] == [(12, "finished"), (10, "finished")]
    assert lines[0].person == "TL01"
    assert lines[1].person.startswith("os:")


def test_ctrl_c_stops_with_the_taken_matched_and_kept(demo: Path, tmp_path: Path) -> None:
    """The program is stopped from outside, as a terminal does it, once the first batch of sheets is in."""
    import signal
    import sqlite3

    rows = (demo / "guide-sheets.csv").read_text(encoding="utf-8").splitlines()
    path, db = tmp_path / "sheets.csv", tmp_path / "s.db"
    with path.open("w", encoding="utf-8") as file:
        file.write(rows[0] + "\n")
        for number in range(150_000):
            file.write(f"PAG-{number:07}" + rows[1][rows[1].index(",") :] + "\n")
    program = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--db", str(db), "--json", "import", "--sheets", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def count(question: str) -> int:
        try:
            with contextlib.closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as raw:
                return int(raw.execute(question).fetchone()[0])
        except sqlite3.Error:
            return 0

    while not count("SELECT count(*) FROM guide_sheet"):
        with pytest.raises(subprocess.TimeoutExpired):  # it is still at work
            program.wait(timeout=0.05)
    program.send_signal(signal.SIGINT)
    out, _err = program.communicate(timeout=120)
    assert (program.returncode, json.loads(out)["error"]["code"]) == (130, "CANCELLED")
    taken = count("SELECT count(*) FROM guide_sheet")
    assert 0 < taken < 150_000
    assert count("SELECT count(*) FROM import_run WHERE state = 'cancelled'") == 1
    assert count("SELECT count(*) FROM list_state WHERE kind = 'matching'") == 1


def test_an_import_of_nothing_is_wrong_usage(steercheck: Callable) -> None:
    assert steercheck("import").status == 2


def test_a_recording_that_cannot_be_decoded_is_refused_by_its_path(
    steercheck: Callable, demo: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "broken.wav").write_bytes(b"RIFF" + bytes(40))
    good = next((demo / "recordings").glob("*VR-88112*"))
    (folder / "good.opus").write_bytes(good.read_bytes())
    done = steercheck("--json", "import", "--recordings", folder)
    told = json.loads(done.out)["recordings"]
    assert (done.status, told["new"]) == (3, 1)
    (refused,) = told["refused"]
    assert (refused["file"], refused["line"], refused["column"]) == (str(folder / "broken.wav"), None, None)


def test_a_link_by_hand_is_told_kept_and_moved(steercheck: Callable, demo: Path, imported: None) -> None:
    done = steercheck("--as", "TL01", "match", "--link", "VR-88101", "PAG-088199")
    assert "VR-88101 moved from PAG-088101 to PAG-088199." in done.out
    told = json.loads(steercheck("--json", "match").out)
    assert told["by"]["person"] == 1
    assert told["sheets_without_recording"] == ["PAG-088101"]
    steercheck("import", *everything(demo))
    assert json.loads(steercheck("--json", "match").out) == told


def test_an_unlinked_recording_stays_so(steercheck: Callable, imported: None) -> None:
    told = json.loads(steercheck("--json", "match", "--unlink", "VR-88101").out)
    assert told["recordings_without_sheet"] == ["VR-88101", "VR-88112"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--link", "VR-0", "PAG-088199"], 3),
        (["--link", "VR-88112", "PAG-0"], 3),
        (["--unlink", "VR-0"], 3),
        (["--link", "VR-88112"], 2),
        (["--link", "VR-88112", "PAG-088199", "--unlink", "VR-88112"], 2),
    ],
)
def test_a_decision_on_what_is_not_there_is_refused(steercheck: Callable, demo: Path, options, status: int) -> None:
    steercheck("import", "--sheets", demo / "guide-sheets.csv")
    done = steercheck("--json", "match", *options)
    assert (done.status, json.loads(done.out)["error"]["exit"]) == (status, status)


def test_match_on_an_empty_database_has_every_key(steercheck: Callable) -> None:
    done = steercheck("--json", "match")
    assert (done.status, json.loads(done.out)) == (
        0,
        {
            "matched": 0,
            "by": {"reference": 0, "case": 0, "person": 0},
            "proposed": [],
            "ambiguous": [],
            "recordings_without_sheet": [],
            "sheets_without_recording": [],
            "tasks": {"matched": 0, "unmatched": []},
            "views": {"matched": 0, "unmatched": [], "cited_but_missing": []},
        },
    )


def test_a_transcript_printed_as_json_can_be_taken_in_again(
    steercheck: Callable, demo: Path, tmp_path: Path, imported: None
) -> None:
    printed = steercheck("transcript", "VR-88102", "--format", "json").out
    truth = json.loads((demo / "truth" / "VR-88102.json").read_text(encoding="utf-8"))
    told = json.loads(printed)
    assert [{k: v for k, v in segment.items() if k != "words"} for segment in told["segments"]] == truth["segments"]
    folder = tmp_path / "again"
    folder.mkdir()
    (folder / "VR-88102.json").write_text(printed, encoding="utf-8")
    again = json.loads(steercheck("--json", "import", "--transcripts", folder).out)
    assert again["transcripts"]["unchanged"] == 1


@pytest.mark.parametrize(
    ("how", "begins"),
    [
        ("vtt", "WEBVTT\n\n00:00:00.800 --> 00:00:04.460\n<v caseworker>Good morning"),
        ("srt", "1\n00:00:00,800 --> 00:00:04,460\nCaseworker: Good morning"),
        ("txt", "0:00 Caseworker: Good morning"),
        ("csv", 'channel,speaker,start,end,text,probability\n0,caseworker,0.800,4.460,"Good morning'),
    ],
)
def test_a_transcript_is_printed_in_the_format_asked_for(
    steercheck: Callable, imported: None, how: str, begins: str
) -> None:
    assert steercheck("transcript", "VR-88102", "--format", how).out.startswith(begins)


def test_an_unknown_recording_and_one_without_transcript_are_refused(steercheck: Callable, demo: Path) -> None:
    steercheck("import", "--recordings", demo / "recordings")
    assert steercheck("transcript", "VR-0").status == 3
    name = next((demo / "recordings").glob("*VR-88112*")).stem
    done = steercheck("transcript", name)
    assert done.status == 3
    assert "no transcript" in done.err


def test_json_and_another_format_at_once_are_wrong_usage(steercheck: Callable) -> None:
    assert steercheck("--json", "transcript", "VR-1", "--format", "vtt").status == 2


def test_a_list_that_may_not_be_read_is_refused_and_the_others_are_taken(
    steercheck: Callable, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed.csv"
    closed.write_text("sheet_id\n", encoding="utf-8")
    opened = Path.open

    def refuse(path: Path, *options: Any, **more: Any) -> Any:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *options, **more)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(os, "access", lambda path, *_: Path(path) != closed)
    done = steercheck("--json", "import", "--sheets", closed, "--tasks", demo / "task-567.csv")
    told = json.loads(done.out)
    assert (done.status, told["tasks"]["new"]) == (3, 12)
    assert told["sheets"]["refused"][0]["file"] == str(closed)
