"""Which files are recordings to be taken, and what each is to be called: the recorder's index first, the rest after it.

A row of the index names a file inside the folder by its path, or, where only one file there has that name, by its name
alone, as recorders with dated subfolders do. Where the recorder keeps no index, a document beside each file or the
file's name may tell what it is (models.intake.recorder_index, recorder_names). A file that nothing names is called by
its path without its ending.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from models.errors import Refusal
from models.intake.folder import FoundFile, beside_recordings, walk
from models.intake.profile import IndexForm, Profile, RecorderProfile
from models.intake.recorder_index import IndexReading, IndexRow, index_rows, sidecar_rows
from models.intake.recorder_names import RecorderNames
from models.intake.table import OpenWorkbook

PLAIN_RECORDER = RecorderProfile()


class WantedFile(NamedTuple):
    """A file to be taken; `ids` are what it may be called, the first that is free.

    `row` is what an index says of it, `told` what its name says; `second` the file of the call's other leg.
    """

    file: FoundFile
    ids: tuple[str, ...]
    row: IndexRow | None
    told: dict[str, Any] | None = None
    second: FoundFile | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """Columns of the record: what the index says, and where it is silent, what the name says."""
        row = {} if self.row is None else self.row.facts
        return (
            (self.told or {})
            | {name: value for name, value in row.items() if value is not None}
            | {name: value for name, value in row.items() if value is None and name not in (self.told or {})}
        )

    @property
    def told_id(self) -> str | None:
        """The recording's own id, where the index or the name tells one."""
        if self.row is not None:
            return self.row.recording_id
        return self.ids[0] if self.told is not None and len(self.ids) == 1 else None

    @property
    def size_bytes(self) -> int:
        return self.file.size_bytes + (0 if self.second is None else self.second.size_bytes)


@dataclass(frozen=True)
class Search:
    """Where recordings and their index lie, and how a profile says they are to be understood."""

    folder: Path | None
    index: Path | None = None
    profile: Profile | None = None
    workbooks: OpenWorkbook | None = None

    @property
    def recorder(self) -> RecorderProfile:
        return PLAIN_RECORDER if self.profile is None or self.profile.recorder is None else self.profile.recorder

    @property
    def reading(self) -> IndexReading:
        """How the index is read; one whose form the profile does not tell is a table, or what its ending says."""
        form = self.recorder.index
        if form is None or (self.index is not None and form.sidecars):
            ending = "" if self.index is None else self.index.suffix.casefold()
            form = IndexForm("json" if ending == ".json" else "xml" if ending == ".xml" else "csv")
        if self.profile is None:
            return IndexReading(form, workbooks=self.workbooks)
        return IndexReading(form, self.profile.of("index"), self.workbooks)

    @property
    def sidecars(self) -> IndexReading | None:
        """How a document beside each recording is read; None when the profile tells of none."""
        form = self.recorder.index
        if form is None or not form.sidecars or self.profile is None:
            return None
        return IndexReading(form, self.profile.of("index"), self.workbooks)


@dataclass
class Findings:
    """What the search met beside the files to be taken: refusals, and remarks in words."""

    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def wanted_files(search: Search, findings: Findings, check: Callable[[], None]) -> list[WantedFile]:
    """The files to take, those of the index first. Raises FileRefused when the index cannot be read as a whole:
    without it every file would get a wrong id, so nothing is taken."""
    folder, index = search.folder, search.index
    found = list(walk(folder, beside_recordings, findings.refused, check)) if folder is not None else []
    named: list[WantedFile] = []
    spoiled: set[str] = set()
    if index is not None:
        found = [file for file in found if not _is_same(file.path, index)]
        lookup = _in_folder(found) if folder is not None else _beside(index)
        named = _by_index(search, index, lookup, findings, spoiled, check)
    taken = {file.path for wanted in named for file in (wanted.file, wanted.second) if file is not None}
    left = [file for file in found if file.path not in taken and not {file.name, file.path.name} & spoiled]
    if search.sidecars is not None:
        beside = dict(sidecar_rows(left, search.sidecars, findings.refused, check))
        left = [file for file in left if file not in beside]
        named += _by_rows(((file, row) for file, row in beside.items() if row is not None), findings)
    told, left = _by_names(search, left, findings)
    return _with_names(search, named) + told + list(_by_path(left))


def path_ids(name: str) -> tuple[str, str]:
    """What a file may be called after its path inside the folder: without its ending, and with it."""
    return os.path.splitext(name)[0], name


def _by_path(found: list[FoundFile]) -> Iterator[WantedFile]:
    stems = Counter(path_ids(file.name)[0] for file in found)
    for file in found:
        stem, whole = path_ids(file.name)
        yield WantedFile(file, (whole,) if stems[stem] > 1 else (stem, whole), None)


def _by_names(search: Search, found: list[FoundFile], findings: Findings) -> tuple[list[WantedFile], list[FoundFile]]:
    """The files whose names tell what they are, and the others."""
    if search.recorder.name_pattern is None:
        return [], found
    names = RecorderNames(search.recorder, search.reading.listed.separator)
    calls, others = names.calls(found, findings.refused, findings.remarks)
    wanted = []
    for call in calls:
        ids = path_ids(call.first.file.name) if call.first.recording_id is None else (call.first.recording_id,)
        second = None if call.second is None else call.second.file
        wanted.append(WantedFile(call.first.file, ids, None, call.first.facts, second))
    return wanted, others


def _with_names(search: Search, named: list[WantedFile]) -> list[WantedFile]:
    """Files of the index, with what their names say where the index is silent; an index decides about ids and legs."""
    if search.recorder.name_pattern is None or not named:
        return named
    names = RecorderNames(search.recorder, search.reading.listed.separator)
    calls, _ = names.calls([wanted.file for wanted in named], [], [])
    told = {one.file: one.facts for call in calls for one in call if one is not None}
    return [wanted._replace(told=told.get(wanted.file)) for wanted in named]


def _by_index(
    search: Search,
    index: Path,
    lookup: Callable[[str], FoundFile | str],
    findings: Findings,
    spoiled: set[str],
    check: Callable[[], None],
) -> list[WantedFile]:
    """The files that the index names; rows that cannot be taken are refused, their cells are `spoiled`."""
    named: list[WantedFile] = []
    lines: dict[Path, int] = {}
    for row in index_rows(index, search.reading, findings.refused, spoiled, findings.remarks):
        check()
        file = lookup(row.named)
        if isinstance(file, str):
            findings.refused.append(Refusal(row.file, row.line, "file", row.named, file))
        elif file.path in lines:
            reason = f"line {lines[file.path]} names this file already"
            findings.refused.append(Refusal(row.file, row.line, "file", row.named, reason))
        else:
            second = None if row.second is None else lookup(row.second)
            if isinstance(second, str) or (second is not None and second.path in (file.path, *lines)):
                fault = second if isinstance(second, str) else "another row names this file already"
                findings.remarks.append(
                    f"{row.recording_id}: its other leg {row.second} is left out ({fault}); it is taken as one channel"
                )
                second = None
            lines[file.path] = row.line
            if second is not None:
                lines[second.path] = row.line
            named.append(WantedFile(file, (row.recording_id,), row, None, second))
    return named


def _by_rows(found: Iterator[tuple[FoundFile, IndexRow]], findings: Findings) -> list[WantedFile]:
    """The files with a document of their own; one id for two of them is refused."""
    named: dict[str, WantedFile] = {}
    for file, row in found:
        if row.recording_id in named:
            reason = f"{named[row.recording_id].file.name} has this id already"
            findings.refused.append(Refusal(row.file, row.line, "recording_id", row.recording_id, reason))
        else:
            named[row.recording_id] = WantedFile(file, (row.recording_id,), row)
    return list(named.values())


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
        # a recorder that writes whole paths writes those of its own disk: their last part is what is left
        same = bare.get(inside.rpartition("/")[2] if _is_whole_path(inside) else inside, [])
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


def _is_whole_path(inside: str) -> bool:
    return inside.startswith("/") or inside[1:3] == ":/"


def _is_same(path: Path, other: Path) -> bool:
    return os.path.abspath(path) == os.path.abspath(other)
