"""Taking in what a department has, as a background job: intake with the decoding child, then matching.

The window gives the job to its runner; the command line calls it as it is.
"""

from collections.abc import Callable

from desktop.jobs.read_recording import RecordingReader
from desktop.settings import load_settings
from models.errors import Cancelled
from models.intake.request import ImportReport, ImportRequest
from models.intake.take_in import take_in
from models.store import Store

Report = Callable[[float, str], None]
Check = Callable[[], None]


def take_in_job(store: Store, request: ImportRequest) -> Callable[[Report, Check], ImportReport]:
    """The job that takes in what `request` names; after it (but for a dry run) the matches are current.

    The child that decodes is started with the first recording that needs it. Matching runs also when the person stops
    the import: what was finished before is whole.
    """

    def job(report: Report, check: Check) -> ImportReport:
        window_days = load_settings().match_window_days
        reader = RecordingReader()
        try:
            outcome = take_in(store, request, lambda path: reader.probe(path, check), report, check)
        except Cancelled:
            if not request.dry_run:
                store.matches.run(window_days)
            raise
        finally:
            reader.close()
        if not request.dry_run:
            store.matches.run(window_days)
        return outcome

    return job
