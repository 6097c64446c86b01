"""The queue of transcriptions and the transcripts that grow: order, going on, taking over, and what is never lost."""

import pytest

from models.clock import Clock
from models.errors import ChangedElsewhere, OutputRefused, UnknownId
from models.store import Store, claims
from models.store.transcripts import content_hash
from models.transcript import Doubt, Speaker, SpokenSegment, WordText
from models.transcript_settings import ChannelNotes
from models.transcription import ChunkKey, Hearing, Run, TranscriptionState

HEARING = Hearing("engine", "model.bin", "ab" * 32, {"join_ms": 0})
PLAN = (ChunkKey(0, 0, 16_000), ChunkKey(8_000, 1, 32_000), ChunkKey(48_000, 0, 64_000))


def spoken(channel: int, start_ms: int, text: str, doubts: tuple[Doubt, ...] = ()) -> SpokenSegment:
    words = tuple(WordText(start_ms + 100 * at, start_ms + 100 * at + 90, w, 0.5) for at, w in enumerate(text.split()))
    return SpokenSegment(channel, Speaker.UNKNOWN, start_ms, start_ms + 900, text, words, doubts)


@pytest.fixture
def bare_store(demo_store: Store) -> Store:
    """The demonstration's recordings; VR-88101 to VR-88112 have their true transcripts."""
    return demo_store


def begun(store: Store, recording_id: str = "VR-88101", hearing: Hearing = HEARING, plan=PLAN) -> Run:
    store.transcriptions.wanted([recording_id], "TL01", anew=True)
    standing = store.transcriptions.of(recording_id)
    claim = store.transcriptions.start(standing.id)
    return store.transcriptions.begin(standing.id, claim, hearing, plan, {"said": "so"})


def forget_transcripts(store: Store) -> None:
    """Recordings as they come from the recorder, without any transcript."""
    with store.database.engine.begin() as connection:
        for table in ("word", "correction", "segment", "transcript"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


def test_recordings_wait_in_the_order_they_were_asked_for(bare_store: Store) -> None:
    wanted = bare_store.transcriptions.wanted(["VR-88105", "VR-88103", "VR-88105"], "TL01", anew=True)
    assert wanted.queued == ("VR-88105", "VR-88103")
    assert [one.recording_id for one in bare_store.transcriptions.queue()] == ["VR-88105", "VR-88103"]
    assert bare_store.transcriptions.next().recording_id == "VR-88105"


def test_what_has_a_transcript_or_waits_already_is_told_and_left_alone(bare_store: Store) -> None:
    bare_store.transcriptions.wanted(["VR-88105"], "TL01", anew=True)
    wanted = bare_store.transcriptions.wanted(["VR-88105", "VR-88106"], "TL02")
    assert (wanted.queued, wanted.already, wanted.transcribed) == ((), ("VR-88105",), ("VR-88106",))


def test_an_unknown_recording_leaves_the_queue_as_it_was(bare_store: Store) -> None:
    with pytest.raises(UnknownId):
        bare_store.transcriptions.wanted(["VR-88105", "VR-1"], "TL01", anew=True)
    assert bare_store.transcriptions.queue() == ()


def test_a_transcript_grows_in_order_of_time_whatever_order_its_chunks_come_in(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    store = bare_store.transcriptions
    store.commit(run, PLAN[0], [spoken(0, 0, "good morning"), spoken(0, 900, "this is")], 1.5)
    store.commit(run, PLAN[1], [spoken(1, 500, "hello"), spoken(1, 1_500, "yes", (Doubt.UNSURE, Doubt.NO_VOICE))], 0.5)
    store.commit(run, PLAN[2], [spoken(0, 3_000, "goodbye")])
    growing = bare_store.transcripts.newest("VR-88101")
    assert growing.partial
    assert [one.text for one in growing.segments] == ["good morning", "hello", "this is", "yes", "goodbye"]
    assert [one.position for one in growing.segments] == [0, 1, 2, 3, 4]
    assert growing.segments[3].doubts == (Doubt.UNSURE, Doubt.NO_VOICE)
    standing = store.of("VR-88101")
    assert (standing.chunks_done, standing.chunks_planned, standing.seconds, standing.share) == (3, 3, 2.0, 1.0)
    assert standing.partial


def test_a_finished_transcript_has_the_hash_of_what_it_says(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    said = [spoken(0, 0, "good morning"), spoken(1, 500, "hello")]
    for chunk, segment in zip(PLAN, said, strict=False):
        bare_store.transcriptions.commit(run, chunk, [segment])
    bare_store.transcriptions.finish(run, {"said": "so"})
    whole = bare_store.transcripts.newest("VR-88101")
    assert not whole.partial
    assert bare_store.transcripts.has("VR-88101", content_hash(said, "engine", "model.bin"))
    assert bare_store.transcriptions.of("VR-88101").state is TranscriptionState.DONE
    assert "VR-88101" not in bare_store.transcriptions.without_transcript()


def test_a_whole_transcript_is_shown_until_the_new_one_is_whole(bare_store: Store) -> None:
    before = bare_store.transcripts.newest("VR-88101")
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "good morning")])
    assert bare_store.transcripts.newest("VR-88101") == before
    bare_store.transcriptions.finish(run, None)
    assert bare_store.transcripts.newest("VR-88101").transcript == run.transcript


def test_a_run_goes_on_from_the_chunks_that_are_done(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[1], [spoken(1, 500, "hello")])
    bare_store.transcriptions.release(run.id, run.claim)
    again = begun(bare_store)
    assert again.done == {PLAN[1]}
    assert again.transcript == run.transcript
    bare_store.transcriptions.commit(again, PLAN[0], [spoken(0, 0, "good morning")])
    texts = [one.text for one in bare_store.transcripts.newest("VR-88101").segments]
    assert texts == ["good morning", "hello"]


@pytest.mark.parametrize(
    ("hearing", "plan"),
    [
        (Hearing("engine", "model.bin", "cd" * 32, {"join_ms": 0}), PLAN),
        (Hearing("engine", "model.bin", "ab" * 32, {"join_ms": 900}), PLAN),
        (HEARING, PLAN[1:]),
    ],
    ids=["another model", "another recipe", "other sound"],
)
def test_a_run_made_otherwise_begins_anew_and_clears_the_half_one_away(bare_store: Store, hearing, plan) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "good morning")])
    bare_store.transcriptions.release(run.id, run.claim)
    again = begun(bare_store, hearing=hearing, plan=plan)
    assert again.done == frozenset()
    assert bare_store.transcripts.newest("VR-88101").segments == ()
    with bare_store.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM transcript").scalar() == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM word").scalar() == 0


def test_half_a_transcript_that_a_person_corrected_stays(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "good morning")])
    segment = bare_store.transcripts.newest("VR-88101").segments[0].segment
    bare_store.transcripts.correct(segment, "Good morning.", "TL01")
    bare_store.transcriptions.release(run.id, run.claim)
    begun(bare_store, hearing=Hearing("other", "model.bin", "ab" * 32, {}))
    with bare_store.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM segment").scalar() == 1


def test_a_run_that_was_taken_over_is_told_and_writes_nothing(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    taken = bare_store.transcriptions.start(run.id)
    for late in (
        lambda: bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "late")]),
        lambda: bare_store.transcriptions.finish(run, None),
        lambda: bare_store.transcriptions.begin(run.id, run.claim, HEARING, PLAN, None),
    ):
        with pytest.raises(ChangedElsewhere):
            late()
    assert bare_store.transcripts.newest("VR-88101").segments == ()
    bare_store.transcriptions.fail(run.id, run.claim, "late")
    assert bare_store.transcriptions.of("VR-88101").state is TranscriptionState.RUNNING
    assert taken != run.claim


def test_a_chunk_is_never_added_twice(bare_store: Store) -> None:
    from sqlalchemy.exc import IntegrityError

    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "once")])
    with pytest.raises(IntegrityError):
        bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "once")])
    assert len(bare_store.transcripts.newest("VR-88101").segments) == 1
    assert bare_store.transcriptions.of("VR-88101").chunks_done == 1


def test_a_disk_that_takes_nothing_more_loses_only_that_chunk(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "safe")])
    with bare_store.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    many = [spoken(0, 3_000 + at, "word " * 400) for at in range(40)]
    with pytest.raises(OutputRefused):
        bare_store.transcriptions.commit(run, PLAN[2], many)
    with bare_store.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 4294967294")
    assert [one.text for one in bare_store.transcripts.newest("VR-88101").segments] == ["safe"]
    bare_store.transcriptions.commit(run, PLAN[2], many)
    assert bare_store.transcriptions.of("VR-88101").chunks_done == 2


def test_a_paused_run_stops_at_its_next_chunk_and_goes_on_when_retried(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [spoken(0, 0, "heard")])
    assert bare_store.transcriptions.pause([run.id]) == 1
    with pytest.raises(ChangedElsewhere):
        bare_store.transcriptions.commit(run, PLAN[1], [])
    bare_store.transcriptions.release(run.id, run.claim)
    assert bare_store.transcriptions.of("VR-88101").state is TranscriptionState.PAUSED
    assert bare_store.transcriptions.next() is None
    assert bare_store.transcriptions.retry([run.id]) == 1
    assert bare_store.transcriptions.next().chunks_done == 1


def test_a_failure_stays_readable_until_it_is_retried(bare_store: Store) -> None:
    run = begun(bare_store)
    bare_store.transcriptions.fail(run.id, run.claim, "The model is damaged.")
    standing = bare_store.transcriptions.of("VR-88101")
    assert (standing.state, standing.why) == (TranscriptionState.FAILED, "The model is damaged.")
    assert bare_store.transcriptions.next() is None
    bare_store.transcriptions.wanted(["VR-88101"], "TL01", anew=True)
    assert bare_store.transcriptions.of("VR-88101").why is None


def test_dropping_keeps_what_was_heard_and_forgets_the_rest(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.wanted(["VR-88102", "VR-88103"], "TL01")
    ids = [one.id for one in bare_store.transcriptions.queue()]
    assert bare_store.transcriptions.drop(ids) == 3
    (left,) = bare_store.transcriptions.queue()
    assert (left.id, left.state) == (run.id, TranscriptionState.PAUSED)


def test_the_order_is_changed_by_hand(bare_store: Store) -> None:
    store = bare_store.transcriptions
    store.wanted(["VR-88101", "VR-88102", "VR-88103", "VR-88104"], "TL01", anew=True)
    ids = [one.id for one in store.queue()]
    store.move([ids[3], ids[1]], ids[0])
    assert [one.id for one in store.queue()] == [ids[3], ids[1], ids[0], ids[2]]
    store.move([ids[3]], None)
    assert [one.id for one in store.queue()] == [ids[1], ids[0], ids[2], ids[3]]


def test_what_a_killed_program_left_running_comes_next_again(bare_store: Store, monkeypatch) -> None:
    run = begun(bare_store)
    with bare_store.database.engine.begin() as connection:
        ended = f"{claims._node()} 4194303 1.00 x"
        connection.exec_driver_sql("UPDATE transcription SET claim = ?", (ended,))
    assert bare_store.transcriptions.next().id == run.id
    bare_store.transcriptions.start(run.id)


def test_what_another_program_works_on_is_left_to_it_until_a_person_retries(bare_store: Store, clock: Clock) -> None:
    run = begun(bare_store)
    with bare_store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE transcription SET claim = 'another-machine 4711 1.00 x'")
    assert bare_store.transcriptions.next() is None
    assert bare_store.transcriptions.wanted(["VR-88101"], "TL01", anew=True).already == ("VR-88101",)
    with pytest.raises(ChangedElsewhere):
        bare_store.transcriptions.start(run.id)
    bare_store.transcriptions.retry([run.id])
    assert bare_store.transcriptions.next().id == run.id


def test_swapping_the_speakers_reaches_a_transcript_that_still_grows(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    said = SpokenSegment(0, Speaker.CASEWORKER, 0, 900, "good morning")
    bare_store.transcriptions.commit(run, PLAN[0], [said])
    recording = bare_store.imports.recording_with_id("VR-88101")
    bare_store.speakers.put_caseworker_on(recording.id, 1)
    (segment,) = bare_store.transcripts.newest("VR-88101").segments
    assert segment.speaker is Speaker.NRP


def test_swapping_the_speakers_settles_what_was_suggested(bare_store: Store) -> None:
    forget_transcripts(bare_store)
    run = begun(bare_store)
    bare_store.transcriptions.commit(run, PLAN[0], [SpokenSegment(0, Speaker.CASEWORKER, 0, 900, "yes")])
    notes = ChannelNotes(2, left_out=((1, 0, 900),), look_swapped=True)
    bare_store.transcriptions.finish(run, {"recipe": {}, "channels": notes.as_values()})
    assert len(bare_store.transcripts.newest("VR-88101").remarks) == 2
    recording = bare_store.imports.recording_with_id("VR-88101")
    bare_store.speakers.put_caseworker_on(recording.id, 1)
    (remark,) = bare_store.transcripts.newest("VR-88101").remarks
    assert "left out" in remark
    assert bare_store.transcripts.made_by("VR-88101").recipe == {}


def test_an_imported_transcript_was_not_made_here(bare_store: Store) -> None:
    assert bare_store.transcripts.made_by("VR-88101") is None
    run = begun(bare_store)
    bare_store.transcriptions.finish(run, {"recipe": HEARING.recipe})
    assert bare_store.transcripts.made_by("VR-88101") == HEARING
