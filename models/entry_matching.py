"""Which guide sheet a Task 567 entry or a Caseworker Online view belongs to: by what the sheet cites, then by its case.

Pure rules over plain rows, as in `models.matching`; the match store writes what they say into the entries.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple


class EntryRow(NamedTuple):
    """One entry of a list beside the sheets: its row id, its own id, and what it says of case, caseworker and day."""

    id: str
    entry_id: str
    case_ref: str | None
    caseworker_id: str | None
    day: date | None


class CitingSheet(NamedTuple):
    """What is needed of a sheet; `cites` is the Caseworker Online view it names."""

    id: str
    case_ref: str | None
    caseworker_id: str | None
    decision_date: date | None
    cites: str | None


class SheetsByCase:
    """Finds the sheet of an entry: the one of its case; among several that of its caseworker; then the nearest in time.

    Two equally near ones are a tie that nobody can decide from the lists: no sheet.
    """

    def __init__(self, sheets: Iterable[CitingSheet]) -> None:
        self._of: defaultdict[tuple[str, str | None], list[CitingSheet]] = defaultdict(list)
        self._citing: defaultdict[str, list[CitingSheet]] = defaultdict(list)
        for sheet in sorted(sheets, key=lambda sheet: (sheet.decision_date or date.min, sheet.id)):
            if sheet.case_ref:
                self._of[sheet.case_ref, None].append(sheet)
                if sheet.caseworker_id:
                    self._of[sheet.case_ref, sheet.caseworker_id].append(sheet)
            if sheet.cites:
                self._citing[sheet.cites].append(sheet)

    def sheet_for(self, entry: EntryRow) -> str | None:
        """The row id of the sheet this entry belongs to."""
        citing = self._citing.get(entry.entry_id, [])
        if citing:
            own = [sheet for sheet in citing if sheet.case_ref == entry.case_ref] or citing
            return _nearest(own, entry.day)
        if not entry.case_ref:
            return None
        found = self._of.get((entry.case_ref, None), [])
        if len(found) > 1 and entry.caseworker_id:
            found = self._of.get((entry.case_ref, entry.caseworker_id), found)
        return _nearest(found, entry.day)

    def cited(self) -> Iterator[str]:
        """Every view id that a sheet cites."""
        return iter(self._citing)


def _nearest(sheets: list[CitingSheet], day: date | None) -> str | None:
    """Of `sheets` in order of their decisions, the one decided nearest to `day`."""
    if len(sheets) <= 1:
        return sheets[0].id if sheets else None
    if day is None:
        return None
    place = bisect_left(sheets, day, key=lambda sheet: sheet.decision_date or date.min)
    around = [sheet for sheet in sheets[max(0, place - 2) : place + 2] if sheet.decision_date is not None]
    gaps = sorted((abs((sheet.decision_date - day).days), sheet.id) for sheet in around if sheet.decision_date)
    if not gaps or (len(gaps) > 1 and gaps[0][0] == gaps[1][0]):
        return None
    return gaps[0][1]
