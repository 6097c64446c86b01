"""What is said of scorecard versions outside the store: a line of their list, and a draft as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.errors import Refusal
from models.scorecard import CardStanding, ScorecardDefinition


@dataclass(frozen=True)
class VersionLine:
    """One version in the list.

    `shipped`: it came with the program. `reviews` were begun or signed with it, the first at `first_used_at`; from then
    on it is frozen. `current`: reviews are made with it when no other is named. Who and when are None for what was
    shipped.
    """

    scorecard_id: str
    title: str
    standing: CardStanding
    shipped: bool
    current: bool
    prompts: int
    reviews: int
    sha256: str
    based_on: str | None
    made_by: str | None
    made_at: datetime | None
    saved_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    first_used_at: datetime | None
    revision: int

    @property
    def frozen(self) -> bool:
        """Whether it was used, so that a change makes the next version."""
        return self.first_used_at is not None


@dataclass(frozen=True)
class CardDraft:
    """A draft as it was last saved: plain values as a file has them, and what keeps them from being published.

    `card` is the definition, None while there are `faults`. `revision` goes back with the next save.
    """

    scorecard_id: str
    title: str
    values: Mapping[str, Any]
    card: ScorecardDefinition | None
    faults: tuple[Refusal, ...]
    based_on: str | None
    made_by: str
    made_at: datetime
    saved_at: datetime
    revision: int
