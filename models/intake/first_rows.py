"""The beginning of a list, read once and held: what the mapping of a list is proposed from and tried on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal, Self

from models.intake.table import KnownHeadings, OpenWorkbook, TableForm, TableRow, open_table


@dataclass
class FirstRows:
    """The first rows of a list, as a `Table` of their own."""

    name: str
    headings: list[str]
    heading_line: int
    form: TableForm
    serial_epoch: Literal[1900, 1904] | None
    rows: list[TableRow]
    remarks: list[str] = field(default_factory=list)
    share_read: float = 1.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def blocks(self) -> Iterator[list[TableRow]]:
        """All of them at once."""
        if self.rows:
            yield self.rows

    def close(self) -> None:
        """Nothing is open."""


def first_rows(
    path: Path, form: TableForm, known: KnownHeadings, workbooks: OpenWorkbook | None, most: int
) -> FirstRows:
    """Read the beginning of a list. Raises FileRefused."""
    with open_table(path, form, workbooks=workbooks, known_headings=known) as table:
        rows = list(islice((row for block in table.blocks() for row in block), most))
        return FirstRows(
            table.name, table.headings, table.heading_line, table.form, table.serial_epoch, rows, list(table.remarks)
        )
