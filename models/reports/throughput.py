"""Checks coming in and cleared month by month: annex D of the 2018 letter ("intake, clearance and work on hand").

Whole lists are gone through once, a row at a time; only counts a month are held. Columns: command-line contract,
"report".
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.clock import office_date
from models.matching import Match, MatchState
from models.reports.counted import AT_ONCE, REVIEW, SHEET, WORD, Period, counts
from models.reports.finishing import Heading, after, finished
from models.reports.suppression import Relation
from models.reports.table import Column, Definition, Raw, Report, Role, Value, month_of, months
from models.review import ReviewKind
from models.sheet_judgement import Word
from models.store import Store
from models.store.tables import table_of

KIND = "throughput"
TITLE = "Checks throughput"
TYPES = ("call", "sheet", "second")
COLUMNS = (
    Column("month"),
    Column("check_type"),
    Column("on_hand_start", Role.COUNT),
    Column("intake", Role.COUNT),
    Column("cleared", Role.COUNT),
    Column("on_hand_end", Role.COUNT),
)
DEFINITION = Definition(
    words=(
        "Call: a recording tied to a guide sheet, in on the decision date, cleared on the day of its first signed "
        "primary review. Sheet: a guide sheet, in on the decision date, cleared on the day it was first confirmed (one "
        "whose confirmation was withdrawn is on hand). Second: a second mark, in on the day it was begun, cleared on "
        "the day it was signed. All arrangements, new and varied: it is the work that is counted. What was cleared "
        "before it came in counts on the day it came in. The first and the last month count from and to the days of "
        "the period only."
    ),
    source="Letter of 15 March 2018, annex D (service requests intake, clearance and work on hand)",
    formula="on hand at the end = on hand at the start + intake - cleared",
)
_MATCH = table_of(Match)
Item = tuple[date | None, datetime | None]
"""When a check came in, and the moment it was cleared."""


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The report of a period: each month of it by type of check."""
    period = Period(first, last)
    with store.database.session() as session:
        found = counts(session, period)
        by_type = {
            "call": _counted(_rows(session, _calls(period)), period),
            "sheet": _counted(_rows(session, _sheets(period)), period),
            "second": _counted(_seconds(session, period), period),
        }
    rows: list[tuple[Value, ...]] = []
    relations: list[Relation] = []
    on_hand = {name: by_type[name]["", "intake"] - by_type[name]["", "cleared"] for name in TYPES}
    for number, month in enumerate(months(first, last)):
        for name in TYPES:
            intake, cleared = (by_type[name][month, what] for what in ("intake", "cleared"))
            before, at = on_hand[name], len(rows)
            on_hand[name] += intake - cleared
            rows.append((month, name, before, intake, cleared, on_hand[name]))
            relations.append(Relation(plus=((at, 2), (at, 3)), less=((at, 4), (at, 5))))
            if number:
                relations.append(Relation(plus=((at, 2),), less=((at - len(TYPES), 5),)))
    heading = Heading(KIND, TITLE, DEFINITION)
    return finished(store, heading, period, threshold, found, Raw(COLUMNS, tuple(rows)), relations)


def _counted(items: Iterable[Item], period: Period) -> Counter[tuple[str, str]]:
    """Intake and cleared by month; what was before the period under the month ""."""
    by_days = Counter(
        (came_in, None if moment is None else max(came_in, office_date(moment)))
        for came_in, moment in items
        if came_in is not None and came_in <= period.last
    )
    found: Counter[tuple[str, str]] = Counter()
    for (came_in, cleared), number in by_days.items():
        found["" if came_in < period.first else month_of(came_in), "intake"] += number
        if cleared is not None and cleared <= period.last:
            found["" if cleared < period.first else month_of(cleared), "cleared"] += number
    return found


def _rows(session: Session, statement: Any) -> Iterator[Item]:
    found = session.execute(statement.execution_options(yield_per=AT_ONCE))
    return ((came_in, moment) for came_in, moment in found)


def _seconds(session: Session, period: Period) -> Iterator[Item]:
    told = select(REVIEW.c.created_at, REVIEW.c.signed_at).where(
        REVIEW.c.kind == ReviewKind.SECOND, REVIEW.c.amends.is_(None), REVIEW.c.created_at < after(period)
    )
    for begun, signed in session.execute(told.execution_options(yield_per=AT_ONCE)):
        yield office_date(begun), signed


def _calls(period: Period) -> Any:
    signed = (
        select(REVIEW.c.recording, func.min(REVIEW.c.signed_at).label("at"))
        .where(
            REVIEW.c.kind == ReviewKind.PRIMARY,
            REVIEW.c.signed_at.is_not(None),
            REVIEW.c.amends.is_(None),
            REVIEW.c.recording.is_not(None),
        )
        .group_by(REVIEW.c.recording)
        .subquery("signed")
    )
    return (
        select(SHEET.c.decision_date, signed.c.at)
        .select_from(
            _MATCH.join(SHEET, SHEET.c.id == _MATCH.c.sheet).outerjoin(signed, signed.c.recording == _MATCH.c.recording)
        )
        .where(_MATCH.c.state == MatchState.MATCHED, SHEET.c.decision_date <= period.last)
    )


def _sheets(period: Period) -> Any:
    later = WORD.alias("later")
    words = select(WORD.c.sheet, func.min(WORD.c.made_at).label("at")).group_by(WORD.c.sheet).subquery("words")
    stands = (
        select(WORD.c.sheet)
        .where(WORD.c.word == Word.CONFIRMED, ~select(later.c.id).where(later.c.follows == WORD.c.id).exists())
        .subquery("stands")
    )
    first = select(words.c.sheet, words.c.at).join(stands, stands.c.sheet == words.c.sheet).subquery("first")
    return (
        select(SHEET.c.decision_date, first.c.at)
        .select_from(SHEET.outerjoin(first, first.c.sheet == SHEET.c.id))
        .where(SHEET.c.decision_date <= period.last)
    )
