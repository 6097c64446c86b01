"""The rail at the left of the worklist: its sections with a mark and a count each."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import theme
from desktop.tables import wording
from models.store.worklist import Section

SECTIONS: tuple[tuple[Section | None, str, str, str], ...] = (
    (Section.DUE, "To check", "state-due", "Matched calls nobody has begun to check"),
    (Section.DRAFTS, "Drafts", "state-draft", "Checks begun and not yet signed"),
    (Section.SIGNED, "Signed", "state-signed", "Signed reviews"),
    (None, "Not matched", "", ""),
    (Section.NO_SHEET, "No sheet", "state-no-sheet", "Recordings that belong to no guide sheet yet"),
    (Section.NO_CALL, "No call", "state-no-call", "Guide sheets without a recording: checked on the sheet alone"),
    (Section.AMBIGUOUS, "Ambiguous", "state-ambiguous", "Sheets with several possible recordings, for you to decide"),
)
"""Section (None for a heading), words, mark, and what it is for."""

SECTION_ROLE = Qt.ItemDataRole.UserRole + 1
COUNT_ROLE = Qt.ItemDataRole.UserRole + 2
MARK_ROLE = Qt.ItemDataRole.UserRole + 3
"""What a line stands for (a heading: nothing), how many there are, its drawing (none: it belongs to the one above)."""


class Rail(QListWidget):
    """Signal `section_wished(Section)`."""

    section_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        theme.mark(self, role="rail")
        self.setAccessibleName("Sections of the worklist")
        self.setItemDelegate(RailDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        for section, words, mark, purpose in SECTIONS:
            item = QListWidgetItem(words, self)
            item.setData(MARK_ROLE, mark)
            if section is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                continue
            item.setData(SECTION_ROLE, section.value)
            item.setToolTip(purpose)
        self.show_counts({})
        self.currentItemChanged.connect(self._on_current)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def show_counts(self, counts: dict[Section, int]) -> None:
        for item, section in self._sections():
            count = counts.get(section)
            item.setData(COUNT_ROLE, count)
            spoken = item.text() if count is None else f"{item.text()}, {wording.number(count)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def show_section(self, section: Section) -> None:
        """Mark the section shown, without asking for it."""
        for item, its in self._sections():
            if its is section and self.currentItem() is not item:
                self.blockSignals(True)
                self.setCurrentItem(item)
                self.blockSignals(False)

    def step(self, by: int) -> None:
        """The next (or previous) section."""
        sections = [item for item, _section in self._sections()]
        at = sections.index(self.currentItem()) if self.currentItem() in sections else 0
        self.setCurrentItem(sections[(at + by) % len(sections)])

    def _sections(self) -> list[tuple[QListWidgetItem, Section]]:
        rows = [self.item(at) for at in range(self.count())]
        return [(item, Section(item.data(SECTION_ROLE))) for item in rows if item.data(SECTION_ROLE)]

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(SECTION_ROLE):
            self.section_wished.emit(Section(item.data(SECTION_ROLE)))

    def _fit(self) -> None:
        """As wide as its words and a count of six digits."""
        metrics = QFontMetrics(theme.font("body"))
        words = max(metrics.horizontalAdvance(words) for _s, words, _m, _p in SECTIONS)
        self.setFixedWidth(words + metrics.horizontalAdvance("000,000") + theme.icon_size().width() + theme.space(6))
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
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if chosen else "raised"))
            painter.drawRoundedRect(rect, 6, 6)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
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
