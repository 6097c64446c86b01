"""New arrangements month by month, and how they came through their check: annex C of the 2018 letter ("new applications
throughput to initial clearance").

Every sheet is looked at once, a row at a time; only counts a month are held. Columns: command-line contract, "report".
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.clock import office_date
from models.reports.arranged import median_of
from models.reports.counted import AT_ONCE, REVIEW, SCOPE_WORDS, SHEET, WORD, Period, counts, sheets_in_scope
from models.reports.finishing import Heading, finished
from models.reports.suppression import Relation, Slack
from models.reports.table import NO_DATA, Column, Definition, Raw, Report, Role, Value, month_of, months
from models.store import Store

KIND = "new-arrangements"
TITLE = "New-arrangement throughput"
COLUMNS = (
    Column("month"),
    Column("sheets_received", Role.COUNT),
    Column("cleared_first_time", Role.COUNT),
    Column("reworked", Role.COUNT),
    Column("median_days_to_check", Role.FIGURE, ("sheets_received",)),
)
DEFINITION = Definition(
    words=(
        "Received: the guide sheets that are held, in the month of their decision, as in every report, so that they "
        f"are the sheets of the KPI. Scope: {SCOPE_WORDS}. Cleared first time: confirmed at the first look, whatever "
        "the verdict, and nothing of it done again: the sheet never changed after it was taken in, its confirmation "
        "was never withdrawn or made anew, no signed review of it was amended. Reworked: any of these happened, "
        "whether it is confirmed by now or not. The others wait for their first check. Days to check: calendar days "
        "from the day the sheet was received (not held: decided) to its first confirmation, none below nothing; over "
        "the sheets that were ever confirmed. All as it stands today."
    ),
    source="Letter of 15 March 2018, annex C (new applications throughput to initial clearance)",
    formula=(
        "received = cleared first time + reworked + waiting for the first check; median days to check = the middle "
        "of (day of the first confirmation - day received)"
    ),
)


@dataclass
class _Month:
    received: int = 0
    cleared: int = 0
    reworked: int = 0
    days: Counter[int] = field(default_factory=Counter)


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The report of a period: every month of it."""
    period = Period(first, last)
    by_month: defaultdict[str, _Month] = defaultdict(_Month)
    with store.database.session() as session:
        found = counts(session, period)
        for counts_on, came_in, version, words, confirmed, first_word, amended in _sheets(session, period):
            month = by_month[month_of(counts_on)]
            month.received += 1
            if version > 1 or words > 1 or (words and not confirmed) or amended:
                month.reworked += 1
            elif words:
                month.cleared += 1
            if words:
                month.days[_days(came_in or counts_on, first_word)] += 1
    rows: list[tuple[Value, ...]] = []
    relations: list[Relation] = []
    sensitive: list[tuple[int, int]] = []
    for at, name in enumerate(months(first, last)):
        month = by_month[name]
        median = median_of(month.days)
        rows.append((name, month.received, month.cleared, month.reworked, NO_DATA if median is None else median))
        waiting = Slack(month.received - month.cleared - month.reworked, sensitive=True)
        relations.append(Relation(plus=((at, 3), (at, 2), waiting), less=((at, 1),)))
        if 0 < month.days.total() < threshold:
            sensitive.append((at, 4))
    if found.in_scope >= threshold:  # the dashboard shows how many there are in the period
        relations.append(Relation(plus=tuple((at, 1) for at in range(len(rows))), total=found.in_scope))
    raw = Raw(COLUMNS, tuple(rows), tuple(sensitive))
    return finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, found, raw, relations)


def _days(came_in: date, first_word: datetime) -> int:
    return max(0, (office_date(first_word) - came_in).days)


def _sheets(session: Session, period: Period) -> Iterator[Any]:
    """A row a sheet: the day it counts on, the day it came in, how often an import changed it, how many words there are
    on it, whether one stands, when the first was given, and whether a signed review of it was amended."""
    scope = sheets_in_scope(period)
    words = (
        select(WORD.c.sheet, func.min(WORD.c.made_at).label("at"), func.count().label("number"))
        .group_by(WORD.c.sheet)
        .subquery("words")
    )
    amended = (
        select(REVIEW.c.sheet)
        .where(REVIEW.c.amends.is_not(None), REVIEW.c.signed_at.is_not(None), REVIEW.c.sheet.is_not(None))
        .distinct()
        .subquery("amended")
    )
    told = select(
        scope.c.counts_on,
        func.coalesce(SHEET.c.received_date, SHEET.c.decision_date),
        SHEET.c.version,
        func.coalesce(words.c.number, 0),
        scope.c.word.is_not(None),
        words.c.at,
        amended.c.sheet.is_not(None),
    ).select_from(
        scope.join(SHEET, SHEET.c.id == scope.c.id)
        .outerjoin(words, words.c.sheet == scope.c.id)
        .outerjoin(amended, amended.c.sheet == scope.c.id)
    )
    return iter(session.execute(told.execution_options(yield_per=AT_ONCE)))
