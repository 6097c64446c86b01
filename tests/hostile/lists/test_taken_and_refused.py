"""Lists as departments have them and as nobody should: what is taken, what is refused, and why.

Each case is a file made on the spot; README.md beside this file is the table a person reads. The two are compared, so
that neither can say what is not so.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from desktop.jobs.read_workbook import open_workbook
from models.intake.table import FileRefused, Table, open_table

KNOWN = [frozenset({"sheet_id", "arrears"})]
HEAD = ["sheet_id", "arrears"]
PLAIN = "sheet_id,arrears\n007,1.50\n008,2.50\n"
README = Path(__file__).with_name("README.md")


class Case(NamedTuple):
    """A file: what it is, in words, and how it is made."""

    what: str
    make: Callable[[Any], bytes]


def number(ref: str, value: str, style: int = 0, kind: str = "n") -> str:
    return f'<c r="{ref}" s="{style}" t="{kind}"><v>{value}</v></c>'


def book(f: Any, rows: list[list[str]], **more: Any) -> bytes:
    """An XLSX of one sheet with the usual headings."""
    inside = f.xlsx_sheet(f.xlsx_rows([HEAD, *rows]), more.pop("before", ""), more.pop("behind", ""))
    return bytes(f.zipped(f.xlsx_parts({"List": inside}, **more)))


def with_part(f: Any, name: str, content: bytes | str, **more: Any) -> bytes:
    parts = f.xlsx_parts({"List": f.xlsx_sheet(f.xlsx_rows([HEAD, ["007", "1.50"]]))}, **more)
    return bytes(f.zipped({**parts, name: content}))


def office(f: Any, cell: str) -> bytes:
    """An ODS with one row whose arrears are `cell`."""
    return bytes(f.zipped(f.ods_parts({"List": f.ods_rows([HEAD, ["007", cell]])})))


def ods_value(kind: str, value: str, shown: str = "") -> str:
    """A cell of an ODS with its value and the text it shows."""
    held = "value" if kind == "float" else f"{kind}-value"
    inside = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell office:value-type="{kind}" office:{held}="{value}">{inside}</table:table-cell>'


def old(f: Any, *records: bytes, **more: Any) -> bytes:
    """An XLS of one sheet with the usual headings."""
    heads = [f.Xls.text(0, 0, "sheet_id"), f.Xls.text(0, 1, "arrears")]
    return bytes(f.compound({"Workbook": f.Xls({"List": [*heads, *records]}, **more).stream()}))


def numbers_only(f: Any) -> bytes:
    return bytes(f.zipped({"Index/Document.iwa": "x", "Metadata/Properties.plist": "y"}))


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def bomb(f: Any) -> bytes:
    parts = f.xlsx_parts({"List": f.xlsx_sheet(f.xlsx_rows([HEAD]) + " " * (64 << 20))})
    return bytes(f.zipped(parts))


def declared_too_small(f: Any) -> bytes:
    """The sheet says in both its headers that it is 100 bytes long."""
    content = book(f, [["007", "1.50"]] * 400)
    name = b"xl/worksheets/sheet1.xml"
    place = content.rfind(name) - 46 + 24
    first = content.find(name) - 30 + 22
    small = (100).to_bytes(4, "little")
    content = content[:place] + small + content[place + 4 :]
    return content[:first] + small + content[first + 4 :]


def many_parts(f: Any) -> bytes:
    return bytes(f.zipped({"[Content_Types].xml": "x", **{f"xl/{at}": "" for at in range(10_100)}}))


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

TEXT = [
    Case("CSV, UTF-8", lambda f: PLAIN.encode()),
    Case("CSV, UTF-8 with a byte order mark", lambda f: PLAIN.encode("utf-8-sig")),
    Case("CSV, UTF-16 with a byte order mark", lambda f: PLAIN.encode("utf-16")),
    Case("CSV, UTF-16 little-endian without a mark", lambda f: PLAIN.encode("utf-16-le")),
    Case("CSV, UTF-16 big-endian without a mark", lambda f: PLAIN.encode("utf-16-be")),
    Case("CSV, UTF-32", lambda f: PLAIN.encode("utf-32")),
    Case("CSV, Windows-1252 with £ and curly quotes", lambda f: (PLAIN + "009,“£3”\n").encode("cp1252")),
    Case("CSV, a byte that Windows-1252 leaves open", lambda f: PLAIN.encode() + b"009,\x81\n"),
    Case("CSV, UTF-8 with one damaged letter", lambda f: (PLAIN + "009,£3\n").encode() + b"010,\xa3\n"),
    Case("CSV, UTF-16 cut in the middle of a letter", lambda f: PLAIN.encode("utf-16")[:-1]),
    Case("CSV, Windows line ends", lambda f: PLAIN.replace("\n", "\r\n").encode()),
    Case("CSV, Mac line ends", lambda f: PLAIN.replace("\n", "\r").encode()),
    Case("semicolons, decimal commas", lambda f: PLAIN.replace(",", ";").replace(".", ",").encode()),
    Case("tabs", lambda f: PLAIN.replace(",", "\t").encode()),
    Case("pipes", lambda f: PLAIN.replace(",", "|").encode()),
    Case("a first line sep=; as Excel writes it", lambda f: b"sep=;\n" + PLAIN.replace(",", ";").encode()),
    Case("two title rows and a blank one above", lambda f: b"Guide sheets,\nOctober 2009,\n,\n" + PLAIN.encode()),
    Case("a heading that stands twice", lambda f: b"sheet_id,arrears,sheet_id\n007,1.50,008\n"),
    Case("a blank heading over a blank column", lambda f: b"sheet_id,,arrears\n007,,1.50\n"),
    Case("a blank heading over a filled column", lambda f: b"sheet_id,,arrears\n007,x,1.50\n"),
    Case("separators behind the last heading", lambda f: b"sheet_id,arrears,,\n007,1.50,,\n008,2.50\n"),
    Case("rows too short and too long", lambda f: PLAIN.encode() + b"009\n010,1,2\n011,3.50\n"),
    Case("a newline in quotes", lambda f: b'sheet_id,arrears\n007,"1\n50"\n008,2.50\n'),
    Case("a quotation mark never closed", lambda f: b'sheet_id,arrears\n007,"1.50\n008,2.50\n009,3.50\n'),
    Case("a quotation mark not written twice", lambda f: b'sheet_id,arrears\n007,"1"50"\n008,2.50\n'),
    Case("a NUL byte in a cell", lambda f: b"sheet_id,arrears\n007,1\x0050\n008,2.50\n"),
    Case("blank rows between", lambda f: b"sheet_id,arrears\n\n,\n007,1.50\n \n"),
    Case("headings only", lambda f: b"sheet_id,arrears\n"),
    Case("an empty file", lambda f: b""),
    Case("blank lines only", lambda f: b"\n\n\n"),
    Case("one line of 17 MB", lambda f: b"sheet_id,arrears\n" + b"," * (17 << 20)),
    Case("a JPEG called .csv", lambda f: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 20),
    Case("a web page called .xls", lambda f: b"<html><body><table><tr><td>sheet_id</td></tr></table></body></html>"),
    Case("XML of 2003 called .xls", lambda f: b'<?xml version="1.0"?><Workbook></Workbook>'),
    Case("a PDF", lambda f: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"),
]

XLSX = [
    Case("XLSX, texts", lambda f: book(f, [["007", "1.50"], ["008", "2.50"]])),
    Case(
        "XLSX, numbers, shown with 15 digits",
        lambda f: book(
            f,
            [
                ["007", number("B2", "119.99999999999999")],
                ["008", number("B3", "1E-05")],
                ["009", number("B4", "12345678901234567")],
                ["010", number("B5", "-0")],
            ],
        ),
    ),
    Case(
        "XLSX, references as numbers shown with leading zeros",
        lambda f: book(f, [[number("A2", "7", 1), "x"], [number("A3", "1234567", 1), "y"]], formats=["00000"]),
    ),
    Case(
        "XLSX, days, moments, times and lengths",
        lambda f: book(
            f,
            [
                ["007", number("B2", "40070", 1)],
                ["008", number("B3", "40070.4386574074", 2)],
                ["009", number("B4", "0.4386574074", 3)],
                ["010", number("B5", "1.25", 4)],
                ["011", number("B6", "40070", 0)],
            ],
            formats=["dd/mm/yyyy", 'd mmm yyyy" at "hh:mm', "hh:mm:ss", "[h]:mm:ss"],
        ),
    ),
    Case(
        "XLSX, days counted from 1904",
        lambda f: book(
            f, [["007", number("B2", "38608", 1)]], formats=["yyyy-mm-dd"], settings='<workbookPr date1904="1"/>'
        ),
    ),
    Case(
        "XLSX, 29 February 1900, day 0 and a negative day",
        lambda f: book(
            f,
            [
                ["007", number("B2", "59", 1)],
                ["008", number("B3", "60", 1)],
                ["009", number("B4", "61", 1)],
                ["010", number("B5", "0", 1)],
                ["011", number("B6", "-1", 1)],
            ],
            formats=["dd/mm/yyyy"],
        ),
    ),
    Case(
        "XLSX, yes and no, an ISO day, the error #N/A",
        lambda f: book(
            f,
            [
                ["007", number("B2", "1", kind="b")],
                ["008", number("B3", "2009-09-14", kind="d")],
                ["009", number("B4", "#N/A", kind="e")],
            ],
        ),
    ),
    Case(
        "XLSX, formulas: a number, a text, a blank text, never calculated",
        lambda f: book(
            f,
            [
                ["007", '<c r="B2"><f>1+1</f><v>2</v></c>'],
                ["008", '<c r="B3" t="str"><f>"a"</f><v>a</v></c>'],
                ["009", '<c r="B4" t="str"><f>""</f><v></v></c>'],
                ["010", '<c r="B5"><f>SUM(A1:A9)</f></c>'],
                ["011", '<c r="B6"><f>SUM(A1:A9)</f><v/></c>'],
            ],
        ),
    ),
    Case(
        "XLSX, a program's formulas: 0 until somebody opens it",
        lambda f: book(
            f,
            [["007", '<c r="B2"><f>1+1</f><v>0</v></c>'], ["008", '<c r="B3"><f>1+1</f><v>2</v></c>']],
            settings='<calcPr fullCalcOnLoad="1"/>',
        ),
    ),
    Case(
        "XLSX, shared texts: rich, with phonetic hints, escaped",
        lambda f: book(
            f,
            [[number("A2", "0", kind="s"), number("B2", "1", kind="s")], ["008", number("B3", "2", kind="s")]],
            strings="<si><r><t>0</t></r><r><rPr/><t>07</t></r></si><si><t>1.50</t><rPh><t>hint</t></rPh></si>"
            "<si><t>a_x000D_b_x005F_</t></si>",
        ),
    ),
    Case("XLSX, a shared text that is not there", lambda f: book(f, [["007", number("B2", "9", kind="s")]])),
    Case(
        "XLSX, the list begins in C4",
        lambda f: f.zipped(
            f.xlsx_parts(
                {
                    "List": f.xlsx_sheet(
                        '<row r="4"><c r="C4" t="str"><v>sheet_id</v></c><c r="D4" t="str"><v>arrears</v></c></row>'
                        '<row r="6"><c r="C6" t="str"><v>007</v></c><c r="D6"><v>1.5</v></c></row>'
                    )
                }
            )
        ),
    ),
    Case(
        "XLSX, rows and cells without their names",
        lambda f: f.zipped(
            f.xlsx_parts(
                {
                    "List": f.xlsx_sheet(
                        '<row><c t="str"><v>sheet_id</v></c><c t="str"><v>arrears</v></c></row>'
                        '<row><c t="str"><v>007</v></c><c><v>1.5</v></c></row>'
                    )
                }
            )
        ),
    ),
    Case(
        "XLSX in the strict form with a prefix",
        lambda f: with_part(
            f,
            "xl/worksheets/sheet1.xml",
            '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
            '<x:row r="1"><x:c r="A1" t="str"><x:v>sheet_id</x:v></x:c>'
            '<x:c r="B1" t="str"><x:v>arrears</x:v></x:c></x:row>'
            '<x:row r="2"><x:c r="A2" t="str"><x:v>007</x:v></x:c><x:c r="B2"><x:v>1.5</x:v></x:c></x:row>'
            "</x:sheetData></x:worksheet>",
        ),
    ),
    Case(
        "XLSX, the list on the second sheet, others beside it, one hidden",
        lambda f: f.zipped(
            f.xlsx_parts(
                {
                    "Cover": f.xlsx_sheet(f.xlsx_rows([["Guide sheets", "2009"], ["made", "by hand"]])),
                    "List": f.xlsx_sheet(f.xlsx_rows([["Titles"], HEAD, ["007", "1.50"]])),
                    "Old list": f.xlsx_sheet(f.xlsx_rows([HEAD, ["006", "0.50"]])),
                },
                states={"Old list": "veryHidden"},
            )
        ),
    ),
    Case(
        "XLSX, hidden rows and a hidden column",
        lambda f: f.zipped(
            f.xlsx_parts(
                {
                    "List": f.xlsx_sheet(
                        f.xlsx_rows([HEAD])
                        + f'<row r="2" hidden="1">{f.text_cell("A2", "007")}</row>'
                        + f'<row r="3">{f.text_cell("A3", "008")}</row>',
                        before='<cols><col min="2" max="2" hidden="1"/></cols>',
                    )
                }
            )
        ),
    ),
    Case("XLSX, every sheet hidden", lambda f: with_part(f, "x", "", states={"List": "hidden"})),
    Case(
        "XLSX, arrears merged over three rows, a title merged over columns",
        lambda f: f.zipped(
            f.xlsx_parts(
                {
                    "List": f.xlsx_sheet(
                        f.xlsx_rows([["Guide sheets"], HEAD, ["007", "1.50"], ["008"], ["009"], ["010", "2.50"]]),
                        behind='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B3:B5"/></mergeCells>',
                    )
                }
            )
        ),
    ),
    Case("XLSX, values linked from another file", lambda f: with_part(f, "xl/externalLinks/externalLink1.xml", "<x/>")),
    Case(
        "XLSX, NUL and a lone surrogate written as escapes",
        lambda f: book(f, [["007", "a_x0000_b"], ["008", "_xD800_"]]),
    ),
    Case("XLSX with a macro (.xlsm)", lambda f: with_part(f, "xl/vbaProject.bin", b"x")),
    Case(
        "XLSX that says it holds macros",
        lambda f: with_part(f, "x", "", content_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ),
    Case("binary workbook (.xlsb)", lambda f: f.zipped({"[Content_Types].xml": "", "xl/workbook.bin": b"\x83"})),
    Case("XLSX with a password", lambda f: f.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})),
    Case("XLSX without its sheet", lambda f: f.zipped({k: v for k, v in _parts(f).items() if "sheet1" not in k})),
    Case(
        "XLSX without its workbook", lambda f: f.zipped({k: v for k, v in _parts(f).items() if k != "xl/workbook.xml"})
    ),
    Case("XLSX cut short", lambda f: cut(book(f, [["007", "1.50"]] * 2000), 0.6)),
    Case("XLSX with bytes overwritten in its sheet", lambda f: _scratched(book(f, [["007", "1.50"]] * 2000))),
    Case(
        "XLSX whose sheet breaks off", lambda f: with_part(f, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>")
    ),
    Case("XLSX with rows out of order", lambda f: with_part(f, "xl/worksheets/sheet1.xml", _backwards(f))),
    Case("XLSX with an entity bomb", lambda f: with_part(f, "xl/worksheets/sheet1.xml", f.xlsx_sheet("", head=LAUGHS))),
    Case("XLSX with an entity from outside", lambda f: with_part(f, "xl/workbook.xml", OUTSIDE + "<workbook/>")),
    Case("XLSX, 64 MB packed into nothing", bomb),
    Case("XLSX with a tag of 2 MB", lambda f: with_part(f, "xl/worksheets/sheet1.xml", f"<a b='{'x' * (2 << 20)}'/>")),
    Case(
        "XLSX with a million tags inside each other", lambda f: with_part(f, "xl/worksheets/sheet1.xml", "<a>" * 10**6)
    ),
    Case(
        "XLSX with a row to the right of the last column", lambda f: with_part(f, "xl/worksheets/sheet1.xml", _wide(f))
    ),
    Case("XLSX with a cell of two million characters", lambda f: book(f, [["007", "x" * 2 * 10**6], ["008", "1"]])),
    Case("XLSX that says it is smaller than it is", declared_too_small),
    Case("a ZIP of 10,000 parts", many_parts),
    Case("a ZIP that is no workbook", lambda f: f.zipped({"list.csv": PLAIN})),
    Case("an empty ZIP", lambda f: f.zipped({})),
    Case(
        "a text document (.docx)",
        lambda f: f.zipped({"[Content_Types].xml": "wordprocessingml", "word/document.xml": ""}),
    ),
    Case("a Numbers document", numbers_only),
]

ODS = [
    Case("ODS, texts and numbers", lambda f: office(f, ods_value("float", "1.5", "£1.50"))),
    Case("ODS, a number with leading zeros", lambda f: office(f, ods_value("float", "42", "0042"))),
    Case("ODS, a day", lambda f: office(f, ods_value("date", "2009-09-14", "14/09/09"))),
    Case("ODS, a moment", lambda f: office(f, ods_value("date", "2009-09-14T10:31:39.999999"))),
    Case("ODS, a length of time", lambda f: office(f, ods_value("time", "PT30H05M07S"))),
    Case("ODS, a true value", lambda f: office(f, ods_value("boolean", "true"))),
    Case(
        "ODS, a text with spaces, a tab, two paragraphs and a comment",
        lambda f: office(
            f,
            '<table:table-cell office:value-type="string">'
            "<office:annotation><text:p>comment</text:p></office:annotation>"
            '<text:p>a<text:s text:c="3"/>b<text:tab/>c</text:p><text:p>d</text:p></table:table-cell>',
        ),
    ),
    Case(
        "ODS, an error and a formula never calculated",
        lambda f: f.zipped(
            f.ods_parts(
                {
                    "List": f.ods_rows(
                        [
                            HEAD,
                            [
                                "007",
                                '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
                                'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
                            ],
                            ["008", '<table:table-cell table:formula="of:=1+1"/>'],
                        ]
                    )
                }
            )
        ),
    ),
    Case(
        "ODS, a row that repeats, blank rows to the end of the sheet",
        lambda f: f.zipped(
            f.ods_parts(
                {
                    "List": f.ods_rows([HEAD])
                    + '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
                    + '<table:table-row table:number-rows-repeated="2">'
                    + f.ods_cell("x", times=2)
                    + "</table:table-row>"
                    + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
                    'table:number-columns-repeated="16384"/></table:table-row>'
                }
            )
        ),
    ),
    Case(
        "ODS, a hidden table, a hidden row, merged cells",
        lambda f: f.zipped(
            f.ods_parts(
                {
                    "hidden": f.ods_rows([HEAD, ["001", "9"]]),
                    "List": f.ods_rows(
                        [
                            HEAD,
                            [
                                "007",
                                '<table:table-cell table:number-rows-spanned="2">'
                                "<text:p>1.50</text:p></table:table-cell>",
                            ],
                        ]
                    )
                    + '<table:table-row table:visibility="collapse">'
                    + f.ods_cell("008")
                    + "<table:covered-table-cell/></table:table-row>",
                }
            )
        ),
    ),
    Case(
        "ODS, one cell repeated over a million rows",
        lambda f: f.zipped(
            f.ods_parts(
                {
                    "List": f.ods_rows([HEAD])
                    + '<table:table-row table:number-rows-repeated="1000000">'
                    + f.ods_cell("x", times=16384)
                    + "</table:table-row>"
                }
            )
        ),
    ),
    Case(
        "ODS with a password",
        lambda f: f.zipped(
            {**f.ods_parts({"List": ""}), "META-INF/manifest.xml": "<x><manifest:encryption-data/></x>"}
        ),
    ),
    Case("ODS with a macro", lambda f: f.zipped({**f.ods_parts({"List": ""}), "Basic/Standard/Module1.xml": "x"})),
    Case("ODS with an entity bomb", lambda f: f.zipped(f.ods_parts({"List": ""}, head=LAUGHS))),
    Case("ODS without a table", lambda f: f.zipped(f.ods_parts({}))),
    Case("a text document (.odt)", lambda f: f.zipped({"mimetype": "application/vnd.oasis.opendocument.text"})),
]

XLS = [
    Case("XLS, a text and a number", lambda f: old(f, f.Xls.text(1, 0, "007"), f.Xls.number(1, 1, 119.99999999999999))),
    Case(
        "XLS, packed numbers, leading zeros",
        lambda f: old(
            f,
            f.Xls.several(1, 0, [(1, (7 << 2) | 2), (0, (150 << 2) | 3)]),
            f.Xls.several(2, 0, [(1, (12 << 2) | 2), (0, ((-5 & 0x3FFFFFFF) << 2) | 2)]),
            formats=["0000"],
        ),
    ),
    Case(
        "XLS, a day and a moment, counted from 1904",
        lambda f: old(
            f,
            f.Xls.text(1, 0, "007"),
            f.Xls.number(1, 1, 38608, 1),
            f.Xls.text(2, 0, "008"),
            f.Xls.number(2, 1, 38608.4386574074, 2),
            formats=["dd/mm/yyyy", "dd/mm/yyyy hh:mm"],
            globals_=f.record(0x22, b"\x01\x00"),
        ),
    ),
    Case(
        "XLS, yes, an error, formulas: calculated, never calculated, an error",
        lambda f: old(
            f,
            f.Xls.text(1, 0, "007"),
            f.Xls.yes(1, 1),
            f.Xls.text(2, 0, "008"),
            f.Xls.error(2, 1, 0x2A),
            f.Xls.text(3, 0, "009"),
            f.Xls.formula(3, 1, b"\0\0\0\0\0\0\xf8\x3f"),
            f.Xls.text(4, 0, "010"),
            f.Xls.formula(4, 1, bytes(8), 3),
            f.Xls.text(5, 0, "011"),
            f.Xls.formula(5, 1, b"\x02\x00\x07\x00\x00\x00\xff\xff"),
        ),
    ),
    Case(
        "XLS, a hidden row, a hidden column, merged cells, a hidden sheet",
        lambda f: f.compound(
            {
                "Workbook": f.Xls(
                    {
                        "List": [
                            f.Xls.hidden_column(1),
                            f.Xls.hidden_row(2),
                            f.Xls.text(0, 0, "sheet_id"),
                            f.Xls.text(0, 1, "arrears"),
                            f.Xls.text(1, 0, "007"),
                            f.Xls.text(1, 1, "1.50"),
                            f.Xls.text(2, 0, "008"),
                            f.Xls.merged(1, 2, 1, 1),
                        ],
                        "Old": [f.Xls.text(0, 0, "x")],
                    },
                    states={"Old": 1},
                ).stream()
            }
        ),
    ),
    Case("XLS with a password", lambda f: old(f, globals_=f.record(0x2F, b"\x01\x00" + bytes(52)))),
    Case(
        "XLS with a macro",
        lambda f: f.compound({"Workbook": f.Xls({"List": []}).stream(), "_VBA_PROJECT_CUR": b"x"}),
    ),
    Case("XLS with a macro sheet", lambda f: old(f, kinds={"List": 1})),
    Case("XLS cut short", lambda f: cut(old(f, *[f.Xls.text(row, 0, "x" * 99) for row in range(1, 200)]), 0.5)),
    Case("XLS whose sheet has no end", lambda f: f.compound({"Workbook": cut(_stream(f), 0.7).ljust(8192, b"\1")})),
    Case("XLS whose sectors lead in a circle", lambda f: _circle(old(f, f.Xls.text(1, 0, "007")))),
    Case("a text document (.doc)", lambda f: f.compound({"WordDocument": b"x"})),
    Case("a workbook of Excel 5", lambda f: f.compound({"Book": b"x"})),
]


def _parts(f: Any) -> dict[str, Any]:
    return dict(f.xlsx_parts({"List": f.xlsx_sheet(f.xlsx_rows([HEAD, ["007", "1.50"]]))}))


def _scratched(content: bytes) -> bytes:
    place = content.find(b"xl/worksheets/sheet1.xml") + 400
    return content[:place] + b"\xff" * 40 + content[place + 40 :]


def _backwards(f: Any) -> str:
    return str(f.xlsx_sheet(f.xlsx_rows([HEAD]) + f.xlsx_rows([["007"]], 9) + f.xlsx_rows([["008"]], 5)))


def _wide(f: Any) -> str:
    return str(f.xlsx_sheet(f.xlsx_rows([HEAD]) + "<row>" + "<c><v>1</v></c>" * 16_385 + "</row>"))


def _stream(f: Any) -> bytes:
    records = [f.Xls.text(0, 0, "sheet_id"), f.Xls.text(0, 1, "arrears"), *[f.Xls.text(1, 0, "x")] * 50]
    return bytes(f.Xls({"List": records}).stream())


def _circle(content: bytes) -> bytes:
    """The first sector of the table says that the first sector comes after itself."""
    place = 512 + int.from_bytes(content[76:80], "little") * 512
    return content[:place] + bytes(4) + content[place + 4 :]


def outcome(table: Table) -> str:
    """What became of the rows, and what was said, on one line."""
    said = []
    for row in (row for block in table.blocks() for row in block):
        faults = [row.fault] if row.fault else [f"{heading} {why}" for heading, why in row.faulty]
        said.append(f"row {row.line} refused: {', '.join(faults)}" if faults else " / ".join(row.cells))
    lines = f"taken, headings in line {table.heading_line}" if table.heading_line > 1 else "taken"
    return "; ".join([f"{lines}: {repr('; '.join(said))[1:-1] if said else 'no rows'}", *table.remarks])


GROUPS = {"Text": TEXT, "XLSX": XLSX, "ODS": ODS, "XLS": XLS}
CASES = [case for cases in GROUPS.values() for case in cases]


def table_of_readme() -> dict[str, str]:
    """What the table a person reads says of each file; its two columns stand between strokes."""
    found: dict[str, str] = {}
    for line in README.read_text(encoding="utf-8").splitlines():
        what, stroke, becomes = line.removeprefix("| ").removesuffix(" |").partition(" | ")
        if stroke and what != "file":
            found[what] = becomes
    return found


def test_the_table_names_every_case_once_and_nothing_else():
    names = [case.what for case in CASES]
    assert sorted(names) == sorted({*names}), "a name stands twice"
    assert sorted(table_of_readme()) == sorted(names)


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_the_file_has_the_outcome_the_table_names(case: Case, forge: Any, kept: Callable[[bytes, str], Path]):
    path = kept(case.make(forge), "list.csv" if case in TEXT else "list.bin")
    began = psutil.Process().children()
    try:
        with open_table(path, workbooks=open_workbook, known_headings=KNOWN) as table:
            found = outcome(table)
    except FileRefused as exc:
        refusal = exc.refusal
        where = "" if refusal.line is None else f" line {refusal.line}"
        found = f"refused:{where} {refusal.reason}" + (f" ({refusal.value})" if refusal.value else "")
    assert found == table_of_readme().get(case.what)
    assert psutil.Process().children() == began
