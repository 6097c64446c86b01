"""How two versions of an imported record differ: each figure before and after, in words, in the record's own order.

Pure. A version is its facts in stored form, as `PastVersion.facts` keeps them: money in integer pence, days and moments
in ISO form (moments in UTC). Works for guide sheets, Task 567 entries, Caseworker Online views, recordings, staff and
what was collected; `kind` is the table's name. The labels are those of the review page's panel.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from models.clock import OFFICE_ZONE
from models.sheet_facts import money

NOT_HELD = "not held"

SHEET_LABELS: dict[str, str] = {
    "sheet_id": "Guide sheet",
    "case_ref": "Case",
    "scheme": "System",
    "caseworker_id": "Caseworker",
    "team": "Team",
    "decision_date": "Decided",
    "received_date": "Received",
    "arrears": "Arrears",
    "net_income_weekly": "Net income",
    "income_source": "Source of income",
    "income_date": "Income as at",
    "regular_maintenance_weekly": "Regular maintenance",
    "full_payment_asked": "Full payment asked",
    "lump_sum_asked": "Lump sum asked",
    "lump_sum": "Lump sum",
    "instalment": "Arrears instalment",
    "frequency": "Paid",
    "method_agreed": "Method agreed",
    "methods_offered": "Methods offered",
    "label": "Recorded as",
    "employed": "Employed",
    "discretion_ground": "Ground",
    "discretion_reason": "Reason",
    "sustainability_assured": "Sustainability assured",
    "liability_order_considered": "Liability order considered",
    "protected_money_weekly": "Protected earnings",
    "caseworker_online_ref": "Caseworker Online view",
    "recording_ref": "Recording named",
    "segment": "Segment",
    "arrangement_kind": "Kind",
    "documents": "Documents",
}
"""The columns of a guide sheet in words, in the sheet's order."""

LABELS: dict[str, dict[str, str]] = {
    "guide_sheet": SHEET_LABELS,
    "task_567": {
        "task_id": "Task",
        "case_ref": "Case",
        "caseworker_id": "Caseworker",
        "status": "Status",
        "current_method": "Method before",
        "promoted_method": "Promoted",
        "outcome_method": "Outcome",
        "refusal_reason": "Reason for refusal",
        "raised": "Raised",
        "due": "Due",
        "closed": "Closed",
    },
    "online_view": {
        "view_id": "View",
        "case_ref": "Case",
        "user_id": "By",
        "viewed_at": "Viewed",
        "purpose": "Purpose",
        "commitments_count": "Commitments listed",
        "commitments": "Commitments",
        "balances": "Balances",
    },
    "recording": {
        "recording_id": "Recording",
        "started_at": "Start",
        "call_date": "Day of the call",
        "clock_skew_s": "Correction of the clock",
        "indexed_duration_ms": "Length in the list",
        "direction": "Direction",
        "caseworker_id": "Caseworker",
        "further_caseworkers": "Further caseworkers",
        "extension": "Extension",
        "case_ref": "Case",
        "further_cases": "Further cases",
        "other_party": "Other party",
        "delete_after": "Delete after",
        "recorder": "Recorder",
        "path": "File",
        "sha256": "SHA-256",
        "second_path": "Second file",
        "second_sha256": "SHA-256 of the second file",
        "size_bytes": "Size",
        "duration_ms": "Length",
        "codec": "Codec",
        "rate_hz": "Sample rate",
        "channels": "Channels",
        "file_channels": "Channels in the file",
        "caseworker_channel": "Caseworker's channel",
        "truncated": "Cut short",
        "note": "Note",
    },
    "staff": {
        "staff_id": "Staff",
        "role": "Role",
        "team_id": "Team",
        "team_leader": "Team leader",
        "line_of_business": "Line of business",
        "grade": "Grade",
        "os_user": "Account",
    },
    "collected": {"figure": "Month and scheme", "month": "Month", "scheme": "Scheme", "collected": "Collected"},
}
"""Labels of every kind, in the order in which differences are told."""

_PENCE = frozenset(
    {
        "arrears",
        "net_income_weekly",
        "regular_maintenance_weekly",
        "lump_sum",
        "instalment",
        "protected_money_weekly",
        "commitments",
        "balances",
        "collected",
    }
)
_DAYS = frozenset(
    {"decision_date", "received_date", "income_date", "raised", "due", "closed", "call_date", "delete_after"}
)
_MOMENTS = frozenset({"started_at", "viewed_at"})
_LENGTHS = frozenset({"duration_ms", "indexed_duration_ms"})
_OURS = frozenset({"id", "version", "imported_at", "sheet", "reading", "started_offset_min", "viewed_offset_min"})
_SECONDS_A_MINUTE = 60
_MS_A_SECOND = 1000


class Difference(NamedTuple):
    """One figure that differs: the column, its label, and what stood before and stands after, in words."""

    column: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label} {self.before} → {self.after}"


def differences(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The figures that differ between two versions. A column that one of them never had counts as not held."""
    labels = LABELS.get(kind, {})
    others = sorted((before.keys() | after.keys()) - labels.keys() - _OURS)
    return tuple(
        Difference(name, labels.get(name, name.replace("_", " ").capitalize()), then, now)
        for name in (*labels, *others)
        if (then := in_words(name, before.get(name))) != (now := in_words(name, after.get(name)))
    )


def figures_differ(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> tuple[str, ...]:
    """The columns of a guide sheet that differ between two sets of figures as text (`sheet_facts.figures_of`)."""
    return tuple(name for name in SHEET_LABELS if (before.get(name) or None) != (after.get(name) or None))


def in_words(column: str, value: Any) -> str:
    """One stored figure as people read it: £60.00, 3 Oct 2009, 14 Sep 2009 10:31:00, 1:42, or "not held"."""
    if value is None or value == "":
        return NOT_HELD
    if column in _PENCE:
        return money(int(value))
    if column in _DAYS:
        return _day(date.fromisoformat(str(value)[:10]))
    if column in _MOMENTS:
        return _moment(datetime.fromisoformat(str(value)))
    if column in _LENGTHS:
        minutes, seconds = divmod(round(int(value) / _MS_A_SECOND), _SECONDS_A_MINUTE)
        return f"{minutes}:{seconds:02}"
    if column == "clock_skew_s":
        return f"{int(value):+} s"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def listed(found: Sequence[Difference]) -> str:
    """Differences in a sentence's clause: "Arrears £60.00 → £70.00; Decided 3 Oct 2009 → 4 Oct 2009"."""
    return "; ".join(str(each) for each in found)


def _day(when: date) -> str:
    return f"{when.day} {when:%b %Y}"


def _moment(when: datetime) -> str:
    aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    local = aware.astimezone(OFFICE_ZONE)
    return f"{_day(local.date())} {local:%H:%M:%S}"
