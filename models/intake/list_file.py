"""One list being read: a table's rows become blocks of values as the database holds them, each row with its line.

Between the table (models.intake.table) and the writing (models.intake.take_lists). A profile says which of the table's
columns is which of ours; what cannot be taken is added to the refusals by file, line, column and value, and the rest
goes on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple

from models.errors import Refusal
from models.intake import stray
from models.intake.amounts import PER_WEEK, Unfit
from models.intake.keys_seen import KeysSeen
from models.intake.lists import READING_VERSION, Cell, ListKind
from models.intake.profile import OWN_LIST, ColumnMap, ListProfile
from models.intake.readers import Readers, calendar_of, readers
from models.intake.table import FileRefused, OpenWorkbook, Table, TableRow, open_table, repeated

BLOCK = 4096
"""Rows that are read together, at least; fewer only at the end."""


class ListRow(NamedTuple):
    """One row that was read: the line it begins on, and its values in the order of `ListFile.columns`."""

    line: int
    values: tuple[Any, ...]


class ListBlock(NamedTuple):
    """Some rows that were read: their lines, and for each of `ListFile.columns` its values."""

    lines: list[int]
    columns: list[list[Any]]


BadRows = dict[int, tuple[str, str, str]]
"""Place of a row in its block -> the heading at fault, what stands there, why it cannot be taken."""


class _Planned(NamedTuple):
    """One of our columns: where it stands in the table (None: the same `constant` in every row), and how it is read."""

    cell: Cell
    place: int | None
    heading: str
    readers: Readers
    constant: Any


class ListFile:
    """One open list; a context manager. Raises FileRefused.

    `cells` are those of our headings that it has, `columns` what its rows' values fill, the key first (one that is
    joined of several columns stands before them). `remarks` are
    words for people and grow while reading.
    """

    def __init__(
        self,
        source: Path | Table,
        kind: ListKind,
        profile: ListProfile = OWN_LIST,
        *,
        workbooks: OpenWorkbook | None = None,
    ) -> None:
        self.kind = kind
        self._profile = profile
        if isinstance(source, Path):
            source = open_table(source, profile.form, workbooks=workbooks, known_headings=(wanted(kind, profile),))
        self._table = source
        self._seen = KeysSeen()
        self._own_remarks: list[str] = []
        try:
            self._plan = list(self._planned())
        except FileRefused:
            self._table.close()
            raise
        self.cells = tuple(planned.cell for planned in self._plan)
        joined = () if kind.joined is None else (kind.joined.column,)
        self.columns = (*joined, *(column for cell in self.cells for column in cell.columns))

    def __enter__(self) -> "ListFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._table.close()

    @property
    def name(self) -> str:
        return self._table.name

    @property
    def share_read(self) -> float:
        """How much of the list was read so far, 0 to 1."""
        return self._table.share_read

    @property
    def remarks(self) -> list[str]:
        return [*self._table.remarks, *self._own_remarks]

    def rows(self, refused: list[Refusal], spoiled: set[str] | None = None) -> Iterator[ListRow]:
        """Every row that can be taken, one by one; else as `blocks`."""
        for block in self.blocks(refused, spoiled):
            yield from map(ListRow, block.lines, zip(*block.columns, strict=True))

    def blocks(self, refused: list[Refusal], spoiled: set[str] | None = None) -> Iterator[ListBlock]:
        """The rows that can be taken; the others go to `refused`, and what their cells say to `spoiled`.

        A row whose key stood in this file before is refused.
        """
        waiting: list[TableRow] = []
        broken: FileRefused | None = None
        try:
            for rows in self._table.blocks():
                waiting.extend(rows)
                if len(waiting) >= BLOCK:
                    yield self._read(waiting, refused, spoiled)
                    waiting = []
        except FileRefused as exc:  # a file that breaks off: what came before is good
            broken = exc
        if waiting:
            yield self._read(waiting, refused, spoiled)
        if broken is not None:
            raise broken

    def _read(self, rows: list[TableRow], refused: list[Refusal], spoiled: set[str] | None) -> ListBlock:
        found: list[tuple[TableRow, Refusal]] = []
        if any(row.fault is not None for row in rows):
            found = [
                (row, Refusal(self.name, row.line, None, None, row.fault)) for row in rows if row.fault is not None
            ]
            rows = [row for row in rows if row.fault is None]
        lines = [row.line for row in rows]
        by_place = list(zip(*(row.cells for row in rows), strict=True))
        columns, bad = self._values(by_place, len(rows), self._faulty(rows))
        if bad:
            found += [(rows[place], self._refusal(rows[place], *fault)) for place, fault in bad.items()]
            kept = [place not in bad for place in range(len(rows))]
            lines = list(compress(lines, kept))
            columns = [list(compress(column, kept)) for column in columns]
        for row, refusal in sorted(found, key=lambda one: one[0].line):
            refused.append(refusal)
            if spoiled is not None:
                spoiled.update(cell.strip() for cell in row.cells)
        return ListBlock(lines, columns)

    def _refusal(self, row: TableRow, heading: str, written: str, reason: str) -> Refusal:
        return Refusal(self.name, row.line, heading, written, reason)

    def _faulty(self, rows: list[TableRow]) -> BadRows:
        """Rows with a cell that the table itself could not read (an error value), in a column that is ours."""
        bad: BadRows = {}
        if any(row.faulty for row in rows):
            places = {planned.heading: planned.place for planned in self._plan if planned.place is not None}
            for place, row in enumerate(rows):
                for heading, why in row.faulty:
                    if heading in places:
                        bad.setdefault(place, (heading, row.cells[places[heading]].strip(), why))
        return bad

    def _values(self, by_place: list[tuple[str, ...]], count: int, bad: BadRows) -> tuple[list[list[Any]], BadRows]:
        """The values of every planned column; the first fault of each bad row is added to `bad`."""
        columns: list[list[Any]] = []
        texts: dict[str, Sequence[str]] = {}
        for planned in self._plan:
            cell = planned.cell
            if planned.place is None:
                value = planned.constant
                values: list[Any] = [value] * count
                texts[cell.heading] = [""] * count
            else:
                trimmed = list(map(str.strip, by_place[planned.place])) if count else []
                texts[cell.heading] = trimmed
                if cell is self.kind.key and self.kind.joined is None:
                    bad.update(
                        (place, (planned.heading, trimmed[place], self._twice)) for place in self._seen.repeats(trimmed)
                    )
                if cell.key and "" in trimmed:
                    for place, text in enumerate(trimmed):
                        if not text:
                            bad.setdefault(place, (planned.heading, "", "must not be blank"))
                values = self._column(planned, trimmed, bad)
            columns.extend(_spread(values, len(cell.columns)))
        if self.kind.joined is not None:
            columns.insert(0, self._joined(columns, bad))
        if self.kind.check is not None:
            headings = {planned.cell.heading: planned.heading for planned in self._plan}
            for fault in self.kind.check(dict(zip(self.columns, columns, strict=True))):
                written = texts[fault.heading][fault.place]
                bad.setdefault(fault.place, (headings[fault.heading], written, fault.reason))
        self._add_strays(texts, bad)
        return columns, bad

    @property
    def _twice(self) -> str:
        return f"this {self.kind.noun} stands in the file already"

    def _joined(self, columns: list[list[Any]], bad: BadRows) -> list[str]:
        """The keys of rows whose key is joined of several columns, "" where one of these could not be read."""
        assert self.kind.joined is not None
        parts = [columns[self.columns.index(name) - 1] for name in self.kind.joined.of]
        keys = ["" if None in row else " ".join(row) for row in zip(*parts, strict=True)]
        heading = next(planned.heading for planned in self._plan if planned.cell is self.kind.key)
        for place in self._seen.repeats(keys):
            bad.setdefault(place, (heading, keys[place], self._twice))
        return keys

    def _add_strays(self, texts: dict[str, Sequence[str]], bad: BadRows) -> None:
        """Rows that stand in the list and are no record: its totals, and notes below it."""
        keys = texts[self.kind.key.heading]
        for place in stray.suspects(keys):
            filled = [cell for cell in self.cells if texts[cell.heading][place]]
            what = stray.what(keys[place], [cell.sort for cell in filled[1:]])
            if what is not None:
                heading = next(planned.heading for planned in self._plan if planned.cell is self.kind.key)
                bad[place] = (heading, keys[place], f"{what}, not a {self.kind.noun}")

    def _column(self, planned: _Planned, trimmed: list[str], bad: BadRows) -> list[Any]:
        try:
            return planned.readers.block(trimmed)
        except Unfit:
            pass
        values: list[Any] = []
        for place, text in enumerate(trimmed):
            value = None
            if text:
                try:
                    value = planned.readers.one(text)
                except Unfit as exc:
                    bad.setdefault(place, (planned.heading, text, str(exc)))
            values.append(value)
        return values

    def _planned(self) -> Iterator[_Planned]:
        """Our columns that this list has, the key first. Raises FileRefused for one that is needed and missing."""
        calendar = calendar_of(self._profile, self._table.serial_epoch)
        twice = repeated(self._table.headings)
        used: set[int] = set()
        absent: list[str] = []
        for cell in self.kind.cells:
            told = column_map(cell, self._profile)
            if told.is_left_out:
                if cell.needed:
                    raise self._missing(cell.heading, "this column is needed, and the profile leaves it out")
                continue
            reading = readers(cell.sort, cell.codes, told, self._profile, calendar)
            if told.value is not None:
                yield _Planned(cell, None, cell.heading, reading, self._constant(cell, told.value, reading))
                continue
            heading = told.heading or cell.heading
            places = _places(self._table.headings, heading)
            if len(places) > 1:
                raise self._missing(heading, "this heading stands twice")
            if places:
                used.add(places[0])
                self._remark_unit(cell, told)
                yield _Planned(cell, places[0], self._table.headings[places[0]], reading, None)
            elif cell.needed:
                from_it = "" if heading == cell.heading else f" (the profile takes {cell.heading} from it)"
                raise self._missing(heading, f"this column is missing{from_it}")
            elif cell.heading in self._profile.columns:
                absent.append(heading if heading == cell.heading else f"{heading} (our {cell.heading})")
        if absent:
            self._own_remarks.append(f"not held, as there is no such column: {', '.join(absent)}")
        self._remark_unread(used, twice)

    def _constant(self, cell: Cell, written: str, reading: Readers) -> Any:
        """The value of every row. Raises FileRefused."""
        if not written:
            return None if len(cell.columns) == 1 else (None,) * len(cell.columns)
        try:
            return reading.one(written)
        except Unfit as exc:
            raise FileRefused(Refusal(self.name, None, cell.heading, written, f"in the profile: {exc}")) from None

    def _missing(self, heading: str, reason: str) -> FileRefused:
        return FileRefused(Refusal(self.name, None, heading, None, reason))

    def _remark_unit(self, cell: Cell, told: ColumnMap) -> None:
        if told.unit is not None and told.unit in PER_WEEK:
            times, by = PER_WEEK[told.unit]
            how = f"divided by {by}" if times == 1 else f"times {times}/{by}"
            self._own_remarks.append(
                f"{cell.heading} was read from {told.heading or cell.heading!r} as {told.unit.in_words}: {how}, "
                "rounded half-up to the penny"
            )

    def _remark_unread(self, used: set[int], twice: frozenset[str]) -> None:
        unread = [heading for place, heading in enumerate(self._table.headings) if heading and place not in used]
        for heading in sorted(twice & set(unread)):
            self._own_remarks.append(f"the heading {heading!r} stands more than once; none of these columns is read")
        others = [heading for heading in unread if heading not in twice]
        if others:
            self._own_remarks.append(f"not read, as no column of ours: {', '.join(others)}")


def wanted(kind: ListKind, profile: ListProfile) -> frozenset[str]:
    """The headings by which this list is known in a file, as the profile names them."""
    told = {cell.heading: column_map(cell, profile) for cell in kind.cells if cell.needed}
    return frozenset(one.heading or ours for ours, one in told.items() if one.value is None)


def column_map(cell: Cell, profile: ListProfile) -> ColumnMap:
    """Where one of our columns comes from: what the profile says, else our own heading."""
    return profile.columns.get(cell.heading) or ColumnMap(heading=cell.heading)


def reading_sha256(kind: ListKind, profile: ListProfile) -> str:
    """Of everything that decides how a file of this kind is read."""
    cells = "|".join(map(repr, kind.cells))
    return hashlib.sha256(f"{READING_VERSION}\n{kind.name}\n{cells}\n{profile.sha256}".encode()).hexdigest()


def _places(headings: Sequence[str], wanted: str) -> list[int]:
    """Where a heading stands: to the letter, else with other capitals, and blanks for underscores."""
    exact = [place for place, heading in enumerate(headings) if heading == wanted]
    if exact:
        return exact
    plain = _plain(wanted)
    return [place for place, heading in enumerate(headings) if _plain(heading) == plain]


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().replace("_", " ").split())


def _spread(values: list[Any], width: int) -> list[list[Any]]:
    """The columns of a sort that fills several."""
    if width == 1:
        return [values]
    if not values:
        return [[] for _ in range(width)]
    blank = (None,) * width
    return [list(column) for column in zip(*(value or blank for value in values), strict=True)]
