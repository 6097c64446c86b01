"""A document of `models.reports.document` onto paper, page for page as its PDF looks, in a background thread.

The pages are laid out where the PDF's are (`desktop.jobs.pdf_pages`) and drawn here by Qt instead, with the same fonts.
As in `desktop.views.printing`, the printer comes from the picker and is handed over whole.
"""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageLayout, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from desktop.jobs.pdf_blocks import pieces_of
from desktop.jobs.pdf_pages import Sheet, draw_pages, sheet_of
from desktop.jobs.pdf_text import FILES, Face
from desktop.views.printing import printed, refuse_target
from models.errors import OutputRefused
from models.reports.document import Document
from resources import path

FINENESS = 20
"""Steps to a point: Qt's fonts are whole steps high."""


def print_document(document: Document, printer: QPrinter) -> str:
    """Draw the document; says where it went. Raises OutputRefused when nothing came out."""
    refuse_target(printer)
    sheet = sheet_of(document)
    landscape, portrait = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
    printer.setPageOrientation(landscape if document.wide else portrait)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        target = printer.outputFileName() or printer.printerName()
        raise OutputRefused(f"The document could not be printed to {target}.")
    try:
        draw_pages(_Paper(painter, printer, sheet), document, sheet, pieces_of(document, sheet))
    finally:
        painter.end()
    return printed(printer)


class _Paper:
    """What the pieces of a page draw on, by the names of the PDF library: points, y from below."""

    def __init__(self, painter: QPainter, printer: QPrinter, sheet: Sheet) -> None:
        self._painter, self._printer, self._sheet = painter, printer, sheet
        page = printer.pageLayout().fullRectPixels(printer.resolution())
        scale = min(page.width() / sheet.width, page.height() / sheet.height) / FINENESS
        painter.scale(scale, scale)
        self._turned = False
        self._fill = QColor()
        self._pen = QPen()
        self._pen.setCapStyle(Qt.PenCapStyle.FlatCap)

    def setFont(self, face: str, size: float) -> None:
        font = QFont(_family(Face(face)))
        font.setBold(face == Face.BOLD)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setPixelSize(round(size * FINENESS))
        self._painter.setFont(font)

    def setFillColor(self, colour: str) -> None:
        self._fill = QColor(colour)

    def setStrokeColor(self, colour: str) -> None:
        self._pen.setColor(QColor(colour))

    def setLineWidth(self, width: float) -> None:
        self._pen.setWidthF(width * FINENESS)

    def drawString(self, x: float, y: float, text: str) -> None:
        self._begin_page()
        self._painter.setPen(self._fill)
        self._painter.drawText(self._at(x, y), text)

    def drawRightString(self, x: float, y: float, text: str) -> None:
        self.drawString(x - self._painter.fontMetrics().horizontalAdvance(text) / FINENESS, y, text)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._begin_page()
        self._painter.setPen(self._pen)
        self._painter.drawLine(self._at(x1, y1), self._at(x2, y2))

    def rect(self, x: float, y: float, width: float, height: float, **_manner: int) -> None:
        """A filled rectangle by its lower left corner; none here is drawn round its edge."""
        self._begin_page()
        size = QPointF(width * FINENESS, height * FINENESS)
        self._painter.fillRect(QRectF(self._at(x, y + height), self._at(x, y + height) + size), self._fill)

    def showPage(self) -> None:
        """The page is full; the next begins when something is drawn on it."""
        self._turned = True

    def bookmarkHorizontal(self, _key: str, _x: float, _y: float) -> None:
        """Paper has no table of contents to click on."""

    def addOutlineEntry(self, _title: str, _key: str, _level: int) -> None:
        """Nor lines in it."""

    def _begin_page(self) -> None:
        if self._turned:
            self._printer.newPage()
            self._turned = False

    def _at(self, x: float, y: float) -> QPointF:
        return QPointF(x * FINENESS, (self._sheet.height - y) * FINENESS)


@cache
def _family(face: Face) -> str:
    """The name of the font that travels with the program."""
    number = QFontDatabase.addApplicationFont(str(path(FILES[face])))
    families = QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else "sans-serif"
