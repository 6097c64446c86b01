"""Buttons that answer to Return as well: on the review page the space bar always plays."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop import theme


def _presses(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()


def is_override(event: QEvent, *keys: Qt.Key) -> bool:
    """Whether Qt asks if one of `keys` is wanted here rather than by a shortcut of the page."""
    return event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys


class TextButton(QPushButton):
    """A button with words; `role` is the style sheet's: primary, plain, link or empty for a framed one."""

    def __init__(self, text: str, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        if role:
            self.setProperty("role", role)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _presses(event):
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """A button with a drawing and a name for those who cannot see it."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, tip: str = "") -> None:
        super().__init__(parent)
        theme.dress(self, icon)
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setAutoRaise(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _presses(event):
            self.click()
        else:
            super().keyPressEvent(event)
