"""The guide sheet as recorded, the Task 567 entry, the Caseworker Online view and further calls, beside the call.

One line has the keyboard's mark; a field of the sheet can be taken as evidence by a key or its plus. A figure that an
import changed says what it was; with several earlier values the right arrow shows all of them, the left one the last.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.sheet import SheetGroup, sheet_groups, usual_groups
from desktop.views.actions import ActionTable
from desktop.views.scrolled_column import ScrolledColumn
from desktop.views.sheet_row import SheetRow, SheetSection, shape_of
from models.store.calls import CallFile

NARROW_BELOW = 1.9
"""Below this many widths of the labels, values stand below them."""


class SheetPanel(QWidget):
    """The panel. Signals: `field_picked(field)` when a field was taken as evidence; `sight_wished()` before it takes
    the keyboard, since another page may lie over it."""

    field_picked = Signal(str)
    sight_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rows: list[SheetRow] = []
        self._to_make = usual_groups()
        self._usual = {shape_of(group) for group in self._to_make}
        self._sections: list[SheetSection] = []
        self._at = 0
        self.pickable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Guide sheet")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = ScrolledColumn(self)
        self._column = self._scroll.column
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        theme.mark(self.note, role="warn")
        self.note.hide()
        column.addWidget(self.note)
        column.addWidget(self._scroll, 1)
        QTimer.singleShot(0, self, self._make_ready)

    @property
    def has_keyboard(self) -> bool:
        return self.hasFocus()

    def take_keyboard(self) -> None:
        """Come into sight and have the keyboard."""
        self.sight_wished.emit()
        self.setFocus()

    def show_file(self, file: CallFile | None, note: str = "") -> None:
        """Show the sheet and lists of a call file, or nothing; `note` says above them what is to be known of them."""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        groups = [] if file is None else sheet_groups(file)
        self._at = 0
        self._lay(groups)
        self._fit()
        self._scroll.verticalScrollBar().setValue(0)
        self._mark()

    def _lay(self, groups: list[SheetGroup]) -> None:
        """Every group in a section of its shape: one that is there, else a new one."""
        spare = self._sections
        self._sections = []
        for place, group in enumerate(groups):
            wanted = shape_of(group)
            section = next((each for each in spare if each.shape == wanted), None)
            if section is None:
                section = self._make(group)
            else:
                spare.remove(section)
                section.show_group(group)
            if self._column.indexOf(section) != place:
                self._column.insertWidget(place, section)
            section.show()
            self._sections.append(section)
        self._rows = [row for section in self._sections for row in section.rows]
        for section in spare:
            section.hide()
            if section.shape in self._usual:
                self._sections.append(section)
            else:
                self._column.removeWidget(section)
                section.deleteLater()

    def _make(self, group: SheetGroup) -> SheetSection:
        section = SheetSection(group, self._actions, self, self._scroll.inside)
        section.picked.connect(self.field_picked)
        section.pointed.connect(self._point_at)
        return section

    def _make_ready(self) -> None:
        """Before the first call: make the sections of the usual sheet, one at a time."""
        made = {section.shape for section in self._sections}
        wanted = next((group for group in self._to_make if shape_of(group) not in made), None)
        self._to_make = [] if wanted is None else self._to_make[self._to_make.index(wanted) + 1 :]
        if wanted is not None:
            section = self._make(wanted)
            section.hide()
            for widget in section.findChildren(QWidget):
                widget.ensurePolished()
            self._column.insertWidget(len(self._sections), section)
            self._sections.append(section)
            QTimer.singleShot(0, self, self._make_ready)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for row in self._rows:
            row.set_narrow(narrow=self.width() < NARROW_BELOW * row.label_width)

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
        self.take_keyboard()
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
        if self._rows:
            self._scroll.bring_into_sight(self._rows[self._at], theme.space(4))

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
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self._rows and self._rows[self._at].can_open:
            self._rows[self._at].set_open(open_=event.key() == Qt.Key.Key_Right)
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
