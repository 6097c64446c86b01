"""Whether the totals of headline, methods and new-arrangements are those of the sheets behind them: worked out a second
time, by another way.

The reports heap pence while they go through the database's rows (`models.reports.arranged`); here every sheet is looked
at as a record, in pounds, with the words on it. "Reconcile every total to the caselist inside the tool" (domain notes,
section 6); `models.reports.reconciling` does the same for the KPI.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from models.columns import to_pence
from models.guide_sheet import Frequency, GuideSheet, Method
from models.reports import headline, methods, new_arrangements
from models.reports.counted import AT_ONCE
from models.reports.reconciling import Difference
from models.reports.table import Report
from models.sheet_judgement import SheetConfirmation, Word
from models.store import Store
from models.store.confirming import NEW_KINDS
from models.store.policies import Policies

_LISTED = {"sheets_received": "count"}
_SHEET = tuple(
    getattr(GuideSheet, name)
    for name in (
        *("id", "decision_date", "arrangement_kind", "scheme", "method_agreed"),
        *("arrears", "lump_sum", "instalment", "frequency"),
    )
)
WEEKS = {Frequency.WEEKLY: 104, Frequency.FORTNIGHTLY: 52, Frequency.FOUR_WEEKLY: 26, Frequency.MONTHLY: 24}


_TOTALS = {
    headline.KIND: ("arrears_in_scope", "lump_sums", "expected_2_years", "of_which_deo"),
    methods.KIND: ("count", "expected_2_years"),
    new_arrangements.KIND: ("sheets_received",),
}
KINDS = tuple(_TOTALS)
_FAMILIES = {headline.KIND: headline, methods.KIND: methods, new_arrangements.KIND: new_arrangements}


def differences(store: Store, first: date, last: date, kinds: Sequence[str] = KINDS) -> tuple[Difference, ...]:
    """Every total of these reports over a period that does not agree with the sheets, amounts in pence; none when all
    do."""
    listed = _listed(store, first, last)
    found = []
    for kind in kinds:
        told = _FAMILIES[kind].report(store, first, last, 0)
        for name in _TOTALS[kind]:
            number, wanted = _sum(told, name, only_all=kind == headline.KIND), listed[_LISTED.get(name, name)]
            if number != wanted:
                found.append(Difference(f"{kind} {name}", number, wanted))
    return tuple(found)


def _sum(report: Report, name: str, *, only_all: bool = False) -> int:
    """A column's total: of pounds in pence."""
    at = [column.name for column in report.columns].index(name)
    cells = [row[at] or "0" for row in report.rows if not only_all or row[1] == "all"]
    return sum(to_pence(Decimal(cell)) if "." in cell else int(cell) for cell in cells)


def _listed(store: Store, first: date, last: date) -> Counter[str]:
    """The same totals, sheet by sheet."""
    found: Counter[str] = Counter()
    with store.database.session() as session:
        policies = store.policies.within(session)
        followed = set(
            session.exec(select(SheetConfirmation.follows).where(col(SheetConfirmation.follows).is_not(None)))
        )
        told = select(
            SheetConfirmation.id,
            SheetConfirmation.sheet,
            SheetConfirmation.counts_on,
            SheetConfirmation.arrangement_kind,
            SheetConfirmation.scheme,
            SheetConfirmation.method,
        ).where(SheetConfirmation.word == Word.CONFIRMED)  # type: ignore[call-overload]
        standing = {sheet: rest for word, sheet, *rest in session.execute(told) if word not in followed}
        for sheet in session.execute(select(*_SHEET).execution_options(yield_per=AT_ONCE)):
            own = (sheet.decision_date, sheet.arrangement_kind, sheet.scheme, sheet.method_agreed)
            day, kind, scheme, method = standing.get(sheet.id, own)
            if day is None or not first <= day <= last or (kind or "") not in NEW_KINDS:
                continue
            found["count"] += 1
            if sheet.arrears is None:
                continue
            expected = to_pence(_expected(sheet, scheme, policies))
            found["arrears_in_scope"] += to_pence(sheet.arrears)
            found["lump_sums"] += to_pence(sheet.lump_sum or Decimal(0))
            found["expected_2_years"] += expected
            found["of_which_deo"] += expected if method == Method.DEO else 0
    return found


def _expected(sheet: Any, scheme: str | None, policies: Policies) -> Decimal:
    """Lump sum and two years' instalments in pounds, at most the arrears."""
    expected = Decimal(sheet.lump_sum or 0)
    if sheet.instalment and sheet.frequency:
        policy = policies.of(scheme, sheet.decision_date)
        horizon = WEEKS if policy is None else policy.settings.horizon
        expected += sheet.instalment * horizon[Frequency(sheet.frequency)]
    return min(expected, Decimal(sheet.arrears))
