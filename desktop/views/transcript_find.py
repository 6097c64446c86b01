"""The field of the transcript in which words to find are written."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.views.press import is_override


class FindField(QLineEdit):
    """The words to find. Return goes to the next find, Shift+Return to the one before. Signal `left()` on Escape."""

    next_wished = Signal()
    previous_wished = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        if is_override(event, Qt.Key.Key_Escape):  # else the page would close
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous_wished if back else self.next_wished).emit()
        else:
            super().keyPressEvent(event)
