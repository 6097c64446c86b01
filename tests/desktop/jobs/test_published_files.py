"""The proof of what leaves the program: every kind of publishable report, by every grouping, as every kind of file,
opened and searched. It goes by the catalogue, so a new kind is looked at without a word here."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from pypdf import PdfReader

from desktop.jobs.write_report import report_bytes
from models.reports.catalogue import CATALOGUE
from models.reports.making import make_report
from models.reports.table import CAVEAT, WITHHELD, Report
from models.store import Store

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
ASKED = [
    (entry.kind, grouping)
    for entry in CATALOGUE
    if entry.publishable
    for grouping in (None, *(each for each in entry.groupings if each not in entry.restricted_groupings))
]
PARTS_OF_A_WORKBOOK = {
    *("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml"),
    *("xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml", "xl/workbook.xml"),
    *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"),
}
"""No shared strings, comments, drawings, pivot caches, links, custom properties, macros."""
PDF_PROPERTIES = {
    "/Author": "",
    "/CreationDate": "D:20000101000000+00'00'",
    "/Creator": "Steercheck",
    "/Keywords": "",
    "/ModDate": "D:20000101000000+00'00'",
    "/Producer": "ReportLab PDF Library - (opensource)",
    "/Subject": "",
    "/Trapped": "/False",
}
PERSONAL = re.compile(
    r"\b(?:CW|TL|QA)[0-9]{2,3}\b|\bVR-[0-9]+|\bPAG-[0-9]+|\bCWO-[0-9]+|\b567-[0-9]+|\bC-[0-9A-F]{4}\b"
    r"|\b[A-Z]{2} ?(?:[0-9]{2} ?){3}[A-D]\b|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}"
)
"""Staff ids, references, a NINO, the id of a row."""
MOMENT = re.compile(r"\b[0-2]?[0-9]:[0-5][0-9]\b")
NO_MOMENT = "T00:00:00Z"
"""The day a workbook tells of itself, as its properties must write it."""
RUNNING = re.compile(r"^Page [0-9]+ of [0-9]+\n.*\n.*\s*\Z", re.M)
HIDDEN_FREE_TEXT = "zebra crossing"


class Published(NamedTuple):
    report: Report
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def published(_done_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Published]]:
    """Every publishable report of the demonstration, into which free text was put wherever there is any."""
    import shutil

    from models.clock import Clock
    from models.database import open_database

    path = tmp_path_factory.mktemp("published") / "done.db"
    shutil.copyfile(_done_database, path)
    store = Store(open_database(path), Clock(date(2009, 10, 5)))
    plant_free_text(store)
    leader = store.staff.get("TL01")
    assert leader is not None
    made = [make_report(store, kind, *SEPTEMBER, 5, leader, grouped_by=grouping) for kind, grouping in ASKED]
    endings = {entry.kind: entry.endings for entry in CATALOGUE}
    yield [
        Published(each, {ending: report_bytes(each, Path(f"report{ending}")) for ending in endings[each.kind]})
        for each in made
    ]
    store.close()


def plant_free_text(store: Store) -> None:
    """The same words in every column of free text."""
    columns = ("guide_sheet.discretion_reason", "review.comment", "answer.comment", "sheet_confirmation.note")
    with store.database.session() as session:
        for column in columns:
            table, name = column.split(".")
            session.connection().exec_driver_sql(f"UPDATE {table} SET {name} = ?", (HIDDEN_FREE_TEXT,))


def whole_text(ending: str, content: bytes) -> str:
    """Everything there is in a file, however it is packed."""
    if ending == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode() for name in packed.namelist()) + packed.comment.decode()
    if ending == ".pdf":
        reader = PdfReader(io.BytesIO(content))
        # without head and foot, which stand amid a sentence that goes over the page
        pages = "\n".join(RUNNING.sub("", page.extract_text()) for page in reader.pages)
        return pages + repr(reader.metadata) + repr(reader.outline)
    return content.decode("utf-8")


def plain(text: str) -> str:
    """On one line, without what escapes XML and HTML."""
    for sign, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ('""', '"'), ("&amp;", "&")):
        text = text.replace(sign, letter)
    return " ".join(text.split())


def each_file(published: list[Published], ending: str) -> Iterator[tuple[Report, bytes]]:
    found = [(each.report, each.files[ending]) for each in published if ending in each.files]
    assert len(found) == len(ASKED)
    yield from found


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf", ".html"])
def test_no_file_holds_a_reference_a_person_a_moment_or_free_text(published: list[Published], ending: str) -> None:
    for report, content in each_file(published, ending):
        told = whole_text(ending, content).replace(NO_MOMENT, "")
        found = [*PERSONAL.findall(told), *MOMENT.findall(told)]
        assert (report.kind, found, HIDDEN_FREE_TEXT in told) == (report.kind, [], False)


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf", ".html"])
def test_every_file_says_what_it_is(published: list[Published], ending: str) -> None:
    for report, content in each_file(published, ending):
        told = plain(whole_text(ending, content))
        meant = (report.definition.words, report.definition.source, report.definition.formula)
        for words in (CAVEAT, WITHHELD, "Counts from 1 to 4 are shown as <5", "1 Sep 2009 to 30 Sep 2009", *meant):
            assert plain(words) in told, (report.kind, words)


def test_a_csv_has_the_permitted_columns_and_below_them_what_is_to_be_known(published: list[Published]) -> None:
    permitted = {entry.kind: list(entry.columns[""]) for entry in CATALOGUE if entry.publishable}
    for report, content in each_file(published, ".csv"):
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
        table = rows[: len(report.rows)]
        assert head == permitted[report.kind]
        assert table == [["" if cell is None else cell for cell in row] for row in report.rows]
        assert all(len(row) == 1 and row[0].startswith("# ") for row in rows[len(report.rows) :])


def test_a_workbook_has_two_sheets_to_be_seen_and_nothing_else(published: list[Published]) -> None:
    permitted = {entry.kind: entry.columns[""] for entry in CATALOGUE if entry.publishable}
    for report, content in each_file(published, ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert set(packed.namelist()) <= PARTS_OF_A_WORKBOOK
            assert {info.date_time[0] for info in packed.infolist()} == {1980}
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert [(sheet.title, sheet.sheet_state) for sheet in book] == [("Report", "visible"), ("About", "visible")]
        assert (list(book.defined_names), book._external_links, book.vba_archive) == ([], [], None)
        properties = book.properties
        assert (properties.creator, properties.lastModifiedBy, properties.title) == (None, None, report.title)
        assert not any((properties.description, properties.keywords, properties.subject, properties.category))
        assert list(book.custom_doc_props) == []
        assert tuple(cell.value for cell in book["Report"][1]) == permitted[report.kind]
        for sheet in book:
            assert list(sheet.defined_names) == []
            assert not any(each.hidden for each in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values()))
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert not [cell for cell in cells if cell.comment or cell.hyperlink or cell.data_type == "f"]


def test_a_pdf_has_pages_and_a_title_and_nothing_else(published: list[Published]) -> None:
    for report, content in each_file(published, ".pdf"):
        reader = PdfReader(io.BytesIO(content))
        assert dict(reader.metadata or {}) == {**PDF_PROPERTIES, "/Title": report.title}
        assert (dict(reader.attachments), reader.xmp_metadata, reader.get_fields()) == ({}, None, None)
        kept = {"/Lang", "/Outlines", "/PageMode", "/Pages", "/Type", "/ViewerPreferences"}
        assert set(reader.trailer["/Root"]) <= kept
        assert not [page for page in reader.pages if "/Annots" in page or "/AA" in page]


def test_a_page_of_html_asks_for_nothing_and_runs_nothing(published: list[Published]) -> None:
    for _report, content in each_file(published, ".html"):
        told = content.decode("utf-8")
        assert not re.search(r"<!--|<script|<link|<img|<iframe|<form|javascript:|\bon[a-z]+=|https?://", told, re.I)
        assert re.findall(r"<meta name=\"(\w+)\"", told) == ["viewport", "referrer"]


def test_the_same_report_is_the_same_file(published: list[Published]) -> None:
    for each in published:
        for ending, content in each.files.items():
            assert report_bytes(each.report, Path(f"another{ending}")) == content, (each.report.kind, ending)


def test_no_column_of_a_publishable_report_is_one_of_the_lists() -> None:
    restricted = {"review_id", "recording_id", "sheet_id", "case_ref", "caseworker_id", "reviewer_id", "comment"}
    restricted |= {"amend_reason", "signed_at", "call_start", "discretion_reason"}
    for entry in CATALOGUE:
        if entry.publishable:
            assert restricted.isdisjoint(entry.columns[""])
