"""One line for long work on a page: a bar, what is done just now, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.page import quiet

STEPS = 1000


class WorkLine(QWidget):
    """Shown while the work runs. Signal `stop_wished()`."""

    stop_wished = Signal()

    def __init__(self, name: str, stop: str, actions: ActionTable, parent: QWidget | None = None) -> None:
        """`name` says what the bar shows the progress of, `stop` what stopping does."""
        super().__init__(parent)
        self.words = quiet("", small=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(f"Progress of {name}")
        self.stop = QPushButton("Cancel")
        self.stop.setAccessibleName(f"Cancel {name}")
        actions.explain(self.stop, "cancel_job", stop)
        self.stop.clicked.connect(self.stop_wished)
        column = QVBoxLayout()
        column.setSpacing(theme.space(0.5))
        column.addWidget(self.words)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        row.addLayout(column, 1)
        row.addWidget(self.stop)
        self.hide()

    def show_running(self, running: bool) -> None:
        self.bar.setValue(0)
        self.words.setText("")
        self.setVisible(running)

    def show_progress(self, fraction: float, words: str) -> None:
        self.bar.setValue(round(fraction * STEPS))
        self.words.setText(words)
