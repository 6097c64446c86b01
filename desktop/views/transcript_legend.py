"""What the transcript's legend shows: every mark of the text, painted as in the text."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.views.legend import Draw, Legend
from desktop.views.transcript_paint import doubtful_pen

TITLE = "Reading the transcript"


def transcript_legend(parent: QWidget) -> Legend:
    """The card."""
    rows: list[tuple[Draw, str]] = [
        (_spoken, "The word being spoken"),
        (_doubtful, "The engine was not sure of this word"),
        (_doubts, "Why the line may not be what was said; D goes from one to the next"),
        (_pen, "A person corrected this line; the pointer tells what was recognised"),
        (_found, "Found"),
        (_selected, "Selected: E makes it evidence"),
    ]
    return Legend(TITLE, rows, parent)


def _word(painter: QPainter, area: QRectF, ink: str) -> None:
    painter.setPen(theme.colour(ink))
    painter.setFont(theme.font("body"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "word")


def _spoken(painter: QPainter, area: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 4, 4)
    _word(painter, area, "on_accent")


def _doubtful(painter: QPainter, area: QRectF) -> None:
    painter.fillRect(area.adjusted(2, 1, -2, -1), theme.colour("warn_tint"))
    painter.setPen(doubtful_pen(theme.colour("warn")))
    below = area.bottom() - 2
    painter.drawLine(QLineF(area.left() + 4, below, area.right() - 4, below))
    _word(painter, area, "text")


def _doubts(painter: QPainter, area: QRectF) -> None:
    side = round(area.height() * 0.7)
    picture = theme.pixmap("warning", "warn", side, painter.device().devicePixelRatioF())
    painter.drawPixmap(round(area.center().x() - side / 2), round(area.center().y() - side / 2), picture)


def _pen(painter: QPainter, area: QRectF) -> None:
    side = round(area.height() * 0.7)
    picture = theme.pixmap("edited", "accent", side, painter.device().devicePixelRatioF())
    painter.drawPixmap(round(area.center().x() - side / 2), round(area.center().y() - side / 2), picture)


def _found(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(theme.colour("warn"), 2))
    painter.drawRect(area.adjusted(2, 2, -2, -2))
    _word(painter, area, "text")


def _selected(painter: QPainter, area: QRectF) -> None:
    painter.fillRect(area, theme.colour("selection"))
    _word(painter, area, "text")
