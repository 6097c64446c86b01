"""The guide sheets in scope of a dashboard, their Task 567 entries and views, counted in few walks.

Grouped by month and everything the tiles tell apart; a sheet's reasons and grounds are those it was confirmed with, its
readings those of the judgement as it stands.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, literal, select
from sqlmodel import Session

from models.board.query import BoardQuery
from models.board.relations import (
    DAY,
    JUDGED,
    SHEET,
    SHEETS,
    TASK,
    WORD,
    has_view,
    in_scope,
    month_in,
    names_missing_view,
)
from models.kpi import KpiRow
from models.reports.counted import row_of
from models.steer import has_ground
from models.steer_records import NOTHING

OTHER_GROUND = "OTHER"
"""The code under which grounds stand that are no codes: their words are not shown."""
_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


def ground_code(ground: str | None) -> str | None:
    """The code of a recorded ground; None where there is none."""
    if not has_ground(ground) or ground is None:
        return None
    return ground if _CODE.fullmatch(ground) else OTHER_GROUND


@dataclass(frozen=True)
class SheetGroup:
    """Sheets in scope of one month (YYYY-MM), verdict and what else is told apart; `verdict` None: not confirmed;
    `inside` the period asked for, or not."""

    inside: bool
    month: str
    verdict: str | None
    policy: str | None
    reasons: str | None
    ground: str | None
    sensitive: str | None
    count: int
    with_view: int


@dataclass(frozen=True)
class Sheets:
    """Groups of sheets, and what they come to."""

    groups: tuple[SheetGroup, ...]

    def only(self, wanted: Callable[[SheetGroup], bool]) -> "Sheets":
        return Sheets(tuple(each for each in self.groups if wanted(each)))

    @property
    def inside(self) -> "Sheets":
        """Those of the period asked for."""
        return self.only(lambda each: each.inside)

    def by_month(self) -> dict[str, "Sheets"]:
        """Those of each month."""
        found: defaultdict[str, list[SheetGroup]] = defaultdict(list)
        for each in self.groups:
            found[each.month].append(each)
        return {month: Sheets(tuple(groups)) for month, groups in found.items()}

    @property
    def count(self) -> int:
        return sum(each.count for each in self.groups)

    @property
    def row(self) -> KpiRow:
        """Their row of the KPI: those that are confirmed."""
        found: Counter[str | None] = Counter()
        for each in self.groups:
            found[each.verdict] += each.count
        return row_of(found)

    @property
    def policies(self) -> set[str | None]:
        return {each.policy for each in self.groups}

    @property
    def with_view(self) -> int:
        return sum(each.with_view for each in self.groups)

    @property
    def judged(self) -> int:
        return sum(each.count for each in self.groups if each.sensitive is not None)

    def reasons(self) -> Counter[str]:
        """How often each reason stands on the sheets confirmed as inaccurate."""
        found: Counter[str] = Counter()
        for each in self.groups:
            for reason in (each.reasons or "").split("+"):
                found[reason] += each.count
        del found[""]
        return found

    def readings(self) -> Counter[str]:
        """How often each other reading would change what a sheet comes to; under "" the sheets with any."""
        found: Counter[str] = Counter()
        for each in self.groups:
            if each.sensitive not in (None, "", NOTHING):
                found.update(dict.fromkeys(("", *str(each.sensitive).split("+")), each.count))
        return found

    def grounds(self) -> Counter[str]:
        """How many confirmed sheets record each ground, by code."""
        found: Counter[str] = Counter()
        for each in self.groups:
            code = ground_code(each.ground)
            if each.verdict is not None and code is not None:
                found[code] += each.count
        return found


def read_sheets(session: Session, query: BoardQuery, first: date, last: date) -> Sheets:
    """The sheets in scope between two days."""
    month, inside = month_in(session, DAY, query, first)
    of_word = (WORD.c.verdict, WORD.c.policy, WORD.c.reasons, WORD.c.discretion_ground)
    told = (month, *of_word, JUDGED.c.reading_sensitive)
    apart = told if inside is None else (*told, inside)
    wanted = (
        select(
            literal(value=True) if inside is None else inside,
            *told,
            func.count(),
            func.sum(case((has_view(), 1), else_=0)),
        )
        .select_from(SHEETS.outerjoin(JUDGED, JUDGED.c.sheet == SHEET.c.id))
        .where(*in_scope(query, first, last))
        .group_by(*apart)
    )
    return Sheets(tuple(SheetGroup(bool(row[0]), *row[1:]) for row in session.execute(wanted)))


def missing_views(session: Session, query: BoardQuery) -> int:
    """How many sheets in scope name a view that is not on file."""
    wanted = select(func.count()).select_from(SHEETS).where(*in_scope(query, query.first, query.last))
    return int(session.execute(wanted.where(names_missing_view())).scalar_one())


@dataclass(frozen=True)
class TaskGroup:
    """Task 567 entries that promoted one method, with the same outcome and reason."""

    promoted: str
    outcome: str | None
    refusal: str | None
    count: int

    @property
    def fate(self) -> str:
        """What became of it: taken, refused, another or open."""
        if self.outcome == self.promoted:
            return "taken"
        if self.refusal is not None:
            return "refused"
        return "open" if self.outcome is None else "another"


def read_tasks(session: Session, query: BoardQuery) -> tuple[TaskGroup, ...]:
    """The entries of the sheets in scope that promoted a method."""
    by = (TASK.c.promoted_method, TASK.c.outcome_method, TASK.c.refusal_reason)
    wanted = (
        select(*by, func.count())
        .select_from(TASK.join(SHEETS, SHEET.c.id == TASK.c.sheet))
        .where(TASK.c.promoted_method.is_not(None), *in_scope(query, query.first, query.last))
        .group_by(*by)
    )
    return tuple(TaskGroup(*row) for row in session.execute(wanted))
