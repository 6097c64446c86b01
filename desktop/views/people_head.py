"""The head of a caseworker's record: whose it is, the period, its way onto paper; and the tabs of its parts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.press import IconButton, TextButton
from desktop.views.sheet_tabs import SheetTab
from models.development import ReportingPeriod
from models.reports.development_words import day_words
from models.store.development_reading import PersonLine


class PeopleHead(QWidget):
    """Signals: `period_stepped(int)`, `save_wished()`, `print_wished()`."""

    period_stepped = Signal(int)
    save_wished = Signal()
    print_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self.title, role="title")
        self.before = IconButton("chevron-left", "Reporting period before")
        actions.explain(self.before, "previous_year")
        self.period = QLabel()
        self.period.setAccessibleName("Reporting period")
        self.after = IconButton("chevron-right", "Next reporting period")
        actions.explain(self.after, "next_year")
        self.save = TextButton("Save for the one-to-one …")
        self.save.show_icon("save")
        actions.explain(self.save, "save_record")
        self.print = TextButton("Print …")
        actions.explain(self.print, "print_record")
        flow = FlowLayout(self, theme.space(1))
        flow.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(0.5))
        for part in (self.title, self.before, self.period, self.after, self.save, self.print):
            flow.addWidget(part)
        self.before.clicked.connect(lambda _checked=False: self.period_stepped.emit(-1))
        self.after.clicked.connect(lambda _checked=False: self.period_stepped.emit(1))
        self.save.clicked.connect(lambda _checked=False: self.save_wished.emit())
        self.print.clicked.connect(lambda _checked=False: self.print_wished.emit())

    def show_person(self, line: PersonLine, label: str) -> None:
        """Whose record it is, and what the department calls it."""
        about = (line.staff_id, line.grade or "", line.team or "", label)
        self.title.setText(" · ".join(part for part in about if part))

    def show_period(self, period: ReportingPeriod, *, is_last: bool) -> None:
        """The period in sight; after the last one there is none."""
        self.period.setText(f"{day_words(period.first)} to {day_words(period.last)}")
        self.after.setEnabled(not is_last)


class PartTabs(QWidget):
    """The tabs of the parts. Signal `wished(name)`; Left and Right go from one to the next."""

    wished = Signal(str)

    def __init__(
        self,
        parts: Sequence[tuple[str, str]],
        actions: ActionTable,
        parent: QWidget | None = None,
        *,
        command: str = "people_",
    ) -> None:
        """`parts`: name and words; the command of each is `command` and its name."""
        super().__init__(parent)
        self.tabs: dict[str, SheetTab] = {}
        strip = QWidget()
        flow = FlowLayout(strip, theme.space(0.5))
        group = QButtonGroup(self)
        for name, words in parts:
            tab = SheetTab(words, strip)
            tab.setAccessibleName(words)
            actions.explain(tab, f"{command}{name}")
            tab.clicked.connect(lambda _checked=False, name=name: self.wished.emit(name))
            tab.stepped.connect(lambda by, name=name: self._step(name, by))
            group.addButton(tab)
            flow.addWidget(tab)
            self.tabs[name] = tab
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.25), 0, theme.space(2), theme.space(0.5))
        column.addWidget(strip)
        self.show_part(parts[0][0])

    def show_part(self, name: str) -> None:
        """Mark the part in sight."""
        self.tabs[name].setChecked(True)

    def say(self, name: str, words: str) -> None:
        """Other words on a tab: how many entries there are."""
        self.tabs[name].setText(words)
        self.tabs[name].setAccessibleName(words)

    def _step(self, name: str, by: int) -> None:
        names = list(self.tabs)
        other = names[(names.index(name) + by) % len(names)]
        self.wished.emit(other)
        self.tabs[other].setFocus()
