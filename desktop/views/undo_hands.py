"""Undo and redo on the review page: one way back for everything, from wherever the keyboard is.

Between the steps of the draft (which know what was done last) and the page: the commands are named after the step, what
was undone is said and brought into sight. A field that is written in undoes its own letters first; with none left to
undo in it, and once it was left, the keys are the page's.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop.state.draft_answers import OVERALL, SPEAKERS
from desktop.state.draft_standing import REASON
from desktop.state.steps import Place, Step
from desktop.views.actions import ActionTable
from desktop.views.review_columns import SCORECARD, TRANSCRIPT
from models.judged import WHO

if TYPE_CHECKING:
    from desktop.views.review_page import ReviewPage

SAID_MS = 8000
"""How long it is said what was undone, unless something else is done before."""
ABOUT = "undo"
STAYING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""A field that loses the keyboard for these reasons was not left."""


class UndoHands(QObject):
    """The two commands of one page."""

    def __init__(self, page: "ReviewPage", actions: ActionTable) -> None:
        super().__init__(page)
        self._page = page
        self._actions = actions
        self._steps = page.draft.steps
        self._moving = False
        self._undo = actions.bind("undo", page, self.undo)
        self._redo = actions.bind("redo", page, self.redo)
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_MS)
        self._said.timeout.connect(lambda: page.notice.unsay(ABOUT))
        self._steps.changed.connect(self._on_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def undo(self) -> None:
        """Take back what was done last, say it and bring it into sight."""
        self._page.transcript.view.editor.save()  # a line that is open for correction is not changed below the pen
        self._moving = True
        step = self._steps.undo()
        self._moving = False
        self._tell(step, "Undone", "There is nothing to undo.", "redo")

    def redo(self) -> None:
        """Do again what was undone last, say it and bring it into sight."""
        self._page.transcript.view.editor.save()
        self._moving = True
        step = self._steps.redo()
        self._moving = False
        self._tell(step, "Done again", "There is nothing to do again.", "undo")

    def _tell(self, step: Step | None, what: str, nothing: str, back: str) -> None:
        notice = self._page.notice
        if step is not None:
            self._show(step.place)
        if notice.lasting:
            return
        if step is None:
            notice.say(ABOUT, nothing)
        else:
            way = (self._actions.action(back).text, self.undo if back == "undo" else self.redo)
            notice.say(ABOUT, f"{what}: {step.text}.{self._question(step.place)}", ways=(way,))
        self._said.start()

    def _question(self, place: Place) -> str:
        """What the prompt asks, for those who do not know it by its id."""
        card = self._page.draft.card
        asked = [] if card is None else [prompt.text for prompt in card.prompts if prompt.id == place]
        return f" {asked[0]}" if asked else ""

    def _show(self, place: Place) -> None:
        page = self._page
        if isinstance(place, int):
            page.room.open_column(TRANSCRIPT)
            QTimer.singleShot(0, self, lambda: page.transcript.view.reveal_line(place))  # once the column has its width
        elif place == WHO:
            page.strip.focus_choice()
        elif place == REASON:
            page.life_hands.focus_reason()
        elif place != SPEAKERS:
            page.panels.close_panel()
            page.room.open_column(SCORECARD)
            if place == OVERALL:
                page.form.show_overall()
            else:
                page.form.show_prompt(place)

    def _on_changed(self) -> None:
        """Menu and palette name what would be undone; what was said of an undo is over once something else is done."""
        for action, action_id, step in (
            (self._undo, "undo", self._steps.next_undo),
            (self._redo, "redo", self._steps.next_redo),
        ):
            words = self._actions.action(action_id).text
            action.setText(words if step is None else f"{words} {step.text}")
        if not self._moving:
            self._page.notice.unsay(ABOUT)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit | QPlainTextEdit) and self._page.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fields on the page: with nothing of their own left to undo, the keys go on to the page."""
        if isinstance(watched, QPlainTextEdit) and isinstance(event, QFocusEvent) and event.lostFocus():
            if event.reason() not in STAYING:
                watched.document().clearUndoRedoStacks()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            pressed = QKeySequence(event.keyCombination())
            undo, redo = (pressed == QKeySequence(self._actions.action(each).key) for each in ("undo", "redo"))
            if (undo and not _own(watched, redo=False)) or (redo and not _own(watched, redo=True)):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def _own(field: QObject, *, redo: bool) -> bool:
    """Whether the field has letters of its own to undo (or redo)."""
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable() if redo else field.isUndoAvailable()
    return False
