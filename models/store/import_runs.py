"""The history of imports: every one that wrote, or was stopped or failed while it did, with what came of it.

Dry runs are not kept. `listing()` is what a page shows, `get()` the whole account, so that a report can be saved and
printed long afterwards.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from models.database import Database
from models.errors import UnknownId
from models.import_run import ImportRun, RunState
from models.intake.account import ImportAccount, places_from, report_from

MOST_LISTED = 50


@dataclass(frozen=True)
class RunLine:
    """One import on a line: when, by whom, from which files, and the counts over all kinds."""

    id: str
    started_at: datetime
    finished_at: datetime
    person: str | None
    state: RunState
    profile: str | None
    places: tuple[tuple[str, str], ...]
    new: int
    unchanged: int
    changed: int
    refused: int


class ImportRunStore:
    """Adds and reads imports that were run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, account: ImportAccount) -> str:
        """Keep an import; gives its id."""
        run = ImportRun(
            started_at=account.started_at,
            finished_at=account.finished_at,
            staff_id=account.person,
            state=account.state.value,
            profile=account.profile,
            request=account.stored_request(),
            report=account.stored_report(),
        )
        with self._database.session() as session:
            session.add(run)
        return run.id

    def listing(self, most: int = MOST_LISTED) -> list[RunLine]:
        """The newest imports, newest first."""
        order = (col(ImportRun.started_at).desc(), col(ImportRun.id).desc())
        with self._database.session() as session:
            runs = session.exec(select(ImportRun).order_by(*order).limit(most)).all()
        return [_line(run) for run in runs]

    def get(self, run_id: str) -> ImportAccount:
        """The account of one import. Raises UnknownId."""
        with self._database.session() as session:
            run = session.exec(select(ImportRun).where(ImportRun.id == run_id)).first()
        if run is None:
            raise UnknownId("import", run_id)
        return _account(run)


def _account(run: ImportRun) -> ImportAccount:
    report, not_listed, why = report_from(run.report)
    return ImportAccount(
        places_from(run.request),
        report,
        run.started_at,
        run.finished_at,
        run.staff_id,
        RunState(run.state),
        run.profile,
        not_listed,
        why,
    )


def _line(run: ImportRun) -> RunLine:
    account = _account(run)
    parts = [part for _kind, part in account.report.kinds()]
    return RunLine(
        run.id,
        run.started_at,
        run.finished_at,
        run.staff_id,
        RunState(run.state),
        run.profile,
        account.places,
        sum(part.new for part in parts),
        sum(part.unchanged for part in parts),
        sum(part.changed for part in parts),
        account.refused,
    )
