"""The working of a score, prompt by prompt, and the errors found, as data: for the screen, and frozen with a review.

Beside `models.scoring`, which decides what counts. Shares are of the whole score in per cent, half-up to two decimals
for people; the score itself is summed exactly from weights and credits, never from these.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models import steer_words
from models.answer_types import Text, credit_of, scored, shown
from models.review import AnswerNote, AnswerValue
from models.scorecard import Prompt, ScorecardDefinition
from models.steer_records import Verdict

SHARED_OUT = (
    "What is not applicable or cannot be told counts neither for nor against: its weight is shared out over the other "
    "prompts, in proportion to theirs."
)
"""The rule beside the working, for the form and the feedback document."""
LONGEST_DECIMAL = 4


@dataclass(frozen=True)
class Step:
    """One prompt in the working of a score.

    `credit` (0 to 1) and `share` are None where the prompt counts nowhere: unanswered, N/A, "cannot tell", noted, or
    without weight. `share_before` is its part of the score were everything scored; `share` its part of this score;
    `points` what it adds to it. `shown` is what was picked or typed, in words; `why` the rule that made it N/A.
    """

    prompt: str
    section: str
    weight: int
    critical: bool
    answer: AnswerValue | None
    shown: str
    credit: Fraction | None
    share_before: Decimal | None
    share: Decimal | None
    points: Decimal | None
    why: str

    def as_values(self) -> list[Any]:
        """Plain values for JSON in the order of the fields, since twenty of them stand in every signed review; credit,
        shares and points as text."""
        exact = (self.credit, self.share_before, self.share, self.points)
        answer = None if self.answer is None else self.answer.value
        texts = [None if amount is None else str(amount) for amount in exact]
        return [self.prompt, self.section, self.weight, self.critical, answer, self.shown, *texts, self.why]

    @staticmethod
    def from_values(values: Sequence[Any]) -> "Step":
        """The step that `as_values` wrote."""
        prompt, section, weight, critical, answer, words, credit, *shares, why = values
        before, share, points = (None if text is None else Decimal(text) for text in shares)
        return Step(
            prompt,
            section,
            weight,
            critical,
            None if answer is None else AnswerValue(answer),
            words,
            None if credit is None else Fraction(credit),
            before,
            share,
            points,
            why,
        )


@dataclass(frozen=True)
class FoundError:
    """An error a review found: a prompt answered no (`code` is its id), or a reason of the steer (`by_steer`)."""

    code: str
    words: str
    critical: bool
    by_steer: bool

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> "FoundError":
        """What `dataclasses.asdict` wrote; other keys are passed over."""
        return FoundError(values["code"], values["words"], values["critical"], values["by_steer"])


def credits_of(
    card: ScorecardDefinition, answers: Mapping[str, AnswerValue], given: Mapping[str, str]
) -> dict[str, Fraction]:
    """The credit of every prompt that counts, by id, in the card's order. `given` are the picked and typed answers."""
    found = {}
    for prompt in card.prompts:
        answer = answers.get(prompt.id)
        credit = None if answer is None else credit_of(prompt, answer, given.get(prompt.id))
        if credit is not None:
            found[prompt.id] = credit
    return found


def steps_of(
    card: ScorecardDefinition,
    answers: Mapping[str, AnswerValue],
    given: Mapping[str, str],
    why: Mapping[str, str],
) -> tuple[Step, ...]:
    """The working of every prompt in the card's order; `why` says by prompt which rule made it N/A."""
    credit = credits_of(card, answers, given)
    possible = sum(prompt.weight for prompt in card.prompts if scored(prompt.answer))
    whole = sum(prompt.weight for prompt in card.prompts if prompt.id in credit)
    return tuple(
        _step(prompt, answers, given, why, credit.get(prompt.id), (possible, whole)) for prompt in card.prompts
    )


def _step(
    prompt: Prompt,
    answers: Mapping[str, AnswerValue],
    given: Mapping[str, str],
    why: Mapping[str, str],
    credit: Fraction | None,
    weights: tuple[int, int],
) -> Step:
    possible, whole = weights
    answer = answers.get(prompt.id)
    counted = credit if prompt.weight else None
    share = None if counted is None else Fraction(100 * prompt.weight, whole)
    words = "" if isinstance(prompt.answer, Text) else shown(prompt, AnswerNote(prompt.id, given=given.get(prompt.id)))
    return Step(
        prompt.id,
        prompt.section,
        prompt.weight,
        prompt.critical,
        answer,
        words,
        counted,
        rounded(Fraction(100 * prompt.weight, possible), 2) if possible and scored(prompt.answer) else None,
        None if share is None else rounded(share, 2),
        None if share is None or counted is None else rounded(share * counted, 2),
        why.get(prompt.id, "") if answer is AnswerValue.NOT_APPLICABLE else "",
    )


def errors_of(
    card: ScorecardDefinition, answers: Mapping[str, AnswerValue], verdict: Verdict | None, reasons: Iterable[str]
) -> tuple[tuple[FoundError, ...], tuple[FoundError, ...]]:
    """Figure errors and process errors, kept apart (domain notes, section 4).

    Figure errors are the steer's reasons, where it says that the sheet is inaccurate, and the noes on prompts that are
    the steer's; process errors are the noes on all others.
    """
    failed = [prompt for prompt in card.prompts if answers.get(prompt.id) is AnswerValue.NO]
    by_steer = [
        FoundError(code, steer_words.reason(code), True, True) for code in reasons if verdict is Verdict.INACCURATE
    ]
    figures = [FoundError(prompt.id, prompt.text, prompt.critical, False) for prompt in failed if prompt.from_steer]
    process = [FoundError(prompt.id, prompt.text, prompt.critical, False) for prompt in failed if not prompt.from_steer]
    return (*by_steer, *figures), tuple(process)


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half-up to so many decimals; `exact` is not negative."""
    return Decimal(math.floor(exact * 10**places + Fraction(1, 2))).scaleb(-places)


def exact_text(amount: Fraction) -> str:
    """An exact amount for the working: 42, 42.5, or 127/3 where no short decimal says it."""
    places = next((n for n in range(LONGEST_DECIMAL + 1) if (amount * 10**n).denominator == 1), None)
    return str(amount) if places is None else f"{rounded(amount, places)}"


def error_list(values: Sequence[Mapping[str, Any]]) -> tuple[FoundError, ...]:
    """Errors as `dataclasses.asdict` wrote them."""
    return tuple(FoundError.from_values(each) for each in values)
