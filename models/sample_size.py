"""How many checks it takes to say "at least 95%", and what a given number of checks can and cannot show.

"At least 95%: shown / not shown" is the one-sided 95% exact lower bound (C. J. Clopper and E. S. Pearson, "The use of
confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934): 59 checks without an
error, 93 with one, 124 with two, 153, 181 (domain notes, section 4). The beta distribution behind it is SciPy's
(`scipy.special`, imported when first asked for); planner, tile and report all ask here. The margin beside it is
`wilson` of `models.kpi`.

The bound takes the calls for a random sample of very many. Drawn from few it is on the safe side; where every call of
the frame was checked there is nothing to show, the proportion is what it is.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from models.kpi import wilson

__all__ = [
    "Plan",
    "checks_needed",
    "is_shown",
    "lower_bound",
    "more_needed",
    "most_errors",
    "plan",
    "rounded_down",
    "sentences",
    "wilson",
]

TARGET_PCT = Decimal(95)
CONFIDENCE_PCT = Decimal(95)
MOST_CHECKS = 10_000_000
"""What would take more checks than that cannot be shown."""


@dataclass(frozen=True)
class Plan:
    """What a number of checks can show: at least `target_pct` accurate, with `confidence_pct` confidence.

    `needed` says how many checks it takes with 0, 1, 2 ... errors. Of the sample: `drawn` calls, and the most errors
    with which it can still show it (None: not even without one). Of what was assessed so far: how many, the errors, the
    lower bound in per cent (None: nothing assessed), whether it is shown, and how many further checks without an error
    it takes (0 once shown; None: more than MOST_CHECKS).
    """

    target_pct: Decimal
    confidence_pct: Decimal
    needed: tuple[int, ...]
    drawn: int
    most_errors: int | None
    assessed: int
    errors: int
    low_pct: Decimal | None
    shown: bool
    more_needed: int | None

    @property
    def in_reach(self) -> bool:
        """Whether the sample can still show it, if nothing but what was found so far is wrong."""
        return self.most_errors is not None and self.errors <= self.most_errors


def lower_bound(accurate: int, assessed: int, confidence_pct: Decimal = CONFIDENCE_PCT) -> Decimal | None:
    """The one-sided exact lower bound of the proportion accurate, in per cent, not rounded; None: nothing assessed."""
    from scipy.special import betaincinv

    if assessed <= 0:
        return None
    if accurate <= 0:
        return Decimal(0)
    share = betaincinv(accurate, assessed - accurate + 1, _doubt(confidence_pct))
    return Decimal(repr(float(share))) * 100


def rounded_down(per_cent: Decimal) -> Decimal:
    """A bound to one place, never above itself: "95.0" must not stand where 94.96 was shown."""
    return per_cent.quantize(Decimal("0.1"), ROUND_FLOOR)


def is_shown(
    accurate: int, assessed: int, target_pct: Decimal = TARGET_PCT, confidence_pct: Decimal = CONFIDENCE_PCT
) -> bool:
    """Whether the one-sided exact lower bound reaches the target. Raises ValueError for a target or a confidence that
    is not between 0 and 100, ends excluded."""
    from scipy.special import betainc

    target, doubt = _share(target_pct), _doubt(confidence_pct)
    if accurate <= 0:
        return False
    # the binomial chance of so few errors, were the accuracy just the target, as the beta integral
    return float(betainc(accurate, assessed - accurate + 1, target)) <= doubt


def checks_needed(
    errors: int, target_pct: Decimal = TARGET_PCT, confidence_pct: Decimal = CONFIDENCE_PCT
) -> int | None:
    """The fewest checks that show the target with so many errors among them; None: more than MOST_CHECKS."""
    low, high = errors, errors + 1
    while not is_shown(high - errors, high, target_pct, confidence_pct):
        if high > MOST_CHECKS:
            return None
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        enough = is_shown(middle - errors, middle, target_pct, confidence_pct)
        low, high = (low, middle) if enough else (middle, high)
    return high


def most_errors(drawn: int, target_pct: Decimal = TARGET_PCT, confidence_pct: Decimal = CONFIDENCE_PCT) -> int | None:
    """With how many errors at most so many checks still show the target; None: not even without one."""
    if not is_shown(drawn, drawn, target_pct, confidence_pct):
        return None
    low, high = 0, drawn
    while high - low > 1:
        middle = (low + high) // 2
        borne = is_shown(drawn - middle, drawn, target_pct, confidence_pct)
        low, high = (middle, high) if borne else (low, middle)
    return low


def more_needed(
    errors: int, assessed: int, target_pct: Decimal = TARGET_PCT, confidence_pct: Decimal = CONFIDENCE_PCT
) -> int | None:
    """How many further checks without an error show the target; 0 once it is shown, None: more than MOST_CHECKS."""
    needed = checks_needed(errors, target_pct, confidence_pct)
    return None if needed is None else max(0, needed - assessed)


def plan(
    drawn: int,
    assessed: int = 0,
    errors: int = 0,
    target_pct: Decimal = TARGET_PCT,
    confidence_pct: Decimal = CONFIDENCE_PCT,
    rows: int = 5,
) -> Plan:
    """What a sample of `drawn` calls can show, `assessed` of which were assessed and `errors` found inaccurate."""
    goal = (target_pct, confidence_pct)
    needed = tuple(each for each in (checks_needed(number, *goal) for number in range(rows)) if each is not None)
    bound = lower_bound(assessed - errors, assessed, confidence_pct)
    return Plan(
        target_pct,
        confidence_pct,
        needed,
        drawn,
        most_errors(drawn, *goal),
        assessed,
        errors,
        None if bound is None else rounded_down(bound),
        is_shown(assessed - errors, assessed, *goal),
        more_needed(errors, assessed, *goal),
    )


def sentences(made: Plan) -> tuple[str, ...]:
    """The plan in plain sentences: what it takes, what the sample can show, what was shown so far."""
    goal = f"at least {made.target_pct}% accurate with {made.confidence_pct}% confidence"
    takes = ", ".join(f"{number} {_with(errors)}" for errors, number in enumerate(made.needed))
    told = [f"To show {goal} you need {takes}." if takes else f"To show {goal} takes more checks than anybody makes."]
    if made.most_errors is None:
        told.append(f"A sample of {made.drawn} cannot show it, even without an error.")
    else:
        allowed = "without an error" if made.most_errors == 0 else f"with at most {_errors(made.most_errors)}"
        told.append(f"A sample of {made.drawn} can show it {allowed}.")
    if made.assessed:
        found = "no error" if made.errors == 0 else _errors(made.errors)
        stands = "shown" if made.shown else "not shown"
        told.append(f"{made.assessed} checked, {found}: at least {made.low_pct}%, so {stands}.")
        if not made.shown and made.more_needed is not None:
            told.append(f"{made.more_needed} more without an error would show it.")
    return tuple(told)


def _with(errors: int) -> str:
    return "with no error" if errors == 0 else f"with {_errors(errors)}"


def _errors(number: int) -> str:
    return "1 error" if number == 1 else f"{number} errors"


def _doubt(confidence_pct: Decimal) -> float:
    return _share(100 - confidence_pct)


def _share(per_cent: Decimal) -> float:
    if not (per_cent.is_finite() and 0 < per_cent < 100):
        raise ValueError("target and confidence lie between 0 and 100 per cent")
    return float(per_cent / 100)
