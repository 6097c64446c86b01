"""Reading what a prompt asks for from its table in a scorecard file: `type` and the keys that belong to it.

Without `type` a prompt asks for yes or no, as in the first scorecards. Amounts are whole numbers or texts ("0.50"): a
TOML float has no exact value and is refused.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from models.answer_types import (
    FULL_PER_CENT,
    LONGEST_TEXT,
    MOST_DECIMALS,
    USUAL_TEXT,
    YES_NO,
    AnswerType,
    Asked,
    Choice,
    Number,
    Option,
    Scale,
    Text,
    YesNo,
)
from models.review import AnswerValue
from models.scorecard_tables import Place, Tables

KEYS: Mapping[AnswerType, frozenset[str]] = {
    AnswerType.YES_NO: frozenset(),
    AnswerType.CHOICE: frozenset({"option"}),
    AnswerType.SCALE: frozenset({"least", "most", "least_words", "most_words", "no_below"}),
    AnswerType.NUMBER: frozenset({"unit", "least", "most", "decimals", "no_below", "no_above"}),
    AnswerType.TEXT: frozenset({"longest"}),
}
"""The keys of a prompt that belong to its type."""
OPTION_KEYS = frozenset({"id", "text", "credit", "counts_as_no"})
FEWEST_OPTIONS = 2
FURTHEST_POINT = 1000
"""Scales lie between minus and plus this."""
_OPTION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def type_of(tables: Tables, place: Place) -> AnswerType:
    """The type a prompt's table names; yes or no where it names none."""
    written = tables.optional(place, "type", str, AnswerType.YES_NO.value)
    if written not in set(AnswerType):
        tables.fault(place.key("type"), written, "must be one of " + ", ".join(AnswerType))
        return AnswerType.YES_NO
    return AnswerType(written)


def asked_in(tables: Tables, place: Place, kind: AnswerType) -> Asked:
    """What the prompt in `place` asks for."""
    return _READ[kind](tables, place)


def amount(tables: Tables, place: Place, name: str) -> Decimal | None:
    """A whole number or a text like "0.50"; None where the key is absent or faulty."""
    written = place.table.get(name)
    if written is None:
        return None
    if isinstance(written, int) and not isinstance(written, bool) and _AMOUNT.fullmatch(str(written)):
        return Decimal(written)
    if isinstance(written, str) and _AMOUNT.fullmatch(written):
        return Decimal(written)
    tables.fault(place.key(name), written, 'must be a whole number, or a number in quotes like "0.50"')
    return None


def _choice(tables: Tables, place: Place) -> Choice:
    options = tuple(_option(tables, inner) for inner in tables.tables(place, "option"))
    ids = [option.id for option in options]
    for number, option_id in enumerate(ids, 1):
        if option_id in ids[: number - 1]:
            tables.fault(f"{place.key('option')}[{number}].id", option_id, "is the id of two options")
    if len(options) < FEWEST_OPTIONS and place.table.get("option"):
        tables.fault(place.key("option"), len(options), f"must be at least {FEWEST_OPTIONS} options")
    return Choice(options)


def _option(tables: Tables, place: Place) -> Option:
    tables.known(place, OPTION_KEYS)
    option_id = tables.value(place, "id", str, "")
    if not _OPTION_ID.fullmatch(option_id):
        tables.fault(place.key("id"), option_id, "must be small letters, digits, - and _, at most 40")
    credit = tables.value(place, "credit", int, 0)
    if not 0 <= credit <= FULL_PER_CENT:
        tables.fault(place.key("credit"), credit, f"must be a whole number from 0 to {FULL_PER_CENT}, in per cent")
    return Option(
        option_id, tables.text(place, "text"), credit, tables.optional(place, "counts_as_no", bool, credit == 0)
    )


def _scale(tables: Tables, place: Place) -> Scale:
    least, most = tables.value(place, "least", int, 0), tables.value(place, "most", int, 1)
    for name, point in (("least", least), ("most", most)):
        if abs(point) > FURTHEST_POINT:
            tables.fault(place.key(name), point, f"must lie between -{FURTHEST_POINT} and {FURTHEST_POINT}")
    if least >= most:
        tables.fault(place.key("most"), most, f"must be greater than the least point, {least}")
        most = least + 1
    no_below = tables.optional(place, "no_below", int, None)
    if no_below is not None and not least < no_below <= most:
        tables.fault(place.key("no_below"), no_below, f"must be a point above {least}, up to {most}")
    low, high = (tables.text(place, name) if name in place.table else "" for name in ("least_words", "most_words"))
    return Scale(least, most, low, high, no_below)


def _number(tables: Tables, place: Place) -> Number:
    decimals = tables.optional(place, "decimals", int, 0)
    if not 0 <= decimals <= MOST_DECIMALS:
        tables.fault(place.key("decimals"), decimals, f"must be a whole number from 0 to {MOST_DECIMALS}")
    unit = tables.text(place, "unit") if "unit" in place.table else ""
    least, most = amount(tables, place, "least"), amount(tables, place, "most")
    if least is not None and most is not None and least >= most:
        tables.fault(place.key("most"), most, f"must be greater than the least, {least}")
    low, high = amount(tables, place, "no_below"), amount(tables, place, "no_above")
    if low is not None and high is not None and low > high:
        tables.fault(place.key("no_above"), high, f"must not be less than no_below, {low}")
    for name, bound in (("no_below", low), ("no_above", high)):
        inside = bound is None or ((least is None or bound >= least) and (most is None or bound <= most))
        if not inside:
            tables.fault(place.key(name), bound, "must lie between the least and the most")
    return Number(unit, least, most, decimals, low, high)


def _text(tables: Tables, place: Place) -> Text:
    longest = tables.optional(place, "longest", int, USUAL_TEXT)
    if not 1 <= longest <= LONGEST_TEXT:
        tables.fault(place.key("longest"), longest, f"must be a whole number from 1 to {LONGEST_TEXT}")
    return Text(longest)


def _yes_no(_tables: Tables, _place: Place) -> YesNo:
    return YES_NO


_READ: Mapping[AnswerType, Callable[[Tables, Place], Asked]] = {
    AnswerType.YES_NO: _yes_no,
    AnswerType.CHOICE: _choice,
    AnswerType.SCALE: _scale,
    AnswerType.NUMBER: _number,
    AnswerType.TEXT: _text,
}

COMMENTED = tuple(value.value for value in AnswerValue if value is not AnswerValue.NOTED)
"""The answers that `comment_on` may name beside the ids of options."""
