"""Feedback documents for the window: made and written in a lane, one job at a time, with exactly one ending.

The Reviews page writes one for each chosen review, the review page for its own; a document made elsewhere (a
development record) goes the same way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.jobs.runner import Check, Report, Runner
from desktop.jobs.write_document import write_document
from desktop.jobs.write_whole import write_whole
from desktop.state.one_job import OneJob
from models.errors import InputRefused, NotAllowed, UnknownId
from models.reports.document import Document
from models.reports.feedback import READ_FIRST, feedback_document
from models.reports.feedback_month import month_document
from models.reports.feedback_reply import reply_form
from models.store import Store
from models.store.staff import Person

LANE = "feedback"
PDF = ".pdf"
SHOWN = 1
"""Refusals written out in a notice; the rest is counted."""


@dataclass(frozen=True)
class WrittenDocuments:
    """What was written, and which reviews were refused and why; or where it was printed. `words` is the sentence for
    the notice."""

    files: tuple[Path, ...]
    refused: tuple[tuple[str, str], ...] = ()
    printed_to: str = ""
    caution: str = ""

    @property
    def words(self) -> str:
        if self.printed_to:
            return " ".join(part for part in (f"Printed: {self.printed_to}.", self.caution) if part)
        where = self.files[0].name if len(self.files) == 1 else f"{len(self.files):,} files"
        written = f"Written: {where}." if self.files else "Nothing was written."
        told = " ".join(why for _review, why in self.refused[:SHOWN])
        more = len(self.refused) - SHOWN
        further = f"{more:,} more were refused." if more > 0 else ""
        caution = self.caution if self.files else ""
        return " ".join(part for part in (written, told, further, caution) if part)


class FeedbackDocuments(OneJob):
    """Writes one lot of documents at a time; `done` carries WrittenDocuments."""

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        """`person` says who is working when something is asked for."""
        super().__init__(runner, LANE, "Writing feedback", parent)
        self._store = store
        self._person = person

    def write_review(self, review_id: str, file: Path, reply_form: Path | None = None) -> None:
        """The document of one review to `file` (.pdf or .html), and the form for the reply where a name is given."""
        self._start(partial(_one, self._store, review_id, file, reply_form, self._person()))

    def write_reviews(
        self, review_ids: Sequence[str], folder: Path, ending: str = PDF, reply_forms: bool = False
    ) -> None:
        """A file a review into `folder`. What cannot be made is refused by itself; the others are written."""
        self._start(partial(_many, self._store, tuple(review_ids), folder, ending, reply_forms, self._person()))

    def print_review(self, review_id: str, draw: Callable[[Document], str]) -> None:
        """The document of one review onto paper: `draw` puts it there, in the lane, and says where
        (`desktop.views.print_document`)."""
        self._start(partial(_printed, self._store, review_id, draw, self._person()))

    def write_month(self, caseworker_id: str, first: date, last: date, file: Path) -> None:
        """The document of one caseworker over a period, ends included."""
        self.write_made(partial(month_document, self._store, caseworker_id, first, last, self._person()), file)

    def write_made(self, make: Callable[[], Document], file: Path) -> None:
        """A document that `make` makes in the lane."""
        self._start(partial(_made, make, file))


def file_name(review_id: str, ending: str = PDF) -> str:
    """What the file of a review is called: by its id, so that no name of a person or case stands in a folder."""
    return f"feedback-{review_id}{ending}"


def form_name(review_id: str) -> str:
    """What the form for the reply is called."""
    return f"reply-{review_id}.toml"


def _printed(
    store: Store, review_id: str, draw: Callable[[Document], str], by: Person, _report: Report, check: Check
) -> WrittenDocuments:
    document = feedback_document(store, review_id, by)
    check()
    return WrittenDocuments((), printed_to=draw(document), caution=READ_FIRST)


def _made(make: Callable[[], Document], file: Path, _report: Report, check: Check) -> WrittenDocuments:
    document = make()
    check()
    write_document(document, file)
    return WrittenDocuments((file,))


def _one(
    store: Store, review_id: str, file: Path, form: Path | None, by: Person, report: Report, check: Check
) -> WrittenDocuments:
    document = feedback_document(store, review_id, by)
    words = None if form is None else reply_form(store, review_id, by)
    check()
    report(0.5, "Writing")
    write_document(document, file)
    if form is None or words is None:
        return WrittenDocuments((file,), caution=READ_FIRST)
    _write_form(form, words)
    return WrittenDocuments((file, form), caution=READ_FIRST)


def _write_form(target: Path, words: str) -> None:
    write_whole(target, "The reply form", lambda out: out.write(words))


def _many(
    store: Store,
    review_ids: tuple[str, ...],
    folder: Path,
    ending: str,
    forms: bool,
    by: Person,
    report: Report,
    check: Check,
) -> WrittenDocuments:
    files: list[Path] = []
    refused: list[tuple[str, str]] = []
    for at, review_id in enumerate(review_ids):
        check()
        report(at / len(review_ids), f"{at + 1:,} of {len(review_ids):,}")
        file = folder / file_name(review_id, ending)
        try:
            write_document(feedback_document(store, review_id, by), file)
            files.append(file)
            if forms:
                words, form = reply_form(store, review_id, by), folder / form_name(review_id)
                _write_form(form, words)
                files.append(form)
        except (UnknownId, NotAllowed, InputRefused) as exc:
            refused.append((review_id, exc.message))
    return WrittenDocuments(tuple(files), tuple(refused), caution=READ_FIRST)
