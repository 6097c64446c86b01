"""QA's KPI report: two rows side by side, never added; every guide sheet, and the calls that were checked.

"QAT report: numerator, denominator, error categories, policy version" (domain notes, section 6); the KPI itself as in
section 4. Columns: command-line contract, "report".
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Text, cast, select
from sqlmodel import Session

from models import sample_size
from models.kpi import KpiClass, KpiRow, percentage
from models.reports.counted import REVIEW, SCOPE, SCOPE_WORDS, Counts, Period, checked_calls, counts
from models.reports.drawn import Drawn, drawn_of
from models.reports.finishing import Heading, finished
from models.reports.suppression import Relation, Slack
from models.reports.table import NO_DATA, Column, Definition, Raw, Report, Role, Value
from models.store import Store

KIND = "kpi"
TITLE = "Accuracy of arrears arrangements: the KPI"
TARGET_PCT = Decimal(95)
SHOWN, NOT_SHOWN = "shown", "not shown"
CENSUS = "census: no interval"
WILSON = "95% Wilson"
IMPOSSIBLE = "cannot be shown"
_CLASSES = ("accurate", "accurate_discretion", "inaccurate")
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
    Column("kpi_pct", Role.FIGURE, _CLASSES),
    Column("low_pct", Role.FIGURE, _CLASSES),
    Column("high_pct", Role.FIGURE, _CLASSES),
    Column("interval"),
    Column("target_pct"),
    Column("shown", Role.FIGURE, _CLASSES),
    Column("coverage_pct", Role.FIGURE, ("checked",)),
    Column("more_needed", Role.FIGURE, (*_CLASSES, "checked", "not_assessable")),
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
        "sheet, further sheets to be confirmed as accurate."
    ),
    source=(
        "Letter of 12 October 2009 (VTR1298), question 4: at least 95% of new arrears arrangements accurate against "
        "the debt steer, including the use of discretion; question 3: team leaders examine every sheet"
    ),
    formula=(
        "KPI % = 100 x (accurate + accurate by discretion) / (checked - not assessable); coverage % = 100 x checked / "
        "sheets in scope; low and high: two-sided 95% Wilson score interval, only where every checked call was drawn "
        "by a certificate"
    ),
)


@dataclass(frozen=True)
class _Errors:
    figure: int
    process: int


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The report of a period."""
    period = Period(first, last)
    with store.database.session() as session:
        found = counts(session, period)
        errors = _errors(session, period)
        drawn = drawn_of(session, period)
    raw = Raw(COLUMNS, (_sheet_row(period, found), _call_row(period, found, errors, drawn)))
    relations = [*_relations(raw, 0), *_relations(raw, 1)]
    return finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, found, raw, relations)


def _errors(session: Session, period: Period) -> _Errors:
    """How many inaccurate checks have figure errors, and how many process errors."""
    calls = checked_calls(session, period)
    found = session.execute(
        select(cast(REVIEW.c.result, Text))
        .join(calls, calls.c.id == REVIEW.c.id)
        .where(calls.c.kpi_class == KpiClass.INACCURATE)
        .execution_options(yield_per=500)
    )
    figure = process = 0
    for (text,) in found:
        result = json.loads(text)
        steer = result.get("steer") or {}
        by_steer = (steer.get("judgement") or {}).get("verdict") == KpiClass.INACCURATE
        of_steer = any(error["critical"] for error in result.get("figure_errors", ()))
        others = any(error["critical"] for error in result.get("process_errors", ()))
        if "process_errors" not in result:  # frozen before errors were kept apart
            others = result["critical"] == "fail"
        figure += by_steer or of_steer
        process += others
    return _Errors(figure, process)


def _sheet_row(period: Period, found: Counts) -> tuple[Value, ...]:
    row = found.sheets
    accurate = row.accurate + row.accurate_discretion
    needed, left = _still_needed(found), found.in_scope - row.checked
    return (
        *_begin(period, "sheet", row),
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


def _still_needed(found: Counts) -> int:
    """How many more sheets must be confirmed as accurate for the target to be reached whatever the others are."""
    row = found.sheets
    assessable = found.in_scope - row.not_assessable
    wanted = -(-assessable * int(TARGET_PCT) // 100)
    return max(0, wanted - row.accurate - row.accurate_discretion)


def _call_row(period: Period, found: Counts, errors: _Errors, drawn: Drawn) -> tuple[Value, ...]:
    row = found.calls
    low, high = (row.interval_pct if drawn.at_random else None) or (None, None)
    shown = sample_size.is_shown(row.accurate + row.accurate_discretion, row.assessed)
    needed = sample_size.more_needed(row.inaccurate, row.assessed)
    return (
        *_begin(period, "call", row),
        errors.figure,
        errors.process,
        _or_no_data(row.kpi_pct),
        low,
        high,
        WILSON if drawn.at_random else drawn.words,
        str(TARGET_PCT),
        NO_DATA if row.assessed == 0 else SHOWN if shown else NOT_SHOWN,
        _coverage(row, found),
        IMPOSSIBLE if needed is None else needed,
        "; ".join(found.policies) or None,
    )


def _begin(period: Period, basis: str, row: KpiRow) -> tuple[Value, ...]:
    by_class = (row.accurate, row.accurate_discretion, row.inaccurate, row.not_assessable)
    return (period.first, period.last, basis, SCOPE, row.checked, *by_class)


def _coverage(row: KpiRow, found: Counts) -> Value:
    return NO_DATA if found.in_scope == 0 else percentage(row.checked, found.in_scope)


def _or_no_data(per_cent: Decimal | None) -> Value:
    return NO_DATA if per_cent is None else per_cent


def _relations(raw: Raw, at: int) -> list[Relation]:
    """The sums of a row: the classes make up what was checked; figure and process errors make up the inaccurate, those
    that are both counted twice."""
    checked, *classes = ((at, _AT[name]) for name in ("checked", *_CLASSES, "not_assessable"))
    found = [Relation(plus=(checked,), less=tuple(classes))]
    inaccurate, figure, process = ((at, _AT[name]) for name in ("inaccurate", "figure_errors", "process_errors"))
    wrong, by_figure, by_process = (raw.rows[place[0]][place[1]] for place in (inaccurate, figure, process))
    assert isinstance(wrong, int)
    assert isinstance(by_figure, int)
    if not isinstance(by_process, int):
        return [*found, Relation(plus=(figure,), less=(inaccurate,))]
    return [
        *found,
        Relation(plus=(process, figure), less=(inaccurate, Slack(by_figure + by_process - wrong))),
        Relation(plus=(inaccurate,), less=(figure, Slack(wrong - by_figure))),
        Relation(plus=(inaccurate,), less=(process, Slack(wrong - by_process))),
    ]
