"""Cues between the call and the scorecard: shown on the waveform, the ladder and the open prompt; heard; made evidence.

Hearing and evidence go the ways of `EvidenceHands`, so that the place one was at is kept and Backspace returns to it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.state.cues import CallCues
from desktop.tables.blind import NO_CUES
from desktop.tables.cue_words import STAGE_LETTERS, STAGE_WORDS, quoted
from desktop.tables.spoken import clock_time
from desktop.views.actions import ActionTable
from desktop.views.waveform_cues import CueMark
from models.cue_rules import Stage
from models.cues import CueHit
from models.review import EvidenceKind, EvidenceNote
from models.transcript import SegmentText, Speaker

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage

MARGIN_MS = 500
"""So much before and after the words of a cue is heard, and is evidence: times of words are estimates."""
SPEAKERS = {Speaker.CASEWORKER: 0, Speaker.NRP: 1, Speaker.UNKNOWN: None}
NAMES = {Speaker.CASEWORKER: "caseworker", Speaker.NRP: "non-resident parent", Speaker.UNKNOWN: "somebody"}


class CueHands(QObject):
    """Shows the cues of the open call on a review page and does what is wished with them."""

    def __init__(self, page: "ReviewPage", cues: CallCues, actions: ActionTable) -> None:
        super().__init__(page)
        self._page = page
        self._cues = cues
        self._last: CueHit | None = None
        self._connect()
        for action_id, wish in (
            ("next_cue", lambda: self.play_next(self._of_prompt())),
            ("previous_cue", lambda: self.play_next(self._of_prompt(), back=True)),
            ("next_cue_of_call", lambda: self.play_next(cues.hits, whole=True)),
            ("previous_cue_of_call", lambda: self.play_next(cues.hits, back=True, whole=True)),
            ("cue_evidence", self.add_last),
        ):
            actions.bind(action_id, page, wish)

    def _connect(self) -> None:
        page, call = self._page, self._page.open_call
        call.file_ready.connect(self._on_file)
        call.speakers_swapped.connect(lambda: self._cues.words_changed(self._segments()))
        call.closed.connect(lambda: self._cues.look_in(None))
        self._cues.changed.connect(self.show)
        self._cues.looking_changed.connect(page.veil.hold)  # they make the open prompt taller
        self._cues.refused.connect(lambda why: page.notice.say("cues", why, "warn"))
        page.draft.started.connect(self.show)
        page.draft.changed.connect(lambda _prompt: self._show_in_prompt())
        page.form.opened.connect(lambda _prompt: self.show())
        page.form.cues.played.connect(self.play)
        page.form.cues.added.connect(self.add)
        page.waveform.cue_chosen.connect(lambda index: self.play(self._cues.hits[index]))
        page.head.ladder.stage_wished.connect(self.play_stage)

    def _on_file(self) -> None:
        self._last = None
        self._cues.look_in(self._segments())
        self._page.head.show_ladder(shown=bool(self._segments()) and self._cues.show_cues)

    def _segments(self) -> tuple[SegmentText, ...]:
        lines = self._page.open_call.lines
        return () if lines is None else lines.segments

    # showing

    def show(self) -> None:
        """Everywhere."""
        hits, open_prompt = self._cues.hits, self._page.form.current
        self._page.waveform.set_cues([_mark(hit, strong=open_prompt in hit.prompts) for hit in hits])
        self._page.head.ladder.show_hits(hits)
        self._page.head.show_ladder(shown=self._cues.searched)
        self._show_in_prompt()

    def _show_in_prompt(self) -> None:
        prompt = self._page.form.current
        self._page.form.cues.show_cues(
            self._of_prompt(),
            sought=prompt is not None and self._cues.sought_for(prompt),
            last=self._last,
            read_only=self._page.draft.read_only,
        )

    def _of_prompt(self) -> tuple[CueHit, ...]:
        prompt = self._page.form.current
        return () if prompt is None else self._cues.of_prompt(prompt)

    # hearing

    def play(self, hit: CueHit) -> None:
        """Hear a cue, keeping the place."""
        self._last = hit
        self._page.hands.play(self._note(hit))
        self._show_in_prompt()

    def play_next(self, hits: Sequence[CueHit], *, back: bool = False, whole: bool = False) -> None:
        """Hear the one after (before) the one heard last, round and round; of the whole call from the play head on."""
        if not hits:
            self._say_none(whole=whole)
            return
        step = -1 if back else 1
        if self._last is not None and self._last in hits:
            self.play(hits[(list(hits).index(self._last) + step) % len(hits)])
            return
        now = self._page.open_call.playback.position_ms if whole else -1
        later = [hit for hit in hits if hit.start_ms >= now]
        earlier = [hit for hit in hits if hit.start_ms < now]
        ordered = [*later, *earlier]
        self.play(ordered[-1] if back else ordered[0])

    def play_stage(self, stage: Stage) -> None:
        """Hear the next place of a stage."""
        self.play_next([hit for hit in self._cues.hits if hit.stage is stage])

    def _say_none(self, *, whole: bool) -> None:
        if not self._cues.show_cues:
            words = NO_CUES
        elif not self._cues.searched:
            words = "There are no cues to go to: this call has no transcript, or its words are still looked through."
        elif whole:
            words = "No cue was found in this call. What is looked for may have been said in other words."
        else:
            words = "No cue for this prompt was found. It may have been said in other words, or misheard."
        self._page.notice.say("cues", words, "accent")

    # evidence

    def add(self, hit: CueHit) -> None:
        """Tie a cue to the open prompt."""
        draft, prompt = self._page.draft, self._page.form.current
        if draft.read_only or draft.form is None or prompt is None:
            return
        note = self._note(hit)
        if note in draft.form.answer(prompt).evidence:
            self._page.notice.say("cues", f"{quoted(hit.text)} is evidence for this prompt already.", "accent")
            return
        self._page.form.add_evidence(note)

    def add_last(self) -> None:
        """Tie the cue heard last to the open prompt; the first of the prompt where none of its cues was heard yet."""
        hits = self._of_prompt()
        if not hits:
            self._say_none(whole=False)
        else:
            self.add(self._last if self._last is not None and self._last in hits else hits[0])

    def _note(self, hit: CueHit) -> EvidenceNote:
        recording = None if self._page.draft.file is None else self._page.draft.file.recording
        end_ms = hit.end_ms + MARGIN_MS
        if recording is not None:
            end_ms = min(end_ms, max(recording.duration_ms, hit.start_ms + 1))
        return EvidenceNote(EvidenceKind.SPAN, max(0, hit.start_ms - MARGIN_MS), end_ms)


def _mark(hit: CueHit, *, strong: bool) -> CueMark:
    tip = f"{clock_time(hit.start_ms)}  {STAGE_WORDS[hit.stage]}, {NAMES[hit.speaker]}: {quoted(hit.text)}"
    return CueMark(hit.start_ms, hit.stage, STAGE_LETTERS[hit.stage], tip, SPEAKERS[hit.speaker], strong)
