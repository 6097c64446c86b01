"""The card of speech models in the Settings: what there is, which one hears every call, and adding one from a disk."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.jobs.speech.add_model import Added
from desktop.jobs.speech.model_shelf import ShelfModel
from desktop.state.speech_models import Listing, SpeechModels
from desktop.tables import speech
from desktop.views.actions import ActionTable
from desktop.views.page import heading, quiet
from desktop.views.picking import MODELS, Picker
from desktop.views.signed_line import SignedLine
from desktop.views.work_line import WorkLine
from models.errors import Refusal

LOCKED = "Set by the administrator"


class SpeechModelsCard(QFrame):
    """Asks for the list when it is first shown.

    Signal `grew()`: something new stands below, which may have to be scrolled to.
    """

    grew = Signal()

    def __init__(
        self, models: SpeechModels, actions: ActionTable, picker: Picker, *, locked: bool, parent: QWidget | None = None
    ) -> None:
        """`locked`: the administrator chose the model."""
        super().__init__(parent)
        theme.mark(self, role="surface")
        self._models = models
        self._picker = picker
        self._locked = locked
        self._adding = False
        self.choices = QButtonGroup(self)
        self.rows: list[ModelRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addWidget(heading("Speech models"))
        column.addWidget(quiet(speech.WHAT_MODELS_ARE))
        self.how = _how_to_get_one()
        column.addWidget(self.how)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(1))
        column.addLayout(self._list)
        self.add = QPushButton("Add a model…")
        self.add.setAccessibleName("Add a speech model from a disk")
        actions.explain(self.add, "add_model", "Take a model file from a disk or a USB stick")
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.work = WorkLine("adding the model", "Stop; nothing half-copied is left", actions)
        column.addWidget(self.work)
        self.result = SignedLine()
        column.addWidget(self.result)
        self.add.clicked.connect(self._on_add)
        self.work.stop_wished.connect(models.cancel)
        self.choices.idToggled.connect(self._on_chosen)
        models.listed.connect(self.show_models)
        models.busy_changed.connect(self._on_busy)
        models.progressed.connect(lambda share, words: self.work.show_progress(share, words) if self._adding else None)
        models.added.connect(self._on_added)
        models.refused.connect(self._on_refused)
        models.stopped.connect(self._on_stopped)
        self.how.hide()

    def show_models(self, listing: Listing) -> None:
        """Every model, what is none, and how to get one where there is none for real calls."""
        chosen = self.choices.checkedButton()
        had_focus = chosen is not None and chosen.hasFocus()
        for row in self.rows:
            self.choices.removeButton(row.choice)
        while (gone := self._list.takeAt(0)) is not None:
            if (widget := gone.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        default = listing.default
        self.rows = [
            ModelRow(model, in_use=default is not None and model.sha256 == default.sha256, locked=self._locked)
            for model in listing.found.models
        ]
        self.choices.blockSignals(True)
        for at, row in enumerate(self.rows):
            self._list.addWidget(row)
            if row.can_be_chosen:
                self.choices.addButton(row.choice, at)
                row.choice.setChecked(row.in_use)
        self.choices.blockSignals(False)
        for refusal in listing.found.refused:
            self._list.addWidget(_refused(refusal))
        self.how.setVisible(all(model.demonstration for model in listing.found.models))
        chosen = self.choices.checkedButton()
        if had_focus and chosen is not None:
            chosen.setFocus()

    def _on_chosen(self, at: int, checked: bool) -> None:
        if checked:
            self._models.choose(self.rows[at].model.sha256)

    def _on_add(self) -> None:
        self._picker.file(self, "Add a speech model", None, MODELS, self._take)

    def _take(self, path: object) -> None:
        self.result.say("", "accent")
        self._adding = not self._models.busy
        self._models.add(path)  # type: ignore[arg-type]

    def _on_busy(self, busy: bool) -> None:
        self.add.setEnabled(not busy)
        self.work.show_running(busy and self._adding)
        if busy and self._adding:
            self.work.stop.setFocus()
            self.grew.emit()

    def _on_added(self, added: Added) -> None:
        self._adding = False
        text, tone = speech.added(added)
        self._tell(text, tone)

    def _on_refused(self, why: str) -> None:
        if self._adding:
            self._adding = False
            self._tell(why, "bad")

    def _on_stopped(self) -> None:
        if self._adding:
            self._adding = False
            self._tell("Stopped. No model was added.", "warn")

    def _tell(self, text: str, tone: str) -> None:
        self.result.say(text, tone)
        self.add.setFocus()
        self.grew.emit()


class ModelRow(QWidget):
    """One model: a choice where it may hear every call, its standing, its size and who laid it out."""

    def __init__(self, model: ShelfModel, *, in_use: bool, locked: bool) -> None:
        super().__init__()
        self.model = model
        self.in_use = in_use
        about = speech.about(model)
        if in_use:
            about = f"{'Chosen by the administrator' if locked else 'In use'} · {about}"
        self.choice = QRadioButton(model.name.replace("&", "&&"))
        self.choice.setAccessibleName(f"Use {model.name} for every call")
        words = LOCKED if locked else speech.CHOOSING
        if model.demonstration:
            words = speech.NOT_FOR_EVERY_CALL
        self.choice.setToolTip(words)
        self.choice.setAccessibleDescription(f"{words}. {about}")
        self.choice.setEnabled(self.can_be_chosen and not locked)
        self.about = SignedLine(small=True)
        self.about.say(about, "accent" if model.demonstration else "good" if model.known else "warn")
        self.setToolTip(f"{model.file}\nSHA-256 {model.sha256}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        column.addWidget(self.choice)
        column.addWidget(self.about)
        theme.changes().changed.connect(self._align)
        self._align()

    @property
    def can_be_chosen(self) -> bool:
        return not self.model.demonstration

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._align()

    def _align(self) -> None:
        """The facts stand below the name."""
        option = QStyleOptionButton()
        self.choice.initStyleOption(option)
        words = self.choice.style().subElementRect(QStyle.SubElement.SE_RadioButtonContents, option, self.choice)
        self.about.setContentsMargins(words.left(), 0, 0, 0)
        self.choice.setMinimumHeight(self.choice.sizeHint().height())


def _refused(refusal: Refusal) -> QWidget:
    line = SignedLine(small=True)
    line.say(f"{refusal.file} is not used: it {refusal.reason}.", "bad")
    return line


def _how_to_get_one() -> QFrame:
    """What there is to do while there is no model for real calls."""
    frame = QFrame()
    theme.mark(frame, role="notice", tone="accent")
    column = QVBoxLayout(frame)
    column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
    column.setSpacing(theme.space(0.75))
    title = heading("No speech model yet: how to get one without the internet")
    title.setWordWrap(True)
    column.addWidget(title)
    for number, step in enumerate(speech.HOW_TO_GET_ONE, 1):
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        mark = QLabel(f"{number}.")
        words = QLabel(step)
        for label in (mark, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        column.addLayout(row)
    column.addWidget(quiet(speech.OR_THE_ADMINISTRATOR, small=True))
    frame.setAccessibleName(" ".join((title.text(), *speech.HOW_TO_GET_ONE, speech.OR_THE_ADMINISTRATOR)))
    return frame
