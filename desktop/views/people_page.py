"""The People page: a team leader's caseworkers at the left, the record of one at the right, in six parts.

What stands in a record is between the caseworker and the team leader: a caseworker finds the own record alone, anybody
else is told why none is shown. The page arranges and hands on wishes; `state.people` reads and writes.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.people import People, PeopleList
from desktop.tables.people import HistoryModel, person_words
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.lines import Line, LineList
from desktop.views.people_head import PartTabs, PeopleHead
from desktop.views.people_history import PeopleHistory
from desktop.views.people_overview import PeopleOverview
from desktop.views.people_section import SAID, EntrySection
from desktop.views.picking import Picker
from desktop.views.press import hairline
from models.development import EntryForm, EntryKind
from models.errors import Refusal
from models.store.development_reading import DevelopmentRecord, Entry

OVERVIEW, HISTORY = "overview", "history"
PARTS: tuple[tuple[str, str], ...] = (
    (OVERVIEW, "Overview"),
    *((kind.value, SAID[kind][0]) for kind in EntryKind),
    (HISTORY, "History"),
)
"""Name and words of each part of a record; its command is "people_" and its name."""
DOCUMENTS = "PDF document (*.pdf);;Web page (*.html)"
RAIL_STEPS = 34


class PeoplePage(QWidget):
    """Signals: `check_wished(recording_id, sheet_id)`; `notice_wished(text, tone)`; `withdrawn_told(Entry)`: can be
    undone; `left_unsaved(EntryForm)`: can be written on; `import_wished()`."""

    check_wished = Signal(object, object)
    notice_wished = Signal(str, str)
    withdrawn_told = Signal(object)
    left_unsaved = Signal(object)
    import_wished = Signal()

    def __init__(
        self, people: People, actions: ActionTable, picker: Picker | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._people = people
        self._actions = actions
        self._picker = picker or Picker()
        self._list: PeopleList | None = None
        self._record: DevelopmentRecord | None = None
        self._begun: EntryForm | None = None
        self._last_withdrawn: str | None = None
        self._arriving = False
        self.setAccessibleName("People")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # from the top down: under a style sheet a part is dressed again with all it holds for each parent it is given
        self._side = QFrame(self)
        self._stack = QStackedWidget(self)
        self._main = QFrame(self._stack)
        self.rail = LineList("Caseworkers", self._side)
        theme.mark(self.rail, role="rail")
        self.head = PeopleHead(actions, self._main)
        self.tabs = PartTabs(PARTS, actions, self._main)
        self._parts = QStackedWidget(self._main)
        self.overview = PeopleOverview(actions, self._parts)
        self.sections = {kind: EntrySection(kind, actions, self._parts) for kind in EntryKind}
        self.history_model = HistoryModel(lambda: people.competencies, self)
        self.history = PeopleHistory(self.history_model, actions, self._parts)
        self.empty = EmptyState(self._stack)
        self._lay_out()
        self._bind()
        self._connect()

    def refresh(self) -> None:
        """Read everything again, and let the keyboard follow once it is there."""
        self._arriving = True
        self._people.refresh()

    @property
    def part(self) -> str:
        """The part of the record in sight."""
        return next(name for name, page in self._pages.items() if page is self._parts.currentWidget())

    @property
    def section(self) -> EntrySection | None:
        """The part in sight, where it is one of entries."""
        return next((each for each in self.sections.values() if each is self._parts.currentWidget()), None)

    def show_part(self, name: str, *, focus: bool = True) -> None:
        """Bring a part of the record into sight."""
        self.tabs.show_part(name)
        self._parts.setCurrentWidget(self._pages[name])
        if focus:
            self.focus_part()

    def focus_part(self) -> None:
        """The keyboard goes to the part in sight."""
        if self.section is not None:
            self.section.focus_first()
        elif self.part == OVERVIEW:
            self.overview.focus_first()
        else:
            self.history.focus_first()
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Where nothing on the page can take the keyboard the page does, so that its keys work."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.setFocus()

    def expect(self, form: EntryForm) -> None:
        """Bring a form before the person once the record it belongs to is read."""
        self._begun = form
        self._people.caseworker_id = form.caseworker_id

    def open_form(self, form: EntryForm) -> None:
        """Bring a form that is begun before the person, in the record it belongs to."""
        if self._record is None or self._record.caseworker_id != form.caseworker_id:
            self.expect(form)
            self._people.open(form.caseworker_id)
            return
        self.show_part(form.kind.value, focus=False)
        self.sections[form.kind].start(form, self._people.new_form(form.kind))

    def keep_all(self) -> bool:
        """Tell what is written and not stored to the state; whether there is anything."""
        for each in self.sections.values():
            each.keep()
        return bool(self._people.unsaved) or any(each.has_unsaved_comment for each in self.sections.values())

    # building

    def _lay_out(self) -> None:
        side = self._side
        theme.mark(side, role="side")
        side_column = QVBoxLayout(side)
        side_column.setContentsMargins(theme.space(1), theme.space(1.5), theme.space(1), 0)
        side_column.setSpacing(theme.space(1))
        caption = QLabel("Caseworkers")
        theme.mark(caption, role="small")
        caption.setContentsMargins(theme.space(0.75), 0, 0, 0)
        side_column.addWidget(caption)
        side_column.addWidget(self.rail, 1)
        main = self._main
        theme.mark(main, role="sheet")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs)
        column.addWidget(hairline(main))
        self._pages: dict[str, QWidget] = {
            OVERVIEW: self.overview,
            **{kind.value: section for kind, section in self.sections.items()},
            HISTORY: self.history,
        }
        for page in self._pages.values():
            self._parts.addWidget(page)
        column.addWidget(self._parts, 1)
        self._stack.addWidget(main)
        self._stack.addWidget(self.empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._stack, 1)
        theme.changes().changed.connect(self._fit)
        self._fit()

    def _bind(self) -> None:
        bind = self._actions.bind
        for name, _words in PARTS:
            bind(f"people_{name}", self, partial(self.show_part, name))
        for action_id, wish in (
            ("add_entry", self.add_entry),
            ("edit_entry", self.edit_entry),
            ("withdraw_entry", self.withdraw_entry),
            ("comment_entry", self.comment_entry),
            ("save_entry", self.save_entry),
            ("leave_entry", self.leave_entry),
            ("next_person", lambda: self._step_person(1)),
            ("previous_person", lambda: self._step_person(-1)),
            ("previous_year", lambda: self._people.step_period(-1)),
            ("next_year", lambda: self._people.step_period(1)),
            ("save_record", self.save_record),
            ("print_record", self.print_record),
            ("refresh_people", self._people.refresh),
            ("undo_withdrawal", self.undo_withdrawal),
        ):
            bind(action_id, self, wish)

    def _connect(self) -> None:
        # the state
        people = self._people
        people.listed.connect(self._on_listed)
        people.record_came.connect(self._on_record)
        people.saved.connect(self._on_saved)
        people.refused.connect(self._on_refused)
        people.withdrawn.connect(self._on_withdrawn)
        people.restored.connect(self._on_restored)
        # what people do
        self.rail.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.rail.taken.connect(lambda _key: self.focus_part())
        self.empty.wished.connect(lambda _key: self.import_wished.emit())
        self.head.period_stepped.connect(people.step_period)
        self.head.save_wished.connect(self.save_record)
        self.head.print_wished.connect(self.print_record)
        self.tabs.wished.connect(lambda name: self.show_part(name, focus=False))
        self.history.restore_wished.connect(people.restore)
        self.overview.suggestion_wished.connect(people.begin_from)
        self.overview.entry_wished.connect(self._on_entry_wished)
        self.overview.check_wished.connect(self.check_wished)
        for section in self.sections.values():
            section.save_wished.connect(people.save)
            section.withdraw_wished.connect(people.withdraw)
            section.comment_wished.connect(people.comment)
            section.add_wished.connect(self._begin_new)
            section.suggestion_wished.connect(people.begin_from)
            section.kept.connect(people.keep)
            section.dropped.connect(people.drop)
            section.left_unsaved.connect(self.left_unsaved)
            section.notice_wished.connect(self.notice_wished)

    # what people wish

    def add_entry(self) -> None:
        """Begin an entry of the part in sight; from the overview and the history, feedback."""
        self._begin_new(EntryKind.FEEDBACK if self.section is None else self.section.kind)

    def edit_entry(self) -> None:
        """Change the entry with the keyboard."""
        card = None if self.section is None else self.section.at_hand()
        if self.section is not None and card is not None:
            self.section.edit(card.entry_id)

    def withdraw_entry(self) -> None:
        """Take the entry with the keyboard out of the record."""
        card = None if self.section is None else self.section.in_focus()
        if card is not None and self._record is not None and self._record.may_write:
            self._people.withdraw(card.entry_id)

    def undo_withdrawal(self) -> None:
        """Put back the entry chosen in the history, else the one that was withdrawn last."""
        chosen = self.history.chosen() if self.part == HISTORY else None
        entry_id, self._last_withdrawn = chosen or self._last_withdrawn, None
        if entry_id is not None:
            self._people.restore(entry_id)

    def comment_entry(self) -> None:
        """The caseworker's own words on the entry with the keyboard."""
        card = None if self.section is None else self.section.at_hand()
        if card is not None:
            card.begin_comment()

    def save_entry(self) -> None:
        """Store what is being written."""
        if self.section is None:
            return
        if self.section.panel.is_open:
            self.section.panel.wish_save()
            return
        for card in self.section.cards:
            if card.is_commenting:
                card.begin_comment()

    def leave_entry(self) -> None:
        """Close what is being written without storing it."""
        if self.section is None:
            return
        if self.section.panel.is_open:
            self.section.put_aside()
            return
        for card in self.section.cards:
            if card.is_commenting:
                card.leave_comment()

    def save_record(self) -> None:
        """Write the record as a document for the one-to-one."""
        if self._record is not None:
            name = f"{self._record.caseworker_id}-{self._record.period.first:%Y-%m-%d}.pdf"
            self._picker.target(
                self, "Save the record for the one-to-one", Path.home() / name, DOCUMENTS, self._people.write_record
            )

    def print_record(self) -> None:
        """Print the record for the one-to-one."""
        if self._record is not None:
            self._picker.printer(self, "Print the record for the one-to-one", self._on_printer)

    def _on_printer(self, printer: QPrinter) -> None:
        from desktop.views.print_document import print_document

        self._people.print_record(lambda document: print_document(document, printer))

    def _begin_new(self, kind: EntryKind) -> None:
        form = self._people.new_form(kind)
        if form is None:
            return
        self.show_part(kind.value, focus=False)
        section = self.sections[kind]
        if section.panel.is_open:
            section.panel.focus_first()
        else:
            section.begin(form)

    def _step_person(self, by: int) -> None:
        if self.rail.count():
            self.rail.setCurrentRow(max(0, min(self.rail.count() - 1, self.rail.currentRow() + by)))

    def _on_current(self) -> None:
        key = self.rail.current_key()
        if key is not None and key != self._people.caseworker_id:
            for section in self.sections.values():
                section.keep()
            self._people.open(key)

    def _on_entry_wished(self, kind: EntryKind, entry_id: str) -> None:
        self.show_part(kind.value, focus=False)
        self.sections[kind].focus_entry(entry_id)

    # what comes

    def _on_listed(self, found: PeopleList) -> None:
        self._list = found
        today = self._people.today
        with QSignalBlocker(self.rail):
            lines = [Line(line.staff_id, *person_words(line, today)) for line in found.lines]
            self.rail.show_lines(lines)
            known = [line.key for line in lines]
            if self._people.caseworker_id in known:
                self.rail.setCurrentRow(known.index(str(self._people.caseworker_id)))
        self._side.setVisible(len(lines) > 1)
        self.head.show_period(found.period, is_last=found.period.first >= self._people.present.first)
        if lines:
            self._stack.setCurrentIndex(0)
            return
        self._record = None
        self._stack.setCurrentIndex(1)
        if found.why_not:
            self.empty.say("lock", f"{self._people.label}: nothing to show you", found.why_not)
        else:
            words = "A staff list that names you as their team leader, or your team, puts your caseworkers here."
            self.empty.say("person", "No caseworker is yours yet", words, "Import a staff list", "import")
            self.empty.button.setFocus()
        if self._arriving:
            self._take_keyboard()
            self._arriving = False

    def _on_record(self, record: DevelopmentRecord) -> None:
        self._record = record
        people = self._people
        self.head.show_person(record.line, people.label)
        self.overview.show_record(record, people.today)
        for kind, section in self.sections.items():
            section.show_record(record, people.competencies, people.writer, people.today)
            draft = people.draft(record.caseworker_id, kind)
            if draft is not None and not section.panel.is_open:
                section.reopen(draft, people.new_form(kind))
            count, words = len(record.of_kind(kind)), SAID[kind][0]
            self.tabs.say(kind.value, f"{words} {count}" if count else words)
        self.history.show_record(record)
        if self._begun is not None and self._begun.caseworker_id == record.caseworker_id:
            form, self._begun = self._begun, None
            self.open_form(form)
        elif self._arriving:
            self.rail.setFocus() if self._side.isVisible() else self.focus_part()
        self._arriving = False

    def _on_saved(self, entry: Entry) -> None:
        self.sections[entry.form.kind].on_saved(entry.entry_id)
        self.notice_wished.emit("Saved.", "good")

    def _on_withdrawn(self, entry: Entry) -> None:
        self._last_withdrawn = entry.entry_id
        self.withdrawn_told.emit(entry)

    def _on_restored(self, entry: Entry) -> None:
        self.sections[entry.form.kind].go_to(entry.entry_id)
        self.notice_wished.emit("Put back.", "good")

    def _on_refused(self, faults: Sequence[Refusal], why: str) -> None:
        section = self.section
        if section is not None:
            section.show_faults(faults)
        self.notice_wished.emit(why, "bad")

    def _fit(self) -> None:
        scale = theme.changes().scale_pct / 100
        self._side.setFixedWidth(round(theme.space(RAIL_STEPS) * min(scale, 1.3)))
