"""Drawing a sample: the form, what it would give as it is typed, and what a sample of that size can show beside it.

Nothing is drawn before it is confirmed, and what is drawn stays. The form shows how many calls each caseworker would
give, never which: those are known once they are drawn.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.tables.sample_rows import GivesModel
from desktop.tables.samples import earlier_words, number_of, seed_words, suggested_seed, unmatched_words, would_words
from desktop.views.actions import ActionTable
from desktop.views.page import card, heading, quiet
from desktop.views.press import TextButton, hairline
from desktop.views.reviews_ask import AskStrip
from desktop.views.samples_fields import DrawFields
from desktop.views.samples_planner import SizePlanner
from desktop.views.work_table import WorkTable
from models.errors import Refusal
from models.sample_size import Plan
from models.sampling import HowMany, seed_fault
from models.store.sample_survey import Gives, Survey
from models.store.samples import SampleOrder

SURVEY_PAUSE_MS = 200
NARROW_BELOW = 900
"""With less room than this, at 100%, what would be drawn stands below the fields."""
ROWS_SEEN = 4


class DrawForm(QWidget):
    """`is_begun`: it is being filled in.

    Signals: `survey_wished(first, last, filters)`; `plan_wished(int)`; `draw_wished(SampleOrder)`; `left()`;
    `page_wished(name)`, where to go on when no call can be drawn.
    """

    survey_wished = Signal(object, object, object)
    plan_wished = Signal(int)
    draw_wished = Signal(object)
    left = Signal()
    page_wished = Signal(str)

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._survey: Survey | None = None
        self._gives: tuple[Gives, ...] = ()
        self._suggested = ""
        self._busy = False
        self._next_page = "matches"
        self.is_begun = False
        self._is_narrow: bool | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SURVEY_PAUSE_MS)
        self._pause.timeout.connect(self._wish_survey)
        self.setAccessibleName("Draw a sample")
        self.title = QLabel("Draw a sample")
        theme.mark(self.title, role="title")
        self.fields = DrawFields(today)
        self.would = QLabel()
        self.would.setWordWrap(True)
        self.would.setTextFormat(Qt.TextFormat.PlainText)
        self.unmatched = quiet("", small=True)
        self.to_next = TextButton("", "link")
        self.model = GivesModel(self)
        self.table = WorkTable(self.model, self.model.mark_of)
        self.table.setAccessibleName("The frame by caseworker")
        self.planner = SizePlanner()
        self.question = AskStrip()
        self.draw = TextButton("Draw …", "primary")
        actions.explain(self.draw, "confirm_draw")
        self.close_button = TextButton("Close without drawing", "plain")
        actions.explain(self.close_button, "leave_draw")
        self.foot_words = QLabel()
        self.foot_words.setWordWrap(True)
        self._lay_out()
        self._connect()

    def begin(self, reviewers: Sequence[str], own_id: str) -> None:
        """A new draw, as it is first offered."""
        self.is_begun = True
        self._survey, self._suggested = None, ""
        self.question.close_question()
        self.fields.begin(reviewers, own_id)
        self.model.show(())
        self._show_would()
        self._wish_survey()

    def focus_first(self) -> None:
        """The keyboard goes to the first day."""
        self.fields.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, *, busy: bool) -> None:
        """Whether it is being drawn."""
        self._busy = busy
        self._show_would()

    def show_survey(self, survey: Survey) -> None:
        """The frame as it was counted, unless another was asked for meanwhile."""
        if not self._is_of_now(survey):
            return
        self._survey = survey
        self.fields.offer_teams(survey.teams)
        self.fields.exclusions.show_survey(survey)
        suggested = suggested_seed(survey.first, survey.last, len(survey.earlier))
        if self.fields.seed.text().strip() in ("", self._suggested):
            self.fields.seed.setText(suggested)
        self._suggested = suggested
        self._show_would()
        self._show_seed()

    def show_plan(self, made: Plan) -> None:
        """What a sample of this size can show, unless it has another size meanwhile."""
        if made.drawn == self._drawn:
            self.planner.show_plan(made)

    def show_refused(self, faults: Sequence[Refusal]) -> None:
        """What the store refused, below the fields."""
        told = {str(fault.column): f"{fault.value}: {fault.reason}." for fault in faults}
        self.fields.show_faults(told)

    def ask(self) -> None:
        """Ask whether it is to be drawn; what is missing is said in its place."""
        faults = self._faults()
        self.fields.show_faults(faults)
        order = self._order()
        if faults or order is None or self._busy:
            self._focus_fault(faults)
            return
        calls = wording.several(self._drawn, "call")
        self.question.ask(
            f"Draw {calls} by the seed “{order.seed}”? The draw is kept with its certificate and cannot be taken back.",
            "Draw",
            lambda _chosen: self.draw_wished.emit(order),
        )

    # building

    def _lay_out(self) -> None:
        left, fields = card()
        fields.addWidget(self.fields)
        right, frame = card()
        frame.addWidget(heading("What would be drawn"))
        frame.addWidget(self.would)
        frame.addWidget(self.table)
        frame.addWidget(self.unmatched)
        frame.addWidget(self.to_next, 0, Qt.AlignmentFlag.AlignLeft)
        beside = QVBoxLayout()
        beside.setSpacing(theme.space(2))
        beside.addWidget(right)
        beside.addWidget(self.planner)
        beside.addStretch(1)
        inside = QWidget()
        theme.mark(inside, role="page")
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(2))
        whole.setSpacing(theme.space(1.5))
        whole.addWidget(self.title)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.space(2))
        self._columns.addWidget(left, 3)
        self._columns.addLayout(beside, 2)
        whole.addLayout(self._columns)
        whole.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        foot.setSpacing(theme.space(1))
        foot.addWidget(self.foot_words, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(hairline(self))
        column.addWidget(self.question)
        column.addLayout(foot)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def _connect(self) -> None:
        self.fields.frame_changed.connect(self._pause.start)
        self.fields.frame_changed.connect(self.question.close_question)
        self.fields.number_changed.connect(self._show_would)
        self.fields.number_changed.connect(self.question.close_question)
        self.fields.seed_changed.connect(self._show_seed)
        self.fields.seed_changed.connect(self.question.close_question)
        self.fields.suggest.clicked.connect(lambda _checked=False: self._on_suggest())
        self.draw.clicked.connect(lambda _checked=False: self.ask())
        self.close_button.clicked.connect(lambda _checked=False: self.left.emit())
        self.to_next.clicked.connect(lambda _checked=False: self.page_wished.emit(self._next_page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_narrow = self.width() < NARROW_BELOW * theme.changes().scale_pct / 100
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            ways = QBoxLayout.Direction
            self._columns.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)

    def _fit(self) -> None:
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + ROWS_SEEN * theme.row_height())
        self._arrange()

    # judging

    @property
    def _how_many(self) -> HowMany | str:
        return number_of(self.fields.allocation, self.fields.number.text())

    @property
    def _drawn(self) -> int:
        return sum(each.drawn for each in self._gives)

    def _faults(self) -> dict[str, str]:
        """What is missing, by field, as sentences."""
        first, last = self.fields.days
        faults = {}
        if first > last:
            faults["period"] = "The last day lies before the first."
        elif self._survey is not None and not self._gives:
            faults["period"] = "No call of these days can be drawn."
        if isinstance(self._how_many, str):
            faults["number"] = self._how_many
        seed = seed_fault(self.fields.seed.text())
        if seed is not None:
            faults["seed"] = f"The seed {seed}."
        return faults

    def _is_of_now(self, survey: Survey) -> bool:
        """Whether it was counted for the days and filters that stand in the fields."""
        return (survey.first, survey.last) == self.fields.days and survey.filters == self.fields.filters

    def _order(self) -> SampleOrder | None:
        how_many, survey, fields = self._how_many, self._survey, self.fields
        if isinstance(how_many, str) or survey is None or not self._is_of_now(survey):
            return None
        return SampleOrder(
            *fields.days,
            how_many,
            fields.seed.text().strip(),
            fields.filters,
            fields.exclusions.excluded,
            fields.due_day,
            fields.reviewer_id,
            fields.blind.isChecked(),
        )

    def _focus_fault(self, faults: dict[str, str]) -> None:
        places = {"period": self.fields.first, "number": self.fields.number, "seed": self.fields.seed}
        first = next((places[name] for name in places if name in faults), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(first)

    # showing

    def _wish_survey(self) -> None:
        first, last = self.fields.days
        if first > last:
            self._survey = None
            self._show_would()
        else:
            self.survey_wished.emit(first, last, self.fields.filters)

    def _show_would(self) -> None:
        how_many, survey = self._how_many, self._survey
        known = None if isinstance(how_many, str) else how_many
        self._gives = () if survey is None else survey.gives(known, self.fields.exclusions.ids)
        self.model.show(self._gives)
        first, last = self.fields.days
        if first > last:
            self.would.setText("The last day lies before the first.")
        elif survey is None:
            self.would.setText("Counting the calls …")
        else:
            self.would.setText(would_words(self._gives, known=known is not None))
        self._show_unmatched()
        self.table.setVisible(bool(self._gives))
        self.fields.show_faults(
            {"number": how_many} if isinstance(how_many, str) and self.fields.number.text().strip() else {}
        )
        drawn = self._drawn
        self.draw.setText(f"Draw {wording.several(drawn, 'call')} …" if drawn else "Draw …")
        self.draw.setEnabled(not self._busy and drawn > 0)
        self.foot_words.setText("Drawing …" if self._busy else "Nothing is drawn until you confirm it.")
        if drawn:
            self.plan_wished.emit(drawn)
        else:
            self.planner.show_plan(None)

    def _show_unmatched(self) -> None:
        """What keeps recordings out of the frame, and where to go on from there."""
        survey = self._survey
        told = "" if survey is None else unmatched_words(survey)
        imports = survey is not None and not survey.unmatched
        self._next_page = "import" if imports else "matches"
        self.unmatched.setText(told)
        self.to_next.setText("Import recordings and lists" if imports else "Match them first")
        for part in (self.unmatched, self.to_next):
            part.setVisible(bool(told))

    def _show_seed(self) -> None:
        survey, seed = self._survey, self.fields.seed.text()
        if survey is not None:
            self.fields.seed_words.setText(seed_words(seed, self._suggested))
            self.fields.earlier_words.setText(earlier_words(survey.earlier, seed))
            theme.mark(self.fields.earlier_words, role="warn" if survey.earlier else "small")

    def _on_suggest(self) -> None:
        self.fields.seed.setText(self._suggested)
        self._show_seed()

    def leave(self) -> None:
        """Put the question aside, else the form."""
        if self.question.asking:
            self.question.close_question()
        else:
            self.left.emit()
