"""Scorecard versions: the shipped ones, those made or taken in here, and those kept because a review used them.

A version that was used counts for good as it was then, whatever is shipped or written under its id today. Versions that
are made here live in `scorecard_version` (models.store.scorecard_versions); what past reviews would have come to under
one is `models.store.scorecard_trial`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.clock import Clock
from models.database import Database
from models.errors import InputRefused, UnknownId
from models.scorecard import (
    DEFAULT_FAMILY,
    CardStanding,
    Scorecard,
    ScorecardDefinition,
    ScorecardVersion,
    family_of,
    scorecard_from,
    shipped,
)
from models.scorecard_versions import CardDraft, VersionLine
from models.store import scorecard_versions as versions
from models.store.scorecard_lines import current_id, lines, row_of
from models.store.staff import Person

if TYPE_CHECKING:
    from models.trial import Trial

__all__ = ["CardDraft", "ScorecardStore", "VersionLine"]


class ScorecardStore:
    """Looks scorecards up, and carries a version from draft to published to withdrawn."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._used: dict[str, ScorecardDefinition] = {}

    # reading

    def get(self, scorecard_id: str) -> ScorecardDefinition:
        """The scorecard with this id, as used, else as published here, else as shipped. A draft is none yet.

        Raises UnknownId.
        """
        if scorecard_id in self._used:
            return self._used[scorecard_id]
        with self._database.session() as session:
            return self._within(session, scorecard_id)

    def listing(self) -> dict[str, ScorecardDefinition]:
        """Every scorecard that was published at some time, by id."""
        with self._database.session() as session:
            used = session.exec(select(Scorecard)).all()
            made = session.exec(select(ScorecardVersion).where(ScorecardVersion.standing != CardStanding.DRAFT)).all()
        own = {row.scorecard_id: _definition_of(row) for row in made if row.definition is not None}
        found: Mapping[str, ScorecardDefinition] = (
            shipped() | own | {row.scorecard_id: self._definition(row) for row in used}
        )
        return dict(sorted(found.items()))

    def current(self, family: str = DEFAULT_FAMILY) -> ScorecardDefinition:
        """What new reviews are made with: the newest published version of the family that was not withdrawn.

        Raises UnknownId when there is none.
        """
        with self._database.session() as session:
            newest = current_id(session, family)
            if newest is None:
                raise UnknownId("scorecard", family)
            return self._used.get(newest) or self._within(session, newest)

    def versions(self) -> tuple[VersionLine, ...]:
        """Every version there is, drafts too, by family and newest first."""
        with self._database.session() as session:
            return lines(session)

    def draft(self, scorecard_id: str) -> CardDraft:
        """A draft as it was last saved, whole or not. Raises UnknownId."""
        with self._database.session() as session:
            return versions.draft(session, scorecard_id)

    # using

    def for_new_review(self, scorecard_id: str) -> ScorecardDefinition:
        """The scorecard of a review that is begun now. Raises UnknownId, InputRefused for one that was withdrawn."""
        with self._database.session() as session:
            row = row_of(session, scorecard_id)
            if row is not None and row.standing == CardStanding.WITHDRAWN:
                newest = current_id(session, family_of(scorecard_id))
                instead = "" if newest is None else f"; begin with {newest}"
                raise InputRefused(f"{scorecard_id} was withdrawn: no new review begins with it{instead}.")
        return self.get(scorecard_id)

    def use(self, scorecard_id: str) -> str:
        """The row id of this scorecard, kept in the database from its first use on. Raises UnknownId."""
        kept = self._row_id(scorecard_id)
        if kept is not None:
            return kept
        try:
            with self._database.session() as session:
                row_of(session, scorecard_id, lock=True)  # nobody takes it back while it is being used
                card = self._within(session, scorecard_id)
                row = Scorecard(
                    scorecard_id=card.id,
                    title=card.title,
                    definition=card.values,
                    sha256=card.sha256,
                    first_used_at=self._clock.now(),
                )
                session.add(row)
                session.flush()
        except IntegrityError:
            first = self._row_id(scorecard_id)  # another window used it in the same moment
            if first is None:
                raise
            return first
        return row.id

    # making versions; every method raises NotAllowed unless `by` is a team leader or Quality Assurance

    def begin(self, based_on: str, by: Person) -> CardDraft:
        """A draft of the family's next version, made from any version or draft there is. Raises UnknownId."""
        versions.refuse_changing(by)
        with self._database.session() as session:
            row = row_of(session, based_on)
            values = row.definition if row is not None else self._within(session, based_on).values
            return versions.begin(session, values, based_on, by, self._clock.now())

    def add(self, values: Mapping[str, Any], source: str, by: Person) -> CardDraft:
        """Take a scorecard in from a file's plain values, as a draft under its own id.

        Raises InputRefused when it has faults (`details` are Refusals) or its id is taken.
        """
        versions.refuse_changing(by)
        card = scorecard_from(values, source)
        with self._database.session() as session:
            return versions.add(session, card, by, self._clock.now())

    def save(self, scorecard_id: str, values: Mapping[str, Any], revision: int, by: Person) -> CardDraft:
        """Write a draft, whole or not, on top of the revision it was read at; its faults come back with it.

        Raises ChangedElsewhere when somebody wrote since, InputRefused when it is no draft any more.
        """
        versions.refuse_changing(by)
        with self._database.session() as session:
            return versions.save(session, scorecard_id, values, revision, self._clock.now())

    def discard(self, scorecard_id: str, revision: int, by: Person) -> None:
        """Remove a draft. Raises as `save`."""
        versions.refuse_changing(by)
        with self._database.session() as session:
            versions.discard(session, scorecard_id, revision)

    def publish(self, scorecard_id: str, revision: int, by: Person) -> VersionLine:
        """Let new reviews be made with a draft. Raises InputRefused (`details` are Refusals) while it has faults, and
        as `save`."""
        versions.refuse_changing(by)
        with self._database.session() as session:
            return versions.publish(session, scorecard_id, revision, by, self._clock.now())

    def take_back(self, scorecard_id: str, by: Person) -> CardDraft:
        """Make a published version that nobody used a draft again. Raises InputRefused for one that was used."""
        versions.refuse_changing(by)
        with self._database.session() as session:
            return versions.take_back(session, scorecard_id, self._clock.now())

    def withdraw(self, scorecard_id: str, by: Person) -> VersionLine:
        """Let no new review begin with a published version; what was made with it stays. Raises InputRefused when
        nothing would be left to review with."""
        versions.refuse_changing(by)
        with self._database.session() as session:
            card = self._within(session, scorecard_id)
            return versions.withdraw(session, card, self._clock.now())

    def reinstate(self, scorecard_id: str, by: Person) -> VersionLine:
        """Undo a withdrawal. Raises InputRefused when it was not withdrawn."""
        versions.refuse_changing(by)
        with self._database.session() as session:
            return versions.reinstate(session, scorecard_id, self._clock.now())

    # trying

    def trial(
        self,
        card: ScorecardDefinition,
        date_from: date | None = None,
        date_to: date | None = None,
        *,
        report: Callable[[float, str], None] = lambda _share, _words: None,
        check: Callable[[], None] = lambda: None,
    ) -> "Trial":
        """What the signed reviews of a period (days they count on, ends included) would come to under `card`, a draft
        or any other version of their family. Nothing is written. `check` raises Cancelled."""
        from models.store.scorecard_trial import trial_of

        with self._database.session() as session:
            return trial_of(session, card, self._used_before(session), (date_from, date_to), report, check)

    def _used_before(self, session: Session) -> Mapping[str, ScorecardDefinition]:
        """Every used version by its row id."""
        rows: Sequence[Scorecard] = session.exec(select(Scorecard)).all()
        return {row.id: self._definition(row) for row in rows}

    def _within(self, session: Session, scorecard_id: str) -> ScorecardDefinition:
        used = session.exec(select(Scorecard).where(Scorecard.scorecard_id == scorecard_id)).first()
        if used is not None:
            return self._definition(used)
        row = row_of(session, scorecard_id)
        if row is not None and row.standing != CardStanding.DRAFT:
            return _definition_of(row)
        card = shipped().get(scorecard_id)
        if card is None:
            raise UnknownId("scorecard", scorecard_id)
        return card

    def _row_id(self, scorecard_id: str) -> str | None:
        with self._database.session() as session:
            return session.exec(select(Scorecard.id).where(Scorecard.scorecard_id == scorecard_id)).first()

    def _definition(self, row: Scorecard) -> ScorecardDefinition:
        """The definition of a used version, which never changes, so that reading it once is enough."""
        if row.scorecard_id not in self._used:
            self._used[row.scorecard_id] = scorecard_from(row.definition, f"scorecard {row.scorecard_id}")
        return self._used[row.scorecard_id]


def _definition_of(row: ScorecardVersion) -> ScorecardDefinition:
    return scorecard_from(row.definition, f"scorecard {row.scorecard_id}")
