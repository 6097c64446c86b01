"""The scorecard column of the review page: the form, and the panel for signing that slides over it."""

from PySide6.QtCore import QByteArray, QEasingCurve, QPoint, QPropertyAnimation
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from desktop.views.scorecard_form import ScorecardForm
from desktop.views.sign_panel import SignPanel

SLIDE_MS = 140
WITHOUT_SCREEN = ("offscreen", "minimal")


class ScorecardColumn(QWidget):
    """The scorecard, and the panel that slides over it."""

    def __init__(self, form: ScorecardForm, panel: SignPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        panel.setParent(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        self._slide = QPropertyAnimation(panel, QByteArray(b"pos"), self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def slide_in(self) -> None:
        """Lay the panel over the form, coming from the right."""
        self._panel.resize(self.size())
        self._slide.stop()
        if not self._moves():
            self._panel.move(0, 0)
            return
        self._slide.setStartValue(QPoint(self.width() // 4, 0))
        self._slide.setEndValue(QPoint(0, 0))
        self._slide.start()

    def _moves(self) -> bool:
        """Whether anybody sees the way: not where animations are off, nor on a platform without a screen."""
        wanted = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        return wanted and QGuiApplication.platformName() not in WITHOUT_SCREEN

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panel.resize(self.size())
