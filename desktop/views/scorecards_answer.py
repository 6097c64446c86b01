"""What a prompt asks for, in the editor: its type and the fields that belong to it, the options of a choice as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.scorecards import TYPES
from desktop.views.actions import ActionTable
from desktop.views.press import IconButton, TextButton
from desktop.views.press_boxes import TickBox
from desktop.views.scorecards_fields import (
    EditLine,
    FieldForm,
    LineField,
    PickField,
    as_amount,
    as_optional,
    as_optional_whole,
    as_whole,
    fault_label,
    show_fault,
)
from models.answer_types import AnswerType

NUMBER_LETTERS = 8
OPTION_HEADS = ("Id", "Words", "Credit %", "Counts as a no")


class OptionRows(QWidget):
    """The options of a choice. Signals: `edited(key, options, typing)`; `left()`."""

    edited = Signal(str, object, bool)
    left = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: list[dict[str, Any]] = []
        self._lines: list[tuple[EditLine, EditLine, EditLine, TickBox]] = []
        self._buttons: list[IconButton] = []
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setColumnStretch(1, 1)
        self.said = fault_label()
        self.more = TextButton("Add an answer", "link")
        self.more.show_icon("plus", "accent")
        actions.explain(self.more, "add_option")
        self.more.clicked.connect(lambda _checked=False: self.add())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(self._inside)
        column.addWidget(self.said)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_options(self, options: Sequence[Mapping[str, Any]], faults: Mapping[str, str], *, read_only: bool) -> None:
        """Show these; the rows are made anew only where their number changes."""
        self._options = [dict(option) for option in options]
        if len(self._lines) != len(options):
            self._build()
        for option, (line, words, credit, tick) in zip(self._options, self._lines, strict=True):
            for field, value in ((line, option.get("id")), (words, option.get("text")), (credit, option.get("credit"))):
                field.show_text("" if value is None else str(value))
                field.setReadOnly(read_only)
            tick.setChecked(option.get("counts_as_no", option.get("credit") == 0) is True)
            tick.setEnabled(not read_only)
        for button in self._buttons:
            button.setVisible(not read_only)
        self.more.setVisible(not read_only)
        told = [f"Answer {_numbered(key)}: {why}." for key, why in faults.items() if key.startswith("option[")]
        show_fault(self.said, "\n".join(told) or faults.get("option", ""))

    def add(self) -> None:
        """One more option at the end; the keyboard goes to its id."""
        taken = {option.get("id") for option in self._options}
        number = next(each for each in range(1, len(taken) + 2) if f"answer_{each}" not in taken)
        self._tell([*self._options, {"id": f"answer_{number}", "text": "", "credit": 0}])
        if self._lines:
            self._lines[-1][1].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self, at: int = 0) -> None:
        """The keyboard goes to an option."""
        if self._lines:
            self._lines[min(at, len(self._lines) - 1)][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._lines, self._buttons = [], []
        for at, words in enumerate(OPTION_HEADS):
            head = QLabel(words)
            theme.mark(head, role="small")
            self._grid.addWidget(head, 0, at)
        for at in range(len(self._options)):
            self._add_row(at)

    def _add_row(self, at: int) -> None:
        lines = []
        for name, key, width in (("Id", "id", 14), ("Words", "text", 0), ("Credit in per cent", "credit", 4)):
            line = EditLine(self._inside)
            line.setAccessibleName(f"{name} of answer {at + 1}")
            if width:
                line.setFixedWidth(width * line.fontMetrics().horizontalAdvance("0") + theme.space(3))
            line.textEdited.connect(lambda text, key=key: self._put(at, key, text, typing=True))
            line.left.connect(self.left)
            lines.append(line)
        tick = TickBox("", self._inside)
        tick.setAccessibleName(f"Answer {at + 1} counts as a no")
        tick.clicked.connect(lambda on: self._put(at, "counts_as_no", on, typing=False))
        for column, part in enumerate((*lines, tick)):
            self._grid.addWidget(part, at + 1, column)
            part.show()  # at once: one that is shown by the layout later cannot take the keyboard now
        for column, (icon, name, by) in enumerate((("chevron-up", "up", -1), ("chevron-down", "down", 1)), 4):
            button = IconButton(icon, f"Move answer {at + 1} {name}", self)
            button.clicked.connect(lambda _checked=False, by=by: self._move(at, by))
            self._grid.addWidget(button, at + 1, column)
            self._buttons.append(button)
        away = IconButton("close", f"Remove answer {at + 1}", self)
        away.clicked.connect(lambda _checked=False: self._remove(at))
        self._grid.addWidget(away, at + 1, 6)
        self._buttons.append(away)
        self._lines.append((lines[0], lines[1], lines[2], tick))

    def _put(self, at: int, key: str, value: object, *, typing: bool) -> None:
        options = [dict(option) for option in self._options]
        options[at][key] = as_whole(str(value)) if key == "credit" else value
        self._tell(options, typing=typing)

    def _move(self, at: int, by: int) -> None:
        to = at + by
        if 0 <= to < len(self._options):
            options = list(self._options)
            options[at], options[to] = options[to], options[at]
            self._tell(options)
            self.focus_first(to)

    def _remove(self, at: int) -> None:
        self._tell([option for place, option in enumerate(self._options) if place != at])
        self.focus_first(at)

    def _tell(self, options: list[dict[str, Any]], *, typing: bool = False) -> None:
        self.edited.emit("option", options, typing)


class AnswerForm(FieldForm):
    """The type of a prompt's answer and what belongs to it; signals as FieldForm, the key "type" for another type."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kinds = [(words, kind.value) for kind, words in TYPES.items()]
        self.add(PickField("type", "Answer", "What is asked for", kinds))
        self.options = OptionRows(actions)
        self.options.edited.connect(lambda key, value, typing: self.wished.emit({key: value}, typing))
        self.options.left.connect(self.rested)
        self.column.addWidget(self.options)
        self._parts = {
            AnswerType.SCALE: self._scale(),
            AnswerType.NUMBER: self._number(),
            AnswerType.TEXT: self._text(),
        }
        for part in self._parts.values():
            part.wished.connect(self.wished)
            part.rested.connect(self.rested)
            self.column.addWidget(part)

    def show_table(self, table: Mapping[str, Any], faults: Mapping[str, str], *, read_only: bool) -> None:
        kind = str(table.get("type", AnswerType.YES_NO.value))
        super().show_table({"type": kind}, faults, read_only=read_only)
        self.options.setVisible(kind == AnswerType.CHOICE)
        if kind == AnswerType.CHOICE:
            self.options.show_options(table.get("option", ()), faults, read_only=read_only)
        for part_kind, part in self._parts.items():
            part.setVisible(kind == part_kind)
            if kind == part_kind:
                part.show_table(table, faults, read_only=read_only)

    def focus_key(self, key: str) -> bool:
        if key.startswith("option"):
            number = _numbered(key)
            self.options.focus_first(int(number) - 1 if number.isdigit() else 0)
            return not self.options.isHidden()
        return super().focus_key(key) or any(part.focus_key(key) for part in self._parts.values() if part.isVisible())

    def _scale(self) -> FieldForm:
        made = FieldForm()
        made.add(
            LineField("least", "From", "The lowest point", as_whole, NUMBER_LETTERS),
            LineField("most", "To", "The highest point", as_whole, NUMBER_LETTERS),
            LineField(
                "no_below", "A no below", "Points below this one count as a no", as_optional_whole, NUMBER_LETTERS
            ),
            LineField("least_words", "The lowest means", "What the lowest point means", as_optional, 20),
            LineField("most_words", "The highest means", "What the highest point means", as_optional, 20),
        )
        return made

    def _number(self) -> FieldForm:
        made = FieldForm()
        made.add(
            LineField("unit", "Unit", "£, %, minutes: what the number counts", as_optional, NUMBER_LETTERS),
            LineField("decimals", "Decimals", "How many places may be typed", as_optional_whole, NUMBER_LETTERS),
            LineField("least", "At least", "Nothing smaller can be typed", as_amount, NUMBER_LETTERS),
            LineField("most", "At most", "Nothing greater can be typed", as_amount, NUMBER_LETTERS),
            LineField("no_below", "A no below", "Anything smaller counts as a no", as_amount, NUMBER_LETTERS),
            LineField("no_above", "A no above", "Anything greater counts as a no", as_amount, NUMBER_LETTERS),
        )
        return made

    def _text(self) -> FieldForm:
        made = FieldForm()
        made.add(
            LineField("longest", "Longest", "So many characters can be written", as_optional_whole, NUMBER_LETTERS)
        )
        return made


def _numbered(key: str) -> str:
    """ "2" of "option[2].credit"."""
    return key.partition("[")[2].partition("]")[0]
