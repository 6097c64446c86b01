"""The periods the dashboard offers, and the period before and after one: plain sums over days."""

from datetime import date, timedelta

YEAR_BEGINS = 4
"""The reporting year begins in April, as the KPI's does (letter of 12 October 2009: 2009/10)."""
Span = tuple[date, date]


def spans(today: date) -> tuple[tuple[str, Span], ...]:
    """What an office asks for, the default first."""
    month = today.replace(day=1)
    year = month.replace(month=YEAR_BEGINS)
    if year > today:
        year = year.replace(year=year.year - 1)
    quarter = moved(year, (_months(year, month) // 3) * 3)
    return (
        ("Last 12 months", (moved(month, -11), today)),
        ("Year so far", (year, today)),
        ("This quarter", (quarter, today)),
        ("Last quarter", (moved(quarter, -3), quarter - timedelta(days=1))),
        ("This month", (month, today)),
        ("Last month", (moved(month, -1), month - timedelta(days=1))),
    )


def moved(first: date, by: int) -> date:
    """The first of the month so many months on."""
    at = first.year * 12 + first.month - 1 + by
    return date(at // 12, at % 12 + 1, 1)


def stepped(span: Span, by: int) -> Span:
    """The period before (-1) or after (1) one, as long as it: in months where it begins with one, else in days."""
    first, last = span
    if first.day != 1:
        length = (last - first).days + 1
        return first + timedelta(days=by * length), last + timedelta(days=by * length)
    months = _months(first, last) + 1
    begin = moved(first, by * months)
    return begin, moved(begin, months) - timedelta(days=1)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
