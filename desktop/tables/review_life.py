"""The life of the review on the desk in words: the strip of what happened, and what became of each answer.

Between `desktop.state.review_life` and the review page. `desktop.tables.life` words the lists; the strip is one
line, so it is shorter, and it goes through all versions of the review.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.state.draft_opening import Life
from desktop.tables import wording
from desktop.tables.answers import answer_words
from desktop.tables.life import OUTCOMES, result_words
from models.clock import office_date
from models.review import AnswerNote
from models.review_life import Dispute, LifeState, LifeStory, Outcome, ReviewStep, StepKind
from models.scorecard import ScorecardDefinition
from models.store.review_versions import VersionLine

NOT_RELEASED = "Not released yet"
NO_REPLY = "No reply yet"


@dataclass(frozen=True)
class StripStep:
    """One step of the strip: words, drawing and ink, and all of it in a sentence. `waits`: it is still to come."""

    words: str
    mark: str
    ink: str
    tip: str
    waits: bool = False


def strip(life: Life) -> tuple[StripStep, ...]:
    """What happened to the review, oldest first, through all its versions, and what is next."""
    year = office_date(life.versions[0].signed_at).year if life.versions else life.today.year
    steps: list[StripStep] = []
    stories = {story.review_id: story for story in life.stories}
    for number, version in enumerate(life.versions):
        day = _short(version.signed_at, year) if number else wording.day(office_date(version.signed_at))
        mark = ("state-amended", "accent") if number else ("state-signed", "good")
        why = f" Reason: {version.why}" if version.why else ""
        verb = "Amended" if number else "Signed"
        tip = f"{verb} {wording.moment(version.signed_at)} by {version.by}: {result_words(version)}.{why}"
        steps.append(StripStep(f"{verb} {day} by {version.by}", *mark, tip))
        steps += _steps_of(stories[version.review_id], year)
    last = life.stories[-1] if life.stories else life.story
    waiting = next_step(last, life.today)
    return (*steps, waiting) if waiting is not None else tuple(steps)


def next_step(story: LifeStory, today: date) -> StripStep | None:
    """What is to come next for the newest version; None where nothing waits."""
    if story.amending is not None:
        who = story.amending[0]
        return StripStep(f"Being amended by {who}", "edited", "accent", f"{who} began an amendment.", waits=True)
    if story.state is LifeState.SIGNED:
        return StripStep(NOT_RELEASED, "state-due", "quiet", "The caseworker has not been given it yet.", waits=True)
    if story.state is LifeState.RELEASED and story.reply_by is not None:
        if story.late(today):
            words = f"No reply by {wording.day(story.reply_by)}"
            return StripStep(words, "state-overdue", "bad", "The window for a dispute is over.", waits=True)
        return StripStep(NO_REPLY, "state-due", "quiet", "The caseworker can acknowledge or dispute it.", waits=True)
    if story.undecided:
        count = wording.several(len(story.undecided), "prompt")
        who = f"by another reviewer than {' or '.join(sorted(story.reviewers or {story.reviewer_id}))}"
        return StripStep(f"{count} to decide", "state-disputed", "warn", f"To be decided {who}.", waits=True)
    if story.to_amend:
        return StripStep("To be amended", "edited", "warn", "An answer is to be changed as decided.", waits=True)
    return None


def _steps_of(story: LifeStory, year: int) -> list[StripStep]:
    """The steps of one version; those of one reply, and the decisions of one day, together."""
    found: list[StripStep] = []
    replies: Counter[tuple[date, str | None]] = Counter()
    decisions: dict[tuple[date, str], list[ReviewStep]] = {}
    order: list[tuple[str, object]] = []
    for step in story.steps:
        day = step.given_on or office_date(step.at)
        if step.kind == StepKind.DISPUTED:
            reply = (day, step.caseworker_id)
            if not replies[reply]:
                order.append((StepKind.DISPUTED, reply))
            replies[reply] += 1
        elif step.kind == StepKind.DECIDED:
            decided = (day, step.recorded_by)
            if decided not in decisions:
                order.append((StepKind.DECIDED, decided))
            decisions.setdefault(decided, []).append(step)
        else:
            order.append((step.kind, step))
    for kind, what in order:
        if isinstance(what, ReviewStep):
            found.append(_single(what, year))
        elif kind == StepKind.DISPUTED and isinstance(what, tuple):
            when, who = what
            count = wording.several(replies[what], "prompt")
            tip = f"Disputed {wording.day(when)} by {who}: {count}."
            found.append(StripStep(f"Disputed {_short(when, year)} ({count})", "state-disputed", "warn", tip))
        elif isinstance(what, tuple):
            found.append(_decided(decisions[what], year))
    return found


def _single(step: ReviewStep, year: int) -> StripStep:
    day = step.given_on or office_date(step.at)
    if step.kind == StepKind.RELEASED:
        last = "" if step.reply_by is None else f", reply by {_short(step.reply_by, year)}"
        tip = f"Released {wording.moment(step.at)} by {step.recorded_by}{last}."
        return StripStep(f"Released {_short(day, year)}{last}", "state-released", "accent", tip)
    said = f" “{step.comment}”" if step.comment else ""
    tip = f"Acknowledged {wording.day(day)} by {step.caseworker_id}, recorded by {step.recorded_by}.{said}"
    return StripStep(f"Acknowledged {_short(day, year)}", "state-acknowledged", "good", tip)


def _decided(steps: list[ReviewStep], year: int) -> StripStep:
    outcomes = Counter(OUTCOMES[Outcome(step.outcome)] for step in steps if step.outcome is not None)
    told = ", ".join(f"{count} {words}" for words, count in outcomes.items())
    day, who = office_date(steps[0].at), steps[0].recorded_by
    tip = f"Decided {wording.day(day)} by {who}: {told}."
    return StripStep(f"Decided {_short(day, year)} by {who}", "state-decided", "accent", tip)


def _short(when: datetime | date, year: int) -> str:
    """A day without its year where it is that of the signature."""
    day = office_date(when) if isinstance(when, datetime) else when
    return f"{day.day} {day:%b}" if day.year == year else wording.day(day)


# what became of each answer


def fates(life: Life | None, card: ScorecardDefinition) -> dict[str, tuple[str, ...]]:
    """What became of each answer after it was signed: its dispute, how that was decided, as published and as amended.

    Only what happened up to the version on the desk.
    """
    if life is None:
        return {}
    told: dict[str, list[str]] = {}
    upto = next((at for at, each in enumerate(life.stories) if each.review_id == life.story.review_id), -1)
    for story in life.stories[: upto + 1]:
        for dispute in story.disputes:
            told.setdefault(dispute.prompt, []).extend(dispute_words(dispute))
    for prompt, (before, after) in changes(life.versions[: upto + 1]).items():
        asked = next((each for each in card.prompts if each.id == prompt), None)
        if asked is not None:
            then, now = answer_words(asked, before), answer_words(asked, after)
            what = f"As published: {then}. As amended: {now}." if then != now else "What is said beside it was amended."
            told.setdefault(prompt, []).append(what)
    return {prompt: tuple(lines) for prompt, lines in told.items()}


def dispute_words(dispute: Dispute) -> list[str]:
    """A dispute and its decision, a line each."""
    day = wording.day(dispute.given_on or office_date(dispute.at))
    lines = [f"Disputed {day} by {dispute.caseworker_id}: “{' '.join(dispute.comment.split())}”"]
    if dispute.outcome is None:
        lines.append("It waits for its decision by another reviewer.")
    else:
        when = wording.day(None if dispute.decided_at is None else office_date(dispute.decided_at))
        said = " ".join(dispute.decision.split())
        lines.append(f"Decided {when} by {dispute.decided_by}: {OUTCOMES[dispute.outcome]}. “{said}”")
    return lines


def changes(versions: tuple[VersionLine, ...]) -> Mapping[str, tuple[AnswerNote, AnswerNote]]:
    """What each changed prompt said as published and as it stands in the last of these versions."""
    found: dict[str, tuple[AnswerNote, AnswerNote]] = {}
    for version in versions:
        for change in version.changed:
            first = found[change.prompt][0] if change.prompt in found else change.before
            found[change.prompt] = (first, change.after)
    return {prompt: pair for prompt, pair in found.items() if pair[0] != pair[1]}


def version_words(versions: tuple[VersionLine, ...], place: int) -> str:
    """One version in a line: "Original, as published · 5 Oct 2009 by TL01 · 54.5, critical fail, inaccurate"."""
    version = versions[place]
    last = place == len(versions) - 1
    name = "Original, as published" if not place else f"Amendment {place}"
    if last and place:
        name += ", as it stands now"
    day = wording.day(office_date(version.signed_at))
    return f"{name}  ·  {day} by {version.by}  ·  {result_words(version)}"
