"""The line below the columns: what is saved, what was heard, what is left, what comes out, and Sign."""

from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.state.heard import Heard
from desktop.tables.review_words import CLASSES, CRITICALS
from desktop.views.actions import ActionTable
from desktop.views.press import TextButton
from models.clock import OFFICE_ZONE
from models.listening import NORMAL, SKIPPED

WIDEST_SAVED, WIDEST_HEARD = "Saved 00:00:00", "Heard 100%, mostly at 1.25×"
"""Room is kept for these, so that nothing moves when a save or the share heard is told."""


class Outcome(QWidget):
    """One figure of the result: shape and words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(0.5))
        self._mark = QLabel(self)
        self._words = QLabel(self)
        row.addWidget(self._mark)
        row.addWidget(self._words)
        self._shape = ("minus", "quiet")
        theme.changes().changed.connect(self._dress)

    def show_outcome(self, words: str, shape: str, ink: str) -> None:
        self._shape = (shape, ink)
        self._words.setText(words)
        self._dress()
        self._row.activate()  # else the foot measures it, in the same breath, as it was before
        self.updateGeometry()

    def _dress(self) -> None:
        side = round(theme.text_height() * 0.9)
        self._mark.setPixmap(theme.pixmap(*self._shape, side, self.devicePixelRatioF()))


class ReviewFoot(QFrame):
    """Signals, all wishes: `next_wished()`, `score_wished()`, `sign_wished()`."""

    next_wished = Signal()
    score_wished = Signal()
    sign_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="foot")
        self._left = 0
        self._signing = "Sign"
        row = self._row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        row.setSpacing(theme.space(2))
        self.saved = QLabel(self)
        self.heard = QLabel(self)
        theme.mark(self.saved, role="quiet")
        theme.mark(self.heard, role="quiet")
        self.next = TextButton("", "plain", self)
        actions.explain(self.next, "next_unanswered")
        self.next.clicked.connect(self.next_wished)
        self.score = QLabel(self)
        theme.mark(self.score, role="heading")
        self._critical = Outcome(self)
        self._class = Outcome(self)
        self.why = TextButton("Working", "link", self)
        actions.explain(self.why, "score_working")
        self.why.clicked.connect(self.score_wished)
        self.sign = TextButton("Sign", "primary", self)
        self.sign.show_icon("sign", "on_accent")
        actions.explain(self.sign, "sign")
        self.sign.clicked.connect(self.sign_wished)
        row.addWidget(self.saved)
        row.addWidget(self.heard)
        row.addStretch(1)
        row.addWidget(self.score)
        row.addWidget(self._critical)
        row.addWidget(self._class)
        row.addWidget(self.why)
        row.addStretch(1)
        row.addWidget(self.next)
        row.addWidget(self.sign)

    def show_draft(self, draft: ReviewDraft) -> None:
        """Show what stands: result, what is left, the share heard."""
        result, file = draft.result, draft.file
        if result is None or file is None:
            return
        self.score.setText("No score yet" if result.score is None else f"Score {result.score}")
        self._critical.setVisible(result.critical is not None)
        if result.critical is not None:
            self._critical.show_outcome(*CRITICALS[result.critical])
        self._class.setVisible(result.kpi_class is not None)
        if result.kpi_class is not None:
            self._class.show_outcome(*CLASSES[result.kpi_class])
        left = len(draft.unanswered)
        self._left = left
        self.next.show_icon("chevron-right")
        self.next.setVisible(left > 0 and not draft.read_only)
        self.sign.setVisible(not draft.read_only)
        self._signing = "Sign the amendment" if draft.amending else "Sign"
        self.sign.setAccessibleName(self._signing)
        self.heard.setVisible(file.recording is not None)
        self.show_heard(draft)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In words where there is room, in short where there is little."""
        for label, widest in ((self.saved, WIDEST_SAVED), (self.heard, WIDEST_HEARD)):
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest) + 2)
        self.next.setAccessibleName(f"{self._left} left, next unanswered")
        self.why.show()
        self.next.setText(f"{self._left} left: next unanswered")
        self.sign.setText(self._signing)
        if self._wanted() > self.width():
            self.next.setText(f"{self._left} left")
        if self._wanted() > self.width():
            self.sign.setText("Sign")
        if self._wanted() > self.width():
            self.why.hide()
        if self._wanted() > self.width():
            for label in (self.saved, self.heard):
                label.setMinimumWidth(0)

    def _wanted(self) -> int:
        self._row.invalidate()
        return self._row.sizeHint().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self._row.minimumSize().height())

    def show_heard(self, draft: ReviewDraft) -> None:
        heard, file = draft.heard, draft.file
        duration_ms = 0 if file is None or file.recording is None else file.recording.duration_ms
        fast, skipped = heard.share_fast(duration_ms), heard.share_skipped(duration_ms)
        words, usual = f"Heard {draft.heard_share:.0%}", usual_speed(heard)
        if usual not in (None, NORMAL):
            words += f", mostly at {usual:g}×"
        elif round(100 * fast):
            words += f", {fast:.0%} fast"
        self.heard.setText(words)
        self.heard.setToolTip(
            f"The share of the call that was played here for this check. {fast:.0%} of the call was heard at twice the "
            f"speed or faster only; {skipped:.0%} was silence that was skipped."
        )

    def show_saved(self, when: datetime | None) -> None:
        """The moment of the last save that succeeded."""
        self.saved.setText("" if when is None else f"Saved {when.astimezone(OFFICE_ZONE):%H:%M:%S}")
        self._fit()

    def show_saving(self) -> None:
        """A save is under way; the words change only when it is done."""
        if not self.saved.text():
            self.saved.setText("Saving…")
            self._fit()


def usual_speed(heard: Heard) -> float | None:
    """The speed at which most of what was heard was heard; None where no speed has the most of it."""
    at: dict[float, int] = {}
    for span in heard.at_speed:
        if span.speed != SKIPPED:
            at[span.speed] = at.get(span.speed, 0) + span.end_ms - span.start_ms
    most = max(at, key=lambda speed: at[speed], default=None)
    return most if most is not None and 2 * at[most] > sum(at.values()) else None
