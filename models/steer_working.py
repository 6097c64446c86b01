"""The steer's working, laid out so that a person can follow it with a pencil: every test, every sum, every source.

Between `models.steer.judge` and the eye: `ladder(figures, policy, judgement)` gives the steps in the order they were
asked, the shortfalls in pounds, the least lump sums, how the balance falls, what stands beside the ladder, and the
rival readings that would change the answer, in words. Nothing is judged here: the judgement is shown as it was given.
"""

from dataclasses import dataclass, replace

from models.guide_sheet import Frequency
from models.policy import Policy
from models.steer import Figures, Judgement, Reason, Rung, judge
from models.steer_amounts import Amounts, amounts_of, floor_name, floor_sum
from models.steer_notes import (
    Clearing,
    LeastLump,
    Note,
    assurance_note,
    clearing_of,
    deo_note,
    discretion_note,
    least_lumps,
    order_note,
)
from models.steer_steps import Question, Step, StepState, below_cap, is_near_cap, steps_of
from models.steer_sums import per_cent, pounds, rate, rest, share, times, total, weekly
from models.steer_words import CLAIMED, RUNGS, VERDICTS, differences, missing, reason

__all__ = ["Clearing", "Ladder", "LeastLump", "Note", "Question", "Reading", "Step", "StepState", "ladder"]

POLICY_GONE = "The policy it was judged by is not among the policies here."


@dataclass(frozen=True)
class Reading:
    """A rival reading of the policy that would change the answer: the reading in words, and what would change."""

    id: str
    words: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """The whole working of one judgement.

    `sums` come before the first step; `short` holds what was missing in pounds by the reason's code. `steps` is empty
    where the sheet could not be judged; `lacking` says why. The `knife_edge` is empty unless the contribution lies just
    below the ceiling.
    """

    figures: Figures
    judgement: Judgement
    policy: Policy | None
    sums: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    lacking: tuple[str, ...] = ()
    short: tuple[tuple[str, str], ...] = ()
    knife_edge: str = ""
    lumps: tuple[LeastLump, ...] = ()
    clearing: Clearing | None = None
    notes: tuple[Note, ...] = ()
    readings: tuple[Reading, ...] = ()

    @property
    def verdict(self) -> str:
        return VERDICTS[self.judgement.verdict]

    @property
    def claimed(self) -> str:
        """Agreement, that is rung 1 or 2."""
        label = self.figures.label
        return "not held" if label is None else f"{label}, that is {CLAIMED.get(label, 'no rung')}"

    @property
    def reached(self) -> str:
        """Rung 2, an Agreement."""
        label, name = self.judgement.steer_label, RUNGS[Rung(self.judgement.rung)]
        return name if label is None else f"{name}, an {label}"

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What was missing, in pounds."""
        return tuple(words for _code, words in self.short)

    @property
    def findings(self) -> tuple[tuple[str, str], ...]:
        """Why the sheet is not simply accurate, in sentences, each with its shortfall in pounds or an empty text."""
        label, short = self.judgement.steer_label, dict(self.short)
        called = f"Called an {self.figures.label}; it is an {label}."
        return tuple(
            (called if code == Reason.LABEL and label else reason(code), short.get(code, ""))
            for code in self.judgement.reasons
        )

    @property
    def decided(self) -> Step | None:
        """The step that decided."""
        return next((step for step in self.steps if step.state is StepState.DECIDES), None)


def ladder(figures: Figures, policy: Policy | None, judgement: Judgement) -> Ladder:
    """The working of a judgement that `judge(figures, policy)` gave; `policy` is None where it is not at hand."""
    if Reason.NO_POLICY in judgement.reasons:
        return Ladder(figures, judgement, None, lacking=(_no_policy(figures),))
    if policy is None:
        return Ladder(figures, judgement, None, lacking=(POLICY_GONE,))
    blank = missing(judgement.reasons)
    if blank:
        return Ladder(
            figures,
            judgement,
            policy,
            _known_sums(figures, policy),
            lacking=tuple(reason(code) for code in judgement.reasons),
            notes=(discretion_note(figures, policy),),
        )
    amounts = amounts_of(figures, policy.settings)
    return Ladder(
        figures,
        judgement,
        policy,
        _sums(amounts, judgement),
        steps_of(amounts, policy),
        (),
        _shortfalls(amounts, judgement),
        _knife_edge(amounts, policy),
        least_lumps(amounts),
        clearing_of(amounts),
        (
            deo_note(amounts, policy),
            order_note(amounts, policy),
            assurance_note(amounts, policy),
            discretion_note(figures, policy),
        ),
        _readings(figures, policy, judgement),
    )


def _no_policy(figures: Figures) -> str:
    """No policy is in force for CMS on 14 Sep 2009."""
    if figures.scheme is None:
        return "The scheme is not held, so no policy can be found."
    day = figures.decision_date
    when = "without a decision date" if day is None else f"on {day.day} {day:%b %Y}"
    return f"No policy is in force for {figures.scheme} {when}."


def _sums(amounts: Amounts, judgement: Judgement) -> tuple[str, ...]:
    """What is to be paid, the instalment by the week, and the contribution against net income."""
    by_week = weekly(amounts.instalment, amounts.frequency)[1]
    contribution = f"{amounts.contribution_words} a week"
    if judgement.rate_hundredths is not None:
        contribution += f", which is {rate(judgement.rate_hundredths)} of {pounds(amounts.net_income)}"
    return tuple(words for words in (amounts.balance_words, by_week, contribution) if words)


def _known_sums(figures: Figures, policy: Policy) -> tuple[str, ...]:
    """The sums that can be made of a sheet with blanks."""
    found = []
    if figures.arrears_pence is not None:
        found.append(rest((figures.arrears_pence, "arrears"), (figures.lump_sum_pence or 0, "lump sum")))
    if figures.instalment_pence is not None and figures.frequency is not None:
        by_week, words = weekly(figures.instalment_pence, Frequency(figures.frequency))
        found.append(words)
        if figures.regular_pence is not None:
            found.append(f"{total((figures.regular_pence, 'regular'), (by_week, 'arrears'))} a week")
    if figures.net_income_pence is not None:
        found.append(f"{share(policy.settings.cap_pct, figures.net_income_pence, up=False)[1]} a week")
        if figures.regular_pence is not None:
            found.append(floor_sum(policy.settings, figures.scheme, figures.net_income_pence, figures.regular_pence)[1])
    return tuple(words for words in found if words)


def _shortfalls(amounts: Amounts, judgement: Judgement) -> tuple[tuple[str, str], ...]:
    """What was missing, in pounds, for each reason that has a sum."""
    told = {code: _shortfall(amounts, code) for code in judgement.reasons}
    return tuple((code, words) for code, words in told.items() if words)


def _shortfall(amounts: Amounts, code: str) -> str:
    over = rest((amounts.contribution, ""), (amounts.ceiling, ""))
    match code:
        case Reason.NOT_CLEAR_2Y:
            left = rest((amounts.balance, "to pay"), (amounts.allowed * amounts.instalment, ""))
            return f"{times(amounts.allowed, amounts.instalment)}; {left} is left after {amounts.two_years}."
        case Reason.BELOW_FLOOR if amounts.floor is not None:
            short = rest((amounts.floor, ""), (amounts.contribution, ""))
            return f"{short} a week short of {floor_name(amounts.settings, amounts.figures.scheme)}."
        case Reason.DEO_LEAVES_UNDER_60PC:
            kept = per_cent(10_000 - amounts.settings.cap_pct)
            return f"{over} a week more than an order may take and leave {kept}."
        case Reason.NO_SUSTAINABILITY_ASSURANCE:
            return f"{over} a week above {amounts.ceiling_name}."
    return ""


def _knife_edge(amounts: Amounts, policy: Policy) -> str:
    """The sentence for a contribution that a rival reading would take as the cap (16th ambiguity)."""
    return f"{below_cap(amounts)}." if amounts.balance and is_near_cap(amounts, policy) else ""


def _readings(figures: Figures, policy: Policy, judgement: Judgement) -> tuple[Reading, ...]:
    """Each rival reading that the judgement names, with what comes out under it."""
    found = []
    for rival_id in judgement.reading_sensitive:
        rival = policy.rival(rival_id)
        other = judge(figures, replace(policy, settings=rival.settings, rivals=()))
        found.append(Reading(rival_id, rival.words, differences(judgement, other)))
    return tuple(found)
