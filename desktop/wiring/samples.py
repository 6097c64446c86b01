"""The Samples page and its connections: opening drawn calls, taking in and writing certificates."""

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from desktop.state.opening import Item
from desktop.views.opening_files import open_file
from desktop.views.page_stack import Making, Placed
from desktop.views.picking import Take
from desktop.wiring.parts import Parts

if TYPE_CHECKING:
    from desktop.state.sample_papers import SamplePapers
    from desktop.views.samples_page import SamplesPage

PAGE = "samples"
CERTIFICATES = "Certificates (*.json)"
DOCUMENTS = "PDF (*.pdf);;HTML (*.html)"


def make(parts: Parts) -> Making:
    """In steps, the imports among them."""
    samples = parts.states.samples
    yield
    import_module("desktop.views.samples_form")
    yield
    from desktop.views.samples_page import SamplesPage

    yield
    page = SamplesPage(samples, parts.actions, parts.today, parts.window.stack, at_once=False)
    yield from page.making
    yield
    wiring = SamplesPageWiring(parts, page)
    return Placed(page, wiring.arrive)


class SamplesPageWiring(QObject):
    """The page of the samples with the window, what is opened, and the files."""

    def __init__(self, parts: Parts, page: "SamplesPage") -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page = page
        self._folder: Path | None = None
        page.open_wished.connect(self._on_open)
        page.page_wished.connect(parts.ways.go)
        page.notice_wished.connect(parts.window.tell)
        page.file_wished.connect(self._on_file)
        page.save_wished.connect(self._on_save)
        page.write_wished.connect(self._on_write)
        page.print_wished.connect(self._on_print)
        parts.states.session.person_changed.connect(lambda _person: page.refresh())

    @cached_property
    def _papers(self) -> "SamplePapers":
        """What writes certificates, imported and connected when the first is wished."""
        window, papers = self._parts.window, self._parts.states.sample_papers
        papers.done.connect(self._on_written)
        papers.cancelled.connect(lambda: window.tell("Cancelled. Nothing was written.", "warn"))
        papers.failed.connect(lambda why: window.tell(why, "bad"))
        return papers

    def arrive(self) -> None:
        self._page.refresh()
        self._page.focus_list()

    def _on_open(self, recording_id: str, sheet_id: str) -> None:
        self._parts.opening.open(Item(recording_id, sheet_id), back_to=PAGE)

    def _on_file(self) -> None:
        def take(file: Path) -> None:
            self._folder = file.parent
            self._parts.states.samples.redraw_file(file)

        self._parts.picker.file(self._page, "Open a certificate and draw it again", self._folder, CERTIFICATES, take)

    def _on_save(self, sample_id: str) -> None:
        from desktop.state.sample_papers import certificate_name

        def save(file: Path) -> None:
            self._folder = file.parent
            self._papers.save(sample_id, file)

        self._target("Save the certificate", certificate_name(sample_id, ".json"), CERTIFICATES, save)

    def _on_write(self, sample_id: str) -> None:
        from desktop.state.sample_papers import certificate_name

        def write(file: Path) -> None:
            self._folder = file.parent
            self._papers.write(sample_id, file)

        self._target("Write the certificate", certificate_name(sample_id, ".pdf"), DOCUMENTS, write)

    def _target(self, title: str, name: str, names: str, take: Take) -> None:
        if not self._busy():
            self._parts.picker.target(self._page, title, (self._folder or Path.home()) / name, names, take)

    def _on_print(self, sample_id: str) -> None:
        def take(printer: QPrinter) -> None:
            from desktop.views.print_document import print_document

            self._papers.print(sample_id, lambda document: print_document(document, printer))

        if not self._busy():
            self._parts.picker.printer(self._page, "Print the certificate", take)

    def _busy(self) -> bool:
        """Whether a certificate is being written, which is told."""
        if self._papers.running:
            self._parts.window.tell("A certificate is being written already. Wait until it is.")
        return self._papers.running

    def _on_written(self, written: tuple[str, Path | None]) -> None:
        words, file = written
        if file is None or file.suffix == ".json":
            self._parts.window.tell(words, "good")
        else:
            self._parts.window.tell(words, "good", "Open it", lambda: open_file(file))
