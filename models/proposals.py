"""What the steer proposes for the prompts that are its own: an answer with the sum it rests on.

Between the steer's working (`models.steer_working`) and the scorecard: a proposal is not an answer until a person takes
it, and one who answers otherwise is heard; what was proposed is kept with the signed review, and what goes against it
is listed at signing. A proposed "no" brings the field of the sheet it rests on, since a "no" needs evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.applicability import WORDS
from models.guide_sheet import Method
from models.policy import Policy
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote
from models.scorecard import ScorecardDefinition
from models.steer import YES, Figures, Judgement, Reason, Rung, Verdict, has_ground
from models.steer_amounts import Amounts, amounts_of
from models.steer_notes import order_note
from models.steer_sums import per_cent, pounds, rest
from models.steer_words import RUNGS
from models.steer_working import Ladder, ladder


@dataclass(frozen=True)
class Proposal:
    """The answer proposed for a prompt, the sum in words, and the field of the sheet a "no" rests on."""

    prompt: str
    value: AnswerValue
    sum: str
    field: str | None = None

    @property
    def words(self) -> str:
        """Yes: 30% of £400.00 = ..."""
        return f"{WORDS[self.value].capitalize()}: {self.sum}"

    def taken(self, note: AnswerNote) -> AnswerNote:
        """The answer as it stands once the proposal is taken; comment and evidence of its own stay."""
        evidence = note.evidence
        if self.value is AnswerValue.NO and self.field is not None:
            rests_on = EvidenceNote(EvidenceKind.SHEET, field=self.field)
            evidence = evidence if rests_on in evidence else (*evidence, rests_on)
        return replace(note, value=self.value, evidence=evidence)

    def as_values(self) -> dict[str, Any]:
        """Plain values for the database and the command line."""
        return {"prompt": self.prompt, "proposed": self.value.value, "sum": self.sum}

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> "Proposal":
        """What `as_values` wrote, for reading: nobody takes it any more, so the field is not kept."""
        return Proposal(values["prompt"], AnswerValue(values["proposed"]), values["sum"])


@dataclass(frozen=True)
class AgainstSteer:
    """A person's answer that is another than the steer proposed; listed at signing, and kept."""

    proposal: Proposal
    value: AnswerValue

    @property
    def prompt(self) -> str:
        return self.proposal.prompt

    @property
    def why(self) -> str:
        return f"the steer proposes {WORDS[self.proposal.value]}: {self.proposal.sum}"

    def __str__(self) -> str:
        return f"{self.prompt}: answered {WORDS[self.value]}, but {self.why}"

    def as_values(self) -> dict[str, Any]:
        """Plain values for the database and the command line."""
        return {"prompt": self.prompt, "answer": self.value.value} | self.proposal.as_values()


@dataclass(frozen=True)
class _Ground:
    """What the proposals rest on; `amounts` is None for a sheet that could not be judged."""

    figures: Figures
    policy: Policy | None
    judgement: Judgement
    working: Ladder
    amounts: Amounts | None

    @property
    def lacking(self) -> str:
        return "it cannot be worked out. " + " ".join(self.working.lacking)

    @property
    def by_discretion(self) -> bool:
        return has_ground(self.figures.discretion_ground) and self.figures.has_discretion_reason


_Answer = tuple[AnswerValue, str, str | None]


def proposals(
    card: ScorecardDefinition, figures: Figures, policy: Policy | None, judgement: Judgement
) -> tuple[Proposal, ...]:
    """What `judge(figures, policy)` proposes for the prompts of the card that are the steer's, in the card's order."""
    assessed = judgement.verdict is not Verdict.NOT_ASSESSABLE and policy is not None
    amounts = amounts_of(figures, policy.settings) if assessed and policy is not None else None
    ground = _Ground(figures, policy, judgement, ladder(figures, policy, judgement), amounts)
    found = []
    for prompt in card.prompts:
        if prompt.from_steer and prompt.id in _PROPOSED_BY:
            value, words, field = _PROPOSED_BY[prompt.id](ground)
            found.append(Proposal(prompt.id, value, words, field))
    return tuple(found)


def against_steer(proposed: Sequence[Proposal], answers: Mapping[str, AnswerValue]) -> tuple[AgainstSteer, ...]:
    """The answers that stand and are others than proposed, in the order of the card."""
    return tuple(
        AgainstSteer(each, answers[each.prompt])
        for each in proposed
        if each.prompt in answers and answers[each.prompt] is not each.value
    )


def _within_rung(ground: _Ground) -> _Answer:
    working, decided = ground.working, ground.working.decided
    if ground.amounts is None or decided is None:
        return AnswerValue.CANNOT_TELL, ground.lacking, None
    if ground.judgement.rung == Rung.ONE:
        return AnswerValue.NOT_APPLICABLE, f"paid in full: {ground.amounts.balance_words}", None
    if ground.by_discretion:
        return AnswerValue.NOT_APPLICABLE, "discretion is recorded, with its ground and a reason", None
    if ground.judgement.rung == Rung.OUTSIDE:
        short = " ".join(working.shortfalls) or "; ".join(test.sum for test in decided.asked)
        return AnswerValue.NO, f"outside the ladder. {short}", "instalment"
    sums = "; ".join(test.sum for test in decided.asked)
    return AnswerValue.YES, f"{_reached(ground.judgement)}: {sums}", None


def _label_right(ground: _Ground) -> _Answer:
    label, held = ground.judgement.steer_label, ground.figures.label
    if ground.amounts is None:
        return AnswerValue.CANNOT_TELL, ground.lacking, None
    if label is None:
        return AnswerValue.NOT_APPLICABLE, "outside the ladder, and no discretion is recorded with its reason", None
    reached = _reached(ground.judgement)
    if Reason.LABEL in ground.judgement.reasons:
        return AnswerValue.NO, f"{reached}: an {label}, but the sheet calls it an {held}", "label"
    return AnswerValue.YES, f"{reached}: an {label}, and so it is called", None


def _reached(judgement: Judgement) -> str:
    if judgement.rung == Rung.OUTSIDE:
        return "outside the ladder by recorded discretion"
    return f"r{RUNGS[Rung(judgement.rung)][1:]}"


def _over_40_tested(ground: _Ground) -> _Answer:
    amounts = ground.amounts
    if amounts is None:
        return AnswerValue.CANNOT_TELL, ground.lacking, None
    trigger = per_cent(amounts.settings.assurance_pct)
    contribution = f"{amounts.contribution_words} a week of {pounds(amounts.net_income)}"
    if not amounts.needs_assurance:
        return AnswerValue.NOT_APPLICABLE, f"{contribution} is not above {trigger}", None
    if amounts.assured:
        return AnswerValue.YES, f"{contribution} is above {trigger}, and an assurance is recorded", None
    words = f"{contribution} is above {trigger}, and no assurance is recorded"
    return AnswerValue.NO, words, "sustainability_assured"


def _deo_leaves_60(ground: _Ground) -> _Answer:
    amounts = ground.amounts
    if ground.figures.method != Method.DEO:
        return AnswerValue.NOT_APPLICABLE, "the method agreed is no deduction from earnings order", None
    if amounts is None:
        return AnswerValue.CANNOT_TELL, ground.lacking, None
    leaves = rest((amounts.net_income, ""), (amounts.contribution, "by the order"))
    protected = rest((amounts.net_income, ""), (amounts.ceiling, ""))
    if amounts.contribution <= amounts.ceiling:
        return AnswerValue.YES, f"{leaves}; protected are {protected}", None
    return AnswerValue.NO, f"{leaves}; protected are {protected}", "instalment"


def _lo_considered(ground: _Ground) -> _Answer:
    amounts, due = ground.amounts, ground.judgement.liability_order_due
    if amounts is None or due is None or ground.policy is None:
        return AnswerValue.CANNOT_TELL, ground.lacking, None
    tests = order_note(amounts, ground.policy).tests
    if not due:
        against = next((test.sum for test in tests if not test.met), "")
        return AnswerValue.NOT_APPLICABLE, f"not due: {against}", None
    sums = "; ".join(test.sum for test in tests)
    if ground.figures.liability_order_considered == YES:
        return AnswerValue.YES, f"due, and the sheet says that it was considered: {sums}", None
    words = f"due, and the sheet does not say that it was considered: {sums}"
    return AnswerValue.NO, words, "liability_order_considered"


_PROPOSED_BY: Mapping[str, Callable[[_Ground], _Answer]] = {
    "WITHIN_RUNG": _within_rung,
    "LABEL_RIGHT": _label_right,
    "OVER_40_TESTED": _over_40_tested,
    "DEO_LEAVES_60": _deo_leaves_60,
    "LO_CONSIDERED": _lo_considered,
}
