"""A table as pieces for a page: columns as wide as they need, a row a piece, the heads again on every page.

A row is never torn unless it is higher than a page. Codes and numbers keep to one line while there is room for them;
the columns of words share what is left.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from desktop.jobs.pdf_pages import INK, QUIET, RULE, Piece, Sheet, rule
from desktop.jobs.pdf_text import Face, lines, shown, width
from models.reports.document import ColumnKind, Table, per_cent

SIZE, LEADING = 8.8, 11.6
PAD = 5.0
"""Between a column and the next on either side."""
ABOVE = 3.2
WIDEST_CODE = 0.75
"""How much of the width the columns of codes and numbers may take while there are words beside them."""
ROWS_MEASURED = 400
BAR, BAR_HEIGHT = 46.0, 5.5
"""A bar of a hundred per cent beside a share."""
BAR_GROUND, BAR_FILLED = "#e3e7ec", "#3d5a78"


def table_pieces(table: Table, sheet: Sheet) -> list[Piece]:
    """The caption, the heads and every row; what `empty` says where there is no row."""
    caption = [_caption(line) for line in lines(table.caption, Face.BOLD, SIZE, sheet.room) if line]
    if not table.rows:
        return [
            *caption,
            *(_caption(line, Face.REGULAR) for line in lines(table.empty, Face.REGULAR, SIZE, sheet.room)),
        ]
    widths = _widths(table, sheet.room)
    head = _row([column.title for column in table.columns], table, widths, sheet, face=Face.BOLD, colour=QUIET)
    # a head too high for half a page is not worth having again
    again = _joined(head) if sum(piece.height for piece in head) < sheet.body / 2 else None
    found = [*caption, *(_keeping(piece) for piece in head)]
    last = len(table.rows) - 1
    for at, cells in enumerate(table.rows):
        total = table.total and at == last
        face = Face.BOLD if total else Face.REGULAR
        for number, piece in enumerate(_row(cells, table, widths, sheet, face=face, total=total)):
            # one row alone is no table: the last does not stand by itself on a page
            keep = number == 0 and at == last - 1 and piece.height * 3 < sheet.body
            found.append(Piece(piece.height, piece.draw, keep=keep, head=again))
    return found


def _widths(table: Table, room: float) -> list[float]:
    """The width of each column, padding included; together as wide as the page. Titles stay whole where all do."""
    words = [at for at, column in enumerate(table.columns) if column.kind is ColumnKind.WORDS]
    most = WIDEST_CODE * room if words else room
    for titles_whole in (True, False):
        needed = [_needed(table, at, titles_whole) for at in range(len(table.columns))]
        fixed = sum(each for at, each in enumerate(needed) if at not in words)
        if fixed <= most:
            break
    if not words:
        return [each * room / fixed for each in needed]
    squeeze = min(1.0, most / fixed) if fixed else 1.0
    left = room - fixed * squeeze
    shares = sum(table.columns[at].share for at in words)
    return [
        left * column.share / shares if column.kind is ColumnKind.WORDS else needed[at] * squeeze
        for at, column in enumerate(table.columns)
    ]


def _needed(table: Table, at: int, title_whole: bool) -> float:
    """How wide a column is that breaks no cell; nor its title, or no word of it."""
    title = shown(table.columns[at].title)
    words = [title] if title_whole else title.split()
    head = max((width(word, Face.BOLD, SIZE) for word in words), default=0)
    beside = BAR + PAD if table.columns[at].kind is ColumnKind.SHARE else 0
    cells = [shown(row[at]) for row in table.rows[:ROWS_MEASURED]]
    widest = max((width(line, Face.BOLD, SIZE) for cell in cells for line in cell.split("\n")), default=0)
    return max(head, widest) + 2 * PAD + beside


def _row(
    cells: Sequence[str],
    table: Table,
    widths: Sequence[float],
    sheet: Sheet,
    *,
    face: Face,
    colour: str = INK,
    total: bool = False,
) -> list[Piece]:
    """A row with a rule below it; cut into several pieces only where it is higher than a page."""
    broken = [lines(cell, face, SIZE, wide - 2 * PAD) for cell, wide in zip(cells, widths, strict=True)]
    rows = max(len(each) for each in broken)
    most = int((sheet.body * 0.8) / LEADING)
    return [
        _cells(
            [each[start : start + most] for each in broken], table, widths, face, colour, total, start + most >= rows
        )
        for start in range(0, rows, most)
    ]


def _cells(
    broken: Sequence[Sequence[str]],
    table: Table,
    widths: Sequence[float],
    face: Face,
    colour: str,
    total: bool,
    ends: bool,
) -> Piece:
    height = max(len(each) for each in broken) * LEADING + 2 * ABOVE

    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.setFont(face.value, SIZE)
        canvas.setFillColor(colour)
        for text, x, y, flush_right in _placed(broken, table, widths):
            (canvas.drawRightString if flush_right else canvas.drawString)(left + x, top - y, text)
        if colour == INK:
            for share, x in _shares(broken, table, widths):
                _draw_bar(canvas, share, left + x, top - ABOVE - SIZE * 0.95)
        if total:
            rule(canvas, left, left + sum(widths), top, 0.9, QUIET)
        if ends:
            strong = colour == QUIET or total
            rule(canvas, left, left + sum(widths), top - height, 0.9 if strong else 0.4, QUIET if strong else RULE)

    return Piece(height, draw)


def _placed(
    broken: Sequence[Sequence[str]], table: Table, widths: Sequence[float]
) -> Iterator[tuple[str, float, float, bool]]:
    """Every line of a row: its text, where it begins (or ends, when flush right), and how far down."""
    x = 0.0
    for cell, column, wide in zip(broken, table.columns, widths, strict=True):
        flush_right = column.kind in (ColumnKind.NUMBER, ColumnKind.SHARE)
        beside = BAR + PAD if column.kind is ColumnKind.SHARE else 0
        for at, line in enumerate(cell):
            yield (
                line,
                x + (wide - PAD - beside if flush_right else PAD),
                ABOVE + at * LEADING + SIZE * 0.95,
                flush_right,
            )
        x += wide


def _shares(broken: Sequence[Sequence[str]], table: Table, widths: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Every share of a row in per cent, and where its bar begins."""
    x = 0.0
    for cell, column, wide in zip(broken, table.columns, widths, strict=True):
        x += wide
        if column.kind is ColumnKind.SHARE and cell and (share := per_cent(cell[0])) is not None:
            yield share, x - PAD - BAR


def _draw_bar(canvas: Any, share: float, left: float, base: float) -> None:
    canvas.setFillColor(BAR_GROUND)
    canvas.rect(left, base, BAR, BAR_HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(BAR_FILLED)
    canvas.rect(left, base, BAR * share / 100, BAR_HEIGHT, stroke=0, fill=1)


def _joined(pieces: Sequence[Piece]) -> Piece:
    """Several pieces as one."""

    def draw(canvas: Any, left: float, top: float) -> None:
        for piece in pieces:
            if piece.draw is not None:
                piece.draw(canvas, left, top)
            top -= piece.height

    return Piece(sum(piece.height for piece in pieces), draw)


def _keeping(piece: Piece) -> Piece:
    return Piece(piece.height, piece.draw, keep=True)


def _caption(line: str, face: Face = Face.BOLD) -> Piece:
    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.setFont(face.value, SIZE)
        canvas.setFillColor(INK if face is Face.BOLD else QUIET)
        canvas.drawString(left, top - SIZE, line)

    return Piece(LEADING + 2, draw, keep=face is Face.BOLD)
