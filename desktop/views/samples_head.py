"""The head of the open sample: which it is, how far, and what can be done with it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.tables.samples import head_words
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.flow import FlowLayout
from desktop.views.page import quiet
from desktop.views.press import ElidedLabel, TextButton
from models.reports.sample_words import how_words, period_words
from models.store.sample_reading import SampleLine

BUTTONS = (
    ("redraw_sample", "Draw again and compare"),
    ("save_certificate", "Save the certificate …"),
    ("write_certificate", "Write as PDF or HTML …"),
    ("print_certificate", "Print …"),
)


class SampleHead(QWidget):
    """Where there is little room the samples are chosen here. Signals: `wished(action_id)`; `sample_wished(id)`."""

    wished = Signal(str)
    sample_wished = Signal(str)

    def __init__(self, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.title = ElidedLabel()
        theme.mark(self.title, role="title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.samples = CalmBox()
        self.samples.setAccessibleName("Samples")
        self.samples.activated.connect(lambda _at: self.sample_wished.emit(self.samples.currentData()))
        self.sentence = quiet("")
        tools = QWidget()
        self.tools = FlowLayout(tools, theme.space(1))
        self.buttons: dict[str, TextButton] = {}
        for action_id, words in BUTTONS:
            button = TextButton(words)
            actions.explain(button, action_id)
            button.setAccessibleName(actions.action(action_id).text)
            button.clicked.connect(lambda _checked=False, action_id=action_id: self.wished.emit(action_id))
            self.tools.addWidget(button)
            self.buttons[action_id] = button
        self.draw = TextButton("Draw a sample", "primary")
        actions.explain(self.draw, "draw_sample")
        self.draw.clicked.connect(lambda _checked=False: self.wished.emit("draw_sample"))
        chooser = QWidget()
        first = FlowLayout(chooser, theme.space(1))
        first.addWidget(self.samples)
        first.addWidget(self.draw)
        self._chooser = chooser
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.75))
        for part in (chooser, self.title, self.sentence, tools):
            column.addWidget(part)
        self.set_narrow(is_narrow=False)

    def show_sample(self, line: SampleLine) -> None:
        """Which sample it is, and how far."""
        days = period_words(line.date_from, line.date_to)
        self.title.set_words(f"{line.sample_id} · {days} · {how_words(line.how_many)}")
        self.sentence.setText(head_words(line, self._today))

    def show_busy(self, *, busy: bool) -> None:
        """Whether something is being drawn or written."""
        self.buttons["redraw_sample"].setEnabled(not busy)

    def offer_samples(self, lines: tuple[SampleLine, ...], open_id: str | None) -> None:
        """The samples to choose from where the list has no room."""
        self.samples.clear()
        for line in lines:
            days = period_words(line.date_from, line.date_to)
            self.samples.addItem(f"{line.sample_id} · {days} · {line.done} of {line.drawn}", line.sample_id)
        self.samples.setCurrentIndex(self.samples.findData(open_id))

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Whether the list of samples has no room of its own."""
        self._chooser.setVisible(is_narrow)
        self.title.setVisible(not is_narrow)
