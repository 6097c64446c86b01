"""Scoring: answers and scorecard to score, critical result and KPI class, with the working shown.

Pure: no database, no clock. Score = 100 x sum of weight x credit / sum of weight, over what is answered yes or no,
half-up to one decimal and exact until then; a yes has full credit and a no none, other types of answer what they
declare (models.answer_types). "Not applicable" and "cannot tell" leave both sums, so their weight is shared out in
proportion. The KPI class follows the domain notes, section 4. Without a guide sheet there is no verdict of the steer
(`verdict` None), and the reviewer's own answers stand in for it.

Which prompts apply is asked of `models.applicability`, what keeps a review from being signed of `models.completeness`,
the working prompt by prompt is put together in `models.scoring_steps`; all are given on from here, so that the form,
the store and the command line have one place to ask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from models.applicability import WORDS, AgainstRule, against_rules, ruled_out, settled
from models.completeness import Missing, missing
from models.kpi import KpiClass, percentage
from models.review import AnswerValue, ReviewForm
from models.scorecard import Prompt, ScorecardDefinition
from models.scoring_steps import (
    SHARED_OUT,
    FoundError,
    Step,
    credits_of,
    error_list,
    errors_of,
    exact_text,
    rounded,
    steps_of,
)
from models.sheet_facts import SheetFacts
from models.steer import Verdict

__all__ = [
    "SHARED_OUT",
    "AgainstRule",
    "Critical",
    "FoundError",
    "Missing",
    "Result",
    "Standing",
    "Step",
    "Verdict",
    "against_rules",
    "judged",
    "missing",
    "percentage",
    "result_of",
    "ruled_out",
    "settled",
    "standing_of",
    "without_class",
]


KPI_LINE = "KPI class: "
"""What the line of the working begins with that says how the class comes about."""


class Critical(StrEnum):
    """How the critical prompts came out together."""

    PASS = "pass"
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class Result:
    """What came out of a review.

    `score` is None without a yes or a no; `critical` is None while a critical prompt is unanswered and none is no;
    `kpi_class` is None while anything is unanswered. `working` are the lines by which a person can follow it, `steps`
    the same prompt by prompt. `figure_errors` (the steer's) and `process_errors` (all others) stay apart. Results
    frozen before there were steps and errors have none.
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
    steps: tuple[Step, ...] = ()
    figure_errors: tuple[FoundError, ...] = ()
    process_errors: tuple[FoundError, ...] = ()
    noted: int = 0

    def as_values(self) -> dict[str, Any]:
        """Plain values for the database, the score as text."""
        values = asdict(self)
        values["score"] = None if self.score is None else str(self.score)
        values["working"] = list(self.working)
        values["steps"] = [step.as_values() for step in self.steps]
        return values

    @staticmethod
    def from_values(values: Mapping[str, Any]) -> "Result":
        """The result that `as_values` wrote, in this version or an earlier one; other keys are passed over."""
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
            tuple(Step.from_values(step) for step in values.get("steps", ())),
            error_list(values.get("figure_errors", ())),
            error_list(values.get("process_errors", ())),
            values.get("noted", 0),
        )


@dataclass(frozen=True)
class Standing:
    """What lists and trials compare: score, critical result and class."""

    score: Decimal | None
    critical: Critical | None
    kpi_class: KpiClass | None


def standing_of(
    card: ScorecardDefinition,
    answers: Mapping[str, AnswerValue],
    given: Mapping[str, str],
    verdict: Verdict | None,
) -> Standing:
    """What the answered prompts come to by themselves, without a working: for trying a scorecard on many reviews."""
    by_value = _by_value(card, answers)
    counted = [*by_value[AnswerValue.YES], *by_value[AnswerValue.NO]]
    whole = sum(prompt.weight for prompt in counted)
    credited = _credited(counted, credits_of(card, answers, given)) if whole else Fraction(0)
    critical, _ = _critical(by_value, [])
    kpi_class, _ = _kpi_class(card, by_value, [], verdict)
    return Standing(rounded(100 * credited / whole, 1) if whole else None, critical, kpi_class)


def judged(
    card: ScorecardDefinition,
    form: ReviewForm,
    facts: SheetFacts,
    verdict: Verdict | None = None,
    reasons: Iterable[str] = (),
) -> Result:
    """What comes out of a form as it stands: its answers settled by their rules and scored.

    `verdict` and `reasons` are the steer's (Judgement), None and none without a sheet.
    """
    return result_of(
        card,
        settled(card, form, facts),
        verdict,
        given={note.prompt: note.given for note in form.answers if note.given is not None},
        reasons=reasons,
        why=ruled_out(card, form, facts),
    )


def without_class(result: Result, why: str) -> Result:
    """The same without the KPI class, and `why` in its place: for a check whose steer is not known yet."""
    working = tuple(line for line in result.working if not line.startswith(KPI_LINE))
    return replace(result, kpi_class=None, kpi_reason=why, working=(*working, f"{KPI_LINE}none yet: {why}"))


def result_of(
    card: ScorecardDefinition,
    answers: Mapping[str, AnswerValue],
    verdict: Verdict | None = None,
    *,
    given: Mapping[str, str] | None = None,
    reasons: Iterable[str] = (),
    why: Mapping[str, str] | None = None,
) -> Result:
    """Score, critical result and KPI class of the settled `answers`; `verdict` is the steer's, None without a sheet.

    `given` is what was picked or typed, by prompt; `reasons` are the steer's, `why` says by prompt which rule made it
    N/A. Unanswered prompts count nowhere and are named in the working.
    """
    by_value = _by_value(card, answers)
    yes, no = by_value[AnswerValue.YES], by_value[AnswerValue.NO]
    unanswered = [prompt for prompt in card.prompts if prompt.id not in answers]
    credit = credits_of(card, answers, given or {})
    score, score_line = _score(yes, no, credit)
    critical, critical_line = _critical(by_value, unanswered)
    kpi_class, kpi_reason = _kpi_class(card, by_value, unanswered, verdict)
    left_out = [
        f"{len(by_value[value])} {WORDS[value]}"
        for value in (AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_TELL, AnswerValue.NOTED)
        if by_value[value]
    ]
    working = [f"Score: {score_line}"]
    if left_out:
        working.append(f"Left out of both sums: {_listed(left_out)}")
    if unanswered:
        working.append(f"Still to answer: {_names(unanswered)}")
    working.append(f"Critical: {critical_line}")
    working.append(f"{KPI_LINE}{kpi_class or 'none yet'}: {kpi_reason}")
    figure_errors, process_errors = errors_of(card, answers, verdict, reasons)
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
        steps_of(card, answers, given or {}, why or {}),
        figure_errors,
        process_errors,
        len(by_value[AnswerValue.NOTED]),
    )


def _by_value(card: ScorecardDefinition, answers: Mapping[str, AnswerValue]) -> dict[AnswerValue, list[Prompt]]:
    """The answered prompts in the card's order, by what they count as."""
    found: dict[AnswerValue, list[Prompt]] = {value: [] for value in AnswerValue}
    for prompt in card.prompts:
        if prompt.id in answers:
            found[answers[prompt.id]].append(prompt)
    return found


def _credited(prompts: list[Prompt], credit: Mapping[str, Fraction]) -> Fraction:
    """The weight these prompts are credited with; most credits are full or nothing and need no fraction."""
    full = sum(prompt.weight for prompt in prompts if credit[prompt.id] == 1)
    between = (prompt.weight * credit[prompt.id] for prompt in prompts if 0 < credit[prompt.id] < 1)
    return sum(between, Fraction(full))


def _score(yes: list[Prompt], no: list[Prompt], credit: Mapping[str, Fraction]) -> tuple[Decimal | None, str]:
    yes_weight, no_weight = sum(p.weight for p in yes), sum(p.weight for p in no)
    whole = yes_weight + no_weight
    if whole == 0:
        return None, "none, because nothing with a weight is answered yes or no"
    credited = _credited([*yes, *no], credit)
    score = rounded(100 * credited / whole, 1)
    plain = all(credit[prompt.id] == 1 for prompt in yes) and not any(credit[prompt.id] for prompt in no)
    if all(prompt.weight == 1 for prompt in (*yes, *no)):
        counts = f"{len(yes)} yes + {len(no)} no"
    else:
        counts = f"{len(yes)} yes of weight {yes_weight} + {len(no)} no of weight {no_weight}"
    by_credit = "" if plain else f", credited {exact_text(credited)}"
    return score, f"{counts} = weight {whole}{by_credit}; 100 x {exact_text(credited)} / {whole} = {score}"


def _listed(parts: list[str]) -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


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
