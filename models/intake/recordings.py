"""Taking recordings: each file is hashed, known ones are recognised by their content, new ones are decoded once.

Recordings are pointed at where they lie, never copied, moved or deleted. A file whose content is known under another
name is the same recording: the second place is remembered. A file whose content changed is a new version of it.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, NamedTuple, Protocol

from models.errors import RecordingUnreadable, Refusal
from models.intake.csv_rows import shown
from models.intake.recording_files import IndexRow, WantedFile, path_ids
from models.intake.request import KindReport
from models.recording import Recording
from models.sound_source import SoundSource
from models.store.imports import ImportStore, KnownRecording

CHUNK = 1024 * 1024
LENGTHS_DIFFER_MS = 1000
"""From here on it is remarked that the index tells another length than the decode."""

Check = Callable[[], None]
Report = Callable[[float, str], None]


class SoundFacts(Protocol):
    """What intake needs to know of a decoded file; `RecordingFacts` of the decoding job is one."""

    @property
    def codec(self) -> str: ...
    @property
    def rate_hz(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def file_channels(self) -> int: ...
    @property
    def duration_ms(self) -> int: ...
    @property
    def truncated(self) -> bool: ...
    @property
    def note(self) -> str: ...


Probe = Callable[[SoundSource], SoundFacts]
"""Decodes a whole recording and tells its facts. Raises RecordingUnreadable."""


class Shape(NamedTuple):
    """What a transcript must fit: channels and length of its recording."""

    channels: int
    duration_ms: int


class RecordingIntake:
    """Takes files one after another. `shapes`: the recordings taken so far, by recording_id, also in a dry run."""

    def __init__(self, imports: ImportStore, probe: Probe, check: Check, outcome: KindReport, *, dry_run: bool) -> None:
        self._imports = imports
        self._probe = probe
        self._check = check
        self._outcome = outcome
        self._dry_run = dry_run
        self._contents: set[str] = set()
        self.shapes: dict[str, Shape] = {}

    def take_all(self, wanted: list[WantedFile], report: Report) -> None:
        """Take every file; `report` follows the bytes read."""
        whole = sum(one.file.size_bytes for one in wanted) or 1
        done = 0
        for place, one in enumerate(wanted, 1):
            self._check()
            report(done / whole, f"Reading recordings: {place} of {len(wanted)}")
            self.take(one)
            done += one.file.size_bytes

    def take(self, wanted: WantedFile) -> None:
        """Take one file: new, unchanged, changed or refused."""
        path = wanted.file.path
        try:
            sha256, size_bytes = self._hash(path)
        except OSError as exc:
            self._refuse(path, f"cannot be read ({exc.strerror})")
            return
        row = wanted.row
        if row is not None and row.sha256 not in (None, sha256):
            reason = f"the file has another SHA-256 ({sha256}): it is not what the recorder listed"
            self._outcome.refused.append(Refusal(row.file, row.line, "sha256", row.sha256, reason))
            return
        if sha256 in self._contents:
            self._outcome.unchanged += 1
            known = self._imports.recording_with_content(sha256)
            if known is not None:
                self._place(known, path)
            return
        known = self._imports.recording_with_content(sha256)
        if known is not None:
            taken = self._take_known(wanted, known)
        else:
            taken = self._take_new(wanted, {"path": os.path.abspath(path), "sha256": sha256, "size_bytes": size_bytes})
        if taken:
            self._contents.add(sha256)

    def _take_known(self, wanted: WantedFile, known: KnownRecording) -> bool:
        """A file with the content of a recording that stands in the database; False when it was refused."""
        row = wanted.row
        recording_id = known.recording_id
        if row is None or not (row.recording_id == known.recording_id or _called_by_path(known)):
            self._outcome.unchanged += 1
        else:
            recording_id = row.recording_id
            other = self._imports.recording_with_id(recording_id)
            if other is not None and other.id != known.id:
                self._refuse_id(row, other)
                return False
            self._change(known, {"recording_id": recording_id} | row.facts)
            self._remark_length(row, known.duration_ms)
        self._place(known, wanted.file.path)
        self.shapes[recording_id] = Shape(known.channels, known.duration_ms)
        return True

    def _take_new(self, wanted: WantedFile, file_facts: dict[str, Any]) -> bool:
        """A file whose content is not known: a new recording, or new content of a known one; False when refused."""
        row, path = wanted.row, wanted.file.path
        before = self._known_by_place(wanted)
        recording_id = before.recording_id if before is not None else self._free_id(wanted)
        if recording_id is None:
            if row is not None:
                self._refuse_id(row, self._imports.recording_with_id(row.recording_id))
            else:
                self._refuse(path, f"another recording is called {wanted.ids[-1]!r} already")
            return False
        try:
            sound = self._probe(SoundSource(path))
        except RecordingUnreadable as exc:
            self._refuse(path, exc.reason)
            return False
        facts = file_facts | {
            "duration_ms": sound.duration_ms,
            "codec": sound.codec,
            "rate_hz": sound.rate_hz,
            "channels": sound.channels,
            "truncated": sound.truncated,
        }
        facts |= row.facts if row is not None else {}
        if before is not None:
            self._change(before, facts)
        else:
            self._write({"recording_id": recording_id} | facts)
        if sound.note:
            self._outcome.remarks.append(f"{recording_id}: {sound.note}")
        if row is not None:
            self._remark_length(row, sound.duration_ms)
        self.shapes[recording_id] = Shape(sound.channels, sound.duration_ms)
        return True

    def _known_by_place(self, wanted: WantedFile) -> KnownRecording | None:
        """The recording whose file this was before its content changed: by its place, or, when the index names it,
        also when its old file is gone."""
        ids = wanted.ids if wanted.row is not None else path_ids(wanted.file.name)
        for recording_id in ids:
            known = self._imports.recording_with_id(recording_id)
            if known is None or recording_id in self.shapes:
                continue
            gone = wanted.row is not None and not os.path.exists(known.path)
            if gone or known.path == os.path.abspath(wanted.file.path):
                return known
        return None

    def _free_id(self, wanted: WantedFile) -> str | None:
        for recording_id in wanted.ids:
            if recording_id not in self.shapes and self._imports.recording_with_id(recording_id) is None:
                return recording_id
        return None

    def _write(self, facts: dict[str, Any]) -> None:
        values = [tuple(facts.values())]
        self._imports.take(
            Recording, tuple(facts), values, dry_run=self._dry_run, beside={"caseworker_channel": 0, "clock_skew_s": 0}
        )
        self._outcome.new += 1

    def _change(self, known: KnownRecording, facts: dict[str, Any]) -> None:
        facts = {"id": known.id} | facts
        tally = self._imports.take(Recording, tuple(facts), [tuple(facts.values())], dry_run=self._dry_run)
        self._outcome.unchanged += tally.unchanged
        self._outcome.changed += tally.changed

    def _place(self, known: KnownRecording, path: Path) -> None:
        """Remember where a known recording lies, too; where its file is gone from the old place, it lies here now."""
        place = os.path.abspath(path)
        if place == known.path or self._dry_run:
            return
        if os.path.exists(known.path):
            self._imports.keep_path(known.id, place)
        else:
            self._imports.point_to(known.id, place)

    def _hash(self, path: Path) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self._check()
                digest.update(chunk)
                size += len(chunk)
        return digest.hexdigest(), size

    def _refuse(self, path: Path, reason: str) -> None:
        self._outcome.refused.append(Refusal(shown(path), None, None, None, reason))

    def _refuse_id(self, row: IndexRow, other: KnownRecording | None) -> None:
        where = f" ({other.path})" if other is not None else ""
        reason = f"this id belongs to another recording{where}"
        self._outcome.refused.append(Refusal(row.file, row.line, "recording_id", row.recording_id, reason))

    def _remark_length(self, row: IndexRow, duration_ms: int) -> None:
        told = row.facts.get("indexed_duration_ms")
        if told is not None and abs(told - duration_ms) > LENGTHS_DIFFER_MS:
            said = f"the index says {told / 1000:.1f} s, the file holds {duration_ms / 1000:.1f} s"
            self._outcome.remarks.append(f"{row.recording_id}: {said}")


def _called_by_path(known: KnownRecording) -> bool:
    """Whether the recording got its id from its path, since no index told one: then the index's own id is taken."""
    place = PurePath(known.path).as_posix()
    named = (place, os.path.splitext(place)[0])
    return known.started_at is None and any(name.endswith(f"/{known.recording_id}") for name in named)
