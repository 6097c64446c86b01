"""Pages: pieces of a document one below the other, broken between them, with a running head, a foot and page x of y.

A piece is something of a known height that draws itself; only between pieces a page may end. What they are made of is
in `desktop.jobs.pdf_blocks`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.jobs.pdf_text import Face, lines, shown, width
from models.reports.document import Document

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
SIDE, TOP, BOTTOM = 19 * MM, 24 * MM, 22 * MM
"""Margins: wide enough for a hole punch, and for the printers that cannot reach the edge."""
SMALL = 8.0
QUIET = "#4a5360"
INK = "#14181d"
RULE = "#b8bfc8"

Draw = Callable[[Any, float, float], None]


@dataclass(frozen=True)
class Piece:
    """`draw(canvas, left, top)` draws it. `keep`: a page never ends behind it. `head` is drawn above it where it begins
    a page. A `gap` is nothing but space and falls away where a page begins. `fresh` begins a page. `outline` is its
    line in the reader's table of contents, with how deep it lies there."""

    height: float
    draw: Draw | None = None
    keep: bool = False
    head: "Piece | None" = None
    gap: bool = False
    fresh: bool = False
    outline: tuple[str, int] | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper in points, y from below."""

    width: float
    height: float

    @property
    def room(self) -> float:
        """How wide the text may be."""
        return self.width - 2 * SIDE

    @property
    def body(self) -> float:
        """How high the text may be."""
        return self.height - TOP - BOTTOM


def sheet_of(document: Document) -> Sheet:
    return Sheet(A4[1], A4[0]) if document.wide else Sheet(*A4)


def gap(height: float) -> Piece:
    return Piece(height, gap=True)


def draw_pages(canvas: Any, document: Document, sheet: Sheet, pieces: Sequence[Piece]) -> int:
    """Draw the pieces onto as many pages as they need; how many.

    `canvas` is reportlab's, or anything else that draws text, level lines and rectangles the same way.
    """
    pages = list(_pages(sheet, pieces))
    for number, page in enumerate(pages, 1):
        for piece, top in page:
            if piece.outline is not None:
                key = f"{number}-{top:.2f}"
                canvas.bookmarkHorizontal(key, 0, top)
                canvas.addOutlineEntry(piece.outline[0], key, piece.outline[1])
            if piece.draw is not None:
                piece.draw(canvas, SIDE, top)
        # last, so that whoever reads the page aloud begins with what it says
        _draw_frame(canvas, document, sheet, f"Page {number} of {len(pages)}")
        canvas.showPage()
    return len(pages)


def _pages(sheet: Sheet, pieces: Sequence[Piece]) -> Iterator[list[tuple[Piece, float]]]:
    """The pieces page by page, each with the height of its upper edge."""
    page: list[tuple[Piece, float]] = []
    left = sheet.body
    for piece, whole in zip(pieces, _heights_together(pieces), strict=True):
        needed = whole if whole <= sheet.body else piece.height
        if page and (piece.fresh or (not piece.gap and needed > left)):
            yield page
            page, left = [], sheet.body
        if not page and (piece.gap or piece.height == 0):
            continue
        for each in (piece.head, piece) if not page and piece.head is not None else (piece,):
            page.append((each, BOTTOM + left))
            left -= each.height
    yield page


def _heights_together(pieces: Sequence[Piece]) -> list[float]:
    """For each piece the height of itself and of all that must follow it on the same page."""
    found = [0.0] * len(pieces)
    for at in range(len(pieces) - 1, -1, -1):
        # the space between a heading and what it heads parts them no more than none would
        keeps = pieces[at].keep or (pieces[at].gap and at > 0 and pieces[at - 1].keep)
        following = found[at + 1] if keeps and at + 1 < len(pieces) else 0.0
        found[at] = pieces[at].height + following
    return found


def _draw_frame(canvas: Any, document: Document, sheet: Sheet, number: str) -> None:
    """The running head with its rule, and the foot with the page's number."""
    head, foot = sheet.height - TOP + 8 * MM, BOTTOM - 9 * MM
    reference = shown(document.reference)
    _pen(canvas, Face.REGULAR)
    canvas.drawRightString(sheet.width - SIDE, head, reference)
    canvas.drawRightString(sheet.width - SIDE, foot, number)
    for at, line in enumerate(lines(document.handling, Face.REGULAR, SMALL, sheet.room - 28 * MM)[:2]):
        canvas.drawString(SIDE, foot - at * 10, line)
    room = sheet.room - width(reference, Face.REGULAR, SMALL) - 12
    _pen(canvas, Face.BOLD)
    canvas.drawString(SIDE, head, lines(document.title, Face.BOLD, SMALL, room)[0])
    rule(canvas, SIDE, sheet.width - SIDE, head - 2 * MM)


def rule(canvas: Any, start: float, end: float, height: float, thick: float = 0.5, colour: str = RULE) -> None:
    """A level line."""
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(thick)
    canvas.line(start, height, end, height)


def _pen(canvas: Any, face: Face) -> None:
    canvas.setFont(face.value, SMALL)
    canvas.setFillColor(QUIET)
