"""What a feedback document is made of: one review as it holds now, its earlier versions, its life; and who may have it.

Between the store and `models.reports.feedback`. A caseworker is given his own released reviews, in the newest version
that was released to him; a reviewer who may release it is given it as it stands.
"""

from dataclasses import dataclass
from datetime import date

from models.errors import InputRefused, NotAllowed
from models.policy import Policy
from models.review import ReviewState
from models.review_life import Dispute, LifeStory
from models.scorecard import Prompt, ScorecardDefinition
from models.scoring import Result
from models.staff import Role
from models.store import Store
from models.store.review_people import leads, not_releasing
from models.store.review_rows import ReviewRows
from models.store.review_steps import head
from models.store.review_versions import VersionLine
from models.store.staff import Person


@dataclass(frozen=True)
class FeedbackFacts:
    """One review for its caseworker. `versions` and `lives` run from the first one signed to the one told of here."""

    rows: ReviewRows
    result: Result
    card: ScorecardDefinition
    policy: Policy | None
    versions: tuple[VersionLine, ...]
    lives: tuple[LifeStory, ...]
    today: date

    @property
    def life(self) -> LifeStory:
        """That of the version told of."""
        return self.lives[-1]

    @property
    def is_amended(self) -> bool:
        return len(self.versions) > 1

    @property
    def published(self) -> VersionLine:
        """The version that was released first; where none was, the first that was signed."""
        pairs = zip(self.versions, self.lives, strict=True)
        return next((version for version, life in pairs if life.released_at is not None), self.versions[0])

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Every dispute of every version, oldest first."""
        return tuple(dispute for life in self.lives for dispute in life.disputes)

    def prompt(self, prompt_id: str) -> Prompt | None:
        return next((prompt for prompt in self.card.prompts if prompt.id == prompt_id), None)


def read_feedback(store: Store, review_id: str, by: Person) -> FeedbackFacts:
    """The review with this id, in the newest version `by` may have. Raises UnknownId, NotAllowed, InputRefused."""
    with store.database.session() as session:
        asked = head(session, review_id)
        if asked.review.state != ReviewState.SIGNED:
            raise InputRefused(f"Review {review_id} is a draft: feedback is given on signed ones. Nothing was made.")
        own = by.on_staff and by.staff_id == asked.review.caseworker_id
        refused = None if own or _nobody_known(store, by) else not_releasing(session, by, asked)
    if refused is not None:
        raise NotAllowed(
            f"The feedback on review {review_id} is for its caseworker, the team leader, who signed it, and Quality "
            f"Assurance; {by.staff_id} is none of them."
        )
    versions = store.life.versions(review_id)
    lives = tuple(store.life.of(version.review_id) for version in versions)
    while own and lives and lives[-1].released_at is None:
        versions, lives = versions[:-1], lives[:-1]
    if not versions:
        raise NotAllowed(f"Review {review_id} was not released to {by.staff_id} yet.")
    rows = store.reviews.records(review_ids=[versions[-1].review_id])[0]
    if rows.result is None:
        raise InputRefused(f"Review {review_id} holds no result. Nothing was made.")
    policy_id = rows.review.policy
    return FeedbackFacts(
        rows,
        rows.result,
        store.scorecards.get(rows.scorecard_id),
        None if policy_id is None else store.policies.all().named(policy_id),
        versions,
        lives,
        store.clock.today(),
    )


def refuse_reader_of(store: Store, caseworker_id: str, by: Person) -> bool:
    """Whether `by` is the caseworker himself, who is given what was released. Raises NotAllowed unless `by` may read
    what is gathered about this caseworker: himself, his team leader, Quality Assurance."""
    if by.on_staff and by.staff_id == caseworker_id:
        return True
    if by.role is Role.QUALITY_ASSURANCE or _nobody_known(store, by):
        return False
    with store.database.session() as session:
        if leads(session, by, caseworker_id):
            return False
    raise NotAllowed(
        f"What is gathered about {caseworker_id} is for {caseworker_id}, the team leader and Quality Assurance; "
        f"{by.staff_id} is none of them."
    )


def _nobody_known(store: Store, by: Person) -> bool:
    """Whether no staff list is loaded, so that whoever is at the keyboard works for all (command-line contract)."""
    return not by.on_staff and not store.staff.listing()
