"""What was frozen with a review, asked for by the database: single texts out of long plain values.

A review's frozen figures and result are some thousand characters of JSON. Lists of many reviews and the totals that are
held against the reports (`models.reports.reconciling`) want a few words of each, and never load the rest.
"""

from sqlalchemy import JSON, ColumnElement, Text, cast, func
from sqlmodel import Session

from models.frozen_steer import KEY
from models.store.review_signing import ROW


def json_text(session: Session, column: ColumnElement[object], *path: str) -> ColumnElement[str | None]:
    """The text under these keys of plain values that are kept as JSON; NULL where there is none."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.json_extract(column, ".".join(("$", *path))), Text)
    return cast(cast(column, JSON)[path].as_string(), Text)


def steer_text(session: Session, result: ColumnElement[object], name: str) -> ColumnElement[str | None]:
    """A text of the steer's row in a review's frozen result, by its column in the contract."""
    return json_text(session, result, KEY, ROW, name)
