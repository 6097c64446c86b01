"""The life of a signed review as a strip below the columns: what happened, what is next, and what one can do now.

While an amendment is made, the same place holds its reason. It stands where the notices stand, so that nothing above
moves for it; it comes with the review and takes its room at once.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from desktop import theme
from desktop.state.draft_opening import Life
from desktop.tables import wording
from desktop.tables.review_life import StripStep, strip
from desktop.views.actions import ActionTable, on_button
from desktop.views.flow import FlowLayout
from desktop.views.press import TextButton, is_override
from models.clock import office_date
from models.review import ReviewForm
from models.review_life import LifeState

ACTIONS = ("life_release", "life_reply", "life_decide", "life_amend", "life_versions")
WORDS = {
    "life_release": "Release",
    "life_reply": "Record the reply",
    "life_decide": "Decide",
    "life_amend": "Amend",
    "life_versions": "Versions",
}
NEXT = {
    LifeState.SIGNED: "life_release",
    LifeState.RELEASED: "life_reply",
    LifeState.DISPUTED: "life_decide",
}
"""What is to be done next where a review stands."""
GO_ON = "Go on amending"


class StepMark(QWidget):
    """One step: drawing and words; what waits is quiet."""

    def __init__(self, step: StripStep, first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._step = step
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.5))
        if not first:
            arrow = QLabel("→", self)
            theme.mark(arrow, role="quiet")
            row.addWidget(arrow)
        self._mark = QLabel(self)
        words = QLabel(step.words, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        if step.waits:
            theme.mark(words, role="quiet")
        row.addWidget(self._mark)
        row.addWidget(words)
        self.setToolTip(step.tip)
        self.setAccessibleName(f"{step.words}. {step.tip}")
        theme.changes().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        side = round(theme.text_height() * 0.9)
        self._mark.setPixmap(theme.pixmap(self._step.mark, self._step.ink, side, self.devicePixelRatioF()))


class ReasonField(QLineEdit):
    """Why a signed review is amended. Escape and Return leave it. Signal `left()`."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        if is_override(event, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LifeBand(QFrame):
    """Signals, all wishes: `wished(action_id)` for one of ACTIONS, `newest_wished()` from an older version,
    `drop_wished()` of the amendment under way, `reason_written(text)`, `left()` when the reason was left."""

    wished = Signal(str)
    newest_wished = Signal()
    drop_wished = Signal()
    reason_written = Signal(str)
    left = Signal()
    came_or_went = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="foot")
        self._actions = actions
        self._next = self._doing = ""
        self._shown = self._gives_way = False
        self._steps: tuple[StripStep, ...] = ()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        self._row.setSpacing(theme.space(1))
        self._strip = QWidget(self)
        FlowLayout(self._strip, theme.space(0.75))
        self._amending = self._make_amending()
        self._buttons = QWidget(self)
        self._button_row = QHBoxLayout(self._buttons)
        self._button_row.setContentsMargins(0, 0, 0, 0)
        self._button_row.setSpacing(theme.space(0.75))
        self.buttons: dict[str, TextButton] = {}
        for action_id in ACTIONS:
            button = TextButton("", "", self._buttons)
            button.setStyleSheet("padding: 3px 10px;")
            button.clicked.connect(lambda _checked=False, action_id=action_id: self.wished.emit(action_id))
            self._name(button, action_id, WORDS[action_id])
            self._button_row.addWidget(button)
            self.buttons[action_id] = button
        self.newest = TextButton("Back to the version that counts", "", self._buttons)
        self.newest.setStyleSheet("padding: 3px 10px;")
        self.newest.clicked.connect(self.newest_wished)
        self._button_row.addWidget(self.newest)
        self._row.addWidget(self._strip, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._amending, 1)
        self._row.addWidget(self._buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.changes().changed.connect(self._fit)
        self.hide()

    def _make_amending(self) -> QWidget:
        made = QWidget(self)
        row = self._amending_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        self._amended = QLabel(made)
        theme.mark(self._amended, role="heading")
        self.reason = ReasonField(made)
        self.reason.setPlaceholderText("Why is it amended? Saved as you write; it counts once it is signed.")
        self.reason.setAccessibleName("Reason of the amendment")
        self.reason.textEdited.connect(self.reason_written)
        self.reason.left.connect(self.left)
        self.drop = TextButton("Drop the amendment", "", made)
        self.drop.setStyleSheet("padding: 3px 10px;")
        self.drop.clicked.connect(self.drop_wished)
        writing = QHBoxLayout()
        writing.setSpacing(theme.space(1))
        writing.addWidget(self.reason, 1)
        writing.addWidget(self.drop)
        row.addWidget(self._amended)
        row.addLayout(writing, 1)
        return made

    def _name(self, button: TextButton, action_id: str, words: str) -> None:
        self._actions.explain(button, action_id)
        self._actions.explain(button, action_id, words, on_button)
        button.setAccessibleName(words)

    # what is shown

    def show_nothing(self) -> None:
        """No signed review is on the desk."""
        self._set_shown(shown=False)

    def show_life(self, life: Life, *, busy: bool, more: bool) -> None:
        """The strip, and what this person can do now; `more` versions, or figures that changed since, to compare."""
        steps = strip(life)
        if steps != self._steps:
            self._steps = steps
            self._fill(steps)
        said = ". ".join(step.words for step in steps)
        self._strip.setAccessibleName(f"Life of the review: {said}")
        possible, newest = life.possible, life.is_newest
        mine = life.story.amending
        can = {
            "life_release": possible.release is None,
            "life_reply": None in (possible.acknowledge, possible.dispute),
            "life_decide": possible.decide is None,
            "life_amend": possible.amend is None,
            "life_versions": more,
        }
        self._next = NEXT.get(life.story.state, "") if not life.story.to_amend else "life_amend"
        self._name(self.buttons["life_amend"], "life_amend", GO_ON if mine is not None else WORDS["life_amend"])
        for action_id, button in self.buttons.items():
            button.setVisible(can[action_id] and (newest or action_id == "life_versions"))
            button.setEnabled(not busy)
        self._mark_next()
        self.newest.setVisible(not newest)
        self._amending.hide()
        self._strip.show()
        self._buttons.show()
        self._set_shown(shown=True)

    def show_amending(self, form: ReviewForm, life: Life | None) -> None:
        """The reason of the amendment that is being made."""
        signed = None if life is None else life.versions[-1]
        whose = "" if signed is None else f" signed {wording.day(office_date(signed.signed_at))} by {signed.by}"
        self._amended.setText(f"Amending the review{whose}")
        if self.reason.text() != (form.amend_reason or ""):
            self.reason.setText(form.amend_reason or "")
        self._strip.hide()
        self._buttons.hide()
        self._amending.show()
        self._set_shown(shown=True)

    def set_doing(self, action_id: str, *, gives_way: bool) -> None:
        """That step is being made elsewhere on the page (none: ""): its button is not the next thing to press, and
        where there is little height the whole strip `gives_way`."""
        self._doing, self._gives_way = action_id, gives_way
        self._mark_next()
        self._set_shown(shown=self._shown)

    def _mark_next(self) -> None:
        for action_id, button in self.buttons.items():
            role = "primary" if action_id == self._next != self._doing else ""
            if (button.property("role") or "") != role:
                theme.mark(button, role=role)

    @property
    def is_amending(self) -> bool:
        """Whether the reason of an amendment is asked for here."""
        return self._amending.isVisibleTo(self)

    def _set_shown(self, *, shown: bool) -> None:
        self._shown = shown
        shown = shown and not self._gives_way
        told = shown == self.isHidden()
        self.setVisible(shown)
        self._fit()
        if told:
            self.came_or_went.emit()

    def _fill(self, steps: tuple[StripStep, ...]) -> None:
        flow = self._strip.layout()
        assert flow is not None
        while flow.count():
            item = flow.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, step in enumerate(steps):
            mark = StepMark(step, place == 0, self._strip)
            flow.addWidget(mark)
            mark.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Side by side, or below each other where that takes less height."""
        edges = self._row.contentsMargins()
        room = self.width() - edges.left() - edges.right()
        flow, buttons = self._strip.layout(), self._buttons.sizeHint()
        assert flow is not None
        over = flow.heightForWidth(room) + self._row.spacing() + buttons.height()
        beside = max(flow.heightForWidth(room - buttons.width() - self._row.spacing()), buttons.height()) <= over
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if beside or self.is_amending else down)
        self._row.setAlignment(self._buttons, Qt.AlignmentFlag.AlignLeft if not beside else Qt.AlignmentFlag(0))
        wide = self.width() >= 100 * self.fontMetrics().horizontalAdvance("n")
        self._amending_row.setDirection(across if wide else down)
        self._amended.setWordWrap(not wide)
