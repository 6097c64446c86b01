"""Taking lists: rows are read, checked and written in batches; staff are looked at together first.

A guide sheet stands on its own, so it goes in as it is read. A member of staff may name a leader further down the file,
so the staff list (small) is read whole before anything is written.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.errors import Refusal
from models.intake.csv_rows import FileRefused
from models.intake.lists import STAFF, ListFile, ListKind
from models.intake.request import KindReport
from models.store.imports import ImportStore

BATCH = 1000
"""Rows written at once."""

Check = Callable[[], None]
Report = Callable[[float, str], None]


class ListIntake:
    """Takes lists into the database."""

    def __init__(self, imports: ImportStore, check: Check, *, dry_run: bool) -> None:
        self._imports = imports
        self._check = check
        self._dry_run = dry_run

    def take(self, path: Path, kind: ListKind, outcome: KindReport, report: Report) -> None:
        """Take a list of guide sheets, Task 567 entries or Caseworker Online views."""
        try:
            with ListFile(path, kind) as listed:
                batch: list[tuple[Any, ...]] = []
                for row in listed.rows(outcome.refused):
                    batch.append(row.values)
                    if len(batch) == BATCH:
                        self._write(kind, listed.columns, batch, outcome)
                        report(listed.share_read, f"Reading {kind.name}: {outcome.taken:,} rows")
                        batch = []
                self._write(kind, listed.columns, batch, outcome)
        except FileRefused as exc:
            outcome.refused.append(exc.refusal)

    def take_staff(self, path: Path, outcome: KindReport) -> None:
        """Take the staff list; a leader must stand in it or be known, an account belongs to one person."""
        try:
            with ListFile(path, STAFF) as listed:
                self._check()
                people = [
                    (row.line, dict(zip(listed.columns, row.values, strict=True)))
                    for row in listed.rows(outcome.refused)
                ]
                name = listed.name
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
            rows.append(person)
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            self._write(STAFF, tuple(batch[0]), [tuple(person.values()) for person in batch], outcome)

    def _write(
        self, kind: ListKind, columns: tuple[str, ...], rows: list[tuple[Any, ...]], outcome: KindReport
    ) -> None:
        self._check()
        if rows:
            tally = self._imports.take(kind.record, columns, rows, dry_run=self._dry_run)
            outcome.new += tally.new
            outcome.unchanged += tally.unchanged
            outcome.changed += tally.changed


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
