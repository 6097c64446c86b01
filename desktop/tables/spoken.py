"""How times, dates, money and codes are written on the review page: 0:31, 14 Sep 2009, £1,000.00, Direct Debit."""

from datetime import date, datetime
from decimal import Decimal

from models.clock import OFFICE_ZONE

NOT_HELD = "not held"
"""What stands where the sheet or a list is blank."""

FREQUENCIES = {"W": "weekly", "F": "fortnightly", "4W": "every four weeks", "M": "monthly"}
METHODS = {
    "direct_debit": "Direct Debit",
    "standing_order": "standing order",
    "debit_card": "debit card",
    "credit_card": "credit card",
    "cheque": "cheque",
    "cash": "cash",
    "deo": "deduction from earnings order",
    "deduction_from_benefits": "deduction from benefits",
}
YES_NO = {"Y": "yes", "N": "no", "NA": "not applicable"}


def clock_time(ms: int) -> str:
    """A place in the call: 0:31, 12:05, 1:02:05."""
    seconds = ms // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def length(ms: int) -> str:
    """A length in words: 45 s, 1 min 50 s, 2 h 5 min."""
    seconds = round(ms / 1000)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def day(when: date | None) -> str:
    """14 Sep 2009."""
    return NOT_HELD if when is None else f"{when.day} {when:%b %Y}"


def moment(when: datetime | None) -> str:
    """14 Sep 2009 10:31, as the office's clock has it."""
    if when is None:
        return NOT_HELD
    local = when.astimezone(OFFICE_ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def money(amount: Decimal | None) -> str:
    """£1,000.00."""
    return NOT_HELD if amount is None else f"£{amount:,.2f}"


def method(code: str | None) -> str:
    """A method of collection in words; a code nobody knows stands as it is."""
    return NOT_HELD if not code else METHODS.get(code, code)


def worded(codes: dict[str, str], code: str | None) -> str:
    """A code in words; blank is not held, and a code nobody knows stands as it is."""
    return NOT_HELD if not code else codes.get(code, code)
