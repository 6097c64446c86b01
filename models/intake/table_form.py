"""What a list looks like to the rest of intake, whatever it was written in: rows of text with their lines.

`Table` is the seam between the forms lists come in (delimited text, workbooks) and what they mean
(models.intake.lists): below it bytes are told apart, above it a cell is text. models.intake.table opens one; the forms
implement it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, Self

from models.errors import InputRefused, Refusal

_SURROGATES = re.compile("[\ud800-\udfff]")


class FileRefused(InputRefused):
    """A file that cannot be taken as a whole; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal), [refusal])
        self.refusal = refusal


class TableRow(NamedTuple):
    """One row: where it begins, its cells, what is wrong with its form, and which of its cells cannot be read.

    `line` is the physical line of a text file or the row of a spreadsheet, from 1. With a `fault` the row cannot be
    taken and has any number of cells. Without one there are as many as `Table.headings`, in their order; `faulty` tells
    those that cannot be read (heading, reason: an error value, a formula never calculated, a NUL): whoever reads one of
    these columns must refuse the row, and whoever does not may take it.
    """

    line: int
    cells: list[str]
    fault: str | None
    faulty: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TableForm:
    """How a list is written. None: to be found out. `heading_row` is the line (spreadsheet: row) of the headings."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    heading_row: int | None = None


FOUND_OUT = TableForm()
"""Everything about the form is to be found out."""


class Table(Protocol):
    """An open list; a context manager. Opening and reading raise FileRefused.

    `headings` are trimmed and stand as in the file: "" for a blank one (its column is passed over), and one that stands
    twice is there twice (models.intake.table.repeated tells). `form` is what was found out. `remarks` are words for
    people and grow while reading. `serial_epoch` is set for workbooks, where a bare number in a date column is a day
    counted from that year (models.intake.table.serial_day).
    """

    name: str
    headings: list[str]
    heading_line: int
    form: TableForm
    remarks: list[str]
    serial_epoch: Literal[1900, 1904] | None

    @property
    def share_read(self) -> float:
        """How much of the list was read so far, 0 to 1."""
        ...

    def blocks(self) -> Iterator[list[TableRow]]:
        """Every row below the headings that holds anything, some hundred or thousand at a time; to be called once."""
        ...

    def close(self) -> None:
        """Lets go of the file. May be called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


KnownHeadings = Sequence[frozenset[str]]
"""Sets of headings; the row that holds all of one of them is the heading row."""
OpenWorkbook = Callable[[Path, TableForm, KnownHeadings], Table]
"""Opens a spreadsheet; handed in by the caller (desktop.jobs.read_workbook.open_workbook), like `probe` for sound."""


def shown(path: Path | str) -> str:
    """A path or a text as it can be printed and written, also when it is not UTF-8."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", str(path))
