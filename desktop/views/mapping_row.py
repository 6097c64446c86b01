"""One of our columns in the mapping: the heading it comes from, its unit, and what their codes mean."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.calm_box import CalmBox
from desktop.views.mapping_codes import MappingCodes
from desktop.views.page import quiet
from desktop.views.press import ElidedLabel
from models.intake.lists import Cell
from models.intake.profile import ColumnMap, Unit
from models.intake.readers import UNITS, Sort

LEFT_OUT, CONSTANT = "left out", "constant"
EXAMPLE = 24
CODED = frozenset({Sort.CODE, Sort.CODES})
WORDS_OF_SORT = {
    Sort.TEXT: "text",
    Sort.REFERENCE: "a reference",
    Sort.MONEY: "an amount",
    Sort.WEEKLY: "an amount a week",
    Sort.DAY: "a date",
    Sort.MONTH: "a month",
    Sort.MOMENT: "a date and time",
    Sort.CALL_START: "a date and time",
    Sort.LENGTH: "a length of time",
    Sort.COUNT: "a number",
    Sort.SHA256: "a SHA-256",
    Sort.CODE: "a code",
    Sort.CODES: "codes",
}


class MappingRow(QWidget):
    """Signal `changed(our heading, ColumnMap)` by the person's hand only."""

    changed = Signal(str, object)

    def __init__(self, cell: Cell, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cell = cell
        self._told = ColumnMap()
        self._separator = ";"
        self._showing = False
        self._reason = ""
        self.label = label
        name = QLabel(label)
        theme.mark(name, role="heading" if cell.needed else "")
        what = WORDS_OF_SORT[cell.sort]
        self.hint = ElidedLabel()
        theme.mark(self.hint, role="small")
        self.hint.set_words(("needed · " if cell.needed else "") + f"{what} · {cell.heading}")
        self.heading = CalmBox()
        self.heading.setAccessibleName(f"{label}: heading in the file")
        self.heading.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.heading.setMinimumContentsLength(8)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.activated.connect(lambda _at: self._on_heading())
        self.constant = QLineEdit()
        self.constant.setAccessibleName(f"{label}: the same in every row")
        self.constant.setPlaceholderText("Value of every row")
        self.constant.editingFinished.connect(self._on_constant)
        self.unit = CalmBox()
        self.unit.setAccessibleName(f"{label}: written in")
        for unit in UNITS.get(cell.sort, ()):
            self.unit.addItem(unit.in_words, unit)
        self.unit.activated.connect(lambda _at: self._on_unit())
        self.codes = MappingCodes(label, cell.codes)
        self.codes.changed.connect(self._on_codes)
        self.words = quiet("", small=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.space(0.75), theme.space(1), theme.space(0.75))
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(0.25))
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.hint, 1, 0)
        beside = QVBoxLayout()
        beside.setSpacing(theme.space(0.5))
        for widget in (self.heading, self.constant, self.unit):
            beside.addWidget(widget)
        beside.addStretch(1)
        grid.addLayout(beside, 0, 1, 2, 1)
        grid.addWidget(self.codes, 2, 1)
        grid.addWidget(self.words, 3, 0, 1, 2)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 7)

    @property
    def is_lacking(self) -> bool:
        """Whether this column is needed and comes from nowhere."""
        return self.cell.needed and self._told.is_left_out

    def offer(self, headings: Sequence[str], examples: Sequence[str]) -> None:
        """The headings of the file, each with what stands under it first."""
        self._showing = True
        self.heading.clear()
        self.heading.addItem("Not in this file", LEFT_OUT)
        for heading, example in zip(headings, examples, strict=True):
            if heading:
                self.heading.addItem(heading, ("heading", heading))
                self.heading.setItemData(self.heading.count() - 1, wording.tip(example), Qt.ItemDataRole.ToolTipRole)
        self.heading.insertSeparator(self.heading.count())
        self.heading.addItem("The same in every row …", CONSTANT)
        self._showing = False

    def show_map(self, told: ColumnMap, reason: str, cells: Sequence[str], separator: str) -> None:
        """Where the column comes from, why that was proposed, and the cells that stand there."""
        self._showing = True
        example = next((cell.strip() for cell in cells if cell.strip()), "")
        shown = f"e.g. {example[:EXAMPLE]}" if example and told.heading is not None else ""
        self._told, self._separator = told, separator
        self._reason = " · ".join(part for part in (shown, reason) if part)
        constant = told.value is not None
        if constant:
            self.heading.setCurrentIndex(self.heading.findData(CONSTANT))
        elif told.heading is None:
            self.heading.setCurrentIndex(0)
        else:
            self._show_heading(told.heading)
        self.constant.setVisible(constant)
        if constant and self.constant.text() != told.value:
            self.constant.setText(told.value or "")
        taken = told.heading is not None
        self.unit.setVisible(taken and self.unit.count() > 0)
        self.unit.setCurrentIndex(max(0, self.unit.findData(told.unit)))
        coded = taken and self.cell.sort in CODED
        self.codes.setVisible(coded)
        if coded:
            self.codes.show_codes(self._single(cells), told.codes)
        self.show_faults(0, "")
        self._showing = False

    def show_faults(self, count: int, example: str) -> None:
        """How many of the first rows are refused for this column, and why the first is."""
        if self.is_lacking:
            words, role = "This column is needed: without it the list cannot be taken.", "bad"
        elif count:
            words, role = f"{count} of the first rows refused: {example}", "bad"
        else:
            words, role = ("" if self._told.is_left_out else self._reason), "small"
        self.words.setText(words)
        self.words.setVisible(bool(words))
        theme.mark(self.words, role=role)
        self.words.setFont(theme.font("small"))

    def _show_heading(self, heading: str) -> None:
        at = self.heading.findData(("heading", heading))
        if at < 0:
            plain = " ".join(heading.casefold().split())
            alike = (i for i in range(self.heading.count()) if _plain(self.heading.itemData(i)) == plain)
            at = next(alike, -1)
        if at < 0:
            self.heading.insertItem(1, f"{heading}   (not in this file)", ("heading", heading))
            at = 1
        self.heading.setCurrentIndex(at)

    def _single(self, cells: Sequence[str]) -> list[str]:
        """The different values that stand there, in the order they come."""
        parts = (part for cell in cells for part in (cell.split(self._separator) if self._is_list else [cell]))
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    @property
    def _is_list(self) -> bool:
        return self.cell.sort is Sort.CODES

    def _on_heading(self) -> None:
        data = self.heading.currentData()
        if data == LEFT_OUT:
            self._tell(ColumnMap())
        elif data == CONSTANT:
            self._tell(ColumnMap(value=self._told.value or ""))
            self.constant.setFocus()
        else:
            self._tell(ColumnMap(heading=data[1], unit=self._told.unit, codes=self._told.codes))

    def _on_constant(self) -> None:
        if self._told.value is not None and self.constant.text().strip() != self._told.value:
            self._tell(ColumnMap(value=self.constant.text().strip()))

    def _on_unit(self) -> None:
        unit = self.unit.currentData()
        first = unit is self.unit.itemData(0)
        told = self._told
        self._tell(ColumnMap(told.heading, told.value, None if first else Unit(unit), told.codes))

    def _on_codes(self, codes: object) -> None:
        told = self._told
        self._tell(ColumnMap(told.heading, told.value, told.unit, dict(codes)))  # type: ignore[call-overload]

    def _tell(self, told: ColumnMap) -> None:
        if not self._showing:
            self._told = told
            self.changed.emit(self.cell.heading, told)


def _plain(data: object) -> str:
    return " ".join(str(data[1]).casefold().split()) if isinstance(data, tuple) else ""
