"""The state behind the Reviews page, on reviews in every state: asked, gathered, released, replied to from a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.screenshots_reviews import AWAITING, DISPUTED, TO_RELEASE
from desktop.state.reviews import Looked, Reviews
from models.review_life import LifeState
from models.store import Store
from models.store.review_listing import LifeLine, LifeOrder, LifeQuery, Stand
from models.store.staff import Person


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def working(lived: Store) -> list[Person]:
    """Who works, to be changed by a test."""
    return [lived.staff.get("TL01")]


@pytest.fixture
def reviews(lived: Store, runner: Runner, working: list[Person]) -> Reviews:
    return Reviews(lived, runner, lambda: working[0], lambda: 10)


@pytest.fixture
def line_of(lived: Store, working: list[Person]) -> Callable[[str], LifeLine]:
    def find(recording_id: str) -> LifeLine:
        return lived.life.listing(LifeQuery(text=recording_id), 0, 1, working[0]).lines[0]

    return find


def test_reviews_are_listed_and_counted_by_where_they_stand(reviews: Reviews, qtbot: QtBot) -> None:
    with qtbot.waitSignals([reviews.list.listed, reviews.list.counted, reviews.list.choices_came]):
        reviews.list.refresh()
    assert reviews.list.counts == dict.fromkeys(Stand, 1) | {Stand.DRAFT: 0, Stand.TO_RELEASE: 3}


def test_another_place_to_stand_keeps_the_filters_and_clearing_them_keeps_the_place(
    reviews: Reviews, qtbot: QtBot
) -> None:
    reviews.list.filter(reviewer="TL02")
    reviews.list.show(Stand.TO_RELEASE)
    with qtbot.waitSignal(reviews.list.listed) as told:
        reviews.list.sort(LifeOrder.CASEWORKER, descending=True)
    assert [line.recording_id for line in told.args[0].items] == [TO_RELEASE[1], TO_RELEASE[0]]
    assert reviews.list.narrowed
    reviews.list.clear_filters()
    assert reviews.list.query == LifeQuery(stand=Stand.TO_RELEASE, sort=LifeOrder.CASEWORKER, descending=True)
    assert not reviews.list.narrowed


def test_a_caseworker_is_given_his_own_released_reviews_only(
    reviews: Reviews, lived: Store, working: list[Person], qtbot: QtBot
) -> None:
    working[0] = lived.staff.get("CW014")
    with qtbot.waitSignals([reviews.list.listed, reviews.list.counted]):
        reviews.list.refresh()
    assert reviews.list.counts[Stand.TO_RELEASE] == 0
    assert sum(reviews.list.counts.values()) == 2


def test_looking_into_a_review_reads_its_life_its_versions_and_what_can_be_done(
    reviews: Reviews, line_of: Callable[[str], LifeLine], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reviews.looked) as told:
        reviews.look(line_of(DISPUTED))
    looked = told.args[0]
    assert isinstance(looked, Looked)
    assert looked.story.state is LifeState.DISPUTED
    assert [version.review_id for version in looked.versions] == [looked.story.review_id]
    assert looked.possible.decide.startswith("TL01 signed this review")
    assert "lump sum" in looked.words["LUMP_SOUGHT"]


def test_a_late_look_at_another_review_is_dropped(
    reviews: Reviews, line_of: Callable[[str], LifeLine], qtbot: QtBot
) -> None:
    seen: list[str] = []
    reviews.looked.connect(lambda looked: seen.append(looked.line.recording_id))
    reviews.look(line_of(DISPUTED))
    reviews.look(line_of(AWAITING))
    qtbot.waitUntil(lambda: not reviews._runner.busy)
    assert seen == [AWAITING]


def test_selected_reviews_are_gathered_whether_they_are_read_or_not(reviews: Reviews, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reviews.gathered) as told:
        reviews.gather(LifeQuery(stand=Stand.TO_RELEASE), [(0, 0), (2, 2)])
    assert len(told.args[0]) == 2
    assert {line.state for line in told.args[0]} == {LifeState.SIGNED}


def test_several_are_released_and_what_is_refused_is_told_with_its_reason(
    reviews: Reviews, lived: Store, working: list[Person], line_of: Callable[[str], LifeLine], qtbot: QtBot
) -> None:
    working[0] = lived.staff.get("QA01")
    ids = [line_of(name).review_id for name in (TO_RELEASE[0], AWAITING)]
    with qtbot.waitSignal(reviews.released) as told:
        reviews.release(ids)
        assert reviews.busy
        reviews.release(ids)  # passed over: one at a time
    done = told.args[0]
    assert [(len(done.released), len(done.refused)), reviews.busy] == [(1, 1), False]
    assert "already" in done.refused[0].reason


def test_a_reply_form_is_recorded_for_the_caseworker(
    reviews: Reviews, line_of: Callable[[str], LifeLine], tmp_path: Path, qtbot: QtBot
) -> None:
    form = tmp_path / "reply.toml"
    form.write_text(
        f'schema = "steercheck.reply/1"\nreview_id = "{line_of(AWAITING).review_id}"\ncaseworker_id = "CW014"\n'
        'day = 2009-10-05\nanswer = "acknowledged"\ncomment = "Seen."\n',
        encoding="utf-8",
    )
    with qtbot.waitSignal(reviews.replied) as told:
        reviews.take_reply(form)
    assert told.args[0].state is LifeState.ACKNOWLEDGED


def test_a_reply_form_of_another_caseworker_is_not_taken(
    reviews: Reviews, lived: Store, line_of: Callable[[str], LifeLine], tmp_path: Path, qtbot: QtBot
) -> None:
    form = tmp_path / "reply.toml"
    review_id = line_of(AWAITING).review_id
    form.write_text(
        f'schema = "steercheck.reply/1"\nreview_id = "{review_id}"\ncaseworker_id = "CW011"\nanswer = "acknowledged"\n',
        encoding="utf-8",
    )
    with qtbot.waitSignal(reviews.failed) as told:
        reviews.take_reply(form)
    assert "the review is of CW014" in told.args[0]
    assert lived.life.of(review_id).state is LifeState.RELEASED


def test_a_reply_form_that_cannot_be_read_is_refused_in_words(reviews: Reviews, tmp_path: Path, qtbot: QtBot) -> None:
    form = tmp_path / "reply.toml"
    form.write_text("answer = 1\n", encoding="utf-8")
    with qtbot.waitSignal(reviews.failed) as told:
        reviews.take_reply(form)
    assert "reply.toml" in told.args[0]
    assert not reviews.busy
