"""The list of scorecard versions inside a session: shipped, made here, used; and which one is in use now.

Beside `models.store.scorecard_versions`, which changes them. A shipped version has a row of its own only while it is
withdrawn; a version made here under an id that a later release ships stays what it was made.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, func, select

from models.errors import UnknownId
from models.review import Review
from models.scorecard import (
    DEFAULT_FAMILY,
    CardStanding,
    Scorecard,
    ScorecardVersion,
    family_of,
    fingerprint,
    number_of,
    shipped,
)
from models.scorecard_versions import VersionLine

SHIPPED_WITH = "steercheck"
"""Who made a shipped version, where a row needs to say so."""


def row_of(session: Session, scorecard_id: str, *, lock: bool = False) -> ScorecardVersion | None:
    """The row of a version made here, or of a shipped one that was withdrawn."""
    wanted = select(ScorecardVersion).where(ScorecardVersion.scorecard_id == scorecard_id)
    return session.exec(wanted.with_for_update() if lock else wanted).first()


def is_shipped(scorecard_id: str, row: ScorecardVersion | None) -> bool:
    """Whether a version is the program's own; `row` is its row, if it has one."""
    return scorecard_id in shipped() and (row is None or row.made_by == SHIPPED_WITH)


def current_id(session: Session, family: str, *, without: str | None = None) -> str | None:
    """The newest published version of a family that was not withdrawn; with `without`, once that one is gone."""
    rows = session.exec(select(ScorecardVersion.scorecard_id, ScorecardVersion.standing)).all()
    standing = dict.fromkeys(shipped(), CardStanding.PUBLISHED.value) | {row[0]: row[1] for row in rows}
    usable = [
        card_id
        for card_id, stands in standing.items()
        if stands == CardStanding.PUBLISHED and family_of(card_id) == family and card_id != without
    ]
    return max(usable, key=number_of, default=None)


def lines(session: Session) -> tuple[VersionLine, ...]:
    """Every version, by family and newest first."""
    rows = {row.scorecard_id: row for row in session.exec(select(ScorecardVersion))}
    used = {row.scorecard_id: row for row in session.exec(select(Scorecard))}
    counted = session.exec(select(Review.scorecard, func.count()).group_by(Review.scorecard)).all()
    reviews = {str(card): int(count) for card, count in counted}
    ids = {*shipped(), *rows, *used}
    current = current_id(session, DEFAULT_FAMILY)
    found = [_line(card_id, rows.get(card_id), used.get(card_id), reviews, current) for card_id in ids]
    return tuple(sorted(found, key=lambda line: (family_of(line.scorecard_id), -number_of(line.scorecard_id))))


def line(session: Session, scorecard_id: str) -> VersionLine:
    """One version as its line in the list. Raises UnknownId."""
    for each in lines(session):
        if each.scorecard_id == scorecard_id:
            return each
    raise UnknownId("scorecard", scorecard_id)


def title_of(values: Mapping[str, Any]) -> str:
    written = values.get("title")
    return written if isinstance(written, str) else ""


def _line(
    card_id: str,
    row: ScorecardVersion | None,
    used: Scorecard | None,
    reviews: Mapping[str, int],
    current: str | None,
) -> VersionLine:
    values: Mapping[str, Any] = (
        used.definition if used is not None else row.definition if row is not None else shipped()[card_id].values
    )
    own = None if row is None or row.made_by == SHIPPED_WITH else row
    return VersionLine(
        scorecard_id=card_id,
        title=title_of(values),
        standing=CardStanding.PUBLISHED if row is None else CardStanding(row.standing),
        shipped=is_shipped(card_id, row),
        current=card_id == current,
        prompts=sum(len(section.get("prompt", ())) for section in values.get("section", ())),
        reviews=0 if used is None else reviews.get(used.id, 0),
        sha256=fingerprint(values),
        based_on=None if own is None else own.based_on,
        made_by=None if own is None else own.made_by,
        made_at=None if own is None else own.made_at,
        saved_at=None if own is None else own.saved_at,
        published_by=None if own is None else own.published_by,
        published_at=None if own is None else own.published_at,
        first_used_at=None if used is None else used.first_used_at,
        revision=0 if row is None else row.revision,
    )
