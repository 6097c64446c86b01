"""The samples at the left of their page: each with its days, how far it is (a bar, and words), and when it is due."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.tables import wording
from desktop.tables.samples import done_words, drawn_words, due_words, sections, spoken, who_words
from desktop.views.actions import ActionTable
from desktop.views.chosen_ground import paint_ground
from desktop.views.press import TextButton
from models.store.sample_reading import SampleLine

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
BAR_PX = 5
WIDEST = "1 to 30 Sep 2009 · 59 in all, in proportion"


class SampleList(QListWidget):
    """Signals: `chosen(sample_id)` when another sample is current; `taken()` by Return or a double click."""

    chosen = Signal(str)
    taken = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        theme.mark(self, role="rail")
        self.setAccessibleName("Samples")
        self.setItemDelegate(_CardDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.itemActivated.connect(lambda _item: self.taken.emit())
        theme.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_lines(self, lines: Sequence[SampleLine], own_id: str, open_id: str | None) -> None:
        """Show these samples; the open one stays current, without being asked for again."""
        had_keyboard = self.hasFocus()
        with QSignalBlocker(self):
            self.clear()
            for title, some in sections(lines, own_id):
                if title:
                    head = QListWidgetItem(title, self)
                    head.setFlags(Qt.ItemFlag.NoItemFlags)
                for line in some:
                    item = QListWidgetItem(line.sample_id, self)
                    item.setData(LINE_ROLE, line)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(line, self.today))
                    item.setToolTip(wording.tip(spoken(line, self.today)))
            self.mark(open_id)
        if had_keyboard:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, sample_id: str | None) -> None:
        """Make a sample current without asking for it."""
        with QSignalBlocker(self):
            for at in range(self.count()):
                line = self.item(at).data(LINE_ROLE)
                if line is not None and line.sample_id == sample_id:
                    self.setCurrentRow(at)

    def current_id(self) -> str | None:
        item = self.currentItem()
        line = None if item is None else item.data(LINE_ROLE)
        return line.sample_id if isinstance(line, SampleLine) else None

    def step(self, by: int) -> None:
        """The next sample, or the one before, round the ends."""
        rows = [at for at in range(self.count()) if self.item(at).data(LINE_ROLE) is not None]
        if rows:
            at = rows.index(self.currentRow()) if self.currentRow() in rows else -by
            self.setCurrentRow(rows[(at + by) % len(rows)])

    def _on_current(self) -> None:
        sample_id = self.current_id()
        if sample_id is not None:
            self.chosen.emit(sample_id)


class _CardDelegate(QStyledItemDelegate):
    """Paints a sample: id and day, how it was drawn, the bar with its words, who and by which seed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        small = theme.text_height("small")
        if index.data(LINE_ROLE) is None:
            return QSize(theme.space(10), small + theme.space(2))
        return QSize(theme.space(10), theme.text_height() + 3 * small + theme.space(3.5))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect: QRect = option.rect.adjusted(2, 1, -2, -1)
        line = index.data(LINE_ROLE)
        if not isinstance(line, SampleLine):
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("quiet"))
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(rect.adjusted(theme.space(1), 0, 0, -theme.space(0.5)), bottom, str(index.data()))
            painter.restore()
            return
        paint_ground(painter, rect, option, "raised")
        inner = rect.adjusted(theme.space(1), theme.space(0.75), -theme.space(1), -theme.space(0.75))
        owner = self.parent()
        assert isinstance(owner, SampleList)
        _paint_card(painter, inner, line, owner.today)
        painter.restore()


def _paint_card(painter: QPainter, inner: QRect, line: SampleLine, today: date) -> None:
    left, right, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
    small = QFontMetrics(theme.font("small"))
    head = QRect(inner.left(), inner.top(), inner.width(), theme.text_height())
    due = due_words(line, today)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour(due.ink))
    painter.drawText(head, right | middle, due.words)
    painter.setFont(theme.font("heading"))
    painter.setPen(theme.colour("text"))
    painter.drawText(head, left | middle, line.sample_id)
    if line.blind:
        side = theme.text_height("small")
        at = head.left() + QFontMetrics(theme.font("heading")).horizontalAdvance(line.sample_id) + theme.space(0.75)
        mark = theme.pixmap("lock", "quiet", side, painter.device().devicePixelRatioF())
        painter.drawPixmap(at, head.center().y() - side // 2, mark)
    row = QRect(inner.left(), head.bottom() + 1 + theme.space(0.25), inner.width(), small.height())
    step = small.height() + theme.space(0.5)

    def words(place: QRect, text: str, ink: str) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(ink))
        painter.drawText(place, left | middle, small.elidedText(text, Qt.TextElideMode.ElideRight, place.width()))

    words(row, drawn_words(line), "text")
    bar = row.translated(0, step)
    said = done_words(line)
    room = small.horizontalAdvance(said) + theme.space(1)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text"))
    painter.drawText(bar, right | middle, said)
    paint_bar(painter, bar.adjusted(0, 0, -room, 0), line.done / line.drawn if line.drawn else 0.0)
    words(bar.translated(0, step), who_words(line), "quiet")


def paint_bar(painter: QPainter, area: QRect, share: float) -> None:
    """A bar in the middle of `area`, filled as far as `share` (0 to 1) says; full it is green."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    groove = QRectF(area.left(), area.center().y() - BAR_PX / 2 + 1, area.width(), BAR_PX)
    painter.setBrush(theme.colour("outline"))
    painter.setOpacity(0.45)
    painter.drawRoundedRect(groove, BAR_PX / 2, BAR_PX / 2)
    painter.setOpacity(1)
    if share > 0:
        groove.setWidth(max(BAR_PX, groove.width() * share))
        painter.setBrush(theme.colour("good" if share >= 1 else "accent"))
        painter.drawRoundedRect(groove, BAR_PX / 2, BAR_PX / 2)


class SamplesSide(QFrame):
    """The list `rail`, the button `draw` above it, and `open_file` below."""

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="side")
        self.rail = SampleList(today)
        self.draw = TextButton("Draw a sample", "primary")
        actions.explain(self.draw, "draw_sample")
        self.open_file = TextButton("Open a certificate …", "link")
        self.open_file.show_icon("folder", "accent")
        actions.explain(self.open_file, "open_certificate")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1), theme.space(1.5), theme.space(1), theme.space(1))
        column.setSpacing(theme.space(1))
        column.addWidget(self.draw)
        column.addWidget(self.rail, 1)
        column.addWidget(self.open_file, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """As wide as the days of a sample and how it was drawn; narrower in large text, which is cut then."""
        wide = QFontMetrics(theme.font("small")).horizontalAdvance(WIDEST) + theme.space(5)
        self.setFixedWidth(min(wide, theme.space(50)))
