"""A document onto paper: HTML drawn by Qt's rich text on a printer, in a background thread.

Qt allows a printer and a text document to be used outside the GUI thread as long as only one thread touches them; the
printer comes from the picker and is handed over whole.
"""

from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter

from models.errors import OutputRefused


def paper() -> QPrinter:
    """A printer set to A4."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def print_html(document: str, printer: QPrinter) -> str:
    """Draw `document`; says where it went. Raises OutputRefused when nothing came out."""
    refuse_target(printer)
    loop = QEventLoop()  # the layout of a long document starts timers, which want a dispatcher in this thread
    text = QTextDocument()
    text.setHtml(document)
    text.print_(printer)
    loop.exit()
    return printed(printer)


def refuse_target(printer: QPrinter) -> None:
    """Raises OutputRefused where the file that is to be printed to cannot be written."""
    target = printer.outputFileName()
    if target:
        try:
            Path(target).open("ab").close()
        except OSError as exc:
            raise OutputRefused(f"The report could not be printed to {target} ({exc.strerror}).") from exc


def printed(printer: QPrinter) -> str:
    """Where it went. Raises OutputRefused when nothing came out."""
    target = printer.outputFileName()
    if printer.printerState() is QPrinter.PrinterState.Error:
        raise OutputRefused(f"The report could not be printed to {target or printer.printerName()}.")
    return target or printer.printerName()
