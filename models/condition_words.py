"""When a prompt is not applicable, in plain words: for the form, the editor and the feedback document.

Words for the declared conditions of a scorecard as they stand, whatever a particular sheet says; why a rule held on one
is `models.applicability`'s to say.
"""

from collections.abc import Iterable, Mapping

from models.answer_types import Choice, Number, with_unit
from models.applicability import WORDS
from models.review import AnswerValue
from models.scorecard import AllOf, AnswerIs, AnyOf, Condition, FactIs, GivenIs, Prompt, ScorecardDefinition

FACT_WORDS: Mapping[str, tuple[str, str]] = {
    "has_call": ("there is a recording of the call", "there is no recording of the call"),
    "has_sheet": ("there is a guide sheet", "there is no guide sheet"),
    "has_task": ("there is a Task 567 entry", "there is no Task 567 entry"),
    "has_view": ("there is a Caseworker Online view", "there is no Caseworker Online view"),
    "paid_in_full": ("the debt is paid in full", "the debt is not paid in full"),
    "discretion_recorded": ("discretion is recorded", "no discretion is recorded"),
    "forty_per_cent_or_less": (
        "the contribution is at most 40% of net income",
        "the contribution is more than 40% of net income",
    ),
    "no_deo": (
        "the method agreed is no deduction from earnings order",
        "the method agreed is a deduction from earnings order",
    ),
    "no_choice_of_method": ("there was no choice of method", "there was a choice of method"),
}
"""Each fact in words: where it holds, and where it does not."""


def not_applicable_words(card: ScorecardDefinition, prompt: Prompt) -> str:
    """When the prompt is not applicable, as a clause: "not applicable when the debt is paid in full, or when ..."."""
    if prompt.always_applies:
        return "always applies"
    if not prompt.conditions:
        return f"not applicable when the reviewer finds: {prompt.not_applicable}"
    return "not applicable " + ", or ".join(f"when {words(card, condition)}" for condition in prompt.conditions)


def words(card: ScorecardDefinition, condition: Condition) -> str:
    """One condition as a clause."""
    if isinstance(condition, FactIs):
        return fact_words(condition.fact, holds=condition.holds)
    if isinstance(condition, AnswerIs):
        return f"{condition.prompt} is answered {WORDS[AnswerValue(condition.value)]}"
    if isinstance(condition, GivenIs):
        return _given(card, condition)
    joined = " and " if isinstance(condition, AllOf) else " or "
    return joined.join(_parts(card, condition.parts))


def fact_words(fact: str, *, holds: bool = True) -> str:
    """A fact as a clause; one without words stands by its name."""
    told = FACT_WORDS.get(fact, (fact, f"not {fact}"))
    return told[0] if holds else told[1]


def _parts(card: ScorecardDefinition, parts: Iterable[Condition]) -> Iterable[str]:
    for part in parts:
        inner = words(card, part)
        yield f"({inner})" if isinstance(part, AllOf | AnyOf) and len(part.parts) > 1 else inner


def _given(card: ScorecardDefinition, condition: GivenIs) -> str:
    asked = next((prompt.answer for prompt in card.prompts if prompt.id == condition.prompt), None)
    if condition.given is not None:
        option = asked.option(condition.given) if isinstance(asked, Choice) else None
        return f'{condition.prompt} is answered "{condition.given if option is None else option.text}"'
    unit = asked.unit if isinstance(asked, Number) else ""
    if condition.at_least is not None:
        return f"{condition.prompt} is {with_unit(unit, str(condition.at_least))} or more"
    return f"{condition.prompt} is {with_unit(unit, str(condition.at_most))} or less"
