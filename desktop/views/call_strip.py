"""What is to be said of a call that stands for several: its sheets to switch between, its caseworkers to choose from.

A line below the head of the review page, there only for a call about several cases or one that was transferred.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.draft import ReviewDraft
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.press import TextButton
from models.judged import choices, is_transferred
from models.store.calls import CallFile


class CallStrip(QFrame):
    """Signals: `sheet_wished(sheet_id)`; `caseworker_wished(caseworker_id)`; `came_or_went()` when it takes or gives
    back its room."""

    sheet_wished = Signal(str)
    caseworker_wished = Signal(str)
    came_or_went = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="bar")
        self._actions = actions
        self._file: CallFile | None = None
        self.sheets: dict[str, TextButton] = {}
        self.caseworkers: dict[str, TextButton] = {}
        self._sheet_row, self._sheet_words = self._row("Sheets of this call")
        self._who_row, words = self._row("Whose work is judged")
        words.setText("Transferred call, whose work is judged:")
        self._who_hint = QLabel(self._who_row)
        theme.mark(self._who_hint, role="warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        column.setSpacing(0)
        column.addWidget(self._sheet_row)
        column.addWidget(self._who_row)
        self.hide()

    def _row(self, name: str) -> tuple[QWidget, QLabel]:
        row = QWidget(self)
        row.setAccessibleName(name)
        flow = FlowLayout(row, theme.space(1))
        words = QLabel(row)
        words.setContentsMargins(0, 5, 0, 5)
        flow.addWidget(words)
        return row, words

    def show_file(self, file: CallFile | None) -> None:
        """The sheets of the call; nothing where it has one, or none."""
        another, self._file = file is not self._file, file
        sheets = () if file is None or len(file.sheets) < 2 else file.sheets
        self._sheet_words.setText(f"This call has {len(sheets)} sheets, each with a check of its own:")
        self._fill(self._sheet_row, self.sheets, sheets, "next_sheet", self.sheet_wished)
        for place, (sheet_id, button) in enumerate(self.sheets.items()):
            here = file is not None and sheet_id == file.sheet_id
            button.setText(f"{sheet_id} (leading)" if place == 0 else sheet_id)
            button.setAccessibleName(f"{button.text()}{', shown' if here else ''}")
            button.setChecked(here)
        if another:
            self._show_choices(file)
        self._show()

    def _show_choices(self, file: CallFile | None) -> None:
        """Whose work could be judged, none chosen yet: it takes its room with the records, not with the review."""
        transferred = file is not None and is_transferred(file.recording)
        keys = choices(file.recording, file.sheet) if file is not None and transferred else ()
        self._who_hint.clear()
        self._fill(self._who_row, self.caseworkers, keys, "next_caseworker", self.caseworker_wished)
        for button in self.caseworkers.values():
            button.setChecked(False)

    def show_draft(self, draft: ReviewDraft) -> None:
        """Whose work is judged, and who else could be; nothing for a call that was not transferred."""
        chosen = None if draft.form is None else draft.form.caseworker_id
        keys = draft.caseworker_choices
        self._who_hint.setText("Choose before signing." if chosen is None and not draft.read_only else "")
        self._fill(self._who_row, self.caseworkers, keys, "next_caseworker", self.caseworker_wished)
        for caseworker_id, button in self.caseworkers.items():
            here = caseworker_id == chosen
            button.setText(caseworker_id)
            button.setAccessibleName(f"{caseworker_id}{', judged' if here else ''}")
            button.setChecked(here)
            button.setEnabled(here or not draft.read_only)
        self._show()

    def next_sheet(self) -> None:
        """Wish the sheet after the one that is shown."""
        following = _after(tuple(self.sheets), None if self._file is None else self._file.sheet_id)
        if following is not None:
            self.sheet_wished.emit(following)

    def next_caseworker(self) -> None:
        """Wish the next of those whose work could be judged."""
        chosen = next((key for key, button in self.caseworkers.items() if button.isChecked()), None)
        following = _after(tuple(self.caseworkers), chosen)
        if following is not None and self.caseworkers[following].isEnabled():
            self.caseworker_wished.emit(following)

    def focus_choice(self) -> None:
        """The keyboard goes to those whose work could be judged."""
        for button in self.caseworkers.values():
            button.setFocus()
            return

    def _fill(
        self, row: QWidget, buttons: dict[str, TextButton], keys: tuple[str, ...], action_id: str, wish: object
    ) -> None:
        """One button a key; those that are there already stay, with the keyboard where it is."""
        if tuple(buttons) != keys:
            for old in buttons.values():
                old.hide()
                old.deleteLater()
            buttons.clear()
            layout = row.layout()
            assert layout is not None
            for key in keys:
                made = TextButton(key, "plain", row)
                made.setCheckable(True)
                self._actions.explain(made, action_id)
                made.clicked.connect(lambda *_checked, key=key, wish=wish: wish.emit(key))
                layout.addWidget(made)
                buttons[key] = made
            if row is self._who_row:  # what comes and goes stands last, so that no button moves for it
                layout.removeWidget(self._who_hint)
                layout.addWidget(self._who_hint)
        row.setVisible(bool(keys))

    def _show(self) -> None:
        wanted = bool(self.sheets) or bool(self.caseworkers)
        if wanted == self.isHidden():
            self.setVisible(wanted)
            self.came_or_went.emit()


def _after(keys: tuple[str, ...], key: str | None) -> str | None:
    """The key after this one, round the end; the first where it is none of them."""
    if not keys:
        return None
    return keys[(keys.index(key) + 1) % len(keys)] if key in keys else keys[0]
