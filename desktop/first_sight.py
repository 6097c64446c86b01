"""The frame of the window, painted before anything but Qt is imported: what a person sees while the rest gets ready.

`__main__` shows it when the command line asks for the window and nothing else; `app.run_window` takes its place over.
It stands where the window stood last time and in its colours, so that nothing jumps.
"""

import sys

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop import paths
from desktop.palettes import SCHEMES
from desktop.system_scheme import system_scheme

MEMORY_FILE = "window.ini"
GEOMETRY, COLOURS = "window/geometry", "window/colours"
USUAL = (1366, 768)

_shown: list["FirstSight"] = []


def application() -> QApplication:
    """The one application of this process, made when it is first asked for."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Steercheck")
    made.setApplicationDisplayName("Steercheck")
    made.setDesktopFileName("steercheck")
    return made


def show() -> None:
    """Show the frame and come back as soon as it is painted."""
    app = application()
    frame = FirstSight()
    _shown.append(frame)
    frame.show()
    app.exec()  # until the first paint


def taken_over_by(window: QWidget) -> None:
    """Let the frame go once `window` is painted over it."""
    if _shown:
        frame = _shown.pop()
        frame.setParent(None)
        window.installEventFilter(_Farewell(frame, window))


def place(window: QWidget, kept: object) -> None:
    """Put a window where it stood last time (`kept`, from its memory), else in the middle of the screen."""
    if isinstance(kept, QByteArray) and window.restoreGeometry(kept):
        return
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height()))
    window.move(room.center() - window.rect().center())


class FirstSight(QWidget):
    """An empty window with a word in its middle."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        memory = QSettings(str(paths.settings_file().parent / MEMORY_FILE), QSettings.Format.IniFormat)
        wanted = memory.value(COLOURS)
        colours = SCHEMES[wanted if wanted in SCHEMES else system_scheme()]
        palette = QPalette(colours["window"])
        palette.setColor(QPalette.ColorRole.Window, colours["window"])
        palette.setColor(QPalette.ColorRole.WindowText, colours["quiet"])
        self.setPalette(palette)
        self.setWindowTitle("Steercheck")
        words = QLabel("Opening …")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(words)
        place(self, memory.value(GEOMETRY))

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QApplication.exit(0)
        return answer


class _Farewell(QObject):
    """Closes the frame behind a window at that window's first paint."""

    def __init__(self, frame: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._frame: QWidget | None = frame

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._frame is not None:
            frame, self._frame = self._frame, None
            frame.hide()
            frame.deleteLater()
            self._window.activateWindow()  # the keyboard was the frame's
        return False
