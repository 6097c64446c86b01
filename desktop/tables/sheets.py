"""The list of sheets: its columns, what the steer says in the short words of a list, and the lines of its rail."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from desktop.state.worklist import Worklist
from desktop.tables import wording
from desktop.tables.blind import SHORT
from desktop.tables.spoken import NOT_HELD
from desktop.tables.worklist import (
    CASE,
    CASEWORKER,
    METHOD,
    RUNGS,
    SHEET,
    TEAM,
    Column,
    Index,
    WorklistModel,
)
from models.clock import office_date
from models.steer import Reason, Verdict
from models.steer_words import missing
from models.store.worklist import Order, Said, Section, WorkItem

REASONS = {
    Reason.NO_POLICY: "No policy in force",
    Reason.NOT_CLEAR_2Y: "Not cleared in two years",
    Reason.BELOW_FLOOR: "Below the floor",
    Reason.DEO_LEAVES_UNDER_60PC: "DEO leaves under 60%",
    Reason.NO_SUSTAINABILITY_ASSURANCE: "No assurance above 40%",
    Reason.LO_NOT_CONSIDERED: "LO not considered",
    Reason.DISCRETION_WITHOUT_REASON: "Discretion without reason",
    Reason.LABEL: "Wrong label",
}
BLANKS = {
    "arrears": "Arrears not held",
    "net_income_weekly": "Net income not held",
    "regular_maintenance_weekly": "Maintenance not held",
    "instalment": "Instalment not held",
    "frequency": "Frequency not held",
    "label": "Label not held",
}
NONE = "—"
JOINED_BY = "+"


def reason_words(code: str) -> str:
    """A reason in the few words of a list; an unknown code as it is."""
    for column in missing((code,)):
        return BLANKS.get(column, f"{column} not held")
    return REASONS[Reason(code)] if code in set(Reason) else code


def reasons_of(item: WorkItem) -> str:
    """Every reason of a line; a dash for none."""
    codes = [] if item.reasons in (None, "-") else str(item.reasons).split(JOINED_BY)
    return "; ".join(map(reason_words, codes)) or NONE


def readings_of(item: WorkItem) -> str:
    """How many disputed readings would change the answer; the tool tip and the working name them."""
    if item.reading_sensitive in (None, "-"):
        return NONE
    return wording.several(len(str(item.reading_sensitive).split(JOINED_BY)), "reading")


def confirmed_words(item: WorkItem) -> str:
    """Who confirmed a sheet and when; that figures or verdict are others since."""
    if item.sheet_changed:
        return wording.CHANGED_SINCE
    if not item.begun:
        return NONE
    return f"{item.reviewer_id}, {wording.day(None if item.signed_at is None else office_date(item.signed_at))}"


def verdict_words(item: WorkItem) -> str:
    if item.blind:
        return SHORT
    return "Not judged yet" if item.verdict is None else wording.kpi_class(item.verdict)


VERDICT = Column("state", "Steer", verdict_words, Order.VERDICT)
RUNG = Column("rung", "Rung", lambda i: NONE if i.rung is None or i.blind else RUNGS.get(i.rung, i.rung))
WHY = Column("why", "Why", reasons_of)
DECIDED = Column("decided", "Decision", lambda i: wording.day(i.decision_date), Order.WHEN)
READINGS = Column("readings", "Disputed", readings_of)
LABEL = Column("label", "Called", lambda i: i.label or NOT_HELD)
CONFIRMED = Column("confirmed", "Confirmed", confirmed_words)
SHEETS_COLUMNS: Mapping[Section, tuple[Column, ...]] = {
    Section.JUDGED: (VERDICT, RUNG, WHY, SHEET, DECIDED, CASEWORKER, CASE, READINGS, CONFIRMED, METHOD, LABEL, TEAM)
}
"""What one confirms by comes first; the rest is for wider screens."""


class SheetsModel(WorklistModel):
    """The list of sheets; `left_out` tells whether a sheet is left out of the next confirmation."""

    def __init__(self, sheets: Worklist, left_out: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(sheets, SHEETS_COLUMNS, parent)
        self._left_out = left_out

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = super().data(index, role)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or index.column() != 0:
            return found
        item = self.item(index.row())
        out = item is not None and item.sheet_id is not None and self._left_out(item.sheet_id)
        if not out:
            return found
        shown = role == Qt.ItemDataRole.DisplayRole
        return f"Left out · {str(found).lower()}" if shown else f"{found}, left out"


@dataclass(frozen=True)
class RailLine:
    """One line of the rail: what it asks for (fields of `WorkQuery`), its words, its mark, and how many sheets."""

    words: str
    mark: str
    count: int
    verdict: str | None = None
    reason: str | None = None
    sensitive: bool | None = None

    @property
    def asks(self) -> dict[str, object]:
        return {"verdict": self.verdict, "reason": self.reason, "sensitive": self.sensitive}


MARKS = {
    Verdict.ACCURATE: "good",
    Verdict.ACCURATE_DISCRETION: "information",
    Verdict.INACCURATE: "bad",
    Verdict.NOT_ASSESSABLE: "warning",
}


def rail_lines(said: Mapping[Said, int], confirmed: bool | None) -> list[RailLine]:
    """All sheets, each verdict with its reasons below it, and those a disputed reading would change."""
    meant = {each: number for each, number in said.items() if confirmed is None or each.begun is confirmed}
    lines = [RailLine("All sheets", "sheet", sum(meant.values()))]
    for verdict, mark in MARKS.items():
        of_verdict = {each: number for each, number in meant.items() if each.verdict == verdict}
        lines.append(RailLine(wording.kpi_class(verdict), mark, sum(of_verdict.values()), verdict))
        lines += [
            RailLine(reason_words(code), "", _number(of_verdict.items(), code), verdict, code)
            for code in _codes(of_verdict)
        ]
    disputed = sum(number for each, number in meant.items() if each.reading_sensitive not in (None, "-"))
    return [*lines, RailLine("Reading-sensitive", "question", disputed, sensitive=True)]


def _codes(said: Mapping[Said, int]) -> list[str]:
    """The reasons that are given, in the order of the steer's own."""
    order = [reason.value for reason in Reason]
    codes = {code for each in said for code in (each.reasons or "-").split(JOINED_BY) if code != "-"}
    return sorted(codes, key=lambda code: (order.index(code) if code in order else -1, code))


def _number(said: Iterable[tuple[Said, int]], code: str) -> int:
    return sum(number for each, number in said if code in (each.reasons or "").split(JOINED_BY))
