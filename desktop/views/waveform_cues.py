"""The cues of a call on its waveform: tiles with the letter of their stage, in a band of their own below the evidence.

Where tiles would cover each other they are one, with a plus; the tool tip names each. A square tile is the
caseworker's, a round one the non-resident parent's, a filled one belongs to the prompt that is open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop import theme
from desktop.views.waveform_paint import WaveformColours
from models.cue_rules import Stage

GAP_PX = 2
WIDER = 1.5
"""A tile of several cues beside one of a single cue."""
MOST_TOLD = 8
"""Cues of one tile that its tool tip names."""


@dataclass(frozen=True)
class CueMark:
    """A cue to paint: `letter` of its stage, `tip` with its words; `speaker` 0 the caseworker, 1 the other, else None.

    `strong`: it belongs to the prompt that is open.
    """

    start_ms: int
    stage: Stage
    letter: str
    tip: str
    speaker: int | None = 0
    strong: bool = False


@dataclass(frozen=True)
class Tile:
    """One tile: where it is painted and pressed, and the cues (by number) it stands for."""

    rect: QRectF
    cues: tuple[int, ...]


def tiles(cues: Sequence[CueMark], band: QRect, x_of: Callable[[float], float]) -> list[Tile]:
    """The tiles in a band, from left to right; `cues` in order of time."""
    side = float(band.height() - 2)
    found: list[Tile] = []
    for number, cue in enumerate(cues):
        x = x_of(cue.start_ms)
        if x + side < band.left() or x - side > band.right():
            continue
        left = min(max(x, float(band.left())), band.right() - side)
        if found and left < found[-1].rect.left() + side + GAP_PX:
            before = found[-1]
            rect = QRectF(before.rect.left(), before.rect.top(), side * WIDER, side)
            found[-1] = Tile(rect, (*before.cues, number))
        elif found and left < found[-1].rect.right() + GAP_PX:
            found.append(Tile(QRectF(found[-1].rect.right() + GAP_PX, band.top() + 1, side, side), (number,)))
        else:
            found.append(Tile(QRectF(left, band.top() + 1, side, side), (number,)))
    return found


def paint_tile(painter: QPainter, rect: QRectF, cues: Sequence[CueMark], colours: WaveformColours) -> None:
    """One tile: the letter of its cue, of the open prompt's if it has one, and a plus if it stands for several."""
    first = next((cue for cue in cues if cue.strong), cues[0])
    ink = colours.mono if first.speaker is None else colours.channels[first.speaker]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = colours.evidence if first.strong else colours.bad if first.stage is Stage.PRIVACY else None
    painter.setPen(QPen(filled or ink, 1.2))
    painter.setBrush(filled or colours.ground)
    round_px = rect.height() / 2 if first.speaker == 1 else 2.0
    painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), round_px, round_px)
    painter.setPen(colours.ground if filled else colours.text)
    painter.setFont(theme.font("small"))
    letters = first.letter + ("+" if len(cues) > 1 else "")
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), letters)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def tip_of(cues: Sequence[CueMark]) -> str:
    """What a tile stands for: every cue in a line."""
    more = len(cues) - MOST_TOLD
    lines = [cue.tip for cue in cues[:MOST_TOLD]]
    return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)
