"""An import that is remembered: runs the job that takes in, and puts down what it was, however it ended.

The window and the command line wrap `desktop.jobs.take_in.take_in_job` in this, so that the history holds every import
that wrote anything; a dry run is told but not kept.
"""

import logging
from collections.abc import Callable

from models.errors import Cancelled, SteercheckError
from models.import_run import RunState
from models.intake.account import ImportAccount
from models.intake.request import ImportReport, ImportRequest
from models.store import Store

LOG = logging.getLogger(__name__)
DEFECT = "Something in Steercheck went wrong. The log has the details."

Report = Callable[[float, str], None]
Check = Callable[[], None]
ImportJob = Callable[[Report, Check], ImportReport]


def recorded(
    store: Store,
    request: ImportRequest,
    person: str | None,
    job: ImportJob,
    tell: Callable[[ImportAccount], object] = lambda _account: None,
) -> ImportJob:
    """The job that runs `job` and remembers it. `person` is who imports (staff id or "os:<user>").

    A stop and a failure are remembered too and raised on. `tell` is called with the account in every case, in the job's
    own thread, before the ending. What was taken until a stop stands in the details of Cancelled.
    """

    def remembering(report: Report, check: Check) -> ImportReport:
        started_at = store.clock.now()
        outcome = ImportReport(dry_run=request.dry_run)
        state, why = RunState.FAILED, DEFECT
        try:
            outcome = job(report, check)
            state, why = RunState.FINISHED, ""
        except Cancelled as exc:
            outcome, state, why = _partial(exc, outcome), RunState.CANCELLED, ""
            raise
        except SteercheckError as exc:
            outcome, why = _partial(exc, outcome), exc.message
            raise
        finally:
            finished_at = store.clock.now()
            account = ImportAccount.of(request, outcome, started_at, finished_at, person=person, state=state, why=why)
            if not request.dry_run:
                _keep(store, account)
            tell(account)
        return outcome

    return remembering


def _partial(exc: SteercheckError, nothing: ImportReport) -> ImportReport:
    """What was taken before an import ended early, as far as it is told."""
    return next((detail for detail in exc.details if isinstance(detail, ImportReport)), nothing)


def _keep(store: Store, account: ImportAccount) -> None:
    """Into the history. A database that refuses this may be the very reason the import failed: that is what is told,
    and an import that succeeded did so without its line in the history."""
    try:
        store.import_runs.add(account)
    except SteercheckError as exc:
        LOG.warning("an import could not be put into the history: %s", exc.code)
