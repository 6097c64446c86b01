"""A document as PDF: A4, every letter embedded, and the same bytes for the same document.

The last step of a report's way. Title and language stand in the metadata, and nothing else that tells of a person, a
machine or a time; headings make the reader's table of contents. The form for a screen reader is the HTML.
"""

import io
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desktop.jobs.pdf_blocks import pieces_of
from desktop.jobs.pdf_pages import draw_pages, sheet_of
from desktop.jobs.pdf_text import first_face
from desktop.jobs.write_whole import write_whole
from models.reports.document import Document

LANGUAGE = "en-GB"


def pdf_bytes(document: Document) -> bytes:
    """The document as the bytes of a PDF file."""
    sheet = sheet_of(document)
    packed = io.BytesIO()
    canvas = Canvas(
        packed,
        pagesize=(sheet.width, sheet.height),
        pageCompression=1,
        invariant=1,
        lang=LANGUAGE,
        pdfVersion=(1, 7),
        initialFontName=first_face(),
    )
    canvas.setTitle(" ".join(part for part in (document.title, document.reference) if part))
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("Steercheck")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    draw_pages(canvas, document, sheet, pieces_of(document, sheet))
    canvas.save()
    return packed.getvalue()


def write_pdf(document: Document, target: Path) -> None:
    """Write the document to `target`, whole or not at all. Raises OutputRefused."""
    content = pdf_bytes(document)
    write_whole(target, "The document", lambda file: file.buffer.write(content))
