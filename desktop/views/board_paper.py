"""The dashboard on paper: every chart, then every figure as a table with what it counts, in a background thread.

The same drawings as on the screen, in the light colours. Lengths are 96ths of an inch. Period, filters and the day it
is as of stand at the head of each page, the caveat at its foot. As in `desktop.views.printing`, the printer comes from
the picker and is handed over whole; the look is made beforehand, where the window is.
"""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from desktop.tables.chart import BoardShown, Tile
from desktop.views.chart_drawing import Drawing
from desktop.views.chart_kinds import drawing_of, table_of_tile
from desktop.views.chart_look import ChartLook, draw_words, draw_wrapped, wrapped_height
from desktop.views.printing import printed, refuse_target
from models.errors import OutputRefused

MARGIN = 48.0
GAP = 20.0
INCH = 96.0
TITLE = "Dashboard: arrangements against the debt steer"


def print_board(board: BoardShown, look: ChartLook, printer: QPrinter) -> str:
    """Draw the dashboard; says where it went. Raises OutputRefused when nothing came out."""
    refuse_target(printer)
    printer.setFullPage(True)
    printer.setDocName(f"Dashboard {board.period}")
    painter = QPainter()
    if not painter.begin(printer):
        target = printer.outputFileName() or printer.printerName()
        raise OutputRefused(f"The dashboard could not be printed to {target}.")
    try:
        _Paper(board, look, painter, printer).draw()
    finally:
        painter.end()
    return printed(printer)


class _Paper:
    """Puts one piece after the other; a piece that does not fit any more begins the next page."""

    def __init__(self, board: BoardShown, look: ChartLook, painter: QPainter, printer: QPrinter) -> None:
        self._board, self._look, self._painter, self._printer = board, look, painter, printer
        scale = printer.resolution() / INCH
        page = printer.pageLayout().fullRectPixels(printer.resolution())
        painter.scale(scale, scale)
        self._page = QRectF(0, 0, page.width() / scale, page.height() / scale)
        self._width = self._page.width() - 2 * MARGIN
        self._caveat = wrapped_height(board.caveat, look.small_metrics, self._width)
        self._bottom = self._page.bottom() - MARGIN - self._caveat - 8
        self._number = 0
        self._y = 0.0

    def draw(self) -> None:
        self._begin_page()
        for tile in self._board.tiles:
            self._put(tile, drawing_of(tile.chart, self._look))
        for tile in self._board.tiles:
            self._put(tile, table_of_tile(tile, self._look), counted=True)

    def _begin_page(self) -> None:
        """Head and foot."""
        look, board, top = self._look, self._board, MARGIN
        self._number += 1
        head = QRectF(MARGIN, top, self._width, look.line * 1.2)
        draw_words(self._painter, head, TITLE, look.bold, look.colour("text"))
        right = Qt.AlignmentFlag.AlignRight
        draw_words(self._painter, head, f"Page {self._number}", look.small, look.colour("quiet"), right)
        narrowed = f" · {board.filters}" if board.filters else ""
        words = f"Decisions from {board.period}{narrowed} · as of {board.as_of}"
        below = QRectF(MARGIN, head.bottom(), self._width, look.line)
        draw_words(self._painter, below, words, look.body, look.colour("text"))
        self._painter.setPen(QPen(look.colour("outline"), 1))
        self._painter.drawLine(QLineF(MARGIN, below.bottom() + 5, MARGIN + self._width, below.bottom() + 5))
        foot = QRectF(MARGIN, self._bottom + 8, self._width, self._caveat + 2)
        draw_wrapped(self._painter, foot, board.caveat, look.small, look.colour("quiet"))
        self._y = below.bottom() + GAP

    def _turn(self) -> None:
        self._printer.newPage()
        self._begin_page()

    def _put(self, tile: Tile, drawing: Drawing, *, counted: bool = False) -> None:
        """A tile: its title, its line or what it counts, its drawing."""
        look = self._look
        pieces = list(self._words(tile, counted=counted))
        words = sum(height for _text, height in pieces) + look.line
        height = drawing.height_for(self._width)
        if self._y + words + height > self._bottom and self._y > self._page.top() + MARGIN + 4 * GAP:
            self._turn()
        title = QRectF(MARGIN, self._y, self._width, look.line)
        draw_words(self._painter, title, tile.title, look.bold, look.colour("text"))
        self._y = title.bottom() + 1
        for text, each in pieces:
            place = QRectF(MARGIN, self._y, self._width, each + 2)
            draw_wrapped(self._painter, place, text, look.small, look.colour("quiet"))
            self._y += each
        self._y += 4
        self._draw(drawing, height)

    def _draw(self, drawing: Drawing, height: float) -> None:
        """The drawing where the page goes on; one that is higher than what is left of a whole page, smaller."""
        room = self._bottom - self._y
        shrunk = min(1.0, room / height)
        painter = self._painter
        painter.save()
        painter.translate(MARGIN, self._y)
        painter.scale(shrunk, shrunk)
        width = self._width / shrunk
        drawing.lay(QRectF(0, 0, width, min(height, drawing.height_for(width))))
        drawing.paint(painter)
        painter.restore()
        self._y += height * shrunk + GAP

    def _words(self, tile: Tile, *, counted: bool) -> Iterator[tuple[str, float]]:
        told = tile.counted
        texts = (told.words, f"Formula: {told.formula}", f"Source: {told.source}") if counted else (tile.line,)
        for text in texts:
            yield text, wrapped_height(text, self._look.small_metrics, self._width) + 2
