"""Reading signed reviews for a trial of another scorecard version: many at a time, and never a write.

The newest version of every primary review of the period is read, with its answers and what was frozen with it; the
sheet's figures are those it was signed on. Whether a Task 567 entry or a view belongs to the sheet is not frozen and is
taken as it is held now; it only matters where an N/A rule is new.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Text, exists, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from models.crosscheck import OnlineView, Task567
from models.frozen_steer import KEY
from models.guide_sheet import GuideSheet
from models.kpi import KpiClass
from models.recording import Recording
from models.review import Answer, AnswerNote, AnswerValue, Review, ReviewKind, ReviewState
from models.scorecard import ScorecardDefinition, family_of
from models.scoring import Critical, Standing
from models.sheet_facts import SheetFacts, facts_of
from models.steer_records import Verdict
from models.trial import Trial, TrialReview, Tried, Trying, trial_from

AT_ONCE = 500
"""Reviews read together."""

FROZEN = datetime(2009, 1, 1, tzinfo=UTC)
"""Stands for the time of import, which nothing here asks for."""

_TASK = Task567(task_id="567", imported_at=FROZEN)
_VIEW = OnlineView(view_id="CWO", imported_at=FROZEN)
"""Stand for the entries of a sheet: only that there is one is asked for."""

Period = tuple[date | None, date | None]


@dataclass(frozen=True)
class _Lists:
    """The sheets (row ids) to which an entry of the lists belongs, as they are held now."""

    with_task: frozenset[str]
    with_view: frozenset[str]


def trial_of(
    session: Session,
    card: ScorecardDefinition,
    used: Mapping[str, ScorecardDefinition],
    period: Period,
    report: Callable[[float, str], None],
    check: Callable[[], None],
) -> Trial:
    """The signed reviews of the period under `card`; `used` are all versions by row id."""
    family = family_of(card.id)
    ours = {row: old for row, old in used.items() if family_of(old.id) == family}
    signed = _signed(period)
    every = _count(session, signed)
    wanted = [*signed, col(Review.scorecard).in_(ours)]
    ids = session.exec(select(Review.id).where(*wanted).order_by(col(Review.id))).all()
    lists = _Lists(_with_entry(session, Task567.sheet), _with_entry(session, OnlineView.sheet))
    trying, lines, met = Trying(card), [], dict[str, ScorecardDefinition]()
    for batch in _batches(session, ids):
        check()
        answers = _answers(session, [row.id for row in batch])
        for row in batch:
            old = met.setdefault(row.scorecard, ours[row.scorecard])
            lines.append(trying.line(old, _tried(row, old, answers[row.id], lists)))
        report(len(lines) / len(ids), f"{len(lines):,} of {len(ids):,} reviews")
    return trial_from(card, lines, list(met.values()), every - len(ids))


def _signed(period: Period) -> list[ColumnElement[bool]]:
    """Primary signed reviews of the period whose place no later version took."""
    later = aliased(Review)
    replaced = exists().where(col(later.amends) == col(Review.id), col(later.state) == ReviewState.SIGNED)
    wanted: list[ColumnElement[bool]] = [
        col(Review.state) == ReviewState.SIGNED,
        col(Review.kind) == ReviewKind.PRIMARY,
        ~replaced,
    ]
    first, last = period
    if first is not None:
        wanted.append(col(Review.counts_on) >= first)
    if last is not None:
        wanted.append(col(Review.counts_on) <= last)
    return wanted


def _count(session: Session, wanted: Sequence[ColumnElement[bool]]) -> int:
    return int(session.exec(select(func.count()).select_from(Review).where(*wanted)).one())


def _batches(session: Session, ids: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Reviews as plain rows, some at a time; the frozen figures as text, since few are asked for them."""
    for start in range(0, len(ids), AT_ONCE):
        statement: Any = (
            select(  # type: ignore[call-overload]
                Review.id,
                Review.scorecard,
                Review.caseworker_id,
                Review.reviewer_id,
                Review.counts_on,
                type_coerce(Review.sheet_facts, Text).label("figures"),
                Review.result,
                Review.sheet,
                Recording.recording_id,
                GuideSheet.sheet_id,
            )
            .outerjoin(Recording, col(Recording.id) == Review.recording)
            .outerjoin(GuideSheet, col(GuideSheet.id) == Review.sheet)
            .where(col(Review.id).in_(ids[start : start + AT_ONCE]))
        )
        yield session.exec(statement).all()


def _answers(session: Session, reviews: Sequence[str]) -> Mapping[str, Sequence[AnswerNote]]:
    """The answers of some reviews, without comment and evidence."""
    found: dict[str, list[AnswerNote]] = defaultdict(list)
    wanted = select(Answer.review, Answer.prompt, Answer.value, Answer.given).where(col(Answer.review).in_(reviews))
    for review, prompt, value, given in session.exec(wanted):
        if value is not None:
            found[review].append(AnswerNote(prompt, AnswerValue(value), given=given))
    return found


def _with_entry(session: Session, sheet: Any) -> frozenset[str]:
    """The sheets to which an entry of a list belongs."""
    return frozenset(session.exec(select(sheet).where(col(sheet).is_not(None)).distinct()))


def _tried(row: Any, old: ScorecardDefinition, notes: Sequence[AnswerNote], lists: _Lists) -> Tried:
    frozen: Mapping[str, Any] = row.result
    steer = frozen.get(KEY)
    about = TrialReview(
        row.id, row.recording_id, row.sheet_id, row.caseworker_id, row.reviewer_id, row.counts_on, old.id
    )
    return Tried(
        about,
        tuple(notes),
        frozenset(frozen.get("ruled_out", ())),
        lambda: _facts(row, lists),
        None if steer is None else Verdict(steer["judgement"]["verdict"]),
        Standing(
            None if frozen["score"] is None else Decimal(frozen["score"]),
            None if frozen["critical"] is None else Critical(frozen["critical"]),
            None if frozen["kpi_class"] is None else KpiClass(frozen["kpi_class"]),
        ),
    )


def _facts(row: Any, lists: _Lists) -> SheetFacts:
    """The facts on the sheet as it was signed on."""
    figures = json.loads(row.figures or "null")
    sheet = None if not figures else GuideSheet.model_validate({**figures, "imported_at": FROZEN})
    return facts_of(
        sheet,
        has_call=row.recording_id is not None,
        tasks=(_TASK,) if row.sheet in lists.with_task else (),
        views=(_VIEW,) if row.sheet in lists.with_view else (),
    )
