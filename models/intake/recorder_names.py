"""What the names of files tell, where a recorder keeps no index: by the pattern of a profile.

Between models.intake.recording_files and the pattern. Two mono files that are the legs of one call are told apart by
the group `leg`; all else in their names must agree.
"""

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from models.clock import office_date
from models.errors import Refusal
from models.intake import values
from models.intake.amounts import Unfit
from models.intake.date_forms import DateForm
from models.intake.folder import FoundFile
from models.intake.name_pattern import NamePattern
from models.intake.profile import NAME_GROUPS, RecorderProfile
from models.intake.recorder_index import split_shared
from models.intake.table import shown


class NamedFile(NamedTuple):
    """A file whose name told something: its id, None where the name has none; its leg; columns of the record.

    `unplaced` is a start that came twice that night, so that nobody can say when it was; else blank.
    """

    file: FoundFile
    recording_id: str | None
    leg: str | None
    facts: dict[str, Any]
    unplaced: str = ""


class NamedCall(NamedTuple):
    """One call: its first or only file, and the file of its other leg."""

    first: NamedFile
    second: NamedFile | None


class RecorderNames:
    """Reads names by one recorder's pattern."""

    def __init__(self, recorder: RecorderProfile, separator: str = ";") -> None:
        assert recorder.name_pattern is not None
        self._pattern = NamePattern(recorder.name_pattern, NAME_GROUPS)
        self._legs = recorder.legs
        self._separator = separator
        self._calendar = values.Calendar(
            () if recorder.start_form is None else (DateForm(recorder.start_form),),
            None if recorder.time_zone is None else ZoneInfo(recorder.time_zone),
        )

    def calls(
        self, files: Iterable[FoundFile], refused: list[Refusal], remarks: list[str]
    ) -> tuple[list[NamedCall], list[FoundFile]]:
        """The calls that names tell of, legs brought together, and the files whose names are of another form."""
        named: list[NamedFile] = []
        others: list[FoundFile] = []
        for file in files:
            told = self._pattern.match(Path(file.name).stem)
            if told is None:
                others.append(file)
                continue
            found = self._read(file, told)
            if isinstance(found, Refusal):
                refused.append(found)
            else:
                named.append(found)
                if found.unplaced:
                    remarks.append(
                        f"{file.name}: {found.unplaced} in its name came twice that night, as the clocks went back; it "
                        "is taken without its start, which an index can tell with its offset from UTC"
                    )
        if others and named:
            remarks.append(
                f"{len(others)} files have names that are not of the form the profile tells, the first of them "
                f"{others[0].name}; nothing was taken from their names"
            )
        return self._paired(named, remarks), others

    def _read(self, file: FoundFile, told: dict[str, str]) -> NamedFile | Refusal:
        facts: dict[str, Any] = {}
        group = unplaced = ""
        leg = told.pop("leg", None)
        try:
            for group, text in told.items():
                if group == "start":
                    try:
                        started, offset_min = self._calendar.moment(text)
                    except values.CameTwice:
                        unplaced = text
                        continue
                    call_date = office_date(started.replace(tzinfo=UTC))
                    facts |= {"started_at": started, "started_offset_min": offset_min, "call_date": call_date}
                else:
                    facts[group] = (
                        values.text(text) if group in ("direction", "other_party") else values.reference(text)
                    )
        except Unfit as exc:
            return Refusal(shown(file.path), None, group, told[group], f"in its name: {exc}")
        recording_id = facts.pop("recording_id", None)
        return NamedFile(file, recording_id, leg, split_shared(facts, self._separator), unplaced)

    def _paired(self, named: list[NamedFile], remarks: list[str]) -> list[NamedCall]:
        if self._legs is None:
            return [NamedCall(one, None) for one in named]
        calls: dict[tuple[object, ...], list[NamedFile]] = {}
        for one in named:
            calls.setdefault(_call_of(one), []).append(one)
        found: list[NamedCall] = []
        for files in calls.values():
            by_leg = {one.leg.casefold(): one for one in files if one.leg is not None}
            first, second = (by_leg.get(leg.casefold()) for leg in self._legs)
            if len(files) == 2 and first is not None and second is not None:
                found.append(NamedCall(first, second))
                continue
            for one in files:
                found.append(NamedCall(one, None))
                if one.leg is not None and len(files) == 1:
                    name = one.recording_id or one.file.name
                    remarks.append(f"{name}: only the leg {one.leg!r} of the call is there; it is taken as one channel")
            if len(files) > 1:
                names = ", ".join(sorted(one.file.name for one in files))
                remarks.append(f"these files cannot be told apart as the two legs of one call: {names}")
        return found


def _call_of(named: NamedFile) -> tuple[object, ...]:
    """What the legs of one call have in common."""
    place = named.file.name.rpartition("/")[0]
    return (
        place,
        named.recording_id,
        named.unplaced,
        tuple(sorted((name, str(value)) for name, value in named.facts.items())),
    )
