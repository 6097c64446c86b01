"""Yes, No, N/A, cannot tell as four segments, painted: shape and word, never colour alone."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from models.review import AnswerValue

AnswerChoice = tuple[AnswerValue, str, str, str, str, str, str]
"""Value, word on the segment, word in full, action, shape, ink and tint."""
CHOICES: tuple[AnswerChoice, ...] = (
    (AnswerValue.YES, "Yes", "yes", "answer_yes", "check", "good", "good_tint"),
    (AnswerValue.NO, "No", "no", "answer_no", "cross", "bad", "bad_tint"),
    (AnswerValue.NOT_APPLICABLE, "N/A", "not applicable", "answer_na", "minus", "text", "raised"),
    (AnswerValue.CANNOT_TELL, "?", "cannot tell", "answer_ct", "question", "warn", "warn_tint"),
)
"""What answers a prompt that asks for yes or no."""
LEFT_OPEN: tuple[AnswerChoice, ...] = (
    (*CHOICES[2][:3], "leave_na", *CHOICES[2][4:]),
    (*CHOICES[3][:3], "leave_ct", *CHOICES[3][4:]),
)
"""What answers every prompt, whatever it asks for."""

MARK_PX = 12


class AnswerButton(QAbstractButton):
    """One segment. `by_rule` draws it as given by the rule: outlined, not filled."""

    def __init__(self, word: str, name: str, shape: str, ink: str, tint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(word)
        self.setAccessibleName(name.capitalize())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shape, self._ink, self._tint = shape, ink, tint
        self._by_rule = False

    def set_by_rule(self, by_rule: bool) -> None:
        """Show the segment as chosen by the prompt's own rule."""
        if by_rule != self._by_rule:
            self._by_rule = by_rule
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        bold = QFontMetrics(theme.font("heading"))
        mark = self._mark_side() + theme.space(0.5) if self._has_mark else 0
        return QSize(mark + bold.horizontalAdvance(self.text()) + theme.space(2), metrics.height() + theme.space(1))

    @property
    def _has_mark(self) -> bool:
        """A question mark is its own shape."""
        return self.text() != "?"

    def _mark_side(self) -> int:
        return max(MARK_PX, round(theme.text_height() * 0.75))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.isChecked()
        ink = theme.colour(self._ink if chosen or self._by_rule else "quiet")
        if chosen:
            painter.setPen(QPen(ink, 1))
            painter.setBrush(theme.colour(self._tint))
            painter.drawRoundedRect(frame, 5, 5)
        elif self._by_rule:
            painter.setPen(QPen(theme.colour("outline"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(frame, 5, 5)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("raised"))
            painter.drawRoundedRect(frame, 5, 5)
        self._paint_words(painter, frame, chosen)
        painter.end()

    def _paint_words(self, painter: QPainter, frame: QRectF, chosen: bool) -> None:
        side = self._mark_side()
        marked = self._has_mark and (chosen or self._by_rule)
        ink = self._ink if chosen or self._by_rule else "quiet"
        font = theme.font("heading" if chosen else "body")
        words = QFontMetrics(font).horizontalAdvance(self.text())
        gap = theme.space(0.5) if marked else 0
        left = (frame.width() - words - (side + gap if marked else 0)) / 2 + frame.left()
        if marked:
            mark = theme.pixmap(self._shape, ink, side, self.devicePixelRatioF())
            painter.drawPixmap(round(left), round(frame.center().y() - side / 2), mark)
            left += side + gap
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        space = QRectF(left, frame.top(), frame.right() - left, frame.height())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class AnswerButtons(QWidget):
    """The segments of one prompt: all four, or the `choices` given. Signal `chosen(value)`: the segment pressed, None
    for the one already chosen."""

    chosen = Signal(object)

    def __init__(
        self, actions: ActionTable, parent: QWidget | None = None, choices: tuple[AnswerChoice, ...] | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self.buttons: dict[AnswerValue, AnswerButton] = {}
        self._value: AnswerValue | None = None
        for value, word, name, action, shape, ink, tint in choices or CHOICES:
            button = AnswerButton(word, name, shape, ink, tint, self)
            actions.explain(button, action, name.capitalize())
            button.clicked.connect(lambda _checked=False, value=value: self._on_click(value))
            row.addWidget(button)
            self.buttons[value] = button
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_answer(self, value: AnswerValue | None, *, by_rule: bool) -> None:
        """Show a person's answer, or, with `by_rule` and no answer, the rule's N/A."""
        self._value = value
        for each, button in self.buttons.items():
            button.setChecked(each == value)
            button.set_by_rule(by_rule and value is None and each is AnswerValue.NOT_APPLICABLE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        painter.end()

    def _on_click(self, value: AnswerValue) -> None:
        wished = None if value == self._value else value
        self.show_answer(self._value, by_rule=False)
        self.chosen.emit(wished)
