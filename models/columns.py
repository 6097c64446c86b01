"""Column types every record shares: ids, times, money, and names for constraints.

- ids are UUIDv7 as text: unique on any machine and in order of creation (RFC 9562, section 5.7);
- moments are stored in UTC; where the source told its own offset from UTC it stands in a second column in minutes;
- money is `Decimal` with two places in Python and integer pence in the database, so no penny is ever rounded.
"""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import uuid_utils
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

PENNY = Decimal("0.01")

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> str:
    """A new UUIDv7 in its 36-character form."""
    return str(uuid_utils.uuid7())


def to_pence(amount: Decimal) -> int:
    """Pounds to integer pence. Raises ValueError when `amount` holds a fraction of a penny or is no number."""
    if not amount.is_finite():
        raise ValueError(f"not an amount: {amount}")
    pence = amount.scaleb(2)
    if pence != pence.to_integral_value():
        raise ValueError(f"a fraction of a penny: {amount}")
    return int(pence)


def from_pence(pence: int) -> Decimal:
    """Integer pence to pounds with exactly two places."""
    return Decimal(pence).scaleb(-2).quantize(PENNY)


def with_offset(moment: datetime, offset_min: int | None) -> datetime:
    """The aware UTC `moment` as its source wrote it, `offset_min` minutes east of UTC (UTC when unknown)."""
    if offset_min is None:
        return moment
    return moment.astimezone(timezone(timedelta(minutes=offset_min)))


LIST_PART = 1_000
"""Items of a long list that are written as JSON in one piece."""
_DECODER = json.JSONDecoder()


class Pence(TypeDecorator[Decimal]):
    """Exact pounds as `Decimal`, stored as integer pence."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else to_pence(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else from_pence(int(value))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC without zone, given back aware in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without its offset from UTC: {value.isoformat()}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class JsonText(TypeDecorator[Any]):
    """Plain values (dict, list, text, number) as JSON text with sorted keys, so that equal values are equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        return None if value is None else json.loads(value)


class LongListText(JsonText):
    """A list of a hundred thousand and more as the same JSON text, written and read a part at a time: json's C code
    holds the interpreter for the whole of what it is given, so that a window would stand still for 100 to 200 ms."""

    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        if not isinstance(value, list):
            return super().process_bind_param(value, dialect)
        parts = (value[at : at + LIST_PART] for at in range(0, len(value), LIST_PART))
        return f"[{', '.join(json.dumps(part, sort_keys=True, ensure_ascii=False)[1:-1] for part in parts)}]"

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        if not isinstance(value, str) or not value.startswith("["):
            return super().process_result_value(value, dialect)
        try:
            return _in_parts(value)
        except json.JSONDecodeError:  # spaced otherwise than it was written above, or broken off
            return super().process_result_value(value, dialect)


def _in_parts(text: str) -> list[Any]:
    """The items of a JSON list, read one by one. Raises JSONDecodeError where they are not parted by ", "."""
    found: list[Any] = []
    at = 1
    while not (at == len(text) - 1 and text[at] == "]"):
        item, at = _DECODER.raw_decode(text, at)
        found.append(item)
        if text.startswith(", ", at):
            at += 2
        elif at != len(text) - 1:
            raise json.JSONDecodeError("no comma and space between items", text, at)
    return found


class ByteCount(TypeDecorator[int]):
    """The size of a file: beyond two gigabytes on a server too, while SQLite's INTEGER holds any size as it is."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())
