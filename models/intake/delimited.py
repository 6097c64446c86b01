"""A list as delimited text: any usual encoding, separator and line end, row by row with physical line numbers.

Python's csv module takes the text in pieces of some hundred lines, so that memory stays flat and a broken row can be
told by its line. What is wrong with the whole file is `FileRefused`; what is wrong with a row comes with the row, and
reading goes on with the line behind the one the row begins on: an opened quotation mark swallows nothing.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from models.errors import Refusal
from models.intake.headings import find_delimiter, find_headings, is_known, sample_rows, trimmed_width
from models.intake.table_form import FOUND_OUT, FileRefused, KnownHeadings, TableForm, TableRow, shown
from models.intake.text_encoding import look_through

MOST_OF_A_CELL = 16 << 20
"""Characters beyond which a cell is not read to its end."""
SAMPLE_CHARACTERS = 1 << 16
CHUNK_CHARACTERS = 1 << 15
"""Taken at once: more is slower, because its rows no longer fit the processor's cache."""
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?[;,\t|]*\r?\n?", re.IGNORECASE)


class DelimitedTable:
    """An open text file as a `Table`. Raises FileRefused. `serial_epoch` is None: text holds no serial days."""

    def __init__(self, path: Path, form: TableForm = FOUND_OUT, known_headings: KnownHeadings = ()) -> None:
        self.name = shown(path)
        self.remarks: list[str] = []
        self.serial_epoch: Literal[1900, 1904] | None = None
        self._pending: list[str] = []
        self._size_bytes = 0
        self._text: io.TextIOWrapper | None = None
        self._raw = _opened(path, self.name)
        try:
            self._begin(form, known_headings)
        except OSError as exc:
            self.close()
            raise self._refused(f"cannot be read ({exc.strerror})") from exc
        except FileRefused:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._text is not None:
            self._text.close()
        self._raw.close()

    @property
    def share_read(self) -> float:
        """How much of the file was read so far, 0 to 1."""
        return self._raw.tell() / self._size_bytes if self._size_bytes and not self._raw.closed else 1.0

    def blocks(self) -> Iterator[list[TableRow]]:
        """Every row that holds anything, some hundred at a time; rows of blank cells only are passed over."""
        pending, line = self._pending, self._line
        self._pending = []
        most = CHUNK_CHARACTERS
        ended = False
        while not ended:
            fresh = self._lines(most)
            ended = not fresh
            pending += fresh
            rows, taken = self._take(pending, line, last=ended)
            most = CHUNK_CHARACTERS if taken else most * 2  # a quoted cell longer than the chunk
            pending = pending[taken:]
            line += taken
            if rows:
                yield [self._checked(row) for row in rows] if self._holds_nul or self._unnamed else rows

    def _begin(self, form: TableForm, known: KnownHeadings) -> None:
        """Find encoding, separator and headings, in this order, each needing the one before."""
        found = look_through(self._raw, self.name, form.encoding)
        self._size_bytes, self._holds_nul = found.size_bytes, found.holds_nul
        if found.remark:
            self.remarks.append(found.remark)
        self._raw.seek(found.mark_bytes)
        self._text = io.TextIOWrapper(self._raw, found.encoding, newline="")
        csv.field_size_limit(MOST_OF_A_CELL)
        lines = self._lines(SAMPLE_CHARACTERS)
        told = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
        self._delimiter = form.delimiter or (told[1] if told else None) or find_delimiter(lines, known)
        self._read_headings(lines, 1 if told else 0, form.heading_row, known)
        self.form = TableForm(found.encoding, self._delimiter, None, self.heading_line)

    def _read_headings(self, lines: list[str], skipped: int, wanted: int | None, known: KnownHeadings) -> None:
        rows = list(sample_rows(lines[skipped:], self._delimiter, skipped + 1))
        if wanted is None:
            place = find_headings(rows, known)
        else:
            place = next((place for place, row in enumerate(rows) if row.line == wanted), None)
        broken = [row for row in rows[: len(rows) if place is None else place + 1] if row.fault]
        if broken and (place is None or not is_known(rows[place].cells, known)):
            raise self._refused(f"no headings: {_in_words(broken[0].fault or '', 1)}", broken[0].line)
        if place is None or not any(cell.strip() for cell in rows[place].cells):
            where = "in its first lines" if wanted is None else "there"
            raise self._refused(f"has no headings {where}", wanted)
        row = rows[place]
        self.headings = [cell.strip() for cell in row.cells[: trimmed_width(row.cells)]]
        self.heading_line = row.line
        self._raw_width = len(row.cells)
        self._unnamed = {at for at, heading in enumerate(self.headings) if not heading}
        above = sum(1 for row in rows[:place] if row.fault or trimmed_width(row.cells))
        if above:
            rows_were = "row above the headings was" if above == 1 else "rows above the headings were"
            self.remarks.append(f"{above} {rows_were} passed over")
        self._line = row.next_line
        self._pending = lines[row.next_line - 1 :]

    def _lines(self, most: int) -> list[str]:
        """The next physical lines, of about `most` characters together; none at the end."""
        assert self._text is not None
        try:
            return self._text.readlines(most)
        except UnicodeDecodeError as exc:
            raise self._refused("was changed while it was read") from exc
        except OSError as exc:
            raise self._refused(f"cannot be read to its end ({exc.strerror})") from exc

    def _take(self, lines: list[str], first_line: int, *, last: bool) -> tuple[list[TableRow], int]:
        """The rows in these lines and how many lines they took; a row that goes on behind them is left for later."""
        width = len(self.headings)
        rows: list[TableRow] = []
        add = rows.append
        new = tuple.__new__  # TableRow(...) takes twice as long, which a million rows feel
        at = begun = 0
        reader = csv.reader(lines, strict=True, delimiter=self._delimiter)
        line = first_line
        while True:
            try:
                for cells in reader:
                    if len(cells) != width:
                        fitted = self._fitted(line, cells)
                        if fitted is not None:
                            add(fitted)
                    elif (cells[0] and not cells[0].isspace()) or any(map(str.strip, cells)):
                        add(new(TableRow, (line, cells, None, ())))
                    begun = reader.line_num
                    line = first_line + at + begun
            except csv.Error as exc:
                said = str(exc)
                if not last and said.startswith("unexpected end"):
                    return rows, at + begun
                spans = reader.line_num - begun
                add(TableRow(line, [], _in_words(said, spans)))
                if spans > 1:  # what the open quotation mark swallowed is read again
                    at += begun + 1
                    reader, begun = csv.reader(lines[at:], strict=True, delimiter=self._delimiter), 0
                else:
                    begun = reader.line_num
                line = first_line + at + begun
            else:
                return rows, len(lines)

    def _fitted(self, line: int, cells: list[str]) -> TableRow | None:
        """A row of another width than the headings: blank cells behind the last heading are no fault."""
        filled = trimmed_width(cells)
        if not filled:
            return None
        width = len(self.headings)
        if len(cells) < width or filled > max(width, self._raw_width):
            return TableRow(line, cells, f"{len(cells)} fields where the headings are {width}")
        if filled > width:
            self._say_unnamed(filled - 1)
        return TableRow(line, cells[:width], None)

    def _checked(self, row: TableRow) -> TableRow:
        """The row again: with those of its cells that hold a NUL; cells under blank headings are said once."""
        if row.fault is not None:
            return row
        if self._holds_nul:
            why = "holds a NUL character"
            named = zip(self.headings, row.cells, strict=True)
            faulty = tuple((heading, why) for heading, cell in named if heading and "\0" in cell)
            if faulty:
                return row._replace(faulty=faulty)
        for place in [place for place in self._unnamed if row.cells[place].strip()]:
            self._unnamed.discard(place)
            self._say_unnamed(place)
        return row

    def _say_unnamed(self, place: int) -> None:
        remark = f"column {place + 1} has no heading and was passed over"
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _refused(self, reason: str, line: int | None = None) -> FileRefused:
        return FileRefused(Refusal(self.name, line, None, None, reason))


def _opened(path: Path, name: str) -> io.BufferedReader:
    """The file, if it is one: a pipe would block whoever opens it."""
    try:
        if path.is_dir():
            reason = "is a folder, not a file"
        elif not path.exists():
            reason = "there is no such file"
        elif not path.is_file():
            reason = "is not a regular file"
        else:
            return path.open("rb")
    except OSError as exc:
        raise FileRefused(Refusal(name, None, None, None, f"cannot be read ({exc.strerror})")) from exc
    raise FileRefused(Refusal(name, None, None, None, reason))


def _in_words(said: str, spans: int) -> str:
    """What csv says of a row that spans so many lines, for people."""
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    if "field larger than field limit" in said:
        return f"a cell of more than {MOST_OF_A_CELL:,} characters"
    if "expected after" in said:
        inside = "a quotation mark inside a quoted cell; write it twice"
        return (
            inside
            if spans <= 1
            else "a quotation mark is not closed, or stands in a quoted cell and is not written twice"
        )
    return f"not a row of a delimited file ({said})"
