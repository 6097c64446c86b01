"""Whether the totals of headline, methods and new-arrangements are those of the sheets behind them: worked out a second
time, by another way.

The reports heap pence while they go through the database's rows (`models.reports.arranged`); here the database itself
works out every sheet and sums them, in one statement over the sheets and the confirmations that no word follows, with
each policy's horizon by its days. "Reconcile every total to the caselist inside the tool" (domain notes, section 6);
`models.reports.reconciling` does the same for the KPI.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from models.columns import to_pence
from models.guide_sheet import Frequency, GuideSheet, Method
from models.policy import UNDATED, last_day
from models.reports import headline, methods, new_arrangements
from models.reports.reconciling import Difference
from models.reports.table import Report
from models.sheet_judgement import SheetConfirmation, Word
from models.store import Store
from models.store.confirming import NEW_KINDS
from models.store.policies import Policies
from models.store.tables import stored_form

_LISTED = {"sheets_received": "count"}
_SHEET, _WORD = stored_form(GuideSheet), stored_form(SheetConfirmation)
WEEKS: Mapping[str, int] = {
    Frequency.WEEKLY: 104,
    Frequency.FORTNIGHTLY: 52,
    Frequency.FOUR_WEEKLY: 26,
    Frequency.MONTHLY: 24,
}


_TOTALS = {
    headline.KIND: ("arrears_in_scope", "lump_sums", "expected_2_years", "of_which_deo"),
    methods.KIND: ("count", "expected_2_years"),
    new_arrangements.KIND: ("sheets_received",),
}
KINDS = tuple(_TOTALS)
_FAMILIES = {headline.KIND: headline, methods.KIND: methods, new_arrangements.KIND: new_arrangements}


def differences(
    store: Store, first: date, last: date, kinds: Sequence[str] = KINDS, made: Report | None = None
) -> tuple[Difference, ...]:
    """Every total of these reports over a period that does not agree with the sheets, amounts in pence; none when all
    do. `made` is the one of the period that is to go out: where nothing of it is hidden, its own figures are held
    against the sheets; where they do not agree, or something is hidden, those of a fresh one."""
    listed = _listed(store, first, last)
    if made is not None and not made.suppressed_cells and not _between(made, listed):
        return ()
    return tuple(
        difference for kind in kinds for difference in _between(_FAMILIES[kind].report(store, first, last, 0), listed)
    )


def _between(told: Report, listed: Counter[str]) -> list[Difference]:
    found = []
    for name in _TOTALS[told.kind]:
        number, wanted = _sum(told, name, only_all=told.kind == headline.KIND), listed[_LISTED.get(name, name)]
        if number != wanted:
            found.append(Difference(f"{told.kind} {name}", number, wanted))
    return found


def _sum(report: Report, name: str, *, only_all: bool = False) -> int:
    """A column's total: of pounds in pence."""
    at = [column.name for column in report.columns].index(name)
    cells = [row[at] or "0" for row in report.rows if not only_all or row[1] == "all"]
    return sum(to_pence(Decimal(cell)) if "." in cell else int(cell) for cell in cells)


def _listed(store: Store, first: date, last: date) -> Counter[str]:
    """The same totals by the sheets; an amount of a sheet whose arrears are not held is in none of them."""
    sheet, word = _SHEET.c, _WORD.c
    followed = select(word.follows).where(word.follows.is_not(None))
    standing = _SHEET.outerjoin(
        _WORD, and_(word.sheet == sheet.id, word.word == Word.CONFIRMED, word.id.not_in(followed))
    )

    def of_either(confirmed: ColumnElement[Any], own: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((word.id.is_not(None), confirmed), else_=own)

    day = of_either(word.counts_on, sheet.decision_date)
    kind = of_either(word.arrangement_kind, sheet.arrangement_kind)
    with store.database.session() as session:
        policies = store.policies.within(session)
        weeks = _weeks(policies, of_either(word.scheme, sheet.scheme))
        lump = func.coalesce(sheet.lump_sum, 0)
        expected = _at_most(lump + func.coalesce(sheet.instalment, 0) * weeks, sheet.arrears)
        by_order = of_either(word.method, sheet.method_agreed) == Method.DEO
        told = {
            "count": func.count(),
            "arrears_in_scope": func.sum(sheet.arrears),
            "lump_sums": func.sum(_at_most(lump, sheet.arrears)),
            "expected_2_years": func.sum(expected),
            "of_which_deo": func.sum(case((by_order, expected), else_=0)),
        }
        found = session.execute(
            select(*told.values())
            .select_from(standing)
            .where(day >= first, day <= last, or_(kind.is_(None), kind.in_(NEW_KINDS)))
        ).one()
    return Counter({name: int(total or 0) for name, total in zip(told, found, strict=True)})


def _at_most(amount: ColumnElement[Any], arrears: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((arrears.is_(None), 0), (amount > arrears, arrears), else_=amount)


def _weeks(policies: Policies, scheme: ColumnElement[Any]) -> ColumnElement[Any]:
    """How many instalments of a sheet fall into two years, by the policy of its scheme and day of decision."""
    day = _SHEET.c.decision_date
    cases = []
    for policy in policies.known:
        last = last_day(policy, policies.known)
        within = [day >= policy.effective_from, *([] if last is None else [day <= last])]
        cases.append((and_(scheme.in_(policy.schemes), *within), _instalments(policy.settings.horizon)))
    for name, policy_id in UNDATED.items():
        undated = policies.named(policy_id)
        if undated is not None:
            cases.append((and_(scheme == name, day.is_(None)), _instalments(undated.settings.horizon)))
    return case(*cases, else_=_instalments(WEEKS)) if cases else _instalments(WEEKS)


def _instalments(horizon: Mapping[str, int]) -> ColumnElement[Any]:
    return case(*((_SHEET.c.frequency == name, number) for name, number in horizon.items()), else_=0)
