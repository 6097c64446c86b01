"""What `match` says to people beside its document: recorders whose clock may be wrong."""

import json
from collections.abc import Callable
from datetime import timedelta

from sqlmodel import select

from models.recording import Recording
from models.store import Store


def late(store: Store) -> None:
    with store.database.session() as session:
        for call in session.exec(select(Recording)):
            call.recorder = "NICE-1"
            if call.call_date is not None:
                call.call_date += timedelta(days=3)


def test_a_clock_that_may_be_wrong_is_said_and_moved_by_nobody(steercheck: Callable, demo_store: Store) -> None:
    late(demo_store)
    done = steercheck("match", db=demo_store.database.address)
    assert done.status == 0
    assert "Recorder NICE-1: 10 of 10 named calls start after the decision; its clock may be wrong" in done.out
    assert demo_store.clocks.skew_of("NICE-1") is None


def test_the_document_keeps_its_keys(steercheck: Callable, demo_store: Store) -> None:
    before = json.loads(steercheck("--json", "match", db=demo_store.database.address).out)
    late(demo_store)
    after = json.loads(steercheck("--json", "match", db=demo_store.database.address).out)
    assert list(after) == list(before)
