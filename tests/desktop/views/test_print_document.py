"""A document on paper is page for page what its PDF is."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desktop.jobs.write_pdf import pdf_bytes
from desktop.views.opening_files import open_file
from desktop.views.print_document import print_document
from desktop.views.printing import paper
from models.errors import OutputRefused
from models.reports.document import Column, Document, Entry, Note, PageBreak, Paragraph, Table, Tone

DOCUMENT = Document(
    "Feedback on a call",
    (
        Note("Until 19 Oct 2009.", "Your right of reply", Tone.CAUTION),
        Entry("Was a lump sum sought?", "No, critical", Tone.BAD, (("Where", "0:29–0:36 of the call"),)),
        Table((Column("Prompt"), Column("Answer")), tuple((f"prompt {at}", "Yes – £5") for at in range(60))),
        PageBreak(),
        Paragraph("The last words."),
    ),
    reference="Review 01925f3e",
    handling="For CW014 only.",
)


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("wide", [False, True])
def test_every_page_holds_the_same_words(wide: bool, qapp: QApplication, tmp_path: Path) -> None:
    document = Document(**{**vars(DOCUMENT), "wide": wide})
    printer = paper()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert print_document(document, printer) == str(tmp_path / "printed.pdf")
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert [sorted(text) for text in texts(printed)] == [sorted(text) for text in texts(pdf_bytes(document))]
    box = PdfReader(io.BytesIO(printed)).pages[0].mediabox
    assert (box.width > box.height) is wide


def test_a_place_that_takes_no_file_is_told(qapp: QApplication, tmp_path: Path) -> None:
    printer = paper()
    printer.setOutputFileName(str(tmp_path / "none" / "printed.pdf"))
    with pytest.raises(OutputRefused, match="could not be printed"):
        print_document(DOCUMENT, printer)


def test_a_file_is_shown_by_the_system(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url) or True)
    assert open_file(tmp_path / "f.pdf")
    assert shown == [QUrl.fromLocalFile(str(tmp_path / "f.pdf"))]
