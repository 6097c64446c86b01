"""The debt steer, worked out again from a guide sheet's own figures: exact, pure, in integer pence.

Sixth step of the way of the data: `figures_of(sheet)` and the policy in force on the decision date (`models.policy`)
go in, a `Judgement` comes out: every derived figure, the rung, the label, the verdict, the reasons, and the rival
readings under which it would have come out otherwise. No database, no clock, no float.

The rules are those of Annex A as the domain notes read them (sections 2 and 7; 7 holds where they differ). The ladder
sees a sheet only through the seven `Facts` below, so two readings that agree on the facts agree on the outcome: that
is why a rival reading whose facts are the same need not be judged again, and why `sensitive_to` may skip it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from models.columns import to_pence
from models.guide_sheet import Frequency, Label, Method

if TYPE_CHECKING:
    from models.guide_sheet import GuideSheet
    from models.policy import Policy, Settings

YES = "Y"
NOT_AVAILABLE = "NA"
NOTHING = "-"
WHOLE = 10_000
"""A percentage is held in hundredths of a per cent, so this is 100%."""


class Verdict(StrEnum):
    """What the recalculated steer says of a sheet."""

    ACCURATE = "ACCURATE"
    ACCURATE_DISCRETION = "ACCURATE_DISCRETION"
    INACCURATE = "INACCURATE"
    NOT_ASSESSABLE = "NOT_ASSESSABLE"


class Rung(StrEnum):
    """Where a sheet stands on the ladder; `THREE_ENFORCED` is rung 3 where the debt does not clear in time."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    THREE_ENFORCED = "3E"
    OUTSIDE = "OUT"
    NONE = "NA"


class Reason(StrEnum):
    """Why a sheet is not simply accurate, in the order they are given; `MISSING` is followed by a column's name."""

    NO_POLICY = "NO_POLICY"
    MISSING = "MISSING:"
    NOT_CLEAR_2Y = "NOT_CLEAR_2Y"
    BELOW_FLOOR = "BELOW_FLOOR"
    DEO_LEAVES_UNDER_60PC = "DEO_LEAVES_UNDER_60PC"
    NO_SUSTAINABILITY_ASSURANCE = "NO_SUSTAINABILITY_ASSURANCE"
    LO_NOT_CONSIDERED = "LO_NOT_CONSIDERED"
    DISCRETION_WITHOUT_REASON = "DISCRETION_WITHOUT_REASON"
    LABEL = "LABEL"


class Figures(NamedTuple):
    """What the steer is judged on, as recorded: money in pence, weekly unless said; None is "not held".

    `instalment_pence` is the arrears part only, paid every `frequency` (W, F, 4W, M). `employed`,
    `sustainability_assured` and `liability_order_considered` are Y, N, NA or None. Of the reason of discretion only
    that there is one is held, so that no word of it travels with the figures. `protected_money_pence` is the money
    rate of a 1993-rules deduction from earnings order, a week.
    """

    scheme: str | None = None
    decision_date: date | None = None
    arrears_pence: int | None = None
    net_income_pence: int | None = None
    regular_pence: int | None = None
    lump_sum_pence: int | None = None
    instalment_pence: int | None = None
    frequency: str | None = None
    method: str | None = None
    employed: str | None = None
    label: str | None = None
    sustainability_assured: str | None = None
    discretion_ground: str | None = None
    has_discretion_reason: bool = False
    liability_order_considered: str | None = None
    protected_money_pence: int | None = None

    def as_values(self) -> dict[str, Any]:
        """Plain values for JSON; the date as text."""
        values = self._asdict()
        values["decision_date"] = None if self.decision_date is None else self.decision_date.isoformat()
        return values

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> "Figures":
        """The figures that `as_values` wrote; other keys are passed over."""
        told = {name: values[name] for name in Figures._fields}
        if told["decision_date"] is not None:
            told["decision_date"] = date.fromisoformat(told["decision_date"])
        return Figures(**told)


class Judgement(NamedTuple):
    """What the steer says of a sheet: pence, counts and codes; None is "NA", it could not be worked out.

    Figures are weekly and over the policy's weeks for every payer; `instalments_to_clear` counts in the payer's own
    frequency. `rate_hundredths` is the contribution in hundredths of a per cent of net income, rounded half-up.
    `steer_label` is what the payments should have been called (Agreement, Arrangement), None outside the ladder.
    `reading_sensitive` names the rival readings that would change verdict, label or liability order.
    """

    policy_id: str | None
    balance_pence: int | None
    total_weekly_pence: int | None
    rate_hundredths: int | None
    floor_weekly_pence: int | None
    cap_weekly_pence: int | None
    min_lump_rung2_pence: int | None
    min_lump_rung3_pence: int | None
    instalments_to_clear: int | None
    rung: str
    steer_label: str | None
    verdict: Verdict
    deo_max_weekly_pence: int | None
    deo_weeks: int | None
    liability_order_due: bool | None
    reasons: tuple[str, ...]
    reading_sensitive: tuple[str, ...]

    def as_row(self) -> dict[str, str]:
        """The texts of the contract by column, as `steercheck steer` prints them."""
        return dict(zip(COLUMNS, self.as_cells(), strict=True))

    def as_cells(self) -> tuple[str, ...]:
        """The same texts in the order of `COLUMNS`."""
        due = self.liability_order_due
        return (
            _money(self.balance_pence),
            _money(self.total_weekly_pence),
            _money(self.rate_hundredths),
            _money(self.floor_weekly_pence),
            _money(self.cap_weekly_pence),
            _money(self.min_lump_rung2_pence),
            _money(self.min_lump_rung3_pence),
            _count(self.instalments_to_clear),
            self.rung,
            self.steer_label or "None",
            self.verdict.value,
            _money(self.deo_max_weekly_pence),
            _count(self.deo_weeks),
            NOT_AVAILABLE if due is None else "Y" if due else "N",
            "+".join(self.reasons) or NOTHING,
            "+".join(self.reading_sensitive) or NOTHING,
        )

    def as_values(self) -> dict[str, Any]:
        """Plain values for JSON."""
        values = self._asdict()
        values.update(
            verdict=self.verdict.value, reasons=list(self.reasons), reading_sensitive=list(self.reading_sensitive)
        )
        return values

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> "Judgement":
        """The judgement that `as_values` wrote; other keys are passed over."""
        told = {name: values[name] for name in Judgement._fields}
        told.update(
            verdict=Verdict(told["verdict"]),
            reasons=tuple(told["reasons"]),
            reading_sensitive=tuple(told["reading_sensitive"]),
        )
        return Judgement(**told)


COLUMNS = (
    "balance",
    "total_weekly",
    "rate_pct",
    "floor_weekly",
    "cap_weekly",
    "min_lump_rung2",
    "min_lump_rung3",
    "instalments_to_clear",
    "rung",
    "steer_label",
    "verdict",
    "deo_max_weekly",
    "deo_weeks",
    "liability_order_due",
    "reasons",
    "reading_sensitive",
)
"""The columns of a judgement, as the command-line contract names and orders them after `sheet_id`."""


class Facts(NamedTuple):
    """All that the ladder sees of a sheet under one reading.

    `at_cap`: the contribution counts as the cap. `floor_clears`: the floor itself would have cleared the debt in time,
    so nobody needs to go to 40%. `below_floor`: the contribution misses a floor that binds. `rung2_open`: a
    contribution above the floor may still be rung 2.
    """

    clears: bool
    at_cap: bool
    floor_clears: bool
    below_floor: bool
    rung2_open: bool
    unassured: bool
    order_due: bool


class _Amounts(NamedTuple):
    """The complete figures of a sheet, in pence a week but for the arrears, the balance and the instalment."""

    arrears: int
    balance: int
    net_income: int
    regular: int
    contribution: int
    cap: int
    ceiling: int
    deo_max: int
    instalments: int | None


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


def _pence(amount: Decimal | None) -> int | None:
    return None if amount is None else to_pence(amount)


def has_ground(ground: str | None) -> bool:
    """Whether a ground of discretion is recorded; the code NONE says that there is none (domain notes, section 3)."""
    return ground is not None and ground.strip().upper() not in ("", "NONE")


def weekly_equivalent(instalment_pence: int, frequency: str) -> int:
    """What an instalment comes to a week: I, I/2, I/4 or I x 12/52, rounded half-up to the penny (section 7)."""
    if frequency == Frequency.WEEKLY:
        return instalment_pence
    if frequency == Frequency.FORTNIGHTLY:
        return (instalment_pence + 1) // 2
    if frequency == Frequency.FOUR_WEEKLY:
        return (instalment_pence + 2) // 4
    return (24 * instalment_pence + 52) // 104


def judge(figures: Figures, policy: "Policy | None") -> Judgement:
    """Judge a sheet by a policy; None, or a policy that is not for the sheet's scheme, gives NO_POLICY.

    Raises ValueError for figures that intake refuses: a lump sum above the arrears, or a figure below zero.
    """
    if policy is None or figures.scheme not in policy.schemes:
        return _NO_POLICY
    told, settings = figures, policy.settings
    arrears, net_income, regular = told.arrears_pence, told.net_income_pence, told.regular_pence
    balance = None if arrears is None else arrears - (told.lump_sum_pence or 0)
    _refuse_impossible(told, balance)
    missing = _missing(told, balance)
    if missing or arrears is None or balance is None or net_income is None or regular is None:
        return _not_assessable(told, policy, balance, missing)
    contribution = _contribution(told, balance)
    employed = told.employed == YES
    instalments = _instalments(balance, told.instalment_pence)
    floor = floor_of(settings, told.scheme, net_income, regular)
    cap = net_income * settings.cap_pct // WHOLE
    deo_max = _deo_max(told, settings, net_income, cap)
    ceiling = deo_max if told.method == Method.DEO else cap
    amounts = _Amounts(
        arrears,
        balance,
        net_income,
        regular,
        regular if contribution is None else contribution,
        cap,
        ceiling,
        deo_max,
        instalments,
    )
    facts = facts_under(settings, told, amounts)
    rung, label, verdict, reasons = _outcome(told, amounts, facts)
    sensitive = tuple(
        rival.id
        for rival in policy.rivals
        if (other := facts_under(rival.settings, told, amounts)) != facts
        and (other.order_due, *_outcome(told, amounts, other)[1:3]) != (facts.order_due, label, verdict)
    )
    return Judgement(
        policy.id,
        balance,
        contribution,
        _rate(contribution, net_income),
        floor,
        cap,
        _least_lump(arrears, regular, None if floor is None or floor > ceiling else floor, settings),
        _least_lump(arrears, regular, ceiling, settings),
        instalments,
        rung,
        label,
        verdict,
        deo_max if employed else None,
        _deo_weeks(balance, deo_max, regular) if employed else None,
        facts.order_due,
        reasons,
        sensitive,
    )


def floor_of(settings: "Settings", scheme: str | None, net_income: int, regular: int | None) -> int | None:
    """The least contribution a week, rounded up to the penny; None without a floor, or where it cannot be known."""
    floor = settings.floors.get(scheme or "")
    if floor is None:
        return None
    if floor.of_maintenance:
        return None if regular is None else regular + max(floor.least_pence, -(-regular * floor.pct // WHOLE))
    least = max(floor.least_pence, -(-net_income * floor.pct // WHOLE))
    if not settings.exclusive:
        return least
    return None if regular is None else least + regular


def facts_under(settings: "Settings", figures: Figures, amounts: _Amounts) -> Facts:
    """What the ladder sees of a complete sheet under one reading."""
    balance, regular, contribution, ceiling = amounts.balance, amounts.regular, amounts.contribution, amounts.ceiling
    weeks = settings.weeks
    clears = balance == 0 or (
        amounts.instalments is not None and amounts.instalments <= settings.horizon[figures.frequency or ""]
    )
    floor = floor_of(settings, figures.scheme, amounts.net_income, regular)
    if floor is None:
        floor_clears, below_floor, rung2_open = True, False, True
    else:
        floor_clears = floor <= ceiling and weeks * max(floor - regular, 0) >= balance
        below_floor = settings.floor_binds and contribution + settings.floor_tolerance_pence < floor
        rung2_open = settings.rung2_at_least or floor_clears
    residual = max(0, balance - weeks * max(amounts.deo_max - regular, 0))
    at_stake = residual if settings.order_on_residual else balance
    order_due = not clears and (residual > 0 or figures.employed != YES) and at_stake >= settings.order_threshold_pence
    return Facts(
        clears,
        0 <= ceiling - contribution <= settings.cap_tolerance_pence,
        floor_clears,
        below_floor,
        rung2_open,
        contribution * WHOLE > amounts.net_income * settings.assurance_pct and figures.sustainability_assured != YES,
        order_due,
    )


def _outcome(figures: Figures, amounts: _Amounts, facts: Facts) -> tuple[str, str | None, Verdict, tuple[str, ...]]:
    """Rung, label, verdict and reasons: the seven steps of the ladder, the first that matches."""
    outside: tuple[Reason, ...] = ()
    by_deo = figures.method == Method.DEO
    if amounts.balance == 0:
        rung = Rung.ONE
    elif amounts.contribution > amounts.ceiling:
        rung = Rung.OUTSIDE
        if by_deo:
            outside = (Reason.DEO_LEAVES_UNDER_60PC,)
        elif not facts.clears:
            outside = (Reason.NOT_CLEAR_2Y,)
        elif facts.unassured:
            outside = (Reason.NO_SUSTAINABILITY_ASSURANCE,)
        else:
            rung = Rung.TWO
    elif facts.clears:
        if facts.at_cap and not facts.floor_clears:
            rung = Rung.THREE
        elif facts.below_floor:
            rung, outside = Rung.OUTSIDE, (Reason.BELOW_FLOOR,)
        else:
            rung = Rung.TWO if facts.rung2_open else Rung.THREE
    elif facts.at_cap:
        rung = Rung.THREE_ENFORCED
    else:
        rung = Rung.OUTSIDE
        outside = (Reason.NOT_CLEAR_2Y, Reason.BELOW_FLOOR) if facts.below_floor else (Reason.NOT_CLEAR_2Y,)
    return _verdict(figures, facts, rung, outside)


def _verdict(
    figures: Figures, facts: Facts, rung: Rung, outside: tuple[Reason, ...]
) -> tuple[str, str | None, Verdict, tuple[str, ...]]:
    """The label and the verdict that go with a rung; `outside` are the reasons why it lies outside the ladder."""
    ground = has_ground(figures.discretion_ground)
    discretion = ground and figures.has_discretion_reason
    if rung in (Rung.ONE, Rung.TWO):
        label: Label | None = Label.AGREEMENT
    elif rung is not Rung.OUTSIDE or discretion:
        label = Label.ARRANGEMENT
    else:
        label = None
    unconsidered = rung is Rung.THREE_ENFORCED and facts.order_due and figures.liability_order_considered != YES
    mislabelled = label is not None and label != figures.label
    reasons = list(outside)
    if unconsidered:
        reasons.append(Reason.LO_NOT_CONSIDERED)
    if ground and not discretion:
        reasons.append(Reason.DISCRETION_WITHOUT_REASON)
    if mislabelled:
        reasons.append(Reason.LABEL)
    if label is None or mislabelled or unconsidered or Reason.DEO_LEAVES_UNDER_60PC in outside:
        verdict = Verdict.INACCURATE
    elif rung is Rung.OUTSIDE:
        verdict = Verdict.ACCURATE_DISCRETION
    else:
        verdict = Verdict.ACCURATE
    return rung.value, None if label is None else label.value, verdict, tuple(reason.value for reason in reasons)


def _not_assessable(figures: Figures, policy: "Policy", balance: int | None, missing: tuple[str, ...]) -> Judgement:
    """A sheet that lacks a figure: what can be worked out without it, and no answer."""
    settings = policy.settings
    net_income, regular = figures.net_income_pence, figures.regular_pence
    contribution = _contribution(figures, balance)
    cap = floor = deo_max = None
    ceiling = None
    if net_income is not None:
        floor = floor_of(settings, figures.scheme, net_income, regular)
        cap = net_income * settings.cap_pct // WHOLE
        deo_max = _deo_max(figures, settings, net_income, cap)
        ceiling = deo_max if figures.method == Method.DEO else cap
    reachable = None if floor is None or ceiling is None or floor > ceiling else floor
    employed = figures.employed == YES
    return Judgement(
        policy.id,
        balance,
        contribution,
        _rate(contribution, net_income),
        floor,
        cap,
        _least_lump(figures.arrears_pence, regular, reachable, settings),
        _least_lump(figures.arrears_pence, regular, ceiling, settings),
        _instalments(balance, figures.instalment_pence),
        Rung.NONE.value,
        None,
        Verdict.NOT_ASSESSABLE,
        deo_max if employed else None,
        _deo_weeks(balance, deo_max, regular) if employed else None,
        None,
        missing,
        (),
    )


def _missing(figures: Figures, balance: int | None) -> tuple[str, ...]:
    """What is blank and would be needed, by the names of the columns in the order of the contract.

    A blank instalment matters unless nothing remains; a blank frequency only where there is an instalment to convert.
    """
    remains = balance != 0
    blank = (
        ("arrears", figures.arrears_pence is None),
        ("net_income_weekly", figures.net_income_pence is None),
        ("regular_maintenance_weekly", figures.regular_pence is None),
        ("instalment", figures.instalment_pence is None and remains),
        ("frequency", figures.frequency is None and bool(figures.instalment_pence) and remains),
        ("label", figures.label is None),
    )
    return tuple(Reason.MISSING.value + name for name, is_blank in blank if is_blank)


def _refuse_impossible(figures: Figures, balance: int | None) -> None:
    if balance is not None and balance < 0:
        raise ValueError("a lump sum above the arrears")
    for name in figures._fields:
        if name.endswith("_pence") and (getattr(figures, name) or 0) < 0:
            raise ValueError(f"{name} is below zero")


def _contribution(figures: Figures, balance: int | None) -> int | None:
    """C = M + i a week; a blank instalment is none when nothing remains to be paid."""
    instalment = 0 if figures.instalment_pence is None and balance == 0 else figures.instalment_pence
    if figures.regular_pence is None or instalment is None:
        return None
    if instalment == 0:
        return figures.regular_pence
    if figures.frequency is None:
        return None
    return figures.regular_pence + weekly_equivalent(instalment, figures.frequency)


def _instalments(balance: int | None, instalment: int | None) -> int | None:
    """Instalments to clear the balance, in the payer's own frequency; None when it never would."""
    if balance == 0:
        return 0
    return None if balance is None or not instalment else -(-balance // instalment)


def _deo_max(figures: Figures, settings: "Settings", net_income: int, cap: int) -> int:
    """The most an order could take a week: the cap, or less where the order's own money rate protects more."""
    if not settings.protected_money or figures.protected_money_pence is None:
        return cap
    return min(cap, max(net_income - figures.protected_money_pence, 0))


def _deo_weeks(balance: int | None, deo_max: int | None, regular: int | None) -> int | None:
    """Weeks in which an order at its maximum would clear the balance; None when it never would."""
    if balance == 0:
        return 0
    if balance is None or deo_max is None or regular is None or deo_max <= regular:
        return None
    return -(-balance // (deo_max - regular))


def _least_lump(arrears: int | None, regular: int | None, contribution: int | None, settings: "Settings") -> int | None:
    """The least lump sum after which this contribution would clear the rest within the policy's weeks."""
    if arrears is None or regular is None or contribution is None:
        return None
    return max(0, arrears - settings.weeks * max(contribution - regular, 0))


def _rate(contribution: int | None, net_income: int | None) -> int | None:
    """The contribution in hundredths of a per cent of net income, rounded half-up."""
    if contribution is None or not net_income:
        return None
    return (2 * contribution * WHOLE + net_income) // (2 * net_income)


def _money(hundredths: int | None) -> str:
    return NOT_AVAILABLE if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02}"


def _count(number: int | None) -> str:
    return NOT_AVAILABLE if number is None else str(number)


_NO_POLICY = Judgement(
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    Rung.NONE.value,
    None,
    Verdict.NOT_ASSESSABLE,
    None,
    None,
    None,
    (Reason.NO_POLICY.value,),
    (),
)
