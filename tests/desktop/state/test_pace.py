"""How long a queue will still take, and where a row goes when it is moved."""

import pytest

from desktop.state.pace import Pace
from desktop.state.queue_rows import Place, moved
from models.clock import Clock
from models.transcription import Standing
from models.transcription import TranscriptionState as State


class Moments:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def row(name: str, state: State = State.WAITING) -> Standing:
    return Standing(
        name, name, state, 1, None, None, None, None, 0, 0.0, None, "TL01", Clock().now(), None, None, 60_000
    )


def test_nothing_is_said_before_there_is_anything_to_go_by() -> None:
    moments = Moments()
    pace = Pace(moments)
    moments.now = 1.0
    pace.tell(10_000, 50_000)
    assert pace.seconds() is None


def test_what_earlier_calls_took_serves_at_first() -> None:
    pace = Pace(Moments())
    pace.begin(before=4.0)
    assert pace.seconds(60_000) == 15.0


def test_an_even_speed_gives_the_time_that_is_left_and_counts_down() -> None:
    moments = Moments()
    pace = Pace(moments)
    for second in range(1, 11):
        moments.now = float(second)
        pace.tell(second * 2_000, 100_000 - second * 2_000)
    assert pace.seconds() == pytest.approx(40.0)
    moments.now = 12.0
    assert pace.seconds() == pytest.approx(38.0)


def test_calls_that_are_added_lengthen_it() -> None:
    moments = Moments()
    pace = Pace(moments)
    moments.now = 5.0
    pace.tell(10_000, 20_000)
    before = pace.seconds()
    pace.tell(10_000, 60_000)
    assert pace.seconds() == pytest.approx(before * 3)


ROWS = [row("a", State.RUNNING), row("b"), row("c"), row("d"), row("e", State.DONE)]


@pytest.mark.parametrize(
    ("chosen", "by", "place"),
    [
        ({"c"}, -1, Place("b")),
        ({"c"}, 1, Place(None)),
        ({"b"}, 1, Place("d")),
        ({"b", "c"}, -1, Place("a")),
        ({"a"}, -1, None),
        ({"d"}, 1, None),
        ({"b", "d"}, -1, Place("a")),
        ({"e"}, -1, None),
    ],
)
def test_rows_move_one_place_among_those_that_are_not_done(chosen: set[str], by: int, place: Place | None) -> None:
    assert moved(ROWS, chosen, by) == place
