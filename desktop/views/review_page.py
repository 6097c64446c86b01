"""The review page: call, transcript, guide sheet and scorecard side by side, to listen, answer and sign.

Arranges the parts and connects them; what they do stands in their own files. The open call and the draft are given by
the application; the page asks the draft to start when the call's records are there, and closes when both are let go.
"""

from datetime import datetime

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop import theme
from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.settings import Settings
from desktop.state.draft import ReviewDraft
from desktop.state.draft_answers import SPEAKERS
from desktop.state.heard import Heard
from desktop.state.open_call import OpenCall
from desktop.state.steps import Step
from desktop.tables.sheet import since_signing
from desktop.tables.spoken import moment
from desktop.tables.transcript import TranscriptTable
from desktop.views.actions import ActionTable
from desktop.views.call_strip import CallStrip
from desktop.views.cue_hands import CueHands
from desktop.views.evidence_hands import EvidenceHands
from desktop.views.page_notice import PageNotice
from desktop.views.recording_notice import RecordingNotice
from desktop.views.review_columns import SCORECARD, SHEET, TRANSCRIPT, ReviewColumns, head_of
from desktop.views.review_foot import ReviewFoot
from desktop.views.review_head import ReviewHead
from desktop.views.review_keys import bind_keys
from desktop.views.review_room import ReviewRoom
from desktop.views.review_veil import ReviewVeil
from desktop.views.said_panel import SaidPanel
from desktop.views.scorecard_column import ScorecardColumn
from desktop.views.scorecard_form import ScorecardForm
from desktop.views.sheet_column import SheetColumn
from desktop.views.sheet_tabs import SAID_TAB
from desktop.views.sheet_window import SheetPlace
from desktop.views.sign_panel import SignPanel
from desktop.views.transcript_pane import TranscriptPane
from desktop.views.transport import TransportBar
from desktop.views.waveform import WaveformView
from models.judged import WHO
from models.review import ReviewState


class ReviewPage(QWidget):
    """The page. Signals: `closed()` after everything is stored and let go, `signed(review_id)`,
    `sheet_wished(recording_id, sheet_id)` to check another sheet of the same call."""

    closed = Signal()
    signed = Signal(str)
    sheet_wished = Signal(str, str)

    def __init__(
        self,
        open_call: OpenCall,
        draft: ReviewDraft,
        actions: ActionTable,
        settings: Settings | None = None,
        memory: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.open_call = open_call
        self.draft = draft
        self.settings = settings or Settings()
        self.setAccessibleName("Review")
        self._table = TranscriptTable(self)
        self.head = ReviewHead(actions, self)
        self.strip = CallStrip(actions, self)
        self.notice = PageNotice(self)
        self.waveform = WaveformView(self)
        self.transport = TransportBar(actions, self)
        self.transcript = TranscriptPane(self._table, actions, self)
        self.tabs = SheetColumn(actions, memory, self)
        self.sheet = self.tabs.sheet
        self.said = SaidPanel(actions, self)
        self.tabs.add_page(SAID_TAB, "Said", "panel_said", self.said)
        self.form = ScorecardForm(draft, actions, self)
        self.panel = SignPanel(draft, actions, self)
        self.foot = ReviewFoot(actions, self)
        self._arrange(actions, memory)
        self.room = ReviewRoom(self)
        self.veil = ReviewVeil(self, self._sound)
        self.hands = EvidenceHands(
            draft, open_call.playback, self.form, self.transcript, self.waveform, self.sheet, self
        )
        self.set_settings(self.settings)
        bind_keys(self, actions)
        self.cue_hands = CueHands(self, open_call.cues, actions)
        self.recording_notice = RecordingNotice(open_call, self.notice, self, actions)
        self._connect_call()
        self._connect_draft()
        self._connect_parts()

    def _arrange(self, actions: ActionTable, memory: QSettings | None) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self._sound = QFrame(self)
        theme.mark(self._sound, role="bar")
        sound = QVBoxLayout(self._sound)
        sound.setContentsMargins(0, 0, 0, 0)
        sound.setSpacing(0)
        sound.addWidget(self.waveform)
        sound.addWidget(self.transport)
        self._column = ScorecardColumn(self.form, self.panel, self)
        self.columns = ReviewColumns(
            {
                TRANSCRIPT: (self.transcript, head_of(self.transcript)),
                SHEET: (self.tabs, self.tabs.head),
                SCORECARD: (self._column, head_of(self.form)),
            },
            actions,
            memory,
            self,
        )
        self.sheet_place = SheetPlace(self.columns, actions, memory, self)
        # the notice stands below the columns: what comes up while a call is read moves nothing that is looked at
        for part in (self.head, self.strip, self._sound):
            page.addWidget(part)
        page.addWidget(self.columns, 1)
        page.addWidget(self.notice)
        page.addWidget(self.foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.sheet_place.page_shown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.sheet_place.page_hidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room.share_height()

    def set_settings(self, settings: Settings) -> None:
        """Steps, evidence length and speed as set."""
        self.settings = settings
        self.hands.last_ms = settings.evidence_last_ms
        playback = self.open_call.playback
        playback.set_rewind_ms(settings.resume_rewind_ms)
        playback.set_skip_silence(SkipSilence(settings.skip_silence))
        playback.set_listening(Listening(settings.listening))
        playback.set_levelled(settings.levelled)
        self.waveform.set_snapping(settings.snap_to_speech)
        self.transcript.set_look(settings.transcript_scale_pct, roomy=settings.transcript_roomy)
        playback.remember_device(settings.sound_device, settings.sound_device_name)

    # connections, by partner

    def _connect_call(self) -> None:
        call, playback = self.open_call, self.open_call.playback
        call.file_ready.connect(self._on_file)
        call.closed.connect(self._on_call_closed)
        call.failed.connect(self.veil.lift)
        call.failed.connect(
            lambda why: self.notice.say("call", why, "bad", (("Back to the worklist", self.close_page),))
        )
        call.samples_started.connect(lambda: playback.set_speed(self.settings.speed))
        call.samples_started.connect(self._on_sound)
        call.samples_grew.connect(self._on_sound)
        call.samples_complete.connect(self._on_sound)
        call.sound_failed.connect(self._on_no_sound)
        call.sound_reopened.connect(self._on_sound_reopened)
        call.speakers_swapped.connect(self._on_swapped)
        call.speakers.wished.connect(self._on_swap_wished)
        call.speakers.refused.connect(lambda _why: self.draft.steps.forget(call.speakers))
        playback.position_changed.connect(self.waveform.set_position)
        playback.position_changed.connect(self.transcript.view.set_position)
        playback.heard_changed.connect(self._on_heard)
        playback.caseworker_channel_changed.connect(self.waveform.set_caseworker_channel)
        playback.loop_changed.connect(self.waveform.set_loop)
        playback.waiting_changed.connect(self.waveform.set_waiting)
        self.waveform.loop_wished.connect(lambda start_ms, end_ms: playback.set_loop((start_ms, end_ms)))
        self.transport.bind(playback)
        self.transport.loop_from(lambda: self.transcript.view.selection_span() or self.waveform.selection)

    def _connect_draft(self) -> None:
        draft = self.draft
        draft.started.connect(self._on_draft)
        draft.started.connect(self.veil.lift_when_laid)
        draft.not_started.connect(self.veil.lift)
        draft.not_started.connect(lambda why: self.notice.say("draft", why, "bad"))
        draft.result_changed.connect(lambda: self.foot.show_draft(draft))
        draft.result_changed.connect(lambda: self.strip.show_draft(draft))
        draft.heard_changed.connect(lambda: self.foot.show_heard(draft))
        draft.saving.connect(self.foot.show_saving)
        draft.saved.connect(self._on_saved)
        draft.save_failed.connect(self._on_save_failed)
        draft.changed_elsewhere.connect(self._on_changed_elsewhere)
        draft.signed.connect(self._on_signed)
        draft.sign_refused.connect(lambda why: self.notice.say("sign", why, "bad"))
        draft.left.connect(self._on_left)

    def _connect_parts(self) -> None:
        self.head.back_wished.connect(self.close_page)
        self.strip.sheet_wished.connect(self._on_sheet_wished)
        self.strip.caseworker_wished.connect(self.draft.choose_caseworker)
        self.strip.came_or_went.connect(self.room.share_height)
        self.said.sight_wished.connect(lambda: self.tabs.show_page(SAID_TAB))
        self.said.told.connect(lambda *outcome: self.tabs.mark_tab(SAID_TAB, *outcome))
        self.form.opened.connect(lambda _prompt: self.hands.show_taken())
        self.foot.next_wished.connect(self.form.next_unanswered)
        self.foot.score_wished.connect(self.show_score)
        self.foot.sign_wished.connect(self.sign)
        self.panel.prompt_wished.connect(self._on_prompt_wished)
        self.panel.comment_wished.connect(self.comment_overall)
        self.panel.signing_wished.connect(self.open_call.playback.pause)  # what was heard up to here is signed with it
        self.panel.signing_wished.connect(self.draft.sign)
        self.panel.closed.connect(self.form.focus_current)
        self.transcript.notice_wished.connect(lambda why: self.notice.say("transcript", why, "warn"))
        self.hands.nothing_to_take.connect(lambda why: self.notice.say("evidence", why, "accent"))
        self.notice.came_or_went.connect(self.room.share_height)
        theme.changes().changed.connect(self.room.share_height)
        self.columns.folded.connect(lambda _name, _folded: self.notice.unsay("columns"))
        self.columns.keyboard_lost.connect(self.room.take_keyboard)
        self.sheet_place.keyboard_lost.connect(self.room.take_keyboard)

    # what the call tells

    def _on_file(self) -> None:
        file = self.open_call.file
        if file is None:
            return
        has_call = file.recording is not None
        self.notice.hide()
        self.panel.hide()
        self.draft.steps.forget(self.open_call.speakers)
        self.hands.forget_place()
        self.head.show_file(file)
        self.strip.show_file(file)
        self.sheet.show_file(file)
        self.transcript.show_transcript(self.open_call.lines)
        self.tabs.set_name(file.sheet_id)
        self.sheet_place.window.set_name(file.sheet_id)
        self._sound.setVisible(has_call)
        self.columns.set_shown(TRANSCRIPT, shown=has_call)
        self.foot.show_saved(None)
        if file.recording is not None:
            self.waveform.show_message("Reading the recording…")
            self.waveform.set_caseworker_channel(file.recording.caseworker_channel)
            self._on_sound()  # the peaks of an earlier opening are there already
        self.veil.cover(self.columns)
        self.draft.start(file)

    def _on_call_closed(self) -> None:
        """Nothing of it is seen once another one is being opened."""
        self.head.show_nothing()
        self.waveform.show_message("")
        self.veil.cover(self._sound)

    def _on_sound_reopened(self) -> None:
        self.hands.forget_place()
        self.waveform.show_message("Reading the recording…")

    def _on_sound(self) -> None:
        if self.open_call.peaks is not None:
            self.waveform.show_peaks(self.open_call.peaks, self.open_call.duration_ms)
            self.waveform.set_activity(self.open_call.activity)
            self.waveform.set_position(self.open_call.playback.position_ms)
            # the playback looks for growth by a clock of its own; its word would come up to a quarter second late
            self.transport.set_duration(self.open_call.playback.duration_ms)

    def _on_swapped(self) -> None:
        """The lines say the other speaker; where one reads does not change."""
        if self.open_call.lines is not None:
            self.transcript.show_speakers(self.open_call.lines)

    def _on_swap_wished(self, before: int, after: int) -> None:
        """Undone in its turn, like an answer."""
        put, by = self.open_call.playback.set_caseworker_channel, self.open_call.speakers
        step = Step(by, SPEAKERS, "swap of the speakers", lambda: put(before), lambda: put(after), about=after)
        self.draft.steps.did(step)

    def _on_no_sound(self, why: str) -> None:
        said = "There is no sound to show" if self.open_call.away is not None else why.rstrip(".")
        words = f"{said}. Transcript, guide sheet and scorecard work without it."
        self.waveform.show_message(words, failed=True)

    def _on_heard(self) -> None:
        self.draft.set_heard(self.open_call.playback.heard_at_speed())
        form = self.draft.form
        heard = Heard(self.open_call.playback.heard_at_speed()) if form is None else self.draft.heard
        self.waveform.set_heard(heard.spans, heard.fast)
        self.waveform.set_skipped(heard.skipped)

    # what the draft tells

    def _on_draft(self) -> None:
        self.sheet.pickable = not self.draft.read_only
        self._show_signed_figures()
        self.head.show_state(self.draft)
        self.strip.show_draft(self.draft)
        self.foot.show_draft(self.draft)
        self.foot.show_saved(self.draft.saved_at)
        self.notice.unsay("changed")
        self._show_band()
        self._on_heard()
        self.form.focus_current()

    def _show_signed_figures(self) -> None:
        """A signed review stands beside the figures it was signed on, whatever became of the sheet since."""
        form, file = self.draft.form, self.draft.file
        if form is not None and file is not None and form.state == ReviewState.SIGNED:
            self.head.show_file(file)
            self.sheet.show_file(file, since_signing(file.sheet, self.draft.sheet_now))
            self.hands.show_taken()

    def _show_band(self) -> None:
        form = self.draft.form
        if form is None:
            return
        if form.state == ReviewState.SIGNED:
            words = f"Signed {moment(form.signed_at)} by {form.reviewer_id}. It is read-only."
            self.notice.say("signed", words, "good", lasting=True)
        elif self.draft.read_only:
            self.notice.say(
                "reader",
                "Nobody who may review is working: say who you are to answer and sign. Until then this is read-only.",
                "accent",
                lasting=True,
            )
        else:
            self.notice.unsay("signed")
            self.notice.unsay("reader")

    def _on_saved(self, when: datetime) -> None:
        self.foot.show_saved(when)
        self.head.show_state(self.draft)
        self.notice.unsay("save")
        self.notice.unsay("evidence")

    def _on_save_failed(self, why: str) -> None:
        ways = (("Try again", self.draft.retry), ("Leave without saving", self.draft.leave_unsaved))
        words = f"Not saved: {why}"
        if not (self.notice.isVisible() and self.notice.words.text() == words):  # the keyboard may be on its buttons
            self.notice.say("save", words, "bad", ways, lasting=True)

    def _on_changed_elsewhere(self, why: str) -> None:
        ways = (
            ("Reload, keep my changes", lambda: self.draft.reload(keep_mine=True)),
            ("Reload, drop my changes", lambda: self.draft.reload(keep_mine=False)),
            ("Leave without saving", self.draft.leave_unsaved),
        )
        self.notice.say("changed", why, "warn", ways, lasting=True)

    def _on_signed(self, review_id: str) -> None:
        self.panel.close_panel()
        self._on_draft()
        self.signed.emit(review_id)

    def _on_left(self) -> None:
        self.open_call.close()
        self.closed.emit()

    # wishes

    def sign(self) -> None:
        """Show what is missing or ask for the signature; asked again there, sign."""
        if not self.draft.read_only and not self.panel.confirm_if_asked():
            self.room.open_column(SCORECARD)
            self.panel.show_signing()
            self._column.slide_in()

    def comment_overall(self) -> None:
        """Write the comment on the whole check, at the end of the scorecard."""
        self.panel.close_panel()
        self.room.open_column(SCORECARD)
        self.form.focus_overall()

    def show_score(self) -> None:
        """Show how the result comes about."""
        if self.draft.result is not None:
            self.room.open_column(SCORECARD)
            self.panel.show_score()
            self._column.slide_in()

    def close_page(self) -> None:
        """Close the panel if it is open, else store everything and go back to the worklist."""
        if self.panel.isVisible():
            self.panel.close_panel()
            return
        self.open_call.playback.pause()
        self.draft.leave()

    def _on_sheet_wished(self, sheet_id: str) -> None:
        """Another sheet of the same call is to be checked, unless it is the one that is shown."""
        file = self.open_call.file
        if file is not None and file.recording_id is not None and sheet_id != file.sheet_id:
            self.sheet_wished.emit(file.recording_id, sheet_id)
        self.strip.show_file(file)

    def _on_prompt_wished(self, prompt: str) -> None:
        self.panel.close_panel()
        if prompt == WHO:
            self.strip.focus_choice()
            return
        self.room.open_column(SCORECARD)
        self.form.go_to(prompt)
        self.form.focus_current()
