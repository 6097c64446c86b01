"""Making a report by its kind: the one place that knows every family of tables, each imported when it is asked for."""

from datetime import date
from importlib import import_module
from typing import Protocol, cast

from models.errors import NotAllowed, WrongUsage
from models.reports.catalogue import entry_of
from models.reports.table import Report
from models.store import Store
from models.store.staff import Person


class Family(Protocol):
    """What the module of a family offers."""

    def report(self, store: Store, first: date, last: date, threshold: int) -> Report:
        """The report of a period, ends included; counts below `threshold` hidden."""


def make_report(store: Store, kind: str, first: date, last: date, threshold: int, by: Person) -> Report:
    """The report of this kind over the decisions of a period.

    Raises WrongUsage for a period that ends before it begins, NotAllowed for one that is not for `by`.
    """
    if first > last:
        raise WrongUsage(f"The period ends ({last}) before it begins ({first}).")
    entry = entry_of(kind)
    if not entry.publishable and not by.may_review:
        raise NotAllowed(f"{by.staff_id} may not have the report {kind}: only team leaders and Quality Assurance may.")
    family = cast(Family, import_module(f"models.reports.{kind.replace('-', '_')}"))
    return family.report(store, first, last, threshold)
