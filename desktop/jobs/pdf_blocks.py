"""The blocks of a document as pieces for a page: headings, text, facts, notes, entries, lines to sign on.

Between `models.reports.document` and `desktop.jobs.pdf_pages`; tables are in `desktop.jobs.pdf_table`. It prints in
black and white as well: a tone is a bar of colour beside words that say the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.jobs.pdf_measures import measure_pieces
from desktop.jobs.pdf_pages import INK, MM, QUIET, Piece, Sheet, gap, rule
from desktop.jobs.pdf_table import table_pieces
from desktop.jobs.pdf_text import Face, lines, shown, width
from models.reports.document import (
    Block,
    Bullets,
    Document,
    Entry,
    Facts,
    Heading,
    Measures,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Signatures,
    Table,
    Tone,
)

NAMES = 42 * MM
"""The column in which the names of facts stand."""
BAR = 2.2
INSET = 9.0
TONES = {Tone.PLAIN: "#5b6570", Tone.GOOD: "#1b6e3c", Tone.BAD: "#a3211b", Tone.CAUTION: "#8a5a00"}


@dataclass(frozen=True)
class Type:
    """A face, its size and the height of a line in points, and its colour."""

    face: Face
    size: float
    leading: float
    colour: str = INK


TITLE = Type(Face.BOLD, 19, 24)
SUBTITLE = Type(Face.REGULAR, 11.5, 16, QUIET)
HEADINGS = {1: Type(Face.BOLD, 13, 17), 2: Type(Face.BOLD, 10.5, 14)}
BODY = Type(Face.REGULAR, 9.5, 13.2)
STRONG = Type(Face.BOLD, 9.5, 13.2)
SMALL = Type(Face.REGULAR, 8.5, 11.6, QUIET)
NAME = Type(Face.REGULAR, 9.5, 13.2, QUIET)


def pieces_of(document: Document, sheet: Sheet) -> list[Piece]:
    """The whole document: what stands at its beginning, then its blocks."""
    pieces = [replace(piece, keep=True) for piece in _text(document.title, TITLE, sheet.room)]
    if document.subtitle:
        pieces += _text(document.subtitle, SUBTITLE, sheet.room)
    if document.facts:
        pieces += [gap(6), *_facts(document.facts, sheet.room)]
    pieces.append(gap(4))
    for block in document.blocks:
        pieces += _pieces(block, sheet)
    return pieces


def _pieces(block: Block, sheet: Sheet) -> list[Piece]:
    match block:
        case Heading():
            return _heading(block, sheet)
        case Paragraph():
            return [*_text(block.text, SMALL if block.quiet else BODY, sheet.room), gap(5)]
        case Bullets():
            return [*(piece for item in block.items for piece in _bullet(item, sheet.room)), gap(5)]
        case Facts():
            return [*_facts(block.pairs, sheet.room), gap(6)]
        case Table():
            return [*table_pieces(block, sheet), gap(10)]
        case Note():
            return _note(block, sheet)
        case Entry():
            return _entry(block, sheet)
        case Measures():
            return [gap(2), *measure_pieces(block.each, sheet), gap(8)]
        case Signatures():
            return _signatures(block, sheet)
        case PageBreak():
            return [Piece(0, fresh=True)]


def _heading(heading: Heading, sheet: Sheet) -> list[Piece]:
    kind = HEADINGS[min(heading.level, max(HEADINGS))]
    found = [replace(piece, keep=True) for piece in _text(heading.text, kind, sheet.room)]
    found[0] = replace(found[0], outline=(shown(heading.text), heading.level - 1))
    return [gap(13 if heading.level == 1 else 8), *found, Piece(3, keep=True)]


def _text(text: str, kind: Type, room: float, inset: float = 0) -> list[Piece]:
    """A line a piece; two lines are not torn apart at either end of a paragraph."""
    broken = lines(text, kind.face, kind.size, room - inset)
    last = len(broken) - 1
    return [
        Piece(kind.leading, _line(line, kind, inset), keep=last > 0 and at in (0, last - 1))
        for at, line in enumerate(broken)
    ]


def _line(text: str, kind: Type, inset: float = 0, right_edge: float | None = None) -> Callable[..., None]:
    """Draws one line, flush left at `inset` or flush right at `right_edge`."""

    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.setFont(kind.face.value, kind.size)
        canvas.setFillColor(kind.colour)
        base = top - (kind.leading + kind.size * 0.7) / 2
        if right_edge is None:
            canvas.drawString(left + inset, base, text)
        else:
            canvas.drawRightString(left + right_edge, base, text)

    return draw


def _bullet(item: str, room: float) -> list[Piece]:
    found = _text(item, BODY, room, inset=12)
    found[0] = replace(found[0], draw=_both(found[0].draw, _line("•", BODY, 3)))
    return found


def _facts(pairs: Pairs, room: float, inset: float = 0) -> list[Piece]:
    """A row a pair: the name in grey, the value beside it; a row stays whole."""
    found: list[Piece] = []
    for name, value in pairs:
        names = lines(name, NAME.face, NAME.size, NAMES - 8)
        values = lines(value, BODY.face, BODY.size, room - NAMES - inset)
        rows = max(len(names), len(values))
        for at in range(rows):
            left = _line(names[at], NAME, inset) if at < len(names) else None
            right = _line(values[at], BODY, inset + NAMES) if at < len(values) else None
            found.append(Piece(BODY.leading, _both(left, right), keep=at < min(rows - 1, 6)))
        found.append(gap(1.5))
    return found


def _note(note: Note, sheet: Sheet) -> list[Piece]:
    """Text beside a bar on a light ground."""
    inside = [
        *(_text(note.title, STRONG, sheet.room, INSET) if note.title else ()),
        *_text(note.text, BODY, sheet.room - INSET, INSET),
    ]
    held = [Piece(5), *inside, Piece(5)]
    return [gap(4), *_kept(_grounded(held, note.tone, sheet.room), sheet), gap(8)]


def _grounded(pieces: Sequence[Piece], tone: Tone, room: float) -> Iterator[Piece]:
    for piece in pieces:
        yield replace(piece, draw=_both(_ground(piece.height, TONES[tone], room), piece.draw))


def _ground(height: float, colour: str, room: float) -> Callable[..., None]:
    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.setFillColor("#f2f4f6")
        canvas.rect(left, top - height - 0.2, room, height + 0.4, stroke=0, fill=1)
        canvas.setFillColor(colour)
        canvas.rect(left, top - height - 0.2, BAR, height + 0.4, stroke=0, fill=1)

    return draw


def _barred(pieces: Sequence[Piece], tone: Tone) -> Iterator[Piece]:
    for piece in pieces:
        yield replace(piece, draw=_both(_bar(piece.height, TONES[tone]), piece.draw))


def _bar(height: float, colour: str) -> Callable[..., None]:
    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.setFillColor(colour)
        canvas.rect(left, top - height - 0.2, BAR, height + 0.4, stroke=0, fill=1)

    return draw


def _entry(entry: Entry, sheet: Sheet) -> list[Piece]:
    """A title with its mark at the right, facts and text below, a bar of its tone beside all of it."""
    mark = shown(entry.mark)
    mark_type = replace(STRONG, colour=TONES[entry.tone])
    beside = width(mark, mark_type.face, mark_type.size) + 14 if mark else 0
    title = _text(entry.title, STRONG, sheet.room - beside, INSET)
    if mark:
        title[0] = replace(title[0], draw=_both(title[0].draw, _line(mark, mark_type, right_edge=sheet.room)))
    inside = [*title, Piece(2)]
    if entry.facts:
        inside += [replace(piece, gap=False) for piece in _facts(entry.facts, sheet.room, INSET)]
    for paragraph in entry.paragraphs:
        inside += [*_text(paragraph, BODY, sheet.room, INSET), Piece(2)]
    return [gap(4), *_kept(_barred(inside, entry.tone), sheet), gap(5)]


def _kept(pieces: Iterator[Piece], sheet: Sheet) -> list[Piece]:
    """Held together on one page where they fit on one; else only their beginning."""
    found = list(pieces)
    whole = sum(piece.height for piece in found) <= sheet.body
    last = len(found) - 1
    return [
        replace(piece, keep=at < last and (whole or at < 3 or piece.keep), gap=False) for at, piece in enumerate(found)
    ]


def _signatures(signatures: Signatures, sheet: Sheet) -> list[Piece]:
    """A line to sign on and one for the date, each with what it is for below it."""
    found = [gap(16)]
    dated = sheet.room * 0.66

    for at, person in enumerate(signatures.people):

        def draw(canvas: Any, left: float, top: float, person: str = person) -> None:
            base = top - 26
            rule(canvas, left, left + dated - 14, base, 0.7, QUIET)
            rule(canvas, left + dated, left + sheet.room, base, 0.7, QUIET)
            _line(shown(person), SMALL)(canvas, left, base - 1)
            _line("Date", SMALL, dated)(canvas, left, base - 1)

        found.append(Piece(46, draw, keep=at < len(signatures.people) - 1))
    return found


def _both(first: Callable[..., None] | None, second: Callable[..., None] | None) -> Callable[..., None] | None:
    if first is None or second is None:
        return first or second

    def draw(canvas: Any, left: float, top: float) -> None:
        first(canvas, left, top)
        second(canvas, left, top)

    return draw
