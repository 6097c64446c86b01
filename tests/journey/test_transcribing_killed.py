"""A program that is killed while it transcribes: what was heard is kept, no process stays behind, the rest is made."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import resources
from models.clock import Clock
from models.database import open_database
from models.store import Store
from models.transcription import TranscriptionState

CALL = "VR-88104"
PLAIN = ("transcribe", CALL, "--engine", "pywhispercpp", "--threads", "1")
WAIT_S = 60


def until(condition: Callable[[], object], what: str) -> None:
    """Look again and again until `condition` holds. Fails the test after WAIT_S."""
    pause = threading.Event()
    give_up = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > give_up:
            pytest.fail(f"not within {WAIT_S} s: {what}")
        pause.wait(0.02)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database at a place another program knows."""
    opened = Store(open_database(tmp_path / "steercheck.db"), Clock())
    yield opened
    opened.close()


def test_a_killed_run_is_gone_on_with_and_comes_out_the_same(
    program: Callable[..., Any], store: Store, tmp_path: Path, built: Any
) -> None:
    database = tmp_path / "steercheck.db"
    demo = resources.path("demo")
    only = tmp_path / "recordings"
    only.mkdir()
    recording = next((demo / "recordings").glob(f"*{CALL}*"))
    (only / recording.name).write_bytes(recording.read_bytes())
    taken = program("--db", database, "import", "--recordings", only, "--index", demo / "recordings.csv")
    assert taken.status in (0, 3), taken.err

    running = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--db", str(database), *PLAIN],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def done() -> int:
        standing = store.transcriptions.of(CALL)
        return 0 if standing is None else standing.chunks_done

    until(lambda: done() >= 3, "three chunks are heard")
    children = psutil.Process(running.pid).children(recursive=True)
    running.kill()
    running.wait()
    until(lambda: not any(child.is_running() for child in children), "the children end by themselves")

    kept = done()
    standing = store.transcriptions.of(CALL)
    half = store.transcripts.newest(CALL)
    assert standing is not None
    assert half is not None
    assert standing.state is TranscriptionState.RUNNING
    assert half.partial
    assert 3 <= kept < (standing.chunks_planned or 0)
    left = store.transcriptions.next()
    assert left is not None
    assert left.recording_id == CALL

    ended = program("--db", database, "--json", *PLAIN)
    assert ended.status == 0, ended.err
    whole = store.transcripts.newest(CALL)
    assert whole is not None
    assert whole.transcript == half.transcript
    undisturbed = Store(open_database(_copy(built.folder / "steercheck.db", tmp_path / "other.db")), Clock())
    expected = undisturbed.transcripts.newest(CALL)
    undisturbed.close()
    assert expected is not None
    assert [(one.channel, one.start_ms, one.end_ms, one.text) for one in whole.segments] == [
        (one.channel, one.start_ms, one.end_ms, one.text) for one in expected.segments
    ]


def _copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target
