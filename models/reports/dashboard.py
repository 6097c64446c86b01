"""The measures senior managers look at each month: annex F of the 2018 letter, about checks.

Each is a share with its numerator and denominator. Columns: command-line contract, "report".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause, Subquery, func, select
from sqlmodel import Session

from models.crosscheck import Task567
from models.kpi import percentage
from models.reports.counted import SCOPE_WORDS, Counts, Period, checked_calls, counts, sheets_in_scope
from models.reports.drawn import how_many_drawn
from models.reports.finishing import Heading, finished
from models.reports.kpi_known import KnownKpi, known_kpi
from models.reports.suppression import Relation, Slack
from models.reports.table import NO_DATA, Column, Definition, Raw, Report, Role, Value
from models.review import Answer, AnswerValue
from models.sheet_judgement import SheetJudgement
from models.steer_records import NOTHING
from models.store import Store
from models.store.tables import table_of

KIND = "dashboard"
TITLE = "KPI dashboard"
COLUMNS = (
    Column("measure"),
    Column("numerator", Role.COUNT),
    Column("denominator", Role.COUNT),
    Column("pct", Role.FIGURE, ("numerator", "denominator")),
    Column("note"),
)
DEFINITION = Definition(
    words=(
        "Accuracy, coverage and the conduct of checks over the decisions of the period. Prompts are counted over the "
        "checked calls, a yes of the yes and no answers; Task 567 and the steer over the guide sheets. "
        f"Scope: {SCOPE_WORDS}."
    ),
    source=(
        "Letter of 15 March 2018, annex F; letter of 12 October 2009, questions 3 and 4: the KPI, random recordings, "
        "preferred methods by Task 567, Caseworker Online, discretion"
    ),
    formula="% = 100 x numerator / denominator",
)
NOTES = {
    "kpi_sheet": "confirmed sheets accurate, discretion included; target 95%",
    "kpi_call": "checked calls accurate, discretion included; target 95%",
    "coverage": "confirmed sheets of the sheets in scope",
    "calls_sampled": "checked calls that were drawn by a sampling certificate",
    "preferred_promoted": "preferred method offered first, of the checked calls with a choice",
    "preferred_taken": "Task 567 entries in which the method promoted was taken",
    "cwo_used": "Caseworker Online used in seeking the lump sum, of the checked calls where it was viewed",
    "discretion": "sheets accurate by recorded discretion, of those assessed",
    "reading_sensitive": "sheets whose verdict another reading of the policy would change; for Quality Assurance",
}
_ANSWER, _TASK, _JUDGED = table_of(Answer), table_of(Task567), table_of(SheetJudgement)


@dataclass(frozen=True)
class _Share:
    part: int
    whole: int


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The measures of a period."""
    period = Period(first, last)
    with store.database.session() as session:
        found = counts(session, period)
        shares = _shares(session, period, found)
    rows = tuple(_row(measure, shares[measure]) for measure in NOTES)
    relations = [
        Relation(plus=((at, 1), Slack(shares[measure].whole - shares[measure].part, sensitive=True)), less=((at, 2),))
        for at, measure in enumerate(NOTES)
    ]
    at = {measure: place for place, measure in enumerate(NOTES)}
    relations += _beside_the_kpi(at, known_kpi(found, threshold))
    return finished(store, Heading(KIND, TITLE, DEFINITION), period, threshold, found, Raw(COLUMNS, rows), relations)


def _beside_the_kpi(at: Mapping[str, int], known: KnownKpi) -> list[Relation]:
    """The measures that are the KPI's counts in other words: nothing it hides comes out beside them. What is not yet
    confirmed is no secret of the KPI's, which shows what was checked: the coverage stays by itself."""
    found = list(known.relations)
    for measure, row in (("kpi_sheet", known.sheet), ("kpi_call", known.call)):
        found += [
            Relation(plus=((at[measure], 2), row["not_assessable"]), less=(row["checked"],)),
            Relation(plus=((at[measure], 1),), less=(row["accurate"], row["accurate_discretion"])),
        ]
    return [
        *found,
        Relation(plus=((at["calls_sampled"], 2),), less=(known.call["checked"],)),
        Relation(plus=((at["discretion"], 1),), less=(known.sheet["accurate_discretion"],)),
        # both are of the sheets that were assessed
        Relation(plus=((at["discretion"], 2),), less=((at["kpi_sheet"], 2),)),
    ]


def _row(measure: str, share: _Share) -> tuple[Value, ...]:
    pct = NO_DATA if share.whole == 0 else percentage(share.part, share.whole)
    return (measure, share.part, share.whole, pct, NOTES[measure])


def _shares(session: Session, period: Period, found: Counts) -> dict[str, _Share]:
    sheets, calls = found.sheets, found.calls
    in_scope = sheets_in_scope(period)
    checked = checked_calls(session, period)
    return {
        "kpi_sheet": _Share(sheets.accurate + sheets.accurate_discretion, sheets.assessed),
        "kpi_call": _Share(calls.accurate + calls.accurate_discretion, calls.assessed),
        "coverage": _Share(sheets.checked, found.in_scope),
        "calls_sampled": _Share(*how_many_drawn(session, period)),
        "preferred_promoted": _answered(session, checked, "METHOD_FIRST"),
        "preferred_taken": _taken(session, in_scope),
        "cwo_used": _answered(session, checked, "CWO_USED"),
        "discretion": _Share(sheets.accurate_discretion, sheets.assessed),
        "reading_sensitive": _sensitive(session, in_scope),
    }


def _answered(session: Session, checked: FromClause, prompt: str) -> _Share:
    """The yes of the yes and no answers to a prompt, all of them in the index ix_answer_counted."""
    found = session.execute(
        select(_ANSWER.c.value, func.count())
        .where(
            _ANSWER.c.value.in_((AnswerValue.YES, AnswerValue.NO)),
            _ANSWER.c.prompt == prompt,
            _ANSWER.c.review.in_(select(checked.c.id)),
        )
        .group_by(_ANSWER.c.value)
    )
    told = {str(value): int(number) for value, number in found}
    yes = told.get(AnswerValue.YES, 0)
    return _Share(yes, yes + told.get(AnswerValue.NO, 0))


def _taken(session: Session, in_scope: Subquery) -> _Share:
    """Task 567 entries that promoted a method and say what was taken."""
    tasks = (
        select(func.count())
        .select_from(_TASK.join(in_scope, in_scope.c.id == _TASK.c.sheet))
        .where(_TASK.c.promoted_method.is_not(None), _TASK.c.outcome_method.is_not(None))
    )
    taken = tasks.where(_TASK.c.promoted_method == _TASK.c.outcome_method)
    return _Share(session.execute(taken).scalar_one(), session.execute(tasks).scalar_one())


def _sensitive(session: Session, in_scope: Subquery) -> _Share:
    judged = select(func.count()).select_from(_JUDGED.join(in_scope, in_scope.c.id == _JUDGED.c.sheet))
    sensitive = judged.where(_JUDGED.c.reading_sensitive.not_in((NOTHING, "")))
    return _Share(session.execute(sensitive).scalar_one(), session.execute(judged).scalar_one())
