"""The certificate of a sample, `steercheck.sample/1`: seed, frame and draws, so that anybody can draw the same again.

Between the draw (`models.sampling`) and the file, the database and the pack, in the keys and order of the command-line
contract. `models.sample_certificate_file` reads it back; whether it is true, `models.sample_redraw` says.

Filters stand there only where one was set. `excluded` are calls that would have been in the frame; size, hash and
strata are of what could be drawn, without them. A replacement takes a draw's position, with its reason.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from models.review_writing import office_time
from models.sampling import ALGORITHM, Draw, Stratum

SCHEMA = "steercheck.sample/1"


@dataclass(frozen=True)
class Filters:
    """What narrows the frame beside the period; None: not set. `min_seconds` is the least length of the call."""

    team: str | None = None
    scheme: str | None = None
    method: str | None = None
    verdict: str | None = None
    min_seconds: int | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Those that are set."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in told.items() if value is not None}


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Frame:
    """What could be drawn: the days of the calls (both included), the filters, how many there were, and their hash."""

    date_from: date
    date_to: date
    filters: Filters
    size: int
    sha256: str


@dataclass(frozen=True)
class Exclusion:
    """A call that was kept out of the frame, and why."""

    recording_id: str
    reason: str


@dataclass(frozen=True)
class Replacement:
    """A drawn call that could not be checked, and what took its place: the caseworker's next in rank, or none."""

    position: int
    recording_id: str
    replaced_by: str | None
    sheet_id: str | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Certificate:
    """How a sample was drawn. `earlier_draws` are the ids of samples that were drawn before on days of its period."""

    seed: str
    drawn_at: datetime
    drawn_by: str
    frame: Frame
    excluded: tuple[Exclusion, ...]
    earlier_draws: tuple[str, ...]
    strata: tuple[Stratum, ...]
    draws: tuple[Draw, ...]
    replacements: tuple[Replacement, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The certificate in the contract's keys and order."""
        frame = self.frame
        return {
            "schema": SCHEMA,
            "algorithm": ALGORITHM,
            "seed": self.seed,
            "drawn_at": office_time(self.drawn_at),
            "drawn_by": self.drawn_by,
            "frame": {
                "from": frame.date_from.isoformat(),
                "to": frame.date_to.isoformat(),
                "filters": frame.filters.as_dict(),
                "size": frame.size,
                "sha256": frame.sha256,
            },
            "excluded": [{"recording_id": each.recording_id, "reason": each.reason} for each in self.excluded],
            "earlier_draws_on_this_period": list(self.earlier_draws),
            "strata": [_stratum_values(each) for each in self.strata],
            "draws": [
                {
                    "position": each.position,
                    "recording_id": each.recording_id,
                    "sheet_id": each.sheet_id,
                    "caseworker_id": each.caseworker_id,
                }
                for each in self.draws
            ],
            "replacements": [
                {
                    "position": each.position,
                    "recording_id": each.recording_id,
                    "replaced_by": each.replaced_by,
                    "sheet_id": each.sheet_id,
                    "reason": each.reason,
                    "by": each.by,
                    "at": office_time(each.at),
                }
                for each in self.replacements
            ],
        }

    @property
    def wanted(self) -> dict[str | None, int]:
        """How many calls of each caseworker were asked for."""
        return {each.caseworker_id: each.wanted for each in self.strata}

    @property
    def standing(self) -> tuple[Draw, ...]:
        """The draws as they are to be checked: replaced ones changed for what took their place, or gone."""
        now: dict[int, Draw | None] = {each.position: each for each in self.draws}
        for each in self.replacements:
            before = now.get(each.position)
            if each.replaced_by is None or each.sheet_id is None or before is None:
                now[each.position] = None
            else:
                now[each.position] = replace(before, recording_id=each.replaced_by, sheet_id=each.sheet_id)
        return tuple(draw for draw in now.values() if draw is not None)


def _stratum_values(stratum: Stratum) -> dict[str, Any]:
    return {
        "caseworker_id": stratum.caseworker_id,
        "frame": stratum.frame,
        "wanted": stratum.wanted,
        "drawn": stratum.drawn,
        "weight": stratum.weight,
    }
