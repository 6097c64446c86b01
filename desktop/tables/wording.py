"""Facts in the short words of lists: 14 Sep 2009 10:31, 1:42, Direct Debit, Reference, 1,280 calls.

The review page's longer words stand in `spoken.py`; dates and times are written there. Codes stay codes in the records;
unknown ones are shown as they are.
"""

from datetime import date, datetime
from html import escape

from desktop.tables import spoken
from desktop.tables.spoken import NOT_HELD

METHODS = {
    "direct_debit": "Direct Debit",
    "standing_order": "Standing order",
    "debit_card": "Debit card",
    "credit_card": "Credit card",
    "cheque": "Cheque",
    "cash": "Cash",
    "deo": "DEO",
    "deduction_from_benefits": "Deduction from benefits",
}
RULES = {
    "reference": "Reference",
    "case": "Case and date",
    "person": "Caseworker and day",
    "hand": "By hand",
    "further_sheet": "By hand",
    "further_call": "By hand",
}
KPI_CLASSES = {
    "ACCURATE": "Accurate",
    "ACCURATE_DISCRETION": "Accurate by discretion",
    "INACCURATE": "Inaccurate",
    "NOT_ASSESSABLE": "Not assessable",
}
CHANGED_SINCE = "Changed since"
"""The mark of a signed review whose sheet an import gave other figures since; it stands below the head "Sheet"."""
SHEET_CHANGED = "Sheet changed since"
"""The same where no head says what changed."""
KINDS = {
    "recordings": "Recordings",
    "sheets": "Guide sheets",
    "tasks": "Task 567 entries",
    "views": "Caseworker Online views",
    "staff": "Staff",
    "transcripts": "Transcripts",
    "collections": "Collections",
}


def day(when: date | None) -> str:
    """14 Sep 2009."""
    return spoken.day(when)


def moment(when: datetime | None) -> str:
    """14 Sep 2009 10:31, on the office's clock."""
    return spoken.moment(when)


def length(duration_ms: int | None) -> str:
    """1:42, or 1:02:03 from an hour on, to the nearest second."""
    return NOT_HELD if duration_ms is None else spoken.clock_time(round(duration_ms / 1000) * 1000)


def spoken_length(seconds: float) -> str:
    """About how long: "8 s", "4 min", "2 h 10 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def method(code: str | None) -> str:
    return NOT_HELD if code is None else METHODS.get(code, code)


def kpi_class(code: str | None) -> str:
    return "No class" if code is None else KPI_CLASSES.get(code, code)


def tip(text: str) -> str:
    """Facts as a tool tip: shown letter by letter, never taken for markup, and broken where they are long."""
    return f"<p>{escape(text)}</p>" if text else ""


def number(count: int) -> str:
    """1,280."""
    return f"{count:,}"


def several(count: int, one: str, many: str | None = None) -> str:
    """ "1 call", "1,280 calls"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
