"""What each list holds: its headings, how each cell is read, and which columns of the record it fills.

The headings are those of the demonstration's files (domain notes, sections 3 and 7). `read_list` turns a file into rows
of values as the database holds them, each with its line; what cannot be taken is added to the refusals.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from models.crosscheck import OnlineView, Task567
from models.errors import Refusal
from models.guide_sheet import Frequency, GuideSheet, Label, Method, Scheme
from models.intake import values
from models.intake.csv_rows import CsvFile, FileRefused
from models.recording import Recording
from models.staff import Role, Staff


class Cell(NamedTuple):
    """One heading: how its cells are read and what they fill (None: the column of the same name).

    A reader that fills several columns gives as many values. `needed`: without this heading the file is refused;
    `key`: besides, its cells may not be blank.
    """

    heading: str
    read: values.Reader
    fills: tuple[str, ...] | None = None
    needed: bool = False
    key: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.fills or (self.heading,)


@dataclass(frozen=True)
class ListKind:
    """One kind of list. The first cell is the record's key; `check` looks at a whole row (column -> value) and names
    the heading at fault and why."""

    name: str
    noun: str
    record: type[SQLModel]
    cells: tuple[Cell, ...]
    check: Callable[[dict[str, Any]], tuple[str, str] | None] | None = None

    @property
    def key(self) -> Cell:
        return self.cells[0]

    @property
    def needed(self) -> tuple[str, ...]:
        """The headings without which the file is not this list."""
        return tuple(cell.heading for cell in self.cells if cell.needed)


class ListRow(NamedTuple):
    """One row that was read: the line it begins on, and its values in the order of `ListFile.columns`."""

    line: int
    values: tuple[Any, ...]


_YES_NO = values.one_of("Y", "N", "NA")
_METHOD = values.one_of(*Method)


def _lump_sum_within_arrears(row: dict[str, Any]) -> tuple[str, str] | None:
    arrears, lump_sum = row.get("arrears"), row.get("lump_sum")
    if arrears is not None and lump_sum is not None and lump_sum > arrears:
        return "lump_sum", "a lump sum above the arrears"
    return None


SHEETS = ListKind(
    "sheets",
    "guide sheet",
    GuideSheet,
    (
        Cell("sheet_id", values.reference, needed=True, key=True),
        Cell("case_ref", values.reference),
        Cell("scheme", values.one_of(*Scheme), needed=True),
        Cell("caseworker_id", values.reference),
        Cell("team", values.reference),
        Cell("decision_date", values.day),
        Cell("received_date", values.day),
        Cell("arrears", values.money, needed=True),
        Cell("net_income_weekly", values.money, needed=True),
        Cell("income_source", values.text),
        Cell("income_date", values.day),
        Cell("regular_maintenance_weekly", values.money, needed=True),
        Cell("full_payment_asked", _YES_NO),
        Cell("lump_sum_asked", _YES_NO),
        Cell("lump_sum", values.money, needed=True),
        Cell("instalment", values.money, needed=True),
        Cell("frequency", values.one_of(*Frequency), needed=True),
        Cell("method_agreed", _METHOD, needed=True),
        Cell("methods_offered", values.list_of(*Method)),
        Cell("label", values.one_of(*Label), needed=True),
        Cell("employed", _YES_NO),
        Cell("discretion_ground", values.text),
        Cell("discretion_reason", values.text),
        Cell("sustainability_assured", _YES_NO),
        Cell("liability_order_considered", _YES_NO),
        Cell("protected_money_weekly", values.money),
        Cell("caseworker_online_ref", values.reference),
        Cell("recording_ref", values.reference),
        Cell("segment", values.text),
        Cell("arrangement_kind", values.one_of("new", "varied")),
        Cell("documents", values.text),
    ),
    _lump_sum_within_arrears,
)

TASKS = ListKind(
    "tasks",
    "Task 567 entry",
    Task567,
    (
        Cell("task_id", values.reference, needed=True, key=True),
        Cell("case_ref", values.reference, needed=True),
        Cell("caseworker_id", values.reference),
        Cell("raised", values.day),
        Cell("due", values.day),
        Cell("closed", values.day),
        Cell("current_method", _METHOD),
        Cell("promoted_method", _METHOD),
        Cell("outcome_method", _METHOD),
        Cell("refusal_reason", values.text),
        Cell("status", values.one_of("open", "closed")),
    ),
)

VIEWS = ListKind(
    "views",
    "Caseworker Online view",
    OnlineView,
    (
        Cell("view_id", values.reference, needed=True, key=True),
        Cell("case_ref", values.reference, needed=True),
        Cell("user_id", values.reference),
        Cell("viewed_at", values.moment, ("viewed_at", "viewed_offset_min")),
        Cell("purpose", values.text),
        Cell("commitments_count", values.count),
        Cell("commitments", values.money),
        Cell("balances", values.money),
    ),
)

STAFF = ListKind(
    "staff",
    "member of staff",
    Staff,
    (
        Cell("staff_id", values.reference, needed=True, key=True),
        Cell("role", values.one_of(*Role), needed=True, key=True),
        Cell("team", values.reference),
        Cell("team_leader", values.reference),
        Cell("line_of_business", values.text),
        Cell("grade", values.text),
        Cell("os_user", values.reference),
    ),
)

INDEX = ListKind(
    "recordings",
    "recording",
    Recording,
    (
        Cell("recording_id", values.reference, needed=True, key=True),
        Cell("start", values.call_start, ("started_at", "started_offset_min", "call_date"), needed=True),
        Cell("duration_s", values.seconds, ("indexed_duration_ms",)),
        Cell("direction", values.text),
        Cell("agent_id", values.reference, ("caseworker_id",)),
        Cell("extension", values.reference),
        Cell("case_ref", values.reference),
        Cell("other_party", values.text),
        Cell("file", values.text, needed=True, key=True),
        Cell("sha256", values.sha256),
        Cell("delete_after", values.day),
    ),
)
"""The recorder's index. Its codec, rate and channels are not read: what the file is, is seen in the file."""

KINDS = (STAFF, INDEX, SHEETS, TASKS, VIEWS)


class ListFile:
    """One list being read. `columns`: what its rows' values fill, the key first. Raises FileRefused."""

    def __init__(self, path: Path, kind: ListKind) -> None:
        self.kind = kind
        self._file = CsvFile(path)
        places = {heading: place for place, heading in enumerate(self._file.headings)}
        for heading in kind.needed:
            if heading not in places:
                self._file.close()
                raise FileRefused(Refusal(self.name, None, heading, None, "this column is missing"))
        self._plan = [(places[cell.heading], cell, len(cell.columns)) for cell in kind.cells if cell.heading in places]
        self.columns = tuple(column for _, cell, _ in self._plan for column in cell.columns)

    def __enter__(self) -> "ListFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def name(self) -> str:
        return self._file.name

    @property
    def share_read(self) -> float:
        """How much of the file was read so far, 0 to 1."""
        return self._file.share_read

    def rows(self, refused: list[Refusal], spoiled: set[str] | None = None) -> Iterator[ListRow]:
        """Every row that can be taken; the others go to `refused`, and what their cells say to `spoiled`.

        A key seen before in this file is refused.
        """
        for cells, found in self._rows():
            if isinstance(found, ListRow):
                yield found
                continue
            refused.append(found)
            if spoiled is not None:
                spoiled.update(cell.strip() for cell in cells)

    def _rows(self) -> Iterator[tuple[list[str], ListRow | Refusal]]:
        seen: set[str] = set()
        key_place, key_heading = self._plan[0][0], self.kind.key.heading
        for line, cells, fault in self._file.rows():
            if fault is not None:
                yield cells, Refusal(self.name, line, None, None, fault)
                continue
            key = cells[key_place].strip()
            if key and key in seen:
                reason = f"this {self.kind.noun} stands in the file already"
                yield cells, Refusal(self.name, line, key_heading, key, reason)
                continue
            seen.add(key)
            yield cells, self._read(line, cells)

    def _read(self, line: int, cells: list[str]) -> ListRow | Refusal:
        taken: list[Any] = []
        for place, cell, width in self._plan:
            written = cells[place].strip()
            if written:
                try:
                    value = cell.read(written)
                except values.Unfit as exc:
                    return Refusal(self.name, line, cell.heading, written, str(exc))
            elif cell.key:
                return Refusal(self.name, line, cell.heading, "", "must not be blank")
            else:
                value = None if width == 1 else (None,) * width
            if width == 1:
                taken.append(value)
            else:
                taken.extend(value)
        if self.kind.check is not None:
            fault = self.kind.check(dict(zip(self.columns, taken, strict=True)))
            if fault is not None:
                heading, reason = fault
                written = next(cells[place] for place, cell, _ in self._plan if cell.heading == heading)
                return Refusal(self.name, line, heading, written.strip(), reason)
        return ListRow(line, tuple(taken))
