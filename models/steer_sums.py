"""Sums of the debt steer as a person writes them with a pencil: "£60.00 regular + £60.00 arrears = £120.00".

Last step before the eye: `models.steer_working` lays out what the steer did in these sentences. Everything printed adds
up as printed: amounts to the penny, a result that is no whole penny with its further digits and what it is rounded to.
Money goes in as pence, percentages in hundredths of a per cent (4000 is 40%), as `models.steer` holds them.
"""

from models.guide_sheet import Frequency
from models.steer import WHOLE, weekly_equivalent

PER = {
    Frequency.WEEKLY: "a week",
    Frequency.FORTNIGHTLY: "a fortnight",
    Frequency.FOUR_WEEKLY: "every four weeks",
    Frequency.MONTHLY: "a month",
}
INSTALMENTS = {
    Frequency.WEEKLY: "weekly",
    Frequency.FORTNIGHTLY: "fortnightly",
    Frequency.FOUR_WEEKLY: "four-weekly",
    Frequency.MONTHLY: "monthly",
}
DIVIDED = {Frequency.FORTNIGHTLY: "÷ 2", Frequency.FOUR_WEEKLY: "÷ 4", Frequency.MONTHLY: "× 12 ÷ 52"}
"""How an instalment is brought to a week (domain notes, section 7)."""
_TWELFTHS = {Frequency.FORTNIGHTLY: (1, 2), Frequency.FOUR_WEEKLY: (1, 4), Frequency.MONTHLY: (12, 52)}
DIGITS = 6
"""Decimals of a pound that are shown before a sum that does not come out is broken off."""


def pounds(pence: int) -> str:
    """£1,000.00; below nothing −£1.00."""
    return f"{'−' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def per_cent(hundredths: int) -> str:
    """40%, 33.5%."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") + "%" if rest else f"{whole}%"


def rate(hundredths: int) -> str:
    """A rate with its two places, as the contract prints it: 30.00%."""
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def share(pct: int, of_pence: int, *, up: bool) -> tuple[int, str]:
    """A percentage of an amount, rounded up or down to the penny: the pence and the sum in words."""
    exact = of_pence * pct
    pence = -(-exact // WHOLE) if up else exact // WHOLE
    words = f"{per_cent(pct)} of {pounds(of_pence)} = {_fraction(exact, WHOLE)}"
    if exact % WHOLE:
        words += f", rounded {'up' if up else 'down'} to {pounds(pence)}"
    return pence, words


def weekly(instalment_pence: int, frequency: Frequency) -> tuple[int, str]:
    """An instalment by the week, half-up to the penny: the pence and the sum; no sum for one that is paid weekly."""
    pence = weekly_equivalent(instalment_pence, frequency)
    if frequency is Frequency.WEEKLY:
        return pence, ""
    times, by = _TWELFTHS[frequency]
    exact = instalment_pence * times
    words = f"{pounds(instalment_pence)} {PER[frequency]} {DIVIDED[frequency]} = {_fraction(exact, by)}"
    if exact % by:
        words += f", to the nearest penny {pounds(pence)}"
    return pence, f"{words} a week"


def total(*parts: tuple[int, str]) -> str:
    """£60.00 regular + £60.00 arrears = £120.00."""
    return f"{' + '.join(_named(*part) for part in parts)} = {pounds(sum(pence for pence, _ in parts))}"


def rest(whole: tuple[int, str], taken: tuple[int, str]) -> str:
    """£9,000.00 arrears − £2,760.00 lump sum = £6,240.00."""
    return f"{_named(*whole)} − {_named(*taken)} = {pounds(whole[0] - taken[0])}"


def times(count: int, pence: int) -> str:
    """104 × £60.00 = £6,240.00."""
    return f"{count:,} × {pounds(pence)} = {pounds(count * pence)}"


def left_for_arrears(weekly_pence: int, regular_pence: int, weeks: int) -> str:
    """104 × (£160.00 − £60.00) = £10,400.00."""
    room = weekly_pence - regular_pence
    return f"{weeks:,} × ({pounds(weekly_pence)} − {pounds(regular_pence)}) = {pounds(weeks * room)}"


def instalments(balance_pence: int, instalment_pence: int, unit: str) -> str:
    """How many it takes: "£6,240.00 ÷ £60.00 = 104 weekly instalments"; with a remainder, one more than fits."""
    whole, over = divmod(balance_pence, instalment_pence)
    sum_ = f"{pounds(balance_pence)} ÷ {pounds(instalment_pence)} = {whole:,}"
    if over:
        return f"{sum_}, remainder {pounds(over)}: {counted(whole + 1, unit)}"
    return f"{sum_}: {counted(whole, unit)}"


def counted(count: int, unit: str) -> str:
    """1 weekly instalment, 104 weekly instalments; 1 week, 63 weeks."""
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"


def _named(pence: int, name: str) -> str:
    return f"{pounds(pence)} {name}" if name else pounds(pence)


def _fraction(over_pence: int, by: int) -> str:
    """`over_pence` / `by` pence as pounds, to the penny or with its further digits; "…" where they do not end."""
    digits, left = divmod(over_pence * 10 ** (DIGITS - 2), by)
    whole, decimals = divmod(digits, 10**DIGITS)
    shown = f"{decimals:0{DIGITS}}"
    if left:
        return f"£{whole:,}.{shown}…"
    return f"£{whole:,}.{shown[:2]}{shown[2:].rstrip('0')}"
