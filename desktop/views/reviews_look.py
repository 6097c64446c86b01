"""The selected review below the list: its life day by day, what is disputed, what its versions changed.

Shows what `state.reviews` read. Three columns side by side where there is room, one below the other in large text.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.reviews import Looked
from desktop.tables import wording
from desktop.tables.answers import answer_words
from desktop.tables.life import OUTCOMES, Happening, changed_words, happenings, result_parts, result_words
from desktop.tables.reviews import name_of, why_not
from desktop.views.look_pane import LookPane, words_label
from models.review_life import Dispute
from models.scorecard import Prompt
from models.store.review_life import NotReleased
from models.store.review_versions import AnswerChange, VersionLine

LINES = 9
HIGHEST = 22
"""Lines of text, and steps of the grid, that the pane is high at most."""
NARROWEST = 34
"""A column with fewer steps of the grid than these, at the ordinary size of text, is too narrow to read."""


class ReviewLook(LookPane):
    """One review in words; always as high as a few lines, so that the list above does not jump. More is scrolled to."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        super().__init__("The selected review", LINES, HIGHEST, parent)
        self._today = today
        self.review_id = ""
        inside, outer = self.inside, self.column
        self.title = words_label("heading", inside)
        self.told = words_label("", inside)
        self.warned = words_label("warn", inside)
        outer.addWidget(self.title)
        outer.addWidget(self.told)
        outer.addWidget(self.warned)
        self._columns.setSpacing(theme.space(3))
        outer.addLayout(self._columns)
        outer.addStretch(1)
        self.life = _Column("Life", inside)
        self.disputes = _Column("Disputed", inside)
        self.versions = _Column("As published and as amended", inside)
        for column in self._all():
            self._columns.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)
        self.clear()

    def clear(self) -> None:
        """No review is selected."""
        self.review_id = ""
        self._say("", "", "")

    def show_review(self, looked: Looked, *, own: bool = False) -> None:
        """Show a review with its life; `own`: to the caseworker whose call it is."""
        line = looked.line
        self.review_id = line.review_id
        if looked.story is None:
            saved = wording.moment(line.saved_at)
            words = f"A draft of {line.reviewer_id}, saved {saved}. It can be released once it is signed."
            self._say(name_of(line), words, "")
            return
        changed = "The sheet was given other figures by an import since this was signed." if line.sheet_changed else ""
        title = f"{name_of(line)} · {line.caseworker_id or 'no caseworker'} · {line.scorecard}"
        self._say(title, why_not(looked, own=own), changed)
        prompts = looked.words
        for happening in happenings(looked.versions, looked.stories, self._today):
            self.life.add(happening)
        for dispute in (dispute for story in looked.stories for dispute in story.disputes):
            self.disputes.add(_disputed(dispute, prompts.get(dispute.prompt, dispute.prompt)))
        before: VersionLine | None = None
        for version in looked.versions if len(looked.versions) > 1 else ():
            self.versions.add(_published(version) if before is None else _amended(before, version))
            for change in version.changed:
                self.versions.add(_changed(change, looked.prompts.get(change.prompt)))
            before = version
        for column in (self.disputes, self.versions):
            column.setVisible(column.filled)
        self._tell_reader()

    def scroll_lines(self, by: int) -> None:
        """Scroll the pane by so many lines; up where it is less than nothing."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * theme.text_height())

    def show_refused(self, refused: Sequence[NotReleased], names: dict[str, str]) -> None:
        """Show what was not released and why, until another review is selected; `names` are the calls by review id."""
        self.review_id = ""
        self._say(f"{wording.several(len(refused), 'review')} not released", "", "")
        for each in refused:
            name = names.get(each.review_id, each.review_id)
            self.life.add(Happening("bad" if each.allowed else "lock", "warn", name, each.reason))
        self._tell_reader()

    def _all(self) -> tuple["_Column", ...]:
        return (self.life, self.disputes, self.versions)

    def _say(self, title: str, told: str, warned: str) -> None:
        for label, words in ((self.title, title), (self.told, told), (self.warned, warned)):
            label.setText(words)
            label.setVisible(bool(words))
        for column in self._all():
            column.clear()
            column.setVisible(column is self.life)
        self.life.head.setVisible(False)
        self.verticalScrollBar().setValue(0)
        self._tell_reader()

    def _tell_reader(self) -> None:
        self.life.head.setVisible(self.disputes.filled or self.versions.filled)
        parts = [label.text() for label in (self.title, self.told, self.warned)]
        parts += [column.spoken for column in self._all() if column.filled]
        self.setAccessibleDescription(" ".join(part for part in parts if part))

    def _fit(self) -> None:
        super()._fit()
        self._set_direction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_direction()

    def _set_direction(self) -> None:
        """Side by side where three columns have room."""
        least = 3 * NARROWEST * theme.text_height() // 2
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if self.viewport().width() >= least else ways.TopToBottom)


class _Column(QWidget):
    """A heading, and below it what happened: a drawing, the day, the words, the comment."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[QWidget] = []
        self._words: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        self.head = words_label("small", self)
        self.head.setText(title)
        column.addWidget(self.head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)

    @property
    def filled(self) -> bool:
        return bool(self._rows)

    @property
    def spoken(self) -> str:
        return f"{self.head.text()}: {'; '.join(self._words)}."

    def clear(self) -> None:
        for row in self._rows:
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._words = [], []

    def add(self, happening: Happening) -> None:
        at = len(self._words)
        sign = QLabel(self)
        side = theme.icon_size().width()
        sign.setPixmap(theme.pixmap(happening.mark, happening.ink, side, self.devicePixelRatioF()))
        sign.setFixedWidth(side)
        day = words_label("quiet", self)
        day.setWordWrap(False)
        day.setText(happening.day)
        words = words_label("", self)
        comment = f"\n“{happening.comment}”" if happening.comment else ""
        words.setText(f"{happening.words}{comment}")
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(sign, at, 0, top)
        self._grid.addWidget(day, at, 1, top)
        self._grid.addWidget(words, at, 2, top)
        for label, shown in ((sign, True), (day, bool(happening.day)), (words, True)):
            label.setVisible(shown)
        self._rows += [sign, day, words]
        self._words.append(f"{happening.day} {happening.words} {happening.comment}".strip())


def _disputed(dispute: Dispute, prompt: str) -> Happening:
    """A disputed prompt with the caseworker's words, and the outcome with the decider's."""
    if dispute.outcome is None:
        return Happening("state-disputed", "warn", "open", f"{prompt}\n“{dispute.comment}”")
    decided = f"{OUTCOMES[dispute.outcome].capitalize()} by {dispute.decided_by}: {dispute.decision}"
    return Happening("state-decided", "good", "decided", f"{prompt}\n“{dispute.comment}”\n{decided}")


def _published(version: VersionLine) -> Happening:
    return Happening("state-signed", "quiet", "published", result_words(version))


def _amended(before: VersionLine, version: VersionLine) -> Happening:
    words = ", ".join(changed_words(*each) for each in zip(result_parts(before), result_parts(version), strict=True))
    return Happening("state-amended", "quiet", "amended", words)


def _changed(change: AnswerChange, prompt: Prompt | None) -> Happening:
    """A prompt whose answer, or what is said beside it, an amendment has otherwise."""
    if prompt is None:
        return Happening("edited", "quiet", "", change.prompt)
    if not change.answer_changed:
        return Happening("edited", "quiet", "", f"{prompt.text} The comment or the evidence is another one.")
    words = changed_words(answer_words(prompt, change.before), answer_words(prompt, change.after))
    return Happening("edited", "quiet", "", f"{prompt.text} {words}")
