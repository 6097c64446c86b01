"""The stack of pages: a page is made when it is first wanted, once, and whoever waits for it is told."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.page_stack import Making, PageStack, Placed


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def stack(qtbot: QtBot, told: list[str]) -> PageStack:
    made = PageStack()
    qtbot.addWidget(made)

    def maker(name: str):
        def make() -> Placed:
            told.append(f"made {name}")
            return Placed(QWidget(), lambda: told.append(f"arrived at {name}"))

        return make

    for name in ("first", "second"):
        made.offer(name, maker(name))
    return made


def test_an_offered_page_is_not_made(stack: PageStack, told: list[str]) -> None:
    assert told == []
    assert stack.unmade == ("first", "second")
    assert stack.shown == ""


def test_a_page_is_made_once(stack: PageStack, told: list[str]) -> None:
    page = stack.page("second")
    assert stack.page("second") is page
    assert told == ["made second"]
    assert stack.unmade == ("first",)
    assert stack.is_made("second")


def test_showing_a_page_makes_it_and_says_whether_another_was_in_sight(stack: PageStack) -> None:
    stack.page("first")
    assert stack.shown == "first"
    assert stack.show_page("second")
    assert not stack.show_page("second")
    assert stack.shown == "second"


def test_a_page_that_nobody_offered_is_an_error(stack: PageStack) -> None:
    with pytest.raises(KeyError):
        stack.page("third")


def test_who_waits_for_a_page_is_told_once_it_is_there(stack: PageStack, told: list[str]) -> None:
    stack.when_made("first", lambda: told.append("waited"))
    assert told == []
    stack.page("first")
    assert told == ["made first", "waited"]
    stack.when_made("first", lambda: told.append("there already"))
    assert told[-1] == "there already"


def test_a_page_is_told_that_it_has_come_into_sight(stack: PageStack, told: list[str]) -> None:
    stack.show_page("first")
    stack.arrive("first")
    assert told == ["made first", "arrived at first"]


def test_a_page_out_of_sight_takes_no_room(stack: PageStack) -> None:
    stack.page("first").setMinimumSize(100, 50)
    stack.page("second").setMinimumSize(300, 400)
    assert stack.minimumSizeHint() == QSize(100, 50)
    stack.show_page("second")
    assert stack.minimumSizeHint() == QSize(300, 400)
    stack.show_page("first")
    assert stack.minimumSizeHint() == QSize(100, 50)


def in_steps(told: list[str]) -> Making:
    told.append("begun")
    page = QWidget()
    yield
    told.append("half made")
    yield
    return Placed(page, lambda: None)


def test_a_large_page_is_made_step_by_step(stack: PageStack, told: list[str]) -> None:
    stack.offer("large", lambda: in_steps(told))
    stack.when_made("large", lambda: told.append("there"))
    assert [stack.go_on("large") for _ in range(2)] == [False, False]
    assert told == ["begun", "half made"]
    assert "large" in stack.unmade
    assert stack.go_on("large")
    assert stack.is_made("large")
    assert told[-1] == "there"
    assert stack.go_on("large")


def test_a_page_wanted_half_made_is_made_to_its_end(stack: PageStack, told: list[str]) -> None:
    stack.offer("large", lambda: in_steps(told))
    stack.go_on("large")
    assert stack.indexOf(stack.page("large")) == 0
    assert told == ["begun", "half made"]


def test_a_page_that_failed_on_the_way_is_begun_anew(stack: PageStack, told: list[str]) -> None:
    def fails_first() -> Making:
        yield
        if told.count("begun") == 0:
            told.append("begun")
            raise ValueError("the first time")
        return Placed(QWidget(), lambda: None)

    stack.offer("large", fails_first)
    with pytest.raises(ValueError, match="the first time"):
        stack.page("large")
    stack.page("large")
    assert stack.is_made("large")
