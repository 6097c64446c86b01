"""Boxes to tick and to choose by Return: on the review page the space bar always plays."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton

from desktop.views.press import presses


class TickBox(QCheckBox):
    """Ticked by Return."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)


class ChoiceBox(QRadioButton):
    """Chosen by Return, and by the arrows among its like."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)
