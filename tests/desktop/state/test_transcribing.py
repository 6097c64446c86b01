"""The queue as the window has it: one call after another in its lane, ordered, paused, stopped, told, taken up."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.transcribing import Transcribing
from models.errors import InputRefused, OutputRefused
from models.recording import Recording
from models.store import Store
from models.store.worklist import Section, WorkQuery
from models.transcription import TranscriptionState as State
from tests.desktop.fake_speech import Hearing

Make = Callable[[], Transcribing]


@pytest.fixture
def hearing() -> Hearing:
    return Hearing()


@pytest.fixture
def calls(store: Store) -> list[str]:
    """Five recordings without a transcript."""
    return add_calls(store, 5)


@pytest.fixture
def make(store: Store, hearing: Hearing, qtbot: QtBot) -> Iterator[Make]:
    """Opens the queue as another start of the program would; the one before is closed first."""
    running: list[tuple[Runner, Transcribing]] = []

    def close() -> None:
        while running:
            runner, queue = running.pop()
            runner.close()
            queue.let_go()

    def made() -> Transcribing:
        close()
        runner = Runner()
        queue = Transcribing(store, runner, lambda: "TL01", hearing.transcriber(store), hearing.recipe)
        running.append((runner, queue))
        queue.begin()
        return queue

    yield made
    hearing.gate.set()
    close()


@pytest.fixture
def queue(make: Make, calls: list[str]) -> Transcribing:
    return make()


def add_calls(store: Store, count: int) -> list[str]:
    names = [f"VR-{number:05}" for number in range(1, count + 1)]
    with store.database.session() as session:
        for name in names:
            session.add(
                Recording(
                    recording_id=name,
                    path=f"/calls/{name}.wav",
                    sha256=name.ljust(64, "0"),
                    size_bytes=1,
                    duration_ms=2_000,
                    codec="pcm_s16le",
                    rate_hz=8_000,
                    channels=1,
                    imported_at=store.clock.now(),
                    caseworker_id="CW012",
                )
            )
    return names


def states(store: Store) -> dict[str, str]:
    return {row.recording_id: row.state.value for row in store.transcriptions.queue()}


def order(store: Store) -> list[str]:
    return [row.recording_id for row in store.transcriptions.queue()]


def row_of(queue: Transcribing, recording_id: str) -> str:
    row = queue.of(recording_id)
    assert row is not None
    return row.id


def all_done(queue: Transcribing, qtbot: QtBot, count: int = 1) -> None:
    """At least so many are done, and nothing is left to do."""
    qtbot.waitUntil(
        lambda: (
            len(queue.rows.in_state(State.DONE)) >= count
            and not queue.rows.in_state(State.WAITING, State.RUNNING)
            and not queue.running
        )
    )


def held_back(queue: Transcribing, hearing: Hearing, calls: list[str], qtbot: QtBot) -> None:
    """Every call asked for, the first being heard and not coming to an end."""
    hearing.gate.clear()
    queue.want(calls)
    qtbot.waitUntil(lambda: hearing.waits.is_set() and queue.now is not None and queue.now.share > 0.1)
    qtbot.waitUntil(lambda: len(queue.rows.in_state(State.RUNNING)) == 1)


def test_calls_asked_for_are_transcribed_in_order_with_the_model_loaded_once(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    finished: list[str] = []
    queue.finished.connect(finished.append)
    queue.want(calls)
    all_done(queue, qtbot)
    assert finished == calls
    assert set(states(store).values()) == {"done"}
    assert len(hearing.loaded) == 1
    assert store.transcripts.newest(calls[0]).segments[0].text == "word1."


def test_what_became_of_a_wish_is_told(queue: Transcribing, calls: list[str], qtbot: QtBot) -> None:
    queue.want(calls[:2])
    all_done(queue, qtbot)
    with qtbot.waitSignal(queue.wanted) as told:
        queue.want(calls[:3])
    assert (told.args[0].queued, told.args[0].transcribed) == ((calls[2],), tuple(calls[:2]))


def test_every_chunk_is_told_once_it_is_stored(
    queue: Transcribing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    seen: list[tuple[int, int]] = []
    queue.chunk_done.connect(lambda chunk: seen.append((chunk.done, len(store.transcripts.newest(calls[0]).segments))))
    queue.want(calls[:1])
    all_done(queue, qtbot)
    assert [done for done, _stored in seen] == [1, 2]
    assert all(stored >= done for done, stored in seen)


def test_a_killed_child_becomes_a_sentence_on_its_call_and_the_next_call_goes_on(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    hearing.broken.add(calls[1])
    queue.want(calls)
    all_done(queue, qtbot)
    assert states(store) == {name: "failed" if name == calls[1] else "done" for name in calls}
    failed = queue.of(calls[1])
    assert failed is not None
    assert failed.why == "The transcript could not be made: the speech process was stopped: ended by signal 9."


def test_a_failed_call_is_tried_again(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    hearing.broken.add(calls[0])
    queue.want(calls[:1])
    qtbot.waitUntil(lambda: bool(queue.rows.in_state(State.FAILED)))
    hearing.broken.clear()
    queue.retry_failed()
    qtbot.waitUntil(lambda: bool(queue.rows.in_state(State.DONE)))


def test_a_call_is_paused_after_the_stretch_that_is_heard_and_goes_on_from_there(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    held_back(queue, hearing, calls, qtbot)
    queue.pause_all()
    assert queue.pausing == {row_of(queue, calls[0])}
    qtbot.waitUntil(lambda: states(store)[calls[4]] == "paused")
    assert states(store)[calls[0]] == "running"
    hearing.gate.set()
    qtbot.waitUntil(lambda: len(queue.rows.in_state(State.PAUSED)) == 5 and not queue.running)
    assert queue.of(calls[0]).chunks_done == 1
    assert hearing.heard[calls[0]] == 1
    queue.go_on_all()
    all_done(queue, qtbot, 5)
    assert hearing.heard == dict.fromkeys(calls, 2)
    assert set(states(store).values()) == {"done"}


def test_a_pause_is_taken_back_before_the_stretch_ends(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    held_back(queue, hearing, calls[:1], qtbot)
    queue.pause_all()
    queue.go_on_all()
    assert not queue.pausing
    hearing.gate.set()
    all_done(queue, qtbot)
    assert states(store) == {calls[0]: "done"}


def test_stopping_does_not_wait_for_the_stretch(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    held_back(queue, hearing, calls, qtbot)
    queue.stop()
    qtbot.waitUntil(lambda: set(states(store).values()) == {"paused"} and not queue.running)
    assert hearing.heard[calls[0]] == 0


def test_two_hundred_calls_are_taken_off_at_once(make: Make, hearing: Hearing, store: Store, qtbot: QtBot) -> None:
    calls = add_calls(store, 200)
    queue = make()
    held_back(queue, hearing, calls, qtbot)
    queue.drop([row.id for row in queue.rows.rows])
    qtbot.waitUntil(lambda: not queue.running and not queue.rows.in_state(State.WAITING, State.RUNNING))
    assert sum(hearing.heard.values()) == 0
    assert len(queue.rows.rows) <= 1


def test_a_restart_goes_on_where_the_queue_stood(
    make: Make, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    first = make()
    chunks: list[int] = []
    first.chunk_done.connect(lambda chunk: chunks.append(chunk.done))
    hearing.hold()
    hearing.permits.release()
    first.want(calls[:2])
    qtbot.waitUntil(lambda: chunks == [1])
    second = make()
    assert set(states(store).values()) == {"waiting"}
    hearing.let_go()
    all_done(second, qtbot)
    assert set(states(store).values()) == {"done"}
    assert hearing.heard[calls[0]] == 2


def test_two_windows_never_transcribe_the_same_call(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other window is another process: its claims are those of somebody who lives."""
    held_back(queue, hearing, calls, qtbot)
    monkeypatch.setattr("models.store.transcription_runs.is_given_up", lambda claim: claim is None)
    other_hearing = Hearing()
    runner = Runner()
    other = Transcribing(store, runner, lambda: "TL02", other_hearing.transcriber(store), other_hearing.recipe)
    other.begin()
    qtbot.waitUntil(lambda: len(other.rows.in_state(State.DONE)) == 4)
    hearing.gate.set()
    qtbot.waitUntil(lambda: set(states(store).values()) == {"done"})
    runner.close()
    other.let_go()
    assert not set(hearing.heard) & set(other_hearing.heard)


def test_the_order_is_changed_while_the_queue_is_worked_off(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    held_back(queue, hearing, calls, qtbot)
    finished: list[str] = []
    queue.finished.connect(finished.append)
    queue.move([row_of(queue, calls[4])], -1)
    qtbot.waitUntil(lambda: order(store) == [*calls[:3], calls[4], calls[3]])
    queue.put_first([row_of(queue, calls[2])])
    queue.move([row_of(queue, calls[2])], 1)  # at once, as a key is pressed
    qtbot.waitUntil(lambda: order(store)[:2] == calls[0:3:2])
    hearing.gate.set()
    all_done(queue, qtbot)
    assert finished == [calls[0], calls[2], calls[1], calls[4], calls[3]]


def test_without_a_model_calls_wait_and_go_on_once_there_is_one(
    make: Make, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_sha256: str, _check: object) -> None:
        raise InputRefused("No speech model is set up.")

    with monkeypatch.context() as patch:
        patch.setattr(hearing, "recipe", refuse)
        queue = make()
    queue.want(calls)
    qtbot.waitUntil(lambda: queue.obstacle == "No speech model is set up." and not queue.running)
    assert set(states(store).values()) == {"waiting"}
    monkeypatch.setattr(queue._run, "_recipe", hearing.recipe)
    queue.models_changed()
    all_done(queue, qtbot)
    assert queue.obstacle == ""


def test_a_full_disk_stops_the_queue_and_is_told(
    queue: Transcribing, calls: list[str], store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_anything: object) -> None:
        raise OutputRefused("The disk is full. Nothing was lost.")

    with monkeypatch.context() as patch:
        patch.setattr(store.transcriptions, "commit", full)
        with qtbot.waitSignal(queue.stopped) as stopped:
            queue.want(calls[:2])
        qtbot.waitUntil(lambda: not queue.running)
    assert stopped.args == ["The disk is full. Nothing was lost."]
    assert queue.obstacle == "The disk is full. Nothing was lost."
    assert states(store)[calls[1]] == "waiting"
    queue.go_on([row.id for row in queue.rows.rows])
    all_done(queue, qtbot, 2)
    assert set(states(store).values()) == {"done"}


def test_a_fault_of_ours_holds_its_call_and_the_next_goes_on(
    queue: Transcribing, hearing: Hearing, calls: list[str], store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(sha256: str, check: Callable[[], None]) -> object:
        if sha256.startswith(calls[0]):
            raise ZeroDivisionError
        return hearing.recipe(sha256, check)

    monkeypatch.setattr(queue._run, "_recipe", broken)
    with qtbot.waitSignal(queue.stopped):
        queue.want(calls[:2])
    qtbot.waitUntil(lambda: states(store) == {calls[0]: "waiting", calls[1]: "done"} and not queue.running)
    assert "log" in queue.obstacle


def test_the_model_is_let_go_after_a_while(
    queue: Transcribing, hearing: Hearing, calls: list[str], qtbot: QtBot
) -> None:
    queue._idle.setInterval(0)
    queue.want(calls[:1])
    qtbot.waitUntil(lambda: hearing.closed == 1)
    queue.want(calls[1:2])
    qtbot.waitUntil(lambda: len(hearing.loaded) == 2)


def test_lines_of_the_worklist_are_asked_for_whether_they_are_read_or_not(
    queue: Transcribing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    queue.want_listed(WorkQuery(Section.NO_SHEET), [(1, 2), (4, 4)])
    all_done(queue, qtbot)
    assert len(states(store)) == 3


def test_every_call_without_a_transcript_is_asked_for(
    queue: Transcribing, calls: list[str], store: Store, qtbot: QtBot
) -> None:
    queue.want(calls[:2])
    all_done(queue, qtbot)
    with qtbot.waitSignal(queue.wanted) as told:
        queue.want_all()
    assert told.args[0].queued == tuple(calls[2:])


def test_the_counter_says_which_call_of_how_many(
    queue: Transcribing, hearing: Hearing, calls: list[str], qtbot: QtBot
) -> None:
    held_back(queue, hearing, calls, qtbot)
    assert queue.counted == (1, 5)
    assert queue.before(queue.of(calls[3])) == 3
