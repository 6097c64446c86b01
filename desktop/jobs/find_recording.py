"""Finding the file of a recording again: where it was, at the other places it was seen at, or where a person points.

Recordings belong to the recorder, who moves, changes and removes them. A file is taken for the recording only when its
SHA-256 is the recording's: evidence must never be taken from another sound. No Qt here; `desktop.state.relocation` and
the open call run these as jobs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import InputRefused, RecordingUnreadable, Refusal
from models.file_hash import sha256_of
from models.intake.folder import walk
from models.recording import Recording
from models.store import Store

Check = Callable[[], None]
Report = Callable[[float, str], None]

NOT_PLAYED = "It is not played, so that nothing is taken as evidence from another sound."


class Lack(StrEnum):
    """What became of a file since it was imported."""

    REMOVED = "removed"
    CHANGED = "changed"
    OUT_OF_REACH = "out of reach"


@dataclass(frozen=True)
class Leg:
    """One file of a recording as it was imported; `second`: the other leg of a call in two mono files."""

    path: Path
    sha256: str
    size_bytes: int | None
    second: bool = False
    only: bool = True

    @property
    def noun(self) -> str:
        """What people call it: "VR-1.wav", or "VR-1-agent.wav, one leg of the call,"."""
        return self.path.name if self.only else f"{self.path.name}, one leg of the call,"


class RecordingAway(RecordingUnreadable):
    """The file is not there, or is another one; `lack` says which, `leg` whose file it is."""

    code = "RECORDING_AWAY"

    def __init__(self, leg: Leg, lack: Lack, words: str) -> None:
        super().__init__(leg.path, words)
        self.message = words
        self.leg = leg
        self.lack = lack


def legs_of(recording: Recording) -> tuple[Leg, ...]:
    """The one or two files of a recording."""
    only = recording.second_path is None
    first = Leg(Path(recording.path), recording.sha256, recording.size_bytes or None, only=only)
    if recording.second_path is None or recording.second_sha256 is None:
        return (first,)
    return first, Leg(Path(recording.second_path), recording.second_sha256, None, second=True, only=False)


def locate(leg: Leg, seen_at: Callable[[], tuple[str, ...]], check: Check) -> Path:
    """Where the file lies now: its own place when a file of its size lies there (what it holds is looked at while it
    plays), else the first of the other places that holds its very content. Raises RecordingAway."""
    standing = _standing(leg)
    if standing is None:
        return leg.path
    place = place_holding(leg, seen_at(), check)
    if place is None:
        raise standing
    return place


def stands(leg: Leg) -> bool:
    """Whether a file of its size lies where it was."""
    return _standing(leg) is None


def place_holding(leg: Leg, seen_at: tuple[str, ...], check: Check) -> Path | None:
    """The first of these places that holds the content of this leg."""
    return next((place for place in map(Path, seen_at) if place != leg.path and holds(leg, place, check)), None)


def holds(leg: Leg, place: Path, check: Check) -> bool:
    """Whether a file has the content of this leg; no for one that cannot be read."""
    try:
        if leg.size_bytes is not None and place.stat().st_size != leg.size_bytes:
            return False
        return sha256_of(place, check)[0] == leg.sha256
    except OSError:
        return False


def changed(leg: Leg) -> RecordingAway:
    """What is said of a file whose size is as it was and whose content is not."""
    return RecordingAway(
        leg, Lack.CHANGED, f"{leg.noun} was changed since it was imported: its content is another. {NOT_PLAYED}"
    )


def _standing(leg: Leg) -> RecordingAway | None:
    """None when a file of the right size lies where it was."""
    folder = leg.path.parent
    try:
        size = leg.path.stat().st_size
    except OSError as exc:
        if not folder.is_dir():
            words = f"{leg.noun} is out of reach: the folder {folder} is not there (is a drive not connected?)."
            return RecordingAway(leg, Lack.OUT_OF_REACH, words)
        if not isinstance(exc, FileNotFoundError):
            return RecordingAway(leg, Lack.OUT_OF_REACH, f"{leg.noun} is out of reach: {exc.strerror}.")
        return RecordingAway(leg, Lack.REMOVED, f"{leg.noun} was removed or moved: it is no longer in {folder}.")
    if leg.size_bytes is None or size == leg.size_bytes:
        return None
    words = f"{leg.noun} was changed since it was imported: {leg.size_bytes:,} bytes then, {size:,} now. {NOT_PLAYED}"
    return RecordingAway(leg, Lack.CHANGED, words)


def point_to(store: Store, recording: Recording, leg: Leg, place: Path) -> Callable[[Report, Check], Recording]:
    """The job: take `place` (a file, or a folder to look through) as where this leg lies. Answers with the record as it
    then stands; raises InputRefused when nothing there has the leg's content: then nothing was changed."""

    def job(report: Report, check: Check) -> Recording:
        found = (
            _in_folder(leg, place, report, check) if place.is_dir() else _as_file(store, recording, leg, place, check)
        )
        return store.places.point_to(recording.id, str(found.absolute()), second=leg.second)

    return job


def _as_file(store: Store, recording: Recording, leg: Leg, place: Path, check: Check) -> Path:
    try:
        sha256, _ = sha256_of(place, check)
    except OSError as exc:
        raise InputRefused(f"{place.name} cannot be read ({exc.strerror}). Nothing was changed.") from exc
    if sha256 == leg.sha256:
        return place
    other = store.imports.recording_with_content(sha256)
    if other is not None and other.id != recording.id:
        raise InputRefused(f"{place.name} is another recording, {other.recording_id}. Nothing was changed.")
    if place.name == leg.path.name:
        raise InputRefused(
            f"{place.name} is a changed version: it has the name of the recording and another content. {NOT_PLAYED} "
            "Import the folder it lies in to take it as a new version."
        )
    raise InputRefused(
        f"{place.name} is not this recording: its content is another, and no recording known here has it. "
        "Nothing was changed."
    )


def _in_folder(leg: Leg, folder: Path, report: Report, check: Check) -> Path:
    """The first file below `folder` with the leg's content; those of its own name are looked at first."""
    refused: list[Refusal] = []
    report(0.0, f"Looking through {folder.name or folder}")
    files = list(walk(folder, lambda _name, _beside: False, refused, check))
    fitting = [one for one in files if leg.size_bytes in (None, one.size_bytes)]
    fitting.sort(key=lambda one: one.path.name != leg.path.name)
    for at, one in enumerate(fitting):
        report(at / len(fitting), f"Looking at {at + 1} of {len(fitting)} files")
        if holds(leg, one.path, check):
            return one.path
    unread = f" {len(refused)} could not be looked at." if refused else ""
    raise InputRefused(f"None of the {len(files):,} files in {folder} is {leg.path.name}.{unread} Nothing was changed.")
