"""The KPI's tile and its months, in words: two rows side by side, each with what it can and cannot show."""

from dataclasses import replace
from datetime import date

from desktop.tables import wording
from desktop.tables.board_words import FEW, fraction, margin, of, pct, said, share_of
from desktop.tables.chart import (
    Chart,
    Count,
    Figures,
    Nothing,
    Part,
    Point,
    Rate,
    Rates,
    Series,
    TableRow,
    Tone,
    Trend,
)
from models.board.query import Figure
from models.board.tiles import Classes, KpiSide, KpiTile, TrendMonth, TrendTile

NAMES = {"sheet": "Guide sheets", "call": "Checked calls"}
MONTH_NAMES = {"sheet": "Sheets", "call": "Calls"}
SHOWN = "shown"


def kpi_tile(tile: KpiTile) -> tuple[Chart, Figures]:
    """Both rows as rates, and as a table."""
    sides = (tile.sheet, tile.call)
    rates = tuple(_rate(side) for side in sides)
    rows = []
    at = 0
    for rate, side in zip(rates, sides, strict=True):
        whole = side.classes
        cells = (
            rate.head,
            wording.number(assessed(whole)),
            pct(whole.kpi_pct),
            "" if side.classes.low_pct is None else f"{side.classes.low_pct} to {side.classes.high_pct}",
            "" if side.bound_pct is None else f"{side.bound_pct}%",
            side.shown,
            pct(side.coverage_pct),
        )
        rows.append(TableRow(cells, at))
        at += 1
        for count in rate.counts:
            rows.append(TableRow((f"  {count.part.label}", count.value, "", "", "", "", ""), at))
            at += 1
    heads = ("Row", "Number", "Accurate", "Margin %", "At least", f"{tile.call.target_pct}%", "Coverage")
    figures = Figures(heads, tuple(rows), (False, True, True, True, True, False, True))
    return Rates(rates, float(tile.call.target_pct) / 100), figures


def assessed(classes: Classes) -> int:
    """How many the rate is of."""
    return classes.checked.count - classes.not_assessable.count


def accurate(classes: Classes) -> int:
    """Accurate, discretion included."""
    return classes.accurate.count + classes.accurate_discretion.count


def _rate(side: KpiSide) -> Rate:
    classes, name = side.classes, NAMES[side.basis]
    good, whole = accurate(classes), assessed(classes)
    few = 0 < whole < FEW
    large = "no data" if not whole else of(good, whole) if few else pct(classes.kpi_pct)
    beside = "" if not whole else pct(classes.kpi_pct) + ", too few to go by" if few else of(good, whole)
    told = f"{name}: {said(good, whole, 'nothing')} accurate{margin(classes.low_pct, classes.high_pct)}. "
    head = Part(name, told + _verdict(side), classes.checked.behind if classes.checked.count else None, f"{name}, all")
    return Rate(
        head,
        name,
        _about(side),
        large,
        beside,
        _verdict(side),
        Tone.GOOD if side.shown == SHOWN else Tone.WARN if whole else Tone.QUIET,
        share_of(good, whole),
        _counts(side),
        fraction(side.classes.low_pct),
        fraction(side.classes.high_pct),
        fraction(side.bound_pct) if whole else None,
    )


def _about(side: KpiSide) -> str:
    """How the row came about (a census, drawn at random, or not), and how much of the period it covers."""
    done = "confirmed" if side.basis == "sheet" else "heard"
    covered = f"{of(side.classes.checked.count, side.in_scope.count)} sheets {done}"
    covered += "." if side.coverage_pct is None else f", {pct(side.coverage_pct)}."
    if side.basis == "sheet":
        return f"A census: {covered}"
    if not side.classes.checked.count:
        return f"Heard and signed: {covered}"
    if side.classes.low_pct is not None:
        return f"Drawn by lot: {covered}"
    return f"{side.interval[:1].upper()}{side.interval[1:].removesuffix('.')}: {covered}"


def _verdict(side: KpiSide) -> str:
    """Whether the target is shown, and what is missing."""
    target, whole = f"At least {side.target_pct}%", assessed(side.classes)
    if not whole:
        return "Nothing checked: no rate." if side.basis == "call" else "Nothing confirmed: no rate."
    if side.shown == SHOWN:
        return f"{target} is shown."
    if side.more_needed is None:
        return f"{target} is not shown, and cannot be any more."
    more = wording.number(side.more_needed)
    if side.basis == "sheet":
        return f"{target} is not shown: {more} more to be confirmed as accurate."
    found = "" if side.bound_pct is None else f", only {side.bound_pct}%"
    return f"{target} is not shown{found}: {more} more without an error would show it."


def _counts(side: KpiSide) -> tuple[Count, ...]:
    """The four classes, and what is not confirmed yet, or was drawn."""
    classes, name = side.classes, NAMES[side.basis]
    rows = [
        ("accurate", classes.accurate, Tone.GOOD),
        ("by discretion", classes.accurate_discretion, Tone.SECOND),
        ("inaccurate", classes.inaccurate, Tone.BAD),
        ("not assessable", classes.not_assessable, Tone.QUIET),
    ]
    if side.unchecked is not None:
        rows.append(("not confirmed yet", side.unchecked, Tone.WARN))
    elif side.drawn is not None:
        rows.append(("drawn by lot", side.drawn, Tone.ACCENT))
    made = [_count(name, label, figure, tone) for label, figure, tone in rows]
    wrong = made[2]
    made[2] = replace(wrong, part=replace(wrong.part, said=f"{wrong.part.said.removesuffix('.')}{_errors(side)}."))
    return tuple(made)


def _errors(side: KpiSide) -> str:
    """Of the inaccurate checks, what the steer found and what the prompts found: kept apart, a check may be both."""
    if side.figure_errors is None or side.process_errors is None or not side.classes.inaccurate.count:
        return ""
    found = (side.figure_errors.count, side.process_errors.count)
    return f": {found[0]:,} with errors of figures, {found[1]:,} with errors of process"


def _count(name: str, label: str, figure: Figure, tone: Tone) -> Count:
    told = f"{name}: {wording.number(figure.count)} {label}"
    behind = figure.behind if figure.count else None
    return Count(Part(label, f"{told}.", behind, f"{name}: {label}"), wording.number(figure.count), tone)


def trend_tile(tile: TrendTile) -> tuple[Chart, Figures]:
    """The months of both rows."""
    months = tile.all.months
    series, rows = [], []
    for basis, tone, hollow in (("sheet", Tone.SECOND, True), ("call", Tone.ACCENT, False)):
        points = tuple(_point(month, basis) for month in months)
        series.append(Series(MONTH_NAMES[basis], points, tone, hollow))
    for at, month in enumerate(months):
        for which, basis in enumerate(("sheet", "call")):
            classes = month.sheet if basis == "sheet" else month.call
            figures = (classes.checked, classes.accurate, classes.accurate_discretion, classes.inaccurate)
            cells = (
                month_words(month.first),
                MONTH_NAMES[basis],
                *(wording.number(figure.count) for figure in (*figures, classes.not_assessable)),
                pct(classes.kpi_pct),
            )
            rows.append(TableRow(cells, at * 2 + which))
    heads = ("Month", "Row", "Checked", "Accurate", "By discretion", "Inaccurate", "Not assessable", "KPI")
    table = Figures(heads, tuple(rows), (False, False, True, True, True, True, True, True))
    if not any(point.share is not None for each in series for point in each.points):
        return Nothing("Nothing was confirmed or checked in these twelve months."), table
    return Trend(tuple(_month_short(month.first, at) for at, month in enumerate(months)), tuple(series), 0.95), table


def month_words(first: date) -> str:
    """Sep 2009."""
    return f"{first:%b %Y}"


def _month_short(first: date, at: int) -> str:
    """The year stands where it begins."""
    return f"{first:%b %y}" if first.month == 1 or at == 0 else f"{first:%b}"


def _point(month: TrendMonth, basis: str) -> Point:
    classes = month.sheet if basis == "sheet" else month.call
    good, whole = accurate(classes), assessed(classes)
    label = f"{month_words(month.first)}, {MONTH_NAMES[basis].lower()}"
    low, high = (None, None) if basis == "sheet" else (classes.low_pct, classes.high_pct)
    told = f"{label}: {said(good, whole)}{' accurate' if whole else ''}{margin(low, high)}."
    behind = classes.checked.behind if classes.checked.count else None
    return Point(
        Part(label, told, behind),
        share_of(good, whole),
        wording.number(whole),
        fraction(low),
        fraction(high),
    )
