"""Which prompts apply: the N/A rules of a scorecard weighed against the sheet's facts and the other answers.

A rule answers its own prompt N/A and says why; a person's answer always wins, and where it goes against the rule it is
kept and named. Three-valued throughout: a figure that is not held leaves a rule open, and then the person decides.
"""

from dataclasses import dataclass

from models.answer_types import amount_of, shown
from models.review import AnswerNote, AnswerValue, ReviewForm
from models.scorecard import AllOf, AnswerIs, Condition, FactIs, GivenIs, Prompt, ScorecardDefinition
from models.sheet_facts import SheetFacts

WORDS = {
    AnswerValue.YES: "yes",
    AnswerValue.NO: "no",
    AnswerValue.NOT_APPLICABLE: "not applicable",
    AnswerValue.CANNOT_TELL: "cannot tell",
    AnswerValue.NOTED: "noted",
}


@dataclass(frozen=True)
class AgainstRule:
    """A person's answer that the prompt's own N/A rule would not have given; listed at signing, and kept."""

    prompt: str
    value: AnswerValue
    why: str

    def __str__(self) -> str:
        return f"{self.prompt}: answered {WORDS[self.value]}, but {self.why}"


@dataclass(frozen=True)
class _Ruling:
    """A condition weighed: whether it holds (None: cannot be told yet), and why."""

    holds: bool | None
    why: str


def ruled_out(card: ScorecardDefinition, form: ReviewForm, facts: SheetFacts) -> dict[str, str]:
    """The prompts whose N/A rule holds, with the reason in words and figures, whatever a person answered there."""
    rulings = _Settlement(card, form, facts).rulings
    return {prompt.id: rulings[prompt.id].why for prompt in card.prompts if rulings[prompt.id].holds is True}


def settled(card: ScorecardDefinition, form: ReviewForm, facts: SheetFacts) -> dict[str, AnswerValue]:
    """Every answer that stands: the person's, else N/A by the prompt's own rule. Unanswered ones are left out."""
    answers = _Settlement(card, form, facts).answers
    return {prompt.id: value for prompt in card.prompts if (value := answers[prompt.id]) is not None}


def against_rules(card: ScorecardDefinition, form: ReviewForm, facts: SheetFacts) -> tuple[AgainstRule, ...]:
    """Answers a person gave against the prompt's rule: another than its N/A, or N/A where the rule says it applies."""
    rulings = _Settlement(card, form, facts).rulings
    found = []
    for prompt in card.prompts:
        value, ruling = form.answer(prompt.id).value, rulings[prompt.id]
        if value is None or not prompt.conditions:
            continue
        if ruling.holds is True and value is not AnswerValue.NOT_APPLICABLE:
            found.append(AgainstRule(prompt.id, value, f"not applicable by its rule: {ruling.why}"))
        if ruling.holds is False and value is AnswerValue.NOT_APPLICABLE:
            found.append(AgainstRule(prompt.id, value, f"the prompt applies: {ruling.why}"))
    return tuple(found)


class _Settlement:
    """All prompts of one form settled, each once, in the order in which their rules need one another."""

    def __init__(self, card: ScorecardDefinition, form: ReviewForm, facts: SheetFacts) -> None:
        self._card = card
        self._facts = facts
        self._notes = {note.prompt: note for note in form.answers}
        self.answers: dict[str, AnswerValue | None] = {}
        self.rulings: dict[str, _Ruling] = {}
        for prompt in card.prompts:
            self._settle(prompt)

    def _settle(self, prompt: Prompt) -> AnswerValue | None:
        if prompt.id not in self.rulings:
            ruling = self._any(prompt.conditions) if prompt.conditions else _Ruling(None, "the reviewer decides")
            answer = self._note(prompt).value
            if answer is None and ruling.holds is True:
                answer = AnswerValue.NOT_APPLICABLE
            self.rulings[prompt.id] = ruling
            self.answers[prompt.id] = answer
        return self.answers[prompt.id]

    def _note(self, prompt: Prompt) -> AnswerNote:
        return self._notes.get(prompt.id) or AnswerNote(prompt.id)

    def _weigh(self, condition: Condition) -> _Ruling:
        if isinstance(condition, FactIs):
            holds = self._facts[condition.fact]
            return _Ruling(None if holds is None else holds is condition.holds, self._facts.words(condition.fact))
        if isinstance(condition, AnswerIs):
            answer = self._settle(self._card.prompt(condition.prompt))
            if answer is None:
                return _Ruling(None, f"{condition.prompt} is not answered")
            return _Ruling(answer == condition.value, f"{condition.prompt} is answered {WORDS[answer]}")
        if isinstance(condition, GivenIs):
            return self._given(condition, self._card.prompt(condition.prompt))
        return self._all(condition.parts) if isinstance(condition, AllOf) else self._any(condition.parts)

    def _given(self, condition: GivenIs, asked: Prompt) -> _Ruling:
        """What was picked or typed; N/A and "cannot tell" are none of it."""
        answer, note = self._settle(asked), self._note(asked)
        if answer is None:
            return _Ruling(None, f"{asked.id} is not answered")
        if note.given is None:
            return _Ruling(False, f"{asked.id} is answered {WORDS[answer]}")
        why = f"{asked.id} is answered {shown(asked, note)}"
        if condition.given is not None:
            return _Ruling(note.given == condition.given, why)
        amount = amount_of(asked.answer, note.given)
        if amount is None:
            return _Ruling(None, why)
        high_enough = condition.at_least is None or amount >= condition.at_least
        return _Ruling(high_enough and (condition.at_most is None or amount <= condition.at_most), why)

    def _any(self, parts: tuple[Condition, ...]) -> _Ruling:
        rulings = [self._weigh(part) for part in parts]
        for holds in (True, None):
            for ruling in rulings:
                if ruling.holds is holds:
                    return ruling
        return _Ruling(False, "; ".join(ruling.why for ruling in rulings))

    def _all(self, parts: tuple[Condition, ...]) -> _Ruling:
        rulings = [self._weigh(part) for part in parts]
        for holds in (False, None):
            for ruling in rulings:
                if ruling.holds is holds:
                    return ruling
        return _Ruling(True, "; ".join(ruling.why for ruling in rulings))
