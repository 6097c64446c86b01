"""Whether the totals of headline, methods and new-arrangements are those of the sheets behind them: worked out a second
time, by another way.

The reports heap pence while they go through the database's rows (`models.reports.arranged`); here every sheet is looked
at as a record, in pounds, with the words on it. "Reconcile every total to the caselist inside the tool" (domain notes,
section 6); `models.reports.reconciling` does the same for the KPI.
"""

from collections import Counter
from datetime import date
from decimal import Decimal

from sqlmodel import select

from models.columns import to_pence
from models.guide_sheet import Frequency, GuideSheet, Method
from models.reports import headline, methods, new_arrangements
from models.reports.reconciling import Difference
from models.reports.table import Report
from models.sheet_judgement import SheetConfirmation, Word
from models.store import Store
from models.store.confirming import NEW_KINDS
from models.store.policies import Policies

WEEKS = {Frequency.WEEKLY: 104, Frequency.FORTNIGHTLY: 52, Frequency.FOUR_WEEKLY: 26, Frequency.MONTHLY: 24}


def differences(store: Store, first: date, last: date) -> tuple[Difference, ...]:
    """Every total of a period that does not agree with its sheets, amounts in pence; none when all do."""
    listed = _listed(store, first, last)
    told = headline.report(store, first, last, 0)
    reported = {
        f"headline {name}": _sum(told, name, only_all=True)
        for name in ("arrears_in_scope", "lump_sums", "expected_2_years", "of_which_deo")
    }
    told = methods.report(store, first, last, 0)
    reported["methods count"] = _sum(told, "count")
    reported["methods expected_2_years"] = _sum(told, "expected_2_years")
    told = new_arrangements.report(store, first, last, 0)
    reported["new-arrangements sheets_received"] = _sum(told, "sheets_received")
    return tuple(Difference(what, number, listed[what]) for what, number in reported.items() if number != listed[what])


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
        words = session.exec(select(SheetConfirmation).where(SheetConfirmation.word == Word.CONFIRMED)).all()
        followed = set(session.exec(select(SheetConfirmation.follows)).all())
        standing = {word.sheet: word for word in words if word.id not in followed}
        for sheet in session.exec(select(GuideSheet).execution_options(yield_per=1000)):
            word = standing.get(sheet.id)
            day = sheet.decision_date if word is None else word.counts_on
            kind = sheet.arrangement_kind if word is None else word.arrangement_kind
            if day is None or not first <= day <= last or (kind or "") not in NEW_KINDS:
                continue
            found["methods count"] += 1
            found["new-arrangements sheets_received"] += 1
            if sheet.arrears is None:
                continue
            expected = to_pence(_expected(sheet, policies))
            method = sheet.method_agreed if word is None else word.method
            found["headline arrears_in_scope"] += to_pence(sheet.arrears)
            found["headline lump_sums"] += to_pence(sheet.lump_sum or Decimal(0))
            found["headline expected_2_years"] += expected
            found["methods expected_2_years"] += expected
            found["headline of_which_deo"] += expected if method == Method.DEO else 0
    return found


def _expected(sheet: GuideSheet, policies: Policies) -> Decimal:
    """Lump sum and two years' instalments in pounds, at most the arrears."""
    assert sheet.arrears is not None
    expected = sheet.lump_sum or Decimal(0)
    if sheet.instalment and sheet.frequency:
        policy = policies.of(sheet.scheme, sheet.decision_date)
        horizon = WEEKS if policy is None else policy.settings.horizon
        expected += sheet.instalment * horizon[Frequency(sheet.frequency)]
    return min(expected, sheet.arrears)
