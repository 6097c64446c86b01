"""What a reader could find out by taking an issued report from a new one, told before the new one is issued.

Each report hides its small counts for itself; two of them side by side can give away what neither shows: two periods
that differ by a day, the same month before and after a late review, a lower threshold, another grouping. "Differencing"
is the classic attack on published tables (Eurostat and ONS guidance on statistical disclosure control), and only
whoever knows what is already out can see it. It is a caution, not a refusal: a monthly report is rightly issued again.
"""

from dataclasses import dataclass

from models.errors import IntegrityBroken
from models.reports.compared import rows_by_key
from models.reports.suppression import HIDDEN
from models.reports.table import Report, Role
from models.store.issued import IssuedLine, IssuedStore

PERIODS = ("period_from", "period_to")
_HIDDEN_THERE = (Role.COUNT, Role.AMOUNT)
"""What is hidden for its own sake: counts of few, and amounts that are mostly one person's debt."""
MOST_NAMED = 3
MOST_LOOKED_AT = 100
"""Earlier copies of the kind that are looked at, the newest first."""


@dataclass(frozen=True)
class GivenAway:
    """Cells that an earlier copy (`issue_id`) and the new one give away together, by what their row is about."""

    issue_id: str
    small_differences: tuple[str, ...]
    shown_elsewhere: tuple[str, ...]


def cautions(issued: IssuedStore, report: Report) -> tuple[str, ...]:
    """Sentences to be told before `report` is issued."""
    return tuple(_told(each, report) for each in given_away(issued, report))


def given_away(issued: IssuedStore, report: Report) -> tuple[GivenAway, ...]:
    """The earlier copies of this kind over days of the same period that give something away beside it."""
    if report.threshold <= 1 or not report.publishable:
        return ()
    found = []
    for line in issued.listing(report.kind)[:MOST_LOOKED_AT]:
        if _overlap(line, report) and line.grouped_by == report.grouped_by:
            try:
                earlier = issued.get(line.issue_id).report
            except IntegrityBroken:  # what cannot be read cannot be compared; verify says so
                continue
            each = _beside(line.issue_id, earlier, report)
            if each.small_differences or each.shown_elsewhere:
                found.append(each)
    return tuple(found)


def _overlap(line: IssuedLine, report: Report) -> bool:
    return line.date_from <= report.date_to and report.date_from <= line.date_to


def _beside(issue_id: str, earlier: Report, report: Report) -> GivenAway:
    before, now = rows_by_key(earlier, PERIODS), rows_by_key(report, PERIODS)
    columns = {column.name: at for at, column in enumerate(earlier.columns) if column.role in _HIDDEN_THERE}
    same_period = (earlier.date_from, earlier.date_to) == (report.date_from, report.date_to)
    small, elsewhere = [], []
    for key in [key for key in now if key in before]:
        for at, column in enumerate(report.columns):
            if column.role not in _HIDDEN_THERE or column.name not in columns:
                continue
            old, new = before[key][columns[column.name]], now[key][at]
            name = f"{', '.join(cell for cell in key if cell)}: {column.title.lower()}"
            if _is_number(old) and _is_number(new):
                if column.role is Role.COUNT and 0 < abs(int(old or 0) - int(new or 0)) < report.threshold:
                    small.append(name)
            elif same_period and ((_is_hidden(old) and _is_number(new)) or (_is_number(old) and _is_hidden(new))):
                elsewhere.append(name)
    return GivenAway(issue_id, tuple(small), tuple(elsewhere))


def _is_number(cell: str | None) -> bool:
    return cell is not None and cell.replace(".", "", 1).isdecimal()


def _is_hidden(cell: str | None) -> bool:
    return cell is not None and (cell == HIDDEN or cell.startswith("<"))


def _told(found: GivenAway, report: Report) -> str:
    parts = []
    if found.small_differences:
        parts.append(
            f"{len(found.small_differences)} counts differ by 1 to {report.threshold - 1} "
            f"({_first(found.small_differences)})"
        )
    if found.shown_elsewhere:
        parts.append(
            f"{len(found.shown_elsewhere)} counts are hidden in the one and shown in the other "
            f"({_first(found.shown_elsewhere)})"
        )
    return (
        f"Beside {found.issue_id}, which is already out, this report gives small counts away: {'; '.join(parts)}. "
        "Whoever holds both can take one from the other."
    )


def _first(names: tuple[str, ...]) -> str:
    more = "" if len(names) <= MOST_NAMED else " …"
    return "; ".join(names[:MOST_NAMED]) + more
