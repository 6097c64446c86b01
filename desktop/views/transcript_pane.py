"""The transcript column: heading, find with its count, the lines, "back to now", words where there is none."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.transcript_lines import TranscriptLines
from desktop.tables.transcript import Hit, TranscriptTable
from desktop.views.actions import ActionTable
from desktop.views.press import ColumnHead, IconButton, TextButton, hairline, is_override
from desktop.views.transcript import TranscriptView

NO_TRANSCRIPT = "No transcript yet"
NO_TRANSCRIPT_MORE = "Everything else works without one: mark evidence in the waveform, or take the last seconds heard."


class FindField(QLineEdit):
    """The words to find. Return goes to the next find, Shift+Return to the one before. Signal `left()` on Escape."""

    next_wished = Signal()
    previous_wished = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        if is_override(event, Qt.Key.Key_Escape):  # else the page would close
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous_wished if back else self.next_wished).emit()
        else:
            super().keyPressEvent(event)


class TranscriptPane(QWidget):
    """Signals: those of the view, passed on: `played_from(ms)`, `selected(start_ms, end_ms)`, `selection_cleared()`."""

    played_from = Signal(int)
    selected = Signal(int, int)
    selection_cleared = Signal()

    def __init__(self, table: TranscriptTable, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._hits: list[Hit] = []
        self._hit: int | None = None
        self.view = TranscriptView(table, self)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._build(actions)
        self._connect()

    @property
    def head_height(self) -> int:
        """How much of the column its heading takes."""
        return self._head.height() + 1

    def _build(self, actions: ActionTable) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = self._make_head(actions)
        column.addWidget(self._head)
        column.addWidget(hairline(self))
        column.addWidget(self._make_body(actions), 1)

    def _make_head(self, actions: ActionTable) -> QWidget:
        head = ColumnHead(self)
        row = head.row
        title = QLabel("Transcript", head)
        theme.mark(title, role="heading")
        self.field = FindField(head)
        self.field.setPlaceholderText("Find")
        self.field.setAccessibleName("Find in the transcript")
        self.field.setToolTip(actions.text_with_key("find"))
        self.field.setClearButtonEnabled(True)
        theme.mark(self.field, role="filled")
        self._count = QLabel(head)
        theme.mark(self._count, role="small")
        tips = (actions.text_with_key("find_previous"), actions.text_with_key("find_next"))
        self.previous = IconButton("chevron-up", "Find previous", head, tips[0])
        self.next = IconButton("chevron-down", "Find next", head, tips[1])
        self._follow = IconButton("follow", "Follow the play head", head, actions.text_with_key("follow"))
        self._follow.setCheckable(True)
        self._follow.setChecked(True)
        row.addWidget(title)
        row.addSpacing(theme.space(1))
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        for button in (self.previous, self.next, self._follow):
            row.addWidget(button)
        self._found = (self._count, self.previous, self.next)
        for widget in self._found:
            widget.hide()
        self._head_parts = (self.field, self._follow)
        return head

    def _make_body(self, actions: ActionTable) -> QWidget:
        self._body = QWidget(self)
        self._stack = QStackedLayout(self._body)
        self._empty = QWidget(self._body)
        empty = QVBoxLayout(self._empty)
        empty.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        words = QLabel(NO_TRANSCRIPT, self._empty)
        theme.mark(words, role="heading")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        more = QLabel(NO_TRANSCRIPT_MORE, self._empty)
        more.setWordWrap(True)
        more.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.mark(more, role="quiet")
        empty.addStretch(1)
        empty.addWidget(words)
        empty.addWidget(more)
        empty.addStretch(2)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.back_to_now = TextButton("Back to now", "primary", self._body)
        self.back_to_now.show_icon("follow", "on_accent")
        self.back_to_now.setToolTip(actions.text_with_key("follow", "Follow the play head again"))
        self.back_to_now.hide()
        return self._body

    def _connect(self) -> None:
        self.view.played_from.connect(self.played_from)
        self.view.selected.connect(self.selected)
        self.view.selection_cleared.connect(self.selection_cleared)
        self.view.following_changed.connect(self._on_following)
        self._follow.clicked.connect(self.view.set_following)
        self.back_to_now.clicked.connect(lambda: self.view.set_following(True))
        self.field.textChanged.connect(self._on_find)
        self.field.next_wished.connect(self.find_next)
        self.field.previous_wished.connect(self.find_previous)
        self.field.left.connect(self._on_field_left)
        self.next.clicked.connect(self.find_next)
        self.previous.clicked.connect(self.find_previous)

    def show_transcript(self, transcript: TranscriptLines | None) -> None:
        """Show a transcript, or say that there is none yet."""
        self.field.clear()
        self._table.show(transcript)
        self._stack.setCurrentWidget(self.view if self._table.lines else self._empty)
        for part in self._head_parts:
            part.setVisible(bool(self._table.lines))
        self.back_to_now.hide()

    def toggle_following(self) -> None:
        """Follow the play head, or stay."""
        if self._table.lines:
            self.view.set_following(not self.view.following)

    def open_find(self) -> None:
        """Put the keyboard into the find field."""
        if self._table.lines:
            self.field.setFocus()
            self.field.selectAll()

    def find_next(self) -> None:
        self._go_to_hit(1)

    def find_previous(self) -> None:
        self._go_to_hit(-1)

    def _go_to_hit(self, by: int) -> None:
        if self._hits:
            self._hit = (by - 1 if self._hit is None and by > 0 else (self._hit or 0) + by) % len(self._hits)
            self._show_hits()

    def _on_find(self, wanted: str) -> None:
        self._hits = self._table.find(wanted)
        self._hit = 0 if self._hits else None
        self._show_hits()
        for widget in self._found:
            widget.setVisible(bool(wanted.strip()))

    def _show_hits(self) -> None:
        self.view.show_hits(self._hits, self._hit)
        self._count.setText("none" if self._hit is None else f"{self._hit + 1} of {len(self._hits)}")

    def _on_field_left(self) -> None:
        self.field.clear()
        self.view.setFocus()

    def _on_following(self, following: bool) -> None:
        self._follow.setChecked(following)
        self.back_to_now.setVisible(not following)
        self._place_button()

    def _place_button(self) -> None:
        self.back_to_now.adjustSize()
        size = self.back_to_now.size()
        space = self._body.size()
        self.back_to_now.move(
            QPoint((space.width() - size.width()) // 2, space.height() - size.height() - theme.space(1.5))
        )
        self.back_to_now.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()
