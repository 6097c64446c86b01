"""What an import changed and what it remarked, as tables beside the refusals."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.tables import wording
from desktop.tables.row_list import RowList
from models.intake.account import ChangedRow
from models.intake.request import ImportReport


class Remark(NamedTuple):
    """Words about some rows that were taken. `kind` as in the report."""

    kind: str
    words: str


class Change(NamedTuple):
    """One figure of one changed record."""

    kind: str
    key: str
    figure: str
    before: str
    after: str


class RemarksModel(RowList[Remark]):
    """The remarks of one import, kind by kind."""

    heads = ("About", "Remark")

    def cells(self, row: Remark) -> tuple[str, ...]:
        return (wording.KINDS.get(row.kind, row.kind), row.words)


class ChangesModel(RowList[Change]):
    """The changed figures of one import, a line each."""

    heads = ("Kind", "Id", "Figure", "Before", "Now")

    def cells(self, row: Change) -> tuple[str, ...]:
        before, after = (wording.METHODS.get(figure, figure) for figure in (row.before, row.after))
        return (wording.KINDS.get(row.kind, row.kind), row.key, row.figure, before, after)


def remarks_of(report: ImportReport) -> list[Remark]:
    return [Remark(kind, words) for kind, part in report.kinds() for words in part.remarks]


def changes_of(rows: Sequence[ChangedRow]) -> list[Change]:
    return [Change(row.kind, row.key, f.label, f.before, f.after) for row in rows for f in row.figures]
