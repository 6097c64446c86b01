"""CSV files: physical lines, encodings, broken rows."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intake.csv_rows import CsvFile, FileRefused

CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)


def read(path: Path) -> list[tuple[int, list[str], str | None]]:
    with CsvFile(path) as file:
        return [tuple(row) for row in file.rows()]


@pytest.fixture
def written(tmp_path: Path):
    def write(content: bytes) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        return path

    return write


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
def test_what_csv_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["a", "b", "c"], *rows])
    path = tmp_path_factory.mktemp("csv") / "list.csv"
    path.write_bytes(text.getvalue().encode())
    assert [cells for _, cells, _ in read(path)] == [row for row in rows if any(cell.strip() for cell in row)]


def test_a_row_is_named_by_the_physical_line_it_begins_on(written) -> None:
    path = written(b'a,b\n1,"two\nlines"\n\n2,x\r\n3,y\n')
    assert [(line, cells[0]) for line, cells, _ in read(path)] == [(2, "1"), (5, "2"), (6, "3")]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(written) -> None:
    with CsvFile(written(b"\xef\xbb\xbfa,b\n1,2\n")) as file:
        assert file.headings == ["a", "b"]


def test_a_row_with_too_few_or_too_many_fields_says_so(written) -> None:
    faults = [fault for _, _, fault in read(written(b"a,b\n1\n1,2,3\n1,2\n"))]
    assert faults == ["1 fields where the headings are 2", "3 fields where the headings are 2", None]


def test_rows_of_blank_cells_are_passed_over(written) -> None:
    assert read(written(b"a,b\n,\n , \n\n,,,,\n1,2\n")) == [(6, ["1", "2"], None)]


def test_a_quotation_mark_never_closed_is_named_where_it_opens(written) -> None:
    assert read(written(b'a,b\n1,2\n3,"four\n5,6\n'))[-1] == (3, [], "a quotation mark is opened and never closed")


def test_reading_goes_on_behind_a_broken_row(written) -> None:
    rows = read(written(b'a,b\n1,"x"y\n2,z\n'))
    assert [(line, fault is None) for line, _, fault in rows] == [(2, False), (3, True)]


@pytest.mark.parametrize(
    ("content", "line", "value"),
    [
        (b"a,b\n1,caf\xe9\n", 2, "byte 0xE9"),
        (b"a,b\r\n1,2\r\n3,\x80\r\n", 3, "byte 0x80"),
        (b"a,b\r1,2\r3,\x80\r", 3, "byte 0x80"),
        (b"a,b\n" + b"x,y\n" * 400_000 + b"\xff", 400_002, "byte 0xFF"),
        ("a,b\n1,2\n".encode("utf-16"), 1, "byte 0xFF"),
        (b"a,b\n1,\xe2\x82", 2, "byte 0xE2"),
    ],
)
def test_another_encoding_is_refused_naming_the_line_of_the_byte(
    written, content: bytes, line: int, value: str
) -> None:
    with pytest.raises(FileRefused, match="UTF-8") as caught:
        CsvFile(written(content))
    assert (caught.value.refusal.line, caught.value.refusal.value) == (line, value)


def test_a_heading_that_stands_twice_is_refused(written) -> None:
    with pytest.raises(FileRefused, match="twice") as caught:
        CsvFile(written(b"a,b,a\n"))
    assert caught.value.refusal.column == "a"


@pytest.mark.parametrize("content", [b"", b"\n\n1,2\n", b",,\n"])
def test_a_file_without_headings_is_refused(written, content: bytes) -> None:
    with pytest.raises(FileRefused, match="no headings"):
        CsvFile(written(content))


def test_a_folder_a_missing_file_and_a_device_are_refused_in_words(tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.csv", "there is no such file"),
        (Path("/dev/null"), "is not a regular file"),
    ):
        with pytest.raises(FileRefused, match=reason):
            CsvFile(path)
