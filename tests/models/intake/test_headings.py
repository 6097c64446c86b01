"""Finding the row of headings and the separator: by fixed rules, from the first rows alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.intake.headings import DELIMITERS, SampleRow, find_delimiter, find_headings, is_known, sample_rows

KNOWN = [frozenset({"sheet_id", "arrears"}), frozenset({"task_id"})]


def rows(*cells: list[str]) -> list[SampleRow]:
    return [SampleRow(line, one, line + 1) for line, one in enumerate(cells, 1)]


def test_headings_are_known_with_spaces_and_capitals_and_others_between():
    assert is_known([" Sheet_ID ", "x", "ARREARS"], KNOWN)
    assert is_known(["TASK_ID"], KNOWN)
    assert not is_known(["sheet_id"], KNOWN)
    assert not is_known(["sheet_id", "arrears"], [])
    assert not is_known(["sheet_id"], [frozenset()])


def test_known_headings_win_over_an_earlier_row_as_wide():
    assert find_headings(rows(["a", "b"], ["sheet_id", "arrears"], ["1", "2"]), KNOWN) == 1


def test_the_first_row_as_wide_as_most_below_it_is_that_of_headings():
    assert find_headings(rows(["Title", ""], [], ["a", "b"], ["1", "2"], ["3", ""], ["4", "5"]), ()) == 2


def test_a_list_whose_last_column_is_mostly_blank_keeps_its_headings():
    assert find_headings(rows(["a", "b", "note"], ["1", "2", ""], ["3", "4", ""], ["5", "6", "x"]), ()) == 0


def test_the_first_row_is_that_of_headings_when_nothing_follows():
    assert find_headings(rows([""], ["a", "b"]), ()) == 1


def test_no_row_has_headings_when_all_are_blank():
    assert find_headings(rows([], ["", " "]), KNOWN) is None


def test_headings_are_not_looked_for_beyond_the_first_rows():
    titles = [["Title"] for _ in range(40)]
    assert find_headings(rows(*titles, ["sheet_id", "arrears"]), KNOWN) == 0


def test_one_column_alone_has_the_usual_separator():
    assert find_delimiter(["sheet_id\n", "1\n"], ()) == ","


def test_a_broken_row_is_told_and_those_behind_it_are_read():
    found = list(sample_rows(['a,"b"x\n', "1,2\n"], ",", 5))
    assert [(row.line, row.cells, row.next_line, row.fault is None) for row in found] == [
        (5, [], 6, False),
        (6, ["1", "2"], 7, True),
    ]


@given(st.lists(st.text(max_size=20), max_size=40))
@settings(deadline=None)
def test_the_same_lines_always_have_the_same_separator(lines: list[str]):
    assert find_delimiter(lines, KNOWN) == find_delimiter(list(lines), KNOWN) in DELIMITERS
