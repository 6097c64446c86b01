"""Making a report by its kind: the one place that knows every family of tables, each imported when it is asked for."""

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

from models.collection_targets import Targets
from models.errors import NotAllowed, WrongUsage
from models.reports import headline
from models.reports.catalogue import CatalogueEntry, entry_of
from models.reports.table import Report
from models.store import Store
from models.store.staff import Person


def make_report(
    store: Store,
    kind: str,
    first: date,
    last: date,
    threshold: int,
    by: Person,
    *,
    grouped_by: str | None = None,
    targets: Targets | None = None,
) -> Report:
    """The report of this kind over the decisions of a period, ends included; counts below `threshold` hidden.

    `grouped_by` is one of the entry's groupings, `targets` what the headline sets beside what was collected.
    Raises WrongUsage for a period that ends before it begins and for a grouping this kind does not know, NotAllowed for
    a report that is not for `by`.
    """
    if first > last:
        raise WrongUsage(f"The period ends ({last}) before it begins ({first}).")
    entry = entry_of(kind)
    _refuse_grouping(entry, grouped_by)
    if not is_publishable(entry, grouped_by) and not by.may_review:
        told = kind if grouped_by is None else f"{kind} by {grouped_by}"
        raise NotAllowed(f"{by.staff_id} may not have the report {told}: only team leaders and Quality Assurance may.")
    # every family offers report(store, first, last, threshold); one with groupings, grouped_by as well
    family: Any = import_module(f"models.reports.{kind.replace('-', '_')}")
    if grouped_by is None:
        further: dict[str, Any] = {"targets": targets} if kind == headline.KIND else {}
        made: Report = family.report(store, first, last, threshold, **further)
        return made
    grouped: Report = family.report(store, first, last, threshold, grouped_by=grouped_by)
    return replace(grouped, grouped_by=grouped_by, publishable=is_publishable(entry, grouped_by))


def is_publishable(entry: CatalogueEntry, grouped_by: str | None) -> bool:
    """Whether a report of this kind, by this grouping, tells of no single person."""
    return entry.publishable and grouped_by not in entry.restricted_groupings


def _refuse_grouping(entry: CatalogueEntry, grouped_by: str | None) -> None:
    if grouped_by is None or grouped_by in entry.groupings:
        return
    if not entry.groupings:
        raise WrongUsage(f"The report {entry.kind} cannot be told by {grouped_by}: it has its own rows.")
    raise WrongUsage(f"The report {entry.kind} cannot be told by {grouped_by}, only by {', '.join(entry.groupings)}.")
