"""The speech child seen from the program: whatever becomes of it is a sentence; the next request finds a fresh one."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from desktop.jobs.child import Limits
from desktop.jobs.speech.engine import ENGINES, Decoding
from desktop.jobs.speech.listener import Listener, LoadedModel, in_words, limits_for, listener_awaited
from models.errors import Cancelled, SpeechFailed

SECOND = np.random.default_rng(1).normal(0, 0.1, 16_000).astype(np.float32)
HOW = Decoding(trim_ms=1000)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def never() -> None:
    """Nobody cancels."""


@pytest.fixture
def listener(demo_model: Path) -> Iterator[Listener]:
    with Listener(LoadedModel("pywhispercpp", demo_model)) as one:
        yield one


def once(do: Callable[[], None]) -> Callable[[], None]:
    """A check that does something the first time it is called."""
    left = [do]

    def check() -> None:
        if left:
            left.pop()()

    return check


def test_one_child_serves_one_request_after_another(listener: Listener) -> None:
    heard = listener.voice(SECOND.size * 3, lambda start, end: np.zeros(end - start, np.float32), never)
    child = listener.child_pid
    assert heard.shape == (-(-SECOND.size * 3 // 512),)
    assert isinstance(listener.hear(SECOND, HOW, never), list)
    assert listener.child_pid == child
    listener.close()
    assert listener.child_pid is None
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_the_child_steps_back_behind_what_a_person_waits_for(listener: Listener) -> None:
    listener.load(never)
    assert psutil.Process(listener.child_pid).nice() != psutil.Process().nice()


def test_where_nothing_goes_on_beside_it_the_child_keeps_its_priority(demo_model: Path) -> None:
    with listener_awaited(LoadedModel("pywhispercpp", demo_model)) as listener:
        listener.load(never)
        assert psutil.Process(listener.child_pid).nice() == psutil.Process().nice()


def test_a_channel_goes_over_a_minute_at_a_time(listener: Listener) -> None:
    asked: list[tuple[int, int]] = []

    def read(start: int, end: int) -> np.ndarray:
        asked.append((start, end))
        return np.zeros(end - start, np.float32)

    listener.voice(150 * 16_000, read, never)
    assert asked[0] == (0, 60 * 16_000)
    assert [end for _, end in asked[:-1]] == [start for start, _ in asked[1:]]
    assert asked[-1][1] == 150 * 16_000


@POSIX
def test_a_killed_child_is_told_and_the_next_request_finds_a_fresh_one(listener: Listener) -> None:
    listener.load(never)
    killed = listener.child_pid
    with pytest.raises(SpeechFailed, match="signal 9"):
        listener.hear(SECOND, HOW, once(lambda: os.kill(killed, signal.SIGKILL)))
    assert listener.child_pid is None
    assert isinstance(listener.hear(SECOND, HOW, never), list)
    assert listener.child_pid != killed


@POSIX
def test_a_hung_child_is_given_up_and_ended(demo_model: Path) -> None:
    limits = Limits(idle_s=0.4, whole_s=10, memory_bytes=1 << 30)
    with Listener(LoadedModel("pywhispercpp", demo_model), Limits(30, 30, 1 << 30)) as listener:
        listener.load(never)
        child = listener.child_pid
        listener._child.limits = limits
        os.kill(child, signal.SIGSTOP)
        with pytest.raises(SpeechFailed, match=r"nothing came of it for 0\.4 seconds"):
            listener.hear(SECOND, HOW, never)
        assert listener.child_pid is None
        assert not psutil.pid_exists(child)


@POSIX
def test_a_cancel_ends_a_child_that_does_not_even_answer(listener: Listener) -> None:
    listener.load(never)
    child = listener.child_pid
    os.kill(child, signal.SIGSTOP)

    def cancelled() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        listener.hear(SECOND, HOW, cancelled)
    assert not psutil.pid_exists(child)


@pytest.mark.parametrize("allowed_mb", [1, 60])
def test_a_child_out_of_memory_says_what_to_do(demo_model: Path, allowed_mb: int) -> None:
    limits = Limits(idle_s=30, whole_s=30, memory_bytes=allowed_mb << 20)
    with Listener(LoadedModel("pywhispercpp", demo_model), limits) as listener:
        with pytest.raises(SpeechFailed, match=r"memory; choose a smaller speech model"):
            listener.hear(SECOND, HOW, never)
        assert listener.child_pid is None


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("content", ["random", "truncated", "empty", "missing"])
def test_a_file_that_is_no_model_costs_a_child_at_most(
    tmp_path: Path, demo_model: Path, engine: str, content: str
) -> None:
    path = tmp_path / "model.bin"
    if content == "random":
        path.write_bytes(np.random.default_rng(1).bytes(100_000))
    elif content == "truncated":
        path.write_bytes(demo_model.read_bytes()[:1_000_000])
    else:
        path.touch()
    with Listener(LoadedModel(engine, path), Limits(30, 30, 1 << 30)) as listener:
        if content == "missing":
            path.unlink()
        with pytest.raises(SpeechFailed):
            listener.load(never)


def test_an_engine_that_is_not_there_is_named(demo_model: Path) -> None:
    with Listener(LoadedModel("whisper-9", demo_model)) as listener, pytest.raises(SpeechFailed, match="'whisper-9'"):
        listener.load(never)


def test_more_is_allowed_for_a_larger_model(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    with large.open("wb") as file:
        file.truncate(3 << 30)
    assert limits_for(large).memory_bytes - limits_for(small).memory_bytes >= (6 << 30) - 2


@pytest.mark.parametrize(
    ("reason", "doing", "said"),
    [
        ("ended by signal 4", "load", "instructions this processor does not have; choose the other engine"),
        ("ended with code 3221225501: 0xC000001D", "hear", "choose the other engine"),
        ("it needed more than 900 MB of memory", "hear", "choose a smaller speech model"),
        ("ended by signal 11", "load", "could not be loaded"),
        ("ended by signal 9", "hear", "was stopped: ended by signal 9"),
    ],
)
def test_every_ending_has_words(reason: str, doing: str, said: str) -> None:
    assert said in in_words(reason, doing)
