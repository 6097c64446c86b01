"""The speech models of this machine: this person's, those the administrator laid out, and the demonstration's.

Settings and folders in, models out: each file that is a whole model (jobs/speech/model_file), with its SHA-256 and
whether it is a known one (models/speech_models). A model is gigabytes and hashing it takes seconds, so what was found
out about a file is remembered by its size and the time it was written; the memory may be lost at any time.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import resources
from desktop import paths
from desktop.jobs.speech.model_file import ModelRefused, model_facts
from desktop.jobs.speech.remembering import read_object, write_object
from desktop.settings import Settings
from models.errors import InputRefused, Refusal
from models.file_hash import sha256_of
from models.speech_models import Asking, KnownModel, asking_of, demonstration_model, known

Report = Callable[[float, str], None]
Check = Callable[[], None]

ENDING = ".bin"
MEMORY = "models.json"
NO_MODEL = (
    "There is no speech model on this machine yet. Bring one of whisper.cpp's files (ggml-….bin) on a USB stick and "
    "add it: steercheck speech add FILE, or Settings, Speech models. The demonstration's model understands only the "
    "demonstration's voices."
)


_FOUND_BEFORE: dict[str, list[Any]] = {}
"""What this process found out about files, for where nothing can be remembered on disk."""


class Place(StrEnum):
    """Who laid a model out."""

    DEPARTMENT = "department"
    OWN = "own"
    SHIPPED = "shipped"


@dataclass(frozen=True)
class Shelf:
    """The folders models lie in; `department` is None where the administrator named none. None of them need be
    there."""

    own: Path
    department: Path | None = None
    shipped: Path = field(default_factory=lambda: resources.path("speech"))
    memory: Path | None = None


@dataclass(frozen=True)
class ShelfModel:
    """A whole model file. `known` is None for one nobody vouches for."""

    file: Path
    sha256: str
    size_bytes: int
    known: KnownModel | None
    place: Place

    @property
    def name(self) -> str:
        """Its name on the list of known models, else its file's."""
        return self.known.name if self.known else self.file.stem

    @property
    def demonstration(self) -> bool:
        return self.known is not None and self.known.demonstration

    @property
    def asking(self) -> Asking:
        return asking_of(self.known)

    def is_called(self, wanted: str) -> bool:
        """Whether a setting or a person means this one: by its hash, its file's name, or its name."""
        return wanted in (self.sha256, self.file.name, self.file.stem, self.name)


@dataclass(frozen=True)
class Found:
    """The models, the department's first, then this person's, then the demonstration's; and what is none."""

    models: tuple[ShelfModel, ...]
    refused: tuple[Refusal, ...] = ()

    def called(self, wanted: str) -> ShelfModel | None:
        return next((model for model in self.models if model.is_called(wanted)), None)


def shelf_of(settings: Settings) -> Shelf:
    """The folders of this person on this machine."""
    folder = settings.speech_models_folder
    return Shelf(
        paths.speech_models_folder(),
        Path(folder).expanduser() if folder else None,
        memory=paths.speech_cache_folder() / MEMORY,
    )


def models_on(shelf: Shelf, check: Check, report: Report = lambda _fraction, _text: None) -> Found:
    """Every model, each content once. Files that are none are refused by name and reason. Raises what `check`
    raises."""
    memory = _Memory(shelf.memory)
    models: dict[str, ShelfModel] = {}
    refused: list[Refusal] = []
    files = [(place, file) for place, folder in _folders(shelf) for file in _files(folder, refused)]
    for at, (place, file) in enumerate(files):
        report(at / len(files), f"Looking at {file.name}")
        try:
            model = memory.looked_at(file, place, check)
        except ModelRefused as exc:
            refused.append(Refusal(str(file), None, None, None, exc.reason))
        else:
            models.setdefault(model.sha256, model)
    memory.keep()
    return Found(tuple(models.values()), tuple(refused))


def look_at(file: Path, shelf: Shelf, check: Check) -> ShelfModel:
    """One file wherever it lies, as a model. Raises ModelRefused and what `check` raises."""
    memory = _Memory(shelf.memory)
    places = [place for place, folder in _folders(shelf) if folder == file.parent]
    model = memory.looked_at(file, places[0] if places else Place.OWN, check)
    memory.keep()
    return model


def default_of(models: Sequence[ShelfModel], wanted: str) -> ShelfModel | None:
    """The model for calls nobody named one for: the one the settings want, else the largest that is known, else the
    largest. Never the demonstration's. None when there is none, or not the wanted one."""
    real = [model for model in models if not model.demonstration]
    if wanted:
        return next((model for model in real if model.is_called(wanted)), None)
    return max(real, key=lambda model: (model.known is not None, model.size_bytes, model.sha256), default=None)


def needed_default(found: Found, wanted: str) -> ShelfModel:
    """The same; InputRefused, saying what to do, where there is none."""
    chosen = default_of(found.models, wanted)
    if chosen is not None:
        return chosen
    if wanted and (named := found.called(wanted)) is not None:
        raise InputRefused(
            f"The settings want the speech model {named.name}, which understands only the demonstration's voices. "
            "Choose another in Settings, or name it for one run with --model."
        )
    if wanted:
        raise InputRefused(
            f"The speech model of the settings ({wanted}) is not on this machine any more. Choose another in Settings, "
            "or add it again: steercheck speech add FILE."
        )
    raise InputRefused(NO_MODEL)


def demonstration_file(shelf: Shelf) -> Path:
    """Where the demonstration model lies."""
    return shelf.shipped / demonstration_model().file


def _folders(shelf: Shelf) -> list[tuple[Place, Path]]:
    folders = [(Place.OWN, shelf.own), (Place.SHIPPED, shelf.shipped)]
    return folders if shelf.department is None else [(Place.DEPARTMENT, shelf.department), *folders]


def _files(folder: Path, refused: list[Refusal]) -> list[Path]:
    """The files of a folder that are meant as models; a folder that is not there holds none."""
    try:
        return sorted(
            file
            for file in folder.iterdir()
            if file.suffix.lower() == ENDING and not file.name.startswith(".") and file.is_file()
        )
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as exc:
        refused.append(Refusal(str(folder), None, None, None, f"cannot be read ({exc.strerror})"))
        return []


class _Memory:
    """What was found out about files before: (size, time written) and SHA-256, and SHA-1 where that decides, by
    path."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        read = read_object(file)
        self._entries: dict[str, list[Any]] = {key: value for key, value in read.items() if _is_entry(value)}
        self._changed = False

    def looked_at(self, file: Path, place: Place, check: Check) -> ShelfModel:
        """A file as a model, hashed only if it is new or changed. Raises ModelRefused."""
        try:
            stat = file.stat()
            written = [stat.st_size, stat.st_mtime_ns]
            entry = self._entries.get(str(file))
            if entry is None or entry[:2] != written:
                entry = _FOUND_BEFORE.get(str(file))
                if entry is None or entry[:2] != written:
                    model_facts(file)
                    sha256, _size = sha256_of(file, check)
                    sha1 = None if known(sha256) else _sha1_of(file, check)
                    entry = [*written, sha256, sha1]
                _FOUND_BEFORE[str(file)] = self._entries[str(file)] = entry
                self._changed = True
        except OSError as exc:
            raise ModelRefused(file, f"cannot be read ({exc.strerror or exc})") from exc
        return ShelfModel(file, entry[2], entry[0], known(entry[2], entry[3]), place)

    def keep(self) -> None:
        """Written for the next time, if it can be."""
        if self._file is not None and self._changed:
            write_object(self._file, self._entries)


def _is_entry(value: object) -> bool:
    return isinstance(value, list) and [type(part) for part in value[:3]] == [int, int, str] and len(value) == 4


def _sha1_of(file: Path, check: Check) -> str:
    """The hash by which whisper.cpp itself publishes its files; nothing rests on it being hard to forge."""
    digest = hashlib.sha1(usedforsecurity=False)
    with file.open("rb") as read:
        while piece := read.read(1 << 20):
            check()
            digest.update(piece)
    return digest.hexdigest()
