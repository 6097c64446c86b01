"""An hour of Opus on the desk: how soon it is heard and seen, and what memory an open call costs.

The whole window runs in a process of its own, as a person's does, offscreen and on the silent clock; it tells its
figures as JSON.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from models.clock import Clock
from models.database import open_database
from models.intake.request import ImportRequest
from models.store import Store

MINUTES = 60
OPENS_WITHIN_S = 0.5
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "STEERCHECK_SOUND": "silent"}

DESK = """
import json, sys, time
from pathlib import Path
import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from desktop import first_sight
from desktop.app import build
from desktop.settings import Settings
from desktop.state.open_call import OpenCall
from models.clock import Clock
from models.database import open_database
from models.store import Store
from models.store.staff import Person

app = first_sight.application()
store = Store(open_database(sys.argv[1]), Clock())
person = Person("os:bench", None, None)
window = build(store, person, settings=Settings(), locked=frozenset(), folder=Path(sys.argv[2]))
window.resize(1366, 768)
window.show()
window.page("review")
call = window.findChild(OpenCall)
own = psutil.Process()
told = {}

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and call.samples is not None and call.samples.frames:
            told.setdefault("painted_s", time.perf_counter() - began)
        return False

def complete():
    told["samples_bytes"] = call.samples.frames * call.samples.channels * 2
    told["open_bytes"] = own.memory_info().rss
    app.exit(0)

def ready():
    global began
    told["bare_bytes"] = own.memory_info().rss
    began = time.perf_counter()
    window.item_wished.emit(sys.argv[3], None)

painted = Painted()
window.page("review").waveform.installEventFilter(painted)
call.samples_started.connect(lambda: told.setdefault("sound_s", time.perf_counter() - began))
call.samples_complete.connect(complete)
window.show_worklist()
from PySide6.QtCore import QTimer
QTimer.singleShot(1500, ready)
app.exec()
window.close()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration call over and over: 60 minutes of Opus in two channels."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg makes the recording")
    path = tmp_path_factory.mktemp("opus") / "hour.opus"
    call = next(iter(sorted(resources.path("demo/recordings").glob("*.wav"))))
    length = ("-t", str(MINUTES * 60), "-ac", "2", "-c:a", "libopus", "-b:a", "24k")
    subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", str(call), *length, str(path)], check=True)
    return path


def bench_an_hour_of_opus(hour: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop.jobs.take_in import take_in_job

    store = Store(open_database(tmp_path / "steercheck.db"), Clock())
    take_in_job(store, ImportRequest(recordings=hour.parent))(lambda _share, _text: None, lambda: None)
    store.close()
    settings = tmp_path / "settings"
    settings.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", DESK, str(tmp_path / "steercheck.db"), str(settings), hour.stem],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | OFFSCREEN,
    )
    told = json.loads(done.stdout)
    with capsys.disabled():
        beyond = (told["open_bytes"] - told["samples_bytes"]) / told["bare_bytes"]
        print(
            f"\nan hour of Opus: first sound {told['sound_s']:.2f} s, painted {told['painted_s']:.2f} s; memory "
            f"{told['open_bytes'] >> 20} MB with {told['samples_bytes'] >> 20} MB of samples: {beyond:.2f} x the bare "
            f"window ({told['bare_bytes'] >> 20} MB), at most 2"
        )
    assert told["sound_s"] < OPENS_WITHIN_S
    assert told["painted_s"] < OPENS_WITHIN_S
    assert told["open_bytes"] <= told["samples_bytes"] + 2 * told["bare_bytes"]
