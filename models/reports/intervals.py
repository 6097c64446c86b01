"""Sets of whole numbers as runs from a first to a last one, for working out what a hidden count can be.

((0, 0), (5, None)) is nothing, or five and more. Runs are in order and apart; None for an end that is not known.
"""

from collections.abc import Iterable

Interval = tuple[int | None, int | None]
Intervals = tuple[Interval, ...]


def plus(one: Intervals, other: Intervals) -> Intervals:
    """Every sum of a number of the one and a number of the other."""
    return _in_order(
        (None if low is None or least is None else low + least, None if high is None or most is None else high + most)
        for low, high in one
        for least, most in other
    )


def negative(one: Intervals) -> Intervals:
    """The same numbers with the other sign."""
    return tuple((None if high is None else -high, None if low is None else -low) for low, high in reversed(one))


def overlap(one: Intervals, other: Intervals) -> Intervals:
    """The numbers that are in both."""
    found = []
    for low, high in one:
        for least, most in other:
            begin = low if least is None else least if low is None else max(low, least)
            end = high if most is None else most if high is None else min(high, most)
            if begin is None or end is None or begin <= end:
                found.append((begin, end))
    return _in_order(found)


def _in_order(runs: Iterable[Interval]) -> Intervals:
    """The runs in order, those that touch made one."""
    found: list[Interval] = []
    for low, high in sorted(runs, key=lambda run: (run[0] is not None, run[0] or 0)):
        if found:
            before, end = found[-1]
            if end is None or low is None or low <= end + 1:
                found[-1] = (before, None if end is None or high is None else max(end, high))
                continue
        found.append((low, high))
    return tuple(found)
