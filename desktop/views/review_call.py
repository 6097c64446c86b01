"""What the open call tells, on the review page: its records, its sound as it comes, who speaks, what was heard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.state.draft_answers import SPEAKERS
from desktop.state.heard import Heard
from desktop.state.steps import Step
from desktop.views.review_columns import TRANSCRIPT

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage


class CallShown(QObject):
    """Shows the call on one page, and starts its review when the records are there."""

    def __init__(self, page: "ReviewPage") -> None:
        super().__init__(page)
        self._page = page
        self._connect()

    def _connect(self) -> None:
        page = self._page
        call, playback = page.open_call, page.open_call.playback
        call.file_ready.connect(self._on_file)
        call.closed.connect(self._on_call_closed)
        call.failed.connect(page.veil.lift)
        call.failed.connect(
            lambda why: page.notice.say("call", why, "bad", (("Back to the worklist", page.close_page),))
        )
        call.samples_started.connect(lambda: playback.set_speed(page.settings.speed))
        call.samples_started.connect(self._on_sound)
        call.samples_grew.connect(self._on_sound)
        call.samples_complete.connect(self._on_sound)
        call.sound_failed.connect(self._on_no_sound)
        call.sound_reopened.connect(self._on_sound_reopened)
        call.speakers_swapped.connect(self._on_swapped)
        call.speakers.wished.connect(self._on_swap_wished)
        call.speakers.refused.connect(lambda _why: page.draft.steps.forget(call.speakers))
        playback.position_changed.connect(page.waveform.set_position)
        playback.position_changed.connect(page.transcript.view.set_position)
        playback.heard_changed.connect(self.show_heard)
        playback.caseworker_channel_changed.connect(page.waveform.set_caseworker_channel)
        playback.loop_changed.connect(page.waveform.set_loop)
        playback.waiting_changed.connect(page.waveform.set_waiting)
        page.waveform.loop_wished.connect(lambda start_ms, end_ms: playback.set_loop((start_ms, end_ms)))
        draft = page.draft
        call.reader = lambda: draft.person.staff_id
        page.transport.bind(playback)
        page.transport.loop_from(lambda: page.transcript.view.selection_span() or page.waveform.selection)

    def _on_file(self) -> None:
        page = self._page
        file = page.open_call.file
        if file is None:
            return
        has_call = file.recording is not None
        self.show_blind(page.open_call.blind)
        page.notice.hide()
        page.panels.put_away()
        page.draft.steps.forget(page.open_call.speakers)
        page.hands.forget_place()
        page.head.show_file(file)
        page.strip.show_file(file)
        page.sheet.show_file(file)
        page.transcript.show_transcript(page.open_call.lines)
        page.tabs.set_name(file.sheet_id)
        page.sheet_place.window.set_name(file.sheet_id)
        page.sound.setVisible(has_call)
        page.columns.set_shown(TRANSCRIPT, shown=has_call)
        page.foot.show_saved(None)
        if file.recording is not None:
            self._say("Reading the recording…")
            page.waveform.set_caseworker_channel(file.recording.caseworker_channel)
            self._on_sound()  # the peaks of an earlier opening are there already
        page.veil.cover(page.columns)
        page.draft.start(file)

    def show_blind(self, sample_id: str | None) -> None:
        """Show nothing that is hidden from who checks blind for this sample; None: show all of it."""
        page = self._page
        page.open_call.cues.show_cues = sample_id is None
        page.said.set_blind(blind=sample_id is not None)
        page.head.blind.show_blind(sample_id)

    def _on_call_closed(self) -> None:
        """Nothing of it is seen once another one is being opened."""
        page = self._page
        page.head.show_nothing()
        page.waveform.show_message("")
        page.veil.cover(page.sound)

    def _on_sound_reopened(self) -> None:
        self._page.hands.forget_place()
        self._say("Reading the recording…")

    def _on_sound(self) -> None:
        page = self._page
        if page.open_call.peaks is not None:
            page.waveform.show_peaks(page.open_call.peaks, page.open_call.duration_ms)
            page.waveform.set_activity(page.open_call.activity)
            page.waveform.set_position(page.open_call.playback.position_ms)
            # the playback looks for growth by a clock of its own; its word would come up to a quarter second late
            page.transport.set_duration(page.open_call.playback.duration_ms)

    def _on_swapped(self) -> None:
        """The lines say the other speaker; where one reads does not change."""
        page = self._page
        if page.open_call.lines is not None:
            page.transcript.show_speakers(page.open_call.lines)

    def _on_swap_wished(self, before: int, after: int) -> None:
        """Undone in its turn, like an answer."""
        page = self._page
        put, by = page.open_call.playback.set_caseworker_channel, page.open_call.speakers
        step = Step(by, SPEAKERS, "swap of the speakers", lambda: put(before), lambda: put(after), about=after)
        page.draft.steps.did(step)

    def _on_no_sound(self, why: str) -> None:
        said = "There is no sound to show" if self._page.open_call.away is not None else why.rstrip(".")
        words = f"{said}. Transcript, guide sheet and scorecard work without it."
        self._say(words, failed=True)

    def _say(self, words: str, *, failed: bool = False) -> None:
        """In the place of the waveform, which takes less room while it failed."""
        self._page.waveform.show_message(words, failed=failed)
        self._page.room.share_height()

    def show_heard(self) -> None:
        """What was heard, on the waveform and for the draft."""
        page = self._page
        page.draft.set_heard(page.open_call.playback.heard_at_speed())
        form = page.draft.form
        heard = Heard(page.open_call.playback.heard_at_speed()) if form is None else page.draft.heard
        page.waveform.set_heard(heard.spans, heard.fast)
        page.waveform.set_skipped(heard.skipped)
