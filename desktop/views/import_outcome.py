"""What came of an import: the counts of each kind; every refusal, changed figure and remark; the report of it all.

Shows the import that just ended, one that was tried, or an earlier one out of the history: whatever story it is told.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.state.import_history import ImportStory
from desktop.tables import wording
from desktop.tables.import_rows import ChangesModel, RemarksModel, changes_of, remarks_of
from desktop.tables.refusals import RefusalsModel, as_csv
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.import_rows import RowPane
from desktop.views.page import heading, quiet
from desktop.views.picking import Picker
from models.import_run import RunState
from models.intake.account import ImportAccount
from models.intake.report_document import lasted
from models.intake.request import KindReport

HEADS = ("New", "Unchanged", "Changed", "Refused")
NO_CHANGES = "No row that was known before has other figures now."
CHANGES_OF_A_TRIAL = "What is known is not touched by a trial. Import, and the figures before and now stand here."


class ImportOutcome(QWidget):
    """Its `tools` (copy, save, print) are laid out by whoever shows it.

    Signals: `saved(path)`, `not_saved(why)` after the refusals were asked to be written to a file;
    `report_wished(ImportStory, path)`; `print_wished(ImportStory, QPrinter)`."""

    saved = Signal(object)
    not_saved = Signal(str)
    report_wished = Signal(object, object)
    print_wished = Signal(object, object)

    def __init__(self, picker: Picker, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picker = picker
        self.story: ImportStory | None = None
        self.title = heading("")
        self.title.setWordWrap(True)
        self.when = quiet("", small=True)
        self.counts: dict[tuple[str, str], QLabel] = {}
        self.model, self.changes, self.remarks = RefusalsModel(self), ChangesModel(self), RemarksModel(self)
        tabs = self._tabs(actions)
        self._stack = QStackedWidget(self)
        self.refusals_pane = RowPane(self.model, "Refused rows and files", "Nothing was refused.", self._stack)
        self.changes_pane = RowPane(self.changes, "Changed figures", NO_CHANGES, self._stack)
        self.remarks_pane = RowPane(self.remarks, "Remarks", "There is nothing to remark.", self._stack)
        self.panes = (self.refusals_pane, self.changes_pane, self.remarks_pane)
        self.table = self.refusals_pane.table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.title)
        column.addWidget(self.when)
        column.addLayout(self._grid())
        rule = QFrame()
        theme.mark(rule, role="rule")
        column.addWidget(rule)
        column.addWidget(tabs)
        for pane in self.panes:
            self._stack.addWidget(pane)
        column.addWidget(self._stack, 1)
        self.tools = self._tools(actions)

    def tell(self, story: ImportStory) -> None:
        """Show an import; told again (with the rows it changed) it stays on the list that is read."""
        again = self.story is not None and self.story.account is story.account
        self.story = story
        account, report = story.account, story.account.report
        self.title.setText(headline(account))
        self.when.setText(_when(account))
        told = dict(report.kinds())
        for kind in wording.KINDS:
            part = told.get(kind, KindReport())
            for head, count in zip(HEADS, (part.new, part.unchanged, part.changed, len(part.refused)), strict=True):
                label = self.counts[kind, head]
                label.setText(wording.number(count) if count else "–")
                theme.mark(label, role=_count_role(head, count))
                label.setAccessibleName(f"{wording.KINDS[kind]}, {head.lower()}: {count}")
        self.changes_pane.say_nothing(CHANGES_OF_A_TRIAL if report.dry_run else NO_CHANGES)
        self.changes.show(changes_of(story.changes))
        if not again:
            self.search.clear()
            self.model.show(report.refusals)
            self.remarks.show(remarks_of(report))
            for pane in (self.refusals_pane, self.remarks_pane):
                pane.table.fit_columns()
        self.changes_pane.table.fit_columns()
        changed = sum(part.changed for _kind, part in report.kinds())
        for button, count, word in zip(
            self.tabs, (account.refused, changed, self.remarks.total), ("refused", "changed", "remarks"), strict=True
        ):
            button.setText(f"{wording.number(count)} {word[:-1] if word == 'remarks' and count == 1 else word}")
        self.save.setEnabled(bool(report.refusals))
        if not again:
            first = next((at for at, n in enumerate((account.refused, changed, self.remarks.total)) if n), 0)
            self.show_list(first)

    def show_list(self, at: int) -> None:
        """Bring the refusals (0), the changed figures (1) or the remarks (2) into sight."""
        self.tabs[at].setChecked(True)
        self._stack.setCurrentIndex(at)
        self._on_search(self.search.text())

    def copy_rows(self) -> None:
        """Copy the selected rows of the list in sight, or all of them."""
        self.panes[self._stack.currentIndex()].table.copy()

    def write(self, path: Path) -> None:
        """Write all refusals to `path`."""
        try:
            path.write_text(as_csv(self.model.rows), encoding="utf-8", errors="replace", newline="\n")
        except OSError as exc:
            self.not_saved.emit(f"The refusals could not be written to {path} ({exc.strerror}).")
        else:
            self.saved.emit(path)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(0.5))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, head in enumerate(HEADS, 1):
            label = quiet(head, small=True)
            label.setWordWrap(False)
            grid.addWidget(label, 0, at, right)
        for row, (kind, words) in enumerate(wording.KINDS.items(), 1):
            grid.addWidget(QLabel(words), row, 0)
            for at, head in enumerate(HEADS, 1):
                self.counts[kind, head] = QLabel("–")
                grid.addWidget(self.counts[kind, head], row, at, right)
        grid.setColumnStretch(0, 1)
        return grid

    def _tabs(self, actions: ActionTable) -> QWidget:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search these rows")
        self.search.setAccessibleName("Search refusals, changes and remarks")
        actions.explain(self.search, "search_import")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.space(20))
        self.search.textChanged.connect(self._on_search)
        self.tabs = tuple(QPushButton(words) for words in ("0 refused", "0 changed", "0 remarks"))
        names = ("Rows and files that were refused", "Rows that have other figures now", "Remarks")
        group = QButtonGroup(self)
        strip = QWidget(self)
        row = FlowLayout(strip, theme.space(0.5))
        for at, (button, name) in enumerate(zip(self.tabs, names, strict=True)):
            button.setCheckable(True)
            theme.mark(button, role="tab")
            button.setAccessibleName(name)
            actions.explain(button, LIST_ACTIONS[at], name)
            group.addButton(button, at)
            row.addWidget(button)
        group.idClicked.connect(self.show_list)
        row.addWidget(self.search)
        return strip

    def _tools(self, actions: ActionTable) -> QWidget:
        self.copy = _button("Copy", "Copy the selected rows, or all of them (Ctrl+C)")
        self.copy.clicked.connect(self.copy_rows)
        self.save = _button("Save as CSV …", "Write the refusals to a file a spreadsheet opens")
        self.save.clicked.connect(self._on_save)
        self.report = _button("Save report …", "Write the whole report as HTML or text")
        self.report.clicked.connect(self._on_report)
        actions.explain(self.report, "save_import_report", "Write the whole report as HTML or text")
        self.print = _button("Print …", "Print the report on A4")
        self.print.clicked.connect(self._on_print)
        actions.explain(self.print, "print_import_report", "Print the report on A4")
        strip = QWidget()
        row = FlowLayout(strip, theme.space(1))
        for button in (self.copy, self.save, self.report, self.print):
            row.addWidget(button)
        return strip

    def _on_search(self, words: str) -> None:
        self.panes[self._stack.currentIndex()].model.search(words)

    def _on_save(self) -> None:
        start = Path.home() / "refusals.csv"
        self._picker.target(self, "Save the refusals", start, "CSV files (*.csv)", self.write)

    def _on_report(self) -> None:
        story = self.story
        if story is not None:
            start = Path.home() / f"import-{story.account.started_at:%Y-%m-%d-%H%M}.html"
            names = "Web pages (*.html);;Text (*.txt)"
            self._picker.target(
                self, "Save the report", start, names, lambda path: self.report_wished.emit(story, path)
            )

    def _on_print(self) -> None:
        story = self.story
        if story is not None:

            def take(printer: QPrinter) -> None:
                self.print_wished.emit(story, printer)

            self._picker.printer(self, "Print the report", take)


LIST_ACTIONS = ("show_refused", "show_changed", "show_remarks")
"""The commands that bring the three lists into sight, in their order."""


def headline(account: ImportAccount) -> str:
    """The import in one sentence."""
    report = account.report
    new = sum(part.new for _kind, part in report.kinds())
    changed = sum(part.changed for _kind, part in report.kinds())
    would = "would be " if report.dry_run else ""
    parts = [f"{wording.number(new)} {would}new" if new else "nothing new"]
    if changed:
        parts.append(f"{wording.number(changed)} {would}changed")
    if account.refused:
        parts.append(f"{wording.number(account.refused)} refused")
    said = ", ".join(parts)
    if account.state is RunState.CANCELLED:
        if report.dry_run:
            return "Trial stopped; nothing was written."
        kept = "" if said == "nothing new" else f": {said}"
        return f"Stopped; what was taken before is kept{kept}."
    if account.state is RunState.FAILED:
        if report.dry_run:
            return f"Trial failed; nothing was written. {account.why}"
        return f"Failed; what was taken before is kept. {account.why}"
    return f"Tried, nothing written: {said}." if report.dry_run else f"Imported: {said}."


def _when(account: ImportAccount) -> str:
    by = f" by {account.person}" if account.person else ""
    profile = f" · profile {account.profile}" if account.profile else ""
    return f"{wording.moment(account.started_at)}{by} · took {lasted(account.duration)}{profile}"


def _count_role(head: str, count: int) -> str:
    if not count:
        return "quiet"
    return "bad" if head == "Refused" else "figures"


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setAccessibleName(tip.partition(" (")[0])
    return made
