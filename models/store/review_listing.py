"""The list of reviews by where they stand: one line a review, whatever its versions; filtered, sorted, counted, paged.

Everything that is filtered and sorted by lies in one index (`models.review.LISTED`), so that a page of a hundred
thousand reviews is found without reading their long rows; only the lines of the page itself are read.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, or_, select
from sqlmodel import Session, col

from models.clock import OFFICE_ZONE
from models.kpi import KpiClass
from models.review import Review, ReviewKind
from models.review_life import LifeState, disputes_of
from models.scorecard import Scorecard
from models.scoring import Critical
from models.staff import Role
from models.store.life_query import LifeChoices, LifeLine, LifeOrder, LifePage, LifeQuery, Stand
from models.store.review_rows import ReviewRows, read_reviews
from models.store.review_steps import steps_of
from models.store.sample_waiting import hidden_marks
from models.store.staff import Person
from models.store.tables import table_of


class _First(NamedTuple):
    """The first version of an amended review, and how many versions there are."""

    score: Decimal | None
    kpi_class: KpiClass | None
    versions: int


_REVIEW, _CARD = table_of(Review), table_of(Scorecard)
_LIFE = _REVIEW.c.life
_OF_REVIEW_IDS = re.compile("[0-9a-f-]+")
_WITH_CASEWORKER = (LifeState.RELEASED, LifeState.ACKNOWLEDGED, LifeState.DISPUTED, LifeState.DECIDED)
_MOMENT = _REVIEW.c.saved_at
_SORTED_BY: dict[LifeOrder, tuple[ColumnElement[Any], ...]] = {
    LifeOrder.SIGNED: (_MOMENT,),
    LifeOrder.REPLY_BY: (_REVIEW.c.reply_by, _MOMENT),
    LifeOrder.CASEWORKER: (_REVIEW.c.caseworker_id, _MOMENT),
    LifeOrder.REVIEWER: (_REVIEW.c.reviewer_id, _MOMENT),
    LifeOrder.SCORE: (_REVIEW.c.score_tenths, _MOMENT),
    LifeOrder.KPI_CLASS: (_REVIEW.c.kpi_class, _REVIEW.c.score_tenths, _MOMENT),
    LifeOrder.STATE: (_LIFE, _REVIEW.c.reply_by, _MOMENT),
}


def lines(session: Session, query: LifeQuery, offset: int, limit: int, by: Person, today: date) -> tuple[LifeLine, ...]:
    """`limit` lines from `offset` on, in an order that is the same at every call."""
    columns = (*_SORTED_BY[query.sort or LifeOrder.SIGNED], _REVIEW.c.id)
    descending = query.descending if query.sort is not None else True
    in_order = ((column.desc() if descending else column.asc()).nulls_last() for column in columns)
    wanted = select(_REVIEW.c.id).where(*_conditions(query, by, today)).order_by(*in_order)
    return _lines(session, session.execute(wanted.offset(offset).limit(limit)).scalars().all())


def listing(session: Session, query: LifeQuery, offset: int, limit: int, by: Person, today: date) -> LifePage:
    """The same lines, and the number of all."""
    found = lines(session, query, offset, limit, by, today)
    ended = len(found) < limit and (found or not offset)
    return LifePage(found, offset + len(found) if ended else count(session, query, by, today))


def count(session: Session, query: LifeQuery, by: Person, today: date) -> int:
    """How many lines the query has in all."""
    return _number(session, select(func.count()).select_from(_REVIEW).where(*_conditions(query, by, today)))


def counts(session: Session, by: Person, today: date) -> dict[Stand, int]:
    """How many reviews stand where, in one walk along the index."""
    overdue, amendment = _REVIEW.c.reply_by < today, _REVIEW.c.amends.is_not(None)
    # named before they are grouped by: a server takes the same expression twice for two
    told = select(_LIFE, _REVIEW.c.to_amend, overdue.label("overdue"), amendment.label("amendment")).where(
        *_lines_of(by)
    )
    each = told.subquery()
    found = dict.fromkeys(Stand, 0)
    for life, to_amend, is_overdue, is_amendment, number in session.execute(
        select(*each.c, func.count()).group_by(*each.c)
    ):
        found[_stand(LifeState(life), bool(to_amend), bool(is_overdue))] += number
        if is_amendment:
            found[Stand.AMENDED] += number
    return found


def choices(session: Session, by: Person) -> LifeChoices:
    """Every caseworker, team, reviewer and scorecard of a line."""

    def values(column: ColumnElement[Any]) -> tuple[str, ...]:
        unindexed = column.concat("")  # the index of the list holds it beside what is asked for, its own does not
        found = session.execute(select(unindexed).where(*_lines_of(by)).distinct()).scalars()
        return tuple(sorted(value for value in found if value))

    cards = session.execute(select(_CARD.c.scorecard_id).distinct()).scalars()
    return LifeChoices(
        values(_REVIEW.c.caseworker_id), values(_REVIEW.c.team), values(_REVIEW.c.reviewer_id), tuple(sorted(cards))
    )


def _stand(life: LifeState, to_amend: bool, overdue: bool) -> Stand:
    if life is LifeState.RELEASED:
        return Stand.OVERDUE if overdue else Stand.AWAITING
    if life is LifeState.DECIDED:
        return Stand.TO_AMEND if to_amend else Stand.DECIDED
    return _OF_LIFE[life]


_OF_LIFE = {
    LifeState.DRAFT: Stand.DRAFT,
    LifeState.SIGNED: Stand.TO_RELEASE,
    LifeState.ACKNOWLEDGED: Stand.ACKNOWLEDGED,
    LifeState.DISPUTED: Stand.TO_DECIDE,
    LifeState.AMENDED: Stand.AMENDED,
}


def _standing(stand: Stand, today: date) -> ColumnElement[bool]:
    """The same as `_stand`, as a condition."""
    if stand is Stand.AMENDED:
        return _REVIEW.c.amends.is_not(None)
    if stand in (Stand.AWAITING, Stand.OVERDUE):
        overdue = _REVIEW.c.reply_by < today
        return and_(_LIFE == LifeState.RELEASED, overdue if stand is Stand.OVERDUE else not_(overdue))
    if stand in (Stand.TO_AMEND, Stand.DECIDED):
        return and_(_LIFE == LifeState.DECIDED, _REVIEW.c.to_amend == literal(stand is Stand.TO_AMEND))
    return _LIFE.in_([life for life, its in _OF_LIFE.items() if its is stand])


def _lines_of(by: Person) -> list[ColumnElement[bool]]:
    """What is a line for this person: the newest version of each review, and drafts that are not to amend one.

    A caseworker is given the newest version that was released to him; second marks of a call that waits to be checked
    blind are no line for who may check it.
    """
    if by.role is not Role.CASEWORKER:
        return [
            _LIFE != LifeState.AMENDED,
            or_(_LIFE != LifeState.DRAFT, _REVIEW.c.amends.is_(None)),
            _REVIEW.c.id.not_in(hidden_marks()),
        ]
    newer = _REVIEW.alias()
    not_out = select(newer.c.id).where(newer.c.amends == Review.id, newer.c.life == LifeState.SIGNED).exists()
    still_out = and_(_LIFE == LifeState.AMENDED, _REVIEW.c.reply_by.is_not(None), not_out)
    return [_REVIEW.c.caseworker_id == by.staff_id, or_(_LIFE.in_(_WITH_CASEWORKER), still_out)]


def _conditions(query: LifeQuery, by: Person, today: date) -> list[ColumnElement[bool]]:
    found = _lines_of(by)
    if query.stand is not None:
        found.append(_standing(query.stand, today))
    for column, wanted in (
        (_REVIEW.c.caseworker_id, query.caseworker),
        (_REVIEW.c.team, query.team),
        (_REVIEW.c.reviewer_id, query.reviewer),
        (_REVIEW.c.kpi_class, query.kpi_class),
        (_REVIEW.c.kind, query.kind),
    ):
        if wanted is not None:
            found.append(column == wanted)
    if query.scorecard is not None:
        card = select(_CARD.c.id).where(_CARD.c.scorecard_id == query.scorecard)
        found.append(_REVIEW.c.scorecard.in_(card))
    if query.date_from is not None:
        found.append(_beginning(query.date_from) <= _MOMENT)
    if query.date_to is not None:
        found.append(_beginning(query.date_to + timedelta(days=1)) > _MOMENT)
    return [*found, *(_holds(word) for word in query.text.split())]


def _holds(word: str) -> ColumnElement[bool]:
    """Whether the review has something to do with what was typed."""
    found = _REVIEW.c.search.contains(word.lower(), autoescape=True)
    return or_(found, _REVIEW.c.id.startswith(word, autoescape=True)) if _OF_REVIEW_IDS.fullmatch(word) else found


def _beginning(day: date) -> datetime:
    """The first moment of a day in the office."""
    return datetime.combine(day, time(), OFFICE_ZONE)


def _number(session: Session, statement: Select[Any]) -> int:
    return int(session.execute(statement).scalar_one())


def _lines(session: Session, ids: Sequence[str]) -> tuple[LifeLine, ...]:
    """The lines of these reviews, in this order."""
    rows = {found.review.id: found for found in read_reviews(session, col(Review.id).in_(ids), with_answers=False)}
    amended = [found.review.id for found in rows.values() if found.review.amends is not None]
    first = _first_versions(session, amended) if amended else {}
    disputes = {review_id: disputes_of(steps) for review_id, steps in steps_of(session, ids).items()}
    lines = []
    for review_id in ids:
        undecided = sum(dispute.outcome is None for dispute in disputes.get(review_id, ()))
        if review_id in rows:
            lines.append(_line(rows[review_id], first.get(review_id), len(disputes.get(review_id, ())), undecided))
    return tuple(lines)


def _line(rows: ReviewRows, first: _First | None, disputed: int, undecided: int) -> LifeLine:
    review, score = rows.review, _score(rows.review.score_tenths)
    kpi_class = None if review.kpi_class is None else KpiClass(review.kpi_class)
    critical = None if review.result is None else review.result["critical"]
    published = first or _First(score, kpi_class, 0 if review.signed_at is None else 1)
    return LifeLine(
        review_id=review.id,
        state=LifeState(review.life),
        signed_at=review.signed_at,
        saved_at=review.saved_at,
        caseworker_id=review.caseworker_id,
        team=review.team or rows.team_at_signing,
        reviewer_id=review.reviewer_id,
        recording_id=None if rows.recording is None else rows.recording.recording_id,
        sheet_id=None if rows.sheet is None else rows.sheet.sheet_id,
        case_ref=rows.case_ref,
        kind=ReviewKind(review.kind),
        scorecard=rows.scorecard_id,
        score_published=published.score,
        score=score,
        critical=None if critical is None else Critical(critical),
        kpi_class_published=published.kpi_class,
        kpi_class=kpi_class,
        reply_by=review.reply_by,
        disputed=disputed,
        undecided=undecided,
        to_amend=review.life == LifeState.DECIDED and review.to_amend,
        versions=published.versions,
        sheet_changed=rows.sheet_changed,
    )


def _score(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths).scaleb(-1)


def _first_versions(session: Session, ids: Sequence[str]) -> dict[str, _First]:
    """The first version of each of these amended reviews."""
    line = (
        select(_REVIEW.c.id.label("line"), _REVIEW.c.amends.label("version"), literal(2).label("versions"))
        .where(_REVIEW.c.id.in_(ids))
        .cte("chain", recursive=True)
    )
    older, first = _REVIEW.alias(), _REVIEW.alias()
    chain = line.union_all(
        select(line.c.line, older.c.amends, line.c.versions + 1)
        .join(older, older.c.id == line.c.version)
        .where(older.c.amends.is_not(None))
    )
    found = session.execute(
        select(chain.c.line, first.c.score_tenths, first.c.kpi_class, chain.c.versions)
        .join(first, first.c.id == chain.c.version)
        .where(first.c.amends.is_(None))
    )
    return {
        review_id: _First(
            _score(tenths),
            None if kpi_class is None else KpiClass(kpi_class),
            versions,
        )
        for review_id, tenths, kpi_class, versions in found
    }
