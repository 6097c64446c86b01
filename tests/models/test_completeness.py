"""What keeps a review from being signed: each answer, comment and piece of evidence that is missing or inadmissible."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.completeness import ROUNDING_MS, Missing, missing
from models.guide_sheet import GuideSheet
from models.listening import SKIPPED, HeardSpan
from models.review import YES_OR_NO, AnswerNote, EvidenceKind, EvidenceNote, ReviewForm
from models.scorecard import ScorecardDefinition, scorecard_from, shipped
from models.sheet_facts import facts_of

CARD = shipped()["arrears-call/1"]
Y, N, NA, CT = YES_OR_NO
DURATION_MS = 60_000
SHEET = GuideSheet(sheet_id="PAG-1", imported_at=datetime(2009, 10, 5, tzinfo=UTC))
WHOLE = EvidenceNote(EvidenceKind.WHOLE_CALL)
FIELD = EvidenceNote(EvidenceKind.SHEET, field="lump_sum_asked")


def span(start_ms: int | None, end_ms: int | None) -> EvidenceNote:
    return EvidenceNote(EvidenceKind.SPAN, start_ms, end_ms)


SPAN = span(1000, 2000)
COMPLETE = ReviewForm(
    "VR-1",
    "PAG-1",
    "CW011",
    "TL01",
    whole_call_heard=True,
    heard=(HeardSpan(0, DURATION_MS),),
    answers=tuple(AnswerNote(prompt.id, Y) for prompt in CARD.prompts),
)


def lacking(
    form: ReviewForm,
    *,
    sheet: GuideSheet | None = SHEET,
    has_call: bool = True,
    card: ScorecardDefinition = CARD,
    declared: bool = False,
) -> tuple[Missing, ...]:
    facts = facts_of(sheet, has_call=has_call)
    duration_ms = DURATION_MS if has_call else None
    return missing(card, form, facts, has_call=has_call, duration_ms=duration_ms, declared=declared)


def no(prompt: str, *evidence: EvidenceNote, comment: str = "") -> ReviewForm:
    return COMPLETE.with_answer(AnswerNote(prompt, N, comment, (), evidence))


def what(found: tuple[Missing, ...]) -> list[tuple[str, str]]:
    return [(one.prompt, one.what) for one in found]


def test_a_form_with_every_answer_lacks_nothing() -> None:
    assert lacking(COMPLETE) == ()


def test_every_unanswered_prompt_is_listed_in_the_order_of_the_form() -> None:
    blank = replace(COMPLETE, answers=())
    ruled_by_sheet = {"METHOD_AGREES"}
    assert what(lacking(blank)) == [(p.id, "answer") for p in CARD.prompts if p.id not in ruled_by_sheet]


@pytest.mark.parametrize("prompt", ["FIGURES_SOURCED", "SHEET_COMPLETE"])
def test_not_applicable_is_refused_where_a_prompt_always_applies(prompt: str) -> None:
    assert what(lacking(COMPLETE.with_answer(AnswerNote(prompt, NA)))) == [(prompt, "answer")]


@pytest.mark.parametrize("prompt", [prompt.id for prompt in CARD.prompts])
def test_cannot_tell_needs_nothing(prompt: str) -> None:
    assert lacking(COMPLETE.with_answer(AnswerNote(prompt, CT))) == ()


@pytest.mark.parametrize("prompt", [prompt.id for prompt in CARD.prompts])
@pytest.mark.parametrize("kind", list(EvidenceKind))
def test_a_no_is_carried_by_the_evidence_its_prompt_declares_and_no_other(prompt: str, kind: EvidenceKind) -> None:
    piece = {EvidenceKind.SPAN: SPAN, EvidenceKind.WHOLE_CALL: WHOLE, EvidenceKind.SHEET: FIELD}[kind]
    demand = CARD.prompt(prompt).evidence
    carried = demand == "either" or (kind is EvidenceKind.SHEET) == (demand == "sheet")
    assert what(lacking(no(prompt, piece))) == ([] if carried else [(prompt, "evidence")])


@pytest.mark.parametrize("prompt", [prompt.id for prompt in CARD.prompts])
def test_a_no_without_evidence_says_what_it_needs(prompt: str) -> None:
    found = lacking(no(prompt))
    assert what(found) == [(prompt, "evidence")]
    assert found[0].why.startswith("a no needs ")


@pytest.mark.parametrize("prompt", [prompt.id for prompt in CARD.prompts])
def test_without_a_call_every_no_is_carried_by_the_sheet_alone(prompt: str) -> None:
    assert lacking(no(prompt, FIELD), has_call=False) == ()
    for piece in (SPAN, WHOLE):
        assert what(lacking(no(prompt, piece), has_call=False)) == [(prompt, "evidence")]


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "admitted"),
    [
        (0, 1, True),
        (0, DURATION_MS, True),
        (59_999, DURATION_MS + ROUNDING_MS, True),
        (0, DURATION_MS + ROUNDING_MS + 1, False),
        (-1, 10, False),
        (10, 10, False),
        (20, 10, False),
        (None, 10, False),
        (10, None, False),
    ],
)
def test_a_span_must_lie_inside_the_recording(start_ms: int | None, end_ms: int | None, admitted: bool) -> None:
    assert (lacking(no("LUMP_SOUGHT", span(start_ms, end_ms))) == ()) is admitted


@pytest.mark.parametrize(
    ("heard", "enough"),
    [
        ((), False),
        ((HeardSpan(0, 56_999),), False),
        ((HeardSpan(0, 57_000),), True),
        ((HeardSpan(0, 30_000, 2.0), HeardSpan(30_000, 50_000, SKIPPED), HeardSpan(49_000, 60_000)), True),
        ((HeardSpan(0, 40_000), HeardSpan(0, 40_000), HeardSpan(10_000, 40_000)), False),
    ],
)
def test_the_whole_call_counts_when_95_per_cent_of_it_were_gone_through(
    heard: tuple[HeardSpan, ...], enough: bool
) -> None:
    form = replace(no("LUMP_SOUGHT", WHOLE), heard=heard)
    assert (lacking(form) == ()) is enough
    assert (lacking(replace(form, whole_call_heard=False)) == ()) is enough


def test_what_was_heard_is_said_where_the_whole_call_is_not_admitted() -> None:
    (found,) = lacking(replace(no("LUMP_SOUGHT", WHOLE), heard=(HeardSpan(0, 30_000),)))
    assert (
        str(found)
        == "LUMP_SOUGHT: evidence: 50% of the call was heard here, and the whole call is evidence from 95% on"
    )


def test_the_word_of_a_file_of_answers_stands_where_it_marks_the_call_as_heard() -> None:
    form = replace(no("LUMP_SOUGHT", WHOLE), heard=())
    assert lacking(form, declared=True) == ()
    assert what(lacking(replace(form, whole_call_heard=False), declared=True)) == [("LUMP_SOUGHT", "evidence")]


def test_a_sheet_field_must_be_one_that_sheets_have() -> None:
    for field in ("colour", "id", "version", "", None):
        piece = EvidenceNote(EvidenceKind.SHEET, field=field)
        assert what(lacking(no("LUMP_SOUGHT", piece))) == [("LUMP_SOUGHT", "evidence")]


def test_without_a_sheet_no_field_of_it_is_evidence() -> None:
    assert what(lacking(no("FULL_FIRST", FIELD), sheet=None)) == [("FULL_FIRST", "evidence")]
    assert lacking(no("FULL_FIRST", SPAN), sheet=None) == ()


def test_a_no_that_only_a_sheet_could_carry_says_so_when_there_is_none() -> None:
    found = lacking(no("SHEET_COMPLETE", SPAN), sheet=None)
    assert what(found) == [("SHEET_COMPLETE", "evidence")]
    assert "match it, or answer cannot tell" in found[0].why


def test_evidence_that_cannot_be_true_is_named_under_a_yes_too() -> None:
    beyond = COMPLETE.with_answer(AnswerNote("FULL_FIRST", Y, evidence=(span(0, 99_000),)))
    assert what(lacking(beyond)) == [("FULL_FIRST", "evidence")]
    assert "99.000 s" in lacking(beyond)[0].why


def test_a_comment_is_needed_only_where_the_scorecard_declares_it() -> None:
    values = dict(CARD.values)
    values["id"] = "arrears-call/2"
    values["section"] = [
        section | {"prompt": [prompt | {"comment_on_no": True} for prompt in section["prompt"]]}
        for section in values["section"]
    ]
    strict = scorecard_from(values, "strict.toml")
    assert lacking(no("LUMP_SOUGHT", SPAN)) == ()
    assert what(lacking(no("LUMP_SOUGHT", SPAN, comment=" "), card=strict)) == [("LUMP_SOUGHT", "comment")]
    assert lacking(no("LUMP_SOUGHT", SPAN, comment="never asked"), card=strict) == ()


def test_missing_things_are_written_as_the_contract_says() -> None:
    assert lacking(no("LUMP_SOUGHT"))[0].as_dict() == {"prompt": "LUMP_SOUGHT", "what": "evidence"}
