"""Delimited text: encodings, separators, line ends, physical lines, broken rows."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.intake import delimited, text_encoding
from models.intake.table import FOUND_OUT, FileRefused, Table, TableForm, TableRow, open_table

CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
KNOWN = [frozenset({"sheet_id", "arrears"})]


def opened(path: Path, form: TableForm = FOUND_OUT, known=()) -> Table:
    return open_table(path, form, workbooks=None, known_headings=known)


def read(path: Path, form: TableForm = FOUND_OUT, known=()) -> list[TableRow]:
    with opened(path, form, known) as table:
        return [row for block in table.blocks() for row in block]


def cells(path: Path, form: TableForm = FOUND_OUT, known=()) -> list[list[str]]:
    return [row.cells for row in read(path, form, known)]


@pytest.fixture
def written(tmp_path: Path):
    def write(content: bytes | str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
@settings(deadline=None)
def test_what_csv_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["aa", "bb", "cc"], *rows])
    path = tmp_path_factory.mktemp("csv") / "list.csv"
    path.write_bytes(text.getvalue().encode())
    known = [frozenset({"aa", "bb", "cc"})]
    assert cells(path, TableForm(encoding="utf-8"), known) == [row for row in rows if any(cell.strip() for cell in row)]


def test_a_row_is_named_by_the_physical_line_it_begins_on(written) -> None:
    path = written(b'a,b\n1,"two\nlines"\n\n2,x\r\n3,y\n')
    assert [(row.line, row.cells[0]) for row in read(path)] == [(2, "1"), (5, "2"), (6, "3")]


def test_lines_stay_physical_behind_a_quoted_cell_longer_than_a_piece(written) -> None:
    long = "x\n" * delimited.CHUNK_CHARACTERS
    path = written(f'a,b\n1,"{long}"\n2,y\n')
    assert [(row.line, len(row.cells[1])) for row in read(path)] == [(2, len(long)), (3 + long.count("\n"), 1)]


def test_rows_on_both_sides_of_every_piece_are_read(written) -> None:
    wanted = [[str(number), "x" * (number % 90), f"two\nlines {number}"] for number in range(9_000)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["a", "b", "c"], *wanted])
    assert cells(written(text.getvalue())) == wanted


def test_a_byte_order_mark_is_no_part_of_the_first_heading(written) -> None:
    with opened(written(b"\xef\xbb\xbfa,b\n1,2\n")) as table:
        assert (table.headings, table.form.encoding, table.remarks) == (["a", "b"], "utf-8", [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_and_without_its_mark(written, encoding: str) -> None:
    with opened(written("reference,naïve ‘name’\n007,£5\n" * 3, encoding)) as table:
        rows = [row.cells for block in table.blocks() for row in block]
    assert rows[0] == ["007", "£5"]
    assert table.remarks == ["read as UTF-16"]


def test_windows_1252_is_read_and_said(written) -> None:
    with opened(written("reference,name\n007,“Zoë’s café” – £5\n", "cp1252")) as table:
        rows = [row.cells for block in table.blocks() for row in block]
    assert rows == [["007", "“Zoë’s café” – £5"]]
    assert table.remarks == ["read as Windows-1252"]


def test_an_accident_that_looks_like_utf_8_does_not_keep_windows_1252_out(written) -> None:
    text = "a,b\n" + "é,ü\n" * 20 + "RENÉ’S,x\n"
    assert cells(written(text, "cp1252"))[-1] == ["RENÉ’S", "x"]


@pytest.mark.parametrize(
    ("content", "line", "value", "reason"),
    [
        (b"a,b\n1,\x81\n", 2, "byte 0x81", "neither UTF-8 nor Windows-1252"),
        (b"a,b\r\n1,2\r\n3,\x9d\r\n", 3, "byte 0x9D", "neither UTF-8 nor Windows-1252"),
        (b"a,b\r1,2\r3,\x8f\r", 3, "byte 0x8F", "neither UTF-8 nor Windows-1252"),
        (b"a,b\n" + b"x,y\n" * 400_000 + b"\x90", 400_002, "byte 0x90", "neither UTF-8 nor Windows-1252"),
        ("a,b\n£1,é\n".encode() + b"3,\xe9\n", 3, "byte 0xE9", "damaged"),
        ("a,b\n1,2\n".encode("utf-16") + b"\x00\xd8\x00", 3, "byte 0x00", "not UTF-16"),
        ("a,b\n1,2\n".encode("utf-32"), None, None, "is UTF-32"),
    ],
)
def test_what_cannot_be_decoded_is_refused_naming_line_and_byte(written, content, line, value, reason) -> None:
    with pytest.raises(FileRefused, match=reason) as caught:
        opened(written(content))
    assert (caught.value.refusal.line, caught.value.refusal.value) == (line, value)


def test_nothing_of_a_file_with_one_bad_byte_at_its_end_is_taken(written) -> None:
    with pytest.raises(FileRefused):
        opened(written(b"a,b\n" + b"1,2\n" * 500_000 + b"3,\x81\n"))


def test_the_encoding_a_profile_names_is_obeyed(written) -> None:
    path = written("a,b\nZo\u00eb,\u00a35\n", "mac-roman")
    with opened(path, TableForm(encoding="mac-roman")) as table:
        assert [row.cells for block in table.blocks() for row in block] == [["Zoë", "£5"]]
        assert table.remarks == ["read as mac-roman"]
    with pytest.raises(FileRefused, match="not UTF-8"):
        opened(path, TableForm(encoding="utf-8"))
    with pytest.raises(FileRefused, match="no encoding this program knows"):
        opened(path, TableForm(encoding="klingon"))


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 40, b"\x7fELF" + bytes(400), b"\0" * 900], ids=["any", "ELF", "NUL"]
)
def test_what_is_no_text_is_refused(written, content: bytes) -> None:
    with pytest.raises(FileRefused, match="neither text nor a workbook"):
        opened(written(content))


def test_an_endless_line_is_refused_before_it_is_read(written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_encoding, "MOST_OF_A_LINE", 3 << 20)
    with pytest.raises(FileRefused, match="a line of more than 3 MB"):
        opened(written(b"a,b\n" + b"," * (5 << 20)))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_separator_and_line_end_is_found_out(written, delimiter: str, line_end: str) -> None:
    rows = [["sheet_id", "arrears", "note"], ["007", "1,50", "a; b, c"], ["008", "2,50", "x|y"]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    path = written(text.getvalue())
    for known in ((), KNOWN):
        with opened(path, known=known) as table:
            assert (table.form.delimiter, table.headings) == (delimiter, rows[0])
            found = [row for block in table.blocks() for row in block]
        assert [(row.line, row.cells) for row in found] == [(2, rows[1]), (3, rows[2])]


def test_decimal_commas_do_not_pass_for_separators(written) -> None:
    with opened(written("a;b\n1,50;2,50\n3,50;4,50\n")) as table:
        assert table.headings == ["a", "b"]


def test_rows_that_are_all_one_cell_short_do_not_hide_the_separator(written) -> None:
    with opened(written("a,b,c,d\n1,x;y,2\n3,x;z,4\n")) as table:
        assert table.headings == ["a", "b", "c", "d"]
        assert {row.fault for block in table.blocks() for row in block} == {"3 fields where the headings are 4"}


def test_known_headings_decide_between_two_possible_separators(written) -> None:
    path = written("sheet_id|arrears,x,y\n1|2,3,4\n5|6,7,8\n")
    with opened(path) as table:
        assert table.form.delimiter == ","
    with opened(path, known=[frozenset({"sheet_id"})]) as table:
        assert table.headings == ["sheet_id", "arrears,x,y"]


def test_the_separator_a_profile_names_is_obeyed(written) -> None:
    assert cells(written("a,b;c\n1,2;3\n"), TableForm(delimiter=";")) == [["1,2", "3"]]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_separator_line_excel_writes_is_obeyed_and_counted(written, line: str) -> None:
    with opened(written(f"{line}\r\na,x;b\r\n1;2\r\n")) as table:
        assert (table.headings, table.heading_line) == (["a,x", "b"], 2)
        assert [row for block in table.blocks() for row in block] == [TableRow(3, ["1", "2"], None)]


def test_titles_above_the_headings_are_passed_over_and_said(written) -> None:
    path = written("Guide sheets,,\nrun on 1 October,,\n\nsheet_id,arrears,note\n1,2,\n3,4,x\n")
    for known in ((), KNOWN):
        with opened(path, known=known) as table:
            assert (table.headings, table.heading_line) == (["sheet_id", "arrears", "note"], 4)
            assert table.remarks == ["2 rows above the headings were passed over"]
            assert [row.line for block in table.blocks() for row in block] == [5, 6]


def test_known_headings_are_found_below_a_title_as_wide_as_the_list(written) -> None:
    path = written("Guide sheets,October\nsheet_id,arrears\n1,2\n")
    with opened(path) as table:
        assert table.headings == ["Guide sheets", "October"]
    with opened(path, known=KNOWN) as table:
        assert (table.headings, table.remarks) == (
            ["sheet_id", "arrears"],
            ["1 row above the headings was passed over"],
        )


def test_the_row_of_headings_a_profile_names_is_obeyed(written) -> None:
    path = written("a,b\nc,d\n1,2\n")
    with opened(path, TableForm(heading_row=2)) as table:
        assert (table.headings, table.form.heading_row) == (["c", "d"], 2)
    with pytest.raises(FileRefused, match="no headings there") as caught:
        opened(path, TableForm(heading_row=9))
    assert caught.value.refusal.line == 9


def test_a_row_with_too_few_or_too_many_fields_says_so(written) -> None:
    faults = [row.fault for row in read(written(b"a,b\n1\n1,2,3\n1,2\n"))]
    assert faults == ["1 fields where the headings are 2", "3 fields where the headings are 2", None]


def test_blank_cells_behind_the_last_heading_are_no_fault(written) -> None:
    assert cells(written(b"a,b,,\n1,2\n3,4,,\n5,6,,,,,\n7,,\n")) == [["1", "2"], ["3", "4"], ["5", "6"], ["7", ""]]


def test_a_blank_heading_is_said_only_over_a_filled_column(written) -> None:
    with opened(written(b"a,,b,,\n1,,2,,\n3,,4,,x\n5,y,6,,\n")) as table:
        rows = [row.cells for block in table.blocks() for row in block]
    assert rows == [["1", "", "2"], ["3", "", "4"], ["5", "y", "6"]]
    assert table.remarks == [
        "column 5 has no heading and was passed over",
        "column 2 has no heading and was passed over",
    ]


def test_headings_that_stand_twice_are_both_there(written) -> None:
    with opened(written(b"a,b,a\n1,2,3\n")) as table:
        assert table.headings == ["a", "b", "a"]


def test_rows_of_blank_cells_are_passed_over(written) -> None:
    assert read(written(b"a,b\n,\n , \n\n,,,,\n1,2\n")) == [TableRow(6, ["1", "2"], None)]


def test_a_quotation_mark_never_closed_costs_its_own_line_only(written) -> None:
    rows = read(written(b'a,b\n1,2\n3,"four\n5,6\n'))
    assert rows[1] == TableRow(3, [], "a quotation mark is opened and never closed")
    assert rows[2] == TableRow(4, ["5", "6"], None)


def test_what_an_open_quotation_mark_swallowed_up_to_the_next_is_read_again(written) -> None:
    rows = read(written(b'a,b\n3,"four\n5,6\n7,"eight"\n'))
    assert [(row.line, row.cells) for row in rows] == [(2, []), (3, ["5", "6"]), (4, ["7", "eight"])]
    assert "not closed" in str(rows[0].fault)


def test_an_open_quotation_mark_far_from_the_end_loses_no_row(written) -> None:
    rows = read(written(b'a,b\n0,"x\n' + b"1,2\n" * 60_000))
    assert (rows[0].line, len(rows), rows[-1]) == (2, 60_001, TableRow(60_002, ["1", "2"], None))


def test_reading_goes_on_behind_a_broken_row(written) -> None:
    rows = read(written(b'a,b\n1,"x"y\n2,z\n'))
    assert [(row.line, row.fault is None) for row in rows] == [(2, False), (3, True)]


def test_a_nul_makes_its_cell_faulty_and_no_other(written) -> None:
    rows = read(written(b"a,b\n1,2\n3,4\0\n5,6\n"))
    assert rows == [
        TableRow(2, ["1", "2"], None),
        TableRow(3, ["3", "4\0"], None, (("b", "holds a NUL character"),)),
        TableRow(4, ["5", "6"], None),
    ]


def test_a_cell_beyond_the_limit_costs_its_row_only(written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_OF_A_CELL", 1000)
    rows = read(written("a,b\n1," + "x" * 1001 + "\n2,y\n"))
    csv.field_size_limit(delimited.MOST_OF_A_CELL)
    assert [(row.line, row.fault) for row in rows] == [(2, "a cell of more than 1,000 characters"), (3, None)]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n"])
def test_a_file_without_headings_is_refused(written, content: bytes) -> None:
    with pytest.raises(FileRefused, match="no headings"):
        opened(written(content))


def test_broken_headings_are_refused_by_their_line(written) -> None:
    with pytest.raises(FileRefused, match="no headings: a quotation mark") as caught:
        opened(written(b'a,"b"x\n1,2\n'))
    assert caught.value.refusal.line == 1


def test_the_share_read_grows_to_the_whole(written) -> None:
    with opened(written(b"a,b\n" + b"1,2\n" * 100_000)) as table:
        shares = [table.share_read for _ in table.blocks()]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5 < shares[-1] <= 1


def test_a_file_that_changes_while_it_is_read_is_refused(written) -> None:
    path = written(b"a,b\n" + b"1,2\n" * 100_000)
    with opened(path) as table:
        with path.open("r+b") as file:
            file.seek(300_000)
            file.write(b"\xff")
        with pytest.raises(FileRefused, match="was changed"):
            list(table.blocks())


def test_a_folder_a_missing_file_and_a_device_are_refused_in_words(tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.csv", "there is no such file"),
        (Path("/dev/null"), "is not a regular file"),
    ):
        with pytest.raises(FileRefused, match=reason):
            opened(path)
