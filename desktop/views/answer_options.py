"""One of several options, or a point of a scale: segments side by side, picked by digits, arrows or the pointer."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.answers import end_words
from desktop.views.actions import ActionTable
from desktop.views.answer_buttons import AnswerButton
from desktop.views.answer_inputs import AnswerInput
from desktop.views.flow import FlowLayout
from models.answer_types import Choice, Option, Scale
from models.scorecard import Prompt

FULL = 100
DIGITS = 6
"""So many options can be picked by a digit; the keys after it are the transcript's."""


class OptionButton(AnswerButton):
    """One option with its words, on as many lines as its `room` asks for, outlined, with the digit that picks it."""

    def __init__(self, option: str, word: str, shape: str, ink: str, tint: str, digit: str, parent: QWidget) -> None:
        super().__init__(word, word, shape, ink, tint, parent)
        self.option = option
        self._digit = digit
        self._room = 0
        self.setToolTip(f"{word} ({digit})" if digit else word)

    def set_room(self, width: int) -> None:
        """No wider than this."""
        if width != self._room:
            self._room = width
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self._words_rect(max(self._room - self._around(), theme.space(6)) if self._room else 1 << 20)
        return QSize(words.width() + self._around() + 1, words.height() + theme.space(1))

    def _around(self) -> int:
        """The width beside the words: the digit, the mark, the air."""
        digit = QFontMetrics(theme.font("small")).horizontalAdvance("0") + theme.space(0.75) if self._digit else 0
        return digit + self._mark_side() + theme.space(0.5) + theme.space(2)

    def _words_rect(self, width: int) -> QRect:
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        return QFontMetrics(theme.font("heading")).boundingRect(QRect(0, 0, width, 1 << 16), flags, self.text())

    def _paint_words(self, painter: QPainter, frame: QRectF, chosen: bool) -> None:
        if not (chosen or self._by_rule):
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 5, 5)
        left = frame.left() + theme.space(1)
        if self._digit:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("quiet"))
            width = QFontMetrics(painter.font()).horizontalAdvance("0")
            middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(QRectF(left, frame.top(), width + 2, frame.height()), middle, self._digit)
            left += width + theme.space(0.75)
        side = self._mark_side()
        if not chosen and not self._digit:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("quiet"))
            painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), self.text())
            return
        if chosen:
            mark = theme.pixmap(self._shape, self._ink, side, self.devicePixelRatioF())
            painter.drawPixmap(round(left), round(frame.center().y() - side / 2), mark)
        left += side + theme.space(0.5)
        painter.setFont(theme.font("heading" if chosen else "body"))
        painter.setPen(theme.colour(self._ink if chosen else "quiet"))
        space = QRectF(left, frame.top(), frame.right() - left - theme.space(0.5), frame.height())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(space, int(flags), self.text())


class OptionInput(AnswerInput):
    """Options or points as segments, in as many rows as they take."""

    def __init__(self, prompt: Prompt, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(prompt, actions, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        self._segments = QWidget(self)
        flow = FlowLayout(self._segments, theme.space(0.5))
        self.buttons: list[OptionButton] = []
        for place, (option, word, shape, ink, tint) in enumerate(_options(prompt.answer), 1):
            digit = _digit(prompt.answer, place)
            button = OptionButton(option, word, shape, ink, tint, digit, self._segments)
            button.clicked.connect(lambda _checked=False, option=option: self._on_click(option))
            flow.addWidget(button)
            self.buttons.append(button)
        flow.addWidget(self.left_open)
        self._ends = QLabel(end_words(prompt.answer), self)
        self._ends.setWordWrap(True)
        theme.mark(self._ends, role="small")
        self._ends.setVisible(bool(self._ends.text()))
        column.addWidget(self._segments)
        column.addWidget(self._ends)
        self._given: str | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self.buttons:
            button.set_room(self.width())

    def _show_given(self, given: str | None) -> None:
        self._given = given
        for button in self.buttons:
            button.setChecked(button.option == given)
            button.setEnabled(not self.read_only)

    def press_digit(self, digit: int) -> None:
        if isinstance(self.prompt.answer, Scale):
            wished = [button for button in self.buttons if button.option == str(digit)]
        else:
            wished = self.buttons[digit - 1 : digit] if digit else []
        if wished:
            self.picked.emit(wished[0].option)
        elif digit == 0:
            self.picked.emit(None)

    def step(self, by: int) -> None:
        options = [button.option for button in self.buttons]
        if self._given in options:
            at = min(max(options.index(self._given) + by, 0), len(options) - 1)
        else:
            at = 0 if by > 0 else len(options) - 1
        self.picked.emit(options[at])

    def _on_click(self, option: str) -> None:
        wished = None if option == self._given else option
        self._show_given(self._given)
        self.picked.emit(wished)


def _digit(asked: object, place: int) -> str:
    """The digit that picks an option; none where another key is needed. A point is picked by its own."""
    if isinstance(asked, Scale):
        return ""
    return str(place) if place <= DIGITS else ""


def _options(asked: object) -> list[tuple[str, str, str, str, str]]:
    """What can be picked: its id, its words, and the shape, ink and tint it is shown in once it is."""
    if isinstance(asked, Choice):
        return [(option.id, option.text, *_look(option)) for option in asked.options]
    if isinstance(asked, Scale):
        points = range(asked.least, asked.most + 1)
        return [
            (str(at), str(at), *(("cross", "bad", "bad_tint") if _below(asked, at) else ("check", "good", "good_tint")))
            for at in points
        ]
    return []


def _below(asked: Scale, at: int) -> bool:
    return asked.no_below is not None and at < asked.no_below


def _look(option: Option) -> tuple[str, str, str]:
    if option.counts_as_no:
        return ("cross", "bad", "bad_tint")
    return ("check", "good", "good_tint") if option.credit == FULL else ("check", "text", "raised")
