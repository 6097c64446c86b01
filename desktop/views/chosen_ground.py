"""The ground of a line in a list: rounded, tinted where it is chosen or under the pointer, framed with the keyboard."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop import theme

ROUND_PX = 6


def paint_ground(painter: QPainter, rect: QRect, option: QStyleOptionViewItem, hover: str = "hover") -> bool:
    """Paint it into `rect`, `hover` being the colour under the pointer; whether the line is chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("selection" if chosen else hover))
        painter.drawRoundedRect(rect, ROUND_PX, ROUND_PX)
    if chosen and option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), ROUND_PX, ROUND_PX)
    return chosen
