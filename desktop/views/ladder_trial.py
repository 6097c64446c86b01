"""Trying other figures: lump sum, instalment, how often and by what method, in a scratch copy that is never saved.

Up and Down change an amount by a pound, Page Up and Page Down by ten. Escape drops the trial and leaves the fields, and
does not leave the review.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.steer import SteerState
from desktop.tables.spoken import FREQUENCIES, METHODS, NOT_HELD
from desktop.views.actions import ActionTable
from desktop.views.calm_box import CalmBox
from desktop.views.ladder_step import NARROW_BELOW_LINES
from desktop.views.press import TextButton, is_override
from models.intake.amounts import Unfit, pence_of
from models.steer_working import Ladder

TRIAL = "Trial, never saved"
STEPS_PENCE = {
    Qt.Key.Key_Up: 100,
    Qt.Key.Key_Down: -100,
    Qt.Key.Key_PageUp: 1_000,
    Qt.Key.Key_PageDown: -1_000,
}


class AmountField(QLineEdit):
    """An amount of money. Signals: `changed(object)`, pence or None for a blank; `unfit(why)`; `left()` by Escape."""

    changed = Signal(object)
    unfit = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip("Up and Down: a pound more or less. Page Up and Page Down: ten.")
        self._name = name
        self.textEdited.connect(lambda _text: self._read())

    def show_pence(self, pence: int | None) -> None:
        """Show an amount; what a person is typing is left alone."""
        if not self.hasFocus() or self.pence() != pence:
            self.setText("" if pence is None else f"{pence // 100}.{pence % 100:02}")

    def pence(self) -> int | None:
        """What stands here in pence; None for a blank, and for what is no amount."""
        text = self.text().strip()
        try:
            return pence_of(text) if text else None
        except Unfit:
            return None

    def event(self, event: QEvent) -> bool:
        if is_override(event, Qt.Key.Key_Escape, *STEPS_PENCE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in STEPS_PENCE:
            pence = max(0, (self.pence() or 0) + STEPS_PENCE[key])
            self.setText(f"{pence // 100}.{pence % 100:02}")
            self._read()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _read(self) -> None:
        text = self.text().strip()
        try:
            self.changed.emit(pence_of(text) if text else None)
        except Unfit as exc:
            self.unfit.emit(f"{self._name}: {text} is not an amount: {exc}.")


class ChoiceField(CalmBox):
    """A code from a list. Signals: `changed(object)`, the code or None; `left()` by Escape."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, name: str, codes: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.addItem(NOT_HELD, None)
        for code, words in codes.items():
            self.addItem(f"{words[0].upper()}{words[1:]}", code)
        self.activated.connect(lambda at: self.changed.emit(self.itemData(at)))

    def show_code(self, code: str | None) -> None:
        """Show a code; one nobody knows is shown as it is."""
        at = self.findData(code)
        if at < 0:
            self.addItem(str(code), code)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def event(self, event: QEvent) -> bool:
        if is_override(event, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TrialForm(QWidget):
    """The four fields. Signal `left()`: the keyboard goes back to the panel."""

    left = Signal()

    def __init__(self, state: SteerState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self.setAccessibleName("Other figures, as a trial")
        frame = QFrame(self)
        theme.mark(frame, role="raised")
        self.lump = AmountField("Lump sum", self)
        self.instalment = AmountField("Instalment", self)
        self.frequency = ChoiceField("Paid", FREQUENCIES, self)
        self.method = ChoiceField("Method", METHODS, self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(1))
        self._grid.setVerticalSpacing(2)
        self._fields: list[tuple[QLabel, QWidget]] = []
        self._columns = 0
        for words, field in (
            ("Lump sum £", self.lump),
            ("Instalment £", self.instalment),
            ("Paid", self.frequency),
            ("Method", self.method),
        ):
            label = QLabel(words, self)
            theme.mark(label, role="small")
            label.setBuddy(field)
            self._fields.append((label, field))
        self._lay(2)
        self.fault = QLabel(self)
        self.fault.setWordWrap(True)
        theme.mark(self.fault, role="bad")
        self.fault.hide()
        around = QVBoxLayout(self)
        around.setContentsMargins(theme.space(1), theme.space(0.5), theme.space(1), 0)
        around.addWidget(frame)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(theme.space(1), theme.space(0.75), theme.space(1), theme.space(1))
        inner.addLayout(self._grid)
        inner.addWidget(self.fault)
        for name, field in (
            ("lump_sum_pence", self.lump),
            ("instalment_pence", self.instalment),
            ("frequency", self.frequency),
            ("method", self.method),
        ):
            field.changed.connect(lambda value, name=name: self._try(name, value))
            field.left.connect(self._leave)
        for amount in (self.lump, self.instalment):
            amount.unfit.connect(self._say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(1 if self.width() < NARROW_BELOW_LINES * theme.text_height() else 2)

    def _lay(self, columns: int) -> None:
        """The fields in two columns, or in one where there is little room."""
        if columns == self._columns:
            return
        self._columns = columns
        for at, (label, field) in enumerate(self._fields):
            row, column = 2 * (at // columns), at % columns
            self._grid.addWidget(label, row, column)
            self._grid.addWidget(field, row + 1, column)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def show_figures(self) -> None:
        """Show the figures in sight, and what is wrong with them."""
        figures = self._state.figures
        if figures is not None:
            self.lump.show_pence(figures.lump_sum_pence)
            self.instalment.show_pence(figures.instalment_pence)
            self.frequency.show_code(figures.frequency)
            self.method.show_code(figures.method)
        self._say(self._state.trial_fault)

    def _try(self, name: str, value: int | str | None) -> None:
        self._state.try_out(name, value)

    def _say(self, why: str) -> None:
        self.fault.setText(why)
        self.fault.setVisible(bool(why))

    def _leave(self) -> None:
        self._state.reset_trial()
        self.show_figures()
        self.left.emit()


class TrialBar(QFrame):
    """Says over the panel that what is seen is a trial. Signal `reset_wished()`."""

    reset_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, role="notice", tone="warn")
        self._trial = self._sheet = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        self.title, self.words = QLabel(TRIAL, self), QLabel(self)
        for label, role in ((self.title, "heading"), (self.words, "small")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            theme.mark(label, role=role)
        self.reset = TextButton("Reset", "link", self)
        actions.explain(self.reset, "reset_trial")
        self.reset.clicked.connect(self.reset_wished)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.reset, 0, 1, 2, 1)
        grid.addWidget(self.words, 1, 0)
        self.hide()

    def show_trial(self, trial: Ladder | None, on_sheet: Ladder) -> None:
        """What comes out of the trial, beside what stands on the sheet; None where it cannot be judged."""
        self._trial, self._sheet = ("" if trial is None else _outcome(trial)), _outcome(on_sheet)
        self._tell()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """In two lines; where there is little room only what is tried, since what is below it needs the height."""
        narrow = self.width() < NARROW_BELOW_LINES * theme.text_height()
        tried = f"{self._trial[:1].upper()}{self._trial[1:]}. " if self._trial else ""
        whole = f"{tried}On the sheet: {self._sheet}."
        short = f"{TRIAL}: {self._trial}." if self._trial else f"{TRIAL}."
        self.title.setVisible(not narrow)
        self.words.setText(short if narrow else whole)
        self.setAccessibleName(f"{TRIAL}. {whole}")


def _outcome(found: Ladder) -> str:
    """accurate, rung 2, an Agreement."""
    return f"{found.verdict.lower()}, {found.reached[0].lower()}{found.reached[1:]}"
