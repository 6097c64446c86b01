"""Two programs at the same reviews, each with a store of its own: the second is told, and nothing is lost."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import ChangedElsewhere, UserError
from models.review import AnswerNote, AnswerValue
from models.review_file import read_review_file
from models.review_life import DisputeNote, LifeState, Outcome, Reply, ReplyAnswer
from models.store import Store
from models.store.staff import Person

OTHER = """
import json, sys
from dataclasses import replace
from datetime import date
from models.clock import Clock
from models.database import open_database
from models.errors import UserError
from models.review import AnswerNote, AnswerValue
from models.review_life import DisputeNote, Outcome, Reply, ReplyAnswer
from models.store import Store

store = Store(open_database(sys.argv[1]), Clock(date(2009, 10, 5)))
held = {}

def read(key):
    held[key] = store.reviews.get(key)

def save(key, comment):
    store.reviews.save_draft(replace(held[key], comment=comment))

def release(keys, person):
    return [story.review_id for story in store.life.release(keys, store.staff.get(person)).released]

def each(step, keys):
    done = []
    for key in keys:
        try:
            step(key)
            done.append(key)
        except UserError as exc:
            print(exc, file=sys.stderr)
    return done

def dispute(keys):
    reply = Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("CONDUCT", "was courteous"),))
    def step(key):
        return store.life.reply(key, reply, store.staff.get(store.life.of(key).caseworker_id))
    return each(step, keys)

def decide(keys, outcome):
    return each(lambda key: store.life.decide(key, "CONDUCT", Outcome(outcome), "so", store.staff.get("TL02")), keys)

print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    name, arguments = json.loads(line)
    try:
        told = globals()[name](*arguments)
    except UserError as exc:
        told = exc.code
    print(json.dumps(told), flush=True)
store.close()
"""


class OtherProgram:
    """The other program: told what to do by a line, it answers by one."""

    def __init__(self, path: str) -> None:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, "-c", OTHER, path], text=True, **pipes)
        assert self.answer() == "ready"

    def begin(self, name: str, *arguments: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([name, arguments]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def does(self, name: str, *arguments: object) -> Any:
        self.begin(name, *arguments)
        return self.answer()

    def close(self) -> None:
        self.process.communicate(timeout=60)
        assert self.process.stdout is not None


@pytest.fixture
def other(demo_store: Store) -> Iterator[OtherProgram]:
    program = OtherProgram(demo_store.database.address)
    yield program
    program.close()


@pytest.fixture
def signed(demo_store: Store, demo: Path) -> list[str]:
    """Nine signed reviews of TL01 and QA01, by nobody that TL02 leads."""
    found = []
    for path in sorted((demo / "answers").glob("*.json")):
        form = read_review_file(path)
        if form.reviewer_id != "TL02":
            found.append(str(demo_store.reviews.sign_form(form, who(demo_store, form.reviewer_id)).review_id))
    return found


def who(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def test_the_second_program_is_told_that_a_draft_was_changed_and_nothing_is_lost(
    demo_store: Store, other: OtherProgram
) -> None:
    reviews = demo_store.reviews
    draft = reviews.save_draft(reviews.start_draft("VR-88102", None, "TL01"))
    key = str(draft.review_id)
    other.does("read", key)
    reviews.save_draft(draft.with_answer(AnswerNote("FULL_FIRST", AnswerValue.YES, "at 0:12")))
    assert other.does("save", key, "from the other window") == ChangedElsewhere.code
    assert (reviews.get(key).comment, reviews.get(key).answer("FULL_FIRST").comment) == ("", "at 0:12")
    other.does("read", key)
    assert other.does("save", key, "from the other window") is None
    assert (reviews.get(key).comment, reviews.get(key).answer("FULL_FIRST").comment) == (
        "from the other window",
        "at 0:12",
    )
    with pytest.raises(ChangedElsewhere):
        reviews.save_draft(replace(draft, comment="older still"))


def test_of_two_programs_that_take_the_same_steps_at_once_each_step_is_taken_once(
    demo_store: Store, other: OtherProgram, signed: list[str]
) -> None:
    life = demo_store.life
    other.begin("release", signed[::-1], "QA01")
    here = [story.review_id for story in life.release(signed, who(demo_store, "QA01")).released]
    assert sorted(here + other.answer()) == sorted(signed)

    reply = Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("CONDUCT", "was courteous"),))
    other.begin("dispute", signed[::-1])
    here = taken(signed, lambda key: life.reply(key, reply, who(demo_store, str(life.of(key).caseworker_id))))
    assert sorted(here + other.answer()) == sorted(signed)

    other.begin("decide", signed[::-1], "upheld")
    here = taken(signed, lambda key: life.decide(key, "CONDUCT", Outcome.CHANGED, "so", who(demo_store, "TL02")))
    upheld = other.answer()
    assert sorted(here + upheld) == sorted(signed)
    for key in signed:
        story = life.of(key)
        assert story.state is LifeState.DECIDED
        assert Counter(step.kind for step in story.steps) == {"released": 1, "disputed": 1, "decided": 1}
        assert story.disputes[0].outcome is (Outcome.UPHELD if key in upheld else Outcome.CHANGED)


def taken(keys: list[str], step: Any) -> list[str]:
    """The reviews of which the step was taken here; refused elsewhere in words."""
    done = []
    for key in keys:
        try:
            step(key)
        except UserError:
            continue
        done.append(key)
    return done
