"""The rail at the left of a list: what the list can be asked for, a line with a mark and a count each."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import theme
from desktop.tables import wording
from desktop.views.chosen_ground import paint_ground

SECTION_ROLE = Qt.ItemDataRole.UserRole + 1
COUNT_ROLE = Qt.ItemDataRole.UserRole + 2
MARK_ROLE = Qt.ItemDataRole.UserRole + 3
"""What a line stands for (a heading: nothing), how many there are, its drawing (none: it belongs to the one above)."""


class RailKey(NamedTuple):
    """A line of a rail: what it stands for (empty: it heads those below), its words, its drawing, what it is for."""

    key: str
    words: str
    mark: str
    purpose: str


class KeyRail(QListWidget):
    """Lines with counts that change. Signal `wished(key)` when another line is chosen."""

    wished = Signal(str)

    def __init__(self, lines: Sequence[RailKey], name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the rail."""
        super().__init__(parent)
        self.setObjectName("rail")
        theme.mark(self, role="rail")
        self.setAccessibleName(name)
        self.setItemDelegate(RailDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.lay(lines)
        self.currentItemChanged.connect(self._on_current)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def lay(self, lines: Sequence[RailKey]) -> None:
        """Show these lines, without counts; none of them is marked, and nothing is asked for."""
        self.blockSignals(True)
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.words, self)
            item.setData(MARK_ROLE, line.mark)
            if not line.key:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                continue
            item.setData(SECTION_ROLE, line.key)
            item.setToolTip(line.purpose)
        self.blockSignals(False)
        self.show_counts({})

    def show_counts(self, counts: Mapping[Any, int]) -> None:
        """How many there are of each; a line without a count shows none."""
        for item in self._lines():
            count = counts.get(item.data(SECTION_ROLE))
            item.setData(COUNT_ROLE, count)
            spoken = item.text() if count is None else f"{item.text()}, {wording.number(count)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def show_key(self, key: str) -> None:
        """Mark the line shown, without asking for it."""
        for item in self._lines():
            if item.data(SECTION_ROLE) == key and self.currentItem() is not item:
                self.blockSignals(True)
                self.setCurrentItem(item)
                self.blockSignals(False)

    def show_only(self, keys: Collection[str]) -> None:
        """Hide the lines that are of no use to whoever works."""
        for item in self._lines():
            item.setHidden(item.data(SECTION_ROLE) not in keys)

    def step(self, by: int) -> None:
        """The next (or previous) line."""
        lines = [item for item in self._lines() if not item.isHidden()]
        at = lines.index(self.currentItem()) if self.currentItem() in lines else 0
        if lines:
            self.setCurrentItem(lines[(at + by) % len(lines)])

    def words_width(self) -> int:
        """Pixels that the words and the count of a line take: the longest words there are, and six digits."""
        metrics = QFontMetrics(theme.font("body"))
        words = (metrics.horizontalAdvance(self.item(at).text()) for at in range(self.count()))
        return max(words, default=0) + metrics.horizontalAdvance("000,000") + theme.space(2)

    def _lines(self) -> list[QListWidgetItem]:
        rows = [self.item(at) for at in range(self.count())]
        return [item for item in rows if item.data(SECTION_ROLE)]

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(SECTION_ROLE):
            self.wished.emit(item.data(SECTION_ROLE))

    def _fit(self) -> None:
        self.setFixedWidth(self.words_width() + theme.icon_size().width() + theme.space(4))
        self.scheduleDelayedItemsLayout()


class RailDelegate(QStyledItemDelegate):
    """Paints the lines of a rail: mark, words, count; the chosen one on a tint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        heading = not index.data(SECTION_ROLE)
        return QSize(
            0, theme.text_height("small") + theme.space(3) if heading else theme.text_height() + theme.space(2)
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect: QRect = option.rect.adjusted(theme.space(1), 1, -theme.space(1), -1)
        if not index.data(SECTION_ROLE):
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("quiet"))
            head = rect.adjusted(theme.space(1), 0, 0, -theme.space(0.5))
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, str(index.data()))
            painter.restore()
            return
        chosen = paint_ground(painter, rect, option, "raised")
        side = theme.icon_size().width()
        ink = "accent" if chosen else "quiet"
        if index.data(MARK_ROLE):
            mark = theme.pixmap(str(index.data(MARK_ROLE)), ink, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.left() + theme.space(1), rect.center().y() - side // 2 + 1, mark)
        inner = rect.adjusted(theme.space(2) + side, 0, -theme.space(1), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("heading" if chosen else "body"))
        painter.setPen(theme.colour("text"))
        count = index.data(COUNT_ROLE)
        room = inner.width()
        if count is not None:
            room -= QFontMetrics(theme.font("figures")).horizontalAdvance(wording.number(count)) + theme.space(1)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, words)
        if count is not None:
            painter.setFont(theme.font("figures"))
            painter.setPen(theme.colour("text" if count else "quiet"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, wording.number(count))
        painter.restore()
