"""Taking recordings: each file is hashed, known ones are recognised by their content, new ones are decoded once.

Recordings are pointed at where they lie, never copied, moved or deleted. A file whose content is known under another
name is the same recording: the second place is remembered. A file whose content changed is a new version of it. Two
mono files may be the two legs of one call; the first one is what the recording is recognised by.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, NamedTuple, Protocol

from models.errors import RecordingUnreadable, Refusal
from models.file_hash import sha256_of
from models.intake.recorder_facts import RecorderFacts
from models.intake.recorder_index import IndexRow
from models.intake.recording_files import WantedFile, path_ids
from models.intake.request import KindReport
from models.intake.table import shown
from models.recording import Recording
from models.sound_source import SoundSource
from models.store.imports import ImportStore, KnownRecording
from models.store.places import KnownKeys, PlaceStore

LARGE_BYTES = 1 << 30
"""A file from here on is looked at before it is hashed: what is no recording is refused without reading terabytes."""
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
    """Takes files one after another. `shapes`: the recordings taken so far, by recording_id, also in a dry run.

    `recorder` says what no file says of itself; `places` where recordings lie.
    """

    def __init__(
        self,
        imports: ImportStore,
        places: PlaceStore,
        recorder: RecorderFacts,
        probe: Probe,
        check: Check,
        outcome: KindReport,
        *,
        dry_run: bool,
    ) -> None:
        self._imports = imports
        self._places = places
        self._recorder = recorder
        self._probe = probe
        self._check = check
        self._outcome = outcome
        self._dry_run = dry_run
        self._contents: set[str] = set()
        self._keys: KnownKeys | None = None
        self._count_bytes: Callable[[int], object] = lambda _count: None
        self.shapes: dict[str, Shape] = {}

    def take_all(self, wanted: list[WantedFile], report: Report) -> None:
        """Take every file; `report` follows the bytes read."""
        whole = sum(one.size_bytes for one in wanted) or 1
        done = 0
        for place, one in enumerate(wanted, 1):
            self._check()
            text = f"Reading recordings: {place:,} of {len(wanted):,}"
            report(done / whole, text)
            self._count_bytes = _Meter(done, whole, report, text)
            self.take(one)
            done += one.size_bytes

    def take(self, wanted: WantedFile) -> None:
        """Take one file, or the two of one call: new, unchanged, changed or refused."""
        path = wanted.file.path
        try:
            if wanted.file.size_bytes >= LARGE_BYTES:
                self._probe(self._source(wanted))
            sha256, size_bytes = sha256_of(path, self._check, self._count_bytes)
        except OSError as exc:
            self._refuse(path, f"cannot be read ({exc.strerror})")
            return
        except RecordingUnreadable as exc:
            self._refuse(path, exc.reason)
            return
        row = wanted.row
        if row is not None and row.sha256 not in (None, sha256):
            reason = f"the file has another SHA-256 ({sha256}): it is not what the recorder listed"
            self._outcome.refused.append(Refusal(row.file, row.line, "sha256", row.sha256, reason))
            return
        known = self._with_content(sha256)
        if sha256 in self._contents or (known is not None and known.sha256 != sha256):  # met already, or another leg
            self._outcome.unchanged += 1
            if known is not None and known.sha256 == sha256:
                self._place(known, path)
            return
        wanted, second_sha256 = self._with_second(wanted)
        if known is not None:
            taken = self._take_known(wanted, known, second_sha256)
        else:
            file_facts = {"path": os.path.abspath(path), "sha256": sha256, "size_bytes": size_bytes}
            taken = self._take_new(wanted, file_facts, second_sha256)
        if taken:
            self._contents.update(one for one in (sha256, second_sha256) if one is not None)

    def _with_second(self, wanted: WantedFile) -> tuple[WantedFile, str | None]:
        """The other leg's SHA-256; a leg that cannot be read, or is the same file once more, is left out."""
        if wanted.second is None:
            return wanted, None
        try:
            second_sha256, _ = sha256_of(wanted.second.path, self._check, self._count_bytes)
        except OSError as exc:
            self._refuse(wanted.second.path, f"cannot be read ({exc.strerror})")
            return wanted._replace(second=None), None
        return wanted, second_sha256

    def _take_known(self, wanted: WantedFile, known: KnownRecording, second_sha256: str | None) -> bool:
        """A file with the content of a recording that stands in the database; False when it was refused."""
        row = wanted.row
        shape = Shape(known.channels, known.duration_ms)
        facts: dict[str, Any] = {}
        if second_sha256 is not None and second_sha256 != known.second_sha256:
            sound, heard = self._sound_of(wanted)
            if sound is not None and heard.second is not None:
                facts = _sound_facts(wanted, sound, self._source(wanted), second_sha256)
                shape = Shape(sound.channels, sound.duration_ms)
                self._remark_own_recording(known, second_sha256)
        recording_id, told_id = known.recording_id, wanted.told_id
        is_told = row is not None or bool(wanted.told)
        if told_id is not None and told_id != recording_id:
            if _called_by_path(known):
                recording_id = told_id
                other = self._with_id(recording_id)
                if other is not None and other.id != known.id:
                    self._refuse_id(wanted, other)
                    return False
            else:  # the same content under another id is the same recording
                is_told = False
        if not is_told and not facts:
            self._outcome.unchanged += 1
        else:
            told = self._recorder.facts(wanted.facts, known) if is_told else {}
            self._change(known, {"recording_id": recording_id} | facts | told)
            if not self._dry_run:
                self._known_keys.ids.add(recording_id)
                self._known_keys.contents.update([second_sha256] if second_sha256 is not None else [])
            self._remark_length(row, shape.duration_ms)
        self._place(known, wanted.file.path)
        if wanted.second is not None:
            self._place_second(known, wanted.second.path)
        self.shapes[recording_id] = shape
        return True

    def _take_new(self, wanted: WantedFile, file_facts: dict[str, Any], second_sha256: str | None) -> bool:
        """A file whose content is not known: a new recording, or new content of a known one; False when refused."""
        row, path = wanted.row, wanted.file.path
        joined = self._known_by_other_leg(wanted, second_sha256)
        before = joined or self._known_by_place(wanted)
        recording_id = before.recording_id if before is not None else self._free_id(wanted)
        if recording_id is None:
            self._refuse_id(wanted, self._with_id(wanted.ids[-1]))
            return False
        sound, wanted = self._sound_of(wanted)
        if sound is None:
            return False
        second_sha256 = None if wanted.second is None else second_sha256
        facts = file_facts | _sound_facts(wanted, sound, self._source(wanted), second_sha256)
        facts |= self._recorder.facts(wanted.facts, before)
        if before is not None:
            self._change(before, facts)
            self._remember({"recording_id": recording_id} | facts)
            why = "is its other leg" if joined is not None else "has another content than before"
            self._outcome.remarks.append(f"{recording_id}: {path.name} {why}; it is version {before.version + 1}")
        else:
            self._write({"recording_id": recording_id} | facts, self._recorder.caseworker_channel(sound.channels))
        if sound.note:
            self._outcome.remarks.append(f"{recording_id}: {sound.note}")
        self._remark_length(row, sound.duration_ms)
        self.shapes[recording_id] = Shape(sound.channels, sound.duration_ms)
        return True

    def _sound_of(self, wanted: WantedFile) -> tuple[SoundFacts | None, WantedFile]:
        """What the decoder says of what is left: of two legs, one that is no recording is refused for itself. None when
        nothing is left."""
        try:
            return self._probe(self._source(wanted)), wanted
        except RecordingUnreadable as exc:
            if wanted.second is None:
                self._refuse(wanted.file.path, exc.reason)
                return None, wanted
            pair = exc.reason
        alone = wanted._replace(second=None)
        try:
            sound = self._probe(self._source(alone))
        except RecordingUnreadable as exc:
            self._refuse(wanted.file.path, exc.reason)
            return None, alone
        self._refuse(wanted.second.path, f"{pair}; {wanted.file.path.name} is taken as one channel")
        return sound, alone

    def _source(self, wanted: WantedFile) -> SoundSource:
        second = None if wanted.second is None else wanted.second.path
        return SoundSource(wanted.file.path, second, self._recorder.raw_form(wanted.file.path))

    def _known_by_other_leg(self, wanted: WantedFile, second_sha256: str | None) -> KnownRecording | None:
        """The recording of the same id that was taken from the other leg alone, while this one was missing."""
        known = None if second_sha256 is None else self._with_content(second_sha256)
        alone = known is not None and known.sha256 == second_sha256 and known.second_sha256 is None
        return known if alone and known is not None and known.recording_id in wanted.ids else None

    def _known_by_place(self, wanted: WantedFile) -> KnownRecording | None:
        """The recording whose file this was before its content changed: by its place, or, when the index names it,
        also when its old file is gone."""
        place = os.path.abspath(wanted.file.path)
        ids = wanted.ids if wanted.row is not None else path_ids(wanted.file.name)
        if wanted.row is None:
            lying = self._known_keys.at
            ids = (*([lying[place]] if place in lying else []), *wanted.ids, *ids)
        for recording_id in ids:
            known = self._with_id(recording_id)
            if known is None or recording_id in self.shapes:
                continue
            gone = wanted.row is not None and not os.path.exists(known.path)
            if gone or known.path == place:
                return known
        return None

    def _free_id(self, wanted: WantedFile) -> str | None:
        for recording_id in wanted.ids:
            if recording_id not in self.shapes and self._with_id(recording_id) is None:
                return recording_id
        return None

    @property
    def _known_keys(self) -> KnownKeys:
        if self._keys is None:
            self._keys = self._places.known()
        return self._keys

    def _with_content(self, sha256: str) -> KnownRecording | None:
        return self._imports.recording_with_content(sha256) if sha256 in self._known_keys.contents else None

    def _with_id(self, recording_id: str) -> KnownRecording | None:
        return self._imports.recording_with_id(recording_id) if recording_id in self._known_keys.ids else None

    def _remember(self, facts: dict[str, Any]) -> None:
        """What was just written is known from now on."""
        if not self._dry_run:
            keys = ("recording_id", "path", "sha256", "second_sha256")
            self._known_keys.add(*(facts[key] for key in keys))

    def _write(self, facts: dict[str, Any], caseworker_channel: int) -> None:
        values = [tuple(facts.values())]
        beside: dict[str, object] = {"caseworker_channel": caseworker_channel}
        if "clock_skew_s" not in facts:
            beside["clock_skew_s"] = 0
        self._imports.take(Recording, tuple(facts), values, dry_run=self._dry_run, beside=beside)
        self._outcome.new += 1
        self._remember(facts)

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

    def _place_second(self, known: KnownRecording, path: Path) -> None:
        """The other leg of a known recording lies here now, where its file is gone from the old place."""
        place = os.path.abspath(path)
        if known.second_path in (None, place) or self._dry_run or os.path.exists(known.second_path or ""):
            return
        self._places.point_to(known.id, place, second=True)

    def _refuse(self, path: Path, reason: str) -> None:
        self._outcome.refused.append(Refusal(shown(path), None, None, None, reason))

    def _refuse_id(self, wanted: WantedFile, other: KnownRecording | None) -> None:
        row = wanted.row
        if row is None:
            self._refuse(wanted.file.path, f"another recording is called {wanted.ids[-1]!r} already")
            return
        where = f" ({other.path})" if other is not None else ""
        reason = f"this id belongs to another recording{where}"
        self._outcome.refused.append(Refusal(row.file, row.line, "recording_id", row.recording_id, reason))

    def _remark_length(self, row: IndexRow | None, duration_ms: int) -> None:
        told = None if row is None else row.facts.get("indexed_duration_ms")
        if row is not None and told is not None and abs(told - duration_ms) > LENGTHS_DIFFER_MS:
            said = f"the index says {told / 1000:.1f} s, the file holds {duration_ms / 1000:.1f} s"
            self._outcome.remarks.append(f"{row.recording_id}: {said}")

    def _remark_own_recording(self, known: KnownRecording, second_sha256: str) -> None:
        own = self._with_content(second_sha256)
        if own is not None and own.id != known.id:
            self._outcome.remarks.append(
                f"{known.recording_id}: its other leg stands as a recording of its own, too: {own.recording_id}"
            )


class _Meter:
    """Tells the progress of a whole import while one file is read."""

    def __init__(self, done: int, whole: int, report: Report, text: str) -> None:
        self._done, self._whole, self._report, self._text = done, whole, report, text

    def __call__(self, count: int) -> None:
        self._done += count
        self._report(min(1.0, self._done / self._whole), self._text)


def _sound_facts(
    wanted: WantedFile, sound: SoundFacts, source: SoundSource, second_sha256: str | None
) -> dict[str, Any]:
    """Columns of the record that the decoder tells, in stored form."""
    reading = source.reading()
    second = wanted.second if second_sha256 is not None else None
    return {
        "duration_ms": sound.duration_ms,
        "codec": sound.codec,
        "rate_hz": sound.rate_hz,
        "channels": sound.channels,
        "file_channels": sound.file_channels,
        "truncated": sound.truncated,
        "note": sound.note or None,
        "reading": None if reading is None else json.dumps(reading, sort_keys=True, ensure_ascii=False),
        "second_path": None if second is None else os.path.abspath(second.path),
        "second_sha256": second_sha256,
    }


def _called_by_path(known: KnownRecording) -> bool:
    """Whether the recording got its id from its path, since no index told one: then the index's own id is taken."""
    place = PurePath(known.path).as_posix()
    named = (place, os.path.splitext(place)[0])
    return known.started_at is None and any(name.endswith(f"/{known.recording_id}") for name in named)
