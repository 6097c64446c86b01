"""The slim bar at the top: where one is, where one can go, who is working, and on which day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.command_menu import CommandMenu
from desktop.views.press import IconButton
from models.store.staff import Person

TABS: tuple[tuple[str, str, str], ...] = (
    ("worklist", "Worklist", "open_worklist"),
    ("sheets", "Sheets", "open_sheets"),
    ("search", "Search", "open_search"),
    ("matches", "Matches", "open_matches"),
    ("transcribing", "Transcripts", "open_transcribing"),
    ("import", "Import", "open_import"),
    ("export", "Export", "open_export"),
    ("settings", "Settings", "open_settings"),
)
"""Page, words and command of each tab."""


class TopBar(QFrame):
    """Signals: `page_wished(name)`, `palette_wished()`."""

    page_wished = Signal(str)
    palette_wished = Signal()

    def __init__(self, actions: ActionTable, working_date: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="bar")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        row.setSpacing(theme.space(0.5))
        self._mark = QLabel()
        self._name = QLabel("Steercheck")
        theme.mark(self._name, role="heading")
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addSpacing(theme.space(1.5))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.tabs: dict[str, QPushButton] = {}
        for name, words, action_id in TABS:
            tab = QPushButton(words)
            tab.setCheckable(True)
            theme.mark(tab, role="tab")
            actions.explain(tab, action_id)
            tab.setAccessibleName(words)
            tab.clicked.connect(lambda *_checked, name=name: self.page_wished.emit(name))
            self._group.addButton(tab)
            self.tabs[name] = tab
            row.addWidget(tab)
        row.addStretch(1)
        self._actions = actions
        self.search = self._search_field()
        row.addWidget(self.search)
        row.addSpacing(theme.space(1))
        self.day = QLabel("" if working_date is None else wording.day(working_date))
        self.day.setToolTip("The working date, set by STEERCHECK_TODAY")
        self.day.setAccessibleName("Working date")
        self.day.setVisible(working_date is not None)
        theme.mark(self.day, role="badge")
        row.addWidget(self.day)
        row.addSpacing(theme.space(0.75))
        self.person = QLabel()
        self.person.setTextFormat(Qt.TextFormat.PlainText)
        self.person.setAccessibleName("Who is working")
        row.addWidget(self.person)
        row.addSpacing(theme.space(0.5))
        self.more = IconButton("more", "Commands", self)
        actions.explain(self.more, "menu")
        self.more.clicked.connect(self.show_menu)
        self.menu = CommandMenu(actions, self)
        row.addWidget(self.more)
        self._draw()
        actions.keys_changed.connect(self._draw)
        theme.changes().changed.connect(self._draw)

    def show_menu(self) -> None:
        """Open the menu of commands below its button, the first of them at hand."""
        size = self.menu.sizeHint()
        self.menu.popup(self.more.mapToGlobal(QPoint(self.more.width() - size.width(), self.more.height())))
        self.menu.setActiveAction(next(iter(self.menu.actions()), self.menu.menuAction()))

    def _search_field(self) -> QPushButton:
        """What looks like a field and opens the palette."""
        made = QPushButton()
        self._actions.explain(made, "palette")
        made.setAccessibleName("Find an action or a call")
        theme.dress(made, "search", "quiet")
        theme.mark(made, role="field")
        made.clicked.connect(self.palette_wished)
        return made

    def show_page(self, name: str | None) -> None:
        """Mark the tab of the page shown; none for a page without a tab."""
        self._group.setExclusive(False)
        for key, tab in self.tabs.items():
            tab.setChecked(key == name)
        self._group.setExclusive(True)

    def show_person(self, person: Person) -> None:
        parts: Sequence[str] = [person.staff_id, *([person.team] if person.team else [])]
        self.person.setText(" · ".join(parts) if person.on_staff else "Nobody chosen")
        self.person.setToolTip("Who is working" if person.on_staff else f"Signed in as {person.staff_id}")
        theme.mark(self.person, role="" if person.on_staff else "quiet")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def minimumSizeHint(self) -> QSize:
        """Without what can be spared: else larger text would widen the window before it is spared."""
        hint = super().minimumSizeHint()
        if self.search.text():
            hint -= QSize(self.search.fontMetrics().horizontalAdvance(self.search.text()), 0)
        if self._name.isVisibleTo(self):
            hint -= QSize(self._name.sizeHint().width() + self._row.spacing(), 0)
        return hint

    def event(self, event: QEvent) -> bool:
        """Larger text reaches the tabs only after the scheme has changed: what they need is looked at again then."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self._row.minimumSize().width() > self.width():
            self._spare()
        return done

    def _draw(self) -> None:
        side = theme.icon_size().width() + 4
        self._mark.setPixmap(theme.pixmap("steercheck", "accent", side, self.devicePixelRatioF()))
        self._fit(self.width())

    def _spare(self) -> None:
        """Fit again, where something is left to be spared."""
        if self.search.text() or self._name.isVisibleTo(self):
            self._fit(self.width())

    def _fit(self, width: int) -> None:
        """What can be spared goes first: the words in the search field, then the program's name."""
        self._name.setVisible(True)
        self.search.setText(f"Search   {self._actions.key_text('palette')}".rstrip())
        if self._row.minimumSize().width() > width:
            self.search.setText("")
        if self._row.minimumSize().width() > width:
            self._name.setVisible(False)
        self.search.setCursor(Qt.CursorShape.PointingHandCursor)
