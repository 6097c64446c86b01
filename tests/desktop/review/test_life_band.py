"""The strip of a signed review's life: one thing to press, and no room taken from the panel in which it is done."""

from collections.abc import Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.screenshots_reviews import TO_RELEASE
from desktop.state.draft import ReviewDraft
from desktop.state.review_life import ReviewLife
from desktop.views.actions import ActionTable
from desktop.views.life_band import LifeBand
from models.store import Store


@pytest.fixture
def band(lived: Store, runner: Runner, qtbot: QtBot, light_look: None) -> Iterator[LifeBand]:
    person = lived.staff.get("TL02")
    draft = ReviewDraft(lived, runner, person)
    life = ReviewLife(lived, runner, draft, draft)
    with qtbot.waitSignal(draft.started):
        draft.start(lived.calls.open(TO_RELEASE[0], None))
    made = LifeBand(ActionTable())
    qtbot.addWidget(made)
    made.show_life(life.life, busy=False, more=True)
    yield made
    runner.close()
    shiboken6.delete(draft)


def role(band: LifeBand, action_id: str) -> str:
    return band.buttons[action_id].property("role") or ""


def test_the_next_step_is_the_one_to_press(band: LifeBand) -> None:
    assert role(band, "life_release") == "primary"
    assert role(band, "life_amend") == ""


def test_a_step_that_is_being_made_in_a_panel_is_not_offered_as_the_next_one(band: LifeBand) -> None:
    band.set_doing("life_release", gives_way=False)
    assert role(band, "life_release") == ""
    assert not band.isHidden()
    band.set_doing("", gives_way=False)
    assert role(band, "life_release") == "primary"


def test_on_a_low_page_the_strip_gives_its_room_to_the_panel_and_comes_back(band: LifeBand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(band.came_or_went):
        band.set_doing("life_release", gives_way=True)
    assert band.isHidden()
    with qtbot.waitSignal(band.came_or_went):
        band.set_doing("", gives_way=False)
    assert not band.isHidden()
