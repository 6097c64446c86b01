"""A list of lines to choose from: a title, a quieter detail below (whole, in as many lines as it needs), and a short
word at the right. A line that stands for nothing heads those below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import theme
from desktop.tables import wording
from desktop.views.chosen_ground import paint_ground

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
WHOLE = 10_000
"""Pixels: more than any detail is high."""


@dataclass(frozen=True)
class Line:
    """One line. `key` says what it stands for (empty: it is a heading); `drawing` is an icon's name or empty."""

    key: str
    title: str
    detail: str = ""
    right: str = ""
    drawing: str = ""


class LineList(QListWidget):
    """Signal `taken(key)` by Return or a double click (a click when `at_once`)."""

    taken = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, at_once: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_LineDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if at_once:
            self.itemClicked.connect(lambda _item: self.take_current())
        else:
            self.itemDoubleClicked.connect(lambda _item: self.take_current())
        theme.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the first that stands for something is current."""
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.title, self)
            item.setData(LINE_ROLE, line)
            spoken = ", ".join(part for part in (line.title, line.detail, line.right) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(wording.tip(line.detail))
            if not line.key:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        first = next((at for at, line in enumerate(lines) if line.key), None)
        if first is not None:
            self.setCurrentRow(first)

    def current_key(self) -> str | None:
        item = self.currentItem()
        line = None if item is None else item.data(LINE_ROLE)
        return line.key if isinstance(line, Line) else None

    def take_current(self) -> None:
        key = self.current_key()
        if key is not None:
            self.taken.emit(key)

    def step(self, by: int) -> None:
        """The line below or above, round the ends; headings and what is hidden are passed over."""
        ways = [at for at in range(self.count()) if self.item(at).flags() and not self.item(at).isHidden()]
        if ways:
            at = ways.index(self.currentRow()) if self.currentRow() in ways else -1
            self.setCurrentRow(ways[(at + by) % len(ways)])


class _LineDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        line, below = index.data(LINE_ROLE), 0
        if isinstance(line, Line) and not line.key:
            return QSize(theme.space(10), theme.text_height("small") + theme.space(1.5))
        if isinstance(line, Line) and line.detail:
            owner = self.parent()
            assert isinstance(owner, LineList)
            icon = theme.icon_size().width() + theme.space(1) if line.drawing else 0
            small = QFontMetrics(theme.font("small"))
            right = small.horizontalAdvance(line.right) + theme.space(1.5) if line.right else 0
            room = QRect(0, 0, owner.viewport().width() - theme.space(2) - 4 - icon - right, WHOLE)
            below = max(theme.text_height("small"), small.boundingRect(room, WRAPPED, line.detail).height())
        return QSize(theme.space(10), theme.text_height() + below + theme.space(1.5))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        painter.save()
        rect: QRect = option.rect.adjusted(2, 1, -2, -1)
        if not line.key:
            head = rect.adjusted(theme.space(1), 0, 0, -theme.space(0.25))
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("quiet"))
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, line.title)
            painter.restore()
            return
        paint_ground(painter, rect, option)
        inner = rect.adjusted(theme.space(1), theme.space(0.5), -theme.space(1), -theme.space(0.5))
        if line.drawing:
            side = theme.icon_size().width()
            picture = theme.pixmap(line.drawing, "quiet", side, painter.device().devicePixelRatioF())
            painter.drawPixmap(inner.left(), rect.center().y() - side // 2 + 1, picture)
            inner.adjust(side + theme.space(1), 0, 0, 0)
        _draw_words(painter, inner, line)
        painter.restore()


def _draw_words(painter: QPainter, inner: QRect, line: Line) -> None:
    small = QFontMetrics(theme.font("small"))
    right = small.horizontalAdvance(line.right)
    middle, left = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft
    if line.right:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("quiet"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, line.right)
        inner = inner.adjusted(0, 0, -right - theme.space(1.5), 0)
    body = QFontMetrics(theme.font("body"))
    head = QRect(inner.left(), inner.top(), inner.width(), body.height() if line.detail else inner.height())
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colour("text"))
    painter.drawText(head, left | middle, body.elidedText(line.title, Qt.TextElideMode.ElideRight, head.width()))
    if line.detail:
        below = QRect(inner.left(), head.bottom() + 1, inner.width(), inner.bottom() - head.bottom())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("quiet"))
        painter.drawText(below, WRAPPED, line.detail)
