"""What can be found in speech: the figures by name, one place where one was spoken, and how it stood there.

Between `models.spoken_figures` (which finds) and `models.reconcile` (which compares with sheet and lists).
"""

from dataclasses import dataclass
from enum import StrEnum

from models.transcript import Speaker


class Figure(StrEnum):
    """The figures of the contract's `compare`, in its order."""

    ARREARS = "arrears"
    NET_INCOME = "net_income"
    REGULAR = "regular"
    LUMP_SUM = "lump_sum"
    INSTALMENT = "instalment"
    FREQUENCY = "frequency"
    PERCENTAGE = "percentage"
    PERIOD = "period"
    METHOD = "method"
    PROMOTION = "promotion"
    CWO = "cwo"


MONEY = frozenset({Figure.ARREARS, Figure.NET_INCOME, Figure.REGULAR, Figure.LUMP_SUM, Figure.INSTALMENT})
NEGOTIATED = frozenset({Figure.LUMP_SUM, Figure.INSTALMENT})
"""Those that are offered, refused and agreed; the others are stated."""


class Every(StrEnum):
    """How often an amount is paid: the sheet's codes, and those only speech has."""

    WEEK = "W"
    FORTNIGHT = "F"
    FOUR_WEEKS = "4W"
    MONTH = "M"
    YEAR = "Y"
    DAY = "D"


class Standing(StrEnum):
    """How a figure stood when it was spoken."""

    STATED = "stated"
    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """By the payer."""
    DECLINED = "declined"
    """By the caseworker, as too little."""
    TAKEN_BACK = "taken back"
    """Corrected by the next words: "forty, no, sixty"."""


@dataclass(frozen=True)
class Mention:
    """One place where a figure was spoken: milliseconds of the call, who, and the sentence as the transcript has it.

    `value` is written as the contract writes it ("500", "420.50", "direct_debit", "18 months"); `pence` is the amount,
    `every` its rate. `hedged`: "about", "just over". `bound`: "within", "at most" (-1), "at least" (1), none (0).
    """

    figure: Figure
    value: str
    start_ms: int
    end_ms: int
    speaker: Speaker
    text: str
    standing: Standing = Standing.STATED
    pence: int | None = None
    every: Every | None = None
    hedged: bool = False
    bound: int = 0
    rule: bool = False
    """Whether it was said as a rule ("must be cleared within two years") and not of this arrangement."""
