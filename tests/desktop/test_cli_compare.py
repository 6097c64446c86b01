"""`steercheck compare ID`: the contract's document, the table for people, and what it says where it cannot compare."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import delete

from models.store import Store
from models.transcript import Correction, Segment, Transcript, Word

TODAY = {"STEERCHECK_TODAY": "2009-10-05"}
FIGURES = ["arrears", "net_income", "regular", "lump_sum", "instalment", "frequency", "percentage", "period"]
KEYS = ["figure", "said", "written", "set_up", "outcome"]


@pytest.fixture
def run(demo_store: Store, steercheck: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: steercheck(*arguments, db=demo_store.database.address, env=TODAY)


def test_the_document_has_every_figure_with_all_its_keys(run: Callable[..., Any]) -> None:
    done = run("--json", "compare", "VR-88110")
    document = json.loads(done.out)
    assert done.status == 0
    assert [each["figure"] for each in document] == [*FIGURES, "method", "promotion", "cwo"]
    assert all(list(each) == KEYS for each in document)
    instalment = document[4]
    assert (instalment["written"], instalment["set_up"], instalment["outcome"]) == ("60.00", None, "mismatch")
    assert instalment["said"] == [
        {"value": "40", "start": 44.5, "end": 46.72, "speaker": "nrp", "text": "I can pay £40 a week."}
    ]


def test_a_sheet_stands_for_its_call(run: Callable[..., Any]) -> None:
    assert run("--json", "compare", "PAG-088108").out == run("--json", "compare", "VR-88108").out


def test_people_read_a_table_with_places_and_reasons(run: Callable[..., Any]) -> None:
    out = run("compare", "VR-88110").out
    assert "VR-88110 beside PAG-088110, 567-0088110" in out
    assert "40 (0:44 nrp)" in out
    assert "✗ mismatch" in out
    assert "instalment: Said £40.00; the sheet says £60.00." in out.splitlines()


def test_a_promotion_never_heard_is_worded_as_not_found(run: Callable[..., Any]) -> None:
    out = run("compare", "VR-88108").out
    assert "? not found" in next(line for line in out.splitlines() if "promotion" in line)
    assert "Not found in the transcript does not mean that it was not said." in out.splitlines()


def test_a_call_without_a_sheet_is_listed_with_a_word_about_it(run: Callable[..., Any]) -> None:
    done = run("--json", "compare", "VR-88112")
    assert done.status == 0
    assert {each["outcome"] for each in json.loads(done.out)} == {"not_applicable"}
    assert "VR-88112 has no guide sheet" in done.err


def test_quiet_says_nothing_for_people(run: Callable[..., Any]) -> None:
    assert run("--quiet", "compare", "VR-88110").out == ""


@pytest.mark.parametrize(
    ("key", "code", "words"),
    [
        ("VR-00000", "UNKNOWN_ID", "VR-00000"),
        ("PAG-088199", "NO_TRANSCRIPT", "PAG-088199 has no recorded call"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(
    run: Callable[..., Any], key: str, code: str, words: str
) -> None:
    done = run("--json", "compare", key)
    error = json.loads(done.out)["error"]
    assert (done.status, error["exit"], error["code"]) == (3, 3, code)
    assert words in error["message"]


def test_a_call_nobody_transcribed_says_what_to_do(demo_store: Store, run: Callable[..., Any]) -> None:
    with demo_store.database.session() as session:
        for table in (Correction, Word, Segment, Transcript):
            session.execute(delete(table))
    done = run("compare", "VR-88110")
    assert done.status == 3
    assert "steercheck transcribe VR-88110" in done.err
