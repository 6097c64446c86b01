"""XLS (BIFF8, Excel 97 to 2003): texts by calamine, numbers by their records; the child's side of reading lists.

calamine unpacks the shared strings, finds sheets and merged cells. What it does not tell is read from the records
beside it ([MS-XLS] 2.4): passwords, number formats, error values (calamine gives blanks), hidden rows and columns, and
formulas that were never calculated. Such a file has at most 65,536 rows, so both fit the memory.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import python_calamine

from desktop.jobs.workbook_cells import (
    GENERAL,
    Epoch,
    Format,
    GridRow,
    SheetName,
    Span,
    Unreadable,
    built_in,
    format_of,
    number_text,
    shown_number,
)
from desktop.jobs.workbook_container import BROKEN, MACROS, PASSWORD, Compound, Refused, check_compound
from desktop.jobs.workbook_xlsx import UNCALCULATED

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_FORMULA, _EOF, _DATE_1904, _FILEPASS, _COLINFO, _BOUNDSHEET = 0x06, 0x0A, 0x22, 0x2F, 0x7D, 0x85
_MULRK, _XF, _NUMBER, _BOOLERR, _ROW, _RK, _FORMAT, _BOF = 0xBD, 0xE0, 0x203, 0x205, 0x208, 0x27E, 0x41E, 0x809
_HEADER = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")
_CALCULATE_ON_LOAD = 2


@dataclass
class _Sheet:
    """What the records tell of a sheet: texts of its numbers and why cells cannot be read, by row and column from 0."""

    numbers: dict[int, dict[int, str]] = field(default_factory=dict)
    unreadable: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class XlsWorkbook:
    """An open XLS file. Raises Refused."""

    def __init__(self, file: BinaryIO, alive: Callable[[], None]) -> None:
        self._alive = alive
        self.epoch: Epoch = 1900
        self.remarks: list[str] = []
        self.sheets: list[SheetName] = []
        compound = Compound(file)
        self._stream = compound.stream(check_compound(compound))
        self._codes: dict[int, Format] = {}
        self._format_numbers: list[int] = []
        self._starts: list[int] = []
        self._read_globals()
        self._formats = [self._codes.get(number, built_in(number)) for number in self._format_numbers]
        self._known: dict[int, _Sheet] = {}
        self._share = 0.0
        file.seek(0)
        try:
            self._workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        except python_calamine.PasswordError as exc:
            raise Refused(PASSWORD) from exc
        except (python_calamine.CalamineError, OSError) as exc:
            raise Refused(BROKEN) from exc

    def share_read(self) -> float:
        return self._share

    def hidden_columns(self, sheet: int) -> set[int]:
        return self._seen(sheet).hidden_columns

    def spans(self, sheet: int) -> list[Span]:
        merged = self._calamine(sheet).merged_cell_ranges or []
        return [
            Span(first_row + 1, first_column, last_row + 1, last_column)
            for (first_row, first_column), (last_row, last_column) in merged
            if last_row > first_row
        ]

    def rows(self, sheet: int) -> Iterator[GridRow]:
        seen = self._seen(sheet)
        cells = self._calamine(sheet)
        first_row, first_column = cells.start or (0, 0)
        height = max(1, cells.height)
        for at, values in enumerate(cells.iter_rows()):
            self._share = at / height
            self._alive()
            number = first_row + at
            row = GridRow(number + 1, hidden=number in seen.hidden_rows)
            for place, value in enumerate(values, first_column):
                if value != "":
                    row.put(place, _text(value))
            for place, text in seen.numbers.get(number, {}).items():
                row.put(place, text)
            row.unreadable = seen.unreadable.get(number, {})
            for place in row.unreadable:
                row.put(place, row.cells[place] if place < len(row.cells) else "")
            if row.cells:
                yield row

    def _calamine(self, sheet: int) -> "python_calamine.CalamineSheet":
        try:
            return self._workbook.get_sheet_by_name(self.sheets[sheet].name)
        except python_calamine.CalamineError as exc:
            raise Refused(BROKEN) from exc

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The records of one substream, those of charts inside it left out."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, size = _HEADER.unpack_from(self._stream, at)
            content = self._stream[at + 4 : at + 4 + size]
            if len(content) < size:
                break
            at += 4 + size
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth == 0:
                    return
            if depth == 1:
                yield kind, content
        raise Refused(BROKEN)

    def _read_globals(self) -> None:
        try:
            for kind, content in self._records(0):
                self._read_global(kind, content)
        except struct.error as exc:
            raise Refused(BROKEN) from exc

    def _read_global(self, kind: int, content: bytes) -> None:
        if kind == _BOF and struct.unpack_from("<H", content)[0] != 0x0600:
            raise Refused("is a workbook of Excel 5 or older; save it as .xlsx")
        if kind == _FILEPASS:
            raise Refused(PASSWORD)
        if kind == _DATE_1904 and content[:1] == b"\x01":
            self.epoch = 1904
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", content)
            code = content[5 : 5 + length * (2 if wide & 1 else 1)]
            self._codes[number] = format_of(code.decode("utf-16-le" if wide & 1 else "latin-1", "replace"))
        elif kind == _XF:
            self._format_numbers.append(struct.unpack_from("<2xH", content)[0])
        elif kind == _BOUNDSHEET:
            start, state, sort, length, wide = struct.unpack_from("<IBBBB", content)
            if sort == 1:
                raise Refused(MACROS)
            if sort == 0:
                name = content[8 : 8 + length * (2 if wide & 1 else 1)]
                shown = name.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
                self.sheets.append(SheetName(shown, state & 3 != 0))
                self._starts.append(start)

    def _seen(self, sheet: int) -> _Sheet:
        known = self._known.get(sheet)
        if known is None:
            known = self._known[sheet] = _Sheet()
            try:
                for kind, content in self._records(self._starts[sheet]):
                    self._see(known, kind, content)
                    self._alive()
            except struct.error as exc:
                raise Refused(BROKEN) from exc
        return known

    def _see(self, sheet: _Sheet, kind: int, content: bytes) -> None:
        if kind == _ROW:
            number, flags = struct.unpack_from("<H10xH", content)
            if flags & 0x20:
                sheet.hidden_rows.add(number)
        elif kind == _COLINFO:
            first, last, flags = struct.unpack_from("<HH4xH", content)
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _NUMBER:
            row, column, style = _CELL.unpack_from(content)
            self._put(sheet, row, column, style, struct.unpack_from("<d", content, 6)[0])
        elif kind == _RK:
            row, column, style = _CELL.unpack_from(content)
            self._put(sheet, row, column, style, _rk(content[6:10]))
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", content)
            for at in range((len(content) - 6) // 6):
                (style,) = struct.unpack_from("<H", content, 4 + at * 6)
                self._put(sheet, row, first + at, style, _rk(content[6 + at * 6 : 10 + at * 6]))
        elif kind == _BOOLERR and content[7:8] == b"\x01":
            row, column, _ = _CELL.unpack_from(content)
            _fault(sheet, row, column, f"holds the error {ERRORS.get(content[6], '#ERROR')}")
        elif kind == _FORMULA:
            self._see_formula(sheet, content)

    def _see_formula(self, sheet: _Sheet, content: bytes) -> None:
        row, column, style = _CELL.unpack_from(content)
        value, options = content[6:14], struct.unpack_from("<H", content, 14)[0]
        if value[6:8] != b"\xff\xff":
            (number,) = struct.unpack("<d", value)
            if number == 0 and options & _CALCULATE_ON_LOAD:
                _fault(sheet, row, column, UNCALCULATED)
            else:
                self._put(sheet, row, column, style, number)
        elif value[0] == 2:
            _fault(sheet, row, column, f"holds the error {ERRORS.get(value[2], '#ERROR')}")

    def _put(self, sheet: _Sheet, row: int, column: int, style: int, value: float) -> None:
        how = self._formats[style] if style < len(self._formats) else GENERAL
        try:
            sheet.numbers.setdefault(row, {})[column] = shown_number(repr(value), how, self.epoch)
        except Unreadable as exc:
            _fault(sheet, row, column, str(exc))


def _fault(sheet: _Sheet, row: int, column: int, reason: str) -> None:
    sheet.unreadable.setdefault(row, {})[column] = reason


def _rk(packed: bytes) -> float:
    """A number in four bytes ([MS-XLS] 2.5.217): 30 bits of a double or of a whole number, perhaps in hundredths."""
    (word,) = struct.unpack("<i", packed)
    value: float = word >> 2 if word & 2 else struct.unpack("<d", struct.pack("<II", 0, word & 0xFFFFFFFC))[0]
    return value / 100 if word & 1 else value


def _text(value: Any) -> str:
    """What calamine gives for a cell; numbers, days and times are overwritten by what their records tell."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return number_text(value) if isinstance(value, int | float) else str(value)
