"""A window that is killed while somebody types without a pause: at most the last second is missing."""

import signal
import subprocess
import sys
from pathlib import Path

from models.clock import Clock
from models.database import open_database
from models.review import AnswerValue
from models.store import Store

TYPING = """
import sys
import time
from datetime import date
from PySide6.QtCore import QCoreApplication, QTimer
from desktop.jobs.runner import Runner
from desktop.state.draft import ReviewDraft
from models.clock import Clock
from models.database import open_database
from models.review import AnswerValue
from models.store import Store

app = QCoreApplication([])
store = Store(open_database(sys.argv[1]), Clock(date(2009, 10, 5)))
draft = ReviewDraft(store, Runner(), store.staff.get("TL01"))
typed = 0

def key():
    global typed
    typed += 1
    draft.comment("CONDUCT", "x" * typed)
    print(typed, time.monotonic(), flush=True)

def begin():
    draft.answer("FULL_FIRST", AnswerValue.YES)
    keys.start(50)

keys = QTimer()
keys.timeout.connect(key)
draft.started.connect(begin)
draft.start(store.calls.open("VR-88102", None))
app.exec()
"""
KEYS = 60
"""Three seconds of keys, 50 ms apart: never the pause that a comment waits for."""


def test_after_a_kill_at_most_the_last_second_is_missing(demo_store: Store, tmp_path: Path) -> None:
    demo_store.close()
    database = tmp_path / "demo.db"
    child = subprocess.Popen([sys.executable, "-c", TYPING, str(database)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    pressed = [child.stdout.readline().split() for _ in range(KEYS)]
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    killed_at = float(pressed[-1][1])
    a_second_before = max(int(typed) for typed, at in pressed if float(at) <= killed_at - 1)
    store = Store(open_database(database), Clock())
    mine = store.reviews.mine("VR-88102", None, "TL01")
    store.close()
    assert mine is not None
    assert mine.answer("FULL_FIRST").value == AnswerValue.YES
    assert len(mine.answer("CONDUCT").comment) >= a_second_before > 0
