"""The keys that stood in a list so far, in 16 bytes each: which rows of a block name one a second time.

A Python set of a million ids takes a hundred megabytes. Here each key is two independent hashes (Python's keyed SipHash
of the key, and of the key with a sign behind it), kept in sorted arrays that are merged as they grow. That two keys of
a list of a million agree in 128 bits has a chance of 1 in 10^27; inside one block the keys themselves are compared.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]


class KeysSeen:
    """Grows block by block; blank keys are nobody's."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Hashes]] = []

    def repeats(self, keys: Sequence[str]) -> list[int]:
        """The places in this block whose key stood before them, in this block or an earlier one."""
        count = len(keys)
        first = np.fromiter(map(hash, keys), np.int64, count)
        second = np.fromiter((hash(key + "\0") for key in keys), np.int64, count)
        order = np.argsort(first, kind="stable")
        first, second = first[order], second[order]
        suspects = self._suspects(first)
        alike = np.flatnonzero(first[1:] == first[:-1])
        suspects.update(alike.tolist(), (alike + 1).tolist())
        repeated: list[int] = []
        fresh = np.ones(count, dtype=bool)
        here: set[str] = set()
        before = {at for at in suspects if self._stood(int(first[at]), int(second[at]))}
        for at in sorted(suspects, key=lambda at: int(order[at])):
            place = int(order[at])
            key = keys[place]
            if not key:
                fresh[at] = False
            elif at in before or key in here:
                fresh[at] = False
                repeated.append(place)
            here.add(key)
        self._add(first[fresh], second[fresh])
        return sorted(repeated)

    def _suspects(self, first: Hashes) -> set[int]:
        """Places in the sorted block whose first hash stands in an earlier run."""
        found: set[int] = set()
        for known, _ in self._runs:
            at = np.searchsorted(known, first)
            at[at == len(known)] = 0
            found.update(np.flatnonzero(known[at] == first).tolist())
        return found

    def _stood(self, first: int, second: int) -> bool:
        for known, beside in self._runs:
            low, high = np.searchsorted(known, first, "left"), np.searchsorted(known, first, "right")
            if second in beside[low:high]:
                return True
        return False

    def _add(self, first: Hashes, second: Hashes) -> None:
        """A new run; runs of like size are made into one, so that there are never many."""
        if not len(first):
            return
        self._runs.append((first, second))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            (one, beside_one), (other, beside_other) = self._runs.pop(), self._runs.pop()
            whole, beside = np.concatenate((other, one)), np.concatenate((beside_other, beside_one))
            order = np.argsort(whole, kind="stable")
            self._runs.append((whole[order], beside[order]))
