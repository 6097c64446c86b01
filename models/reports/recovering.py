"""Whether a reader who puts all sums together can work out a hidden count: the exact answer, by integer programming.

`models.reports.suppression` goes from sum to sum, which is exact while the sums hang together like a tree. Where they
go round in a ring (a table with totals across and down), only all of them at once tell: for each count that must not be
found out, other values are sought that fit every sum. Found ones are checked in whole numbers, so that no rounding of
the solver can pass for one; a count for which none is found is taken to be given away.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from models.reports.intervals import Intervals

Key = TypeVar("Key", bound=Hashable)
Terms = Sequence[tuple[Key, int]]
"""What a sum is made of: each with its sign."""
MOST_MORE = 100_000
"""How far beyond its true value a count without a limit is looked for."""


Other = Mapping[Key, int]
"""Where a table that would be shown alike differs from the true one: keys with the values they have there."""


def components(sums: Sequence[tuple[Terms[Key], int]]) -> list[tuple[list[tuple[Terms[Key], int]], bool]]:
    """The sums that hang together, and whether they do so in a ring: then going from one to the next may miss
    something."""
    parent: dict[object, object] = {}

    def root(of: object) -> object:
        while parent.setdefault(of, of) != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    ring_ends: list[object] = []
    for number, (terms, _) in enumerate(sums):
        for key, _ in terms:
            one, other = root(("sum", number)), root(key)
            if one == other:
                ring_ends.append(key)
            parent[one] = other
    in_rings = {root(key) for key in ring_ends}
    found: dict[object, list[tuple[Terms[Key], int]]] = {}
    for number, each in enumerate(sums):
        found.setdefault(root(("sum", number)), []).append(each)
    return [(own, whole in in_rings) for whole, own in found.items()]


class Readings(Generic[Key]):
    """Other tables that would be shown alike, kept from one asking to the next: one found while less was hidden is one
    still, and tells of every count in which it differs from the truth."""

    def __init__(self) -> None:
        self._others: list[Other[Key]] = []

    def given_away(
        self,
        keep: Collection[Key],
        sums: Sequence[tuple[Terms[Key], int]],
        domains: Mapping[Key, Intervals],
        true: Mapping[Key, int],
    ) -> Key | None:
        """The first of `keep` that has but one value in all tables that would be shown alike; None when each may have
        another.

        `sums` are terms over the unknown and what they come to, `domains` what each unknown may be by itself, `true`
        what it is.
        """
        may_differ = {key for other in self._others if other.keys() <= domains.keys() for key in other}
        for own, in_ring in components(sums):
            keys = {key for terms, _ in own for key, _ in terms}
            asked = [key for key in keep if key in keys and key not in may_differ] if in_ring else []
            if not asked:
                continue
            program = _Program(own, {key: domains[key] for key in domains if key in keys}, true)
            while asked:
                other = program.other_than_true(asked[0])
                if other is None:
                    return asked[0]
                differs = {key: value for key, value in other.items() if value != true[key]}
                self._others.append(differs)
                asked = [key for key in asked if key not in differs]
        return None


class _Program:
    """The unknown counts x, and for each a choice z of one of its runs of values."""

    def __init__(
        self, sums: Sequence[tuple[Terms[Key], int]], domains: Mapping[Key, Intervals], true: Mapping[Key, int]
    ) -> None:
        import numpy as np
        from scipy.optimize import LinearConstraint

        self._keys: list[Any] = list(domains)
        self._sums, self._domains, self._true = sums, domains, true
        self._at = {key: at for at, key in enumerate(self._keys)}
        self._runs = [
            (key, true[key] - MOST_MORE if low is None else low, true[key] + MOST_MORE if high is None else high)
            for key in self._keys
            for low, high in domains[key]
        ]
        size = len(self._keys) + len(self._runs)
        rows: list[tuple[Any, float, float]] = []

        def row(entries: Sequence[tuple[int, float]], low: float, high: float) -> None:
            line = np.zeros(size)
            for place, factor in entries:
                line[place] += factor
            rows.append((line, low, high))

        for terms, total in sums:
            row([(self._at[key], sign) for key, sign in terms], total, total)
        for key in self._keys:
            own = [(len(self._keys) + at, run) for at, run in enumerate(self._runs) if run[0] == key]
            x = self._at[key]
            row([(place, 1) for place, _ in own], 1, 1)
            row([(x, 1), *((place, -run[1]) for place, run in own)], 0, np.inf)
            row([(x, 1), *((place, -run[2]) for place, run in own)], -np.inf, 0)
        self._within = LinearConstraint(
            np.array([line for line, _, _ in rows]), [low for _, low, _ in rows], [high for _, _, high in rows]
        )
        own_runs = [[run for run in self._runs if run[0] == key] for key in self._keys]
        chosen = [0] * len(self._runs), [1] * len(self._runs)
        self._lowest = np.array([*(min(run[1] for run in runs) for runs in own_runs), *chosen[0]])
        self._highest = np.array([*(max(run[2] for run in runs) for runs in own_runs), *chosen[1]])

    def other_than_true(self, key: Any) -> dict[Any, int] | None:
        """Values that fit every sum, with another than the true one for `key`."""
        import numpy as np
        from scipy.optimize import Bounds, milp

        for sign in (1.0, -1.0):
            wish = np.zeros(len(self._lowest))
            wish[self._at[key]] = sign
            solved = milp(
                wish,
                integrality=np.ones(len(wish)),
                bounds=Bounds(self._lowest, self._highest),
                constraints=self._within,
            )
            if solved.x is None:
                continue
            found = {each: round(float(solved.x[at])) for each, at in self._at.items()}
            if found[key] != self._true[key] and self._fits(found):
                return found
        return None

    def _fits(self, found: Mapping[Any, int]) -> bool:
        return all(sum(sign * found[key] for key, sign in terms) == total for terms, total in self._sums) and all(
            any(
                (low is None or low <= found[key]) and (high is None or found[key] <= high)
                for low, high in self._domains[key]
            )
            for key in self._keys
        )
