"""One part of a caseworker's record: its entries as cards, and the fields of the one that is written."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.actions import ActionTable
from desktop.views.page import Page, card, heading, quiet
from desktop.views.people_card import EntryCard
from desktop.views.people_form import EntryFormPanel
from desktop.views.people_suggestions import SuggestionCard
from desktop.views.press import TextButton
from models.competencies import Competencies
from models.development import EntryForm, EntryKind, Progress
from models.errors import Refusal
from models.reports.development_words import entry_words
from models.store.development_reading import DevelopmentRecord

WIDEST_PX = 920
SAID: Mapping[EntryKind, tuple[str, str, str, tuple[str, str]]] = {
    EntryKind.OBJECTIVE: (
        "Objectives",
        "Clear work objectives of this period, and how both will see that they are reached.",
        "Add an objective",
        ("No objective yet", "Agree what is to be reached by when, and how it will be seen."),
    ),
    EntryKind.COMPETENCY: (
        "Competencies",
        "What was seen of the competencies appropriate to the grade, and in which checks.",
        "Add a note",
        ("No note yet", "Choose a competency, say what was seen, and tick the checks it rests on."),
    ),
    EntryKind.NEED: (
        "Development plan",
        "Learning and development needs agreed between the two, with what is done about each.",
        "Add a need",
        ("No need yet", "What is answered no again and again is offered here as a start."),
    ),
    EntryKind.FEEDBACK: (
        "Feedback",
        "Continuous feedback through the period, tied to the checks it is about.",
        "Add feedback",
        ("No feedback yet", "Add some here, or begin it from a signed check on the review page."),
    ),
}
"""Title, purpose, what the button says; while there is no entry, what is missing and what to do about it."""
NOT_SAVED = "Begun before and not saved yet."
OFFERS = frozenset({EntryKind.NEED, EntryKind.FEEDBACK})


class EntrySection(Page):
    """Signals: `save_wished(EntryForm)`, `withdraw_wished(entry_id)`, `comment_wished(entry_id, text)`,
    `add_wished(EntryKind)`, `suggestion_wished(Suggestion, EntryKind)`, `kept(EntryForm)` what was written and is not
    stored, `dropped(EntryForm)` what was put aside, `left_unsaved(EntryForm)` where anything was written;
    `notice_wished(text, tone)`."""

    save_wished = Signal(object)
    withdraw_wished = Signal(str)
    comment_wished = Signal(str, str)
    add_wished = Signal(object)
    suggestion_wished = Signal(object, object)
    kept = Signal(object)
    left_unsaved = Signal(object)
    dropped = Signal(object)
    notice_wished = Signal(str, str)

    def __init__(self, kind: EntryKind, actions: ActionTable, parent: QWidget | None = None) -> None:
        title, purpose, button, nothing = SAID[kind]
        super().__init__(title, purpose, parent, widest=WIDEST_PX)
        self.title.hide()
        self.kind = kind
        self._actions = actions
        self._nothing = nothing[1]
        self._record: DevelopmentRecord | None = None
        self._known = Competencies(())
        self._writer = ""
        self._go_to: str | None = None
        self.cards: list[EntryCard] = []
        self.add = TextButton(button, "primary", self._frame)
        actions.explain(self.add, "add_entry", button)
        self.add.clicked.connect(lambda _checked=False: self.add_wished.emit(kind))
        self.panel = EntryFormPanel(kind, actions, self._frame)
        self.panel.save_wished.connect(self.save_wished)
        self.panel.left.connect(self.put_aside)
        self.offers = SuggestionCard((kind,), self._frame)
        self.offers.wished.connect(self.suggestion_wished)
        self.empty, column = card(self._frame)
        self._empty_words = quiet(nothing[1])
        column.addWidget(heading(nothing[0]))
        column.addWidget(self._empty_words)
        holder = QWidget(self._frame)
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.space(1))
        row = QVBoxLayout()
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        row.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.space(1.5))
        self.body.addLayout(row)
        for part in (self.panel, self.offers, holder, self.empty):
            self.body.addWidget(part)
        self.body.addStretch(1)

    # what is shown

    def show_record(self, record: DevelopmentRecord, known: Competencies, writer: str, today: date) -> None:
        """Show the entries of a record; what is being written stays, or comes back with its caseworker."""
        other = self._record is None or self._record.caseworker_id != record.caseworker_id
        if other:
            self.keep()
            self.panel.shut()
        card = self.in_focus()
        held = None if card is None else record.newest(card.entry_id)
        focus = self._go_to or (None if held is None else held.entry_id)
        self._record, self._known, self._writer, self._today = record, known, writer, today
        self._make_cards()
        self._go_on(record)
        self.add.setVisible(record.may_write and not self.panel.is_open)
        self.offers.show_suggestions(record.suggestions if self.kind in OFFERS and record.may_write else ())
        self.empty.setVisible(not self.cards)
        self._empty_words.setText(
            self._nothing if record.may_write else "Your team leader writes here; you can comment on every entry."
        )
        if focus is not None:
            self._go_to = None
            self.focus_entry(focus)

    def _go_on(self, record: DevelopmentRecord) -> None:
        """What is being changed may have been changed by the other of the two."""
        entry_id = self.panel.entry_id
        newest = None if entry_id is None else record.newest(entry_id)
        if newest is not None and newest.entry_id != entry_id:
            self.panel.go_on_from(newest.form, newest.made_by)

    def start(self, form: EntryForm, fresh: EntryForm | None) -> None:
        """Open the fields for what is begun elsewhere; it joins what is being written already."""
        if self.panel.is_changed:
            written = self.panel.form()
            if written.entry_id is not None:
                self._finish_first()
                return
            form = written.joined(form)
        self.begin(form, stored=fresh)

    def _finish_first(self) -> None:
        self.notice_wished.emit("Save or close what you are writing first.", "warn")
        self.panel.focus_first()

    def begin(self, form: EntryForm, *, stored: EntryForm | None = None) -> bool:
        """Open the fields for this form, unless something else is being written; whether they are open for it."""
        if self._record is None or not self._record.may_write:
            return False
        if self.panel.is_changed and stored is None:
            self._finish_first()
            return False
        note = Progress(self._today, self._writer, "")
        self.panel.open(form, self._record, self._known, note, stored=stored)
        self.add.hide()
        self.panel.focus_first()
        QTimer.singleShot(0, self, lambda: self.keep_in_view(self.panel))
        return True

    def reopen(self, form: EntryForm, fresh: EntryForm | None) -> None:
        """Bring back what was begun before and not saved, without taking the keyboard."""
        if self._record is None or not self._record.may_write:
            return
        before = next((each.form for each in self._record.of_kind(self.kind) if each.entry_id == form.entry_id), fresh)
        note = Progress(self._today, self._writer, "")
        self.panel.open(form, self._record, self._known, note, stored=before, told=NOT_SAVED)
        self.add.hide()

    def edit(self, entry_id: str) -> None:
        """Open the fields for an entry that is there."""
        found = (
            None
            if self._record is None
            else next((each for each in self._record.of_kind(self.kind) if each.entry_id == entry_id), None)
        )
        if found is not None:
            self.begin(found.form)

    def put_aside(self) -> None:
        """Close the fields; what stands in them is not wanted any more."""
        if not self.panel.is_open:
            return
        form, is_changed = self.panel.form(), self.panel.is_changed
        self.panel.shut()
        self.dropped.emit(form)
        if is_changed:
            self.left_unsaved.emit(form)
        self.add.setVisible(self._record is not None and self._record.may_write)
        if form.entry_id is not None:
            self.focus_entry(form.entry_id)
        else:
            self.focus_first()

    def on_saved(self, entry_id: str) -> None:
        """What was written is stored: the fields close, and the keyboard goes to its card once it is there."""
        self.panel.shut()
        self.go_to(entry_id)

    def go_to(self, entry_id: str) -> None:
        """The keyboard goes to the card of this entry once it is there, if this part is in sight."""
        self._go_to = entry_id if self.isVisible() else None

    def show_faults(self, faults: Sequence[Refusal]) -> None:
        self.panel.show_faults(faults)

    def keep(self) -> None:
        """Tell what is written and not stored, before something else takes its place."""
        if self.panel.is_changed:
            self.kept.emit(self.panel.form())

    @property
    def has_unsaved_comment(self) -> bool:
        return any(each.has_unsaved_comment for each in self.cards)

    # the keyboard

    def focus_first(self) -> None:
        """The keyboard goes where one can go on."""
        if self.panel.is_open:
            self.panel.focus_first()
        elif not self.add.isHidden():
            self.add.setFocus()
        elif self.cards:
            self.cards[0].focus_first()

    def focus_entry(self, entry_id: str) -> None:
        for each in self.cards:
            if each.entry_id == entry_id:
                each.focus_first()
                QTimer.singleShot(0, each, lambda shown=each: self.keep_in_view(shown))
                return
        self.focus_first()

    def at_hand(self) -> EntryCard | None:
        """The card with the keyboard, else the first."""
        return self.in_focus() or (self.cards[0] if self.cards else None)

    def in_focus(self) -> EntryCard | None:
        """The card with the keyboard."""
        focus = QApplication.focusWidget()
        return next((each for each in self.cards if focus is not None and each.isAncestorOf(focus)), None)

    def _make_cards(self) -> None:
        for old in self.cards:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = []
        record = self._record
        assert record is not None
        for entry in record.of_kind(self.kind):
            made = EntryCard(
                entry.entry_id,
                entry_words(entry, record, self._known, self._today),
                self._actions,
                may_write=record.may_write,
                may_comment=record.may_comment,
            )
            made.edit_wished.connect(self.edit)
            made.withdraw_wished.connect(self.withdraw_wished)
            made.comment_wished.connect(self.comment_wished)
            self._list.addWidget(made)
            made.show()  # at once, so that it can take the keyboard
            self.cards.append(made)
