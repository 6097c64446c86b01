"""The quiet question "Who is working?", asked while the staff list does not know the account at the keyboard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QWidget

from desktop import theme
from models.store.staff import Person


class WorkerBar(QFrame):
    """Signal `chosen(staff_id)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="notice", tone="warn")
        self.setAccessibleName("Who is working?")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(2), theme.space(0.75))
        row.setSpacing(theme.space(1.5))
        question = QLabel("Who is working?")
        theme.mark(question, role="heading")
        self.people = QComboBox()
        self.people.setAccessibleName("Who is working?")
        self.people.setToolTip("Reviews are signed by the person chosen here")
        self.people.activated.connect(self._on_activated)
        question.setBuddy(self.people)
        reason = QLabel("A review needs its reviewer. The choice is kept for the next start.")
        theme.mark(reason, role="quiet")
        reason.setWordWrap(True)
        row.addWidget(question)
        row.addWidget(self.people)
        row.addWidget(reason, 1)
        self.hide()

    def ask(self, person: Person, reviewers: list[Person]) -> None:
        """Ask when nobody is known and somebody can be chosen; else stay out of sight."""
        self.people.clear()
        self.people.addItem("Choose …", "")
        for reviewer in reviewers:
            words = [reviewer.staff_id, *([reviewer.team] if reviewer.team else [])]
            self.people.addItem(" · ".join(words), reviewer.staff_id)
        self.setVisible(not person.on_staff and bool(reviewers))

    def _on_activated(self, at: int) -> None:
        staff_id = self.people.itemData(at)
        if staff_id:
            self.chosen.emit(staff_id)
