"""The review page: call, transcript, guide sheet and scorecard side by side, to listen, answer and sign.

Arranges the parts and connects them; what they do stands in their own files. The open call and the draft are given by
the application; the page asks the draft to start when the call's records are there, and closes when both are let go.
"""

from datetime import datetime

from PySide6.QtCore import QByteArray, QEasingCurve, QPoint, QPropertyAnimation, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStyle, QVBoxLayout, QWidget

from desktop import theme
from desktop.settings import Settings
from desktop.state.draft import ReviewDraft
from desktop.state.heard import Heard
from desktop.state.open_call import OpenCall
from desktop.tables.sheet import since_signing
from desktop.tables.spoken import moment
from desktop.tables.transcript import TranscriptTable
from desktop.views.actions import ActionTable
from desktop.views.call_strip import CallStrip
from desktop.views.evidence_hands import EvidenceHands
from desktop.views.page_notice import PageNotice
from desktop.views.recording_notice import RecordingNotice
from desktop.views.review_foot import ReviewFoot
from desktop.views.review_head import ReviewHead
from desktop.views.review_keys import bind_keys
from desktop.views.scorecard_form import ScorecardForm
from desktop.views.sheet_panel import SheetPanel
from desktop.views.sign_panel import SignPanel
from desktop.views.transcript_pane import TranscriptPane
from desktop.views.transport import TransportBar
from desktop.views.waveform import WaveformView
from desktop.views.waveform_layout import wanted_height
from models.judged import WHO
from models.review import ReviewState

COLUMNS = (390, 340, 636)
"""Widths of transcript, sheet and scorecard at 1366 pixels, before anybody moved them."""
COLUMNS_KEY = "review/columns"
SLIDE_MS = 140
WITHOUT_SCREEN = ("offscreen", "minimal")
WAVEFORM_SHARE = 0.2
"""The waveform takes no more of the page: with large text the columns need the room."""
LINES_IN_SIGHT = 8.25
"""So many lines of text the columns show before head, transport and waveform take more than they must."""
LOW_BELOW_LINES = 30
"""A page of fewer lines of text than this is low: its head and its transport stand close."""
LEAST_LANE_ROWS = 0.8
"""The lanes of the waveform on a low page, in rows of small text: where somebody speaks is still seen."""


class ScorecardColumn(QWidget):
    """The scorecard, and the panel that slides over it."""

    def __init__(self, form: ScorecardForm, panel: SignPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        panel.setParent(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        self._slide = QPropertyAnimation(panel, QByteArray(b"pos"), self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def slide_in(self) -> None:
        """Lay the panel over the form, coming from the right."""
        self._panel.resize(self.size())
        self._slide.stop()
        if not self._moves():
            self._panel.move(0, 0)
            return
        self._slide.setStartValue(QPoint(self.width() // 4, 0))
        self._slide.setEndValue(QPoint(0, 0))
        self._slide.start()

    def _moves(self) -> bool:
        """Whether anybody sees the way: not where animations are off, nor on a platform without a screen."""
        wanted = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        return wanted and QGuiApplication.platformName() not in WITHOUT_SCREEN

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panel.resize(self.size())


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
        self._memory = memory
        self.setAccessibleName("Review")
        self._table = TranscriptTable(self)
        self.head = ReviewHead(actions, self)
        self.strip = CallStrip(actions, self)
        self.notice = PageNotice(self)
        self.waveform = WaveformView(self)
        self.transport = TransportBar(actions, self)
        self.transcript = TranscriptPane(self._table, actions, self)
        self.sheet = SheetPanel(actions, self)
        self.form = ScorecardForm(draft, actions, self)
        self.panel = SignPanel(draft, actions, self)
        self.foot = ReviewFoot(actions, self)
        self._arrange()
        self.hands = EvidenceHands(
            draft, open_call.playback, self.form, self.transcript, self.waveform, self.sheet, self
        )
        self.set_settings(self.settings)
        bind_keys(self, actions)
        self.recording_notice = RecordingNotice(open_call, self.notice, self, actions)
        self._connect_call()
        self._connect_draft()
        self._connect_parts()

    def _arrange(self) -> None:
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
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        for widget, least in ((self.transcript, 220), (self.sheet, 220), (self._column, 320)):
            widget.setMinimumWidth(least)
            self.columns.addWidget(widget)
        self.columns.setSizes(list(COLUMNS))
        for at, share in enumerate(COLUMNS):
            self.columns.setStretchFactor(at, share)
        if self._memory is not None:
            remembered = self._memory.value(COLUMNS_KEY)
            if isinstance(remembered, QByteArray):
                self.columns.restoreState(remembered)
        for part in (self.head, self.strip, self.notice, self._sound):
            page.addWidget(part)
        page.addWidget(self.columns, 1)
        page.addWidget(self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """On a low page (large text) head, transport and waveform give their height up for the columns."""
        line = theme.text_height()
        low = self.height() < LOW_BELOW_LINES * line
        self.head.set_close(close=low)
        self.transport.set_close(close=low)
        least = wanted_height(LEAST_LANE_ROWS) if low else self.waveform.minimumSizeHint().height()
        notice = sum(part.sizeHint().height() for part in (self.notice, self.strip) if part.isVisible())
        others = sum(part.sizeHint().height() for part in (self.head, self.transport, self.foot)) + notice
        columns = self.transcript.head_height + round(LINES_IN_SIGHT * self.transcript.view.line_height)
        most = min(round(self.height() * WAVEFORM_SHARE), self.height() - others - columns)
        self.waveform.setMinimumHeight(least)
        self.waveform.setMaximumHeight(max(least, most))

    def set_settings(self, settings: Settings) -> None:
        """Steps, evidence length and speed as set."""
        self.settings = settings
        self.hands.last_ms = settings.evidence_last_ms
        playback = self.open_call.playback
        playback.set_rewind_ms(settings.resume_rewind_ms)
        playback.remember_device(settings.sound_device, settings.sound_device_name)

    # connections, by partner

    def _connect_call(self) -> None:
        call, playback = self.open_call, self.open_call.playback
        call.file_ready.connect(self._on_file)
        call.failed.connect(
            lambda why: self.notice.say("call", why, "bad", (("Back to the worklist", self.close_page),))
        )
        call.samples_started.connect(lambda: playback.set_speed(self.settings.speed))
        call.samples_started.connect(self._on_sound)
        call.samples_grew.connect(self._on_sound)
        call.samples_complete.connect(self._on_sound)
        call.sound_failed.connect(self._on_no_sound)
        call.sound_reopened.connect(self._on_sound_reopened)
        playback.position_changed.connect(self.waveform.set_position)
        playback.position_changed.connect(self.transcript.view.set_position)
        playback.heard_changed.connect(self._on_heard)
        playback.caseworker_channel_changed.connect(self.waveform.set_caseworker_channel)
        self.transport.bind(playback)
        self.transport.loop_from(lambda: self.transcript.view.selection_span() or self.waveform.selection)

    def _connect_draft(self) -> None:
        draft = self.draft
        draft.started.connect(self._on_draft)
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
        self.strip.came_or_went.connect(self._share_height)
        self.form.opened.connect(lambda _prompt: self.hands.show_taken())
        self.foot.next_wished.connect(self.form.next_unanswered)
        self.foot.score_wished.connect(self.show_score)
        self.foot.sign_wished.connect(self.sign)
        self.panel.prompt_wished.connect(self._on_prompt_wished)
        self.panel.comment_wished.connect(self.comment_overall)
        self.panel.signing_wished.connect(self.draft.sign)
        self.panel.closed.connect(self.form.focus_current)
        self.hands.nothing_to_take.connect(lambda why: self.notice.say("evidence", why, "accent"))
        self.notice.came_or_went.connect(self._share_height)
        theme.changes().changed.connect(self._share_height)
        self.columns.splitterMoved.connect(lambda _pos, _index: self._remember())

    # what the call tells

    def _on_file(self) -> None:
        file = self.open_call.file
        if file is None:
            return
        has_call = file.recording is not None
        self.notice.hide()
        self.panel.hide()
        self.hands.forget_place()
        self.head.show_file(file)
        self.strip.show_file(file)
        self.sheet.show_file(file)
        self.transcript.show_transcript(self.open_call.lines)
        self._sound.setVisible(has_call)
        self.transcript.setVisible(has_call)
        self.foot.show_saved(None)
        if file.recording is not None:
            self.waveform.show_message("Reading the recording…")
            self.waveform.set_caseworker_channel(file.recording.caseworker_channel)
        self.draft.start(file)

    def _on_sound_reopened(self) -> None:
        self.hands.forget_place()
        self.waveform.show_message("Reading the recording…")

    def _on_sound(self) -> None:
        if self.open_call.peaks is not None:
            self.waveform.show_peaks(self.open_call.peaks, self.open_call.duration_ms)
            # the playback looks for growth by a clock of its own; its word would come up to a quarter second late
            self.transport.set_duration(self.open_call.playback.duration_ms)

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
        self.notice.say("save", f"Not saved: {why}", "bad", ways, lasting=True)

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
            self.panel.show_signing()
            self._column.slide_in()

    def comment_overall(self) -> None:
        """Write the comment on the whole check, at the end of the scorecard."""
        self.panel.close_panel()
        self.form.focus_overall()

    def show_score(self) -> None:
        """Show how the result comes about."""
        if self.draft.result is not None:
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
        self.form.go_to(prompt)
        self.form.focus_current()

    def _remember(self) -> None:
        if self._memory is not None:
            self._memory.setValue(COLUMNS_KEY, self.columns.saveState())
