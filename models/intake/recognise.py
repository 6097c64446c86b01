"""What was dropped on the window: a folder of recordings, a list known by its headings, transcripts, an index.

A folder that holds a whole department (lists beside folders of recordings and transcripts) is looked into one level
deep. Nothing is read but headings and the beginning of transcripts. A list with headings nobody knows is told apart
from what is no list at all, because its columns can be mapped; the rest is refused in words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from models.errors import Refusal
from models.intake.folder import beside_recordings, walk
from models.intake.headings import is_known
from models.intake.list_file import wanted
from models.intake.lists import BY_PART, KINDS, ListKind
from models.intake.profile import OWN_LIST, ListProfile, Profile
from models.intake.request import ImportRequest
from models.intake.table import FileRefused, OpenWorkbook, TableForm, open_table, shown
from models.intake.transcripts.forms import is_transcript

LIST_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods"})
"""In a folder only these are looked at as lists; what is dropped by itself is looked at whatever it is called."""
TRANSCRIPT_ENDINGS = frozenset({".json", ".vtt", ".srt", ".txt"})
DOCUMENTS = {"json": (b"{", b"["), "xml": (b"<",)}
"""How an index of this kind begins."""
_WORDS = re.compile(r"[a-z]+|[0-9]+")

NOUNS = {
    "recordings": "a folder of recordings",
    "index": "a recorder's index",
    "sheets": "a list of guide sheets",
    "tasks": "a Task 567 list",
    "views": "a list of Caseworker Online views",
    "staff": "a staff list",
    "transcripts": "transcripts",
    "collections": "a list of what was collected",
}


class ForeignList(NamedTuple):
    """A list with headings that are neither ours nor the profile's; `part` is what it most likely is."""

    path: Path
    part: str


@dataclass(frozen=True)
class Recognised:
    """The request that files and folders make together, what could not be placed in it, and lists to be mapped."""

    request: ImportRequest
    refused: list[Refusal] = field(default_factory=list)
    foreign: list[ForeignList] = field(default_factory=list)


class Look(NamedTuple):
    """What a list chosen for a part of the request is. `fault` in words, "" when it can be read; `foreign`: mapping its
    columns would mend it."""

    fault: str
    foreign: bool = False


def recognise(
    paths: Sequence[Path], profile: Profile | None = None, workbooks: OpenWorkbook | None = None
) -> Recognised:
    """What these files and folders are. `profile` is the one in force; `workbooks` opens spreadsheets."""
    eye = _Eye(profile, workbooks)
    chosen: dict[str, Path] = {}
    refused: list[Refusal] = []
    foreign: list[ForeignList] = []
    for path in paths:
        parts = list(eye.parts(path))
        strangers = [] if parts and not path.is_dir() else list(eye.foreign(path, {place for _, place in parts}))
        foreign += strangers
        if not parts and not strangers:
            refused.append(Refusal(shown(path), None, None, None, eye.why_not(path)))
        for part, place in parts:
            before = chosen.setdefault(part, place)
            if before != place:
                reason = f"{NOUNS[part]} was chosen already ({shown(before)}); take this one in afterwards"
                refused.append(Refusal(shown(place), None, None, None, reason))
    return Recognised(ImportRequest(**chosen), refused, foreign)  # type: ignore[arg-type]


def look_at(path: Path, part: str, profile: Profile | None = None, workbooks: OpenWorkbook | None = None) -> Look:
    """Whether a file can be read as this part of a request; a folder always can."""
    kind = BY_PART.get(part)
    if kind is None or path.is_dir() or _Eye(profile, workbooks).is_document_index(path):
        return Look("")
    listed = OWN_LIST if profile is None else profile.of(part)
    try:
        headings = _headings(path, listed.form, [wanted(kind, listed)], workbooks)
    except FileRefused as exc:
        return Look(exc.refusal.reason)
    if is_known(headings, [wanted(kind, listed)]):
        return Look("")
    return Look(
        "its headings are not those of the profile" if listed is not OWN_LIST else "other headings than ours", True
    )


class _Eye:
    """Looks at files with one profile in force."""

    def __init__(self, profile: Profile | None, workbooks: OpenWorkbook | None) -> None:
        self._profile = profile
        self._workbooks = workbooks

    def parts(self, path: Path) -> Iterator[tuple[str, Path]]:
        """What a path is: parts of a request, each with its place. Nothing when it is not recognised."""
        if path.is_dir():
            yield from self._parts_of_folder(path)
        elif path.is_file():
            part = self._part_of_file(path)
            if part is not None:
                yield part, path

    def foreign(self, path: Path, known: set[Path]) -> Iterator[ForeignList]:
        """The list at this path, or those inside this folder, whose headings nobody knows."""
        inside = path.is_dir()
        for file in _entries(path) if inside else [path]:
            ending = file.suffix.casefold()
            if file in known or ending not in LIST_ENDINGS or (inside and ending == ".txt") or not file.is_file():
                continue
            if is_transcript(file):
                continue
            try:
                headings = _headings(file, TableForm(), [], self._workbooks)
            except FileRefused:
                continue
            if sum(map(bool, headings)) > 1:
                yield ForeignList(file, likeliest(headings))

    def why_not(self, path: Path) -> str:
        """Why nothing was recognised, in words."""
        if not path.exists():
            return "there is no such file or folder"
        if path.is_dir():
            return "holds neither recordings nor transcripts nor a list with known headings"
        ending = path.suffix.casefold()
        if ending in (".json", ".xml"):
            return "is not a transcript; an index in JSON or XML needs a profile that says where its recordings stand"
        if ending in TRANSCRIPT_ENDINGS - {".txt"}:
            return "is not a transcript"
        if ending not in LIST_ENDINGS:
            return "is no list; to take a recording in, choose the folder that holds it"
        try:
            _headings(path, TableForm(), [], self._workbooks)
        except FileRefused as exc:
            return exc.refusal.reason
        return "has a single column; no list of ours is so short"

    def is_document_index(self, path: Path) -> bool:
        """Whether the profile says the recorder's index is of this form."""
        recorder = None if self._profile is None else self._profile.recorder
        index = None if recorder is None else recorder.index
        starts = () if index is None else DOCUMENTS.get(index.kind, ())
        return bool(starts) and _start(path).startswith(starts)

    def _part_of_file(self, path: Path) -> str | None:
        if self.is_document_index(path) and not is_transcript(path):
            return "index"
        part = self._part_of_list(path)
        return part or ("transcripts" if is_transcript(path) else None)

    def _part_of_list(self, path: Path) -> str | None:
        """Which part of a request a list is, by its headings: the profile's first, then ours."""
        readings: dict[TableForm, list[tuple[ListKind, frozenset[str]]]] = {}
        for kind in KINDS:
            listed = self._of(kind)
            readings.setdefault(listed.form, []).append((kind, wanted(kind, listed)))
        own = [(kind, wanted(kind, OWN_LIST)) for kind in KINDS]
        tried = [*readings.items(), (TableForm(), own)] if self._profile is not None else [(TableForm(), own)]
        for form, known in tried:
            try:
                headings = _headings(path, form, [one for _kind, one in known], self._workbooks)
            except FileRefused:
                continue
            found = [kind for kind, one in known if one and is_known(headings, [one])]
            if found:
                return max(found, key=lambda kind: _alike(kind, headings)).part
        return None

    def _of(self, kind: ListKind) -> ListProfile:
        return OWN_LIST if self._profile is None else self._profile.of(kind.part)

    def _parts_of_folder(self, folder: Path) -> Iterator[tuple[str, Path]]:
        inside = _entries(folder)
        files = [path for path in inside if path.is_file()]
        beside = frozenset(path.name for path in files)
        for path in files:
            if path.suffix.casefold() in LIST_ENDINGS:
                part = self._part_of_list(path)
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


def likeliest(headings: Iterable[str]) -> str:
    """The part of a request whose columns these headings are most alike."""
    there = list(headings)
    return max(KINDS, key=lambda kind: _alike(kind, there)).part


def _alike(kind: ListKind, headings: Iterable[str]) -> float:
    """The share of a kind's columns that have a heading with a word in common; the needed ones count twice."""
    there = [frozenset(_WORDS.findall(heading.casefold())) for heading in headings]
    weight = found = 0
    for cell in kind.cells:
        counts = 2 if cell.needed else 1
        words = frozenset(_WORDS.findall(cell.heading.casefold())) - {"id", "ref"}
        weight += counts
        if any(words & one for one in there):
            found += counts
    return found / weight


def _headings(
    path: Path, form: TableForm, known: Sequence[frozenset[str]], workbooks: OpenWorkbook | None
) -> list[str]:
    with open_table(path, form, workbooks=workbooks, known_headings=known) as table:
        return table.headings


def _start(path: Path) -> bytes:
    """The first characters of a document; nothing when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return b""


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _holds_recordings(folder: Path) -> bool:
    return next(walk(folder, beside_recordings, [], lambda: None), None) is not None


def _holds_transcripts(files: Iterable[Path]) -> bool:
    first = next((path for path in files if path.suffix.casefold() in TRANSCRIPT_ENDINGS), None)
    return first is not None and is_transcript(first)
