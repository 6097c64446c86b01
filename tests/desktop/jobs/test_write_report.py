"""A report as a file by the ending of its name; what may be in one is in `test_published_files`."""

import csv
import io
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.jobs.write_report import ENDINGS, csv_parts, write_report
from models.errors import WrongUsage
from models.reports.catalogue import CATALOGUE
from models.reports.making import make_report
from models.reports.packed_rows import PackedRows
from models.reports.table import Report
from models.review_export import harmless
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


def leader(store: Store) -> Person:
    found = store.staff.get("TL01")
    assert found is not None
    return found


def made(store: Store, kind: str, threshold: int = 5) -> Report:
    return make_report(store, kind, *SEPTEMBER, threshold, leader(store))


def text_of(path: Path) -> str:
    """Everything that can be read in a file, however it is packed."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        reader = PdfReader(path)
        return "\n".join(page.extract_text() for page in reader.pages) + repr(reader.metadata) + repr(reader.outline)
    return path.read_text(encoding="utf-8")


def test_a_report_that_shows_small_counts_says_so_in_every_file(done: Store, tmp_path: Path) -> None:
    for ending in ENDINGS:
        target = tmp_path / f"kpi{ending}"
        write_report(made(done, "kpi", threshold=0), target)
        assert "not for publication" in text_of(target).replace("\n", " ")


def test_the_csv_has_the_columns_of_the_contract_and_nothing_else(done: Store) -> None:
    for entry in CATALOGUE:
        if entry.publishable:
            assert next(csv_parts(made(done, entry.kind))).rstrip().split(",") == list(entry.columns[""])


def test_a_name_of_two_lines_is_refused(done: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="line break"):
        write_report(made(done, "kpi"), tmp_path / "a\nb.csv")
    assert not list(tmp_path.glob("*.csv"))


def test_another_ending_is_refused(done: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"\.xlsx, \.csv, \.pdf, \.html"):
        write_report(made(done, "kpi"), tmp_path / "kpi.ods")


def test_a_long_list_is_written_a_part_at_a_time(done: Store, tmp_path: Path) -> None:
    report = made(done, "pipeline")
    rows = PackedRows((str(at), *report.rows[0][1:]) for at in range(2_001))
    long = replace(report, rows=rows)
    parts = list(csv_parts(long))
    assert len(parts) == 1 + 3
    assert list(csv.reader(io.StringIO("".join(parts), newline="")))[1:] == [
        ["" if cell is None else harmless(cell) for cell in row] for row in rows
    ]
    for ending in (".csv", ".xlsx"):
        write_report(long, tmp_path / f"list{ending}")
    with closing(openpyxl.load_workbook(tmp_path / "list.xlsx", read_only=True)) as book:
        assert sum(1 for _ in book["Report"].iter_rows()) == 1 + len(rows)
    with pytest.raises(WrongUsage, match="rows are too many for a document"):
        write_report(long, tmp_path / "list.pdf")
    assert sorted(path.name for path in tmp_path.glob("list.*")) == ["list.csv", "list.xlsx"]
