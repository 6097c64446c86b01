"""Which parts of a call were really played: merged spans in milliseconds. The reviewer's honest share."""

from bisect import bisect_left, bisect_right


class Heard:
    """Spans [start_ms, end_ms], sorted, apart from each other."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    @property
    def spans(self) -> list[tuple[int, int]]:
        return list(zip(self._starts, self._ends, strict=True))

    def add(self, start_ms: int, end_ms: int) -> bool:
        """Adds a span; True when it held anything new. Touching spans become one."""
        if end_ms <= start_ms:
            return False
        first = bisect_left(self._ends, start_ms)
        last = bisect_right(self._starts, end_ms)
        if last - first == 1 and self._starts[first] <= start_ms and end_ms <= self._ends[first]:
            return False
        if first < last:
            start_ms = min(start_ms, self._starts[first])
            end_ms = max(end_ms, self._ends[last - 1])
        self._starts[first:last] = [start_ms]
        self._ends[first:last] = [end_ms]
        return True

    def share(self, duration_ms: int) -> float:
        """What part of a call of that length was heard, 0..1."""
        if duration_ms <= 0:
            return 0.0
        total = sum(min(end, duration_ms) - start for start, end in self.spans if start < duration_ms)
        return min(1.0, total / duration_ms)
