"""The life of a signed review: released to the caseworker, acknowledged or disputed, decided, amended.

A signed review never changes; what happens to it afterwards is appended, step by step, as `ReviewStep`. Where it stands
follows from its steps (`state_of`) and is kept beside it (`Review.life`) so that lists can ask for it. Each version of
an amended review has a life of its own; a prompt is disputed at most once over all of them.

`LifeStory` tells it for one version, and why a step is not possible, in words. It knows no persons: who may take which
step stands in `models.store.review_people`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.clock import office_date
from models.columns import UtcDateTime, new_id


class LifeState(StrEnum):
    """Where a review stands. `AMENDED`: a later version took its place. `DECIDED`: every dispute has its outcome."""

    DRAFT = "draft"
    SIGNED = "signed"
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    DECIDED = "decided"
    AMENDED = "amended"


class StepKind(StrEnum):
    """What can happen to a signed review."""

    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    DECIDED = "decided"


class Outcome(StrEnum):
    """What another reviewer decides on a disputed prompt; "changed" asks for an amendment."""

    UPHELD = "upheld"
    CHANGED = "changed"


class ReviewStep(SQLModel, table=True):
    """One step of a signed review's life, appended and never changed.

    `recorded_by` is who was working, `caseworker_id` whose reply it is, `given_on` the day on which the reply was given
    (a form may be recorded later). `reply_by` stands with a release: the last day on which a prompt can be disputed. A
    reply that disputes three prompts is three steps.
    """

    __tablename__ = "review_step"
    __table_args__ = (UniqueConstraint("review", "position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    review: str = Field(foreign_key="review.id", index=True)
    position: int
    kind: str
    prompt: str | None = None
    outcome: str | None = None
    comment: str = ""
    recorded_by: str
    caseworker_id: str | None = None
    reply_by: date | None = None
    given_on: date | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class ReplyAnswer(StrEnum):
    """What the caseworker says to a released review."""

    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class DisputeNote:
    """One prompt that is disputed, and why."""

    prompt: str
    comment: str


@dataclass(frozen=True)
class Reply:
    """A caseworker's reply. `day` is the day it was given; None: the day on which it is recorded. `comment` goes with
    an acknowledgement; of a dispute each prompt has its own."""

    answer: ReplyAnswer
    comment: str = ""
    disputes: tuple[DisputeNote, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Dispute:
    """One disputed prompt, with its outcome once it is decided; `decision` is the decider's comment."""

    prompt: str
    comment: str
    at: datetime
    recorded_by: str
    caseworker_id: str | None
    given_on: date | None
    outcome: Outcome | None = None
    decision: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class LifeStory:
    """The life of one version of a review so far.

    `disputed_before` are the prompts that were disputed on earlier versions; `newest` is the version that counts now
    (its own id unless it was amended); `amending` says who is making an amendment of it, and in which draft.
    `reviewers` signed this or another version of it.
    """

    review_id: str
    state: LifeState
    caseworker_id: str | None
    reviewer_id: str
    steps: tuple[ReviewStep, ...] = ()
    disputed_before: frozenset[str] = frozenset()
    newest: str = ""
    reviewers: frozenset[str] = frozenset()
    amending: tuple[str, str] | None = None

    @property
    def _release(self) -> ReviewStep | None:
        return next((step for step in self.steps if step.kind == StepKind.RELEASED), None)

    @property
    def released_at(self) -> datetime | None:
        return None if self._release is None else self._release.at

    @property
    def released_by(self) -> str | None:
        return None if self._release is None else self._release.recorded_by

    @property
    def reply_by(self) -> date | None:
        """The last day on which a prompt can be disputed; None before the release."""
        return None if self._release is None else self._release.reply_by

    @property
    def acknowledged(self) -> ReviewStep | None:
        """The caseworker's acknowledgement, if it was given."""
        return next((step for step in self.steps if step.kind == StepKind.ACKNOWLEDGED), None)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Every disputed prompt of this version, in the order in which they were disputed."""
        return disputes_of(self.steps)

    @property
    def disputed(self) -> tuple[str, ...]:
        return tuple(dispute.prompt for dispute in self.disputes)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The disputed prompts that wait for their decision."""
        return tuple(dispute.prompt for dispute in self.disputes if dispute.outcome is None)

    @property
    def changed(self) -> tuple[str, ...]:
        """The disputed prompts whose answer is to be another one."""
        return tuple(dispute.prompt for dispute in self.disputes if dispute.outcome is Outcome.CHANGED)

    @property
    def to_amend(self) -> bool:
        """Whether it was decided that it is to be amended, and nobody has done so yet."""
        return self.state is LifeState.DECIDED and bool(self.changed)

    def late(self, today: date) -> bool:
        """Whether the window for a dispute is over."""
        return self.reply_by is not None and today > self.reply_by

    # why a step is not possible, in words; None: it is

    def not_released(self) -> str | None:
        """Why it cannot be released now."""
        if self.state is LifeState.SIGNED:
            return None
        if self.state is LifeState.DRAFT:
            return "it is a draft, and only a signed review is released"
        if self.state is LifeState.AMENDED:
            return self._replaced
        return f"it was released on {_moment(self.released_at)} already"

    def not_acknowledged(self) -> str | None:
        """Why it cannot be acknowledged now; that may come late."""
        if self.state is LifeState.RELEASED:
            return None
        return self._not_out() or self._answered or "it was disputed: its disputes are decided instead"

    def not_disputed(self, today: date, prompt: str | None = None) -> str | None:
        """Why nothing (or not this prompt) can be disputed on this day."""
        found = self._not_out() or self._answered
        if found is not None:
            return found
        assert self.reply_by is not None
        if self.late(today):
            return f"the window for a dispute ended on {day_in_words(self.reply_by)}; it can still be acknowledged"
        if prompt is not None and prompt in self.disputed_before:
            return "this prompt was disputed on an earlier version already, and each is disputed once"
        if prompt is not None and prompt in self.disputed:
            outcome = next(dispute.outcome for dispute in self.disputes if dispute.prompt == prompt)
            decided = "" if outcome is None else f" and decided ({outcome})"
            return f"this prompt was disputed{decided} already, and each is disputed once"
        return None

    def not_decided(self, prompt: str | None = None) -> str | None:
        """Why no dispute (or not that of this prompt) can be decided now."""
        if self.state is LifeState.AMENDED:
            return self._replaced
        if prompt is None:
            return None if self.undecided else "no dispute waits for a decision"
        if prompt in self.undecided:
            return None
        if prompt in self.disputed:
            dispute = next(each for each in self.disputes if each.prompt == prompt)
            return f"{dispute.decided_by} decided it on {_moment(dispute.decided_at)} already ({dispute.outcome})"
        return "this prompt is not disputed"

    def not_amended(self) -> str | None:
        """Why it cannot be amended now."""
        if self.state is LifeState.DRAFT:
            return "it is a draft: sign it first; only a signed review is amended"
        if self.state is LifeState.AMENDED:
            return "it was amended already: amend the version that took its place"
        if self.undecided:
            waiting = " and ".join(self.undecided)
            return f"the dispute of {waiting} waits for its decision by another reviewer"
        return None

    @property
    def _replaced(self) -> str:
        return f"it was amended; review {self.newest} took its place"

    @property
    def _answered(self) -> str | None:
        given = self.acknowledged
        return None if given is None else f"it was acknowledged on {day_in_words(given.given_on or given.at)} already"

    def _not_out(self) -> str | None:
        """Why the caseworker cannot reply to it: it is not with him."""
        if self.state is LifeState.AMENDED:
            return self._replaced
        return "it is not released yet" if self.released_at is None else None


def disputes_of(steps: Sequence[ReviewStep]) -> tuple[Dispute, ...]:
    """The disputed prompts of a version with their outcomes, from its steps in order."""
    decided = {step.prompt: step for step in steps if step.kind == StepKind.DECIDED}
    found = []
    for step in steps:
        if step.kind != StepKind.DISPUTED or step.prompt is None:
            continue
        dispute = Dispute(step.prompt, step.comment, step.at, step.recorded_by, step.caseworker_id, step.given_on)
        told = decided.get(step.prompt)
        if told is not None and told.outcome is not None:
            dispute = replace(
                dispute,
                outcome=Outcome(told.outcome),
                decision=told.comment,
                decided_by=told.recorded_by,
                decided_at=told.at,
            )
        found.append(dispute)
    return tuple(found)


def state_of(steps: Iterable[ReviewStep], *, amended: bool = False) -> LifeState:
    """Where a signed version stands after these steps."""
    taken = tuple(steps)
    kinds = {step.kind for step in taken}
    if amended:
        return LifeState.AMENDED
    if StepKind.DISPUTED in kinds:
        waiting = any(dispute.outcome is None for dispute in disputes_of(taken))
        return LifeState.DISPUTED if waiting else LifeState.DECIDED
    if StepKind.ACKNOWLEDGED in kinds:
        return LifeState.ACKNOWLEDGED
    return LifeState.RELEASED if StepKind.RELEASED in kinds else LifeState.SIGNED


def day_in_words(day: date) -> str:
    """A day for people: 14 Sep 2009."""
    return f"{day.day} {day:%b %Y}"


def _moment(moment: datetime | None) -> str:
    return "an unknown day" if moment is None else day_in_words(office_date(moment))
