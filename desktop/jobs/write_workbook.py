"""Tables as an XLSX workbook: frozen headings, filters, widths, real numbers and dates, and text that stays text.

Written row by row in constant memory. Nothing in it can act: no formula, no link, whatever a cell begins with.
"""

import contextlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from models.clock import OFFICE_ZONE
from models.review_export import Cell, Column, Kind, Table

ROWS_A_SHEET = 1_048_575
"""A spreadsheet ends there (the heading is one row more); a longer table goes on in a further sheet."""
LONGEST_TEXT = 32_000
CUT = " … (cut here; whole in the CSV)"
WIDEST = 60
NARROWEST = 8
FILTER_ARROW = 3
"""Characters that the arrow of the filter takes from a heading."""
LINES_LOOKED_AT = 500
"""Rows whose length decides the width of a column."""

PENCE = -2
"""The exponent of a number with two decimals."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
FORMATS = {Kind.DAY: "d mmm yyyy", Kind.MOMENT: "d mmm yyyy hh:mm:ss"}
SAMPLES = {Kind.DAY: "14 Sep 2009", Kind.MOMENT: "14 Sep 2009 10:31:40"}


def write_workbook(
    tables: Sequence[Table],
    target: Path,
    created: datetime,
    check: Callable[[], None],
    workshop: Path,
    title: str = "Signed reviews",
    handling: str | None = None,
) -> None:
    """Write one sheet a table to `target`; times are shown as the office's clock has them.

    `created` and `title` stand in the file's properties, and nothing else does. With `handling` it is a report for
    paper as well: those words and the page stand at the foot, it lies on its side as wide as the page, and no filter
    leaves a hidden name in the file.
    `workshop` is a folder for temporary files. `check` raises when the person cancels. Raises OSError.
    """
    packed = io.BytesIO()  # a file the library could not finish would complain again when it is collected
    workbook = xlsxwriter.Workbook(
        packed,
        {
            "constant_memory": True,
            "tmpdir": str(workshop),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        },
    )
    with contextlib.ExitStack() as unfinished:
        unfinished.callback(_let_go, workbook)
        _write_sheets(workbook, tables, created, check, title, handling)
        unfinished.pop_all()
    try:
        workbook.close()
    except FileCreateError as exc:
        cause = exc.args[0] if exc.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(exc)) from exc
    target.write_bytes(packed.getbuffer())


def _let_go(workbook: Any) -> None:
    """Close the temporary files of a workbook that will not be finished; what it says about that is of no use."""
    with contextlib.suppress(XlsxWriterException, OSError):
        workbook.close()


def _write_sheets(
    workbook: Any,
    tables: Sequence[Table],
    created: datetime,
    check: Callable[[], None],
    title: str,
    handling: str | None,
) -> None:
    workbook.set_properties({"title": title, "created": created.replace(tzinfo=None)})
    formats: dict[object, Any] = {
        "heading": workbook.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        Kind.FREE: workbook.add_format({"text_wrap": True, "valign": "top"}),
        Kind.NUMBER: workbook.add_format({"valign": "top", "align": "right"}),
        "number heading": workbook.add_format({"bold": True, "bottom": 1, "valign": "top", "align": "right"}),
        "whole": workbook.add_format({"num_format": "#,##0", "valign": "top"}),
        Kind.CODE: workbook.add_format({"valign": "top"}),
        "tenths": workbook.add_format({"num_format": "0.0", "valign": "top"}),
        "pence": workbook.add_format({"num_format": "#,##0.00", "valign": "top"}),
        **{kind: workbook.add_format({"num_format": form, "valign": "top"}) for kind, form in FORMATS.items()},
    }
    for table in tables:
        for name, rows in _sheets(table):
            check()
            sheet = workbook.add_worksheet(name)
            if handling is None:
                sheet.autofilter(0, 0, max(len(rows), 1), len(table.columns) - 1)
            else:
                _for_paper(sheet, title, handling)
            _write_sheet(sheet, table.columns, rows, formats, check)


def _sheets(table: Table) -> Iterator[tuple[str, Sequence[tuple[Cell, ...]]]]:
    """The sheets a table needs: one, and further ones where it is longer than a sheet can be."""
    if len(table.rows) <= ROWS_A_SHEET:
        yield table.name, table.rows  # not copied: they may be made while they are gone through
        return
    yield table.name, table.rows[:ROWS_A_SHEET]
    for number, start in enumerate(range(ROWS_A_SHEET, len(table.rows), ROWS_A_SHEET), 2):
        yield f"{table.name} {number}", table.rows[start : start + ROWS_A_SHEET]


def _for_paper(sheet: Any, title: str, handling: str) -> None:
    """A4 on its side, as wide as the page, title above and handling below; & is the library's own sign there."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&L" + title.replace("&", "&&"))
    sheet.set_footer(f"&L{handling.replace('&', '&&')}&RPage &P of &N")


def _write_sheet(
    sheet: Any,
    columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    formats: dict[object, Any],
    check: Callable[[], None],
) -> None:
    sheet.freeze_panes(1, 1)
    looked_at = rows[:LINES_LOOKED_AT]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column, [row[place] for row in looked_at]))
        sheet.write_string(
            0, place, column.name, formats["number heading" if column.kind is Kind.NUMBER else "heading"]
        )
    for number, row in enumerate(rows, 1):
        if number % 1000 == 0:
            check()
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write_cell(sheet, number, place, column, cell, formats)


def _write_cell(sheet: Any, number: int, place: int, column: Column, cell: Cell, formats: dict[object, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(number, place, cell.astimezone(OFFICE_ZONE).replace(tzinfo=None), formats[Kind.MOMENT])
    elif isinstance(cell, date):
        sheet.write_datetime(number, place, cell, formats[Kind.DAY])
    elif isinstance(cell, int | Decimal):
        sheet.write_number(number, place, cell, formats[_number_format(cell)])
    else:
        sheet.write_string(number, place, _sound(cell), formats[column.kind])


def _number_format(number: int | Decimal) -> object:
    if isinstance(number, int):
        return "whole"
    return "pence" if number.as_tuple().exponent == PENCE else "tenths"


def _sound(text: str) -> str:
    """Text as a cell can hold it: no character XML does not know, no longer than a cell, no markup of the library's.

    XlsxWriter takes a text from `<r>` to `</r>` for ready-made XML of its own; a blank at its end makes it text again.
    """
    text = UNPRINTABLE.sub("\ufffd", text)
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT] + CUT
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def _width(column: Column, cells: Sequence[Cell]) -> int:
    """Wide enough for the heading with its filter arrow and for what stands below, within reason."""
    texts = [SAMPLES[column.kind]] if column.kind in SAMPLES else [str(cell) for cell in cells if cell is not None]
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return min(max(len(column.name) + FILTER_ARROW, longest + 1, NARROWEST), WIDEST)
