"""One call from recording to transcript: committed chunk by chunk, gone on with, failed, stopped; nothing is lost."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop.jobs.samples import Samples
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.transcribe import ChunkDone, Made, Transcriber
from models.cue_rules import shipped
from models.errors import (
    Cancelled,
    ChangedElsewhere,
    DatabaseUnusable,
    OutputRefused,
    RecordingUnreadable,
    SpeechFailed,
)
from models.store import Store
from models.transcript import Doubt, Speaker
from models.transcription import TranscriptionState

CALL = "VR-88101"


def never() -> None:
    """Nobody cancels."""


def quiet(_fraction: float, _text: str) -> None:
    """Nobody looks."""


class Desk:
    """A store, a listener that is not real, and one call of bursts: three on channel 0, two on channel 1."""

    def __init__(self, store: Store, listener, samples: Samples, recipe: Recipe) -> None:
        self.store = store
        self.listener = listener
        self.samples = samples
        self.recipe = recipe
        self.told: list[ChunkDone] = []
        self.loaded: list[object] = []

    def transcriber(self) -> Transcriber:
        def listen(model: object):
            self.loaded.append(model)
            return self.listener

        return Transcriber(self.store, shipped, listen, lambda _recording, _report, _check: self.samples)

    def run(self, check: Callable[[], None] = never, report=quiet, recipe: Recipe | None = None) -> Made:
        self.store.transcriptions.wanted([CALL], "TL01", anew=True)
        standing = self.store.transcriptions.of(CALL)
        with self.transcriber() as transcriber:
            return transcriber.transcribe(standing, recipe or self.recipe, report, check, self.told.append)

    @property
    def standing(self):
        return self.store.transcriptions.of(CALL)

    @property
    def text(self):
        return self.store.transcripts.newest(CALL)


@pytest.fixture
def desk(demo_store: Store, calls, fake, recipe: Recipe) -> Desk:
    with demo_store.database.engine.begin() as connection:
        for table in ("word", "correction", "segment", "transcript"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    one = calls.bursts(20, [(1, 2), (6, 7), (12, 13)], seed=1)
    two = calls.bursts(20, [(3, 4), (9, 10)], seed=2)
    return Desk(demo_store, fake(), calls.samples(one, two), recipe)


def stop_after(count: int) -> Callable[[list[ChunkDone]], Callable[[], None]]:
    def made(told: list[ChunkDone]) -> Callable[[], None]:
        def check() -> None:
            if len(told) >= count:
                raise Cancelled

        return check

    return made


def test_a_call_comes_out_with_its_speakers_in_order_of_time(desk: Desk) -> None:
    made = desk.run()
    assert (made.segments, made.words, made.engine, made.model_sha256) == (5, 10, "pywhispercpp", "ab" * 32)
    segments = desk.text.segments
    assert [one.speaker for one in segments] == ["caseworker", "nrp", "caseworker", "nrp", "caseworker"]
    assert [round(one.start_ms / 1000) for one in segments] == [1, 3, 6, 9, 12]
    assert not desk.text.partial
    assert desk.standing.state is TranscriptionState.DONE
    assert made.seconds == pytest.approx(desk.standing.seconds)


def test_every_chunk_is_told_once_it_is_in_the_database(desk: Desk) -> None:
    seen: list[int] = []
    desk.told = type("Told", (list,), {"append": lambda _self, _done: seen.append(len(desk.text.segments))})()
    desk.run()
    assert seen == [1, 2, 3, 4, 5]


def test_progress_grows_to_the_end(desk: Desk) -> None:
    shares: list[float] = []
    desk.run(report=lambda share, _text: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_run_that_was_stopped_goes_on_with_what_is_left(desk: Desk) -> None:
    with pytest.raises(Cancelled):
        desk.run(check=stop_after(2)(desk.told))
    assert desk.standing.state is TranscriptionState.WAITING
    assert desk.text.partial
    assert len(desk.text.segments) == 2
    desk.listener.heard.clear()
    made = desk.run()
    assert len(desk.listener.heard) == 3
    assert made.segments == 5
    assert [one.chunk for one in desk.told] == sorted(one.chunk for one in desk.told)


def test_another_model_begins_anew(desk: Desk) -> None:
    with pytest.raises(Cancelled):
        desk.run(check=stop_after(2)(desk.told))
    desk.listener.heard.clear()
    desk.run(recipe=replace(desk.recipe, model_sha256="cd" * 32))
    assert len(desk.listener.heard) == 5
    assert len(desk.text.segments) == 5


def test_a_child_that_died_fails_the_call_in_words_and_a_retry_goes_on(desk: Desk) -> None:
    def die() -> None:
        if len(desk.listener.heard) == 3:
            raise SpeechFailed("the speech process was stopped: ended by signal 9")

    desk.listener.before_hearing = die
    with pytest.raises(SpeechFailed):
        desk.run()
    assert desk.standing.state is TranscriptionState.FAILED
    assert desk.standing.why == "The transcript could not be made: the speech process was stopped: ended by signal 9."
    desk.listener.before_hearing = never
    desk.store.transcriptions.retry([desk.standing.id])
    desk.run()
    assert len(desk.listener.heard) == 5


def test_a_disk_that_is_full_loses_one_chunk_at_most(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = desk.store.transcriptions
    real = type(runs).commit
    full = [True]

    def commit(self, run, chunk, segments, seconds=0.0) -> None:
        if full[0] and len(desk.listener.heard) == 3:
            raise OutputRefused("The database cannot be written (database or disk is full). What was saved is safe.")
        real(self, run, chunk, segments, seconds)

    monkeypatch.setattr(type(runs), "commit", commit)
    with pytest.raises(OutputRefused):
        desk.run()
    assert len(desk.text.segments) == 2
    assert "full" in desk.standing.why
    full[0] = False
    assert desk.run().segments == 5


def test_a_database_that_takes_nothing_at_all_still_says_what_happened(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseUnusable("The database is busy.")

    for name in ("commit", "fail"):
        monkeypatch.setattr(type(desk.store.transcriptions), name, refuse)
    with pytest.raises(DatabaseUnusable, match="busy"):
        desk.run()


def test_a_fault_of_the_program_is_not_shown_as_words_of_the_call(desk: Desk) -> None:
    def stumble() -> None:
        raise ZeroDivisionError

    desk.listener.before_hearing = stumble
    with pytest.raises(ZeroDivisionError):
        desk.run()
    assert desk.standing.state is TranscriptionState.FAILED
    assert "log" in desk.standing.why


def test_a_call_somebody_else_took_over_is_left_to_them(desk: Desk) -> None:
    desk.listener.before_hearing = lambda: desk.store.transcriptions.start(desk.standing.id)
    with pytest.raises(ChangedElsewhere):
        desk.run()
    assert desk.standing.state is TranscriptionState.RUNNING
    assert desk.text.segments == ()


def test_two_hundred_waiting_calls_are_cancelled_at_once(desk: Desk) -> None:
    with desk.store.database.engine.begin() as connection:
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(recording)")]
        copied = ", ".join({"id": "'r' || value", "recording_id": "'R' || value"}.get(name, name) for name in columns)
        connection.exec_driver_sql(
            "WITH RECURSIVE many(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM many WHERE value < 200) "
            f"INSERT INTO recording SELECT {copied} FROM recording, many WHERE recording_id = ?",
            (CALL,),
        )
    queue = desk.store.transcriptions
    queue.wanted([f"R{number}" for number in range(1, 201)], "TL01")
    with pytest.raises(Cancelled):
        desk.run(check=stop_after(1)(desk.told))
    assert queue.drop([one.id for one in queue.queue()]) == 201
    (left,) = queue.queue()
    assert (left.recording_id, left.state, left.chunks_done) == (CALL, TranscriptionState.PAUSED, 1)
    assert queue.next() is None


def test_a_silent_call_is_a_whole_transcript_without_a_word(desk: Desk) -> None:
    desk.samples = Samples(8_000, 2)
    for _ in range(60):
        desk.samples.append(np.zeros((2, 8_000 * 60), np.int16))
    made = desk.run()
    assert (made.segments, made.words) == (0, 0)
    assert made.remarks == ("No sound was found on this recording.",)
    assert desk.text.segments == ()
    assert not desk.text.partial


def test_a_mono_call_has_unknown_speakers_and_says_so(desk: Desk, calls) -> None:
    desk.samples = calls.samples(calls.bursts(6, [(1, 2)], seed=1))
    assert desk.run().remarks == ("The recording has one channel: who speaks is not known.",)
    assert desk.text.segments[0].speaker is Speaker.UNKNOWN


def test_what_the_channels_hold_is_kept_with_the_transcript_and_told(desk: Desk, calls) -> None:
    voice = calls.bursts(10, [(1, 3)], seed=1)
    own = calls.bursts(10, [(6, 8)], seed=2)
    desk.samples = calls.samples(voice, own + np.float32(0.1) * voice)
    (remark,) = desk.run().remarks
    assert remark == ("Channel 2: 1 stretch (2 s) left out, in which only the other side's voice is heard, faintly.")
    assert desk.text.remarks == (remark,)


@pytest.mark.parametrize(("asking", "suggested"), [(0, False), (1, True)], ids=["as recorded", "swapped"])
def test_swapped_channels_are_suggested_and_left_as_they_are(desk: Desk, asking: int, suggested: bool) -> None:
    """Channels take turns: chunks 0, 2, 4 are the caseworker's as recorded."""

    def said(_sound: np.ndarray) -> str:
        turn = len(desk.listener.heard) - 1
        return "Can you pay in full? Could you offer a lump sum?" if turn % 2 == asking else "Well then."

    desk.listener.said = said
    made = desk.run()
    assert made.look_swapped is suggested
    assert any("wrong way round" in remark for remark in desk.text.remarks) is suggested
    assert [one.speaker for one in desk.text.segments if one.channel == 0].count(Speaker.CASEWORKER) >= 3


def test_speakers_swapped_on_the_way_are_right_from_then_on(desk: Desk) -> None:
    recording = desk.store.transcriptions

    def swap() -> None:
        if len(desk.listener.heard) == 2:
            row = recording.recording(desk.standing.id)
            desk.store.speakers.put_caseworker_on(row.id, 1)

    desk.listener.before_hearing = swap
    desk.run()
    assert [one.speaker for one in desk.text.segments] == ["nrp", "caseworker", "nrp", "caseworker", "nrp"]


def test_doubtful_lines_are_kept_and_flagged(desk: Desk) -> None:
    desk.listener.said = "so so so so so so."
    desk.run()
    assert all(Doubt.REPEATED in one.doubts for one in desk.text.segments)
    assert len(desk.text.segments) == 5


def test_the_model_is_loaded_once_for_calls_that_follow_each_other(desk: Desk) -> None:
    queue = desk.store.transcriptions
    queue.wanted(["VR-88102", "VR-88103", "VR-88104"], "TL01")
    other = replace(desk.recipe, model=Path("other.bin"), model_sha256="cd" * 32)
    with desk.transcriber() as transcriber:
        for recipe in (desk.recipe, desk.recipe, other):
            transcriber.transcribe(queue.next(), recipe, quiet, never)
        assert desk.loaded == [desk.recipe.loaded, other.loaded]
        assert desk.listener.closed == 1
    assert desk.listener.closed == 2


def test_a_file_that_is_gone_fails_the_call_and_not_the_queue(desk: Desk, tmp_path: Path) -> None:
    queue = desk.store.transcriptions
    queue.wanted([CALL], "TL01")
    row = queue.recording(desk.standing.id)
    desk.store.places.point_to(row.id, str(tmp_path / "gone" / "call.wav"))
    with desk.store.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM recording_path")
    with Transcriber(desk.store, listen=lambda _model: desk.listener) as transcriber:
        with pytest.raises(RecordingUnreadable):
            transcriber.transcribe(desk.standing, desk.recipe, quiet, never)
        assert "out of reach" in desk.standing.why


def test_a_changed_file_is_not_heard(desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    queue = desk.store.transcriptions
    queue.wanted([CALL], "TL01")
    row = queue.recording(desk.standing.id)
    other = tmp_path / "call.wav"
    content = bytearray(Path(row.path).read_bytes())
    content[-1] ^= 1
    other.write_bytes(content)
    desk.store.places.point_to(row.id, str(other))
    with desk.store.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM recording_path")
    with (
        Transcriber(desk.store, listen=lambda _model: desk.listener) as transcriber,
        pytest.raises(RecordingUnreadable, match="changed since it was imported"),
    ):
        transcriber.transcribe(desk.standing, desk.recipe, quiet, never)
    assert desk.listener.heard == []
