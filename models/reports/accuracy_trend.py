"""The accuracy of the steer month by month: annex B of the 2018 letter, with arrangements in the place of cases.

Guide sheets only, so that every month is a census; "teams under threshold" are hidden by suppression. Columns:
command-line contract, "report".
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from models.reports.counted import SCOPE_WORDS, Period, counts, row_of, sheets_in_scope
from models.reports.finishing import Heading, finished
from models.reports.kpi_known import CLASSES, KnownKpi, known_kpi
from models.reports.suppression import HIDDEN, Relation
from models.reports.table import (
    NO_DATA,
    NOT_HELD,
    Column,
    Definition,
    Raw,
    Report,
    Role,
    Value,
    month_of,
    months,
)
from models.staff import Staff
from models.store import Store
from models.store.tables import table_of

KIND = "accuracy-trend"
TITLE = "Steer accuracy trend"
COLUMNS = (
    Column("month"),
    Column("line_of_business"),
    Column("checked", Role.COUNT),
    Column("accurate", Role.COUNT),
    Column("accurate_discretion", Role.COUNT),
    Column("inaccurate", Role.COUNT),
    Column("not_assessable", Role.COUNT),
    Column("kpi_pct", Role.FIGURE, ("accurate", "accurate_discretion", "inaccurate")),
)
DEFINITION = Definition(
    words=(
        "The recalculated steer's verdict on every confirmed guide sheet, by month of the decision and by the line of "
        f"business of its caseworker (not held: the staff list names none). Scope: {SCOPE_WORDS}."
    ),
    source="Letter of 15 March 2018, annex B (a view of the last 12 months); letter of 12 October 2009, question 4",
    formula="KPI % = 100 x (accurate + accurate by discretion) / (checked - not assessable)",
)
_AT = {column.name: place for place, column in enumerate(COLUMNS)}
ALL = "all"
_CLASSES = (3, 4, 5, 6)
"""The places of the four classes."""
_STAFF = table_of(Staff)


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The report of a period: every month of it, with every line of business that has a confirmed sheet in it."""
    period = Period(first, last)
    sheets = sheets_in_scope(period)
    with store.database.session() as session:
        found = counts(session, period)
        told = session.execute(
            select(sheets.c.counts_on, _STAFF.c.line_of_business, sheets.c.verdict, func.count())
            .select_from(sheets.outerjoin(_STAFF, _STAFF.c.staff_id == sheets.c.caseworker_id))
            .where(sheets.c.word.is_not(None))
            .group_by(sheets.c.counts_on, _STAFF.c.line_of_business, sheets.c.verdict)
        ).all()
    by_line: defaultdict[tuple[str, str], Counter[str | None]] = defaultdict(Counter)
    for counts_on, line, verdict, number in told:
        by_line[month_of(counts_on), line or NOT_HELD][verdict] += number
    lines = sorted({line for _, line in by_line}) or [NOT_HELD]
    rows = tuple(_row(month, line, by_line[month, line]) for month in months(first, last) for line in lines)
    every = (*rows, *_totals(by_line, months(first, last), lines))
    relations = [
        *_relations(len(rows), len(every), len(lines)),
        *_beside_the_kpi(len(every) - 1, known_kpi(found, threshold)),
    ]
    made = finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, found, Raw(COLUMNS, every), relations)
    shown = made.rows[: len(rows)]
    hidden = sum(cell in (HIDDEN, f"<{threshold}") for row in shown for cell in row)
    return replace(made, rows=shown, suppressed_cells=hidden)


def _totals(
    by_line: Mapping[tuple[str, str], Counter[str | None]], of: Sequence[str], lines: Sequence[str]
) -> list[tuple[Value, ...]]:
    """Rows of the months, where there are several lines of business, and of the whole. They are not in this report, but
    the KPI and the KPI by month publish them: what is hidden here must not come out beside those."""
    by_month = {month: sum((by_line.get((month, line), Counter()) for line in lines), Counter()) for month in of}
    found = [_row(month, ALL, by_month[month]) for month in of] if len(lines) > 1 else []
    return [*found, _row(ALL, ALL, sum(by_month.values(), Counter()))]


def _relations(shown: int, rows: int, lines: int) -> list[Relation]:
    """The classes make up what was checked; the lines a month, and the months the whole, which stands last."""
    found = [Relation(plus=((at, 2),), less=tuple((at, place) for place in _CLASSES)) for at in range(rows)]
    months_at = range(shown, rows - 1) if lines > 1 else range(shown)
    for place in (2, *_CLASSES):
        found.append(Relation(plus=((rows - 1, place),), less=tuple((at, place) for at in months_at)))
        if lines > 1:
            for number, at in enumerate(months_at):
                parts = tuple((number * lines + each, place) for each in range(lines))
                found.append(Relation(plus=((at, place),), less=parts))
    return found


def _beside_the_kpi(whole: int, known: KnownKpi) -> list[Relation]:
    """The row of the whole is the KPI's row sheet, as that is published."""
    names = ("checked", *CLASSES, "not_assessable")
    same = [Relation(plus=((whole, _AT[name]),), less=(known.sheet[name],)) for name in names]
    return [*known.relations, *same]


def _row(month: str, line: str, by_verdict: Counter[str | None]) -> tuple[Value, ...]:
    row = row_of(by_verdict)
    pct = NO_DATA if row.kpi_pct is None else row.kpi_pct
    classes = (row.accurate, row.accurate_discretion, row.inaccurate, row.not_assessable)
    return (month, line, row.checked, *classes, pct)
