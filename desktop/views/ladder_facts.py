"""The blocks around the ladder: the verdict with its reasons, least lump sums, what stands beside, and the policy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop import theme
from desktop.tables.wording import day, tip
from desktop.views.ladder_block import Block, Line, LineList
from desktop.views.ladder_step import test_lines
from models.policy import Policy
from models.steer import Rung, Verdict
from models.steer_notes import LeastLump, Note
from models.steer_words import RUNGS
from models.steer_working import Ladder, Reading

SHAPES = {
    Verdict.ACCURATE: ("good", "good"),
    Verdict.ACCURATE_DISCRETION: ("good", "good"),
    Verdict.INACCURATE: ("bad", "bad"),
    Verdict.NOT_ASSESSABLE: ("question", "warn"),
}
"""Verdict: shape and ink."""
SENSITIVE = "Reading-sensitive"
ASK_FIRST = "Ask Quality Assurance before this is counted as an error."
"""Domain notes, section 2, versioning."""


class VerdictBlock(Block):
    """What comes out, what was claimed, and why; the badge says that another reading of the policy would change it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        top = QWidget(self)
        head = QHBoxLayout(top)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.space(0.75))
        self._mark, self.verdict, self.badge = QLabel(top), QLabel(top), QLabel(SENSITIVE, self)
        theme.mark(self.verdict, role="title")
        theme.mark(self.badge, role="badge")
        self.verdict.setWordWrap(True)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._mark)
        head.addWidget(self.verdict, 1)
        self._shape = ("question", "warn")
        self.lines = LineList(self)
        self.column.addWidget(top)
        self.column.addWidget(self.lines)
        self.column.addSpacing(theme.space(0.5))
        self.column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changes().changed.connect(self._dress)

    def show_ladder(self, found: Ladder) -> None:
        """Show another judgement."""
        self._shape = SHAPES[found.judgement.verdict]
        self.verdict.setText(found.verdict)
        lines = [Line(f"Claimed: {found.claimed}", "quiet")]
        if found.judgement.rung != Rung.NONE:
            lines.insert(0, Line(f"Reached: {found.reached}"))
        ink = self._shape[1]
        sign = ("warning", "warn") if ink == "warn" else ("cross", "bad") if ink == "bad" else ("information", "quiet")
        lines += [Line(words, "", sign) for words in found.lacking]
        for words, short in () if found.lacking else found.findings:
            lines.append(Line(words, "", sign))
            if short:
                lines.append(Line(short, "sum", under=True))
        if found.knife_edge:
            lines.append(Line(found.knife_edge, "warn", ("warning", "warn")))
        self.lines.show_lines(lines)
        self.badge.setVisible(bool(found.readings))
        named = " ".join(reading.words for reading in found.readings)
        self.badge.setToolTip(tip(named))
        self.badge.setAccessibleDescription(named)
        told = [found.verdict, *self.lines.words]
        if found.readings:
            told.append(f"{SENSITIVE}: {named}")
        self.setAccessibleName(
            ". ".join(words.rstrip(".").replace("; ", ". ").replace("\n", ". ") for words in told) + "."
        )
        self._dress()

    def _dress(self) -> None:
        side = theme.text_height("title")
        self._mark.setPixmap(theme.pixmap(*self._shape, side, self.devicePixelRatioF()))


class FactBlock(Block):
    """A title with its answer beside it, and the lines below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._warns = False
        self.title, self.answer = QLabel(self), QLabel(self)
        self.lines = LineList(self)
        for label, role in ((self.title, "small"), (self.answer, "heading")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            theme.mark(label, role=role)
            self.column.addWidget(label)
        self.column.addWidget(self.lines)

    def show_lump(self, lump: LeastLump) -> None:
        """The least lump sum for a rung."""
        lines = [Line(lump.sum, "sum-calm")]
        if lump.short:
            lines.append(Line(lump.short, "sum"))
        self._show(f"Least lump sum for {RUNGS[lump.rung].lower()}, at {lump.name}", lump.answer, lines)
        self.show_source(())

    def show_note(self, note: Note) -> None:
        """One matter beside the ladder."""
        lines = [Line(words, "sum-calm") for words in note.lines]
        failed = next((at for at, test in enumerate(note.tests) if not test.met), len(note.tests))
        lines += [line for test in note.tests[: failed + 1] for line in test_lines(test, calm=True)]
        if note.warning:
            lines.append(Line(note.warning, "warn", ("warning", "warn")))
        self._warns = bool(note.warning)
        self._show(note.title, f"{note.answer[0].upper()}{note.answer[1:]}", lines)
        self.show_source(note.paragraphs)

    def show_readings(self, readings: tuple[Reading, ...], *, is_error: bool) -> None:
        """The rival readings that would change the answer, each in words with what would change."""
        lines = [
            line for reading in readings for line in (Line(reading.words), Line("\n".join(reading.changes), "small"))
        ]
        if is_error:
            lines.append(Line(ASK_FIRST))
        self._show("Another reading would change this", "", lines)
        self.show_source(())

    def show_policy(self, policy: Policy) -> None:
        """Which policy it was judged by."""
        until = "" if policy.effective_to is None else f" to {day(policy.effective_to)}"
        self._show(
            "Judged by",
            policy.title,
            [
                Line(f"{policy.id}, in force from {day(policy.effective_from)}{until}", "small"),
                Line(policy.source, "small"),
                Line(f"Approved by: {policy.approver}", "small"),
            ],
        )
        self.show_source(())

    def show_sums(self, sums: tuple[str, ...]) -> None:
        """What is reckoned before the first step."""
        self._show("First the sums", "", [Line(words, "sum") for words in sums])
        self.show_source(())

    def _show(self, title: str, answer: str, lines: list[Line]) -> None:
        self.title.setText(title)
        self.answer.setText(answer)
        self.answer.setVisible(bool(answer))
        self.lines.show_lines(lines)
        told = [f"{title}: {answer}" if answer else title, *self.lines.words]
        self.setAccessibleName(
            ". ".join(words.rstrip(".").replace("; ", ". ").replace("\n", ". ") for words in told) + "."
        )
        self.update()

    def paint_ground(self, painter: QPainter) -> None:
        if self._warns:
            painter.fillRect(0, 0, 3, self.height(), theme.colour("warn"))
