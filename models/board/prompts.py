"""The prompts of the scorecards that reviews were signed with, by their place in the marks (`models.marks`).

Prompts of the negotiation of arrears are counted by their ids over all its versions; those of other scorecards stand
under their own words, for an id of theirs may mean something else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlmodel import Session

from models.board.relations import REVIEW
from models.marks import ALL, EVIDENCED, NO
from models.scorecard import DEFAULT_FAMILY, Scorecard, family_of
from models.store.tables import table_of

_CARD = table_of(Scorecard)
CRITICAL, OTHER = "critical", "other"


@dataclass(frozen=True)
class Placed:
    """One prompt: the row id of its scorecard, its place in the marks (from 0), and by what it is counted."""

    card: str
    place: int
    key: str
    words: str
    critical: bool


@dataclass(frozen=True)
class Prompts:
    """The prompts of every scorecard that was used."""

    placed: tuple[Placed, ...]

    def widths(self) -> Mapping[str, int]:
        """How many prompts a scorecard has."""
        return Counter(each.card for each in self.placed)

    def words(self, key: str) -> str:
        """The prompt in words; its key where no scorecard has it."""
        return next((each.words for each in reversed(self.placed) if each.key == key), key)

    def of(self, key: str, critical: bool | None = None) -> tuple[Placed, ...]:
        """Where a prompt stands, in every scorecard."""
        wanted = (each for each in self.placed if each.key == key)
        return tuple(each for each in wanted if critical is None or each.critical == critical)

    def all(self, *, critical: bool) -> tuple[Placed, ...]:
        """Every critical prompt, or every other."""
        return tuple(each for each in self.placed if each.critical == critical)


def read_prompts(session: Session, known: dict[str, tuple[Placed, ...]]) -> Prompts:
    """The prompts of the scorecards in the database; what is `known` (a used version never changes) is not read."""
    ids = session.execute(select(_CARD.c.id).order_by(_CARD.c.scorecard_id)).scalars().all()
    unknown = [each for each in ids if each not in known]
    if unknown:
        wanted = select(_CARD.c.id, _CARD.c.scorecard_id, _CARD.c.definition).where(_CARD.c.id.in_(unknown))
        for card, scorecard_id, definition in session.execute(wanted):
            known[card] = tuple(_placed(card, scorecard_id, definition))
    return Prompts(tuple(each for card in ids for each in known[card]))


def _placed(card: str, scorecard_id: str, definition: Mapping[str, Any]) -> Iterable[Placed]:
    by_id = family_of(scorecard_id) == DEFAULT_FAMILY
    prompts = [prompt for section in definition["section"] for prompt in section["prompt"]]
    for place, prompt in enumerate(prompts):
        key = str(prompt["id"]) if by_id else f"words:{prompt['text']}"
        yield Placed(card, place, key, str(prompt["text"]), bool(prompt["critical"]))


def answered(placed: Sequence[Placed], marks: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of these prompts has one of these marks on a review."""
    if not placed:
        return false()
    return or_(
        *(
            and_(REVIEW.c.scorecard == each.card, func.substr(REVIEW.c.marks, each.place + 1, 1).in_(marks))
            for each in placed
        )
    )


@dataclass(frozen=True)
class Marked:
    """The marks of many reviews end to end, by scorecard (row id)."""

    prompts: Prompts
    texts: Mapping[str, str]

    def count(self, placed: Sequence[Placed]) -> Counter[str]:
        """How often each mark stands at these places."""
        found = Counter[str]()
        for each in placed:
            found.update(self._at(each))
        return found

    def everywhere(self, marks: Iterable[str]) -> int:
        """How often these marks stand at any place."""
        return sum(text.count(mark) for text in self.texts.values() for mark in marks)

    def no_anywhere(self, placed: Sequence[Placed]) -> int:
        """On how many reviews at least one of these prompts has a no: the places laid over each other, bit by bit."""
        found = Counter[str]()
        for each in placed:
            column = self._column(each)
            if any(mark in column for mark in NO):
                ones = int.from_bytes(column.encode("ascii").translate(_ONES))
                found[each.card] |= ones
        return sum(ones.bit_count() for ones in found.values())

    @cached_property
    def _widths(self) -> Mapping[str, int]:
        return self.prompts.widths()

    @cached_property
    def _counted(self) -> dict[Placed, Counter[str]]:
        """What several tiles ask, they ask once."""
        return {}

    def _column(self, placed: Placed) -> str:
        return self.texts.get(placed.card, "")[placed.place :: self._widths[placed.card]]

    def _at(self, placed: Placed) -> Counter[str]:
        if placed not in self._counted:
            column = self._column(placed)
            self._counted[placed] = +Counter({mark: column.count(mark) for mark in ALL})
        return self._counted[placed]


_ONES = bytes(1 if chr(code) in NO else 0 for code in range(256))
NO_MARKS = tuple(NO)
EVIDENCED_MARKS = tuple(EVIDENCED)
