"""The review page: call, transcript, guide sheet and scorecard side by side, to listen, answer and sign.

Arranges the parts and connects them, in steps (`making`); what they do stands in their own files. The open call and the
draft are given by the application: `CallShown` shows the one and has the draft start with its records, `DraftShown` the
other and closes the page when it is left.
"""

from collections.abc import Iterator

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop import theme
from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.settings import Settings
from desktop.state.amending import Amending
from desktop.state.draft import ReviewDraft
from desktop.state.draft_standing import REASON
from desktop.state.open_call import OpenCall
from desktop.state.review_life import ReviewLife
from desktop.tables.transcript import TranscriptTable
from desktop.views.actions import ActionTable
from desktop.views.call_strip import CallStrip
from desktop.views.cue_hands import CueHands
from desktop.views.evidence_hands import EvidenceHands
from desktop.views.life_band import LifeBand
from desktop.views.life_hands import LifeHands
from desktop.views.page_notice import PageNotice
from desktop.views.recording_notice import RecordingNotice
from desktop.views.review_call import CallShown
from desktop.views.review_columns import SCORECARD, SHEET, TRANSCRIPT, ReviewColumns, head_of
from desktop.views.review_draft import DraftShown
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
from desktop.views.working_panel import WorkingPanel
from models.judged import WHO


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
        life: ReviewLife,
        amending: Amending,
        actions: ActionTable,
        settings: Settings | None = None,
        memory: QSettings | None = None,
        parent: QWidget | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Not made `at_once`, it stands only after `making` has been gone through, step by step."""
        super().__init__(parent)
        self.open_call = open_call
        self.draft = draft
        self.settings = settings or Settings()
        self.setAccessibleName("Review")
        self.making = self._make(life, amending, actions, memory)
        if at_once:
            for _step in self.making:
                pass

    def _make(
        self, life: ReviewLife, amending: Amending, actions: ActionTable, memory: QSettings | None
    ) -> Iterator[None]:
        draft, open_call = self.draft, self.open_call
        self._table = TranscriptTable(self)
        self.head = ReviewHead(actions, self)
        self.strip = CallStrip(actions, self)
        self.notice = PageNotice(self)
        self.waveform = WaveformView(self)
        self.transport = TransportBar(actions, self)
        self.transcript = TranscriptPane(self._table, actions, self)
        yield
        self.tabs = SheetColumn(actions, memory, self)
        self.sheet = self.tabs.sheet
        self.said = SaidPanel(actions, self)
        self.tabs.add_page(SAID_TAB, "Said", "panel_said", self.said)
        yield
        self.form = ScorecardForm(draft, actions, self)
        self.panel = SignPanel(draft, actions, self)
        self.working = WorkingPanel(draft, actions, self)
        self.band = LifeBand(actions, self)
        self.foot = ReviewFoot(actions, self)
        yield
        self._arrange(actions, memory)
        yield
        self.room = ReviewRoom(self)
        self.veil = ReviewVeil(self, self.sound)
        self.hands = EvidenceHands(
            draft, open_call.playback, self.form, self.transcript, self.waveform, self.sheet, self
        )
        self.life_hands = LifeHands(self, actions, life, amending)
        self.set_settings(self.settings)
        yield
        bind_keys(self, actions)
        self.cue_hands = CueHands(self, open_call.cues, actions)
        self.recording_notice = RecordingNotice(open_call, self.notice, self, actions)
        self.call_shown = CallShown(self)
        self.draft_shown = DraftShown(self)
        self._connect_parts()

    def _arrange(self, actions: ActionTable, memory: QSettings | None) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self.sound = QFrame(self)
        theme.mark(self.sound, role="bar")
        sound = QVBoxLayout(self.sound)
        sound.setContentsMargins(0, 0, 0, 0)
        sound.setSpacing(0)
        sound.addWidget(self.waveform)
        sound.addWidget(self.transport)
        self.panels = ScorecardColumn(self.form, self)
        for panel in (self.panel, self.working):
            self.panels.add(panel)
        self.columns = ReviewColumns(
            {
                TRANSCRIPT: (self.transcript, head_of(self.transcript)),
                SHEET: (self.tabs, self.tabs.head),
                SCORECARD: (self.panels, head_of(self.form)),
            },
            actions,
            memory,
            self,
        )
        self.sheet_place = SheetPlace(self.columns, actions, memory, self)
        # the notice stands below the columns: what comes up while a call is read moves nothing that is looked at
        for part in (self.head, self.strip, self.sound):
            page.addWidget(part)
        page.addWidget(self.columns, 1)
        page.addWidget(self.notice)
        page.addWidget(self.band)
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
        self.life_hands.life.window_days = settings.dispute_window_days
        playback = self.open_call.playback
        playback.set_rewind_ms(settings.resume_rewind_ms)
        playback.set_skip_silence(SkipSilence(settings.skip_silence))
        playback.set_listening(Listening(settings.listening))
        playback.set_levelled(settings.levelled)
        self.waveform.set_snapping(settings.snap_to_speech)
        self.transcript.set_look(settings.transcript_scale_pct, roomy=settings.transcript_roomy)
        playback.remember_device(settings.sound_device, settings.sound_device_name)

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
        self.panels.closed.connect(self.form.focus_current)
        self.transcript.notice_wished.connect(lambda why: self.notice.say("transcript", why, "warn"))
        self.hands.nothing_to_take.connect(lambda why: self.notice.say("evidence", why, "accent"))
        self.notice.came_or_went.connect(self.room.share_height)
        self.band.came_or_went.connect(self.room.share_height)
        theme.changes().changed.connect(self.room.share_height)
        self.columns.folded.connect(lambda _name, _folded: self.notice.unsay("columns"))
        self.columns.keyboard_lost.connect(self.room.take_keyboard)
        self.sheet_place.keyboard_lost.connect(self.room.take_keyboard)

    # wishes

    def sign(self) -> None:
        """Show what is missing or ask for the signature; asked again there, sign. A reply or a decision that is being
        written is recorded instead."""
        if self.life_hands.record():
            return
        if not self.draft.read_only and not self.panel.confirm_if_asked():
            self.room.open_column(SCORECARD)
            self.panels.lay(self.panel)
            self.panel.show_signing()

    def comment_overall(self) -> None:
        """Write the comment on the whole check, at the end of the scorecard."""
        self.panels.close_panel()
        self.room.open_column(SCORECARD)
        self.form.focus_overall()

    def show_score(self) -> None:
        """Show how the result comes about."""
        if self.draft.result is not None:
            self.room.open_column(SCORECARD)
            self.panels.lay(self.working)
            self.working.show_working()

    def close_page(self) -> None:
        """Close the panel if it is open, else store everything and go back to the worklist."""
        if self.panels.close_panel():
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
        self.panels.close_panel()
        if prompt == REASON:
            self.life_hands.focus_reason()
            return
        if prompt == WHO:
            self.strip.focus_choice()
            return
        self.room.open_column(SCORECARD)
        self.form.go_to(prompt)
        self.form.focus_current()
