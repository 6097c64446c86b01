"""Which amounts of a month may not be seen in the reports headline and methods, so that no debt can be worked out.

Counts are hidden by `models.reports.suppression`; an amount can give a debt away although many stand behind it. The
rule (statistical disclosure control; domain notes, section 6, annex G: "dominant single debts"). An amount is hidden
where

- fewer sheets stand behind it than the threshold (none at all is shown as 0.00);
- the largest of the debts behind it makes up more than half of it (dominance), or
- without its two largest debts less is left than a tenth of the largest: whoever knows the second largest would know
  the largest to within a tenth (p% rule, p = 10).

Hidden amounts must not come back out of the sums they stand in. The sum of all hidden ones of a column is known
whenever the total and the others are shown, so it must itself pass the rule; and from the total, and from what an
amount is known to be part of, no hidden amount may be narrowed down to less than a tenth of it on both sides. Until
that holds further amounts are hidden, the smallest first, and at last the total.

Both reports are of the same sheets and show the same totals of a month, so a month is hidden for both at once: the
total of all schemes is that of all methods, and what is by deduction from earnings order is the sum of that method's
rows.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from models.reports.arranged import AMOUNTS, BY_ORDER, Heap, Month, OfScheme

ALL = "all"
PART_PER_CENT = 10
"""How closely, in per cent of it, nobody may be able to tell an amount."""
SHOWN_AMOUNTS = ("arrears", "lump", "expected", "deo")
PARTS = ("lump", "deo")
"""Amounts that are part of what is expected."""
HIDING_WORDS = (
    "c hides an amount behind which there are few sheets, or one debt of more than half of it, or two that leave less "
    "than a tenth of the larger; and further ones, so that none can be worked out."
)
SchemeKey = str | None
MethodKey = tuple[str | None, str | None]
Cell = tuple[SchemeKey, str]
Key = TypeVar("Key", bound=Hashable)


@dataclass
class HiddenAmounts:
    """What is hidden of a month: cells of the headline by scheme (`ALL` for all of them) and amount, and amounts of the
    methods by segment and method."""

    headline: set[Cell] = field(default_factory=set)
    methods: set[MethodKey] = field(default_factory=set)


def is_sensitive(heap: Heap, threshold: int) -> bool:
    """Whether an amount gives a debt away by itself."""
    if not heap.number:
        return False
    left = heap.total - heap.first - heap.second
    return heap.number < threshold or 2 * heap.first > heap.total or 100 * left < PART_PER_CENT * heap.first


def hidden_amounts(month: Month, threshold: int) -> HiddenAmounts:
    """What is to be hidden of a month. A threshold of 0 or 1 hides nothing."""
    if threshold <= 1:
        return HiddenAmounts()
    hiding = _Hiding(month, threshold)
    hiding.schemes()
    hiding.methods()
    return hiding.found


class _Hiding:
    """Works out one month."""

    def __init__(self, month: Month, threshold: int) -> None:
        self._month = month
        self._threshold = threshold
        self._whole = month.whole()
        self._heaps = {name: {key: row.heaps[name] for key, row in month.schemes.items()} for name in AMOUNTS}
        self.found = HiddenAmounts()

    def schemes(self) -> None:
        """The headline's rows. Arrears and expected are hidden together with all of the row, for each is a bound of the
        other; lump sums and what is by order can be hidden alone, being parts of what is expected."""
        primary = {key for key, row in self._month.schemes.items() if self._is_sensitive(row)}
        while not self._is_sensitive(self._whole):
            whole = self._with_further(primary)
            columns = {} if whole is None else {name: self._column(name, whole) for name in PARTS}
            failing = {name for name, hidden in columns.items() if hidden is None}
            more = {key for name in failing for key in self._giving_away(name)} - primary
            if whole is not None and not failing:
                self.found.headline = {(key, name) for key in whole for name in SHOWN_AMOUNTS}
                for name, hidden in columns.items():
                    self.found.headline |= {(key, name) for key in hidden or ()}
                return
            if not more:
                break
            primary |= more
        self._hide_all()

    def methods(self) -> None:
        """The methods' rows. What is by order and what is not are sums of their own where the headline shows them."""
        ways = {key: way.expected for key, way in self._month.ways.items()}
        if (ALL, "expected") in self.found.headline:
            self.found.methods = set(ways)
            return
        primary = {
            key
            for key, way in self._month.ways.items()
            if 0 < way.sheets < self._threshold or is_sensitive(way.expected, self._threshold)
        }
        self.found.methods = set(primary)
        by_order = {key for key in ways if key[1] == BY_ORDER}
        groups = [set(ways)] if (ALL, "deo") in self.found.headline else [by_order, set(ways) - by_order]
        if not all(self._hide_in(group, primary, ways) for group in groups):
            self.found.headline |= {(key, "deo") for key in (*self._month.schemes, ALL)}
            if not self._hide_in(set(ways), primary, ways):
                self._hide_all()
                self.found.methods = set(ways)

    def _with_further(self, primary: set[SchemeKey]) -> set[SchemeKey] | None:
        """The rows to hide wholly so that none of these comes back out of the sums; None: the sums cannot be shown."""
        whole = set(primary)
        order = sorted(self._month.schemes, key=lambda key: (self._heaps["expected"][key].total, str(key)))
        while not all(self._holds(whole, primary, self._heaps[name], {}) for name in ("arrears", "expected")):
            further = next((key for key in order if key not in whole), None)
            if further is None:
                return None
            whole.add(further)
        return whole

    def _column(self, name: str, whole: set[SchemeKey]) -> set[SchemeKey] | None:
        """The cells of a part to hide beside whole rows, `ALL` for the total; None: that cannot be had by cells."""
        column, primary = self._heaps[name], self._giving_away(name)
        hidden = whole | primary
        if self._gives_away(self._whole, name):
            return hidden | {ALL}
        rest = self._heaps["other"] if name == "deo" else {}
        expected = {key: heap.total for key, heap in self._heaps["expected"].items()}
        together = sum(expected[key] for key in whole)
        most = {key: together if key in whole else pence for key, pence in expected.items()}
        order = sorted(column, key=lambda key: (column[key].total, str(key)))
        while not (
            self._holds(hidden, primary, column, most)
            and not is_sensitive(Heap.of(rest[key] for key in hidden if rest), self._threshold)
        ):
            further = next((key for key in order if key not in hidden and column[key].number), None)
            if further is None:
                return None
            hidden.add(further)
        return hidden

    def _hide_in(self, group: set[MethodKey], primary: set[MethodKey], ways: Mapping[MethodKey, Heap]) -> bool:
        """Hide within rows whose sum is known until none of them comes back out; False where that cannot be had."""
        hidden = self.found.methods
        order = sorted(group, key=lambda key: (ways[key].total, str(key)))
        while not self._holds(hidden & group, primary & group, ways, {}):
            further = next((key for key in order if key not in hidden and ways[key].number), None)
            if further is None:
                return False
            hidden.add(further)
        return True

    def _holds(
        self, hidden: Collection[Key], primary: Iterable[Key], heaps: Mapping[Key, Heap], most: Mapping[Key, int]
    ) -> bool:
        """Whether the sum of these hidden amounts may be known, and none of the primary ones comes out of it. `most` is
        what an amount is known not to exceed."""
        whole = Heap.of(heaps[key] for key in hidden)
        if is_sensitive(whole, self._threshold):
            return False
        highest = {key: min(whole.total, most.get(key, whole.total)) for key in hidden}
        together = sum(highest.values())
        for key in primary:
            value = heaps[key].total
            lowest = max(0, whole.total - (together - highest[key]))
            if value and 100 * max(highest[key] - value, value - lowest) < PART_PER_CENT * value:
                return False
        return True

    def _is_sensitive(self, row: OfScheme) -> bool:
        few = 0 < row.sheets < self._threshold
        return few or any(is_sensitive(row.heaps[name], self._threshold) for name in ("arrears", "expected"))

    def _giving_away(self, name: str) -> set[SchemeKey]:
        return {key for key, row in self._month.schemes.items() if self._gives_away(row, name)}

    def _gives_away(self, row: OfScheme, name: str) -> bool:
        """A part gives itself away, and what is by order also the rest, which is not."""
        parts = ("deo", "other") if name == "deo" else (name,)
        return any(is_sensitive(row.heaps[part], self._threshold) for part in parts)

    def _hide_all(self) -> None:
        self.found.headline = {(key, name) for key in (*self._month.schemes, ALL) for name in SHOWN_AMOUNTS}
