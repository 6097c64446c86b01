"""A report as plain values and back: what the archive keeps beside the file, to be shown and compared years later.

Nothing in it needs the program that made it: a kind that is no longer in the catalogue is read all the same.
"""

from datetime import date
from typing import Any

from models.reports.table import Column, Definition, Report, Role

SCHEMA = "steercheck.report/1"


def as_kept(report: Report) -> dict[str, Any]:
    """The report as values that JSON knows; days as YYYY-MM-DD."""
    return {
        "schema": SCHEMA,
        "kind": report.kind,
        "title": report.title,
        "from": report.date_from.isoformat(),
        "to": report.date_to.isoformat(),
        "as_of": report.as_of.isoformat(),
        "grouped_by": report.grouped_by,
        "threshold": report.threshold,
        "policies": list(report.policies),
        "definition": {
            "words": report.definition.words,
            "source": report.definition.source,
            "formula": report.definition.formula,
        },
        "columns": [[column.name, column.role.name, list(column.of)] for column in report.columns],
        "rows": [list(row) for row in report.rows],
        "coverage_pct": report.coverage_pct,
        "suppressed_cells": report.suppressed_cells,
        "publishable": report.publishable,
        "notes": list(report.notes),
    }


def from_kept(kept: Any) -> Report:
    """The report that `as_kept` made these values of. Raises ValueError where they are not such."""
    try:
        if kept["schema"] != SCHEMA:
            raise ValueError(f"a report kept as {kept['schema']}")
        columns = tuple(Column(name, Role[role], tuple(of)) for name, role, of in kept["columns"])
        rows = tuple(tuple(row) for row in kept["rows"])
        if any(len(row) != len(columns) for row in rows):
            raise ValueError("a row has not one cell a column")
        return Report(
            kind=kept["kind"],
            title=kept["title"],
            date_from=date.fromisoformat(kept["from"]),
            date_to=date.fromisoformat(kept["to"]),
            as_of=date.fromisoformat(kept["as_of"]),
            policies=tuple(kept["policies"]),
            definition=Definition(**kept["definition"]),
            columns=columns,
            rows=rows,
            coverage_pct=kept["coverage_pct"],
            suppressed_cells=kept["suppressed_cells"],
            threshold=kept["threshold"],
            publishable=kept["publishable"],
            notes=tuple(kept["notes"]),
            grouped_by=kept["grouped_by"],
        )
    except (KeyError, TypeError) as exc:
        raise ValueError(f"not a kept report: {exc}") from exc
