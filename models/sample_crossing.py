"""The random cross-reference of a sample: each drawn call's sheet beside Task 567 and what was answered on methods.

The letter of 12 October 2009 has team leaders "randomly cross reference using the Voice Recording process above and
Task 567s to ensure Preferred Methods of Collection are being promoted". The draw makes it random, and listening is the
check itself (`METHOD_FIRST`, `METHOD_AGREES`); here stands what the records say. Pure; the rows are read by
`models.store.sample_crossing`.

Where a sample is blind, what comes of the comparison is kept back until the call's check is signed: it would answer
METHOD_AGREES for the reviewer. The records themselves stay in sight, as they do on the desk.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.guide_sheet import Method
from models.spoken_figures_methods import PREFERRED

METHOD_PROMPTS = ("METHOD_FIRST", "METHOD_AGREES")
YES, NO = "Y", "N"


class Crossed(StrEnum):
    """What came of comparing a drawn call's records; `HIDDEN` in a blind sample until its check is signed."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_TASK = "no_task"
    NOT_CLOSED = "not_closed"
    NO_CALL = "no_call"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class TaskSaid:
    """What a Task 567 entry says: the method before, the one promoted, the one taken, why not, when it was closed."""

    task_id: str
    current: str | None
    promoted: str | None
    taken: str | None
    refusal_reason: str | None
    closed: date | None


@dataclass(frozen=True)
class DrawnRecords:
    """What is known of one drawn call. `tied` is False where the call has left its sheet since it was drawn; `answers`
    are those of its signed check by prompt, empty before."""

    position: int
    recording_id: str
    sheet_id: str
    caseworker_id: str | None
    signed: bool
    tied: bool
    offered: tuple[str, ...]
    agreed: str | None
    tasks: tuple[TaskSaid, ...]
    viewed: int
    view_cited: bool
    answers: Mapping[str, str]


@dataclass(frozen=True)
class CrossedCall:
    """One drawn call compared. `task` is the Task 567 entry it was compared with; `why` is a sentence."""

    records: DrawnRecords
    task: TaskSaid | None
    outcome: Crossed
    why: str


@dataclass(frozen=True)
class CallLess:
    """A guide sheet decided in the period that has no recording of its own, so that its call cannot be drawn."""

    sheet_id: str
    caseworker_id: str | None
    decision_date: date
    agreed: str | None


@dataclass(frozen=True)
class CrossReference:
    """A sample compared: every drawn call by position, and the sheets of its period that could not be drawn.

    `sheets` are all those of the period that pass the sample's filters; `without_call` how many of them have no call,
    of which the first are listed in `call_less`.
    """

    sample_id: str
    blind: bool
    calls: tuple[CrossedCall, ...]
    sheets: int
    without_call: int
    call_less: tuple[CallLess, ...]

    @property
    def counts(self) -> dict[Crossed, int]:
        """How many drawn calls came out how; every outcome stands there."""
        found = Counter(each.outcome for each in self.calls)
        return {outcome: found[outcome] for outcome in Crossed}

    @property
    def promoted(self) -> tuple[int, int, int]:
        """Of the drawn calls whose Task 567 says what was promoted: in how many the preferred method was, and came out
        of it. First the whole, then these two."""
        told = [each.task for each in self.calls if each.task is not None and each.task.promoted is not None]
        preferred = [task for task in told if task.promoted == PREFERRED]
        return len(told), len(preferred), sum(1 for task in preferred if task.taken == PREFERRED)

    def as_dict(self) -> dict[str, object]:
        """As `steercheck --json sample --show` writes it."""
        told, promoted, taken = self.promoted
        return {
            "counts": {outcome.value: number for outcome, number in self.counts.items()},
            "preferred": {"method": PREFERRED.value, "tasks": told, "promoted": promoted, "taken": taken},
            "calls": [_values(each) for each in self.calls],
            "sheets_of_the_period": self.sheets,
            "sheets_without_recording": self.without_call,
        }


def crossed(records: DrawnRecords, *, blind: bool) -> CrossedCall:
    """Compare the records of one drawn call."""
    done = [task for task in records.tasks if task.taken]
    task = done[-1] if done else records.tasks[-1] if records.tasks else None
    outcome, why = _outcome(records, task, closed=bool(done))
    if blind and not records.signed:
        outcome, why = Crossed.HIDDEN, "Hidden until the check is signed: the sample is blind."
    return CrossedCall(records, task, outcome, why)


def words_of(code: str | None) -> str:
    """A method in words; unknown codes as they are."""
    return "none" if not code else _WORDS.get(code, code)


_WORDS: Mapping[str, str] = {
    Method.DIRECT_DEBIT: "Direct Debit",
    Method.STANDING_ORDER: "standing order",
    Method.DEBIT_CARD: "debit card",
    Method.CREDIT_CARD: "credit card",
    Method.CHEQUE: "cheque",
    Method.CASH: "cash",
    Method.DEO: "deduction from earnings order",
    Method.DEDUCTION_FROM_BENEFITS: "deduction from benefits",
}


def _outcome(records: DrawnRecords, task: TaskSaid | None, *, closed: bool) -> tuple[Crossed, str]:
    if not records.tied:
        return Crossed.NO_CALL, "The recording does not belong to this sheet any more: it was matched otherwise."
    if task is None:
        return Crossed.NO_TASK, "No Task 567 entry belongs to this sheet."
    if not closed:
        return Crossed.NOT_CLOSED, f"Task 567 {task.task_id} does not say yet what came of it."
    differing = list(_differing(records, task))
    if differing:
        return Crossed.DIFFERS, " ".join(differing)
    return Crossed.AGREES, f"Sheet and Task 567 {task.task_id} name {words_of(task.taken)}."


def _differing(records: DrawnRecords, task: TaskSaid) -> Iterable[str]:
    if not records.agreed:
        yield f"The sheet names no method; Task 567 says {words_of(task.taken)}."
    elif records.agreed != task.taken:
        yield f"The sheet says {words_of(records.agreed)}; Task 567 says {words_of(task.taken)}."
    if task.promoted and records.offered and task.promoted not in records.offered:
        yield f"Task 567 says {words_of(task.promoted)} was promoted; the sheet does not list it as offered."
    if records.answers.get("METHOD_FIRST") == NO:
        yield "Who heard the call says the preferred method was not offered first."
    if records.answers.get("METHOD_AGREES") == NO:
        yield "Who heard the call says the outcome does not agree with sheet and Task 567."


def _values(each: CrossedCall) -> dict[str, object]:
    records, task = each.records, each.task
    return {
        "position": records.position,
        "recording_id": records.recording_id,
        "sheet_id": records.sheet_id,
        "caseworker_id": records.caseworker_id,
        "outcome": each.outcome.value,
        "why": each.why,
        "methods_offered": list(records.offered),
        "method_agreed": records.agreed,
        "task_id": None if task is None else task.task_id,
        "promoted": None if task is None else task.promoted,
        "taken": None if task is None else task.taken,
        "views": records.viewed,
        "view_cited": records.view_cited,
        "answers": {prompt: records.answers.get(prompt) for prompt in METHOD_PROMPTS},
    }
