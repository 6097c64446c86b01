"""The debt steer, worked out again from a guide sheet's own figures: exact, pure, in integer pence.

Sixth step of the way of the data: `figures_of(sheet)` and the policy in force on the decision date (`models.policy`)
go in, a `Judgement` comes out: every derived figure, the rung, the label, the verdict, the reasons, and the rival
readings under which it would have come out otherwise. No database, no clock, no float.

The rules are those of Annex A as the domain notes read them (sections 2 and 7; 7 holds where they differ). The ladder
sees a sheet only through its `Facts`, and these are few enough that each combination is placed once and remembered.
A rival reading is tried by the same way: new facts, placed again. Where the facts are the same nothing can differ.

The money rate of a 1993-rules order (2.14): an order must leave the greater of the protected percentage and that rate.
So the most an order may take (`deo_max_weekly`) is the cap or, where less, what the rate leaves; and on a sheet paid by
an order that is the ceiling of the ladder and of the least lump sums in place of the cap.
"""

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from models.columns import to_pence
from models.guide_sheet import Frequency, Label, Method
from models.policy import Touches
from models.steer_figures import (
    WHOLE,
    cap_and_deo_max,
    contribution_of,
    deo_weeks_of,
    floor_under,
    instalments_of,
    least_lump,
    rate_of,
    weekly_equivalent,
)
from models.steer_records import COLUMNS, Figures, Judgement, Reason, Rung, Verdict

if TYPE_CHECKING:
    from models.guide_sheet import GuideSheet
    from models.policy import Policy, Reading

__all__ = [
    "COLUMNS",
    "WHOLE",
    "YES",
    "Figures",
    "Judgement",
    "Reason",
    "Rung",
    "Verdict",
    "figures_of",
    "has_ground",
    "judge",
    "weekly_equivalent",
]

YES = "Y"
_AGREEMENT, _ARRANGEMENT = Label.AGREEMENT.value, Label.ARRANGEMENT.value
_WEEKLY = Frequency.WEEKLY.value
_DEO = Method.DEO.value


class _Sheet(NamedTuple):
    """What is the same under every reading: pence a week but for the balance; `instalments` None when never cleared."""

    scheme: str
    balance: int
    net_income: int
    regular: int
    contribution: int
    instalments: int | None
    frequency: str | None
    protected_pence: int | None
    by_deo: bool
    employed: bool


class Facts(NamedTuple):
    """All that the ladder sees of the figures under one reading.

    `at_cap`: the contribution counts as the cap. `floor_clears`: the floor itself would have cleared the debt in time,
    so nobody needs to go to 40%. `below_floor`: the contribution misses a floor that binds. `rung2_open`: a
    contribution above the floor may still be rung 2. `order_due`: a liability order is to be considered.
    """

    paid: bool
    above_ceiling: bool
    clears: bool
    at_cap: bool
    floor_clears: bool
    below_floor: bool
    rung2_open: bool
    needs_assurance: bool
    order_due: bool


class _Recorded(NamedTuple):
    """What the caseworker wrote beside the figures; `ground` without `discretion` is a ground without a reason."""

    label: str
    by_deo: bool
    assured: bool
    ground: bool
    discretion: bool
    order_considered: bool


class _Placed(NamedTuple):
    """Where a sheet stands, what it should have been called, and what that says of it."""

    rung: str
    label: str | None
    verdict: Verdict
    reasons: tuple[str, ...]
    order_due: bool | None


def figures_of(sheet: "GuideSheet") -> Figures:
    """The figures of a guide sheet as it stands."""
    return Figures(
        sheet.scheme,
        sheet.decision_date,
        _pence(sheet.arrears),
        _pence(sheet.net_income_weekly),
        _pence(sheet.regular_maintenance_weekly),
        _pence(sheet.lump_sum),
        _pence(sheet.instalment),
        sheet.frequency,
        sheet.method_agreed,
        sheet.employed,
        sheet.label,
        sheet.sustainability_assured,
        sheet.discretion_ground,
        bool(sheet.discretion_reason and sheet.discretion_reason.strip()),
        sheet.liability_order_considered,
        _pence(sheet.protected_money_weekly),
    )


def has_ground(ground: str | None) -> bool:
    """Whether a ground of discretion is recorded; the code NONE says that there is none (domain notes, section 3)."""
    return ground is not None and ground.strip().upper() not in ("", "NONE")


def judge(figures: Figures, policy: "Policy | None") -> Judgement:
    """Judge a sheet by a policy; None, or a policy that is not for the sheet's scheme, gives NO_POLICY.

    Raises ValueError for figures that intake refuses: a lump sum above the arrears, or a figure below zero.
    """
    if policy is None or figures.scheme is None or figures.scheme not in policy.schemes:
        return _NO_POLICY
    arrears, net_income, regular = figures.arrears_pence, figures.net_income_pence, figures.regular_pence
    reading, by_deo, employed = policy.readings[figures.scheme], figures.method == _DEO, figures.employed == YES
    balance = None if arrears is None else arrears - (figures.lump_sum_pence or 0)
    _refuse_impossible(figures, balance)
    contribution, instalments = contribution_of(figures, balance), instalments_of(balance, figures.instalment_pence)
    rate = floor = cap = deo_max = ceiling = None
    if net_income is not None:
        rate = rate_of(contribution, net_income)
        floor = floor_under(reading, net_income, regular)
        cap, deo_max = cap_and_deo_max(reading, net_income, figures.protected_money_pence)
        ceiling = deo_max if by_deo else cap
    reachable = None if floor is None or ceiling is None or floor > ceiling else floor

    sensitive: tuple[str, ...] = ()
    missing = _missing(figures, balance)
    if missing or balance is None or net_income is None or regular is None or figures.label is None:
        placed = _UNPLACED._replace(reasons=missing)
    else:
        sheet = _Sheet(
            figures.scheme,
            balance,
            net_income,
            regular,
            regular if contribution is None else contribution,
            instalments,
            figures.frequency,
            figures.protected_money_pence,
            by_deo,
            employed,
        )
        placed, sensitive = _placed_with_rivals(sheet, _recorded(figures, figures.label, by_deo), policy)
    return Judgement(
        policy.id,
        balance,
        contribution,
        rate,
        floor,
        cap,
        least_lump(arrears, regular, reachable, reading.weeks),
        least_lump(arrears, regular, ceiling, reading.weeks),
        instalments,
        placed.rung,
        placed.label,
        placed.verdict,
        deo_max if employed else None,
        deo_weeks_of(balance, deo_max, regular) if employed else None,
        placed.order_due,
        placed.reasons,
        sensitive,
    )


def _placed_with_rivals(sheet: _Sheet, recorded: _Recorded, policy: "Policy") -> tuple[_Placed, tuple[str, ...]]:
    """Where the sheet stands, and the rivals that would change verdict, label or liability order, in their order.

    A rival that cannot change a sheet is not tried on it: none can once nothing is left to pay (first step); the floor
    is only asked of what clears and lies within the ceiling (steps 3 to 5; in 6 and 7 it changes the reasons alone); an
    order is never due where the debt clears; a tolerance matters only where it makes a cap of what was none.
    """
    own = policy.readings[sheet.scheme]
    facts = facts_under(own, sheet)
    placed = _placed(facts, recorded)
    if facts.paid:
        return placed, ()
    asks_floor = facts.clears and not facts.above_ceiling
    gap = _ceiling(own, sheet) - sheet.contribution
    sensitive = []
    for rival_id, reading, touches in policy.rival_readings[sheet.scheme]:
        if (
            (touches is Touches.FLOOR and not asks_floor)
            or (touches is Touches.ORDER and facts.clears)
            or (touches is Touches.CAP_TOLERANCE and (0 <= gap <= reading.cap_tolerance_pence) == facts.at_cap)
        ):
            continue
        other = _placed(facts_under(reading, sheet), recorded)
        if (other.verdict, other.label, other.order_due) != (placed.verdict, placed.label, placed.order_due):
            sensitive.append(rival_id)
    return placed, tuple(sensitive)


def _ceiling(reading: "Reading", sheet: _Sheet) -> int:
    """The most a sheet may pay before it must be tested: the cap, or what an order may take where it is by order."""
    cap, deo_max = cap_and_deo_max(reading, sheet.net_income, sheet.protected_pence)
    return deo_max if sheet.by_deo else cap


def facts_under(reading: "Reading", sheet: _Sheet) -> Facts:
    """What the ladder sees of a complete sheet under one reading."""
    _, balance, net_income, regular, contribution, instalments, frequency, protected, by_deo, employed = sheet
    cap, deo_max = cap_and_deo_max(reading, net_income, protected)
    ceiling = deo_max if by_deo else cap
    floor = floor_under(reading, net_income, regular)
    weeks = reading.weeks
    if floor is None:
        floor_clears, below_floor = True, False
    else:
        floor_clears = floor <= ceiling and weeks * (floor - regular) >= balance
        below_floor = reading.floor_binds and contribution + reading.floor_tolerance_pence < floor
    clears = instalments is not None and instalments <= reading.horizon[frequency or _WEEKLY]
    order_due = False
    if not clears:
        residual = balance - weeks * max(deo_max - regular, 0)
        at_stake = max(0, residual) if reading.order_on_residual else balance
        order_due = (residual > 0 or not employed) and at_stake >= reading.order_threshold_pence
    return Facts(
        balance == 0,
        contribution > ceiling,
        clears,
        0 <= ceiling - contribution <= reading.cap_tolerance_pence,
        floor_clears,
        below_floor,
        reading.rung2_at_least or floor_clears,
        contribution * WHOLE > net_income * reading.assurance_pct,
        order_due,
    )


@cache
def _placed(facts: Facts, recorded: _Recorded) -> _Placed:
    """The seven steps of the ladder, the first that matches; then label, verdict and reasons (section 2)."""
    rung, outside = _step(facts, recorded)
    label: str | None
    if rung in (Rung.ONE, Rung.TWO):
        label = _AGREEMENT
    elif rung is not Rung.OUTSIDE or recorded.discretion:
        label = _ARRANGEMENT
    else:
        label = None
    unconsidered = rung is Rung.THREE_ENFORCED and facts.order_due and not recorded.order_considered
    mislabelled = label is not None and label != recorded.label
    reasons = [
        *outside,
        *([Reason.LO_NOT_CONSIDERED] if unconsidered else ()),
        *([Reason.DISCRETION_WITHOUT_REASON] if recorded.ground and not recorded.discretion else ()),
        *([Reason.LABEL] if mislabelled else ()),
    ]
    if label is None or mislabelled or unconsidered or Reason.DEO_LEAVES_UNDER_60PC in outside:
        verdict = Verdict.INACCURATE
    else:
        verdict = Verdict.ACCURATE_DISCRETION if rung is Rung.OUTSIDE else Verdict.ACCURATE
    return _Placed(rung.value, label, verdict, tuple(reason.value for reason in reasons), facts.order_due)


def _step(facts: Facts, recorded: _Recorded) -> tuple[Rung, tuple[Reason, ...]]:
    """The rung, and why it is outside the ladder when it is."""
    if facts.paid:
        return Rung.ONE, ()
    if facts.above_ceiling:
        if recorded.by_deo:
            return Rung.OUTSIDE, (Reason.DEO_LEAVES_UNDER_60PC,)
        if not facts.clears:
            return Rung.OUTSIDE, (Reason.NOT_CLEAR_2Y,)
        if facts.needs_assurance and not recorded.assured:
            return Rung.OUTSIDE, (Reason.NO_SUSTAINABILITY_ASSURANCE,)
        return Rung.TWO, ()
    if facts.clears:
        if facts.at_cap and not facts.floor_clears:
            return Rung.THREE, ()
        if facts.below_floor:
            return Rung.OUTSIDE, (Reason.BELOW_FLOOR,)
        return Rung.TWO if facts.rung2_open else Rung.THREE, ()
    if facts.at_cap:
        return Rung.THREE_ENFORCED, ()
    if facts.below_floor:
        return Rung.OUTSIDE, (Reason.NOT_CLEAR_2Y, Reason.BELOW_FLOOR)
    return Rung.OUTSIDE, (Reason.NOT_CLEAR_2Y,)


def _recorded(figures: Figures, label: str, by_deo: bool) -> _Recorded:
    ground = has_ground(figures.discretion_ground)
    return _Recorded(
        label,
        by_deo,
        figures.sustainability_assured == YES,
        ground,
        ground and figures.has_discretion_reason,
        figures.liability_order_considered == YES,
    )


def _missing(figures: Figures, balance: int | None) -> tuple[str, ...]:
    """What is blank and would be needed, by the names of the columns in the order of the contract.

    A blank instalment matters unless nothing remains; a blank frequency only where there is an instalment to convert.
    """
    remains, instalment = balance != 0, figures.instalment_pence
    blank = []
    if figures.arrears_pence is None:
        blank.append("MISSING:arrears")
    if figures.net_income_pence is None:
        blank.append("MISSING:net_income_weekly")
    if figures.regular_pence is None:
        blank.append("MISSING:regular_maintenance_weekly")
    if instalment is None and remains:
        blank.append("MISSING:instalment")
    if instalment and remains and figures.frequency is None:
        blank.append("MISSING:frequency")
    if figures.label is None:
        blank.append("MISSING:label")
    return tuple(blank)


def _refuse_impossible(figures: Figures, balance: int | None) -> None:
    if balance is not None and balance < 0:
        raise ValueError("a lump sum above the arrears")
    if (
        (figures.arrears_pence or 0) < 0
        or (figures.net_income_pence or 0) < 0
        or (figures.regular_pence or 0) < 0
        or (figures.lump_sum_pence or 0) < 0
        or (figures.instalment_pence or 0) < 0
        or (figures.protected_money_pence or 0) < 0
    ):
        raise ValueError("a figure below zero")


def _pence(amount: Decimal | None) -> int | None:
    return None if amount is None else to_pence(amount)


_UNPLACED = _Placed(Rung.NONE.value, None, Verdict.NOT_ASSESSABLE, (Reason.NO_POLICY.value,), None)
_NO_POLICY = Judgement(
    policy_id=None,
    balance_pence=None,
    total_weekly_pence=None,
    rate_hundredths=None,
    floor_weekly_pence=None,
    cap_weekly_pence=None,
    min_lump_rung2_pence=None,
    min_lump_rung3_pence=None,
    instalments_to_clear=None,
    rung=_UNPLACED.rung,
    steer_label=None,
    verdict=_UNPLACED.verdict,
    deo_max_weekly_pence=None,
    deo_weeks=None,
    liability_order_due=None,
    reasons=_UNPLACED.reasons,
    reading_sensitive=(),
)
