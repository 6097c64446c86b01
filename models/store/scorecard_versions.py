"""Versions of scorecards inside a session: drafts, publishing, taking back, withdrawing.

What `models.store.scorecards` does with the table `scorecard_version`. A version that was used (it stands in the table
`scorecard` then) never changes any more; a shipped one has a row here only while it is withdrawn. Their list is
`models.store.scorecard_lines`.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from models.clock import office_date
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.review_life import day_in_words
from models.scorecard import (
    DEFAULT_FAMILY,
    CardStanding,
    Scorecard,
    ScorecardDefinition,
    ScorecardVersion,
    family_of,
    number_of,
    scorecard_from,
    shipped,
)
from models.scorecard_versions import CardDraft, VersionLine
from models.store.scorecard_lines import SHIPPED_WITH, current_id, is_shipped, line, row_of, title_of
from models.store.staff import Person

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
    _write(session, row, revision, definition=plain, title=title_of(plain), saved_at=now)
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
    if used is not None or is_shipped(scorecard_id, row):
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
    if used is not None or is_shipped(scorecard_id, row):
        raise InputRefused(_frozen(scorecard_id, used))
    if row is None:
        raise UnknownId("draft of a scorecard", scorecard_id)
    raise InputRefused(
        f"{scorecard_id} is {row.standing} and stays as it is: take it back first, or make the next version. "
        "Nothing was changed."
    )


def _frozen(scorecard_id: str, used: Scorecard | None) -> str:
    why = (
        "came with the program"
        if used is None
        else f"has been used since {day_in_words(office_date(used.first_used_at))}"
    )
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
        title=title_of(values),
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


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy that nobody else changes, as JSON holds it. Raises InputRefused for what no file could hold: sections,
    prompts and options are lists of tables, however little stands in them."""
    try:
        text = json.dumps(values, ensure_ascii=False, allow_nan=False)
        text.encode()  # half a character pair has no place in a file or a database
        copied: dict[str, Any] = json.loads(text)
    except (TypeError, ValueError) as exc:
        raise InputRefused(f"The scorecard holds a value that no file could hold: {exc}. Nothing was changed.") from exc
    for section in _tables(copied, "section"):
        for prompt in _tables(section, "prompt"):
            _tables(prompt, "option")
    return copied


def _tables(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    written = table.get(name, [])
    if not isinstance(written, list) or not all(isinstance(each, Mapping) for each in written):
        raise InputRefused(f"The scorecard's {name} must be a list of tables. Nothing was changed.")
    return written
