"""The Reviews page: every review followed through its life, and what is to be done next with each.

The rail at the left asks by where reviews stand, the row above narrows further, the selected review's life stands below
the list, and the foot does what comes next. Shows what `state.reviews` answers, hands on what is to be opened, written
or taken in.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.state.reviews import Listing, Looked, Reviews
from desktop.tables import wording
from desktop.tables.life import STANDS
from desktop.tables.reviews import (
    ALL,
    EMPTY,
    LASTING,
    OWN_EMPTY,
    ReviewsModel,
    all_of,
    mark_of,
    next_step,
    rail_keys,
    summary_words,
)
from desktop.views.actions import ActionTable
from desktop.views.key_rail import KeyRail, RailKey
from desktop.views.list_frame import ListFrame
from desktop.views.press import hairline
from desktop.views.reviews_ask import AskStrip
from desktop.views.reviews_filters import ReviewsFilters
from desktop.views.reviews_foot import ReviewsFoot
from desktop.views.reviews_hands import ReviewsHands
from desktop.views.reviews_look import ReviewLook
from desktop.views.work_table import WorkTable
from models.review_life import LifeStory
from models.staff import Role
from models.store.review_life import NotReleased
from models.store.review_listing import LifeLine, LifeQuery, Stand

LOOK_PAUSE_MS = 80
"""Walking through the list with the arrows does not read every review passed."""
LOOK_LINES = 4
"""How far one key scrolls what stands below the list."""
RAIL = (
    RailKey(ALL, "All reviews", "scorecard", "Every review, wherever it stands"),
    *(RailKey(stand.value, words.rail, words.mark, words.purpose) for stand, words in STANDS.items()),
)


class ReviewsPage(ListFrame):
    """Signals: `open_wished(LifeLine, at)`, `at` being where on the review page ("", "reply", "decide", "amend");
    `documents_wished(tuple[LifeLine, ...], ending, with_forms)`; `month_wished(caseworker_id, first, last)`;
    `print_wished(LifeLine)`; `reply_form_wished()`; `page_wished(name)`; `notice_wished(text, tone)`."""

    open_wished = Signal(object, str)
    documents_wished = Signal(object, str, bool)
    month_wished = Signal(str, object, object)
    print_wished = Signal(object)
    reply_form_wished = Signal()
    page_wished = Signal(str)
    notice_wished = Signal(str, str)

    def __init__(self, reviews: Reviews, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        self._reviews = reviews
        self._list = reviews.list
        self._actions = actions
        self._today = today
        self._key: str | None = None
        self._row = 0
        self._anew = True
        self._looked: Looked | None = None
        self._refused: tuple[Sequence[NotReleased], dict[str, str]] | None = None
        self.model = ReviewsModel(self._list, today)
        self.rail = KeyRail(RAIL, "Where reviews stand")
        self.filters = ReviewsFilters(actions, today)
        self.table = WorkTable(self.model, lambda line: mark_of(line, today), several=True, lasting=LASTING)
        self.table.setAccessibleName("Reviews")
        self.look = ReviewLook(today)
        self.question = AskStrip()
        self.foot = ReviewsFoot(actions)
        self._rule = hairline()
        super().__init__(self.rail, self.filters, self.table, (self._rule, self.look, self.question, self.foot), parent)
        self.model.setParent(self)
        self.beside_count(self.filters.clear)
        self.hands = ReviewsHands(reviews, self.model, self.table, self.question, today, self)
        self.title.setText("Reviews")
        self.count.setAccessibleName("How many reviews are shown")
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOK_PAUSE_MS)
        self._looking.timeout.connect(self._look)
        self._bind()
        self._connect()
        self._show_query(self._list.query)
        self._show_foot()

    def refresh(self) -> None:
        """Read everything again; the selected review stays selected."""
        self._remember()
        self._list.refresh(self._row)

    def show_stand(self, key: str) -> None:
        """The reviews that stand there; ALL for every one."""
        self._begin_anew()
        self._list.show(None if key == ALL else Stand(key))

    def ask_release(self) -> None:
        """Ask whether the selected reviews are to be released; of a single one, say at once why it cannot be."""
        possible = None if self._looked_at is None or self._selected > 1 else self._looked_at.possible
        self.hands.ask_release("" if possible is None else possible.release or "")

    def open_published(self) -> None:
        """Open the first version of the selected review, as it was published, to be read."""
        looked = self._looked_at
        if looked is None or len(looked.versions) < 2:
            self._tell("This review was not amended: it stands as it was published.")
        else:
            self._remember()
            self.open_wished.emit(replace(looked.line, review_id=looked.versions[0].review_id), "")

    def _bind(self) -> None:
        for action_id, owner, wish in (
            ("open_review", self.table, self.table.open_current),
            ("open_published", self.table, self.open_published),
            ("release_reviews", self, self.ask_release),
            ("reply_selected", self.table, lambda: self._open_at("reply")),
            ("decide_selected", self.table, lambda: self._open_at("decide")),
            ("amend_selected", self.table, lambda: self._open_at("amend")),
            ("take_reply_form", self, self.reply_form_wished.emit),
            ("write_feedback", self, self.hands.write_feedback),
            ("write_month", self, self.hands.ask_month),
            ("print_feedback", self, self.hands.print_feedback),
            ("copy_review", self.table, self.hands.copy_name),
            ("life_down", self, lambda: self.look.scroll_lines(LOOK_LINES)),
            ("life_up", self, lambda: self.look.scroll_lines(-LOOK_LINES)),
            ("search_reviews", self, self.filters.begin_search),
            ("refresh_reviews", self, self.refresh),
            ("next_stand", self, lambda: self.rail.step(1)),
            ("previous_stand", self, lambda: self.rail.step(-1)),
            ("clear_review_filters", self, self._list.clear_filters),
        ):
            self._actions.bind(action_id, owner, wish)

    def _connect(self) -> None:
        # the list
        self.model.modelAboutToBeReset.connect(self._remember)
        self._list.asked.connect(self._show_query)
        self._list.listed.connect(self._on_listed)
        self._list.totalled.connect(self._show_count)
        self._list.counted.connect(self._on_counted)
        self._list.choices_came.connect(self.filters.offer)
        # the reviews
        self._reviews.looked.connect(self._on_looked)
        self._reviews.released.connect(lambda _done: self.refresh())
        self._reviews.replied.connect(self._on_replied)
        self._reviews.busy_changed.connect(lambda _busy: self._show_foot())
        # what is done
        self.hands.notice_wished.connect(self.notice_wished)
        self.hands.documents_wished.connect(self.documents_wished)
        self.hands.month_wished.connect(self.month_wished)
        self.hands.print_wished.connect(self.print_wished)
        self.hands.not_released.connect(self._on_not_released)
        self.rail.wished.connect(self.show_stand)
        self.filters.changed.connect(self._on_filtered)
        self.filters.cleared.connect(self._list.clear_filters)
        self.filters.left_for_list.connect(self.focus_list)
        self.table.opened.connect(lambda _line: self._open_at(""))
        self.table.typed.connect(self.filters.begin_search)
        self.table.horizontalHeader().sectionClicked.connect(self._on_head_clicked)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_foot())
        self.empty.wished.connect(self._on_empty_wished)
        self.foot.wished.connect(self._on_foot)
        self.question.asked.connect(self.foot.hide)
        self.question.left.connect(self._on_answered)

    # what people wish

    def _open_at(self, at: str) -> None:
        line = self._current()
        if line is None:
            return
        self._remember()
        self.open_wished.emit(line, at)

    def _on_filtered(self, values: dict[str, object]) -> None:
        self._begin_anew()
        self._list.filter(**values)

    def _on_head_clicked(self, at: int) -> None:
        order = self.model.columns[at].order
        if order is not None:
            query = self._list.query
            self._begin_anew()
            self._list.sort(order, query.sort is order and not query.descending)

    def _on_empty_wished(self, key: str) -> None:
        if key == "clear":
            self._list.clear_filters()
        elif key == ALL or key in set(Stand):
            self.show_stand(key)
        else:
            self.page_wished.emit(key)

    def _on_foot(self, command: str) -> None:
        {
            "open_review": lambda: self._open_at(""),
            "open_published": self.open_published,
            "release_reviews": self.ask_release,
            "reply_selected": lambda: self._open_at("reply"),
            "decide_selected": lambda: self._open_at("decide"),
            "amend_selected": lambda: self._open_at("amend"),
            "take_reply_form": self.reply_form_wished.emit,
            "write_feedback": self.hands.write_feedback,
            "write_month": self.hands.ask_month,
        }[command]()

    def _on_answered(self) -> None:
        self.foot.show()
        self.focus_list()

    def _begin_anew(self) -> None:
        """Another question: its first line is selected, wherever one was before."""
        self._key, self._row, self._anew = None, 0, True

    def _remember(self) -> None:
        """Which line is selected, to be found again in the next answer to the same question."""
        line = None if self._anew else self._current()
        if line is not None:
            self._key, self._row = line.review_id, self.table.currentIndex().row()

    def _current(self) -> LifeLine | None:
        return None if self.shows_empty else self.hands.current

    @property
    def _looked_at(self) -> Looked | None:
        """The selected review with its life, once it is read."""
        line = self._current()
        same = self._looked is not None and line is not None and self._looked.line.review_id == line.review_id
        return self._looked if same else None

    def _tell(self, words: str, tone: str = "accent") -> None:
        self.notice_wished.emit(words, tone)

    # what comes

    @property
    def _own(self) -> bool:
        """Whether a caseworker works, who sees the reviews of his own calls."""
        return self._reviews.person.role is Role.CASEWORKER

    def _show_query(self, query: LifeQuery) -> None:
        self.rail.show_only(rail_keys(self._reviews.person.role))
        self.rail.show_key(ALL if query.stand is None else query.stand)
        self.filters.show_query(query, narrowed=self._list.narrowed, own=self._own)

    def _on_counted(self, counts: dict[Stand, int]) -> None:
        self.rail.show_counts({ALL: all_of(counts), **counts})
        self.summary.set_words(summary_words(counts, own=self._own))

    def _on_listed(self, listing: Listing) -> None:
        """The model has taken the answer already: it was connected first."""
        self.show_order(self.model, listing.query.sort, descending=listing.query.descending)
        for part in (self._rule, self.look):
            part.setVisible(listing.total > 0)
        if listing.total:
            self.show_list()
            row = self.model.row_of(self._key) if self._key is not None else None
            refused = self._refused
            self.table.go_to(min(self._row if row is None else row, listing.total - 1))
            self._refused = refused  # nobody went to another review
            self._anew = False
            self._looking.start()
        else:
            had_keyboard = self.table.hasFocus()
            self._looked = None
            self.look.clear()
            self._say_empty(listing)
            self.show_list(empty=True)
            if had_keyboard:
                self.focus_list()
        if listing.counted:
            self._show_count(listing)
        self._show_foot()

    def _say_empty(self, listing: Listing) -> None:
        if self._list.narrowed:
            words = "Clear them to see what else there is."
            self.empty.say("filter", "Nothing fits these filters", words, "Clear filters", "clear")
        elif self._own and listing.is_empty:
            self.empty.say(*OWN_EMPTY)
        else:
            stand = listing.query.stand
            self.empty.say(*EMPTY[ALL if stand is None or listing.is_empty else stand])

    def _show_count(self, listing: Listing) -> None:
        self.count.setText(wording.several(listing.total, "review") if listing.total else "")

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._refused = None
        if current.isValid():
            self._looking.start()

    def _look(self) -> None:
        line = self._current()
        if line is not None:
            self._reviews.look(line)

    def _on_looked(self, looked: Looked) -> None:
        line = self._current()
        if line is not None and line.review_id == looked.line.review_id:
            self._looked = looked
            if self._refused is None:
                self.look.show_review(looked, own=self._own)
            else:
                self.look.show_refused(*self._refused)
            self._show_foot()

    def _on_not_released(self, refused: tuple[NotReleased, ...], names: dict[str, str]) -> None:
        """Below the list, until another review is looked at."""
        self._refused = (refused, names)

    def _on_replied(self, story: LifeStory) -> None:
        what = "disputed" if story.disputes else "acknowledged"
        self._tell(f"The reply of {story.caseworker_id} is recorded: the review is {what}.", "good")
        self._key = story.review_id
        self._list.refresh(self._row)

    # what is shown

    @property
    def _selected(self) -> int:
        """How many lines are selected, read or not."""
        return sum(last - first + 1 for first, last in self.table.selected_ranges())

    def _show_foot(self) -> None:
        selected = self._selected
        shows = not self.shows_empty and self.model.rowCount() > 0
        reviewer = self._reviews.person.may_review
        line = self._current()
        self.foot.show_links(
            {
                "open_review": shows and selected == 1,
                "open_published": shows and selected == 1 and line is not None and line.versions > 1,
                "write_feedback": shows and (selected > 1 or (line is not None and line.signed_at is not None)),
                "write_month": shows and selected == 1,
                "take_reply_form": reviewer,
            }
        )
        if not shows or line is None or selected == 0:
            self.foot.show_next("open_review", "")
        elif selected > 1:
            self.foot.show_next("release_reviews", self.hands.release_words(selected), busy=self._reviews.busy)
        elif self._looked_at is not None:
            command, button = next_step(self._looked_at, own=self._own)
            self.foot.show_next(command, button, busy=self._reviews.busy)
            self.foot.links["open_review"].setVisible(command != "open_review")
