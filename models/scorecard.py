"""Scorecards as versioned data: sections, prompts, what each demands, and when it does not apply.

A scorecard is read from `resources/scorecards/*.toml`, kept whole in the database the first time it is used, and never
changed afterwards: a change is a new version with a new id ("arrears-call/2"). What the data means is in
`models.scoring`; how a file is read and refused, in `models.scorecard_file`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sqlmodel import Field, SQLModel

import resources
from models.answer_types import YES_NO, Asked
from models.columns import JsonText, UtcDateTime, new_id
from models.review import AnswerValue

DEFAULT_FAMILY = "arrears-call"
"""The family whose current version a review is made with when none is named."""

NEVER = "never"
"""The `not_applicable` words of a prompt that always applies."""


class CardStanding(StrEnum):
    """A draft can be tried and changed; a published version can be used; a withdrawn one begins no new reviews."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Scorecard(SQLModel, table=True):
    """A scorecard version as used: `definition` is the whole file as plain values, `sha256` its fingerprint."""

    __tablename__ = "scorecard"

    id: str = Field(default_factory=new_id, primary_key=True)
    scorecard_id: str = Field(unique=True)
    title: str
    definition: Any = Field(sa_type=JsonText)
    sha256: str
    first_used_at: datetime = Field(sa_type=UtcDateTime)


class ScorecardVersion(SQLModel, table=True):
    """A scorecard version made or taken in here, as it stands; from its first use on it is kept as Scorecard, too, and
    never changes. `based_on` is the id of the version it was made from; `revision` tells a second writer."""

    __tablename__ = "scorecard_version"

    id: str = Field(default_factory=new_id, primary_key=True)
    scorecard_id: str = Field(unique=True)
    title: str
    definition: Any = Field(sa_type=JsonText)
    standing: str
    based_on: str | None = None
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    saved_at: datetime = Field(sa_type=UtcDateTime)
    published_by: str | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1


class Demand(StrEnum):
    """What carries a "no": the call (a span of it, or the whole call heard), a field of the guide sheet, or either."""

    CALL = "call"
    SHEET = "sheet"
    EITHER = "either"


@dataclass(frozen=True)
class FactIs:
    """True when the named fact (models.sheet_facts) holds, or does not, as `holds` says."""

    fact: str
    holds: bool = True


@dataclass(frozen=True)
class AnswerIs:
    """True when another prompt is answered `value` (Y, N, NA, CT), by the reviewer or by its own rule."""

    prompt: str
    value: str


@dataclass(frozen=True)
class GivenIs:
    """True when what was picked or typed at another prompt is `given`, or a number of at least / at most so much."""

    prompt: str
    given: str | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True)
class AllOf:
    """True when every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """True when one part is."""

    parts: tuple["Condition", ...]


Condition = FactIs | AnswerIs | GivenIs | AllOf | AnyOf


@dataclass(frozen=True)
class Prompt:
    """One question of a scorecard.

    `not_applicable` says in words when N/A is right ("never" forbids it); any of `conditions` answers the prompt N/A by
    itself. `from_steer` marks those the recalculated steer proposes. A "no" needs evidence as `evidence` says, and a
    comment where `comment_on_no`; other answers that need one stand in `comment_on` (values, or ids of options).
    `root_causes` are offered for a "no"; where there are none, free words are taken; `root_cause_needed` asks for at
    least one. The comment of a `sensitive` prompt (health, family) stays out of what is exported. `answer` says
    what is asked for (models.answer_types).
    """

    id: str
    text: str
    help: str
    section: str
    weight: int
    critical: bool
    evidence: Demand
    from_steer: bool
    not_applicable: str
    conditions: tuple[Condition, ...] = ()
    comment_on_no: bool = False
    sensitive: bool = False
    root_causes: tuple[str, ...] = ()
    comment_on: tuple[str, ...] = ()
    root_cause_needed: bool = False
    answer: Asked = YES_NO

    @property
    def always_applies(self) -> bool:
        return self.not_applicable == NEVER

    def needs_comment(self, value: AnswerValue | None, given: str | None = None) -> bool:
        """Whether this answer may not stand without a comment."""
        if value is None:
            return False
        return (self.comment_on_no and value is AnswerValue.NO) or value in self.comment_on or given in self.comment_on


@dataclass(frozen=True)
class Section:
    """A heading of the form and its prompts in order."""

    title: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class ScorecardDefinition:
    """A whole scorecard. `values` is the file it was read from as plain values, which is what the database keeps.

    `discretion_prompt` is the prompt whose "yes" says that the outcome lies outside the ladder by recorded discretion.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    discretion_prompt: str | None
    values: Mapping[str, Any] = field(repr=False, compare=False)

    @cached_property
    def prompts(self) -> tuple[Prompt, ...]:
        """All prompts in the order of the form."""
        return tuple(prompt for section in self.sections for prompt in section.prompts)

    @cached_property
    def _by_id(self) -> dict[str, Prompt]:
        return {prompt.id: prompt for prompt in reversed(self.prompts)}

    def prompt(self, prompt_id: str) -> Prompt:
        """The prompt with this id. Raises KeyError."""
        return self._by_id[prompt_id]

    @property
    def sha256(self) -> str:
        """The fingerprint of `values`: the same for the same content, however the file is laid out."""
        return fingerprint(self.values)


def fingerprint(values: Mapping[str, Any]) -> str:
    """SHA-256 of a scorecard's plain values, whatever the order of their keys."""
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def family_of(scorecard_id: str) -> str:
    """What the versions of one scorecard share: "arrears-call" of "arrears-call/2"."""
    return scorecard_id.rpartition("/")[0]


def number_of(scorecard_id: str) -> int:
    """The number of a version: 2 of "arrears-call/2"."""
    return int(scorecard_id.rpartition("/")[2])


def read_scorecard(path: Path) -> ScorecardDefinition:
    """Read a scorecard from its TOML file. Raises InputRefused; `details` names each faulty key with the reason."""
    from models.scorecard_file import read

    return read(path)


def scorecard_from(values: Mapping[str, Any], source: str) -> ScorecardDefinition:
    """A scorecard from the plain values of its file, as the database keeps them. Raises InputRefused."""
    from models.scorecard_file import definition_from

    return definition_from(values, source)


@cache
def _shipped() -> dict[str, ScorecardDefinition]:
    cards = [read_scorecard(path) for path in sorted(resources.path("scorecards").glob("*.toml"))]
    return {card.id: card for card in cards}


def shipped() -> dict[str, ScorecardDefinition]:
    """The scorecards that come with the program, by id."""
    return dict(_shipped())
