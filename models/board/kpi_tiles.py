"""The KPI's tile and its months: the counts of the dashboard, judged as the report is (`models.kpi_figures`)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Subquery, select
from sqlmodel import Session

from models.board.calls import Calls
from models.board.query import BoardQuery, Figure, TileKey
from models.board.relations import REVIEW, checked
from models.board.sheets import Sheets
from models.board.tiles import Classes, KpiSide, KpiTile, TrendLine, TrendMonth
from models.board.ways import figure
from models.kpi import KpiRow, percentage
from models.kpi_figures import CallFigures, Drawn, call_figures, sheets_needed
from models.reports.counted import Group, policy_list
from models.reports.drawn import drawn_by
from models.reports.kpi import CENSUS, NOT_SHOWN, SHOWN
from models.reports.table import NO_DATA, month_of
from models.sample_size import TARGET_PCT, lower_bound, rounded_down

SHEET_BASIS, CALL_BASIS = "sheet", "call"
TREND_MONTHS = 12
MARGIN_UP_TO = 5_000
"""A month of more checked calls has no margin in the trend: it is narrower than a line is thick (about half a point),
and what so many calls stand for takes long to ask."""


def classes(tile: TileKey, way: tuple[str, ...], row: KpiRow, told: CallFigures | None = None) -> Classes:
    """The classes of a row; `way` leads to them within the tile. `told`: the figures of a row of calls."""

    def of(name: str, count: int) -> Figure:
        return figure(tile, *way, name, count=count)

    return Classes(
        of("checked", row.checked),
        of("accurate", row.accurate),
        of("accurate_discretion", row.accurate_discretion),
        of("inaccurate", row.inaccurate),
        of("not_assessable", row.not_assessable),
        row.kpi_pct if told is None else told.kpi_pct,
        None if told is None else told.low_pct,
        None if told is None else told.high_pct,
    )


def kpi_tile(session: Session, query: BoardQuery, sheets: Sheets, calls: Calls) -> KpiTile:
    """Both rows of the period."""
    policies = policy_list(sheets.policies | calls.policies)
    return KpiTile(_sheet_side(sheets), _call_side(session, query, sheets.count, calls), policies)


def _sheet_side(sheets: Sheets) -> KpiSide:
    row, in_scope = sheets.row, sheets.count
    needed = sheets_needed(row, in_scope)
    reached = row.accurate + row.accurate_discretion > 0 and needed == 0
    return KpiSide(
        basis=SHEET_BASIS,
        classes=classes(TileKey.KPI, (SHEET_BASIS,), row),
        in_scope=figure(TileKey.KPI, SHEET_BASIS, "in_scope", count=in_scope),
        unchecked=figure(TileKey.KPI, SHEET_BASIS, "unchecked", count=in_scope - row.checked),
        figure_errors=figure(TileKey.KPI, SHEET_BASIS, "inaccurate", count=row.inaccurate),
        process_errors=None,
        drawn=None,
        interval=CENSUS,
        bound_pct=None,
        target_pct=TARGET_PCT,
        shown=NO_DATA if row.assessed == 0 else SHOWN if reached else NOT_SHOWN,
        more_needed=None if needed > in_scope - row.checked else needed,
        coverage_pct=percentage(row.checked, in_scope) if in_scope else None,
    )


def _call_side(session: Session, query: BoardQuery, in_scope: int, calls: Calls) -> KpiSide:
    row = calls.row
    drawn = how_drawn(session, query, calls, query.first, query.last)
    told = call_figures(row, drawn)
    if drawn.estimate is not None:
        lower: Decimal | None = Decimal(repr(drawn.estimate.low)) * 100
    else:
        lower = lower_bound(row.accurate + row.accurate_discretion, row.assessed)
    return KpiSide(
        basis=CALL_BASIS,
        classes=classes(TileKey.KPI, (CALL_BASIS,), row, told),
        in_scope=figure(TileKey.KPI, SHEET_BASIS, "in_scope", count=in_scope),
        unchecked=None,
        figure_errors=figure(TileKey.KPI, CALL_BASIS, "figure_errors", count=calls.figure_errors),
        process_errors=figure(TileKey.KPI, CALL_BASIS, "process_errors", count=calls.process_errors),
        drawn=figure(TileKey.KPI, CALL_BASIS, "drawn", count=calls.drawn),
        interval=told.interval,
        bound_pct=None if lower is None else rounded_down(lower),
        target_pct=TARGET_PCT,
        shown=NO_DATA if told.shown is None else SHOWN if told.shown else NOT_SHOWN,
        more_needed=told.more_needed,
        coverage_pct=percentage(row.checked, in_scope) if in_scope else None,
    )


def how_drawn(session: Session, query: BoardQuery, calls: Calls, first: date, last: date) -> Drawn:
    """How these calls were drawn. What they stand for is asked only where not one was picked by hand: else there is no
    interval, whatever they stand for."""
    checked_ones, drawn = calls.count, calls.drawn
    if drawn == 0 or drawn != checked_ones:
        return Drawn(checked_ones, drawn)
    return drawn_by(session, _drawable(query, first, last))[0]


def _drawable(query: BoardQuery, first: date, last: date) -> Subquery:
    names = (REVIEW.c.recording, REVIEW.c.kpi_class, REVIEW.c.counts_on)
    return select(*names).where(*checked(query, first, last)).subquery("checked")


def months_up_to(last: date) -> tuple[tuple[date, date], ...]:
    """First and last day of the twelve months up to a day; the last of them ends with it."""
    found, end = [], last
    for _ in range(TREND_MONTHS):
        first = end.replace(day=1)
        found.append((first, end))
        end = first - timedelta(days=1)
    return tuple(reversed(found))


def trend_line(
    session: Session,
    query: BoardQuery,
    sheets: Sheets,
    calls: Calls,
    way: tuple[str, ...] = (),
    name: str | None = None,
) -> TrendLine:
    """The months of both rows; `sheets` and `calls` hold at least those."""
    months = months_up_to(query.last)
    calls_of, sheets_of = calls.by_month(), sheets.by_month()
    by_month = _drawn_by_month(session, query, calls_of, months)
    told = []
    for first, last in months:
        month = month_of(first)
        heard = calls_of.get(month, Calls((), calls.prompts))
        drawn = by_month.get(month, Drawn(heard.count, heard.drawn))
        of_calls = classes(TileKey.TREND, (*way, month, CALL_BASIS), heard.row, call_figures(heard.row, drawn))
        of_sheets = classes(TileKey.TREND, (*way, month, SHEET_BASIS), sheets_of.get(month, Sheets(())).row)
        told.append(TrendMonth(month, first, last, of_sheets, of_calls))
    return TrendLine(name, tuple(told))


def _drawn_by_month(
    session: Session, query: BoardQuery, calls: Mapping[str, Calls], months: tuple[tuple[date, date], ...]
) -> Mapping[str, Drawn]:
    """How the calls of those months were drawn whose margin can be told."""
    spans = [(first, last) for first, last in months if _has_margin(calls.get(month_of(first)))]
    if not spans:
        return {}
    checked_ones = _drawable(query, spans[0][0], spans[-1][1])
    _, found = drawn_by(session, checked_ones, Group.MONTH.of(checked_ones))
    wanted = {month_of(first) for first, _ in spans}
    return {month: drawn for month, drawn in found.items() if month in wanted}


def _has_margin(calls: Calls | None) -> bool:
    return calls is not None and 0 < calls.count == calls.drawn and calls.count <= MARGIN_UP_TO
