"""The lines of the caselist, read as texts: the columns of `reviews.csv`, without loading the reviews.

`models.review_export` makes the same cells of whole reviews for the pack; a hundred thousand of those take minutes.
Here the database hands out the thirty texts of a line, and only a listening record is worked out.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Text, case, cast, func, null, select
from sqlmodel import Session

from models.clock import OFFICE_ZONE
from models.columns import with_offset
from models.frozen_steer import KEY, FrozenSteer
from models.kpi import percentage
from models.listening import heard_ms, heard_of
from models.recording import Recording
from models.reports.counted import AT_ONCE, REVIEW, SHEET, STAFF, TEAM
from models.reports.frozen import json_text, json_texts, texts_of
from models.review_export import REVIEW_COLUMNS
from models.scorecard import Scorecard
from models.store.review_signing import ROW
from models.store.tables import table_of

CALL = table_of(Recording)
CARD = table_of(Scorecard)
STEER = ("rung", "steer_label", "verdict", "reasons", "reading_sensitive")
NAMES = tuple(column.name for column in REVIEW_COLUMNS)
RESULT = ("score", "critical", "kpi_class", "cannot_tell")
_FROZEN = [NAMES.index(name) for name in (*STEER, *RESULT)]
_PATHS = (*((KEY, ROW, name) for name in STEER), *((name,) for name in RESULT), (KEY, "judgement", "verdict"))
_SIGNED, _CALLED, _HEARD = (NAMES.index(name) for name in ("signed_at", "call_start", "heard_pct"))


def caselist_rows(session: Session, first: date, last: date) -> Iterator[tuple[str | None, ...]]:
    """Every signed review of a period by the day it counts on, then by its id; a month is sorted at a time."""
    begin = first
    while begin <= last:
        after = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
        statement = _lines(session, begin, min(last, after - timedelta(days=1)))
        for line in session.execute(statement.execution_options(yield_per=AT_ONCE)):
            yield _row(session, line)
        begin = after


def _lines(session: Session, first: date, last: date) -> Any:
    """The columns of the contract in their order, and after them what the ones left open are worked out from."""
    facts = REVIEW.c.sheet_facts

    def of_sheet(name: str) -> Any:
        return func.nullif(json_text(session, facts, name), "")

    columns = {
        "review_id": REVIEW.c.id,
        "kind": REVIEW.c.kind,
        "state": REVIEW.c.life,
        "recording_id": CALL.c.recording_id,
        "sheet_id": SHEET.c.sheet_id,
        "case_ref": func.coalesce(of_sheet("case_ref"), func.nullif(SHEET.c.case_ref, ""), CALL.c.case_ref),
        "caseworker_id": REVIEW.c.caseworker_id,
        "team": func.coalesce(
            func.nullif(REVIEW.c.team, ""), of_sheet("team"), func.nullif(SHEET.c.team, ""), TEAM.c.name
        ),
        "reviewer_id": REVIEW.c.reviewer_id,
        "decision_date": case(
            (facts.is_not(None), json_text(session, facts, "decision_date")),
            else_=cast(SHEET.c.decision_date, Text),
        ),
        "scorecard": CARD.c.scorecard_id,
        "policy": REVIEW.c.policy,
        "sample_id": REVIEW.c.sample_id,
        "recorded_label": json_text(session, facts, "label"),
        "amends": REVIEW.c.amends,
        "amend_reason": REVIEW.c.amend_reason,
        "comment": func.nullif(REVIEW.c.comment, ""),
    }
    call = (CALL.c.started_at, CALL.c.started_offset_min, CALL.c.duration_ms)
    return (
        select(
            *(columns.get(name, null()).label(name) for name in NAMES),
            json_texts(session, REVIEW.c.result, *_PATHS),
            *(REVIEW.c.signed_at, REVIEW.c.heard, *call),
        )
        .select_from(
            REVIEW.join(CARD, CARD.c.id == REVIEW.c.scorecard)
            .outerjoin(CALL, CALL.c.id == REVIEW.c.recording)
            .outerjoin(SHEET, SHEET.c.id == REVIEW.c.sheet)
            .outerjoin(STAFF, STAFF.c.staff_id == REVIEW.c.caseworker_id)
            .outerjoin(TEAM, TEAM.c.id == STAFF.c.team_id)
        )
        .where(REVIEW.c.counts_on >= first, REVIEW.c.counts_on <= last, REVIEW.c.signed_at.is_not(None))
        .order_by(REVIEW.c.counts_on, REVIEW.c.id)
    )


def _row(session: Session, line: Any) -> tuple[str | None, ...]:
    cells: list[str | None] = list(line[: len(NAMES)])
    frozen, signed_at, heard, started_at, offset_min, duration_ms = line[len(NAMES) :]
    *texts, judged = texts_of(frozen, len(_PATHS))
    if judged is not None and texts[0] is None:
        texts[: len(STEER)] = _steer_of_old(session, line.review_id)
    for place, words in zip(_FROZEN, texts, strict=True):
        cells[place] = words
    cells[_SIGNED] = signed_at.astimezone(OFFICE_ZONE).isoformat(timespec="seconds")
    if started_at is not None:
        cells[_CALLED] = with_offset(started_at, offset_min).isoformat(timespec="seconds")
    if heard and duration_ms:
        cells[_HEARD] = str(percentage(heard_ms(heard_of(heard), duration_ms), duration_ms))
    return tuple(cells)


def _steer_of_old(session: Session, review_id: str) -> list[str]:
    """The steer's texts of a review that was signed before they were kept beside its judgement."""
    kept = session.execute(select(REVIEW.c.result).where(REVIEW.c.id == review_id)).scalar_one()
    steer = FrozenSteer.of_result(kept)
    assert steer is not None
    row = steer.judgement.as_row()
    return [row[name] for name in STEER]
