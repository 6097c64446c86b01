"""QA's KPI report: two rows side by side, never added; every guide sheet, and the calls that were checked. As a whole,
or both rows for each month, team, scheme, method or caseworker.

"QAT report: numerator, denominator, error categories, policy version" (domain notes, section 6); the KPI itself as in
section 4. Columns: command-line contract, "report".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from models.kpi import KpiRow, percentage
from models.kpi_figures import Drawn, call_figures, sheets_needed
from models.reports.counted import SCOPE, SCOPE_WORDS, Counts, Group, Period, checked_calls, counts_by, together
from models.reports.drawn import drawn_by
from models.reports.finishing import Heading, finished
from models.reports.kpi_known import CLASSES, Cells, KnownKpi, known_kpi, numbers_of, row_sums, scope_of
from models.reports.suppression import Relation, Slack
from models.reports.table import NO_DATA, NOT_HELD, Column, Definition, Raw, Report, Role, Value
from models.store import Store

KIND = "kpi"
TITLE = "Accuracy of arrears arrangements: the KPI"
TARGET_PCT = Decimal(95)
SHOWN, NOT_SHOWN = "shown", "not shown"
CENSUS = "census: no interval"
GROUPINGS = tuple(group.value for group in Group)
RESTRICTED = (Group.CASEWORKER.value,)
"""By these it is about people: never published, nothing of it hidden."""
IMPOSSIBLE = "cannot be shown"
COLUMNS = (
    Column("period_from"),
    Column("period_to"),
    Column("basis"),
    Column("scope"),
    Column("checked", Role.COUNT),
    Column("accurate", Role.COUNT),
    Column("accurate_discretion", Role.COUNT),
    Column("inaccurate", Role.COUNT),
    Column("not_assessable", Role.COUNT),
    Column("figure_errors", Role.COUNT),
    Column("process_errors", Role.COUNT),
    Column("kpi_pct", Role.FIGURE, CLASSES),
    Column("low_pct", Role.FIGURE, CLASSES),
    Column("high_pct", Role.FIGURE, CLASSES),
    Column("interval"),
    Column("target_pct"),
    Column("shown", Role.FIGURE, CLASSES),
    Column("coverage_pct", Role.FIGURE, ("checked",)),
    Column("more_needed", Role.FIGURE, (*CLASSES, "checked", "not_assessable")),
    Column("policies"),
)
_AT = {column.name: place for place, column in enumerate(COLUMNS)}
DEFINITION = Definition(
    words=(
        "At least 95% of new arrears arrangements will be accurate when compared to the agency debt steer. Row sheet:"
        " the recalculated steer's verdict on every confirmed guide sheet, a census. Row call: the KPI class of the "
        "primary signed reviews of calls, latest amendment, each sheet once (the newest signed). The two rows are "
        f"never added. Scope: {SCOPE_WORDS}; second marks and calibration stay out. Discretion with a recorded ground "
        "and reason counts as accurate; what cannot be assessed leaves the sum; nothing checked is no data. Figure "
        "errors: inaccurate checks in which the steer or a critical prompt of the steer found an error; process "
        "errors: those with a no on another critical prompt; a check may be both. Shown: row call, the one-sided 95% "
        "exact lower bound reaches the target; row sheet, the target is reached even if every sheet that is not "
        "confirmed were inaccurate. More needed: row call, further checks without an error until it is shown; row "
        "sheet, further sheets to be confirmed as accurate. Row call, where the calls were drawn by certificates, but "
        "not in proportion: each counts as many times as calls of its frame stand behind it, by the caseworker or by "
        "the certificate, so the percentage is not that of the counts beside it. By month, team, scheme, method or "
        "caseworker: each check as it was signed or confirmed; the groups add up to the whole. Two reports whose "
        "periods overlap can be taken from each other: publish no two periods that differ by a few days."
    ),
    source=(
        "Letter of 12 October 2009 (VTR1298), question 4: at least 95% of new arrears arrangements accurate against "
        "the debt steer, including the use of discretion; question 3: team leaders examine every sheet"
    ),
    formula=(
        "KPI % = 100 x (accurate + accurate by discretion) / (checked - not assessable); coverage % = 100 x checked / "
        "sheets in scope; low and high: two-sided 95% Wilson score interval, only where every checked call was drawn "
        "by a certificate. Weighted: KPI % = 100 x sum of w x accurate / sum of w x assessed over the strata, w = "
        "calls of the stratum / those of them checked; interval and bound of the effective sample size (Korn and "
        "Graubard 1998), at most that of the weights (Kish 1965)"
    ),
)


@dataclass(frozen=True)
class _Part:
    """What two rows are about: the whole (`scope` as ever), or a group."""

    scope: str
    found: Counts
    drawn: Drawn


def report(store: Store, first: date, last: date, threshold: int, grouped_by: str | None = None) -> Report:
    """The report of a period: its two rows, or those of each group (one of GROUPINGS). By caseworker it is not for
    publication. Raises ValueError for another word."""
    period, group = Period(first, last), None if grouped_by is None else Group(grouped_by)
    with store.database.session() as session:
        calls = checked_calls(session, period)
        counted = counts_by(session, period, group)
        drawn, drawn_of = drawn_by(session, calls, None if group is None else group.of(calls))
    whole = _Part(SCOPE, together(counted.values()), drawn)
    if group is None:
        raw, relations = _table(period, [whole], [scope_of(whole.found, threshold)], threshold)
        made = finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, whole.found, raw, relations)
        return replace(made, notes=_notes(whole.drawn))
    heading = Heading(KIND, f"{TITLE}, by {group}", DEFINITION)
    parts = _parts(group, counted, drawn_of)
    scopes = [scope_of(part.found, threshold) for part in parts]
    divided, relations = _table(period, parts, scopes, threshold)
    relations += _sums(divided, scopes, known_kpi(whole.found, threshold))
    restricted = group.value in RESTRICTED
    made = finished(store, heading, period, 0 if restricted else threshold, whole.found, divided, relations)
    return replace(made, notes=_notes(whole.drawn), publishable=not restricted)


def _parts(group: Group, found: dict[str | None, Counts], drawn: dict[str | None, Drawn]) -> list[_Part]:
    """In order of their names; what is not held comes last."""
    return [
        _Part(f"{SCOPE}; {group} {name or NOT_HELD}", found[name], drawn.get(name, Drawn(0, 0)))
        for name in sorted(found, key=lambda name: (name is None, name or ""))
    ]


def _table(
    period: Period, parts: Sequence[_Part], scopes: Sequence[Slack], threshold: int
) -> tuple[Raw, list[Relation]]:
    """The rows of these parts, what may not be seen of them, and the sums within each part."""
    rows = [row for part in parts for row in (_sheet_row(period, part), _call_row(period, part))]
    few = [part for part in parts if 0 < part.found.in_scope - part.found.sheets.checked < threshold]
    hidden = [
        (2 * parts.index(part) + row, _AT[name])
        for part in few
        for row, name in ((0, "coverage_pct"), (0, "more_needed"), (1, "coverage_pct"))
    ]
    raw = Raw(COLUMNS, tuple(rows), tuple(hidden))
    relations: list[Relation] = []
    for at, part in enumerate(parts):
        numbers = numbers_of(part.found)
        cells: list[Cells] = [{name: (2 * at + basis, _AT[name]) for name in row} for basis, row in enumerate(numbers)]
        relations += row_sums(cells, numbers, scopes[at])
    return raw, relations


def _sums(divided: Raw, scopes: Sequence[Slack], known: KnownKpi) -> list[Relation]:
    """The groups add up to the whole, which the report without groups shows, or hides."""
    found = [Relation(plus=tuple(scopes), less=(known.scope,)), *known.relations]
    for basis, cells in enumerate((known.sheet, known.call)):
        for name, total in cells.items():
            groups = tuple((at, _AT[name]) for at in range(basis, len(divided.rows), 2))
            found.append(Relation(plus=groups, less=(total,)))
    return found


def _notes(drawn: Drawn) -> tuple[str, ...]:
    """What is to be said of calls that were weighed."""
    if not drawn.weighed:
        return ()
    told = ["The calls were not drawn in proportion: the percentage of the calls is weighted by stratum."]
    some, every = drawn.stood_for
    if some < every:
        told.append(
            f"Strata with {percentage(every - some, every)}% of the calls in the frames have no checked call yet: "
            "nothing is said of them."
        )
    return tuple(told)


def _sheet_row(period: Period, part: _Part) -> tuple[Value, ...]:
    found, row = part.found, part.found.sheets
    accurate = row.accurate + row.accurate_discretion
    needed, left = sheets_needed(row, found.in_scope), found.in_scope - row.checked
    return (
        *_begin(period, "sheet", part.scope, row),
        row.inaccurate,
        None,
        _or_no_data(row.kpi_pct),
        None,
        None,
        CENSUS,
        str(TARGET_PCT),
        NO_DATA if row.assessed == 0 else SHOWN if accurate and needed == 0 else NOT_SHOWN,
        _coverage(row, found),
        IMPOSSIBLE if needed > left else needed,
        "; ".join(found.policies) or None,
    )


def _call_row(period: Period, part: _Part) -> tuple[Value, ...]:
    found, row = part.found, part.found.calls
    told = call_figures(row, part.drawn)
    return (
        *_begin(period, "call", part.scope, row),
        found.errors.figure,
        found.errors.process,
        _or_no_data(told.kpi_pct),
        told.low_pct,
        told.high_pct,
        told.interval,
        str(TARGET_PCT),
        NO_DATA if told.shown is None else SHOWN if told.shown else NOT_SHOWN,
        _coverage(row, found),
        IMPOSSIBLE if told.more_needed is None else told.more_needed,
        "; ".join(found.policies) or None,
    )


def _begin(period: Period, basis: str, scope: str, row: KpiRow) -> tuple[Value, ...]:
    by_class = (row.accurate, row.accurate_discretion, row.inaccurate, row.not_assessable)
    return (period.first, period.last, basis, scope, row.checked, *by_class)


def _coverage(row: KpiRow, found: Counts) -> Value:
    return NO_DATA if found.in_scope == 0 else percentage(row.checked, found.in_scope)


def _or_no_data(per_cent: Decimal | None) -> Value:
    return NO_DATA if per_cent is None else per_cent
