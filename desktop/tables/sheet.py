"""The guide sheet, Task 567 and Caseworker Online as groups of lines, every figure as recorded.

Between the records of the open call and the sheet panel. A blank is "not held", never left out; nothing is worked out
here but the time of a view against the call.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.tables.spoken import (
    FREQUENCIES,
    METHODS,
    NOT_HELD,
    YES_NO,
    clock_time,
    day,
    length,
    method,
    moment,
    money,
    worded,
)
from models.clock import OFFICE_ZONE
from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.sheet_difference import SHEET_LABELS
from models.sheet_facts import figures_of
from models.store.calls import CallFile


@dataclass(frozen=True)
class SheetLine:
    """One figure: its words and its value as shown. `field` is the sheet's column when it can be evidence.

    `earlier` are its values in earlier versions, the latest first, `now` the value that an import brought after the
    version shown: each a clause for people.
    """

    label: str
    value: str
    field: str | None = None
    figure: bool = False
    earlier: tuple[str, ...] = ()
    now: str = ""

    @property
    def spoken(self) -> str:
        """The line as it is read out: its value, what it was, and what it is now where that is another one."""
        return ", ".join((f"{self.label}: {self.value}", *([self.now] if self.now else []), *self.earlier))

    @property
    def held(self) -> bool:
        return self.value != NOT_HELD


@dataclass(frozen=True)
class SheetGroup:
    """A heading with its lines; `note` stands instead of lines where there is nothing to list."""

    title: str
    lines: tuple[SheetLine, ...] = ()
    note: str = ""


FIELD_LABELS = SHEET_LABELS
"""The columns of a guide sheet in words."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Money",
        (
            "arrears",
            "net_income_weekly",
            "income_source",
            "income_date",
            "regular_maintenance_weekly",
            "full_payment_asked",
            "lump_sum_asked",
            "lump_sum",
            "protected_money_weekly",
        ),
    ),
    (
        "How it will be paid",
        ("instalment", "frequency", "method_agreed", "methods_offered", "label", "employed", "sustainability_assured"),
    ),
    ("Discretion and enforcement", ("discretion_ground", "discretion_reason", "liability_order_considered")),
    ("Who and when", ("caseworker_id", "team", "decision_date", "received_date", "scheme", "arrangement_kind")),
    ("References", ("sheet_id", "case_ref", "recording_ref", "caseworker_online_ref", "segment", "documents")),
)
"""The order of the panel: what the check turns on comes first."""

_YES_NO = frozenset(
    {"full_payment_asked", "lump_sum_asked", "employed", "sustainability_assured", "liability_order_considered"}
)
_WEEKLY = frozenset({"net_income_weekly", "regular_maintenance_weekly", "protected_money_weekly"})
_PER = {"W": " a week", "F": " a fortnight", "4W": " every four weeks", "M": " a month"}


FOR_A_PERSON = "Whether the class would be another one is for a person to say."
"""What stands behind the figures that changed after signing: nothing is judged again by itself."""


def sheet_groups(file: CallFile) -> list[SheetGroup]:
    """Everything the panel lists for a call file, in order."""
    started = None if file.recording is None else file.recording.started_at
    groups = []
    if file.sheet is None:
        groups.append(SheetGroup("", note="No guide sheet belongs to this call yet."))
    else:
        earlier, now = changes_by_field(file)
        groups.extend(
            SheetGroup(title, tuple(_line(file.sheet, name, earlier, now) for name in names)) for title, names in GROUPS
        )
    groups.extend(_task_groups(file.tasks))
    groups.extend(_view_groups(file, started))
    if file.further_calls:
        groups.append(SheetGroup("Further calls of this sheet", tuple(_call_line(call) for call in file.further_calls)))
    return groups


def usual_groups() -> list[SheetGroup]:
    """The groups of a check with one task and one view, and those that stand where there is none, without values."""
    never = datetime.fromtimestamp(0, UTC)
    tasks, views = (Task567(task_id="", imported_at=never),), (OnlineView(view_id="", imported_at=never),)
    full = CallFile(None, GuideSheet(sheet_id="", imported_at=never), None, (), tasks, views, None)
    bare = CallFile(None, None, None, (), (), (), None)
    return [*sheet_groups(full), *sheet_groups(bare)]


def since_signing(then: GuideSheet | None, now: GuideSheet | None) -> str:
    """What became of the sheet after a review was signed on it, in a sentence; empty where it stands as it stood."""
    if then is None:
        return "" if now is None else f"Signed without a guide sheet; {now.sheet_id} was matched to the call later."
    if now is None:
        return f"{then.sheet_id} is no longer matched to this call; these are its figures as signed."
    if then.sheet_id != now.sheet_id:
        return f"The call was matched to {now.sheet_id} after signing; these are the figures of {then.sheet_id}."
    before, after = figures_of(then), figures_of(now)
    changes = [
        f"{FIELD_LABELS[name]} {field_value(then, name)} → {field_value(now, name)}"
        for _, names in GROUPS
        for name in names
        if before[name] != after[name]
    ]
    if changes:
        return f"The sheet was changed after signing: {'; '.join(changes)}. {FOR_A_PERSON}"
    back = now.version > then.version
    return "The sheet was changed after signing and changed back: these figures stand again." if back else ""


def field_words(sheet: GuideSheet, field: str) -> str:
    """A field as evidence reads: "Lump sum asked: no". Raises AttributeError for an unknown field."""
    return f"{FIELD_LABELS.get(field, field)}: {field_value(sheet, field)}"


def field_value(sheet: GuideSheet, field: str) -> str:
    """A field's value as the panel shows it."""
    value = getattr(sheet, field)
    match field:
        case "decision_date" | "received_date" | "income_date":
            return day(value)
        case "arrears" | "lump_sum":
            return money(value)
        case "instalment":
            return NOT_HELD if value is None else money(value) + _PER.get(sheet.frequency or "", "")
        case "frequency":
            return worded(FREQUENCIES, value)
        case "method_agreed":
            return method(value)
        case "methods_offered":
            return NOT_HELD if not value else ", ".join(METHODS.get(code, code) for code in value.split(";"))
        case "discretion_ground":
            return NOT_HELD if not value else value.replace("_", " ").capitalize()
    if field in _WEEKLY:
        return NOT_HELD if value is None else money(value) + " a week"
    if field in _YES_NO:
        return worded(YES_NO, value)
    return NOT_HELD if value is None or value == "" else str(value)


def changes_by_field(file: CallFile) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """What each field was before the version shown (the latest value first), and what it is now where an import brought
    another value since (a signed review stands on the version it was signed on)."""
    shown = 0 if file.sheet is None else file.sheet.version
    earlier: dict[str, tuple[str, ...]] = {}
    now: dict[str, str] = {}
    for step in file.history:  # the newest first
        for figure in step.figures:
            when = day(step.at.astimezone(OFFICE_ZONE).date())
            if step.version <= shown:
                earlier[figure.column] = (*earlier.get(figure.column, ()), f"was {figure.before} until imported {when}")
            else:
                now.setdefault(figure.column, f"now {figure.after}, imported {when}")
    return earlier, now


def _line(
    sheet: GuideSheet, name: str, earlier: dict[str, tuple[str, ...]] | None = None, now: dict[str, str] | None = None
) -> SheetLine:
    figure = name in _WEEKLY or name in ("arrears", "lump_sum", "instalment")
    before, after = (earlier or {}).get(name, ()), (now or {}).get(name, "")
    return SheetLine(FIELD_LABELS[name], field_value(sheet, name), name, figure, before, after)


def _task_groups(tasks: tuple[Task567, ...]) -> list[SheetGroup]:
    if not tasks:
        return [SheetGroup("Task 567", note="No Task 567 entry for this case.")]
    return [
        SheetGroup(
            "Task 567",
            (
                SheetLine("Task", task.task_id),
                SheetLine("Status", task.status or NOT_HELD),
                SheetLine("Method before", method(task.current_method)),
                SheetLine("Promoted", method(task.promoted_method)),
                SheetLine("Outcome", method(task.outcome_method)),
                SheetLine("Reason for refusal", _sentence(task.refusal_reason)),
                SheetLine("Raised", day(task.raised)),
                SheetLine("Due", day(task.due)),
                SheetLine("Closed", day(task.closed)),
            ),
        )
        for task in tasks
    ]


def _view_groups(file: CallFile, started: datetime | None) -> list[SheetGroup]:
    cited = None if file.sheet is None else file.sheet.caseworker_online_ref
    missing = cited if cited and cited not in {view.view_id for view in file.views} else None
    said = f"The sheet cites {missing}, which is in no list." if missing else ""
    if not file.views:
        return [SheetGroup("Caseworker Online", note=said or "No view is listed for this case.")]
    ended_ms = 0 if file.recording is None else file.recording.duration_ms
    return [
        SheetGroup(
            "Caseworker Online",
            (
                SheetLine("View", view.view_id),
                SheetLine("Viewed", _viewed(view, started, ended_ms)),
                SheetLine("By", view.user_id or NOT_HELD),
                SheetLine("Purpose", _sentence(view.purpose)),
                SheetLine(
                    "Commitments listed",
                    NOT_HELD if view.commitments_count is None else str(view.commitments_count),
                ),
            ),
            said,
        )
        for view in file.views
    ]


def _viewed(view: OnlineView, started: datetime | None, call_ms: int) -> str:
    """When, and how that lies to the call: "14 Sep 2009 10:29, 1 min 50 s before the call"."""
    if view.viewed_at is None or started is None:
        return moment(view.viewed_at)
    return f"{moment(view.viewed_at)}, {against_call(view.viewed_at, started, call_ms)}"


def against_call(viewed_at: datetime, started: datetime, call_ms: int) -> str:
    """A moment against a call: before it, at 0:35 of it, or after it."""
    since_ms = round((viewed_at - started).total_seconds() * 1000)
    if since_ms < 0:
        return f"{length(-since_ms)} before the call"
    if since_ms <= call_ms:
        return f"at {clock_time(since_ms)} of the call"
    return f"{length(since_ms - call_ms)} after the call"


def _call_line(call: Recording) -> SheetLine:
    return SheetLine(call.recording_id, f"{moment(call.started_at)}, {length(call.duration_ms)}")


def _sentence(code: str | None) -> str:
    return NOT_HELD if not code else code.replace("_", " ").capitalize()
