"""The transcript beside the waveform: who said what and when, following the play head, with find and selection.

Painted by itself: only the lines on screen are drawn, from a layout that is exact for the whole call, so twelve
thousand words scroll and follow without a stutter.
"""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from desktop import theme
from desktop.state.transcript_lines import Line
from desktop.tables.spoken import clock_time
from desktop.tables.transcript import SPEAKER_NAMES, SPEAKER_WORDS, Hit, TranscriptTable
from desktop.views.transcript_layout import Measures, TranscriptLayout
from models.transcript import Speaker

SPEAKER_COLOURS = {Speaker.CASEWORKER: "caseworker", Speaker.NRP: "nrp", Speaker.UNKNOWN: "unknown"}


class TranscriptView(QAbstractScrollArea):
    """The lines of a TranscriptTable.

    Signals: `played_from(ms)` when a word or line was chosen to be heard; `selected(start_ms, end_ms)` and
    `selection_cleared()`; `following_changed(bool)`.
    """

    played_from = Signal(int)
    selected = Signal(int, int)
    selection_cleared = Signal()
    following_changed = Signal(bool)

    def __init__(self, table: TranscriptTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._layout: TranscriptLayout | None = None
        self._following = True
        self._line: int | None = None
        self._word: int | None = None
        self._anchor: int | None = None
        self._cursor: int | None = None
        self._selecting = False
        self._pressed_at = QPoint()
        self._hits: list[Hit] = []
        self._hit: int | None = None
        self._marked_words: dict[int, bool] = {}
        self.setAccessibleName("Transcript")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        table.modelReset.connect(self._on_reset)
        theme.changes().changed.connect(self._lay_out)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self.set_following(False))

    # what is shown

    def set_position(self, ms: int) -> None:
        """Mark the line and the word being spoken at `ms`, and keep them in sight while following."""
        line = self._table.line_at(ms)
        word = None if line is None else self._table.word_at(ms, line)
        if (line, word) == (self._line, self._word):
            return
        before, self._line, self._word = self._line, line, word
        self._update_line(before)
        self._update_line(line)
        if self._following and line is not None and line != before:
            self._keep_in_sight(line)

    @property
    def following(self) -> bool:
        return self._following

    def set_following(self, following: bool) -> None:
        """Follow the play head, or stay where the reader is."""
        if following == self._following:
            return
        self._following = following
        if following and self._line is not None:
            self._keep_in_sight(self._line)
        self.following_changed.emit(following)

    @property
    def line_height(self) -> int:
        """The height of one row of text."""
        return row_height()

    def selection_span(self) -> tuple[int, int] | None:
        """The selected words' time, milliseconds."""
        if self._anchor is None or self._cursor is None or not self._selecting:
            return None
        return self._table.span_of(self._anchor, self._cursor)

    def selected_text(self) -> str:
        """What is selected, a line for each speaker's turn with its time."""
        if self.selection_span() is None or self._anchor is None or self._cursor is None:
            return ""
        first, last = sorted((self._anchor, self._cursor))
        turns: list[str] = []
        for line in self._table.lines[self._table.words[first].line : self._table.words[last].line + 1]:
            words = self._table.words[max(first, line.first_word) : min(last + 1, line.end_word)]
            text = " ".join(word.text for word in words)
            turns.append(f"{clock_time(line.start_ms)} {SPEAKER_NAMES[line.speaker]} {text}")
        return "\n".join(turns)

    def clear_selection(self) -> None:
        """Select nothing."""
        had = self._selecting
        self._selecting = False
        self._anchor = self._cursor
        self.viewport().update()
        if had:
            self.selection_cleared.emit()

    def show_hits(self, hits: list[Hit], current: int | None) -> None:
        """Mark what was found; the current one is brought into sight."""
        self._hits, self._hit = hits, current
        self._marked_words = {}
        for number, hit in enumerate(hits):
            for word in range(hit.first_word, hit.last_word + 1):
                self._marked_words[word] = number == current
        if current is not None:
            self.set_following(False)
            self._cursor = self._anchor = hits[current].first_word
            self._keep_in_sight(self._table.words[hits[current].first_word].line)
        self.viewport().update()

    # layout

    def _on_reset(self) -> None:
        self._line = self._word = self._anchor = self._cursor = self._hit = None
        self._selecting = False
        self._hits, self._marked_words = [], {}
        self.set_following(True)
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        metrics = QFontMetricsF(theme.font("body"))
        small = QFontMetricsF(theme.font("small"))
        self._time_width = int(small.horizontalAdvance("0:00:00" if self._is_long() else "00:00")) + 2
        self._name_width = int(small.horizontalAdvance("NRP")) + 2
        self._text_left = theme.space(1) + self._time_width + theme.space(1) + self._name_width + theme.space(1)
        width = max(80, self.viewport().width() - self._text_left - theme.space(1))
        measures = Measures(width, metrics.horizontalAdvance(" "), row_height(), max(4, theme.space(1) // 2 + 1))
        self._layout = TranscriptLayout(self._table.lines, self._table.words, measures, metrics.horizontalAdvance)
        self._set_range()
        self.viewport().update()

    def _is_long(self) -> bool:
        return bool(self._table.lines) and self._table.lines[-1].end_ms >= 3_600_000

    def _set_range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        total = self._layout.height if self._layout else 0
        bar.setPageStep(height)
        bar.setSingleStep(theme.space(3))
        bar.setRange(0, max(0, total + theme.space(1) - height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width():
            self._set_range()
            return
        kept = None if self._layout is None else self._layout.line_at(self.verticalScrollBar().value())
        self._lay_out()
        if kept and self._layout is not None:
            self.verticalScrollBar().setValue(self._layout.tops[kept])
        elif self._following and self._line is not None:
            self._keep_in_sight(self._line)

    def _keep_in_sight(self, line: int) -> None:
        if self._layout is None:
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, tall = self._layout.tops[line], self._layout.line_height(line)
        margin = min(height // 4, theme.space(6))
        if top - margin < bar.value() or top + tall + margin > bar.value() + height:
            bar.setValue(top - height // 3)

    def _update_line(self, line: int | None) -> None:
        if line is None or self._layout is None:
            return
        top = self._layout.tops[line] - self.verticalScrollBar().value()
        self.viewport().update(0, top, self.viewport().width(), self._layout.line_height(line))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self._layout
        if layout is None:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        scrolled = self.verticalScrollBar().value()
        first = layout.line_at(max(0, event.rect().top() + scrolled))
        if first is not None:
            for number in range(first, len(layout.tops)):
                top = layout.tops[number] - scrolled
                if top > event.rect().bottom():
                    break
                self._paint_line(painter, layout, number, top)
        painter.end()

    def _paint_line(self, painter: QPainter, layout: TranscriptLayout, number: int, top: int) -> None:
        line = self._table.lines[number]
        height = layout.line_height(number)
        speaker = theme.colour(SPEAKER_COLOURS[line.speaker])
        baseline_rows = layout.measures.row_height
        text_top = top + layout.measures.padding
        if number == self._line:
            painter.fillRect(0, top, self.viewport().width(), height, theme.colour("raised"))
            painter.fillRect(0, top, 3, height, theme.colour("accent"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("quiet"))
        left = theme.space(1)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(left, text_top, self._time_width, baseline_rows), flags, clock_time(line.start_ms))
        painter.setPen(speaker)
        left += self._time_width + theme.space(1)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left, text_top, self._name_width, baseline_rows), flags, SPEAKER_NAMES[line.speaker])
        painter.setFont(theme.font("body"))
        for word in range(line.first_word, line.end_word):
            self._paint_word(painter, layout, line, word, text_top)

    def _paint_word(self, painter: QPainter, layout: TranscriptLayout, line: Line, word: int, text_top: int) -> None:
        x = self._text_left + layout.x[word]
        y = text_top + layout.rows[word] * layout.measures.row_height
        width, height = layout.widths[word], layout.measures.row_height
        ink = theme.colour("text")
        if self._is_selected(word):
            joined = (
                word + 1 < line.end_word and self._is_selected(word + 1) and layout.rows[word + 1] == layout.rows[word]
            )
            reach = width + (layout.measures.space if joined else 0)
            painter.fillRect(QRectF(x, y, reach, height), theme.colour("selection"))
            ink = theme.colour("text")
        elif word in self._marked_words:
            mark = QRectF(x - 2, y + 1, width + 4, height - 2)
            painter.setPen(QPen(theme.colour("warn"), 2 if self._marked_words[word] else 1))
            painter.drawRect(mark)
        if word == self._word:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(x - 2, y + 1, width + 4, height - 2), 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            ink = theme.colour("on_accent")
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip
        painter.drawText(QRectF(x, y, width + 2, height), flags, self._table.words[word].text)
        if word == self._cursor and self.hasFocus() and not self._selecting:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawLine(round(x), y + height - 1, round(x + width), y + height - 1)

    def _is_selected(self, word: int) -> bool:
        if not self._selecting or self._anchor is None or self._cursor is None:
            return False
        return min(self._anchor, self._cursor) <= word <= max(self._anchor, self._cursor)

    # hands

    def _word_under(self, point: QPoint) -> int | None:
        if self._layout is None:
            return None
        y = point.y() + self.verticalScrollBar().value()
        number = self._layout.line_at(y)
        if number is None:
            return None
        return self._layout.word_near(self._table.lines[number], number, point.x() - self._text_left, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position().toPoint()
        word = self._word_under(self._pressed_at)
        if word is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._cursor is not None:
            self._extend_to(word)
            return
        self.clear_selection()
        self._anchor = self._cursor = word

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._anchor is None:
            return
        point = event.position().toPoint()
        far = (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        word = self._word_under(point)
        if word is not None and (self._selecting or far):
            self._extend_to(word, tell=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._cursor is None:
            return
        span = self.selection_span()
        if span is not None:
            self.selected.emit(*span)
            return
        word = self._word_under(event.position().toPoint())
        if word is not None:
            in_text = event.position().x() >= self._text_left
            line = self._table.lines[self._table.words[word].line]
            self.played_from.emit(self._table.words[word].start_ms if in_text else line.start_ms)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.set_following(False)
        super().wheelEvent(event)

    def _extend_to(self, word: int, *, tell: bool = True) -> None:
        self._selecting = True
        self._cursor = word
        self._anchor = word if self._anchor is None else self._anchor
        self.viewport().update()
        span = self.selection_span()
        if tell and span is not None:
            self.selected.emit(*span)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.played_from.emit(self._table.words[self._cursor].start_ms)
            return
        target = self._target_of(event)
        if target is None:
            if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End):
                self.set_following(False)
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(target)
        else:
            self.clear_selection()
            self._anchor = self._cursor = target
        self.set_following(False)
        number = self._table.words[target].line
        self._keep_in_sight(number)
        line = self._table.lines[number]
        self.setAccessibleDescription(f"{SPEAKER_WORDS[line.speaker]}, {clock_time(line.start_ms)}: {line.text}")
        self.viewport().update()

    def _target_of(self, event: QKeyEvent) -> int | None:
        """The word an arrow key leads to."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        turns = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if not self._table.words or event.key() not in (*steps, *turns):
            return None
        if self._cursor is None:
            here = self._line or 0
            return min(self._table.lines[here].first_word, len(self._table.words) - 1)
        if event.key() in steps:
            return min(max(self._cursor + steps[Qt.Key(event.key())], 0), len(self._table.words) - 1)
        line = self._table.words[self._cursor].line + turns[Qt.Key(event.key())]
        while 0 <= line < len(self._table.lines) and not self._has_words(line):
            line += turns[Qt.Key(event.key())]
        return self._table.lines[line].first_word if 0 <= line < len(self._table.lines) else self._cursor

    def _has_words(self, line: int) -> bool:
        return self._table.lines[line].first_word < self._table.lines[line].end_word

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def row_height() -> int:
    """The height of one row of text: somewhat more than the letters take."""
    return round(QFontMetricsF(theme.font("body")).height() * 1.15)
