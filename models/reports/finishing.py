"""From a family's figures to its finished report: small counts hidden, and what every report says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from models.clock import OFFICE_ZONE
from models.kpi import percentage
from models.reports.counted import Counts, Period
from models.reports.suppression import HIDDEN, Relation, suppressed
from models.reports.table import NO_DATA, Definition, Raw, Report
from models.store import Store


@dataclass(frozen=True)
class Heading:
    """What a family is called, and what it counts."""

    kind: str
    title: str
    definition: Definition


def finished(
    store: Store,
    heading: Heading,
    period: Period,
    threshold: int,
    found: Counts,
    raw: Raw,
    relations: Sequence[Relation] = (),
) -> Report:
    """The report of these figures; `found` are the period's own, for coverage and policies."""
    hidden = suppressed(raw, relations, threshold)
    return Report(
        heading.kind,
        heading.title,
        period.first,
        period.last,
        store.clock.today(),
        found.policies,
        heading.definition,
        raw.columns,
        hidden.rows,
        coverage_pct=coverage_of(found, threshold),
        suppressed_cells=hidden.cells,
        threshold=threshold,
    )


def coverage_of(found: Counts, threshold: int) -> str:
    """Confirmed sheets of 100 in scope; hidden where so few are confirmed, or left, that it would give them away."""
    if found.in_scope == 0:
        return NO_DATA
    confirmed = found.sheets.checked
    if any(0 < count < threshold for count in (confirmed, found.in_scope - confirmed)):
        return HIDDEN
    return str(percentage(confirmed, found.in_scope))


def after(period: Period) -> datetime:
    """The first moment that is no longer in the period, on the office's clock."""
    return datetime.combine(period.last + timedelta(days=1), time(), OFFICE_ZONE).astimezone(UTC)
