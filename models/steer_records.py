"""What goes into the debt steer and what comes out of it: figures, rungs, reasons, verdict, judgement, and their texts.

Plain records between the guide sheet and everything that shows, keeps or counts judgements; `models.steer` gives them
on, and does the working out.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

NOT_AVAILABLE = "NA"
NOTHING = "-"


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
            self.verdict._value_,
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


def _money(hundredths: int | None) -> str:
    """Pence as pounds, or hundredths of a per cent as per cent; none is negative."""
    if hundredths is None:
        return NOT_AVAILABLE
    digits = str(hundredths)
    return f"{digits[:-2]}.{digits[-2:]}" if hundredths >= 100 else f"0.{hundredths:02}"


def _count(number: int | None) -> str:
    return NOT_AVAILABLE if number is None else str(number)
