"""The root of the command line: exit statuses and the one JSON document."""

import getpass
import json
import logging
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import paths
from desktop.cli import program
from desktop.log import start_log
from models.store import Store
from models.store.matches import MatchStore

ROOT = Path(__file__).resolve().parents[2]
Steercheck = Callable[..., Any]


@pytest.mark.parametrize(
    "arguments",
    [("bogus",), ("match", "--bogus"), ("match", "--link", "A"), ("import", "--dry-run=perhaps"), ("transcript",)],
)
def test_a_wrong_call_is_wrong_usage(steercheck: Steercheck, arguments: tuple[str, ...]) -> None:
    status, out, err = steercheck(*arguments)
    assert status == 2
    assert out == ""
    assert "--help" in err
    status, out, err = steercheck("--json", *arguments)
    error = json.loads(out)["error"]
    assert (status, error["exit"], error["code"]) == (2, 2, "USAGE")
    assert error["message"]


def test_a_faulty_working_date_is_wrong_usage(steercheck: Steercheck) -> None:
    assert steercheck("match", env={"STEERCHECK_TODAY": "yesterday"}).status == 2


def test_a_damaged_database_is_status_5(steercheck: Steercheck, tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"no database" * 100)
    outcome = steercheck("--json", "match", db=path)
    error = json.loads(outcome.out)["error"]
    assert (outcome.status, error["exit"], error["code"]) == (5, 5, "DATABASE")
    assert str(path) in error["message"]


def test_an_unknown_person_is_refused(steercheck: Steercheck) -> None:
    outcome = steercheck("--json", "--as", "TL99", "export", "--from", "2009-09-01", "--to", "2009-09-30", "--out", "x")
    assert outcome.status == 3
    assert json.loads(outcome.out)["error"]["code"] == "UNKNOWN_ID"


def test_a_defect_is_status_1_with_a_short_message(steercheck: Steercheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(program, "build", broken)
    outcome = steercheck("--json", "match")
    assert outcome.status == 1
    assert "Traceback" not in outcome.err
    assert json.loads(outcome.out)["error"]["code"] == "DEFECT"
    with pytest.raises(ZeroDivisionError):
        steercheck("--debug", "match")


def test_an_interrupt_is_status_130(steercheck: Steercheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "build", stopped)
    assert steercheck("match").status == 130


def test_help_lists_the_commands(steercheck: Steercheck) -> None:
    status, out, _err = steercheck("--help")
    assert status == 0
    for command in ("open", "demo", "import", "match", "transcript", "review", "export", "doctor"):
        assert command in out


def test_an_interrupt_inside_a_command_is_told_in_one_document(
    steercheck: Steercheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MatchStore, "run", stop)
    outcome = steercheck("--json", "match")
    assert (outcome.status, json.loads(outcome.out)["error"]["exit"]) == (130, 130)
    assert "Stopped" in outcome.err


def run_alone(*arguments: str | Path, **environment: str) -> str:
    """A shell's words for the program as a process of its own, so that its streams are real ones."""
    settings = [f"{name}={value}" for name, value in environment.items()]
    return shlex.join(["env", *settings, sys.executable, "-m", "desktop", *map(str, arguments)])


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(line, shell=True, capture_output=True, cwd=ROOT, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_result_that_standard_output_will_not_take_is_status_7(
    demo_store: Store, tmp_path: Path, options: tuple[str, ...]
) -> None:
    command = run_alone("--db", demo_store.database.address, *options, "transcript", "VR-88102", HOME=str(tmp_path))
    done = shell(f"{command} > /dev/full")
    assert (done.returncode, done.stdout) == (7, b"")
    assert done.stderr.count(b"\n") == 1


def test_what_is_printed_is_utf_8_whatever_the_machine_speaks(demo_store: Store, tmp_path: Path) -> None:
    command = run_alone(
        *("--db", demo_store.database.address, "transcript", "VR-88102"),
        HOME=str(tmp_path),
        PYTHONIOENCODING="ascii",
    )
    done = shell(command)
    assert done.returncode == 0
    assert "£" in done.stdout.decode("utf-8")


def test_without_any_standard_output_the_status_is_still_told(demo_store: Store, tmp_path: Path) -> None:
    command = run_alone("--db", demo_store.database.address, "--json", "reviews", HOME=str(tmp_path))
    assert shell(f"{command} >&-").returncode == 0


@pytest.mark.parametrize("fault", [KeyError("getpwuid(): uid not found: 4711"), OSError("No username set")])
def test_an_account_without_a_name_works_under_its_number(
    steercheck: Steercheck, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def nameless() -> str:
        raise fault

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert steercheck("reviews").status == 0


def test_a_log_that_may_not_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "steercheck.log").mkdir()
    monkeypatch.setattr(paths, "log_folder", lambda: tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert start_log() is None


NOT_UTF_8 = "\udcff"
"""What Python makes of the byte 0xFF in an argument."""


@pytest.mark.parametrize(
    "arguments",
    [("--as", NOT_UTF_8, "reviews"), ("--as", "TL01", "release", NOT_UTF_8), ("transcript", NOT_UTF_8)],
)
def test_an_argument_that_is_not_utf_8_is_no_id(
    steercheck: Steercheck, demo_store: Store, arguments: tuple[str, ...]
) -> None:
    status, out, _err = steercheck("--json", *arguments, db=demo_store.database.address)
    assert (status, json.loads(out)["error"]["code"]) == (3, "INPUT_REFUSED")


def test_a_file_whose_name_is_not_utf_8_is_told_in_a_document_that_is(steercheck: Steercheck, tmp_path: Path) -> None:
    status, out, _err = steercheck("--json", "scorecard", "check", tmp_path / f"{NOT_UTF_8}.toml")
    assert out.encode("utf-8")
    assert (status, json.loads(out)["file"]) == (3, str(tmp_path / f"{NOT_UTF_8}.toml"))
