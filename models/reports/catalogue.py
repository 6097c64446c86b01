"""The reports there are: what each is for and what it holds, as `report --list` and the page of reports show them.

The letter of 2018 asks for a list of the management reports; a report that is not in here does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.reports import (
    accuracy_trend,
    caselist,
    dashboard,
    feedback,
    feedback_month,
    headline,
    kpi,
    methods,
    new_arrangements,
    pipeline,
    throughput,
)
from models.reports.table import Column, Definition, names


@dataclass(frozen=True)
class CatalogueEntry:
    """A report: `columns` of its rows by what is asked for ("review", "caseworker"; "" where there is one kind only),
    `endings` of the files it is written as, `publishable` when it is built from aggregates only. `groupings` are what
    its rows may be asked for by; those of `restricted_groupings` tell of single people and are never published."""

    kind: str
    name: str
    purpose: str
    columns: Mapping[str, tuple[str, ...]]
    endings: tuple[str, ...]
    publishable: bool
    definition: Definition | None = None
    groupings: tuple[str, ...] = ()
    restricted_groupings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Plain values for the list."""
        return {
            "kind": self.kind,
            "name": self.name,
            "purpose": self.purpose,
            "columns": {what: list(names) for what, names in self.columns.items()},
            "endings": list(self.endings),
            "publishable": self.publishable,
            "definition": None if self.definition is None else self.definition.words,
            "formula": None if self.definition is None else self.definition.formula,
            "source": None if self.definition is None else self.definition.source,
        }


TABLES = (".xlsx", ".csv", ".pdf", ".html")


def _table(
    kind: str, name: str, purpose: str, columns: tuple[Column, ...], definition: Definition, *, publishable: bool = True
) -> CatalogueEntry:
    return CatalogueEntry(kind, name, purpose, {"": names(columns)}, TABLES, publishable, definition)


CATALOGUE = (
    replace(
        _table(kpi.KIND, kpi.TITLE, "Quality Assurance's report of the KPI.", kpi.COLUMNS, kpi.DEFINITION),
        groupings=kpi.GROUPINGS,
        restricted_groupings=kpi.RESTRICTED,
    ),
    _table(
        accuracy_trend.KIND,
        accuracy_trend.TITLE,
        "Accuracy of the sheets month by month and by line of business.",
        accuracy_trend.COLUMNS,
        accuracy_trend.DEFINITION,
    ),
    _table(
        pipeline.KIND,
        pipeline.TITLE,
        "Volume and stage of the checks as at the last day.",
        pipeline.COLUMNS,
        pipeline.DEFINITION,
    ),
    _table(
        throughput.KIND,
        throughput.TITLE,
        "Checks that came in, were cleared and are on hand, month by month.",
        throughput.COLUMNS,
        throughput.DEFINITION,
    ),
    _table(
        dashboard.KIND,
        dashboard.TITLE,
        "Accuracy, coverage, sampling, preferred methods, Caseworker Online, discretion and readings at a glance.",
        dashboard.COLUMNS,
        dashboard.DEFINITION,
    ),
    _table(
        caselist.KIND,
        caselist.TITLE,
        "The signed reviews behind the figures. Restricted to Quality Assurance and team leaders; never published.",
        caselist.COLUMNS,
        caselist.DEFINITION,
        publishable=False,
    ),
    _table(
        new_arrangements.KIND,
        new_arrangements.TITLE,
        "Guide sheets received, cleared first time and reworked, and how long the first check took, month by month.",
        new_arrangements.COLUMNS,
        new_arrangements.DEFINITION,
    ),
    _table(
        headline.KIND,
        headline.TITLE,
        "Arrears arranged for, lump sums and what is expected in two years, beside what was collected and the target.",
        headline.COLUMNS,
        headline.DEFINITION,
    ),
    _table(
        methods.KIND,
        methods.TITLE,
        "What is expected in two years, month by month, by segment and method of payment.",
        methods.COLUMNS,
        methods.DEFINITION,
    ),
    CatalogueEntry(
        "feedback",
        "Feedback for a caseworker",
        "One review (--review), or all of one caseworker over a period (--caseworker): outcome, what went well, what "
        "to work on, disputes and outcomes, right of reply. Restricted to the caseworker, the team leader and Quality "
        "Assurance; without the other party's personal data.",
        {"review": feedback.COLUMNS, "caseworker": feedback_month.COLUMNS},
        (".pdf", ".html"),
        publishable=False,
    ),
)


def entry_of(kind: str) -> CatalogueEntry:
    """The entry of a kind. Raises KeyError."""
    return {entry.kind: entry for entry in CATALOGUE}[kind]


def kinds() -> tuple[str, ...]:
    """What can be asked for."""
    return tuple(entry.kind for entry in CATALOGUE)
