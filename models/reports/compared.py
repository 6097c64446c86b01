"""An issued report beside a fresh one of the same parameters: every cell, row and word that came out otherwise.

Rows are found again by what they are about (their first columns), so that a line of business that came along in
between moves nothing. Dates of making are no difference.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.reports.table import NO_DATA, Report, Role, names

Key = tuple[str | None, ...]
NOTHING_CHANGED = "Nothing that is recorded changed in between."
"""The sentence in the place of what happened since."""


@dataclass(frozen=True)
class ChangedCell:
    """A cell that says something else: what its row is about, the column, what was issued, what comes out now."""

    row: tuple[str, ...]
    column: str
    issued: str | None
    fresh: str | None


@dataclass(frozen=True)
class ChangedWord:
    """Something beside the rows that says something else: a policy, the definition, the coverage."""

    what: str
    issued: str
    fresh: str


@dataclass(frozen=True)
class Compared:
    """What differs. `rows_gone` and `rows_new` by what they are about; `since` are sentences on what happened in
    between, as far as it is known."""

    cells: tuple[ChangedCell, ...]
    rows_gone: tuple[tuple[str, ...], ...]
    rows_new: tuple[tuple[str, ...], ...]
    words: tuple[ChangedWord, ...]
    since: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether a fresh report says the very same."""
        return not (self.cells or self.rows_gone or self.rows_new or self.words)

    @property
    def differences(self) -> int:
        """How many places differ."""
        return len(self.cells) + len(self.rows_gone) + len(self.rows_new) + len(self.words)

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "same": self.same,
            "cells": [
                {"row": list(each.row), "column": each.column, "issued": each.issued, "fresh": each.fresh}
                for each in self.cells
            ],
            "rows_gone": [list(row) for row in self.rows_gone],
            "rows_new": [list(row) for row in self.rows_new],
            "words": [{"what": each.what, "issued": each.issued, "fresh": each.fresh} for each in self.words],
            "since": list(self.since),
        }


def compare(issued: Report, fresh: Report, since: Sequence[str] = ()) -> Compared:
    """What differs between the two."""
    before, after = rows_by_key(issued), rows_by_key(fresh)
    at_before, at_after = _places(issued), _places(fresh)
    cells = [
        ChangedCell(_told(key), name, row[at_before[name]], after[key][at_after[name]])
        for key, row in before.items()
        if key in after
        for name in at_before
        if name in at_after and row[at_before[name]] != after[key][at_after[name]]
    ]
    return Compared(
        tuple(cells),
        tuple(_told(key) for key in before if key not in after),
        tuple(_told(key) for key in after if key not in before),
        tuple(ChangedWord(what, was, now) for what, was, now in _words(issued, fresh) if was != now),
        tuple(since),
    )


def rows_by_key(report: Report, without: Sequence[str] = ()) -> dict[Key, tuple[str | None, ...]]:
    """The rows by what they are about; the columns of `without` tell none apart. Where two are about the same, the
    second is told by its number."""
    keys = [at for at in range(_keys(report)) if report.columns[at].name not in without]
    found: dict[Key, tuple[str | None, ...]] = {}
    seen: Counter[Key] = Counter()
    for row in report.rows:
        key: Key = tuple(row[at] for at in keys)
        seen[key] += 1
        found[(*key, str(seen[key])) if seen[key] > 1 else key] = row
    return found


def _keys(report: Report) -> int:
    """The columns that say what a row is about: those before the first figure."""
    return next((at for at, column in enumerate(report.columns) if column.role is not Role.KEY), len(report.columns))


def _places(report: Report) -> dict[str, int]:
    return {column.name: at for at, column in enumerate(report.columns)}


def _told(key: Key) -> tuple[str, ...]:
    return tuple(cell or "" for cell in key)


def _words(issued: Report, fresh: Report) -> list[tuple[str, str, str]]:
    return [
        ("Title", issued.title, fresh.title),
        ("Columns", ", ".join(names(issued.columns)), ", ".join(names(fresh.columns))),
        ("Policies", ", ".join(issued.policies) or "none", ", ".join(fresh.policies) or "none"),
        ("Coverage", _per_cent(issued.coverage_pct), _per_cent(fresh.coverage_pct)),
        ("Definition", issued.definition.words, fresh.definition.words),
        ("Formula", issued.definition.formula, fresh.definition.formula),
        ("Source", issued.definition.source, fresh.definition.source),
        ("Notes", " ".join(issued.notes), " ".join(fresh.notes)),
    ]


def _per_cent(text: str | None) -> str:
    if text is None:
        return "none"
    return text if text == NO_DATA or not text[0].isdigit() else f"{text}%"
