"""Proposing how another department's list is mapped onto ours, with the reason for each column in words.

Headings are compared with ours, with those of the shipped profiles and with a table of synonyms (resources); what the
cells look like (models.intake.cell_clues) speaks for and against, and tells units, codes and forms of dates. A person
decides: what could be meant in two ways is said and left open.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import resources
from models.intake import cell_clues
from models.intake.amounts import Unfit
from models.intake.first_rows import FirstRows, first_rows
from models.intake.lists import Cell, ListKind
from models.intake.profile import ColumnMap, ListProfile
from models.intake.profile_file import read_profile
from models.intake.profile_folders import shipped
from models.intake.readers import UNITS, Sort, calendar_of
from models.intake.table import FOUND_OUT, OpenWorkbook, TableRow, repeated
from models.intake.values import Calendar

ROWS = 200
"""Rows that are looked at."""
ALIKE = 0.72
"""Headings less alike than this are not proposed for each other."""
SEPARATORS = (";", ",", "/", "|", "+")
TIMED = frozenset({Sort.MOMENT, Sort.CALL_START})
DATED = TIMED | {Sort.DAY, Sort.MONTH}
OFFICE_ZONE = "Europe/London"
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Proposal:
    """A draft of the list's profile. `reasons`: our heading -> why, or what is to be decided; `sure`: our heading ->
    0 to 1; `notes` are about the whole list. `headings` and `rows` are theirs."""

    profile: ListProfile
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)
    sure: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class _Pair(NamedTuple):
    """One of our columns and the place of one of theirs: how much speaks for it (0 to 1), and why."""

    score: float
    cell: Cell
    place: int
    why: str


def propose(path: Path, kind: ListKind, *, workbooks: OpenWorkbook | None = None, rows: int = ROWS) -> Proposal:
    """Look at the beginning of a list and propose how it is mapped. Raises FileRefused."""
    mapped = _mapped_headings(kind.part)
    known = [frozenset(told.get(ours, ours) for ours in kind.needed) for told in ({}, *mapped)]
    return proposed(first_rows(path, FOUND_OUT, known, workbooks, rows), kind)


def proposed(first: FirstRows, kind: ListKind) -> Proposal:
    """The proposal for these first rows."""
    columns = [_cells(first.rows, place) for place in range(len(first.headings))]
    pairs = _best(kind, first, columns)
    drafts = _Drafts(kind, first, columns, pairs)
    reasons = {
        cell.heading: "no heading looks like this; choose one, or say that it is not held" for cell in kind.cells
    }
    reasons |= {pair.cell.heading: pair.why for pair in pairs.values()}
    for heading, more in drafts.reasons.items():
        reasons[heading] = "; ".join((reasons[heading], *more))
    profile = ListProfile(
        FOUND_OUT, drafts.columns, drafts.date_forms, drafts.decimal, drafts.time_zone, drafts.separator
    )
    sure = {pair.cell.heading: round(pair.score, 2) for pair in pairs.values()}
    return Proposal(profile, tuple(first.headings), tuple(first.rows), reasons, sure, tuple(drafts.notes))


class _Drafts:
    """The draft of a profile, column by column: units, codes, and the forms that hold for the whole list."""

    def __init__(
        self, kind: ListKind, first: FirstRows, columns: Sequence[Sequence[str]], pairs: Mapping[str, _Pair]
    ) -> None:
        self.columns: dict[str, ColumnMap] = {}
        self.reasons: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self.date_forms: tuple[str, ...] = ()
        self.decimal: Literal[".", ","] = "."
        self.time_zone: str | None = None
        self.separator = ";"
        self._kind = kind
        self._first = first
        self._found = [(pair.cell, first.headings[pair.place], columns[pair.place]) for pair in pairs.values()]
        self._dates()
        self._amounts()
        for cell, heading, cells in self._found:
            self._column(cell, heading, cells)

    def _say(self, cell: Cell, words: str) -> None:
        self.reasons.setdefault(cell.heading, []).append(words)

    def _dates(self) -> None:
        """Forms of dates: a column that leaves no doubt decides for one of the same form that does."""
        calendar = calendar_of(ListProfile(), self._first.serial_epoch)
        certain: dict[str, str] = {}
        doubtful: list[tuple[Cell, cell_clues.DateClue, str]] = []
        for cell, heading, cells in self._found:
            if cell.sort not in DATED or not cells or _months(cell, cells, calendar):
                continue
            clue = cell_clues.dates(cells, with_time=cell.sort in TIMED, calendar=calendar)
            if clue is None:
                self._say(cell, f"{cells[0]!r} is in no form of dates that is known; name its form")
            elif clue.other is not None:
                doubtful.append((cell, clue, cells[0]))
            elif clue.form is not None:
                certain.setdefault(clue.form, heading)
                self._say(cell, f"dates like {cells[0]}")
            if cell.sort in TIMED and clue is not None and not _offsets(cells):
                self.time_zone = OFFICE_ZONE
                self._say(cell, f"times without an offset from UTC: taken as the clock of {OFFICE_ZONE}")
        for cell, clue, example in doubtful:
            assert clue.form is not None
            assert clue.other is not None
            decided = next((form for form in (clue.form, clue.other) if form in certain), None)
            if decided is not None:
                self._say(cell, f"dates like {example}: day and month in the order of {certain[decided]!r}")
            else:
                words = f"in {example} it is not clear which is the day and which the month; choose"
                self._say(cell, words)
                self.notes.append(f"{cell.heading}: {words}")
        self.date_forms = tuple(certain)

    def _amounts(self) -> None:
        signs = {
            sign
            for cell, _heading, cells in self._found
            if cell.sort in (Sort.MONEY, Sort.WEEKLY)
            and (sign := cell_clues.amounts(cells, workbook=self._first.serial_epoch is not None)) is not None
        }
        if signs == {","}:
            self.decimal = ","
            self.notes.append("amounts are written with a decimal comma")
        elif len(signs) == 2:
            self.notes.append("some amounts are written with a decimal point, others with a comma; look at them")

    def _column(self, cell: Cell, heading: str, cells: Sequence[str]) -> None:
        unit = cell_clues.unit_in(heading)
        if unit is not None and unit in UNITS.get(cell.sort, ()):
            self._say(cell, f"its heading says {unit.in_words}")
        else:
            unit = None
        if cell.sort is Sort.CODES:
            self._separate(cell, cells)
            cells = [part.strip() for text in cells for part in text.split(self.separator) if part.strip()]
        mapped: dict[str, str] = {}
        if cell.sort in (Sort.CODE, Sort.CODES):
            mapped, strange = cell_clues.codes(cells, cell.codes, _known_codes(self._kind.part, cell))
            if mapped:
                self._say(
                    cell, "codes: " + ", ".join(f"{theirs} = {ours or 'not held'}" for theirs, ours in mapped.items())
                )
            if strange:
                self._say(
                    cell, "say what these stand for: " + ", ".join(strange[:6]) + (" …" if len(strange) > 6 else "")
                )
        self.columns[cell.heading] = ColumnMap(heading, None, unit, mapped)

    def _separate(self, cell: Cell, cells: Sequence[str]) -> None:
        """The separator under which most parts are codes."""
        known = _known_codes(self._kind.part, cell)

        def strange(separator: str) -> int:
            parts = [part.strip() for text in cells for part in text.split(separator) if part.strip()]
            return len(cell_clues.codes(parts, cell.codes, known)[1])

        self.separator = min(SEPARATORS, key=lambda one: (strange(one), SEPARATORS.index(one)))
        if self.separator != ";":
            self._say(cell, f"its parts stand between {self.separator!r}")


def _best(kind: ListKind, first: FirstRows, columns: Sequence[Sequence[str]]) -> dict[str, _Pair]:
    """The best heading for each of our columns, each heading once, by our heading in our order."""
    twice = repeated(first.headings)
    pairs = [
        pair
        for cell in kind.cells
        for place, heading in enumerate(first.headings)
        if heading and heading not in twice and (pair := _pair(kind, cell, place, heading, columns[place], first))
    ]
    pairs.sort(key=lambda pair: (-pair.score, kind.cells.index(pair.cell), pair.place))
    found: dict[str, _Pair] = {}
    used: set[int] = set()
    for pair in pairs:
        if pair.cell.heading not in found and pair.place not in used:
            found[pair.cell.heading] = pair
            used.add(pair.place)
    return {cell.heading: found[cell.heading] for cell in kind.cells if cell.heading in found}


def _pair(kind: ListKind, cell: Cell, place: int, heading: str, cells: Sequence[str], first: FirstRows) -> _Pair | None:
    """How much speaks for one of their columns as one of ours; None when too little does."""
    alike, why = _alike(kind.part, cell, heading)
    if alike < ALIKE:
        return None
    fit = _fit(cell, cells, first)
    if fit == 0.0:
        return None
    return _Pair(alike * 0.8 + fit * 0.2, cell, place, why)


def _alike(part: str, cell: Cell, heading: str) -> tuple[float, str]:
    theirs, ours = _plain(heading), _plain(cell.heading)
    if theirs == ours:
        return 1.0, f"{heading!r} is our own heading"
    names = [_plain(name) for name in (cell.heading.removesuffix("_weekly"), *_synonyms(part).get(cell.heading, ()))]
    if theirs in names:
        return 0.97, f"{heading!r} is another name for it"
    nearest = max((ours, *names), key=lambda name: _likeness(theirs, name))
    return _likeness(theirs, nearest) * 0.95, f"{heading!r} looks like {nearest!r}"


def _likeness(one: str, other: str) -> float:
    """Letters in common, or all words of one in the other ("net income (monthly)" and "net income")."""
    letters = SequenceMatcher(None, one, other).ratio()
    words, others = set(one.split()), set(other.split())
    if len(others) > 1 and others <= words:
        return max(letters, 0.9)
    return letters


def _fit(cell: Cell, cells: Sequence[str], first: FirstRows) -> float:
    """1 when the cells are what this column holds, 0 when they cannot be; 0.5 when they do not tell."""
    if not cells:
        return 0.5
    workbook = first.serial_epoch is not None
    calendar = calendar_of(ListProfile(), first.serial_epoch)
    if cell.sort in (Sort.MONEY, Sort.WEEKLY):
        return 1.0 if cell_clues.amounts(cells, workbook=workbook) else _share(cells, workbook) * 0.8
    if cell.sort is Sort.COUNT:
        return float(all(one.isascii() and one.isdigit() for one in cells))
    if cell.sort in DATED:
        if _months(cell, cells, calendar):
            return 1.0
        clue = cell_clues.dates(cells, with_time=cell.sort in TIMED, calendar=calendar)
        return 1.0 if clue is not None else 0.2
    if cell.sort is Sort.REFERENCE:
        return 1.0 if not cell.key or len(set(cells)) == len(cells) else 0.2
    return 0.5


def _months(cell: Cell, cells: Sequence[str], calendar: Calendar) -> bool:
    """Whether these are months in a form that needs no profile."""
    if cell.sort is not Sort.MONTH:
        return False
    try:
        for one in cells:
            calendar.month(one)
    except Unfit:
        return False
    return True


def _share(cells: Sequence[str], workbook: bool) -> float:
    fitting = sum(cell_clues.amounts([cell], workbook=workbook) is not None for cell in cells)
    return fitting / len(cells)


def _offsets(cells: Sequence[str]) -> bool:
    return all(re.search(r"(Z|[+-][0-9]{2}:?[0-9]{2})$", cell) for cell in cells)


def _cells(rows: Sequence[TableRow], place: int) -> list[str]:
    texts = (row.cells[place].strip() for row in rows if row.fault is None)
    return [text for text in texts if text]


def _plain(heading: str) -> str:
    return _NO_LETTERS.sub(" ", heading.casefold()).strip()


@cache
def _shipped_lists(part: str) -> tuple[ListProfile, ...]:
    profiles = (read_profile(path) for path in shipped().values())
    return tuple(profile.lists[part] for profile in profiles if part in profile.lists)


def _mapped_headings(part: str) -> list[dict[str, str]]:
    """The headings of each shipped profile by ours, where it names any."""
    told = [
        {ours: one.heading for ours, one in listed.columns.items() if one.heading} for listed in _shipped_lists(part)
    ]
    return [one for one in told if one]


@cache
def _synonyms(part: str) -> dict[str, tuple[str, ...]]:
    """Our heading -> what others call it: the table of synonyms, then the shipped profiles."""
    table: dict[str, Any] = tomllib.loads(resources.path("heading-synonyms.toml").read_text(encoding="utf-8"))
    found = {ours: list(theirs) for ours, theirs in table.get(part, {}).items()}
    for told in _mapped_headings(part):
        for ours, theirs in told.items():
            found.setdefault(ours, []).append(theirs)
    return {ours: tuple(theirs) for ours, theirs in found.items()}


@cache
def _known_codes(part: str, cell: Cell) -> dict[str, str]:
    """Codes of others -> ours, as the shipped profiles have them for this column."""
    known: dict[str, str] = {}
    for listed in _shipped_lists(part):
        told = listed.columns.get(cell.heading)
        known |= {} if told is None else told.codes
    return known
