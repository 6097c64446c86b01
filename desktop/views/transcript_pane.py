"""The transcript column: heading, find with its count, the lines, "back to now", words where there is none.

Between the page (position, evidence, what is selected) and the view. Corrections go to the `TranscriptEdit` that is
bound, and what that shows comes back from there; without one the transcript can only be read.
"""

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.call_transcript import CallTranscript
from desktop.state.transcript_edit import TranscriptEdit
from desktop.state.transcript_lines import TranscriptLines
from desktop.tables.call_transcript import NOTHING_YET, Offer, band_of, offer_of
from desktop.tables.transcript import Hit, TranscriptTable
from desktop.views.actions import ActionTable
from desktop.views.line_hands import SAYS, LineHands
from desktop.views.press import ColumnHead, IconButton, TextButton, hairline
from desktop.views.transcript import TranscriptView
from desktop.views.transcript_band import TranscriptBand, TranscriptOffer
from desktop.views.transcript_find import FindField
from desktop.views.transcript_legend import transcript_legend
from desktop.views.transcript_look import TranscriptLook
from desktop.views.transcript_looks import LooksButton
from desktop.views.waveform_scale import tick_text
from models.transcript import Speaker

TITLE_FROM_EMS = 24
"""A column narrower than so many heights of its text has no room for title and finds at once."""
FIELD_FROM_EMS = 16
"""A column narrower than so many has no room for title and field."""


class TranscriptPane(QWidget):
    """Signals: those of the view, passed on: `played_from(ms)`, `selected(start_ms, end_ms)`, `selection_cleared()`;
    `look_changed(scale_pct, roomy)` when a person set the text otherwise; `notice_wished(why)` when a correction could
    not be made; `save_wished()` when the transcript is to be saved as a file.
    """

    played_from = Signal(int)
    selected = Signal(int, int)
    selection_cleared = Signal()
    look_changed = Signal(int, bool)
    notice_wished = Signal(str)
    save_wished = Signal()

    def __init__(self, table: TranscriptTable, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._hits: list[Hit] = []
        self._hit: int | None = None
        self._actions = actions
        self._edit: TranscriptEdit | None = None
        self._call: CallTranscript | None = None
        self.line_hands = LineHands(self)
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
        self.band = TranscriptBand(actions, self)
        column.addWidget(self.band)
        column.addWidget(self._make_body(actions), 1)

    def _make_head(self, actions: ActionTable) -> QWidget:
        head = ColumnHead(self)
        row = head.row
        title = self._title = QLabel("Transcript", head)
        theme.mark(title, role="heading")
        self.field = FindField(head)
        self.field.setPlaceholderText("Find")
        self.field.setAccessibleName("Find in the transcript")
        actions.explain(self.field, "find")
        self.field.setClearButtonEnabled(True)
        theme.mark(self.field, role="filled")
        self._count = QLabel(head)
        theme.mark(self._count, role="small")
        self.previous = IconButton("chevron-up", "Find previous", head)
        self.next = IconButton("chevron-down", "Find next", head)
        self._follow = IconButton("follow", "Follow the play head", head)
        for button, action_id in (
            (self.previous, "find_previous"),
            (self.next, "find_next"),
            (self._follow, "follow"),
        ):
            actions.explain(button, action_id)
        self._follow.setCheckable(True)
        self._follow.setChecked(True)
        self.looks = LooksButton(self, actions, head)
        self.looks_menu = self.looks.offers
        row.addWidget(title)
        row.addSpacing(theme.space(1))
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        for button in (self.previous, self.next, self._follow, self.looks):
            row.addWidget(button)
        self._found = (self._count, self.previous, self.next)
        for widget in self._found:
            widget.hide()
        self._head_parts = (self.field, self._follow, self.looks)
        return head

    def _make_body(self, actions: ActionTable) -> QWidget:
        self._body = QWidget(self)
        self._stack = QStackedLayout(self._body)
        self.offer = TranscriptOffer(actions, self._body)
        self.offer.show_offer(Offer("No transcript yet", NOTHING_YET))
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.offer)
        self.back_to_now = TextButton("Back to now", "primary", self._body)
        self.back_to_now.show_icon("follow", "on_accent")
        actions.explain(self.back_to_now, "follow", "Follow the play head again")
        self.back_to_now.hide()
        return self._body

    def _connect(self) -> None:
        self.view.played_from.connect(self.played_from)
        self.view.selected.connect(self.selected)
        self.view.selection_cleared.connect(self.selection_cleared)
        self.view.following_changed.connect(self._on_following)
        self.view.look_wished.connect(self.wish_look)
        self.view.corrected.connect(self._on_corrected)
        self._follow.clicked.connect(self.view.set_following)
        self.back_to_now.clicked.connect(lambda: self.view.set_following(True))
        self.field.textChanged.connect(self._on_find)
        self.field.next_wished.connect(self.find_next)
        self.field.previous_wished.connect(self.find_previous)
        self.field.left.connect(self._on_field_left)
        self.band.doubt_wished.connect(lambda: self.line_hands.next_doubt(1))
        self.next.clicked.connect(self.find_next)
        self.previous.clicked.connect(self.find_previous)

    def bind_edit(self, edit: TranscriptEdit) -> None:
        """Let the transcript be corrected: `edit` keeps the corrections and stores them."""
        self._edit = edit
        edit.changed.connect(self._on_line_changed)
        edit.failed.connect(self.notice_wished)

    def bind_call(self, call: CallTranscript) -> None:
        """Show how the transcript of the open call is being made."""
        self._call = call
        call.changed.connect(self._show_standing)
        self.offer.wished.connect(call.wish)
        self.band.wished.connect(call.wish)

    def bind_keys(self, actions: ActionTable, owner: QWidget) -> None:
        """Bind the transcript's own commands to `owner`, inside which their keys work."""
        for action_id, wish in (
            ("edit_segment", self.edit_line),
            ("change_speaker", self.change_speaker),
            ("transcribe_call", self.wish_transcript),
            ("next_doubt", lambda: self.line_hands.next_doubt(1)),
            ("previous_doubt", lambda: self.line_hands.next_doubt(-1)),
            *((name, self.line_hands.saying(speaker)) for name, speaker in SAYS.items()),
            ("copy_time", self.copy_time),
            ("save_transcript", self.save),
            ("transcript_larger", lambda: self.wish_look(self.view.look.larger())),
            ("transcript_smaller", lambda: self.wish_look(self.view.look.smaller())),
            ("transcript_spacing", lambda: self.wish_look(replace(self.view.look, roomy=not self.view.look.roomy))),
        ):
            actions.bind(action_id, owner, wish)

    def show_transcript(self, transcript: TranscriptLines | None) -> None:
        """Show a transcript, or say that there is none yet."""
        self.view.editor.save()  # what is being written belongs to the transcript before
        self.field.clear()
        if self._edit is not None:
            self._edit.open(transcript)
            self.view.hands.can_edit = self._edit.allowed
        self._table.show(transcript)
        self.band.hide()
        self._show_lines()
        self.back_to_now.hide()

    def show_grown(self, transcript: TranscriptLines | None) -> None:
        """The transcript has further lines, or is another one: where one reads, writes and has found stays."""
        if transcript is None or not self._table.lines:
            self.show_transcript(transcript)
            return
        if self._edit is not None:
            self._edit.grow(transcript)
            transcript = self._edit.lines or transcript
        self._table.grow(transcript)
        if self.field.text().strip():
            self._find_again()
        self._show_lines()

    def _show_lines(self) -> None:
        self._stack.setCurrentWidget(self.view if self._table.lines else self.offer)
        for part in self._head_parts:
            part.setVisible(bool(self._table.lines))
        self._fit_head()
        self._show_standing()

    def _show_standing(self) -> None:
        """How the transcript is made, above its lines or in their place; what is whole and plain says nothing."""
        if self._call is None:
            return
        if not self._table.lines:
            self.offer.show_offer(offer_of(self._call))
            return
        unknown = sum(line.speaker is Speaker.UNKNOWN for line in self._table.lines)
        band, doubtful = band_of(self._call, unknown), len(self._table.doubtful_rows())
        if band.tone or doubtful or self.band.isVisibleTo(self):
            self.band.show_band(band, doubtful)

    def wish_transcript(self) -> None:
        """Have the open call transcribed, or go on with it."""
        if self._call is not None:
            self._call.wish()

    def show_speakers(self, transcript: TranscriptLines) -> None:
        """The speakers were swapped: the same lines and words, where one reads stays."""
        self.view.editor.save()
        if self._edit is not None:
            self._edit.read_again(transcript)
            transcript = self._edit.lines or transcript
        if transcript.lines:
            self._table.show_changed(transcript, self.view.row_at_hand() or 0)

    # how it is set

    def set_look(self, scale_pct: int, *, roomy: bool) -> None:
        """Set the text as remembered."""
        self.view.set_look(TranscriptLook(scale_pct, roomy))

    def wish_look(self, look: TranscriptLook) -> None:
        """Set the text otherwise, and say so, that it be remembered."""
        if look != self.view.look:
            self.view.set_look(look)
            self.look_changed.emit(look.scale_pct, look.roomy)

    def show_legend(self) -> None:
        """Say what the marks in the text mean."""
        place = self.looks.mapToGlobal(QPoint(0, self.looks.height()))
        transcript_legend(self.looks).show_at(place)

    # correcting

    def edit_line(self) -> None:
        """Correct the line at hand, in its place."""
        row = self.view.row_at_hand()
        if row is not None and self._may_edit():
            self.view.edit_line(row)

    def change_speaker(self) -> None:
        """The line at hand is the next speaker's: caseworker, non-resident parent, not known."""
        row = self.view.row_at_hand()
        if row is not None and self._may_edit() and self._edit is not None:
            self._edit.change_speaker(row)

    def save(self) -> None:
        """Save the transcript as a file, if there is one."""
        if self._table.lines:
            self.save_wished.emit()

    def say_speaker(self, row: int, speaker: Speaker) -> bool:
        """From now on the line is this speaker's; False when nobody may say so."""
        if not self._may_edit() or self._edit is None:
            return False
        self._edit.change_speaker(row, speaker)
        return True

    def copy_time(self) -> None:
        """Put the time of the selection, of the word at hand, or of the line at hand on the clipboard."""
        span, cursor, row = self.view.selection_span(), self.view.shown.cursor, self.view.row_at_hand()
        if span is not None:
            text = " to ".join(tick_text(ms, 100) for ms in span)
        elif cursor is not None and self.view.hasFocus():
            text = tick_text(self._table.words[cursor].start_ms, 100)
        elif row is not None:
            text = tick_text(self._table.lines[row].start_ms, 100)
        else:
            return
        QGuiApplication.clipboard().setText(text)

    def _may_edit(self) -> bool:
        if self._edit is None or not self._table.lines:
            return False
        if not self._edit.allowed:
            self.notice_wished.emit("Nobody who may review is working: say who you are to correct the transcript.")
        return self._edit.allowed

    def _on_corrected(self, row: int, text: str) -> None:
        if self._edit is not None:
            self._edit.correct(row, text)

    def _on_line_changed(self, row: int) -> None:
        assert self._edit is not None
        if self._edit.lines is None:
            return
        self._table.show_changed(self._edit.lines, row)
        if self.field.text().strip():
            self._find_again()
        self._show_standing()
        if self._table.lines[row].first_word < self._table.lines[row].end_word:
            self.view.reveal_word(self._table.lines[row].first_word)

    # following and finding

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

    def _find_again(self) -> None:
        """The text is another one: the same words are found in it, and nothing is gone to."""
        self._hits = self._table.find(self.field.text())
        self._hit = None
        self.view.show_hits(self._hits, None)
        self._count.setText(f"{len(self._hits)}" if self._hits else "none")

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
        self._fit_head()

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

    def _fit_head(self) -> None:
        """In a narrow column the title makes room for what was found, in a very narrow one for the field to find by."""
        finding = bool(self.field.text().strip())
        least = TITLE_FROM_EMS if finding else FIELD_FROM_EMS
        self._title.setVisible(not self._table.lines or self.width() >= least * theme.text_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()
        self._place_button()
