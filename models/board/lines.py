"""The lines of a page behind a figure: what people see of a review, a sheet, a Task 567 entry or a draw.

Only a page's rows are read whole. Words are codes put into sentences: never a comment, a reason of discretion, or
anything spoken.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.board import words
from models.board.behind import Asked, Kind, Rows
from models.board.blind import BLIND, is_blind, nameless, tells_the_steer, without_steer
from models.board.prompts import Prompts
from models.board.query import Behind, BoardLine, TileKey
from models.board.relations import DAY, DRAW, JUDGED, OF_SHEET, OWN, REVIEW, SHEET, SHEETS, TASK, WORD
from models.board.sheets import ground_code
from models.board.work import SAMPLE, STAGES, sheets_with_check, stage_on
from models.kpi import KpiClass
from models.marks import NO, value_of
from models.matching import PRIMARY, Match
from models.recording import Recording
from models.reports.wording import ANSWERS, SHORT_CLASSES, several
from models.sheet_difference import NOT_HELD
from models.steer_records import NOTHING
from models.store.tables import table_of

_CALL, _MATCH = table_of(Recording), table_of(Match)


def lines_of(asked: Asked, rows: Rows, behind: Behind, offset: int, limit: int) -> tuple[BoardLine, ...]:
    """A page of lines, in order."""
    ids = rows.ids(asked.session, offset, limit)
    if not ids:
        return ()
    if rows.kind is Kind.CALL:
        found = _calls(asked.session, ids, behind, asked.prompts)
    elif rows.kind is Kind.TASK:
        found = _tasks(asked, ids)
    elif rows.kind is Kind.DRAW:
        found = _draws(asked, ids)
    elif rows.kind is Kind.WORK:
        found = _work(asked, ids)
    else:
        found = _sheets(asked, ids, behind)
    blind = _blind(asked, rows, ids)
    if blind and tells_the_steer(behind):
        return tuple(nameless(offset + at) if each in blind else found[each] for at, each in enumerate(ids))
    words = BLIND if rows.kind in (Kind.CALL, Kind.SHEET) else None
    return tuple(without_steer(found[each], words) if each in blind else found[each] for each in ids)


def _blind(asked: Asked, rows: Rows, ids: Sequence[str]) -> frozenset[str]:
    """The lines of sheets that are blind; a line of a draw says nothing of the steer."""
    if asked.known.blind == () or rows.kind is Kind.DRAW:
        return frozenset()
    wanted = select(rows.key).select_from(rows.key.table).where(rows.key.in_(ids), is_blind(rows.sheet, asked.known))
    return frozenset(asked.session.execute(wanted).scalars())


def _line(
    row: Any,
    *,
    recording: str | None,
    review: str | None,
    caseworker: str | None,
    day: date | None,
    verdict: str | None,
    reviewer: str | None,
    words: str,
    task: str | None = None,
) -> BoardLine:
    """A line: sheet, case, team, scheme and method stand in every row under their own names."""
    return BoardLine(
        key=row.id,
        review_id=review,
        recording_id=recording,
        sheet_id=row.sheet_id,
        task_id=task,
        case_ref=row.case_ref,
        caseworker_id=caseworker,
        team=row.team,
        scheme=row.scheme,
        method=row.method,
        day=day,
        verdict=verdict,
        reviewer_id=reviewer,
        words=words,
    )


def _calls(session: Session, ids: Sequence[str], behind: Behind, prompts: Prompts) -> Mapping[str, BoardLine]:
    names = ("id", "team", "scheme", "method", "caseworker_id", "counts_on", "kpi_class", "reviewer_id", "marks")
    told = session.execute(
        select(*(REVIEW.c[name] for name in (*names, "scorecard")), _CALL.c.recording_id, SHEET.c.sheet_id)
        .add_columns(SHEET.c.case_ref)
        .select_from(REVIEW.join(_CALL, _CALL.c.id == REVIEW.c.recording).join(SHEET, SHEET.c.id == REVIEW.c.sheet))
        .where(REVIEW.c.id.in_(ids))
    )
    return {
        row.id: _line(
            row,
            review=row.id,
            recording=row.recording_id,
            caseworker=row.caseworker_id,
            day=row.counts_on,
            verdict=row.kpi_class,
            reviewer=row.reviewer_id,
            words=_call_words(row, behind, prompts),
        )
        for row in told
    }


def _call_words(row: Any, behind: Behind, prompts: Prompts) -> str:
    """The answer a list is about; else what is critical and a no."""
    if behind.part[0] == "answer":
        places = [each.place for each in prompts.of(behind.part[1]) if each.card == row.scorecard]
        marks = {row.marks[place] for place in places}
        told = ", ".join(sorted(_answer(mark) for mark in marks))
        return told + (", with evidence on the call" if any(mark.isupper() for mark in marks) else "")
    own = [each for each in prompts.placed if each.card == row.scorecard and row.marks[each.place] in NO]
    critical = [each.words for each in own if each.critical]
    if critical:
        return "No: " + " · ".join(critical)
    others = f"{several(len(own), 'other prompt')} no" if own else "no prompt is a no"
    return f"{SHORT_CLASSES[KpiClass(row.kpi_class)]}; {others}"


def _answer(mark: str) -> str:
    value = value_of(mark)
    return NOT_HELD if value is None else ANSWERS[value]


def _of_sheets(asked: Asked, ids: Sequence[str]) -> Mapping[str, tuple[str | None, str | None]]:
    """The recording of each sheet, and its newest signed primary review; None where there is none."""
    own_calls = (
        select(_MATCH.c.sheet, func.min(_CALL.c.recording_id))
        .join(_CALL, _CALL.c.id == _MATCH.c.recording)
        .where(_MATCH.c.sheet.in_(ids), _MATCH.c.state.in_([state.value for state in PRIMARY]))
        .group_by(_MATCH.c.sheet)
    )
    newest = select(SHEET.c.id, REVIEW.c.id).select_from(sheets_with_check(asked.several)).where(SHEET.c.id.in_(ids))
    calls = {sheet: str(recording) for sheet, recording in asked.session.execute(own_calls)}
    checks = {row[0]: row[1] for row in asked.session.execute(newest)}
    return {each: (calls.get(each), checks.get(each)) for each in ids}


def _sheets(asked: Asked, ids: Sequence[str], behind: Behind) -> Mapping[str, BoardLine]:
    with_them = _of_sheets(asked, ids)
    told = asked.session.execute(
        select(
            *(SHEET.c.id, SHEET.c.sheet_id, SHEET.c.case_ref, DAY.label("day"), WORD.c.verdict, WORD.c.reasons),
            *(WORD.c.made_by, WORD.c.discretion_ground, JUDGED.c.reading_sensitive),
            *(column.label(name) for name, column in OF_SHEET.items()),
        )
        .select_from(SHEETS.outerjoin(JUDGED, JUDGED.c.sheet == SHEET.c.id))
        .where(SHEET.c.id.in_(ids))
    )
    return {
        row.id: _line(
            row,
            review=with_them[row.id][1],
            recording=with_them[row.id][0],
            caseworker=row.caseworker,
            day=_day(row.day),
            verdict=row.verdict,
            reviewer=row.made_by,
            words=_sheet_words(row, behind),
        )
        for row in told
    }


def _day(told: date | str | None) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _sheet_words(row: Any, behind: Behind) -> str:
    if behind.tile is TileKey.SENSITIVE and row.reading_sensitive not in (None, "", NOTHING):
        return " · ".join(words.reading(code) for code in row.reading_sensitive.split("+"))
    if row.verdict is None:
        return "Not confirmed yet"
    told = [SHORT_CLASSES[KpiClass(row.verdict)]]
    told += [words.steer_reason(code) for code in row.reasons.split("+") if code]
    code = ground_code(row.discretion_ground)
    if behind.tile is TileKey.DISCRETION and code is not None:
        told.append(f"ground: {words.ground(code)}")
    return " · ".join(told)


def _tasks(asked: Asked, ids: Sequence[str]) -> Mapping[str, BoardLine]:
    rows = asked.session.execute(
        select(
            *(TASK.c.id, TASK.c.task_id, TASK.c.sheet, TASK.c.case_ref, TASK.c.promoted_method),
            *(TASK.c.outcome_method, TASK.c.refusal_reason, SHEET.c.sheet_id, DAY.label("day"), WORD.c.verdict),
            *(column.label(name) for name, column in OF_SHEET.items()),
        )
        .select_from(TASK.join(SHEETS, SHEET.c.id == TASK.c.sheet))
        .where(TASK.c.id.in_(ids))
    ).all()
    with_them = _of_sheets(asked, [row.sheet for row in rows])
    return {
        row.id: _line(
            row,
            review=with_them[row.sheet][1],
            recording=with_them[row.sheet][0],
            task=row.task_id,
            caseworker=row.caseworker,
            day=_day(row.day),
            verdict=row.verdict,
            reviewer=None,
            words=_task_words(row.promoted_method, row.outcome_method, row.refusal_reason),
        )
        for row in rows
    }


def _task_words(promoted: str, outcome: str | None, refusal: str | None) -> str:
    told = f"{words.method(promoted)} → {words.method(outcome) if outcome else 'open'}"
    return f"{told}: {words.refusal(refusal)}" if refusal and outcome != promoted else told


def _work(asked: Asked, ids: Sequence[str]) -> Mapping[str, BoardLine]:
    with_them = _of_sheets(asked, ids)
    told = asked.session.execute(
        select(
            *(SHEET.c.id, SHEET.c.sheet_id, SHEET.c.case_ref, SHEET.c.decision_date, REVIEW.c.kpi_class),
            *(REVIEW.c.reviewer_id, stage_on(asked.today).label("stage")),
            *(column.label(name) for name, column in OWN.items()),
        )
        .select_from(sheets_with_check(asked.several))
        .where(SHEET.c.id.in_(ids))
    )
    return {
        row.id: _line(
            row,
            review=with_them[row.id][1],
            recording=with_them[row.id][0],
            caseworker=row.caseworker,
            day=row.decision_date,
            verdict=row.kpi_class,
            reviewer=row.reviewer_id,
            words=f"{STAGES[row.stage].split(':')[0]} · {_age(row.decision_date, asked.today)}",
        )
        for row in told
    }


def _age(day: date | None, today: date) -> str:
    return "no date of decision" if day is None else several((today - day).days, "day") + " old"


def _draws(asked: Asked, ids: Sequence[str]) -> Mapping[str, BoardLine]:
    rows = asked.session.execute(
        select(
            *(DRAW.c.id, DRAW.c.sheet, DRAW.c.caseworker_id, SAMPLE.c.sample_id, SAMPLE.c.due, SAMPLE.c.reviewer),
            *(_CALL.c.recording_id, SHEET.c.sheet_id, SHEET.c.case_ref, SHEET.c.decision_date),
            *(OWN[name].label(name) for name in ("team", "scheme", "method")),
        )
        .select_from(
            DRAW.join(SAMPLE, SAMPLE.c.id == DRAW.c.sample)
            .join(_CALL, _CALL.c.id == DRAW.c.recording)
            .join(SHEET, SHEET.c.id == DRAW.c.sheet)
        )
        .where(DRAW.c.id.in_(ids))
    ).all()
    with_them = _of_sheets(asked, [row.sheet for row in rows])
    return {
        row.id: _line(
            row,
            review=with_them[row.sheet][1],
            recording=row.recording_id,
            caseworker=row.caseworker_id,
            day=row.decision_date,
            verdict=None,
            reviewer=row.reviewer,
            words=row.sample_id + ("" if row.due is None else f", due {row.due.day} {row.due:%b %Y}"),
        )
        for row in rows
    }
