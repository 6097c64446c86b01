"""Which model and engine a recording is transcribed with.

Settings, a recording's content and what a person named -> a recipe (jobs/speech/recipe). A model that is named is taken
as it is. The demonstration model, which knows only synthetic voices, is taken for the demonstration's own recordings,
told by the SHA-256 of the files that ship, and refused for all others unless it is named.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import resources
from desktop import paths
from desktop.jobs.speech.engine import ENGINES, Decoding
from desktop.jobs.speech.engine_memory import MEMORY
from desktop.jobs.speech.model_shelf import (
    Found,
    Shelf,
    ShelfModel,
    default_of,
    demonstration_file,
    look_at,
    models_on,
    needed_default,
    shelf_of,
)
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.self_test import engine_for
from desktop.settings import Settings
from models.errors import InputRefused
from models.file_hash import sha256_of

Check = Callable[[], None]

AUTO = "auto"


def recipe_for(
    recording_sha256: str,
    model: Path | None,
    engine: str | None,
    threads: int | None,
    settings: Settings,
    check: Check,
) -> Recipe:
    """The recipe for a recording with this content.

    `model` is a file, or the name of one that is laid out here. Raises ModelRefused, SpeechFailed (no engine works),
    and InputRefused where no model is set up.
    """
    shelf = shelf_of(settings)
    if model is not None:
        chosen = named_model(model, shelf, check)
    elif is_demonstration(recording_sha256):
        chosen = look_at(demonstration_file(shelf), shelf, check)
    else:
        chosen = needed_default(models_on(shelf, check), settings.speech_model)
    return with_engine(recipe_of(chosen, engine, threads, settings), check)


def recipe_of(model: ShelfModel, engine: str | None, threads: int | None, settings: Settings) -> Recipe:
    """How a model is asked by these settings; the engine may still be "auto"."""
    asking = model.asking
    decoding = Decoding(prompt=settings.speech_prompt if asking.takes_prompt else "", trim_ms=asking.trim_ms)
    return Recipe(
        engine or settings.speech_engine,
        model.file,
        model.sha256,
        threads or settings.speech_threads or half_the_cores(),
        asking.join_ms,
        decoding,
    )


def with_engine(recipe: Recipe, check: Check) -> Recipe:
    """The recipe with the engine that `auto` stands for on this machine. Raises SpeechFailed where none works."""
    if recipe.engine != AUTO:
        return recipe
    return replace(recipe, engine=engine_for(recipe, check, memory_of_engines()))


def named_model(model: Path, shelf: Shelf, check: Check) -> ShelfModel:
    """The model a person named: a file, or one that is laid out here, by its name. Raises InputRefused."""
    path = model.expanduser().absolute()
    if not path.exists() and model.name == str(model):
        return _called(str(model), models_on(shelf, check))
    return look_at(path, shelf, check)


def chosen_by_name(name: str, settings: Settings, check: Check) -> ShelfModel:
    """The model a person wants for every call; never the demonstration's. Raises InputRefused."""
    chosen = _called(name, models_on(shelf_of(settings), check))
    if chosen.demonstration:
        raise InputRefused(
            f"{chosen.name} understands only the demonstration's voices and cannot be the model for every call. Name "
            "it for one run with --model. Nothing was changed."
        )
    return chosen


def _called(name: str, found: Found) -> ShelfModel:
    model = found.called(name)
    if model is None:
        names = ", ".join(one.name for one in found.models)
        raise InputRefused(f"There is no file and no speech model called {name}; there is {names}.")
    return model


def model_to_test(model: Path | None, settings: Settings, check: Check) -> ShelfModel:
    """The model a test of the engines uses: the named one, else the default, else, as long as there is none and none is
    wanted, the demonstration's."""
    shelf = shelf_of(settings)
    if model is not None:
        return named_model(model, shelf, check)
    found = models_on(shelf, check)
    if not settings.speech_model and default_of(found.models, "") is None:
        return look_at(demonstration_file(shelf), shelf, check)
    return needed_default(found, settings.speech_model)


def is_demonstration(recording_sha256: str) -> bool:
    """Whether a recording is one of the demonstration's, by its content."""
    return recording_sha256 in _demonstration_contents()


def half_the_cores() -> int:
    """Threads for the engine unless said otherwise: it spins while it waits, so on a busy machine more are slower."""
    return max(1, (os.cpu_count() or 1) // 2)


def memory_of_engines() -> Path:
    """Where it is remembered which engine works here."""
    return paths.speech_cache_folder() / MEMORY


def engines_to_test(engine: str | None) -> tuple[str, ...]:
    """The one that is named, else every engine in the order in which `auto` tries them."""
    return ENGINES if engine in (None, AUTO) else tuple(name for name in ENGINES if name == engine)


@cache
def _demonstration_contents() -> frozenset[str]:
    folder = resources.path("demo/recordings")
    return frozenset(sha256_of(path, lambda: None)[0] for path in sorted(folder.iterdir()))
