"""The whole life of reviews, by several people in any order, against the real database.

A small model of its own says beforehand whether a step is possible; the store must agree, and whatever was done, what
was signed is as it was signed.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

import resources
from models.clock import Clock
from models.database import open_database
from models.errors import InputRefused, NotAllowed, UserError
from models.review import Answer, AnswerNote, AnswerValue, Review, ReviewState
from models.review_file import read_review_file
from models.review_life import DisputeNote, LifeState, Outcome, Reply, ReplyAnswer, ReviewStep, state_of
from models.store import Store
from models.store.worklist import Section, WorkQuery
from models.working_days import reply_by

CASEWORKERS = {"VR-88102": "CW012", "VR-88104": "CW014"}  # both of the team that TL01 leads
REVIEWERS = ("TL01", "TL02", "QA01")
PEOPLE = (*REVIEWERS, "CW012", "CW014")
PROMPTS = ("LUMP_SOUGHT", "FULL_FIRST", "CONDUCT")
KEPT = ("result", "sheet_facts", "signed_at", "saved_at", "comment", "heard", "whole_call_heard", "amends", "counts_on")
prompts = st.sampled_from(PROMPTS)
anybody = st.sampled_from(PEOPLE)
numbers = st.sampled_from((0, 0, 0, 0, 1, 2, 3))


@dataclass
class Known:
    """What the model knows of one signed version."""

    call: str
    signer: str
    earlier: "Known | None" = None
    replaced: bool = False
    last_day: date | None = None
    acknowledged: bool = False
    disputes: dict[str, Outcome | None] = field(default_factory=dict)
    changed_by: set[str] = field(default_factory=set)

    @property
    def chain(self) -> "list[Known]":
        return [self, *(self.earlier.chain if self.earlier else ())]

    @property
    def out(self) -> bool:
        return self.last_day is not None and not self.replaced and not self.acknowledged

    @property
    def who_decides(self) -> list[str]:
        return [person for person in REVIEWERS if person not in {version.signer for version in self.chain}]

    @property
    def undecided(self) -> list[str]:
        return [prompt for prompt, outcome in self.disputes.items() if outcome is None]


class Life(RuleBasedStateMachine):
    """Two calls, three reviewers, two caseworkers, and days that pass."""

    template: ClassVar[Path]
    folder: ClassVar[Path]
    number: ClassVar[int] = 0

    @initialize(call=st.sampled_from(tuple(CASEWORKERS)), person=st.sampled_from(("TL01", "QA01")))
    def open(self, call: str, person: str) -> None:
        type(self).number += 1
        path = self.folder / f"{self.number}.db"
        shutil.copyfile(self.template, path)
        self.day = date(2009, 10, 5)
        self.store = Store(open_database(path), Clock(self.day))
        self.by = {person.staff_id: person for person in self.store.staff.listing()}
        self.known: dict[str, Known] = {}
        self.frozen: dict[str, str] = {}
        self.forms = {key: read_review_file(resources.path(f"demo/answers/{key}.json")) for key in CASEWORKERS}
        review = self.sign_form(call, person)
        self.store.life.release([review], self.by["QA01"])
        self.known[review].last_day = reply_by(self.day, 10)

    def sign_form(self, call: str, person: str) -> str:
        form = replace(self.forms[call], reviewer_id=person)
        review = str(self.store.reviews.sign_form(form, self.by[person]).review_id)
        self.known[review] = Known(call, person)
        return review

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    def done(self, possible: bool, step: Callable[[], object]) -> bool:
        """Whether the step was taken; the model must have said so."""
        refused: UserError | None = None
        try:
            step()
        except (InputRefused, NotAllowed) as exc:
            refused = exc
        assert (refused is None) is possible, refused
        return possible

    def at(self, number: int) -> str:
        """A review by its number, the newest first."""
        return list(self.known)[-1 - number % len(self.known)]

    @rule(call=st.sampled_from(tuple(CASEWORKERS)), person=st.sampled_from(REVIEWERS))
    def sign(self, call: str, person: str) -> None:
        own = [known for known in self.known.values() if (known.call, known.signer) == (call, person)]
        begun = any(known.earlier is None for known in own)
        self.done(not begun, lambda: self.sign_form(call, person))

    @rule(number=numbers, person=anybody)
    def release(self, number: int, person: str) -> None:
        review, known = self.at(number), self.known[self.at(number)]
        may = person in {known.signer, "QA01", "TL01"}
        outcome = self.store.life.release([review], self.by[person])
        assert bool(outcome.released) is (may and known.last_day is None and not known.replaced)
        if outcome.released:
            known.last_day = reply_by(self.day, 10)

    @rule(number=numbers, person=anybody)
    def acknowledge(self, number: int, person: str) -> None:
        review, known = self.at(number), self.known[self.at(number)]
        possible = self.replies(known, person) and known.out and not known.disputes
        reply = Reply(ReplyAnswer.ACKNOWLEDGED)
        if self.done(possible, lambda: self.store.life.reply(review, reply, self.by[person])):
            known.acknowledged = True

    @rule(number=numbers, person=anybody, named=st.lists(prompts, min_size=1, max_size=2, unique=True))
    def dispute(self, number: int, person: str, named: list[str]) -> None:
        review, known = self.at(number), self.known[self.at(number)]
        before = {prompt for version in known.chain for prompt in version.disputes}
        in_time = known.last_day is not None and self.day <= known.last_day
        possible = self.replies(known, person) and known.out and in_time and before.isdisjoint(named)
        reply = Reply(ReplyAnswer.DISPUTED, disputes=tuple(DisputeNote(prompt, "no") for prompt in named))
        if self.done(possible, lambda: self.store.life.reply(review, reply, self.by[person])):
            known.disputes |= dict.fromkeys(named)

    @rule(number=numbers, person=anybody, prompt=prompts, outcome=st.sampled_from(Outcome))
    def decide(self, number: int, person: str, prompt: str, outcome: Outcome) -> None:
        review, known = self.at(number), self.known[self.at(number)]
        possible = person in known.who_decides and not known.replaced and prompt in known.undecided
        if self.done(possible, lambda: self.store.life.decide(review, prompt, outcome, "so", self.by[person])):
            known.disputes[prompt] = outcome
            known.changed_by |= {person} if outcome is Outcome.CHANGED else set()

    @rule(number=numbers, person=anybody, by_draft=st.booleans())
    def amend(self, number: int, person: str, by_draft: bool) -> None:
        review, known = self.at(number), self.known[self.at(number)]
        may = person in REVIEWERS and (person in {known.signer, "QA01"} or person in known.changed_by)
        made: list[str] = []

        def amended() -> None:
            by = self.by[person]
            form = self.store.life.begin_amending(review, by) if by_draft else self.forms[known.call]
            form = form.with_answer(AnswerNote("FULL_FIRST", AnswerValue.CANNOT_TELL))
            kept = self.store.reviews.save_draft(form) if by_draft else form
            made.append(str(self.store.reviews.amend(review, kept, "heard again", by, declared=True).review_id))

        if self.done(may and not known.replaced and not known.undecided, amended):
            known.replaced = True
            self.known[made[0]] = Known(known.call, person, known)

    @rule(number=numbers, prompt=prompts, outcome=st.sampled_from(Outcome), times=st.integers(1, 4))
    def go_on(self, number: int, prompt: str, outcome: Outcome, times: int) -> None:
        """What comes next of itself, so that whole lives come about and not only refusals."""
        for _ in range(times):
            known = self.known[self.at(number)]
            if known.last_day is None:
                self.release(number, known.signer)
            elif known.undecided:
                self.amend(number, known.signer, by_draft=False)  # not while a dispute waits
                for person in (*{version.signer for version in known.chain}, *known.who_decides[:1]):
                    self.decide(number, person, known.undecided[0], outcome)  # not by who signed a version
            elif known.changed_by:
                self.amend(number, min(known.changed_by), by_draft=True)
            else:
                before = [each for version in known.chain for each in version.disputes]
                fresh = [each for each in PROMPTS if each not in before]
                for each in (*before[:1], *fresh[:1], prompt):  # once each, over all versions
                    self.dispute(number, CASEWORKERS[known.call], [each])
            self.what_was_signed_is_as_it_was_signed()

    @rule(days=st.integers(1, 9))
    def pass_days(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.store = Store(self.store.database, Clock(self.day))

    def replies(self, known: Known, person: str) -> bool:
        return person in {CASEWORKERS[known.call], "TL01"} or person == known.signer == "TL02"

    @invariant()
    def what_was_signed_is_as_it_was_signed(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.database.session() as session:
            reviews = session.exec(select(Review).where(Review.state == ReviewState.SIGNED)).all()
            answers = session.exec(select(Answer).order_by(Answer.review, Answer.prompt)).all()
            steps = session.exec(select(ReviewStep).order_by(ReviewStep.review, ReviewStep.position)).all()
        assert {review.id for review in reviews} == set(self.known)
        replaced = {review.amends for review in reviews}
        for review in reviews:
            said = [(each.prompt, each.value, each.comment) for each in answers if each.review == review.id]
            whole = json.dumps([said, *(str(getattr(review, name)) for name in KEPT)], default=str)
            assert self.frozen.setdefault(review.id, whole) == whole
            own = [step for step in steps if step.review == review.id]
            assert [step.position for step in own] == list(range(len(own)))
            assert review.life == state_of(own, amended=review.id in replaced)
        self.one_of_each(reviews, steps)

    def one_of_each(self, reviews: Sequence[Review], steps: Sequence[ReviewStep]) -> None:
        begun = Counter((each.reviewer_id, each.scorecard, each.subject) for each in reviews if each.amends is None)
        assert set(begun.values()) <= {1}
        by_id = {review.id: review for review in reviews}

        def root(review: Review) -> str:
            return review.id if review.amends is None else root(by_id[review.amends])

        disputed = Counter((root(by_id[s.review]), s.prompt) for s in steps if s.kind == "disputed")
        assert set(disputed.values()) <= {1}
        # one version of each chain counts, and the lists say the same
        counting = Counter(root(review) for review in reviews if review.life != LifeState.AMENDED)
        assert dict(counting) == {root(review): 1 for review in reviews}
        assert self.store.worklist.count(WorkQuery(Section.SIGNED)) == len(counting)


@pytest.fixture
def template(_demo_database: Path) -> Path:
    return _demo_database


def test_whoever_does_what_in_whatever_order_the_life_of_a_review_holds(template: Path, tmp_path: Path) -> None:
    Life.template, Life.folder = template, tmp_path
    run_state_machine_as_test(Life, settings=settings(max_examples=6, stateful_step_count=10, deadline=None))
