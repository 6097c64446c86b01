"""The steer's policies as this database knows them: those that were counted by, then the files.

A policy is kept whole, in the transaction that signs or confirms the first thing by it; from then on it counts as it
was then, and a file that says otherwise under the same id is refused in words. So are a file that cannot be read and
one that would be in force beside another: what is refused is left out, and everything else goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from models.clock import Clock
from models.database import Database
from models.errors import InputRefused, Refusal
from models.policy import ENDING, Policy, policy_for, read_policy, shipped
from models.policy_file import overlaps, policy_from
from models.sheet_judgement import SteerPolicy

_DAYS = ("effective_from", "effective_to")


@dataclass(frozen=True)
class Policies:
    """Every policy that can be judged by, oldest first, and what was refused of the files."""

    known: tuple[Policy, ...]
    refused: tuple[Refusal, ...] = ()

    def of(self, scheme: str | None, day: date | None) -> Policy | None:
        """The policy in force for a scheme on a decision date (`models.policy.policy_for`)."""
        return policy_for(self.known, scheme, day)

    def named(self, policy_id: str) -> Policy | None:
        """The policy of this id."""
        return next((policy for policy in self.known if policy.id == policy_id), None)


class PolicyStore:
    """Reads policies; `folders` hold the department's own, beside the shipped ones."""

    def __init__(self, database: Database, clock: Clock, folders: Sequence[Path] = ()) -> None:
        self._database = database
        self._clock = clock
        self._folders = tuple(folders)

    def all(self) -> Policies:
        """The policies as they are to be judged by now."""
        with self._database.session() as session:
            return self.within(session)

    def within(self, session: Session) -> Policies:
        """The same, read in a session that is under way."""
        used = {row.policy_id: _policy(row) for row in session.exec(select(SteerPolicy))}
        own, refused = self._own()
        known = list(used.values())
        for policy in (*shipped(), *sorted(own, key=_age)):
            faults = _faults(policy, used, known)
            refused += faults
            if not faults and policy.id not in used:
                known.append(policy)
        return Policies(tuple(sorted(known, key=_age)), tuple(refused))

    def _own(self) -> tuple[list[Policy], list[Refusal]]:
        """The policies of the department's folders, and what cannot be read there."""
        own, refused = [], []
        for path in (path for folder in self._folders for path in sorted(folder.glob(f"*{ENDING}"))):
            try:
                own.append(read_policy(path))
            except InputRefused as exc:
                told = [detail for detail in exc.details if isinstance(detail, Refusal)]
                refused += told or [Refusal(path.name, None, None, None, exc.message)]
        return own, refused

    def use(self, session: Session, policy: Policy) -> None:
        """Keep the policy for good, if nothing was counted by it before; with whatever else the session writes."""
        if session.exec(select(SteerPolicy.id).where(SteerPolicy.policy_id == policy.id)).first() is None:
            session.add(
                SteerPolicy(
                    policy_id=policy.id,
                    sha256=policy.sha256,
                    definition=_plain(policy.values),
                    first_used_at=self._clock.now(),
                )
            )
            session.flush()


def _age(policy: Policy) -> tuple[date, str]:
    return policy.effective_from, policy.id


def _faults(policy: Policy, used: Mapping[str, Policy], known: Sequence[Policy]) -> list[Refusal]:
    """Why this file does not count: another text under an id that was counted by, or no room beside the others."""
    if policy.id in used:
        if used[policy.id].sha256 == policy.sha256:
            return []
        reason = "reviews or sheets were counted by it, so it cannot be changed; give the new text a new id"
        return [Refusal(policy.origin.name if policy.origin else policy.id, None, "id", policy.id, reason)]
    return overlaps([*known, policy])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _policy(row: SteerPolicy) -> Policy:
    values = {
        name: date.fromisoformat(value) if name in _DAYS and value is not None else value
        for name, value in row.definition.items()
    }
    return policy_from(values, row.policy_id)
