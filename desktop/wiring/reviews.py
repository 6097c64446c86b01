"""The Reviews page and its connections: opening a review, taking in a reply form."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.state.opening import Item
from desktop.views.page_stack import Placed
from desktop.views.reviews_page import ReviewsPage
from desktop.wiring.parts import Parts
from models.store.review_listing import LifeLine

PAGE = "reviews"
FORMS = "Reply forms (*.toml)"


def make(parts: Parts) -> Placed:
    page = ReviewsPage(parts.states.reviews, parts.actions, parts.today)
    wiring = ReviewsPageWiring(parts, page)
    return Placed(page, wiring.arrive)


class ReviewsPageWiring(QObject):
    """The page of the reviews with the window and what is opened."""

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
        reviews.failed.connect(lambda why: window.tell(why, "bad"))
        reviews.list.failed.connect(lambda why: window.tell(why, "bad", "Read again", reviews.list.refresh))
        parts.states.session.person_changed.connect(lambda _person: page.refresh())

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_list()

    def _on_open(self, line: LifeLine, at: str) -> None:
        item = Item(line.recording_id, line.sheet_id, review_id=line.review_id, at=at)
        self._parts.opening.open(item, back_to=PAGE)

    def _on_reply_form(self) -> None:
        picker, reviews = self._parts.picker, self._parts.states.reviews
        picker.file(self._page, "Take in a caseworker's reply form", self._folder, FORMS, reviews.take_reply)
