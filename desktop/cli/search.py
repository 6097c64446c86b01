"""The command `search`: where something was said, across all transcripts, as JSON or as a list for people."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings
from models.transcript import Speaker

if TYPE_CHECKING:
    from models.store.search import SearchHit

TABLE_WIDTH = 160
"""The list where there is no terminal to fit into."""
DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command("search", help="Where something was said, across all transcripts; the newest calls first.")(search)


def search(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="TEXT", help='Words; "in quotes" as a phrase, begin*, OR, NOT.')
    ],
    speaker: Annotated[Speaker | None, typer.Option(metavar="S", help="caseworker, nrp or unknown.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", metavar="D", formats=DAY, help="Call date, this day included.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", metavar="D", formats=DAY, help="Call date, this day included.")
    ] = None,
    caseworker: Annotated[str | None, typer.Option(metavar="ID", help="Calls of this caseworker.")] = None,
) -> None:
    from models.search_query import storable
    from models.store.search import SearchQuery

    around = surroundings(context)
    asked = SearchQuery(
        " ".join(words),
        speaker,
        None if caseworker is None else storable(caseworker),
        since and since.date(),
        until and until.date(),
    )
    if asked.wanted.empty:
        raise typer.BadParameter("it holds no word to look for.", param_hint="TEXT")
    found = list(around.store.search.every(asked))
    if not around.as_json and not around.quiet:
        _print_table(around, found)
    around.answer([_line(hit) for hit in found])


def _line(hit: "SearchHit") -> dict[str, object]:
    return {
        "recording_id": hit.recording_id,
        "start": hit.start_ms / 1000,
        "end": hit.end_ms / 1000,
        "speaker": hit.speaker.value,
        "text": hit.text,
    }


def _print_table(around: Surroundings, found: "list[SearchHit]") -> None:
    """The lines, a call's together, the words found in bold."""
    from rich.table import Column, Table
    from rich.text import Text

    from desktop.tables import wording
    from desktop.tables.cue_words import SPEAKER_SHORT
    from desktop.tables.spoken import clock_time

    table = Table(
        *(Column(name, no_wrap=True) for name in ("Call", "Date", "Time", "By")), "Words", box=None, pad_edge=False
    )
    before = ""
    for hit in found:
        said = Text(hit.text)
        for start, end in hit.marks:
            said.stylize("bold", start, end)
        head = ("", "") if hit.recording_id == before else (hit.recording_id, wording.day(hit.call_date))
        table.add_row(*head, clock_time(hit.start_ms), SPEAKER_SHORT[hit.speaker], said)
        before = hit.recording_id
    if not around.for_people.is_terminal:
        around.for_people.width = TABLE_WIDTH
    if found:
        around.for_people.print(table)
    calls = len({hit.recording_id for hit in found})
    around.say(f"{wording.several(len(found), 'line')} in {wording.several(calls, 'call')}.")
