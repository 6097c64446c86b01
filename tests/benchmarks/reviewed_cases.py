"""The cases of a department with many signed reviews: figures, what was answered, and whose they are.

For `reviewed_department`, which writes them. The shape of every row is the program's own: some hundred figures are
judged and some hundred reviews scored by `models`, and each case repeats one of them under ids of its own.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.applicability import settled
from models.guide_sheet import GuideSheet, Method
from models.marks import mark
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm
from models.scorecard import ScorecardDefinition
from models.sheet_facts import facts_of, figures_of
from models.steer import figures_of as steer_figures
from models.steer import judge
from models.store.policies import Policies
from models.store.review_signing import Judgement, steered

FIRST = date(2013, 1, 1)
DAYS = 424
"""January 2013 to February 2014: the policies of all three schemes are in force."""
TODAY = date(2014, 3, 3)
TEAMS, CASEWORKERS, REVIEWERS = 8, 120, 20
SCHEMES = (("CS2", 60), ("CMS", 28), ("CSCS", 12))
METHODS = ((Method.DIRECT_DEBIT, 45), (Method.STANDING_ORDER, 25), (Method.DEO, 15), (Method.DEBIT_CARD, 15))
OUTCOMES = (("ACCURATE", 91), ("ACCURATE_DISCRETION", 4), ("INACCURATE", 4), ("NOT_ASSESSABLE", 1))
OFTEN_WRONG = (
    "FULL_FIRST",
    "LUMP_SOUGHT",
    "METHOD_FIRST",
    "CWO_USED",
    "CWO_VIEWED",
    "SHEET_COMPLETE",
    "METHOD_EXPLAINED",
)
LIVES = (("signed", 15), ("released", 25), ("acknowledged", 55), ("disputed", 3), ("decided", 2))
EACH_KIND = 12
"""Figures of each scheme and verdict."""
VARIANTS = 8
"""Reviews of each of those figures."""
AT = " 10:00:00.000000"


@dataclass(frozen=True)
class Figures:
    """A sheet to be repeated: its columns, the judgement as it is confirmed."""

    sheet: GuideSheet
    verdict: str
    policy: str | None
    facts: dict[str, str | None]
    confirmed: str
    reasons: str


@dataclass(frozen=True)
class Answered:
    """A signed review to be repeated: what it is kept as, and its answers (prompt, value, field the "no" rests on)."""

    result: str
    score_tenths: int | None
    kpi_class: str | None
    figure_error: bool
    process_error: bool
    marks: str
    answers: tuple[tuple[str, str, str | None], ...]


def row_id(kind: int, number: int) -> str:
    """A row id as long as a real one, in the order of the numbers."""
    return f"0141f7e0-{kind:04x}-7000-8000-{number:012x}"


def pick(chance: random.Random, choices: Sequence[tuple[Any, int]]) -> Any:
    """One of them by its share."""
    return chance.choices([each for each, _ in choices], [share for _, share in choices])[0]


def some_sheet(chance: random.Random, scheme: str) -> GuideSheet:
    """Figures as a caseworker may have agreed them; most are on the ladder."""
    income = Decimal(chance.randrange(180, 700, 5))
    regular = (income * chance.randrange(0, 20) / 100).quantize(Decimal("0.01"))
    rate = Decimal(chance.choice((30, 32, 34, 36, 38, 40, 40, 25, 44)))
    instalment = max(Decimal(5), (income * rate / 100).quantize(Decimal("0.01")) - regular)
    arrears = (instalment * chance.randrange(20, 118)).quantize(Decimal("0.01"))
    discretion = chance.random() < 0.3
    label = chance.choice(("Agreement", "Agreement", "Arrangement"))
    return GuideSheet(
        sheet_id="X",
        scheme=scheme,
        decision_date=TODAY,
        arrears=None if chance.random() < 0.06 else arrears,
        net_income_weekly=income,
        income_source="payslip",
        regular_maintenance_weekly=regular,
        full_payment_asked="Y",
        lump_sum_asked="Y",
        lump_sum=Decimal(0),
        instalment=instalment,
        frequency="W",
        method_agreed=pick(chance, METHODS),
        methods_offered="direct_debit",
        label=label,
        employed=chance.choice("YYN"),
        discretion_ground="CHILD_WELFARE" if discretion else None,
        discretion_reason="the child's needs were heard" if discretion else None,
        sustainability_assured=chance.choice(("Y", "NA")),
        liability_order_considered=chance.choice(("Y", "N", "NA")),
        segment=chance.choice(("A", "B", "C")),
        imported_at=datetime.fromisoformat(f"{TODAY}T10:00:00+00:00"),
    )


def all_figures(policies: Policies) -> dict[tuple[str, str], list[Figures]]:
    """Figures of every scheme and verdict."""
    chance, found = random.Random(1298), dict[tuple[str, str], list[Figures]]()
    for scheme, _ in SCHEMES:
        for verdict, _ in OUTCOMES:
            found[scheme, verdict] = []
        while any(len(found[scheme, verdict]) < EACH_KIND for verdict, _ in OUTCOMES):
            sheet = some_sheet(chance, scheme)
            judgement = judge(steer_figures(sheet), policies.of(scheme, TODAY))
            of_kind = found[scheme, judgement.verdict.value]
            if len(of_kind) < EACH_KIND:
                values = json.dumps(judgement.as_values(), sort_keys=True)
                reasons = "+".join(judgement.reasons)
                told = Figures(sheet, judgement.verdict.value, judgement.policy_id, figures_of(sheet), values, reasons)
                of_kind.append(told)
    return found


def on_call(prompt: str, value: str, field: str | None) -> bool:
    """Whether a moment of the call is the evidence of an answer."""
    return (value == "N" and field is None) or (prompt == "WELFARE" and value == "Y")


def answered(chance: random.Random, figures: Figures, card: ScorecardDefinition, policies: Policies) -> Answered:
    """A review of these figures: what the steer proposes, yes to the rest, and now and then something found."""
    steer = steered(figures.sheet, policies, card)
    assert steer is not None
    facts = facts_of(figures.sheet, has_call=True)
    proposed = {each.prompt: each for each in steer.proposed}
    empty = ReviewForm("X", "X", "CW000", "TL00", card.id, whole_call_heard=True)
    ruled = settled(card, empty, facts)
    wrong = set(chance.sample(OFTEN_WRONG, chance.choice((1, 1, 2)))) if chance.random() < 0.12 else set()
    notes = []
    for prompt in (each for section in card.sections for each in section.prompts):
        value, field = AnswerValue.YES, None
        if prompt.id in ruled:
            value = ruled[prompt.id]
        elif prompt.id in proposed:
            value, field = proposed[prompt.id].value, proposed[prompt.id].field
        elif prompt.id in ("HARDSHIP", "WELFARE", "FAMILY_NEEDS") and chance.random() < 0.7:
            value = AnswerValue.NOT_APPLICABLE
        elif prompt.id in wrong:
            value = AnswerValue.NO
        elif chance.random() < 0.003:
            value = AnswerValue.CANNOT_TELL
        evidence = ()
        if value is AnswerValue.NO:
            of_sheet = EvidenceNote(EvidenceKind.SHEET, field=field)
            evidence = (of_sheet if field else EvidenceNote(EvidenceKind.WHOLE_CALL),)
        notes.append((AnswerNote(prompt.id, value, evidence=evidence), field))
    form = ReviewForm("X", "X", "CW000", "TL00", card.id, answers=tuple(note for note, _ in notes))
    judgement = Judgement(card, form, facts, 60_000, steer)
    result = judgement.result
    values = result.as_values() | steer.as_values(judgement.answers) | {"ruled_out": {}, "against_rules": {}}
    return Answered(
        json.dumps(values, sort_keys=True, ensure_ascii=False),
        None if result.score is None else int(result.score * 10),
        result.kpi_class,
        steer.frozen.judgement.verdict == "INACCURATE" or any(each.critical for each in result.figure_errors),
        any(each.critical for each in result.process_errors),
        "".join(mark(note.value, on_call=on_call(note.prompt, str(note.value), field)) for note, field in notes),
        tuple((note.prompt, str(note.value), field) for note, field in notes),
    )


@dataclass(frozen=True)
class Case:
    """One case: its number, what is on its sheet, and when."""

    number: int
    figures: Figures
    day: date
    caseworker: int

    @property
    def sheet(self) -> str:
        return row_id(2, self.number)

    @property
    def call(self) -> str:
        return row_id(3, self.number)

    @property
    def ref(self) -> str:
        return f"C-{self.number:06X}"

    @property
    def who(self) -> str:
        return f"CW{self.caseworker:03}"

    @property
    def team(self) -> str:
        return f"DE-{self.caseworker % TEAMS + 1}"

    @property
    def kind(self) -> str | None:
        return "varied" if self.number % 40 == 0 else "new" if self.number % 3 else None

    def facts(self) -> str:
        """The frozen figures, as text."""
        own = {
            "sheet_id": f"PAG-{self.number:06}",
            "case_ref": self.ref,
            "caseworker_id": self.who,
            "team": self.team,
            "decision_date": self.day.isoformat(),
            "recording_ref": f"VR-{self.number:06}",
            "arrangement_kind": self.kind,
        }
        return json.dumps(self.figures.facts | own, sort_keys=True, ensure_ascii=False)


def all_cases(figures: dict[tuple[str, str], list[Figures]], many: int) -> list[Case]:
    """So many cases, spread over the months; the sixth team is wrong more often."""
    chance, found = random.Random(567), []
    for number in range(many):
        caseworker = chance.randrange(CASEWORKERS)
        verdict = pick(chance, OUTCOMES)
        if caseworker % TEAMS == 5 and chance.random() < 0.04:
            verdict = "INACCURATE"
        told = chance.choice(figures[pick(chance, SCHEMES), verdict])
        found.append(Case(number, told, FIRST + timedelta(days=number * DAYS // many), caseworker))
    return found
