"""What was arranged, beside what was collected and what was to be: annex E of the 2018 letter ("Maintenance Collected
and Arranged", by scheme and overall).

Arranged and collected are kept apart: the one comes from the guide sheets, the other from the department's own list
(`import --collections`), the target from the settings. Columns: command-line contract, "report".
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from models.collected import Collected
from models.collection_targets import ALL, ARREARS, NO_TARGETS, Targets, YearTarget
from models.columns import from_pence
from models.guide_sheet import Scheme
from models.reports.amounts_hidden import HIDING_WORDS, SHOWN_AMOUNTS, hidden_amounts
from models.reports.arranged import Arranged, OfScheme, arranged, notes_of
from models.reports.counted import SCOPE_WORDS, Period, counts
from models.reports.finishing import Heading, finished
from models.reports.table import NOT_HELD, Column, Definition, Raw, Report, Role, Value, months
from models.sheet_facts import money
from models.store import Store
from models.store.tables import stored_form

KIND = "headline"
TITLE = "Arranged and collected"
COLUMNS = (
    Column("month"),
    Column("scheme"),
    Column("arrears_in_scope", Role.AMOUNT),
    Column("lump_sums", Role.AMOUNT),
    Column("expected_2_years", Role.AMOUNT),
    Column("of_which_deo", Role.AMOUNT),
    Column("collected", Role.AMOUNT),
    Column("target", Role.AMOUNT),
)
FIRST_AMOUNT = 2
DEFINITION = Definition(
    words=(
        "Arranged: the guide sheets decided in the month, checked or not, by scheme and over all schemes (all; not "
        f"held: the sheet names no scheme). Scope: {SCOPE_WORDS}. Arrears in scope: what was owed at the decision. "
        "Lump sums: agreed to be paid at once. Expected in 2 years: the lump sum and the instalments of two years "
        "(104 weekly, 52 fortnightly, 26 four-weekly or 24 monthly, or as many as the policy in force on the day of "
        "the decision says), never more than the arrears; of which by deduction from earnings order. Amounts are the "
        "sheet's as they stand now. Collected: the department's own figures of the month, all money under the "
        "scheme, whatever was arranged; they are never added to what was arranged. Over all schemes it is given "
        "where every scheme of the report has a figure. Target: the twelfth part of the year's, the odd pence in its "
        f"last month. Empty: no figure was taken in, no target is set. {HIDING_WORDS}"
    ),
    source=(
        "Letter of 15 March 2018, annex E (collected and arranged, by scheme and overall); letter of 12 October "
        "2009, question 4 (collections target) and Annex A (two years)"
    ),
    formula=(
        "expected in 2 years = the lesser of the arrears and lump sum + instalment x instalments in two years, "
        "summed over the sheets; target = the year's target / 12"
    ),
)
_COLLECTED = stored_form(Collected)


def report(store: Store, first: date, last: date, threshold: int, targets: Targets | None = None) -> Report:
    """The report of a period: every month of it, by scheme and over all."""
    period, names = Period(first, last), months(first, last)
    targets = targets or NO_TARGETS
    with store.database.session() as session:
        found = counts(session, period)
        told = arranged(session, period, store.policies.within(session))
        collected = _collected(session, names)
    schemes = _schemes(told, collected, targets, names)
    rows: list[tuple[Value, ...]] = []
    sensitive: list[tuple[int, int]] = []
    for name in names:
        month = told.month(name)
        hidden = hidden_amounts(month, threshold).headline
        of_month = {scheme: collected.get((name, scheme)) for scheme in schemes if scheme}
        known = [pence for pence in of_month.values() if pence is not None]
        of_month[ALL] = sum(known) if known and len(known) == len(of_month) else None
        for key in (*schemes, ALL):
            row = month.whole() if key == ALL else month.schemes.get(key) or OfScheme()
            at, target = len(rows), None if key is None else targets.of_month(name, key)
            figures = (*(row.heaps[amount].total for amount in SHOWN_AMOUNTS), of_month.get(key or ""), target)
            rows.append((name, key or NOT_HELD, *(None if each is None else from_pence(each) for each in figures)))
            sensitive += [
                (at, FIRST_AMOUNT + place) for place, amount in enumerate(SHOWN_AMOUNTS) if (key, amount) in hidden
            ]
    raw = Raw(COLUMNS, tuple(rows), tuple(sensitive))
    made = finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, found, raw)
    return replace(made, notes=(*notes_of(told, period, threshold), *_about_targets(targets, names)))


def _collected(session: Session, names: tuple[str, ...]) -> dict[tuple[str, str], int]:
    """Pence by month and scheme."""
    held = _COLLECTED.c
    told = session.execute(
        select(held.month, held.scheme, held.collected).where(held.month >= names[0], held.month <= names[-1])
    )
    return {(month, scheme): pence for month, scheme, pence in told}


def _schemes(
    told: Arranged, collected: Mapping[tuple[str, str], int], targets: Targets, names: tuple[str, ...]
) -> tuple[str | None, ...]:
    """The schemes of which there is anything to tell, in their order, what names none last."""
    there: set[str | None] = {key for month in told.months.values() for key in month.schemes}
    there |= {scheme for _, scheme in collected}
    there |= {scheme for scheme in Scheme for name in names if targets.of_month(name, scheme) is not None}
    order = {scheme.value: place for place, scheme in enumerate(Scheme)}
    return tuple(sorted(there, key=lambda key: (key is None, order.get(key or "", len(order)), key or "")))


def _about_targets(targets: Targets, names: tuple[str, ...]) -> tuple[str, ...]:
    """How much of a year's target is to be arrears, where that is set."""
    years = {year.first_month: year for name in names if (year := targets.year_of(name)) is not None}
    return tuple(_about(year) for year in years.values() if ARREARS in year.pence)


def _about(year: YearTarget) -> str:
    whole = f" ({money(year.pence[ALL])})" if ALL in year.pence else ""
    return (
        f"Of the target over all schemes from {year.first_month} to {year.last_month}{whole}, at least "
        f"{money(year.pence[ARREARS])} is to be arrears."
    )
