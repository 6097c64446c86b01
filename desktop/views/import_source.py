"""One source of an import on its row: what it is, what was chosen, and the ways to choose or take it back."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop import theme
from desktop.tables import wording


class ImportSource(QWidget):
    """Signals: `choose_wished(part)`, `clear_wished(part)`."""

    choose_wished = Signal(str)
    clear_wished = Signal(str)

    def __init__(self, part: str, drawing: str, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self._hint = hint
        self._path: Path | None = None
        self._drawing = drawing
        self._picture = QLabel()
        self._name = QLabel(name)
        self._where = QLabel()
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self.choose = QPushButton("Choose …")
        self.choose.setAccessibleName(f"Choose {name.lower()}")
        self.choose.setToolTip(f"Choose {name.lower()}")
        self.choose.clicked.connect(lambda: self.choose_wished.emit(self.part))
        self.clear = QToolButton()
        theme.dress(self.clear, "close", "quiet")
        self.clear.setAccessibleName(f"Leave out {name.lower()}")
        self.clear.setToolTip(f"Leave out {name.lower()}")
        self.clear.clicked.connect(lambda: self.clear_wished.emit(self.part))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(0)
        grid.addWidget(self._picture, 0, 0, 2, 1)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._where, 1, 1)
        grid.addWidget(self.clear, 0, 2, 2, 1)
        grid.addWidget(self.choose, 0, 3, 2, 1)
        grid.setColumnStretch(1, 1)
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(policy)
        self._where.setMinimumWidth(theme.space(10))
        self.show_path(None)
        theme.changes().changed.connect(self._draw)

    def show_path(self, path: Path | None) -> None:
        self._path = path
        self.clear.setVisible(path is not None)
        self.choose.setText("Choose …" if path is None else "Change …")
        self._where.setToolTip("" if path is None else wording.tip(str(path)))
        theme.mark(self._where, role="small" if path is None else "path")
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _draw(self) -> None:
        chosen = self._path is not None
        side = theme.icon_size().width() + 4
        self._picture.setPixmap(
            theme.pixmap(
                "good" if chosen else self._drawing, "good" if chosen else "quiet", side, self.devicePixelRatioF()
            )
        )
        self._elide()

    def _elide(self) -> None:
        words = self._hint if self._path is None else str(self._path)
        metrics = QFontMetrics(theme.font("small"))
        mode = Qt.TextElideMode.ElideRight if self._path is None else Qt.TextElideMode.ElideMiddle
        self._where.setText(metrics.elidedText(words, mode, max(self._where.width(), theme.space(10))))
        self._where.setAccessibleName(words)
