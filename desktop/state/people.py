"""A team leader's caseworkers and their records of performance and development, between the People page and the store.

What is read and written is the store's to allow. Entries that are begun and not saved are kept here while the window is
open, one a caseworker and kind, so that looking elsewhere loses nothing; an entry is stored only when it is saved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import JobHandle, Runner
from desktop.state.session import Session
from models.competencies import Competencies, competencies_in
from models.development import (
    DATED,
    EntryForm,
    EntryKind,
    ReportingPeriod,
    Standing,
    Suggestion,
    period_of,
)
from models.errors import ChangedElsewhere, NotAllowed, Refusal, SteercheckError
from models.store import Store
from models.store.development import DevelopmentRecord, Entry, PersonLine

if TYPE_CHECKING:
    from models.reports.document import Document

LANE = "people"
PAPER_LANE = "people-paper"


@dataclass(frozen=True)
class PeopleList:
    """Those whose records may be read, or in words why there is none."""

    period: ReportingPeriod
    lines: tuple[PersonLine, ...]
    why_not: str = ""


class People(QObject):
    """Signals: `listed(PeopleList)`; `record_came(DevelopmentRecord)`; `begun(EntryForm)`: to be filled in;
    `saved(Entry)`; `refused(tuple[Refusal, ...], why)`: what is written cannot be saved, with the fields at fault;
    `withdrawn(Entry)`; `restored(Entry)`; `written(Path)` and `printed(where)` on paper; `failed(why)`;
    `competencies_refused(tuple[Refusal, ...])`, told once.
    """

    listed = Signal(object)
    record_came = Signal(object)
    begun = Signal(object)
    saved = Signal(object)
    refused = Signal(object, str)
    withdrawn = Signal(object)
    restored = Signal(object)
    written = Signal(object)
    printed = Signal(str)
    failed = Signal(str)
    competencies_refused = Signal(object)

    def __init__(
        self,
        store: Store,
        runner: Runner,
        session: Session,
        folders: Sequence[Path] = (),
        parent: QObject | None = None,
    ) -> None:
        """`folders` hold the department's own competencies."""
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._session = session
        self._folders = tuple(folders)
        self._listing: JobHandle | None = None
        self._reading: JobHandle | None = None
        self._told: tuple[Refusal, ...] = ()
        self._drafts: dict[tuple[str, EntryKind], EntryForm] = {}
        self.period = self.present
        self.caseworker_id: str | None = None
        self.record: DevelopmentRecord | None = None
        self.competencies = Competencies(())
        session.settings_changed.connect(lambda _settings: self._on_settings())
        session.person_changed.connect(lambda _person: self._on_person())

    @property
    def present(self) -> ReportingPeriod:
        """The reporting period of today."""
        return period_of(self.today, self._session.settings.people_year_starts)

    @property
    def today(self) -> date:
        return self._store.clock.today()

    @property
    def label(self) -> str:
        """What the department calls it."""
        return self._session.settings.people_label

    @property
    def writer(self) -> str:
        """Who is working."""
        return self._session.person.staff_id

    # reading

    def refresh(self) -> None:
        """The list, and with it the record that is open, anew."""
        if self._listing is not None:
            self._listing.cancel()
        person, period, folders = self._session.person, self.period, self._folders
        store = self._store.development

        def job(_report: object, _check: object) -> tuple[PeopleList, Competencies]:
            found = competencies_in(folders)
            try:
                return PeopleList(period, store.people(person, period)), found
            except NotAllowed as exc:
                return PeopleList(period, (), exc.message), found

        self._listing = self._runner.submit(LANE, job, on_done=self._on_listed, on_failed=self._on_failed)

    def open(self, caseworker_id: str) -> None:
        """Read a caseworker's record of the period; a late answer about another one is dropped."""
        self.caseworker_id = caseworker_id
        if self._reading is not None:
            self._reading.cancel()
        person, period = self._session.person, self.period
        store = self._store.development

        def done(record: DevelopmentRecord) -> None:
            if (record.caseworker_id, record.period) == (self.caseworker_id, self.period):
                self.record = record
                self.record_came.emit(record)

        self._reading = self._runner.submit(
            LANE,
            lambda _report, _check: store.record(caseworker_id, period, person),
            on_done=done,
            on_failed=self._on_failed,
        )

    def step_period(self, by: int) -> None:
        """Another reporting period; none after the present one."""
        wanted = self.period.step(by)
        if wanted.first <= self.present.first:
            self.period = wanted
            self.refresh()

    # what is begun

    def new_form(self, kind: EntryKind) -> EntryForm | None:
        """An empty entry of this kind for the open record; None where nobody may write."""
        record = self.record
        if record is None or not record.may_write:
            return None
        dated = kind in DATED
        return EntryForm(
            record.caseworker_id,
            kind,
            self.today,
            due=max(self.period.last, self.today) if dated else None,
            standing=Standing.OPEN if dated else None,
            given_by=self._session.person.staff_id if kind is EntryKind.FEEDBACK else "",
        )

    def draft(self, caseworker_id: str, kind: EntryKind) -> EntryForm | None:
        """What was begun for this caseworker and not saved yet."""
        return self._drafts.get((caseworker_id, kind))

    def begin_from(self, suggestion: Suggestion, kind: EntryKind) -> None:
        """A need or feedback that starts from what was often answered no; a person writes and saves it."""
        form = self.new_form(kind)
        if form is not None:
            fed_back = kind is EntryKind.FEEDBACK
            self.begun.emit(
                replace(
                    form,
                    title="" if fed_back else suggestion.words,
                    text=str(suggestion) if fed_back else "",
                    prompts=(suggestion.prompt,),
                    reviews=suggestion.reviews,
                )
            )

    def begin_feedback(self, review_id: str) -> None:
        """Feedback to the caseworker of a signed review, tied to it: `begun` once it is known who it is for."""
        person, store = self._session.person, self._store.development

        self._runner.submit(
            LANE,
            lambda _report, _check: store.form_from_review(review_id, person),
            on_done=self.begun.emit,
            on_failed=self._on_failed,
        )

    def keep(self, form: EntryForm) -> None:
        """Remember what is written and not saved yet, new or a change of a stored entry."""
        self._drafts[form.caseworker_id, form.kind] = form

    def drop(self, form: EntryForm) -> None:
        """What was begun is not wanted any more."""
        self._drafts.pop((form.caseworker_id, form.kind), None)

    @property
    def unsaved(self) -> tuple[EntryForm, ...]:
        """The entries that were begun and not saved."""
        return tuple(self._drafts.values())

    # writing

    def save(self, form: EntryForm) -> None:
        """Store an entry, new or changed."""
        self.keep(form)
        person, store = self._session.person, self._store.development

        def done(entry: Entry) -> None:
            self.drop(form)
            self.saved.emit(entry)
            self.refresh()

        def failed(error: SteercheckError) -> None:
            faults = tuple(each for each in error.details if isinstance(each, Refusal))
            self.refused.emit(faults, error.message)
            if isinstance(error, ChangedElsewhere):
                self.refresh()

        self._runner.submit(LANE, lambda _report, _check: store.save(form, person), on_done=done, on_failed=failed)

    def withdraw(self, entry_id: str) -> None:
        """Take an entry out of the record."""
        person, store = self._session.person, self._store.development
        self._write(lambda: store.withdraw(entry_id, person), self.withdrawn.emit)

    def restore(self, entry_id: str) -> None:
        """Put a withdrawn entry back."""
        person, store = self._session.person, self._store.development
        self._write(lambda: store.restore(entry_id, person), self.restored.emit)

    def comment(self, entry_id: str, text: str) -> None:
        """The caseworker's own words on an entry."""
        person, store = self._session.person, self._store.development
        self._write(lambda: store.comment(entry_id, text, person), self.saved.emit)

    # on paper

    def write_record(self, path: Path) -> None:
        """Write the open record as a document (PDF or HTML, by the ending)."""
        document = self._document()
        if document is None:
            return

        def job(_report: object, _check: object) -> Path:
            from desktop.jobs.write_document import write_document

            write_document(document(), path)
            return path

        self._runner.submit(
            PAPER_LANE,
            job,
            on_done=self.written.emit,
            on_failed=self._on_failed,
            text="Writing the record",
        )

    def print_record(self, draw: "Callable[[Document], str]") -> None:
        """Draw the open record's document by `draw`, which says where it went."""
        document = self._document()
        if document is None:
            return

        self._runner.submit(
            PAPER_LANE,
            lambda _report, _check: draw(document()),
            on_done=self.printed.emit,
            on_failed=self._on_failed,
            text="Printing the record",
        )

    def _document(self) -> "Callable[[], Document] | None":
        """What makes the open record's document, in the background; None without one."""
        record, known, label, today = self.record, self.competencies, self.label, self.today
        if record is None:
            return None

        def make() -> "Document":
            from models.reports.development_record import development_document

            return development_document(record, known, label, today)

        return make

    def _write(self, act: Callable[[], Entry], tell: Callable[[Entry], object]) -> None:
        def done(entry: Entry) -> None:
            tell(entry)
            self.refresh()

        self._runner.submit(LANE, lambda _report, _check: act(), on_done=done, on_failed=self._on_failed)

    # what comes

    def _on_listed(self, answer: tuple[PeopleList, Competencies]) -> None:
        found, self.competencies = answer
        if self.competencies.refused and self.competencies.refused != self._told:
            self._told = self.competencies.refused
            self.competencies_refused.emit(self._told)
        known = [line.staff_id for line in found.lines]
        if self.caseworker_id not in known:
            self.caseworker_id = known[0] if known else None
            self.record = None
        self.listed.emit(found)
        if self.caseworker_id is not None:
            self.open(self.caseworker_id)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)

    def _on_settings(self) -> None:
        """Another month the year begins in asks for another period."""
        if self.period.first.month != self.present.first.month:
            self.period = self.present
            self.refresh()

    def _on_person(self) -> None:
        """Somebody else works: nothing of what the one before was shown stays."""
        self.caseworker_id, self.record = None, None
        self._drafts.clear()
        self.refresh()
