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
    moment_text,
    number_text,
)
from desktop.jobs.workbook_container import BROKEN, Refused, read_part
from desktop.jobs.workbook_xlsx import MOST_COLUMNS, MOST_ROWS, UNCALCULATED
from desktop.jobs.workbook_xml import Attributes, feed, local, parser

CONTENT = "content.xml"
MOST_REPEATED_CELLS = 2_000_000
_LENGTH = re.compile(r"-?P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,]([0-9]+))?S)?")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:[0-9]{3}")
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


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
        reading = _Tables(sheet)
        return feed(reading.parser, self._chunks(), reading.out)

    def _survey(self) -> list[SheetName]:
        """One pass over all tables: their names, which are hidden, merged cells, the null date."""
        reading = _Tables(None)
        for _ in feed(reading.parser, self._chunks(), reading.out):
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


class _Tables:
    """The handlers of one pass; with a `wanted` table its rows come out, without one only what is known about all."""

    def __init__(self, wanted: int | None) -> None:
        self.out: deque[GridRow] = deque()
        self.parser = parser()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.tables: list[tuple[str, str]] = []
        self.hidden_styles: set[str] = set()
        self.hidden_columns: dict[int, set[int]] = {}
        self.spans: dict[int, list[Span]] = {}
        self.null_date = ""
        self._wanted = wanted
        self._depth = 0
        self._style = ""
        self._row_number = self._column = 0
        self._row = GridRow(0)
        self._repeat = 1
        self._cell: Attributes = {}
        self._paragraphs: list[str] = []
        self._text: list[str] = []
        self._aside = 0
        self._in_cell = False

    def _start(self, name: str, attributes: Attributes) -> None:
        what = local(name)
        if what in ("table-cell", "covered-table-cell"):
            self._begin_cell(attributes)
        elif what == "p" and self._in_cell:
            if not self._aside:
                self._text.clear()
                self.parser.CharacterDataHandler = self._text.append
        elif what in ("s", "tab", "line-break") and self._in_cell:
            self._put_space(what, attributes)
        elif what in ("annotation", "shapes", "frame"):
            self._aside += 1
            self.parser.CharacterDataHandler = None
        elif what == "table-row" and self._depth == 1:
            self._begin_row(attributes)
        elif what == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append((_of(attributes, "name"), _of(attributes, "style-name")))
                self._row_number = self._column = 0
        elif what == "table-column" and self._depth == 1:
            self._see_columns(attributes)
        elif what == "style":
            self._style = _of(attributes, "name")
        elif what == "table-properties" and _of(attributes, "display") == "false":
            self.hidden_styles.add(self._style)
        elif what == "null-date":
            self.null_date = _of(attributes, "date-value")

    def _end(self, name: str) -> None:
        what = local(name)
        if what == "p" and self._in_cell:
            if not self._aside:
                self._paragraphs.append("".join(self._text))
                self.parser.CharacterDataHandler = None
        elif what in ("table-cell", "covered-table-cell"):
            if self._depth == 1:
                self._end_cell()
        elif what == "table-row" and self._depth == 1:
            self._end_row()
        elif what in ("annotation", "shapes", "frame"):
            self._aside -= 1
        elif what == "table":
            self._depth -= 1

    @property
    def _here(self) -> int:
        return len(self.tables) - 1

    def _see_columns(self, attributes: Attributes) -> None:
        repeated = min(_count(attributes, "number-columns-repeated"), MOST_COLUMNS)
        if _of(attributes, "visibility") in ("collapse", "filter"):
            self.hidden_columns.setdefault(self._here, set()).update(range(self._column, self._column + repeated))
        self._column = min(self._column + repeated, MOST_COLUMNS)

    def _begin_row(self, attributes: Attributes) -> None:
        self._repeat = _count(attributes, "number-rows-repeated")
        self._row_number += 1
        self._column = 0
        hidden = _of(attributes, "visibility") in ("collapse", "filter")
        self._row = GridRow(self._row_number, hidden=hidden)

    def _end_row(self) -> None:
        """A row that holds anything comes out as often as it repeats; blank ones are only counted."""
        row = self._row
        if row.cells and self._here == self._wanted:
            if self._repeat * len(row.cells) > MOST_REPEATED_CELLS:
                raise Refused(f"repeats row {row.number} {self._repeat:,} times, which is no list")
            self.out.extend(
                GridRow(number, list(row.cells), dict(row.unreadable), row.hidden)
                for number in range(row.number, min(row.number + self._repeat, MOST_ROWS + 1))
            )
        self._row_number += self._repeat - 1

    def _begin_cell(self, attributes: Attributes) -> None:
        if self._depth != 1:
            return
        self._cell = attributes
        self._in_cell = True
        self._paragraphs.clear()
        rows, columns = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if rows > 1:
            span = Span(self._row_number, self._column, self._row_number + rows - 1, self._column + columns - 1)
            self.spans.setdefault(self._here, []).append(span)

    def _end_cell(self) -> None:
        self._in_cell = False
        self.parser.CharacterDataHandler = None
        repeated = _count(self._cell, "number-columns-repeated")
        first = self._column
        self._column = min(first + repeated, MOST_COLUMNS)
        if self._here != self._wanted:
            return
        fault = None
        try:
            text = self._read()
        except Unreadable as exc:
            text, fault = "\n".join(self._paragraphs), str(exc)
        if text or fault:
            for place in range(first, self._column):
                self._row.put(place, text)
                if fault:
                    self._row.unreadable[place] = fault

    def _put_space(self, what: str, attributes: Attributes) -> None:
        if not self._aside:
            times = min(_count(attributes, "c"), 32_767)
            self._text.append(" " * times if what == "s" else "\t" if what == "tab" else "\n")

    def _read(self) -> str:
        """The text of the cell that ends here."""
        cell = self._cell
        shown = "\n".join(self._paragraphs)
        kind = cell.get(f"{_OFFICE} value-type", "")
        formula = bool(_of(cell, "formula"))
        if formula and (not kind or _ERROR.fullmatch(shown)):
            raise Unreadable(f"holds the error {shown}" if shown else UNCALCULATED)
        if _is_error(cell):
            raise Unreadable(f"holds the error {shown}")
        if kind in ("float", "currency", "percentage"):
            return _number(cell.get(f"{_OFFICE} value", ""), shown)
        if kind == "date":
            return _moment(cell.get(f"{_OFFICE} date-value", ""))
        if kind == "time":
            return _length(cell.get(f"{_OFFICE} time-value", ""))
        if kind == "boolean":
            return "TRUE" if cell.get(f"{_OFFICE} boolean-value") == "true" else "FALSE"
        return cell.get(f"{_OFFICE} string-value", shown)


def _number(written: str, shown: str) -> str:
    """A number, with the leading zeros it shows; not its rounding, nor its separators."""
    try:
        value = float(written)
    except ValueError:
        raise Unreadable("holds no number where the workbook says there is one") from None
    text = number_text(value)
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


def _is_error(cell: Attributes) -> bool:
    """Whether LibreOffice marked the cell as an error (calcext:value-type)."""
    return any(key.endswith(" value-type") and value == "error" for key, value in cell.items())


def _of(attributes: Attributes, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def _count(attributes: Attributes, name: str) -> int:
    written = _of(attributes, name)
    if not written:
        return 1
    if not written.isdigit() or len(written) > 9:
        raise Refused(BROKEN)
    return max(1, int(written))
