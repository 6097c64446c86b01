"""What was frozen with a review, asked for by the database: single texts out of long plain values.

A review's frozen figures and result are some thousand characters of JSON. Lists of many reviews and the totals that are
held against the reports (`models.reports.reconciling`) want a few words of each, and never load the rest.
"""

import json

from sqlalchemy import JSON, ColumnElement, Text, cast, func
from sqlmodel import Session


def json_text(session: Session, column: ColumnElement[object], *path: str) -> ColumnElement[str | None]:
    """The text under these keys of plain values that are kept as JSON; NULL where there is none."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.json_extract(column, ".".join(("$", *path))), Text)
    return cast(cast(column, JSON)[path].as_string(), Text)


def json_texts(session: Session, column: ColumnElement[object], *paths: tuple[str, ...]) -> ColumnElement[str]:
    """Several of them at once, as the text of a JSON list (`texts_of` reads it): the values are gone through once."""
    if session.get_bind().dialect.name == "sqlite":
        return func.json_extract(column, *(".".join(("$", *path)) for path in paths))
    return cast(func.json_build_array(*(json_text(session, column, *path) for path in paths)), Text)


def json_part(session: Session, column: ColumnElement[object], key: str) -> ColumnElement[str]:
    """The values under a key, as the text of JSON; NULL where there are none."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.json_extract(column, f"$.{key}"), Text)
    return cast(cast(column, JSON)[key], Text)


def texts_of(found: str | None, many: int) -> list[str | None]:
    """The texts of `json_texts`; as many absent ones where there are no values at all."""
    if found is None:
        return [None] * many
    return [None if each is None else str(each) for each in json.loads(found)]
