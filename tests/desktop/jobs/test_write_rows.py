"""Writing a list: whole or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.jobs.write_rows import write_rows
from models.errors import Cancelled, OutputRefused


def test_rows_are_written_as_csv_with_plain_line_ends(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    assert write_rows(("a", "b"), [[("1", "x,y")], [], [("2", 'z"')]], target) == 2
    assert target.read_bytes() == b'a,b\n1,"x,y"\n2,"z"""\n'


def test_what_is_broken_off_leaves_the_older_list_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    target.write_text("older", encoding="utf-8")

    def broken() -> Iterator[list[tuple[str]]]:
        yield [("1",)]
        raise Cancelled

    with pytest.raises(Cancelled):
        write_rows(("a",), broken(), target)
    assert target.read_text(encoding="utf-8") == "older"
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="there is a folder of that name"):
        write_rows(("a",), [], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="the folder does not exist"):
        write_rows(("a",), [], tmp_path / "nowhere" / "rows.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_rows(("a",), [[("1",)]], pipe) == 1
        assert os.read(reader, 100) == b"a\n1\n"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_link_stays_one_and_its_file_is_written(tmp_path: Path) -> None:
    link, file = tmp_path / "link.csv", tmp_path / "rows.csv"
    file.write_text("older", encoding="utf-8")
    try:
        link.symlink_to(file)
    except OSError:
        pytest.skip("no links here")
    write_rows(("a",), [], link)
    assert (link.is_symlink(), file.read_text(encoding="utf-8")) == (True, "a\n")
