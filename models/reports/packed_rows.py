"""Many rows of a report held in little memory: packed a thousand at a time, unpacked while they are gone through.

A caselist of a hundred thousand reviews is three million texts; as tuples they take half a gigabyte, packed a few
megabytes. It is a snapshot all the same: what is written to a file later is what was read when the report was made.
"""

import marshal
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

Row = tuple[str | None, ...]
AT_ONCE = 1_000
FAST = 1


class PackedRows(Sequence[Row]):
    """Rows in order, as many as there are; equal to any sequence of equal rows."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._blocks: list[bytes] = []
        self._count = 0
        self._last: tuple[int, list[Row]] = (-1, [])
        rest = iter(rows)
        while block := list(islice(rest, AT_ONCE)):
            self._blocks.append(zlib.compress(marshal.dumps(block), FAST))
            self._count += len(block)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        for at in range(len(self._blocks)):
            yield from self._block(at)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(self._count)))
        place = at + self._count if at < 0 else at
        if not 0 <= place < self._count:
            raise IndexError(at)
        return self._block(place // AT_ONCE)[place % AT_ONCE]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _block(self, at: int) -> list[Row]:
        """The last one stays unpacked: rows are mostly asked for one after the other."""
        last, block = self._last
        if last != at:
            block = marshal.loads(zlib.decompress(self._blocks[at]))
            self._last = (at, block)
        return block
