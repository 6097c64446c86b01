"""XLSX: the sheets of an Office Open XML workbook, streamed; the child's side of reading lists.

Read here and not by calamine, which holds a whole sheet in memory (3 KB a row of thirty cells, so that the limit would
be reached at a third of Excel's rows) and tells neither hidden rows nor number formats nor formulas that were never
calculated. ECMA-376 part 1, section 18; names are compared without their namespace, since the strict form has others.
"""

import posixpath
import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterator

from desktop.jobs.workbook_cells import (
    GENERAL,
    Epoch,
    Format,
    GridRow,
    SheetName,
    Span,
    Unreadable,
    built_in,
    column_of,
    format_of,
    shown_number,
)
from desktop.jobs.workbook_container import BROKEN, MACROS, Refused, read_part, read_small
from desktop.jobs.workbook_xml import Attributes, feed, local, parser, walk

MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
MOST_STRINGS = 8_000_000
UNCALCULATED = "holds a formula whose value was never calculated; open the workbook, save it and take it in again"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SPAN = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_DIGITS = "0123456789"


class XlsxWorkbook:
    """An open XLSX file. Raises Refused."""

    def __init__(self, archive: zipfile.ZipFile, alive: Callable[[], None]) -> None:
        self._archive = archive
        self._alive = alive
        self.epoch: Epoch = 1900
        self.remarks: list[str] = []
        self.sheets: list[SheetName] = []
        self._parts: list[str] = []
        self._to_calculate = False
        self._hidden_columns: dict[int, set[int]] = {}
        self._share = 0.0
        main = self._target_of_type("", "officeDocument")
        if not main:
            raise Refused(BROKEN)
        self._read_workbook(main[0])
        self._formats = self._read_formats(self._target_of_type(main[0], "styles"))
        self._strings: list[str] | None = None
        self._strings_part = self._target_of_type(main[0], "sharedStrings")
        if any(name.startswith("xl/externalLinks/") for name in archive.namelist()):
            self.remarks.append("values linked from other files were read as they were last saved")

    def share_read(self) -> float:
        return self._share

    def hidden_columns(self, sheet: int) -> set[int]:
        return self._hidden_columns.get(sheet, set())

    def spans(self, sheet: int) -> list[Span]:
        """Merged areas stand behind the rows: the part is unpacked once, and not parsed, to find them."""
        found: list[Span] = []
        held = b""
        for chunk in read_part(self._archive, self._parts[sheet]):
            if not held and chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise Refused("is written in UTF-16 inside; open it in the spreadsheet and save it anew")
            self._alive()
            held = held[-512:] + chunk
            if b"mergeCell" in held:
                last = 0
                for match in _SPAN.finditer(held):
                    span = Span(
                        int(match[2]), column_of(match[1].decode()), int(match[4]), column_of(match[3].decode())
                    )
                    if span.last_row > span.first_row:
                        found.append(span)
                    last = match.end()
                held = held[last:]
        return found

    def rows(self, sheet: int) -> Iterator[GridRow]:
        if self._strings is None:
            self._strings = self._read_strings()
        part = self._parts[sheet]
        hidden = self._hidden_columns.setdefault(sheet, set())
        reading = _Sheet(self._strings, self._formats, self.epoch, self._to_calculate, hidden)
        size = max(1, self._archive.getinfo(part).file_size)

        def chunks() -> Iterator[bytes]:
            read = 0
            for chunk in read_part(self._archive, part):
                read += len(chunk)
                self._share = read / size
                self._alive()
                yield chunk

        return feed(reading.parser, chunks(), reading.out)

    def _read_workbook(self, part: str) -> None:
        targets = self._targets(part)

        def start(name: str, attributes: Attributes) -> None:
            if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = 1904
            elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
                self._to_calculate = True
            elif name == "sheet":
                kind, target = targets.get(attributes.get("id", ""), ("", ""))
                if "acrosheet" in kind:
                    raise Refused(MACROS)
                if kind == "worksheet" and target not in names:
                    raise Refused(BROKEN)
                if kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append(SheetName(attributes.get("name", ""), hidden))
                    self._parts.append(target)

        names = set(self._archive.namelist())
        walk(read_part(self._archive, part), start)

    def _targets(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part is related to: id -> (kind, part). Relations out of the file are left out."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, target)

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations in self._archive.namelist():
            walk([read_small(self._archive, relations)], start)
        return found

    def _target_of_type(self, part: str, wanted: str) -> list[str]:
        names = set(self._archive.namelist())
        return [target for kind, target in self._targets(part).values() if kind == wanted and target in names]

    def _read_formats(self, parts: list[str]) -> list[Format]:
        """The shape of numbers by the cell's style number."""
        codes: dict[int, Format] = {}
        formats: list[Format] = []
        inside = ""

        def start(name: str, attributes: Attributes) -> None:
            nonlocal inside
            if name == "numFmt":
                codes[_number(attributes.get("numFmtId"))] = format_of(attributes.get("formatCode", ""))
            elif name in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
                inside = name
            elif name == "xf" and inside == "cellXfs":
                number = _number(attributes.get("numFmtId"))
                formats.append(codes.get(number, built_in(number)))

        for part in parts[:1]:
            walk(read_part(self._archive, part, most=256 << 20), start)
        return formats

    def _read_strings(self) -> list[str]:
        """The shared strings; phonetic hints beside them are no part of the text."""
        strings: list[str] = []
        if not self._strings_part:
            return strings
        made, out = parser(), deque[str]()
        text: list[str] = []
        phonetic = 0

        def start(name: str, _attributes: Attributes) -> None:
            nonlocal phonetic
            what = local(name)
            if what == "t":
                made.CharacterDataHandler = None if phonetic else text.append
            elif what == "rPh":
                phonetic += 1

        def end(name: str) -> None:
            nonlocal phonetic
            what = local(name)
            if what == "t":
                made.CharacterDataHandler = None
            elif what == "rPh":
                phonetic -= 1
            elif what == "si":
                out.append(unescaped("".join(text)))
                text.clear()

        made.StartElementHandler, made.EndElementHandler = start, end
        for string in feed(made, self._kept_alive(self._strings_part[0]), out):
            strings.append(string)
            if len(strings) > MOST_STRINGS:
                raise Refused(f"holds more than {MOST_STRINGS:,} different texts")
        return strings

    def _kept_alive(self, part: str) -> Iterator[bytes]:
        for chunk in read_part(self._archive, part):
            self._alive()
            yield chunk


class _Sheet:
    """The handlers of one pass over a sheet: elements in, rows out.

    They run some ten million times, so what they share are variables of one function and not attributes.
    """

    def __init__(
        self, strings: list[str], formats: list[Format], epoch: Epoch, to_calculate: bool, hidden_columns: set[int]
    ) -> None:
        self.out: deque[GridRow] = deque()
        self.parser = parser()
        self._strings = strings
        self._formats = formats
        self._epoch = epoch
        self._to_calculate = to_calculate
        self._hidden_columns = hidden_columns
        self._row_number = 0
        self._columns: dict[str, int] = {}
        self.parser.StartElementHandler = self._root

    def _root(self, name: str, _attributes: Attributes) -> None:
        """The first element tells the namespace; the handlers compare whole names."""
        space = name.rpartition(" ")[0]
        names = [f"{space} {one}".lstrip() for one in ("c", "v", "row", "f", "t", "rPh", "col")]
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._handlers(*names)

    def _handlers(  # noqa: PLR0915 (one scope, as said above)
        self, c: str, v: str, row: str, f: str, t: str, hint: str, col: str
    ) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
        heard: list[str] = []
        """Text as expat hears it; only what stands in `v` and, but for phonetic hints, in `t` is kept."""
        self.parser.CharacterDataHandler = heard.append
        cell: Attributes = {}
        now = GridRow(0)
        place, hints = -1, 0
        formula = valued = False
        value = ""
        columns, strings = self._columns, self._strings

        def start(name: str, attributes: Attributes) -> None:
            nonlocal cell, now, place, formula, valued, value, hints
            if name == c:
                cell = attributes
                formula = valued = False
                value = ""
            elif name in (v, t):
                heard.clear()
            elif name == f:
                formula = True
            elif name == row:
                now = self._new_row(attributes)
                place = -1
            elif name == hint:
                hints += 1
            elif name == col:
                self._see_column(attributes)

        def end_cell() -> None:
            nonlocal place
            ref = cell.get("r")
            place = place + 1 if ref is None else columns.get(ref.rstrip(_DIGITS), -1)
            if not 0 <= place < MOST_COLUMNS:
                place = self._new_column(ref)
            if cell.get("t") == "s" and value.isdigit() and int(value) < len(strings):
                text = strings[int(value)]
            elif value or formula:
                try:
                    text = self._read(cell, value, formula, valued)
                except Unreadable as exc:
                    now.unreadable[place] = str(exc)
                    text = value
            else:
                return
            if text:
                now.put(place, text)

        def end(name: str) -> None:
            nonlocal valued, value, hints
            if name == v:
                value = heard[0] if len(heard) == 1 else "".join(heard)
                valued = True
            elif name == c:
                end_cell()
            elif name == t:
                if not hints:
                    value += "".join(heard)
                    valued = True
            elif name == row:
                heard.clear()
                if now.cells or now.unreadable:
                    self.out.append(now)
            elif name == hint:
                hints -= 1

        return start, end

    def _see_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = _number(attributes.get("min")), _number(attributes.get("max"))
            self._hidden_columns.update(range(max(first - 1, 0), min(last, MOST_COLUMNS)))

    def _new_row(self, attributes: Attributes) -> GridRow:
        number = _number(attributes.get("r", self._row_number + 1))
        if not self._row_number < number <= MOST_ROWS:
            raise Refused(f"has its rows out of order (row {number} behind row {self._row_number})")
        self._row_number = number
        return GridRow(number, hidden=attributes.get("hidden") in ("1", "true"))

    def _new_column(self, ref: str | None) -> int:
        """The place of a column not met before."""
        try:
            name = (ref or "").rstrip(_DIGITS)
            place = column_of(name)
        except Unreadable as exc:
            raise Refused(BROKEN) from exc
        if not 0 <= place < MOST_COLUMNS:
            raise Refused(BROKEN)
        self._columns[name] = place
        return place

    def _read(self, cell: Attributes, written: str, formula: bool, valued: bool) -> str:
        kind = cell.get("t", "n")
        if formula and (not written or (self._to_calculate and written == "0")):
            if kind == "str" and valued:
                return ""
            raise Unreadable(UNCALCULATED)
        if kind == "s":
            raise Refused(BROKEN)  # no such shared string
        if kind == "n":
            style = cell.get("s")
            how = GENERAL if style is None else self._format(_number(style))
            return shown_number(written.strip(), how, self._epoch)
        if kind == "b":
            return "TRUE" if written.strip() in ("1", "true") else "FALSE"
        if kind == "e":
            raise Unreadable(f"holds the error {written}")
        if kind == "d":
            return written.strip()
        return unescaped(written)

    def _format(self, style: int) -> Format:
        return self._formats[style] if style < len(self._formats) else GENERAL


def unescaped(text: str) -> str:
    """A text with the characters XML cannot hold put back (ECMA-376 part 1, 22.9.2.19, ST_Xstring)."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    number = int(escaped[1], 16)
    return escaped[0] if number == 0 or 0xD800 <= number < 0xE000 else chr(number)


def _number(written: str | int | None) -> int:
    """A whole number from an attribute; Refused for anything else."""
    try:
        number = int(written or 0)
    except ValueError as exc:
        raise Refused(BROKEN) from exc
    if number < 0:
        raise Refused(BROKEN)
    return number
