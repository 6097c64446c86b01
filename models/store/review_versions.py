"""What each version of a review said, and what the next one changed: any figure as published and as amended."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col

from models.kpi import KpiClass
from models.review import AnswerNote, Review
from models.review_life import LifeState
from models.scoring import Critical
from models.store.review_rows import ReviewRows, read_reviews
from models.store.review_steps import chain_of
from models.store.scorecards import ScorecardStore


@dataclass(frozen=True)
class AnswerChange:
    """One prompt whose answer, comment, causes or evidence another version has otherwise."""

    prompt: str
    before: AnswerNote
    after: AnswerNote

    @property
    def answer_changed(self) -> bool:
        """Whether the answer itself is another one, and not only what is said beside it."""
        return (self.before.value, self.before.given) != (self.after.value, self.after.given)


@dataclass(frozen=True)
class VersionLine:
    """One signed version. `why` is the reason of the amendment (None for the first), `changed` what it has otherwise
    than the version before it, in the order of the scorecard."""

    review_id: str
    signed_at: datetime
    by: str
    why: str | None
    scorecard: str
    score: Decimal | None
    critical: Critical | None
    kpi_class: KpiClass | None
    state: LifeState
    comment: str
    changed: tuple[AnswerChange, ...] = ()


def versions(session: Session, review: Review, scorecards: ScorecardStore) -> tuple[VersionLine, ...]:
    """Every signed version of the review, oldest first; none for a draft that amends nothing."""
    ids = [version for version, _reviewer in chain_of(session, review)]
    found = {rows.review.id: rows for rows in read_reviews(session, col(Review.id).in_(ids))}
    lines: list[VersionLine] = []
    before: ReviewRows | None = None
    for version in ids:
        rows = found[version]
        lines.append(_line(rows, () if before is None else _changes(before, rows, scorecards)))
        before = rows
    return tuple(lines)


def _line(rows: ReviewRows, changed: tuple[AnswerChange, ...]) -> VersionLine:
    review, result = rows.review, rows.result
    assert review.signed_at is not None
    assert result is not None
    return VersionLine(
        review_id=review.id,
        signed_at=review.signed_at,
        by=review.reviewer_id,
        why=review.amend_reason,
        scorecard=rows.scorecard_id,
        score=result.score,
        critical=result.critical,
        kpi_class=result.kpi_class,
        state=LifeState(review.life),
        comment=review.comment,
        changed=changed,
    )


def _changes(before: ReviewRows, after: ReviewRows, scorecards: ScorecardStore) -> tuple[AnswerChange, ...]:
    """By the scorecards of both: an amendment may be made with a newer one."""
    cards = dict.fromkeys((after.scorecard_id, before.scorecard_id))
    prompts = dict.fromkeys(prompt.id for card in cards for prompt in scorecards.get(card).prompts)
    old, new = before.form, after.form
    return tuple(
        AnswerChange(prompt, old.answer(prompt), new.answer(prompt))
        for prompt in prompts
        if old.answer(prompt) != new.answer(prompt)
    )
