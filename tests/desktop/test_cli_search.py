"""`steercheck search`: the document of the contract, the list for people, what narrows it, and what is refused."""

import json
from collections.abc import Callable

import pytest

from models.store import Store
from models.transcript import Speaker, SpokenSegment

KEYS = ["recording_id", "start", "end", "speaker", "text"]


@pytest.fixture
def said(demo_store: Store) -> Store:
    """Two calls that say zebra: the later one once by the caseworker, the earlier one by both."""
    caseworker = SpokenSegment(0, Speaker.CASEWORKER, 1500, 2500, "Can you pay the Zebra lump sum?")
    parent = SpokenSegment(1, Speaker.NRP, 3000, 4000, "No zebra, £40 a week")
    demo_store.transcripts.add("VR-88104", [caseworker], "engine")
    demo_store.transcripts.add("VR-88102", [caseworker, parent], "engine")
    return demo_store


def test_the_document_lists_every_line_the_newest_call_first(steercheck: Callable, said: Store) -> None:
    done = steercheck("--json", "search", "zebra", db=said.database.address)
    found = json.loads(done.out)
    assert done.status == 0
    assert all(list(hit) == KEYS for hit in found)
    assert [(hit["recording_id"], hit["start"]) for hit in found] == [
        ("VR-88104", 1.5),
        ("VR-88102", 1.5),
        ("VR-88102", 3.0),
    ]
    assert found[2] == {
        "recording_id": "VR-88102",
        "start": 3.0,
        "end": 4.0,
        "speaker": "nrp",
        "text": "No zebra, £40 a week",
    }


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (["--speaker", "nrp"], ["VR-88102"]),
        (["--from", "2009-09-15"], ["VR-88104"]),
        (["--to", "2009-09-14"], ["VR-88102", "VR-88102"]),
        (["--caseworker", "CW014"], ["VR-88104"]),
        (["NOT", "lump"], ["VR-88102"]),
    ],
)
def test_speaker_dates_and_caseworker_narrow_it(
    steercheck: Callable, said: Store, narrowed: list[str], expected: list[str]
) -> None:
    done = steercheck("--json", "search", "zebra", *narrowed, db=said.database.address)
    assert [hit["recording_id"] for hit in json.loads(done.out)] == expected


def test_people_read_a_list_and_how_much_it_is(steercheck: Callable, said: Store) -> None:
    done = steercheck("search", '"zebra lump sum"', db=said.database.address)
    assert done.status == 0
    assert "VR-88104" in done.out
    assert "0:01" in done.out
    assert "Can you pay the Zebra lump sum?" in done.out
    assert "2 lines in 2 calls." in done.out


def test_nothing_found_is_no_failure(steercheck: Callable, said: Store) -> None:
    done = steercheck("--json", "search", "quagga", db=said.database.address)
    assert (done.status, json.loads(done.out)) == (0, [])
    assert "0 lines in 0 calls." in steercheck("search", "quagga", db=said.database.address).out


@pytest.mark.parametrize(
    "arguments", [["***"], ["NOT", "zebra"], ["zebra", "--speaker", "cw"], ["z", "--from", "1/9/09"]]
)
def test_a_search_without_a_word_and_values_of_no_kind_are_wrong_usage(
    steercheck: Callable, said: Store, arguments: list[str]
) -> None:
    done = steercheck("--json", "search", *arguments, db=said.database.address)
    assert (done.status, json.loads(done.out)["error"]["code"]) == (2, "USAGE")
