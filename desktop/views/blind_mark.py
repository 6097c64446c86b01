"""The calm mark of a call that is checked blind: that steer, cues and earlier marks show once it is signed, and why."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme
from desktop.tables.blind import SHORT, WORDS, why_blind


class BlindMark(QWidget):
    """In whole words where there is room, in one word where there is little; why stands in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.75))
        self._mark = QLabel(self)
        self.words = QLabel(self)
        row.addWidget(self._mark)
        row.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        theme.changes().changed.connect(self._dress)
        self._dress()
        self.set_wide(wide=True)
        self.hide()

    def show_blind(self, sample_id: str | None) -> None:
        """Show the mark for a call of this blind sample; None: the call is not blind."""
        self.setVisible(sample_id is not None)
        why = "" if sample_id is None else why_blind(sample_id)
        self.setToolTip(why)
        self.setAccessibleName("" if sample_id is None else f"{WORDS} {why}")

    def set_wide(self, *, wide: bool) -> None:
        """Whether there is room for the whole words."""
        self.words.setText(WORDS if wide else SHORT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        side = theme.icon_size().width()
        self._mark.setFixedWidth(side)
        self._mark.setPixmap(theme.pixmap("lock", "accent", side, self.devicePixelRatioF()))
