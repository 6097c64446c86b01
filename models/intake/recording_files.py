"""Which files are recordings to be taken, and what each is to be called: the recorder's index first, the rest after it.

A row of the index names a file inside the folder by its path, or, where only one file there has that name, by its name
alone, as recorders with dated subfolders do. A file the index does not name is called by its path without its ending.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from models.errors import Refusal
from models.intake.folder import FoundFile, beside_recordings, walk
from models.intake.list_file import ListFile
from models.intake.lists import INDEX


class IndexRow(NamedTuple):
    """What a row of the index says of a recording.

    `file` is the index's own name, `facts` are columns of the record, `sha256` is what the index tells, or None.
    """

    file: str
    line: int
    recording_id: str
    sha256: str | None
    facts: dict[str, Any]


class WantedFile(NamedTuple):
    """A file to be taken; `ids` are what it may be called, the first that is free."""

    file: FoundFile
    ids: tuple[str, ...]
    row: IndexRow | None


def wanted_files(
    folder: Path | None, index: Path | None, refused: list[Refusal], check: Callable[[], None]
) -> list[WantedFile]:
    """The files to take, those of the index first. Raises FileRefused when the index cannot be read as a whole:
    without it every file would get a wrong id, so nothing is taken."""
    found = list(walk(folder, beside_recordings, refused, check)) if folder is not None else []
    if index is None:
        return list(_by_path(found))
    found = [file for file in found if not _is_same(file.path, index)]
    spoiled: set[str] = set()
    lookup = _in_folder(found) if folder is not None else _beside(index)
    named = _by_index(index, lookup, refused, spoiled, check)
    taken = {wanted.file.path for wanted in named}
    left = [file for file in found if file.path not in taken and not {file.name, file.path.name} & spoiled]
    return named + list(_by_path(left))


def path_ids(name: str) -> tuple[str, str]:
    """What a file may be called after its path inside the folder: without its ending, and with it."""
    return os.path.splitext(name)[0], name


def _by_path(found: list[FoundFile]) -> Iterator[WantedFile]:
    stems = Counter(path_ids(file.name)[0] for file in found)
    for file in found:
        stem, whole = path_ids(file.name)
        yield WantedFile(file, (whole,) if stems[stem] > 1 else (stem, whole), None)


def _by_index(
    index: Path,
    lookup: Callable[[str], FoundFile | str],
    refused: list[Refusal],
    spoiled: set[str],
    check: Callable[[], None],
) -> list[WantedFile]:
    """The files that the index names; rows that cannot be taken are refused, their cells are `spoiled`."""
    named: list[WantedFile] = []
    lines: dict[Path, int] = {}
    with ListFile(index, INDEX) as listed:
        for row in listed.rows(refused, spoiled):
            check()
            told = dict(zip(listed.columns, row.values, strict=True))
            recording_id, name, sha256 = told.pop("recording_id"), told.pop("file"), told.pop("sha256", None)
            file = lookup(name)
            if isinstance(file, str):
                refused.append(Refusal(listed.name, row.line, "file", name, file))
            elif file.path in lines:
                reason = f"line {lines[file.path]} names this file already"
                refused.append(Refusal(listed.name, row.line, "file", name, reason))
            else:
                lines[file.path] = row.line
                about = IndexRow(listed.name, row.line, recording_id, sha256, told)
                named.append(WantedFile(file, (recording_id,), about))
    return named


def _in_folder(found: list[FoundFile]) -> Callable[[str], FoundFile | str]:
    """Looks a name of the index up among the files of the folder; gives the reason when it is not there."""
    by_name = {file.name: file for file in found}
    bare: dict[str, list[FoundFile]] = {}
    for file in found:
        bare.setdefault(file.path.name, []).append(file)

    def look(name: str) -> FoundFile | str:
        inside = _inside(name)
        if inside in by_name:
            return by_name[inside]
        same = bare.get(inside, [])
        if len(same) == 1:
            return same[0]
        return f"{len(same)} files of this name lie in the folder" if same else "there is no such file in the folder"

    return look


def _beside(index: Path) -> Callable[[str], FoundFile | str]:
    """Looks a name of the index up relative to the index's own folder."""
    folder = index.parent

    def look(name: str) -> FoundFile | str:
        inside = _inside(name)
        path = folder / inside
        if path.is_absolute() != folder.is_absolute() or ".." in Path(inside).parts or Path(inside).is_absolute():
            return "lies outside the folder of the index"
        try:
            about = path.lstat()
        except (OSError, ValueError):
            return "there is no such file beside the index"
        if not stat.S_ISREG(about.st_mode):
            return "not a regular file"
        return FoundFile(path, inside, about.st_size)

    return look


def _inside(name: str) -> str:
    """A file's name as the folder knows it: recorders on Windows write backslashes."""
    return name.replace("\\", "/").removeprefix("./")


def _is_same(path: Path, other: Path) -> bool:
    return os.path.abspath(path) == os.path.abspath(other)
