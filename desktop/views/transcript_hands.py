"""What mouse, wheel and keys do on the transcript.

Click a word to hear from it, the time to hear the line; drag to select words; double click to correct the line. Arrows
move from word to word and line to line, with Shift they select, with Ctrl up and down the line is heard; Return hears
from the word. Ctrl and wheel set the text larger or smaller.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desktop.views.transcript import TranscriptView

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_TURNS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TranscriptHands(QObject):
    """Watches the events of the view and of its viewport. `can_edit`: whether a double click corrects."""

    def __init__(self, view: "TranscriptView") -> None:
        super().__init__(view)
        self._view = view
        self._pressed_at = QPoint()
        self.can_edit = False
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._view:
            return isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and self._key(event)
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseMove:
                self._move(event)
            elif event.button() == Qt.MouseButton.LeftButton:
                if kind == QEvent.Type.MouseButtonPress:
                    self._press(event)
                elif kind == QEvent.Type.MouseButtonRelease:
                    self._release(event)
                elif kind == QEvent.Type.MouseButtonDblClick:
                    self._edit(event.position().toPoint())
        return False

    # the mouse

    def _press(self, event: QMouseEvent) -> None:
        view = self._view
        self._pressed_at = event.position().toPoint()
        word = view.word_under(self._pressed_at)
        if word is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and view.shown.cursor is not None:
            view.select_to(word)
        else:
            view.go_to_word(word)

    def _move(self, event: QMouseEvent) -> None:
        view = self._view
        if not event.buttons() & Qt.MouseButton.LeftButton or view.shown.anchor is None:
            return
        point = event.position().toPoint()
        far = (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        word = view.word_under(point)
        if word is not None and (view.shown.selecting or far):
            view.select_to(word, tell=False)

    def _release(self, event: QMouseEvent) -> None:
        view = self._view
        span, point = view.selection_span(), event.position().toPoint()
        if span is not None:
            view.selected.emit(*span)
            return
        row = view.row_under(point)
        if row is None or view.editor.row is not None:
            return
        word = view.word_under(point)
        in_text = point.x() >= view.shown.columns.text_left
        start_ms = view.table.lines[row].start_ms if word is None or not in_text else view.table.words[word].start_ms
        view.played_from.emit(start_ms)

    def _edit(self, point: QPoint) -> None:
        row = self._view.row_under(point)
        if row is not None and self.can_edit:
            self._view.edit_line(row)

    def _wheel(self, event: QWheelEvent) -> bool:
        view = self._view
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            up = event.angleDelta().y() > 0
            view.look_wished.emit(view.look.larger() if up else view.look.smaller())
            event.accept()
            return True
        view.set_following(False)
        return False

    # the keys

    def _key(self, event: QKeyEvent) -> bool:
        view = self._view
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(view.selected_text())
            return True
        cursor = view.shown.cursor
        if event.key() in _ENTER and cursor is not None:
            view.played_from.emit(view.table.words[cursor].start_ms)
            return True
        target = self._target_of(event)
        if target is None:
            if event.key() in _PAGES:
                view.set_following(False)
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            view.select_to(target)
        else:
            view.go_to_word(target)
        view.reveal_word(target)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _TURNS:
            view.played_from.emit(view.table.words[target].start_ms)
        return True

    def _target_of(self, event: QKeyEvent) -> int | None:
        """The word an arrow key leads to."""
        view, table, key = self._view, self._view.table, event.key()
        if not table.words or key not in (*_STEPS, *_TURNS):
            return None
        cursor = view.shown.cursor
        if cursor is None:
            return min(table.lines[view.shown.line or 0].first_word, len(table.words) - 1)
        if key in _STEPS:
            return min(max(cursor + _STEPS[Qt.Key(key)], 0), len(table.words) - 1)
        by = _TURNS[Qt.Key(key)]
        row = table.words[cursor].line + by
        while 0 <= row < len(table.lines) and table.lines[row].first_word == table.lines[row].end_word:
            row += by
        return table.lines[row].first_word if 0 <= row < len(table.lines) else cursor
