"""What came out and what is missing, laid over the scorecard column: the way to a signature, without a dialog.

Lists every missing thing one click away and every answer that goes against a rule; when nothing is missing, one button
signs. How the score comes about is shown by `working_panel`.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.state.draft_standing import REASON
from desktop.tables.blind import NO_CLASS
from desktop.tables.review_words import CLASSES, CRITICALS
from desktop.views.actions import ActionTable
from desktop.views.column_panel import ColumnPanel, panel_heading, panel_words
from desktop.views.press import TextButton
from desktop.views.review_comment import NOTHING_WRITTEN, TITLE
from models.applicability import WORDS
from models.judged import WHO
from models.scorecard import ScorecardDefinition
from models.scoring import Result

BESIDE = {WHO: "Whose work is judged?", REASON: "Why is it amended?"}
"""What can be missing beside the prompts, as a question."""
NOT_ANSWERED = "not answered yet"


class SignPanel(ColumnPanel):
    """Signals: `prompt_wished(prompt)` when something listed was chosen, `comment_wished()` to write on the whole
    check, `signing_wished()`; and those of ColumnPanel."""

    prompt_wished = Signal(str)
    comment_wished = Signal()
    signing_wished = Signal()

    def __init__(self, draft: ReviewDraft, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(actions, "signing", parent)
        self._draft = draft
        actions.explain(self.confirm, "sign")
        self.confirm.clicked.connect(self.signing_wished)
        self._links: list[TextButton] = []
        draft.result_changed.connect(self._refresh)

    def show_signing(self) -> None:
        """What is missing, or the way to sign."""
        self._open("Sign the amendment" if self._draft.amending else "Sign the review")
        self._refresh()
        first = self._links[0] if self._links else self._close
        (self.confirm if self.confirm.isVisible() else first).setFocus()

    def confirm_if_asked(self) -> bool:
        """Sign when the panel already asks to; False when it does not."""
        if self.isVisible() and self.confirm.isVisible() and self.confirm.isEnabled():
            self.signing_wished.emit()
            return True
        return False

    def _refresh(self) -> None:
        card, form, result = self._draft.card, self._draft.form, self._draft.result
        if not self.isVisible() or card is None or form is None or result is None:
            return
        self._links = []
        inside, column = self._begin()
        missing = self._draft.missing()
        if missing:
            things = "One thing is missing" if len(missing) == 1 else f"{len(missing)} things are missing"
            column.addWidget(panel_heading(things, inside))
            for lacking in missing:
                self._add_link(card, lacking.prompt, lacking.why, inside, column)
        against = self._draft.contradictions()
        if against:
            column.addWidget(panel_heading("Answered against a rule (kept as you answered)", inside))
            for each in against:
                self._add_link(card, each.prompt, f"answered {WORDS[each.value]}; {each.why}", inside, column)
        steered = self._draft.against_steer()
        if steered:
            column.addWidget(panel_heading("Answered against the steer (kept as you answered)", inside))
            for other in steered:
                self._add_link(card, other.prompt, f"answered {WORDS[other.value]}; {other.why}", inside, column)
        if not missing:
            add_outcome(result, inside, column)
            if self._draft.blind is not None:
                column.addWidget(panel_words(NO_CLASS, inside, "quiet"))
        self._add_comment(form.comment, inside, column)
        self._end(inside, column)
        self._show_foot(ready=not missing)

    def _add_comment(self, comment: str, inside: QWidget, column: QVBoxLayout) -> None:
        """The overall comment as it would be signed, and the way to write it."""
        column.addWidget(panel_heading(TITLE, inside))
        words = QLabel(comment.strip() or NOTHING_WRITTEN, inside)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(words, role="" if comment.strip() else "quiet")
        column.addWidget(words)
        write = TextButton("Change the comment" if comment.strip() else "Write a comment", "link", inside)
        self._actions.explain(write, "comment_overall")
        write.setStyleSheet("padding: 2px 6px 2px 0;")
        write.clicked.connect(self.comment_wished)
        column.addWidget(write, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_foot(self, *, ready: bool) -> None:
        self.confirm.setVisible(ready)
        self.confirm.setEnabled(self._draft.person.may_review)
        self.confirm.setText(f"Sign as {self._draft.person.staff_id}")
        self._foot_words.setText(
            "Once signed it is read-only." if ready else "Choose a line to go there; nothing is signed yet."
        )

    def _add_link(self, card: ScorecardDefinition, prompt: str, why: str, inside: QWidget, column: QVBoxLayout) -> None:
        tone = "quiet" if why == NOT_ANSWERED else "warn"
        if prompt in BESIDE:
            link = MissingLine(None, BESIDE[prompt], why, tone, inside)
        else:
            place = [each.id for each in card.prompts].index(prompt) + 1
            link = MissingLine(place, card.prompt(prompt).text, why, tone, inside)
        link.clicked.connect(lambda: self.prompt_wished.emit(prompt))
        column.addWidget(link)
        self._links.append(link)


class MissingLine(TextButton):
    """One missing thing: number (of a prompt) and question, and below it why. The whole line is the button."""

    def __init__(self, number: int | None, question: str, why: str, tone: str, parent: QWidget) -> None:
        super().__init__("", "plain", parent)
        self.setAccessibleName(f"{question} {why}" if number is None else f"{number}. {question} {why}")
        self.setStyleSheet("text-align: left;")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1), theme.space(1), theme.space(1), theme.space(1))
        row.setSpacing(theme.space(1))
        place = QLabel("" if number is None else str(number), self)
        theme.mark(place, role="small")
        place.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        place.setMinimumWidth(place.fontMetrics().horizontalAdvance("20"))
        words = QVBoxLayout()
        words.setSpacing(0)
        asked = QLabel(question, self)
        asked.setWordWrap(True)
        because = QLabel(why[:1].upper() + why[1:], self)
        because.setWordWrap(True)
        theme.mark(because, role=tone)
        words.addWidget(asked)
        words.addWidget(because)
        row.addWidget(place)
        row.addLayout(words, 1)
        for label in (place, asked, because):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()


def add_outcome(result: Result, inside: QWidget, column: QVBoxLayout) -> None:
    """Score, critical result and class in large."""
    shown: list[tuple[str, str, str]] = [
        ("No score yet" if result.score is None else f"Score {result.score}", "scorecard", "text")
    ]
    if result.critical is not None:
        shown.append(CRITICALS[result.critical])
    if result.kpi_class is not None:
        shown.append(CLASSES[result.kpi_class])
    for words, shape, ink in shown:
        line = QWidget(inside)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, theme.space(0.5), 0, theme.space(0.5))
        row.setSpacing(theme.space(1))
        mark = QLabel(line)
        mark.setPixmap(theme.pixmap(shape, ink, theme.icon_size().width(), line.devicePixelRatioF()))
        text = QLabel(words, line)
        theme.mark(text, role="title")
        row.addWidget(mark)
        row.addWidget(text, 1)
        column.addWidget(line)
