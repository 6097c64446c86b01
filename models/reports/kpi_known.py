"""What a reader of the KPI report knows of the counts of a period, shown or hidden, for the reports that divide them.

The KPI's rows stand in other reports under other heads: the dashboard's denominators are what was checked less what
cannot be assessed, the groups and the months add up to the whole. What the KPI hides must not come out beside those, so
each takes the KPI's counts into its own sums: as a `Slack` of which is known what the published KPI says of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.reports.counted import Counts
from models.reports.intervals import Intervals
from models.reports.suppression import Place, Relation, Slack, suppressed
from models.reports.table import Column, Raw, Role, Value

CLASSES = ("accurate", "accurate_discretion", "inaccurate")
COUNTED = ("checked", *CLASSES, "not_assessable", "figure_errors", "process_errors")
"""The counts of a row; row sheet has no process errors."""
Cells = Mapping[str, Place | Slack]
"""The counts of a row by their names: cells of a table, or counts a reader knows of from elsewhere."""
Numbers = dict[str, int]


@dataclass(frozen=True)
class KnownKpi:
    """The whole of a period: row sheet and row call, the sheets in scope, and the sums all of them stand in."""

    sheet: Cells
    call: Cells
    scope: Slack
    relations: list[Relation]


def numbers_of(found: Counts) -> tuple[Numbers, Numbers]:
    """The counts of row sheet and of row call."""
    rows = []
    for row in (found.sheets, found.calls):
        counts = (row.checked, row.accurate, row.accurate_discretion, row.inaccurate, row.not_assessable)
        rows.append(dict(zip(COUNTED, counts, strict=False)))
    sheet, call = rows
    sheet["figure_errors"] = found.sheets.inaccurate
    call |= {"figure_errors": found.errors.figure, "process_errors": found.errors.process}
    return sheet, call


def known_kpi(found: Counts, threshold: int) -> KnownKpi:
    """What is published of these counts without any division, and what a reader knows of the rest."""
    numbers, scope = numbers_of(found), scope_of(found, threshold)
    rows: list[tuple[Value, ...]] = [tuple(row.get(name) for name in COUNTED) for row in numbers]
    raw = Raw(tuple(Column(name, Role.COUNT) for name in COUNTED), tuple(rows))
    places: list[Cells] = [{name: (at, COUNTED.index(name)) for name in row} for at, row in enumerate(numbers)]
    public = suppressed(raw, row_sums(places, numbers, scope), threshold).rows
    cells: list[Cells] = []
    for row, written in zip(numbers, public, strict=True):
        shown = {name: written[COUNTED.index(name)] == str(count) for name, count in row.items()}
        cells.append(
            {
                name: Slack(
                    count,
                    sensitive=not shown[name],
                    known=((count, count),) if shown[name] else unseen(count, threshold),
                )
                for name, count in row.items()
            }
        )
    return KnownKpi(cells[0], cells[1], scope, row_sums(cells, numbers, scope))


def scope_of(found: Counts, threshold: int) -> Slack:
    """The sheets in scope, which methods, new-arrangements and the dashboard show unless they are few."""
    count = found.in_scope
    few = 0 < count < threshold
    return Slack(count, sensitive=few, known=unseen(count, threshold) if few else ((count, count),))


def unseen(count: int, threshold: int) -> Intervals:
    """What a reader knows of a hidden count: "<5" says that it is small, "c" that it is not."""
    return ((1, threshold - 1),) if 0 < count < threshold else ((0, 0), (threshold, None))


def row_sums(cells: Sequence[Cells], numbers: Sequence[Numbers], scope: Slack) -> list[Relation]:
    """The sums of the two rows: the classes make up what was checked; figure and process errors make up the inaccurate,
    those that are both counted twice; and neither row checked more sheets than are in scope."""
    found = []
    for cell, number in zip(cells, numbers, strict=True):
        found += [
            Relation(plus=(cell["checked"],), less=tuple(cell[name] for name in (*CLASSES, "not_assessable"))),
            Relation(plus=(cell["checked"], Slack(scope.value - number["checked"])), less=(scope,)),
        ]
        wrong, by_figure = number["inaccurate"], number["figure_errors"]
        inaccurate, figure = cell["inaccurate"], cell["figure_errors"]
        if "process_errors" not in cell:
            found.append(Relation(plus=(figure,), less=(inaccurate,)))
            continue
        process, by_process = cell["process_errors"], number["process_errors"]
        found += [
            Relation(plus=(process, figure), less=(inaccurate, Slack(by_figure + by_process - wrong))),
            Relation(plus=(inaccurate,), less=(figure, Slack(wrong - by_figure))),
            Relation(plus=(inaccurate,), less=(process, Slack(wrong - by_process))),
        ]
    return found
