"""The fields of one entry of a caseworker's record, in the page itself: no dialog, saved by a key or a button.

Which fields an entry of a kind has stands in `models.development.FIELDS`. What is written here is kept by
`state.people` until it is saved or put aside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.day_field import chosen_day, day_field
from desktop.views.flow import FlowLayout
from desktop.views.page import heading, quiet
from desktop.views.people_checks import CheckChoice
from desktop.views.press import TextButton
from models.competencies import Competencies
from models.development import (
    DATED,
    FIELDS,
    KIND_WORDS,
    MOST_LETTERS,
    MOST_TITLE,
    STANDING_WORDS,
    EntryForm,
    EntryKind,
    Progress,
    Standing,
)
from models.errors import Refusal
from models.store.development_reading import DevelopmentRecord

ASKED: Mapping[EntryKind, Mapping[str, tuple[str, str]]] = {
    EntryKind.OBJECTIVE: {
        "title": ("Objective", "What is to be reached, in a few words"),
        "measure": ("Measure", "How both will see that it is reached"),
        "text": ("More", "What helps, what it depends on"),
        "due": ("Due", "The day it is to be reached by"),
        "standing": ("Standing", "How far it is"),
    },
    EntryKind.COMPETENCY: {
        "competency": ("Competency", "Which one this note is about"),
        "level": ("Assessment", "In the words of the department"),
        "text": ("What was seen", "What was seen or heard, and where"),
        "day": ("Day", "The day this was talked about"),
        "reviews": ("Evidence", "Checks of calls this rests on"),
    },
    EntryKind.NEED: {
        "title": ("Need", "What is to be learned or practised"),
        "action": ("Agreed action", "What was agreed to be done, and by whom"),
        "due": ("Due", "The day it is to be done by"),
        "standing": ("Standing", "How far it is"),
        "outcome": ("Outcome", "What came of it"),
        "reviews": ("From checks", "Checks of calls this began with"),
    },
    EntryKind.FEEDBACK: {
        "text": ("Feedback", "What was good, what could be better, what to try"),
        "day": ("Day", "The day it was given"),
        "given_by": ("Given by", "Who gave it"),
        "reviews": ("About checks", "Checks of calls this is about"),
    },
}
"""The words of each field and what it is for, by kind."""
LINES = {"text": 4, "measure": 2, "action": 2, "outcome": 2, "progress": 2}


class Words(QPlainTextEdit):
    """Some sentences; Tab goes on to the next field."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        theme.changes().changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + theme.space(2.5))


class EntryFormPanel(QFrame):
    """The fields of one kind of entry. Signals: `save_wished(EntryForm)`, `left()` when it is put aside."""

    save_wished = Signal(object)
    left = Signal()

    def __init__(self, kind: EntryKind, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="surface")
        self.kind = kind
        self._form: EntryForm | None = None
        self._note = Progress(date.min, "", "")
        self._filled: EntryForm | None = None
        self._record: DevelopmentRecord | None = None
        self._known = Competencies(())
        self.fields: dict[str, QWidget] = {}
        self._labels: dict[str, QLabel] = {}
        self._faults: dict[str, QLabel] = {}
        self.title = heading("")
        self.unsaved = quiet("", small=True)
        self.expected = quiet("", small=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(0.75))
        self._grid.setColumnStretch(1, 1)
        for name in FIELDS[kind]:
            self._add(name, *ASKED[kind][name])
            if name == "competency":
                self._grid.addWidget(self.expected, self._grid.rowCount(), 1)
        if kind in DATED:
            self._add("progress", "Progress", "A note of today; it is added to those before and never changed")
        self.save = TextButton("Save", "primary")
        actions.explain(self.save, "save_entry")
        self.save.clicked.connect(lambda _checked=False: self.wish_save())
        self.close_button = TextButton("Close without saving", "plain")
        actions.explain(self.close_button, "leave_entry")
        self.close_button.clicked.connect(lambda _checked=False: self.left.emit())
        buttons = QWidget()
        row = FlowLayout(buttons, theme.space(1))
        row.addWidget(self.save)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        column.setSpacing(theme.space(1))
        for part in (self.title, self.unsaved):
            column.addWidget(part)
        column.addLayout(self._grid)
        column.addWidget(buttons)
        self.hide()
        theme.changes().changed.connect(self._align)

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    @property
    def is_changed(self) -> bool:
        """Whether anything stands there that is not stored."""
        return self.is_open and self._form is not None and self.form() != self._filled

    def open(
        self,
        form: EntryForm,
        record: DevelopmentRecord,
        known: Competencies,
        note: Progress,
        *,
        stored: EntryForm | None = None,
        told: str = "",
    ) -> None:
        """Show a form to be written. A note of progress is written as `note`, of its day and by its writer. `stored` is
        what the form is compared with to know whether anything is unsaved; without it, the form itself. `told` is said
        above the fields."""
        self._note = note
        self._form, self._record, self._known = form, record, known
        self._fill(form)
        self._filled = self.form() if stored is None else stored
        what = KIND_WORDS[self.kind]
        self.title.setText(f"Change: {what.lower()}" if form.entry_id else f"New: {what.lower()}")
        self.setAccessibleName(self.title.text())
        self.unsaved.setText(told)
        self.unsaved.setVisible(bool(told))
        if "progress" in self.fields:
            for part in (self._labels["progress"], self.fields["progress"]):
                part.setVisible(form.entry_id is not None)
        self.show_faults(())
        self.show()
        self._align()

    def go_on_from(self, newest: EntryForm, by: str) -> None:
        """Somebody changed the entry while it is being written here: what is saved takes the place of that."""
        if self._form is not None:
            kept = replace(self._form, entry_id=newest.entry_id, progress=newest.progress, comment=newest.comment)
            self._form, self._filled = kept, newest
            self.unsaved.setText(f"Changed by {by} in the meantime. What you save takes the place of that.")
            self.unsaved.show()

    @property
    def entry_id(self) -> str | None:
        """The version of an entry that is being changed; None for a new one."""
        return None if self._form is None else self._form.entry_id

    def shut(self) -> None:
        """Take the form out of sight."""
        self._form = self._filled = None
        self.hide()

    def focus_first(self) -> None:
        """The keyboard goes to the first field."""
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, name: str, value: str) -> None:
        """Choose in a field that has choices."""
        field = self.fields[name]
        if isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(value))

    def wish_save(self) -> None:
        """Hand on what is written."""
        if self._form is not None:
            self.save_wished.emit(self.form())

    def show_faults(self, faults: Sequence[Refusal]) -> None:
        """Say below each field what is wrong with it; the keyboard goes to the first."""
        told = {fault.column or "": fault.reason for fault in faults}
        for name, label in self._faults.items():
            label.setText(told.get(name, ""))
            label.setVisible(name in told)
            self.fields[name].setAccessibleDescription(told.get(name, ""))
        first = next((name for name in self.fields if name in told), None)
        if first is not None:
            self.fields[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self) -> EntryForm:
        """What stands in the fields."""
        assert self._form is not None
        values: dict[str, object] = {}
        for name, field in self.fields.items():
            if name == "progress":
                continue
            if isinstance(field, CheckChoice):
                values[name] = field.tied()
            elif isinstance(field, QDateEdit):
                values[name] = chosen_day(field)
            elif isinstance(field, QComboBox):
                values[name] = _chosen(name, field)
            else:
                values[name] = self._text(name)
        form = replace(self._form, **values)  # type: ignore[arg-type]
        note = self._text("progress") if self._form.entry_id and "progress" in self.fields else ""
        return form.with_progress(replace(self._note, text=note)) if note else form

    # building

    def _add(self, name: str, words: str, purpose: str) -> None:
        field = self._field(name)
        field.setAccessibleName(words)
        field.setToolTip(purpose)
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.setPlaceholderText(purpose)
        label = QLabel(words)
        label.setBuddy(field)
        fault = QLabel()
        fault.setWordWrap(True)
        theme.mark(fault, role="bad")
        fault.hide()
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        narrow = isinstance(field, QDateEdit | QComboBox)
        if narrow:
            self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(field, row, 1)
        self._grid.addWidget(fault, row + 1, 1)
        self.fields[name], self._labels[name], self._faults[name] = field, label, fault

    def _field(self, name: str) -> QWidget:
        if name in ("due", "day"):
            return day_field(name)
        if name == "reviews":
            return CheckChoice()
        if name in ("standing", "competency", "level"):
            box = QComboBox()
            if name == "standing":
                for standing, words in STANDING_WORDS.items():
                    box.addItem(words, standing)
            if name == "competency":
                box.currentIndexChanged.connect(lambda _at: self._on_competency())
            return box
        if name in LINES:
            return Words(LINES[name])
        line = QLineEdit()
        line.setMaxLength(MOST_TITLE if name == "title" else MOST_LETTERS)
        return line

    def _align(self) -> None:
        """Labels stand beside the first line of their fields."""
        for label in self._labels.values():
            label.setContentsMargins(0, theme.space(0.75), 0, 0)

    # filling

    def _fill(self, form: EntryForm) -> None:
        for name, field in self.fields.items():
            if name == "progress":
                self._put(field, "")
            elif name == "competency":
                self._offer(field, [(one.id, one.title) for one in self._known.known], form.competency, "Choose one")
            elif name == "level":
                self._offer_levels(form.level)
            elif isinstance(field, CheckChoice):
                field.offer(() if self._record is None else self._record.reviews, form.reviews)
            else:
                self._put(field, getattr(form, name))

    def _put(self, field: QWidget, value: object) -> None:
        if isinstance(field, QDateEdit) and isinstance(value, date):
            field.setDate(QDate(value.year, value.month, value.day))
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(max(0, field.findData(value)))
        elif isinstance(field, QLineEdit):
            field.setText(str(value or ""))
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(str(value or ""))

    def _offer(self, field: QWidget, choices: Sequence[tuple[str, str]], value: str | None, none: str) -> None:
        """The choices, and a value of before that is none of them any more."""
        assert isinstance(field, QComboBox)
        field.blockSignals(True)
        field.clear()
        field.addItem(none, None)
        for key, words in choices:
            field.addItem(words, key)
        if value is not None and field.findData(value) < 0:
            field.addItem(value, value)
        field.setCurrentIndex(max(0, field.findData(value)))
        field.blockSignals(False)
        if field is self.fields.get("competency"):
            self._say_expected()

    def _offer_levels(self, level: str | None) -> None:
        field = self.fields["level"]
        competency = self._known.get(self._competency())
        words = competency.assessments if competency is not None else ()
        self._offer(field, [(one, one) for one in words], level, "Not assessed")

    def _text(self, name: str) -> str:
        field = self.fields[name]
        if isinstance(field, QLineEdit):
            return field.text().strip()
        return field.toPlainText().strip() if isinstance(field, QPlainTextEdit) else ""

    def _competency(self) -> str | None:
        field = self.fields.get("competency")
        value = field.currentData() if isinstance(field, QComboBox) else None
        return value if isinstance(value, str) else None

    def _on_competency(self) -> None:
        self._say_expected()
        level = self.fields["level"]
        assert isinstance(level, QComboBox)
        kept = level.currentData()
        self._offer_levels(kept if isinstance(kept, str) else None)

    def _say_expected(self) -> None:
        found = self._known.get(self._competency())
        grade = None if self._record is None else self._record.line.grade
        words = "" if found is None else found.expected_at(grade)
        self.expected.setText(f"Expected at {grade}: {words}" if words else "")
        self.expected.setVisible(bool(words))


def _chosen(name: str, field: QComboBox) -> object:
    """What is chosen, as the form holds it."""
    value = field.currentData()
    return Standing(value) if name == "standing" and value else value
