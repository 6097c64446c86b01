"""The hits of a search as a list: each call's head, below it its lines with time, speaker and the words found.

Painted here; the rows come from `desktop.tables.search`. The words found stand on a tint and are heavier, so that they
are seen without colour, too.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop import theme
from desktop.tables.search import ROW_ROLE, CallHead, FoundLine, SearchRows

Index = QModelIndex | QPersistentModelIndex
WIDEST_EMS = 60
"""A line of text is broken at so many heights of it: longer ones are hard to read."""


class FoundList(QListView):
    """Signals: `left_upwards()` when the arrow up goes past the first line; `typed(text)` when letters are meant for
    the search field."""

    left_upwards = Signal()
    typed = Signal(str)

    def __init__(self, rows: SearchRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setModel(rows)
        self.setAccessibleName("Where it was said")
        self.setItemDelegate(_RowDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        rows.modelReset.connect(self._on_reset)
        theme.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def take_keyboard(self) -> None:
        """The keyboard is here, on the line it was on, else on the first."""
        if not self.currentIndex().isValid():
            self._go_to_first()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """As every list, but the first place is the first line, below its call's head."""
        if action is QAbstractItemView.CursorAction.MoveHome and self._rows.first_line() is not None:
            self.scrollToTop()
            return self._rows.index(self._rows.first_line() or 0)
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Up and plain and self.currentIndex().row() <= (self._rows.first_line() or 0):
            self.left_upwards.emit()
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _on_reset(self) -> None:
        self.scrollToTop()
        self._go_to_first()

    def _go_to_first(self) -> None:
        first = self._rows.first_line()
        if first is not None:
            self.setCurrentIndex(self._rows.index(first))
            self.scrollToTop()


class _RowDelegate(QStyledItemDelegate):
    """Paints heads and lines; the width is that of the list."""

    def __init__(self, view: FoundList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        row = index.data(ROW_ROLE)
        if isinstance(row, CallHead):
            return QSize(theme.space(10), theme.text_height("heading") + theme.space(2.5))
        if not isinstance(row, FoundLine):
            return QSize(0, 0)
        text = _laid_out(row, _text_rect(QRect(0, 0, self._view.viewport().width(), 0)).width())
        return QSize(theme.space(10), round(text.boundingRect().height()) + theme.space(1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, CallHead):
            _paint_head(painter, option.rect, row, first=index.row() == 0)
        elif isinstance(row, FoundLine):
            _paint_line(painter, option, row)
        painter.restore()


def _paint_head(painter: QPainter, rect: QRect, head: CallHead, *, first: bool) -> None:
    left, bottom = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignBottom
    if not first:
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.left() + theme.space(2), rect.top(), rect.right() - theme.space(2), rect.top())
    inner = rect.adjusted(theme.space(2), 0, -theme.space(2), -theme.space(0.5))
    shown = [(head.when, "heading", "text"), (head.recording_id, "body", "text"), (head.facts, "body", "quiet")]
    for text, font, ink in shown:
        metrics = QFontMetrics(theme.font(font))
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(ink))
        words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, inner.width()))
        painter.drawText(inner, left | bottom, words)
        inner.setLeft(inner.left() + metrics.horizontalAdvance(text) + theme.space(1.5))
    if head.lines > 1:
        painter.setPen(theme.colour("quiet"))
        painter.setFont(theme.font("small"))
        words = f"{head.lines} lines"
        if painter.fontMetrics().horizontalAdvance(words) <= inner.width():
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | bottom, words)


def _paint_line(painter: QPainter, option: QStyleOptionViewItem, row: FoundLine) -> None:
    rect: QRect = option.rect.adjusted(theme.space(1), 1, -theme.space(1), -1)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("selection" if chosen else "hover"))
        painter.drawRoundedRect(rect, 6, 6)
    if chosen and option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
    text = _text_rect(option.rect)
    laid = _laid_out(row, text.width())
    top = option.rect.top() + theme.space(0.5)
    first = QRect(0, top, 0, round(laid.lineAt(0).height()) if laid.lineCount() else text.height())
    small = QFontMetrics(theme.font("small"))
    gap, name = theme.space(1), small.horizontalAdvance("NRP")
    right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour(row.hit.speaker.value))
    painter.drawText(
        first.adjusted(text.left() - gap - name, 0, text.left() - gap, 0),
        Qt.AlignmentFlag.AlignLeft | middle,
        row.speaker,
    )
    painter.setPen(theme.colour("quiet"))
    times = first.adjusted(option.rect.left() + theme.space(2), 0, text.left() - 2 * gap - name, 0)
    painter.drawText(times, right | middle, row.time)
    painter.setPen(theme.colour("text"))
    laid.draw(painter, QPointF(text.left(), top))


def _text_rect(rect: QRect) -> QRect:
    """Where the words stand, right of time and speaker."""
    small = QFontMetrics(theme.font("small"))
    before = small.horizontalAdvance("0:00:00") + small.horizontalAdvance("NRP") + 2 * theme.space(1)
    inner = rect.adjusted(theme.space(2) + before, 0, -theme.space(2), 0)
    widest = WIDEST_EMS * theme.text_height()
    return QRect(inner.left(), inner.top(), max(80, min(inner.width(), widest)), inner.height())


def _laid_out(row: FoundLine, width: int) -> QTextLayout:
    """The words of a line, broken at `width`, those found marked."""
    layout = QTextLayout(row.hit.text, theme.font("body"))
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrapping)
    found = QTextCharFormat()
    found.setFontWeight(QFont.Weight.Bold)
    found.setBackground(theme.colour("warn_tint"))
    found.setForeground(theme.colour("text"))
    ranges = []
    for start, end in row.hit.marks:
        marked = QTextLayout.FormatRange()
        marked.start = _units(row.hit.text[:start])
        marked.length = _units(row.hit.text[start:end])
        marked.format = found
        ranges.append(marked)
    layout.setFormats(ranges)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _units(text: str) -> int:
    """How long Qt takes a text to be: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2
