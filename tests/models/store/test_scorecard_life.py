"""The whole life of scorecard versions against the real database, in any order: what was used never changes."""

import itertools
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from models.errors import InputRefused, UnknownId
from models.scorecard import CardStanding, number_of, read_scorecard
from models.staff import Role
from models.store import Store
from models.store.scorecards import ScorecardStore
from models.store.staff import Person

QA = Person("QA01", Role.QUALITY_ASSURANCE, None)
EVERY = read_scorecard(Path(__file__).parents[1] / "scorecards" / "every-type.toml")
FAMILIES = (f"family-{number}" for number in itertools.count())


class Versions(RuleBasedStateMachine):
    """A family of versions, and what the store ought to say of them: titles, standings, and which were used."""

    def __init__(self, cards: ScorecardStore) -> None:
        super().__init__()
        self.cards = cards
        self.family = next(FAMILIES)
        self.titles: dict[str, str] = {}
        self.standing: dict[str, CardStanding] = {}
        self.used: dict[str, str] = {}

    def pick(self, place: int) -> str:
        return sorted(self.titles)[place % len(self.titles)]

    @initialize()
    def take_in(self) -> None:
        draft = self.cards.add(dict(EVERY.values) | {"id": f"{self.family}/1", "title": "first"}, "first.toml", QA)
        self.titles[draft.scorecard_id], self.standing[draft.scorecard_id] = "first", CardStanding.DRAFT

    @rule(place=st.integers(0, 9))
    def begin(self, place: int) -> None:
        based_on = self.pick(place)
        draft = self.cards.begin(based_on, QA)
        assert number_of(draft.scorecard_id) == 1 + max(map(number_of, self.titles))
        self.titles[draft.scorecard_id] = self.titles[based_on]
        self.standing[draft.scorecard_id] = CardStanding.DRAFT

    @rule(place=st.integers(0, 9), title=st.sampled_from(["second", "third", "fourth"]))
    def save(self, place: int, title: str) -> None:
        card_id = self.pick(place)
        try:
            draft = self.cards.draft(card_id)
        except UnknownId:
            self._refused(lambda: self.cards.save(card_id, {"title": title}, 1, QA))
            return
        self.cards.save(card_id, dict(draft.values) | {"title": title}, draft.revision, QA)
        self.titles[card_id] = title

    @rule(place=st.integers(0, 9))
    def publish(self, place: int) -> None:
        card_id = self.pick(place)
        if self.standing[card_id] is CardStanding.DRAFT:
            self.cards.publish(card_id, self.cards.draft(card_id).revision, QA)
            self.standing[card_id] = CardStanding.PUBLISHED
        else:
            self._refused(lambda: self.cards.publish(card_id, 1, QA))

    @rule(place=st.integers(0, 9))
    def take_back(self, place: int) -> None:
        card_id = self.pick(place)
        if card_id in self.used:
            self._refused(lambda: self.cards.take_back(card_id, QA))
        else:
            self.cards.take_back(card_id, QA)
            self.standing[card_id] = CardStanding.DRAFT

    @rule(place=st.integers(0, 9))
    def use(self, place: int) -> None:
        card_id = self.pick(place)
        if self.standing[card_id] is CardStanding.DRAFT:
            self._refused(lambda: self.cards.use(card_id))
        else:
            self.cards.use(card_id)
            self.used.setdefault(card_id, self.cards.get(card_id).sha256)

    @rule(place=st.integers(0, 9))
    def withdraw_or_reinstate(self, place: int) -> None:
        card_id = self.pick(place)
        if self.standing[card_id] is CardStanding.PUBLISHED:
            self.cards.withdraw(card_id, QA)
            self.standing[card_id] = CardStanding.WITHDRAWN
        elif self.standing[card_id] is CardStanding.WITHDRAWN:
            self.cards.reinstate(card_id, QA)
            self.standing[card_id] = CardStanding.PUBLISHED
        else:
            self._refused(lambda: self.cards.withdraw(card_id, QA))

    def _refused(self, attempt: object) -> None:
        try:
            attempt()  # type: ignore[operator]
        except InputRefused:
            return
        raise AssertionError("it was taken")

    @invariant()
    def the_list_says_what_happened(self) -> None:
        lines = {line.scorecard_id: line for line in self.cards.versions() if line.scorecard_id in self.titles}
        assert {card_id: (line.title, line.standing) for card_id, line in lines.items()} == {
            card_id: (self.titles[card_id], self.standing[card_id]) for card_id in self.titles
        }
        assert {card_id for card_id, line in lines.items() if line.frozen} == set(self.used)

    @invariant()
    def what_was_used_never_changes(self) -> None:
        assert {card_id: self.cards.get(card_id).sha256 for card_id in self.used} == self.used

    @invariant()
    def new_reviews_are_made_with_the_newest_that_is_published(self) -> None:
        usable = [card_id for card_id, stands in self.standing.items() if stands is CardStanding.PUBLISHED]
        if usable:
            assert self.cards.current(self.family).id == max(usable, key=number_of)


def test_versions_live_by_their_rules_in_any_order(store: Store) -> None:
    few = settings(max_examples=6, stateful_step_count=12, deadline=None)
    run_state_machine_as_test(lambda: Versions(store.scorecards), settings=few)  # type: ignore[no-untyped-call]
