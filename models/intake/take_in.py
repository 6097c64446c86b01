"""The way in: takes everything a request names, in the order in which things refer to each other.

Staff, recordings, guide sheets, Task 567 entries, Caseworker Online views, transcripts, what was collected. What cannot
be taken is listed and the rest is kept. Rows are written in batches as they are read, so a stop (`check` raises
Cancelled) leaves what was finished before, whole; taking the same things in again goes on from there. Matching runs
after this, by the caller.

How far it is follows what each step is going to cost, told by the sizes of the files, so that the time left is honest.
"""

from collections.abc import Callable
from pathlib import Path

from models.errors import Cancelled
from models.intake.folder import walk
from models.intake.lists import COLLECTIONS, SHEETS, TASKS, VIEWS
from models.intake.recorder_facts import RecorderFacts
from models.intake.recording_files import Findings, Search, wanted_files
from models.intake.recordings import Probe, RecordingIntake, Shape
from models.intake.request import ImportReport, ImportRequest, KindReport
from models.intake.table import FileRefused, OpenWorkbook
from models.intake.take_lists import ListIntake
from models.intake.take_transcripts import TranscriptIntake
from models.store import Store

Check = Callable[[], None]
Report = Callable[[float, str], None]
Step = Callable[[Path, Report], None]


LIST_BYTES_A_SECOND = 4_000_000
SOUND_BYTES_A_SECOND = 10_000_000
TRANSCRIPT_BYTES_A_SECOND = 2_000_000
FILES_A_SECOND = 50
"""About what an office machine takes in; only their proportions matter."""


def take_in(
    store: Store,
    request: ImportRequest,
    probe: Probe,
    report: Report,
    check: Check,
    workbooks: OpenWorkbook | None = None,
) -> ImportReport:
    """Take in what `request` names; `probe` decodes a recording and tells its facts, `workbooks` opens a spreadsheet.

    `report(fraction, text)` follows the work; `check` raises Cancelled when the person stopped it, which goes on with
    what was taken until then in its details.
    """
    outcome = ImportReport(dry_run=request.dry_run)
    shapes: dict[str, Shape] = {}
    lists = ListIntake(store.imports, check, dry_run=request.dry_run, profile=request.profile, workbooks=workbooks)

    def take_recordings(_place: Path, tell: Report) -> None:
        recorder = RecorderFacts(None if request.profile is None else request.profile.recorder, store.clocks.skew_of)
        intake = RecordingIntake(
            store.imports, store.places, recorder, probe, check, outcome.recordings, dry_run=request.dry_run
        )
        tell(0.0, "Looking through the recordings")
        findings = Findings(outcome.recordings.refused, outcome.recordings.remarks)
        try:
            search = Search(request.recordings, request.index, request.profile, workbooks)
            wanted = wanted_files(search, findings, check)
        except FileRefused as exc:
            outcome.recordings.refused.append(exc.refusal)
            return
        intake.take_all(wanted, tell)
        shapes.update(intake.shapes)

    def take_transcripts(folder: Path, tell: Report) -> None:
        intake = TranscriptIntake(
            store.imports,
            store.transcripts,
            shapes,
            check,
            dry_run=request.dry_run,
            profile=None if request.profile is None else request.profile.transcripts,
        )
        intake.take(folder, outcome.transcripts, tell)

    def take_collections(path: Path, tell: Report) -> None:
        outcome.collections = KindReport()
        lists.take(path, COLLECTIONS, outcome.collections, tell)

    steps: list[tuple[Path | None, Step]] = [
        (request.staff, lambda path, _tell: lists.take_staff(path, outcome.staff)),
        (request.recordings or request.index, take_recordings),
        (request.sheets, lambda path, tell: lists.take(path, SHEETS, outcome.sheets, tell)),
        (request.tasks, lambda path, tell: lists.take(path, TASKS, outcome.tasks, tell)),
        (request.views, lambda path, tell: lists.take(path, VIEWS, outcome.views, tell)),
        (request.transcripts, take_transcripts),
        (request.collections, take_collections),
    ]
    asked = [(path, step) for path, step in steps if path is not None]
    report(0.0, "Looking at what is there")
    costs = [_cost(path, check) for path, _ in asked]
    whole, done = sum(costs), 0.0
    try:
        for (path, step), cost in zip(asked, costs, strict=True):
            check()
            step(path, _part(report, done / whole, cost / whole))
            done += cost
    except Cancelled as exc:
        exc.details = [outcome]
        raise
    report(1.0, "Taken in")
    return outcome


def _part(report: Report, before: float, share: float) -> Report:
    """A report for one of several steps: `before` of the whole is done, this one is `share` of it."""
    return lambda fraction, text: report(before + fraction * share, text)


def _cost(path: Path, check: Check) -> float:
    """About how many seconds a step takes; never nothing."""
    least = 0.01
    try:
        if path.is_file():
            return max(least, path.stat().st_size / LIST_BYTES_A_SECOND)
    except OSError:
        return least
    cost = least
    for found in walk(path, lambda _name, _beside: False, [], check):
        speed = TRANSCRIPT_BYTES_A_SECOND if _is_text(found.name) else SOUND_BYTES_A_SECOND
        cost += found.size_bytes / speed + 1 / FILES_A_SECOND
    return cost


def _is_text(name: str) -> bool:
    return name.lower().endswith((".json", ".vtt", ".srt", ".txt", ".csv"))
