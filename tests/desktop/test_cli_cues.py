"""`steercheck cues`: the document of the contract, the list for people, and what is refused."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from models.store import Store
from models.transcript import Speaker, SpokenSegment

KEYS = ["stage", "start", "end", "channel", "text", "rule", "prompt"]


def test_the_document_lists_every_cue_with_the_words_heard(steercheck: Callable, demo_store: Store) -> None:
    done = steercheck("--json", "cues", "VR-88102", db=demo_store.database.address)
    found = json.loads(done.out)
    assert done.status == 0
    assert all(list(hit) == KEYS for hit in found)
    assert [hit["start"] for hit in found] == sorted(hit["start"] for hit in found)
    (asked,) = [hit for hit in found if hit["rule"].startswith("full-asked/")]
    assert (asked["stage"], asked["channel"], asked["prompt"]) == ("full_payment", 0, "FULL_FIRST")
    assert asked["text"] == "Are you able to pay the full amount today?"
    assert 27.46 <= asked["start"] < asked["end"] <= 29.6


def test_a_sheet_stands_for_its_call(steercheck: Callable, demo_store: Store) -> None:
    of_call = steercheck("--json", "cues", "VR-88102", db=demo_store.database.address)
    of_sheet = steercheck("--json", "cues", "PAG-088102", db=demo_store.database.address)
    assert of_sheet.out == of_call.out


def test_people_read_a_list_and_what_was_not_found(steercheck: Callable, demo_store: Store) -> None:
    done = steercheck("cues", "VR-88104", db=demo_store.database.address)
    assert "0:29" in done.out
    assert "“Can you pay the arrears in full?”" in done.out
    assert "Not found in the transcript: Lump sum, Time to clear, " in done.out
    assert "It may have been said in other words, or misheard." in done.out
    assert "not said" not in done.out


def test_an_unknown_id_is_refused(steercheck: Callable, demo_store: Store) -> None:
    done = steercheck("--json", "cues", "VR-1", db=demo_store.database.address)
    error = json.loads(done.out)["error"]
    assert (done.status, error["exit"], error["code"]) == (3, 3, "UNKNOWN_ID")


def test_a_call_without_a_transcript_is_refused_and_a_sheet_without_a_call(
    steercheck: Callable, demo_store: Store
) -> None:
    from sqlalchemy import delete

    from models.transcript import Segment, Transcript

    with demo_store.database.session() as session:
        session.execute(delete(Segment))
        session.execute(delete(Transcript))
    for key in ("VR-88102", "PAG-088199"):
        done = steercheck("--json", "cues", key, db=demo_store.database.address)
        assert done.status == 3
        assert json.loads(done.out)["error"]["code"] == "NO_TRANSCRIPT"
        assert key in done.err


def test_a_transcript_without_cues_gives_an_empty_list(steercheck: Callable, demo_store: Store) -> None:
    demo_store.transcripts.add("VR-88112", [SpokenSegment(0, Speaker.CASEWORKER, 0, 900, "Hello")], "test")
    done = steercheck("--json", "cues", "VR-88112", db=demo_store.database.address)
    assert (done.status, json.loads(done.out)) == (0, [])


def test_a_departments_own_rules_count_and_faulty_ones_are_refused(steercheck: Callable, demo_store: Store) -> None:
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "Steercheck" / "cues"
    own.mkdir(parents=True)
    text = 'schema = "steercheck.cues/1"\n[[rule]]\nid = "ours/1"\nstage = "conduct"\nphrases = ["anything else"]\n'
    (own / "ours.toml").write_text(text, encoding="utf-8")
    done = steercheck("--json", "cues", "VR-88102", db=demo_store.database.address)
    assert [hit["text"] for hit in json.loads(done.out) if hit["rule"] == "ours/1"] == ["anything else"]
    (own / "ours.toml").write_text(text.replace("conduct", "manners"), encoding="utf-8")
    done = steercheck("--json", "cues", "VR-88102", db=demo_store.database.address)
    (fault,) = json.loads(done.out)["error"]["details"]
    assert done.status == 3
    assert (fault["file"], fault["line"], fault["column"], fault["value"]) == (
        "ours.toml",
        4,
        "rule[1].stage",
        '"manners"',
    )
