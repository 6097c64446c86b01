"""The state behind the Scorecards page: drafts saved as they are, a second writer told, versions carried on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state import scorecard_editing as editing
from desktop.state.scorecard_draft import CardEditing
from desktop.state.scorecard_editing import CARD, Spot
from desktop.state.scorecards import TRIAL_LANE, Scorecards
from models.staff import Role
from models.store import Store
from models.store.staff import Person

USED, DRAFT = "arrears-call/1", "arrears-call/2"
EVERY_TYPE = Path(__file__).parents[2] / "models/scorecards/every-type.toml"


@pytest.fixture
def leader() -> Person:
    return Person("TL01", Role.TEAM_LEADER, None)


@pytest.fixture
def cards(store: Store, leader: Person, qtbot: QtBot) -> Iterator[Scorecards]:
    """The versions, the one in use open."""
    runner = Runner()
    made = Scorecards(store, runner, lambda: leader)
    with qtbot.waitSignal(made.editing.opened):
        made.refresh()
    yield made
    runner.close()


@pytest.fixture
def draft(cards: Scorecards, qtbot: QtBot) -> CardEditing:
    """The next version, open."""
    cards.begin()
    qtbot.waitUntil(lambda: cards.open_id == DRAFT)
    return cards.editing


def write(draft: CardEditing, key: str, value: object, spot: Spot = CARD) -> None:
    draft.edit(editing.put(draft.values, spot, key, value), spot, key)


def test_the_version_in_use_is_open_at_first_and_only_read(cards: Scorecards) -> None:
    assert cards.open_id == USED
    assert cards.editing.read_only
    write(cards.editing, "title", "Other")
    assert cards.editing.values["title"] != "Other"


def test_a_draft_is_saved_half_finished_with_its_faults(draft: CardEditing, store: Store, qtbot: QtBot) -> None:
    with qtbot.waitSignal(draft.saved):
        write(draft, "weight", "much", Spot(0, 0))
    assert draft.card is None
    assert draft.last_card is not None
    assert [fault.column for fault in store.scorecards.draft(DRAFT).faults] == ["section[1].prompt[1].weight"]


def test_an_undone_change_is_saved_as_well(draft: CardEditing, store: Store, qtbot: QtBot) -> None:
    title = draft.values["title"]
    with qtbot.waitSignal(draft.saved):
        write(draft, "title", "Other")
    with qtbot.waitSignal(draft.saved):
        draft.undo()
    assert store.scorecards.draft(DRAFT).title == title


def test_another_version_waits_until_the_draft_is_saved(cards: Scorecards, draft: CardEditing, qtbot: QtBot) -> None:
    write(draft, "title", "Other")
    cards.open(USED)
    qtbot.waitUntil(lambda: cards.open_id == USED)
    cards.open(DRAFT)
    qtbot.waitUntil(lambda: cards.open_id == DRAFT)
    assert draft.values["title"] == "Other"


@pytest.fixture
def clash(cards: Scorecards, draft: CardEditing, store: Store, leader: Person, qtbot: QtBot) -> Scorecards:
    """The draft saved elsewhere as "Theirs", while "Mine" was written here."""
    store.scorecards.save(DRAFT, {**draft.values, "title": "Theirs"}, draft.revision, leader)
    with qtbot.waitSignal(draft.held_up):
        write(draft, "title", "Mine")
    return cards


def test_a_second_writer_is_told_and_nothing_is_written_over(clash: Scorecards, store: Store) -> None:
    assert clash.editing.is_held_up
    assert clash.editing.values["title"] == "Mine"
    assert store.scorecards.draft(DRAFT).title == "Theirs"


def test_what_stands_here_is_kept_on_top_of_theirs(clash: Scorecards, store: Store, qtbot: QtBot) -> None:
    with qtbot.waitSignal(clash.editing.saved):
        clash.reload(keep_mine=True)
    assert store.scorecards.draft(DRAFT).title == "Mine"
    clash.editing.undo()
    assert clash.editing.values["title"] == "Theirs"


def test_theirs_is_taken_and_mine_comes_back_by_undoing(clash: Scorecards, qtbot: QtBot) -> None:
    with qtbot.waitSignal(clash.editing.opened):
        clash.reload(keep_mine=False)
    assert clash.editing.values["title"] == "Theirs"
    with qtbot.waitSignal(clash.editing.saved):
        clash.editing.undo()
    assert clash.editing.values["title"] == "Mine"


def test_what_was_written_while_it_was_published_elsewhere_makes_the_next_version(
    cards: Scorecards, draft: CardEditing, store: Store, leader: Person, qtbot: QtBot
) -> None:
    store.scorecards.publish(DRAFT, draft.revision, leader)
    with qtbot.waitSignal(draft.held_up):
        write(draft, "title", "Mine")
    cards.reload(keep_mine=True)
    qtbot.waitUntil(lambda: cards.open_id == "arrears-call/3")
    assert draft.values["title"] == "Mine"
    assert store.scorecards.get(DRAFT).title != "Mine"


def test_a_draft_discarded_elsewhere_is_let_go(
    cards: Scorecards, draft: CardEditing, store: Store, leader: Person, qtbot: QtBot
) -> None:
    store.scorecards.discard(DRAFT, draft.revision, leader)
    with qtbot.waitSignal(draft.held_up):
        write(draft, "title", "Mine")
    cards.reload(keep_mine=False)
    qtbot.waitUntil(lambda: cards.open_id == USED)
    assert draft.read_only


def test_a_version_is_published_taken_back_and_discarded(
    cards: Scorecards, draft: CardEditing, store: Store, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([cards.published, draft.opened]):
        cards.publish()
    assert draft.read_only
    assert store.scorecards.current().id == DRAFT
    with qtbot.waitSignal(draft.opened):
        cards.take_back()
    qtbot.waitUntil(lambda: not draft.read_only)
    cards.discard()
    qtbot.waitUntil(lambda: cards.open_id == USED)
    assert [line.scorecard_id for line in store.scorecards.versions()] == [USED]


def test_the_only_version_in_use_cannot_be_withdrawn_and_the_reason_is_told(cards: Scorecards, qtbot: QtBot) -> None:
    with qtbot.waitSignal(cards.failed) as told:
        cards.withdraw()
    assert "publish another one first" in told.args[0]


def test_a_file_is_taken_in_and_written_again(cards: Scorecards, store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    cards.take_in(EVERY_TYPE)
    qtbot.waitUntil(lambda: cards.open_id == "every-type/1")
    with qtbot.waitSignal(cards.told):
        cards.write(tmp_path / "copy.toml")
    assert store.scorecards.draft("every-type/1").card is not None
    assert "Every type of answer" in (tmp_path / "copy.toml").read_text(encoding="utf-8")


def test_a_file_that_is_none_changes_nothing(cards: Scorecards, tmp_path: Path, qtbot: QtBot) -> None:
    faulty = tmp_path / "faulty.toml"
    faulty.write_text("title = 3", encoding="utf-8")
    with qtbot.waitSignal(cards.failed) as told:
        cards.take_in(faulty)
    assert "faulty.toml" in told.args[0]
    assert cards.open_id == USED


def test_a_folder_that_cannot_be_written_is_told(cards: Scorecards, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(cards.failed) as told:
        cards.write(tmp_path / "missing" / "card.toml")
    assert "could not be written" in told.args[0]


def test_a_trial_tells_once_how_it_ended(cards: Scorecards, qtbot: QtBot) -> None:
    card = cards.editing.card
    assert card is not None
    with qtbot.waitSignal(cards.tried) as tried:
        cards.try_on(card, None, None)
        assert cards.job_id is not None
    assert tried.args[0].scorecard_id == USED
    assert cards.job_id is None


def test_a_trial_that_was_cancelled_has_no_result(cards: Scorecards, qtbot: QtBot) -> None:
    card, others = cards.editing.card, threading.Event()
    assert card is not None
    cards._runner.submit(TRIAL_LANE, lambda _report, _check: others.wait())
    cards.try_on(card, None, None)
    with qtbot.assertNotEmitted(cards.tried), qtbot.waitSignal(cards.trial_cancelled):
        cards.cancel_trial()
        others.set()
