"""A chart as a widget: reached by Tab, its parts walked with the arrow keys or the pointer, each said in words.

Draws by a `Drawing`, as the chart or as its table. Knows nothing of what a figure means: it tells which part is in hand
and which one is to be opened.
"""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.chart import Part, Tile
from desktop.views.chart_drawing import Drawing
from desktop.views.chart_kinds import drawing_of, table_of_tile
from desktop.views.chart_look import ChartLook

STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
RING_PX = 6


class ChartView(QWidget):
    """Signals: `walked(Part or None)`: another part is in hand, or none while the keyboard is elsewhere;
    `opened(Part)`: the list behind it is wanted."""

    walked = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tile: Tile | None = None
        self.as_table = False
        self.current: int | None = None
        self._hovered: int | None = None
        self._drawing: Drawing | None = None
        self._look: ChartLook | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changes().changed.connect(self._dress)

    def show_tile(self, tile: Tile, look: ChartLook | None = None) -> None:
        """Another answer; the part in hand stays in hand where it is still there. `look` may be shared by charts."""
        kept = self.part
        if tile == self.tile and look is None:
            return
        self.tile, self._look = tile, look or self._look
        self._build()
        self.current = None if kept is None else self._place_of(kept)
        self._tell()

    def show_as_table(self, as_table: bool) -> None:
        """The figures as a table, or the chart; the part in hand stays in hand."""
        if as_table == self.as_table:
            return
        kept = self.part
        self.as_table = as_table
        self._build()
        self.current = None if kept is None else self._place_of(kept)
        self._tell()

    @property
    def part(self) -> Part | None:
        """The part in hand."""
        parts = () if self._drawing is None else self._drawing.parts
        return parts[self.current] if self.current is not None and self.current < len(parts) else None

    def go_to(self, behind: Hashable) -> bool:
        """Take the part with this list behind it in hand; False where it is not here."""
        parts = () if self._drawing is None else self._drawing.parts
        at = next((at for at, part in enumerate(parts) if part.behind is not None and part.behind == behind), None)
        if at is not None:
            self._take(at)
        return at is not None

    def open_current(self) -> None:
        """Ask for the list behind the part in hand; of the first one where none is."""
        if self.part is None:
            self._step(1, 0)
        if self.part is not None:
            self.opened.emit(self.part)

    # measures

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return 1 if self._drawing is None else round(self._drawing.height_for(width - 2 * RING_PX)) + 2 * RING_PX

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.space(40))
        return QSize(theme.space(40), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.space(20), theme.space(6))

    def place_of_current(self) -> QRectF:
        """Where the part in hand lies."""
        if self._drawing is None or self.current is None or self.current >= len(self._drawing.places):
            return QRectF(self.rect())
        return self._drawing.places[self.current]

    # events

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        focused = self.hasFocus()
        self._drawing.paint(painter, self.current if focused else None, self._hovered)
        if focused and self.part is None:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in STEPS:
            self._step(*STEPS[key])
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._drawing and self._drawing.parts:
            self._take(0 if key == Qt.Key.Key_Home else len(self._drawing.parts) - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.walked.emit(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().x(), event.position().y())
        if event.button() is Qt.MouseButton.LeftButton and at is not None:
            self.current = at
        super().mousePressEvent(event)
        self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self._at(event.position().x(), event.position().y())
        if event.button() is Qt.MouseButton.LeftButton and at is not None and at == self.current:
            self.open_current()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._drawing is not None:
            at = self._at(event.pos().x(), event.pos().y())
            if at is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), wording.tip(self._drawing.parts[at].said), self)
            return True
        return super().event(event)

    # inside

    def _at(self, x: float, y: float) -> int | None:
        return None if self._drawing is None else self._drawing.part_at(x, y)

    def _hover(self, at: int | None) -> None:
        if at == self._hovered:
            return
        self._hovered = at
        part = None if at is None or self._drawing is None else self._drawing.parts[at]
        opens = part is not None and part.behind is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.update()

    def _step(self, across: int, down: int) -> None:
        if self._drawing is not None and self._drawing.parts:
            self._take(self._drawing.step(self.current, across, down))

    def _take(self, at: int | None) -> None:
        self.current = at
        self._tell()

    def _place_of(self, part: Part) -> int | None:
        """The same part in what is drawn now."""
        parts = () if self._drawing is None else self._drawing.parts
        same = (at for at, other in enumerate(parts) if (other.label, other.behind) == (part.label, part.behind))
        return next(same, None)

    def _tell(self) -> None:
        """Say the part in hand to those who cannot see it, and to the page."""
        tile, part = self.tile, self.part
        title = "" if tile is None else tile.title
        self.setAccessibleName(title if part is None else f"{title}. {part.said}")
        self.setAccessibleDescription("" if tile is None else tile.spoken)
        self.update()
        if self.hasFocus():
            self.walked.emit(part)

    def _dress(self) -> None:
        self._look = None
        self._build()

    def _build(self) -> None:
        if self.tile is None:
            return
        self._look = self._look or ChartLook.from_theme()
        tile, look = self.tile, self._look
        self._drawing = table_of_tile(tile, look) if self.as_table else drawing_of(tile.chart, look)
        self._hovered = None
        self._lay()
        self.updateGeometry()
        self.update()

    def _lay(self) -> None:
        if self._drawing is not None:
            self._drawing.lay(QRectF(self.rect()).adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX))
