"""Refused rows and files as a table: where, what stood there, and why; sortable, and written out as CSV or text."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.tables import wording
from models.errors import Refusal
from models.review_export import harmless

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADS = ("File", "Line", "Column", "Value", "Why")
SORT_ROLE = Qt.ItemDataRole.UserRole + 1


class RefusalsModel(QAbstractTableModel):
    """The refusals of one import, in the order they were found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Refusal, ...] = ()

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        return self._rows

    def show(self, refusals: Sequence[Refusal]) -> None:
        self.beginResetModel()
        self._rows = tuple(refusals)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = _cells(self._rows[index.row()])[index.column()]
        if role == SORT_ROLE:
            return (self._rows[index.row()].line or 0) if index.column() == 1 else cell.casefold()
        if role == Qt.ItemDataRole.DisplayRole:
            return Path(cell).name if index.column() == 0 else cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def as_text(refusals: Sequence[Refusal]) -> str:
    """For the clipboard: a line each, cells apart by tabs."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in _cells(refusal)) for refusal in refusals)


def as_csv(refusals: Sequence[Refusal]) -> str:
    """For a file: UTF-8, LF, what a spreadsheet would take for a formula made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "line", "column", "value", "reason"))
    for refusal in refusals:
        writer.writerow(harmless(cell) for cell in _cells(refusal))
    return out.getvalue()


def _cells(refusal: Refusal) -> tuple[str, str, str, str, str]:
    line = "" if refusal.line is None else str(refusal.line)
    return (refusal.file, line, refusal.column or "", refusal.value or "", refusal.reason)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
