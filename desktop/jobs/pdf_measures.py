"""Measures on a page: a large figure, and beside it a bar with its margin and a mark at the target.

Drawn in greys and lines that print in black and white; every figure also stands in words.
"""

from collections.abc import Sequence
from typing import Any

from desktop.jobs.pdf_pages import INK, QUIET, RULE, Piece, Sheet
from desktop.jobs.pdf_text import Face, lines, shown
from models.reports.document import Measure

VALUE_SIZE, NAME_SIZE, WORDS_SIZE = 23.0, 9.5, 8.8
LEADING = 11.6
LEFT = 0.3
"""The part of the width that name and value take."""
BAR_HEIGHT = 13.0
GROUND, FILLED = "#e3e7ec", "#3d5a78"
ABOVE, BELOW = 6.0, 8.0
TARGET_OVER = 4.0
"""How far the target's mark stands out above and below the bar."""


def measure_pieces(measures: Sequence[Measure], sheet: Sheet) -> list[Piece]:
    """A piece a measure; the last keeps nothing."""
    return [_piece(measure, sheet) for measure in measures]


def _piece(measure: Measure, sheet: Sheet) -> Piece:
    start, room = sheet.room * LEFT, sheet.room * (1 - LEFT)
    words = lines(measure.words, Face.REGULAR, WORDS_SIZE, room)
    bar_at = ABOVE + LEADING + 4  # the target's label stands above the bar
    height = max(ABOVE + 14 + VALUE_SIZE * 1.15, bar_at + BAR_HEIGHT + 8 + len(words) * LEADING) + BELOW

    def draw(canvas: Any, left: float, top: float) -> None:
        _write(canvas, Face.BOLD, NAME_SIZE, QUIET, left, top - ABOVE - NAME_SIZE, shown(measure.name))
        size = VALUE_SIZE if measure.per_cent is not None else VALUE_SIZE * 0.7
        _write(canvas, Face.BOLD, size, INK, left, top - ABOVE - 16 - VALUE_SIZE * 0.85, shown(measure.value))
        _bar(canvas, measure, left + start, top - bar_at - BAR_HEIGHT, room)
        for at, line in enumerate(words):
            below = top - bar_at - BAR_HEIGHT - 8 - at * LEADING - WORDS_SIZE
            _write(canvas, Face.REGULAR, WORDS_SIZE, INK, left + start, below, line)

    return Piece(height, draw, keep=True)


def _bar(canvas: Any, measure: Measure, left: float, base: float, room: float) -> None:
    """The bar from 0 to 100 with its lower edge at `base`."""
    canvas.setFillColor(GROUND)
    canvas.rect(left, base, room, BAR_HEIGHT, stroke=0, fill=1)

    def place(per_cent: Any) -> float:
        return left + room * min(max(float(per_cent), 0.0), 100.0) / 100

    if measure.per_cent is not None:
        canvas.setFillColor(FILLED)
        canvas.rect(left, base, place(measure.per_cent) - left, BAR_HEIGHT, stroke=0, fill=1)
    if measure.low is not None and measure.high is not None:
        middle, low, high = base + BAR_HEIGHT / 2, place(measure.low), place(measure.high)
        for colour, thick in (("#ffffff", 3.4), (INK, 1.4)):  # a light edge, for where it runs over the bar
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(thick)
            canvas.line(low, middle, high, middle)
            for end in (low, high):
                canvas.line(end, middle - 3.2, end, middle + 3.2)
    if measure.target is not None:
        at = place(measure.target)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.6)
        canvas.line(at, base - TARGET_OVER, at, base + BAR_HEIGHT + TARGET_OVER)
        canvas.setFont(Face.REGULAR.value, WORDS_SIZE)
        canvas.setFillColor(QUIET)
        canvas.drawRightString(
            min(at + 22, left + room), base + BAR_HEIGHT + TARGET_OVER + 2.5, f"target {measure.target}%"
        )
    canvas.setStrokeColor(RULE)


def _write(canvas: Any, face: Face, size: float, colour: str, x: float, y: float, text: str) -> None:
    canvas.setFont(face.value, size)
    canvas.setFillColor(colour)
    canvas.drawString(x, y, text)
