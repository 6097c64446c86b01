"""The main window: the bar at the top, notices, one page at a time, and the line at the foot. It only arranges.

Built by `app.build()`. Its pages are offered by the wiring and made when they are first wanted (`views/page_stack.py`).
What the window remembers (its place on the screen, the columns, the page last seen) lies in a small file beside the
settings.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from desktop import theme
from desktop.first_sight import COLOURS, GEOMETRY, place
from desktop.views.notice import Notice, NoticeArea
from desktop.views.page_stack import PageStack
from desktop.views.status_line import StatusLine
from desktop.views.top_bar import TopBar
from desktop.views.worker_bar import WorkerBar

SMALLEST = (820, 560)
PAGES_WITH_TAB = (
    "worklist",
    "reviews",
    "samples",
    "dashboard",
    "reports",
    "sheets",
    "matches",
    "transcribing",
    "search",
    "people",
    "scorecards",
    "import",
    "export",
    "settings",
)
TAB_OF = {"welcome": "worklist", "review": "worklist", "mapping": "import"}
"""The tab that is lit while a page without one of its own is in sight."""


class Window(QMainWindow):
    """Signals: `page_shown(name)`; `item_wished(recording_id, sheet_id)`, either may be None; `dropped(list[Path])`;
    `dragged(bool)` while files are held over the window; `closing()` once nothing speaks against it."""

    page_shown = Signal(str)
    item_wished = Signal(object, object)
    dropped = Signal(list)
    dragged = Signal(bool)
    closing = Signal()

    def __init__(
        self, top: TopBar, worker: WorkerBar, status: StatusLine, memory: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Steercheck")
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.top = top
        self.worker = worker
        self.status = status
        self.memory = memory
        self.notices = NoticeArea()
        self.stack = PageStack()
        self._splitters: dict[str, QSplitter] = {}
        self._before_close: list[Callable[[], bool]] = []
        self._closed = False
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((top, 0), (worker, 0), (self.notices, 0), (self.stack, 1), (status, 0)):
            column.addWidget(widget, stretch)
        self.setCentralWidget(middle)
        self._draw()
        theme.changes().changed.connect(self._draw)

    def page(self, name: str) -> QWidget:
        """The page of that name, made if nobody has wanted it before. Raises KeyError."""
        return self.stack.page(name)

    @property
    def shown(self) -> str:
        """The name of the page in sight."""
        return self.stack.shown

    def show_page(self, name: str) -> None:
        """Bring a page into sight. Raises KeyError for an unknown name."""
        changed = self.stack.show_page(name)
        self.top.show_page(TAB_OF.get(name, name))
        if changed:
            self.notices.clear("accent")
            if name in PAGES_WITH_TAB:
                self.memory.setValue("window/page", name)
        self.page_shown.emit(name)
        self.stack.arrive(name)

    def show_worklist(self) -> None:
        """Bring the worklist into sight."""
        self.show_page("worklist")

    def open_item(self, recording_id: str | None, sheet_id: str | None) -> None:
        """Wish a call or a sheet onto the review page."""
        self.item_wished.emit(recording_id, sheet_id)

    def tell(
        self, text: str, tone: str = "accent", action: str = "", act: Callable[[], object] | None = None
    ) -> Notice:
        """A notice over the page; `tone` is accent, good, warn or bad."""
        return self.notices.tell(text, tone, action, act)

    def remember_splitter(self, key: str, splitter: QSplitter) -> None:
        """Keep this splitter's sizes from one start to the next."""
        kept = self.memory.value(f"window/{key}")
        if isinstance(kept, QByteArray):
            splitter.restoreState(kept)
        self._splitters[key] = splitter

    def before_close(self, ask: Callable[[], bool]) -> None:
        """`ask` is called when the window is about to close; False keeps it open."""
        self._before_close.append(ask)

    def restore_place(self) -> None:
        """Where the window stood last time, else in the middle of the screen at its usual size."""
        place(self, self.memory.value(GEOMETRY))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed:
            if not all(ask() for ask in self._before_close):
                event.ignore()
                return
            self._closed = True
            self.closing.emit()
            self.memory.setValue(GEOMETRY, self.saveGeometry())
            self.memory.setValue(COLOURS, theme.changes().wanted)
            for key, splitter in self._splitters.items():
                self.memory.setValue(f"window/{key}", splitter.saveState())
            self.memory.sync()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dragged.emit(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.dragged.emit(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = local_paths(event.mimeData().urls())
        self.dragged.emit(False)
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)

    def _draw(self) -> None:
        self.setWindowIcon(theme.icon("steercheck", "accent"))


def local_paths(urls: list[QUrl]) -> list[Path]:
    """The files and folders among what is dragged; anything from elsewhere is passed over."""
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
