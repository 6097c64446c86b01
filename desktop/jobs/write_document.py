"""A document to a file: the ending of its name says whether it is a PDF or a page of HTML."""

from pathlib import Path

from desktop.jobs.write_whole import write_whole
from models.errors import WrongUsage
from models.reports.document import Document

PDF = ".pdf"
HTML = frozenset({".html", ".htm"})


def refuse_ending(target: Path) -> None:
    """Raises WrongUsage unless the name ends with something a document can be written as."""
    if target.suffix.lower() != PDF and target.suffix.lower() not in HTML:
        raise WrongUsage(f"{target.name} could not be written: let its name end with .pdf or .html.")


def write_document(document: Document, target: Path) -> None:
    """Write the document to `target`, whole or not at all. Raises WrongUsage (the ending), OutputRefused."""
    content = document_bytes(document, target)
    write_whole(target, "The document", lambda file: file.buffer.write(content))


def document_bytes(document: Document, target: Path) -> bytes:
    """The whole file, by the ending of its name. Raises WrongUsage."""
    refuse_ending(target)
    if target.suffix.lower() == PDF:
        from desktop.jobs.write_pdf import pdf_bytes

        return pdf_bytes(document)
    from desktop.jobs.write_html import html_text

    return html_text(document).encode()
