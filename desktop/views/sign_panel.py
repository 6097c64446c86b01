"""What came out and what is missing, laid over the scorecard column: the way to a signature, without a dialog.

Lists every missing thing one click away and every answer that goes against a rule; when nothing is missing, one button
signs. The same panel shows how the score came about.
"""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.tables.review_words import CLASSES, CRITICALS, numbered
from desktop.views.actions import ActionTable
from desktop.views.press import ColumnHead, IconButton, TextButton, hairline, is_override
from desktop.views.review_comment import NOTHING_WRITTEN, TITLE
from models.applicability import WORDS
from models.judged import WHO
from models.scorecard import ScorecardDefinition
from models.scoring import Result

OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)

NOT_ANSWERED = "not answered yet"


class SignPanel(QFrame):
    """Signals: `prompt_wished(prompt)` when something listed was chosen, `comment_wished()` to write on the whole
    check, `signing_wished()`, `closed()`."""

    prompt_wished = Signal(str)
    comment_wished = Signal()
    signing_wished = Signal()
    closed = Signal()

    def __init__(self, draft: ReviewDraft, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._actions = actions
        self._signing = False
        self.setObjectName("signing")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ColumnHead(self)
        row = head.row
        self._title = QLabel(head)
        theme.mark(self._title, role="heading")
        self._close = IconButton("close", "Close", head)
        actions.explain(self._close, "close_review", "Close")
        self._close.clicked.connect(self.close_panel)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._close)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QFrame(self)
        theme.mark(self._foot, role="foot")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        self._foot_words = QLabel(self._foot)
        self._foot_words.setWordWrap(True)
        theme.mark(self._foot_words, role="quiet")
        self.confirm = TextButton("", "primary", self._foot)
        actions.explain(self.confirm, "sign")
        self.confirm.clicked.connect(self.signing_wished)
        foot.addWidget(self._foot_words, 1)
        foot.addWidget(self.confirm)
        column.addWidget(head)
        column.addWidget(hairline(self))
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self._links: list[TextButton] = []
        draft.result_changed.connect(self._refresh)
        self.hide()

    def show_score(self) -> None:
        """How the score, the critical result and the KPI class came about."""
        self._signing = False
        self._open("How this comes about")

    def show_signing(self) -> None:
        """What is missing, or the way to sign."""
        self._signing = True
        self._open("Sign the review")

    def close_panel(self) -> None:
        """Back to the scorecard."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def confirm_if_asked(self) -> bool:
        """Sign when the panel already asks to; False when it does not."""
        if self.isVisible() and self._signing and self.confirm.isVisible() and self.confirm.isEnabled():
            self.signing_wished.emit()
            return True
        return False

    def _open(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.show()
        self.raise_()
        self._refresh()
        first = self._links[0] if self._links and self._signing else self._close
        (self.confirm if self.confirm.isVisible() else first).setFocus()

    def _refresh(self) -> None:
        card, form, result = self._draft.card, self._draft.form, self._draft.result
        if not self.isVisible() or card is None or form is None or result is None:
            return
        self._links = []
        inside = QWidget(self._scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(0.5))
        missing = self._draft.missing() if self._signing else ()
        if missing:
            things = "One thing is missing" if len(missing) == 1 else f"{len(missing)} things are missing"
            column.addWidget(_heading(things, inside))
            for lacking in missing:
                self._add_link(card, lacking.prompt, lacking.why, inside, column)
        against = self._draft.contradictions() if self._signing else ()
        if against:
            column.addWidget(_heading("Answered against a rule (kept as you answered)", inside))
            for each in against:
                self._add_link(card, each.prompt, f"answered {WORDS[each.value]}; {each.why}", inside, column)
        steered = self._draft.against_steer() if self._signing else ()
        if steered:
            column.addWidget(_heading("Answered against the steer (kept as you answered)", inside))
            for other in steered:
                self._add_link(card, other.prompt, f"answered {WORDS[other.value]}; {other.why}", inside, column)
        if not missing:
            _add_outcome(card, result, inside, column)
        self._add_comment(form.comment, inside, column)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._show_foot(ready=not missing)

    def _add_comment(self, comment: str, inside: QWidget, column: QVBoxLayout) -> None:
        """The overall comment as it would be signed, and the way to write it."""
        column.addWidget(_heading(TITLE, inside))
        words = QLabel(comment.strip() or NOTHING_WRITTEN, inside)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(words, role="" if comment.strip() else "quiet")
        column.addWidget(words)
        if self._signing:
            write = TextButton("Change the comment" if comment.strip() else "Write a comment", "link", inside)
            self._actions.explain(write, "comment_overall")
            write.setStyleSheet("padding: 2px 6px 2px 0;")
            write.clicked.connect(self.comment_wished)
            column.addWidget(write, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_foot(self, *, ready: bool) -> None:
        self._foot.setVisible(self._signing)
        self.confirm.setVisible(ready)
        self.confirm.setEnabled(self._draft.person.may_review)
        self.confirm.setText(f"Sign as {self._draft.person.staff_id}")
        self._foot_words.setText(
            "Once signed it is read-only." if ready else "Choose a line to go there; nothing is signed yet."
        )

    def _add_link(self, card: ScorecardDefinition, prompt: str, why: str, inside: QWidget, column: QVBoxLayout) -> None:
        tone = "quiet" if why == NOT_ANSWERED else "warn"
        if prompt == WHO:
            link = MissingLine(None, "Whose work is judged?", why, tone, inside)
        else:
            place = [each.id for each in card.prompts].index(prompt) + 1
            link = MissingLine(place, card.prompt(prompt).text, why, tone, inside)
        link.clicked.connect(lambda: self.prompt_wished.emit(prompt))
        column.addWidget(link)
        self._links.append(link)

    def event(self, event: QEvent) -> bool:
        if is_override(event, *OWN_KEYS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


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


def _heading(words: str, parent: QWidget) -> QLabel:
    made = QLabel(words, parent)
    made.setWordWrap(True)
    made.setContentsMargins(0, theme.space(1), 0, theme.space(0.5))
    theme.mark(made, role="heading")
    return made


def _add_outcome(card: ScorecardDefinition, result: Result, inside: QWidget, column: QVBoxLayout) -> None:
    """Score, critical result and class in large, and below each line of the working."""
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
    column.addWidget(_heading("Working", inside))
    for words in result.working:
        line_label = QLabel(numbered(words, card), inside)
        line_label.setWordWrap(True)
        line_label.setContentsMargins(0, 0, 0, theme.space(0.5))
        column.addWidget(line_label)
