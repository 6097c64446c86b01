"""The commands that bring things in and put them together: `import`, `match`, `transcript`. None of them imports Qt."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.long_work import progress, stopped_by_ctrl_c
from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import InputRefused, UnknownId, WrongUsage

if TYPE_CHECKING:
    from models.intake.account import ImportAccount
    from models.intake.request import ImportReport
    from models.match_report import MatchReport

REFUSED = 3
STOPPED_AT_ONCE = "Stopped at once. The matches may not be current: run steercheck match."


class TranscriptFormat(StrEnum):
    """How a transcript is printed."""

    JSON = "json"
    VTT = "vtt"
    SRT = "srt"
    TXT = "txt"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    app.command("import", help="Take in recordings, lists and transcripts.")(import_)
    app.command("match", help="Put recordings, guide sheets, tasks and views together.")(match)
    app.command("transcript", help="Print the newest transcript of a recording, as corrected.")(transcript)


def import_(
    context: typer.Context,
    recordings: Annotated[
        Path | None, typer.Option(readable=False, help="Folder of recordings, subfolders too.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(readable=False, help="The recorder's index: a list, or JSON or XML by a profile.")
    ] = None,
    sheets: Annotated[
        Path | None, typer.Option(readable=False, help="Payment Arrangement Guide sheets: text or spreadsheet.")
    ] = None,
    tasks: Annotated[Path | None, typer.Option(readable=False, help="Task 567 list.")] = None,
    views: Annotated[Path | None, typer.Option(readable=False, help="Caseworker Online views.")] = None,
    staff: Annotated[Path | None, typer.Option(readable=False, help="Staff list.")] = None,
    transcripts: Annotated[
        Path | None, typer.Option(readable=False, help="Folder of transcripts, or one of them.")
    ] = None,
    collections: Annotated[
        Path | None, typer.Option(readable=False, help="What was collected, by month and scheme.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME or TOML", help="How another department's lists and recorder are to be read."),
    ] = None,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write the report of the import: .html, else plain text."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at everything, write nothing.")] = False,
) -> None:
    """Take in what is named; exit 3 when anything was refused, with the good kept."""
    from desktop.jobs.record_import import recorded
    from desktop.jobs.take_in import take_in_job
    from desktop.paths import administrator_profile_folder, profile_folder
    from models.intake.account import ImportAccount
    from models.intake.profile_folders import find_profile
    from models.intake.request import ImportRequest

    around = surroundings(context)
    folders = (profile_folder(), administrator_profile_folder())
    chosen = None if profile is None else find_profile(profile, folders)
    request = ImportRequest(recordings, index, sheets, tasks, views, staff, transcripts, dry_run, chosen, collections)
    if request.is_empty:
        raise WrongUsage(
            "Nothing to import: name at least one of --recordings, --index, --sheets, --tasks, --views, --staff, "
            "--transcripts and --collections."
        )
    if dry_run:
        around.write_nothing()
    accounts: list[ImportAccount] = []
    job = recorded(around.store, request, around.importer.staff_id, take_in_job(around.store, request), accounts.append)
    try:
        with progress(around) as report, stopped_by_ctrl_c(around, STOPPED_AT_ONCE) as check:
            outcome = job(report, check)
    finally:
        if report_file is not None and accounts:
            _write_report(around, accounts[0], report_file)
    _show_counts(around, outcome)
    around.list_refusals(outcome.refusals)
    around.answer(outcome.as_dict())
    if outcome.any_refused:
        raise typer.Exit(REFUSED)


def match(
    context: typer.Context,
    link: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="RECORDING SHEET", help="This recording belongs to this sheet, whatever the rules say."),
    ] = None,
    unlink: Annotated[str | None, typer.Option(metavar="RECORDING", help="This recording belongs to no sheet.")] = None,
) -> None:
    """Decide by hand where asked to, run the rules, and tell what came of it."""
    from desktop.settings import load_settings

    around = surroundings(context)
    if link is not None and link[0] == unlink:
        raise WrongUsage(f"{unlink} cannot be linked and unlinked at once.")
    if link is not None or unlink is not None:
        moved_from, parted_from = around.store.matches.decide(around.person.staff_id, link=link, unlink=unlink)
        if unlink is not None:
            around.say(f"{unlink} belongs to no sheet now" + (f"; it was with {parted_from}." if parted_from else "."))
        if link is not None:
            moved = f"moved from {moved_from} to" if moved_from else "linked to"
            around.say(f"{link[0]} {moved} {link[1]}.")
    report = around.store.matches.run(load_settings().match_window_days)
    _show_matches(around, report)
    around.answer(report.as_dict())


def transcript(
    context: typer.Context,
    recording_id: Annotated[str, typer.Argument(metavar="ID", help="The recording.")],
    written_as: Annotated[TranscriptFormat | None, typer.Option("--format", help="json unless said.")] = None,
) -> None:
    """Print the newest transcript; exit 3 when the recording or a transcript of it is not known."""
    from models.transcript_formats import FORMATS, document

    around = surroundings(context)
    if around.as_json and written_as not in (None, TranscriptFormat.JSON):
        raise WrongUsage(f"--json prints one JSON document; leave it out to get --format {written_as}.")
    recording = around.store.imports.recording_with_id(recording_id)
    if recording is None:
        raise UnknownId("recording", recording_id)
    newest = around.store.transcripts.newest(recording_id)
    if newest is None:
        raise InputRefused(
            f"{recording_id} has no transcript yet. Make one with: steercheck transcribe {recording_id}, or import one "
            "with: steercheck import --transcripts FOLDER"
        )
    file = Path(recording.path).name
    if around.as_json:
        around.answer(document(newest, file))
    else:
        around.write_text(FORMATS[written_as or TranscriptFormat.JSON](newest, file), None)


def _write_report(around: Surroundings, account: "ImportAccount", target: Path) -> None:
    """The report of an import as a document, with the figures it changed."""
    from models.intake.report_document import write_report

    changes = (
        [] if account.report.dry_run else around.store.import_changes.between(account.started_at, account.finished_at)
    )
    write_report(account, target, changes)
    around.say(f"Report: {target}")


def _show_counts(around: Surroundings, outcome: "ImportReport") -> None:
    """A small table of what was taken, and what stands out."""
    if around.quiet:
        return
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    table.add_column("dry run: nothing written" if outcome.dry_run else "")
    for heading in ("new", "unchanged", "changed", "refused"):
        table.add_column(heading, justify="right")
    for name, kind in outcome.kinds():
        if kind.taken or kind.refused:
            counts = (kind.new, kind.unchanged, kind.changed, len(kind.refused))
            table.add_row(name, *(f"{count:,}" for count in counts))
    around.for_people.print(table)
    for _, kind in outcome.kinds():
        for remark in kind.remarks:
            around.say(remark)


def _show_matches(around: Surroundings, report: "MatchReport") -> None:
    around.say(
        f"{report.matched:,} sheets with their call: {report.by_reference:,} by reference, {report.by_case:,} by case, "
        f"{report.by_person:,} by a person; {report.linked:,} further calls linked."
    )
    for tie in report.proposed:
        around.say(f"Proposed: {tie.recording_id} with {tie.sheet_id} ({tie.words}).")
    for sheet_id, ties in report.ambiguous.items():
        around.say(f"Ambiguous: {sheet_id}: " + "; ".join(f"{tie.recording_id} ({tie.words})" for tie in ties))
    for title, names in (
        ("Recordings without sheet", report.recordings_without_sheet),
        ("Sheets without recording", report.sheets_without_recording),
        ("Task 567 entries without sheet", report.tasks.unmatched),
        ("Caseworker Online views without sheet", report.views.unmatched),
        ("Caseworker Online views cited but in no list", report.views.cited_but_missing),
    ):
        if names:
            around.say(f"{title}: {', '.join(names)}")
    for doubt in report.clock_doubts:
        around.say(f"{str(doubt)[:1].upper()}{str(doubt)[1:]}. Nothing was moved; set it on the matches page.")
