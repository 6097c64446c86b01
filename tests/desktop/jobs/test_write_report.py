"""What leaves the program: every publishable report as every kind of file, opened and searched."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from desktop.jobs.write_report import ENDINGS, csv_text, write_report
from models.errors import WrongUsage
from models.reports.catalogue import CATALOGUE
from models.reports.making import make_report
from models.reports.table import Report
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
PUBLISHABLE = [entry.kind for entry in CATALOGUE if entry.publishable]


def leader(store: Store) -> Person:
    found = store.staff.get("TL01")
    assert found is not None
    return found


def made(store: Store, kind: str, threshold: int = 5) -> Report:
    return make_report(store, kind, *SEPTEMBER, threshold, leader(store))


def never_published(store: Store) -> list[str]:
    """Every staff id, case, recording, sheet, task and view of the database, and what people wrote."""
    columns = {
        "staff": ("staff_id",),
        "guide_sheet": ("sheet_id", "case_ref", "discretion_reason", "caseworker_online_ref"),
        "recording": ("recording_id", "case_ref"),
        "task_567": ("task_id",),
        "online_view": ("view_id",),
        "review": ("id", "comment"),
        "answer": ("comment",),
    }
    found: set[str] = set()
    with store.database.session() as session:
        for table, names in columns.items():
            for name in names:
                rows = session.connection().exec_driver_sql(f"SELECT DISTINCT {name} FROM {table}")
                found |= {str(value) for (value,) in rows if value and len(str(value)) > 3}
    assert {"CW014", "C-1A04", "VR-88104", "PAG-088104"} <= found
    return sorted(found)


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


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_publishable_report_holds_a_reference_a_person_or_free_text(
    done: Store, tmp_path: Path, ending: str
) -> None:
    forbidden = never_published(done)
    for kind in PUBLISHABLE:
        target = tmp_path / f"{kind}{ending}"
        write_report(made(done, kind), target)
        told = text_of(target)
        assert [each for each in forbidden if each in told] == []


def test_a_workbook_has_no_hidden_sheet_and_tells_of_no_person_or_moment(done: Store, tmp_path: Path) -> None:
    target = tmp_path / "kpi.xlsx"
    write_report(made(done, "kpi"), target)
    with zipfile.ZipFile(target) as packed:
        names = packed.namelist()
        book, core = (packed.read(name).decode() for name in ("xl/workbook.xml", "docProps/core.xml"))
    assert re.findall(r'<sheet name="(\w+)"', book) == ["Report", "About"]
    assert "state=" not in book
    assert not [name for name in names if "pivot" in name or "custom" in name or "comment" in name]
    assert "<dc:creator></dc:creator>" in core
    assert "2009-10-0" in core


def test_a_report_that_shows_small_counts_says_so_in_every_file(done: Store, tmp_path: Path) -> None:
    for ending in ENDINGS:
        target = tmp_path / f"kpi{ending}"
        write_report(made(done, "kpi", threshold=0), target)
        assert "not for publication" in text_of(target).replace("\n", " ")


def test_the_csv_has_the_columns_of_the_contract_and_nothing_else(done: Store) -> None:
    for entry in CATALOGUE:
        if entry.publishable:
            assert csv_text(made(done, entry.kind)).splitlines()[0].split(",") == list(entry.columns[""])


def test_another_ending_is_refused(done: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"\.xlsx, \.csv, \.pdf, \.html"):
        write_report(made(done, "kpi"), tmp_path / "kpi.ods")
