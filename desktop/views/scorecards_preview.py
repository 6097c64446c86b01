"""A scorecard version as reviewers will see it, tried by answering: the review page's own form, and what comes out.

Nothing is stored. What the imagined check is like is ticked at the right; N/A rules and the score follow at once.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.scorecard_preview import PreviewDraft
from desktop.tables import wording
from desktop.tables.review_words import CLASSES, CRITICALS, numbered
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.page import heading, quiet
from desktop.views.press import TextButton
from desktop.views.press_boxes import TickBox
from desktop.views.scorecard_form import ScorecardForm
from desktop.views.scorecards_fields import PickField, scrolling, sentence
from models.condition_words import fact_words
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.scorecard import ScorecardDefinition
from models.steer_records import Verdict

DIGITS = ("answer_clear", "answer_yes", "answer_no", "answer_na", "answer_ct", "answer_fifth", "answer_sixth")
"""The commands of the digits from 0 on."""
SHORT = {
    "has_call": "Recording of the call",
    "has_sheet": "Guide sheet",
    "has_task": "Task 567 entry",
    "has_view": "Caseworker Online view",
    "paid_in_full": "Debt paid in full",
    "discretion_recorded": "Discretion recorded",
    "forty_per_cent_or_less": "At most 40% of income",
    "no_deo": "No DEO agreed",
    "no_choice_of_method": "No choice of method",
}
"""The facts in few words; their tool tips have them whole."""
IMAGINED = {
    "evidence_span": EvidenceNote(EvidenceKind.SPAN, 12_000, 15_000),
    "evidence_field": EvidenceNote(EvidenceKind.SHEET, field="arrears"),
}
"""The evidence an imagined check holds."""
STEER = (
    ("nothing", None),
    ("accurate", Verdict.ACCURATE),
    ("accurate by discretion", Verdict.ACCURATE_DISCRETION),
    ("inaccurate", Verdict.INACCURATE),
    ("not assessable", Verdict.NOT_ASSESSABLE),
)


class PreviewForm(ScorecardForm):
    """The form of the review page over a version that changes under its one id."""

    def _make_ready(self) -> None:
        """No call is waited for: rows are made when a version is tried."""

    def _on_started(self) -> None:
        card = self._draft.card
        if card is not None and card is not self._tried:
            self._tried = card
            self._begin_rows(card)
        super()._on_started()

    _tried: ScorecardDefinition | None = None


class CardPreview(QWidget):
    """Signal `faults_wished()`: to what keeps the version from being shown."""

    faults_wished = Signal()

    def __init__(self, draft: PreviewDraft, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.form = PreviewForm(draft, actions)
        self.note = quiet("", small=True)
        self.empty = EmptyState()
        self.empty.wished.connect(lambda _key: self.faults_wished.emit())
        self.facts: dict[str, TickBox] = {}
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form, 7)
        row.addWidget(self._side(), 4)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        draft.result_changed.connect(self._show_result)
        draft.started.connect(self._show_result)
        self._bind(actions)

    def show_card(self, card: ScorecardDefinition | None, faults: int) -> None:
        """Show a version; None where its newest state without faults is not known either."""
        if card is None:
            words = "Its faults stand beside the fields in the editor. The form is shown once they are mended."
            title = f"Nothing to show yet: {wording.several(faults, 'fault')}"
            self.empty.say("warning", title, words, "Go to the first fault", "faults")
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        self.note.setText(
            f"The draft has {wording.several(faults, 'fault')}; this is its newest state without any." if faults else ""
        )
        self.note.setVisible(bool(faults))
        if card is not self._draft.card:
            self._draft.try_card(card)

    def focus_first(self) -> None:
        """The keyboard goes to the open prompt, else to the way out."""
        if self._stack.currentIndex() == 1:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_current()

    def _side(self) -> QWidget:
        inside = QFrame()
        theme.mark(inside, role="side-right")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1))
        self.result = QLabel()
        theme.mark(self.result, role="heading")
        self.result.setWordWrap(True)
        self.result.setAccessibleName("What comes out")
        self.why = quiet("", small=True)
        column.addWidget(self.note)
        column.addWidget(heading("What comes out"))
        column.addWidget(self.result)
        column.addWidget(self.why)
        column.addWidget(heading("The imagined check"))
        column.addWidget(quiet("Say what it is like, and see which prompts answer themselves.", small=True))
        ticks = QVBoxLayout()
        ticks.setSpacing(theme.space(0.25))
        for fact, words in SHORT.items():
            tick = TickBox(words)
            tick.setToolTip(fact_words(fact))
            tick.setAccessibleDescription(fact_words(fact))
            tick.setChecked(self._draft.holding[fact])
            tick.clicked.connect(partial(self._on_fact, fact))
            ticks.addWidget(tick)
            self.facts[fact] = tick
        column.addLayout(ticks)
        self.steer = PickField(
            "steer", "The steer says of the sheet", "Decides the class together with the prompts", STEER
        )
        self.steer.show_value(None)
        self.steer.edited.connect(lambda _key, value, _typing: self._draft.say_steer(value))
        column.addWidget(self.steer)
        self.clear = TextButton("Clear the answers", "link")
        self.clear.clicked.connect(lambda _checked=False: self._draft.clear())
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return scrolling(inside, sideways=False)

    def _bind(self, actions: ActionTable) -> None:
        """The keys that answer, as on the review page."""
        for digit, action_id in enumerate(DIGITS):
            actions.bind(action_id, self.form, partial(self.form.press_digit, digit))
        for action_id, act in (
            ("leave_na", lambda: self.form.answer(AnswerValue.NOT_APPLICABLE)),
            ("leave_ct", lambda: self.form.answer(AnswerValue.CANNOT_TELL)),
            ("next_unanswered", self.form.next_unanswered),
            ("comment", self.form.focus_comment),
            ("evidence_span", partial(self.form.add_evidence, IMAGINED["evidence_span"])),
            ("evidence_field", partial(self.form.add_evidence, IMAGINED["evidence_field"])),
            ("evidence_whole", self.form.add_whole_call),
            ("undo", self._draft.steps.undo),
            ("redo", self._draft.steps.redo),
        ):
            actions.bind(action_id, self.form, act)
        self.form.span_wished.connect(partial(self.form.add_evidence, IMAGINED["evidence_span"]))
        self.form.field_wished.connect(partial(self.form.add_evidence, IMAGINED["evidence_field"]))

    def _on_fact(self, fact: str, on: bool) -> None:
        self._draft.hold(fact, holds=on)

    def _show_result(self) -> None:
        result, card = self._draft.result, self._draft.card
        if result is None or card is None:
            return
        parts = ["No score yet" if result.score is None else f"Score {result.score:.1f}"]
        if result.critical is not None:
            parts.append(CRITICALS[result.critical][0])
        if result.kpi_class is not None:
            parts.append(CLASSES[result.kpi_class][0])
        self.result.setText(" · ".join(parts))
        self.why.setText(sentence(numbered(result.kpi_reason, card)))
