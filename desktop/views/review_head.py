"""The line above the waveform: the way back, which call this is, its ladder of cues (or that it is checked blind), how
far its check has come."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.state.draft_opening import Life
from desktop.tables.spoken import day, length, moment
from desktop.views.actions import ActionTable
from desktop.views.blind_mark import BlindMark
from desktop.views.cue_ladder import CueLadder
from desktop.views.press import ElidedLabel, TextButton
from models.review import ReviewState
from models.review_life import LifeState
from models.store.calls import CallFile

LADDER_FROM_CHARACTERS = 80
"""The ladder of cues has room from this width on, in widths of the letter n."""
BLIND_FROM_CHARACTERS = 130
"""The same of the whole words of the blind mark; below it one word says it."""
LIVES: dict[LifeState, tuple[str, str, str]] = {
    LifeState.SIGNED: ("Signed", "state-signed", "good"),
    LifeState.RELEASED: ("Released", "state-released", "accent"),
    LifeState.ACKNOWLEDGED: ("Acknowledged", "state-acknowledged", "good"),
    LifeState.DISPUTED: ("Disputed", "state-disputed", "warn"),
    LifeState.DECIDED: ("Decided", "state-decided", "accent"),
    LifeState.AMENDED: ("Amended since", "state-amended", "warn"),
}
"""Where a signed review stands: words, shape, ink."""
STATES = ("Not begun", "Draft", "Amending", *(words for words, _, _ in LIVES.values()))


class ReviewHead(QFrame):
    """Signal `back_wished()`."""

    back_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="bar")
        row = self._row = QHBoxLayout(self)
        row.setSpacing(theme.space(1))
        back = self._back = TextButton("Worklist", "plain", self)
        back.show_icon("chevron-left")
        actions.explain(back, "close_review")
        back.setAccessibleName("Back to the worklist")
        back.clicked.connect(self.back_wished)
        self._id = QLabel(self)
        theme.mark(self._id, role="title")
        self._facts = ElidedLabel(self)
        theme.mark(self._facts, role="quiet")
        self._mark = QLabel(self)
        self._state = QLabel(self)
        row.addWidget(back)
        row.addSpacing(theme.space(0.5))
        row.addWidget(self._id)
        row.addSpacing(theme.space(1))
        row.addWidget(self._facts, 1)
        self.ladder = CueLadder(self)
        self.ladder.hide()
        row.addWidget(self.ladder)
        self.blind = BlindMark(self)
        row.addWidget(self.blind)
        row.addSpacing(theme.space(1))
        row.addWidget(self._mark)
        row.addWidget(self._state)
        self._shape = ("state-due", "quiet")
        self._ladder_wanted = False
        self._dress()
        self.set_close(close=False)
        theme.changes().changed.connect(self._dress)

    def show_way_back(self, words: str) -> None:
        """Closing the call leads back to this page."""
        self._back.setText(words)
        self._back.setAccessibleName(f"Back to the {words.lower()}")

    def set_close(self, *, close: bool) -> None:
        """Without air above and below, and the id no larger than the rest, where the page is low."""
        above = 0 if close else theme.space(0.5)
        self._row.setContentsMargins(theme.space(1), above, theme.space(2), above)
        role = "heading" if close else "title"
        if self._id.property("role") != role:
            theme.mark(self._id, role=role)

    def show_file(self, file: CallFile) -> None:
        """Name the call or the sheet."""
        recording = file.recording
        self._id.setText(file.recording_id or file.sheet_id or "")
        facts = [file.sheet_id if recording is not None else "no call", file.case_ref, file.caseworker_id]
        if recording is not None:
            facts.append(moment(recording.started_at) if recording.started_at else "start not held")
            facts.append(length(recording.duration_ms))
            facts.append("no guide sheet" if file.sheet is None else None)
        elif file.sheet is not None and file.sheet.decision_date is not None:
            facts.append(f"decided {day(file.sheet.decision_date)}")
        self._facts.set_words("  ·  ".join(fact for fact in facts if fact))

    def show_ladder(self, *, shown: bool) -> None:
        """Show the ladder, where there is room for it beside the facts."""
        self._ladder_wanted = shown
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        wide = self.width() >= LADDER_FROM_CHARACTERS * self.fontMetrics().horizontalAdvance("n")
        self.ladder.setVisible(self._ladder_wanted and wide)
        self.blind.set_wide(wide=self.width() >= BLIND_FROM_CHARACTERS * self.fontMetrics().horizontalAdvance("n"))

    def show_nothing(self) -> None:
        """No call and no sheet is open."""
        for label in (self._id, self._state, self._mark):
            label.clear()
        self.show_ladder(shown=False)
        self.blind.show_blind(None)
        self._facts.set_words("")

    def show_state(self, draft: ReviewDraft) -> None:
        """Not begun, draft or signed."""
        form = draft.form
        if form is None:
            words, self._shape = "", ("state-due", "quiet")
        elif form.state == ReviewState.SIGNED:
            words, shape, ink = LIVES[LifeState.SIGNED if draft.life is None else draft.life.story.state]
            self._shape = (shape, ink)
        elif draft.amending:
            words, self._shape = "Amending", ("edited", "accent")
        elif form.review_id is None:
            words, self._shape = "Not begun", ("state-due", "quiet")
        else:
            words, self._shape = "Draft", ("state-draft", "accent")
        self._state.setText(words)
        self._dress()

    def show_life(self, life: Life) -> None:
        """Where the signed review stands now."""
        words, shape, ink = LIVES[life.story.state]
        self._shape = (shape, ink)
        self._state.setText(words)
        self._dress()

    def _dress(self) -> None:
        side = theme.icon_size().width()
        # the room of the longest state, so that nothing beside it moves when it is known
        metrics = self._state.fontMetrics()
        self._state.setMinimumWidth(max(metrics.horizontalAdvance(words) for words in STATES))
        self._mark.setFixedWidth(side)
        if self._state.text():
            self._mark.setPixmap(theme.pixmap(*self._shape, side, self.devicePixelRatioF()))
        else:
            self._mark.clear()
