"""Why a fresh report may differ from the issued one: what was signed, amended, confirmed and imported in between.

Figures of a month go on changing after it: reviews are signed late, amended after a dispute, sheets confirmed and
corrected. Counts only, of the period and by what is recorded; what no record tells is not guessed.
"""

from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.collected import Collected
from models.collection_targets import Targets
from models.errors import InputRefused
from models.history import PastVersion
from models.reports.catalogue import kinds
from models.reports.compared import NOTHING_CHANGED, Compared, compare
from models.reports.counted import REVIEW, SHEET, WORD, Period
from models.reports.making import make_report
from models.reports.wording import several
from models.review import ReviewKind
from models.review_life import ReviewStep, StepKind
from models.sheet_judgement import Word
from models.store import Store
from models.store.issued import PROGRAM, IssuedLine
from models.store.staff import Person
from models.store.tables import table_of

_PAST, _STEP, _COLLECTED = table_of(PastVersion), table_of(ReviewStep), table_of(Collected)


def compared_with_fresh(store: Store, issue_id: str, by: Person, targets: Targets | None = None) -> Compared:
    """An issued report beside a fresh one with its own parameters, and the collections targets of today.

    Raises UnknownId, IntegrityBroken, InputRefused when this program knows its kind no longer, and what making it
    raises.
    """
    issued = store.issued.get(issue_id)
    line = issued.line
    if line.kind not in kinds():
        raise InputRefused(
            f"{issue_id} is a report {line.kind!r}, which this Steercheck does not make: there is nothing to compare "
            "it with. Its file can be handed out as it was issued."
        )
    period = (line.date_from, line.date_to)
    fresh = make_report(store, line.kind, *period, line.threshold, by, grouped_by=line.grouped_by, targets=targets)
    return compare(issued.report, fresh, since(store, line))


def since(store: Store, line: IssuedLine) -> tuple[str, ...]:
    """Sentences on what happened in the period since it was issued."""
    with store.database.session() as session:
        told = [*_reviews(session, line), *_sheets(session, line), *_lists(session, line.issued_at)]
    own = version(PROGRAM)
    if line.tool_version != own:
        told.append(f"it was issued by Steercheck {line.tool_version}; this is {own}")
    return tuple(told) or (NOTHING_CHANGED,)


def _reviews(session: Session, line: IssuedLine) -> list[str]:
    period, moment = Period(line.date_from, line.date_to), line.issued_at
    signed = select(func.count()).where(
        REVIEW.c.signed_at > moment, REVIEW.c.kind == ReviewKind.PRIMARY, period.holds(REVIEW.c.counts_on)
    )
    new = _count(session, signed.where(REVIEW.c.amends.is_(None)))
    amended = _count(session, signed.where(REVIEW.c.amends.is_not(None)))
    steps = (
        select(func.count())
        .select_from(_STEP.join(REVIEW, REVIEW.c.id == _STEP.c.review))
        .where(_STEP.c.at > moment, period.holds(REVIEW.c.counts_on))
    )
    disputed = _count(session, steps.where(_STEP.c.kind == StepKind.DISPUTED))
    decided = _count(session, steps.where(_STEP.c.kind == StepKind.DECIDED))
    return _sentences(
        (several(new, "review"), "signed", new),
        (several(amended, "review"), "amended", amended),
        (several(disputed, "answer"), "disputed", disputed),
        (several(decided, "dispute"), "decided", decided),
    )


def _sheets(session: Session, line: IssuedLine) -> list[str]:
    period, moment = Period(line.date_from, line.date_to), line.issued_at
    words = select(func.count()).where(WORD.c.made_at > moment, period.holds(WORD.c.counts_on))
    confirmed = _count(session, words.where(WORD.c.word == Word.CONFIRMED))
    withdrawn = _count(session, words.where(WORD.c.word == Word.WITHDRAWN))
    taken_in = _count(
        session, select(func.count()).where(SHEET.c.imported_at > moment, period.holds(SHEET.c.decision_date))
    )
    changed = _count(
        session,
        select(func.count(_PAST.c.record.distinct()))
        .select_from(_PAST.join(SHEET, SHEET.c.id == _PAST.c.record))
        .where(_PAST.c.replaced_at > moment, period.holds(SHEET.c.decision_date)),
    )
    return _sentences(
        (several(confirmed, "sheet"), "confirmed", confirmed),
        (several(withdrawn, "confirmation"), "withdrawn", withdrawn),
        (several(taken_in, "sheet"), "imported or imported again", taken_in),
        (several(changed, "sheet"), "changed by an import", changed),
    )


def _lists(session: Session, moment: datetime) -> list[str]:
    collected = _count(session, select(func.count()).where(_COLLECTED.c.imported_at > moment))
    return _sentences((several(collected, "month") + " of collections", "imported", collected))


def _count(session: Session, statement: Any) -> int:
    return int(session.execute(statement).scalar_one())


def _sentences(*told: tuple[str, str, int]) -> list[str]:
    return [f"{what} {done}" for what, done, number in told if number]
