"""The editor of a scorecard version: its outline at the left, the form of what is chosen at the right.

Shows what `state.scorecard_draft` holds and makes each wish of a field one step of `state.scorecard_editing`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state import scorecard_editing as editing
from desktop.state.scorecard_draft import CardEditing
from desktop.state.scorecard_editing import CARD, Edit, Spot, Values
from desktop.tables.scorecards import UNTITLED, UNWRITTEN, key_words
from desktop.views.actions import ActionTable
from desktop.views.scorecards_fields import FieldForm, scrolling
from desktop.views.scorecards_outline import OutlineColumn
from desktop.views.scorecards_prompt import SECTION, CardForm, PromptForm, SectionForm
from models.answer_types import AnswerType

Step = Callable[[Values, Spot], tuple[Values, Spot]]


class CardEditor(QWidget):
    """Signal `undone(words)`: what was taken back or made again, in words."""

    undone = Signal(str)

    def __init__(self, state: CardEditing, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.spot = CARD
        self.outline = OutlineColumn(actions)
        self.card_form, self.section_form, self.prompt_form = CardForm(), SectionForm(), PromptForm(actions)
        self._forms = QStackedWidget()
        self._scrolls: dict[QWidget, QScrollArea] = {}
        for form in (self.card_form, self.section_form, self.prompt_form):
            self._forms.addWidget(self._scrolling(form))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.outline)
        split.addWidget(self._forms)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 7)
        self.splitter = split
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self._connect(actions)

    def focus_outline(self) -> None:
        """The keyboard goes to the list of sections and prompts."""
        self.outline.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_form(self) -> None:
        """The keyboard goes to the first field of what is chosen."""
        form = self._form
        first = form.fields["text"] if form is self.prompt_form else next(iter(form.fields.values()))
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, spot: Spot, key: str = "") -> None:
        """Bring a place into sight, and the keyboard to a field of it."""
        self.spot = editing.nearest(self._state.values, spot)
        self.refresh()
        if key:
            form = self._form
            if not form.focus_key(key):
                self.focus_form()
            focus = form.focusWidget()
            if focus is not None:
                self._scrolls[form].ensureWidgetVisible(focus, theme.space(2), theme.space(16))

    # the steps; each is one to undo

    def add_prompt(self) -> None:
        """A blank prompt after the chosen one; the keyboard goes to its question."""
        if self._step(editing.add_prompt, "new prompt"):
            self.focus_form()

    def add_section(self) -> None:
        """A section after the chosen one; the keyboard goes to its heading."""
        if self._step(editing.add_section, "new section"):
            self.focus_form()

    def remove_part(self) -> None:
        """Take the chosen section or prompt out."""
        self._step(editing.remove, f"removal of {self._name()}")

    def move_part(self, by: int) -> None:
        """The chosen section or prompt one place up or down."""
        self._step(lambda values, spot: editing.move(values, spot, by), f"move of {self._name()}")

    def undo(self) -> None:
        self._tell_undone("Undone", self._state.undo())

    def redo(self) -> None:
        self._tell_undone("Done again", self._state.redo())

    def add_option(self) -> None:
        """One more answer of a choice."""
        there = self._table()
        if not self._state.read_only and there.get("type") == AnswerType.CHOICE:
            self.prompt_form.answer.options.add()

    def add_condition(self) -> None:
        """One more condition of the N/A rule."""
        if not self._state.read_only and self._form is self.prompt_form:
            self.prompt_form.rule.add_condition()

    # showing

    def refresh(self) -> None:
        """Show the draft as it stands."""
        state = self._state
        values, faults, read_only = state.values, state.faults, state.read_only
        self.spot = editing.nearest(values, self.spot)
        self.outline.show_draft(values, faults, self.spot, read_only=read_only)
        there, wrong = self._table(), editing.faults_at(faults, self.spot)
        names = self._names()
        if self.spot == CARD:
            self.card_form.offer_prompts(names)
            self.card_form.show_table(there, wrong, read_only=read_only)
        elif self.spot.prompt is None:
            self.section_form.show_table(there, wrong, read_only=read_only)
        else:
            number = next((name for name, each in names if each is there), "").partition(" ")[0]
            others = [(name, each) for name, each in names if each is not there]
            sections = [str(each.get("title", "")) or UNTITLED for each in values.get("section", ())]
            self.prompt_form.show_prompt(
                (there, self.spot, number), sections, others, state.last_card, wrong, read_only=read_only
            )
        self._forms.setCurrentWidget(self._scrolls[self._form])

    @property
    def _form(self) -> FieldForm:
        if self.spot == CARD:
            return self.card_form
        return self.section_form if self.spot.prompt is None else self.prompt_form

    def _table(self) -> Mapping[str, Any]:
        return editing.table(self._state.values, self.spot)

    def _names(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Every prompt with its number and question, as they are offered to choose from."""
        tables = editing.prompts(self._state.values)
        return [(f"{at}  {each.get('text') or UNWRITTEN}", each) for at, each in enumerate(tables, 1)]

    def _name(self) -> str:
        """What is chosen, in a word or two."""
        there = self._table()
        return f"the section {there.get('title', '')}" if self.spot.prompt is None else str(there.get("id", ""))

    # building

    def _scrolling(self, form: FieldForm) -> QScrollArea:
        inside = QFrame()
        theme.mark(inside, role="sheet")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(2))
        column.addWidget(form)
        column.addStretch(1)
        self._scrolls[form] = scrolling(inside)
        return self._scrolls[form]

    def _connect(self, actions: ActionTable) -> None:
        self._state.opened.connect(self._on_opened)
        self._state.changed.connect(self._on_changed)
        for form in (self.card_form, self.section_form, self.prompt_form):
            form.wished.connect(self._on_wished)
            form.rested.connect(self._state.rest)
        outline = self.outline
        outline.view.chosen.connect(self._on_chosen)
        outline.view.entered.connect(self.focus_form)
        outline.fault_taken.connect(self.go_to)
        steps: dict[str, Callable[[], None]] = {
            "add_prompt": self.add_prompt,
            "add_section": self.add_section,
            "part_up": lambda: self.move_part(-1),
            "part_down": lambda: self.move_part(1),
            "remove_part": self.remove_part,
        }
        outline.wished.connect(lambda action_id: steps[action_id]())
        for action_id, step in steps.items():
            actions.bind(action_id, outline.view if action_id == "remove_part" else self, step)
        for action_id, step in (
            ("next_part", lambda: outline.view.step(1)),
            ("previous_part", lambda: outline.view.step(-1)),
            ("next_fault", outline.next_fault),
            ("undo_card", self.undo),
            ("redo_card", self.redo),
            ("add_option", self.add_option),
            ("add_condition", self.add_condition),
        ):
            actions.bind(action_id, self, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads from the fields back to the outline."""
        if event.key() == Qt.Key.Key_Escape and not self.outline.view.hasFocus():
            self.focus_outline()
        else:
            super().keyPressEvent(event)

    # what comes

    def _on_opened(self) -> None:
        self.spot = CARD
        self.refresh()

    def _on_changed(self, spot: Spot) -> None:
        self.spot = spot
        self.refresh()

    def _on_chosen(self, spot: Spot) -> None:
        self._state.rest()
        self.spot = spot
        self.refresh()

    def _on_wished(self, changes: dict[str, Any], typing: bool) -> None:
        """One change of what is chosen; what is typed letter by letter is made of what stood before the first."""
        key = next(iter(changes))
        if key == "type" and changes[key] == self._table().get("type", AnswerType.YES_NO):
            return
        place = f"{self.spot}.{key}" if typing else ""
        values, spot = self._state.ground(place), self.spot
        for name, value in changes.items():
            if name == SECTION:
                values, spot = editing.move_to_section(values, spot, int(value))
            elif name == "id" and spot.prompt is not None:
                values = editing.rename(values, spot, str(value))
            elif name == "type":
                values = editing.set_type(values, spot, AnswerType(value))
            else:
                values = editing.put(values, spot, name, value)
        self._state.edit(values, spot, f"{key_words(key.removeprefix('@'))} of {self._name()}", place)

    def _step(self, act: Step, words: str) -> bool:
        """Make a step of its own; whether it was made."""
        if self._state.read_only:
            return False
        values, spot = act(self._state.values, self.spot)
        if values == self._state.values:
            return False
        self._state.rest()
        self._state.edit(values, spot, words)
        return True

    def _tell_undone(self, what: str, edit: Edit | None) -> None:
        if edit is not None:
            self.undone.emit(f"{what}: {edit.words}.")
