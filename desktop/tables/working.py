"""The working of a score as lines for people: each prompt's weight, answer, share and points, and the sum written out.

Between `models.scoring` (Result.steps) and the panel "How this comes about". Shares are per cent of the whole score.
"""

from dataclasses import dataclass
from decimal import Decimal

from desktop.tables.answers import value_words
from desktop.tables.review_words import numbered
from models.review import AnswerValue
from models.scorecard import ScorecardDefinition
from models.scoring import FoundError, Result, Step

NOTHING = "–"
HEADS = ("", "Prompt", "Answer", "Weight", "Share", "Now", "Points")
"""The columns: the number on the form, then what `WorkedLine` holds."""
HEAD_TIPS = {
    "Share": "The prompt's share of the score when everything counts",
    "Now": "Its share after the weight of what does not count was shared out",
    "Points": "What it adds to the score: its share times its credit",
}


@dataclass(frozen=True)
class WorkedLine:
    """One prompt in the working. `counts` is False where it stands outside the score; `note` says why."""

    number: int
    text: str
    answer: str
    weight: str
    before: str
    now: str
    points: str
    critical: bool
    counts: bool
    note: str

    @property
    def spoken(self) -> str:
        """The line as it is read out."""
        starred = ", critical" if self.critical else ""
        sums = f"share {self.before}, now {self.now}, {self.points} points" if self.counts else "counts nowhere"
        note = f", {self.note}" if self.note else ""
        return f"{self.number}. {self.text}{starred}: {self.answer}, weight {self.weight}, {sums}{note}"


def worked_lines(result: Result, card: ScorecardDefinition) -> tuple[WorkedLine, ...]:
    """The working prompt by prompt; nothing for a result frozen before it was kept."""
    texts = {prompt.id: prompt.text for prompt in card.prompts}
    return tuple(
        WorkedLine(
            number,
            texts.get(step.prompt, step.prompt),
            step.shown or value_words(step.answer),
            str(step.weight),
            per_cent(step.share_before),
            per_cent(step.share),
            NOTHING if step.points is None else tenths(step.points),
            step.critical,
            step.share is not None,
            _note(step, card),
        )
        for number, step in enumerate(result.steps, 1)
    )


def sum_words(result: Result) -> str:
    """The points added up, as they are shown: "6.2 + 6.2 + 0.0 = 54.5"; empty without a score."""
    points = [step.points for step in result.steps if step.points is not None]
    if result.score is None or not points:
        return ""
    return f"{' + '.join(tenths(each) for each in points)} = {result.score}"


def rounded_apart(result: Result) -> bool:
    """Whether the points as shown add up to another figure than the score, which is worked out exactly."""
    points = [Decimal(tenths(step.points)) for step in result.steps if step.points is not None]
    return result.score is not None and bool(points) and sum(points) != result.score


def shares_moved(result: Result) -> bool:
    """Whether weight was shared out: some share is another one than before."""
    return any(step.share is not None and step.share != step.share_before for step in result.steps)


def error_words(error: FoundError, card: ScorecardDefinition) -> str:
    """An error found: the steer's reason, or the question answered no with its number."""
    if error.by_steer:
        return f"The steer: {error.words}"
    return f"{numbered(error.code, card).capitalize()}: {error.words}"


def per_cent(share: Decimal | None) -> str:
    """12.50 as "12.5%"; a dash where there is none."""
    return NOTHING if share is None else f"{tenths(share)}%"


def tenths(amount: Decimal) -> str:
    """To one decimal, half-up as the score is."""
    return str(amount.quantize(Decimal("0.1"), rounding="ROUND_HALF_UP"))


def _note(step: Step, card: ScorecardDefinition) -> str:
    if step.why:
        return f"N/A: {numbered(step.why, card)}"
    if step.credit is not None and step.credit not in (0, 1) and step.answer in (AnswerValue.YES, AnswerValue.NO):
        return f"credit {tenths(Decimal(step.credit.numerator * 100) / Decimal(step.credit.denominator))}%"
    return ""
