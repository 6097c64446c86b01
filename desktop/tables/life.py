"""A review's life in the words of lists and lines: where it stands, until when to reply, what happened on which day.

Between the store's `LifeStory` and `VersionLine` and every view that tells them. No widgets and no store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from desktop.tables import wording
from models.clock import office_date
from models.review_life import LifeState, LifeStory, Outcome, ReviewStep, StepKind
from models.store.review_listing import Stand
from models.store.review_versions import VersionLine

ARROW = "→"
NONE = "—"


@dataclass(frozen=True)
class StandWords:
    """Where reviews stand: the words of a line, those of the rail, drawing and ink, and what waits there."""

    line: str
    rail: str
    mark: str
    ink: str
    purpose: str


STANDS: Mapping[Stand, StandWords] = {
    Stand.DRAFT: StandWords("Draft", "Drafts", "state-draft", "accent", "Begun and not yet signed"),
    Stand.TO_RELEASE: StandWords(
        "To release", "To release", "state-signed", "accent", "Signed; the caseworker has not been told yet"
    ),
    Stand.AWAITING: StandWords(
        "Awaiting reply", "Awaiting reply", "state-released", "quiet", "Released; the caseworker may reply or dispute"
    ),
    Stand.OVERDUE: StandWords(
        "Reply overdue", "Reply overdue", "state-overdue", "bad", "Released, the last day to reply is over"
    ),
    Stand.ACKNOWLEDGED: StandWords(
        "Acknowledged", "Acknowledged", "state-acknowledged", "good", "Taken note of by the caseworker"
    ),
    Stand.TO_DECIDE: StandWords(
        "Disputed", "To decide", "state-disputed", "warn", "Disputed; another reviewer decides each prompt"
    ),
    Stand.TO_AMEND: StandWords(
        "To amend",
        "To amend",
        "edited",
        "warn",
        "A dispute was decided as to be changed; somebody amends it",
    ),
    Stand.DECIDED: StandWords(
        "Upheld", "Upheld", "state-decided", "good", "Disputed, and every answer upheld by another reviewer"
    ),
    Stand.AMENDED: StandWords(
        "Amended", "Amended", "state-amended", "quiet", "A later version took the place of the one published"
    ),
}
CRITICAL = {"pass": "Pass", "fail": "Fail", "not_assessable": "Not assessable"}
OUTCOMES = {Outcome.UPHELD: "upheld", Outcome.CHANGED: "to be changed"}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: its drawing and ink, the day, and what it was."""

    mark: str
    ink: str
    day: str
    words: str
    comment: str = ""


def day_of(moment: datetime | None) -> str:
    """The day in the office, as 14 Sep 2009."""
    return wording.day(None if moment is None else office_date(moment))


def days_left(reply_by: date, today: date) -> str:
    """How long there still is to reply: "7 days left", "today", "3 days over"."""
    days = (reply_by - today).days
    if days == 0:
        return "last day"
    return f"{wording.several(days, 'day')} left" if days > 0 else f"{wording.several(-days, 'day')} over"


def reply_by_words(reply_by: date | None, today: date, *, waits: bool) -> str:
    """What is left until the last day to reply while the reply `waits`, else that day."""
    if reply_by is None:
        return NONE
    return days_left(reply_by, today) if waits else wording.day(reply_by)


def changed_words(before: str, now: str) -> str:
    """A figure as published and as amended; once where it stayed the same."""
    return now if before == now else f"{before} {ARROW} {now}"


def score_words(score: Decimal | None) -> str:
    return NONE if score is None else f"{score:.1f}"


def critical_words(critical: str | None) -> str:
    return NONE if critical is None else CRITICAL.get(critical, critical)


def disputes_words(disputed: int, undecided: int) -> str:
    """How many disputes wait, or how many were decided: "1 of 2 open", "2 decided"."""
    if not disputed:
        return NONE
    if not undecided:
        return f"{disputed} decided"
    return f"{undecided} open" if undecided == disputed else f"{undecided} of {disputed} open"


def result_parts(version: VersionLine) -> tuple[str, str, str]:
    """Score, critical result and class of a version: "83.3", "critical fail", "inaccurate"."""
    critical = critical_words(version.critical).lower()
    return (
        "no score" if version.score is None else score_words(version.score),
        f"critical {critical}" if version.critical is not None else "nothing critical",
        wording.kpi_class(version.kpi_class).lower(),
    )


def result_words(version: VersionLine) -> str:
    """What came out of a version: "83.3, critical fail, inaccurate"."""
    return ", ".join(result_parts(version))


def happenings(versions: Sequence[VersionLine], stories: Sequence[LifeStory], today: date) -> tuple[Happening, ...]:
    """What happened to a review, oldest first: every version with the steps of its own story. What waits comes last."""
    told: list[Happening] = []
    for number, (version, story) in enumerate(zip(versions, stories, strict=True)):
        verb, mark = ("Amended", "state-amended") if number else ("Signed", "sign")
        words = f"{verb} by {version.by}: {result_words(version)}"
        told.append(Happening(mark, "quiet", day_of(version.signed_at), words, (version.why or "") if number else ""))
        told += [_steps(list(steps)) for _key, steps in groupby(story.steps, _together)]
    waits = _waits(stories[-1], today) if stories else None
    return (*told, waits) if waits is not None else tuple(told)


def _together(step: ReviewStep) -> tuple[object, ...]:
    """Steps that are one event: the prompts disputed in one reply, those decided by one person on one day."""
    return (step.kind, step.recorded_by, step.given_on, office_date(step.at))


def _steps(steps: Sequence[ReviewStep]) -> Happening:
    """One event; which prompts it is about stands with the disputes."""
    step, many = steps[0], len(steps)
    day = wording.day(step.given_on) if step.given_on is not None else day_of(step.at)
    who = step.caseworker_id or step.recorded_by
    by = who if who == step.recorded_by else f"{who}, recorded by {step.recorded_by}"
    if step.kind == StepKind.RELEASED:
        reply = f"; reply by {wording.day(step.reply_by)}" if step.reply_by else ""
        return Happening("state-released", "quiet", day, f"Released by {step.recorded_by}{reply}")
    if step.kind == StepKind.ACKNOWLEDGED:
        return Happening("state-acknowledged", "good", day, f"Acknowledged by {by}", step.comment)
    if step.kind == StepKind.DISPUTED:
        return Happening("state-disputed", "warn", day, f"Disputed by {by}: {wording.several(many, 'prompt')}")
    outcomes = [OUTCOMES[Outcome(each.outcome)] for each in steps if each.outcome is not None]
    told = ", ".join(f"{wording.number(outcomes.count(each))} {each}" for each in dict.fromkeys(outcomes))
    return Happening("state-decided", "quiet", day, f"Decided by {step.recorded_by}: {told}")


def _waits(story: LifeStory, today: date) -> Happening | None:
    """What is to come next, if anything waits."""
    if story.state is LifeState.SIGNED:
        return Happening("state-due", "accent", "next", "To be released to the caseworker")
    if story.state is LifeState.RELEASED and story.reply_by is not None:
        late = story.late(today)
        words = f"Reply due by {wording.day(story.reply_by)} · {days_left(story.reply_by, today)}"
        return Happening("state-overdue" if late else "state-due", "bad" if late else "accent", "next", words)
    if story.undecided:
        words = f"{wording.several(len(story.undecided), 'dispute')} to be decided by another reviewer"
        return Happening("state-due", "accent", "next", words)
    if story.amending is not None:
        return Happening("state-due", "accent", "next", f"{story.amending[0]} is amending it")
    if story.to_amend:
        return Happening("state-due", "accent", "next", "To be amended as decided")
    return None
