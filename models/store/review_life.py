"""The life of signed reviews in the store: released, replied to, decided; how one stands, and what can be done next.

Between the desk, the caseworker's reply and the amendment that may follow. Each step is appended in one transaction
together with where the review stands after it (`Review.life`); what was signed is never touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.clock import Clock, office_date
from models.database import Database
from models.errors import ChangedElsewhere, DatabaseUnusable, InputRefused, NotAllowed, OutputRefused, Refusal
from models.review import Review, ReviewForm
from models.review_life import (
    LifeStory,
    Outcome,
    Reply,
    ReplyAnswer,
    ReviewStep,
    StepKind,
    day_in_words,
)
from models.store.life_query import LifeChoices, LifeLine, LifePage, LifeQuery, Stand
from models.store.review_listing import choices, count, counts, lines, listing
from models.store.review_people import not_amending, not_deciding, not_releasing, not_replying
from models.store.review_rows import ReviewRows
from models.store.review_steps import append, head, refuse_when, signed_of, story_of
from models.store.review_subjects import find_subject
from models.store.review_versions import VersionLine, versions
from models.store.reviews import ReviewStore
from models.store.scorecards import ScorecardStore
from models.store.staff import Person
from models.working_days import DISPUTE_WINDOW_DAYS, reply_by


@dataclass(frozen=True)
class NotReleased:
    """A review that was not released, and why. `allowed` is False where the person may not release it."""

    review_id: str
    reason: str
    allowed: bool = True


@dataclass(frozen=True)
class Released:
    """What came of releasing several reviews; what was released stays so, whatever was refused."""

    released: tuple[LifeStory, ...]
    refused: tuple[NotReleased, ...]


@dataclass(frozen=True)
class Possible:
    """What this person can do with a review now: None where it is possible, else why not, in a sentence."""

    release: str | None
    acknowledge: str | None
    dispute: str | None
    decide: str | None
    amend: str | None


class LifeStore:
    """Every read and write of what happens to a review after it was signed."""

    def __init__(self, database: Database, clock: Clock, scorecards: ScorecardStore, reviews: ReviewStore) -> None:
        self._database = database
        self._clock = clock
        self._scorecards = scorecards
        self._reviews = reviews

    # reading

    def find(self, key: str, by: Person) -> str:
        """The signed review that an id stands for: a review's own, else that of a recording or sheet, in the version
        that counts: the one `by` signed, or the only one there is.

        Raises UnknownId, and InputRefused where there is none or several.
        """
        with self._database.session() as session:
            subject = find_subject(session, key)
            if subject.review_id is not None:
                return subject.review_id
            about = signed_of(session, key)
        own = [review_id for review_id, reviewer in about if reviewer == by.staff_id]
        found = own if len(own) == 1 else [review_id for review_id, _reviewer in about]
        if not found:
            raise InputRefused(f"No review of {key} is signed yet. Nothing was changed.")
        if len(found) > 1:
            told = ", ".join(f"{review_id} ({reviewer})" for review_id, reviewer in about)
            raise InputRefused(f"{key} has several signed reviews: name one of {told}. Nothing was changed.")
        return found[0]

    def of(self, review_id: str) -> LifeStory:
        """The life of one version of a review so far. Raises UnknownId."""
        with self._database.session() as session:
            return story_of(session, head(session, review_id).review)

    def possible(self, review_id: str, by: Person) -> Possible:
        """What `by` can do with it now. Raises UnknownId."""
        with self._database.session() as session:
            rows = head(session, review_id)
            story = story_of(session, rows.review)
            replying = not_replying(session, by, rows)
            return Possible(
                release=_sentence(story.not_released()) or not_releasing(session, by, rows),
                acknowledge=_sentence(story.not_acknowledged()) or replying,
                dispute=_sentence(story.not_disputed(self._clock.today())) or replying,
                decide=_sentence(story.not_decided()) or not_deciding(by, rows, story),
                amend=_sentence(story.not_amended()) or not_amending(by, rows, story),
            )

    def versions(self, review_id: str) -> tuple[VersionLine, ...]:
        """Every signed version of this review, oldest first, with what each changed. Raises UnknownId."""
        with self._database.session() as session:
            return versions(session, head(session, review_id).review, self._scorecards)

    def listing(self, query: LifeQuery, offset: int, limit: int, by: Person) -> LifePage:
        """`limit` reviews from `offset` on as they stand now, one line each whatever its versions, and how many there
        are in all. A caseworker is given his own released ones."""
        with self._database.session() as session:
            return listing(session, query, offset, limit, by, self._clock.today())

    def lines(self, query: LifeQuery, offset: int, limit: int, by: Person) -> tuple[LifeLine, ...]:
        """The same lines without their number, for who counts on another lane."""
        with self._database.session() as session:
            return lines(session, query, offset, limit, by, self._clock.today())

    def count(self, query: LifeQuery, by: Person) -> int:
        """How many lines the query has in all."""
        with self._database.session() as session:
            return count(session, query, by, self._clock.today())

    def counts(self, by: Person) -> dict[Stand, int]:
        """How many reviews stand where, without any filter."""
        with self._database.session() as session:
            return counts(session, by, self._clock.today())

    def choices(self, by: Person) -> LifeChoices:
        """What the list can be narrowed to."""
        with self._database.session() as session:
            return choices(session, by)

    # the steps

    def release(self, review_ids: Iterable[str], by: Person, window_days: int = DISPUTE_WINDOW_DAYS) -> Released:
        """Hand signed reviews to their caseworkers, who have `window_days` working days for a dispute.

        Each on its own: what cannot be released is listed with its reason, the others are. Where the database takes
        nothing any more the rest is listed with that and not tried, for each would wait its time out; raises
        DatabaseUnusable, OutputRefused when nothing was released by then.
        """
        ids = tuple(dict.fromkeys(review_ids))
        last = reply_by(self._clock.today(), window_days)
        released: list[LifeStory] = []
        refused: list[NotReleased] = []
        for place, review_id in enumerate(ids):
            try:
                released.append(self._release(review_id, by, last))
            except NotAllowed as exc:
                refused.append(NotReleased(review_id, exc.message, allowed=False))
            except (InputRefused, ChangedElsewhere) as exc:
                refused.append(NotReleased(review_id, exc.message))
            except (DatabaseUnusable, OutputRefused) as exc:
                if not released:
                    raise
                refused += [NotReleased(each, exc.message) for each in ids[place:]]
                break
        return Released(tuple(released), tuple(refused))

    def reply(self, review_id: str, reply: Reply, by: Person) -> LifeStory:
        """Record what the caseworker says to a released review; all of it or nothing.

        Raises UnknownId; NotAllowed unless `by` is the caseworker or records it for him; InputRefused (`details` are
        Refusals by prompt) for what cannot be replied; ChangedElsewhere when somebody recorded a step first.
        """
        with self._database.session() as session:
            rows = head(session, review_id)
            review, story = rows.review, story_of(session, rows.review)
            _refuse(not_replying(session, by, rows))
            given_on = self._given_on(review, reply, story)
            if reply.answer is ReplyAnswer.ACKNOWLEDGED:
                refuse_when(review, story.not_acknowledged())
                refuse_when(review, "an acknowledgement disputes nothing" if reply.disputes else None)
                taken = [self._step(StepKind.ACKNOWLEDGED, by, comment=reply.comment.strip())]
            else:
                self._refuse_disputes(rows, story, reply, given_on)
                taken = [
                    self._step(StepKind.DISPUTED, by, prompt=each.prompt, comment=each.comment.strip())
                    for each in reply.disputes
                ]
            for each in taken:
                each.caseworker_id, each.given_on = review.caseworker_id, given_on
            return append(session, review, story, taken)

    def decide(self, review_id: str, prompt: str, outcome: Outcome, comment: str, by: Person) -> LifeStory:
        """Decide one disputed prompt; "changed" asks for an amendment.

        Raises UnknownId; NotAllowed for who signed a version of it, for its caseworker, and for who is no reviewer;
        InputRefused where there is nothing to decide or no comment; ChangedElsewhere when somebody was first.
        """
        with self._database.session() as session:
            rows = head(session, review_id)
            review, story = rows.review, story_of(session, rows.review)
            refuse_when(review, _about(prompt, story.not_decided(prompt)))
            _refuse(not_deciding(by, rows, story))
            refuse_when(review, None if comment.strip() else _about(prompt, "a decision needs its reason in words"))
            taken = self._step(StepKind.DECIDED, by, prompt=prompt, comment=comment.strip())
            taken.outcome = outcome
            return append(session, review, story, [taken])

    def begin_amending(self, review_id: str, by: Person) -> ReviewForm:
        """This person's draft of an amendment: the one begun before, else a new one with the answers as signed.

        It is saved as any draft, and signed by `store.reviews.amend`. Raises UnknownId; NotAllowed for who may not;
        InputRefused where it cannot be amended now, or somebody else is at it.
        """
        return self._reviews.begin_amending(review_id, by)

    # inside a session

    def _release(self, review_id: str, by: Person, last: date) -> LifeStory:
        with self._database.session() as session:
            rows = head(session, review_id)
            story = story_of(session, rows.review)
            _refuse(not_releasing(session, by, rows))
            refuse_when(rows.review, story.not_released())
            taken = self._step(StepKind.RELEASED, by)
            taken.reply_by = last
            return append(session, rows.review, story, [taken])

    def _step(self, kind: StepKind, by: Person, *, prompt: str | None = None, comment: str = "") -> ReviewStep:
        """A step that is still to be appended: `append` gives it its review and its place."""
        return ReviewStep(
            review="",
            position=0,
            kind=kind,
            prompt=prompt,
            comment=comment,
            recorded_by=by.staff_id,
            at=self._clock.now(),
        )

    def _given_on(self, review: Review, reply: Reply, story: LifeStory) -> date:
        """The day of the reply. Raises InputRefused for one before the release or after today."""
        today = self._clock.today()
        day = reply.day or today
        if day > today:
            refuse_when(review, f"a reply of {day_in_words(day)} is not given yet: today is {day_in_words(today)}")
        if story.released_at is not None and day < office_date(story.released_at):
            released = day_in_words(office_date(story.released_at))
            refuse_when(review, f"a reply of {day_in_words(day)} lies before its release on {released}")
        return day

    def _refuse_disputes(self, rows: ReviewRows, story: LifeStory, reply: Reply, given_on: date) -> None:
        """Raises InputRefused that names every dispute that cannot be taken; nothing is recorded then."""
        refuse_when(rows.review, story.not_disputed(given_on))
        refuse_when(rows.review, None if reply.disputes else "a dispute names the prompts that are disputed")
        prompts = {prompt.id for prompt in self._scorecards.get(rows.scorecard_id).prompts}
        faults: list[Refusal] = []
        named: set[str] = set()
        for each in reply.disputes:
            reason = story.not_disputed(given_on, each.prompt)
            if each.prompt not in prompts:
                reason = f"scorecard {rows.scorecard_id} has no such prompt"
            elif each.prompt in named:
                reason = "it is disputed twice in one reply"
            elif not each.comment.strip():
                reason = "a dispute needs a comment that says why"
            named.add(each.prompt)
            if reason is not None:
                faults.append(Refusal("reply", None, "prompt", each.prompt, reason))
        if faults:
            told = f"{faults[0].value}: {faults[0].reason}"
            raise InputRefused(f"Review {rows.review.id}: {told}. Nothing was recorded.", faults)


def _refuse(sentence: str | None) -> None:
    """Raises NotAllowed with the sentence, if there is one."""
    if sentence is not None:
        raise NotAllowed(f"{sentence} Nothing was changed.")


def _about(prompt: str, reason: str | None) -> str | None:
    return None if reason is None else f"{prompt}: {reason}"


def _sentence(reason: str | None) -> str | None:
    """A reason as a sentence of its own."""
    return None if reason is None else f"{reason[0].upper()}{reason[1:]}."
