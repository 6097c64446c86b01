"""Pages: pieces of a document one below the other, broken between them, with a running head, a foot and page x of y.

A piece is something of a known height that draws itself; only between pieces a page may end. What they are made of is
in `desktop.jobs.pdf_blocks`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas

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


def draw_pages(canvas: Canvas, document: Document, sheet: Sheet, pieces: Sequence[Piece]) -> int:
    """Draw the pieces onto as many pages as they need; how many."""
    together = _heights_together(pieces)
    pages = _Pages(canvas, document, sheet)
    pages.begin()
    for piece, whole in zip(pieces, together, strict=True):
        if piece.fresh and not pages.at_top:
            pages.turn()
        needed = whole if whole <= sheet.body else piece.height
        if not pages.at_top and not piece.gap and needed > pages.left:
            pages.turn()
        pages.place(piece)
    return pages.finish()


def _heights_together(pieces: Sequence[Piece]) -> list[float]:
    """For each piece the height of itself and of all that must follow it on the same page."""
    found = [0.0] * len(pieces)
    for at in range(len(pieces) - 1, -1, -1):
        # the space between a heading and what it heads parts them no more than none would
        keeps = pieces[at].keep or (pieces[at].gap and at > 0 and pieces[at - 1].keep)
        following = found[at + 1] if keeps and at + 1 < len(pieces) else 0.0
        found[at] = pieces[at].height + following
    return found


class _Pages:
    """Where the drawing stands: which page, and how far down."""

    def __init__(self, canvas: Canvas, document: Document, sheet: Sheet) -> None:
        self._canvas, self._document, self._sheet = canvas, document, sheet
        self._number = 0
        self.at_top = True
        self.left = sheet.body

    def begin(self) -> None:
        self._number += 1
        self.at_top = True
        self.left = self._sheet.body
        self._draw_frame()

    def turn(self) -> None:
        self._canvas.showPage()
        self.begin()

    def place(self, piece: Piece) -> None:
        if self.at_top:
            if piece.gap or piece.height == 0:
                return
            if piece.head is not None:
                self._draw(piece.head)
        self._draw(piece)

    def finish(self) -> int:
        """End the last page, and write into every foot how many there are."""
        self._canvas.showPage()
        for number in range(1, self._number + 1):
            self._canvas.beginForm(_form(number), 0, 0, self._sheet.width, BOTTOM)
            words = f"Page {number} of {self._number}"
            _pen(self._canvas, Face.REGULAR, SMALL, QUIET)
            self._canvas.drawRightString(self._sheet.width - SIDE, BOTTOM - 9 * MM, words)
            self._canvas.endForm()
        return self._number

    def _draw(self, piece: Piece) -> None:
        top = BOTTOM + self.left
        if piece.outline is not None:
            key = f"{self._number}-{self.left:.2f}"
            self._canvas.bookmarkHorizontal(key, 0, top)
            self._canvas.addOutlineEntry(piece.outline[0], key, piece.outline[1])
        if piece.draw is not None:
            piece.draw(self._canvas, SIDE, top)
        self.left -= piece.height
        self.at_top = False

    def _draw_frame(self) -> None:
        """The running head with its rule, the foot, and the place of the page's number, which is known at the end."""
        canvas, sheet, document = self._canvas, self._sheet, self._document
        head = sheet.height - TOP + 8 * MM
        reference = shown(document.reference)
        _pen(canvas, Face.REGULAR, SMALL, QUIET)
        canvas.drawRightString(sheet.width - SIDE, head, reference)
        title = lines(document.title, Face.BOLD, SMALL, sheet.room - width(reference, Face.REGULAR, SMALL) - 12)
        _pen(canvas, Face.BOLD, SMALL, QUIET)
        canvas.drawString(SIDE, head, title[0])
        rule(canvas, SIDE, sheet.width - SIDE, head - 2 * MM)
        _pen(canvas, Face.REGULAR, SMALL, QUIET)
        for at, line in enumerate(lines(document.handling, Face.REGULAR, SMALL, sheet.room - 28 * MM)[:2]):
            canvas.drawString(SIDE, BOTTOM - 9 * MM - at * 10, line)
        canvas.doForm(_form(self._number))


def rule(canvas: Any, start: float, end: float, height: float, thick: float = 0.5, colour: str = RULE) -> None:
    """A level line."""
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(thick)
    canvas.line(start, height, end, height)


def _pen(canvas: Any, face: Face, size: float, colour: str) -> None:
    canvas.setFont(face.value, size)
    canvas.setFillColor(colour)


def _form(number: int) -> str:
    return f"page-{number}"
