"""Issued reports: kept byte for byte with their parameters and their hash, listed and handed out again.

"The latest available copies (as distinct from requesting that you produce fresh copies)" (letter of 15 March 2018).
What was issued never changes and is never made again; every reading of a file checks its hash. Only what may be
published is kept: caselist, feedback and the KPI by caseworker hold personal data and die with their own lists.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from models.clock import Clock
from models.database import Database
from models.errors import ChangedElsewhere, IntegrityBroken, NotAllowed, UnknownId, WrongUsage
from models.issued_report import IssuedFile, IssuedReport
from models.reports.kept import as_kept, from_kept
from models.reports.table import Report
from models.staff import Staff
from models.store.staff import Person
from models.store.tables import table_of

PROGRAM = "steercheck"
_ROW = table_of(IssuedReport)


@dataclass(frozen=True)
class IssuedLine:
    """An issued report as the list shows it. `size` in bytes; `sha256` in hex; `as_of` is the day it tells of itself,
    `issued_at` the moment (UTC) it was issued; `issued_by` a staff id."""

    issue_id: str
    kind: str
    title: str
    date_from: date
    date_to: date
    as_of: date
    threshold: int
    grouped_by: str | None
    file_name: str
    sha256: str
    size: int
    tool_version: str
    issued_by: str
    issued_at: datetime

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON; moments with their offset."""
        return {
            "issue_id": self.issue_id,
            "kind": self.kind,
            "title": self.title,
            "from": self.date_from.isoformat(),
            "to": self.date_to.isoformat(),
            "as_of": self.as_of.isoformat(),
            "threshold": self.threshold,
            "grouped_by": self.grouped_by,
            "file_name": self.file_name,
            "sha256": self.sha256,
            "size": self.size,
            "tool_version": self.tool_version,
            "issued_by": self.issued_by,
            "issued_at": self.issued_at.isoformat(timespec="seconds"),
        }


@dataclass(frozen=True)
class Issued:
    """An issued report with what it said, as data."""

    line: IssuedLine
    report: Report


class IssuedStore:
    """Every read and write of issued reports."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # reading

    def listing(self, kind: str | None = None) -> tuple[IssuedLine, ...]:
        """What was issued, the newest first; of one kind, when it is said. Files are not touched."""
        statement = _lines().order_by(_ROW.c.issued_at.desc(), _ROW.c.id.desc())
        if kind is not None:
            statement = statement.where(_ROW.c.kind == kind)
        with self._database.session() as session:
            return tuple(_line(row) for row in session.execute(statement))

    def latest(self, kind: str) -> IssuedLine | None:
        """The latest available copy of a kind."""
        return next(iter(self.listing(kind)), None)

    def counts(self) -> dict[str, int]:
        """How many were issued of each kind that has any."""
        with self._database.session() as session:
            found = session.execute(select(_ROW.c.kind, func.count()).group_by(_ROW.c.kind))
            return {str(kind): int(number) for kind, number in found}

    def get_line(self, issue_id: str) -> IssuedLine:
        """One line. Raises UnknownId."""
        with self._database.session() as session:
            return _line_of(session, issue_id)

    def get(self, issue_id: str) -> Issued:
        """An issued report as data. Raises UnknownId, IntegrityBroken when the data are damaged."""
        with self._database.session() as session:
            line = _line_of(session, issue_id)
            try:
                kept = session.execute(select(_ROW.c.report).where(_ROW.c.issue_id == issue_id)).scalar_one()
                report = from_kept(kept)
            except ValueError as exc:
                raise IntegrityBroken(
                    f"What was kept of {issue_id} is damaged: its figures cannot be read ({exc}). Its file is kept "
                    f"apart and may be whole: steercheck report --reopen {issue_id} --out FILE."
                ) from exc
        return Issued(line, report)

    def content(self, issue_id: str) -> bytes:
        """The very bytes that were issued. Raises UnknownId, IntegrityBroken when they are no longer those."""
        with self._database.session() as session:
            line = _line_of(session, issue_id)
            asked = (
                select(col(IssuedFile.content))
                .join(_ROW, _ROW.c.id == col(IssuedFile.issue))
                .where(_ROW.c.issue_id == issue_id)
            )
            found = session.execute(asked).scalar_one_or_none()
        if found is None:
            raise IntegrityBroken(f"The file of {issue_id} ({line.file_name}) is no longer in the archive.")
        content = found if isinstance(found, bytes) else b""  # a text somebody put there is none of ours
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 != line.sha256:
            raise IntegrityBroken(
                f"The file of {issue_id} ({line.file_name}) is not what was issued: its SHA-256 is {sha256}, and "
                f"{line.sha256} was issued. It was not handed out; a backup of the database may hold it whole."
            )
        return content

    # writing

    def may_issue(self, by: Person) -> bool:
        """Whether what `by` writes is issued: team leaders and Quality Assurance; whoever works while there is no staff
        list."""
        if by.on_staff:
            return by.may_review
        with self._database.session() as session:
            return session.exec(select(func.count()).select_from(Staff)).one() == 0

    def issue(self, report: Report, file_name: str, content: bytes, by: Person) -> IssuedLine:
        """Keep a report as it is handed out: its data, and `content`, the file's bytes.

        Raises WrongUsage for one that is not published, NotAllowed unless `by` may issue, ChangedElsewhere when another
        was issued in the same moment.
        """
        if not report.publishable:
            raise WrongUsage(f"The report {report.kind} holds personal data: it is never issued, and not kept.")
        if not self.may_issue(by):
            raise NotAllowed(f"{by.staff_id} may not issue reports: only team leaders and Quality Assurance do.")
        try:
            with self._database.session() as session:
                if self._database.is_sqlite:
                    session.connection().exec_driver_sql("BEGIN IMMEDIATE")
                row = IssuedReport(
                    issue_id=_next_id(session),
                    kind=report.kind,
                    title=report.title,
                    date_from=report.date_from,
                    date_to=report.date_to,
                    threshold=report.threshold,
                    as_of=report.as_of,
                    grouped_by=report.grouped_by,
                    file_name=file_name,
                    sha256=hashlib.sha256(content).hexdigest(),
                    size=len(content),
                    report=as_kept(report),
                    tool_version=version(PROGRAM),
                    issued_by=by.staff_id,
                    issued_at=self._clock.now(),
                )
                session.add(row)
                session.flush()
                session.add(IssuedFile(issue=row.id, content=content))
                session.flush()
                return _line_of(session, row.issue_id)
        except IntegrityError as exc:
            raise ChangedElsewhere(
                "Another report was issued in the same moment. Nothing was issued here; issue it again."
            ) from exc

    def take_back(self, line: IssuedLine) -> None:
        """Forget what was kept a moment ago and could not be handed out: its file found no place. Nothing else may."""
        with self._database.session() as session:
            own = select(_ROW.c.id).where(_ROW.c.issue_id == line.issue_id, _ROW.c.sha256 == line.sha256)
            session.execute(delete(IssuedFile).where(col(IssuedFile.issue).in_(own)))
            session.execute(
                delete(IssuedReport).where(
                    col(IssuedReport.issue_id) == line.issue_id, col(IssuedReport.sha256) == line.sha256
                )
            )


def _lines() -> Any:
    """The lines, without the data: what is damaged there does not hide the list."""
    return select(*(column for column in _ROW.c if column.name != "report"))


def _line_of(session: Session, issue_id: str) -> IssuedLine:
    """Raises UnknownId."""
    row = session.execute(_lines().where(_ROW.c.issue_id == issue_id)).one_or_none()
    if row is None:
        raise UnknownId("issued report", issue_id)
    return _line(row)


def _line(row: Any) -> IssuedLine:
    return IssuedLine(
        row.issue_id,
        row.kind,
        row.title,
        row.date_from,
        row.date_to,
        row.as_of,
        row.threshold,
        row.grouped_by,
        row.file_name,
        row.sha256,
        row.size,
        row.tool_version,
        row.issued_by,
        row.issued_at,
    )


def _next_id(session: Session) -> str:
    """R-0001 and so on, by the longest and highest there is: R-10000 comes after R-9999."""
    longest = func.length(IssuedReport.issue_id)
    last = session.exec(
        select(IssuedReport.issue_id).order_by(longest.desc(), col(IssuedReport.issue_id).desc()).limit(1)
    ).first()
    return f"R-{(0 if last is None else int(last.removeprefix('R-'))) + 1:04}"
