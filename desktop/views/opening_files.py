"""Showing a file that was written with the program the system has for it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Show the file; False where the system has no program for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
