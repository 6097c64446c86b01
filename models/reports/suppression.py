"""Suppression of small counts in what may be published, so that none can be worked out from what stands beside it.

"Small counts are not automatically personal data (Miller), so suppression is a setting (default under 5, with secondary
suppression)" (domain notes, section 5). A count from 1 to threshold - 1 becomes "<5"; nothing at all stays 0. Then,
until nothing changes:

- a figure worked out from a hidden cell (a percentage, an interval, an amount) is hidden as well, as "c";
- for every sum the reader knows (`Relation`), the values each hidden cell can still have are worked out from all sums
  together; where only one is left, a further cell of such a sum is hidden as "c";
- what turned out to be hidden in vain is shown again.

A reader knows that "c" is no small count (it would say "<5"), and the sums here count on that too; only where the signs
themselves would give a count away, a small one says "c" as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.reports.intervals import Intervals, negative, overlap, plus
from models.reports.recovering import Readings
from models.reports.table import Raw, Role, Value, written
from models.reports.threshold import DEFAULT_THRESHOLD

HIDDEN = "c"
MOST_TRIED = 400
"""Further cells that are tried one by one; of more of them, all stay hidden."""
Place = tuple[int, int]
"""Row and column of a cell."""
Unknowns = dict["Place | Slack", Intervals]
"""What a reader still thinks possible of everything that is not shown."""


@dataclass(frozen=True, eq=False)
class Slack:
    """A count that is not in the table, but that the reader can work out from it: those of ten not yet checked.

    `value` is what it is, `sensitive` whether it must not be found out when it is small, `known` what the reader knows
    of it beforehand.
    """

    value: int
    sensitive: bool = False
    known: Intervals = ((0, None),)


@dataclass(frozen=True)
class Relation:
    """A sum a reader knows: `plus` and `less` together give `total`. Cells that may be hidden first stand first."""

    plus: tuple[Place | Slack, ...]
    less: tuple[Place | Slack, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Suppressed:
    """The table as it may be published, and how many cells of it are hidden."""

    rows: tuple[tuple[str | None, ...], ...]
    cells: int


def suppressed(raw: Raw, relations: Sequence[Relation], threshold: int = DEFAULT_THRESHOLD) -> Suppressed:
    """The rows in words, small counts hidden. A threshold of 0 or 1 hides nothing."""
    if threshold <= 1:
        return Suppressed(tuple(_row(raw, at, {}, threshold) for at in range(len(raw.rows))), 0)
    hiding = _Hiding(raw, relations, threshold)
    hidden = hiding.run()
    return Suppressed(tuple(_row(raw, at, hidden, threshold) for at in range(len(raw.rows))), len(hidden))


def _row(raw: Raw, at: int, hidden: dict[Place, bool], threshold: int) -> tuple[str | None, ...]:
    cells: list[str | None] = []
    for place, value in enumerate(raw.rows[at]):
        small = hidden.get((at, place))
        cells.append(written(value) if small is None else f"<{threshold}" if small else HIDDEN)
    return tuple(cells)


class _Hiding:
    """`hidden` holds the places that are hidden, True for the small counts themselves."""

    def __init__(self, raw: Raw, relations: Sequence[Relation], threshold: int) -> None:
        self._raw = raw
        self._threshold = threshold
        self._relations = [_Sum(relation, self._number) for relation in relations]
        self._sums_of: dict[Place | Slack, list[int]] = {}
        for number, each in enumerate(self._relations):
            for key in each.keys:
                self._sums_of.setdefault(key, []).append(number)
        self._first: dict[Place, bool] = {
            (at, place): True
            for at, row in enumerate(raw.rows)
            for place, column in enumerate(raw.columns)
            if column.role is Role.COUNT and self._small(row[place])
        }
        self._first |= dict.fromkeys(raw.sensitive, False)
        self._further: dict[Place, bool] = {}
        self._sizes_told = True
        self._readings: Readings[Place | Slack] = Readings()
        self.hidden = dict(self._first)

    def run(self) -> dict[Place, bool]:
        """Hide until nothing that is to stay hidden can be worked out; then show again what need not have been
        hidden."""
        self._hide_derived()
        while (found := self._found_out()) is not None and self._hide_one_more(found):
            self._hide_derived()
        if found is not None:
            self._tell_no_size()
        elif len(self._further) <= MOST_TRIED:
            self._show_again()
        return self.hidden

    def _tell_no_size(self) -> None:
        """Everything is hidden, and that they are small gives small counts away all the same (four parts of a total
        below five): then it is not told of those of such sums that they are small."""
        while (found := self._found_out()) is not None:
            small = self._small_near(found)
            if not small:
                return
            self.hidden |= dict.fromkeys(small, False)
            self._sizes_told = False

    def _small_near(self, found: Place | Slack) -> list[Place]:
        """Small counts still told to be small, in the sums of `found`; else in the sums next to those, and so on."""
        near: set[Place | Slack] = {found}
        while True:
            reached = near | {key for each in self._relations if near & set(each.keys) for key in each.keys}
            small = [key for key in reached if not isinstance(key, Slack) and self.hidden.get(key)]
            if small or reached == near:
                return small
            near = reached

    def _show_again(self) -> None:
        """Each further cell is shown for a trial: on the way to the cells that protect, others were hidden in vain."""
        for place in tuple(self._further):
            before, tried = self.hidden, self._further
            self._further = {each: small for each, small in tried.items() if each != place}
            self.hidden = self._first | self._further
            self._hide_derived()
            if self._found_out() is not None:
                self.hidden, self._further = before, tried

    def _small(self, value: Value) -> bool:
        return isinstance(value, int) and 0 < value < self._threshold

    def _number(self, place: Place) -> int:
        value = self._raw.rows[place[0]][place[1]]
        if not isinstance(value, int):
            raise TypeError(f"the cell {place} of a sum holds {value!r}, no whole number")
        return value

    def _value(self, place: Place) -> int:
        value = self._raw.rows[place[0]][place[1]]
        return value if isinstance(value, int) else 0

    def _hide_derived(self) -> None:
        """Hide what is worked out from hidden cells of its row; one column may be worked out from another such."""
        names = {column.name: place for place, column in enumerate(self._raw.columns)}
        changed = True
        while changed:
            changed = False
            for at, row in enumerate(self._raw.rows):
                for place, column in enumerate(self._raw.columns):
                    of_hidden = any((at, names[name]) in self.hidden for name in column.of)
                    if of_hidden and row[place] is not None and (at, place) not in self.hidden:
                        self.hidden[at, place] = False
                        changed = True

    def _found_out(self) -> Place | Slack | None:
        """The first thing to be kept that a reader could work out."""
        unknown = self._domains()
        waiting = dict.fromkeys(range(len(self._relations)))
        while waiting:
            number = next(iter(waiting))
            del waiting[number]
            for key in self._relations[number].narrow(unknown):
                waiting |= dict.fromkeys(each for each in self._sums_of[key] if each != number)
        to_keep: list[Place | Slack] = [
            *(place for place, small in self._first.items() if small),
            *self._raw.sensitive,
            *self._slacks(),
        ]
        for key in to_keep:
            left = unknown.get(key)
            if left is not None and len(left) == 1 and left[0][0] == left[0][1]:
                return key
        return self._found_out_by_all(to_keep, unknown)

    def _found_out_by_all(self, to_keep: Sequence[Place | Slack], unknown: Unknowns) -> Place | Slack | None:
        """The same by all sums at once, where going from sum to sum may miss something."""
        sums = [each.left_open(unknown) for each in self._relations]
        sums = [(terms, total) for terms, total in sums if terms]
        true = {key: key.value if isinstance(key, Slack) else self._value(key) for key in unknown}
        in_sums = {key for terms, _ in sums for key, _ in terms}
        domains = {key: domain for key, domain in unknown.items() if key in in_sums}
        return self._readings.given_away(to_keep, sums, domains, true)

    def _slacks(self) -> list[Slack]:
        return [
            slack for each in self._relations for slack in each.slacks if slack.sensitive and self._small(slack.value)
        ]

    def _domains(self) -> Unknowns:
        """What a reader knows of each unknown by itself."""
        small: Intervals = ((1, self._threshold - 1),)
        large: Intervals = ((0, 0), (self._threshold, None)) if self._sizes_told else ((0, None),)
        found: Unknowns = {}
        for place, is_small in self.hidden.items():
            counted = self._raw.columns[place[1]].role is Role.COUNT
            found[place] = small if is_small else large if counted else ((0, None),)
        for each in self._relations:
            found |= {slack: slack.known for slack in each.slacks}
        return found

    def _hide_one_more(self, found: Place | Slack) -> bool:
        """Hide a cell of a sum that gives `found` away; False where none is left to hide."""
        near: set[Place | Slack] = {found}
        reached = [each for each in self._relations if found in each.keys]
        while reached:
            for each in reached:
                for key in each.keys:
                    if not isinstance(key, Slack) and key not in self.hidden:
                        self.hidden[key] = self._further[key] = False
                        return True
            near |= {key for each in reached for key in each.keys}
            reached = [each for each in self._relations if near & set(each.keys) and not set(each.keys) <= near]
        return False


class _Sum:
    """A relation with the numbers of its cells."""

    def __init__(self, relation: Relation, number_of: Callable[[Place], int]) -> None:
        self.total = relation.total
        self.terms: list[tuple[Place | Slack, int]] = [
            *((key, 1) for key in relation.plus),
            *((key, -1) for key in relation.less),
        ]
        self.keys = [key for key, _ in self.terms]
        self.slacks = [key for key in self.keys if isinstance(key, Slack)]
        self._shown = [((key, sign), number_of(key)) for key, sign in self.terms if not isinstance(key, Slack)]
        whole = sum(sign * number for (_, sign), number in self._shown)
        whole += sum(sign * key.value for key, sign in self.terms if isinstance(key, Slack))
        if whole != self.total:
            raise ValueError(f"a sum of {whole} that should be {self.total}")

    def narrow(self, unknown: Unknowns) -> list[Place | Slack]:
        """Take from each unknown what cannot be with any values of the others; those of which anything was taken."""
        open_terms = [(key, sign) for key, sign in self.terms if key in unknown]
        known = sum(sign * number for (key, sign), number in self._shown if key not in unknown)
        # what all behind a term come to with their signs turned; those before it are added up on the way
        behind: list[Intervals] = [((self.total - known, self.total - known),)]
        for key, sign in reversed(open_terms[1:]):
            behind.append(plus(behind[-1], negative(unknown[key]) if sign > 0 else unknown[key]))
        before: Intervals = ((0, 0),)
        changed = []
        for key, sign in open_terms:
            rest = plus(before, behind.pop())
            left = overlap(unknown[key], rest if sign > 0 else negative(rest))
            if left != unknown[key]:
                unknown[key] = left
                changed.append(key)
            before = plus(before, negative(left) if sign > 0 else left)
        return changed

    def left_open(self, unknown: Unknowns) -> tuple[list[tuple[Place | Slack, int]], int]:
        """The terms a reader does not know, and what they come to."""
        known = sum(sign * number for (key, sign), number in self._shown if key not in unknown)
        return [(key, sign) for key, sign in self.terms if key in unknown], self.total - known
