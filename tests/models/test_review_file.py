"""The review as a file: read and written without loss, and every fault refused by its place."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputRefused, Refusal
from models.review import (
    YES_OR_NO,
    AnswerNote,
    AnswerValue,
    EvidenceKind,
    EvidenceNote,
    ReviewForm,
    ReviewKind,
    ReviewState,
)
from models.review_file import (
    ANSWER_KEYS,
    FORM_KEYS,
    OUTCOME_KEYS,
    form_values,
    line_values,
    parse_review,
    read_review_file,
)
from models.scorecard import read_scorecard, shipped
from models.scoring import result_of

CARD = shipped()["arrears-call/1"]
CONTRACT: dict[str, Any] = {
    "schema": "steercheck.review/1",
    "review_id": None,
    "kind": "primary",
    "recording_id": "VR-88104",
    "sheet_id": "PAG-088104",
    "caseworker_id": "CW014",
    "reviewer_id": "TL01",
    "sample_id": None,
    "scorecard": "arrears-call/1",
    "policy": None,
    "whole_call_heard": True,
    "comment": "",
    "answers": [
        {
            "prompt": "LUMP_SOUGHT",
            "answer": "N",
            "comment": "never asked",
            "root_causes": [],
            "evidence": [
                {"kind": "span", "start": 29.37, "end": 36.6},
                {"kind": "whole_call"},
                {"kind": "sheet", "field": "lump_sum_asked"},
            ],
        }
    ],
}


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(CONTRACT)


def faults_of(text: str) -> list[Refusal]:
    with pytest.raises(InputRefused) as caught:
        parse_review(text, "answers.json")
    return list(caught.value.details)  # type: ignore[arg-type]


def test_the_example_of_the_contract_is_read(document: dict[str, Any]) -> None:
    form = parse_review(json.dumps(document), "answers.json")
    assert form == ReviewForm(
        "VR-88104",
        "PAG-088104",
        "CW014",
        "TL01",
        whole_call_heard=True,
        answers=(
            AnswerNote(
                "LUMP_SOUGHT",
                AnswerValue.NO,
                "never asked",
                (),
                (
                    EvidenceNote(EvidenceKind.SPAN, 29_370, 36_600),
                    EvidenceNote(EvidenceKind.WHOLE_CALL),
                    EvidenceNote(EvidenceKind.SHEET, field="lump_sum_asked"),
                ),
            ),
        ),
    )


def test_the_example_of_the_contract_is_written_back_unchanged(document: dict[str, Any]) -> None:
    assert form_values(parse_review(json.dumps(document), "answers.json")) == document


def test_every_shipped_file_of_answers_survives_the_way_there_and_back(demo: Path) -> None:
    files = sorted((demo / "answers").glob("*.json"))
    assert len(files) == 12
    for file in files:
        form = read_review_file(file)
        assert form_values(form) == json.loads(file.read_text(encoding="utf-8"))


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
pieces = st.one_of(
    st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)).map(lambda t: EvidenceNote(EvidenceKind.SPAN, *t)),
    st.just(EvidenceNote(EvidenceKind.WHOLE_CALL)),
    words.map(lambda field: EvidenceNote(EvidenceKind.SHEET, field=field)),
)
notes = st.builds(
    AnswerNote,
    st.sampled_from([prompt.id for prompt in CARD.prompts]),
    st.sampled_from(YES_OR_NO),
    words,
    st.lists(words, max_size=3).map(tuple),
    st.lists(pieces, max_size=3).map(tuple),
)
forms = st.builds(
    ReviewForm,
    recording_id=st.none() | st.just("VR-1"),
    sheet_id=st.just("PAG-1"),
    caseworker_id=st.none() | st.just("CW011"),
    reviewer_id=st.just("TL01"),
    kind=st.sampled_from(list(ReviewKind)),
    answers=st.lists(notes, unique_by=lambda note: note.prompt, max_size=20).map(tuple),
    whole_call_heard=st.booleans(),
    comment=words,
)


@given(forms)
def test_any_form_survives_the_way_there_and_back(form: ReviewForm) -> None:
    assert parse_review(json.dumps(form_values(form)), "x.json") == form


@pytest.mark.parametrize(("seconds", "time_ms"), [("0.0005", 1), ("0.00049", 0), ("29.3705", 29_371), ("3", 3000)])
def test_seconds_become_milliseconds_half_up(seconds: str, time_ms: int) -> None:
    text = json.dumps(CONTRACT).replace("36.6", "3600").replace("29.37", seconds)
    assert parse_review(text, "x.json").answers[0].evidence[0].start_ms == time_ms


def test_what_is_left_out_is_taken_as_not_said() -> None:
    form = parse_review('{"schema": "steercheck.review/1", "answers": []}', "x.json")
    assert form == ReviewForm(None, None, None, "")


def test_a_line_of_the_export_can_be_read_as_answers(document: dict[str, Any]) -> None:
    line = document | dict.fromkeys(OUTCOME_KEYS)
    assert parse_review(json.dumps(line), "x.json") == parse_review(json.dumps(document), "x.json")


def test_a_mark_at_the_beginning_of_the_file_is_passed_over(tmp_path: Path, document: dict[str, Any]) -> None:
    path = tmp_path / "answers.json"
    path.write_text("\ufeff" + json.dumps(document), encoding="utf-8")
    assert read_review_file(path).recording_id == "VR-88104"


Spoil = Callable[[dict[str, Any]], object]


def first(document: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = document["answers"][0]
    return answer


FAULTS: list[tuple[str, str | None, Spoil]] = [
    ("schema", "steercheck.review/2", lambda d: d.update(schema="steercheck.review/2")),
    ("schema", None, lambda d: d.pop("schema")),
    ("kind", "third", lambda d: d.update(kind="third")),
    ("kind", None, lambda d: d.update(kind=None)),
    ("scorecard", "arrears-call/9", lambda d: d.update(scorecard="arrears-call/9")),
    ("scorecard", "1", lambda d: d.update(scorecard=1)),
    ("recording_id", "88104", lambda d: d.update(recording_id=88104)),
    ("sheet_id", "", lambda d: d.update(sheet_id="")),
    ("reviewer_id", "a list", lambda d: d.update(reviewer_id=["TL01"])),
    ("whole_call_heard", "yes", lambda d: d.update(whole_call_heard="yes")),
    ("whole_call_heard", "1", lambda d: d.update(whole_call_heard=1)),
    ("comment", None, lambda d: d.update(comment=None)),
    ("colour", None, lambda d: d.update(colour="red")),
    ("answers", None, lambda d: d.pop("answers")),
    ("answers", "an object", lambda d: d.update(answers={})),
    ("answers[0]", "LUMP_SOUGHT", lambda d: d.update(answers=["LUMP_SOUGHT"])),
    ("answers[0].prompt", "LUNCH_SOUGHT", lambda d: first(d).update(prompt="LUNCH_SOUGHT")),
    ("answers[0].prompt", None, lambda d: first(d).pop("prompt")),
    ("answers[0].answer", "maybe", lambda d: first(d).update(answer="maybe")),
    ("answers[0].answer", "y", lambda d: first(d).update(answer="y")),
    ("answers[0].answer", "true", lambda d: first(d).update(answer=True)),
    ("answers[0].answer", None, lambda d: first(d).pop("answer")),
    ("answers[0].comment", "3", lambda d: first(d).update(comment=3)),
    ("answers[0].root_causes", "haste", lambda d: first(d).update(root_causes="haste")),
    ("answers[0].root_causes", "a list", lambda d: first(d).update(root_causes=[1])),
    ("answers[0].mood", None, lambda d: first(d).update(mood="good")),
    ("answers[1].prompt", "LUMP_SOUGHT", lambda d: d["answers"].append(first(d))),
    ("answers[0].evidence", "an object", lambda d: first(d).update(evidence={})),
    ("answers[0].evidence[0].kind", "hearsay", lambda d: first(d)["evidence"][0].update(kind="hearsay")),
    ("answers[0].evidence[0].kind", None, lambda d: first(d)["evidence"][0].pop("kind")),
    ("answers[0].evidence[0].start", None, lambda d: first(d)["evidence"][0].pop("start")),
    ("answers[0].evidence[0].end", "36.6", lambda d: first(d)["evidence"][0].update(end="36.6")),
    ("answers[0].evidence[0].end", "true", lambda d: first(d)["evidence"][0].update(end=True)),
    ("answers[0].evidence[0].end", "1E+300", lambda d: first(d)["evidence"][0].update(end=1e300)),
    ("answers[0].evidence[0].field", None, lambda d: first(d)["evidence"][0].update(field="label")),
    ("answers[0].evidence[1].start", None, lambda d: first(d)["evidence"][1].update(start=1)),
    ("answers[0].evidence[2].field", None, lambda d: first(d)["evidence"][2].pop("field")),
    ("answers[0].evidence[2].field", "7", lambda d: first(d)["evidence"][2].update(field=7)),
    ("comment", "\\ud800", lambda d: d.update(comment="\ud800")),
    ("answers[0].comment", "a\\0b", lambda d: first(d).update(comment="a\0b")),
]


@pytest.mark.parametrize(("column", "value", "spoil"), FAULTS, ids=[f"{n}-{c}" for n, (c, _, _) in enumerate(FAULTS)])
def test_a_fault_is_refused_by_its_place_and_value(
    document: dict[str, Any], column: str, value: str | None, spoil: Spoil
) -> None:
    spoil(document)
    found = faults_of(json.dumps(document))
    assert (column, value) in [(fault.column, fault.value) for fault in found]
    assert all(fault.file == "answers.json" and fault.line is None for fault in found)


def test_all_faults_are_listed_not_only_the_first(document: dict[str, Any]) -> None:
    document["kind"] = "third"
    first(document)["answer"] = "maybe"
    assert [fault.column for fault in faults_of(json.dumps(document))] == ["kind", "answers[0].answer"]


def test_text_that_is_no_json_is_refused_with_its_line() -> None:
    fault = faults_of('{"schema": "steercheck.review/1",\n "answers": [\n {]}')[0]
    assert fault.line == 3
    assert "is not JSON" in fault.reason


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(word: str) -> None:
    assert word in faults_of(json.dumps(CONTRACT).replace("29.37", word))[0].reason


def test_a_key_that_stands_twice_is_refused() -> None:
    text = '{"schema": "steercheck.review/1", "answers": [], "answers": []}'
    assert "twice" in faults_of(text)[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[]", "one JSON object"), ("[" * 200_000, "nested too deep"), ("9" * 5000, "far too long"), ("", "is not JSON")],
)
def test_what_is_no_review_at_all_is_refused(text: str, reason: str) -> None:
    assert reason in faults_of(text)[0].reason


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="cannot be read"):
        read_review_file(tmp_path / "absent.json")


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b'{\n"comment": "caf\xe9"}')
    with pytest.raises(InputRefused) as caught:
        read_review_file(path)
    assert caught.value.details[0].line == 2  # type: ignore[attr-defined]


def test_a_file_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    with pytest.raises(InputRefused, match="far too large"):
        read_review_file(path)


def test_a_line_of_the_export_has_the_keys_of_the_file_and_of_the_outcome(document: dict[str, Any]) -> None:
    signed_at = datetime(2009, 10, 5, 10, 42, 7, tzinfo=UTC)
    form = replace(
        parse_review(json.dumps(document), "x"), review_id="r1", state=ReviewState.SIGNED, signed_at=signed_at
    )
    result = result_of(CARD, {"LUMP_SOUGHT": AnswerValue.NO, "CONDUCT": AnswerValue.YES})
    line = line_values(form, result, state="signed", steer=None, heard_share=Decimal("0.812"), withheld=())
    assert tuple(line) == (*FORM_KEYS, *OUTCOME_KEYS)
    assert tuple(line["answers"][0]) == ANSWER_KEYS
    assert {key: line[key] for key in OUTCOME_KEYS} == {
        "state": "signed",
        "signed_at": "2009-10-05T11:42:07+01:00",
        "steer": None,
        "score": "50.0",
        "critical": "fail",
        "kpi_class": None,
        "heard_share": "0.812",
        "amends": None,
        "amend_reason": None,
    }


def test_withheld_comments_stay_out_of_a_line(document: dict[str, Any]) -> None:
    form = parse_review(json.dumps(document), "x")
    line = line_values(form, None, state="signed", steer=None, heard_share=None, withheld=[CARD.prompt("LUMP_SOUGHT")])
    assert line["answers"][0]["comment"] == ""
    assert line["answers"][0]["answer"] == "N"


# answers of other types

EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")
TYPED = {
    "OFFERED": "Y",
    "EXPLAINED": "partly",
    "COURTESY": "4",
    "FIRST_OFFER": "1250.50",
    "MINUTES_HELD": "7",
    "WHY_SO_LONG": "that the system was slow",
}


def typed(**answers: Any) -> str:
    pairs = [{"prompt": prompt, "answer": answer} for prompt, answer in (TYPED | answers).items()]
    return json.dumps({"schema": "steercheck.review/1", "scorecard": "every-type/1", "answers": pairs})


def test_what_was_picked_or_typed_stands_under_answer_and_reads_back_equal() -> None:
    form = parse_review(typed(), "a.json", lambda _: EVERY)
    assert form.answer("EXPLAINED") == AnswerNote("EXPLAINED", AnswerValue.YES, given="partly")
    assert form.answer("MINUTES_HELD").value is AnswerValue.NOTED
    values = form_values(form)
    assert {answer["prompt"]: answer["answer"] for answer in values["answers"]} == TYPED
    assert parse_review(json.dumps(values), "b.json", lambda _: EVERY) == form


def test_a_number_may_stand_without_quotes_and_is_read_exactly() -> None:
    text = typed().replace('"1250.50"', "1250.5").replace('"4"', "4")
    assert parse_review(text, "a.json", lambda _: EVERY) == parse_review(typed(), "a.json", lambda _: EVERY)


@pytest.mark.parametrize("left_open", ["NA", "CT", None])
def test_every_type_may_be_left_open(left_open: str | None) -> None:
    form = parse_review(typed(EXPLAINED=left_open), "a.json", lambda _: EVERY)
    value = None if left_open is None else AnswerValue(left_open)
    assert form.answer("EXPLAINED") == AnswerNote("EXPLAINED", value)


@pytest.mark.parametrize(
    ("prompt", "answer", "reason"),
    [
        ("EXPLAINED", "Y", "must be one of wholly, partly, hardly, not_at_all, CT, NA"),
        ("EXPLAINED", 1, "must be one of wholly, partly, hardly, not_at_all, CT, NA"),
        ("COURTESY", 6, "must be a whole number from 1 to 5"),
        ("COURTESY", 2.5, "must be a whole number from 1 to 5"),
        ("COURTESY", True, "must be a whole number from 1 to 5"),
        ("WHY_SO_LONG", 5, "must be text"),
        ("FIRST_OFFER", ["1"], "must be a number, like 120.00"),
    ],
)
def test_an_answer_that_does_not_fit_its_prompt_is_refused(prompt: str, answer: Any, reason: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_review(typed(**{prompt: answer}), "a.json", lambda _: EVERY)
    (fault,) = refused.value.details
    assert isinstance(fault, Refusal)
    assert (fault.column, fault.reason) == (f"answers[{list(TYPED).index(prompt)}].answer", reason)
    assert fault.value == ("a list" if isinstance(answer, list) else json.dumps(answer).strip('"'))


def test_words_of_a_sensitive_prompt_stay_out_of_a_line_and_it_still_reads() -> None:
    form = parse_review(typed(), "a.json", lambda _: EVERY)
    withheld = [prompt for prompt in EVERY.prompts if prompt.sensitive]
    line = line_values(form, None, state="signed", steer=None, heard_share=None, withheld=withheld)
    assert "slow" not in json.dumps(line)
    assert parse_review(json.dumps(line), "b.json", lambda _: EVERY).answer("WHY_SO_LONG").given == "[withheld]"
