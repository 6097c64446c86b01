"""`steercheck compare ID`: said, written and set up, figure by figure."""

from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from models.reconcile import Comparison
    from models.store.comparison import CallComparison

TABLE_WIDTH = 110
"""Where there is no terminal to fit into."""
OUTCOMES = {
    "agree": "✓ agree",
    "mismatch": "✗ mismatch",
    "not_found": "? not found",
    "not_applicable": "– not applicable",
}
NOT_FOUND = "Not found in the transcript does not mean that it was not said."


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command("compare", help="What was said on a call beside the guide sheet and what was set up.")(compare)


def compare(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="A recording, else a sheet, else a review.")],
) -> None:
    from models.transcript_settings import reservations

    around = surroundings(context)
    found = around.store.comparison.of(key)
    if found.sheet_id is None:
        around.complaints.print(f"{found.recording_id} has no guide sheet: only what was said is listed.")
    transcript = around.store.transcripts.newest(found.recording_id)
    for each in () if transcript is None else reservations(transcript):
        around.caution(each)
    if not around.as_json and not around.quiet:
        _print_table(around, found)
    around.answer([row.as_dict() for row in found.rows])


def _print_table(around: Surroundings, found: "CallComparison") -> None:
    """One line a value that was said, with where and by whom; below the table what does not agree, and why."""
    from rich.table import Column, Table

    beside = ", ".join(part for part in (found.sheet_id, *found.tasks) if part is not None)
    around.say(f"{found.recording_id}{f' beside {beside}' if beside else ''}")
    table = Table(
        Column("Figure", no_wrap=True),
        Column("Said", overflow="fold"),
        Column("Written", overflow="fold"),
        Column("Set up", overflow="fold"),
        Column("Outcome", no_wrap=True),
        width=None if around.for_people.is_terminal else TABLE_WIDTH,
    )
    for row in found.rows:
        outcome = OUTCOMES[row.outcome.value]
        table.add_row(row.figure.value, _said(row), row.written or "", row.set_up or "", outcome)
    around.for_people.print(table)
    outcomes = [row.outcome.value for row in found.rows]
    for row in found.rows:
        if row.outcome.value == "mismatch":
            around.say(f"{row.figure.value}: {row.why}")
    if "not_found" in outcomes:
        around.say(NOT_FOUND)


def _said(row: "Comparison") -> str:
    lines = []
    for each in row.said:
        minutes, seconds = divmod(each.first.start_ms // 1000, 60)
        lines.append(f"{each.value} ({minutes}:{seconds:02} {each.first.speaker.value})")
    return "\n".join(lines)
