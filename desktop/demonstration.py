"""The demonstration department: the whole job on twelve invented calls, from import to the exported pack.

Import, match, transcribing every call with the model that ships for it, judging and confirming every sheet, drawing a
sample, reviews from `answers/`, export, every report of the catalogue, screenshots of every screen: all by the code
that real work runs through, on 5 October 2009, into a folder of its own. Recordings are pointed at where the product
ships them.
"""

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import resources
from desktop.jobs.child import own_command, own_folder
from desktop.jobs.issue_report import issue
from desktop.jobs.speech.choose_model import recipe_for
from desktop.jobs.speech.listener import listener_awaited
from desktop.jobs.speech.transcribe import Transcriber
from desktop.jobs.take_in import take_in_job
from desktop.jobs.write_document import write_document
from desktop.jobs.write_export import write_pack
from desktop.jobs.write_report import write_report
from desktop.settings import Settings
from models.clock import Clock
from models.database import open_database
from models.errors import ChildFailed, Defect, InputRefused, OutputRefused, WrongUsage
from models.intake.request import ImportRequest
from models.kpi import kpi_row
from models.reports.catalogue import CATALOGUE
from models.reports.feedback_month import document_of
from models.reports.feedback_month_reading import read_month
from models.reports.making import make_report
from models.reports.threshold import DEFAULT_THRESHOLD
from models.review_export import export_tables
from models.review_file import read_review_file
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person
from models.store.worklist import Section, WorkQuery
from models.transcription import TranscriptionState

DEMONSTRATION_DAY = date(2009, 10, 5)
WORKER = "TL01"
PERIOD = (date(2009, 9, 1), date(2009, 9, 30))
MARK = ".steercheck-demonstration"
SEED, EACH = "1298", Decimal(2)
"""What the sample follows from, and how many calls of each caseworker are drawn."""
FEEDBACK, TOLD = "feedback", "CW014"
"""The report that is for one caseworker, and who that is."""
SCREENSHOT_SECONDS = 600
THREADS = 1
"""The demonstration's model is small: a second thread of its engine gains nothing, and waits on a busy machine."""


@dataclass(frozen=True)
class Demonstration:
    """What was built, as the command-line contract names it."""

    folder: Path
    database: Path
    recordings: int
    matched: int
    transcribed: int
    reviews: int
    kpi: dict[str, dict[str, object]]
    pack: Path
    reports: tuple[Path, ...]
    screenshots: tuple[Path, ...]

    worker = WORKER
    clock = Clock(DEMONSTRATION_DAY)

    def as_dict(self) -> dict[str, object]:
        return {
            "dir": str(self.folder),
            "database": str(self.database),
            "recordings": self.recordings,
            "matched": self.matched,
            "transcribed": self.transcribed,
            "reviews": self.reviews,
            "kpi": self.kpi,
            "pack": str(self.pack),
            "reports": [str(path) for path in self.reports],
            "screenshots": [str(path) for path in self.screenshots],
        }


def demonstration_request(transcripts: Path | None = None) -> ImportRequest:
    """What the demonstration department hands in; its calls are transcribed here, unless `transcripts` are given."""
    folder = resources.path("demo")
    return ImportRequest(
        recordings=folder / "recordings",
        index=folder / "recordings.csv",
        sheets=folder / "guide-sheets.csv",
        tasks=folder / "task-567.csv",
        views=folder / "caseworker-online.csv",
        staff=folder / "staff.csv",
        transcripts=transcripts,
    )


def build_demonstration(target: Path, say: Callable[[str], None]) -> Demonstration:
    """Build the demonstration in `target` and do the whole job on it; `say` is told each step.

    Raises WrongUsage when `target` holds something this did not make, OutputRefused when it cannot be written.
    """
    folder = target.absolute()
    _clear(folder)
    with tempfile.TemporaryDirectory(prefix="steercheck-") as scratch:
        return _built(folder, Path(scratch), say)


def _built(folder: Path, scratch: Path, say: Callable[[str], None]) -> Demonstration:
    store = Store(open_database(folder / "steercheck.db"), Demonstration.clock)
    try:
        say("Importing recordings and lists …")
        report = take_in_job(store, demonstration_request())(_quiet, _nobody_cancels)
        matches = store.matches.report().as_dict()
        say(f"{report.recordings.new} recordings imported, {matches['matched']} matched to a guide sheet.")
        say("Transcribing the calls on this machine …")
        transcribed = transcribe_all(store, say)
        begun = _copied(store, scratch / "begun.db")
        sample_id = draw_sample(store)
        say(f"Sample {sample_id} drawn, by the seed {SEED}.")
        reviews = sign_answers(store, sorted(resources.path("demo/answers").glob("*.json")), sample_id)
        row = kpi_row(kpi_class for has_call, kpi_class in reviews if has_call)
        say(f"{len(reviews)} reviews signed; calls accurate against the steer: {row.kpi_pct}% of {row.checked}.")
        confirmed = confirm_sheets(store)
        sheets = store.judgements.kpi(*PERIOD)
        say(f"{confirmed} sheets confirmed; accurate against the steer: {sheets.row.kpi_pct}% of {sheets.row.checked}.")
        pack = folder / "qa-pack.zip"
        write_pack(export_tables(store, *PERIOD, sample_id=sample_id), pack, _nobody_cancels, _quiet)
        say(f"Exported to {pack}.")
        reports = write_reports(store, folder / "reports")
        say(f"{len(reports)} reports written to {folder / 'reports'}.")
    finally:
        store.close()
    say("Taking screenshots of every screen …")
    screenshots = _take_screenshots(folder / "screenshots", begun)
    return Demonstration(
        folder,
        folder / "steercheck.db",
        report.recordings.new,
        int(str(matches["matched"])),
        transcribed,
        len(reviews),
        {"call": row.as_dict(), "sheet": sheets.row.as_census()},
        pack,
        reports,
        screenshots,
    )


def transcribe_all(store: Store, say: Callable[[str], None]) -> int:
    """Transcribe every call that has no transcript, with the model that ships for it; how many came of it. One that
    fails is said and left out: everything else can be looked at without it."""
    queue = store.transcriptions
    queue.wanted(queue.without_transcript(), WORKER)
    done = 0
    with Transcriber(store, listen=listener_awaited) as transcriber:
        for standing in queue.queue([TranscriptionState.WAITING]):
            recording = queue.recording(standing.id)
            try:
                recipe = recipe_for(recording.sha256, None, "auto", THREADS, Settings(), _nobody_cancels)
                made = transcriber.transcribe(standing, recipe, _quiet, _nobody_cancels)
            except InputRefused as exc:
                say(f"{standing.recording_id}: {exc.message}")
                continue
            done += 1
            say(f"{made.recording_id}: {made.words} words in {made.seconds:.0f} s.")
    return done


def draw_sample(store: Store) -> str:
    """The team leader draws the calls that are to be checked; gives the sample's id."""
    return store.samples.draw(
        SampleOrder(*PERIOD, HowMany(Allocation.PER_CASEWORKER, EACH), SEED), _worker(store)
    ).sample_id


def sign_answers(store: Store, files: list[Path], sample_id: str | None = None) -> list[tuple[bool, str]]:
    """Sign a review from each answers file, those of calls within a sample; gives (whether a call was checked, KPI
    class) for each."""
    signed: list[tuple[bool, str]] = []
    for file in files:
        form = read_review_file(file)
        by = store.staff.get(form.reviewer_id)
        if by is None:
            raise Defect(f"{form.reviewer_id} is not on the demonstration's staff list")
        if form.recording_id is not None:
            form = replace(form, sample_id=sample_id)
        saved = store.reviews.sign_form(form, by)
        result = store.reviews.result(str(saved.review_id))
        signed.append((form.recording_id is not None, str(result.kpi_class)))
    return signed


def confirm_sheets(store: Store) -> int:
    """The team leader confirms what the steer says of every sheet; how many there were."""
    query, seen = WorkQuery(Section.JUDGED, confirmed=False), dict[str, str]()
    for line in store.worklist.page(query, 0, store.worklist.count(query)):
        seen[str(line.sheet_id)] = str(line.verdict)
    return len(store.judgements.confirm(seen, _worker(store)).sheet_ids)


def write_reports(store: Store, folder: Path) -> tuple[Path, ...]:
    """Every report of the catalogue over the period, each in the endings it is read in; what may be published is issued
    and kept in the archive."""
    folder.mkdir()
    by, written = _worker(store), []
    for entry in CATALOGUE:
        if entry.kind == FEEDBACK:
            written.append(folder / f"{FEEDBACK}-{TOLD}.pdf")
            write_document(document_of(read_month(store, TOLD, *PERIOD, by)), written[-1])
            continue
        made = make_report(store, entry.kind, *PERIOD, DEFAULT_THRESHOLD, by)
        for ending in (".pdf", ".xlsx") if entry.publishable else (".xlsx",):
            written.append(folder / f"{entry.kind}{ending}")
            if entry.publishable:
                issue(store, made, written[-1], by)
            else:
                write_report(made, written[-1])
    return tuple(written)


def _worker(store: Store) -> Person:
    by = store.staff.get(WORKER)
    if by is None:
        raise Defect(f"{WORKER} is not on the demonstration's staff list")
    return by


def _clear(folder: Path) -> None:
    """An empty folder with our mark in it; an older demonstration of ours is removed, anything else refused."""
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise WrongUsage(f"{folder} is not empty and was not made by `steercheck demo`. Nothing was changed.")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text("Made by `steercheck demo`; it may be rebuilt or removed at any time.\n")
    except OSError as exc:
        raise OutputRefused(f"The demonstration cannot be written to {folder} ({exc.strerror}).") from exc


def _copied(store: Store, target: Path) -> Path:
    """The database as it stands, whole, in one file: screenshots are of a day that begins from here."""
    source = Path(store.database.address)
    with closing(sqlite3.connect(source)) as standing, closing(sqlite3.connect(target)) as copy:
        standing.backup(copy)
    return target


def _take_screenshots(folder: Path, begun: Path) -> tuple[Path, ...]:
    """Grab every screen in a process of its own, so that this one may still open a real window."""
    done = subprocess.run(
        [*own_command(), "screenshots", str(folder), "--begun", str(begun)],
        capture_output=True,
        text=True,
        timeout=SCREENSHOT_SECONDS,
        cwd=own_folder(),
        check=False,
    )
    if done.returncode != 0:
        raise ChildFailed(f"screenshots ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return tuple(sorted(folder.glob("*.png")))


def _quiet(_fraction: float, _text: str) -> None:
    """Progress that nobody looks at."""


def _nobody_cancels() -> None:
    """A check that never cancels."""
