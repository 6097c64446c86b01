"""Taking lists: rows are read, checked and written block by block; staff are looked at together first.

A guide sheet stands on its own, so it goes in as it is read. A member of staff may name a leader further down the file,
so the staff list (small) is read whole before anything is written. A file that is known to stand in the database as it
is (models.list_state) is not read again.
"""

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from models.errors import Refusal
from models.intake.list_file import ListFile, reading_sha256
from models.intake.lists import STAFF, ListKind
from models.intake.profile import Profile
from models.intake.request import KindReport
from models.intake.table import FileRefused, OpenWorkbook, shown
from models.store.bulk import BulkTake
from models.store.imports import ImportStore
from models.store.list_states import Settled
from models.store.tables import table_of

BATCH = 10_000
"""Rows written at once, at least: each is a transaction of its own, a third of a second long."""
CHUNK = 1024 * 1024
OWN = Profile("steercheck")

Check = Callable[[], None]
Report = Callable[[float, str], None]


class ListIntake:
    """Takes lists into the database."""

    def __init__(
        self,
        imports: ImportStore,
        check: Check,
        *,
        dry_run: bool,
        profile: Profile | None = None,
        workbooks: OpenWorkbook | None = None,
    ) -> None:
        self._imports = imports
        self._check = check
        self._dry_run = dry_run
        self._profile = profile or OWN
        self._workbooks = workbooks

    def take(self, path: Path, kind: ListKind, outcome: KindReport, report: Report) -> None:
        """Take a list of guide sheets, Task 567 entries or Caseworker Online views."""
        states, table = self._imports.list_states, table_of(kind.record).name
        reading = reading_sha256(kind, self._profile.of(kind.part))
        report(0.0, f"Looking at {kind.name}")
        before = self._content(path)
        known = None if before is None else states.settled(table, before.sha256, reading)
        if known is not None:
            outcome.unchanged += known.taken
            outcome.refused.extend(_refused_of(known, path))
            outcome.remarks.extend(known.remarks)
            return
        changes = states.changes(table)
        first = Settled(outcome.taken, tuple(outcome.refused), tuple(outcome.remarks))
        try:
            written = self._read(path, kind, outcome, report)
        except FileRefused as exc:
            outcome.refused.append(exc.refusal)
            return
        if before is not None and not self._dry_run and self._content(path, before) == before:
            settled = Settled(
                outcome.taken - first.taken,
                tuple(outcome.refused[len(first.refused) :]),
                tuple(outcome.remarks[len(first.remarks) :]),
            )
            states.settle(table, changes + written, before.sha256, reading, settled)

    def take_staff(self, path: Path, outcome: KindReport) -> None:
        """Take the staff list; a leader must stand in it or be known, an account belongs to one person."""
        try:
            with self._open(path, STAFF) as listed:
                self._check()
                people = [
                    (row.line, dict(zip(listed.columns, row.values, strict=True)))
                    for row in listed.rows(outcome.refused)
                ]
                name = listed.name
                outcome.remarks.extend(listed.remarks)
        except FileRefused as exc:
            outcome.refused.append(exc.refusal)
            return
        known = self._imports.staff_accounts()
        people = _with_own_account(people, known, name, outcome.refused)
        people = _with_known_leader(people, known, name, outcome.refused)
        outcome.refused.sort(key=lambda refusal: refusal.line or 0)
        teams = self._imports.teams(
            (person["team"] for _, person in people if person.get("team")), dry_run=self._dry_run
        )
        rows = []
        for _, person in people:
            if "team" in person:
                team = person.pop("team")
                person["team_id"] = None if team is None else teams[team]
            rows.append(tuple(person.values()))
        self._check()
        if rows:
            columns = tuple(people[0][1])
            _count(outcome, self._imports.take(STAFF.record, columns, rows, dry_run=self._dry_run))

    def _open(self, path: Path, kind: ListKind) -> ListFile:
        return ListFile(path, kind, self._profile.of(kind.part), workbooks=self._workbooks)

    def _read(self, path: Path, kind: ListKind, outcome: KindReport, report: Report) -> int:
        """Read and write a whole list; gives the number of writes. Raises FileRefused, Cancelled."""
        with (
            self._open(path, kind) as listed,
            self._imports.bulk(kind.record, listed.columns, dry_run=self._dry_run) as bulk,
        ):
            batch: list[list[Any]] = [[] for _ in listed.columns]
            try:
                for block in listed.blocks(outcome.refused):
                    for column, more in zip(batch, block.columns, strict=True):
                        column.extend(more)
                    if len(batch[0]) >= BATCH:
                        self._write(bulk, batch, outcome)
                        batch = [[] for _ in listed.columns]
                    self._check()
                    report(listed.share_read, f"Reading {kind.name}: {outcome.taken:,} rows")
            except FileRefused:  # the file breaks off; what came before it is good
                self._write(bulk, batch, outcome)
                raise
            self._write(bulk, batch, outcome)
            outcome.remarks.extend(listed.remarks)
            return bulk.writes

    def _write(self, bulk: BulkTake, batch: list[list[Any]], outcome: KindReport) -> None:
        self._check()
        _count(outcome, bulk.take(batch))

    def _content(self, path: Path, known: "_Content | None" = None) -> "_Content | None":
        """What the file holds; None where it cannot be read. It is not read again while it looks like `known`."""
        try:
            about = path.stat()
            if not stat.S_ISREG(about.st_mode):
                return None
            looks = (about.st_size, about.st_mtime_ns)
            if known is not None:
                return known if looks == known.looks else None
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    self._check()
                    digest.update(chunk)
        except OSError:
            return None
        return _Content(digest.hexdigest(), looks)


class _Content(NamedTuple):
    """A file's SHA-256, and its size and time of change."""

    sha256: str
    looks: tuple[int, int]


def _count(outcome: KindReport, tally: tuple[int, int, int]) -> None:
    new, unchanged, changed = tally
    outcome.new += new
    outcome.unchanged += unchanged
    outcome.changed += changed


def _refused_of(known: Settled, path: Path) -> list[Refusal]:
    """What was refused of this content before, under the name it has now."""
    return [Refusal(shown(path), one.line, one.column, one.value, one.reason) for one in known.refused]


People = list[tuple[int, dict[str, Any]]]
"""Rows of the staff list: the line each begins on, and its columns."""


def _with_own_account(people: People, known: dict[str, str | None], name: str, refused: list[Refusal]) -> People:
    """Those whose operating system account is nobody else's, in the file or, where the file leaves them be, known."""
    listed = {person["staff_id"] for _, person in people if "os_user" in person}
    owners = {account: staff_id for staff_id, account in known.items() if account and staff_id not in listed}
    kept: People = []
    for line, person in people:
        account = person.get("os_user")
        owner = owners.setdefault(account, person["staff_id"]) if account else person["staff_id"]
        if owner == person["staff_id"]:
            kept.append((line, person))
        else:
            refused.append(Refusal(name, line, "os_user", account, f"this account is {owner}'s already"))
    return kept


def _with_known_leader(people: People, known: dict[str, str | None], name: str, refused: list[Refusal]) -> People:
    """Those whose leader stands in the file or is known; whoever is refused leads nobody either."""
    kept = people
    while True:
        there = known.keys() | {person["staff_id"] for _, person in kept}
        lost = [
            (line, person) for line, person in kept if (person.get("team_leader") or person["staff_id"]) not in there
        ]
        if not lost:
            return kept
        for line, person in lost:
            reason = "this team leader is neither in the file nor known"
            refused.append(Refusal(name, line, "team_leader", person["team_leader"], reason))
        kept = [one for one in kept if one not in lost]
