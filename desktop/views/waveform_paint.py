"""How the waveform is painted: colours, and the pieces the widget puts together. Knows peaks and pixels, no events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop import theme
from desktop.views.waveform_scale import Tick


@dataclass(frozen=True)
class Mark:
    """A stretch of the call that is evidence.

    `label` stands on the bar where it fits, `tip` is said in full under the pointer (the label where there is none).
    """

    start_ms: int
    end_ms: int
    label: str
    tip: str = ""


@dataclass(frozen=True)
class WaveformColours:
    """Every colour of the waveform. Text on `ground` has 4.5:1 and shapes 3:1 (tests/desktop/test_theme.py)."""

    ground: QColor
    band: QColor
    line: QColor
    text: QColor
    quiet: QColor
    channels: tuple[QColor, QColor]
    mono: QColor
    overview: QColor
    playhead: QColor
    selection: QColor
    selection_edge: QColor
    evidence: QColor
    focus: QColor
    bad: QColor
    silence: QColor
    cross_talk: QColor
    hold: QColor
    loop: QColor

    @classmethod
    def from_theme(cls) -> Self:
        """The colours of the scheme in force."""
        return cls(
            ground=theme.colour("surface"),
            band=theme.colour("window"),
            line=theme.colour("line"),
            text=theme.colour("text"),
            quiet=theme.colour("quiet"),
            channels=(theme.colour("caseworker"), theme.colour("nrp")),
            mono=theme.colour("unknown"),
            overview=theme.colour("waveform"),
            playhead=theme.colour("playhead"),
            selection=theme.colour("selection"),
            selection_edge=theme.colour("accent"),
            evidence=theme.colour("accent"),
            focus=theme.colour("accent"),
            bad=theme.colour("bad"),
            silence=theme.colour("window"),
            cross_talk=theme.colour("warn"),
            hold=theme.colour("outline"),
            loop=theme.colour("good"),
        )


def paint_ruler(
    painter: QPainter,
    rect: QRectF,
    ticks: Sequence[tuple[float, Tick]],
    colours: WaveformColours,
) -> None:
    """Ticks at the foot of `rect`, times beside the greater ones. `ticks` are (x, tick)."""
    metrics = painter.fontMetrics()
    for x, tick in ticks:
        height = rect.height() * (0.55 if tick.text else 0.25)
        painter.setPen(QPen(colours.quiet if tick.text else colours.line, 1))
        painter.drawLine(QLineF(x, rect.bottom() - height, x, rect.bottom()))
        width = metrics.horizontalAdvance(tick.text)
        if tick.text and x + 4 + width <= rect.right():
            painter.setPen(colours.quiet)
            place = QRectF(x + 4, rect.top(), width + 2, rect.height() - 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tick.text)


def paint_mark(painter: QPainter, rect: QRectF, mark: Mark, colours: WaveformColours) -> None:
    """One piece of evidence in its band: a bar with its label if there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.evidence)
    painter.drawRoundedRect(rect, 2, 2)
    metrics = painter.fontMetrics()
    wanted = metrics.horizontalAdvance(mark.label)
    # whole or not at all: a number cut short is another number
    if rect.width() >= wanted + 4 and rect.height() >= metrics.ascent():
        aside = min(4.0, (rect.width() - wanted) / 2)
        painter.setPen(colours.ground)
        painter.drawText(rect.adjusted(aside, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.label)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def diamond(rect: QRectF) -> QPolygonF:
    """A diamond standing at the left edge of `rect`, centred on it."""
    half, x, y = rect.height() / 2, rect.left(), rect.center().y()
    return QPolygonF([QPointF(x - half, y), QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half)])


def head_pen(colours: WaveformColours, *, hollow: bool = False) -> QPen:
    """The line of the play head, broken where it waits for sound."""
    pen = QPen(colours.playhead, 2)
    if hollow:
        pen.setDashPattern([2, 2])
    return pen


def paint_head(painter: QPainter, x: float, rect: QRectF, colours: WaveformColours, *, hollow: bool = False) -> None:
    """The play head: a line with a flag at its top, so that it is not told by its colour alone; broken and with a
    hollow flag where it waits for sound."""
    painter.setPen(head_pen(colours, hollow=hollow))
    painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.playhead, 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(colours.ground if hollow else colours.playhead)
    top = rect.top()
    painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
