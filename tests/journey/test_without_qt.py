"""Every command but `open` and `demo` works where Qt cannot be imported at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resources

NO_QT = """
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in ('PySide6', 'shiboken6'):
            raise ImportError('Qt is not here')
sys.meta_path.insert(0, NoQt())
"""


def test_the_whole_job_by_commands_without_qt(program: Callable[..., Any], tmp_path: Path) -> None:
    demo = resources.path("demo")
    database = tmp_path / "checks.db"

    def run(*arguments: str | Path, status: int = 0) -> object:
        ended = program("--db", database, "--json", *arguments, prelude=NO_QT)
        assert ended.status == status, ended.err
        return ended.document

    lists = {"index": "recordings", "sheets": "guide-sheets", "tasks": "task-567", "views": "caseworker-online"}
    options = [part for name, file in lists.items() for part in (f"--{name}", demo / f"{file}.csv")]
    taken = run(
        "import", "--recordings", demo / "recordings", *options, "--staff", demo / "staff.csv",
        "--transcripts", demo / "truth",
    )  # fmt: skip
    assert isinstance(taken, dict)
    new = {kind: part["new"] for kind, part in taken.items() if kind != "dry_run"}
    assert new == {"recordings": 12, "sheets": 12, "tasks": 12, "views": 7, "staff": 10, "transcripts": 12}
    matched = run("match")
    assert isinstance(matched, dict)
    assert matched["matched"] == 11
    transcript = run("transcript", "VR-88102", "--format", "json")
    assert isinstance(transcript, dict)
    assert transcript["segments"][0]["text"].startswith("Good morning")
    signed = run("--as", "TL01", "review", "VR-88102", "--answers", demo / "answers" / "VR-88102.json")
    assert isinstance(signed, dict)
    assert (signed["state"], signed["score"], signed["kpi_class"]) == ("signed", "100.0", "ACCURATE")
    listed = run("reviews")
    assert isinstance(listed, list)
    assert [(line["state"], line["recording_id"]) for line in listed] == [("signed", "VR-88102")]
    pack = tmp_path / "pack.zip"
    out = run("--as", "TL01", "export", "--from", "2009-09-01", "--to", "2009-09-30", "--out", pack)
    assert isinstance(out, dict)
    assert (out["reviews"], out["answers"], pack.exists()) == (1, 20, True)


@pytest.mark.parametrize("arguments", [("--help",), ("doctor",), ("import", "--help"), ("reviews", "--help")])
def test_help_and_doctor_need_no_qt(program: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    ended = program(*arguments, prelude=NO_QT)
    assert ended.status in {0, 3}
    assert "Traceback" not in ended.err
    assert ended.out
