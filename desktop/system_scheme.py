"""What the system asks for: light, dark or high contrast. Apart from `theme.py`: the first sight imports little."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication


def system_scheme() -> str:
    """The name of the scheme in `palettes.py` that the system's settings call for."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
