"""The ladder as it was asked: each step with its tests in pounds, and the first one that fits.

The order is that of `models.steer` (domain notes, section 2). A step whose tests are all met decides; what comes after
it was never asked. Where the policy has no floor, the steps that ask for it are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from models.policy import Paragraph, Policy
from models.steer import Rung
from models.steer_amounts import Amounts, floor_name
from models.steer_sums import per_cent, pounds, rest


class StepState(StrEnum):
    """How a step came out. `DECIDES`: the first whose tests are all met."""

    DECIDES = "decides"
    PASSED = "not met"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Question:
    """One question to a sheet: what is claimed, the sum it is tested by, and whether it holds."""

    claim: str
    sum: str
    met: bool

    @property
    def line(self) -> str:
        """The sum with its answer: "...; £60.00 regular + £60.00 arrears = £120.00: met"."""
        return f"{self.sum}: {'met' if self.met else 'not met'}"


@dataclass(frozen=True)
class Step:
    """One step of the ladder. `rung` is what it leads to; `then` are the tests that decide so once it is the one.

    `paragraphs` are those of the policy's source that stand behind it.
    """

    number: int
    title: str
    rung: Rung
    tests: tuple[Question, ...]
    state: StepState
    paragraphs: tuple[Paragraph, ...]
    then: tuple[Question, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """The tests that were needed: up to the first that is not met, and of a step that decides all of them."""
        if self.state is StepState.NOT_ASKED:
            return ()
        failed = next((at for at, test in enumerate(self.tests) if not test.met), None)
        return (*self.tests, *self.then) if failed is None else self.tests[: failed + 1]


@dataclass(frozen=True)
class _Rule:
    title: str
    rung: Rung
    tests: tuple[Question, ...]
    behind: tuple[str, ...]
    then: tuple[Question, ...] = field(default=())


def steps_of(amounts: Amounts, policy: Policy) -> tuple[Step, ...]:
    """Every step in the order of asking."""
    steps: list[Step] = []
    decided = False
    for number, rule in enumerate(_rules(amounts, is_near_cap(amounts, policy)), 1):
        fits = all(test.met for test in rule.tests)
        state = StepState.NOT_ASKED if decided else StepState.DECIDES if fits else StepState.PASSED
        decided = decided or fits
        paragraphs = {p.reference: p for part in rule.behind for p in policy.paragraphs_behind(part)}
        steps.append(Step(number, rule.title, rule.rung, rule.tests, state, tuple(paragraphs.values()), rule.then))
    return tuple(steps)


def _rules(amounts: Amounts, near: bool) -> Iterator[_Rule]:
    cap, span = amounts.cap_name, amounts.two_years
    floor = floor_name(amounts.settings, amounts.figures.scheme)
    binds = amounts.settings.floor_binds
    yield _Rule(
        "Paid in full",
        Rung.ONE,
        (Question("Nothing is left to pay", amounts.balance_words, amounts.balance == 0),),
        ("1",),
    )
    yield _above(amounts)
    if floor:
        yield _Rule(
            f"{cap}, cleared within {span}",
            Rung.THREE,
            (_clears(amounts), _at_cap(amounts, near), _floor_too_low(amounts)),
            ("3",),
        )
    if floor and binds:
        within: tuple[Question, ...] = (_clears(amounts), _at_floor(amounts))
        title = f"{floor} or more, cleared within {span}"
    else:
        within = (_clears(amounts),)
        title = f"Up to {cap}, cleared within {span}"
    strict = floor and not amounts.settings.rung2_at_least and not amounts.floor_clears
    yield _Rule(title, Rung.THREE if strict else Rung.TWO, within, ("3",) if strict else ("2",))
    if floor and binds:
        yield _Rule(
            f"Less than {floor}, cleared within {span}",
            Rung.OUTSIDE,
            (_clears(amounts), _negated(_at_floor(amounts), f"Less than {floor}")),
            ("2",),
        )
    late = _negated(_clears(amounts), f"Not cleared within {span}")
    yield _Rule(f"{cap}, not cleared within {span}", Rung.THREE_ENFORCED, (late, _at_cap(amounts, near)), ("3E",))
    short = (_negated(_at_floor(amounts), f"Less than {floor}"),) if amounts.below_floor else ()
    yield _Rule("Anything else", Rung.OUTSIDE, (late,), ("2", "3"), short)


def _above(amounts: Amounts) -> _Rule:
    """Above the ceiling: an order may not, a voluntary offer must clear in time and be known to be sustainable."""
    above = Question(f"More than {amounts.ceiling_name}", _against_ceiling(amounts), amounts.below_cap < 0)
    title = f"More than {amounts.ceiling_name}"
    if amounts.by_deo:
        leaves = rest((amounts.net_income, ""), (amounts.contribution, "by the order"))
        protected = amounts.net_income - amounts.ceiling
        kept = Question(
            "The order leaves what is protected",
            f"{leaves}, and {pounds(protected)} is protected",
            amounts.below_cap >= 0,
        )
        return _Rule(title, Rung.OUTSIDE, (above,), ("DEO",), (kept,))
    clears = _clears(amounts)
    trigger = per_cent(amounts.settings.assurance_pct)
    if amounts.needs_assurance:
        recorded = "recorded" if amounts.assured else "not recorded"
        sustained = Question(
            f"Above {trigger}: assurance that it can be kept up", f"assurance {recorded}", amounts.assured
        )
    else:
        sustained = Question("No assurance is asked for", f"not above {trigger}", met=True)
    then: tuple[Question, ...] = (clears, sustained) if clears.met else (clears,)
    return _Rule(title, Rung.TWO if all(test.met for test in then) else Rung.OUTSIDE, (above,), ("ASSURANCE",), then)


def _clears(amounts: Amounts) -> Question:
    return Question(f"Cleared within {amounts.two_years}", amounts.two_year_words, amounts.clears)


def _against_ceiling(amounts: Amounts) -> str:
    return f"{amounts.ceiling_words}; {amounts.contribution_words}"


def _at_cap(amounts: Amounts, near: bool) -> Question:
    """To the penny, unless the policy allows some; the knife edge is said in words (16th ambiguity)."""
    words, gap, allowed = _against_ceiling(amounts), amounts.below_cap, amounts.settings.cap_tolerance_pence
    if gap > 0 and amounts.at_cap:
        words += f"; {pounds(gap)} below {amounts.ceiling_name}, and {pounds(allowed)} is allowed"
    elif near:
        words += f"; {below_cap(amounts)}"
    return Question(f"At {amounts.ceiling_name}", words, amounts.at_cap)


def is_near_cap(amounts: Amounts, policy: Policy) -> bool:
    """Whether the contribution lies so little below the ceiling that a rival reading would take it for the ceiling."""
    widest = max((rival.settings.cap_tolerance_pence for rival in policy.rivals), default=0)
    return not amounts.at_cap and 0 < amounts.below_cap <= widest


def below_cap(amounts: Amounts) -> str:
    """£0.01 below 40%: judged as not at 40%."""
    return f"{pounds(amounts.below_cap)} below {amounts.ceiling_name}: judged as not at {amounts.ceiling_name}"


def _at_floor(amounts: Amounts) -> Question:
    floor = floor_name(amounts.settings, amounts.figures.scheme)
    words = f"{amounts.floor_words}; {amounts.contribution_words}"
    allowed = amounts.settings.floor_tolerance_pence
    if allowed and (amounts.floor or 0) > amounts.contribution and not amounts.below_floor:
        words += f"; {pounds((amounts.floor or 0) - amounts.contribution)} less, and {pounds(allowed)} is allowed"
    return Question(f"{floor} or more", words, not amounts.below_floor)


def _floor_too_low(amounts: Amounts) -> Question:
    """Whether rung 3 is needed at all: the floor would not have cleared the debt, or lies above the ceiling."""
    name, floor = floor_name(amounts.settings, amounts.figures.scheme), amounts.floor or 0
    claim = f"{name} would not be enough"
    if floor > amounts.ceiling:
        return Question(claim, f"{amounts.floor_words} is more than {pounds(amounts.ceiling)}", met=True)
    words = f"{amounts.room_words(floor)}, and {pounds(amounts.balance)} is to be paid"
    return Question(claim, words, not amounts.floor_clears)


def _negated(test: Question, claim: str) -> Question:
    return Question(claim, test.sum, not test.met)
