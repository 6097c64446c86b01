"""Evidence between the call and the scorecard: which stretch is meant, hearing it, and coming back to one's place.

Knows transcript, waveform, sheet, scorecard form and playback; keeps their selections in step.
"""

from PySide6.QtCore import QObject, Signal

from desktop.state.draft import ReviewDraft
from desktop.state.playback import Playback
from desktop.views.scorecard_form import ScorecardForm
from desktop.views.sheet_panel import SheetPanel
from desktop.views.transcript_pane import TranscriptPane
from desktop.views.waveform import WaveformView
from desktop.views.waveform_paint import Mark
from models.review import EvidenceKind, EvidenceNote

LEAST_SPAN_MS = 200
"""A stretch shorter than this is a slip of the hand."""


class EvidenceHands(QObject):
    """Takes and plays evidence. Signals: `nothing_to_take(why)`: there was no stretch to tie to the answer;
    `nowhere_to_return()`: there was no place on the call to go back to."""

    nothing_to_take = Signal(str)
    nowhere_to_return = Signal()

    def __init__(
        self,
        draft: ReviewDraft,
        playback: Playback,
        form: ScorecardForm,
        transcript: TranscriptPane,
        waveform: WaveformView,
        sheet: SheetPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._playback = playback
        self._form = form
        self._transcript = transcript
        self._waveform = waveform
        self._sheet = sheet
        self._in_step = False
        self._place: tuple[int, bool] | None = None
        self._marked: list[str] = []
        self.last_ms = 10_000
        self._connect()

    def _connect(self) -> None:
        self._form.evidence_played.connect(self.play)
        self._form.span_wished.connect(self.take_span)
        self._form.field_wished.connect(self._sheet.take_keyboard)
        self._form.unheard_wished.connect(self.play_unheard)
        self._sheet.field_picked.connect(self.take_field)
        self._transcript.selected.connect(self._on_words_selected)
        self._transcript.selection_cleared.connect(self._on_words_cleared)
        self._transcript.played_from.connect(self.play_from)
        self._waveform.selected.connect(self._on_stretch_selected)
        self._waveform.selection_cleared.connect(self._on_stretch_cleared)
        self._waveform.sought.connect(self._on_sought)
        self._waveform.mark_chosen.connect(self._on_mark)
        self._draft.changed.connect(lambda _prompt: self.show_marks())
        self._draft.started.connect(self.show_marks)

    # taking

    def take_span(self) -> None:
        """Tie the selected words, else the selected stretch, else the last seconds heard to the open prompt."""
        file = self._draft.file
        if self._draft.read_only or file is None or file.recording is None:
            return
        now = self._playback.position_ms
        span = self._transcript.view.selection_span() or self._waveform.selection
        start, end = span or (max(0, now - self.last_ms), now)
        end = min(end, file.recording.duration_ms)
        if end - start < LEAST_SPAN_MS:
            self.nothing_to_take.emit(
                "Play the call, or select a stretch of it, and press again: nothing was heard yet."
            )
            return
        self._form.add_evidence(EvidenceNote(EvidenceKind.SPAN, start, end))
        self.clear_selection()

    def take_field(self, field: str) -> None:
        """Tie a field of the sheet to the open prompt and go back to the scorecard."""
        if not self._draft.read_only:
            self._form.add_evidence(EvidenceNote(EvidenceKind.SHEET, field=field))
            self._form.focus_current()

    def field_key(self) -> None:
        """The key for a field: first to the sheet, then, there, the marked field is taken."""
        if self._sheet.has_keyboard:
            self._sheet.pick()
        else:
            self._sheet.take_keyboard()

    def clear_selection(self) -> None:
        """Select nothing, in the transcript and in the waveform."""
        self._transcript.view.clear_selection()
        self._waveform.clear_selection()

    # hearing

    def play(self, note: EvidenceNote) -> None:
        """Hear a span, keeping the place; a field is shown in the sheet."""
        if note.kind is EvidenceKind.SPAN and note.start_ms is not None and note.end_ms is not None:
            if self._place is None:
                self._place = (self._playback.position_ms, self._playback.playing)
            self._transcript.view.set_following(True)
            self._waveform.reveal(note.start_ms, note.end_ms)
            self._playback.play_span(note.start_ms, note.end_ms)
        elif note.field is not None:
            self._sheet.show_field(note.field)

    def play_unheard(self) -> None:
        """Hear the next part of the call that was not heard yet, from here on and round; it stops at the end of it."""
        left = self._draft.heard.left(self._draft.call_ms)
        if not left:
            told = "All of this call was heard." if self._draft.call_ms else "There is no call to hear."
            self.nothing_to_take.emit(told)
            return
        here = self._playback.position_ms
        start, end = next((part for part in left if part[1] > here), left[0])
        self._place = None
        self._transcript.view.set_following(True)
        self._waveform.reveal(start, end)
        self._playback.play_span(start, end)

    def play_from(self, ms: int) -> None:
        """Play from a word or a line."""
        self._place = None
        self._transcript.view.set_following(True)
        self._playback.seek_ms(ms)
        self._playback.play()

    def return_to_place(self) -> None:
        """Back to where one was before the evidence was played, playing on if it played."""
        if self._place is None:
            self.nowhere_to_return.emit()
            return
        (ms, was_playing), self._place = self._place, None
        if not was_playing:
            self._playback.pause()
        self._playback.seek_ms(ms)
        self._transcript.view.set_following(True)
        if was_playing:
            self._playback.play()

    def step(self, delta_ms: int) -> None:
        """Forward or back by so much."""
        self._place = None
        self._playback.step_ms(delta_ms)

    def forget_place(self) -> None:
        """Another call: there is no place to come back to."""
        self._place = None

    def _on_sought(self, ms: int) -> None:
        self._place = None
        self._playback.seek_ms(ms)

    # keeping in step

    def show_marks(self) -> None:
        """Every span that is evidence, as a mark on the waveform."""
        card, form = self._draft.card, self._draft.form
        self._marked, marks = [], []
        if card is not None and form is not None:
            for number, prompt in enumerate(card.prompts, 1):
                for note in form.answer(prompt.id).evidence:
                    if note.kind is EvidenceKind.SPAN and note.start_ms is not None and note.end_ms is not None:
                        asked = f"{number}. {prompt.text}"
                        marks.append(Mark(note.start_ms, note.end_ms, str(number), asked))
                        self._marked.append(prompt.id)
        self._waveform.set_marks(marks)
        self.show_taken()

    def show_taken(self) -> None:
        """Mark the sheet's fields that the open prompt rests on."""
        form, prompt = self._draft.form, self._form.current
        evidence = () if form is None or prompt is None else form.answer(prompt).evidence
        self._sheet.set_taken(frozenset(note.field for note in evidence if note.field is not None))

    def _on_mark(self, index: int) -> None:
        """A mark was pressed: open its prompt; the waveform goes to its start by itself."""
        self._form.go_to(self._marked[index])

    def _on_words_selected(self, start_ms: int, end_ms: int) -> None:
        self._in_step = True
        self._waveform.set_selection(start_ms, end_ms)
        self._in_step = False

    def _on_words_cleared(self) -> None:
        if not self._in_step:
            self._waveform.clear_selection()

    def _on_stretch_selected(self, _start_ms: int, _end_ms: int) -> None:
        if not self._in_step:
            self._in_step = True
            self._transcript.view.clear_selection()
            self._in_step = False

    def _on_stretch_cleared(self) -> None:
        if not self._in_step:
            self._in_step = True
            self._transcript.view.clear_selection()
            self._in_step = False
