"""Scoring: answers and scorecard to score, critical result and KPI class, with the working shown.

Pure: no database, no clock. Score = 100 x weight of yes / weight of (yes + no), half-up to one decimal, in exact whole
numbers; "not applicable" and "cannot tell" leave both sums. The KPI class follows the domain notes, section 4. Without
a guide sheet there is no verdict of the steer (`verdict` None), and the reviewer's own answers stand in for it.

Which prompts apply is asked of `models.applicability`, what keeps a review from being signed of `models.completeness`;
both are given on from here, so that the form, the store and the command line have one place to ask.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from models.applicability import WORDS, AgainstRule, against_rules, ruled_out, settled
from models.completeness import Missing, missing
from models.kpi import KpiClass, percentage
from models.review import AnswerValue
from models.scorecard import Prompt, ScorecardDefinition
from models.steer import Verdict

__all__ = [
    "AgainstRule",
    "Critical",
    "Missing",
    "Result",
    "Verdict",
    "against_rules",
    "missing",
    "percentage",
    "result_of",
    "ruled_out",
    "settled",
]


class Critical(StrEnum):
    """How the critical prompts came out together."""

    PASS = "pass"
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class Result:
    """What came out of a review.

    `score` is None without a yes or a no; `critical` is None while a critical prompt is unanswered and none is no;
    `kpi_class` is None while anything is unanswered. `working` are the lines by which a person can follow it.
    """

    score: Decimal | None
    critical: Critical | None
    kpi_class: KpiClass | None
    kpi_reason: str
    yes: int
    no: int
    not_applicable: int
    cannot_tell: int
    unanswered: int
    working: tuple[str, ...]

    def as_values(self) -> dict[str, Any]:
        """Plain values for the database, the score as text."""
        values = asdict(self)
        values["score"] = None if self.score is None else str(self.score)
        values["working"] = list(self.working)
        return values

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> "Result":
        """The result that `as_values` wrote; other keys are passed over."""
        return Result(
            None if values["score"] is None else Decimal(values["score"]),
            None if values["critical"] is None else Critical(values["critical"]),
            None if values["kpi_class"] is None else KpiClass(values["kpi_class"]),
            values["kpi_reason"],
            values["yes"],
            values["no"],
            values["not_applicable"],
            values["cannot_tell"],
            values["unanswered"],
            tuple(values["working"]),
        )


def result_of(card: ScorecardDefinition, answers: Mapping[str, AnswerValue], verdict: Verdict | None = None) -> Result:
    """Score, critical result and KPI class of the settled `answers`; `verdict` is the steer's, None without a sheet.

    Unanswered prompts count nowhere and are named in the working.
    """
    by_value = {value: [p for p in card.prompts if answers.get(p.id) is value] for value in AnswerValue}
    yes, no = by_value[AnswerValue.YES], by_value[AnswerValue.NO]
    unanswered = [prompt for prompt in card.prompts if prompt.id not in answers]
    score, score_line = _score(yes, no)
    critical, critical_line = _critical(by_value, unanswered)
    kpi_class, kpi_reason = _kpi_class(card, by_value, unanswered, verdict)
    left_out = [
        f"{len(by_value[value])} {WORDS[value]}"
        for value in (AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_TELL)
        if by_value[value]
    ]
    working = [f"Score: {score_line}"]
    if left_out:
        working.append(f"Left out of both sums: {' and '.join(left_out)}")
    if unanswered:
        working.append(f"Still to answer: {_names(unanswered)}")
    working.append(f"Critical: {critical_line}")
    working.append(f"KPI class: {kpi_class or 'none yet'}: {kpi_reason}")
    return Result(
        score,
        critical,
        kpi_class,
        kpi_reason,
        len(yes),
        len(no),
        len(by_value[AnswerValue.NOT_APPLICABLE]),
        len(by_value[AnswerValue.CANNOT_TELL]),
        len(unanswered),
        tuple(working),
    )


def _score(yes: list[Prompt], no: list[Prompt]) -> tuple[Decimal | None, str]:
    yes_weight, no_weight = sum(p.weight for p in yes), sum(p.weight for p in no)
    whole = yes_weight + no_weight
    if whole == 0:
        return None, "none, because nothing with a weight is answered yes or no"
    score = percentage(yes_weight, whole)
    if all(prompt.weight == 1 for prompt in (*yes, *no)):
        counts = f"{len(yes)} yes + {len(no)} no"
    else:
        counts = f"{len(yes)} yes of weight {yes_weight} + {len(no)} no of weight {no_weight}"
    return score, f"{counts} = weight {whole}; 100 x {yes_weight} / {whole} = {score}"


def _critical(by_value: Mapping[AnswerValue, list[Prompt]], unanswered: list[Prompt]) -> tuple[Critical | None, str]:
    failed, unclear = _critical_ones(by_value[AnswerValue.NO]), _critical_ones(by_value[AnswerValue.CANNOT_TELL])
    waiting = _critical_ones(unanswered)
    if failed:
        return Critical.FAIL, f"fail, because of a no on {_names(failed)}"
    if waiting:
        return None, f"open while {len(waiting)} critical prompts are unanswered"
    if unclear:
        return Critical.NOT_ASSESSABLE, f"not assessable, because nobody can tell {_names(unclear)}"
    return Critical.PASS, "pass, because no critical prompt is a no"


def _kpi_class(
    card: ScorecardDefinition,
    by_value: Mapping[AnswerValue, list[Prompt]],
    unanswered: list[Prompt],
    verdict: Verdict | None,
) -> tuple[KpiClass | None, str]:
    """The first that applies, as the domain notes, section 4, order them."""
    if unanswered:
        return None, f"{len(unanswered)} prompts are still to be answered"
    failed, unclear = _critical_ones(by_value[AnswerValue.NO]), _critical_ones(by_value[AnswerValue.CANNOT_TELL])
    steer = f"the recalculated steer says {verdict}" if verdict else "steer judged by the reviewer's answers"
    if failed:
        return KpiClass.INACCURATE, f"a no on the critical {_names(failed)}; {steer}"
    if verdict in (Verdict.INACCURATE, Verdict.NOT_ASSESSABLE):
        return KpiClass(verdict.value), steer
    if unclear:
        return KpiClass.NOT_ASSESSABLE, f"nobody can tell the critical {_names(unclear)}; {steer}"
    if verdict is not None:
        return KpiClass(verdict.value), steer
    if any(prompt.id == card.discretion_prompt for prompt in by_value[AnswerValue.YES]):
        return KpiClass.ACCURATE_DISCRETION, f"outside the ladder by recorded discretion; {steer}"
    return KpiClass.ACCURATE, f"no critical prompt is a no; {steer}"


def _critical_ones(prompts: list[Prompt]) -> list[Prompt]:
    return [prompt for prompt in prompts if prompt.critical]


def _names(prompts: list[Prompt]) -> str:
    return ", ".join(prompt.id for prompt in prompts)
