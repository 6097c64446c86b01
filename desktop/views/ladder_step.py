"""One step of the ladder as a block: its place on the rail, its tests in pounds, and how it came out.

The step that decides stands on a tint, with a filled mark and the word "reached"; those passed before it show a cross
and "not met"; those that were not asked are an empty ring and a quiet line.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop import theme
from desktop.views.ladder_block import Block, Line, LineList
from models.steer import Rung
from models.steer_steps import Question, Step, StepState
from models.steer_words import RUNGS

RAIL = 4.5
"""Room for the rail to the left of the words, in steps of the grid."""
NARROW_BELOW_LINES = 16
"""Below this width, in lines of text, the outcome stands below the title."""
WORDS = {StepState.PASSED: "not met", StepState.NOT_ASKED: "not asked"}


class StepBlock(Block):
    """One step; `first` and `last` end the rail."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, RAIL)
        self._step: Step | None = None
        self._first = self._last = False
        self._narrow: bool | None = None
        top = QWidget(self)
        self._head = QGridLayout(top)
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setHorizontalSpacing(theme.space(1))
        self._head.setVerticalSpacing(0)
        self._head.setColumnStretch(0, 1)
        self._title, self._state = QLabel(top), QLabel(top)
        self._title.setWordWrap(True)
        self._tests = LineList(self)
        self.column.addWidget(top)
        self.column.addWidget(self._tests)
        self._set_narrow(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_narrow(narrow=self.width() < NARROW_BELOW_LINES * theme.text_height())

    def _set_narrow(self, *, narrow: bool) -> None:
        """The outcome beside the title, or below it where there is little room."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        top = Qt.AlignmentFlag.AlignTop
        self._head.addWidget(self._title, 0, 0, 1, 2 if narrow else 1)
        if narrow:
            self._head.addWidget(self._state, 1, 0, top)
        else:
            self._head.addWidget(self._state, 0, 1, top)

    @property
    def decides(self) -> bool:
        """Whether this is the step that decided."""
        return self._step is not None and self._step.state is StepState.DECIDES

    def show_step(self, step: Step, *, first: bool, last: bool) -> None:
        """Show another outcome."""
        self._step, self._first, self._last = step, first, last
        decides = self.decides
        self._title.setText(f"{step.number}. {step.title}")
        theme.mark(self._title, role="heading" if decides else "quiet")
        self._state.setText(outcome(step))
        role = "quiet"
        if decides:
            role = "bad" if step.rung is Rung.OUTSIDE else "good"
        theme.mark(self._state, role=role)
        self._tests.show_lines([line for test in step.asked for line in test_lines(test, calm=not decides)])
        self.calm = step.state is StepState.NOT_ASKED
        self.show_source(step.paragraphs)
        self.setAccessibleName(spoken(step))
        self.update()

    def paint_ground(self, painter: QPainter) -> None:
        if self._step is None:
            return
        state = self._step.state
        outside = self._step.rung is Rung.OUTSIDE
        if state is StepState.DECIDES:
            painter.fillRect(self.rect(), theme.colour("bad_tint" if outside else "good_tint"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.text_height()
        radius = line * 0.45
        centre = QPointF(theme.space(RAIL / 2), theme.space(0.5) + line / 2)
        painter.setPen(QPen(theme.colour("outline"), 1.5))
        if not self._first:
            painter.drawLine(QPointF(centre.x(), 0), QPointF(centre.x(), centre.y() - radius))
        if not self._last:
            painter.drawLine(QPointF(centre.x(), centre.y() + radius), QPointF(centre.x(), self.height()))
        ring = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        if state is StepState.DECIDES:
            ink = theme.colour("bad" if outside else "good")
            painter.setPen(QPen(ink, 1.5))
            painter.setBrush(ink)
            painter.drawEllipse(ring)
        else:
            painter.setPen(QPen(theme.colour("outline"), 1.5))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(ring)
        drawing = {StepState.DECIDES: "cross" if outside else "check", StepState.PASSED: "cross"}.get(state)
        if drawing is not None:
            ink_name = "surface" if state is StepState.DECIDES else "quiet"
            side = round(radius * 1.6)
            mark = theme.pixmap(drawing, ink_name, side, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(centre.x() - side / 2, centre.y() - side / 2), mark)


def outcome(step: Step) -> str:
    """How a step came out, in a word or two."""
    if step.state is StepState.DECIDES:
        return "outside" if step.rung is Rung.OUTSIDE else f"{RUNGS[step.rung].replace('Rung', 'rung')} reached"
    return WORDS[step.state]


def test_lines(test: Question, *, calm: bool) -> list[Line]:
    """A test as lines: what is claimed, then its sums, each on a line of its own."""
    mark = ("check", "quiet" if calm else "good") if test.met else ("cross", "quiet" if calm else "bad")
    return [Line(test.claim, "small", mark), Line(test.line, "sum-calm" if calm else "sum", under=True)]


def spoken(step: Step) -> str:
    """A step as it is read out: its place, its outcome and its tests."""
    tests = " ".join(f"{test.claim}: {test.line}." for test in step.asked)
    return f"Step {step.number}, {step.title}: {outcome(step)}. {tests}".strip()
