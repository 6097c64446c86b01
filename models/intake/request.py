"""What is to be taken in, and what came of it: the two ends of an import.

The window and the command line build an `ImportRequest`; `models.intake.take_in` answers with an `ImportReport`, whose
`as_dict` is the JSON document of `steercheck import`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from models.errors import Refusal
from models.intake.profile import Profile

KINDS = ("recordings", "sheets", "tasks", "views", "staff", "transcripts", "collections")
"""The kinds of records, in the order of the contract's JSON; the last stands there only when it was asked for."""
HOW = frozenset({"dry_run", "profile"})
"""The parts of a request that do not name a place."""


@dataclass(frozen=True)
class ImportRequest:
    """Where the things lie. None: not asked for.

    `recordings` is a folder, `index` the recorder's list of them (alone: the files lie relative to its own folder),
    `transcripts` a folder of transcripts (or one of them); the rest are lists, as text or as workbooks. `profile` says
    how they are to be read (None: as our own). With `dry_run` nothing is written.
    """

    recordings: Path | None = None
    index: Path | None = None
    sheets: Path | None = None
    tasks: Path | None = None
    views: Path | None = None
    staff: Path | None = None
    transcripts: Path | None = None
    dry_run: bool = False
    profile: Profile | None = None
    collections: Path | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return all(getattr(self, part.name) is None for part in fields(self) if part.name not in HOW)


@dataclass
class KindReport:
    """What became of one kind: counts of rows or files, those refused, and remarks in words about some taken."""

    new: int = 0
    unchanged: int = 0
    changed: int = 0
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Rows or files that are in the database now (or would be, in a dry run)."""
        return self.new + self.unchanged + self.changed

    def as_dict(self) -> dict[str, object]:
        """The shape of the contract; remarks are for people and stay out."""
        return {
            "new": self.new,
            "unchanged": self.unchanged,
            "changed": self.changed,
            "refused": [refusal.as_dict() for refusal in self.refused],
        }


@dataclass
class ImportReport:
    """What became of everything; six kinds stand here also when nobody asked for them, collections only when somebody
    did (None: nobody)."""

    recordings: KindReport = field(default_factory=KindReport)
    sheets: KindReport = field(default_factory=KindReport)
    tasks: KindReport = field(default_factory=KindReport)
    views: KindReport = field(default_factory=KindReport)
    staff: KindReport = field(default_factory=KindReport)
    transcripts: KindReport = field(default_factory=KindReport)
    dry_run: bool = False
    collections: KindReport | None = None

    def kinds(self) -> Iterator[tuple[str, KindReport]]:
        """Name and report of each kind, in the order of the contract."""
        for name in KINDS:
            kind = getattr(self, name)
            if kind is not None:
                yield name, kind

    @property
    def refusals(self) -> list[Refusal]:
        """Everything refused, kind by kind."""
        return [refusal for _, kind in self.kinds() for refusal in kind.refused]

    @property
    def any_refused(self) -> bool:
        return any(kind.refused for _, kind in self.kinds())

    def as_dict(self) -> dict[str, object]:
        """The JSON document of `steercheck import`."""
        return {name: kind.as_dict() for name, kind in self.kinds()} | {"dry_run": self.dry_run}
