"""The three columns of the review page side by side: their widths, and which of them are folded away.

A folded column is a narrow strip with its name, which opens it again. Widths are kept as shares, one set for usual and
one for wide pages, so that neither another window size nor a fold loses what a person set.
"""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QStyle, QStyleOptionToolButton, QToolButton, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.press import ColumnHead, IconButton

TRANSCRIPT, SHEET, SCORECARD = "transcript", "sheet", "scorecard"
NAMES = {TRANSCRIPT: "Transcript", SHEET: "Guide sheet", SCORECARD: "Scorecard"}
USUAL = {TRANSCRIPT: 390, SHEET: 340, SCORECARD: 636}
"""Widths at 1366 pixels, before anybody moved them."""
WIDE = {TRANSCRIPT: 760, SHEET: 440, SCORECARD: 720}
"""Widths at 1920 pixels: long lines of talk need the room most."""
LEAST = {TRANSCRIPT: 220, SHEET: 220, SCORECARD: 320}
WIDTHS_KEY, WIDE_WIDTHS_KEY, FOLDED_KEY = "review/widths", "review/widths_wide", "review/folded"


class FoldedStrip(QToolButton):
    """What is left of a folded column: pressed anywhere, it opens."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = name
        theme.mark(self, role="plain")
        theme.dress(self, "unfold", "quiet")
        self.setAccessibleName(f"Unfold: {name}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changes().changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(theme.icon_size().width() + theme.space(1.5), theme.space(10))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.icon = option.icon.__class__()
        option.text = ""
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        side = theme.icon_size().width()
        head = theme.text_height() + theme.space(3)
        place = QRect((self.width() - side) // 2, (head - side) // 2, side, side)
        self.icon().paint(painter, place)
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.colour("quiet"))
        painter.translate(self.width(), head)
        painter.rotate(90)
        room = QRect(theme.space(0.5), 0, self.height() - head - theme.space(1), self.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._words)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.setFixedWidth(self.sizeHint().width())
        self.update()


class Column(QWidget):
    """One column: what it shows, or its strip. `head` is the heading that gets the button to fold it.

    Signal `fold_wished(bool)`.
    """

    fold_wished = Signal(bool)

    def __init__(self, name: str, content: QWidget, head: ColumnHead, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.content = content
        self.folded = False
        self._strip = FoldedStrip(NAMES[name], self)
        actions.explain(self._strip, f"fold_{name}", f"Unfold: {NAMES[name]}")
        self._strip.clicked.connect(lambda: self.fold_wished.emit(False))
        self._strip.hide()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addWidget(content, 1)
        self.head = head
        self._fold = IconButton("fold", f"Fold: {NAMES[name]}", head)
        actions.explain(self._fold, f"fold_{name}", f"Fold: {NAMES[name]}")
        self._fold.clicked.connect(lambda: self.fold_wished.emit(True))
        head.row.addWidget(self._fold)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def set_folded(self, *, folded: bool) -> None:
        self.folded = folded
        self.content.setVisible(not folded)
        self._strip.setVisible(folded)
        self._fit()

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is somewhere in what is shown."""
        focused = self.content.window().focusWidget()
        return focused is not None and (focused is self.content or self.content.isAncestorOf(focused))

    def lend(self) -> QWidget:
        """Give what is shown away, to another window."""
        self._row.removeWidget(self.content)
        self._fold.hide()
        return self.content

    def take_back(self) -> None:
        """Show again what was given away."""
        self._row.addWidget(self.content, 1)
        self._fold.show()
        self.content.setVisible(not self.folded)

    @property
    def strip_width(self) -> int:
        return self._strip.width()

    def _fit(self) -> None:
        width = self._strip.sizeHint().width()
        self.setMinimumWidth(width if self.folded else LEAST[self._name])
        self.setMaximumWidth(width if self.folded else 16_777_215)


class ReviewColumns(QSplitter):
    """The columns, each given with the heading in it.

    Signals: `folded(name, bool)` when one was folded or opened; `keyboard_lost()` when the one that had it was folded.
    """

    folded = Signal(str, bool)
    keyboard_lost = Signal()

    def __init__(
        self,
        parts: Mapping[str, tuple[QWidget, ColumnHead]],
        actions: ActionTable,
        memory: QSettings | None,
        parent: QWidget,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._memory = memory
        self._wide = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self._columns = {name: Column(name, *part, actions, self) for name, part in parts.items()}
        for name, column in self._columns.items():
            self.addWidget(column)
            column.fold_wished.connect(lambda folded, name=name: self.fold(name, folded=folded))
        self._shares = {
            False: _remembered(memory, WIDTHS_KEY, USUAL),
            True: _remembered(memory, WIDE_WIDTHS_KEY, WIDE),
        }
        kept = "" if memory is None else str(memory.value(FOLDED_KEY) or "")
        for name in kept.split(","):
            if name in self._columns:
                self.fold(name, folded=True)
        self.splitterMoved.connect(self._on_moved)
        theme.changes().changed.connect(self.lay)

    def column(self, name: str) -> Column:
        """One of them. Raises KeyError."""
        return self._columns[name]

    def is_folded(self, name: str) -> bool:
        return self._columns[name].folded

    def fold(self, name: str, *, folded: bool) -> bool:
        """Fold a column away, or open it. The last one that is open stays: False."""
        column = self._columns[name]
        if column.folded == folded:
            return True
        others = [other for other in self._columns.values() if other is not column and not other.isHidden()]
        if folded and all(other.folded for other in others):
            return False
        had_keyboard = folded and column.has_keyboard
        column.set_folded(folded=folded)
        self.lay()
        if self._memory is not None:
            self._memory.setValue(FOLDED_KEY, ",".join(each for each in self._columns if self.is_folded(each)))
        self.folded.emit(name, folded)
        if had_keyboard:
            self.keyboard_lost.emit()
        return True

    def set_shown(self, name: str, *, shown: bool) -> None:
        """Whether a column has anything to show here at all."""
        self._columns[name].setVisible(shown)
        there = [other for other, column in self._columns.items() if not column.isHidden()]
        if there and all(self.is_folded(other) for other in there):
            self.fold(there[-1], folded=False)
        self.lay()

    def set_wide(self, *, wide: bool) -> None:
        """The widths of a wide page, or of a usual one."""
        if wide != self._wide:
            self._wide = wide
            self.lay()

    def lay(self) -> None:
        """Give every open column its share of the room."""
        columns = [(name, column) for name, column in self._columns.items() if not column.isHidden()]
        room = self.width() - self.handleWidth() * max(0, len(columns) - 1)
        room -= sum(column.minimumWidth() for _, column in columns if column.folded)
        shares = self._shares[self._wide]
        whole = sum(shares[name] for name, column in columns if not column.folded) or 1
        self.setSizes(
            [
                0
                if column.isHidden()
                else column.minimumWidth()
                if column.folded
                else max(1, round(room * shares[name] / whole))
                for name, column in self._columns.items()
            ]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def _on_moved(self) -> None:
        """A person moved an edge: what is open has these shares from now on."""
        shares = self._shares[self._wide]
        sizes = dict(zip(self._columns, self.sizes(), strict=True))
        open_ = [name for name, column in self._columns.items() if not column.folded and not column.isHidden()]
        whole, room = sum(shares[name] for name in open_), sum(sizes[name] for name in open_) or 1
        for name in open_:  # together they keep what they had, beside those that are folded now
            shares[name] = max(1, round(sizes[name] * whole / room))
        if self._memory is not None:
            self._memory.setValue(WIDE_WIDTHS_KEY if self._wide else WIDTHS_KEY, ",".join(map(str, shares.values())))


def _remembered(memory: QSettings | None, key: str, usual: Mapping[str, int]) -> dict[str, int]:
    """The shares as they were kept, else the usual ones."""
    kept = None if memory is None else memory.value(key)
    words = kept if isinstance(kept, list) else str(kept or "").split(",")
    widths = [int(word) for word in words if str(word).isdecimal() and int(word) > 0]
    return dict(zip(usual, widths, strict=True)) if len(widths) == len(usual) else dict(usual)


def head_of(content: QWidget) -> ColumnHead:
    """The heading in what a column shows. Raises LookupError without one."""
    head = content.findChild(ColumnHead)
    if head is None:
        raise LookupError(f"{content.accessibleName()} has no heading")
    return head
