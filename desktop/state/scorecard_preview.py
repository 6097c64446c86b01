"""Answering a version on trial: the review form's own state over a check that does not exist; nothing is ever stored.

Between the open version (`state.scorecard_draft`) and the form of the review page, which shows it as reviewers will see
it. What the imagined check's sheet says is a fact a tick sets; what the steer says of it is chosen.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from desktop.jobs.runner import Runner
from desktop.state.draft import ReviewDraft
from models.answer_types import fits
from models.condition_words import fact_words
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review import ReviewForm
from models.scorecard import ScorecardDefinition
from models.sheet_facts import FACTS, Fact, SheetFacts
from models.steer_records import Verdict
from models.store import Store
from models.store.calls import CallFile
from models.store.staff import Person

USUAL = frozenset({"has_call", "has_sheet", "has_task", "has_view"})
"""The facts that hold on an imagined check at first."""
_NEVER = datetime(2009, 1, 1, tzinfo=UTC)
_CALL = Recording(
    recording_id="imagined",
    path="",
    sha256="",
    size_bytes=0,
    duration_ms=60_000,
    codec="",
    rate_hz=8_000,
    channels=1,
    imported_at=_NEVER,
)
_SHEET = GuideSheet(sheet_id="imagined", imported_at=_NEVER)
"""Stand for the records of a check: only that they are there is asked for."""


class PreviewDraft(ReviewDraft):
    """A review that was never opened, so that its saving never begins; signals as ReviewDraft."""

    def __init__(self, store: Store, runner: Runner, person: Person, parent: QObject | None = None) -> None:
        super().__init__(store, runner, person, parent)
        self._holding = {fact: fact in USUAL for fact in FACTS}

    @property
    def read_only(self) -> bool:
        """Whoever works may try a form."""
        return self.form is None

    @property
    def whole_call_supported(self) -> bool:
        """An imagined call was heard as far as one likes."""
        return True

    @property
    def holding(self) -> Mapping[str, bool]:
        """Which facts hold on the imagined check."""
        return dict(self._holding)

    @property
    def steer(self) -> Verdict | None:
        """What the steer says of it."""
        return self._verdict

    def try_card(self, card: ScorecardDefinition) -> None:
        """Answer this version; answers that still fit it stay."""
        kept = () if self.form is None else self.form.answers
        prompts = {prompt.id: prompt for prompt in card.prompts}
        answers = tuple(note for note in kept if note.prompt in prompts and fits(prompts[note.prompt], note) is None)
        self.card = card
        self.form = ReviewForm(None, None, None, "", card.id, answers=answers)
        self._forget_changes()
        self._set_facts()
        self.started.emit()

    def clear(self) -> None:
        """Take every answer back."""
        card, self.form = self.card, None
        if card is not None:
            self.try_card(card)

    def hold(self, fact: str, *, holds: bool) -> None:
        """A fact of the imagined check holds, or does not."""
        self._holding[fact] = holds
        self._set_facts()
        self.changed.emit("")
        self.result_changed.emit()

    def say_steer(self, verdict: Verdict | None) -> None:
        """What the steer says of the imagined check."""
        self._verdict = verdict
        self._judge()
        self.result_changed.emit()

    def _set_facts(self) -> None:
        has_call, has_sheet = self._holding["has_call"], self._holding["has_sheet"]
        self.file = CallFile(_CALL if has_call else None, _SHEET if has_sheet else None, None, (), (), (), None)
        self.facts = SheetFacts({fact: Fact(on, fact_words(fact, holds=on)) for fact, on in self._holding.items()})
        self._judge()
