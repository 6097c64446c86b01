"""Totals held against the lists behind them, inside the program: "reconcile every total to the caselist" (domain
notes, section 6).

The reports count what stands beside the frozen values (`models.reports.counted`), by the database; here the same totals
come from what was frozen itself with each line of the lists: the caselist's reviews, the confirmations. Whoever makes a
further division of the KPI calls this with its group; a total that does not agree is a defect, and is named.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, Text, cast, func, null, select
from sqlmodel import Session

from models.kpi import KpiClass, KpiRow
from models.reports.counted import AT_ONCE, REVIEW, WORD, Group, Period, counts_by, row_of
from models.reports.frozen import json_text
from models.reports.table import NOT_HELD, month_of
from models.review import ReviewKind
from models.review_life import LifeState
from models.sheet_judgement import Word
from models.store import Store
from models.store.confirming import NEW_KINDS

_COUNTING = (
    REVIEW.c.kind == ReviewKind.PRIMARY,
    REVIEW.c.signed_at.is_not(None),
    REVIEW.c.life != LifeState.AMENDED,
    REVIEW.c.recording.is_not(None),
    REVIEW.c.sheet.is_not(None),
)
Listed = defaultdict[str | None, Counter[str | None]]
"""How many of each class are listed, by the name of the group."""


@dataclass(frozen=True)
class Difference:
    """A total that does not agree: which, what the report says, what the list says."""

    what: str
    reported: int
    listed: int


def differences(
    store: Store, first: date, last: date, grouped_by: str | None = None, *, sheets_only: bool = False
) -> tuple[Difference, ...]:
    """Every total of a period, or of each group of it, that does not agree with its list; none when all do. With
    `sheets_only`, for what tells nothing of calls, those of the sheets."""
    group, period = None if grouped_by is None else Group(grouped_by), Period(first, last)
    with store.database.session() as session:
        found = counts_by(session, period, group)
        sheets = _sheets(session, period, group)
        calls: Listed = defaultdict(Counter) if sheets_only else _calls(session, period, group)
    differing: list[Difference] = []
    for name in sorted({*found, *calls, *sheets}, key=lambda name: (name is None, name or "")):
        reported = found.get(name)
        for basis, here, listed in (
            ("call", KpiRow(0, 0, 0, 0) if reported is None else reported.calls, calls[name]),
            ("sheet", KpiRow(0, 0, 0, 0) if reported is None else reported.sheets, sheets[name]),
        ):
            if sheets_only and basis == "call":
                continue
            what = basis if group is None else f"{basis} of {group} {name or NOT_HELD}"
            differing += _between(what, here, row_of(listed))
    return tuple(differing)


def _between(what: str, reported: KpiRow, listed: KpiRow) -> Iterator[Difference]:
    here, there = reported.counts(), listed.counts()
    return (Difference(f"{what} {name}", here[name], there[name]) for name in here if here[name] != there[name])


def _calls(session: Session, period: Period, group: Group | None) -> Listed:
    """The reviews that count, each sheet once with its newest, whatever the period of that: all that count, without
    those that are older than another of their sheet (few: they are looked up one by one)."""
    facts = REVIEW.c.sheet_facts
    told = select(
        json_text(session, facts, "arrangement_kind").label("kind"),
        json_text(session, REVIEW.c.result, "kpi_class").label("kpi_class"),
        _named(session, group, REVIEW, facts, REVIEW.c.caseworker_id).label("name"),
    ).where(*_COUNTING, period.holds(REVIEW.c.counts_on))
    found: Listed = defaultdict(Counter)
    _heap(found, session, told, 1)
    older = _older(session)
    for at in range(0, len(older), AT_ONCE):
        _heap(found, session, told.where(REVIEW.c.id.in_(older[at : at + AT_ONCE])), -1)
    return found


def _older(session: Session) -> list[str]:
    """The reviews that count and are not the newest of their sheet."""
    several = select(REVIEW.c.sheet).where(*_COUNTING).group_by(REVIEW.c.sheet).having(func.count() > 1)
    in_order = select(REVIEW.c.sheet, REVIEW.c.id).where(*_COUNTING, REVIEW.c.sheet.in_(several))
    newest: dict[str, str] = {}
    older = []
    for sheet, review in session.execute(in_order.order_by(REVIEW.c.signed_at, REVIEW.c.id)):
        if sheet in newest:
            older.append(newest[sheet])
        newest[sheet] = review
    return older


def _sheets(session: Session, period: Period, group: Group | None) -> Listed:
    """The confirmations that no other word follows, of new arrangements; by the result that was frozen with each."""
    figures = WORD.c.figures
    followed = select(WORD.c.follows).where(WORD.c.follows.is_not(None))
    told = select(
        json_text(session, figures, "arrangement_kind").label("kind"),
        json_text(session, WORD.c.result, "verdict").label("kpi_class"),
        _named(session, group, WORD, figures, json_text(session, figures, "caseworker_id")).label("name"),
    ).where(WORD.c.word == Word.CONFIRMED, period.holds(WORD.c.counts_on), WORD.c.id.not_in(followed))
    found: Listed = defaultdict(Counter)
    _heap(found, session, told, 1)
    return found


def _heap(found: Listed, session: Session, lines: Select[Any], sign: int) -> None:
    """Add these lines, or take them away: each has a kind of arrangement, a class, the name of its group. Raises
    ValueError for one in scope without a class."""
    line = lines.offset(0).subquery("line").c  # worked out first: a database sorts by three words, not by whole rows
    by = (line.kind, line.kpi_class, line.name)
    for kind, kpi_class, name, number in session.execute(select(*by, func.count()).group_by(*by)):
        if (kind or "") not in NEW_KINDS:
            continue
        if kpi_class is None:
            raise ValueError(f"{number} that are signed or confirmed have no class")
        found[_name(name)][KpiClass(kpi_class)] += sign * number


def _named(
    session: Session, group: Group | None, rows: Table, figures: ColumnElement[Any], caseworker: ColumnElement[Any]
) -> ColumnElement[Any]:
    """What names the group of a row: as it was frozen. The team of one whose sheet names none stands beside it only,
    and whose call it was may be another than the sheet says."""
    if group is None:
        return cast(null(), Text)
    return {
        Group.MONTH: rows.c.counts_on,
        Group.TEAM: rows.c.team,
        Group.SCHEME: json_text(session, figures, "scheme"),
        Group.METHOD: json_text(session, figures, "method_agreed"),
        Group.CASEWORKER: caseworker,
    }[group]


def _name(value: date | str | None) -> str | None:
    return month_of(value) if isinstance(value, date) else value or None
