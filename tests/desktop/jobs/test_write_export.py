"""The pack on the disk: whole or not there, an older one replaced only when it is done, and a workbook that is text."""

import csv
import errno
import hashlib
import io
import json
import os
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.jobs import write_export, write_workbook
from desktop.jobs.write_export import write_pack
from desktop.jobs.write_whole import WORKSHOP
from models.errors import Cancelled, OutputRefused
from models.review_export import (
    ANSWER_COLUMNS,
    REVIEW_COLUMNS,
    STEER_COLUMNS,
    Cell,
    Column,
    ExportTables,
    Kind,
    Table,
    export_tables,
)
from models.sample_certificate_file import read_certificate
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder

FILES = ["README.txt", "answers.csv", "manifest.json", "reviews.csv", "reviews.jsonl", "reviews.xlsx", "steer.csv"]
NASTY = '=HYPERLINK("http://x","y")'


def quiet(_fraction: float, _text: str) -> None:
    """Progress nobody looks at."""


def never() -> None:
    """Nobody cancels."""


def row_of(columns: tuple[Column, ...], **cells: Cell) -> tuple[Cell, ...]:
    return tuple(cells.get(column.name) for column in columns)


@pytest.fixture
def tables() -> ExportTables:
    review = row_of(
        REVIEW_COLUMNS,
        review_id="r1",
        state="signed",
        recording_id="0088104",
        call_start=datetime(2009, 9, 15, 13, 22, 37, tzinfo=UTC),
        decision_date=date(2009, 9, 15),
        score=Decimal("54.5"),
        cannot_tell=2,
        comment=NASTY,
    )
    answers = [
        row_of(ANSWER_COLUMNS, review_id="r1", prompt=f"P{number}", weight=1, answer="N", comment=comment)
        for number, comment in enumerate(["<r><t>x</t></r>", "line\nbreak", "bell\x07 and \ufffe", "http://x", "12"])
    ]
    return ExportTables(
        Table("Reviews", REVIEW_COLUMNS, (review,)),
        Table("Answers", ANSWER_COLUMNS, tuple(answers)),
        Table("Steer", STEER_COLUMNS, (("PAG-1", *["NA"] * (len(STEER_COLUMNS) - 1)),)),
        ('{"schema": "steercheck.review/1"}',),
        date(2009, 9, 1),
        date(2009, 9, 30),
        datetime(2009, 10, 5, 9, 0, tzinfo=UTC),
    )


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(WORKSHOP))


def test_a_name_ending_with_zip_becomes_one_zip(tables: ExportTables, tmp_path: Path) -> None:
    written = write_pack(tables, tmp_path / "pack.zip", never, quiet)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        assert sorted(pack.namelist()) == FILES
        assert pack.testzip() is None
        assert pack.getinfo("reviews.csv").date_time == (2009, 10, 5, 10, 0, 0)
    assert written.sha256 == hashlib.sha256((tmp_path / "pack.zip").read_bytes()).hexdigest()
    assert (written.reviews, written.answers) == (1, 5)
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_another_name_becomes_a_folder(tables: ExportTables, tmp_path: Path) -> None:
    written = write_pack(tables, tmp_path / "pack", never, quiet)
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == FILES
    assert written.sha256 is None
    assert left_over(tmp_path) == []


def test_an_existing_folder_is_filled_and_what_else_lies_there_stays(tables: ExportTables, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "reviews.csv").write_text("old")
    write_pack(tables, folder, never, quiet)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "notes.txt"])
    assert (folder / "reviews.csv").read_text().startswith("review_id,")
    assert (folder / "notes.txt").read_text() == "mine"


def test_the_same_reviews_give_the_same_pack(tables: ExportTables, tmp_path: Path) -> None:
    first = write_pack(tables, tmp_path / "a.zip", never, quiet)
    second = write_pack(tables, tmp_path / "b.zip", never, quiet)
    assert first.sha256 == second.sha256


def test_text_files_are_utf_8_with_lf(tables: ExportTables, tmp_path: Path) -> None:
    write_pack(tables, tmp_path / "pack", never, quiet)
    for name in (name for name in FILES if name != "reviews.xlsx"):
        content = (tmp_path / "pack" / name).read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_the_readme_says_what_is_in_and_what_is_not(tables: ExportTables, tmp_path: Path) -> None:
    write_pack(tables, tmp_path / "pack", never, quiet)
    text = (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8")
    assert "1 Sep 2009 to 30 Sep 2009" in text
    assert "not signed" in text
    assert "Amended" not in text


# the workbook


@pytest.fixture
def workbook(tables: ExportTables, tmp_path: Path) -> Iterator[Any]:
    write_pack(tables, tmp_path / "pack", never, quiet)
    opened = openpyxl.load_workbook(tmp_path / "pack" / "reviews.xlsx")
    yield opened
    opened.close()


def cells_of(sheet: Any, row: int = 2) -> dict[str, Any]:
    return {heading.value: cell for heading, cell in zip(sheet[1], sheet[row], strict=True)}


def test_the_workbook_has_both_tables_with_frozen_headings_filters_and_widths(workbook: Any) -> None:
    assert workbook.sheetnames == ["Reviews", "Answers"]
    for sheet, columns in zip(workbook.worksheets, (REVIEW_COLUMNS, ANSWER_COLUMNS), strict=True):
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert all(width >= len(column.name) + 2 for width, column in zip(widths, columns, strict=True))


def test_numbers_and_dates_are_real_ones(workbook: Any) -> None:
    cells = cells_of(workbook["Reviews"])
    assert cells["score"].value == 54.5
    assert cells["score"].number_format == "0.0"
    assert cells["cannot_tell"].value == 2
    assert cells["decision_date"].value == datetime(2009, 9, 15)  # noqa: DTZ001
    assert cells["decision_date"].is_date
    assert cells["call_start"].value == datetime(2009, 9, 15, 14, 22, 37)  # noqa: DTZ001


def test_text_stays_text_whatever_it_looks_like(workbook: Any) -> None:
    cells = cells_of(workbook["Reviews"])
    assert (cells["comment"].data_type, cells["comment"].value) == ("s", NASTY)
    assert (cells["recording_id"].data_type, cells["recording_id"].value) == ("s", "0088104")
    comments = [cells_of(workbook["Answers"], row)["comment"] for row in range(2, 7)]
    assert [cell.data_type for cell in comments] == ["s"] * 5
    assert [cell.value for cell in comments] == [
        "<r><t>x</t></r> ",
        "line\nbreak",
        "bell\ufffd and \ufffd",
        "http://x",
        "12",
    ]
    assert all(cell.hyperlink is None for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row)


def test_no_part_of_the_workbook_holds_a_formula_or_a_link(tables: ExportTables, tmp_path: Path) -> None:
    write_pack(tables, tmp_path / "pack", never, quiet)
    with zipfile.ZipFile(tmp_path / "pack" / "reviews.xlsx") as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text
            assert "<hyperlink" not in text
            assert "<r><t>" not in text


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tables: ExportTables, tmp_path: Path) -> None:
    long = "x" * 40_000
    answers = replace(tables.answers, rows=(row_of(ANSWER_COLUMNS, review_id="r1", comment=long),))
    write_pack(replace(tables, answers=answers), tmp_path / "pack", never, quiet)
    shown = openpyxl.load_workbook(tmp_path / "pack" / "reviews.xlsx")["Answers"]["G2"].value
    assert shown.endswith("(cut here; whole in the CSV)")
    assert len(shown) < 32_767
    with (tmp_path / "pack" / "answers.csv").open(encoding="utf-8", newline="") as file:
        assert next(iter(csv.DictReader(file)))["comment"] == long


def test_a_table_longer_than_a_sheet_goes_on_in_another(
    tables: ExportTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_workbook, "ROWS_A_SHEET", 2)
    write_pack(tables, tmp_path / "pack", never, quiet)
    book = openpyxl.load_workbook(tmp_path / "pack" / "reviews.xlsx")
    assert book.sheetnames == ["Reviews", "Answers", "Answers 2", "Answers 3"]
    prompts = [row[2].value for name in book.sheetnames[1:] for row in book[name].iter_rows(min_row=2)]
    assert prompts == ["P0", "P1", "P2", "P3", "P4"]


# what the disk will not take


@pytest.mark.parametrize("name", ["pack.zip", "pack"])
def test_a_folder_that_is_not_there_is_refused(tables: ExportTables, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputRefused, match="does not exist"):
        write_pack(tables, tmp_path / "absent" / name, never, quiet)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_zip_is_refused(tables: ExportTables, tmp_path: Path) -> None:
    (tmp_path / "pack.zip").mkdir()
    with pytest.raises(OutputRefused, match="folder of that name"):
        write_pack(tables, tmp_path / "pack.zip", never, quiet)
    assert list((tmp_path / "pack.zip").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(tables: ExportTables, tmp_path: Path) -> None:
    (tmp_path / "pack").write_text("mine")
    with pytest.raises(OutputRefused, match="file of that name"):
        write_pack(tables, tmp_path / "pack", never, quiet)
    assert (tmp_path / "pack").read_text() == "mine"


def test_a_folder_in_the_place_of_one_file_is_refused_before_any_is_replaced(
    tables: ExportTables, tmp_path: Path
) -> None:
    (tmp_path / "reviews.jsonl").mkdir()
    (tmp_path / "reviews.csv").write_text("old")
    with pytest.raises(OutputRefused):
        write_pack(tables, tmp_path, never, quiet)
    assert (tmp_path / "reviews.csv").read_text() == "old"
    assert left_over(tmp_path) == []


def test_a_folder_one_may_not_write_to_is_refused(
    tables: ExportTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputRefused, match="may not write"):
        write_pack(tables, tmp_path / "pack.zip", never, quiet)


FAILING = ["csv_text", "write_workbook", "_zip_into_place", "_to_disk"]


@pytest.mark.parametrize("step", FAILING)
def test_a_full_disk_leaves_the_older_pack_as_it_was(
    tables: ExportTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "pack.zip"
    target.write_bytes(b"older")

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(write_export, step, full)
    with pytest.raises(OutputRefused, match="the disk is full"):
        write_pack(tables, target, never, quiet)
    assert target.read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_workbook_the_disk_will_not_take_is_an_os_error(tables: ExportTables, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_workbook.write_workbook((tables.reviews,), Path("/dev/full"), tables.written_at, never, tmp_path)


def test_a_name_too_long_is_refused_in_words(tables: ExportTables, tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="too long"):
        write_pack(tables, tmp_path / ("x" * 300 + ".zip"), never, quiet)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", range(9))
def test_cancelling_at_any_moment_leaves_nothing_behind(tables: ExportTables, tmp_path: Path, moment: int) -> None:
    target = tmp_path / "pack.zip"
    target.write_bytes(b"older")
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > moment:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pack(tables, target, check, quiet)
    assert target.read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_progress_only_grows_and_ends_whole(tables: ExportTables, tmp_path: Path) -> None:
    told: list[float] = []
    write_pack(tables, tmp_path / "pack.zip", never, lambda fraction, _text: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0


KILLED = """
    import os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from desktop.jobs import write_export
    from models.review_export import ANSWER_COLUMNS, REVIEW_COLUMNS, STEER_COLUMNS, ExportTables, Table
    write_export.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    empty = ExportTables(
        *(Table("", columns, ()) for columns in (REVIEW_COLUMNS, ANSWER_COLUMNS, STEER_COLUMNS)),
        (),
        None,
        None,
        datetime.now(UTC),
    )
    write_export.write_pack(empty, Path(sys.argv[1]), lambda: None, lambda _fraction, _text: None)
"""


def test_a_kill_between_writing_and_renaming_leaves_the_older_pack_and_the_next_export_tidies_up(
    tables: ExportTables, tmp_path: Path
) -> None:
    target = tmp_path / "pack.zip"
    target.write_bytes(b"older")
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), str(target)], check=False, timeout=60)
    assert done.returncode == -9
    assert target.read_bytes() == b"older"
    (left,) = left_over(tmp_path)
    os.utime(tmp_path / left, (0, 0))
    write_pack(tables, target, never, quiet)
    assert zipfile.is_zipfile(target)
    assert left_over(tmp_path) == []


def test_a_workshop_in_use_is_left_alone(tables: ExportTables, tmp_path: Path) -> None:
    (tmp_path / f"{WORKSHOP}busy").mkdir()
    write_pack(tables, tmp_path / "pack.zip", never, quiet)
    assert left_over(tmp_path) == [f"{WORKSHOP}busy"]


def test_columns_of_free_text_are_marked_as_such() -> None:
    free = {column.name for column in (*REVIEW_COLUMNS, *ANSWER_COLUMNS) if column.kind is Kind.FREE}
    assert free == {"comment", "amend_reason", "root_causes"}


def test_a_pack_of_nothing_has_its_headings(tables: ExportTables, tmp_path: Path) -> None:
    empty = replace(
        tables, reviews=replace(tables.reviews, rows=()), answers=replace(tables.answers, rows=()), lines=()
    )
    write_pack(empty, tmp_path / "pack.zip", never, quiet)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        assert pack.read("reviews.jsonl") == b""
        book = openpyxl.load_workbook(io.BytesIO(pack.read("reviews.xlsx")))
    assert book["Reviews"].max_row == 1


def test_the_manifest_names_every_file_with_its_hash_and_the_period(tables: ExportTables, tmp_path: Path) -> None:
    write_pack(tables, tmp_path / "pack.zip", never, quiet)
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        told = json.loads(pack.read("manifest.json"))
        files = {name: hashlib.sha256(pack.read(name)).hexdigest() for name in FILES if name != "manifest.json"}
    assert told["files"] == files
    assert (told["schema"], told["period"]) == ("steercheck.pack/1", {"from": "2009-09-01", "to": "2009-09-30"})
    assert (told["sample_id"], told["certificate"]) == (None, None)


def test_the_pack_of_a_sample_carries_its_certificate_which_can_be_drawn_again(done: Store, tmp_path: Path) -> None:
    leader = done.staff.get("TL01")
    assert leader is not None
    order = SampleOrder(date(2009, 9, 1), date(2009, 9, 30), HowMany(Allocation.SIZE, Decimal(4)), "1298")
    drawn = done.samples.draw(order, leader)
    tables = export_tables(done, sample_id=drawn.sample_id)
    assert len(tables.reviews.rows) == 4
    write_pack(tables, tmp_path / "pack", never, quiet)
    told = read_certificate(tmp_path / "pack" / "manifest.json")
    assert (told.sample_id, told.certificate) == (drawn.sample_id, drawn.certificate)
    assert done.samples.redraw(told).same
    manifest = json.loads((tmp_path / "pack" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["policies"], manifest["scorecards"]) == (["2009-10/AnnexA/1"], ["arrears-call/1"])
    assert "sample S-0001" in (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8")
