"""The caselist behind the reports: every signed review of a period, with the columns of `reviews.csv`.

Restricted to Quality Assurance and team leaders, never published: "they contain client data" (letter of 15 March 2018).
It is what the other reports reconcile with (`models.reports.reconciling`).
"""

from datetime import date

from models.reports.caselist_rows import caselist_rows
from models.reports.counted import Period, counts
from models.reports.packed_rows import PackedRows
from models.reports.table import Column, Definition, Report, Role
from models.review_export import REVIEW_COLUMNS, Kind
from models.store import Store

KIND = "caselist"
TITLE = "Caselist"
COLUMNS = tuple(Column(each.name, Role.FIGURE if each.kind is Kind.NUMBER else Role.KEY) for each in REVIEW_COLUMNS)
DEFINITION = Definition(
    words=(
        "Every signed review that counts in the period, of any kind, by the date of the decision (without a guide "
        "sheet, by the day of the call), with each version of one that was amended. What the KPI counts of it: state "
        "not amended, kind primary, with a call and a sheet, the newest of each sheet, new arrangements only."
    ),
    source="Letter of 15 March 2018: caselists are not management reports, and are withheld under section 40(2)",
    formula="none: a list",
)


def report(store: Store, first: date, last: date, threshold: int) -> Report:
    """The list of a period; nothing of it is hidden, whatever the `threshold`."""
    del threshold
    with store.database.session() as session:
        found = counts(session, Period(first, last))
        rows = PackedRows(caselist_rows(session, first, last))
    return Report(
        KIND,
        TITLE,
        first,
        last,
        store.clock.today(),
        found.policies,
        DEFINITION,
        COLUMNS,
        rows,
        publishable=False,
    )
