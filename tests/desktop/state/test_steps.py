"""One way back for everything: what was done last is undone first, whoever did it."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.state.steps import Step, Steps


@pytest.fixture
def heap() -> list[str]:
    """What stands after every step."""
    return []


@pytest.fixture
def steps(qapp: object) -> Steps:
    return Steps()


def do(steps: Steps, heap: list[str], word: str, by: object = "me", **more: object) -> Step:
    """Put a word on the heap, as a step."""
    heap.append(word)
    step = Step(by, word, f"putting {word}", heap.pop, lambda: heap.append(word), **more)
    steps.did(step)
    return step


def test_steps_of_several_are_undone_in_the_order_of_time(steps: Steps, heap: list[str]) -> None:
    for word, by in (("a", "me"), ("b", "you"), ("c", "me")):
        do(steps, heap, word, by)
    assert [steps.undo().place for _ in range(3)] == ["c", "b", "a"]
    assert heap == []
    assert steps.undo() is None
    assert [steps.redo().text for _ in range(2)] == ["putting a", "putting b"]
    assert heap == ["a", "b"]


def test_after_something_new_nothing_is_done_again(steps: Steps, heap: list[str]) -> None:
    do(steps, heap, "a")
    steps.undo()
    do(steps, heap, "b")
    assert steps.redo() is None
    assert heap == ["b"]


def test_what_comes_of_an_undo_is_no_step(steps: Steps, heap: list[str]) -> None:
    steps.did(Step("me", "a", "a", lambda: do(steps, heap, "by undoing"), lambda: do(steps, heap, "by redoing")))
    steps.undo()
    assert steps.undo() is None
    steps.redo()
    assert steps.next_redo is None
    assert steps.last.place == "a"


def test_what_may_not_be_undone_now_holds_up_what_was_done_before(steps: Steps, heap: list[str]) -> None:
    allowed = [False]
    do(steps, heap, "a")
    do(steps, heap, "b", may=lambda: allowed[0])
    assert steps.undo() is None
    assert heap == ["a", "b"]
    allowed[0] = True
    assert steps.undo().place == "b"


def test_what_one_did_is_forgotten_and_the_others_steps_stay(steps: Steps, heap: list[str], qtbot: QtBot) -> None:
    do(steps, heap, "a", "me")
    do(steps, heap, "b", "you")
    steps.undo()
    with qtbot.waitSignal(steps.changed):
        steps.forget("you")
    assert steps.next_redo is None
    assert steps.next_undo.place == "a"


def test_a_step_that_did_not_hold_is_dropped_there_and_back(steps: Steps, heap: list[str]) -> None:
    for word, about in (("a", 1), ("b", 2), ("c", 3)):
        do(steps, heap, word, about=about)
    steps.undo()
    steps.drop("me", 3)
    steps.drop("me", 1)
    assert steps.next_redo is None
    assert steps.undo().place == "b"
    assert steps.undo() is None


def test_the_last_step_goes_on_as_another_or_comes_to_nothing(steps: Steps, heap: list[str]) -> None:
    do(steps, heap, "a")
    do(steps, heap, "b")
    longer = Step("me", "b", "a longer b", lambda: None, lambda: None)
    steps.amend(longer)
    assert steps.next_undo is longer
    steps.amend(None)
    assert steps.next_undo.place == "a"


def test_a_step_that_fails_on_the_way_leaves_the_way_open(steps: Steps, heap: list[str]) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    do(steps, heap, "a")
    steps.did(Step("me", "b", "b", fail, fail))
    with pytest.raises(ZeroDivisionError):
        steps.undo()
    assert steps.undo().place == "a"
