"""How many checks it takes to say "at least 95%", and what a given number of checks can and cannot show.

"At least 95%: shown / not shown" is the one-sided 95% exact lower bound (C. J. Clopper and E. S. Pearson, "The use of
confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934): 59 checks without an
error, 93 with one, 124 with two, 153, 181 (domain notes, section 4). The beta distribution behind it is SciPy's
(`scipy.special`, imported when first asked for); planner, tile and report all ask here.

The bound takes the calls for a random sample of very many. Drawn from few it is on the safe side; where every call of
the frame was checked there is nothing to show, the proportion is what it is.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

TARGET_PCT = Decimal(95)
CONFIDENCE_PCT = Decimal(95)
MOST_CHECKS = 10_000_000
"""What would take more checks than that cannot be shown."""


@dataclass(frozen=True)
class Goal:
    """What is to be shown: at least `target_pct` accurate, with `confidence_pct` confidence. Both lie between 0 and
    100, ends excluded. Raises ValueError."""

    target_pct: Decimal = TARGET_PCT
    confidence_pct: Decimal = CONFIDENCE_PCT

    def __post_init__(self) -> None:
        if not all(each.is_finite() and 0 < each < 100 for each in (self.target_pct, self.confidence_pct)):
            raise ValueError("target and confidence lie between 0 and 100 per cent")

    @property
    def target(self) -> float:
        return float(self.target_pct) / 100

    @property
    def doubt(self) -> float:
        return float(100 - self.confidence_pct) / 100


@dataclass(frozen=True)
class Plan:
    """What a number of checks can show.

    `needed` says how many checks it takes with 0, 1, 2 ... errors. Of the sample: `drawn` calls, and the most errors
    with which it can still show the goal (None: not even without one). Of what was checked so far: how many, the
    errors, the lower bound in per cent (None: nothing checked), whether the goal is shown, and how many further checks
    without an error it takes (0 once shown; None: more than anybody makes).
    """

    goal: Goal
    needed: tuple[int, ...]
    drawn: int
    most_errors: int | None
    checked: int
    errors: int
    low_pct: Decimal | None
    shown: bool
    more_needed: int | None

    @property
    def in_reach(self) -> bool:
        """Whether the sample can still show the goal, if nothing but what was found so far is wrong."""
        return self.most_errors is not None and self.errors <= self.most_errors


def shown(checked: int, errors: int, goal: Goal = Goal()) -> bool:
    """Whether so many checks with so many errors show the goal: its one-sided exact lower bound reaches the target."""
    from scipy.special import betainc

    if checked <= errors:
        return False
    # the chance of so few errors were the accuracy just the target: 1 - I(1 - t) of the binomial, as a beta integral
    return float(betainc(checked - errors, errors + 1, goal.target)) <= goal.doubt


def low_pct(checked: int, errors: int, goal: Goal = Goal()) -> Decimal | None:
    """The one-sided exact lower bound of the proportion accurate, in per cent; None when nothing was checked.

    Rounded down to one place, so that 95.0 never stands where the goal is not shown.
    """
    from scipy.special import betaincinv

    if checked <= 0:
        return None
    if errors >= checked:
        return Decimal("0.0")
    bound = Decimal(repr(float(betaincinv(checked - errors, errors + 1, goal.doubt)))) * 100
    return bound.quantize(Decimal("0.1"), ROUND_FLOOR)


def checks_needed(errors: int, goal: Goal = Goal()) -> int | None:
    """The fewest checks that show the goal with so many errors among them; None: more than MOST_CHECKS."""
    low, high = errors, errors + 1
    while not shown(high, errors, goal):
        if high > MOST_CHECKS:
            return None
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shown(middle, errors, goal) else (middle, high)
    return high


def most_errors(drawn: int, goal: Goal = Goal()) -> int | None:
    """With how many errors at most so many checks still show the goal; None: not even without one."""
    if not shown(drawn, 0, goal):
        return None
    low, high = 0, drawn
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shown(drawn, middle, goal) else (low, middle)
    return low


def more_needed(checked: int, errors: int, goal: Goal = Goal()) -> int | None:
    """How many further checks without an error it takes to show the goal; 0 once it is shown, None: too many."""
    needed = checks_needed(errors, goal)
    return None if needed is None else max(0, needed - checked)


def plan(drawn: int, checked: int = 0, errors: int = 0, goal: Goal = Goal(), rows: int = 5) -> Plan:
    """What a sample of `drawn` calls can show, `checked` of which were checked and `errors` found wrong."""
    needed = tuple(each for each in (checks_needed(number, goal) for number in range(rows)) if each is not None)
    return Plan(
        goal,
        needed,
        drawn,
        most_errors(drawn, goal),
        checked,
        errors,
        low_pct(checked, errors, goal),
        shown(checked, errors, goal),
        more_needed(checked, errors, goal),
    )


def sentences(made: Plan) -> tuple[str, ...]:
    """The plan in plain sentences: what it takes, what the sample can show, what was shown so far."""
    goal = f"at least {made.goal.target_pct}% accurate with {made.goal.confidence_pct}% confidence"
    takes = ", ".join(f"{number} {_with(errors)}" for errors, number in enumerate(made.needed))
    told = [f"To show {goal} you need {takes}." if takes else f"To show {goal} takes more checks than anybody makes."]
    if made.most_errors is None:
        told.append(f"A sample of {made.drawn} cannot show it, even without an error.")
    else:
        allowed = "without an error" if made.most_errors == 0 else f"with at most {_errors(made.most_errors)}"
        told.append(f"A sample of {made.drawn} can show it {allowed}.")
    if made.checked:
        found = "no error" if made.errors == 0 else _errors(made.errors)
        stands = "shown" if made.shown else "not shown"
        told.append(f"{made.checked} checked, {found}: at least {made.low_pct}%, so {stands}.")
        if not made.shown and made.more_needed is not None:
            told.append(f"{made.more_needed} more without an error would show it.")
    return tuple(told)


def _with(errors: int) -> str:
    return "with no error" if errors == 0 else f"with {_errors(errors)}"


def _errors(number: int) -> str:
    return "1 error" if number == 1 else f"{number} errors"
