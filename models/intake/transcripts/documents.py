"""Getting at the parts of a JSON document that somebody else wrote: lists, records, times, figures, texts.

Times are asked for in the document's own unit and given in milliseconds. What is missing, null or no number at all
(NaN) is None; what is there and makes no sense is `Unfit`, by its place.
"""

import math
from collections.abc import Iterator
from typing import Any

from models.intake.transcripts.clock import clock_ms, duration_ms
from models.intake.transcripts.told import Unfit

SECONDS = 1000.0
MILLISECONDS = 1.0
TICKS = 1e-4
"""A tick is 100 nanoseconds."""
NOT_THERE = frozenset({"", "nan", "-nan", "inf", "-inf", "+inf", "infinity", "-infinity", "null", "none"})
"""How writers of JSON put down a number that they do not have."""

Record = dict[str, Any]


def number(value: object) -> float | None:
    """A finite number, also one written as text; None for anything else."""
    if type(value) is float:
        return value if math.isfinite(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def time_ms(item: Record, name: str, place: str, unit: float = SECONDS) -> float | None:
    """A time of a stretch; None where the document gives none. Raises Unfit."""
    value = item.get(name)
    found = _at(value, unit)
    if found is not None:
        return found
    if value is None or isinstance(value, float) or (isinstance(value, str) and value.strip().casefold() in NOT_THERE):
        return None
    raise Unfit(f"{place}.{name}", value, "is not a time")


def word_ms(item: Record, name: str, unit: float = SECONDS) -> float | None:
    """A time of a word; None where there is none, or none that can be read."""
    return _at(item.get(name), unit)


def _at(value: object, unit: float) -> float | None:
    """Milliseconds: a number in its unit, or a time that tells its own ("12.340s", "0:01:02.5")."""
    found = number(value)
    if found is not None:
        return found * unit
    if not isinstance(value, str) or len(value) > 40:
        return None
    written = duration_ms(value)
    return clock_ms(value) if written is None else written


def probability(item: Record, name: str) -> float | None:
    """A confidence from 0 to 1: None where there is none, NaN where it is no such number."""
    value = item.get(name)
    if value is None:
        return None
    found = number(value)
    return found if found is not None and 0 <= found <= 1 else math.nan


def text(item: Record, name: str, place: str) -> str:
    """A text that must be there. Raises Unfit."""
    value = item.get(name)
    if not isinstance(value, str):
        raise Unfit(f"{place}.{name}" if place else name, value, "must be text")
    return value


def name_of(value: object) -> str | None:
    """A label: text, or a number as text; None for anything else and for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def records(holder: Record, name: str, place: str = "") -> Iterator[tuple[str, Record]]:
    """Every record of the list `name`, with its place; a missing list is an empty one. Raises Unfit."""
    where = f"{place}.{name}" if place else name
    listed = holder.get(name)
    if listed is None:
        return
    yield from each(listed, where)


def each(listed: object, where: str) -> Iterator[tuple[str, Record]]:
    """Every record of a list, with its place. Raises Unfit."""
    if not isinstance(listed, list):
        raise Unfit(where, listed, "must be a list")
    for position, item in enumerate(listed):
        if not isinstance(item, dict):
            raise Unfit(f"{where}[{position}]", item, "must be an object")
        yield f"{where}[{position}]", item


def inner(holder: Record, *names: str) -> Record:
    """The record at the end of a path of names; an empty one where a step is missing or is no record."""
    for name in names:
        found = holder.get(name)
        if not isinstance(found, dict):
            return {}
        holder = found
    return holder


def first_of(holder: Record, name: str) -> Record:
    """The first record of the list `name`; an empty one where there is none."""
    listed = holder.get(name)
    return listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}


def count_of(holder: Record, name: str) -> int:
    """How many entries the list `name` has."""
    listed = holder.get(name)
    return len(listed) if isinstance(listed, list) else 0
