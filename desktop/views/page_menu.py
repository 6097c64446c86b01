"""The pages that have no room in the bar at the top: a button after the tabs, and its menu with every page's key.

The bar decides which pages these are; their commands and keys work wherever the tabs stand.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop import theme
from desktop.views.actions import ActionTable

Tab = tuple[str, str, str]
"""Page, words and command of a tab."""


class PageMenu(QPushButton):
    """The button. Signal `page_wished(name)`."""

    page_wished = Signal(str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__("More ▾", parent)
        self._actions = actions
        self._tabs: tuple[Tab, ...] = ()
        theme.mark(self, role="tab")
        self.setAccessibleName("More pages")
        self.pages = QMenu("More pages", self)
        self.pages.aboutToShow.connect(self._fill)
        self.clicked.connect(self.open)
        self.hide()

    def show_tabs(self, tabs: Sequence[Tab]) -> None:
        """The pages the menu goes to; without any the button is not there."""
        self._tabs = tuple(tabs)
        words = ", ".join(words for _name, words, _action_id in tabs)
        self.setToolTip(f"More pages: {words}")
        self.setAccessibleDescription(words)
        self.setVisible(bool(tabs))

    def open(self) -> None:
        """Open the menu below the button, the first page at hand."""
        pages = self.pages
        pages.popup(self.mapToGlobal(QPoint(0, self.height())))
        pages.setActiveAction(next(iter(pages.actions()), pages.menuAction()))

    def _fill(self) -> None:
        self.pages.clear()
        for name, words, action_id in self._tabs:
            key = self._actions.key_text(action_id)
            entry = self.pages.addAction(f"{words}\t{key}" if key else words)
            entry.setObjectName(name)
            entry.triggered.connect(lambda *_checked, name=name: self.page_wished.emit(name))
