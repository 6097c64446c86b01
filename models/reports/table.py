"""A management report as data: what was counted, over which period, by which definition, and the rows as text.

Between the families (`models.reports.kpi` and the others), which count, and the writers, which know nothing of reviews.
A family gives its figures as `Raw`; `models.reports.suppression` hides the small ones; a `Report` holds words only, so
that nothing but its permitted columns can leave the program. The caveat is that of the letter of 15 March 2018.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from models.reports import document
from models.reports.wording import day

CAVEAT = (
    "Used for internal operational checks; not intended for publication as statistics. These are not Official "
    "Statistics: they have not been subject to the same accuracy checks as published data and may show discrepancies "
    "with published data."
)
NOT_FOR_PUBLICATION = "not for publication"
UNSUPPRESSED = f"Small counts are not suppressed: {NOT_FOR_PUBLICATION}."
WITHHELD = (
    "References to cases, calls, sheets and reviews; names and staff ids; everything written in free text, reasons and "
    "transcripts; exact times. Built from the permitted columns only; the caselist behind the figures stays with "
    "Quality Assurance and team leaders."
)
"""What was removed: the manifest a publishable copy carries (domain notes, section 6)."""
RESTRICTED = f"Holds references to cases and staff: for Quality Assurance and team leaders only, {NOT_FOR_PUBLICATION}."
NO_DATA = "no data"
NOT_HELD = "not held"
SHORT_WORDS = {"kpi": "KPI", "cwo": "CWO", "qa": "QA", "deo": "DEO"}
"""Parts of names and codes that are said in capitals."""

TITLES = {"pct": "%", "expected_2_years": "Expected in 2 years"}
"""Columns whose names do not read as words."""
Value = int | Decimal | date | str | None
"""What a cell holds before it is put into words; None is absent."""


class Role(Enum):
    """What a column holds: what the row is about, a count of checks, a figure that cannot give a count away or is
    worked
    out from counts, an amount in pounds with two places."""

    KEY = auto()
    COUNT = auto()
    FIGURE = auto()
    AMOUNT = auto()


@dataclass(frozen=True)
class Column:
    """A column by its name in the contract. `of` are the columns whose counts stand behind it."""

    name: str
    role: Role = Role.KEY
    of: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name for people."""
        if self.name in TITLES:
            return TITLES[self.name]
        words = " ".join(SHORT_WORDS.get(word, word) for word in self.name.replace("_pct", "_%").split("_"))
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class Raw:
    """The figures of a report: every row has one value a column. `sensitive` are further cells that may not be seen (an
    amount that is mostly one person's debt)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    sensitive: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Definition:
    """What is counted, in words; where that comes from; the formula of each worked-out column."""

    words: str
    source: str
    formula: str


@dataclass(frozen=True)
class Report:
    """A finished report. `threshold` is what small counts were hidden below; 0 or 1: nothing was. `grouped_by` is what
    its rows were asked for by ("month", "team"), beside what they always tell apart."""

    kind: str
    title: str
    date_from: date
    date_to: date
    as_of: date
    policies: tuple[str, ...]
    definition: Definition
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str | None, ...]]
    coverage_pct: str | None = None
    suppressed_cells: int = 0
    threshold: int = 0
    publishable: bool = True
    notes: tuple[str, ...] = field(default=())
    grouped_by: str | None = None

    @property
    def caveat(self) -> str:
        """What is to be said wherever its figures go."""
        if not self.publishable:
            return f"{CAVEAT} {RESTRICTED}"
        return CAVEAT if self.threshold > 1 else f"{CAVEAT} {UNSUPPRESSED}"

    @property
    def handling(self) -> str:
        """The foot of every page."""
        if not self.publishable:
            return f"Restricted: Quality Assurance and team leaders; {NOT_FOR_PUBLICATION}"
        kept = "Not Official Statistics"
        return kept if self.threshold > 1 else f"{kept}; small counts shown, {NOT_FOR_PUBLICATION}"

    def as_dict(self) -> dict[str, object]:
        """The one JSON document of `report`."""
        names = [column.name for column in self.columns]
        return {
            "kind": self.kind,
            "from": self.date_from.isoformat(),
            "to": self.date_to.isoformat(),
            "as_of": self.as_of.isoformat(),
            "policies": list(self.policies),
            "caveat": self.caveat,
            "coverage_pct": self.coverage_pct,
            "suppressed_cells": self.suppressed_cells,
            "rows": [dict(zip(names, row, strict=True)) for row in self.rows],
        }

    def about(self) -> document.Pairs:
        """What a reader must know of the figures, a line each."""
        hidden = (
            f"Counts from 1 to {self.threshold - 1} are shown as <{self.threshold}; c hides what would give them away "
            f"({self.suppressed_cells} cells in all)."
            if self.threshold > 1
            else "None: every count is shown."
        )
        pairs = [
            ("Period", f"{day(self.date_from)} to {day(self.date_to)}, by decision date, both included"),
            ("As of", day(self.as_of)),
            ("Policies", ", ".join(self.policies) or "none"),
            ("Coverage", NO_DATA if self.coverage_pct == NO_DATA else f"{self.coverage_pct}%"),
            ("Definition", self.definition.words),
            ("Formula", self.definition.formula),
            ("Source", self.definition.source),
            *(("Note", note) for note in self.notes),
            *([("Suppression", hidden), ("Withheld", WITHHELD)] if self.publishable else []),
            ("Caveat", self.caveat),
        ]
        return tuple((name, words) for name, words in pairs if name != "Coverage" or self.coverage_pct is not None)


def written(value: Value) -> str | None:
    """A value as the contract writes it: whole numbers, exact decimals, days as YYYY-MM-DD."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def months(first: date, last: date) -> tuple[str, ...]:
    """Every month the period touches, as YYYY-MM."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(
        f"{first.year + (first.month - 1 + at) // 12:04}-{(first.month - 1 + at) % 12 + 1:02}" for at in range(count)
    )


def month_of(when: date) -> str:
    """YYYY-MM."""
    return f"{when.year:04}-{when.month:02}"


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """The names of the contract."""
    return tuple(column.name for column in columns)
