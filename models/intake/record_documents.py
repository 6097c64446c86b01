"""A recorder's index as JSON or XML, made into a table: one row for each record, one column for each field.

Between the file and models.intake.list_file, which reads the cells by a profile like those of any list. A field's
heading is its path below the record: `agent/id`, in XML `@start` for an attribute. What stands several times is joined
by the profile's separator. Nothing is fetched and nothing is expanded: an XML document that declares entities is
refused.
"""

import json
import xml.parsers.expat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from models.errors import Refusal
from models.intake.table_form import FOUND_OUT, FileRefused, TableRow, shown

MOST_BYTES = 256 << 20
"""The records of an index are held in memory."""
DEEPEST = 64
MOST_FIELDS = 1000
ROWS_AT_ONCE = 2000
PIECE_BYTES = 1 << 16


class Record(NamedTuple):
    """One record: the line it begins on, and its fields; None where there is something else in its place."""

    line: int
    fields: dict[str, str] | None


class RecordTable:
    """Records as a `models.intake.table_form.Table`; `columns` are all fields that any of them has."""

    def __init__(self, name: str, records: list[Record], remarks: list[str] | None = None) -> None:
        self.name = name
        fields = dict.fromkeys(field for record in records if record.fields for field in record.fields)
        self.headings = list(fields)
        self.heading_line = 1
        self.form = FOUND_OUT
        self.remarks = remarks or []
        self.serial_epoch: Literal[1900, 1904] | None = None
        self._records = records
        self._read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def share_read(self) -> float:
        return self._read / len(self._records) if self._records else 1.0

    def blocks(self) -> Iterator[list[TableRow]]:
        """Every record, in the order of the file."""
        for start in range(0, len(self._records), ROWS_AT_ONCE):
            part = self._records[start : start + ROWS_AT_ONCE]
            self._read += len(part)
            yield [self._row(record) for record in part]

    def close(self) -> None:
        """Nothing is open."""

    def _row(self, record: Record) -> TableRow:
        if record.fields is None:
            return TableRow(record.line, [], "is not a record with fields")
        return TableRow(record.line, [record.fields.get(heading, "") for heading in self.headings], None)


def json_records(path: Path, records: str, separator: str) -> list[Record]:
    """The records of a JSON document: the list at `records` ("export/calls"; "" is the document itself), or the one
    object there. A document of one object a line is read as well. Raises FileRefused."""
    try:
        text = _text(path)
        at = _place_of(text, _skip(text, 0), _steps(records), path)
        return list(_json_list(text, at, separator, whole=not records))
    except RecursionError:
        raise _refused(path, "nests too deeply to be an index") from None
    except json.JSONDecodeError as exc:
        raise FileRefused(Refusal(shown(path), exc.lineno, None, None, f"is not JSON: {exc.msg}")) from exc
    except _TooMuch as exc:
        raise _refused(path, str(exc)) from exc


class _TooMuch(ValueError):
    """More than an index holds; the text is a clause for people."""


def _text(path: Path) -> str:
    try:
        _refuse_large(path)
        content = path.read_bytes()
        return content.decode(json.detect_encoding(content)).lstrip("\ufeff")
    except OSError as exc:
        raise _refused(path, f"cannot be read ({exc.strerror})") from exc
    except UnicodeDecodeError as exc:
        raise _refused(path, "is not text in UTF-8 or UTF-16") from exc


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
"""Numbers stay as they are written: an id must not lose a digit."""


def _place_of(text: str, at: int, steps: list[str], path: Path) -> int:
    """Where the value at the end of these steps begins."""
    for step in steps:
        found = None
        if text[at : at + 1] == "{":
            for key, place in _members(text, at):
                if key == step:
                    found = place
                    break
        if found is None:
            raise _refused(path, f"has no list of recordings at {'/'.join(steps)!r}")
        at = found
    return at


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The keys of the object that begins at `at`, each with the place of its value."""
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if not isinstance(key, str) or text[at : at + 1] != ":":
            raise json.JSONDecodeError("Expecting a key and a colon", text, at)
        at = _skip(text, at + 1)
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at = _next(text, at, "}")


def _json_list(text: str, at: int, separator: str, *, whole: bool) -> Iterator[Record]:
    line, counted = 1, 0
    is_list = text[at : at + 1] == "["
    if is_list:
        at = _skip(text, at + 1)
    while at < len(text) and text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        value, at = _DECODER.raw_decode(text, at)
        yield Record(line, _flat(value, separator) if isinstance(value, dict) else None)
        if is_list:
            at = _next(text, at, "]")
        elif whole:  # one object a line
            at = _skip(text, at)
        else:
            return


def _next(text: str, at: int, end: str) -> int:
    """Behind the comma that follows a value, or at the `end` of its list or object."""
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] != end:
        raise json.JSONDecodeError(f"Expecting a comma or {end!r}", text, at)
    return at


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in " \t\r\n":
        at += 1
    return at


def _flat(value: dict[str, Any], separator: str) -> dict[str, str]:
    """Every plain value by its path. Plain values of a list are joined, records in a list are counted from 1."""
    fields: dict[str, str] = {}

    def put(path: str, value: Any) -> None:
        if path.count("/") > DEEPEST or len(fields) > MOST_FIELDS:
            raise _TooMuch("holds a record with more fields than a recording has")
        if isinstance(value, dict):
            for key, inner in value.items():
                put(f"{path}/{key}" if path else key, inner)
        elif isinstance(value, list):
            if any(isinstance(one, dict | list) for one in value):
                for place, inner in enumerate(value, 1):
                    put(f"{path}/{place}", inner)
            else:
                fields[path] = separator.join(_plain(one) for one in value)
        else:
            fields[path] = _plain(value)

    put("", value)
    return fields


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else str(value)


def xml_records(path: Path, records: str, separator: str, *, one: bool = False) -> list[Record]:
    """The records of an XML document: the elements below the one at `records` (with or without the root's own name; ""
    is the root), or, with `one`, that element itself. Raises FileRefused."""
    collector = _XmlRecords(_steps(records), separator, one=one)
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: collector.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.EntityDeclHandler = collector.entity
    try:
        _refuse_large(path)
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except OSError as exc:
        raise _refused(path, f"cannot be read ({exc.strerror})") from exc
    except xml.parsers.expat.ExpatError as exc:
        reason = f"is not XML: {xml.parsers.expat.ErrorString(exc.code)}"
        raise FileRefused(Refusal(shown(path), exc.lineno, None, None, reason)) from exc
    except (LookupError, ValueError) as exc:  # an encoding nobody knows, or more than an index holds
        raise _refused(path, str(exc)) from exc
    if not collector.met:
        raise _refused(path, f"has no element {records!r}")
    return collector.records


class _XmlRecords:
    """Collects records while a document is parsed; raises ValueError, in words, for what no index holds."""

    def __init__(self, steps: list[str], separator: str, *, one: bool) -> None:
        self._steps = steps
        self._separator = separator
        self._one = one
        self._open: list[str] = []
        self._depth: int | None = None
        self._texts: list[list[str]] = []
        self._has_inner: list[bool] = []
        self.records: list[Record] = []
        self.met = False

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        name = _local(name)
        if len(self._open) >= DEEPEST:
            raise _TooMuch("nests too deeply to be an index")
        self._open.append(name)
        if self._depth is None:
            above = self._open if self._one else self._open[:-1]
            self.met = self.met or self._is_list(self._open)
            if not self._is_list(above):
                return
            self._depth = len(self._open)
            self.records.append(Record(line, {}))
        if self._has_inner:
            self._has_inner[-1] = True
        self._texts.append([])
        self._has_inner.append(False)
        inside = "/".join(self._open[self._depth :])
        for attribute, value in attributes.items():
            if not attribute.startswith("xmlns"):
                self._put(f"{inside}/@{_local(attribute)}" if inside else f"@{_local(attribute)}", value)

    def text(self, piece: str) -> None:
        if self._texts:
            self._texts[-1].append(piece)

    def end(self, _name: str) -> None:
        if self._depth is not None:
            text, has_inner = "".join(self._texts.pop()).strip(), self._has_inner.pop()
            inside = "/".join(self._open[self._depth :])
            if inside and (text or not has_inner):
                self._put(inside, text)
            if len(self._open) == self._depth:
                self._depth = None
        self._open.pop()

    def entity(self, *_: object) -> None:
        raise _TooMuch("declares entities, which an index has no use for and which can blow it up or point elsewhere")

    def _is_list(self, place: list[str]) -> bool:
        """Whether an element at this place is the one that `records` names."""
        return place in ([*place[:1], *self._steps], self._steps) and bool(place)

    def _put(self, field: str, value: str) -> None:
        fields = self.records[-1].fields
        assert fields is not None
        if len(fields) >= MOST_FIELDS:
            raise _TooMuch("holds a record with more fields than a recording has")
        fields[field] = f"{fields[field]}{self._separator}{value}" if fields.get(field) else value


def _local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def _steps(records: str) -> list[str]:
    return [step for step in records.split("/") if step]


def _refuse_large(path: Path) -> None:
    if not path.is_file():
        raise _refused(path, "is not a file" if path.exists() else "there is no such file")
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, f"is larger than {MOST_BYTES >> 20} MB; export it as CSV")


def _refused(path: Path, reason: str) -> FileRefused:
    return FileRefused(Refusal(shown(path), None, None, None, reason))
