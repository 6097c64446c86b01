"""The commands `speech list`, `add`, `use` and `check`: the speech models of this machine, and whether they work."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.long_work import progress, stopped_by_ctrl_c
from desktop.cli.surroundings import Surroundings, surroundings
from desktop.cli.transcribe import EngineName

if TYPE_CHECKING:
    from desktop.jobs.speech.engine_memory import EngineTest
    from desktop.jobs.speech.model_shelf import ShelfModel

REFUSED = 3
TABLE_WIDTH = 200
"""The list where there is no terminal to fit into."""
STOPPED_AT_ONCE = "Stopped at once. Nothing half-copied is used."


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Speech models and engines.")
    commands.command("list", help="The models on this machine.")(list_)
    commands.command("add", help="Take a model file from a disk or a USB stick.")(add)
    commands.command("use", help="Choose the model for calls nobody names one for.")(use)
    commands.command("check", help="Test the engines, and tell how long an hour of calls takes here.")(check)
    app.add_typer(commands, name="speech")


def list_(context: typer.Context) -> None:
    """Print the models; files in the folders that are none go to standard error."""
    from desktop.jobs.speech.model_shelf import default_of, models_on, shelf_of
    from desktop.settings import load_settings

    around = surroundings(context)
    settings = load_settings()
    with progress(around) as report, stopped_by_ctrl_c(around, STOPPED_AT_ONCE) as going:
        found = models_on(shelf_of(settings), going, report)
    default = default_of(found.models, settings.speech_model)
    if not around.as_json and not around.quiet:
        _show(around, found.models, default)
    around.list_refusals(found.refused)
    around.answer(
        {
            "models": [_told(model, default) for model in found.models],
            "refused": [one.as_dict() for one in found.refused],
        }
    )


def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="A whisper.cpp model (ggml-….bin).")],
) -> None:
    """Copy the file into this person's folder; a file nobody vouches for is taken with a warning, what is no whole
    model is refused (exit 3)."""
    from desktop.jobs.speech.add_model import add_model
    from desktop.jobs.speech.model_shelf import default_of, models_on, shelf_of
    from desktop.settings import load_settings

    around = surroundings(context)
    settings = load_settings()
    shelf = shelf_of(settings)
    with progress(around) as report, stopped_by_ctrl_c(around, STOPPED_AT_ONCE) as going:
        added = add_model(file, shelf, report, going)
        default = default_of(models_on(shelf, going).models, settings.speech_model)
    model = added.model
    around.say(
        f"{model.name} is here already: {model.file}." if added.already else f"{model.name} was added: {model.file}."
    )
    if added.warning:
        around.complaints.print(added.warning)
    elif not model.demonstration:
        around.say("It is an official file of whisper.cpp, byte for byte.")
    if default is not None and default.sha256 == model.sha256:
        around.say("It is the model for every call nobody names another for. Next: steercheck speech check")
    elif not model.demonstration:
        around.say(f"To use it for every call: steercheck speech use {model.name}")
    around.answer({**_told(model, default), "already": added.already, "warning": added.warning or None})


def use(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `speech list` names it.")],
) -> None:
    """Write the choice into this person's settings. Raises NotAllowed where the administrator chose."""
    from dataclasses import replace

    from desktop.jobs.speech.choose_model import chosen_by_name
    from desktop.settings import load_settings, locked_keys, save_settings
    from models.errors import NotAllowed

    around = surroundings(context)
    settings = load_settings()
    if "speech_model" in locked_keys():
        raise NotAllowed("The administrator's settings choose the speech model. Nothing was changed.")
    with stopped_by_ctrl_c(around, STOPPED_AT_ONCE) as going:
        chosen = chosen_by_name(name, settings, going)
    save_settings(replace(settings, speech_model=chosen.sha256))
    around.say(f"{chosen.name} is the model for every call nobody names another for.")
    around.answer(_told(chosen, chosen))


def check(
    context: typer.Context,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="FILE", readable=False, help="A file, or a name of the list.")
    ] = None,
    engine: Annotated[EngineName | None, typer.Option("--engine", help="Only this one.")] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="Half the processor's cores unless said.")
    ] = None,
) -> None:
    """Hear a shipped call with each engine; exit 3 when none of them works."""
    from dataclasses import replace

    from desktop.jobs.speech.choose_model import AUTO, engines_to_test, memory_of_engines, model_to_test, recipe_of
    from desktop.jobs.speech.engine_memory import Remembered
    from desktop.jobs.speech.self_test import try_engine
    from desktop.settings import load_settings

    around = surroundings(context)
    settings = load_settings()
    names = engines_to_test(None if engine is None else engine.value)
    memory = Remembered(memory_of_engines())
    tests: list[EngineTest] = []
    with progress(around) as report, stopped_by_ctrl_c(around, STOPPED_AT_ONCE) as going:
        chosen = model_to_test(model, settings, going)
        recipe = recipe_of(chosen, AUTO, threads, settings)
        for at, name in enumerate(names):

            def share(fraction: float, text: str, at: int = at) -> None:
                report((at + fraction) / len(names), text)

            tests.append(try_engine(replace(recipe, engine=name), going, share))
            memory.keep(tests[-1], chosen.sha256)
    works = [test.engine for test in tests if test.passed]
    _show_tests(around, chosen, recipe.threads, tests)
    around.answer(
        {
            "ok": bool(works),
            "model": {"name": chosen.name, "file": str(chosen.file), "sha256": chosen.sha256},
            "demonstration": chosen.demonstration,
            "threads": recipe.threads,
            "engines": [_test_told(test) for test in tests],
            "auto": works[0] if works and engine in (None, EngineName.AUTO) else None,
        }
    )
    if not works:
        raise typer.Exit(REFUSED)


def _told(model: "ShelfModel", default: "ShelfModel | None") -> dict[str, object]:
    return {
        "name": model.name,
        "file": str(model.file),
        "sha256": model.sha256,
        "known": model.known is not None,
        "demonstration": model.demonstration,
        "default": default is not None and model.sha256 == default.sha256,
    }


def _test_told(test: "EngineTest") -> dict[str, object]:
    return {
        "engine": test.engine,
        "version": test.version,
        "ok": test.passed,
        "why": test.why or None,
        "mend": test.mend or None,
        "minutes_an_hour": test.minutes_an_hour,
        "load_seconds": test.load_seconds,
        "heard_share": test.heard_share,
    }


def _show(around: Surroundings, models: "tuple[ShelfModel, ...]", default: "ShelfModel | None") -> None:
    from rich.table import Table

    from desktop.jobs.speech.model_shelf import NO_MODEL
    from desktop.tables.speech import PLACES, size, standing

    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in ("model", "size", "file is", "laid out by", ""):
        table.add_column(head, no_wrap=True)
    table.add_column("file", overflow="fold")
    for model in models:
        mark = "default" if default is not None and model.sha256 == default.sha256 else ""
        table.add_row(model.name, size(model.size_bytes), standing(model), PLACES[model.place], mark, str(model.file))
    if not around.for_people.is_terminal:
        around.for_people.width = TABLE_WIDTH
    around.for_people.print(table)
    if all(model.demonstration for model in models):
        around.say(NO_MODEL)


def _show_tests(around: Surroundings, model: "ShelfModel", threads: int, tests: "list[EngineTest]") -> None:
    from desktop.tables.speech import DEMONSTRATION_TIME, outcome
    from desktop.tables.wording import several

    around.say(f"{model.name}, {several(threads, 'thread')}:")
    for test in tests:
        around.say(f"  {test.engine} {test.version or ''}".rstrip() + f": {outcome(test)}")
    works = [test.engine for test in tests if test.passed]
    if works and len(tests) > 1:
        around.say(f"auto takes {works[0]}.")
    if not works:
        around.complaints.print("No speech engine works with this model on this machine.")
    if model.demonstration:
        around.say(DEMONSTRATION_TIME)
