"""How the review in progress stands: what is answered, by whom or by which rule, what is missing, what comes out."""

from dataclasses import replace

from PySide6.QtCore import QObject

from desktop.state.draft_opening import Life, Opened, merged
from desktop.state.heard import Heard
from models.guide_sheet import GuideSheet
from models.judged import choices, is_transferred, missing_choice
from models.listening import supports_whole_call
from models.proposals import AgainstSteer, Proposal, against_steer
from models.review import AnswerValue, ReviewForm, ReviewState
from models.scorecard import ScorecardDefinition
from models.scoring import (
    AgainstRule,
    Missing,
    Result,
    Verdict,
    against_rules,
    judged,
    missing,
    ruled_out,
    settled,
    without_class,
)
from models.sheet_facts import OF_STEER, SheetFacts, facts_of
from models.store.calls import CallFile
from models.store.staff import Person

REASON = "amend_reason"
"""Stands in the place of a prompt where the reason of an amendment is written, or missing."""
WITHHELD = "the steer decides it, too, and is shown once you have signed"
"""Why there is no KPI class, and no rule of the steer's own sums, while a call is checked blind."""
NO_REASON = Missing(REASON, "reason", "an amendment needs its reason in words")


class DraftStanding(QObject):
    """The records, the scorecard and the form of one review, and every question that can be asked of them.

    `file` holds the sheet the review rests on: once signed, the one it was signed on. `sheet_now` is the sheet as it
    stands in the lists. `blind` names the sample for which the call is checked blind until it is signed: then nothing
    here rests on the steer, and the rule that would answer by one of its sums is asked.
    """

    def __init__(self, person: Person, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.person = person
        self.file: CallFile | None = None
        self.card: ScorecardDefinition | None = None
        self.facts: SheetFacts | None = None
        self.form: ReviewForm | None = None
        self.result: Result | None = None
        self.sheet_now: GuideSheet | None = None
        self.proposed: tuple[Proposal, ...] = ()
        self.life: Life | None = None
        self.blind: str | None = None
        self._verdict: Verdict | None = None
        self._reasons: tuple[str, ...] = ()
        self._frozen: Result | None = None

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: signed, or nobody who may review is working."""
        return self.form is None or self.form.state != ReviewState.DRAFT or not self.person.may_review

    @property
    def amending(self) -> bool:
        """Whether this is the draft of an amendment of a signed review."""
        return self.form is not None and self.form.state is ReviewState.DRAFT and self.form.amends is not None

    @property
    def file_now(self) -> CallFile | None:
        """The records as they stand in the lists, whatever sheet a signed review rests on."""
        return None if self.file is None else replace(self.file, sheet=self.sheet_now)

    def settled(self) -> dict[str, AnswerValue]:
        """Every answer that stands: the person's own, else "not applicable" by rule."""
        if self.card is None or self.form is None or self.facts is None:
            return {}
        return settled(self.card, self.form, self.facts)

    @property
    def unanswered(self) -> list[str]:
        """The prompts without an answer of their own or by rule, in the scorecard's order."""
        if self.card is None:
            return []
        answered = self.settled()
        return [prompt.id for prompt in self.card.prompts if prompt.id not in answered]

    def ruled_out(self) -> dict[str, str]:
        """The prompts that answer themselves "not applicable", with the reason in words."""
        if self.card is None or self.form is None or self.facts is None:
            return {}
        return ruled_out(self.card, self.form, self.facts)

    def missing(self) -> tuple[Missing, ...]:
        """What stands between this form and a signature; nothing once it is signed.

        An amendment stands by what its earlier version was signed with: a word on the whole call that was admitted
        there is admitted still.
        """
        if self.card is None or self.form is None or self.facts is None or self.file is None:
            return ()
        if self.form.state is not ReviewState.DRAFT:
            return ()
        recording = self.file.recording
        lacking = missing(
            self.card,
            self.form,
            self.facts,
            has_call=recording is not None,
            duration_ms=None if recording is None else recording.duration_ms,
            declared=self.amending,
        )
        why = () if not self.amending or (self.form.amend_reason or "").strip() else (NO_REASON,)
        return (*why, *missing_choice(self.form, recording, self.file.sheet), *lacking)

    @property
    def caseworker_choices(self) -> tuple[str, ...]:
        """Whose work a check of a transferred call may judge; empty where there is no choice."""
        if self.file is None or not is_transferred(self.file.recording):
            return ()
        return choices(self.file.recording, self.file.sheet)

    def untaken(self) -> tuple[Proposal, ...]:
        """What the steer proposes for prompts that neither a person nor a rule has answered yet."""
        answered = self.settled()
        return tuple(each for each in self.proposed if each.prompt not in answered)

    def against_steer(self) -> tuple[AgainstSteer, ...]:
        """The answers that are others than the steer proposes."""
        return against_steer(self.proposed, self.settled())

    def contradictions(self) -> tuple[AgainstRule, ...]:
        """The answers that go against a rule, with what the rule says."""
        if self.card is None or self.form is None or self.facts is None:
            return ()
        return against_rules(self.card, self.form, self.facts)

    @property
    def heard(self) -> Heard:
        """What was heard of the call for this review, and how fast."""
        return Heard() if self.form is None else merged(self.form.heard)

    @property
    def call_ms(self) -> int:
        """The length of the call; 0 without one."""
        return 0 if self.file is None or self.file.recording is None else self.file.recording.duration_ms

    @property
    def heard_share(self) -> float:
        """What part of the call was gone through for this review, 0..1."""
        return 0.0 if self.form is None else self.heard.share(self.call_ms)

    @property
    def whole_call_supported(self) -> bool:
        """Whether the listening record supports that the whole call was heard; nobody's word stands in for it."""
        return self.form is not None and supports_whole_call(self.form.heard, self.call_ms)

    def _take_opened(self, file: CallFile, opened: Opened) -> None:
        """Stand on a review as it was read; a signed one on the figures it was signed on."""
        signed = opened.frozen is not None
        self.card, self.form, self._frozen = opened.card, opened.form, opened.frozen
        self.life, self.blind = opened.life, opened.blind
        self.proposed, self._verdict, self._reasons = opened.proposed, opened.verdict, opened.reasons
        self.file = replace(file, sheet=opened.signed_on) if signed else file
        sheet, has_call = self.file.sheet, self.file.recording is not None
        facts = facts_of(sheet, has_call=has_call, tasks=file.tasks, views=file.views)
        self.facts = facts if self.blind is None else facts.withheld(OF_STEER, WITHHELD)

    def _judge(self) -> None:
        """Work the result out again; a signed review keeps the one it was signed with."""
        if self.card is not None and self.form is not None and self.facts is not None:
            result = self._frozen or judged(self.card, self.form, self.facts, self._verdict, self._reasons)
            self.result = result if self.blind is None else without_class(result, WITHHELD)
