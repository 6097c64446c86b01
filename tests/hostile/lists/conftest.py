"""Workbooks written by hand, part by part and record by record: what no library would write must be met, too."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def text_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def xlsx_rows(rows: Sequence[Sequence[str]], first: int = 1) -> str:
    """Rows of texts as XLSX writes them; a cell that begins with "<" stands as it is."""
    written = []
    for number, cells in enumerate(rows, first):
        inside = "".join(
            cell if cell.startswith("<") else text_cell(f"{'ABCDEFGH'[at]}{number}", cell)
            for at, cell in enumerate(cells)
            if cell
        )
        written.append(f'<row r="{number}">{inside}</row>')
    return "".join(written)


def xlsx_sheet(rows: str, before: str = "", behind: str = "", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{head}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"{before}<sheetData>{rows}</sheetData>{behind}</worksheet>"
    )


def xlsx_parts(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] = {},
    settings: str = "",
    formats: Sequence[str] = (),
    strings: str | None = None,
    content_type: str = TYPE,
) -> dict[str, bytes | str]:
    """The parts of a workbook; `formats` are number formats for the styles 1, 2, ..."""
    tabs = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}" state="{states.get(name, "visible")}"/>'
        for at, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    numbers = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for at, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(formats)))
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{content_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}<sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}'
        f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{numbers}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
        f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    for at, content in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = content
    return parts


def ods_cell(text: str, attributes: str = 'office:value-type="string"', times: int = 1) -> str:
    shown = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f'<table:table-cell {attributes} table:number-columns-repeated="{times}">{shown}</table:table-cell>'


def ods_rows(rows: Sequence[Sequence[str]]) -> str:
    """Rows of texts as ODS writes them; a cell that begins with "<" stands as it is."""
    return "".join(
        "<table:table-row>"
        + "".join(cell if cell.startswith("<") else ods_cell(cell) for cell in cells)
        + "</table:table-row>"
        for cells in rows
    )


def ods_parts(tables: Mapping[str, str], styles: str = "", settings: str = "", head: str = "") -> dict[str, str]:
    """The parts of an OpenDocument spreadsheet; a table named "hidden" has a style that hides it."""
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in names)
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    inside = "".join(
        f'<table:table table:name="{escape(name)}" table:style-name="{"off" if name == "hidden" else "on"}">{rows}'
        "</table:table>"
        for name, rows in tables.items()
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f'<?xml version="1.0"?>{head}<office:document-content {spaces}><office:automatic-styles>'
        '<style:style style:name="on"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
        f"{styles}</office:automatic-styles><office:body><office:spreadsheet>{settings}{inside}"
        "</office:spreadsheet></office:body></office:document-content>",
    }


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


@dataclass
class Xls:
    """A BIFF8 workbook record by record ([MS-XLS] 2.4). Styles 1, 2, ... are `formats`; style 0 is General."""

    sheets: dict[str, list[bytes]] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    formats: Sequence[str] = ()
    globals_: bytes = b""
    kinds: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def text(row: int, column: int, text: str, style: int = 0) -> bytes:
        coded = text.encode("utf-16-le")
        return record(0x204, struct.pack("<HHHHB", row, column, style, len(coded) // 2, 1) + coded)

    @staticmethod
    def number(row: int, column: int, value: float, style: int = 0) -> bytes:
        return record(0x203, struct.pack("<HHHd", row, column, style, value))

    @staticmethod
    def small(row: int, column: int, packed: int, style: int = 0) -> bytes:
        """RK: a number in four bytes."""
        return record(0x27E, struct.pack("<HHHI", row, column, style, packed))

    @staticmethod
    def several(row: int, first: int, cells: Sequence[tuple[int, int]]) -> bytes:
        """MULRK: neighbours as (style, packed number)."""
        inside = b"".join(struct.pack("<HI", style, packed) for style, packed in cells)
        return record(0xBD, struct.pack("<HH", row, first) + inside + struct.pack("<H", first + len(cells) - 1))

    @staticmethod
    def formula(row: int, column: int, value: bytes, options: int = 0, style: int = 0) -> bytes:
        return record(0x06, struct.pack("<HHH", row, column, style) + value + struct.pack("<HIH", options, 0, 0))

    @staticmethod
    def error(row: int, column: int, code: int) -> bytes:
        return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))

    @staticmethod
    def yes(row: int, column: int) -> bytes:
        return record(0x205, struct.pack("<HHHBB", row, column, 0, 1, 0))

    @staticmethod
    def hidden_row(row: int) -> bytes:
        return record(0x208, struct.pack("<HHHHHHHH", row, 0, 4, 255, 0, 0, 0x20, 0))

    @staticmethod
    def hidden_column(column: int) -> bytes:
        return record(0x7D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))

    @staticmethod
    def merged(first_row: int, last_row: int, first: int, last: int) -> bytes:
        return record(0xE5, struct.pack("<HHHHH", 1, first_row, last_row, first, last))

    def stream(self) -> bytes:
        begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6))
        start = begin + self.globals_ + record(0x42, struct.pack("<H", 1200))
        for at, code in enumerate(self.formats):
            start += record(0x41E, struct.pack("<HHB", 164 + at, len(code), 1) + code.encode("utf-16-le"))
        for number in (0, *range(164, 164 + len(self.formats))):
            start += record(0xE0, struct.pack("<HH", 0, number) + bytes(16))
        names = {name: name.encode("utf-16-le") for name in self.sheets}
        length = len(start) + sum(4 + 8 + len(name) for name in names.values()) + 4
        tabs, bodies = b"", b""
        for name, records in self.sheets.items():
            place = length + len(bodies)
            facts = struct.pack("<IBBBB", place, self.states.get(name, 0), self.kinds.get(name, 0), len(name), 1)
            tabs += record(0x85, facts + names[name])
            opened = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6))
            bodies += opened + record(0x200, struct.pack("<IIHHH", 0, 99, 0, 9, 0)) + b"".join(records) + record(0x0A)
        return start + tabs + record(0x0A) + bodies


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of version 3 ([MS-CFB]) whose streams are all 4096 bytes or longer."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def chain(content: bytes) -> int:
        first = len(fat)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        fat.extend([*range(first + 1, first + len(pieces)), 0xFFFFFFFE])
        sectors.extend(pieces)
        return first

    entries = []
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        entries.append((name, 2, chain(padded), len(padded)))
    tree = [("Root Entry", 5, 0xFFFFFFFE, 0), *entries]
    directory = b""
    for at, (name, kind, first, size) in enumerate(tree):
        right = at + 1 if 0 < at < len(tree) - 1 else 0xFFFFFFFF
        child = 1 if at == 0 and len(tree) > 1 else 0xFFFFFFFF
        coded = (name + "\0").encode("utf-16-le")
        directory += coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded), kind, 1, 0xFFFFFFFF, right, child)
        directory += bytes(36) + struct.pack("<IQ", first, size)
    first_directory = chain(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    tables = 1
    while (len(fat) + tables) > tables * 128:
        tables += 1
    places = [len(fat) + at for at in range(tables)]
    fat.extend([0xFFFFFFFD] * tables)
    fat.extend([0xFFFFFFFF] * (tables * 128 - len(fat)))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6xI", 0x3E, 3, 0xFFFE, 9, 6, 0)
    header += struct.pack("<IIIIIIIII", tables, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, places[0])
    header += struct.pack("<108I", *places[1:], *[0xFFFFFFFF] * (109 - tables))
    return header + b"".join(sectors) + struct.pack(f"<{tables * 128}I", *fat)


@pytest.fixture(scope="session")
def forge() -> Any:
    """The makers of this module, since tests cannot import each other."""
    return SimpleNamespace(
        zipped=zipped,
        text_cell=text_cell,
        xlsx_rows=xlsx_rows,
        xlsx_sheet=xlsx_sheet,
        xlsx_parts=xlsx_parts,
        ods_cell=ods_cell,
        ods_rows=ods_rows,
        ods_parts=ods_parts,
        Xls=Xls,
        compound=compound,
        record=record,
    )


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes, str], Path]:
    """Writes a file and returns its path."""

    def keep(content: bytes, name: str = "list") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return keep
