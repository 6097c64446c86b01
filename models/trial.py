"""A trial: what signed reviews would have come to under another version of their scorecard. Nothing is written.

Pure; the reading is `models.store.scorecard_trial`. Prompts are matched by id. An answer is weighed anew: what was
picked or typed may count as something else now, or no longer fit; an N/A that the old version's rule gave is asked of
the new rule again, unless the rule is the same. Prompts nobody was asked are named; the outcome is that of the rest.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from models.answer_types import answered, check, written
from models.applicability import settled
from models.kpi import KpiClass
from models.review import AnswerNote, AnswerValue, ReviewForm
from models.scorecard import Prompt, ScorecardDefinition
from models.scoring import Standing, standing_of
from models.sheet_facts import SheetFacts
from models.steer_records import Verdict


@dataclass(frozen=True)
class PromptChange:
    """How a prompt differs between two versions. `what`: "added", "dropped", "renamed" (other words), or "changed"
    (weight, type, critical, evidence, rules: named in `words`)."""

    prompt: str
    what: str
    words: str


@dataclass(frozen=True)
class TrialReview:
    """Which review is tried, and the version it was made with."""

    review_id: str
    recording_id: str | None
    sheet_id: str | None
    caseworker_id: str | None
    reviewer_id: str
    counts_on: date | None
    scorecard_id: str


@dataclass(frozen=True)
class Tried:
    """One review as it is read for a trial; `notes` its answers, `by_rule` the prompts whose N/A a rule gave. The facts
    are worked out only where a rule asks for them."""

    review: TrialReview
    notes: tuple[AnswerNote, ...]
    by_rule: frozenset[str]
    facts: Callable[[], SheetFacts]
    verdict: Verdict | None
    before: Standing


@dataclass(frozen=True)
class TrialLine(TrialReview):
    """One review before and after. `unfit`: prompts whose answer no longer fits, with the reason; `unasked`: prompts of
    the new version without an answer."""

    before: Standing
    after: Standing
    unasked: tuple[str, ...]
    unfit: tuple[tuple[str, str], ...]

    @property
    def class_flips(self) -> bool:
        return self.before.kpi_class is not self.after.kpi_class

    @property
    def critical_flips(self) -> bool:
        return self.before.critical is not self.after.critical

    @property
    def flips(self) -> bool:
        """Whether class or critical result come out otherwise."""
        return self.class_flips or self.critical_flips

    @property
    def score_moves(self) -> Decimal | None:
        """By how much the score would go up or down; None where one of the two has none."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


@dataclass(frozen=True)
class Trial:
    """What came of a trial; `lines` with what flips first, then by how far the score moves. `changes` are the
    differences from each version the reviews were made with. `passed_over`: signed reviews of other scorecards."""

    scorecard_id: str
    lines: tuple[TrialLine, ...]
    changes: Mapping[str, tuple[PromptChange, ...]]
    passed_over: int

    @property
    def reviews(self) -> int:
        return len(self.lines)

    @property
    def flips(self) -> int:
        return sum(line.flips for line in self.lines)

    @property
    def scores_moved(self) -> int:
        return sum(line.before.score != line.after.score for line in self.lines)

    @property
    def with_unasked(self) -> int:
        """Reviews in which a prompt of the new version was never asked, or its answer no longer fits."""
        return sum(bool(line.unasked or line.unfit) for line in self.lines)

    @property
    def classes(self) -> Mapping[tuple[KpiClass | None, KpiClass | None], int]:
        """How many reviews go from which class to which."""
        return Counter((line.before.kpi_class, line.after.kpi_class) for line in self.lines)


class _Weighed(NamedTuple):
    """An answer as it counts under the new version, else why it does not."""

    note: AnswerNote | None
    reason: str | None


REMEMBERED = 10_000
"""Answers whose weighing is remembered; words typed are mostly written once."""


class Trying:
    """One version tried on many reviews; what differs between versions is worked out once."""

    def __init__(self, card: ScorecardDefinition) -> None:
        self._card = card
        self._prompts = {prompt.id: prompt for prompt in card.prompts}
        self._same_rule: dict[str, frozenset[str]] = {}
        self._weighed: dict[tuple[str, AnswerValue | None, str | None], _Weighed] = {}

    def line(self, old: ScorecardDefinition, tried: Tried) -> TrialLine:
        """One review rescored."""
        kept, unfit = self._notes(old, tried)
        answers = self._settled(tried, kept)
        given = {note.prompt: note.given for note in kept if note.given is not None}
        return TrialLine(
            **vars(tried.review),
            before=tried.before,
            after=standing_of(self._card, answers, given, tried.verdict),
            unasked=tuple(prompt for prompt in self._prompts if prompt not in answers),
            unfit=tuple(unfit),
        )

    def _notes(self, old: ScorecardDefinition, tried: Tried) -> tuple[tuple[AnswerNote, ...], list[tuple[str, str]]]:
        """The answers that stand under the new version, and those that do not fit it any more."""
        same = self._same_rules(old)
        kept, unfit = [], []
        for note in tried.notes:
            prompt = self._prompts.get(note.prompt)
            if prompt is None or (note.prompt in tried.by_rule and note.prompt not in same and _na(note)):
                continue
            weighed = self._weigh(prompt, note)
            if weighed.note is not None:
                kept.append(weighed.note)
            elif weighed.reason is not None:
                unfit.append((note.prompt, f"{written(note)} {weighed.reason}"))
        return tuple(kept), unfit

    def _weigh(self, prompt: Prompt, note: AnswerNote) -> "_Weighed":
        """What an answer counts as now; most are given many times, so each is weighed once."""
        key = (note.prompt, note.value, note.given)
        found = self._weighed.get(key)
        if found is None:
            reason = _misfit(prompt, note)
            found = _Weighed(None if reason is not None else answered(prompt, note, written(note)), reason)
            if len(self._weighed) < REMEMBERED:
                self._weighed[key] = found
        return found

    def _settled(self, tried: Tried, kept: tuple[AnswerNote, ...]) -> Mapping[str, AnswerValue]:
        """The answers with what rules add; the facts are not asked for while no rule is."""
        answers = {note.prompt: note.value for note in kept if note.value is not None}
        if all(prompt.id in answers or not prompt.conditions for prompt in self._card.prompts):
            return answers
        about = tried.review
        form = ReviewForm(about.recording_id, about.sheet_id, about.caseworker_id, about.reviewer_id, answers=kept)
        return settled(self._card, form, tried.facts())

    def _same_rules(self, old: ScorecardDefinition) -> frozenset[str]:
        """The prompts whose N/A rule is the same in both versions."""
        if old.id not in self._same_rule:
            before = {prompt.id: prompt.conditions for prompt in old.prompts}
            self._same_rule[old.id] = frozenset(
                prompt.id for prompt in self._card.prompts if before.get(prompt.id) == prompt.conditions
            )
        return self._same_rule[old.id]


def trial_from(
    card: ScorecardDefinition, lines: Iterable[TrialLine], olds: Sequence[ScorecardDefinition], passed_over: int
) -> Trial:
    """The lines put in order, with how the versions differ."""
    ordered = sorted(
        lines,
        key=lambda line: (
            not line.flips,
            -abs(line.score_moves or Decimal(0)),
            line.counts_on or date.max,
            line.review_id,
        ),
    )
    return Trial(card.id, tuple(ordered), {old.id: changes_between(old, card) for old in olds}, passed_over)


def changes_between(old: ScorecardDefinition, new: ScorecardDefinition) -> tuple[PromptChange, ...]:
    """How the prompts of two versions differ, in the new one's order; what was dropped comes last."""
    before, after = ({prompt.id: prompt for prompt in card.prompts} for card in (old, new))
    found = []
    for prompt in new.prompts:
        earlier = before.get(prompt.id)
        if earlier is None:
            found.append(PromptChange(prompt.id, "added", prompt.text))
            continue
        if earlier.text != prompt.text:
            found.append(PromptChange(prompt.id, "renamed", f"{earlier.text} → {prompt.text}"))
        words = ", ".join(_differences(earlier, prompt))
        if words:
            found.append(PromptChange(prompt.id, "changed", words))
    dropped = [PromptChange(prompt.id, "dropped", prompt.text) for prompt in old.prompts if prompt.id not in after]
    return (*found, *dropped)


def _differences(old: Prompt, new: Prompt) -> Iterable[str]:
    """What decides the outcome and is no longer the same, in a few words each."""
    if old.weight != new.weight:
        yield f"weight {old.weight} → {new.weight}"
    if old.critical != new.critical:
        yield "critical now" if new.critical else "no longer critical"
    if old.answer.type is not new.answer.type:
        yield f"asks for {_words(old)} → {_words(new)}"
    elif old.answer != new.answer:
        yield "other answers to choose from, or other limits"
    if old.conditions != new.conditions:
        yield "another rule for N/A"
    if old.always_applies != new.always_applies:
        yield "always applies now" if new.always_applies else "may be N/A now"
    if old.evidence is not new.evidence:
        yield f"evidence {old.evidence} → {new.evidence}"


def _words(prompt: Prompt) -> str:
    return prompt.answer.type.value.replace("_", " or ")


def _misfit(prompt: Prompt, note: AnswerNote) -> str | None:
    """Why an answer of the old version is none under the new one."""
    if _na(note) and prompt.always_applies:
        return "is no answer any more: the prompt always applies"
    return check(prompt, written(note))


def _na(note: AnswerNote) -> bool:
    return note.value is AnswerValue.NOT_APPLICABLE
