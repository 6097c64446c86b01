"""Taking transcripts: a folder of files in any form, each laid on its recording.

The same content again changes nothing; other content is a further transcript of the recording, and the newest counts.
Where one transcript lies there in several forms (engines write a .json, a .vtt and a .txt at once), the fullest is
taken. What a form could not tell, or what was mended, stands in the remarks.
"""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from models.errors import Refusal
from models.intake.folder import FoundFile, beside_transcripts, walk
from models.intake.profile import TranscriptProfile
from models.intake.recordings import Shape
from models.intake.request import KindReport
from models.intake.table_form import shown
from models.intake.transcripts.belonging import Belonging, stems_of
from models.intake.transcripts.fit import Recorded, fitted
from models.intake.transcripts.forms import read_file
from models.intake.transcripts.remarks import LossBook, names_in_words
from models.intake.transcripts.speakers import Speakers
from models.intake.transcripts.told import Loss, Told, Unfit, Untimed
from models.store.imports import ImportStore
from models.store.transcripts import TranscriptStore, content_hash
from models.transcript import IMPORTED, SpokenSegment

Check = Callable[[], None]
Report = Callable[[float, str], None]

FULLEST_FIRST = (".json", ".csv", ".vtt", ".srt", ".tsv")
"""Of one transcript in several forms, the earlier tell more."""
SOUND_ENDINGS = frozenset(
    {
        *(".wav", ".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".aac", ".wma", ".amr", ".gsm", ".g722", ".g729"),
        *(".spx", ".w64", ".rf64", ".au", ".aif", ".aiff", ".caf", ".mp4", ".webm", ".mka", ".mkv", ".3gp", ".vox"),
        *(".raw", ".pcm", ".ul", ".al"),
    }
)
"""Engines write beside the sound; what is named as sound is no transcript and passed over, which is said."""
_WORD = re.compile(r"[a-z0-9£']+")


class _Read(NamedTuple):
    """A transcript that was read and fits its recording; `words`: a hash of what is said, whoever cut it how.

    `leg`: the channel, when it is the transcript of one of the two files of a call.
    """

    file: FoundFile
    form: str
    recording_id: str
    segments: tuple[SpokenSegment, ...]
    engine: str
    model: str | None
    losses: list[Loss]
    words: str
    leg: int | None


class TranscriptIntake:
    """Takes transcripts. `shapes`: recordings taken in the same import, which a dry run has not written."""

    def __init__(
        self,
        imports: ImportStore,
        transcripts: TranscriptStore,
        shapes: dict[str, Shape],
        check: Check,
        *,
        dry_run: bool,
        profile: TranscriptProfile | None = None,
    ) -> None:
        self._imports = imports
        self._transcripts = transcripts
        self._shapes = shapes
        self._check = check
        self._dry_run = dry_run
        self._seen: dict[str, set[str]] = {}
        self._speakers = Speakers(profile.speakers if profile else None)
        pattern = profile.name_pattern if profile else None
        self._belonging = Belonging(self._is_known, self._by_file_name, pattern)
        self._losses = LossBook()
        self._legs: dict[str, dict[int, _Read]] = {}
        self._poorer: list[str] = []
        self._untimed: list[str] = []

    def take(self, place: Path, outcome: KindReport, report: Report) -> None:
        """Take every transcript of a folder, or a single file."""
        if place.is_file():
            files = [FoundFile(place, place.name, 0)]
        else:
            files = self._without_sound(list(walk(place, beside_transcripts, outcome.refused, self._check)), outcome)
        groups: dict[str, list[FoundFile]] = {}
        for file in files:
            groups.setdefault(str(PurePosixPath(file.name).with_suffix("")), []).append(file)
        done = 0
        for group in groups.values():
            self._take_group(sorted(group, key=_poverty), outcome, lambda at: report(*_progress(at, len(files))), done)
            done += len(group)
        self._keep_legs(outcome)
        outcome.remarks.extend(self._losses.sentences())
        for names, clause in (
            (self._poorer, "the same as in a fuller form beside it, which was taken"),
            (self._untimed, "without times, which a form beside it has; that was taken"),
        ):
            if names:
                outcome.remarks.append(f"{names_in_words(names)}: {clause}.")

    def _without_sound(self, files: list[FoundFile], outcome: KindReport) -> list[FoundFile]:
        sound = [file.name for file in files if file.path.suffix.casefold() in SOUND_ENDINGS]
        if not sound:
            return files
        outcome.remarks.append(f"{names_in_words(sound)}: named as sound and passed over.")
        return [file for file in files if file.path.suffix.casefold() not in SOUND_ENDINGS]

    def _take_group(self, group: list[FoundFile], outcome: KindReport, tell: Callable[[int], None], done: int) -> None:
        """Take files named alike, the fullest first; one that says the same with less changes nothing."""
        told: list[_Read] = []
        for number, file in enumerate(group):
            self._check()
            tell(done + number)
            try:
                found = self._read(file)
            except Untimed as exc:
                if told:
                    outcome.unchanged += 1
                    self._untimed.append(file.name)
                else:
                    outcome.refused.append(_refusal(file.path, exc))
            except (Unfit, OSError) as exc:
                outcome.refused.append(_refusal(file.path, exc))
            else:
                if any(_says_the_same(fuller, found) for fuller in told):
                    outcome.unchanged += 1
                    self._poorer.append(file.name)
                else:
                    told.append(found)
        further = []
        for found in told:
            legs = self._legs.setdefault(found.recording_id, {}) if found.leg is not None else {}
            if found.leg is None or found.leg in legs:
                further.append(found)
            else:
                legs[found.leg] = found
        for found in reversed(further):
            self._keep(found, outcome)

    def _read(self, file: FoundFile) -> _Read:
        """Read a file and lay it on its recording. Raises Unfit, OSError."""
        told = read_file(file.path)
        recording_id = self._belonging.of(file.name, told.recording_id)
        recorded = self._recorded(recording_id)
        if recorded is None:
            raise Unfit("recording_id", recording_id, "no recording has this id")
        leg = self._leg(file, told, recorded, recording_id)
        engine, model, form = told.engine or IMPORTED, told.model, told.form
        segments, losses = fitted(told, recorded, self._speakers)
        spoken = sorted(_WORD.findall(" ".join(segment.text for segment in segments).casefold()))
        words = hashlib.sha256(" ".join(spoken).encode()).hexdigest()
        return _Read(file, form, recording_id, segments, engine, model, losses, words, leg)

    def _leg(self, file: FoundFile, told: Told, recorded: Recorded, recording_id: str) -> int | None:
        """The channel of a transcript that is called after one of the two files of its call; put on all it tells."""
        if recorded.channels < 2 or any(stretch.channel is not None for stretch in told.stretches):
            return None
        called = {stem.casefold() for stem in stems_of(PurePosixPath(file.name).name)}
        for leg, path in enumerate(self._transcripts.legs(recording_id) or ()):
            if not called.isdisjoint(_names(path)):
                for stretch in told.stretches:
                    stretch.channel = leg
                return leg
        return None

    def _keep_legs(self, outcome: KindReport) -> None:
        """Keep the transcripts of the two files of a call as one; one alone as it is, which is said."""
        alone: list[str] = []
        for legs in self._legs.values():
            first, *rest = (legs[leg] for leg in sorted(legs))
            if not rest:
                alone.append(first.file.name)
            both = sorted(
                (segment for leg in legs.values() for segment in leg.segments),
                key=lambda segment: (segment.start_ms, segment.channel),
            )
            self._keep(first._replace(segments=tuple(both)), outcome, files=len(legs))
            for other in rest:
                self._losses.note(other.file.name, other.form, other.losses)
        if alone:
            outcome.remarks.append(f"{names_in_words(alone)}: one side of the call only.")

    def _keep(self, found: _Read, outcome: KindReport, files: int = 1) -> None:
        content = content_hash(found.segments, found.engine, found.model)
        seen = self._seen.setdefault(found.recording_id, set())
        if content in seen or self._transcripts.has(found.recording_id, content):
            outcome.unchanged += files
            return
        if seen or self._transcripts.has(found.recording_id):
            outcome.changed += files
        else:
            outcome.new += files
        if not self._dry_run:
            self._transcripts.add(found.recording_id, found.segments, found.engine, found.model)
        seen.add(content)
        self._losses.note(found.file.name, found.form, found.losses)

    def _is_known(self, recording_id: str) -> bool:
        return recording_id in self._shapes or self._imports.recording_with_id(recording_id) is not None

    def _recorded(self, recording_id: str) -> Recorded | None:
        """What the transcript must fit; of a recording taken in this import, as it is from now on."""
        standing = self._transcripts.recorded(recording_id)
        fresh = self._shapes.get(recording_id)
        if fresh is not None:
            return Recorded(fresh.channels, fresh.duration_ms, standing[2] if standing else 0)
        return None if standing is None else Recorded(*standing)

    def _by_file_name(self) -> dict[str, set[str]]:
        """The ids of the recordings by the names of their files, with and without the ending, lower case."""
        named = [*self._transcripts.recording_files(), *((key, key) for key in self._shapes)]
        found: dict[str, set[str]] = {}
        for recording_id, path in named:
            for called in _names(path):
                found.setdefault(called, set()).add(recording_id)
        return found


def _names(path: str) -> set[str]:
    """What a file is called, with and without its ending, lower case."""
    name = PurePosixPath(path.replace("\\", "/")).name.casefold()
    return {name, PurePosixPath(name).stem}


def _says_the_same(one: _Read, other: _Read) -> bool:
    return (one.recording_id, one.words) == (other.recording_id, other.words)


def _poverty(file: FoundFile) -> tuple[int, str]:
    """How little a form tells: the fullest sort first."""
    ending = file.path.suffix.casefold()
    return (FULLEST_FIRST.index(ending) if ending in FULLEST_FIRST else len(FULLEST_FIRST), file.name)


def _progress(done: int, whole: int) -> tuple[float, str]:
    return done / whole, f"Reading transcripts: {done + 1} of {whole}"


def _refusal(path: Path, exc: Unfit | OSError) -> Refusal:
    if isinstance(exc, OSError):
        return Refusal(shown(path), None, None, None, f"cannot be read ({exc.strerror})")
    return Refusal(shown(path), exc.line, exc.column, _printable(exc.value), str(exc))


def _printable(value: object) -> str | None:
    """A value of the document as a refusal shows it."""
    if value is None:
        return None
    try:
        return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return "(nested too deep to be shown)"
