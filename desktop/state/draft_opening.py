"""Reading, signing and joining reviews in the store's lane: the plain functions behind the draft. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.state.heard import Heard
from models.guide_sheet import GuideSheet
from models.listening import HeardSpan
from models.proposals import Proposal
from models.review import ReviewForm, ReviewState
from models.scorecard import ScorecardDefinition
from models.scoring import Result, Verdict
from models.store import Store
from models.store.calls import CallFile
from models.store.review_signing import steered
from models.store.staff import Person

SCORECARD = "arrears-call/1"


@dataclass(frozen=True)
class Opened:
    """A review as read: its scorecard, its form, what the steer says of its sheet and proposes and, once signed, what
    came out of it and the sheet it was signed on; then all of it is frozen."""

    card: ScorecardDefinition
    form: ReviewForm
    frozen: Result | None = None
    signed_on: GuideSheet | None = None
    proposed: tuple[Proposal, ...] = ()
    verdict: Verdict | None = None
    reasons: tuple[str, ...] = ()


def review_of(store: Store, file: CallFile, person: Person, scorecard: str = SCORECARD) -> Opened:
    """The person's own review of the call or sheet, else one that another person signed, else a blank one."""
    form = store.reviews.mine(file.recording_id, file.sheet_id, person.staff_id, scorecard)
    if form is None and (signed := store.calls.signed_review(file)) is not None:
        form = store.reviews.get(signed)
    if form is None:
        form = store.reviews.start_draft(file.recording_id, file.sheet_id, person.staff_id, scorecard)
    return _opened(store, form, file.sheet)


def signed_by(store: Store, form: ReviewForm, person: Person) -> Opened:
    """Sign the draft in the state this window saw last. Raises what `ReviewStore.sign` raises."""
    assert form.review_id is not None
    return _opened(store, store.reviews.sign(form.review_id, person, form.revision), None)


def _opened(store: Store, form: ReviewForm, sheet: GuideSheet | None) -> Opened:
    """A draft with the steer of its `sheet` as it stands, a signed review with everything as frozen."""
    card = store.scorecards.get(form.scorecard)
    if form.state != ReviewState.SIGNED or form.review_id is None:
        steer = None if sheet is None else steered(sheet, store.policies.all(), card)
        if steer is None:
            return Opened(card, form)
        judgement = steer.frozen.judgement
        return Opened(card, form, proposed=steer.proposed, verdict=judgement.verdict, reasons=judgement.reasons)
    frozen = store.reviews.result(form.review_id)
    signed_on = store.calls.sheet_signed_on(form.review_id)
    return Opened(card, form, frozen, signed_on, store.reviews.proposed(form.review_id))


def with_changes(theirs: ReviewForm, base: ReviewForm, mine: ReviewForm) -> ReviewForm:
    """`theirs` with all on top that differs between `base` and `mine`; what was heard is joined."""
    joined = theirs
    for prompt in {note.prompt for form in (base, mine) for note in form.answers}:
        if mine.answer(prompt) != base.answer(prompt):
            joined = joined.with_answer(mine.answer(prompt))
    return replace(
        joined,
        comment=theirs.comment if mine.comment == base.comment else mine.comment,
        caseworker_id=theirs.caseworker_id if mine.caseworker_id == base.caseworker_id else mine.caseworker_id,
        whole_call_heard=theirs.whole_call_heard or mine.whole_call_heard,
        heard=tuple(merged((*theirs.heard, *mine.heard)).at_speed),
    )


def merged(spans: Iterable[HeardSpan]) -> Heard:
    """Played spans as one record of what was heard."""
    return Heard(spans)
