"""Run by test_killed.py in a process of its own: a reviewer who never stops writing, until the process is killed.

Opens a call of the database given as first argument in the real window (offscreen) and, every 40 ms, answers the next
prompt with a numbered comment; each number is printed the moment it was handed to the draft.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import build
from desktop.settings import Settings
from desktop.state.draft import ReviewDraft
from models.clock import clock_from
from models.database import open_database
from models.review import AnswerValue
from models.store import Store

EVERY_MS = 40


def main(database: Path, folder: Path) -> int:
    app = QApplication(sys.argv[:1])
    store = Store(open_database(database), clock_from("2009-10-05"))
    person = store.staff.get("TL01")
    assert person is not None
    window = build(store, person, settings=Settings(), locked=frozenset(), folder=folder)
    window.show()
    window.page("review")  # made when it is first wanted, with its draft
    draft = window.findChild(ReviewDraft)
    assert draft is not None
    done = [0]

    def write() -> None:
        if draft.form is None or draft.card is None:
            return
        number = done[0] = done[0] + 1
        prompts = draft.card.prompts
        prompt = prompts[number % len(prompts)].id
        draft.answer(prompt, AnswerValue.CANNOT_TELL)
        draft.comment(prompt, f"number {number}")
        print(number, prompt, flush=True)

    timer = QTimer()
    timer.timeout.connect(write)
    timer.start(EVERY_MS)
    QTimer.singleShot(0, lambda: window.item_wished.emit("VR-88102", "PAG-088102"))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
