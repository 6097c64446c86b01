"""What is to be paid by segment and method of payment, month by month: annex G of the 2018 letter ("arrears amounts
broken down by segment and the method of payment").

Columns: command-line contract, "report". Which amounts are hidden: `models.reports.amounts_hidden`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from models.columns import from_pence
from models.kpi import percentage
from models.reports.amounts_hidden import HIDING_WORDS, hidden_amounts
from models.reports.arranged import Arranged, OfMethod, arranged, median_of, notes_of
from models.reports.counted import SCOPE_WORDS, Period, counts
from models.reports.finishing import Heading, finished
from models.reports.suppression import Relation
from models.reports.table import NO_DATA, NOT_HELD, Column, Definition, Raw, Report, Role, Value, months
from models.store import Store

KIND = "methods"
TITLE = "Debt by method of payment and segment"
COLUMNS = (
    Column("month"),
    Column("segment"),
    Column("method"),
    Column("count", Role.COUNT),
    Column("expected_2_years", Role.AMOUNT, ("count",)),
    Column("share_pct", Role.FIGURE, ("expected_2_years",)),
    Column("median_instalments", Role.FIGURE, ("count",)),
)
_AT = {column.name: place for place, column in enumerate(COLUMNS)}
DEFINITION = Definition(
    words=(
        "The guide sheets decided in the month, checked or not, by the segment the sheet names and the method of "
        f"payment agreed (not held: the sheet names none); a pair without a sheet has no row. Scope: {SCOPE_WORDS}. "
        "Expected in 2 years: in pounds, the lump sum and the instalments of two years (104 weekly, 52 fortnightly, "
        "26 four-weekly or 24 monthly, or as many as the policy in force on the day of the decision says), never "
        "more than the arrears; it is what was arranged, not what was collected. Amounts are the sheet's as they "
        "stand now. Median instalments: over the sheets on which something is left after the lump sum and an "
        f"instalment is agreed, in each payer's own frequency. {HIDING_WORDS}"
    ),
    source=(
        "Letter of 15 March 2018, annex G (arrears amounts broken down by segment and the method of payment); two "
        "years: letter of 12 October 2009, Annex A, arrears negotiation"
    ),
    formula=(
        "expected in 2 years = the lesser of the arrears and lump sum + instalment x instalments in two years; share "
        "% = 100 x expected in 2 years / that of all segments and methods of the month; median instalments = the "
        "middle of (arrears - lump sum) / instalment, each rounded up"
    ),
)


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The report of a period: every month of it, with every segment and method that has a sheet in it."""
    period = Period(first, last)
    with store.database.session() as session:
        found = counts(session, period)
        told = arranged(session, period, store.policies.within(session))
    rows: list[tuple[Value, ...]] = []
    sensitive: list[tuple[int, int]] = []
    relations: list[Relation] = []
    for name in months(first, last):
        begun = len(rows)
        _add_month(name, told, threshold, rows, sensitive)
        places = range(begun, len(rows))
        sheets = told.month(name).whole().sheets
        if sheets >= threshold:  # then new-arrangements shows how many there are
            relations.append(Relation(plus=tuple((at, _AT["count"]) for at in places), total=sheets))
        relations += _by_method(rows, places, threshold)
    raw = Raw(COLUMNS, tuple(rows), tuple(sensitive))
    made = finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, found, raw, relations)
    return replace(made, notes=notes_of(told, period, threshold))


def _by_method(rows: Sequence[tuple[Value, ...]], places: Iterable[int], threshold: int) -> list[Relation]:
    """The segments of each method add up to its sheets, which the KPI by method tells by its coverage."""
    of: defaultdict[Value, list[int]] = defaultdict(list)
    for at in places:
        of[rows[at][_AT["method"]]].append(at)
    found = []
    for own in of.values():
        total = sum(value for at in own if isinstance(value := rows[at][_AT["count"]], int))
        if total >= threshold:
            found.append(Relation(plus=tuple((at, _AT["count"]) for at in own), total=total))
    return found


def _add_month(
    name: str, told: Arranged, threshold: int, rows: list[tuple[Value, ...]], sensitive: list[tuple[int, int]]
) -> None:
    month = told.month(name)
    hidden = hidden_amounts(month, threshold).methods
    whole = month.whole().heaps["expected"].total
    for key in sorted(month.ways, key=lambda pair: tuple((part is None, part or "") for part in pair)):
        way, at = month.ways[key], len(rows)
        segment, method = (part or NOT_HELD for part in key)
        rows.append((name, segment, method, way.sheets, *_figures(way, whole)))
        if key in hidden:
            sensitive.append((at, _AT["expected_2_years"]))
        if 0 < way.instalments.total() < threshold:
            sensitive.append((at, _AT["median_instalments"]))


def _figures(way: OfMethod, whole: int) -> tuple[Value, Value, Value]:
    pence = way.expected.total
    median = median_of(way.instalments)
    return (
        from_pence(pence),
        NO_DATA if whole == 0 else percentage(pence, whole),
        NO_DATA if median is None else median,
    )
