"""What the waveform's legend shows: every tint, pattern, mark and line, painted by the same hands as the picture."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from desktop.tables.cue_words import STAGE_LETTERS, STAGE_WORDS
from desktop.views.legend import Draw, Legend
from desktop.views.waveform_cues import WIDER, CueMark, paint_tile
from desktop.views.waveform_ground import DOT_STRENGTH, HATCH_STRENGTH, SPEECH_STRENGTH, rail_pen
from desktop.views.waveform_loop import RULER_TINT, paint_brackets
from desktop.views.waveform_paint import Mark, WaveformColours, paint_mark
from desktop.views.waveform_pixels import (
    PATTERN_PX,
    Mask,
    dots,
    ground_row,
    hatch,
    image_over,
    lay_pattern,
    lay_wave,
    packed,
    tinted,
)
from desktop.views.waveform_scene import Scene
from models.cue_rules import Stage

Pattern = Callable[[int, int, int], Mask]
TITLE = "Reading the waveform"


def waveform_legend(scene: Scene, parent: QWidget) -> Legend:
    """The card for what `scene` can show."""
    colours = scene.colours
    alone = scene.peaks is not None and scene.peaks.channels == 1
    speakers: list[tuple[QColor, str]] = (
        [(colours.mono, "Somebody speaks (one channel)")]
        if alone
        else [(colours.channels[0], "Caseworker speaks"), (colours.channels[1], "Non-resident parent speaks")]
    )
    rows: list[tuple[Draw, str]] = [(_speech(ink, colours.ground), words) for ink, words in speakers]
    if not alone:
        rows.append((_pattern(hatch, HATCH_STRENGTH, (colours.cross_talk, colours.ground)), "Both speak at once"))
    rows += [
        (_flat(colours.silence), "Nobody speaks"),
        (_pattern(dots, DOT_STRENGTH, (colours.hold, colours.silence)), "Hold: nobody speaks for long, or music plays"),
        (_mark(Mark(0, 1, "1"), colours), "Evidence, with the number of its prompt"),
        *_cues(colours),
        (_rail("heard", colours), "Heard"),
        (_rail("fast", colours), "Heard faster than 2×"),
        (_rail("skipped", colours), "Skipped, nobody spoke"),
        (_loop(colours.loop), "Loop: drag its ends in the ruler"),
    ]
    return Legend(TITLE, rows, parent)


def _speech(ink: QColor, ground: QColor) -> Draw:
    def draw(painter: QPainter, area: QRectF) -> None:
        columns, height = round(area.width()), round(area.height())
        row = tinted(ground_row(columns, ground), np.full(columns, SPEECH_STRENGTH, np.float32), ink)
        pixels = np.empty((height, columns), np.uint32)
        pixels[:] = packed(row)
        at = np.arange(columns)
        level = 0.35 * np.abs(np.sin(at / 3)) * np.abs(np.sin(at / 11))
        lay_wave(pixels, np.stack([-level, level], axis=1).astype(np.float32), ink)
        painter.drawImage(area, image_over(pixels))

    return draw


def _flat(ink: QColor) -> Draw:
    return lambda painter, area: painter.fillRect(area, ink)


def _pattern(pattern: Pattern, strength: float, inks: tuple[QColor, QColor]) -> Draw:
    ink, ground = inks

    def draw(painter: QPainter, area: QRectF) -> None:
        columns, height = round(area.width()), round(area.height())
        row = ground_row(columns, ground)
        pixels = np.empty((height, columns), np.uint32)
        pixels[:] = packed(row)
        inked = tinted(row, np.full(columns, strength, np.float32), ink)
        lay_pattern(pixels, inked, np.ones(columns, np.bool_), pattern(height, columns, PATTERN_PX))
        painter.drawImage(area, image_over(pixels))

    return draw


def _mark(mark: Mark, colours: WaveformColours) -> Draw:
    return lambda painter, area: paint_mark(painter, area.adjusted(0, 2, 0, -2), mark, colours)


def _cues(colours: WaveformColours) -> list[tuple[Draw, str]]:
    """The shapes of the tiles, and what their letters stand for."""

    def cue(stage: Stage, *, speaker: int = 0, strong: bool = False, cues: int = 1) -> Draw:
        marks = [CueMark(0, stage, STAGE_LETTERS[stage], "", speaker, strong)] * cues

        def draw(painter: QPainter, area: QRectF) -> None:
            side = area.height() - 2
            wide = side if cues == 1 else side * WIDER
            paint_tile(painter, QRectF(area.center().x() - wide / 2, area.top() + 1, wide, side), marks, colours)

        return draw

    told = [f"{STAGE_LETTERS[stage]}  {STAGE_WORDS[stage]}" for stage in Stage]
    letters = "\n".join("    ".join(told[first : first + 3]) for first in range(0, len(told), 3))
    return [
        (cue(Stage.FULL_PAYMENT), "Cue: the caseworker speaks of a stage of the steer"),
        (cue(Stage.FULL_PAYMENT, speaker=1), "Cue: the non-resident parent speaks of it"),
        (cue(Stage.FULL_PAYMENT, strong=True), "Cue for the prompt that is open"),
        (cue(Stage.FULL_PAYMENT, cues=2), "Several cues close together"),
        (lambda _painter, _area: None, letters),
    ]


def _loop(ink: QColor) -> Draw:
    def draw(painter: QPainter, area: QRectF) -> None:
        tint = QColor(ink)
        tint.setAlphaF(RULER_TINT)
        painter.fillRect(area, tint)
        paint_brackets(painter, area, ink)

    return draw


def _rail(kind: str, colours: WaveformColours) -> Draw:
    def draw(painter: QPainter, area: QRectF) -> None:
        painter.setPen(rail_pen(kind, colours))
        painter.drawLine(QLineF(area.left(), area.center().y(), area.right(), area.center().y()))

    return draw
