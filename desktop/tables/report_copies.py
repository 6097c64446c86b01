"""The issued copies of a report as rows, and what differs between one of them and a fresh report, in words."""

from pathlib import Path

from desktop.tables import wording
from desktop.tables.reports import GROUPINGS
from desktop.tables.row_list import RowList
from models.reports.compared import NOTHING_CHANGED, Compared
from models.reports.on_paper import for_people
from models.reports.sample_words import period_words
from models.reports.table import Column
from models.store.issued import IssuedLine

SHORT_HASH = 8
KILO = 1000
NOTHING = "–"
ROW_KEY = Column("key")
Difference = tuple[str, str, str, str]
"""Where, what, as issued, now."""


class IssuedRows(RowList[IssuedLine]):
    """Newest first; what was found of their files stands beside them."""

    heads = ("Copy", "Period", "As at", "Hidden", "Issued", "By", "Bytes kept", "File", "SHA-256")

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        """By issue id, what a check of the bytes found; empty: they are those that were issued."""

    def cells(self, row: IssuedLine) -> tuple[str, ...]:
        return (
            row.issue_id,
            _grouped(period_words(row.date_from, row.date_to), row),
            wording.day(row.as_of),
            f"under {row.threshold}" if row.threshold > 1 else "nothing",
            wording.moment(row.issued_at),
            row.issued_by,
            self._standing(row),
            row.file_name,
            row.sha256[:SHORT_HASH],
        )

    def _standing(self, row: IssuedLine) -> str:
        if row.issue_id not in self.found:
            return "not checked"
        return "✗ damaged" if self.found[row.issue_id] else "✓ as issued"


def threshold_words(threshold: int) -> str:
    """What was done with small counts."""
    return f"counts under {threshold} hidden" if threshold > 1 else "every count shown"


def copy_words(line: IssuedLine, why: str | None) -> str:
    """One copy in sentences. `why`: what is wrong with its bytes; empty when nothing is, None before they were
    checked."""
    told = (
        f"{line.issue_id}: {_grouped(period_words(line.date_from, line.date_to), line)}, as at "
        f"{wording.day(line.as_of)}, {threshold_words(line.threshold)}. Issued {wording.moment(line.issued_at)} by "
        f"{line.issued_by} with Steercheck {line.tool_version}. {line.file_name}, {size_words(line.size)}, "
        f"SHA-256 {line.sha256}."
    )
    if why is None:
        return told
    found = "The bytes that are kept are not those that were issued." if why else "The very bytes are kept."
    return f"{told} {found}"


def size_words(size: int) -> str:
    """840 bytes, 21 kB."""
    return wording.several(size, "byte") if size < KILO else f"{wording.number(round(size / KILO))} kB"


def again_name(line: IssuedLine) -> str:
    """What a copy handed out again is called: by its number, so that two of a period do not meet."""
    name = Path(line.file_name)
    return f"{name.stem}-{line.issue_id}{name.suffix}"


class DifferenceRows(RowList[Difference]):
    """What differs, side by side."""

    heads = ("Where", "What", "As issued", "Now")

    def cells(self, row: Difference) -> tuple[str, ...]:
        return row


def differences(compared: Compared) -> tuple[Difference, ...]:
    """Every difference as a row: what is said of the report, rows that are gone or new, then cells."""
    rows: list[Difference] = [("The whole report", each.what, each.issued, each.fresh) for each in compared.words]
    rows += [(_where(row), "Row", "there", "no longer there") for row in compared.rows_gone]
    rows += [(_where(row), "Row", "not there", "new") for row in compared.rows_new]
    rows += [
        (_where(each.row), Column(each.column).title, each.issued or NOTHING, each.fresh or NOTHING)
        for each in compared.cells
    ]
    return tuple(rows)


def compared_words(line: IssuedLine, compared: Compared) -> str:
    """What came of the comparison, in sentences."""
    since = f"{'; '.join(compared.since).rstrip('.')}." if compared.since else ""
    if since and since != NOTHING_CHANGED:
        since = f"Since it was issued: {since}"
    if compared.same:
        return f"A fresh report says the very same as {line.issue_id}. {since}".strip()
    counted = (
        (len(compared.cells), "cell", "cells"),
        (len(compared.rows_gone), "row that is gone", "rows that are gone"),
        (len(compared.rows_new), "new row", "new rows"),
        (len(compared.words), "statement about the whole report", "statements about the whole report"),
    )
    parts = [wording.several(count, one, many) for count, one, many in counted if count]
    whole = " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
    return f"A fresh report differs from {line.issue_id} in {whole}. The issued copy stays as it is. {since}".strip()


def _where(row: tuple[str, ...]) -> str:
    return " · ".join(for_people(ROW_KEY, part) for part in row if part) or "The row"


def _grouped(words: str, line: IssuedLine) -> str:
    return f"{words}, {GROUPINGS.get(line.grouped_by, line.grouped_by).lower()}" if line.grouped_by else words
