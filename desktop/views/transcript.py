"""The transcript beside the waveform: who said what and when, following the play head, with find and selection.

Painted by itself: only the lines on screen are drawn, from a layout that is exact for the whole call, so twenty
thousand words scroll and follow without a stutter. What hands do here stands in `transcript_hands`.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desktop import theme
from desktop.tables.spoken import clock_time
from desktop.tables.transcript import SPEAKER_NAMES, SPEAKER_WORDS, Hit, TranscriptTable
from desktop.views.transcript_editor import LineEditor
from desktop.views.transcript_hands import TranscriptHands
from desktop.views.transcript_layout import Measures, TranscriptLayout
from desktop.views.transcript_look import TranscriptLook
from desktop.views.transcript_paint import Shown, paint_line
from desktop.views.transcript_place import KeptPlace


class TranscriptView(QAbstractScrollArea):
    """The lines of a TranscriptTable.

    Signals: `played_from(ms)` when a word or line was chosen to be heard; `selected(start_ms, end_ms)` and
    `selection_cleared()`; `following_changed(bool)`; `corrected(row, text)` when a line was written anew;
    `look_wished(TranscriptLook)`.
    """

    played_from = Signal(int)
    selected = Signal(int, int)
    selection_cleared = Signal()
    following_changed = Signal(bool)
    corrected = Signal(int, str)
    look_wished = Signal(object)

    def __init__(self, table: TranscriptTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._shown = Shown(table)
        self._layout: TranscriptLayout | None = None
        self._widths: tuple[tuple[object, ...], dict[str, float]] = ((), {})
        self._following = True
        self._ms = 0
        self._kept = KeptPlace()
        self.setAccessibleName("Transcript")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.editor = LineEditor(self.viewport())
        self.hands = TranscriptHands(self)
        self._connect()

    def _connect(self) -> None:
        self._table.replaced.connect(self._on_reset)
        self._table.modelAboutToBeReset.connect(self._keep_place)
        self._table.grew.connect(self._on_grown)
        self._table.dataChanged.connect(self._on_line_changed)
        theme.changes().changed.connect(self._lay_out_again)
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(lambda _action: self.set_following(False))
        bar.valueChanged.connect(lambda _value: self._place_editor())
        self.editor.saved.connect(self._on_saved)
        self.editor.left.connect(self.setFocus)
        self.editor.heard_wished.connect(lambda row: self.played_from.emit(self._table.lines[row].start_ms))

    # what is shown

    @property
    def table(self) -> TranscriptTable:
        return self._table

    @property
    def shown(self) -> Shown:
        """What is shown now; changed only here and by the hands."""
        return self._shown

    @property
    def layout_now(self) -> TranscriptLayout | None:
        """Where lines and words stand; None before anything was shown."""
        return self._layout

    def set_position(self, ms: int) -> None:
        """Mark the line and the word being spoken at `ms`, and keep them in sight while following."""
        shown, self._ms = self._shown, ms
        line = self._table.line_at(ms)
        word = None if line is None else self._table.word_at(ms, line)
        if (line, word) == (shown.line, shown.word):
            return
        before, shown.line, shown.word = shown.line, line, word
        self._update_line(before)
        self._update_line(line)
        if line is not None and self._following:
            self._keep_in_sight(line, word)
            if line != before:
                self.describe(line)

    @property
    def following(self) -> bool:
        return self._following

    def set_following(self, following: bool) -> None:
        """Follow the play head, or stay where the reader is."""
        if following == self._following:
            return
        self._following = following
        if following and self._shown.line is not None:
            self._keep_in_sight(self._shown.line, self._shown.word)
        self.following_changed.emit(following)

    @property
    def line_height(self) -> int:
        """The height of one row of text in the usual look: what the page counts with, whatever is chosen here."""
        return TranscriptLook().row_height

    @property
    def look(self) -> TranscriptLook:
        return self._shown.look

    def set_look(self, look: TranscriptLook) -> None:
        """Set the text larger or smaller, closer or with more air; what is read stays in its place."""
        if look != self._shown.look:
            self._shown.look = look
            self._lay_out_again()

    def selection_span(self) -> tuple[int, int] | None:
        """The selected words' time, milliseconds."""
        shown = self._shown
        if shown.anchor is None or shown.cursor is None or not shown.selecting:
            return None
        return self._table.span_of(shown.anchor, shown.cursor)

    def selected_text(self) -> str:
        """What is selected, a line for each speaker's turn with its time; without a selection the line at hand."""
        shown = self._shown
        if self.selection_span() is not None and shown.anchor is not None and shown.cursor is not None:
            first, last = sorted((shown.anchor, shown.cursor))
        elif (row := self.row_at_hand()) is not None and self._has_words(row):
            first, last = self._table.lines[row].first_word, self._table.lines[row].end_word - 1
        else:
            return ""
        turns: list[str] = []
        for line in self._table.lines[self._table.words[first].line : self._table.words[last].line + 1]:
            words = self._table.words[max(first, line.first_word) : min(last + 1, line.end_word)]
            text = " ".join(word.text for word in words)
            turns.append(f"{clock_time(line.start_ms)} {SPEAKER_NAMES[line.speaker]} {text}")
        return "\n".join(turns)

    def row_at_hand(self) -> int | None:
        """The line a command is meant for: that of the cursor while the keyboard is here, else the one being spoken."""
        shown = self._shown
        if shown.cursor is not None and (self.hasFocus() or shown.line is None):
            return self._table.words[shown.cursor].line
        return shown.line if shown.line is not None else (0 if self._table.lines else None)

    def clear_selection(self) -> None:
        """Select nothing."""
        shown = self._shown
        had, shown.selecting = shown.selecting, False
        shown.anchor = shown.cursor
        self.viewport().update()
        if had:
            self.selection_cleared.emit()

    def select_to(self, word: int, *, tell: bool = True) -> None:
        """Select from where the selection began to a word."""
        shown = self._shown
        shown.selecting, shown.cursor = True, word
        shown.anchor = word if shown.anchor is None else shown.anchor
        self.viewport().update()
        span = self.selection_span()
        if tell and span is not None:
            self.selected.emit(*span)

    def go_to_word(self, word: int) -> None:
        """Put the cursor on a word and select nothing."""
        self.clear_selection()
        self._shown.anchor = self._shown.cursor = word

    def reveal_word(self, word: int) -> None:
        """Stop following, bring a word into sight and say its line."""
        self.set_following(False)
        self._keep_in_sight(self._table.words[word].line, word)
        self.describe(self._table.words[word].line)
        self.viewport().update()

    def reveal_line(self, row: int) -> None:
        """Stop following, bring a line into sight and say it; nothing for a line there is not."""
        if not 0 <= row < len(self._table.lines):
            return
        self.set_following(False)
        self._keep_in_sight(row, None)
        self.describe(row)
        self.viewport().update()

    def show_hits(self, hits: list[Hit], current: int | None) -> None:
        """Mark what was found; the current one is brought into sight."""
        self._shown.hits, self._shown.hit = hits, current
        if current is not None:
            self._shown.cursor = self._shown.anchor = hits[current].first_word
            self.reveal_word(hits[current].first_word)
        self.viewport().update()

    def describe(self, row: int) -> None:
        """Tell a screen reader the line at hand."""
        self.setAccessibleDescription(self._table.spoken(row))

    # correcting

    def edit_line(self, row: int) -> None:
        """Correct a line in its place."""
        line = self._table.lines[row]
        self.set_following(False)
        self._keep_in_sight(row, None)
        name = f"Correct the line of the {SPEAKER_WORDS[line.speaker]} at {clock_time(line.start_ms)}"
        self.editor.begin(row, line.text, name, self._shown.look.font("body"))
        self._place_editor()

    def _on_saved(self, row: int, text: str, step: int) -> None:
        self.setFocus()
        self.corrected.emit(row, text)
        if step and 0 <= row + step < len(self._table.lines):
            self.edit_line(row + step)

    def _place_editor(self) -> None:
        row, layout = self.editor.row, self._layout
        if row is None or layout is None:
            return
        top = layout.tops[row] + layout.measures.padding - self.verticalScrollBar().value()
        height = layout.line_height(row) - 2 * layout.measures.padding
        width = self.viewport().width() - self._shown.columns.text_left - theme.space(1)
        self.editor.place(QRect(self._shown.columns.text_left, top, width, height))

    # layout

    def _on_reset(self) -> None:
        look, columns = self._shown.look, self._shown.columns
        self._shown = Shown(self._table, look, columns, focused=self.hasFocus())
        self._widths = ((), {})
        self.editor.leave()
        self.set_following(True)
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def _on_line_changed(self, changed: QModelIndex) -> None:
        """A line reads otherwise: words further on have other numbers, so whatever goes by number begins anew."""
        shown, row = self._shown, changed.row()
        self.clear_selection()
        shown.hits, shown.hit = [], None
        shown.cursor = shown.anchor = self._table.lines[row].first_word if self._has_words(row) else None
        shown.word = None if shown.line is None else self._table.word_at(self._ms, shown.line)
        self._lay_out()
        self._place_editor()
        self.describe(row)

    def _on_grown(self, rows: list[int]) -> None:
        """Lines came between and behind: whatever is read, marked or being written stays where it is."""
        top, beyond = self._kept.top
        self._kept.give_back(self._shown, rows)
        line = self._shown.line = self._table.line_at(self._ms)
        self._shown.word = None if line is None else self._table.word_at(self._ms, line)
        self.editor.row = None if self.editor.row is None else rows[self.editor.row]
        self._lay_out()
        if top is not None and self._layout is not None:
            self.verticalScrollBar().setValue(self._layout.tops[rows[top]] + beyond)
        self._place_editor()

    def _keep_place(self) -> None:
        self._kept = KeptPlace.of(self._shown, self._layout, self.verticalScrollBar().value())

    def _lay_out(self) -> None:
        look = self._shown.look
        body, small = look.font("body"), QFontMetricsF(look.font("small"))
        metrics = QFontMetricsF(body)
        if self._widths[0] != (body.toString(),):
            self._widths = ((body.toString(),), {})
        columns = self._shown.columns
        columns.time_width = int(small.horizontalAdvance("0:00:00" if self._is_long() else "00:00")) + 2
        columns.name_width = int(small.horizontalAdvance("NRP")) + 2
        width = max(80, self.viewport().width() - columns.text_left - theme.space(1))
        measures = Measures(width, metrics.horizontalAdvance(" "), look.row_height, look.padding)
        self._layout = TranscriptLayout(
            self._table.lines,
            self._table.words,
            measures,
            metrics.horizontalAdvance,
            self._widths[1],
            frozenset(self._table.doubtful_rows()),
        )
        self._set_range()
        self.viewport().update()

    def _lay_out_again(self) -> None:
        """Lay out in another width, size or look; the line that is read, or spoken, stays in its place."""
        bar = self.verticalScrollBar()
        kept = None if self._layout is None else self._layout.line_at(bar.value())
        self._lay_out()
        if kept and self._layout is not None:
            bar.setValue(self._layout.tops[kept])
        if self._following and self._shown.line is not None:
            self._keep_in_sight(self._shown.line, self._shown.word)
        self._place_editor()

    def _is_long(self) -> bool:
        return bool(self._table.lines) and self._table.lines[-1].end_ms >= 3_600_000

    def _has_words(self, row: int) -> bool:
        return self._table.lines[row].first_word < self._table.lines[row].end_word

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
        else:
            self._lay_out_again()

    def _keep_in_sight(self, line: int, word: int | None) -> None:
        """Scroll only if the line is not well in sight; of a line taller than the view, the row of the word."""
        if self._layout is None:
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, tall = self._layout.tops[line], self._layout.line_height(line)
        margin = min(height // 4, theme.space(6))
        if word is not None and tall + 2 * margin > height:
            top, tall = self._layout.word_y(word, line), self._layout.measures.row_height
        if top - margin < bar.value() or top + tall + margin > bar.value() + height:
            bar.setValue(top - height // 3)

    def _update_line(self, line: int | None) -> None:
        if line is None or self._layout is None:
            return
        top = self._layout.tops[line] - self.verticalScrollBar().value()
        self.viewport().update(0, top, self.viewport().width(), self._layout.line_height(line))

    # painting and pointing

    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self._layout
        if layout is None:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        scrolled, width = self.verticalScrollBar().value(), self.viewport().width()
        first = layout.line_at(max(0, event.rect().top() + scrolled))
        if first is not None:
            for number in range(first, len(layout.tops)):
                top = layout.tops[number] - scrolled
                if top > event.rect().bottom():
                    break
                area = QRect(0, top, width, layout.line_height(number))
                paint_line(painter, self._shown, layout, number, area)
        painter.end()

    def word_under(self, point: QPoint) -> int | None:
        """The word at or nearest to a point of the viewport."""
        if self._layout is None:
            return None
        y = point.y() + self.verticalScrollBar().value()
        number = self._layout.line_at(y)
        if number is None:
            return None
        return self._layout.word_near(self._table.lines[number], number, point.x() - self._shown.columns.text_left, y)

    def row_under(self, point: QPoint) -> int | None:
        """The line at a point of the viewport."""
        return None if self._layout is None else self._layout.line_at(point.y() + self.verticalScrollBar().value())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            word = self.word_under(event.pos())
            if word is not None:
                QToolTip.showText(event.globalPos(), self._table.tip_of(word), self.viewport())
                return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shown.focused = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shown.focused = False
        self.viewport().update()
