"""Guide sheets from a list straight through the steer, without a database: the rows of `steercheck steer`.

The list is read by the same reader, the same columns and the same refusals as an import (`models.intake.list_file`);
each good row is judged by the policy in force on its decision date, and what cannot be taken is refused by file, line,
column and value while the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from models.errors import Refusal
from models.intake.list_file import ListBlock, ListFile
from models.intake.lists import SHEETS
from models.intake.table import FileRefused, OpenWorkbook
from models.policy import Policy, policy_for
from models.steer import COLUMNS, Figures, judge

HEADINGS = ("sheet_id", *COLUMNS)
"""The columns that come out, in the order of the contract."""

_IN_ORDER = (
    *("scheme", "decision_date", "arrears", "net_income_weekly", "regular_maintenance_weekly", "lump_sum"),
    *("instalment", "frequency", "method_agreed", "employed", "label", "sustainability_assured", "discretion_ground"),
    *("discretion_reason", "liability_order_considered", "protected_money_weekly"),
)
"""The columns behind the fields of `Figures`, in its order."""
_REASON = _IN_ORDER.index("discretion_reason")
STEER_SHEETS = replace(SHEETS, cells=tuple(cell for cell in SHEETS.cells if cell.heading in ("sheet_id", *_IN_ORDER)))
"""A list of guide sheets of which only what the steer looks at is read; its other columns are ignored."""

Row = tuple[str, ...]
PolicyOf = Callable[[str | None, date | None], Policy | None]


def open_sheets(path: Path, workbooks: OpenWorkbook | None = None) -> ListFile:
    """Open a list of guide sheets. Raises FileRefused: not a list, or a needed column is missing."""
    return ListFile(path, STEER_SHEETS, workbooks=workbooks)


def in_force(policies: Sequence[Policy], undated: Policy | None = None) -> PolicyOf:
    """Which policy judges a sheet of a scheme and a decision date; asked once for each of them, then remembered.

    `undated`: the policy of sheets without a decision date, instead of the contract's own.
    """
    found: dict[tuple[str | None, date | None], Policy | None] = {}

    def policy_of(scheme: str | None, day: date | None) -> Policy | None:
        asked = (scheme, day)
        if asked not in found:
            by_rule = policy_for(policies, scheme, day)
            found[asked] = undated if day is None and undated is not None else by_rule
        return found[asked]

    return policy_of


def judged(sheets: ListFile, policy_of: PolicyOf, refused: list[Refusal]) -> Iterator[list[Row]]:
    """Every good row judged, a block at a time and in the order of the list; a row has the columns of `HEADINGS`.

    Refused rows are added to `refused`; so is the list itself when it breaks off: what came before is good.
    """
    try:
        for block in sheets.blocks(refused):
            yield [
                (sheet_id, *judge(figures, policy_of(figures.scheme, figures.decision_date)).as_cells())
                for sheet_id, figures in _figures(sheets.columns, block)
            ]
    except FileRefused as exc:
        refused.append(exc.refusal)


def _figures(columns: Sequence[str], block: ListBlock) -> Iterable[tuple[str, Figures]]:
    """The key and the figures of every row of a block; a column that the list does not have is not held."""
    held: Mapping[str, Sequence[Any]] = dict(zip(columns, block.columns, strict=True))
    blank = (None,) * len(block.lines)
    figures: Any = [held.get(name, blank) for name in _IN_ORDER]
    figures[_REASON] = map(bool, figures[_REASON])
    return zip(held["sheet_id"], map(Figures._make, zip(*figures, strict=True)), strict=True)
