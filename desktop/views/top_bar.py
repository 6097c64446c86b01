"""The slim bar at the top: where one is, where one can go, who is working, and on which day.

Where it is too narrow for all of that, the words in the search field go first, then the program's name, then the pages
from the last one on into a menu; the page in sight keeps its tab.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.command_menu import CommandMenu
from desktop.views.page_menu import PageMenu, Tab
from desktop.views.press import IconButton
from models.store.staff import Person

TABS: tuple[Tab, ...] = (
    ("worklist", "Worklist", "open_worklist"),
    ("reviews", "Reviews", "open_reviews"),
    ("samples", "Samples", "open_samples"),
    ("dashboard", "Dashboard", "open_dashboard"),
    ("reports", "Reports", "open_reports"),
    ("sheets", "Sheets", "open_sheets"),
    ("search", "Search", "open_search"),
    ("matches", "Matches", "open_matches"),
    ("transcribing", "Transcripts", "open_transcribing"),
    ("people", "People", "open_people"),
    ("scorecards", "Scorecards", "open_scorecards"),
    ("import", "Import", "open_import"),
    ("export", "Export", "open_export"),
    ("settings", "Settings", "open_settings"),
)
"""Page, words and command of each tab: the last ones are the first without room."""


class TopBar(QFrame):
    """Signals: `page_wished(name)`, `palette_wished()`."""

    page_wished = Signal(str)
    palette_wished = Signal()

    def __init__(
        self,
        actions: ActionTable,
        working_date: date | None,
        parent: QWidget | None = None,
        *,
        tabs: Sequence[Tab] = TABS,
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="bar")
        self._fitted: tuple[int, ...] = ()
        self._of_tab = {tab[0]: tab for tab in tabs}
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        row.setSpacing(theme.space(0.5))
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # the bar spares more than the row knows
        self._mark = QLabel()
        self._name = QLabel("Steercheck")
        theme.mark(self._name, role="heading")
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addSpacing(theme.space(1.5))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.tabs: dict[str, QPushButton] = {}
        self._actions = actions
        for name, words, action_id in tabs:
            self.tabs[name] = self._tab(name, words, action_id)
            row.addWidget(self.tabs[name])
        self.more_pages = PageMenu(actions, self)
        self.more_pages.page_wished.connect(self.page_wished)
        row.addWidget(self.more_pages)
        row.addStretch(1)
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

    def _tab(self, name: str, words: str, action_id: str) -> QPushButton:
        made = QPushButton(words)
        made.setCheckable(True)
        theme.mark(made, role="tab")
        self._actions.explain(made, action_id)
        made.setAccessibleName(words)
        made.clicked.connect(lambda *_checked: self.page_wished.emit(name))
        self._group.addButton(made)
        return made

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
        self._fit(self.width())

    def show_person(self, person: Person) -> None:
        parts: Sequence[str] = [person.staff_id, *([person.team] if person.team else [])]
        self.person.setText(" · ".join(parts) if person.on_staff else "Nobody chosen")
        self.person.setToolTip("Who is working" if person.on_staff else f"Signed in as {person.staff_id}")
        theme.mark(self.person, role="" if person.on_staff else "quiet")
        self._fit(self.width())

    def minimumSizeHint(self) -> QSize:
        """The width of what never goes: one tab, the menu with the other pages, and what stands at the right."""
        tab = max(self._width_of(tab) for tab in self.tabs.values())
        return QSize(self._lasting() + tab + self._width_of(self.more_pages), self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Larger text reaches the parts only after the scheme has changed: what they need is looked at again then."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self._fitted != self._needs():
            self._fit(self.width())
        return done

    def _draw(self) -> None:
        side = theme.icon_size().width() + 4
        self._mark.setPixmap(theme.pixmap("steercheck", "accent", side, self.devicePixelRatioF()))
        self.search.setCursor(Qt.CursorShape.PointingHandCursor)
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        """Spare what has no room. Reckoned first and done once: what has the keyboard is not hidden in between."""
        self._fitted = self._needs()
        room = width - self._lasting()
        spared = self._without_room(room)
        room -= sum(self._width_of(tab) for tab in self.tabs.values()) + self._width_of(self._name)
        self._name.setVisible(room >= 0)
        self.search.setText(self._search_words() if room >= self._search_advance() else "")
        for name, tab in self.tabs.items():
            tab.setVisible(name not in spared)
        self.more_pages.show_tabs([self._of_tab[name] for name in self.tabs if name in spared])

    def _without_room(self, room: int) -> set[str]:
        """The pages that go into the menu: the last first, never the one in sight."""
        widths = {name: self._width_of(tab) for name, tab in self.tabs.items()}
        left = sum(widths.values())
        spared: set[str] = set()
        for name in reversed(widths):
            if left <= room:
                break
            if not self.tabs[name].isChecked():
                left -= widths[name] - (0 if spared else self._width_of(self.more_pages))
                spared.add(name)
        return spared

    def _needs(self) -> tuple[int, ...]:
        """The widths that what is spared is reckoned from."""
        return (self._lasting(), self._search_advance(), *map(self._width_of, (self._name, *self.tabs.values())))

    def _lasting(self) -> int:
        """The width of all that never goes, the search field without its words."""
        going = [part for part in (self._name, *self.tabs.values(), self.more_pages) if not part.isHidden()]
        words = self._search_advance() if self.search.text() else 0
        return self._row.minimumSize().width() - words - sum(self._width_of(part) for part in going)

    def _search_words(self) -> str:
        return f"Search   {self._actions.key_text('palette')}".rstrip()

    def _search_advance(self) -> int:
        return self.search.fontMetrics().horizontalAdvance(self._search_words())

    def _width_of(self, part: QWidget) -> int:
        return part.sizeHint().width() + self._row.spacing()
