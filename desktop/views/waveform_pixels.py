"""Pixels of the waveform made as arrays: rows of tinted ground, patterns, and the bars of the wave over them.

Every column of the lanes is told by a few numbers, so a picture of them is a handful of array operations and one copy
to the screen; drawn by a painter, the same took ten times as long. Pixels are uint32, 0xffRRGGBB.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

Pixels = npt.NDArray[np.uint32]
"""uint32, shape (rows, columns), 0xffRRGGBB."""
Row = npt.NDArray[np.float32]
"""float32, shape (columns, 3): red, green and blue of each column, 0..255."""
Levels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
PATTERN_PX = 6


def ground_row(columns: int, colour: QColor) -> Row:
    """Every column in one colour."""
    return np.tile(_rgb(colour), (columns, 1))


def tinted(row: Row, strength: npt.NDArray[np.float32], colour: QColor) -> Row:
    """A colour laid over a row, each column as strong as told (0..1)."""
    found: Row = row + (_rgb(colour) - row) * strength[:, None]
    return found


def packed(row: Row) -> Pixels:
    """A row as pixels, shape (columns,)."""
    parts = row.astype(np.uint32)
    found = np.uint32(0xFF000000) | parts[:, 0] << 16 | parts[:, 1] << 8 | parts[:, 2]
    return found.astype(np.uint32, copy=False)


def image_over(pixels: Pixels) -> QImage:
    """An image that looks at the pixels, for painting them at once: they must outlive it."""
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)


def lay_pattern(pixels: Pixels, row: Row, where: Mask, pattern: Mask) -> None:
    """A pattern in the colours of `row` in the columns `where`."""
    columns = np.flatnonzero(where)
    if len(columns):
        seen = slice(int(columns[0]), int(columns[-1]) + 1)
        np.copyto(pixels[:, seen], packed(row[seen]), where=pattern[:, seen] & where[seen])


@lru_cache(maxsize=8)
def hatch(rows: int, columns: int, step: int) -> Mask:
    """Slanting lines `step` pixels apart."""
    down, across = np.arange(rows)[:, None], np.arange(columns)
    lines: Mask = (down + across) % step < max(1, step // 6)
    return lines


@lru_cache(maxsize=8)
def dots(rows: int, columns: int, step: int) -> Mask:
    """Dots `step` pixels apart, every other row of them shifted."""
    down, across = np.arange(rows)[:, None], np.arange(columns)
    size, shift = max(1, step // 4), (down // step % 2) * (step // 2)
    found: Mask = (down % step < size) & ((across + shift) % step < size)
    return found


def height_of(level: Levels) -> Levels:
    """Where a level of -1..1 is drawn, -1..1 from the middle of its lane: its square root, so that a faint speaker is
    seen beside a loud one and nothing rescales while it loads."""
    return np.copysign(np.sqrt(np.abs(level)), level)


def lay_wave(pixels: Pixels, peaks: npt.NDArray[np.float32], colour: QColor) -> None:
    """The wave of one lane: `peaks` float32 (columns, 2) in -1..1, edges smoothed.

    Silence is a line one pixel high, so that what was decoded can be told from what was not: columns where `peaks`
    is NaN stay empty.
    """
    height = len(pixels)
    if len(peaks) == 0 or height == 0:
        return
    there = ~np.isnan(peaks[:, 0])
    level = height_of(np.nan_to_num(peaks))
    middle, reach = height // 2 + 0.5, height / 2 - 1  # on a row of pixels, so that silence is a crisp line
    top = np.minimum(middle - level[:, 1] * reach, middle - 0.5)
    bottom = np.maximum(middle - level[:, 0] * reach, middle + 0.5)
    _lay_bars(pixels, top, bottom, there, colour)


def lay_line(pixels: Pixels, levels: Levels, at: npt.NDArray[np.float64], thick: float, colour: QColor) -> None:
    """The wave of one lane as a line through its samples: `levels` in -1..1 at the columns `at`, in order."""
    height, columns = pixels.shape
    if len(levels) == 0 or height == 0:
        return
    middle, reach = height // 2 + 0.5, height / 2 - 1
    edges = np.interp(np.arange(columns + 1), at, middle - height_of(levels) * reach)
    top = np.maximum(np.minimum(edges[:-1], edges[1:]) - thick / 2, 0)
    bottom = np.minimum(np.maximum(edges[:-1], edges[1:]) + thick / 2, height)
    middles = np.arange(columns) + 0.5
    _lay_bars(pixels, top, bottom, (middles >= at[0]) & (middles <= at[-1]), colour)


def _lay_bars(
    pixels: Pixels,
    top: npt.NDArray[np.floating[Any]],
    bottom: npt.NDArray[np.floating[Any]],
    there: Mask,
    colour: QColor,
) -> None:
    """A bar in each column from `top` to `bottom`; rows that are covered in part are coloured in part."""
    first, last = np.ceil(top).astype(np.int16), np.floor(bottom).astype(np.int16)
    rows = np.arange(len(pixels), dtype=np.int16)[:, None]
    np.copyto(pixels, packed(_rgb(colour)[None])[0], where=(rows >= first) & (rows < last) & there)
    columns = np.flatnonzero(there)
    thin = first[columns] > last[columns]  # within one row
    whole, narrow = columns[~thin], columns[thin]
    _blend(pixels, first[whole] - 1, whole, first[whole] - top[whole], colour)
    _blend(pixels, last[whole], whole, bottom[whole] - last[whole], colour)
    _blend(pixels, last[narrow], narrow, bottom[narrow] - top[narrow], colour)


def _blend(
    pixels: Pixels,
    rows: npt.NDArray[np.int16],
    columns: npt.NDArray[np.intp],
    part: npt.NDArray[np.floating[Any]],
    colour: QColor,
) -> None:
    """One pixel in each of `columns`, covered by `colour` in `part`."""
    seen = (rows >= 0) & (rows < len(pixels)) & (part > 0)
    rows, columns, part = rows[seen], columns[seen], part[seen]
    below = pixels[rows, columns]
    row = np.stack([below >> 16 & 0xFF, below >> 8 & 0xFF, below & 0xFF], axis=1).astype(np.float32)
    pixels[rows, columns] = packed(tinted(row, part.astype(np.float32), colour))


def _rgb(colour: QColor) -> Row:
    return np.array([colour.red(), colour.green(), colour.blue()], np.float32)
