"""The foot of the Reports page: what can be done with the preview, or with the chosen copy."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.flow import FlowLayout
from desktop.views.press import TextButton

FORMS = {".pdf": "PDF", ".xlsx": "Excel (.xlsx)", ".csv": "CSV", ".html": "HTML"}
LINKS = (
    ("print_report", "Print …"),
    ("copy_report", "Copy the table"),
    ("save_copy", "Save it again …"),
    ("compare_copy", "Compare with a fresh report"),
    ("check_copy", "Check its bytes"),
)


class ReportsFoot(QFrame):
    """Signals: `wished(command)`: one of the page's commands by its id; `form_chosen(ending)`."""

    wished = Signal(str)
    form_chosen = Signal(str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="foot")
        self._actions = actions
        self._command = "issue_report"
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(0.5), theme.space(1), theme.space(2), theme.space(1))
        row.setSpacing(theme.space(1))
        links = QWidget(self)
        flow = FlowLayout(links, theme.space(0.5))
        self.links: dict[str, TextButton] = {}
        for command, words in LINKS:
            self.links[command] = button = TextButton(words, "link", links)
            actions.explain(button, command)
            button.clicked.connect(lambda _checked=False, command=command: self.wished.emit(command))
            flow.addWidget(button)
        self.form = CalmBox(self)
        self.form.setAccessibleName("Kind of file")
        self.form.setToolTip("Kind of file")
        self.next = TextButton("", "primary", self)
        row.addWidget(links, 1)
        row.addWidget(self.form)
        row.addWidget(self.next)
        self.next.clicked.connect(lambda _checked=False: self.wished.emit(self._command))
        self.form.activated.connect(lambda _at: self.form_chosen.emit(self.ending))

    @property
    def ending(self) -> str:
        """The kind of file that is chosen, by its ending."""
        return str(self.form.currentData() or "")

    def show_forms(self, endings: Sequence[str], chosen: str) -> None:
        """The kinds of file a report can be written as; `chosen` if it is among them."""
        offered = [self.form.itemData(at) for at in range(self.form.count())]
        wanted = [ending for ending in FORMS if ending in endings]
        if offered != wanted:
            self.form.clear()
            for ending in wanted:
                self.form.addItem(FORMS[ending], ending)
        self.form.setCurrentIndex(max(0, self.form.findData(chosen)))

    def show_links(self, shown: Sequence[str], *, enabled: bool) -> None:
        """What can be done besides."""
        for command, button in self.links.items():
            button.setVisible(command in shown)
            button.setEnabled(enabled)

    def show_next(self, command: str, words: str, *, enabled: bool, with_form: bool = False) -> None:
        """What the one button does; without words there is none."""
        self._command = command
        self.form.setVisible(with_form and bool(words))
        self.form.setEnabled(enabled)
        self.next.setVisible(bool(words))
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.setEnabled(enabled)
        self._actions.explain(self.next, command, words)
