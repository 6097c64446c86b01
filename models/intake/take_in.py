"""The way in: takes everything a request names, in the order in which things refer to each other.

Staff, recordings, guide sheets, Task 567 entries, Caseworker Online views, transcripts. What cannot be taken is listed
and the rest is kept. Rows are written in batches as they are read, so a stop (`check` raises Cancelled) leaves what was
finished before, whole; taking the same things in again goes on from there. Matching runs after this, by the caller.
"""

from collections.abc import Callable
from pathlib import Path

from models.intake.csv_rows import FileRefused
from models.intake.lists import SHEETS, TASKS, VIEWS
from models.intake.recording_files import wanted_files
from models.intake.recordings import Probe, RecordingIntake, Shape
from models.intake.request import ImportReport, ImportRequest
from models.intake.take_lists import ListIntake
from models.intake.take_transcripts import TranscriptIntake
from models.store import Store

Check = Callable[[], None]
Report = Callable[[float, str], None]
Step = Callable[[Path, Report], None]


def take_in(store: Store, request: ImportRequest, probe: Probe, report: Report, check: Check) -> ImportReport:
    """Take in what `request` names; `probe` decodes a recording and tells its facts.

    `report(fraction, text)` follows the work; `check` raises Cancelled when the person stopped it.
    """
    outcome = ImportReport(dry_run=request.dry_run)
    shapes: dict[str, Shape] = {}
    lists = ListIntake(store.imports, check, dry_run=request.dry_run)

    def take_recordings(_place: Path, tell: Report) -> None:
        intake = RecordingIntake(store.imports, probe, check, outcome.recordings, dry_run=request.dry_run)
        tell(0.0, "Looking through the recordings")
        try:
            wanted = wanted_files(request.recordings, request.index, outcome.recordings.refused, check)
        except FileRefused as exc:
            outcome.recordings.refused.append(exc.refusal)
            return
        intake.take_all(wanted, tell)
        shapes.update(intake.shapes)

    def take_transcripts(folder: Path, tell: Report) -> None:
        intake = TranscriptIntake(store.imports, store.transcripts, shapes, check, dry_run=request.dry_run)
        intake.take(folder, outcome.transcripts, tell)

    steps: list[tuple[Path | None, Step]] = [
        (request.staff, lambda path, _tell: lists.take_staff(path, outcome.staff)),
        (request.recordings or request.index, take_recordings),
        (request.sheets, lambda path, tell: lists.take(path, SHEETS, outcome.sheets, tell)),
        (request.tasks, lambda path, tell: lists.take(path, TASKS, outcome.tasks, tell)),
        (request.views, lambda path, tell: lists.take(path, VIEWS, outcome.views, tell)),
        (request.transcripts, take_transcripts),
    ]
    asked = [(path, step) for path, step in steps if path is not None]
    for place, (path, step) in enumerate(asked):
        check()
        step(path, _part(report, place, len(asked)))
    report(1.0, "Taken in")
    return outcome


def _part(report: Report, place: int, whole: int) -> Report:
    """A report for one of several steps of equal share."""
    return lambda fraction, text: report((place + fraction) / whole, text)
