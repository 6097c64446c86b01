"""Versions of scorecards inside a session: drafts, publishing, taking back, withdrawing, and their list.

What `models.store.scorecards` does with the table `scorecard_version`. A version that was used (it stands in the table
`scorecard` then) never changes any more; a shipped one has a row here only while it is withdrawn.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update

from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.review import Review
from models.scorecard import (
    DEFAULT_FAMILY,
    CardStanding,
    Scorecard,
    ScorecardDefinition,
    ScorecardVersion,
    family_of,
    fingerprint,
    number_of,
    scorecard_from,
    shipped,
)
from models.scorecard_versions import CardDraft, VersionLine
from models.store.staff import Person

SHIPPED_WITH = "steercheck"
"""Who made a shipped version, where a row needs to say so."""

SAVED_ELSEWHERE = (
    "This draft was saved in another window in the meantime. Nothing was overwritten; open it again to go on from the "
    "newest state."
)
TAKEN_ELSEWHERE = "Another window took this version's number in the same moment. Nothing was written; try again."


def refuse_changing(by: Person) -> None:
    """Raises NotAllowed unless `by` may change scorecards."""
    if not by.may_review:
        raise NotAllowed(
            f"{by.staff_id} may not change scorecards: only team leaders and Quality Assurance do. Nothing was changed."
        )


def row_of(session: Session, scorecard_id: str, *, lock: bool = False) -> ScorecardVersion | None:
    """The row of a version made here, or of a shipped one that was withdrawn."""
    wanted = select(ScorecardVersion).where(ScorecardVersion.scorecard_id == scorecard_id)
    return session.exec(wanted.with_for_update() if lock else wanted).first()


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
    current = {current_id(session, family) for family in {family_of(card_id) for card_id in ids}}
    found = [_line(card_id, rows.get(card_id), used.get(card_id), reviews, current) for card_id in ids]
    return tuple(sorted(found, key=lambda line: (family_of(line.scorecard_id), -number_of(line.scorecard_id))))


def line(session: Session, scorecard_id: str) -> VersionLine:
    """One version as its line in the list. Raises UnknownId."""
    for each in lines(session):
        if each.scorecard_id == scorecard_id:
            return each
    raise UnknownId("scorecard", scorecard_id)


def draft(session: Session, scorecard_id: str) -> CardDraft:
    """A draft as it was last saved. Raises UnknownId."""
    row = row_of(session, scorecard_id)
    if row is None or row.standing != CardStanding.DRAFT:
        raise UnknownId("draft of a scorecard", scorecard_id)
    return _draft(row)


def begin(session: Session, values: Mapping[str, Any], based_on: str, by: Person, now: datetime) -> CardDraft:
    """A draft with the family's next free number."""
    family = family_of(based_on)
    taken = [
        *shipped(),
        *session.exec(select(ScorecardVersion.scorecard_id)),
        *session.exec(select(Scorecard.scorecard_id)),
    ]
    number = max(number_of(card_id) for card_id in taken if family_of(card_id) == family) + 1
    return _insert(session, _plain(values) | {"id": f"{family}/{number}"}, based_on, by, now)


def add(session: Session, card: ScorecardDefinition, by: Person, now: datetime) -> CardDraft:
    """A draft from a whole definition. Raises InputRefused when its id is taken."""
    used = session.exec(select(Scorecard.id).where(Scorecard.scorecard_id == card.id)).first()
    if card.id in shipped() or used is not None or row_of(session, card.id) is not None:
        raise InputRefused(
            f"There is a scorecard {card.id} already; a change makes the next version. Nothing was changed.",
            [Refusal(card.id, None, "id", card.id, "is the id of another scorecard")],
        )
    return _insert(session, _plain(card.values), None, by, now)


def save(session: Session, scorecard_id: str, values: Mapping[str, Any], revision: int, now: datetime) -> CardDraft:
    """Write a draft's values on top of `revision`. Raises InputRefused, ChangedElsewhere, UnknownId."""
    row = _changeable(session, scorecard_id)
    plain = _plain(values) | {"id": scorecard_id}
    _write(session, row, revision, definition=plain, title=_title(plain), saved_at=now)
    return draft(session, scorecard_id)


def discard(session: Session, scorecard_id: str, revision: int) -> None:
    """Remove a draft. Raises as `save`."""
    row = _changeable(session, scorecard_id)
    gone = session.exec(
        delete(ScorecardVersion).where(col(ScorecardVersion.id) == row.id, col(ScorecardVersion.revision) == revision)
    )
    if gone.rowcount != 1:
        raise ChangedElsewhere(SAVED_ELSEWHERE)


def publish(session: Session, scorecard_id: str, revision: int, by: Person, now: datetime) -> VersionLine:
    """Make a draft without faults one to review with. Raises InputRefused, ChangedElsewhere, UnknownId."""
    row = _changeable(session, scorecard_id)
    scorecard_from(row.definition, f"scorecard {scorecard_id}")
    _write(session, row, revision, standing=CardStanding.PUBLISHED.value, published_by=by.staff_id, published_at=now)
    return line(session, scorecard_id)


def take_back(session: Session, scorecard_id: str, now: datetime) -> CardDraft:
    """A published version as a draft again. Raises InputRefused for one that was used or came with the program."""
    row = row_of(session, scorecard_id, lock=True)
    used = session.exec(select(Scorecard).where(Scorecard.scorecard_id == scorecard_id)).first()
    if used is not None or scorecard_id in shipped():
        raise InputRefused(_frozen(scorecard_id, used))
    if row is None:
        raise UnknownId("scorecard", scorecard_id)
    if row.standing != CardStanding.DRAFT:
        _refuse_last(session, scorecard_id)
        _write(
            session,
            row,
            row.revision,
            standing=CardStanding.DRAFT.value,
            published_by=None,
            published_at=None,
            saved_at=now,
        )
    return draft(session, scorecard_id)


def withdraw(session: Session, card: ScorecardDefinition, now: datetime) -> VersionLine:
    """Let no new review begin with a version. Raises InputRefused when it is the last one."""
    row = row_of(session, card.id, lock=True)
    if row is None or row.standing != CardStanding.WITHDRAWN:
        _refuse_last(session, card.id)
    if row is None:
        session.add(
            ScorecardVersion(
                scorecard_id=card.id,
                title=card.title,
                definition=_plain(card.values),
                standing=CardStanding.WITHDRAWN.value,
                made_by=SHIPPED_WITH,
                made_at=now,
                saved_at=now,
            )
        )
        session.flush()
    elif row.standing != CardStanding.WITHDRAWN:
        _write(session, row, row.revision, standing=CardStanding.WITHDRAWN.value, saved_at=now)
    return line(session, card.id)


def reinstate(session: Session, scorecard_id: str, now: datetime) -> VersionLine:
    """A withdrawn version as published again. Raises InputRefused, UnknownId."""
    row = row_of(session, scorecard_id, lock=True)
    if row is None and scorecard_id not in shipped():
        raise UnknownId("scorecard", scorecard_id)
    if row is None or row.standing != CardStanding.WITHDRAWN:
        raise InputRefused(f"{scorecard_id} was not withdrawn. Nothing was changed.")
    if row.made_by == SHIPPED_WITH:
        session.delete(row)
        session.flush()
    else:
        _write(session, row, row.revision, standing=CardStanding.PUBLISHED.value, saved_at=now)
    return line(session, scorecard_id)


def _changeable(session: Session, scorecard_id: str) -> ScorecardVersion:
    """The row of a draft. Raises InputRefused, in words, for a version that stands as it is."""
    row = row_of(session, scorecard_id, lock=True)
    if row is not None and row.standing == CardStanding.DRAFT:
        return row
    used = session.exec(select(Scorecard).where(Scorecard.scorecard_id == scorecard_id)).first()
    if used is not None or scorecard_id in shipped():
        raise InputRefused(_frozen(scorecard_id, used))
    if row is None:
        raise UnknownId("draft of a scorecard", scorecard_id)
    raise InputRefused(
        f"{scorecard_id} is {row.standing} and stays as it is: take it back first, or make the next version. "
        "Nothing was changed."
    )


def _frozen(scorecard_id: str, used: Scorecard | None) -> str:
    why = "came with the program" if used is None else f"has been used since {used.first_used_at:%d %b %Y}"
    return f"{scorecard_id} {why} and never changes: make the next version from it. Nothing was changed."


def _refuse_last(session: Session, scorecard_id: str) -> None:
    family = family_of(scorecard_id)
    if family == DEFAULT_FAMILY and current_id(session, family, without=scorecard_id) is None:
        raise InputRefused(
            f"{scorecard_id} is the only version of {family} that reviews can be made with: publish another one first. "
            "Nothing was changed."
        )


def _write(session: Session, row: ScorecardVersion, revision: int, **columns: Any) -> None:
    """Change the row where it still has `revision`. Raises ChangedElsewhere."""
    changed = session.exec(
        update(ScorecardVersion)
        .where(col(ScorecardVersion.id) == row.id, col(ScorecardVersion.revision) == revision)
        .values(**columns, revision=revision + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise ChangedElsewhere(SAVED_ELSEWHERE)
    session.refresh(row)


def _insert(session: Session, values: Mapping[str, Any], based_on: str | None, by: Person, now: datetime) -> CardDraft:
    row = ScorecardVersion(
        scorecard_id=values["id"],
        title=_title(values),
        definition=values,
        standing=CardStanding.DRAFT.value,
        based_on=based_on,
        made_by=by.staff_id,
        made_at=now,
        saved_at=now,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as exc:
        raise ChangedElsewhere(TAKEN_ELSEWHERE) from exc
    return _draft(row)


def _draft(row: ScorecardVersion) -> CardDraft:
    card: ScorecardDefinition | None = None
    faults: tuple[Refusal, ...] = ()
    try:
        card = scorecard_from(row.definition, row.scorecard_id)
    except InputRefused as exc:
        faults = tuple(detail for detail in exc.details if isinstance(detail, Refusal))
    return CardDraft(
        row.scorecard_id,
        row.title,
        row.definition,
        card,
        faults,
        row.based_on,
        row.made_by,
        row.made_at,
        row.saved_at,
        row.revision,
    )


def _line(
    card_id: str,
    row: ScorecardVersion | None,
    used: Scorecard | None,
    reviews: Mapping[str, int],
    current: set[str | None],
) -> VersionLine:
    values: Mapping[str, Any] = (
        used.definition if used is not None else row.definition if row is not None else shipped()[card_id].values
    )
    own = None if row is None or row.made_by == SHIPPED_WITH else row
    return VersionLine(
        scorecard_id=card_id,
        title=_title(values),
        standing=CardStanding.PUBLISHED if row is None else CardStanding(row.standing),
        shipped=card_id in shipped(),
        current=card_id in current,
        prompts=sum(len(section.get("prompt", ())) for section in _sections(values)),
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


def _sections(values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The sections of a draft, as far as they are tables."""
    written = values.get("section")
    return [each for each in written if isinstance(each, Mapping)] if isinstance(written, list) else []


def _title(values: Mapping[str, Any]) -> str:
    written = values.get("title")
    return written if isinstance(written, str) else ""


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy that nobody else changes, as JSON holds it. Raises InputRefused for what no file could hold."""
    try:
        copied: dict[str, Any] = json.loads(json.dumps(values))
    except (TypeError, ValueError) as exc:
        raise InputRefused(f"The scorecard holds a value that no file could hold: {exc}. Nothing was changed.") from exc
    return copied
