"""The dashboard's state: the last question is answered, once; a list is as long as its figure."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.board import Dashboard
from models.board.query import BoardQuery
from models.board.tiles import Board
from models.errors import NotAllowed, OutputRefused
from models.staff import Role
from models.store import Store
from models.store.staff import Person
from tests.desktop.board_example import QUERY, MadeUp, counts, example

LEADER = Person("TL01", Role.TEAM_LEADER, "DE-1")
OTHER = replace(QUERY, team="DE-2")


@pytest.fixture
def board() -> MadeUp:
    return MadeUp()


@pytest.fixture
def dashboard(board: MadeUp, qtbot: QtBot) -> Iterator[Dashboard]:
    runner = Runner()

    def put(found: Board) -> BoardQuery:
        return found.query

    store = cast(Store, SimpleNamespace(board=board, staff=SimpleNamespace(listing=list)))
    yield Dashboard(store, runner, lambda: LEADER, QUERY, put)
    runner.close()


def test_only_the_last_question_is_answered(dashboard: Dashboard, qtbot: QtBot) -> None:
    came: list[Any] = []
    dashboard.came.connect(came.append)
    with qtbot.waitSignal(dashboard.came):
        dashboard.ask(QUERY)
        dashboard.ask(OTHER)
    with qtbot.waitSignal(dashboard.came):
        dashboard.refresh()
    assert came == [OTHER, OTHER]
    assert not dashboard.reading


def test_the_same_question_is_not_read_twice_unless_something_was_written(
    dashboard: Dashboard, board: MadeUp, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dashboard.came):
        dashboard.ask(QUERY)
    dashboard.ask(QUERY)
    assert not dashboard.reading
    with qtbot.waitSignal(dashboard.reading_changed, check_params_cb=lambda reading: not reading):
        dashboard.refresh(anew=False)
    assert len(board.asked) == 1
    board.written += 1
    with qtbot.waitSignal(dashboard.came):
        dashboard.refresh(anew=False)
    assert len(board.asked) == 2


def test_what_cannot_be_read_is_told_in_words(
    dashboard: Dashboard, board: MadeUp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_query: object, _by: object) -> Board:
        raise OutputRefused("The database is gone.")

    monkeypatch.setattr(board, "read", refuse)
    with qtbot.waitSignal(dashboard.failed) as failed:
        dashboard.ask(QUERY)
    assert failed.args == ["The database is gone."]
    assert not dashboard.reading


def test_the_list_behind_a_figure_has_as_many_lines_as_it_says(dashboard: Dashboard, qtbot: QtBot) -> None:
    behind = example().work.on_hand.behind
    with qtbot.waitSignal(dashboard.list.listed) as listed:
        dashboard.open_list(behind)
    assert listed.args[0].total == counts(example())[behind] == 42


def test_who_may_not_see_the_figures_is_told_why_and_an_empty_database_from_that(
    dashboard: Dashboard, board: MadeUp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_query: object, _by: object) -> Board:
        raise NotAllowed("CW014 may not see the dashboard.")

    monkeypatch.setattr(board, "read", refuse)
    with qtbot.waitSignal(dashboard.refused) as refused:
        dashboard.ask(QUERY)
    assert refused.args == ["CW014 may not see the dashboard.", True]
    monkeypatch.setattr(dashboard._store.staff, "listing", lambda: [LEADER])
    with qtbot.waitSignal(dashboard.refused) as refused:
        dashboard.refresh()
    assert refused.args[1] is False
