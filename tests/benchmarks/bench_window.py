"""How soon there is something to look at: the frame beside a bare PySide6 program, the worklist beside a bare table."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "STEERCHECK_SOUND": "silent"}

BARE_WINDOW = """
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Bare(QMainWindow):
    def event(self, event):
        answer = super().event(event)
        if event.type() == QEvent.Type.Paint:
            QApplication.exit(0)
        return answer

app = QApplication([])
window = Bare()
window.setCentralWidget(QLabel("Opening"))
window.resize(1366, 768)
window.show()
app.exec()
"""

FRAME = "from desktop import first_sight; first_sight.show()"

OUR_WORKLIST = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from desktop import first_sight
first_sight.show()
from desktop.app import build
from desktop.settings import Settings
from models.clock import Clock
from models.database import open_database
from models.store import Store

class FirstRows(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and table.model().rowCount():
            os._exit(0)
        return False

store = Store(open_database(sys.argv[1]), Clock())
window = build(store, store.staff.get("TL01"), settings=Settings(), locked=frozenset(), folder=Path(sys.argv[2]))
table = window.page("worklist").table
watcher = FirstRows()
table.viewport().installEventFilter(watcher)
first_sight.taken_over_by(window)
window.show()
window.show_worklist()
QApplication.exec()
"""

BARE_TABLE = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem
import av, numpy, platformdirs, psutil, sqlmodel, tomli_w, typer, uuid_utils, xlsxwriter
from PySide6 import QtMultimedia, QtSvg
from sqlalchemy import create_engine, text

class FirstRows(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            os._exit(0)
        return False

app = QApplication([])
with create_engine(f"sqlite:///{sys.argv[1]}").connect() as connection:
    rows = connection.execute(text("select * from recording limit 50")).all()
table = QTableWidget(len(rows), 8)
for at, row in enumerate(rows):
    for column in range(8):
        table.setItem(at, column, QTableWidgetItem(str(row[column])))
table.resize(1366, 768)
watcher = FirstRows()
table.viewport().installEventFilter(watcher)
table.show()
app.exec()
"""


Run = Callable[..., None]


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program in a new Python that keeps compiled modules, as an installed program does, in a place of ours."""
    compiled = tmp_path_factory.getbasetemp() / "compiled"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= OFFSCREEN | {"PYTHONPYCACHEPREFIX": str(compiled)}

    def start(program: str, *arguments: str) -> None:
        subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, env=environment)

    return start


@pytest.fixture
def department(demo_store, tmp_path: Path) -> tuple[str, str]:
    """A database with the demonstration department, and an empty folder for settings."""
    settings = tmp_path / "settings"
    settings.mkdir()
    return demo_store.database.address, str(settings)


def bench_the_frame_of_the_window(side_by_side, run: Run) -> None:
    side_by_side(
        "the window's frame painted",
        lambda: run(FRAME),
        ("a bare PySide6 window painted", lambda: run(BARE_WINDOW)),
        at_most=1.5,
    )


def bench_the_first_rows_of_the_worklist(side_by_side, run: Run, department: tuple[str, str]) -> None:
    side_by_side(
        "the worklist's first rows painted",
        lambda: run(OUR_WORKLIST, *department),
        ("same imports, same database, a bare table", lambda: run(BARE_TABLE, *department)),
        at_most=2.0,
    )
