"""Taking a speech model from a disk or a USB stick into this person's folder, whole or not at all.

A file somebody points at -> its structure (jobs/speech/model_file) -> a copy under a temporary name, hashed on the way
-> known or not (models/speech_models) -> its own name. Nothing that is there already is ever replaced.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs.speech.model_file import ModelRefused, model_facts
from desktop.jobs.speech.model_shelf import ENDING, Found, Shelf, ShelfModel, look_at, models_on
from desktop.jobs.write_whole import REASONS
from models.errors import OutputRefused
from models.speech_models import KnownModel, known_models

Report = Callable[[float, str], None]
Check = Callable[[], None]

PIECE_BYTES = 1 << 20
PREFIX = ".steercheck-model-"
LEFT_BEHIND_S = 3600
"""A temporary file older than this belongs to a program that was killed, and goes with the next model."""
ROOM_TO_SPARE = 64 << 20


@dataclass(frozen=True)
class Added:
    """What became of a file: the model, and whether its content was there before. `warning` is for people."""

    model: ShelfModel
    already: bool = False
    warning: str = ""


def add_model(source: Path, shelf: Shelf, report: Report, check: Check) -> Added:
    """Take `source` into the person's folder.

    Raises ModelRefused for what is no whole model, OutputRefused where it cannot be written (nothing is left behind
    then), and whatever `check` raises.
    """
    source = Path(os.path.abspath(source))
    report(0.0, f"Looking at {source.name}")
    size = model_facts(source).memory_bytes
    found = models_on(shelf, check)
    lying = _lying_there(source, size, shelf, found, check)
    if lying is not None:
        return Added(lying, already=True, warning=_warning(lying, source))
    target = _copied(source, size, shelf, report, check)
    model = look_at(target, shelf, check)
    report(1.0, "Added")
    return Added(model, warning=_warning(model, source))


def _lying_there(source: Path, size: int, shelf: Shelf, found: Found, check: Check) -> ShelfModel | None:
    """The model of the same content that is there already; the source is read through only if one has its size."""
    alike = [model for model in found.models if model.size_bytes == size]
    if not alike:
        return None
    sha256 = look_at(source, Shelf(shelf.own, memory=None), check).sha256
    return next((model for model in alike if model.sha256 == sha256), None)


def _copied(source: Path, size: int, shelf: Shelf, report: Report, check: Check) -> Path:
    try:
        shelf.own.mkdir(parents=True, exist_ok=True)
        _clear_left_behind(shelf.own)
        free = shutil.disk_usage(shelf.own).free
        if free < size + ROOM_TO_SPARE:
            raise OutputRefused(
                f"The model was not added: it needs {size // 1_000_000} MB, and the disk of {shelf.own} has "
                f"{free // 1_000_000} MB free. Make room and add it again."
            )
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=shelf.own)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                sha256 = _poured(source, size, out.write, report, check)
                out.flush()
                os.fsync(out.fileno())
            model_facts(temporary)
            os.chmod(temporary, 0o644)
            return _named(temporary, _name_for(sha256, source), shelf.own)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as exc:
        reason = REASONS.get(exc.errno or 0, exc.strerror or type(exc).__name__)
        raise OutputRefused(
            f"The model could not be written to {shelf.own}: {reason}. What was there before is untouched."
        ) from exc


def _poured(source: Path, size: int, write: Callable[[bytes], object], report: Report, check: Check) -> str:
    """Everything of `source` into `write`; its SHA-256. Raises ModelRefused where it cannot be read to its end."""
    digest, done = hashlib.sha256(), 0
    try:
        read = source.open("rb", buffering=0)
    except OSError as exc:
        raise ModelRefused(source, f"cannot be read ({exc.strerror})") from exc
    with read:
        while True:
            check()
            try:
                piece = read.read(PIECE_BYTES)
            except OSError as exc:
                raise ModelRefused(source, f"cannot be read to its end ({exc.strerror}); copy it again") from exc
            if not piece:
                break
            write(piece)
            digest.update(piece)
            done += len(piece)
            report(min(0.99, done / max(1, size)), f"Copying {source.name}")
    if done != size:
        raise ModelRefused(source, "changed while it was copied; add it again")
    return digest.hexdigest()


def _name_for(sha256: str, source: Path) -> str:
    """The official name of a known file; its own for any other, so that nothing passes for what it is not."""
    listed = next((model for model in known_models() if model.sha256 == sha256), None)
    if listed is not None:
        return listed.file
    return source.name if source.suffix.lower() == ENDING else source.name + ENDING


def _named(temporary: Path, name: str, folder: Path) -> Path:
    """Give the finished copy its name, or the next free one like it: "ggml-base.en-2.bin"."""
    name = name.lstrip(".") or "model" + ENDING
    stem, ending = os.path.splitext(name)
    number, target = 1, folder / name
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}{ending}"
    os.rename(temporary, target)
    return target


def _warning(model: ShelfModel, source: Path) -> str:
    if model.known is not None:
        return ""
    named: KnownModel | None = next((one for one in known_models() if one.file == source.name), None)
    if named is not None:
        return (
            f"This is not the official {source.name}: its SHA-256 is another. It was taken, but use it only if you "
            "know who made it."
        )
    return (
        "Nobody vouches for this file: its SHA-256 is not on the list of official models. It was taken, but use it "
        "only if you know where it comes from."
    )


def _clear_left_behind(folder: Path) -> None:
    for file in folder.glob(PREFIX + "*"):
        if time.time() - file.stat().st_mtime > LEFT_BEHIND_S:
            file.unlink(missing_ok=True)
