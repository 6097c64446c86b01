"""The rows of the Samples page: draws, caseworkers, the frame before a draw, cross-reference, sheets without a call."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from desktop.tables import wording
from desktop.tables.held import HeldColumn, HeldModel
from models.reports.sample_words import CROSSED, NOBODY
from models.sample_crossing import CallLess, Crossed, CrossedCall
from models.store.sample_reading import CheckState, DrawnCall
from models.store.sample_survey import Gives

NONE = "—"
STATES = {
    CheckState.OPEN: ("Open", "state-due", "accent"),
    CheckState.BEGUN: ("Begun", "state-draft", "accent"),
    CheckState.DONE: ("Done", "good", "good"),
}
OUTCOMES = {
    Crossed.AGREES: ("good", "good"),
    Crossed.DIFFERS: ("bad", "bad"),
    Crossed.NO_TASK: ("state-no-sheet", "quiet"),
    Crossed.NOT_CLOSED: ("waiting", "warn"),
    Crossed.NO_CALL: ("state-no-call", "warn"),
    Crossed.HIDDEN: ("lock", "quiet"),
}
"""Drawing and ink; the word stands beside it."""
SHORT = {**CROSSED, Crossed.NO_TASK: "no task", Crossed.NOT_CLOSED: "not closed", Crossed.HIDDEN: "hidden"}
"""In the list; the sentence below it has the whole."""
ANSWER_WORDS = {"Y": "yes", "N": "no", "NA": "n/a", "CT": "cannot tell"}


@dataclass(frozen=True)
class DrawLine:
    """A row of the draws: the call that stands, whose place it took, and the class of its signed check."""

    call: DrawnCall
    replaces: str | None
    kpi_class: str | None


class DrawsModel(HeldModel[DrawLine]):
    """The draws that stand, by position."""

    columns_held = (
        HeldColumn("state", "State", lambda i: STATES[i.call.state][0], widest="Begun"),
        HeldColumn("position", "No.", lambda i: wording.number(i.call.position), figures=True, widest="1,000"),
        HeldColumn("recording", "Call", lambda i: i.call.recording_id, widest="VR-88102-00000"),
        HeldColumn("sheet", "Guide sheet", lambda i: i.call.sheet_id, widest="PAG-088102-00"),
        HeldColumn("caseworker", "Caseworker", lambda i: i.call.caseworker_id or NOBODY, widest="Caseworker"),
        HeldColumn(
            "class",
            "Signed as",
            lambda i: NONE if i.kpi_class is None else wording.kpi_class(i.kpi_class),
            widest="Accurate by discretion",
        ),
        HeldColumn("replaces", "In place of", lambda i: i.replaces or NONE, widest="VR-88102-00000"),
    )

    def key_of(self, item: DrawLine) -> Hashable:
        return item.call.position

    def mark_of(self, item: DrawLine) -> tuple[str, str]:
        return STATES[item.call.state][1:]


@dataclass(frozen=True)
class ShareLine:
    """A caseworker of a sample: calls there are, wanted, drawn, standing, checked, and what each stands for."""

    caseworker_id: str | None
    frame: int
    wanted: int
    drawn: int
    weight: str | None
    done: int
    standing: int


class SharesModel(HeldModel[ShareLine]):
    """The caseworkers of a sample with their progress."""

    columns_held = (
        HeldColumn("state", "Caseworker", lambda i: i.caseworker_id or NOBODY, widest="nobody known"),
        HeldColumn(
            "done",
            "Checked",
            lambda i: f"{wording.number(i.done)} of {wording.number(i.standing)}" if i.standing else "none left",
            widest="100 of 1,000",
        ),
        HeldColumn("frame", "In the frame", lambda i: wording.number(i.frame), figures=True, widest="100,000"),
        HeldColumn("wanted", "Wanted", lambda i: wording.number(i.wanted), figures=True, widest="1,000"),
        HeldColumn("drawn", "Drawn", lambda i: wording.number(i.drawn), figures=True, widest="1,000"),
        HeldColumn("weight", "Each stands for", lambda i: _weight(i.weight), figures=True, widest="1,000.00"),
        HeldColumn("few", "", lambda i: "too few calls" if i.wanted > i.drawn else "", widest="too few calls"),
    )

    def key_of(self, item: ShareLine) -> Hashable:
        return item.caseworker_id

    def mark_of(self, item: ShareLine) -> tuple[str, str]:
        if not item.standing:
            return ("state-no-call", "quiet")
        done = item.done >= item.standing
        return STATES[CheckState.DONE if done else CheckState.BEGUN if item.done else CheckState.OPEN][1:]


class GivesModel(HeldModel[Gives]):
    """The frame by caseworker, before anything is drawn."""

    columns_held = (
        HeldColumn("state", "Caseworker", lambda i: i.caseworker_id or NOBODY, widest="nobody known"),
        HeldColumn("frame", "Calls", lambda i: wording.number(i.frame), figures=True, widest="10,000"),
        HeldColumn("gives", "Gives", lambda i: _gives(i), widest="1 of 3: too few"),  # noqa: PLW0108
    )

    def key_of(self, item: Gives) -> Hashable:
        return item.caseworker_id

    def mark_of(self, item: Gives) -> tuple[str, str]:
        return ("warning", "warn") if item.short else ("person", "quiet")


class CrossingModel(HeldModel[CrossedCall]):
    """The cross-reference, a drawn call a row."""

    columns_held = (
        HeldColumn("state", "Outcome", lambda i: SHORT[i.outcome].capitalize(), widest="No Task 567"),
        HeldColumn("recording", "Call", lambda i: i.records.recording_id, widest="VR-88102-0"),
        HeldColumn("caseworker", "Caseworker", lambda i: i.records.caseworker_id or NOBODY, widest="Caseworker"),
        HeldColumn(
            "offered",
            "Sheet: offered",
            lambda i: ", ".join(wording.method(code) for code in i.records.offered) or NONE,
            widest="Direct Debit,",
        ),
        HeldColumn("agreed", "Sheet: agreed", lambda i: _method(i.records.agreed), widest="Direct Debit"),
        HeldColumn(
            "promoted",
            "567: promoted",
            lambda i: _method(None if i.task is None else i.task.promoted),
            widest="Direct Debit",
        ),
        HeldColumn(
            "taken",
            "567: came out",
            lambda i: _method(None if i.task is None else i.task.taken),
            widest="Direct Debit",
        ),
        HeldColumn("first", "Offered first?", lambda i: _answer(i, "METHOD_FIRST"), widest="cannot tell"),
        HeldColumn("agrees", "Agrees?", lambda i: _answer(i, "METHOD_AGREES"), widest="cannot tell"),
        HeldColumn("online", "Online", lambda i: _viewed(i), widest="cited, not listed"),  # noqa: PLW0108
    )

    def key_of(self, item: CrossedCall) -> Hashable:
        return item.records.position

    def mark_of(self, item: CrossedCall) -> tuple[str, str]:
        return OUTCOMES[item.outcome]

    def tool_tip(self, item: CrossedCall) -> str:
        return wording.tip(item.why)


class CallLessModel(HeldModel[CallLess]):
    """The sheets of a sample's period that have no recording."""

    columns_held = (
        HeldColumn("state", "Guide sheet", lambda i: i.sheet_id, widest="PAG-088102-000"),
        HeldColumn("decided", "Decided", lambda i: wording.day(i.decision_date), widest="14 Sep 2009"),
        HeldColumn("caseworker", "Caseworker", lambda i: i.caseworker_id or NOBODY, widest="Caseworker"),
        HeldColumn("agreed", "Sheet: agreed", lambda i: _method(i.agreed), widest="Standing order"),
    )

    def key_of(self, item: CallLess) -> Hashable:
        return item.sheet_id

    def mark_of(self, item: CallLess) -> tuple[str, str]:  # noqa: ARG002
        return ("state-no-call", "quiet")


def _weight(weight: str | None) -> str:
    """Of the certificate's four decimals two: how many calls a drawn one stands for."""
    return NONE if weight is None else f"{Decimal(weight):,.2f}"


def _gives(each: Gives) -> str:
    if not each.short:
        return wording.number(each.drawn)
    return f"{wording.number(each.drawn)} of {wording.number(each.wanted)}: too few"


def crossed_words(each: CrossedCall) -> str:
    """One drawn call of the cross-reference in sentences, for below the list."""
    told = [each.why]
    if len(each.records.offered) > 1:
        told.append(f"Offered, by the sheet: {', '.join(map(wording.method, each.records.offered))}.")
    if each.records.viewed or each.records.view_cited:
        told.append(f"Caseworker Online: {_viewed(each)}.")
    if each.task is not None and each.task.refusal_reason:
        told.append(f"Task 567 says why not: {each.task.refusal_reason}.")
    if each.task is not None and each.task.closed is not None:
        told.append(f"Task 567 {each.task.task_id} was closed on {wording.day(each.task.closed)}.")
    return " ".join(told)


def _method(code: str | None) -> str:
    return wording.method(code) if code else NONE


def _answer(each: CrossedCall, prompt: str) -> str:
    if not each.records.signed:
        return "not signed"
    value = each.records.answers.get(prompt)
    return NONE if value is None else ANSWER_WORDS.get(value, value)


def _viewed(each: CrossedCall) -> str:
    records = each.records
    if records.viewed:
        return wording.several(records.viewed, "view")
    return "cited, not listed" if records.view_cited else NONE
