"""The right card of the import page: what came of this import, or the list of earlier ones."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.import_history import ImportStory
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.import_earlier import EarlierImports
from desktop.views.import_outcome import ImportOutcome
from desktop.views.picking import Picker

OUTCOME, EARLIER = 0, 1


class ImportResults(QFrame):
    """Signal `worklist_wished()`."""

    worklist_wished = Signal()

    def __init__(self, actions: ActionTable, picker: Picker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="surface")
        self.tabs = (QPushButton("Outcome", self), QPushButton("Earlier imports", self))
        self._stack = QStackedWidget(self)
        self._told = QStackedWidget(self._stack)
        self.outcome = ImportOutcome(picker, actions, self._told)
        self.earlier = EarlierImports(self._stack)
        self.waiting = EmptyState(self._told, scrolls=False)
        self.waiting.say("import", "What comes of it stands here", "How many are new, and every row that was refused.")
        self._told.addWidget(self.waiting)
        self._told.addWidget(self.outcome)
        self._stack.addWidget(self._told)
        self._stack.addWidget(self.earlier)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._tabs(actions))
        column.addWidget(self._stack, 1)
        column.addWidget(self._last(actions))

    def tell(self, story: ImportStory) -> None:
        """Show what came of an import, with the tools for it."""
        self.outcome.tell(story)
        self._told.setCurrentWidget(self.outcome)
        self.show_part(OUTCOME)

    def offer_worklist(self, offer: bool) -> None:
        """Whether the worklist is the next thing to go to."""
        self.done.setVisible(offer)

    def show_part(self, at: int) -> None:
        """Bring the outcome or the earlier imports into sight."""
        self.tabs[at].setChecked(True)
        self._stack.setCurrentIndex(at)
        self._foot.setVisible(at == OUTCOME and self.outcome.story is not None)

    def show_earlier(self) -> None:
        """Bring the earlier imports into sight, with the keyboard on them."""
        self.show_part(EARLIER)
        self.earlier.lines.setFocus()

    def _tabs(self, actions: ActionTable) -> QHBoxLayout:
        self.tabs[EARLIER].setAccessibleName("Earlier imports")
        actions.explain(self.tabs[EARLIER], "earlier_imports")
        self.tabs[OUTCOME].setAccessibleName("What came of the import")
        self.tabs[OUTCOME].setToolTip("What came of the import")
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.space(0.5))
        for at, button in enumerate(self.tabs):
            button.setCheckable(True)
            theme.mark(button, role="tab")
            group.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self.tabs[OUTCOME].setChecked(True)
        group.idClicked.connect(self.show_part)
        return row

    def _last(self, actions: ActionTable) -> QWidget:
        self._foot = QWidget()
        self.done = QPushButton("Go to the worklist")
        actions.explain(self.done, "open_worklist")
        self.done.setAccessibleName("Go to the worklist")
        last = QHBoxLayout()
        last.setSpacing(theme.space(1))
        last.addWidget(self.outcome.tools, 1)
        theme.mark(self.done, role="primary")
        self.done.hide()
        last.addWidget(self.done, 0, Qt.AlignmentFlag.AlignBottom)
        self._foot.setLayout(last)
        last.setContentsMargins(0, 0, 0, 0)
        self._foot.hide()
        self.done.clicked.connect(self.worklist_wished)
        return self._foot
