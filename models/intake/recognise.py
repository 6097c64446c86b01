"""What was dropped on the window: a folder of recordings, a list known by its headings, a folder of transcripts.

A folder that holds a whole department (lists beside folders of recordings and transcripts) is looked into one level
deep. Nothing is read but headings and the beginning of transcripts; what is not recognised is refused in words.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.errors import Refusal
from models.intake.csv_rows import CsvFile, FileRefused, shown
from models.intake.folder import beside_recordings, walk
from models.intake.lists import KINDS
from models.intake.request import ImportRequest

MOST_BYTES_OF_A_TRANSCRIPT = 4 * 1024 * 1024
"""A larger .json is not opened to see what it is."""
PART_OF = {"recordings": "index"}
"""The part of a request that a list fills, where it is not called like its kind: the recorder's list is the index."""

NOUNS = {
    "recordings": "a folder of recordings",
    "index": "a recorder's index",
    "sheets": "a list of guide sheets",
    "tasks": "a Task 567 list",
    "views": "a list of Caseworker Online views",
    "staff": "a staff list",
    "transcripts": "transcripts",
}


def recognise(paths: Sequence[Path]) -> tuple[ImportRequest, list[Refusal]]:
    """The request these files and folders make together, and what could not be placed in it."""
    chosen: dict[str, Any] = {}
    refused: list[Refusal] = []
    for path in paths:
        parts = list(_parts(path))
        if not parts:
            refused.append(Refusal(shown(path), None, None, None, _why_not(path)))
        for part, place in parts:
            before = chosen.setdefault(part, place)
            if before != place:
                reason = f"{NOUNS[part]} was chosen already ({shown(before)}); take this one in afterwards"
                refused.append(Refusal(shown(place), None, None, None, reason))
    return ImportRequest(**chosen), refused


def _parts(path: Path) -> Iterator[tuple[str, Path]]:
    """What a path is: parts of a request, each with its place. Nothing when it is not recognised."""
    if path.is_dir():
        yield from _parts_of_folder(path)
    elif path.suffix.casefold() == ".json":
        if _is_transcript(path):
            yield "transcripts", path
    elif path.is_file():
        part = _part_of_list(path)
        if part is not None:
            yield part, path


def _parts_of_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    inside = _entries(folder)
    files = [path for path in inside if path.is_file()]
    beside = frozenset(path.name for path in files)
    for path in files:
        if path.suffix.casefold() == ".csv":
            part = _part_of_list(path)
            if part is not None:
                yield part, path
    if any(not beside_recordings(path.name, beside) for path in files):
        yield "recordings", folder
        return
    if _holds_transcripts(files):
        yield "transcripts", folder
    within = [path for path in inside if path.is_dir() and not path.is_symlink()]
    with_recordings = [path for path in within if _holds_recordings(path)]
    if len(with_recordings) == 1:
        yield "recordings", with_recordings[0]
    elif with_recordings:
        yield "recordings", folder
    for path in within:
        if path not in with_recordings and _holds_transcripts(_entries(path)):
            yield "transcripts", path


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _holds_recordings(folder: Path) -> bool:
    return next(walk(folder, beside_recordings, [], lambda: None), None) is not None


def _holds_transcripts(files: Iterable[Path]) -> bool:
    first = next((path for path in files if path.suffix.casefold() == ".json"), None)
    return first is not None and _is_transcript(first)


def _is_transcript(path: Path) -> bool:
    try:
        if path.stat().st_size > MOST_BYTES_OF_A_TRANSCRIPT:
            return True
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "segments" in document and "recording_id" in document


def _part_of_list(path: Path) -> str | None:
    """Which part of a request a CSV file is, by its headings."""
    try:
        with CsvFile(path) as file:
            headings = set(file.headings)
    except FileRefused:
        return None
    known = [kind.name for kind in KINDS if headings.issuperset(kind.needed)]
    return PART_OF.get(known[0], known[0]) if len(known) == 1 else None


def _why_not(path: Path) -> str:
    if not path.exists():
        return "there is no such file or folder"
    if path.is_dir():
        return "holds neither recordings nor transcripts nor a list with known headings"
    if path.suffix.casefold() == ".json":
        return "is not a transcript"
    if path.suffix.casefold() != ".csv":
        return "is no list in CSV; to take a recording in, choose the folder that holds it"
    try:
        with CsvFile(path) as file:
            nearest = min((_missing(kind.needed, file.headings) for kind in KINDS), key=len)
    except FileRefused as exc:
        return exc.refusal.reason
    return f"its headings are of no known list (the nearest lacks {', '.join(nearest)})"


def _missing(needed: Iterable[str], headings: list[str]) -> list[str]:
    return [heading for heading in needed if heading not in headings]
