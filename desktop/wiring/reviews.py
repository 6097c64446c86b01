"""The Reviews page and its connections: opening a review, taking in a reply form, writing feedback documents."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from desktop.state.opening import Item
from desktop.tables import wording
from desktop.views.opening_files import open_file
from desktop.views.page_stack import Placed
from desktop.views.reviews_page import ReviewsPage
from desktop.wiring.parts import Parts
from models.store.review_listing import LifeLine

if TYPE_CHECKING:
    from desktop.state.feedback import FeedbackDocuments, WrittenDocuments

PAGE = "reviews"
FORMS = "Reply forms (*.toml)"
NAMES = {".pdf": "PDF (*.pdf)", ".html": "HTML (*.html)"}


def make(parts: Parts) -> Placed:
    page = ReviewsPage(parts.states.reviews, parts.actions, parts.today)
    wiring = ReviewsPageWiring(parts, page)
    return Placed(page, wiring.arrive)


class ReviewsPageWiring(QObject):
    """The page of the reviews with the window, what is opened, and the documents."""

    def __init__(self, parts: Parts, page: ReviewsPage) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page = page
        self._folder: Path | None = None
        window, reviews = parts.window, parts.states.reviews
        page.open_wished.connect(self._on_open)
        page.page_wished.connect(parts.ways.go)
        page.notice_wished.connect(window.tell)
        page.reply_form_wished.connect(self._on_reply_form)
        page.documents_wished.connect(self._on_documents)
        page.month_wished.connect(self._on_month)
        page.print_wished.connect(self._on_print)
        reviews.failed.connect(lambda why: window.tell(why, "bad"))
        reviews.list.failed.connect(lambda why: window.tell(why, "bad", "Read again", reviews.list.refresh))
        parts.states.session.person_changed.connect(lambda _person: page.refresh())

    @cached_property
    def _documents(self) -> "FeedbackDocuments":
        """What writes them, imported and connected when the first is wished."""
        window, documents = self._parts.window, self._parts.states.feedback
        documents.done.connect(self._on_written)
        documents.cancelled.connect(lambda: window.tell("Cancelled. The documents that are written stay.", "warn"))
        documents.failed.connect(lambda why: window.tell(why, "bad"))
        return documents

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_list()

    def _on_open(self, line: LifeLine, at: str) -> None:
        item = Item(line.recording_id, line.sheet_id, review_id=line.review_id, at=at)
        self._parts.opening.open(item, back_to=PAGE)

    def _on_reply_form(self) -> None:
        picker, reviews = self._parts.picker, self._parts.states.reviews
        picker.file(self._page, "Take in a caseworker's reply form", self._folder, FORMS, reviews.take_reply)

    def _on_documents(self, lines: tuple[LifeLine, ...], ending: str, with_forms: bool) -> None:
        """One review into a file of one's own choosing, several into a folder."""
        from desktop.state.feedback import file_name, form_name

        ids = [line.review_id for line in lines]

        def write(file: Path) -> None:
            self._folder = file.parent
            self._documents.write_review(ids[0], file, file.with_name(form_name(ids[0])) if with_forms else None)

        def write_all(folder: Path) -> None:
            self._folder = folder
            self._documents.write_reviews(ids, folder, ending, with_forms)

        picker, page = self._parts.picker, self._page
        if self._busy():
            return
        if len(ids) == 1:
            start = (self._folder or Path()) / file_name(ids[0], ending)
            picker.target(page, "Write the feedback document", start, NAMES[ending], write)
        else:
            title = f"Write {wording.number(len(ids))} feedback documents into a folder"
            picker.folder(page, title, self._folder, write_all)

    def _busy(self) -> bool:
        """Whether documents are being written, which is told."""
        if self._documents.running:
            self._parts.window.tell("Documents are being written already. Wait until they are, or cancel that first.")
        return self._documents.running

    def _on_print(self, line: LifeLine) -> None:
        def take(printer: QPrinter) -> None:
            from desktop.views.print_document import print_document

            self._documents.print_review(line.review_id, lambda document: print_document(document, printer))

        if not self._busy():
            self._parts.picker.printer(self._page, "Print the feedback document", take)

    def _on_month(self, caseworker_id: str, first: date, last: date) -> None:
        start = (self._folder or Path()) / f"feedback-{caseworker_id}-{first:%Y-%m}.pdf"

        def write(file: Path) -> None:
            self._folder = file.parent
            self._documents.write_month(caseworker_id, first, last, file)

        title, names = "Write the month's feedback document", ";;".join(NAMES.values())
        if not self._busy():
            self._parts.picker.target(self._page, title, start, names, write)

    def _on_written(self, written: "WrittenDocuments") -> None:
        tone = "warn" if written.refused else "good"
        if len(written.files) == 1:
            file = written.files[0]
            self._parts.window.tell(written.words, tone, "Open it", lambda: open_file(file))
        else:
            self._parts.window.tell(written.words, tone)
