"""Walking a folder as it comes: every file that is to be taken, and what cannot be.

Subfolders are walked, links are not followed. Passed over without a word:

- hidden files and folders (a leading dot; on Windows also the attribute);
- what is named as a README: `README`, with any ending;
- what is named as an index: lists (.csv .tsv .xls .xlsx .ods .xml), and `index` with an ending of text (.txt .html);
- what is named as a transcript: .json .vtt .srt .lrc, `transcript…` and whatever .txt is named after a file beside it
  (`a.txt` or `a.wav.txt` beside `a.wav`).

Everything else is a file to be taken or refused: links, devices and pipes are refused here.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from models.errors import Refusal
from models.intake.table_form import shown

INDEX_ENDINGS = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".ods", ".xml"})
TEXT_ENDINGS = frozenset({".txt", ".htm", ".html"})
TRANSCRIPT_ENDINGS = frozenset({".json", ".vtt", ".srt", ".lrc"})

WINDOWS_JUNCTION = 0xA0000003
"""The reparse tag of a folder that is a link (IO_REPARSE_TAG_MOUNT_POINT)."""

PassedOver = Callable[[str, frozenset[str]], bool]
"""Whether a file of this name, among these names in its folder, is passed over."""


class FoundFile(NamedTuple):
    """A regular file: where it lies, its name inside the folder (with `/`), and its size."""

    path: Path
    name: str
    size_bytes: int


def walk(
    folder: Path, passed_over: PassedOver, refused: list[Refusal], check: Callable[[], None]
) -> Iterator[FoundFile]:
    """Every file of `folder` that is not `passed_over`: its own in order of name, then those of each subfolder."""
    if not folder.is_dir():
        reason = "is not a folder" if folder.exists() else "there is no such folder"
        refused.append(Refusal(shown(folder), None, None, None, reason))
        return
    pending = [(folder, "")]
    while pending:
        check()
        place, prefix = pending.pop()
        try:
            with os.scandir(place) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as exc:
            refused.append(Refusal(shown(place), None, None, None, f"this folder cannot be read ({exc.strerror})"))
            continue
        beside = frozenset(entry.name for entry in entries)
        subfolders = []
        for entry in entries:
            path, name = place / entry.name, prefix + entry.name
            try:
                about = entry.stat(follow_symlinks=False)
            except OSError as exc:
                refused.append(Refusal(shown(path), None, None, None, f"cannot be read ({exc.strerror})"))
                continue
            if entry.name.startswith(".") or getattr(about, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN:
                continue
            if _is_folder(about):
                subfolders.append((path, f"{name}/"))
            elif not passed_over(entry.name, beside):
                fault = _fault(path, name, about)
                if fault is None:
                    yield FoundFile(path, name, about.st_size)
                else:
                    refused.append(Refusal(shown(path), None, None, None, fault))
        pending.extend(reversed(subfolders))


def beside_recordings(name: str, beside: frozenset[str]) -> bool:
    """Whether a file is passed over in a folder of recordings: an index, a transcript, a README."""
    stem, ending = os.path.splitext(name.casefold())
    if stem == "readme" or ending in INDEX_ENDINGS | TRANSCRIPT_ENDINGS:
        return True
    if ending in TEXT_ENDINGS and (stem == "index" or stem.startswith("transcript")):
        return True
    own = os.path.splitext(name)[0]
    return ending == ".txt" and (own in beside or _stems(beside)[own] > 1)


@lru_cache(maxsize=1)
def _stems(beside: frozenset[str]) -> Counter[str]:
    """How many of these names have each stem."""
    return Counter(os.path.splitext(name)[0] for name in beside)


def beside_transcripts(name: str, _beside: frozenset[str]) -> bool:
    """Whether a file is passed over in a folder of transcripts: a README."""
    return os.path.splitext(name.casefold())[0] == "readme"


def _is_folder(about: os.stat_result) -> bool:
    return stat.S_ISDIR(about.st_mode) and getattr(about, "st_reparse_tag", 0) != WINDOWS_JUNCTION


def _fault(path: Path, name: str, about: os.stat_result) -> str | None:
    if stat.S_ISLNK(about.st_mode) or stat.S_ISDIR(about.st_mode):
        return "a link; links are not followed"
    if not stat.S_ISREG(about.st_mode):
        return "not a regular file"
    if shown(path) != str(path):
        return "its name is not UTF-8"
    if not name.isprintable():
        return "its name holds a character that cannot be seen"
    return None
