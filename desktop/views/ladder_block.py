"""One block of the steer panel: lines with a mark before them, the source behind it, and the keyboard's mark around it.

The panel has the keyboard and says which block is in hand; a block knows how to open its source and how to be read out.
Blocks are kept and shown anew, so that nothing jumps while figures are tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from models.policy import Paragraph


@dataclass(frozen=True)
class Line:
    """Words with the style sheet's role; `mark` is a drawing and its ink before them, `under` stands below such a line.

    A "; " between sums begins a new line.
    """

    words: str
    role: str = ""
    mark: tuple[str, str] | None = None
    under: bool = False

    @property
    def shown(self) -> str:
        """The words as they are set: a sum a line, and "not met" in one piece."""
        return self.words.replace("; ", "\n").replace("not met", "not\u00a0met")


class LineList(QWidget):
    """Lines one below the other; labels are used again. `small` sets unmarked roles in small type."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(0.75))
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changes().changed.connect(self._dress)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these and no others."""
        self._lines = tuple(lines)
        while len(self._rows) < len(self._lines):
            self._add_row()
        for at, (mark, words) in enumerate(self._rows):
            there = at < len(self._lines)
            mark.setVisible(there and self._lines[at].mark is not None)
            words.setVisible(there)
            if there:
                line = self._lines[at]
                words.setText(line.shown)
                if words.property("role") != line.role:
                    theme.mark(words, role=line.role)
                indented = line.under or line.mark is not None
                self._grid.addWidget(words, at, 1 if indented else 0, 1, 1 if indented else 2)
        self.setVisible(bool(self._lines))
        self._dress()

    @property
    def words(self) -> tuple[str, ...]:
        """What is shown, line by line."""
        return tuple(line.words for line in self._lines)

    def _add_row(self) -> None:
        at = len(self._rows)
        mark, words = QLabel(self), QLabel(self)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(mark, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, at, 1)
        self._rows.append((mark, words))

    def _dress(self) -> None:
        side = round(theme.text_height() * 0.9)
        for line, (mark, _words) in zip(self._lines, self._rows, strict=False):
            if line.mark is not None:
                mark.setPixmap(theme.pixmap(*line.mark, side, self.devicePixelRatioF()))


class Block(QFrame):
    """A block. Signal `pointed()`: it was clicked. A `calm` one names its source only while it is in hand."""

    pointed = Signal()

    def __init__(self, parent: QWidget, indent: float = 1.5) -> None:
        super().__init__(parent)
        self._current = False
        self._open = False
        self.calm = False
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._source: QLabel | None = None
        self._text: QLabel | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.space(indent), theme.space(0.5), theme.space(1.5), theme.space(0.5))
        self.column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    # the source

    def show_source(self, paragraphs: Sequence[Paragraph]) -> None:
        """The paragraphs that stand behind this block; their text opens with `set_open`."""
        self._paragraphs = tuple(paragraphs)
        self._show_source()

    @property
    def can_open(self) -> bool:
        return bool(self._paragraphs)

    @property
    def is_open(self) -> bool:
        return self._open and self.can_open

    def set_open(self, *, open_: bool) -> None:
        """Show the text of the source, or only where it stands."""
        self._open = open_
        self._show_source()

    def _show_source(self) -> None:
        if self._source is None or self._text is None:
            if not self._paragraphs:
                return
            self._source, self._text = QLabel(self), QLabel(self)
            for label, role in ((self._source, "source"), (self._text, "quote")):
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                theme.mark(label, role=role)
                self.column.addWidget(label)
        sign = "▾" if self.is_open else "▸"
        self._source.setText(f"{sign} {references(self._paragraphs)}")
        self._source.setVisible(self.can_open and (self._current or self.is_open or not self.calm))
        self._text.setText("\n\n".join(f"“{paragraph.text}”" for paragraph in self._paragraphs))
        self._text.setVisible(self.is_open)

    # the keyboard

    def step(self, _delta: int) -> bool:
        """Left or right: opens and closes the source. False where nothing came of it."""
        wanted = _delta > 0
        if not self.can_open or self.is_open == wanted:
            return False
        self.set_open(open_=wanted)
        return True

    def press(self) -> None:
        """Return: the source opens or closes."""
        self.set_open(open_=not self._open)

    @property
    def spoken(self) -> str:
        """The block as it is read out and copied."""
        return self.accessibleName()

    def set_current(self, current: bool) -> None:
        """Whether the keyboard's mark stands here."""
        if current != self._current:
            self._current = current
            self._show_source()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit()
        if self._source is not None and self._source.geometry().contains(event.position().toPoint()):
            self.press()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self.paint_ground(painter)
        if self._current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def paint_ground(self, painter: QPainter) -> None:
        """What is painted below the widgets of the block."""


def references(paragraphs: Sequence[Paragraph]) -> str:
    """Where the paragraphs stand; what one shares with the one before is not said twice: "third bullet; first"."""
    told: list[str] = []
    before: list[str] = []
    for paragraph in paragraphs:
        parts = paragraph.reference.split(", ")
        shared = 0
        while shared < min(len(before), len(parts) - 1) and parts[shared] == before[shared]:
            shared += 1
        told.append(", ".join(parts[shared:]))
        before = parts
    return "; ".join(told)
