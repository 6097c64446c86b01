"""Scorecard versions: the shipped ones, and those kept in the database because a review used them."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.clock import Clock
from models.database import Database
from models.errors import UnknownId
from models.scorecard import Scorecard, ScorecardDefinition, scorecard_from, shipped


class ScorecardStore:
    """Looks scorecards up. A version that was used counts as it was then, whatever is shipped under its id today."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._used: dict[str, ScorecardDefinition] = {}

    def get(self, scorecard_id: str) -> ScorecardDefinition:
        """The scorecard with this id, as used, else as shipped. Raises UnknownId."""
        if scorecard_id in self._used:
            return self._used[scorecard_id]
        with self._database.session() as session:
            used = session.exec(select(Scorecard).where(Scorecard.scorecard_id == scorecard_id)).first()
        if used is not None:
            return self._definition(used)
        card = shipped().get(scorecard_id)
        if card is None:
            raise UnknownId("scorecard", scorecard_id)
        return card

    def listing(self) -> dict[str, ScorecardDefinition]:
        """Every scorecard that can be used, by id."""
        with self._database.session() as session:
            used = session.exec(select(Scorecard)).all()
        found: Mapping[str, ScorecardDefinition] = shipped() | {row.scorecard_id: self._definition(row) for row in used}
        return dict(sorted(found.items()))

    def use(self, scorecard_id: str) -> str:
        """The row id of this scorecard, kept in the database from its first use on. Raises UnknownId."""
        card = self.get(scorecard_id)
        kept = self._row_id(scorecard_id)
        if kept is not None:
            return kept
        row = Scorecard(
            scorecard_id=card.id,
            title=card.title,
            definition=card.values,
            sha256=card.sha256,
            first_used_at=self._clock.now(),
        )
        try:
            with self._database.session() as session:
                session.add(row)
                session.flush()
        except IntegrityError:
            first = self._row_id(scorecard_id)  # another window used it in the same moment
            if first is None:
                raise
            return first
        return row.id

    def _row_id(self, scorecard_id: str) -> str | None:
        with self._database.session() as session:
            return session.exec(select(Scorecard.id).where(Scorecard.scorecard_id == scorecard_id)).first()

    def _definition(self, row: Scorecard) -> ScorecardDefinition:
        """The definition of a used version, which never changes, so that reading it once is enough."""
        if row.scorecard_id not in self._used:
            self._used[row.scorecard_id] = scorecard_from(row.definition, f"scorecard {row.scorecard_id}")
        return self._used[row.scorecard_id]
