"""What the reports count: checked calls and guide sheets of new arrangements, as selects to be grouped and joined.

Both rows of the KPI stand on these (domain notes, section 4), and so does every other report, so that they reconcile.

- Checked calls: the primary signed reviews of a call that has a sheet, in the version that counts (the latest
  amendment), each sheet once: where it was signed twice (under two scorecard versions, by two reviewers), the newest.
- Sheets: each once; its day and kind are those of the confirmation that stands, else its own.

A period is one of days by which things count: decision dates (where a sheet has none: the day of the call, or of the
confirmation), both ends included. Scope: `arrangement_kind` new or blank, as it was signed on or confirmed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Subquery,
    Table,
    and_,
    case,
    exists,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.schema import CreateTable
from sqlmodel import Session

from models.guide_sheet import GuideSheet
from models.kpi import KpiClass, KpiRow
from models.review import Review, ReviewKind
from models.review_life import LifeState
from models.sheet_judgement import SheetConfirmation, Word
from models.staff import Staff, Team
from models.store.confirming import NEW_KINDS
from models.store.tables import table_of

REVIEW = table_of(Review)
SHEET = table_of(GuideSheet)
WORD = table_of(SheetConfirmation)
STAFF, TEAM = table_of(Staff), table_of(Team)
SCOPE = "new arrangements"
SCOPE_WORDS = "new arrangements only (arrangement kind new or blank)"
CALLS = (
    *("id", "sheet", "recording", "kpi_class", "counts_on", "policy", "scheme", "method", "team", "caseworker_id"),
    *("reviewer_id", "figure_error", "process_error"),
)
"""What is known of a checked call; all of it stands in the index ix_review_counted."""
GROUPS = ("scheme", "method", "team", "caseworker_id")
"""What checks of both rows are told apart by, beside the day by which they count."""
_OF_A_WORD = ("id", "sheet", "verdict", "policy", "counts_on", "arrangement_kind")
AT_ONCE = 2_000
"""Rows taken from the database at a time, where a report looks at each."""


@dataclass(frozen=True)
class Period:
    """Days by which things count, both ends included."""

    first: date
    last: date

    def holds(self, day: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a day lies in it."""
        return and_(day >= self.first, day <= self.last)


def new_kind(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an `arrangement_kind` is within the scope."""
    return func.coalesce(column, "").in_(NEW_KINDS)


def checked_calls(session: Session, period: Period) -> FromClause:
    """One row a sheet whose call was checked: the columns of `CALLS` (`id`, `sheet`, `recording` are row ids).

    A report asks for these several times: they are gone through once a session, into a temporary table of the
    connection.
    """
    key = f"checked {period}"
    if key not in session.info:
        session.info[key] = _set_aside(session, _checked(period))
    found: FromClause = session.info[key]
    return found


def _set_aside(session: Session, wanted: Subquery) -> FromClause:
    """A temporary table with these rows, in the place of one that an earlier report left on the connection."""
    connection = session.connection()
    columns = [Column(column.name, column.type) for column in wanted.columns]
    kept = Table("checked_calls", MetaData(), *columns, prefixes=["TEMPORARY"])
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kept.name}")
    connection.execute(CreateTable(kept))
    connection.execute(insert(kept).from_select([column.name for column in columns], select(wanted)))
    return kept


def _checked(period: Period) -> Subquery:
    newer = REVIEW.alias("newer")
    # signed is asked for by its moment: by the state, SQLite would look through every signed review for each of them
    counts = [
        REVIEW.c.kind == ReviewKind.PRIMARY,
        REVIEW.c.signed_at.is_not(None),
        REVIEW.c.life != LifeState.AMENDED,
        REVIEW.c.recording.is_not(None),
    ]
    there_is_newer = exists().where(
        newer.c.sheet == REVIEW.c.sheet,
        newer.c.kind == ReviewKind.PRIMARY,
        newer.c.signed_at.is_not(None),
        newer.c.life != LifeState.AMENDED,
        newer.c.recording.is_not(None),
        or_(
            newer.c.signed_at > REVIEW.c.signed_at,
            and_(newer.c.signed_at == REVIEW.c.signed_at, newer.c.id > REVIEW.c.id),
        ),
    )
    several = (
        select(REVIEW.c.sheet).where(REVIEW.c.sheet.is_not(None)).group_by(REVIEW.c.sheet).having(func.count() > 1)
    )
    return (
        select(*(REVIEW.c[name] for name in CALLS))
        .where(
            *counts,
            REVIEW.c.sheet.is_not(None),
            period.holds(REVIEW.c.counts_on),
            new_kind(REVIEW.c.arrangement_kind),
            ~and_(REVIEW.c.sheet.in_(several), there_is_newer),
        )
        .subquery("checked")
    )


def sheets_in_scope(period: Period) -> Subquery:
    """One row a sheet: id, counts_on, scheme, method, team, caseworker_id, and of the confirmation that stands (NULL:
    none) word, verdict, policy.

    What can change later is that of the confirmation, where there is one, else the sheet's as it is now, the team then
    the caseworker's own where the sheet names none.
    """
    later = WORD.alias("later")
    standing = (
        select(
            *(WORD.c[name] for name in ("id", "sheet", "verdict", "policy", "counts_on", "arrangement_kind", *GROUPS))
        )
        .where(WORD.c.word == Word.CONFIRMED, ~exists().where(later.c.follows == WORD.c.id))
        .subquery("standing")
    )
    confirmed = standing.c.id.is_not(None)
    caseworkers = (
        select(TEAM.c.name).join(STAFF, STAFF.c.team_id == TEAM.c.id).where(STAFF.c.staff_id == SHEET.c.caseworker_id)
    )
    own: dict[str, ColumnElement[Any]] = {
        "scheme": SHEET.c.scheme,
        "method": SHEET.c.method_agreed,
        "team": func.coalesce(func.nullif(SHEET.c.team, ""), caseworkers.scalar_subquery()),
        "caseworker_id": SHEET.c.caseworker_id,
    }
    return (
        select(
            SHEET.c.id,
            func.coalesce(standing.c.counts_on, SHEET.c.decision_date).label("counts_on"),
            *(case((confirmed, standing.c[name]), else_=own[name]).label(name) for name in GROUPS),
            standing.c.id.label("word"),
            standing.c.verdict,
            standing.c.policy,
        )
        .select_from(SHEET.outerjoin(standing, standing.c.sheet == SHEET.c.id))
        .where(
            period.holds(func.coalesce(standing.c.counts_on, SHEET.c.decision_date)),
            new_kind(case((confirmed, standing.c.arrangement_kind), else_=SHEET.c.arrangement_kind)),
        )
        .subquery("in_scope")
    )


def row_of(counts: Mapping[str | None, int]) -> KpiRow:
    """The row of so many checks of each class; None (not checked) is passed over."""
    return KpiRow(
        counts.get(KpiClass.ACCURATE, 0),
        counts.get(KpiClass.ACCURATE_DISCRETION, 0),
        counts.get(KpiClass.INACCURATE, 0),
        counts.get(KpiClass.NOT_ASSESSABLE, 0),
    )


@dataclass(frozen=True)
class Counts:
    """Both rows of a period: the sheets' and the calls', how many sheets are in scope, and the policies they were
    judged by."""

    sheets: KpiRow
    calls: KpiRow
    in_scope: int
    policies: tuple[str, ...]


def counts(session: Session, period: Period) -> Counts:
    """Count a period."""
    sheets, calls = sheets_in_scope(period), checked_calls(session, period)
    by_verdict: Counter[str | None] = Counter()
    by_class: Counter[str | None] = Counter()
    policies: set[str | None] = set()
    of_sheets = select(sheets.c.verdict, sheets.c.policy, func.count()).group_by(sheets.c.verdict, sheets.c.policy)
    of_calls = select(calls.c.kpi_class, calls.c.policy, func.count()).group_by(calls.c.kpi_class, calls.c.policy)
    for found, statement in ((by_verdict, of_sheets), (by_class, of_calls)):
        for name, policy, number in session.execute(statement):
            found[name] += number
            policies.add(policy)
    return Counts(row_of(by_verdict), row_of(by_class), by_verdict.total(), policy_list(policies))


def policy_list(policies: Iterable[str | None]) -> tuple[str, ...]:
    """Each policy once, in order."""
    return tuple(sorted({policy for policy in policies if policy}))
