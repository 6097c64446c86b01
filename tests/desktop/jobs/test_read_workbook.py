"""Workbooks as lists, through the child: its limits, its cancel, its end, and what a person writes in a spreadsheet."""

import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import pytest
import xlsxwriter

from desktop.jobs import decode_workbook, read_workbook
from desktop.jobs.child import Limits
from desktop.jobs.frames import Frame
from desktop.jobs.read_workbook import open_workbook
from models.errors import Cancelled
from models.intake.table import FileRefused, TableForm, TableRow, open_table

ANY = TableForm()


def saved(path: Path, rows: list[list[Any]], **more: Any) -> Path:
    """Rows as openpyxl writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name, others in more.items():
        beside = book.create_sheet(name)
        for row in others:
            beside.append(row)
    book.save(path)
    return path


def all_rows(path: Path, form: TableForm = ANY) -> list[TableRow]:
    with open_workbook(path, form) as table:
        return [row for block in table.blocks() for row in block]


def test_what_a_person_types_comes_as_a_spreadsheet_shows_it(tmp_path: Path):
    day = date(2009, 9, 14)
    typed = [12, 12.5, 119.99999999999999, True, day, datetime(2009, 9, 14, 10, 31, 40), time(9, 5), "007 "]  # noqa: DTZ001
    path = saved(tmp_path / "list.xlsx", [[f"heading {at}" for at in range(8)], typed])
    shown = ["12", "12.5", "120", "TRUE", "2009-09-14", "2009-09-14T10:31:40", "09:05:00", "007 "]
    assert all_rows(path) == [TableRow(2, shown, None)]


def test_rows_keep_their_numbers_over_blank_ones(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        sheet = book.add_worksheet()
        for at in (0, 3, 7):
            sheet.write_row(at, 0, ["a", "b"] if at == 0 else [f"{at}", "x"])
    assert [(row.line, row.cells) for row in all_rows(tmp_path / "list.xlsx")] == [(4, ["3", "x"]), (8, ["7", "x"])]


def test_several_frames_hold_all_rows_in_order_and_say_how_far_they_are(tmp_path: Path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at in range(7_001):
            sheet.write_row(at, 0, ["a", "b"] if at == 0 else [f"ref {at}", at])
    with open_workbook(path, ANY) as table:
        blocks, shares = [], []
        for block in table.blocks():
            blocks.append(block)
            shares.append(table.share_read)
    assert [row.cells for block in blocks for row in block] == [[f"ref {at}", f"{at}"] for at in range(1, 7_001)]
    assert len(blocks) == 4
    assert shares == sorted(shares)
    assert 0 < shares[0] < 1
    assert table.share_read == 1


def test_the_sheet_and_the_row_of_headings_asked_for_are_read(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a", "b"], [1, 2]], Second=[["x", "y"], ["c", "d"], [3, 4]])
    with open_workbook(path, TableForm(sheet="second", heading_row=2)) as table:
        assert (table.headings, table.form.sheet, table.form.heading_row) == (["c", "d"], "Second", 2)
        assert "the sheet 'Sheet' was not read" in table.remarks
        assert [row.cells for block in table.blocks() for row in block] == [["3", "4"]]


def test_a_sheet_that_is_not_there_is_refused_naming_those_that_are(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a"]], Second=[["x"]])
    with pytest.raises(FileRefused, match="has no sheet 'Third'; it has 'Sheet', 'Second'"):
        open_workbook(path, TableForm(sheet="Third"))


def test_a_row_of_headings_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(FileRefused, match="has no headings in row 9"):
        open_workbook(saved(tmp_path / "list.xlsx", [["a"], [1]]), TableForm(heading_row=9))


def test_a_sheet_without_anything_in_it_is_refused(tmp_path: Path):
    with pytest.raises(FileRefused, match="has no headings"):
        open_workbook(saved(tmp_path / "list.xlsx", []), ANY)


def test_faulty_cells_are_told_by_heading_and_those_under_no_heading_are_nobodys_fault(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["a", "", "b"], ["1", "#N/A", "2"], ["3", "4", "#REF!"], ["#DIV/0!", "", "#N/A"]):
        sheet.append(row)
    for place in ("B2", "C3", "A4", "C4"):
        sheet[place].data_type = "e"
    book.save(tmp_path / "list.xlsx")
    with open_workbook(tmp_path / "list.xlsx", ANY) as table:
        rows = [row for block in table.blocks() for row in block]
    assert [row.faulty for row in rows] == [
        (),
        (("b", "holds the error #REF!"),),
        (("a", "holds the error #DIV/0!"), ("b", "holds the error #N/A")),
    ]
    assert {row.fault for row in rows} == {None}
    assert "column B has no heading and was passed over" in table.remarks


def test_rows_of_a_merged_area_with_nothing_else_in_them_are_blank_and_no_fault(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["1", ""])
        sheet.merge_range("B2:B6", "2")
    assert all_rows(tmp_path / "list.xlsx") == [TableRow(2, ["1", "2"], None)]


def grouped(path: Path) -> Path:
    """Headings over two rows: two of them merged downwards, two in a group with a heading of its own."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "Sheets of June")
        sheet.merge_range("A3:A4", "ref")
        sheet.merge_range("B3:C3", "Money")
        sheet.write_row("B4", ["arrears", "lump sum"])
        sheet.merge_range("D3:D4", "label")
        sheet.write_row("A5", ["001", 12.5, 3, "Agreement"])
        sheet.write_row("A6", ["002", 13.5, 4, "Agreement"])
    return path


@pytest.mark.parametrize("known", [(), (frozenset({"ref", "arrears"}),)])
def test_headings_over_two_rows_are_read_together(tmp_path: Path, known: tuple[frozenset[str], ...]):
    with open_workbook(grouped(tmp_path / "list.xlsx"), ANY, known) as table:
        assert (table.headings, table.heading_line) == (["ref", "arrears", "lump sum", "label"], 4)
        rows = [row for block in table.blocks() for row in block]
    assert rows == [
        TableRow(5, ["001", "12.5", "3", "Agreement"], None),
        TableRow(6, ["002", "13.5", "4", "Agreement"], None),
    ]


def test_a_row_of_headings_asked_for_has_those_merged_down_into_it(tmp_path: Path):
    with open_workbook(grouped(tmp_path / "list.xlsx"), TableForm(heading_row=4)) as table:
        assert table.headings == ["ref", "arrears", "lump sum", "label"]


def test_formulas_no_spreadsheet_calculated_are_not_taken_for_nothing(tmp_path: Path):
    path = saved(tmp_path / "openpyxl.xlsx", [["a", "b"], ["1", "=1+1"]])
    assert [heading for heading, why in all_rows(path)[0].faulty if "never calculated" in why] == ["b"]
    with xlsxwriter.Workbook(tmp_path / "xlsxwriter.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["1", "=1+1"])
    assert [heading for heading, why in all_rows(tmp_path / "xlsxwriter.xlsx")[0].faulty if "never" in why] == ["b"]


def test_a_child_that_needs_too_much_memory_costs_the_file(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a"], *[[f"text {at}"] for at in range(5_000)]])
    small = Limits(memory_bytes=1 << 20)
    with pytest.raises(FileRefused, match=r"the reader was stopped \(it needed more than 1 MB of memory\)"):
        list(open_workbook(path, ANY, limits=small).blocks())


def test_a_child_that_ends_in_the_middle_costs_the_file(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a", "b"], *[[f"text {at}", at] for at in range(30_000)]])
    with open_workbook(path, ANY) as table:
        rows = table.blocks()
        next(rows)
        (child,) = psutil.Process().children()
        child.kill()
        with pytest.raises(FileRefused, match=r"the reader was stopped \(ended by signal 9\)"):
            list(rows)


def test_cancelling_ends_the_child_at_once(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a"], [1]])
    before = psutil.Process().children()

    def check() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        open_workbook(path, ANY, check=check)
    assert psutil.Process().children() == before


def test_closing_in_the_middle_ends_the_child(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a"], *[[f"text {at}"] for at in range(5_000)]])
    before = psutil.Process().children()
    table = open_workbook(path, ANY)
    assert len(psutil.Process().children()) == len(before) + 1
    next(table.blocks())
    table.close()
    table.close()
    assert psutil.Process().children() == before


def test_a_workbook_is_opened_through_the_front_door_whatever_it_is_called(tmp_path: Path):
    path = saved(tmp_path / "list.xlsx", [["a"], [1]]).rename(tmp_path / "list.csv")
    with open_table(path, workbooks=open_workbook) as table:
        assert (table.headings, table.serial_epoch) == (["a"], 1900)


def test_a_file_that_goes_away_is_refused_in_words(tmp_path: Path):
    with pytest.raises(FileRefused, match="cannot be read"):
        open_workbook(tmp_path / "gone.xlsx", ANY)


@pytest.mark.parametrize(
    "frames",
    [
        [Frame("rows", {}, b"[]")],
        [Frame("head", {"sheet": "x", "line": 1, "epoch": 1900}, b"no JSON")],
        [Frame("head", {"sheet": "x", "epoch": 1900}, json.dumps({"headings": [], "remarks": []}).encode())],
        [Frame("head", {"sheet": "x", "line": 1, "epoch": 1900}, b'{"headings": ["a"], "remarks": []}'), Frame("rows")],
        [Frame("head", {"sheet": "x", "line": 1, "epoch": 1900}, b'{"headings": ["a"], "remarks": []}'), Frame("head")],
    ],
    ids=["rows first", "no JSON", "no line", "rows without content", "head twice"],
)
def test_a_child_that_speaks_nonsense_costs_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, frames):
    class Mad:
        def __init__(self, *_: object) -> None:
            self.left = list(frames)

        def ask(self, *_: object) -> None:
            pass

        def receive(self, *_: object) -> Frame:
            return self.left.pop(0)

        def close(self) -> None:
            pass

    monkeypatch.setattr(read_workbook, "Child", Mad)
    with pytest.raises(FileRefused, match="nonsense"):
        list(open_workbook(tmp_path / "list.xlsx", ANY).blocks())


def test_the_child_falls_silent_when_no_row_comes_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = saved(tmp_path / "list.xlsx", [["a"], *[[f"text {at}"] for at in range(3_000)]])
    monkeypatch.setattr(decode_workbook, "ALIVE_S", -1.0)
    request = Frame("table", {"path": str(path), "sheet": None, "heading_row": None})

    def kinds() -> list[str]:
        frames: list[Frame] = []
        decode_workbook.answer(request, frames.append)
        return [frame.kind for frame in frames]

    assert kinds().count("alive") > 3
    monkeypatch.setattr(decode_workbook, "QUIET_S", 0.0)
    assert kinds().count("alive") == 0


def test_a_pipe_is_never_waited_for(tmp_path: Path):
    import os

    os.mkfifo(tmp_path / "pipe")
    frames: list[Frame] = []
    decode_workbook.answer(Frame("table", {"path": str(tmp_path / "pipe")}), frames.append)
    assert frames == [Frame("refused", {"reason": "is not a regular file"})]


def test_more_unpacked_than_the_most_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from desktop.jobs import workbook_container

    path = saved(tmp_path / "list.xlsx", [["a"], [1]])
    monkeypatch.setattr(workbook_container, "MOST_UNPACKED", 1_000)
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda _self, name, *_: opened.append(name))
    frames: list[Frame] = []
    decode_workbook.answer(Frame("table", {"path": str(path)}), frames.append)
    assert frames[0].text("reason").startswith("would unpack to")
    assert opened == []


def test_the_moment_of_a_day_is_rounded_to_the_second(tmp_path: Path):
    moment = datetime(2009, 9, 14, 10, 31, 39, 999_000, tzinfo=UTC).replace(tzinfo=None)
    path = saved(tmp_path / "list.xlsx", [["a", "b"], [moment, timedelta(hours=30)]])
    assert all_rows(path)[0].cells == ["2009-09-14T10:31:40", "30:00:00"]
