"""Reading, signing and joining reviews in the store's lane: the plain functions behind the draft. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from desktop.state.heard import Heard
from models.guide_sheet import GuideSheet
from models.listening import HeardSpan
from models.proposals import Proposal
from models.review import ReviewForm, ReviewKind, ReviewState
from models.review_life import LifeStory
from models.scorecard import ScorecardDefinition
from models.scoring import Result, Verdict
from models.store import Store
from models.store.calls import CallFile
from models.store.review_life import Possible
from models.store.review_signing import steered
from models.store.review_versions import VersionLine
from models.store.staff import Person

USUAL_CARD = "arrears-call/1"
"""What most reviews are made with: the form makes its rows ahead."""


@dataclass(frozen=True)
class Life:
    """The life of the version on the desk, as it was read: its own story and those of the other versions, oldest
    first, what the working person can do, and the day of the clock."""

    story: LifeStory
    versions: tuple[VersionLine, ...]
    stories: tuple[LifeStory, ...]
    possible: Possible
    today: date

    @property
    def is_newest(self) -> bool:
        """Whether it is the version that counts now."""
        return self.story.newest in ("", self.story.review_id)

    @property
    def published(self) -> str:
        """The id of the version as published: the first that was signed."""
        return self.versions[0].review_id if self.versions else self.story.review_id


@dataclass(frozen=True)
class Opened:
    """A review as read: its scorecard, its form, what the steer says of its sheet and proposes and, once signed, what
    came out of it and the sheet it was signed on; then all of it is frozen. `life` is what happened to it since, of an
    amendment under way the life of what it amends.

    `blind` is the sample for which it is checked blind, until it is signed: then nothing of the steer is read."""

    card: ScorecardDefinition
    form: ReviewForm
    frozen: Result | None = None
    signed_on: GuideSheet | None = None
    proposed: tuple[Proposal, ...] = ()
    verdict: Verdict | None = None
    reasons: tuple[str, ...] = ()
    life: Life | None = None
    blind: str | None = None


def review_of(
    store: Store, file: CallFile, person: Person, scorecard: str | None = None, wished: str | None = None
) -> Opened:
    """The review that is `wished`, whoever signed it; without one the person's own review of the call or sheet, else
    one that another person signed, else a blank one: with this `scorecard`, else with the version that is in use. A
    draft is opened by nobody but its reviewer. Of a call that is checked blind nobody else's review is opened."""
    blind = store.waiting.blind_for(file.recording_id, file.sheet_id, person.staff_id)
    named = None if wished is None or blind is not None else store.reviews.get(wished)
    if named is not None and (named.state is ReviewState.SIGNED or named.reviewer_id == person.staff_id):
        return _opened(store, named, file.sheet, person)
    form = store.reviews.mine(file.recording_id, file.sheet_id, person.staff_id, scorecard)
    if form is None and blind is None and (signed := store.calls.signed_review(file)) is not None:
        form = store.reviews.get(signed)
    if form is None:
        form = store.reviews.start_draft(file.recording_id, file.sheet_id, person.staff_id, scorecard)
    return _opened(store, _of_sample(store, form, person), file.sheet, person, blind)


def _of_sample(store: Store, form: ReviewForm, person: Person) -> ReviewForm:
    """A draft names the sample that its call was drawn for; one begun before the draw from now on."""
    if form.state is not ReviewState.DRAFT or form.sample_id is not None or form.kind is not ReviewKind.PRIMARY:
        return form
    return replace(form, sample_id=store.waiting.sample_for(form.recording_id, form.sheet_id, person.staff_id))


def signed_by(store: Store, form: ReviewForm, person: Person) -> Opened:
    """Sign the draft in the state this window saw last. Raises what `ReviewStore.sign` raises."""
    assert form.review_id is not None
    if form.amends is not None:
        signed = store.reviews.amend(form.amends, form, form.amend_reason or "", person)
    else:
        if form.sample_id is not None and not store.waiting.stands_in(form.sample_id, form.recording_id):
            form = store.reviews.save_draft(replace(form, sample_id=None))  # replaced by another call meanwhile
        assert form.review_id is not None
        signed = store.reviews.sign(form.review_id, person, form.revision)
    return _opened(store, signed, None, person)


def amending(store: Store, review_id: str, file: CallFile, person: Person) -> Opened:
    """This person's draft of an amendment of a signed review. Raises what `store.life.begin_amending` raises."""
    return _opened(store, store.life.begin_amending(review_id, person), file.sheet, person)


def dropped(store: Store, form: ReviewForm, file: CallFile, person: Person) -> Opened:
    """Drop the draft of an amendment; the signed review it would have amended. Raises what a removal raises."""
    assert form.review_id is not None
    assert form.amends is not None
    store.reviews.discard_draft(form.review_id)
    return _opened(store, store.reviews.get(form.amends), file.sheet, person)


def taken_up(store: Store, gone: ReviewForm, file: CallFile, person: Person) -> Opened:
    """Take up again an amendment that was dropped, as it was. Raises what `begin_amending` and a save raise."""
    assert gone.amends is not None
    begun = store.life.begin_amending(gone.amends, person)
    again = store.reviews.save_draft(replace(gone, review_id=begun.review_id, revision=begun.revision))
    return _opened(store, again, file.sheet, person)


def life_of(store: Store, review_id: str, person: Person) -> Life:
    """The life of one version, and of its chain. Raises UnknownId."""
    versions = store.life.versions(review_id)
    stories = tuple(store.life.of(version.review_id) for version in versions)
    story = next((each for each in stories if each.review_id == review_id), None) or store.life.of(review_id)
    return Life(story, versions, stories, store.life.possible(review_id, person), store.clock.today())


def _opened(
    store: Store, form: ReviewForm, sheet: GuideSheet | None, person: Person, blind: str | None = None
) -> Opened:
    """A draft with the steer of its `sheet` as it stands, unless it is `blind`; a signed review with everything as
    frozen."""
    card = store.scorecards.get(form.scorecard)
    if form.state != ReviewState.SIGNED or form.review_id is None:
        if blind is not None and form.amends is None:
            return Opened(card, form, blind=blind)
        life = None if form.amends is None else life_of(store, form.amends, person)
        steer = None if sheet is None else steered(sheet, store.policies.all(), card)
        if steer is None:
            return Opened(card, form, life=life)
        said = steer.frozen.judgement
        return Opened(card, form, proposed=steer.proposed, verdict=said.verdict, reasons=said.reasons, life=life)
    frozen = store.reviews.result(form.review_id)
    signed_on = store.calls.sheet_signed_on(form.review_id)
    life = life_of(store, form.review_id, person)
    return Opened(card, form, frozen, signed_on, store.reviews.proposed(form.review_id), life=life)


def with_changes(theirs: ReviewForm, base: ReviewForm, mine: ReviewForm) -> ReviewForm:
    """`theirs` with all on top that differs between `base` and `mine`; what was heard is joined."""
    joined = theirs
    for prompt in {note.prompt for form in (base, mine) for note in form.answers}:
        if mine.answer(prompt) != base.answer(prompt):
            joined = joined.with_answer(mine.answer(prompt))
    return replace(
        joined,
        comment=theirs.comment if mine.comment == base.comment else mine.comment,
        amend_reason=theirs.amend_reason if mine.amend_reason == base.amend_reason else mine.amend_reason,
        caseworker_id=theirs.caseworker_id if mine.caseworker_id == base.caseworker_id else mine.caseworker_id,
        whole_call_heard=theirs.whole_call_heard or mine.whole_call_heard,
        heard=tuple(merged((*theirs.heard, *mine.heard)).at_speed),
    )


def merged(spans: Iterable[HeardSpan]) -> Heard:
    """Played spans as one record of what was heard."""
    return Heard(spans)
