"""Steer policies: dated, immutable readings of the guidance, as data.

A policy says for which schemes and from which day it holds, whose text it reads, who wrote and who approved it, the
settings the steer is worked out with, and the rival readings under which a sheet is judged again. Policies are read
from `resources/policy/*.toml` and from a department's own folder (`models.policy_file` reads one file). A changed
reading is a new policy with a new id; the store keeps id and fingerprint of every policy that was ever used, and
`changed_since_used` tells when a file of that id no longer says the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import resources
from models.errors import InputRefused, Refusal

ENDING = ".toml"
UNDATED: Mapping[str, str] = {"CSCS": "2009-10/AnnexA/1", "CS2": "2009-10/AnnexA/1", "CMS": "2012/CMS/1"}
"""Scheme -> the policy of a sheet without a decision date (command-line contract, `steer`)."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least contribution: `pct` hundredths of a per cent of net income, or of maintenance on top of maintenance.

    Never less than `least_pence` a week (of net income: the whole contribution; of maintenance: the arrears part).
    """

    pct: int
    least_pence: int
    of_maintenance: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """One reading of the guidance in numbers: money in pence, percentages in hundredths of a per cent (4000 is 40%).

    `horizon`: frequency -> the instalments within which a debt must be cleared; that of weekly payers counts the weeks
    of every weekly figure. `floors`: scheme -> its floor, None where the policy has none. `exclusive`: the floor is
    paid on top of regular maintenance. `rung2_at_least`: a rate above the floor is rung 2 even where the floor would
    not have cleared the debt. `floor_binds`: less than the floor is outside even when it clears in time.
    `order_on_residual`: the threshold of a liability order is held against what an order at the cap leaves, not
    against the whole balance. A contribution short of the floor, or of the cap, by no more than the tolerance counts
    as reaching it. `protected_money`: a money rate of the order counts where it protects more than the percentage.
    """

    horizon: Mapping[str, int]
    floors: Mapping[str, Floor | None]
    cap_pct: int
    assurance_pct: int
    exclusive: bool
    rung2_at_least: bool
    floor_binds: bool
    order_threshold_pence: int
    order_on_residual: bool
    floor_tolerance_pence: int
    cap_tolerance_pence: int
    protected_money: bool

    @property
    def weeks(self) -> int:
        """The weeks of every weekly figure."""
        return self.horizon["W"]

    def reading(self, scheme: str) -> "Reading":
        """These settings laid flat for one scheme."""
        floor = self.floors.get(scheme)
        return Reading(
            self.weeks,
            self.horizon,
            floor is not None,
            floor.pct if floor else 0,
            floor.least_pence if floor else 0,
            floor is not None and floor.of_maintenance,
            floor is not None and (floor.of_maintenance or self.exclusive),
            self.floor_binds,
            self.floor_tolerance_pence,
            self.rung2_at_least,
            self.cap_pct,
            self.protected_money,
            self.cap_tolerance_pence,
            self.assurance_pct,
            self.order_on_residual,
            self.order_threshold_pence,
        )


class Reading(NamedTuple):
    """Settings as one scheme meets them, flat, because a sheet is held against eight of them: see `Settings`.

    `floor_on_top`: the floor is what is paid beside regular maintenance.
    """

    weeks: int
    horizon: Mapping[str, int]
    has_floor: bool
    floor_pct: int
    floor_least_pence: int
    floor_of_maintenance: bool
    floor_on_top: bool
    floor_binds: bool
    floor_tolerance_pence: int
    rung2_at_least: bool
    cap_pct: int
    protected_money: bool
    cap_tolerance_pence: int
    assurance_pct: int
    order_on_residual: bool
    order_threshold_pence: int


class Touches(StrEnum):
    """What of the ladder a rival reads otherwise: only its floor, only when an order is due, only what counts as the
    cap, or more than one of these."""

    FLOOR = "floor"
    ORDER = "order"
    CAP_TOLERANCE = "cap tolerance"
    MORE = "more"


class RivalReading(NamedTuple):
    """A rival as one scheme meets it; what it touches tells which sheets it cannot change."""

    id: str
    reading: Reading
    touches: Touches


def _touches(own: Reading, other: Reading) -> Touches:
    changed = {name for name in Reading._fields if getattr(own, name) != getattr(other, name)}
    return next((what for what, fields in _TOUCHED.items() if changed <= fields), Touches.MORE)


_TOUCHED: Mapping[Touches, frozenset[str]] = {
    Touches.FLOOR: frozenset(
        {
            *("has_floor", "floor_pct", "floor_least_pence", "floor_of_maintenance", "floor_on_top"),
            *("floor_binds", "floor_tolerance_pence", "rung2_at_least"),
        }
    ),
    Touches.ORDER: frozenset({"order_on_residual", "order_threshold_pence"}),
    Touches.CAP_TOLERANCE: frozenset({"cap_tolerance_pence"}),
}


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way to read the text: its id, in words, and the whole settings under it."""

    id: str
    words: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the source and the parts of the ladder it stands behind (see `models.policy_file.PARTS`)."""

    reference: str
    text: str
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy. `effective_to` is the last day it holds, None while no end is set.

    `replaces` names the policy that ends the day before this one begins. `values` is the file as plain values.
    """

    id: str
    title: str
    source: str
    schemes: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    replaces: str | None
    author: str
    approver: str
    settings: Settings
    rivals: tuple[Rival, ...]
    paragraphs: tuple[Paragraph, ...]
    values: Mapping[str, Any] = field(repr=False, compare=False)
    origin: Path | None = field(default=None, repr=False, compare=False)
    readings: Mapping[str, Reading] = field(init=False, repr=False, compare=False)
    rival_readings: Mapping[str, tuple[RivalReading, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the settings flat by scheme; a rival that reads nothing otherwise for a scheme is none there."""
        readings = {scheme: self.settings.reading(scheme) for scheme in self.schemes}
        rivals = {
            scheme: tuple(
                RivalReading(rival.id, reading, _touches(own, reading))
                for rival in self.rivals
                if (reading := rival.settings.reading(scheme)) != own
            )
            for scheme, own in readings.items()
        }
        object.__setattr__(self, "readings", MappingProxyType(readings))
        object.__setattr__(self, "rival_readings", MappingProxyType(rivals))

    @property
    def sha256(self) -> str:
        """The fingerprint of the canonical content: the same for the same content, however the file is laid out."""
        plain = json.dumps(
            self.values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=date.isoformat
        )
        return hashlib.sha256(plain.encode()).hexdigest()

    def paragraphs_behind(self, part: str) -> tuple[Paragraph, ...]:
        """The paragraphs that stand behind a part of the ladder, in the order of the file."""
        return tuple(paragraph for paragraph in self.paragraphs if part in paragraph.behind)

    def rival(self, rival_id: str) -> Rival:
        """The rival reading of this id. Raises KeyError."""
        for rival in self.rivals:
            if rival.id == rival_id:
                return rival
        raise KeyError(rival_id)

    def read_as(self, rival_id: str) -> "Policy":
        """This policy under one of its rival readings alone, for showing what would come of it. Raises KeyError."""
        return replace(self, settings=self.rival(rival_id).settings, rivals=())


def policy_for(policies: Sequence[Policy], scheme: str | None, day: date | None) -> Policy | None:
    """The policy in force for a scheme on a decision date; without a date the contract's own, without one None."""
    if day is None:
        wanted = UNDATED.get(scheme or "")
        return next((policy for policy in policies if policy.id == wanted), None)
    for policy in policies:
        if scheme in policy.schemes and policy.effective_from <= day:
            last = last_day(policy, policies)
            if last is None or day <= last:
                return policy
    return None


def last_day(policy: Policy, policies: Iterable[Policy]) -> date | None:
    """The last day a policy holds among these: its own end, or the day before the one that replaces it begins."""
    ends = [other.effective_from - timedelta(days=1) for other in policies if other.replaces == policy.id]
    if policy.effective_to is not None:
        ends.append(policy.effective_to)
    return min(ends, default=None)


def changed_since_used(policies: Iterable[Policy], used: Mapping[str, str]) -> list[Refusal]:
    """The policies that no longer say what they said when used; `used`: id -> sha256, as the store keeps them."""
    return [
        Refusal(
            policy.origin.name if policy.origin else policy.id,
            None,
            "id",
            policy.id,
            "a policy of this id is in use and says otherwise; it cannot be changed: give the new text a new id",
        )
        for policy in policies
        if used.get(policy.id, policy.sha256) != policy.sha256
    ]


def read_policy(path: Path) -> Policy:
    """Read a policy from its TOML file. Raises InputRefused; `details` name each faulty key with line and reason."""
    from models.policy_file import read

    return read(path)


@cache
def shipped() -> tuple[Policy, ...]:
    """The policies that come with the program, oldest first."""
    return read_policies([])


def read_policies(folders: Sequence[Path]) -> tuple[Policy, ...]:
    """The shipped policies and those of the department's own folders, oldest first.

    Raises InputRefused for a faulty file, an id that stands twice, and two policies in force for one scheme on one day.
    """
    policies, refused = read_all(folders)
    if refused:
        raise InputRefused(
            "A policy of the department cannot be used, so nothing was judged. Mend the file or take it away.", refused
        )
    return policies


def read_all(folders: Sequence[Path]) -> tuple[tuple[Policy, ...], list[Refusal]]:
    """The same, with what was refused beside it: a faulty file is left out, and so is one that does not fit the older.

    A folder that is not there holds none.
    """
    from models.policy_file import overlaps

    read: list[Policy] = []
    refused: list[Refusal] = []
    for path in (path for folder in (resources.path("policy"), *folders) for path in _files(folder)):
        try:
            read.append(read_policy(path))
        except InputRefused as exc:
            refused += [detail for detail in exc.details if isinstance(detail, Refusal)]
    fit: list[Policy] = []
    for policy in sorted(read, key=lambda policy: (policy.effective_from, policy.id)):
        faults = overlaps([*fit, policy])
        refused += faults
        if not faults:
            fit.append(policy)
    return tuple(fit), refused


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file()) if folder.is_dir() else []
