"""Issuing a report: the file is made once, kept in the archive and handed out, the very same bytes.

The file is written whole beside its place first, then kept, then put in its place by a rename: what stops the work
before the archive has it (a full disk, a busy database, a kill) leaves neither; after that the archive has it, and it
can be handed out again. So no report is ever out that the archive does not hold.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import TextIO

from desktop.jobs.write_report import report_bytes
from desktop.jobs.write_whole import write_whole
from models.errors import IntegrityBroken, WrongUsage
from models.reports import accuracy_trend, reconciling, reconciling_amounts
from models.reports.table import Report
from models.store import Store
from models.store.issued import IssuedLine
from models.store.staff import Person

WHAT = "The report"
OF_SHEETS = frozenset({accuracy_trend.KIND, *reconciling_amounts.KINDS})
"""Kinds that tell nothing of calls."""


def issue(store: Store, report: Report, target: Path, by: Person) -> IssuedLine:
    """Write the report to `target` and keep it. Raises WrongUsage (the ending; a report that is never issued),
    NotAllowed, IntegrityBroken when its totals are not those of the lists behind them, OutputRefused, DatabaseUnusable:
    nothing is written and nothing kept then."""
    _reconcile(store, report)
    content = report_bytes(report, target)
    kept: list[IssuedLine] = []

    def keep(file: TextIO) -> IssuedLine:
        waits = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        if waits:  # the rename comes after; into a pipe what is written is out at once
            file.buffer.write(content)
            file.flush()
            os.fsync(file.fileno())
        kept.append(store.issued.issue(report, target.name, content, by))
        if not waits:
            file.buffer.write(content)
        return kept[0]

    in_place = False
    try:
        line = write_whole(target, WHAT, keep)
        in_place = True
    finally:  # whatever came between, Ctrl+C as well
        if kept and not in_place and not _stands(target, content):
            store.issued.take_back(kept[0])
    return line


def _reconcile(store: Store, report: Report) -> None:
    """The totals of the period, counted a second time by the lists behind them. Raises IntegrityBroken."""
    sheets_only = report.kind in OF_SHEETS
    period = report.date_from, report.date_to
    found = [*reconciling.differences(store, *period, report.grouped_by, sheets_only=sheets_only)]
    if report.kind in reconciling_amounts.KINDS:
        found += reconciling_amounts.differences(store, *period, (report.kind,), report)
    if found:
        raise IntegrityBroken(
            f"The totals of {report.title} do not agree with the lists behind them, so nothing was issued. What was "
            "frozen at signing stands; show the lines below to whoever looks after Steercheck.",
            [f"{each.what}: {each.reported} reported, {each.listed} listed" for each in found],
        )


def reopen(store: Store, issue_id: str, target: Path) -> IssuedLine:
    """Hand out what was issued again, the very same bytes, to `target`. Raises UnknownId, WrongUsage when the name ends
    as another kind of file, IntegrityBroken, OutputRefused."""
    issued = store.issued.get_line(issue_id)
    ending = Path(issued.file_name).suffix.lower()
    if target.suffix.lower() != ending:
        raise WrongUsage(f"{issue_id} was issued as {issued.file_name}: let the name of its copy end with {ending}.")
    content = store.issued.content(issue_id)
    write_whole(target, WHAT, lambda file: file.buffer.write(content))
    return issued


def _stands(target: Path, content: bytes) -> bool:
    """Whether the file is in its place after all."""
    try:
        return hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(content).digest()
    except OSError:
        return False
