"""Taking transcripts: a folder of JSON files, each checked against its recording.

The same content again changes nothing; other content is a further transcript of the recording, and the newest counts.
"""

from collections.abc import Callable
from pathlib import Path

from models.errors import Refusal
from models.intake.csv_rows import FileRefused, shown
from models.intake.folder import beside_transcripts, walk
from models.intake.recordings import Shape
from models.intake.request import KindReport
from models.intake.transcript_file import read_transcript
from models.store.imports import ImportStore
from models.store.transcripts import TranscriptStore, content_hash

Check = Callable[[], None]
Report = Callable[[float, str], None]


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
    ) -> None:
        self._imports = imports
        self._transcripts = transcripts
        self._shapes = shapes
        self._check = check
        self._dry_run = dry_run
        self._seen: dict[str, set[str]] = {}

    def take(self, place: Path, outcome: KindReport, report: Report) -> None:
        """Take every transcript of a folder, or a single file."""
        if place.is_file():
            paths = [place]
        else:
            paths = [file.path for file in walk(place, beside_transcripts, outcome.refused, self._check)]
        for number, path in enumerate(paths, 1):
            self._check()
            report((number - 1) / len(paths), f"Reading transcripts: {number} of {len(paths)}")
            if path.suffix.casefold() != ".json":
                reason = "not a transcript in JSON; other forms are not taken"
                outcome.refused.append(Refusal(shown(path), None, None, None, reason))
                continue
            try:
                self._take(path, outcome)
            except FileRefused as exc:
                outcome.refused.append(exc.refusal)

    def _take(self, path: Path, outcome: KindReport) -> None:
        told = read_transcript(path, self._shape)
        content = content_hash(told.segments, told.engine, told.model)
        seen = self._seen.setdefault(told.recording_id, set())
        if content in seen or self._transcripts.has(told.recording_id, content):
            outcome.unchanged += 1
            return
        if seen or self._transcripts.has(told.recording_id):
            outcome.changed += 1
        else:
            outcome.new += 1
        if not self._dry_run:
            self._transcripts.add(told.recording_id, told.segments, told.engine, told.model)
        seen.add(content)

    def _shape(self, recording_id: str) -> Shape | None:
        known = self._shapes.get(recording_id)
        if known is None:
            found = self._imports.recording_with_id(recording_id)
            known = None if found is None else Shape(found.channels, found.duration_ms)
        return known
