"""The commands `scorecard list`, `check`, `export` and `add`: what calls are reviewed by, as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from models.errors import Refusal
    from models.scorecard import ScorecardDefinition
    from models.scorecard_versions import VersionLine

REFUSED = 3

_File = Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="A TOML file.")]


def register(app: typer.Typer) -> None:
    commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The scorecards calls are reviewed by.")
    commands.command("list", help="Every version: shipped, drafted, published, withdrawn.")(list_)
    commands.command("check", help="Whether a file can be used as a scorecard.")(check)
    commands.command("export", help="One version as a TOML file.")(export)
    commands.command("add", help="Take a file in as a draft; with --publish, to review with.")(add)
    app.add_typer(commands, name="scorecard")


def list_(context: typer.Context) -> None:
    """Print every version, the newest of each scorecard first; marked is what new reviews are made with."""
    around = surroundings(context)
    around.write_nothing()
    lines = around.store.scorecards.versions()
    _show(around, lines)
    around.answer({"scorecards": [_told(line) for line in lines]})


def check(context: typer.Context, file: _File) -> None:
    """Read the file; exit 3 with each fault named by its key. Nothing is written, and no database is needed."""
    from models.errors import InputRefused
    from models.scorecard import read_scorecard

    around = surroundings(context)
    card, refused, message = None, [], None
    try:
        card = read_scorecard(file)
    except InputRefused as exc:
        refused, message = _refusals(exc, file), exc.message if exc.details else None
    if card is not None:
        count = len(card.prompts)
        around.say(f"{file}: {card.id}, {card.title}: {count} prompts in {len(card.sections)} sections: fit for use.")
    elif message is not None:
        around.say(message)
    around.list_refusals(refused)
    around.answer(
        {
            "ok": card is not None,
            "file": str(file),
            "id": None if card is None else card.id,
            "sha256": None if card is None else card.sha256,
            "refused": [one.as_dict() for one in refused],
        }
    )
    if card is None:
        raise typer.Exit(REFUSED)


def export(
    context: typer.Context,
    scorecard_id: Annotated[str, typer.Argument(metavar="ID", help='Like "arrears-call/1"; a draft, too.')],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write it here; without, it is printed.")
    ] = None,
) -> None:
    """Write one version as TOML that reads back equal."""
    from desktop.jobs.write_whole import write_whole
    from models.scorecard_writing import toml_of

    around = surroundings(context)
    around.write_nothing()
    card = _card(around, scorecard_id)
    text = toml_of(card)
    if out is not None:
        write_whole(out, "The scorecard", lambda file: file.write(text))
        around.say(f"{card.id} was written to {out}.")
    elif not around.as_json:
        around.write_text(text, None)
    around.answer(
        {
            "id": card.id,
            "sha256": card.sha256,
            "file": None if out is None else str(out),
            "toml": text if out is None else None,
        }
    )


def add(
    context: typer.Context,
    file: _File,
    publish: Annotated[bool, typer.Option("--publish", help="Let new reviews be made with it at once.")] = False,
) -> None:
    """Take a scorecard in from a file under the id it names; exit 3 when it has faults or the id is taken."""
    from models.scorecard import read_scorecard

    around = surroundings(context)
    card = read_scorecard(file)
    store = around.store.scorecards
    draft = store.add(card.values, file.name, around.person)
    if publish:
        store.publish(draft.scorecard_id, draft.revision, around.person)
    line = next(line for line in store.versions() if line.scorecard_id == card.id)
    used = "; new reviews are made with it" if line.current else ""
    around.say(f"{card.id} was taken in from {file}: {line.standing.value}{used}.")
    around.answer(_told(line))


def _card(around: Surroundings, scorecard_id: str) -> "ScorecardDefinition":
    """The version, used, published, shipped or a draft without faults. Raises UnknownId, InputRefused."""
    from models.errors import InputRefused, UnknownId

    try:
        return around.store.scorecards.get(scorecard_id)
    except UnknownId as exc:
        try:
            draft = around.store.scorecards.draft(scorecard_id)
        except UnknownId:
            raise exc from None
    if draft.card is None:
        raise InputRefused(f"The draft {scorecard_id} has faults still. Nothing was written.", draft.faults)
    return draft.card


def _refusals(exc: Exception, file: Path) -> "list[Refusal]":
    """The faults of a file, each by its key; the file as a whole where it could not be read."""
    from models.errors import InputRefused, Refusal

    assert isinstance(exc, InputRefused)
    found = [detail for detail in exc.details if isinstance(detail, Refusal)]
    return found or [Refusal(str(file), None, None, None, exc.message)]


def _show(around: Surroundings, lines: "tuple[VersionLine, ...]") -> None:
    """A small table for people."""
    if around.quiet or around.as_json:
        return
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for heading in ("", "scorecard", "standing", "prompts", "reviews", "title", "from"):
        table.add_column(heading, no_wrap=heading in ("scorecard", "standing"))
    for line in lines:
        origin = "shipped" if line.shipped else line.made_by or "used here"
        table.add_row(
            "*" if line.current else "",
            line.scorecard_id,
            line.standing.value,
            str(line.prompts),
            f"{line.reviews:,}",
            line.title,
            origin,
        )
    around.for_people.print(table)


def _told(line: "VersionLine") -> dict[str, object]:
    return {
        "id": line.scorecard_id,
        "title": line.title,
        "standing": line.standing.value,
        "current": line.current,
        "shipped": line.shipped,
        "frozen": line.frozen,
        "prompts": line.prompts,
        "reviews": line.reviews,
        "based_on": line.based_on,
        "made_by": line.made_by,
        "published_by": line.published_by,
        "published_at": None if line.published_at is None else line.published_at.isoformat(),
        "first_used_at": None if line.first_used_at is None else line.first_used_at.isoformat(),
        "sha256": line.sha256,
    }
