"""The scorecard column of the review page: the form, and the panels that slide over it, one at a time."""

from PySide6.QtCore import QByteArray, QEasingCurve, QPoint, QPropertyAnimation, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from desktop.views.column_panel import ColumnPanel
from desktop.views.scorecard_form import ScorecardForm

SLIDE_MS = 140
WITHOUT_SCREEN = ("offscreen", "minimal")


class ScorecardColumn(QWidget):
    """The scorecard, and what is laid over it. Signal `closed()` when the last panel was closed."""

    closed = Signal()

    def __init__(self, form: ScorecardForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels: list[ColumnPanel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        self._slide = QPropertyAnimation(self)
        self._slide.setPropertyName(QByteArray(b"pos"))
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def add(self, panel: ColumnPanel) -> None:
        """A panel that can be laid over the form."""
        panel.setParent(self)
        panel.hide()
        panel.closed.connect(self._on_closed)
        self._panels.append(panel)

    @property
    def open_panel(self) -> ColumnPanel | None:
        """The panel that lies over the form."""
        return next((panel for panel in self._panels if panel.isVisible()), None)

    def close_panel(self) -> bool:
        """Take away what lies over the form; whether anything did."""
        panel = self.open_panel
        if panel is not None:
            panel.close_panel()
        return panel is not None

    def put_away(self) -> None:
        """Another review comes: nothing lies over its form, and the keyboard stays where it is."""
        for panel in self._panels:
            panel.hide()

    def lay(self, panel: ColumnPanel) -> None:
        """Make room for a panel, which shows itself: it comes from the right, and another one goes."""
        for other in self._panels:
            if other is not panel:
                other.hide()
        panel.resize(self.size())
        self._slide.stop()
        self._slide.setTargetObject(panel)
        if panel.isVisible() or not self._moves():
            panel.move(0, 0)
            return
        self._slide.setStartValue(QPoint(self.width() // 4, 0))
        self._slide.setEndValue(QPoint(0, 0))
        self._slide.start()

    def _on_closed(self) -> None:
        if self.open_panel is None:
            self.closed.emit()

    def _moves(self) -> bool:
        """Whether anybody sees the way: not where animations are off, nor on a platform without a screen."""
        wanted = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        return wanted and QGuiApplication.platformName() not in WITHOUT_SCREEN

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for panel in self._panels:
            panel.resize(self.size())
