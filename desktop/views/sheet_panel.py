"""The guide sheet as recorded, the Task 567 entry, the Caseworker Online view and further calls, beside the call.

One line has the keyboard's mark; a field of the sheet can be taken as evidence by a key or its plus.
"""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.tables.sheet import SheetGroup, SheetLine, sheet_groups
from desktop.views.actions import ActionTable
from desktop.views.press import ColumnHead, ElidedLabel, IconButton, hairline
from models.store.calls import CallFile

WIDEST_LABEL = "Sustainability assured"
"""Labels share this width, so that the values stand in one column; longer ones wrap."""


NARROW_BELOW = 1.9
"""Below this many widths of the labels, values stand below them."""


class SheetRow(QFrame):
    """One line. Signals: `picked(field)` when taken as evidence, `pointed()` when clicked."""

    picked = Signal(str)
    pointed = Signal()

    def __init__(self, line: SheetLine, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
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
        self.set_narrow(narrow=False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._held = True
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
        self.setAccessibleName(f"{line.label}: {line.value}")

    @property
    def add(self) -> IconButton:
        """The plus, made when it is first wanted: most lines are only read."""
        if self._plus is None:
            tip = self._actions.text_with_key("evidence_field")
            self._plus = IconButton("plus", f"Add {self.line.label} as evidence", self, tip)
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
        self._label.setFixedWidth(self._label.fontMetrics().horizontalAdvance(WIDEST_LABEL) + 2)
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
        top = Qt.AlignmentFlag.AlignTop
        for widget in (self._label, self._value):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._label, 0, 0, top)
        if narrow:
            self._grid.addWidget(self._value, 1, 0, 1, 2, top)
        else:
            self._grid.addWidget(self._value, 0, 1, top)

    @property
    def label_width(self) -> int:
        return self._label.width()

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
        panel = self._panel()
        self._show_add(panel is None or panel.pickable)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_add(self._current and self._has_keyboard())

    def _panel(self) -> "SheetPanel | None":
        widget = self.parentWidget()
        while widget is not None and not isinstance(widget, SheetPanel):
            widget = widget.parentWidget()
        return widget

    def _has_keyboard(self) -> bool:
        panel = self._panel()
        return panel is not None and panel.has_keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._taken:
            painter.fillRect(self.rect(), theme.colour("accent_tint"))
            painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        if self._current and self._has_keyboard():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class SheetPanel(QWidget):
    """The panel. Signal `field_picked(field)`: a field of the sheet was taken as evidence."""

    field_picked = Signal(str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rows: list[SheetRow] = []
        self._notes: list[QLabel] = []
        self._shape: list[tuple[str, bool, tuple[str, ...]]] = []
        self._at = 0
        self.pickable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Guide sheet")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ColumnHead(self)
        row = head.row
        title = QLabel("Guide sheet", head)
        theme.mark(title, role="heading")
        self._name = ElidedLabel(head)
        theme.mark(self._name, role="small")
        row.addWidget(title)
        row.addWidget(self._name, 1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(head)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        theme.mark(self.note, role="warn")
        self.note.hide()
        column.addWidget(hairline(self))
        column.addWidget(self.note)
        column.addWidget(self._scroll, 1)

    @property
    def has_keyboard(self) -> bool:
        return self.hasFocus()

    def show_file(self, file: CallFile | None, note: str = "") -> None:
        """Show the sheet and lists of a call file, or nothing; `note` says above them what is to be known of them."""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        groups = [] if file is None else sheet_groups(file)
        self._at = 0
        shape = [(group.title, bool(group.note), tuple(line.label for line in group.lines)) for group in groups]
        if shape == self._shape:
            self._show_again(groups)
        else:
            self._shape = shape
            self._make(groups)
        self._fit()
        self._name.set_words("" if file is None or file.sheet_id is None else file.sheet_id)
        self._scroll.verticalScrollBar().setValue(0)
        self._mark()

    def _show_again(self, groups: list[SheetGroup]) -> None:
        """Other values in the lines that are there."""
        for row, line in zip(self._rows, (line for group in groups for line in group.lines), strict=True):
            row.show_line(line)
        for note, words in zip(self._notes, (group.note for group in groups if group.note), strict=True):
            note.setText(words)

    def _make(self, groups: list[SheetGroup]) -> None:
        self._rows, self._notes = [], []
        inside = QWidget(self._scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, theme.space(2))
        column.setSpacing(0)
        for group in groups:
            self._add_group(group, inside, column)
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for row in self._rows:
            row.set_narrow(narrow=self.width() < NARROW_BELOW * row.label_width)

    def _add_group(self, group: SheetGroup, inside: QWidget, column: QVBoxLayout) -> None:
        heading = QLabel(group.title, inside)
        heading.setContentsMargins(theme.space(1.5), theme.space(1.5), theme.space(1.5), theme.space(0.5))
        heading.setProperty("role", "heading")
        heading.setVisible(bool(group.title))
        column.addWidget(heading)
        for line in group.lines:
            row = SheetRow(line, self._actions, inside)
            row.picked.connect(self.field_picked)
            row.pointed.connect(lambda row=row: self._point_at(row))
            column.addWidget(row)
            self._rows.append(row)
        if group.note:
            note = QLabel(group.note, inside)
            note.setWordWrap(True)
            note.setContentsMargins(theme.space(1.5), 3, theme.space(1.5), 3)
            note.setProperty("role", "quiet")
            column.addWidget(note)
            self._notes.append(note)

    def set_taken(self, fields: frozenset[str]) -> None:
        """Mark the fields that are evidence of the open prompt."""
        for row in self._rows:
            row.set_taken(row.line.field is not None and row.line.field in fields)

    def pick(self) -> None:
        """Take the marked field as evidence."""
        if self.pickable and self._rows and self._rows[self._at].line.field is not None:
            self.field_picked.emit(self._rows[self._at].line.field)

    def show_field(self, field: str) -> None:
        """Put the mark on a field of the sheet and bring it into sight."""
        for at, row in enumerate(self._rows):
            if row.line.field == field:
                self._at = at
        self.setFocus()
        self._mark()
        self._bring_into_sight()

    def _point_at(self, row: SheetRow) -> None:
        self._at = self._rows.index(row)
        self.setFocus()
        self._mark()

    def _mark(self) -> None:
        for at, row in enumerate(self._rows):
            row.set_current(at == self._at, pickable=self.pickable and self.hasFocus())
        if self._rows:
            self.setAccessibleDescription(self._rows[self._at].accessibleName())

    def _bring_into_sight(self) -> None:
        inside = self._scroll.widget()
        if not self._rows or inside is None:
            return
        row = self._rows[self._at]
        top = row.mapTo(inside, QPoint(0, 0)).y()
        bar, height = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        if top < bar.value() + theme.space(4):
            bar.setValue(top - theme.space(4))
        elif top + row.height() > bar.value() + height:
            bar.setValue(top + row.height() - height + theme.space(1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
            Qt.Key.Key_Home: -len(self._rows),
            Qt.Key.Key_End: len(self._rows),
        }
        if event.key() in steps and self._rows:
            self._at = min(max(self._at + steps[Qt.Key(event.key())], 0), len(self._rows) - 1)
            self._mark()
            self._bring_into_sight()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick()
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._rows:
            QApplication.clipboard().setText(self._rows[self._at].accessibleName())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()
        self._bring_into_sight()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()
