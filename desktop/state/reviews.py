"""The list of every review through its life: asked page by page, looked into, released, replied to from a file.

Between the Reviews page and the store. Who works decides what is listed and what may be done; the store refuses the
rest and says why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, JobHandle, Report, Runner
from desktop.state import paged
from desktop.state.paged import PagedList
from models.errors import InputRefused, Refusal, SteercheckError
from models.reply_file import read_reply
from models.review_life import LifeStory
from models.scorecard import Prompt
from models.store import Store
from models.store.review_life import Possible
from models.store.review_listing import LifeChoices, LifeLine, LifeQuery, Stand
from models.store.review_versions import VersionLine
from models.store.staff import Person

LIST_LANE = "reviews"
COUNTS_LANE = "reviews counts"
LOOK_LANE = "review look"
LANE = "store"
AT_ONCE = 500
"""Lines read at a time when the selected ones are gathered."""
Listing = paged.Listing[LifeQuery, LifeLine]
"""The first answer to a question."""


class ReviewList(PagedList[LifeQuery, LifeLine]):
    """The reviews that whoever works may see.

    Signals, beside those of every paged list: `counted(dict[Stand, int])`; `choices_came(LifeChoices)`.
    """

    counted = Signal(object)
    choices_came = Signal(object)

    def __init__(
        self, store: Store, runner: Runner, person: Callable[[], Person], parent: QObject | None = None
    ) -> None:
        super().__init__(runner, LifeQuery(), LIST_LANE, parent)
        self._store = store
        self._person = person
        self._counting: JobHandle | None = None
        self.counts: dict[Stand, int] = {}

    @property
    def narrowed(self) -> bool:
        """Whether anything but where they stand narrows the list."""
        kept = self.query
        return kept != LifeQuery(stand=kept.stand, sort=kept.sort, descending=kept.descending)

    def show(self, stand: Stand | None) -> None:
        """The reviews that stand there, with the filters as they are, in the list's own order."""
        self.ask(replace(self.query, stand=stand, sort=None, descending=False))

    def clear_filters(self) -> None:
        """Everything that stands there, in the order it is in."""
        kept = self.query
        self.ask(LifeQuery(stand=kept.stand, sort=kept.sort, descending=kept.descending))

    def refresh(self, around: int = 0) -> None:
        """Read everything again: the list, the counts, what can be filtered by."""
        self.ask(self.query, around)
        self.count()

    def count(self) -> None:
        """How many stand where, and what can be filtered by; an older count under way is given up."""
        if self._counting is not None:
            self._counting.cancel()
        life, person = self._store.life, self._person()

        def job(_report: Report, check: Check) -> tuple[dict[Stand, int], LifeChoices]:
            counts = life.counts(person)
            check()
            return counts, life.choices(person)

        self._counting = self._runner.submit(COUNTS_LANE, job, on_done=self._on_counts, on_failed=self._on_failed)

    def _page(self, query: LifeQuery, offset: int, limit: int) -> Sequence[LifeLine]:
        return self._store.life.lines(query, offset, limit, self._person())

    def _count(self, query: LifeQuery) -> int:
        return self._store.life.count(query, self._person())

    def _is_empty(self) -> bool:
        return self._store.life.count(LifeQuery(), self._person()) == 0

    def _on_counts(self, answer: tuple[dict[Stand, int], LifeChoices]) -> None:
        self.counts = answer[0]
        self.counted.emit(answer[0])
        self.choices_came.emit(answer[1])


@dataclass(frozen=True)
class Looked:
    """A review with its life: the story of the version that counts, every version and its story oldest first, the
    prompts by id, and what whoever works may do with it next. A draft has none of it."""

    line: LifeLine
    story: LifeStory | None = None
    stories: tuple[LifeStory, ...] = ()
    versions: tuple[VersionLine, ...] = ()
    possible: Possible | None = None
    prompts: Mapping[str, Prompt] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """The prompts' words by id."""
        return {prompt.id: prompt.text for prompt in self.prompts.values()}


class Reviews(QObject):
    """Looking into reviews, gathering the selected ones, releasing them, taking a reply from a file.

    Signals: `looked(Looked)`; `gathered(tuple[LifeLine, ...])`; `released(Released)`; `replied(LifeStory)`;
    `busy_changed(bool)` while something is written; `failed(why)`.
    """

    looked = Signal(object)
    gathered = Signal(object)
    released = Signal(object)
    replied = Signal(object)
    busy_changed = Signal(bool)
    failed = Signal(str)

    def __init__(
        self,
        store: Store,
        runner: Runner,
        person: Callable[[], Person],
        window_days: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """`window_days`: how many working days a caseworker has to reply."""
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._person = person
        self._window_days = window_days
        self._looking: JobHandle | None = None
        self._gathering: JobHandle | None = None
        self._looked_for = ""
        self.list = ReviewList(store, runner, person, self)
        self.busy = False

    @property
    def person(self) -> Person:
        """Who is working."""
        return self._person()

    @property
    def window_days(self) -> int:
        """Working days to reply."""
        return self._window_days()

    def look(self, line: LifeLine) -> None:
        """Read a review's life; a late answer about another one is dropped."""
        self._looked_for = line.review_id
        if self._looking is not None:
            self._looking.cancel()
        person = self.person

        def done(found: Looked) -> None:
            if found.line.review_id == self._looked_for:
                self.looked.emit(found)

        self._looking = self._runner.submit(
            LOOK_LANE, lambda _report, _check: self._read(line, person), on_done=done, on_failed=self._on_failed
        )

    def gather(self, query: LifeQuery, ranges: Sequence[tuple[int, int]]) -> None:
        """Read the lines of these stretches of the list, first and last of each; a newer wish takes its place."""
        if self._gathering is not None:
            self._gathering.cancel()
        life, person = self._store.life, self.person

        def job(_report: Report, check: Check) -> tuple[LifeLine, ...]:
            found: list[LifeLine] = []
            for first, last in ranges:
                for offset in range(first, last + 1, AT_ONCE):
                    check()
                    found += life.lines(query, offset, min(AT_ONCE, last + 1 - offset), person)
            return tuple(found)

        self._gathering = self._runner.submit(
            LIST_LANE, job, on_done=self.gathered.emit, on_failed=self._on_failed, text="Reading what is selected"
        )

    def release(self, review_ids: Sequence[str]) -> None:
        """Release these reviews to their caseworkers in the name of whoever works; one such wish at a time."""
        if self.busy or not review_ids:
            return
        life, person, days, ids = self._store.life, self.person, self.window_days, tuple(review_ids)
        self._write(lambda: life.release(ids, person, window_days=days), self.released.emit, "Releasing reviews")

    def take_reply(self, path: Path) -> None:
        """Record the reply that a form file holds."""
        if self.busy:
            return
        life, person = self._store.life, self.person

        def write() -> LifeStory:
            form = read_reply(path)
            whose = life.of(form.review_id).caseworker_id
            if form.caseworker_id not in (None, whose):
                reason = f"the review is of {whose or 'nobody'}"
                fault = Refusal(str(path), None, "caseworker_id", form.caseworker_id, reason)
                raise InputRefused(f"The reply was not taken: {fault}.", [fault])
            return life.reply(form.review_id, form.reply, person)

        self._write(write, self.replied.emit, "Recording a reply")

    def _write(self, write: Callable[[], object], tell: Callable[[object], object], text: str) -> None:
        self._set_busy(True)

        def done(answer: object) -> None:
            self._set_busy(False)
            tell(answer)

        def failed(error: SteercheckError) -> None:
            self._set_busy(False)
            self._on_failed(error)

        self._runner.submit(LANE, lambda _report, _check: write(), on_done=done, on_failed=failed, text=text)

    def _read(self, line: LifeLine, person: Person) -> Looked:
        if line.signed_at is None:
            return Looked(line)
        life = self._store.life
        card = self._store.scorecards.get(line.scorecard)
        versions = life.versions(line.review_id)
        return Looked(
            line,
            life.of(line.review_id),
            tuple(life.of(version.review_id) for version in versions),
            versions,
            life.possible(line.review_id, person),
            {prompt.id: prompt for prompt in card.prompts},
        )

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)

    def _on_failed(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)
