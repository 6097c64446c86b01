"""Reading samples: the certificate with what was replaced, how far its checks are, whose turn it is, who is in which.

A drawn call is done once a primary review of it is signed, whoever signed it and whether or not it names the sample: a
call that was checked before it was drawn is checked. What counts is the draw, so nobody can choose calls by naming a
sample or not. Used by the store of samples, the reviews, the reports and the export.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlmodel import Session

from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review import Review, ReviewKind, ReviewState
from models.review_life import LifeState
from models.sample import SampleDraw, SampleReplacement, SampleRow
from models.sample_certificate import Certificate, Replacement
from models.sample_certificate_file import certificate_file
from models.sampling import Allocation, HowMany
from models.store import sample_waiting
from models.store.sample_waiting import CaseworkerShare
from models.store.tables import table_of

_SAMPLE, _DRAW, _REPLACED = (table_of(each).c for each in (SampleRow, SampleDraw, SampleReplacement))
_R, _S, _V = (table_of(each).c for each in (Recording, GuideSheet, Review))


class CheckState(StrEnum):
    """How far the check of a drawn call is: nobody has begun, a draft, signed."""

    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Sample:
    """One sample as it stands; the certificate names every replacement so far."""

    sample_id: str
    certificate: Certificate
    how_many: HowMany
    due: date | None
    reviewer: str | None
    blind: bool

    @property
    def proportional(self) -> bool:
        """Whether every drawn call stands for equally many: then the proportion needs no weights."""
        return len({each.weight for each in self.certificate.strata}) == 1


@dataclass(frozen=True)
class DrawnCall:
    """One call of a sample that is to be checked, or was. `turn` is above 0 for one that took another's place."""

    sample_id: str
    position: int
    turn: int
    recording_id: str
    sheet_id: str
    caseworker_id: str | None
    state: CheckState
    blind: bool
    due: date | None


@dataclass(frozen=True)
class SampleLine:
    """A sample in a list: what it is of, and "17 of 40 by Fri 25 Sep, CW014 2 of 6" as figures."""

    sample_id: str
    date_from: date
    date_to: date
    seed: str
    drawn_by: str
    drawn_at: datetime
    due: date | None
    reviewer: str | None
    blind: bool
    done: int
    drawn: int
    by_caseworker: tuple[CaseworkerShare, ...]
    how_many: HowMany


def drawn_recordings() -> Select[tuple[str, str]]:
    """Row ids (recording, sample) of every draw that stands."""
    return select(_DRAW.recording, _DRAW.sample).where(_DRAW.stands)


def not_of_sample(session: Session, sample_id: str, recording: str | None) -> str | None:
    """Why a review of this recording (row id) cannot be of the sample, as a clause; None: it can."""
    sample = session.execute(select(_SAMPLE.id).where(_SAMPLE.sample_id == sample_id)).scalar()
    if sample is None:
        return "no sample has this id"
    found = None
    if recording is not None:
        its = (_DRAW.sample == sample, _DRAW.recording == recording)
        found = session.execute(select(_DRAW.stands).where(*its)).scalar()
    if found is None:
        return "this call is not in the sample"
    return None if found else "this call was replaced by another one in the sample"


def review_ids(session: Session, sample_id: str) -> list[str]:
    """The signed reviews of a sample: the primary ones of its calls in every version, and what else names it.

    Raises UnknownId.
    """
    sample = row_of(session, sample_id)
    of_calls = select(_V.id).join_from(table_of(Review), table_of(SampleDraw), checked_by())
    named = select(_V.id).where(_V.sample_id == sample_id, _V.state == ReviewState.SIGNED.value)
    found = of_calls.where(_DRAW.sample == sample.id, _DRAW.stands).union(named)
    return sorted(session.execute(found).scalars())


def row_of(session: Session, sample_id: str) -> SampleRow:
    """The row of a sample. Raises UnknownId."""
    key = session.execute(select(_SAMPLE.id).where(_SAMPLE.sample_id == sample_id)).scalar()
    row = None if key is None else session.get(SampleRow, key)
    if row is None:
        raise UnknownId("sample", sample_id)
    return row


def sample_of(session: Session, row: SampleRow) -> Sample:
    """The whole sample of a row."""
    certificate = certificate_file(row.certificate, row.sample_id).certificate
    whole = replace(certificate, replacements=_replacements(session, row.id))
    return Sample(row.sample_id, whole, _how_many(row.how_many), row.due, row.reviewer, row.blind)


def sample_lines(session: Session, sample_id: str | None = None) -> tuple[SampleLine, ...]:
    """Every sample (or this one) with its progress, the newest first."""
    wanted = [] if sample_id is None else [_SAMPLE.sample_id == sample_id]
    shares = _shares(session, wanted)
    columns = ("id", "sample_id", "date_from", "date_to", "seed", "drawn_by", "drawn_at", "due", "reviewer", "blind")
    rows = session.execute(
        select(*(_SAMPLE[name] for name in columns), _SAMPLE.how_many)
        .where(*wanted)
        .order_by(_SAMPLE.drawn_at.desc(), _SAMPLE.id.desc())
    ).all()
    return tuple(_line(row, shares.get(row.id, ())) for row in rows)


def drawn_calls(
    session: Session, *, sample_id: str | None = None, reviewer: str | None = None, waiting_only: bool = False
) -> tuple[DrawnCall, ...]:
    """The draws that stand, of a sample or of whom samples were given to: what is due first comes first."""
    state = _state()
    wanted: list[ColumnElement[bool]] = [_DRAW.stands]
    if sample_id is not None:
        wanted.append(_SAMPLE.sample_id == sample_id)
    if reviewer is not None:
        wanted.append(_SAMPLE.reviewer == reviewer)
    if waiting_only:
        wanted.append(state != CheckState.DONE.value)
    rows = session.execute(
        select(
            *(_SAMPLE.sample_id, _DRAW.position, _DRAW.turn, _R.recording_id, _S.sheet_id, _DRAW.caseworker_id),
            *(state, _SAMPLE.blind, _SAMPLE.due),
        )
        .select_from(
            table_of(SampleDraw)
            .join(table_of(SampleRow), _SAMPLE.id == _DRAW.sample)
            .join(table_of(Recording), _R.id == _DRAW.recording)
            .join(table_of(GuideSheet), _S.id == _DRAW.sheet)
        )
        .where(*wanted)
        .order_by(_SAMPLE.due.is_(None), _SAMPLE.due, _SAMPLE.sample_id, _DRAW.position)
    )
    return tuple(
        DrawnCall(sample, position, turn, recording, sheet, caseworker, CheckState(told), blind, due)
        for sample, position, turn, recording, sheet, caseworker, told, blind, due in rows
    )


def is_checked(session: Session, draw: SampleDraw) -> bool:
    """Whether a signed primary review of the drawn call stands."""
    found = select(_V.id).join_from(table_of(Review), table_of(SampleDraw), checked_by()).where(_DRAW.id == draw.id)
    return session.execute(found.limit(1)).first() is not None


def checked_by() -> ColumnElement[bool]:
    """What joins a draw to the signed primary reviews of its call on its sheet, or of the call itself."""
    return sample_waiting.checked_by(table_of(SampleDraw), table_of(Review))


def _done() -> ColumnElement[bool]:
    """Whether `checked_by` finds a review of a draw. First by the sheet, which the index of the newest reviews answers
    without the long rows (only a draft has the life of one); what else there is of the call is seldom asked for."""
    same = (_V.sheet == _DRAW.sheet, _V.recording == _DRAW.recording)
    newest = (*same, _V.kind == ReviewKind.PRIMARY.value, _V.life != LifeState.DRAFT.value)
    by_sheet = exists(select(_V.id).where(*newest).correlate(table_of(SampleDraw)))
    return or_(by_sheet, exists(select(_V.id).where(checked_by()).correlate(table_of(SampleDraw))))


def _state() -> ColumnElement[str]:
    draft = and_(_V.recording == _DRAW.recording, sample_waiting.in_state(table_of(Review), ReviewState.DRAFT))
    begun = exists(select(_V.id).where(draft, _V.kind == ReviewKind.PRIMARY.value).correlate(table_of(SampleDraw)))
    return case((_done(), CheckState.DONE.value), (begun, CheckState.BEGUN.value), else_=CheckState.OPEN.value)


def _shares(session: Session, wanted: list[ColumnElement[bool]]) -> Mapping[str, tuple[CaseworkerShare, ...]]:
    rows = session.execute(
        select(_DRAW.sample, _DRAW.caseworker_id, func.sum(case((_done(), 1), else_=0)), func.count())
        .join_from(table_of(SampleDraw), table_of(SampleRow), _SAMPLE.id == _DRAW.sample)
        .where(_DRAW.stands, *wanted)
        .group_by(_DRAW.sample, _DRAW.caseworker_id)
    ).all()
    found: dict[str, tuple[CaseworkerShare, ...]] = {}
    for sample, caseworker, many, drawn in sorted(rows, key=lambda row: row[1] or ""):
        found[sample] = (*found.get(sample, ()), CaseworkerShare(caseworker, int(many), drawn))
    return found


def _line(row: Any, shares: tuple[CaseworkerShare, ...]) -> SampleLine:
    return SampleLine(
        row.sample_id,
        row.date_from,
        row.date_to,
        row.seed,
        row.drawn_by,
        row.drawn_at,
        row.due,
        row.reviewer,
        row.blind,
        sum(each.done for each in shares),
        sum(each.drawn for each in shares),
        shares,
        _how_many(row.how_many),
    )


def _how_many(told: Mapping[str, str]) -> HowMany:
    return HowMany(Allocation(told["allocation"]), Decimal(told["number"]))


def _replacements(session: Session, sample: str) -> tuple[Replacement, ...]:
    """What replaced the draws, in the order in which it happened."""
    taken = table_of(Recording).alias("taken")
    sheet = (
        select(_S.sheet_id)
        .join_from(table_of(GuideSheet), table_of(SampleDraw), _DRAW.sheet == _S.id)
        .where(_DRAW.sample == _REPLACED.sample, _DRAW.recording == _REPLACED.replaced_by)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            *(_REPLACED.position, _R.recording_id, taken.c.recording_id, sheet),
            *(_REPLACED.reason, _REPLACED.made_by, _REPLACED.made_at),
        )
        .select_from(
            table_of(SampleReplacement)
            .join(table_of(Recording), _R.id == _REPLACED.recording)
            .outerjoin(taken, taken.c.id == _REPLACED.replaced_by)
        )
        .where(_REPLACED.sample == sample)
        .order_by(_REPLACED.id)
    )
    return tuple(Replacement(*row) for row in rows)
