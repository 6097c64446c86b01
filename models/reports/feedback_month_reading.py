"""What the document of one caseworker over a period is made of, and who may have it.

Between the store and `models.reports.feedback_month`. A review counts on the day of the decision, in the version that
holds now; a caseworker is given his own released ones. Second marks and calibration stay out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import col

from models.errors import UnknownId, WrongUsage
from models.reports.feedback_reading import refuse_reader_of
from models.review import Review, ReviewKind, ReviewState
from models.review_life import Dispute, LifeStory, Outcome
from models.store import Store
from models.store.review_rows import ReviewRows, read_reviews
from models.store.review_versions import VersionLine
from models.store.staff import Person


@dataclass(frozen=True)
class Reviewed:
    """One review of the period: as it holds now, its versions from the first signed, and the life of each."""

    rows: ReviewRows
    versions: tuple[VersionLine, ...]
    lives: tuple[LifeStory, ...]

    @property
    def now(self) -> VersionLine:
        return self.versions[-1]

    @property
    def published(self) -> VersionLine:
        """The version released first, else the first signed."""
        pairs = zip(self.versions, self.lives, strict=True)
        return next((version for version, life in pairs if life.released_at is not None), self.versions[0])

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Those of every version, oldest first."""
        return tuple(dispute for life in self.lives for dispute in life.disputes)

    def outcomes(self, outcome: Outcome | None) -> int:
        return sum(dispute.outcome is outcome for dispute in self.disputes)


@dataclass(frozen=True)
class MonthFacts:
    """What the document says. `before` are the reviews of the period before, `texts` the prompts in words by id."""

    caseworker_id: str
    team: str | None
    first: date
    last: date
    reviews: tuple[Reviewed, ...]
    before: tuple[Reviewed, ...]
    texts: Mapping[str, str]
    today: date


def read_month(store: Store, caseworker_id: str, first: date, last: date, by: Person) -> MonthFacts:
    """What was signed of this caseworker's in the period, ends included.

    Raises UnknownId; NotAllowed for who may not read it; WrongUsage for a period that runs backwards.
    """
    if first > last:
        raise WrongUsage(f"--from {first} lies after --to {last}.")
    person = store.staff.get(caseworker_id)
    if person is None and store.staff.listing():
        raise UnknownId("member of staff", caseworker_id)
    released_only = refuse_reader_of(store, caseworker_id, by)
    earlier = period_before(first, last)
    reviews = _reviewed(store, caseworker_id, first, last, released_only)
    before = _reviewed(store, caseworker_id, *earlier, released_only)
    cards = {each.rows.scorecard_id for each in (*reviews, *before)}
    return MonthFacts(
        caseworker_id,
        None if person is None else person.team,
        first,
        last,
        reviews,
        before,
        {prompt.id: prompt.text for card in sorted(cards) for prompt in store.scorecards.get(card).prompts},
        store.clock.today(),
    )


def period_before(first: date, last: date) -> tuple[date, date]:
    """The calendar month before a whole calendar month, else as many days, as far as there are days at all."""
    end = _days_on(first, -1)
    whole_month = first.day == 1 and _days_on(last, 1).day == 1 and (last - first).days < 31
    return (end.replace(day=1), end) if whole_month else (_days_on(end, -(last - first).days), end)


def _days_on(day: date, count: int) -> date:
    """The day so many days later (or before), else the last (or first) there is."""
    return date.fromordinal(min(max(day.toordinal() + count, date.min.toordinal()), date.max.toordinal()))


def _reviewed(store: Store, caseworker_id: str, first: date, last: date, released_only: bool) -> tuple[Reviewed, ...]:
    """Every review as it holds now, or as it was last released where only that may be seen; by day."""
    with store.database.session() as session:
        newest = read_reviews(
            session,
            col(Review.caseworker_id) == caseworker_id,
            col(Review.state) == ReviewState.SIGNED,
            col(Review.kind) == ReviewKind.PRIMARY,
            col(Review.counts_on) >= first,
            col(Review.counts_on) <= last,
        )
    found = []
    for rows in (rows for rows in newest if not rows.amended):
        versions = store.life.versions(rows.review.id)
        lives = tuple(store.life.of(version.review_id) for version in versions)
        while released_only and lives and lives[-1].released_at is None:
            versions, lives = versions[:-1], lives[:-1]
        if versions:
            seen = versions[-1].review_id
            shown = rows if seen == rows.review.id else store.reviews.records(review_ids=[seen])[0]
            found.append(Reviewed(shown, versions, lives))
    return tuple(sorted(found, key=lambda each: (each.rows.review.counts_on or date.max, each.now.review_id)))
