"""The guide sheet in a window of its own, for a second screen: the panel itself, lent by the review page.

It shows whatever call is open, since it is the same panel; the keys of the page work in it. Closing it is a wish to
have the sheet back. `SheetPlace` decides where the sheet is. Where the window stood is kept for every layout of
screens, so that a desk at work and one at home do not spoil each other's; whose screen is unplugged comes to another.
"""

import hashlib

from PySide6.QtCore import QByteArray, QObject, QRect, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QMoveEvent, QPalette, QResizeEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.actions import ActionTable
from desktop.views.press import IconButton
from desktop.views.review_columns import SHEET, ReviewColumns

PLACE_KEY, OPEN_KEY = "review/sheet_window_place", "review/sheet_window"
USUAL = QSize(520, 820)


class SheetWindow(QWidget):
    """The window. Signal `closed()`: the person closed it."""

    closed = Signal()

    def __init__(self, memory: QSettings | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._page = parent
        self._memory = memory
        self._placed_for = ""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the keyboard stays where it is
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setMinimumSize(320, 320)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.set_name(None)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._on_screens)
        application.screenAdded.connect(self._on_screens)

    def set_name(self, sheet_id: str | None) -> None:
        """Which sheet it shows."""
        self.setWindowTitle(
            "Guide sheet – Steercheck" if sheet_id is None else f"{sheet_id} – Guide sheet – Steercheck"
        )

    def take(self, sheet: QWidget) -> None:
        """Show the sheet here."""
        self._column.addWidget(sheet)
        sheet.show()

    def appear(self) -> None:
        """Come into sight: where it stood last time, else on another screen, else beside the page."""
        page = self._page
        for action in (*page.actions(), *page.window().actions()):
            if action not in self.actions():
                self.addAction(action)
        self._place()
        self.show()
        self._bring_into_sight()  # now that its frame is known

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._keep_place()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._keep_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_place()

    def _keep_place(self) -> None:
        """For the layout of screens it was placed for: a screen that goes pushes windows about before it is told."""
        if self._memory is not None and self._placed_for and self._placed_for == layout_of_screens():
            self._memory.setValue(f"{PLACE_KEY}/{self._placed_for}", self.saveGeometry())

    def _place(self) -> None:
        """Where it stood on these very screens; else, as far as it is out of sight, to a place that is there."""
        layout = layout_of_screens()
        if layout == self._placed_for:
            return
        self._placed_for = ""
        kept = None if self._memory is None else self._memory.value(f"{PLACE_KEY}/{layout}")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self._place_beside(self._page)
        self._bring_into_sight()
        self._placed_for = layout

    def _on_screens(self, _screen: QScreen) -> None:
        """A screen came or went. Told before the last windows are moved: looked at when that is done."""
        QTimer.singleShot(0, self, self._on_screens_settled)

    def _on_screens_settled(self) -> None:
        if self.isVisible():
            self._place()

    def _bring_into_sight(self) -> None:
        """Wholly onto a screen, the one it stands on for the most part."""
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        frame = self.frameGeometry()
        if not screens or any(room.contains(frame) for room in screens):
            return
        room = max(screens, key=lambda each: _area(each.intersected(frame)))
        self.resize(self.size().boundedTo(room.size() - (frame.size() - self.size())))
        frame = self.frameGeometry()
        left = min(max(frame.left(), room.left()), room.right() - frame.width() + 1)
        top = min(max(frame.top(), room.top()), room.bottom() - frame.height() + 1)
        self.move(left, top)

    def _place_beside(self, page: QWidget) -> None:
        own = page.screen()
        other = next((screen for screen in QGuiApplication.screens() if screen is not own), None)
        room = (other or own).availableGeometry()
        self.resize(USUAL.boundedTo(room.size()))
        if other is not None:
            self.move(room.center() - self.rect().center())
        else:
            self.move(room.right() - self.width(), room.top() + (room.height() - self.height()) // 2)


def layout_of_screens() -> str:
    """A name for the screens there are and where each stands, the same whenever they are the same."""
    rooms = [(screen.geometry(), screen.name()) for screen in QGuiApplication.screens()]
    known = sorted((room.x(), room.y(), room.width(), room.height(), name) for room, name in rooms)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]


def _area(room: QRect) -> int:
    return max(0, room.width()) * max(0, room.height())


class SheetPlace(QObject):
    """Where the sheet is. Signal `keyboard_lost()` when it went from one to the other with the keyboard in it."""

    keyboard_lost = Signal()

    def __init__(self, columns: ReviewColumns, actions: ActionTable, memory: QSettings | None, page: QWidget) -> None:
        super().__init__(page)
        self._columns = columns
        self._column = columns.column(SHEET)
        self._memory = memory
        self.window = SheetWindow(memory, page)
        self.window.closed.connect(self.bring_back)
        head = self._column.head
        self._button = IconButton("own-window", "The sheet in a window of its own", head)
        self._button.setCheckable(True)
        actions.explain(self._button, "sheet_window")
        self._button.clicked.connect(self.toggle)
        head.row.insertWidget(head.row.count() - 1, self._button)
        self.detached = False
        self._wanted = memory is not None and str(memory.value(OPEN_KEY)) == "true"

    def toggle(self) -> None:
        """Into a window of its own, or back into its column."""
        if self.detached:
            self.bring_back()
        else:
            self.send_out()

    def send_out(self) -> None:
        """Show the sheet in a window of its own."""
        if self.detached:
            return
        self.detached, had_keyboard = True, self._column.has_keyboard
        self._columns.fold(SHEET, folded=False)
        self.window.take(self._column.lend())
        self._columns.set_shown(SHEET, shown=False)
        self.window.appear()
        self._keep(wanted=True, had_keyboard=had_keyboard)

    def bring_back(self) -> None:
        """Show the sheet in its column again."""
        if not self.detached:
            return
        self.detached, had_keyboard = False, self._column.has_keyboard and self.window.isActiveWindow()
        self._column.take_back()
        self.window.hide()
        self._columns.set_shown(SHEET, shown=True)
        self._keep(wanted=False, had_keyboard=had_keyboard)

    def page_shown(self) -> None:
        """The page came into sight: its window with it."""
        if self._wanted and not self.detached:
            self.send_out()
        elif self.detached:
            self.window.appear()

    def page_hidden(self) -> None:
        """The page went out of sight: its window with it, to come again."""
        self.window.hide()

    def _keep(self, *, wanted: bool, had_keyboard: bool) -> None:
        self._wanted = wanted
        if self._memory is not None:
            self._memory.setValue(OPEN_KEY, "true" if wanted else "false")
        self._button.setChecked(wanted)
        if had_keyboard:
            self.keyboard_lost.emit()
