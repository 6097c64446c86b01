"""A question in the place of a list's foot, asked once, without a dialog: do it, or not now; with a choice if any."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QWidget

from desktop import theme
from desktop.views.press import TextButton


class AskStrip(QFrame):
    """Hidden while nothing is asked. Signals: `asked()`; `left()` when the question is answered either way."""

    asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[object], object] | None = None
        theme.mark(self, role="notice", tone="accent")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(0.75), theme.space(2), theme.space(0.75))
        row.setSpacing(theme.space(1))
        self._sign = QLabel(self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.box = QComboBox(self)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.yes = TextButton("", "primary", self)
        self.no = TextButton("Not now", "link", self)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.box)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(lambda _checked=False: self._on_yes())
        self.no.clicked.connect(lambda _checked=False: self.close_question())
        self.hide()
        self._draw()
        theme.changes().changed.connect(self._draw)

    def ask(
        self,
        words: str,
        yes: str,
        act: Callable[[object], object],
        choices: Sequence[tuple[str, object]] = (),
        name: str = "",
    ) -> None:
        """Ask; `act` is called with what was chosen (None without `choices`), which is called `name`."""
        self._act = act
        self.words.setText(words)
        self.yes.setText(yes)
        self.yes.setAccessibleName(yes)
        self.yes.setAccessibleDescription(words)
        self.setAccessibleName(words)
        self.box.clear()
        for shown, value in choices:
            self.box.addItem(shown, value)
        self.box.setVisible(bool(choices))
        self.box.setAccessibleName(name)
        self.show()
        self.asked.emit()
        (self.box if choices else self.yes).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._act is not None

    def close_question(self) -> None:
        """Nothing is done."""
        self._act = None
        self.hide()
        self.left.emit()

    def _on_yes(self) -> None:
        act, chosen = self._act, self.box.currentData()
        self.close_question()
        if act is not None:
            act(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the buttons and the box do not take."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_question()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_yes()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        side = theme.icon_size().width()
        self._sign.setPixmap(theme.pixmap("question", "accent", side, self.devicePixelRatioF()))
        self._sign.setFixedSize(side, side)
