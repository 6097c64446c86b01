"""Random records written in random dialects by libraries that are not ours, and read back the same."""

import csv
import io
import json
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs import decode_workbook
from desktop.jobs.frames import Frame
from desktop.jobs.read_workbook import open_workbook
from models.intake.table import FileRefused, TableForm, open_table

HEADINGS = ["sheet_id", "arrears", "note", "day"]
KNOWN = [frozenset(HEADINGS)]
WESTERN = "ABCxyz 0189 ,;|\t\"'£–“”…\n=+-#"
"""Characters that Windows-1252 has, too, with all that separates and quotes; none that begins a letter of UTF-8."""
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
XML_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
REFERENCES = st.from_regex(r"[0-9]{1,9}", fullmatch=True)


class Dialect(NamedTuple):
    """How a list is written."""

    encoding: str
    mark: bytes
    delimiter: str
    line_end: str
    quoting: int
    titles: int
    trailing: int


def dialects(*encodings: tuple[str, bytes]) -> "st.SearchStrategy[Dialect]":
    return st.builds(
        lambda coding, *others: Dialect(*coding, *others),
        st.sampled_from(encodings),
        st.sampled_from(",;\t|"),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        st.integers(0, 3),
        st.integers(0, 3),
    )


UNICODE = dialects(
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
)
LATIN = dialects(("cp1252", b""))


def written(rows: Sequence[Sequence[str]], how: Dialect) -> bytes:
    text = io.StringIO(newline="")
    # Python's writer leaves a line end of another kind than its own bare, which no reader could tell from a line's end
    bare = how.line_end != "\r\n" and any(end in cell for row in rows for cell in row for end in "\r\n")
    quoting = csv.QUOTE_ALL if bare else how.quoting
    writer = csv.writer(text, delimiter=how.delimiter, lineterminator=how.line_end, quoting=quoting)
    writer.writerows([f"Title {at}"] for at in range(how.titles))
    writer.writerow([*HEADINGS, *[""] * how.trailing])
    writer.writerows([*row, *[""] * how.trailing] for row in rows)
    return how.mark + text.getvalue().encode(how.encoding)


def read(path: Path) -> tuple[list[list[str]], Any]:
    with open_table(path, workbooks=open_workbook, known_headings=KNOWN) as table:
        rows = [row for block in table.blocks() for row in block]
        assert table.headings == HEADINGS
        assert [row.fault for row in rows] == [None] * len(rows)
        return [row.cells for row in rows], table


def read_in_this_process(path: Path) -> list[list[Any]]:
    """What the child would send, without starting one for every example."""
    frames: list[Frame] = []
    request = Frame(
        "table", {"path": str(path), "sheet": None, "heading_row": None}, json.dumps([sorted(KNOWN[0])]).encode()
    )
    decode_workbook.answer(request, frames.append)
    assert [frame.kind for frame in frames if frame.kind not in ("rows", "alive")] == ["head", "done"]
    return [row for frame in frames if frame.kind == "rows" for row in json.loads(frame.payload)]


def filled(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in rows if any(cell.strip() for cell in row)]


@given(rows=st.lists(st.tuples(REFERENCES, TEXTS, TEXTS, TEXTS), max_size=8), how=UNICODE)
@settings(deadline=None)
def test_unicode_in_any_dialect_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Any, how: Dialect):
    path = tmp_path_factory.mktemp("list") / "list.txt"
    path.write_bytes(written(rows, how))
    assert read(path)[0] == filled(rows)


@given(rows=st.lists(st.tuples(REFERENCES, *[st.text(WESTERN, max_size=12)] * 3), max_size=8), how=LATIN)
@settings(deadline=None)
def test_windows_1252_in_any_dialect_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Any, how: Dialect):
    path = tmp_path_factory.mktemp("list") / "list.txt"
    path.write_bytes(written([["1", "é", "", ""], *rows], how))
    cells, table = read(path)
    assert cells == [["1", "é", "", ""], *filled(rows)]
    assert "read as Windows-1252" in table.remarks


@given(
    rows=st.lists(
        st.tuples(
            REFERENCES,
            st.decimals(min_value=0, max_value=99_999_999, places=2),
            XML_TEXTS,
            st.dates(min_value=date(1900, 3, 1), max_value=date(9999, 12, 31)),
        ),
        min_size=1,
        max_size=6,
    ),
    titles=st.integers(0, 3),
    constant_memory=st.booleans(),
)
@settings(deadline=None, max_examples=50)
def test_what_xlsxwriter_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: Any, titles: int, constant_memory: bool
):
    path = tmp_path_factory.mktemp("list") / "list.xlsx"
    options = {"constant_memory": constant_memory, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("List")
        for at in range(titles):
            sheet.write_string(at, 0, f"Title {at}")
        sheet.write_row(titles, 0, HEADINGS)
        for at, (reference, arrears, note, day) in enumerate(rows, titles + 1):
            sheet.write_string(at, 0, reference)
            sheet.write_number(at, 1, float(arrears))
            sheet.write_string(at, 2, note)
            sheet.write_datetime(at, 3, day, days)
    wanted = [
        [at, [reference, f"{arrears:f}".rstrip("0").rstrip("."), note, day.isoformat()], None, []]
        for at, (reference, arrears, note, day) in enumerate(rows, titles + 2)
    ]
    assert read_in_this_process(path) == wanted


@given(rows=st.lists(st.tuples(REFERENCES, XML_TEXTS, XML_TEXTS, XML_TEXTS), min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_what_openpyxl_writes_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Any):
    path = tmp_path_factory.mktemp("list") / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate([HEADINGS, *rows], 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(at, place)
            cell.value = text
            cell.data_type = "s"
    book.save(path)
    assert [cells for _, cells, _, _ in read_in_this_process(path)] == [list(row) for row in rows]


@given(rows=st.lists(st.tuples(REFERENCES, XML_TEXTS, XML_TEXTS, XML_TEXTS), min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_texts_of_an_xls_come_back(tmp_path_factory: pytest.TempPathFactory, forge: Any, rows: Any):
    path = tmp_path_factory.mktemp("list") / "list.xls"
    records = [
        forge.Xls.text(at, place, text)
        for at, row in enumerate([HEADINGS, *rows])
        for place, text in enumerate(row)
        if text
    ]
    path.write_bytes(forge.compound({"Workbook": forge.Xls({"List": records}).stream()}))
    assert [cells for _, cells, _, _ in read_in_this_process(path)] == [list(row) for row in rows]


@given(content=st.binary(max_size=200), at=st.integers(0, 4000))
@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_zip_with_bytes_overwritten_is_taken_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, forge: Any, kind: str, content: bytes, at: int
):
    rows = [HEADINGS, *[[f"{number:03}", "1.50", "x", "2009-09-14"] for number in range(60)]]
    if kind == "xlsx":
        made = forge.zipped(forge.xlsx_parts({"List": forge.xlsx_sheet(forge.xlsx_rows(rows))}))
    else:
        made = forge.zipped(forge.ods_parts({"List": forge.ods_rows(rows)}))
    path = tmp_path_factory.mktemp("list") / "list"
    path.write_bytes(made[:at] + content + made[at + len(content) :])
    frames: list[Frame] = []
    request = Frame("table", {"path": str(path), "sheet": None, "heading_row": None}, b"[]")
    decode_workbook.answer(request, frames.append)
    assert frames[-1].kind in ("done", "refused")
    assert frames[-1].kind == "done" or frames[-1].text("reason")


@given(content=st.binary(min_size=1, max_size=40), at=st.integers(512, 6000))
@settings(deadline=None, max_examples=25)
def test_an_xls_with_bytes_overwritten_is_taken_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, forge: Any, content: bytes, at: int
):
    """In a child: what unpacks it has been seen to abort its process."""
    records = [forge.Xls.text(row, column, "sheet_id") for row in range(60) for column in range(4)]
    made = forge.compound({"Workbook": forge.Xls({"List": records}).stream()})
    path = tmp_path_factory.mktemp("list") / "list"
    path.write_bytes(made[:at] + content + made[at + len(content) :])
    lines, reason = [1], ""
    try:
        with open_table(path, workbooks=open_workbook) as table:
            lines += [row.line for block in table.blocks() for row in block]
    except FileRefused as exc:
        reason = exc.refusal.reason
    assert lines == sorted({*lines})
    assert reason or lines[1:]


def test_twenty_times_the_rows_take_no_more_memory(kept: Callable[[bytes, str], Path]):
    def peak(times: int) -> int:
        path = kept(b"sheet_id,arrears,note,day\n" + b"007,1.50,some words,2009-09-14\n" * times, f"{times}.csv")
        tracemalloc.start()
        with open_table(path, TableForm(), workbooks=None) as table:
            assert sum(map(len, table.blocks())) == times
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(60_000) < peak(3_000) * 2
