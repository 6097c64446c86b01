"""One source of an import on its row: what it is, what was chosen, and the ways to choose, map or take it back."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop import theme
from desktop.tables import wording


class ImportSource(QWidget):
    """Signals: `choose_wished(part)`, `clear_wished(part)`, `map_wished(part)`; the last only of a list (`mapped`)."""

    choose_wished = Signal(str)
    clear_wished = Signal(str)
    map_wished = Signal(str)

    def __init__(
        self, part: str, drawing: str, name: str, hint: str, parent: QWidget | None = None, *, mapped: bool = False
    ) -> None:
        super().__init__(parent)
        self._mapped = mapped
        self._standing = ""
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
        self.map = QPushButton("Map columns …")
        theme.mark(self.map, role="link")
        self.map.setAccessibleName(f"Map the columns of {name.lower()}")
        self.map.setToolTip(f"Say which column of {name.lower()} is which, and what it would give")
        self.map.clicked.connect(lambda: self.map_wished.emit(self.part))
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
        grid.addWidget(self.map, 0, 2, 2, 1)
        grid.addWidget(self.clear, 0, 3, 2, 1)
        grid.addWidget(self.choose, 0, 4, 2, 1)
        grid.setColumnStretch(1, 1)
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(policy)
        self._where.setMinimumWidth(theme.space(10))
        self.show_path(None)
        theme.changes().changed.connect(self._draw)

    def show_path(self, path: Path | None) -> None:
        if path != self._path:
            self._standing = ""
        self._path = path
        self.clear.setVisible(path is not None)
        self.map.setVisible(path is not None and self._mapped)
        self.choose.setText("Choose …" if path is None else "Change …")
        self._where.setToolTip("" if path is None else wording.tip(str(path)))
        theme.mark(self._where, role="small" if path is None else "path")
        self._draw()

    @property
    def is_mappable(self) -> bool:
        """Whether a list was chosen here."""
        return self._mapped and self._path is not None

    @property
    def has_fault(self) -> bool:
        """Whether something stands in the way of taking it in."""
        return bool(self._standing)

    def show_standing(self, words: str) -> None:
        """What stands in the way of taking this in as it is, in words; empty for nothing."""
        self._standing = words if self._path is not None else ""
        self._where.setToolTip(wording.tip("\n".join(part for part in (words, str(self._path)) if part)))
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _draw(self) -> None:
        chosen = self._path is not None
        side = theme.icon_size().width() + 4
        drawing, ink = (
            (("warning", "warn") if self._standing else ("good", "good")) if chosen else (self._drawing, "quiet")
        )
        self._picture.setPixmap(theme.pixmap(drawing, ink, side, self.devicePixelRatioF()))
        self._elide()

    def _elide(self) -> None:
        words = self._hint if self._path is None else str(self._path)
        mode = Qt.TextElideMode.ElideRight if self._path is None else Qt.TextElideMode.ElideMiddle
        if self._path is not None and self._standing:
            words, mode = f"{self._path.name}: {self._standing}", Qt.TextElideMode.ElideRight
        metrics = QFontMetrics(theme.font("small"))
        self._where.setText(metrics.elidedText(words, mode, max(self._where.width(), theme.space(10))))
        self._where.setAccessibleName(words)
