"""ODS: the tables of an OpenDocument spreadsheet, streamed; the child's side of reading lists.

Read here and not by calamine, which writes every repeated cell out (a sheet may say that a row repeats a million times)
and tells neither hidden rows nor leading zeros. OpenDocument 1.3, part 3: 9.1 tables, 19.385 value types. The text a
cell shows stands beside its value; it is believed for leading zeros only.
"""

import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime

from desktop.jobs.workbook_cells import (
    Epoch,
    GridRow,
    SheetName,
    Span,
    Unreadable,
    clock_text,
    kept_number_text,
    moment_text,
)
from desktop.jobs.workbook_container import BROKEN, Refused, read_part
from desktop.jobs.workbook_xlsx import MOST_COLUMNS, MOST_ROWS, UNCALCULATED
from desktop.jobs.workbook_xml import Attributes, feed, parser

CONTENT = "content.xml"
MOST_REPEATED_CELLS = 250_000
_LENGTH = re.compile(r"-?P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,]([0-9]+))?S)?")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:[0-9]{3}")

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = f"{_SPACE}table:1.0 ", f"{_SPACE}office:1.0 ", f"{_SPACE}text:1.0 "
TABLE, ROW, COLUMN = f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}table-column"
CELL, COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
PARAGRAPH, BLANKS, TAB, BREAK = f"{_TEXT}p", f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"
ASIDE = {f"{_OFFICE}annotation", f"{_TABLE}shapes", f"{_SPACE}drawing:1.0 frame"}
"""What stands in a cell and is no part of its text: comments and pictures."""
STYLE, TABLE_PROPERTIES = f"{_SPACE}style:1.0 style", f"{_SPACE}style:1.0 table-properties"
NULL_DATE = f"{_TABLE}null-date"
COLUMNS_REPEATED, ROWS_REPEATED = f"{_TABLE}number-columns-repeated", f"{_TABLE}number-rows-repeated"
COLUMNS_SPANNED, ROWS_SPANNED = f"{_TABLE}number-columns-spanned", f"{_TABLE}number-rows-spanned"
VALUE_TYPE, FORMULA, VISIBILITY = f"{_OFFICE}value-type", f"{_TABLE}formula", f"{_TABLE}visibility"
CALCEXT_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
"""LibreOffice marks the cells that hold an error by it."""
_HIDDEN = ("collapse", "filter")


class OdsWorkbook:
    """An open ODS file. Raises Refused."""

    def __init__(self, archive: zipfile.ZipFile, alive: Callable[[], None]) -> None:
        self._archive = archive
        self._alive = alive
        self.epoch: Epoch = 1900
        self.remarks: list[str] = []
        self._share = 0.0
        self._hidden_columns: dict[int, set[int]] = {}
        self._spans: dict[int, list[Span]] = {}
        if CONTENT not in archive.namelist():
            raise Refused(BROKEN)
        self.sheets = self._survey()

    def share_read(self) -> float:
        return self._share

    def hidden_columns(self, sheet: int) -> set[int]:
        return self._hidden_columns.get(sheet, set())

    def spans(self, sheet: int) -> list[Span]:
        return self._spans.get(sheet, [])

    def rows(self, sheet: int) -> Iterator[GridRow]:
        reading = _Rows(sheet)
        return feed(reading.parser, self._chunks(), reading.out)

    def _survey(self) -> list[SheetName]:
        """One pass over all tables: their names, which are hidden, merged cells, the null date."""
        reading = _Survey()
        for _ in feed(reading.parser, self._chunks(), deque[None]()):
            pass
        if reading.null_date == "1904-01-01":
            self.epoch = 1904
        elif reading.null_date not in ("", "1899-12-30", "1900-01-01"):
            self.remarks.append(f"its days are counted from {reading.null_date}; bare numbers are no dates here")
        self._hidden_columns, self._spans = reading.hidden_columns, reading.spans
        return [SheetName(name, style in reading.hidden_styles) for name, style in reading.tables]

    def _chunks(self) -> Iterator[bytes]:
        size = max(1, self._archive.getinfo(CONTENT).file_size)
        read = 0
        for chunk in read_part(self._archive, CONTENT):
            read += len(chunk)
            self._share = read / size
            self._alive()
            yield chunk


class _Survey:
    """The handlers of a pass over all tables: what is known about each, but for its cells."""

    def __init__(self) -> None:
        self.parser = parser()
        self.tables: list[tuple[str, str]] = []
        self.hidden_styles: set[str] = set()
        self.hidden_columns: dict[int, set[int]] = {}
        self.spans: dict[int, list[Span]] = {}
        self.null_date = ""
        self._depth = 0
        self._style = ""
        self._row = self._column = 0
        self._next_row = 1
        self._begins = {
            CELL: self._cell,
            COVERED: self._cell,
            ROW: self._begin_row,
            TABLE: self._begin_table,
            COLUMN: self._see_columns,
            STYLE: self._see_style,
            TABLE_PROPERTIES: self._see_properties,
            NULL_DATE: self._see_null_date,
        }
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end

    def _start(self, name: str, attributes: Attributes) -> None:
        begin = self._begins.get(name)
        if begin is not None:
            begin(attributes)

    def _end(self, name: str) -> None:
        if name == TABLE:
            self._depth -= 1

    def _begin_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == 1:
            self.tables.append((attributes.get(f"{_TABLE}name", ""), attributes.get(f"{_TABLE}style-name", "")))
            self._column, self._next_row = 0, 1

    def _begin_row(self, attributes: Attributes) -> None:
        if self._depth == 1:
            self._row, self._column = self._next_row, 0
            self._next_row += _count(attributes, ROWS_REPEATED)

    def _cell(self, attributes: Attributes) -> None:
        if self._depth != 1:
            return
        if ROWS_SPANNED in attributes:
            rows, columns = _count(attributes, ROWS_SPANNED), _count(attributes, COLUMNS_SPANNED)
            if rows > 1:
                span = Span(self._row, self._column, self._row + rows - 1, self._column + columns - 1)
                self.spans.setdefault(len(self.tables) - 1, []).append(span)
        self._column += _count(attributes, COLUMNS_REPEATED)

    def _see_columns(self, attributes: Attributes) -> None:
        if self._depth == 1:
            first = self._column
            self._column = min(first + _count(attributes, COLUMNS_REPEATED), MOST_COLUMNS)
            if attributes.get(VISIBILITY) in _HIDDEN:
                self.hidden_columns.setdefault(len(self.tables) - 1, set()).update(range(first, self._column))

    def _see_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{_SPACE}style:1.0 name", "")

    def _see_properties(self, attributes: Attributes) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self.hidden_styles.add(self._style)

    def _see_null_date(self, attributes: Attributes) -> None:
        self.null_date = attributes.get(f"{_TABLE}date-value", "")


class _Rows:
    """The handlers of one pass over the wanted table: elements in, rows out."""

    def __init__(self, wanted: int) -> None:
        self.out: deque[GridRow] = deque()
        self.parser = parser()
        self._wanted = wanted
        self._here = -1
        self._depth = 0
        self._row = GridRow(0)
        self._next_row = 1
        self._repeat = 1
        self._column = 0
        self._cell: Attributes = {}
        self._paragraphs: list[str] = []
        self._heard: list[str] = []
        self._aside = 0
        self.parser.CharacterDataHandler = self._heard.append
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._outside, self._leave

    def _outside(self, name: str, _attributes: Attributes) -> None:
        """Before the wanted table and behind it."""
        self._heard.clear()
        if name == TABLE:
            self._depth += 1
            if self._depth == 1:
                self._here += 1
                if self._here == self._wanted:
                    self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end

    def _leave(self, name: str) -> None:
        if name == TABLE:
            self._depth -= 1

    def _start(self, name: str, attributes: Attributes) -> None:
        if name in (CELL, COVERED):
            if self._depth == 1:
                self._cell = attributes
                self._paragraphs.clear()
        elif name == PARAGRAPH:
            if not self._aside:
                self._heard.clear()
        elif name == ROW:
            if self._depth == 1:
                self._repeat = _count(attributes, ROWS_REPEATED)
                self._row = GridRow(self._next_row, hidden=attributes.get(VISIBILITY) in _HIDDEN)
                self._column = 0
        elif name == BLANKS:
            self._heard.append(" " * min(_count(attributes, f"{_TEXT}c"), 32_767))
        elif name in (TAB, BREAK):
            self._heard.append("\t" if name == TAB else "\n")
        elif name in ASIDE:
            self._aside += 1
        elif name == TABLE:
            self._depth += 1

    def _end(self, name: str) -> None:
        if name == PARAGRAPH:
            if not self._aside:
                self._paragraphs.append("".join(self._heard))
        elif name in (CELL, COVERED):
            if self._depth == 1:
                self._end_cell()
        elif name == ROW:
            if self._depth == 1:
                self._end_row()
        elif name in ASIDE:
            self._aside -= 1
        elif name == TABLE:
            self._depth -= 1
            if self._depth == 0:
                self.parser.StartElementHandler, self.parser.EndElementHandler = self._outside, self._leave

    def _end_row(self) -> None:
        """A row that holds anything comes out as often as it repeats; blank ones are only counted."""
        row = self._row
        if row.cells:
            if self._repeat > 1 and self._repeat * len(row.cells) > MOST_REPEATED_CELLS:
                raise Refused(f"repeats row {row.number} {self._repeat:,} times, which is no list")
            self.out.append(row)
            self.out.extend(
                GridRow(number, list(row.cells), dict(row.unreadable), row.hidden)
                for number in range(row.number + 1, min(row.number + self._repeat, MOST_ROWS + 1))
            )
        self._next_row += self._repeat
        self._heard.clear()

    def _end_cell(self) -> None:
        cell = self._cell
        first = self._column
        self._column = min(first + (_count(cell, COLUMNS_REPEATED) if COLUMNS_REPEATED in cell else 1), MOST_COLUMNS)
        try:
            text = _read(cell, self._paragraphs)
        except Unreadable as exc:
            text = "\n".join(self._paragraphs)
            for place in range(first, self._column):
                self._row.unreadable[place] = str(exc)
                self._row.put(place, text)
            return
        if text:
            for place in range(first, self._column):
                self._row.put(place, text)


def _read(cell: Attributes, paragraphs: list[str]) -> str:
    """The text of a cell, by its value; what it shows is believed for texts and for leading zeros."""
    kind = cell.get(VALUE_TYPE, "")
    shown = paragraphs[0] if len(paragraphs) == 1 else "\n".join(paragraphs)
    if FORMULA in cell and (not kind or _ERROR.fullmatch(shown)):
        raise Unreadable(f"holds the error {shown}" if shown else UNCALCULATED)
    if cell.get(CALCEXT_TYPE) == "error":
        raise Unreadable(f"holds the error {shown}")
    if kind in ("float", "currency", "percentage"):
        return _number(cell.get(f"{_OFFICE}value", ""), shown)
    if kind == "date":
        return _moment(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _length(cell.get(f"{_OFFICE}time-value", ""))
    if kind == "boolean":
        return "TRUE" if cell.get(f"{_OFFICE}boolean-value") == "true" else "FALSE"
    return cell.get(f"{_OFFICE}string-value", shown)


def _number(written: str, shown: str) -> str:
    """A number, with the leading zeros it shows; not its rounding, nor its separators."""
    try:
        value = float(written)
    except ValueError:
        raise Unreadable("holds no number where the workbook says there is one") from None
    text = kept_number_text(value)
    padded = shown.startswith("0") and shown.isascii() and shown.isdigit() and text.isdigit()
    return shown if padded and shown.lstrip("0") == text.lstrip("0") else text


def _moment(written: str) -> str:
    """A day, or a time rounded to the second."""
    try:
        value = datetime.fromisoformat(written)
    except ValueError:
        raise Unreadable(f"holds {written!r} as a date, which is no day of the calendar") from None
    return moment_text(value) if "T" in written else written


def _length(written: str) -> str:
    found = _LENGTH.fullmatch(written)
    if found is None or written.startswith("-"):
        raise Unreadable("holds no time where the workbook says there is one")
    days, hours, minutes, seconds, fraction = (int(part or 0) for part in found.groups())
    half = 1 if fraction and (found[5] or "0")[0] >= "5" else 0
    return clock_text(((days * 24 + hours) * 60 + minutes) * 60 + seconds + half)


def _count(attributes: Attributes, name: str) -> int:
    """How many times something is repeated or how far it reaches; 1 unless it is said."""
    written = attributes.get(name)
    if written is None:
        return 1
    if not written.isdigit() or len(written) > 9:
        raise Refused(BROKEN)
    return max(1, int(written))
