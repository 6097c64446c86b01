"""The balance as it falls, instalment by instalment, against the line where two years end.

Painted from `models.steer_notes.Clearing`; across, two years are one measure whatever the payer's frequency, so that
the sheet and a trial can be compared. The arrow keys read the balance after each instalment, the mouse shows it as a
tip; the line below the chart says it all in words.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from desktop import theme
from desktop.views.ladder_block import Block
from models.steer_notes import Clearing
from models.steer_sums import counted, pounds

LEAST_SPAN, MOST_SPAN = 1.06, 3.0
"""What part of two years lies across the chart: a little more, at most three times as much."""


class BalancePicture(QWidget):
    """The picture alone. `at` is the instalment that is read, None for none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.clearing: Clearing | None = None
        self.beside: Clearing | None = None
        self.at: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changes().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.space(30), 6 * theme.text_height("small") + theme.space(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.space(12), self.sizeHint().height())

    # measures

    @property
    def area(self) -> QRectF:
        """Where the balance is drawn: above the line of labels at the foot, below that of the two years."""
        line = theme.text_height("small")
        return QRectF(self.rect()).adjusted(1, line + 2, -theme.space(0.5), -line - 3)

    @property
    def span(self) -> float:
        """How much of two years lies across, 1 for just two years."""
        ends = [drawn.needed / drawn.allowed for drawn in (self.clearing, self.beside) if drawn and drawn.needed]
        return min(max([LEAST_SPAN, *(end * 1.04 for end in ends)]), MOST_SPAN)

    def place(self, drawn: Clearing, count: float) -> QPointF:
        """Where the balance after so many instalments lies."""
        area, highest = self.area, self._highest
        left = max(0.0, drawn.balance_pence - count * drawn.instalment_pence)
        across = count / drawn.allowed / self.span
        return QPointF(area.left() + across * area.width(), area.bottom() - left / highest * area.height())

    def count_at(self, x: float) -> int:
        """The instalment nearest to a place across."""
        if self.clearing is None:
            return 0
        area = self.area
        share = (x - area.left()) / max(1.0, area.width())
        return min(max(0, round(share * self.span * self.clearing.allowed)), self.last)

    @property
    def last(self) -> int:
        """The last instalment that is drawn."""
        if self.clearing is None:
            return 0
        seen = int(self.span * self.clearing.allowed)
        return seen if self.clearing.needed is None else min(self.clearing.needed, seen)

    @property
    def _highest(self) -> int:
        return max([1, *(drawn.balance_pence for drawn in (self.clearing, self.beside) if drawn)])

    def read(self, count: int) -> str:
        """The balance after an instalment, in words."""
        if self.clearing is None:
            return ""
        left = pounds(self.clearing.left_after(count))
        if count == 0:
            return f"At the start {left} is to be paid."
        return f"After {counted(count, self.clearing.unit)}, {left} is left."

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.clearing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        area = self.area
        painter.setPen(QPen(theme.colour("outline"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        line = self._line(self.clearing)
        below = QPainterPath(line)
        below.lineTo(line.currentPosition().x(), area.bottom())
        below.lineTo(area.bottomLeft())
        painter.fillPath(below, theme.colour("accent_tint"))
        if self.beside is not None:
            painter.strokePath(self._line(self.beside), QPen(theme.colour("text"), 1.5, Qt.PenStyle.DotLine))
        painter.strokePath(line, QPen(theme.colour("accent"), 2))
        self._draw_two_years(painter, area)
        self._draw_labels(painter, area)
        if self.at is not None:
            self._draw_cursor(painter, area)
        painter.end()

    def _line(self, drawn: Clearing) -> QPainterPath:
        """The balance as a line: straight to the last instalment but one, which leaves less than a whole one."""
        seen = self.span * drawn.allowed
        path = QPainterPath(self.place(drawn, 0))
        if drawn.needed is None or drawn.needed > seen:
            path.lineTo(self.place(drawn, seen))
        elif drawn.needed:
            path.lineTo(self.place(drawn, drawn.needed - 1))
            path.lineTo(self.place(drawn, drawn.needed))
        return path

    def _draw_two_years(self, painter: QPainter, area: QRectF) -> None:
        x = area.left() + area.width() / self.span
        painter.setPen(QPen(theme.colour("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, area.top() - 2), QPointF(x, area.bottom()))
        painter.setPen(theme.colour("text"))
        words, width = "2 years", painter.fontMetrics().horizontalAdvance("2 years")
        left = min(max(area.left(), x - width / 2), area.right() - width)
        painter.drawText(QPointF(left, area.top() - 2 - painter.fontMetrics().descent()), words)

    def _draw_labels(self, painter: QPainter, area: QRectF) -> None:
        """What is owed at the start, and where the line ends: cleared in time, cleared late, or what is left."""
        drawn = self.clearing
        assert drawn is not None
        metrics = painter.fontMetrics()
        foot = QRectF(area.left(), area.bottom() + 2, area.width(), metrics.height())
        painter.setPen(theme.colour("quiet"))
        start = pounds(drawn.balance_pence)
        painter.drawText(QPointF(area.left(), area.top() - 2 - metrics.descent()), start)
        in_time = drawn.needed is not None and drawn.needed <= drawn.allowed
        count = drawn.needed if drawn.needed is not None and in_time else drawn.allowed
        point = self.place(drawn, count)
        ink = theme.colour("good" if in_time else "bad")
        painter.setPen(QPen(theme.colour("surface"), 1.5))
        painter.setBrush(ink)
        if in_time:
            painter.drawEllipse(point, 5, 5)
        else:
            painter.drawRect(QRectF(point.x() - 4.5, point.y() - 4.5, 9, 9))
        painter.setPen(ink)
        words = counted(count, "instalment") if in_time else f"{pounds(drawn.left_after(count))} left"
        width = metrics.horizontalAdvance(words)
        left = min(max(area.left(), point.x() - width / 2), area.right() - width)
        painter.drawText(QPointF(left, foot.bottom() - metrics.descent()), words)

    def _draw_cursor(self, painter: QPainter, area: QRectF) -> None:
        drawn, at = self.clearing, self.at or 0
        assert drawn is not None
        point = self.place(drawn, at)
        painter.setPen(QPen(theme.colour("playhead"), 1.5))
        painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))
        painter.setBrush(theme.colour("playhead"))
        painter.drawEllipse(point, 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.clearing is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.read(self.count_at(event.position().x())), self)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and self.clearing is not None:
            QToolTip.showText(event.globalPos(), self.read(self.count_at(event.pos().x())), self)
            return True
        return super().event(event)  # type: ignore[arg-type]


class BalanceBlock(Block):
    """The chart with its words. Left and right read one instalment after the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        title = QLabel("Until it is cleared", self)
        theme.mark(title, role="small")
        self.picture = BalancePicture(self)
        self.words = QLabel(self)
        self.reading = QLabel(self)
        self.legend = QLabel("Solid: the trial. Dotted: the sheet.", self)
        for label, role in ((self.words, "sum"), (self.reading, "sum"), (self.legend, "small")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            theme.mark(label, role=role)
        for part in (title, self.picture, self.words, self.reading, self.legend):
            self.column.addWidget(part)
        self.reading.hide()
        self.legend.hide()

    def show_clearing(self, clearing: Clearing, beside: Clearing | None) -> None:
        """Another balance; `beside` is the sheet's own while a trial is shown."""
        picture = self.picture
        picture.clearing, picture.beside = clearing, beside
        nothing = clearing.balance_pence == 0
        picture.setVisible(not nothing)
        self.legend.setVisible(beside is not None and not nothing)
        if picture.at is not None:
            picture.at = min(picture.at, picture.last)
        self.words.setText(clearing.words)
        self._tell()

    def step(self, delta: int) -> bool:
        """One instalment on or back."""
        picture = self.picture
        if picture.clearing is None or picture.clearing.balance_pence == 0:
            return False
        picture.at = min(max(0, (-1 if picture.at is None and delta > 0 else picture.at or 0) + delta), picture.last)
        self._tell()
        return True

    def press(self) -> None:
        """Return: to the end of the two years, and then back to reading nothing."""
        picture = self.picture
        if picture.clearing is not None and picture.clearing.balance_pence:
            end = min(picture.clearing.allowed, picture.last)
            picture.at = None if picture.at == end else end
            self._tell()

    def set_current(self, current: bool) -> None:
        super().set_current(current)
        if not current and self.picture.at is not None:
            self.picture.at = None
            self._tell()

    def _tell(self) -> None:
        picture = self.picture
        told = "" if picture.at is None else picture.read(picture.at)
        self.reading.setText(told)
        self.reading.setVisible(bool(told))
        self.setAccessibleName(f"Until it is cleared. {told or self.words.text()}")
        picture.setAccessibleName(told or self.words.text())
        picture.update()
