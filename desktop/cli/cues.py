"""The command `cues`: where a call speaks of what a check looks for, as JSON or as a list for people."""

from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from models.cues import CueHit

TABLE_WIDTH = 160
"""The list where there is no terminal to fit into."""


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command("cues", help="Where a call speaks of what a check looks for; a suggestion, never a score.")(cues)


def cues(context: typer.Context, key: Annotated[str, typer.Argument(metavar="ID", help="A recording.")]) -> None:
    from desktop.paths import cue_folders
    from models.cue_rules import rules_in
    from models.cues import find_cues
    from models.transcript_settings import reservations

    around = surroundings(context)
    transcript = around.store.cues.transcript(key)
    found = find_cues(transcript.segments, rules_in(cue_folders()))
    for each in reservations(transcript):
        around.caution(each)
    if not around.as_json and not around.quiet:
        _print_table(around, found)
    around.answer([_line(hit) for hit in found])


def _line(hit: "CueHit") -> dict[str, object]:
    return {
        "stage": hit.stage.value,
        "start": hit.start_ms / 1000,
        "end": hit.end_ms / 1000,
        "channel": hit.channel,
        "text": hit.text,
        "rule": hit.rule,
        "prompt": hit.prompt,
    }


def _print_table(around: Surroundings, found: "list[CueHit]") -> None:
    """The cues in order of time, and the stages nothing was found of."""
    from rich.table import Column, Table

    from desktop.tables.cue_words import SPEAKER_SHORT, STAGE_WORDS, not_found_words
    from desktop.tables.spoken import clock_time

    table = Table(
        *(Column(name, no_wrap=True) for name in ("Time", "By", "Stage")), "Words", "Prompts", box=None, pad_edge=False
    )
    for hit in found:
        table.add_row(
            clock_time(hit.start_ms),
            SPEAKER_SHORT[hit.speaker],
            STAGE_WORDS[hit.stage],
            f"“{hit.text}”",
            ", ".join(hit.prompts),
        )
    if not around.for_people.is_terminal:
        around.for_people.width = TABLE_WIDTH
    if found:
        around.for_people.print(table)
    around.say(not_found_words(found))
