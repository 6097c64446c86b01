"""What is done from the list of reviews: releasing the selected ones, having their documents written, copying an id.

Between the page's keys and buttons and `state.reviews`. Lines that are selected and not read yet are gathered first.
"""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.state.paged import PAGE
from desktop.state.reviews import Reviews
from desktop.tables import wording
from desktop.tables.reviews import ReviewsModel, name_of
from desktop.views.reviews_ask import AskStrip
from desktop.views.work_table import WorkTable
from models.review_life import LifeState
from models.store.review_life import Released
from models.store.review_listing import LifeLine
from models.working_days import reply_by

MONTHS_BACK = 12
FORMS: tuple[tuple[str, object], ...] = (("PDF", (".pdf", False)), ("HTML", (".html", False)))
WITH_REPLY: tuple[tuple[str, object], ...] = (
    ("PDF with a form to reply", (".pdf", True)),
    ("HTML with a form to reply", (".html", True)),
)
"""In words, the ending of the file, and whether the blank form goes with it, as it can while a reply is awaited."""


class ReviewsHands(QObject):
    """Signals: `documents_wished(tuple[LifeLine, ...], ending, with_forms)`;
    `month_wished(caseworker_id, first, last)`; `print_wished(LifeLine)`; `notice_wished(text, tone)`;
    `not_released(tuple[NotReleased, ...], names)` where several were refused, `names` being the calls by review id."""

    documents_wished = Signal(object, str, bool)
    month_wished = Signal(str, object, object)
    print_wished = Signal(object)
    notice_wished = Signal(str, str)
    not_released = Signal(object, object)

    def __init__(
        self,
        reviews: Reviews,
        model: ReviewsModel,
        table: WorkTable,
        question: AskStrip,
        today: date,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._reviews = reviews
        self._model = model
        self._table = table
        self._question = question
        self._today = today
        self._take: Callable[[tuple[LifeLine, ...]], None] | None = None
        self._names: dict[str, str] = {}
        reviews.gathered.connect(self._on_gathered)
        reviews.released.connect(self._on_released)

    @property
    def current(self) -> LifeLine | None:
        """The line in focus; None while it is not read, or there is none."""
        found = self._table.current_item()
        return found if isinstance(found, LifeLine) else None

    def ask_release(self, why_not: str = "") -> None:
        """Ask once whether the selected reviews are to be released: their caseworkers are told. `why_not`: why the one
        that is selected cannot be."""
        if why_not:
            self._tell(why_not)
        elif not self._reviews.busy:
            self._gather(self._ask_release)

    def write_feedback(self) -> None:
        """Have the feedback document of each selected review written."""
        self._gather(self._wish_documents)

    def print_feedback(self) -> None:
        """Have the feedback document of the selected review printed."""
        line = self.current
        if line is None or line.signed_at is None:
            self._tell("Select a signed review: its feedback document is what is printed.")
        else:
            self.print_wished.emit(line)

    def ask_month(self) -> None:
        """Ask which month's feedback document of the selected review's caseworker is to be written."""
        line = self.current
        if line is None or line.caseworker_id is None:
            self._tell("Select a review of the caseworker whose month is to be written.")
            return
        caseworker = line.caseworker_id

        def act(span: object) -> None:
            assert isinstance(span, tuple)
            self.month_wished.emit(caseworker, *span)

        months = _months(self._today)
        words = f"The feedback document of {caseworker} for a month:"
        self._question.ask(words, "Write it …", act, months, "Month")

    def copy_name(self) -> None:
        """Put the id of the selected review's call or sheet, and its own, on the clipboard."""
        line = self.current
        if line is not None:
            QGuiApplication.clipboard().setText(f"{name_of(line)}\t{line.review_id}")
            self._tell(f"{name_of(line)} and its review's id are on the clipboard.")

    def release_words(self, selected: int) -> str:
        """The button for many: how many of them wait to be released, as far as they are read."""
        ranges = self._table.selected_ranges()
        if not self._reviews.person.may_review:
            return ""
        if selected > PAGE:
            return f"Release {wording.number(selected)} selected …"
        rows = (row for first, last in ranges for row in range(first, last + 1))
        lines = [self._model.item(row) for row in rows]
        waiting = sum(line is not None and line.state is LifeState.SIGNED for line in lines)
        if None in lines:
            return f"Release {wording.number(selected)} selected …"
        return f"Release {wording.several(waiting, 'review')}" if waiting else ""

    def _gather(self, take: Callable[[tuple[LifeLine, ...]], None]) -> None:
        """Hand the selected reviews to `take`, whether they are read already or not."""
        ranges = self._table.selected_ranges()
        if ranges:
            self._take = take
            self._reviews.gather(self._model.query, ranges)

    def _on_gathered(self, lines: tuple[LifeLine, ...]) -> None:
        take, self._take = self._take, None
        if take is not None:
            self._names = {line.review_id: name_of(line) for line in lines}
            take(lines)

    def _ask_release(self, lines: tuple[LifeLine, ...]) -> None:
        meant = [line for line in lines if line.state is LifeState.SIGNED]
        left = len(lines) - len(meant)
        if not meant:
            none = "This review does not wait" if left == 1 else f"None of these {wording.number(left)} reviews waits"
            self._tell(f"{none} to be released.")
            return
        who = sorted({line.caseworker_id or "a caseworker not named" for line in meant})
        told = who[0] if len(who) == 1 else wording.several(len(who), "caseworker")
        last = wording.day(reply_by(self._today, self._reviews.window_days))
        besides = f" {wording.several(left, 'other')} of the selected cannot be released now." if left else ""
        many = wording.several(len(meant), "review")
        self._question.ask(
            f"Release {many} to {told}? They can reply until {last}. A release is not taken back.{besides}",
            f"Release {many}",
            lambda _none: self._release(meant),
        )

    def _release(self, lines: list[LifeLine]) -> None:
        self._reviews.release([line.review_id for line in lines])

    def _wish_documents(self, lines: tuple[LifeLine, ...]) -> None:
        signed = tuple(line for line in lines if line.signed_at is not None)
        if not signed:
            self._tell("A draft has no feedback document yet: it is written once the review is signed.")
            return

        def act(chosen: object) -> None:
            assert isinstance(chosen, tuple)
            self.documents_wished.emit(signed, *chosen)

        awaited = all(line.state is LifeState.RELEASED for line in signed)
        forms = (*WITH_REPLY, *FORMS) if awaited else FORMS
        whose = name_of(signed[0]) if len(signed) == 1 else wording.several(len(signed), "review")
        self._question.ask(f"The feedback document of {whose}, as:", "Choose where …", act, forms, "Form")

    def _on_released(self, done: Released) -> None:
        count, refused = len(done.released), len(done.refused)
        if count:
            last = wording.day(done.released[0].reply_by)
            self._tell(f"{wording.several(count, 'review')} released; the last day to reply is {last}.", "good")
        if refused:
            first = done.refused[0]
            name = self._names.get(first.review_id, first.review_id)
            others = "; the others stand below the list" if refused > 1 else ""
            self._tell(f"{wording.several(refused, 'review')} not released. {name}: {first.reason}{others}", "warn")
        if refused > 1:
            self.not_released.emit(done.refused, self._names)

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.notice_wished.emit(words, tone)


def _months(today: date) -> list[tuple[str, object]]:
    """The last months in words, each with its first and last day; the one that is not over comes second."""
    found: list[tuple[str, object]] = []
    first = today.replace(day=1)
    last = today
    for _month in range(MONTHS_BACK):
        found.append((f"{first:%B %Y}", (first, last)))
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    return [found[1], found[0], *found[2:]]
