"""The tables behind the records, for the places where many rows go in or out at once (SQLAlchemy Core).

`table_of` speaks the record's own types (Decimal, aware times); `stored_form` speaks what stands in the database
(integer pence, naive UTC times, JSON text), which intake compares and writes a million times without converting.
"""

from functools import cache
from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

import models.records  # noqa: F401  (every table is known before one of them is asked for)


def table_of(record: type[SQLModel]) -> Table:
    """The table of a record."""
    return SQLModel.metadata.tables[str(record.__tablename__)]


@cache
def stored_form(record: type[SQLModel]) -> Table:
    """The same table with its columns as the database holds them; same names, same order."""
    own = table_of(record)
    columns: list[Column[Any]] = [Column(column.name, _plain(column.type)) for column in own.columns]
    return Table(own.name, MetaData(), *columns)


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
