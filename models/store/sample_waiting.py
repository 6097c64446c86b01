"""Drawn calls that wait: whose they are, how far each sample is, and what is hidden while a blind one waits.

Between the samples and who works with the calls: the worklist (its "To check" are the calls of an assigned sample, and
what the steer says of a blind one is not in any list) and the desk (blind until signing). Imports nothing of the
certificates: the window asks here before its first rows.

A draw waits while it stands and no primary review of its call is signed. Blind is blind for everybody: whoever signs
first decides the check, so nobody sees the steer while a blind draw waits. A draft begun blind stays so until it is
signed, even when the call is replaced in the sample or somebody else signs first.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, func, literal, null, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.database import Database
from models.guide_sheet import GuideSheet
from models.matching import Match, MatchState
from models.recording import Recording
from models.review import Review, ReviewKind, ReviewState
from models.sample import SampleDraw, SampleRow
from models.store.tables import table_of

HIDDEN = "BLIND"
"""Stands in the place of the rung where the steer of a line is hidden."""


@dataclass(frozen=True)
class CaseworkerShare:
    """How many calls of one caseworker (None: nobody known) were drawn and done."""

    caseworker_id: str | None
    done: int
    drawn: int


@dataclass(frozen=True)
class AssignedSample:
    """A sample that was given to somebody, and how far it is.

    `begun` draws lie half done among the drafts, `astray` ones are not matched to their sheet any more: neither stands
    among what is to check.
    """

    sample_id: str
    due: date | None
    blind: bool
    done: int
    drawn: int
    begun: int
    astray: int
    by_caseworker: tuple[CaseworkerShare, ...]

    @property
    def waiting(self) -> int:
        """How many nobody has begun."""
        return self.drawn - self.done - self.begun - self.astray


class WaitingStore:
    """Questions about drawn calls that wait. Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assigned_to(self, reviewer: str) -> tuple[AssignedSample, ...]:
        """The samples given to a reviewer (staff id), what is due first coming first."""
        with self._database.session() as session:
            return assigned(session, reviewer)

    def blind_for(self, recording_id: str | None, sheet_id: str | None, reviewer: str) -> str | None:
        """The sample for which this call or sheet is blind to a reviewer; None: it is not.

        A draw of the call or of the sheet waits, or the reviewer's own draft was begun blind.
        """
        with self._database.session() as session:
            drawn = _waiting_draw(session, recording_id, sheet_id, reviewer, blind=True)
            return drawn or _own_blind_draft(session, recording_id, sheet_id, reviewer)

    def stands_in(self, sample_id: str, recording_id: str | None) -> bool:
        """Whether a call stands in a sample: it was drawn, and not replaced."""
        draw, sample, recording = table_of(SampleDraw), table_of(SampleRow), table_of(Recording)
        with self._database.session() as session:
            found = session.execute(
                select(draw.c.id)
                .join_from(draw, sample, sample.c.id == draw.c.sample)
                .join(recording, recording.c.id == draw.c.recording)
                .where(draw.c.stands, sample.c.sample_id == sample_id, recording.c.recording_id == recording_id)
            )
            return found.first() is not None

    def sample_for(self, recording_id: str | None, sheet_id: str | None, reviewer: str) -> str | None:
        """The sample that a review of this very call and sheet is for; None: no draw of it waits.

        Of several the one given to this reviewer, of those a blind one, of those what is due first.
        """
        if recording_id is None or sheet_id is None:
            return None
        with self._database.session() as session:
            return _waiting_draw(session, recording_id, sheet_id, reviewer, both=True)


@cache
def hidden(sheet: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether what the steer says of a sheet (a column with its row id) is hidden: a blind draw of it waits, or a
    draft of its check was begun blind and nobody signed one. Put together once: that takes longer than asking."""
    draw, sample, of_draft = (table_of(each).alias() for each in (SampleDraw, SampleRow, SampleRow))
    draft, any_sample = table_of(Review).alias(), table_of(SampleRow).alias()
    drawn = exists(
        select(draw.c.id)
        .join_from(draw, sample, sample.c.id == draw.c.sample)
        .where(draw.c.sheet == sheet, draw.c.stands, sample.c.blind, ~_checked(draw))
        .correlate_except(draw, sample)
    )
    signed = table_of(Review).alias()
    same_call = and_(signed.c.recording == draft.c.recording, signed.c.subject == draft.c.subject)
    begun = exists(
        select(draft.c.id)
        .join_from(draft, of_draft, of_draft.c.sample_id == draft.c.sample_id)
        .where(draft.c.sheet == sheet, in_state(draft, ReviewState.DRAFT), draft.c.amends.is_(None))
        .where(draft.c.kind == ReviewKind.PRIMARY.value, of_draft.c.blind)
        .where(
            ~exists(
                select(signed.c.id)
                .where(or_(signed.c.sheet == draft.c.sheet, same_call), *_signed(signed))
                .correlate_except(signed)
            )
        )
        .correlate_except(draft, of_draft)
    )
    # asked once for all lines: where nothing was ever drawn blind, nothing else is looked up
    some = exists(select(any_sample.c.id).where(any_sample.c.blind).correlate_except(any_sample))
    return and_(some, or_(drawn, begun))


def hidden_marks() -> Select[Any]:
    """The ids of signed second marks and calibrations of calls that wait to be checked blind: earlier marks."""
    draw, sample, review = table_of(SampleDraw).alias(), table_of(SampleRow).alias(), table_of(Review).alias()
    return (
        select(review.c.id)
        .join_from(sample, draw, draw.c.sample == sample.c.id)
        .join(review, review.c.sheet == draw.c.sheet)
        .where(sample.c.blind, draw.c.stands, ~_checked(draw), review.c.kind != ReviewKind.PRIMARY.value)
        .where(in_state(review, ReviewState.SIGNED))
    )


def shown(steer: dict[str, ColumnElement[Any]], blind: ColumnElement[bool]) -> dict[str, ColumnElement[Any]]:
    """What the steer says by the names of its columns; where a line is blind nothing of it, and HIDDEN for the rung."""
    told = {name: unless_hidden(column, blind) for name, column in steer.items()}
    return told | {"rung": case((blind, literal(HIDDEN)), else_=steer["rung"])}


def unless_hidden(column: ColumnElement[Any], blind: ColumnElement[bool]) -> ColumnElement[Any]:
    """A column of a list, empty where the line is blind."""
    return case((blind, null()), else_=column)


def assigned_draw(
    reviewer: str, sample_id: str | None, recording: ColumnElement[str], sheet: ColumnElement[str]
) -> tuple[ColumnElement[bool], ColumnElement[date]]:
    """Whether the call of a line is drawn for this reviewer (and in this sample), and the day it is due."""
    draw, sample = table_of(SampleDraw).alias(), table_of(SampleRow).alias()
    wanted = [draw.c.recording == recording, draw.c.sheet == sheet, draw.c.stands, sample.c.reviewer == reviewer]
    if sample_id is not None:
        wanted.append(sample.c.sample_id == sample_id)
    joined = draw.join(sample, sample.c.id == draw.c.sample)
    its = exists(select(draw.c.id).select_from(joined).where(*wanted).correlate_except(draw, sample))
    due = select(func.min(sample.c.due)).select_from(joined).where(*wanted).correlate_except(draw, sample)
    return its, due.scalar_subquery()


def assigned(session: Session, reviewer: str) -> tuple[AssignedSample, ...]:
    """The samples given to a reviewer with their progress, what is due first coming first."""
    draw, sample = table_of(SampleDraw), table_of(SampleRow)
    tie, begun = aliased(Match), table_of(Review).alias()
    of_call = and_(begun.c.recording == draw.c.recording, begun.c.subject == _subject(draw))
    drafted = exists(
        select(begun.c.id)
        .where(begun.c.kind == ReviewKind.PRIMARY.value, or_(of_call, begun.c.sheet == draw.c.sheet))
        .correlate_except(begun)
    )
    tied = exists().where(
        col(tie.recording) == draw.c.recording, col(tie.sheet) == draw.c.sheet, col(tie.state) == MatchState.MATCHED
    )
    state = case((_checked(draw), "done"), (drafted, "begun"), (tied, "waits"), else_="astray")
    rows = session.execute(
        select(sample.c.sample_id, sample.c.due, sample.c.blind, draw.c.caseworker_id, state)
        .join_from(sample, draw, draw.c.sample == sample.c.id)
        .where(sample.c.reviewer == reviewer, draw.c.stands)
    )
    counted = Counter(map(tuple, rows))
    samples = sorted({(due is None, due or date.max, key, blind) for key, due, blind, *_ in counted})
    return tuple(
        _assigned(
            key, None if undated else due, blind, [(*each[3:], counted[each]) for each in counted if each[0] == key]
        )
        for undated, due, key, blind in samples
    )


def _assigned(
    sample_id: str, due: date | None, blind: bool, counts: list[tuple[str | None, str, int]]
) -> AssignedSample:
    """`counts`: caseworker, state and number of draws."""
    drawn, done, states = Counter[str | None](), Counter[str | None](), Counter[str]()
    for who, state, many in counts:
        drawn[who] += many
        states[state] += many
        done[who] += many if state == "done" else 0
    people = sorted(drawn, key=lambda who: (who is None, who or ""))
    shares = tuple(CaseworkerShare(who, done[who], drawn[who]) for who in people)
    told = (states["done"], states.total(), states["begun"], states["astray"])
    return AssignedSample(sample_id, due, blind, *told, shares)


def _waiting_draw(
    session: Session,
    recording_id: str | None,
    sheet_id: str | None,
    reviewer: str,
    *,
    blind: bool = False,
    both: bool = False,
) -> str | None:
    """The sample of a draw of this call or sheet (of `both`: of this call on this sheet) that waits."""
    draw, sample = table_of(SampleDraw), table_of(SampleRow)
    recording, sheet = _row_ids(session, recording_id, sheet_id)
    ways = [column == row for column, row in ((draw.c.recording, recording), (draw.c.sheet, sheet)) if row is not None]
    if not ways:
        return None
    wanted = [and_(*ways) if both else or_(*ways), draw.c.stands, ~_checked(draw)]
    if blind:
        wanted.append(sample.c.blind)
    mine = case((sample.c.reviewer == reviewer, 0), else_=1)
    found = session.execute(
        select(sample.c.sample_id)
        .join_from(draw, sample, sample.c.id == draw.c.sample)
        .where(*wanted)
        .order_by(mine, sample.c.blind.desc(), sample.c.due.is_(None), sample.c.due, sample.c.id)
        .limit(1)
    )
    return found.scalar()


def _own_blind_draft(session: Session, recording_id: str | None, sheet_id: str | None, reviewer: str) -> str | None:
    review, sample = table_of(Review), table_of(SampleRow)
    recording, sheet = _row_ids(session, recording_id, sheet_id)
    about = [column == row for column, row in ((review.c.recording, recording), (review.c.sheet, sheet)) if row]
    if not about:
        return None
    draft = (in_state(review, ReviewState.DRAFT), review.c.reviewer_id == reviewer, review.c.amends.is_(None))
    found = session.execute(
        select(sample.c.sample_id)
        .join_from(review, sample, sample.c.sample_id == review.c.sample_id)
        .where(or_(*about), *draft, sample.c.blind)
        .limit(1)
    )
    return found.scalar()


def _row_ids(session: Session, recording_id: str | None, sheet_id: str | None) -> tuple[str | None, str | None]:
    recordings, sheets = table_of(Recording), table_of(GuideSheet)
    recording = select(recordings.c.id).where(recordings.c.recording_id == recording_id)
    sheet = select(sheets.c.id).where(sheets.c.sheet_id == sheet_id)
    return session.execute(recording).scalar(), session.execute(sheet).scalar()


def _subject(draw: FromClause) -> ColumnElement[str]:
    return literal("recording:").concat(draw.c.recording)


def _checked(draw: FromClause) -> ColumnElement[bool]:
    """Whether a primary review of the draw's call on its sheet, or of the call itself, is signed."""
    review = table_of(Review).alias()
    return exists(select(review.c.id).where(checked_by(draw, review)).correlate_except(review))


def checked_by(draw: FromClause, review: FromClause) -> ColumnElement[bool]:
    """What joins a draw to the signed primary reviews of its call on its sheet, or of the call itself."""
    about = or_(review.c.sheet == draw.c.sheet, review.c.subject == _subject(draw))
    return and_(review.c.recording == draw.c.recording, about, *_signed(review))


def _signed(review: FromClause) -> tuple[ColumnElement[bool], ...]:
    return in_state(review, ReviewState.SIGNED), review.c.kind == ReviewKind.PRIMARY.value


def in_state(review: FromClause, state: ReviewState) -> ColumnElement[bool]:
    """Without the index of states: of a call there are a few reviews, of a state a hundred thousand."""
    return review.c.state.concat("") == state.value
