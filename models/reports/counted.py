"""What the reports count: checked calls and guide sheets of new arrangements, as selects to be grouped and joined.

Both rows of the KPI stand on these (domain notes, section 4), and so does every other report, so that they reconcile.

- Checked calls: the primary signed reviews of a call that has a sheet, in the version that counts (the latest
  amendment), each sheet once: where it was signed twice (under two scorecard versions, by two reviewers), the newest.
- Sheets: each once; its day and kind are those of the confirmation that stands, else its own.

A period is one of days by which things count: decision dates (where a sheet has none: the day of the call, or of the
confirmation), both ends included. Scope: `arrangement_kind` new or blank, as it was signed on or confirmed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Subquery,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.schema import CreateTable
from sqlmodel import Session

from models.guide_sheet import GuideSheet
from models.kpi import KpiClass, KpiRow
from models.reports.table import months
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
    standing = (
        select(
            *(WORD.c[name] for name in ("id", "sheet", "verdict", "policy", "counts_on", "arrangement_kind", *GROUPS))
        )
        .where(WORD.c.word == Word.CONFIRMED, WORD.c.stands)
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
class Errors:
    """How many inaccurate checks have figure errors, and how many process errors; some have both."""

    figure: int
    process: int


@dataclass(frozen=True)
class Counts:
    """Both rows of a period: the sheets' and the calls', how many sheets are in scope, and the policies they were
    judged by. `errors` are those of the calls."""

    sheets: KpiRow
    calls: KpiRow
    in_scope: int
    policies: tuple[str, ...]
    errors: Errors


def counts(session: Session, period: Period) -> Counts:
    """Count a period."""
    return counts_by(session, period)[None]


class Group(StrEnum):
    """What the checks of a period can be told apart by."""

    MONTH = "month"
    TEAM = "team"
    SCHEME = "scheme"
    METHOD = "method"
    CASEWORKER = "caseworker"

    def of(self, table: FromClause) -> ColumnElement[Any]:
        """The name of the group a row of checked calls or of sheets in scope lies in; NULL: not held."""
        if self is Group.MONTH:
            return func.substr(cast(table.c.counts_on, Text), 1, 7)
        return func.nullif(table.c["caseworker_id" if self is Group.CASEWORKER else self.value], "")


@dataclass
class _Tally:
    sheets: Counter[str | None] = field(default_factory=Counter)
    calls: Counter[str | None] = field(default_factory=Counter)
    policies: set[str | None] = field(default_factory=set)
    figure_errors: int = 0
    process_errors: int = 0


def counts_by(session: Session, period: Period, group: Group | None = None) -> dict[str | None, Counts]:
    """Count each group of a period by its name (every month has one); without a group all of it, under None."""
    sheets, calls = sheets_in_scope(period), checked_calls(session, period)
    found: defaultdict[str | None, _Tally] = defaultdict(_Tally)
    if group is None or group is Group.MONTH:
        named = [None] if group is None else months(period.first, period.last)
        found |= {name: _Tally() for name in named}
    wrong = case((calls.c.kpi_class == KpiClass.INACCURATE, 1), else_=0)
    errors = [func.sum(case((calls.c[name], wrong), else_=0)) for name in ("figure_error", "process_error")]
    none = [literal(0), literal(0)]
    for of, verdict, told in ((sheets, sheets.c.verdict, none), (calls, calls.c.kpi_class, errors)):
        by = [literal(None) if group is None else group.of(of), verdict, of.c.policy]
        statement = select(*by, func.count(), *told).group_by(*by[group is None :])
        for group_name, name, policy, number, figure, process in session.execute(statement):
            tally = found[group_name]
            (tally.sheets if of is sheets else tally.calls)[name] += number
            tally.policies.add(policy)
            tally.figure_errors += figure
            tally.process_errors += process
    return {name: _counts_of(tally) for name, tally in found.items()}


def together(parts: Iterable[Counts]) -> Counts:
    """The counts of several groups as one."""
    whole = Counts(KpiRow(0, 0, 0, 0), KpiRow(0, 0, 0, 0), 0, (), Errors(0, 0))
    for part in parts:
        whole = Counts(
            whole.sheets + part.sheets,
            whole.calls + part.calls,
            whole.in_scope + part.in_scope,
            policy_list((*whole.policies, *part.policies)),
            Errors(whole.errors.figure + part.errors.figure, whole.errors.process + part.errors.process),
        )
    return whole


def _counts_of(tally: _Tally) -> Counts:
    policies = policy_list(tally.policies)
    errors = Errors(tally.figure_errors, tally.process_errors)
    return Counts(row_of(tally.sheets), row_of(tally.calls), tally.sheets.total(), policies, errors)


def policy_list(policies: Iterable[str | None]) -> tuple[str, ...]:
    """Each policy once, in order."""
    return tuple(sorted({policy for policy in policies if policy}))
