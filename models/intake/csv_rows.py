"""Reading a CSV file row by row with physical line numbers, by Python's csv module; the first step of taking in a list.

UTF-8 with or without a byte order mark; commas; quoted cells may hold newlines. What is wrong with the whole file is
`FileRefused`; what is wrong with a row comes with the row, and reading goes on behind it.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.errors import Refusal
from models.intake.table_form import FileRefused, shown

MOST_OF_A_CELL = 64 * 1024 * 1024
"""A cell beyond this many characters is not even read to its end (an unclosed quotation mark swallows the file)."""
CHUNK = 1024 * 1024


class CsvRow(NamedTuple):
    """One row: the physical line it begins on, its cells, and what is wrong with its form (None: nothing)."""

    line: int
    cells: list[str]
    fault: str | None


class CsvFile:
    """An open CSV file: `headings` first, then `rows`. Raises FileRefused. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = shown(path)
        self._raw = _opened(path)
        try:
            self.size_bytes = _refuse_other_encodings(self._raw, self.name)
            self._raw.seek(0)
            lines = io.TextIOWrapper(self._raw, encoding="utf-8-sig", newline="")
            csv.field_size_limit(MOST_OF_A_CELL)
            self._reader = csv.reader(lines, strict=True)
            self.headings = self._read_headings()
        except OSError as exc:
            self.close()
            raise FileRefused(Refusal(self.name, None, None, None, f"cannot be read ({exc.strerror})")) from exc
        except FileRefused:
            self.close()
            raise

    def __enter__(self) -> "CsvFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._raw.close()

    @property
    def share_read(self) -> float:
        """How much of the file was read so far, 0 to 1."""
        return self._raw.tell() / self.size_bytes if self.size_bytes else 1.0

    def rows(self) -> Iterator[CsvRow]:
        """Every row that holds anything; rows of blank cells only are passed over."""
        wanted = len(self.headings)
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as exc:
                yield CsvRow(line, [], _in_words(exc))
                continue
            if len(cells) != wanted:
                if any(cell.strip() for cell in cells):
                    yield CsvRow(line, cells, f"{len(cells)} fields where the headings are {wanted}")
            elif any(cells) and any(cell.strip() for cell in cells):
                yield CsvRow(line, cells, None)

    def _read_headings(self) -> list[str]:
        try:
            headings = [heading.strip() for heading in next(self._reader, [])]
        except csv.Error as exc:
            raise FileRefused(Refusal(self.name, 1, None, None, f"no headings: {_in_words(exc)}")) from exc
        if not any(headings):
            raise FileRefused(Refusal(self.name, None, None, None, "has no headings in its first line"))
        for place, heading in enumerate(headings):
            if heading and heading in headings[:place]:
                raise FileRefused(Refusal(self.name, None, heading, None, "this heading stands twice"))
        return headings


def _opened(path: Path) -> io.BufferedReader:
    name = shown(path)
    if path.is_dir():
        raise FileRefused(Refusal(name, None, None, None, "is a folder, not a file"))
    if not path.exists():
        raise FileRefused(Refusal(name, None, None, None, "there is no such file"))
    if not path.is_file():
        raise FileRefused(Refusal(name, None, None, None, "is not a regular file"))
    try:
        return path.open("rb")
    except OSError as exc:
        raise FileRefused(Refusal(name, None, None, None, f"cannot be read ({exc.strerror})")) from exc


def _refuse_other_encodings(raw: io.BufferedReader, name: str) -> int:
    """Read the file once, so that nothing of one in another encoding is taken; returns its size in bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = line_ends = 0
    last = b""
    while True:
        chunk = raw.read(CHUNK)
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as exc:
            line = 1 + line_ends + _line_ends(last, exc.object[: exc.start])
            byte = f"byte 0x{exc.object[exc.start]:02X}"
            utf_16 = size == 0 and exc.object[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
            reason = "UTF-16, not UTF-8" if utf_16 else "not UTF-8"
            raise FileRefused(Refusal(name, line, None, byte, f"{reason}; save the list as CSV in UTF-8")) from exc
        if not chunk:
            return size
        size += len(chunk)
        line_ends += _line_ends(last, chunk)
        last = chunk[-1:]


def _line_ends(last: bytes, chunk: bytes) -> int:
    """Line ends (LF, CR LF, CR) in `chunk`; a CR that was the `last` byte before it was counted already."""
    split = last == b"\r" and chunk.startswith(b"\n")
    return chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n") - (1 if split else 0)


def _in_words(exc: csv.Error) -> str:
    said = str(exc)
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    if "field larger than field limit" in said:
        return f"a cell of more than {MOST_OF_A_CELL:,} characters"
    if "expected after" in said:
        return "a quotation mark inside a quoted cell; write it twice"
    return f"not a row of a CSV file ({said})"
