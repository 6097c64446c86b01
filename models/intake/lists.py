"""What each list holds: its headings, the sort of each cell, and which columns of the record it fills.

The headings are those of the demonstration's files (domain notes, sections 3 and 7); `models.intake.list_file` reads a
file by them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from models.collected import Collected
from models.crosscheck import OnlineView, Task567
from models.guide_sheet import Frequency, GuideSheet, Label, Method, Scheme
from models.intake.readers import Sort
from models.recording import Recording
from models.staff import Role, Staff

READING_VERSION = 2
"""Counted up whenever the program would read the same file otherwise than before, so that it is read again."""


class Cell(NamedTuple):
    """One heading: the sort of its cells and what they fill (None: the column of the same name).

    A sort that fills several columns gives as many values. `needed`: without this heading the file is refused; `key`:
    besides, its cells may not be blank. `codes` are those of a sort that has codes.
    """

    heading: str
    sort: Sort
    codes: tuple[str, ...] = ()
    fills: tuple[str, ...] | None = None
    needed: bool = False
    key: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.fills or (self.heading,)


class Fault(NamedTuple):
    """What is wrong with a whole row: its place in the block, the heading at fault, why."""

    place: int
    heading: str
    reason: str


class Joined(NamedTuple):
    """A record's key of several columns: its own column, and those it is put together of, a blank between them."""

    column: str
    of: tuple[str, ...]


Block = Mapping[str, Sequence[Any]]
"""Column -> its values in a block of rows."""


@dataclass(frozen=True)
class ListKind:
    """One kind of list. The first cell is the record's key; `check` looks at whole rows.

    `name` is what its records are called in a report, `part` what the list is called in a request and in a profile.
    Where no cell alone is the record's key, `joined` is the column that is, put together of what some columns hold.
    """

    name: str
    part: str
    noun: str
    record: type[SQLModel]
    cells: tuple[Cell, ...]
    check: Callable[[Block], Iterator[Fault]] | None = None
    joined: Joined | None = None

    @property
    def key(self) -> Cell:
        return self.cells[0]

    @property
    def needed(self) -> tuple[str, ...]:
        """The headings without which the file is not this list."""
        return tuple(cell.heading for cell in self.cells if cell.needed)

    def cell(self, heading: str) -> Cell | None:
        """The cell under one of our headings."""
        return next((cell for cell in self.cells if cell.heading == heading), None)


_YES_NO = ("Y", "N", "NA")
_METHOD = tuple(Method)


def _lump_sum_within_arrears(block: Block) -> Iterator[Fault]:
    if "arrears" in block and "lump_sum" in block:
        for place, (arrears, lump_sum) in enumerate(zip(block["arrears"], block["lump_sum"], strict=True)):
            if arrears is not None and lump_sum is not None and lump_sum > arrears:
                yield Fault(place, "lump_sum", "a lump sum above the arrears")


SHEETS = ListKind(
    "sheets",
    "sheets",
    "guide sheet",
    GuideSheet,
    (
        Cell("sheet_id", Sort.REFERENCE, needed=True, key=True),
        Cell("case_ref", Sort.REFERENCE),
        Cell("scheme", Sort.CODE, tuple(Scheme), needed=True),
        Cell("caseworker_id", Sort.REFERENCE),
        Cell("team", Sort.REFERENCE),
        Cell("decision_date", Sort.DAY),
        Cell("received_date", Sort.DAY),
        Cell("arrears", Sort.MONEY, needed=True),
        Cell("net_income_weekly", Sort.WEEKLY, needed=True),
        Cell("income_source", Sort.TEXT),
        Cell("income_date", Sort.DAY),
        Cell("regular_maintenance_weekly", Sort.WEEKLY, needed=True),
        Cell("full_payment_asked", Sort.CODE, _YES_NO),
        Cell("lump_sum_asked", Sort.CODE, _YES_NO),
        Cell("lump_sum", Sort.MONEY, needed=True),
        Cell("instalment", Sort.MONEY, needed=True),
        Cell("frequency", Sort.CODE, tuple(Frequency), needed=True),
        Cell("method_agreed", Sort.CODE, _METHOD, needed=True),
        Cell("methods_offered", Sort.CODES, tuple(Method)),
        Cell("label", Sort.CODE, tuple(Label), needed=True),
        Cell("employed", Sort.CODE, _YES_NO),
        Cell("discretion_ground", Sort.TEXT),
        Cell("discretion_reason", Sort.TEXT),
        Cell("sustainability_assured", Sort.CODE, _YES_NO),
        Cell("liability_order_considered", Sort.CODE, _YES_NO),
        Cell("protected_money_weekly", Sort.WEEKLY),
        Cell("caseworker_online_ref", Sort.REFERENCE),
        Cell("recording_ref", Sort.REFERENCE),
        Cell("segment", Sort.TEXT),
        Cell("arrangement_kind", Sort.CODE, ("new", "varied")),
        Cell("documents", Sort.TEXT),
    ),
    _lump_sum_within_arrears,
)

TASKS = ListKind(
    "tasks",
    "tasks",
    "Task 567 entry",
    Task567,
    (
        Cell("task_id", Sort.REFERENCE, needed=True, key=True),
        Cell("case_ref", Sort.REFERENCE, needed=True),
        Cell("caseworker_id", Sort.REFERENCE),
        Cell("raised", Sort.DAY),
        Cell("due", Sort.DAY),
        Cell("closed", Sort.DAY),
        Cell("current_method", Sort.CODE, _METHOD),
        Cell("promoted_method", Sort.CODE, _METHOD),
        Cell("outcome_method", Sort.CODE, _METHOD),
        Cell("refusal_reason", Sort.TEXT),
        Cell("status", Sort.CODE, ("open", "closed")),
    ),
)

VIEWS = ListKind(
    "views",
    "views",
    "Caseworker Online view",
    OnlineView,
    (
        Cell("view_id", Sort.REFERENCE, needed=True, key=True),
        Cell("case_ref", Sort.REFERENCE, needed=True),
        Cell("user_id", Sort.REFERENCE),
        Cell("viewed_at", Sort.MOMENT, fills=("viewed_at", "viewed_offset_min")),
        Cell("purpose", Sort.TEXT),
        Cell("commitments_count", Sort.COUNT),
        Cell("commitments", Sort.MONEY),
        Cell("balances", Sort.MONEY),
    ),
)

STAFF = ListKind(
    "staff",
    "staff",
    "member of staff",
    Staff,
    (
        Cell("staff_id", Sort.REFERENCE, needed=True, key=True),
        Cell("role", Sort.CODE, tuple(Role), needed=True, key=True),
        Cell("team", Sort.REFERENCE),
        Cell("team_leader", Sort.REFERENCE),
        Cell("line_of_business", Sort.TEXT),
        Cell("grade", Sort.TEXT),
        Cell("os_user", Sort.REFERENCE),
    ),
)

INDEX = ListKind(
    "recordings",
    "index",
    "recording",
    Recording,
    (
        Cell("recording_id", Sort.REFERENCE, needed=True, key=True),
        Cell("start", Sort.CALL_START, fills=("started_at", "started_offset_min", "call_date"), needed=True),
        Cell("duration_s", Sort.LENGTH, fills=("indexed_duration_ms",)),
        Cell("direction", Sort.TEXT),
        Cell("agent_id", Sort.REFERENCE, fills=("caseworker_id",)),
        Cell("extension", Sort.REFERENCE),
        Cell("case_ref", Sort.REFERENCE),
        Cell("other_party", Sort.TEXT),
        Cell("file", Sort.TEXT, needed=True, key=True),
        Cell("second_file", Sort.TEXT),
        Cell("sha256", Sort.SHA256),
        Cell("delete_after", Sort.DAY),
    ),
)
"""The recorder's index. Its codec, rate and channels are not read: what the file is, is seen in the file."""

COLLECTIONS = ListKind(
    "collections",
    "collections",
    "figure of this month and scheme",
    Collected,
    (
        Cell("month", Sort.MONTH, needed=True, key=True),
        Cell("scheme", Sort.CODE, tuple(Scheme), needed=True, key=True),
        Cell("collected", Sort.MONEY, needed=True, key=True),
    ),
    joined=Joined("figure", ("month", "scheme")),
)
"""What was collected: aggregates by month and scheme, beside what was arranged (annex E of the 2018 letter)."""

KINDS = (STAFF, INDEX, SHEETS, TASKS, VIEWS, COLLECTIONS)

BY_PART = {kind.part: kind for kind in KINDS}
"""The kinds by their name in a request and in a profile."""
