"""What matching came to: the JSON of `steercheck match`, and the candidates a person chooses from.

Built by the match store from the records; a recording or a sheet counts as matched only with a tie that is settled, so
whatever is proposed or ambiguous also stands among those without.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from models.clock_skew import ClockDoubt
from models.match_points import Point
from models.matching import MatchRule

REASON_CODES = {MatchRule.REFERENCE: "CONFLICT", MatchRule.CASE: "SAME_CASE", MatchRule.PERSON: "SAME_CASEWORKER_DAY"}
"""Why an open tie is only a candidate: the contract's word for a contradicted reference, and ours for the others."""


class OpenTie(NamedTuple):
    """A tie that waits for a person. `certainty` 0 to 1; `reason` a code, `words` for people."""

    sheet_id: str
    recording_id: str
    reason: str
    certainty: float
    words: str

    def as_dict(self, *, with_sheet: bool) -> dict[str, object]:
        own: dict[str, object] = {"sheet_id": self.sheet_id} if with_sheet else {}
        return own | {"recording_id": self.recording_id, "reason": self.reason, "certainty": self.certainty}


@dataclass(frozen=True)
class CrossCheck:
    """A list beside the sheets (Task 567, Caseworker Online): how many entries found their sheet, and which did not."""

    matched: int = 0
    unmatched: tuple[str, ...] = ()
    cited_but_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatchReport:
    """All ids are the department's own, in order."""

    by_reference: int = 0
    by_case: int = 0
    by_person: int = 0
    linked: int = 0
    proposed: tuple[OpenTie, ...] = ()
    ambiguous: dict[str, tuple[OpenTie, ...]] = field(default_factory=dict)
    recordings_without_sheet: tuple[str, ...] = ()
    sheets_without_recording: tuple[str, ...] = ()
    tasks: CrossCheck = CrossCheck()
    views: CrossCheck = CrossCheck()
    clock_doubts: tuple[ClockDoubt, ...] = ()
    """For people only: recorders whose clock may be wrong; never applied by itself."""

    @property
    def matched(self) -> int:
        """Sheets with their primary call; `by_person` are those a person decided or confirmed."""
        return self.by_reference + self.by_case + self.by_person

    def as_dict(self) -> dict[str, object]:
        """The JSON document of `steercheck match`."""
        return {
            "matched": self.matched,
            "by": {"reference": self.by_reference, "case": self.by_case, "person": self.by_person},
            "proposed": [tie.as_dict(with_sheet=True) for tie in self.proposed],
            "ambiguous": [
                {"sheet_id": sheet_id, "candidates": [tie.as_dict(with_sheet=False) for tie in ties]}
                for sheet_id, ties in self.ambiguous.items()
            ],
            "recordings_without_sheet": list(self.recordings_without_sheet),
            "sheets_without_recording": list(self.sheets_without_recording),
            "tasks": {"matched": self.tasks.matched, "unmatched": list(self.tasks.unmatched)},
            "views": {
                "matched": self.views.matched,
                "unmatched": list(self.views.unmatched),
                "cited_but_missing": list(self.views.cited_but_missing),
            },
        }


@dataclass(frozen=True)
class Candidate:
    """A recording that may belong to a sheet; `certainty` 0 to 1, `reason` in words.

    `points` are what agrees and what contradicts; `sheets` the sheets it already belongs to, the leading one first;
    `apart` says that a person keeps the two apart.
    """

    recording_id: str
    started_at: datetime | None
    caseworker_id: str | None
    case_ref: str | None
    duration_ms: int
    reason: str
    certainty: float
    points: tuple[Point, ...] = ()
    direction: str | None = None
    other_party: str | None = None
    recorder: str | None = None
    sheets: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class SheetCandidate:
    """A sheet that may belong to a recording; `certainty` 0 to 1, `reason` in words.

    `points` are what agrees and what contradicts; `recordings` the calls it already has, its own first; `apart` says
    that a person keeps the two apart.
    """

    sheet_id: str
    decision_date: date | None
    caseworker_id: str | None
    case_ref: str | None
    method_agreed: str | None
    reason: str
    certainty: float
    points: tuple[Point, ...] = ()
    recordings: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class CallFacts:
    """What is known of one recording, to be laid beside the sheets it could belong to."""

    recording_id: str
    started_at: datetime | None
    caseworkers: tuple[str, ...]
    cases: tuple[str, ...]
    duration_ms: int
    direction: str | None
    other_party: str | None
    recorder: str | None


@dataclass(frozen=True)
class SheetSide:
    """What is known of one sheet, to be laid beside the calls that could be its own."""

    sheet_id: str
    decision_date: date | None
    caseworker_id: str | None
    case_ref: str | None
    recording_ref: str | None
    method_agreed: str | None
    team: str | None
