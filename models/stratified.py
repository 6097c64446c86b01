"""A proportion from a sample that was not drawn in proportion: its estimate, margin and bound, stratum by stratum.

Between the certificates (`models.reports.drawn` says what each checked call stands for) and the KPI's row of calls
(`models.kpi_figures`). Of a stratum h, N_h calls of the frame stand behind m_h that were checked, so each of these
counts w_h = N_h / m_h times:

    share = sum of w_h x_h / sum of w_h n_h,

x_h accurate of n_h assessed; where every checked call was assessed that is the sum of W_h p_h, W_h = N_h / N (W. G.
Cochran, "Sampling Techniques", 3rd edition, 1977, 5.3). Calls outside the row (another team, not assessable) stay in
m_h: the row is a domain of the sample (Cochran, 5A.14), its variance that of the ratio, without a correction for the
finite frame, so on the safe side.

Margin and bound come from the effective size of the sample: as many calls, drawn alike, would say as much. That is
share (1 - share) / variance, with the correction for the degrees of freedom of E. L. Korn and B. I. Graubard
("Confidence intervals for proportions with small expected number of positive counts estimated from survey data",
Survey Methodology 24, 1998), put into the exact bound there and into Wilson's interval by N. Dean and M. Pagano
("Evaluating confidence interval methods for binomial proportions in clustered surveys", Journal of Survey Statistics
and Methodology 3, 2015). It is never more than was assessed, nor than L. Kish's (sum of weights)^2 / sum of squared
weights ("Survey Sampling", 1965): without an error the variance is nothing, and says nothing.

- Strata of which one call was checked have no variance of their own: they are taken together as one (collapsed
  strata, Cochran 5A.12); a single one is measured against the share.
- Equal weights are no stratification worth weighing: `unequal` says so, and the row is counted as ever.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.kpi import TWO_SIDED, wilson_shares
from models.sample_size import CONFIDENCE_PCT, TARGET_PCT

LEAST_LOSS = Fraction(1, 1000)
"""Weights that cost less of the sample's size than that are equal: they come of rounding to whole calls."""


@dataclass(frozen=True)
class Stratum:
    """What a row holds of one stratum. `weight` is how many calls of the frame each checked one stands for, `checked`
    how many of the stratum were checked at all, `assessed` and `accurate` are those of the row."""

    weight: Fraction
    checked: int
    assessed: int
    accurate: int


@dataclass(frozen=True)
class Estimate:
    """A weighted share (0 to 1, exact) of so many calls, and how many of equal weight would say as much."""

    share: Fraction
    effective: float
    assessed: int

    @property
    def wilson(self) -> tuple[float, float]:
        """The two-sided 95% interval, as shares."""
        return wilson_shares(float(self.share), self.effective)

    @property
    def low(self) -> float:
        """The one-sided 95% exact lower bound, as a share."""
        return _bound(float(self.share) * self.effective, self.effective)

    @property
    def shown(self) -> bool:
        """Whether the bound reaches the target."""
        return self.low >= float(TARGET_PCT / 100)

    def more_needed(self, most: int = 1_000_000) -> int | None:
        """How many more calls without an error it takes until the target is shown, drawn as these were, so that each
        says as little; None: more than `most` of equal weight."""
        right, target = float(self.share) * self.effective, float(TARGET_PCT / 100)

        def enough(more: int) -> bool:
            return _bound(right + more, self.effective + more) >= target

        if not enough(most):
            return None
        low, high = -1, most
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return math.ceil(high * self.assessed / self.effective)


def unequal(strata: Sequence[Stratum]) -> bool:
    """Whether some calls stand for so many more than others that they have to be weighed."""
    held = [stratum for stratum in strata if stratum.assessed]
    return bool(held) and _by_weights(held) < (1 - LEAST_LOSS) * sum(stratum.assessed for stratum in held)


def estimate(strata: Sequence[Stratum]) -> Estimate | None:
    """The share of a row; None: nothing assessed."""
    held = [stratum for stratum in strata if stratum.assessed]
    if not held:
        return None
    whole = sum(stratum.weight * stratum.assessed for stratum in held)
    share = Fraction(sum(stratum.weight * stratum.accurate for stratum in held), whole)
    assessed = sum(stratum.assessed for stratum in held)
    most = min(float(assessed), float(_by_weights(held)))
    variance, freedom = _variance(held, share)
    variance /= float(whole) ** 2
    if variance <= 0 or freedom < 1:
        return Estimate(share, most, assessed)
    from scipy.special import stdtrit

    correction = (float(stdtrit(assessed - 1, TWO_SIDED)) / float(stdtrit(freedom, TWO_SIDED))) ** 2
    return Estimate(share, min(most, float(share * (1 - share)) / variance * min(1.0, correction)), assessed)


def _by_weights(held: Sequence[Stratum]) -> Fraction:
    """Kish's effective size."""
    weights = sum(stratum.weight * stratum.assessed for stratum in held)
    return Fraction(weights**2) / sum(stratum.weight**2 * stratum.assessed for stratum in held)


def _variance(held: Sequence[Stratum], share: Fraction) -> tuple[float, int]:
    """The variance of the weighted sum of what each call differs from the share by, and its degrees of freedom."""
    p, total, freedom = float(share), 0.0, 0
    alone: list[float] = []
    for stratum in held:
        wrong, weight, checked = stratum.assessed - stratum.accurate, float(stratum.weight), stratum.checked
        differs = stratum.accurate * (1 - p) - wrong * p
        if checked < 2:
            alone.append(weight * differs)
            continue
        squares = stratum.accurate * (1 - p) ** 2 + wrong * p**2
        total += weight**2 * checked / (checked - 1) * max(0.0, squares - differs**2 / checked)
        freedom += checked - 1
    if len(alone) == 1:
        total += alone[0] ** 2
    elif alone:
        middle = sum(alone) / len(alone)
        total += len(alone) / (len(alone) - 1) * sum((each - middle) ** 2 for each in alone)
        freedom += len(alone) - 1
    return total, freedom


def _bound(right: float, size: float) -> float:
    from scipy.special import betaincinv

    if right <= 0:
        return 0.0
    return float(betaincinv(right, max(0.0, size - right) + 1, float(1 - CONFIDENCE_PCT / 100)))
