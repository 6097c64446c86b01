"""The draws of a sample: the calls that stand, from which one is opened or replaced with a reason."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.samples import Looked
from desktop.tables import wording
from desktop.tables.sample_rows import DrawLine, DrawsModel
from desktop.tables.samples import replaced_words
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.page import quiet
from desktop.views.press import TextButton, hairline
from desktop.views.work_table import WorkTable
from models.store.sample_reading import CheckState
from models.store.samples import LONGEST_REASON

LASTING = 6


class ReplaceStrip(QFrame):
    """A reason, and what comes in the place of the call, asked below the list. Signals: `wished(recording_id, reason)`;
    `left()` when it is put aside."""

    wished = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="notice", tone="accent")
        self.recording_id = ""
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName("Why this call cannot be checked")
        self.reason.setPlaceholderText("Why this call cannot be checked")
        self.reason.setMaxLength(LONGEST_REASON)
        self.yes = TextButton("Replace it", "primary", self)
        self.no = TextButton("Not now", "link", self)
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        row.addWidget(self.reason, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(2), theme.space(1))
        column.setSpacing(theme.space(0.75))
        column.addWidget(self.words)
        column.addLayout(row)
        self.yes.clicked.connect(lambda _checked=False: self._on_yes())
        self.no.clicked.connect(lambda _checked=False: self.shut())
        self.reason.returnPressed.connect(self._on_yes)
        self.reason.textChanged.connect(lambda _text: self._show_yes())
        self.hide()

    def ask(self, recording_id: str) -> None:
        """Ask for the reason; what would come in its place is said by `say_next`."""
        self.recording_id = recording_id
        self._known = False
        self.reason.clear()
        self.words.setText(f"Replace {recording_id}? Looking for the next in rank …")
        self.show()
        self._show_yes()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_next(self, coming: str | None, caseworker: str | None) -> None:
        """What takes its place."""
        self._known = True
        self.words.setText(f"Replace {self.recording_id}? {replaced_words(self.recording_id, coming, caseworker)}")
        self.setAccessibleName(self.words.text())
        self._show_yes()

    def shut(self) -> None:
        """Nothing is replaced."""
        self.recording_id = ""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    def _show_yes(self) -> None:
        self.yes.setEnabled(self._known and bool(self.reason.text().strip()))

    def _on_yes(self) -> None:
        if self.yes.isEnabled():
            self.wished.emit(self.recording_id, self.reason.text().strip())


class DrawsPart(QWidget):
    """Signals: `open_wished(DrawnCall)`; `next_wished(recording_id)`; `replace_wished(recording_id, reason)`;
    `told(words)`, why something cannot be done."""

    open_wished = Signal(object)
    next_wished = Signal(str)
    replace_wished = Signal(str, str)
    told = Signal(str)

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looked: Looked | None = None
        self.model = DrawsModel(self)
        self.table = WorkTable(self.model, self.model.mark_of, lasting=LASTING)
        self.table.setAccessibleName("Draws")
        self.strip = ReplaceStrip()
        self.open_link = TextButton("Open the call", "primary")
        self.replace_link = TextButton("Replace the call …", "link")
        actions.explain(self.open_link, "open_draw")
        actions.explain(self.replace_link, "replace_draw")
        self.lost = quiet("", small=True)
        self.blind = quiet("", small=True)
        foot = QFrame()
        theme.mark(foot, role="foot")
        tools = FlowLayout(foot, theme.space(1))
        tools.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        for part in (self.open_link, self.replace_link, self.lost, self.blind):
            tools.addWidget(part)
        for words in (self.lost, self.blind):
            words.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(hairline(self))
        column.addWidget(self.strip)
        column.addWidget(foot)
        actions.bind("open_draw", self.table, self.table.open_current)
        actions.bind("replace_draw", self, self.ask_replace)
        self.table.opened.connect(lambda line: self.open_wished.emit(line.call))
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.open_link.clicked.connect(lambda _checked=False: self.table.open_current())
        self.replace_link.clicked.connect(lambda _checked=False: self.ask_replace())
        self.strip.wished.connect(self.replace_wished)
        self.strip.left.connect(self.focus_first)

    def show_sample(self, looked: Looked) -> None:
        """Show the draws of a sample; the same draw stays selected, of another sample the first that waits is."""
        same = self._looked is not None and self._looked.sample.sample_id == looked.sample.sample_id
        current = self.table.current_item() if same else None
        self._looked = looked
        if not same and self.strip.recording_id:
            self.strip.shut()
        self.model.show(lines_of(looked))
        row = _waiting_at(self.model.lines) if current is None else self.model.row_of(current.call.position)
        self.table.go_to(row or 0)
        self._show_foot()

    def focus_first(self) -> None:
        """The keyboard goes to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_replace(self) -> None:
        """Ask why the selected call is to be replaced; one that is checked stays."""
        line = self.table.current_item()
        if not isinstance(line, DrawLine):
            return
        if line.call.state is CheckState.DONE:
            self.told.emit(f"{line.call.recording_id} is checked: its check stays in the sample.")
            return
        self.strip.ask(line.call.recording_id)
        self.next_wished.emit(line.call.recording_id)

    def say_next(self, recording_id: str, coming: str | None) -> None:
        """What would take the place of the call that is asked about."""
        line = self.table.current_item()
        if recording_id == self.strip.recording_id and isinstance(line, DrawLine):
            self.strip.say_next(coming, line.call.caseworker_id)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        line = self.model.item(current.row()) if current.isValid() else None
        if line is not None and self.strip.recording_id not in ("", line.call.recording_id):
            self.strip.shut()
        self._show_foot()

    def _show_foot(self) -> None:
        line = self.table.current_item()
        known = isinstance(line, DrawLine)
        self.open_link.setEnabled(known)
        self.replace_link.setEnabled(known and line.call.state is not CheckState.DONE)
        gone = 0 if self._looked is None else _gone(self._looked)
        whose = "its" if gone == 1 else "their"
        lost = f"{wording.several(gone, 'call')} left the sample: no other could take {whose} place." if gone else ""
        blind = self._looked is not None and self._looked.sample.blind
        hidden = "Blind: the steer's verdict, cues and earlier marks are hidden until you sign." if blind else ""
        for label, words in ((self.lost, lost), (self.blind, hidden)):
            label.setText(words)
            label.setVisible(bool(words))


def lines_of(looked: Looked) -> list[DrawLine]:
    """The draws with whose place they took and what their signed checks found."""
    taken = {
        each.replaced_by: each.recording_id
        for each in looked.sample.certificate.replacements
        if each.replaced_by is not None
    }
    classes = looked.showing.classes
    return [
        DrawLine(call, taken.get(call.recording_id), classes.get(call.recording_id))
        for call in sorted(looked.draws, key=lambda call: call.position)
    ]


def _waiting_at(lines: Sequence[DrawLine]) -> int | None:
    return next((at for at, line in enumerate(lines) if line.call.state is not CheckState.DONE), None)


def _gone(looked: Looked) -> int:
    return len(looked.sample.certificate.draws) - len(looked.draws)
