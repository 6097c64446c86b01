"""The sheet column's pages one over the other, and the tabs in its heading: the sheet, the steer, what was said.

A page is any widget that takes the keyboard by `setFocus()`. Which tab was open is remembered like the columns' widths.
The tabs are buttons: Left and Right go from one to the next, each has a key of its own in the table of commands, and
where there is little room the name of the sheet gives way to them, then the tabs stand closer, then in a row of their
own below the heading.
"""

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.press import ColumnHead, ElidedLabel, hairline

SHEET_TAB, STEER_TAB, SAID_TAB = "sheet", "steer", "said"
TAB_KEY = "review/sheet_tab"


class SheetTab(QPushButton):
    """One tab. Return opens it; the space bar is the page's. Signal `stepped(int)`: to the tab before or after."""

    stepped = Signal(int)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close: bool | None = None
        self._shape: tuple[str, str] | None = None
        theme.changes().changed.connect(self._dress)
        self.set_close(close=False)

    def show_shape(self, shape: str, ink: str) -> None:
        """A drawing before the words; its place stays empty for an empty name."""
        self._shape = (shape, ink)
        self._dress()

    def _dress(self) -> None:
        if self._shape is None:
            return
        shape, ink = self._shape
        side = round(theme.text_height("small") * 0.95)
        blank = QPixmap(side, side)
        blank.fill(Qt.GlobalColor.transparent)
        self.setIcon(theme.icon(shape, ink) if shape else QIcon(blank))
        self.setIconSize(QSize(side, side))

    def set_close(self, *, close: bool) -> None:
        """In small type, for little room."""
        if close != self._close:
            self._close = close
            theme.mark(self, role="column-tab", tone="close" if close else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)


class SheetName(ElidedLabel):
    """Which sheet it is: whole or not at all, for the last of its digits tell one from another."""

    def _elide(self) -> None:
        room = self.width() - self.contentsMargins().left() - self.contentsMargins().right()
        self.setText(self._whole if self.fontMetrics().horizontalAdvance(self._whole) <= room else "")


class SheetTabs(QWidget):
    """The pages and their tabs. Signal `shown(name)`: another page is in sight."""

    shown = Signal(str)

    def __init__(self, actions: ActionTable, memory: QSettings | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._memory = memory
        self._wanted = "" if memory is None else str(memory.value(TAB_KEY) or "")
        self._pages: dict[str, QWidget] = {}
        self._tabs: dict[str, SheetTab] = {}
        self.setAccessibleName("Guide sheet")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.head = ColumnHead(self)
        self.head.row.setSpacing(theme.space(0.25))
        self._group = QButtonGroup(self)
        self.name = SheetName(self.head)
        theme.mark(self.name, role="small")
        self.name.setContentsMargins(theme.space(0.75), 0, 0, 0)
        self.head.row.addWidget(self.name, 1)
        self._stack = QStackedWidget(self)
        self._own_row = QWidget(self)
        row = QHBoxLayout(self._own_row)
        row.setContentsMargins(theme.space(1), 0, theme.space(1), theme.space(0.5))
        row.setSpacing(0)
        row.addStretch(1)
        self._own_row.hide()
        theme.changes().changed.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._own_row)
        column.addWidget(hairline(self))
        column.addWidget(self._stack, 1)

    def add_page(self, name: str, words: str, action_id: str, page: QWidget) -> None:
        """A further page under the tab `words`; `action_id` is the command that shows it (see `show_page`)."""
        tab = SheetTab(words, self.head)
        tab.setAccessibleName(page.accessibleName() or words)
        self._actions.explain(tab, action_id)
        tab.clicked.connect(lambda: self.show_page(name))
        tab.stepped.connect(lambda step: self._step(name, step))
        self._group.addButton(tab)
        self._pages[name], self._tabs[name] = page, tab
        self._stack.addWidget(page)
        self._fit()
        if len(self._tabs) == 1 or name == self._wanted:
            self._stack.setCurrentWidget(page)
            tab.setChecked(True)

    @property
    def current(self) -> str:
        """The name of the page in sight."""
        return next((name for name, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def page(self, name: str) -> QWidget:
        """The page of that name. Raises KeyError."""
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Bring a page into sight; it is remembered. Raises KeyError."""
        page = self._pages[name]
        self._tabs[name].setChecked(True)
        if self._stack.currentWidget() is page:
            return
        self._stack.setCurrentWidget(page)
        if self._memory is not None:
            self._memory.setValue(TAB_KEY, name)
        self.shown.emit(name)

    def focus_page(self) -> None:
        """Give the page in sight the keyboard."""
        page = self._stack.currentWidget()
        if page is not None:
            page.setFocus()

    def mark_tab(self, name: str, shape: str, ink: str, words: str) -> None:
        """Show beside a tab's words what its page says, as a shape and for those who cannot see it in words."""
        tab, page = self._tabs[name], self._pages[name]
        called = page.accessibleName() or tab.text()
        tab.setAccessibleName(f"{called}: {words}" if words else called)
        tab.show_shape(shape, ink)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The tabs stand in the heading; in small type where that is narrow, and in a row of their own below that."""
        row, tabs = self.head.row, list(self._tabs.values())
        others = [item.widget() for at in range(row.count()) if (item := row.itemAt(at)) is not None]
        beside = [other for other in others if other and other not in (*tabs, self.name) and not other.isHidden()]
        edges = row.contentsMargins()
        room = self.width() - edges.left() - edges.right() - sum(other.sizeHint().width() for other in beside)
        room -= row.spacing() * (len(tabs) + len(beside))
        fits = False
        for close in (False, True):
            for tab in tabs:
                tab.set_close(close=close)
            fits = fits or sum(tab.sizeHint().width() for tab in tabs) <= room
            if fits:
                break
        wanted = row if fits else self._own_row.layout()
        assert isinstance(wanted, QHBoxLayout)
        for at, tab in enumerate(tabs):
            if wanted.indexOf(tab) != at:
                wanted.insertWidget(at, tab)
        self._own_row.setVisible(not fits)

    def set_name(self, sheet_id: str | None) -> None:
        """Which sheet it is."""
        self.name.set_words(sheet_id or "")

    def _step(self, name: str, step: int) -> None:
        names = list(self._pages)
        other = names[(names.index(name) + step) % len(names)]
        self.show_page(other)
        self._tabs[other].setFocus()
