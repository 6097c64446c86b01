"""The lines of the guide sheet panel, and the groups they stand in: a heading, its lines, or a note in their place."""

from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.sheet import SheetGroup, SheetLine
from desktop.views.actions import ActionTable
from desktop.views.press import IconButton

WIDEST_LABEL = "Sustainability assured"
"""Labels share this width, so that the values stand in one column; longer ones wrap."""

WIDEST_PX = 16_777_215
"""Qt's own bound of a widget: no bound."""

Shape = tuple[str, bool, tuple[str, ...]]
"""What a group looks like apart from its values: title, whether it has a note, the labels of its lines."""


class Keyboard(Protocol):
    """What a line asks of its panel."""

    pickable: bool

    @property
    def has_keyboard(self) -> bool: ...


class SheetRow(QFrame):
    """One line. Signals: `picked(field)` when taken as evidence, `pointed()` when clicked."""

    picked = Signal(str)
    pointed = Signal()

    def __init__(self, line: SheetLine, actions: ActionTable, keyboard: Keyboard, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self._keyboard = keyboard
        self._actions = actions
        self._plus: IconButton | None = None
        self._current = False
        self._taken = False
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.space(1.5), 3, theme.space(0.5), 3)
        grid.setHorizontalSpacing(theme.space(1))
        self._label = QLabel(line.label, self)
        self._label.setWordWrap(True)
        self._label.setProperty("role", "quiet")
        self._value = QLabel(line.value, self)
        self._value.setWordWrap(True)
        self._value.setTextFormat(Qt.TextFormat.PlainText)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        self._narrow: bool | None = None
        self._label_px = 0
        self._past: QLabel | None = None
        self.set_narrow(narrow=False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._held = True
        self._open = False
        self.show_line(line)
        self._dress()
        theme.changes().changed.connect(self._dress)

    def show_line(self, line: SheetLine) -> None:
        """Show another value of the same field."""
        self.line = line
        self._taken = False
        self._value.setText(line.value)
        if line.held != self._held:
            self._held = line.held
            theme.mark(self._value, role="" if line.held else "quiet")
        self._open = False
        self._show_past()
        self.setAccessibleName(line.spoken)

    @property
    def can_open(self) -> bool:
        """Whether there are earlier values that are not in sight."""
        return len(self.line.earlier) > 1

    def set_open(self, *, open_: bool) -> None:
        """Show every earlier value, or only the last one before this."""
        self._open = open_ and self.can_open
        self._show_past()

    @property
    def past(self) -> str:
        """What is shown of other versions below the value."""
        return "" if self._past is None or self._past.isHidden() else self._past.text()

    def _show_past(self) -> None:
        words = [*([self.line.now] if self.line.now else []), *self.line.earlier[: None if self._open else 1]]
        hidden = len(self.line.earlier) - 1
        if hidden > 0:
            words.append("▾ fewer" if self._open else f"▸ {hidden} earlier")
        if self._past is None:
            if not words:
                return
            self._past = QLabel(self)
            self._past.setWordWrap(True)
            self._past.setTextFormat(Qt.TextFormat.PlainText)
            self._place_past()
        theme.mark(self._past, role="warn" if self.line.now else "small")
        self._past.setText("\n".join(words))
        self._past.setVisible(bool(words))

    def _place_past(self) -> None:
        if self._past is not None:
            self._grid.removeWidget(self._past)
            column, span = (0, 2) if self._narrow else (1, 1)
            self._grid.addWidget(self._past, 2, column, 1, span, Qt.AlignmentFlag.AlignTop)

    @property
    def add(self) -> IconButton:
        """The plus, made when it is first wanted: most lines are only read."""
        if self._plus is None:
            self._plus = IconButton("plus", f"Add {self.line.label} as evidence", self)
            self._actions.explain(self._plus, "evidence_field")
            self._plus.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._plus.setStyleSheet("padding: 0; border: none;")
            self._plus.clicked.connect(self._on_plus)
            self._plus.hide()
            self._grid.addWidget(self._plus, 0, 2, Qt.AlignmentFlag.AlignTop)
            self._dress()
        return self._plus

    def _on_plus(self) -> None:
        if self.line.field is not None:
            self.picked.emit(self.line.field)

    def _dress(self) -> None:
        self._label_px = self._label.fontMetrics().horizontalAdvance(WIDEST_LABEL) + 2
        self._size_label()
        if self.line.figure:
            self._value.setFont(theme.font("figures"))
        self._grid.setColumnMinimumWidth(2, theme.icon_size().width() + 4)
        if self._plus is not None:
            self._plus.setFixedSize(theme.icon_size().width() + 4, theme.text_height())
            self._plus.setIconSize(theme.icon_size() * 0.85)

    def set_narrow(self, *, narrow: bool) -> None:
        """The value beside its label, or below it where there is little room."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._size_label()
        top = Qt.AlignmentFlag.AlignTop
        for widget in (self._label, self._value):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._label, 0, 0, top)
        if narrow:
            self._grid.addWidget(self._value, 1, 0, 1, 2, top)
        else:
            self._grid.addWidget(self._value, 0, 1, top)
        self._place_past()

    def _size_label(self) -> None:
        """Labels share a width, but where the values stand below them: there they give way to the panel's."""
        if self._narrow:
            self._label.setMinimumWidth(0)
            self._label.setMaximumWidth(WIDEST_PX)
        else:
            self._label.setFixedWidth(self._label_px)

    @property
    def label_width(self) -> int:
        return self._label_px

    def set_current(self, current: bool, *, pickable: bool) -> None:
        """Whether the keyboard's mark stands here."""
        self._current = current
        self._show_add(current and pickable)
        self.update()

    def set_taken(self, taken: bool) -> None:
        """Whether this field is evidence of the open prompt."""
        if taken != self._taken:
            self._taken = taken
            self.update()

    def _show_add(self, show: bool) -> None:
        wanted = show and self.line.field is not None
        if wanted or self._plus is not None:
            self.add.setVisible(wanted)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_add(self._keyboard.pickable)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_add(self._current and self._keyboard.has_keyboard)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit()
        if self._past is not None and self._past.geometry().contains(event.position().toPoint()):
            self.set_open(open_=not self._open)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._taken:
            painter.fillRect(self.rect(), theme.colour("accent_tint"))
            painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        if self._current and self._keyboard.has_keyboard:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class SheetSection(QWidget):
    """One group. Signals: `picked(field)`, and `pointed(SheetRow)` when a line was clicked."""

    picked = Signal(str)
    pointed = Signal(object)

    def __init__(self, group: SheetGroup, actions: ActionTable, keyboard: Keyboard, parent: QWidget) -> None:
        super().__init__(parent)
        self.shape = shape_of(group)
        self.rows: list[SheetRow] = []
        self._note: QLabel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if group.title:
            heading = QLabel(group.title, self)
            heading.setProperty("role", "heading")
            column.addLayout(_inset(heading, theme.space(1.5), theme.space(0.5)))
        for line in group.lines:
            row = SheetRow(line, actions, keyboard, self)
            row.picked.connect(self.picked)
            row.pointed.connect(lambda row=row: self.pointed.emit(row))
            column.addWidget(row)
            self.rows.append(row)
        if group.note:
            self._note = QLabel(group.note, self)
            self._note.setWordWrap(True)
            self._note.setProperty("role", "quiet")
            column.addLayout(_inset(self._note, 3 if group.title else theme.space(1.5), 3))

    def show_group(self, group: SheetGroup) -> None:
        """Other values in the lines that are there. ValueError for a group of another shape."""
        for row, line in zip(self.rows, group.lines, strict=True):
            row.show_line(line)
        if self._note is not None:
            self._note.setText(group.note)


def _inset(label: QLabel, above: int, below: int) -> QVBoxLayout:
    """A label with room around it: its own margins would be lost when the style sheet takes it up."""
    made = QVBoxLayout()
    made.setContentsMargins(theme.space(1.5), above, theme.space(1.5), below)
    made.addWidget(label)
    return made


def shape_of(group: SheetGroup) -> Shape:
    """The shape of a group: sections of one shape can show one another's values."""
    return group.title, bool(group.note), tuple(line.label for line in group.lines)
