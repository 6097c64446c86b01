"""The comparison of the matches page: what is decided on at the left, the candidates beside it, one of them chosen.

The first column stays where it is while the candidates scroll. The keyboard never comes here: the list keeps it, and
the arrows to the left and right choose.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop import theme
from desktop.tables.matches import CELL_ROLE, Cell, Side, SidesModel
from models.match_points import Agreement

MARKS = {
    Agreement.AGREES: ("check", "good"),
    Agreement.CONTRADICTS: ("cross", "bad"),
    Agreement.NOT_SAID: ("minus", "quiet"),
}
"""Drawing and ink of how a fact stands to the first column; the words stand below it."""

WIDEST = "the call names no caseworker"
"""A column is at least as wide as this in small text, with its mark."""


class MatchSides(QWidget):
    """Signals: `chosen()` when another candidate, or none, is chosen; `taken()` by a double click."""

    chosen = Signal()
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SidesModel(self)
        self._at = -1
        self.fixed = _Sides(self.model, self)
        self.fixed.setAccessibleName("What is decided on")
        self.candidates = _Sides(self.model, self)
        self.candidates.setAccessibleName("Candidates, side by side")
        self.candidates.verticalHeader().hide()
        self.candidates.setItemDelegate(_CellDelegate(self))
        self.fixed.setItemDelegate(_CellDelegate(self))
        self.fixed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fixed.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.candidates.verticalScrollBar().valueChanged.connect(self.fixed.verticalScrollBar().setValue)
        self.fixed.verticalScrollBar().valueChanged.connect(self.candidates.verticalScrollBar().setValue)
        self.candidates.clicked.connect(lambda index: self.choose(index.column() - 1))
        self.candidates.doubleClicked.connect(lambda _index: self.taken.emit())
        self.candidates.horizontalHeader().sectionClicked.connect(lambda column: self.choose(column - 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.fixed)
        row.addWidget(self.candidates, 1)
        self._fit()
        theme.changes().changed.connect(self._fit)

    @property
    def current(self) -> int:
        """The candidate that is chosen, counted from 0; -1 for none."""
        return self._at

    @property
    def current_key(self) -> str | None:
        return self.model.sides[self._at + 1].key if 0 <= self._at < len(self.model.sides) - 1 else None

    def show_sides(self, labels: tuple[str, ...], found: tuple[Side, ...], *, choose: bool) -> None:
        """Other facts; the first candidate is chosen at once where `choose` says so."""
        self.model.show(labels, found)
        self._fit()
        self._at = -1
        self.choose(0 if choose and len(found) > 1 else -1)

    def step(self, by: int) -> None:
        """The candidate to the right or the left, staying at the ends."""
        count = len(self.model.sides) - 1
        if count > 0:
            self.choose(min(max(self._at + by, 0), count - 1))

    def choose(self, at: int) -> None:
        """Choose a candidate, or none (-1)."""
        self._at = at
        if at >= 0:
            self.candidates.scrollTo(self.model.index(0, at + 1))
            side = self.model.sides[at + 1]
            facts = zip(self.model.labels, side.cells, strict=True)
            said = "; ".join(f"{label}: {cell.spoken}" for label, cell in facts)
            self.candidates.setAccessibleDescription(f"{side.key} is chosen. {said}")
        else:
            self.candidates.setAccessibleDescription("")
        self.candidates.viewport().update()
        self.chosen.emit()

    def is_chosen(self, column: int) -> bool:
        return self._at >= 0 and column == self._at + 1

    def _fit(self) -> None:
        """Rows of one height for value and words; columns as wide as their words need."""
        for at in range(len(self.model.sides)):
            self.fixed.setColumnHidden(at, at != 0)
            self.candidates.setColumnHidden(at, at == 0)
        small, body = QFontMetrics(theme.font("small")), QFontMetrics(theme.font("body"))
        mark = theme.icon_size().width() + theme.space(3)
        wide = small.horizontalAdvance(WIDEST) + mark
        for at, side in enumerate(self.model.sides):
            words = max((small.horizontalAdvance(cell.words) for cell in side.cells), default=0)
            values = max((body.horizontalAdvance(cell.value) for cell in side.cells), default=0)
            head = small.horizontalAdvance(f"{side.key} · {side.note}") + theme.space(2)
            width = max(words + mark, values + mark, head)
            table = self.fixed if at == 0 else self.candidates
            table.setColumnWidth(at, min(width, 2 * wide) if at == 0 else max(wide, min(width, 2 * wide)))
        labels = max((small.horizontalAdvance(label) for label in self.model.labels), default=0) + theme.space(3)
        self.fixed.verticalHeader().setFixedWidth(labels)
        height = theme.text_height() + theme.text_height("small") + theme.space(1)
        for table in (self.fixed, self.candidates):
            table.verticalHeader().setDefaultSectionSize(height)
        if self.model.sides:
            self.fixed.setFixedWidth(labels + self.fixed.columnWidth(0) + 2)


class _Sides(QTableView):
    """One of the two tables: no keyboard, no selection of its own."""

    def __init__(self, model: SidesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setStyleSheet("QHeaderView::section:first { padding-left: 8px; }")


class _CellDelegate(QStyledItemDelegate):
    """Paints a fact: its sign, the value, and how it stands to the first column below; the chosen column tinted."""

    def __init__(self, sides: MatchSides) -> None:
        super().__init__(sides)
        self._sides = sides

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(theme.space(8), theme.text_height() + theme.text_height("small") + theme.space(1))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        painter.save()
        rect: QRect = option.rect
        if self._sides.is_chosen(index.column()):
            painter.fillRect(rect, theme.colour("selection"))
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawLine(rect.left() + 1, rect.top(), rect.left() + 1, rect.bottom())
            painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        side = theme.icon_size().width()
        inner = rect.adjusted(theme.space(1), theme.space(0.25), -theme.space(0.75), 0)
        if cell.mark is not None:
            sign = theme.pixmap(*MARKS[cell.mark], side, painter.device().devicePixelRatioF())
            beside = theme.text_height() if cell.words else inner.height()
            painter.drawPixmap(inner.left(), inner.top() + (beside - side) // 2 + 1, sign)
        if index.column() > 0:
            inner.adjust(side + theme.space(0.75), 0, 0, 0)
        self._draw(painter, inner, cell)
        painter.restore()

    def _draw(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        body, small = theme.font("figures"), theme.font("small")
        quiet = cell.value in ("—", "not held")
        head = QRect(inner.left(), inner.top(), inner.width(), theme.text_height())
        if not cell.words:
            head.setHeight(inner.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(body)
        painter.setPen(theme.colour("quiet" if quiet else "text"))
        painter.drawText(head, middle, _cut(cell.value, QFontMetrics(body), head.width()))
        if cell.words:
            below = QRect(inner.left(), head.bottom() + 1, inner.width(), theme.text_height("small"))
            painter.setFont(small)
            painter.setPen(theme.colour("bad" if cell.mark is Agreement.CONTRADICTS else "quiet"))
            painter.drawText(below, middle, _cut(cell.words, QFontMetrics(small), below.width()))


def _cut(words: str, metrics: QFontMetrics, width: int) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
