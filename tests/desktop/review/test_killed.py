"""A window that is killed while somebody types: what was there a second ago is in the database."""

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

def begin():
    draft.answer("FULL_FIRST", AnswerValue.YES)
    keys.start(20)

def tell(_when):
    if draft.form.answer("CONDUCT").comment:
        print(len(store.reviews.get(draft.form.review_id).answer("CONDUCT").comment), flush=True)
    else:
        pause.start(900)

keys, pause = QTimer(), QTimer()
keys.timeout.connect(key)
pause.setSingleShot(True)
pause.timeout.connect(keys.stop)
draft.started.connect(begin)
draft.saved.connect(tell)
draft.start(store.calls.open("VR-88102", None))
app.exec()
"""


def test_after_a_kill_the_draft_is_there(demo_store: Store, tmp_path: Path) -> None:
    demo_store.close()
    database = tmp_path / "demo.db"
    child = subprocess.Popen([sys.executable, "-c", TYPING, str(database)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    store = Store(open_database(database), Clock())
    mine = store.reviews.mine("VR-88102", None, "TL01")
    store.close()
    assert mine is not None
    assert mine.answer("FULL_FIRST").value == AnswerValue.YES
    assert len(mine.answer("CONDUCT").comment) == told > 0
