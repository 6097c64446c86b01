"""The checked calls of a dashboard, counted in one walk along an index.

Grouped by month, class, scorecard and reviewer, the marks of each group end to end: everything the tiles say of calls
is worked out from these groups.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import case, func, literal, select
from sqlmodel import Session

from models.board.prompts import Marked, Prompts
from models.board.query import BoardQuery
from models.board.relations import REVIEW, Several, checked, drawn, joined, month_in
from models.kpi import KpiClass, KpiRow
from models.reports.counted import row_of


@dataclass(frozen=True)
class CallGroup:
    """Checked calls of one month (YYYY-MM), class, scorecard and reviewer; `inside` the period asked for, or not."""

    inside: bool
    month: str
    kpi_class: str
    card: str
    reviewer_id: str
    policy: str | None
    count: int
    score_tenths: int
    scored: int
    figure_errors: int
    process_errors: int
    drawn: int
    marks: str


@dataclass(frozen=True)
class Calls:
    """Groups of checked calls, and what they come to."""

    groups: tuple[CallGroup, ...]
    prompts: Prompts

    def only(self, wanted: Callable[[CallGroup], bool]) -> "Calls":
        """Some of them."""
        return Calls(tuple(each for each in self.groups if wanted(each)), self.prompts)

    @property
    def inside(self) -> "Calls":
        """Those of the period asked for."""
        return self.only(lambda each: each.inside)

    def by_month(self) -> dict[str, "Calls"]:
        """Those of each month."""
        found: defaultdict[str, list[CallGroup]] = defaultdict(list)
        for each in self.groups:
            found[each.month].append(each)
        return {month: Calls(tuple(groups), self.prompts) for month, groups in found.items()}

    @property
    def row(self) -> KpiRow:
        """Their row of the KPI."""
        found: Counter[str | None] = Counter()
        for each in self.groups:
            found[each.kpi_class] += each.count
        return row_of(found)

    @property
    def count(self) -> int:
        return sum(each.count for each in self.groups)

    @property
    def drawn(self) -> int:
        return sum(each.drawn for each in self.groups)

    @property
    def figure_errors(self) -> int:
        return sum(each.figure_errors for each in self.groups if each.kpi_class == KpiClass.INACCURATE)

    @property
    def process_errors(self) -> int:
        return sum(each.process_errors for each in self.groups if each.kpi_class == KpiClass.INACCURATE)

    @property
    def policies(self) -> set[str | None]:
        return {each.policy for each in self.groups}

    @property
    def mean_score(self) -> Decimal | None:
        """Half-up to one place; None where no check has a score."""
        scored = sum(each.scored for each in self.groups)
        tenths = sum(each.score_tenths for each in self.groups)
        return Decimal((2 * tenths + scored) // (2 * scored)).scaleb(-1) if scored else None

    @cached_property
    def marked(self) -> Marked:
        """Their marks, by scorecard."""
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for each in self.groups:
            texts[each.card].append(each.marks)
        return Marked(self.prompts, {card: "".join(pieces) for card, pieces in texts.items()})

    def by_reviewer(self) -> dict[str, "Calls"]:
        """Those of each reviewer, by staff id."""
        found: defaultdict[str, list[CallGroup]] = defaultdict(list)
        for each in self.groups:
            found[each.reviewer_id].append(each)
        return {reviewer: Calls(tuple(found[reviewer]), self.prompts) for reviewer in sorted(found)}


def read_calls(
    session: Session, query: BoardQuery, first: date, last: date, prompts: Prompts, several: Several = None
) -> Calls:
    """The checked calls that count between two days; `several`: sheets with several reviews, where they are known."""
    month, inside = month_in(session, REVIEW.c.counts_on, query, first)
    told = (month, REVIEW.c.kpi_class, REVIEW.c.scorecard, REVIEW.c.reviewer_id, REVIEW.c.policy)
    apart = told if inside is None else (*told, inside)
    wanted = (
        select(
            literal(value=True) if inside is None else inside,
            *told,
            func.count(),
            func.coalesce(func.sum(REVIEW.c.score_tenths), 0),
            func.count(REVIEW.c.score_tenths),
            func.sum(case((REVIEW.c.figure_error, 1), else_=0)),
            func.sum(case((REVIEW.c.process_error, 1), else_=0)),
            func.sum(case((drawn(), 1), else_=0)),
            func.coalesce(joined(session, REVIEW.c.marks), ""),
        )
        .where(*checked(query, first, last, several))
        .group_by(*apart)
    )
    return Calls(tuple(CallGroup(bool(row[0]), *row[1:]) for row in session.execute(wanted)), prompts)
