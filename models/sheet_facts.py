"""Facts about a check that N/A rules ask for, worked out from the guide sheet as recorded.

Each fact holds, does not hold, or is not known because a figure is not held (None), and says so in words with the
figures, so that a prompt that answers itself shows why. The sums are the debt steer's own (`models.steer_figures`), in
whole pence; the prompts' 40% is that of the scorecard's words, whatever policy judges the sheet.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models import steer
from models.columns import to_pence
from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet, Method
from models.steer_figures import contribution_of

CAP_PER_CENT = 40
"""At least 60% of net income is always left (Annex A, second bullet)."""

SHEET_FIELDS = tuple(name for name in GuideSheet.model_fields if name not in {"id", "version", "imported_at"})
"""The columns of a guide sheet, in order: what a sheet field named as evidence may be."""

FACTS = (
    "has_call",
    "has_sheet",
    "has_task",
    "has_view",
    "paid_in_full",
    "discretion_recorded",
    "forty_per_cent_or_less",
    "no_deo",
    "no_choice_of_method",
)
"""Every fact a condition of a scorecard may name."""


OF_STEER = frozenset({"forty_per_cent_or_less"})
"""Facts that are sums of the steer's ladder, not figures as recorded: no rule tells them to who checks blind."""


@dataclass(frozen=True)
class Fact:
    """Whether something holds (None: cannot be told), and the sentence that shows it."""

    holds: bool | None
    words: str


class SheetFacts(Mapping[str, bool | None]):
    """The facts of one check by name; `words(name)` is the reason a person can follow."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = dict(facts)

    def __getitem__(self, name: str) -> bool | None:
        return self._facts[name].holds

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def words(self, name: str) -> str:
        """Why the fact holds, does not, or cannot be told. Raises KeyError."""
        return self._facts[name].words

    def withheld(self, names: Collection[str], why: str) -> "SheetFacts":
        """The same facts, but for these, which cannot be told: then the person decides."""
        return SheetFacts({name: Fact(None, why) if name in names else fact for name, fact in self._facts.items()})


def facts_of(
    sheet: GuideSheet | None, *, has_call: bool, tasks: Sequence[Task567] = (), views: Sequence[OnlineView] = ()
) -> SheetFacts:
    """Every fact of FACTS for a check of `sheet` (None: a recording without one); `tasks` and `views` are its own."""
    return SheetFacts(
        {
            "has_call": Fact(has_call, "the call was recorded" if has_call else "no recording of the call"),
            "has_sheet": Fact(sheet is not None, "there is a guide sheet" if sheet is not None else "no guide sheet"),
            "has_task": Fact(bool(tasks), f"Task 567 entry {tasks[0].task_id}" if tasks else "no Task 567 entry"),
            "has_view": Fact(
                bool(views), f"Caseworker Online view {views[0].view_id}" if views else "no Caseworker Online view"
            ),
            "paid_in_full": _paid_in_full(sheet),
            "discretion_recorded": _discretion_recorded(sheet),
            "forty_per_cent_or_less": _forty_per_cent_or_less(sheet),
            "no_deo": _no_deo(sheet),
            "no_choice_of_method": _no_choice_of_method(sheet),
        }
    )


def figures_of(sheet: GuideSheet) -> dict[str, str | None]:
    """Every figure of the sheet as text (money "120.00", dates YYYY-MM-DD), None where not held."""
    return {name: _as_text(getattr(sheet, name)) for name in SHEET_FIELDS}


def cap_pence(net_income_pence: int) -> int:
    """40% of net income, rounded down to the penny."""
    return net_income_pence * CAP_PER_CENT // 100


def money(amount_pence: int) -> str:
    """Pence for people: £1,000.00."""
    sign = "-" if amount_pence < 0 else ""
    pounds, pence = divmod(abs(amount_pence), 100)
    return f"{sign}£{pounds:,}.{pence:02}"


def _balance_pence(sheet: GuideSheet) -> int | None:
    """Arrears less lump sum (a blank lump sum is none); None while the arrears are not held."""
    if sheet.arrears is None:
        return None
    return to_pence(sheet.arrears) - to_pence(sheet.lump_sum or Decimal(0))


def _paid_in_full(sheet: GuideSheet | None) -> Fact:
    if sheet is None:
        return Fact(None, "no guide sheet")
    balance = _balance_pence(sheet)
    if balance is None or sheet.arrears is None:
        return Fact(None, "the arrears are not held")
    sum_shown = (
        f"{money(to_pence(sheet.arrears))} arrears less {money(to_pence(sheet.lump_sum or Decimal(0)))} lump sum "
        f"leaves {money(balance)}"
    )
    return Fact(True, f"paid in full: {sum_shown}") if balance == 0 else Fact(False, f"not paid in full: {sum_shown}")


def _discretion_recorded(sheet: GuideSheet | None) -> Fact:
    if sheet is None:
        return Fact(None, "no guide sheet")
    ground, reason = (sheet.discretion_ground or "").strip(), (sheet.discretion_reason or "").strip()
    recorded = steer.has_ground(ground)
    if recorded and reason:
        return Fact(True, f"discretion recorded: ground {ground} and a reason stand on the sheet")
    if recorded:
        return Fact(False, f"discretion not recorded: ground {ground} without a reason")
    return Fact(False, "discretion not recorded: no ground on the sheet")


def _forty_per_cent_or_less(sheet: GuideSheet | None) -> Fact:
    """Whether regular maintenance plus the weekly equivalent of the instalment is at most the cap."""
    if sheet is None:
        return Fact(None, "no guide sheet")
    weekly = _weekly_instalment_pence(sheet)
    missing = [
        words
        for words, held in (
            ("net income", sheet.net_income_weekly is not None),
            ("regular maintenance", sheet.regular_maintenance_weekly is not None),
            ("instalment and how often it is paid", weekly is not None),
        )
        if not held
    ]
    if sheet.net_income_weekly is None or sheet.regular_maintenance_weekly is None or weekly is None:
        return Fact(None, "not held: " + ", ".join(missing))
    income, regular = to_pence(sheet.net_income_weekly), to_pence(sheet.regular_maintenance_weekly)
    cap = cap_pence(income)
    holds = regular + weekly <= cap
    return Fact(
        holds,
        f"{money(regular)} + {money(weekly)} a week is {'at most' if holds else 'more than'} {CAP_PER_CENT}% of "
        f"{money(income)} ({money(cap)})",
    )


def _weekly_instalment_pence(sheet: GuideSheet) -> int | None:
    """The instalment a week; nothing when the debt is paid in full, None when it is not held."""
    return contribution_of(steer.figures_of(sheet)._replace(regular_pence=0), _balance_pence(sheet))


def _no_deo(sheet: GuideSheet | None) -> Fact:
    if sheet is None or not sheet.method_agreed:
        return Fact(None, "no guide sheet" if sheet is None else "the method agreed is not held")
    if sheet.method_agreed == Method.DEO:
        return Fact(False, "the method agreed is a deduction from earnings order")
    return Fact(True, f"no deduction from earnings order: the method agreed is {_method(sheet.method_agreed)}")


def _no_choice_of_method(sheet: GuideSheet | None) -> Fact:
    if sheet is None or not sheet.method_agreed:
        return Fact(None, "no guide sheet" if sheet is None else "the method agreed is not held")
    if sheet.method_agreed == Method.DEDUCTION_FROM_BENEFITS:
        return Fact(True, "no choice of method: deduction from benefits")
    return Fact(False, f"there was a choice: the method agreed is {_method(sheet.method_agreed)}")


def _method(code: str) -> str:
    return "Direct Debit" if code == Method.DIRECT_DEBIT else code.replace("_", " ")


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
