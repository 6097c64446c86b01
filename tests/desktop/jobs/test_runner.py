"""Jobs in lanes: one ending each, on the GUI thread, whatever happens."""

import logging
import threading
from collections.abc import Iterator

import pytest

from desktop.jobs.runner import Runner
from models.errors import Cancelled, Defect, InputRefused


@pytest.fixture
def runner(qapp) -> Iterator[Runner]:
    one = Runner()
    yield one
    one.close()


class Endings:
    """Collects what a job came to, with the thread that was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.threads: set[threading.Thread] = set()

    def callbacks(self) -> dict[str, object]:
        return {
            "on_done": lambda result: self._note("done", result),
            "on_failed": lambda error: self._note("failed", error),
            "on_cancelled": lambda: self._note("cancelled", None),
        }

    def _note(self, what: str, value: object) -> None:
        self.told.append((what, value))
        self.threads.add(threading.current_thread())


def wait_until_cancelled(report, check) -> None:
    while True:
        check()


def test_a_job_runs_elsewhere_and_its_result_is_told_here(runner, qtbot):
    endings = Endings()
    handle = runner.submit("a", lambda report, check: threading.current_thread(), **endings.callbacks())
    qtbot.waitUntil(lambda: handle.ended)
    [(what, thread)] = endings.told
    assert what == "done"
    assert thread is not threading.main_thread()
    assert endings.threads == {threading.main_thread()}


def test_jobs_in_a_lane_follow_each_other_and_lanes_run_side_by_side(runner, qtbot):
    order: list[str] = []
    gate = threading.Event()

    def first(report, check) -> None:
        gate.wait(10)
        order.append("first")

    runner.submit("a", first)
    runner.submit("a", lambda report, check: order.append("second"))

    def other(report, check) -> None:
        order.append("other")
        gate.set()

    runner.submit("b", other)
    qtbot.waitUntil(lambda: not runner.busy)
    assert order == ["other", "first", "second"]


def test_what_a_person_can_mend_is_told_as_it_is(runner, qtbot):
    endings = Endings()
    fault = InputRefused("Not a recording.")

    def job(report, check) -> None:
        raise fault

    handle = runner.submit("a", job, **endings.callbacks())
    qtbot.waitUntil(lambda: handle.ended)
    assert endings.told == [("failed", fault)]


def test_a_defect_is_told_in_words_and_logged_with_its_trace(runner, qtbot, caplog):
    endings = Endings()

    def job(report, check) -> None:
        raise ZeroDivisionError("secret figures")

    with caplog.at_level(logging.ERROR):
        handle = runner.submit("a", job, **endings.callbacks())
        qtbot.waitUntil(lambda: handle.ended)
    [(what, error)] = endings.told
    assert what == "failed"
    assert isinstance(error, Defect)
    assert "ZeroDivisionError" in str(error)
    assert "secret figures" not in str(error)
    assert caplog.records[0].exc_info is not None
    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_a_running_job_is_cancelled_at_its_next_check(runner, qtbot):
    endings = Endings()
    handle = runner.submit("a", wait_until_cancelled, **endings.callbacks())
    handle.cancel()
    qtbot.waitUntil(lambda: handle.ended)
    assert endings.told == [("cancelled", None)]


def test_a_waiting_job_that_is_cancelled_never_starts(runner, qtbot):
    blocker = runner.submit("a", wait_until_cancelled)
    endings = Endings()
    ran: list[int] = []
    waiting = runner.submit("a", lambda report, check: ran.append(1), **endings.callbacks())
    waiting.cancel()
    blocker.cancel()
    qtbot.waitUntil(lambda: waiting.ended)
    assert (ran, endings.told) == ([], [("cancelled", None)])


def test_a_job_past_its_last_check_is_told_as_done_although_it_was_cancelled(runner, qtbot):
    endings = Endings()
    started, gate = threading.Event(), threading.Event()

    def job(report, check) -> str:
        started.set()
        gate.wait(10)
        return "committed"

    handle = runner.submit("a", job, **endings.callbacks())
    assert started.wait(10)
    handle.cancel()
    gate.set()
    qtbot.waitUntil(lambda: handle.ended)
    assert endings.told == [("done", "committed")]


def test_progress_is_told_with_the_latest_last_and_before_the_ending(runner, qtbot):
    told: list[object] = []

    def job(report, check) -> None:
        for number in range(10_001):
            report(number / 10_000, f"{number}")

    handle = runner.submit(
        "a", job, on_progress=lambda *progress: told.append(progress), on_done=lambda _: told.append("done")
    )
    qtbot.waitUntil(lambda: handle.ended)
    assert told[-2:] == [(1.0, "10000"), "done"]
    assert told == [*sorted(told[:-1]), "done"]


def test_the_status_bar_hears_of_start_progress_and_end(runner, qtbot):
    heard: list[tuple[object, ...]] = []
    runner.job_started.connect(lambda *values: heard.append(("started", *values)))
    runner.job_progressed.connect(lambda *values: heard.append(("progressed", *values)))
    runner.job_ended.connect(lambda *values: heard.append(("ended", *values)))
    handle = runner.submit("a", lambda report, check: report(0.5, "half"), text="Reading")
    qtbot.waitUntil(lambda: handle.ended)
    assert heard == [
        ("started", handle.id, "Reading"),
        ("progressed", handle.id, 0.5, "half"),
        ("ended", handle.id),
    ]


def test_closing_cancels_waits_and_tells_every_ending(qapp):
    runner = Runner()
    endings = Endings()
    for _ in range(3):
        runner.submit("a", wait_until_cancelled, **endings.callbacks())
    runner.submit("b", wait_until_cancelled, **endings.callbacks())
    runner.close()
    runner.close()
    assert endings.told == [("cancelled", None)] * 4
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lane-")]


def test_work_asked_for_by_an_ending_while_closing_is_cancelled_and_told(qtbot):
    runner = Runner()
    endings = Endings()
    asked = []

    def ask_for_more() -> None:
        asked.append(runner.submit("a", wait_until_cancelled, **endings.callbacks()))

    runner.submit("a", wait_until_cancelled, on_cancelled=ask_for_more)
    runner.close()
    assert endings.told == [("cancelled", None)]
    assert asked[0].ended
    runner.submit("a", wait_until_cancelled, **endings.callbacks())
    qtbot.waitUntil(lambda: len(endings.told) == 2)
    assert not runner.busy


def test_the_check_of_a_handle_raises_what_a_job_is_to_let_through(runner):
    handle = runner.submit("a", lambda report, check: None)
    handle.cancel()
    with pytest.raises(Cancelled):
        handle.check()
