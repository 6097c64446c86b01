"""The foot of the Sheets page: what is confirmed next and by whom, and the reason when a word is taken back."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QStackedLayout, QWidget

from desktop import theme
from desktop.tables import wording
from desktop.views.actions import ActionTable
from desktop.views.press import TextButton, is_override


@dataclass(frozen=True)
class Page:
    """What one press confirms: `count` of the lines `first` to `last`, in the name of `who`; `why_not`: nobody may."""

    first: int
    last: int
    count: int
    left_out: int
    who: str
    why_not: str = ""


class SheetsFoot(QFrame):
    """Signals: `confirm_wished()`, `left_out_wished()`, `withdrawn(sheet_id, reason)`, `left()` back to the list."""

    confirm_wished = Signal()
    left_out_wished = Signal()
    withdrawn = Signal(str, str)
    left = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="foot")
        self._actions = actions
        self._sheet_id = ""
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._confirming())
        self._stack.addWidget(self._withdrawing())

    def _confirming(self) -> QWidget:
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        row.setSpacing(theme.space(1.5))
        self.words = QLabel(inside)
        self.words.setWordWrap(True)
        self.left_out = TextButton("Open the left out", "link", inside)
        self._actions.explain(self.left_out, "open_left_out")
        self.left_out.clicked.connect(lambda _checked=False: self.left_out_wished.emit())
        self.confirm = TextButton("Nothing to confirm", "primary", inside)
        self.confirm.show_icon("sign", "on_accent")
        self.confirm.clicked.connect(lambda _checked=False: self.confirm_wished.emit())
        row.addWidget(self.words, 1)
        row.addWidget(self.left_out)
        row.addWidget(self.confirm)
        return inside

    def _withdrawing(self) -> QWidget:
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        row.setSpacing(theme.space(1))
        self._asked = QLabel(inside)
        self.reason = QLineEdit(inside)
        self.reason.setAccessibleName("Why the confirmation is withdrawn")
        self.reason.setPlaceholderText("Why? It is kept with the sheet")
        self.reason.installEventFilter(self)
        self.withdraw = TextButton("Withdraw", "", inside)
        self.cancel = TextButton("Keep it", "link", inside)
        self.withdraw.clicked.connect(lambda _checked=False: self._on_withdraw())
        self.cancel.clicked.connect(lambda _checked=False: self.close_reason())
        self.reason.textChanged.connect(lambda text: self.withdraw.setEnabled(bool(text.strip())))
        row.addWidget(self._asked)
        row.addWidget(self.reason, 1)
        row.addWidget(self.withdraw)
        row.addWidget(self.cancel)
        return inside

    def show_page(self, page: Page) -> None:
        """Say what one press confirms."""
        first, last = wording.number(page.first), wording.number(page.last)
        out = f", {wording.number(page.left_out)} left out" if page.left_out else ""
        words = f"Sheets {first} to {last}: {wording.number(page.count)} to confirm{out}."
        self.words.setText(page.why_not or (words if page.first else ""))
        self.left_out.setVisible(page.left_out > 0)
        words = f"Confirm {wording.several(page.count, 'sheet')}" if page.count else "Nothing to confirm"
        self.confirm.setText(words)
        self.confirm.setAccessibleName(f"{words} as {page.who}" if page.count else words)
        self._actions.explain(self.confirm, "confirm_sheets", f"Confirm the page of sheets as {page.who}")
        self.confirm.setEnabled(page.count > 0 and not page.why_not)

    def ask_reason(self, sheet_id: str) -> None:
        """Ask why the confirmation of this sheet is withdrawn."""
        self._sheet_id = sheet_id
        self._asked.setText(f"Withdraw the confirmation of {sheet_id}:")
        self.reason.clear()
        self.withdraw.setEnabled(False)
        self._stack.setCurrentIndex(1)
        self.reason.setFocus()

    def close_reason(self) -> None:
        """Back to what is confirmed next; the keyboard goes to the list."""
        self._stack.setCurrentIndex(0)
        self.left.emit()

    @property
    def asking(self) -> bool:
        """Whether the reason of a withdrawal is asked for."""
        return self._stack.currentIndex() == 1

    def _on_withdraw(self) -> None:
        if self.reason.text().strip():
            self.withdrawn.emit(self._sheet_id, self.reason.text())
            self.close_reason()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.reason:
            if is_override(event, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.close_reason()
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._on_withdraw()
                    return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
