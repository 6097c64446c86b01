"""Which model and engine a recording is transcribed with.

A model that is named is taken as it is. The demonstration model, which knows only synthetic voices, is taken for the
demonstration's own recordings and refused for all others unless it is named.
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import resources
from desktop.jobs.speech.engine import ENGINES, Decoding
from desktop.jobs.speech.listener import Listener, LoadedModel
from desktop.jobs.speech.model_file import ModelRefused, model_facts
from desktop.jobs.speech.recipe import Recipe
from desktop.settings import Settings
from models.errors import InputRefused, SpeechFailed
from models.file_hash import sha256_of
from models.speech_models import DEPARTMENT_WORDS, asking_of, demonstration_model, known

Check = Callable[[], None]


def recipe_for(
    recording_sha256: str,
    model: Path | None,
    engine: str | None,
    threads: int | None,
    settings: Settings,
    check: Check,
) -> Recipe:
    """The recipe for a recording with this content. Raises ModelRefused, SpeechFailed (no engine works), and
    InputRefused where no model is set up."""
    del settings
    chosen = model
    if chosen is None:
        if not is_demonstration(recording_sha256):
            raise InputRefused(
                "No speech model is set up. Bring one on a disk and add it (steercheck speech add FILE), "
                "or name it with --model FILE. The demonstration's model knows only the demonstration's voices."
            )
        chosen = resources.path(f"speech/{demonstration_model().file}")
    path = chosen.expanduser().absolute()
    content, _ = _proven(path)
    listed = known(content)
    asking = asking_of(listed)
    decoding = Decoding(prompt=DEPARTMENT_WORDS if asking.takes_prompt else "", trim_ms=asking.trim_ms)
    count = threads or half_the_cores()
    return Recipe(_engine(engine or "auto", path, count, check), path, content, count, asking.join_ms, decoding)


def is_demonstration(recording_sha256: str) -> bool:
    """Whether a recording is one of the demonstration's, by its content."""
    return recording_sha256 in _demonstration_contents()


def half_the_cores() -> int:
    """Threads for the engine unless said otherwise: it spins while it waits, so on a busy machine more are slower."""
    return max(1, (os.cpu_count() or 1) // 2)


@cache
def _demonstration_contents() -> frozenset[str]:
    folder = resources.path("demo/recordings")
    return frozenset(sha256_of(path, lambda: None)[0] for path in sorted(folder.iterdir()))


@cache
def _proven(path: Path) -> tuple[str, int]:
    """The content's SHA-256 and the size of a whole model file. Raises ModelRefused."""
    model_facts(path)
    try:
        return sha256_of(path, lambda: None)
    except OSError as exc:
        raise ModelRefused(path, f"cannot be read ({exc.strerror or exc})") from exc


def _engine(wanted: str, model: Path, threads: int, check: Check) -> str:
    """The engine by name; for "auto" the first that loads the model."""
    if wanted != "auto":
        return wanted
    return _first_that_loads(model, threads, check)


_LOADS: dict[Path, str] = {}


def _first_that_loads(model: Path, threads: int, check: Check) -> str:
    faults: list[SpeechFailed] = []
    for name in ENGINES:
        if _LOADS.get(model) == name:
            return name
        try:
            with Listener(LoadedModel(name, model, threads)) as listener:
                listener.load(check)
        except SpeechFailed as exc:
            faults.append(exc)
            continue
        _LOADS[model] = name
        return name
    raise faults[0]
