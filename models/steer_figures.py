"""The sums of the debt steer: every derived figure from the figures of a sheet, in whole pence.

Below the ladder (`models.steer`), which asks these for each reading. Percentages are hundredths of a per cent. The
least contribution rounds up, the most rounds down, so that a penny is never given away (domain notes, section 2.13); a
figure that lacks one of its parts is None. Rules: domain notes, section 7.
"""

from typing import TYPE_CHECKING

from models.guide_sheet import Frequency
from models.steer_records import Figures

if TYPE_CHECKING:
    from models.policy import Reading

WHOLE = 10_000
"""A percentage is held in hundredths of a per cent, so this is 100%."""
_WEEKLY, _FORTNIGHTLY, _FOUR_WEEKLY = Frequency.WEEKLY.value, Frequency.FORTNIGHTLY.value, Frequency.FOUR_WEEKLY.value


def weekly_equivalent(instalment_pence: int, frequency: str) -> int:
    """What an instalment comes to a week: I, I/2, I/4 or I x 12/52, rounded half-up to the penny (section 7)."""
    if frequency == _WEEKLY:
        return instalment_pence
    if frequency == _FORTNIGHTLY:
        return (instalment_pence + 1) // 2
    if frequency == _FOUR_WEEKLY:
        return (instalment_pence + 2) // 4
    return (6 * instalment_pence + 13) // 26  # 12/52 is 3/13


def floor_under(reading: "Reading", net_income: int, regular: int | None) -> int | None:
    """The least contribution a week, rounded up to the penny; None without a floor, or where it cannot be known."""
    if not reading.has_floor or (regular is None and reading.floor_on_top):
        return None
    base = (regular or 0) if reading.floor_of_maintenance else net_income
    floor = max(reading.floor_least_pence, -(-base * reading.floor_pct // WHOLE))
    return floor + (regular or 0) if reading.floor_on_top else floor


def contribution_of(figures: Figures, balance: int | None) -> int | None:
    """C = M + i a week; a blank instalment is none when nothing remains to be paid."""
    regular, instalment = figures.regular_pence, figures.instalment_pence
    if instalment is None and balance == 0:
        return regular
    if regular is None or not instalment:
        return None if instalment is None else regular
    return None if figures.frequency is None else regular + weekly_equivalent(instalment, figures.frequency)


def instalments_of(balance: int | None, instalment: int | None) -> int | None:
    """Instalments to clear the balance, in the payer's own frequency; None when it never would."""
    if balance == 0:
        return 0
    return None if balance is None or not instalment else -(-balance // instalment)


def rate_of(contribution: int | None, net_income: int) -> int | None:
    """The contribution in hundredths of a per cent of net income, rounded half-up; None of no income."""
    if contribution is None or net_income == 0:
        return None
    return (2 * contribution * WHOLE + net_income) // (2 * net_income)


def cap_and_deo_max(reading: "Reading", net_income: int, protected: int | None) -> tuple[int, int]:
    """40% of net income rounded down, and the most an order may take: less where its money rate protects more."""
    cap = net_income * reading.cap_pct // WHOLE
    if protected is None or not reading.protected_money:
        return cap, cap
    return cap, min(cap, max(net_income - protected, 0))


def least_lump(arrears: int | None, regular: int | None, contribution: int | None, weeks: int) -> int | None:
    """The least lump sum after which this contribution would clear the rest within the policy's weeks."""
    if arrears is None or regular is None or contribution is None:
        return None
    return max(0, arrears - weeks * max(contribution - regular, 0))


def deo_weeks_of(balance: int | None, deo_max: int | None, regular: int | None) -> int | None:
    """Weeks in which an order at its maximum would clear the balance; None when it never would."""
    if balance == 0:
        return 0
    if balance is None or deo_max is None or regular is None or deo_max <= regular:
        return None
    return -(-balance // (deo_max - regular))
