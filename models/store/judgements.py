"""What the steer says of every sheet (`models.sheet_judgement`): judged in bulk, looked up, confirmed in `confirming`.

After an import, and whenever a policy came or went, `refresh` judges the sheets whose figures or policies are newer
than their judgement, a block at a time, in short transactions; stopping it leaves what was judged. The list of sheets
itself is the worklist's section JUDGED, with its filters, orders and pages.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import select

from models.clock import Clock
from models.database import Database
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.policy import Policy
from models.sheet_judgement import SheetJudgement
from models.steer import Figures, Judgement, judge
from models.store.bulk import unwatched
from models.store.confirming import Confirming
from models.store.list_states import ListStateStore, Settled
from models.store.policies import Policies, PolicyStore
from models.store.tables import table_of

RULES_VERSION = 1
"""Counted up with every change of the steer's rules, so that old judgements are made again."""
JUDGED_AT_ONCE = 5_000
JUDGING = "judging"
"""Under this name the state of lists holds what the judgements were last made from."""

_SHEETS = table_of(GuideSheet).name
_JUDGED = table_of(SheetJudgement)
_FIGURES = (
    *("scheme", "decision_date", "arrears", "net_income_weekly", "regular_maintenance_weekly", "lump_sum"),
    *("instalment", "frequency", "method_agreed", "employed", "label", "sustainability_assured", "discretion_ground"),
    *("discretion_reason", "liability_order_considered", "protected_money_weekly"),
)
"""The columns of a sheet behind `Figures`, in its order; here they are read as they are stored, in pence."""
_WAITING = text(
    f"SELECT sheet.id, sheet.version, {', '.join(f'sheet.{name}' for name in _FIGURES)} "
    f"FROM {_SHEETS} AS sheet LEFT JOIN {_JUDGED.name} AS judged ON judged.sheet = sheet.id "
    "WHERE sheet.id > :last AND (judged.sheet IS NULL OR judged.sheet_version <> sheet.version "
    "OR judged.judged_by <> :judged_by) ORDER BY sheet.id LIMIT :most"
)
_COUNT = text(f"SELECT count(*) FROM {_SHEETS}")

Report = Callable[[float, str], None]
Check = Callable[[], None]
PolicyOf = Callable[[str | None, date | None], Policy | None]


class JudgementStore(Confirming):
    """Judges sheets and answers what was judged."""

    def __init__(self, database: Database, clock: Clock, policies: PolicyStore) -> None:
        super().__init__(database, clock, policies)
        self._states = ListStateStore(database, clock)

    def refresh(self, report: Report = lambda *_: None, check: Check = lambda: None) -> int:
        """Judge every sheet that waits for it; how many there were. `check` raises to stop in between."""
        policies = self._policies.all()
        judged_by = fingerprint(policies)
        changes = self._states.changes(_SHEETS)
        if self._states.settled(JUDGING, str(changes), judged_by) is not None:
            return 0
        before = self._states.changes(JUDGING)
        in_force = _remembering(policies)
        count = 0
        last: str | None = ""
        with self._database.session() as session:
            whole = int(session.execute(_COUNT).scalar_one()) or 1
        while last is not None:
            check()
            done, last = self._judge_block(last, judged_by, in_force)
            count += done
            report(min(1.0, count / whole), "Judging the sheets")
        self._states.settle(JUDGING, before, str(changes), judged_by, Settled(count, (), ()))
        return count

    def of_sheet(self, sheet_id: str) -> SheetJudgement | None:
        """The judgement of a sheet as last made; None while it waits for one. Raises UnknownId."""
        with self._database.session() as session:
            row = session.exec(select(GuideSheet.id).where(GuideSheet.sheet_id == sheet_id)).first()
            if row is None:
                raise UnknownId("guide sheet", sheet_id)
            return session.get(SheetJudgement, row)

    def _judge_block(self, last: str, judged_by: str, in_force: PolicyOf) -> tuple[int, str | None]:
        """Judge the next sheets after `last` that wait; how many, and the last of them (None: no more wait)."""
        with self._database.session() as session:
            values = {"last": last, "judged_by": judged_by, "most": JUDGED_AT_ONCE}
            waiting = session.connection().execute(_WAITING, values).all()
        rows = [row for sheet in waiting if (row := _row(sheet, judged_by, in_force)) is not None]
        if rows:
            with self._database.session() as session:
                connection = session.connection()
                if self._database.is_sqlite:
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                with unwatched(connection, _JUDGED.name):
                    _write(connection, rows)
        return len(rows), waiting[-1][0] if len(waiting) == JUDGED_AT_ONCE else None


def fingerprint(policies: Policies) -> str:
    """What sheets are judged by: the rules of this program, and every policy's whole content."""
    told = " ".join(f"{policy.id}={policy.sha256}" for policy in policies.known)
    return hashlib.sha256(f"rules {RULES_VERSION} {told}".encode()).hexdigest()[:16]


def columns_of(judgement: Judgement) -> dict[str, Any]:
    """What the table holds of a judgement, in the texts of the contract."""
    told = judgement.as_row()
    return {
        "policy": judgement.policy_id,
        "rung": told["rung"],
        "steer_label": told["steer_label"],
        "verdict": told["verdict"],
        "reasons": told["reasons"],
        "reading_sensitive": told["reading_sensitive"],
        "liability_order_due": told["liability_order_due"],
        "instalments_to_clear": judgement.instalments_to_clear,
    }


def _remembering(policies: Policies) -> PolicyOf:
    """Which policy is in force, asked once a scheme and day."""
    known: dict[tuple[str | None, date | None], Policy | None] = {}

    def in_force(scheme: str | None, day: date | None) -> Policy | None:
        key = (scheme, day)
        if key not in known:
            known[key] = policies.of(scheme, day)
        return known[key]

    return in_force


def _row(stored: Sequence[Any], judged_by: str, in_force: PolicyOf) -> tuple[Any, ...] | None:
    """The judgement as it is kept; None for figures that intake refuses today, which an old database may hold."""
    sheet, version, scheme, decided, *told = stored
    day = date.fromisoformat(decided) if isinstance(decided, str) else decided
    reason = told[11]
    told[11] = bool(reason and reason.strip())
    try:
        judgement = judge(Figures(scheme, day, *told), in_force(scheme, day))
    except ValueError:
        return None
    return (sheet, version, judged_by, *columns_of(judgement).values())


def _write(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put the judgements in the place of earlier ones, by the driver itself."""
    names = [column.name for column in _JUDGED.columns]
    marks = ", ".join("?" if connection.dialect.paramstyle == "qmark" else "%s" for _ in names)
    settings = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    insert = f"INSERT INTO {_JUDGED.name} ({', '.join(names)}) VALUES ({marks})"
    connection.exec_driver_sql(f"{insert} ON CONFLICT (sheet) DO UPDATE SET {settings}", list(rows))
