"""Whether the reports' totals are those of the lists behind them: counted a second time, by another way.

The reports are counted by the database (`models.reports.counted`); here every review of the caselist and every standing
confirmation is looked at by itself. "Reconcile every total to the caselist inside the tool" (domain notes, section 6).
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from models.kpi import KpiClass, KpiRow, kpi_row
from models.reports.counted import Period, counts
from models.review import ReviewKind
from models.sheet_judgement import SheetConfirmation, Word
from models.store import Store
from models.store.confirming import NEW_KINDS
from models.store.review_rows import ReviewRows


@dataclass(frozen=True)
class Difference:
    """A total that does not agree: which, what the report says, what the list says."""

    what: str
    reported: int
    listed: int


def differences(store: Store, first: date, last: date) -> tuple[Difference, ...]:
    """Every total of a period that does not agree with its list; none when all do."""
    with store.database.session() as session:
        found = counts(session, Period(first, last))
    pairs = (("call", found.calls, _calls(store, first, last)), ("sheet", found.sheets, _sheets(store, first, last)))
    return tuple(
        Difference(f"{basis} {name}", reported.counts()[name], listed.counts()[name])
        for basis, reported, listed in pairs
        for name in reported.counts()
        if reported.counts()[name] != listed.counts()[name]
    )


def _calls(store: Store, first: date, last: date) -> KpiRow:
    """The caselist's reviews that count, each sheet once."""
    newest: dict[str, ReviewRows] = {}
    for rows in store.reviews.records(first, last, with_answers=False):
        review = rows.review
        counts_here = review.signed_at is not None and not rows.amended and review.kind == ReviewKind.PRIMARY
        if not counts_here or rows.recording is None or rows.sheet is None or not _is_new(rows.figures):
            continue
        before = newest.get(rows.sheet.id)
        if before is None or _age(before) < _age(rows):
            newest[rows.sheet.id] = rows
    return kpi_row(_class_of(rows) for rows in newest.values())


def _age(rows: ReviewRows) -> tuple[str, str]:
    assert rows.review.signed_at is not None
    return rows.review.signed_at.isoformat(), rows.review.id


def _class_of(rows: ReviewRows) -> KpiClass:
    """As frozen in the result, not as repeated beside it."""
    result = rows.result
    if result is None or result.kpi_class is None:
        raise ValueError(f"review {rows.review.id} is signed and has no class")
    return result.kpi_class


def _sheets(store: Store, first: date, last: date) -> KpiRow:
    """The confirmations that stand, of new arrangements; by the result that was frozen with each."""
    with store.database.session() as session:
        words = session.exec(
            select(SheetConfirmation).where(SheetConfirmation.counts_on >= first, SheetConfirmation.counts_on <= last)
        ).all()
        followed = set(session.exec(select(SheetConfirmation.follows)).all())
    stand = (word for word in words if word.id not in followed and word.word == Word.CONFIRMED)
    return kpi_row(str(word.result["verdict"]) for word in stand if _is_new(word.figures))


def _is_new(figures: dict[str, str | None]) -> bool:
    return (figures.get("arrangement_kind") or "") in NEW_KINDS
