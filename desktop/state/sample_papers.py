"""A sample's certificate on its way out: the JSON file that can be drawn again, the document to read, paper.

Between the Samples page and the jobs that write; one at a time, whole or not at all.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.jobs.runner import Check, Report, Runner
from desktop.jobs.write_document import write_document
from desktop.jobs.write_whole import write_whole
from desktop.state.one_job import OneJob
from models.reports.document import Document
from models.reports.sample import sample_document
from models.store import Store

LANE = "sample papers"


class SamplePapers(OneJob):
    """`done` carries a sentence that says what was written, and the file or None."""

    def __init__(self, store: Store, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(runner, LANE, "Writing the certificate", parent)
        self._store = store

    def save(self, sample_id: str, file: Path) -> None:
        """The certificate as JSON: what `steercheck sample --redraw` takes."""
        self._start(partial(_save, self._store, sample_id, file))

    def write(self, sample_id: str, file: Path) -> None:
        """The document to `file` (.pdf or .html)."""
        self._start(partial(_write, self._store, sample_id, file))

    def print(self, sample_id: str, draw: Callable[[Document], str]) -> None:
        """The document onto paper: `draw` puts it there, in the lane, and says where (`views.print_document`)."""
        self._start(partial(_print, self._store, sample_id, draw))


def certificate_name(sample_id: str, ending: str) -> str:
    """What the file of a sample's certificate is called."""
    return f"sample-{sample_id}{ending}"


def document_of(store: Store, sample_id: str) -> Document:
    """The certificate of a kept sample as it stands now. Raises UnknownId."""
    from models.sample_size import plan, sentences

    samples = store.samples
    line, found = samples.progress(sample_id), samples.showing(sample_id)
    shown = sentences(plan(line.drawn, found.assessed, found.inaccurate))
    return sample_document(samples.get(sample_id), line, samples.cross_reference(sample_id), shown)


def _save(store: Store, sample_id: str, file: Path, _report: Report, check: Check) -> tuple[str, Path | None]:
    sample = store.samples.get(sample_id)
    told = {"sample_id": sample.sample_id, "certificate": sample.certificate.as_dict()}
    check()
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    write_whole(file, "The certificate", lambda out: out.write(text))
    return f"The certificate of {sample_id} is saved. “steercheck sample --redraw {file.name}” draws it again.", file


def _write(store: Store, sample_id: str, file: Path, report: Report, check: Check) -> tuple[str, Path | None]:
    document = document_of(store, sample_id)
    check()
    report(0.5, "Writing")
    write_document(document, file)
    return f"Written: {file.name}.", file


def _print(
    store: Store, sample_id: str, draw: Callable[[Document], str], _report: Report, check: Check
) -> tuple[str, Path | None]:
    document = document_of(store, sample_id)
    check()
    return f"Printed: {draw(document)}.", None
