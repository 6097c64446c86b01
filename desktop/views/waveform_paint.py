"""How the waveform is painted: colours, and the pieces the widget puts together. Knows peaks and pixels, no events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from desktop import theme
from desktop.views.waveform_scale import Tick

LOUDNESS = 0.5
"""Drawn height is level ** 0.5: a faint speaker is seen beside a loud one, and nothing rescales while it loads."""


@dataclass(frozen=True)
class Mark:
    """A stretch of the call worth pointing at. `kind` chooses the look: evidence (a bar) or cue (a diamond).

    `label` stands on the bar where it fits, `tip` is said in full under the pointer (the label where there is none).
    """

    start_ms: int
    end_ms: int
    kind: str
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
    cue: QColor
    focus: QColor
    bad: QColor

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
            cue=theme.colour("warn"),
            focus=theme.colour("accent"),
            bad=theme.colour("bad"),
        )


def wave_image(peaks: npt.NDArray[np.float32], height: int, colour: QColor) -> QImage:
    """One lane as an image: `peaks` float32 (columns, 2) in -1..1, one pixel a column, edges smoothed.

    Silence is a line one pixel high, so that what was decoded can be told from what was not: columns where `peaks`
    is NaN stay empty.
    """
    columns = len(peaks)
    if columns == 0 or height <= 0:
        return QImage()
    there = ~np.isnan(peaks[:, 0])
    plain = np.nan_to_num(peaks)
    level = np.sign(plain) * np.abs(plain) ** LOUDNESS
    middle, reach = height // 2 + 0.5, height / 2 - 1  # on a row of pixels, so that silence is a crisp line
    top = np.minimum(middle - level[:, 1] * reach, middle - 0.5)
    bottom = np.maximum(middle - level[:, 0] * reach, middle + 0.5)
    rows = np.arange(height, dtype=np.float32)[:, None]
    cover = np.clip(np.minimum(rows + 1, bottom) - np.maximum(rows, top), 0, 1) * there
    alpha = (cover * 255).astype(np.uint32)
    ink = [(alpha * part // 255) << shift for part, shift in _parts(colour)]
    pixels = np.ascontiguousarray((alpha << 24) | ink[0] | ink[1] | ink[2])
    image = QImage(pixels.data, columns, height, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # owns its bytes, which otherwise end with `pixels`


def _parts(colour: QColor) -> tuple[tuple[int, int], ...]:
    return ((colour.red(), 16), (colour.green(), 8), (colour.blue(), 0))


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
    """One mark in its band: evidence as a bar with its label if there is room, a cue as a diamond at its start."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if mark.kind == "cue":
        painter.setBrush(colours.cue)
        painter.drawPolygon(diamond(rect))
    else:
        painter.setBrush(colours.evidence)
        painter.drawRoundedRect(rect, 2, 2)
        wanted = painter.fontMetrics().horizontalAdvance(mark.label)
        if rect.width() >= wanted + 4:  # whole or not at all: a number cut short is another number
            aside = min(4.0, (rect.width() - wanted) / 2)
            painter.setPen(colours.ground)
            painter.drawText(rect.adjusted(aside, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.label)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def diamond(rect: QRectF) -> QPolygonF:
    """A diamond standing at the left edge of `rect`, centred on it."""
    half, x, y = rect.height() / 2, rect.left(), rect.center().y()
    return QPolygonF([QPointF(x - half, y), QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half)])


def paint_head(painter: QPainter, x: float, rect: QRectF, colours: WaveformColours) -> None:
    """The play head: a line with a flag at its top, so that it is not told by its colour alone."""
    painter.setPen(QPen(colours.playhead, 2))
    painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.playhead)
    top = rect.top()
    painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
