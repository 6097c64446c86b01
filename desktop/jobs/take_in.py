"""Taking in what a department has, as a background job: intake with the children that decode, matching, the steer.

The window gives the job to its runner; the command line calls it as it is.
"""

import hashlib
from collections.abc import Callable
from functools import partial

from desktop.jobs.read_recording import RecordingReader
from desktop.jobs.read_workbook import open_workbook
from desktop.settings import load_settings
from models.crosscheck import OnlineView, Task567
from models.errors import Cancelled
from models.guide_sheet import GuideSheet
from models.intake.request import ImportReport, ImportRequest
from models.intake.take_in import take_in
from models.recording import Recording
from models.store import Store
from models.store.list_states import Settled
from models.store.tables import table_of

MATCHED_FROM = tuple(table_of(record).name for record in (Recording, GuideSheet, Task567, OnlineView))
MATCHING = "matching"
"""Under this name the state of lists holds what the matches were last made from."""
MATCHING_VERSION = 1
"""Counted up with every change of the rules of matching, so that an import brings old matches up to them."""
SHARE_OF_TAKING = 0.8
SHARE_OF_MATCHING = 0.05
"""How much of the whole work is taking in, and then matching; the rest is judging the sheets."""

Report = Callable[[float, str], None]
Check = Callable[[], None]


def take_in_job(store: Store, request: ImportRequest) -> Callable[[Report, Check], ImportReport]:
    """The job that takes in what `request` names; after it (but for a dry run) the matches are current and every sheet
    is judged.

    The child that decodes is started with the first recording that needs it, one that reads workbooks with each
    workbook. Matching runs also when the person stops the import: what was finished before is whole. Judging that was
    stopped goes on with the next upkeep of the lists, or the next import.
    """

    def job(report: Report, check: Check) -> ImportReport:
        window_days = load_settings().match_window_days
        reader = RecordingReader()

        def told(fraction: float, text: str) -> None:
            report(fraction if request.dry_run else fraction * SHARE_OF_TAKING, text)

        try:
            outcome = take_in(
                store,
                request,
                lambda path: reader.probe(path, check),
                told,
                check,
                partial(open_workbook, check=check),
            )
        except Cancelled:
            if not request.dry_run:
                report(SHARE_OF_TAKING, "Stopping: putting together what was taken")
                bring_matches_up_to_date(store, window_days)
            raise
        finally:
            reader.close()
        if not request.dry_run:
            report(SHARE_OF_TAKING, "Putting recordings and sheets together")
            bring_matches_up_to_date(store, window_days)
            before = SHARE_OF_TAKING + SHARE_OF_MATCHING
            store.judgements.refresh(lambda share, text: report(before + share * (1 - before), text), check)
        report(1.0, "Taken in")
        return outcome

    return job


def bring_matches_up_to_date(store: Store, window_days: int) -> None:
    """Run matching, unless nothing it looks at was written since it ran last."""
    states = store.imports.list_states
    counts = " ".join(f"{kind}={states.changes(kind)}" for kind in MATCHED_FROM)
    looked_at = hashlib.sha256(counts.encode()).hexdigest()
    rules = f"rules {MATCHING_VERSION}, window {window_days}"
    if states.settled(MATCHING, looked_at, rules) is None:
        store.matches.run(window_days)
        states.settle(MATCHING, states.changes(MATCHING), looked_at, rules, Settled(0, (), ()))
