"""One import as it is told afterwards: what was asked for, what came of it, when, by whom and how it ended.

Put together when an import ends (`ImportAccount.of`), kept by `store.import_runs`, and turned into a document by
`models.intake.report_document`. Its stored form is plain values: places as text, counts, remarks, refusals.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from models.errors import Refusal
from models.import_run import RunState
from models.intake.request import KINDS, ImportReport, ImportRequest, KindReport
from models.sheet_difference import Difference

MOST_REFUSALS_KEPT = 5_000
"""Of one import, in the history; how many there were in all is kept besides."""
PARTS = ("recordings", "index", "sheets", "tasks", "views", "staff", "transcripts", "collections")
"""The parts of a request that name a place, in the order they are told."""


class ChangedRow(NamedTuple):
    """One record an import changed. `kind` as in the report ("sheets"), `key` the department's own id."""

    kind: str
    key: str
    figures: tuple[Difference, ...]


@dataclass(frozen=True)
class ImportAccount:
    """What an import was. `places`: part of the request -> the path as it was shown.

    `person` is a staff id or "os:<user>"; `profile` the name of the import profile; `not_listed` how many refusals are
    counted but not among `report.refusals`; `why` the sentence of a failure.
    """

    places: tuple[tuple[str, str], ...]
    report: ImportReport
    started_at: datetime
    finished_at: datetime
    person: str | None = None
    state: RunState = RunState.FINISHED
    profile: str | None = None
    not_listed: int = 0
    why: str = ""

    @classmethod
    def of(
        cls,
        request: ImportRequest,
        report: ImportReport,
        started_at: datetime,
        finished_at: datetime,
        *,
        person: str | None = None,
        state: RunState = RunState.FINISHED,
        why: str = "",
    ) -> "ImportAccount":
        """The account of an import that just ended."""
        chosen = ((part, getattr(request, part)) for part in PARTS)
        places = tuple((part, _shown(path)) for part, path in chosen if path is not None)
        profile = getattr(getattr(request, "profile", None), "name", None)
        return cls(places, report, started_at, finished_at, person, state, profile, 0, why)

    @property
    def duration(self) -> timedelta:
        return max(self.finished_at - self.started_at, timedelta())

    @property
    def refused(self) -> int:
        """How many rows and files were refused, also those not listed."""
        return sum(len(part.refused) for _kind, part in self.report.kinds()) + self.not_listed

    def stored_request(self) -> dict[str, Any]:
        """The request as plain values."""
        return {"places": dict(self.places)}

    def stored_report(self) -> dict[str, Any]:
        """The report as plain values, with no more refusals than `MOST_REFUSALS_KEPT`."""
        room = MOST_REFUSALS_KEPT
        kinds: dict[str, Any] = {}
        for kind, part in self.report.kinds():
            kept = part.refused[:room]
            room -= len(kept)
            kinds[kind] = {
                "new": part.new,
                "unchanged": part.unchanged,
                "changed": part.changed,
                "remarks": [_shown(remark) for remark in part.remarks],
                "refused": [_plain(refusal) for refusal in kept],
            }
        left_out = self.refused - (MOST_REFUSALS_KEPT - room)
        return {"kinds": kinds, "not_listed": left_out, "dry_run": self.report.dry_run, "why": self.why}


def places_from(stored: Any) -> tuple[tuple[str, str], ...]:
    """The places of a stored request; empty for one of another shape."""
    places = stored.get("places", {}) if isinstance(stored, dict) else {}
    return tuple((part, str(places[part])) for part in PARTS if part in places)


def report_from(stored: Any) -> tuple[ImportReport, int, str]:
    """Report, refusals not listed, and the sentence of a failure, from their stored form."""
    kinds = stored.get("kinds", {}) if isinstance(stored, dict) else {}
    report = ImportReport(dry_run=bool(stored.get("dry_run")))
    for kind in KINDS:
        told = kinds.get(kind)
        if told is not None:
            setattr(report, kind, _kind_from(told))
    return report, int(stored.get("not_listed", 0)), str(stored.get("why", ""))


def _kind_from(told: dict[str, Any]) -> KindReport:
    names = [field.name for field in fields(Refusal)]
    return KindReport(
        new=told["new"],
        unchanged=told["unchanged"],
        changed=told["changed"],
        refused=[Refusal(**{name: one.get(name) for name in names}) for one in told["refused"]],
        remarks=list(told["remarks"]),
    )


def _plain(refusal: Refusal) -> dict[str, object]:
    return {name: _shown(value) if isinstance(value, str) else value for name, value in refusal.as_dict().items()}


def _shown(text: object) -> str:
    """A path or a text that can be written, also when it is not UTF-8."""
    return str(text).encode("utf-8", "replace").decode()
