"""`steercheck transcribe`: the contract's document, what is skipped, refused, failed and stopped."""

import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import resources
from desktop.jobs.speech.listener import Listener
from models.errors import Cancelled, OutputRefused, SpeechFailed
from models.store import Store
from models.transcription import TranscriptionState

Run = Callable[..., Any]
SHORT = "VR-88112"
PLAIN = ("--engine", "pywhispercpp", "--threads", "1")


@pytest.fixture
def bare(demo_store: Store) -> Store:
    """The demonstration's recordings without any transcript."""
    with demo_store.database.engine.begin() as connection:
        for table in ("word", "correction", "segment", "transcript"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    return demo_store


@pytest.fixture
def run(demo_store: Store, steercheck: Run) -> Run:
    return lambda *arguments: steercheck(
        "--json", "transcribe", *arguments, db=demo_store.database.address, env={"STEERCHECK_TODAY": "2009-10-05"}
    )


@pytest.fixture
def nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """No child is started; every window holds a voice and nothing is said."""
    monkeypatch.setattr(Listener, "voice", lambda _self, frames, _read, _check: np.zeros(frames // 512, np.float32))


def document(ended: Any) -> Any:
    return json.loads(ended.out)


def test_the_document_has_every_key_and_a_second_run_has_nothing_to_do(bare: Store, run: Run) -> None:
    done = run(SHORT, *PLAIN)
    assert done.status == 0
    (made,) = document(done)["done"]
    assert list(made) == ["recording_id", "segments", "words", "engine", "model_sha256", "seconds"]
    assert (made["recording_id"], made["segments"], made["words"], made["engine"]) == (SHORT, 4, 24, "pywhispercpp")
    assert made["model_sha256"] == "a49a61a053c4c33d948af56a4c52c87a3dadf642ec22a47623d01469f4af861e"
    assert made["seconds"] > 0
    again = run(SHORT)
    assert again.status == 0
    assert document(again) == {
        "done": [],
        "skipped": [{"recording_id": SHORT, "reason": "has a transcript already"}],
        "failed": [],
    }
    named = run(SHORT, "--model", resources.path("speech/steercheck-demo-en.bin"), *PLAIN)
    assert document(named)["skipped"][0]["reason"] == "has a transcript by this very model already"


def test_without_an_id_every_recording_with_a_transcript_is_skipped(demo_store: Store, run: Run) -> None:
    ended = run()
    assert ended.status == 0
    assert len(document(ended)["skipped"]) == 12
    assert "0 transcribed, 12 skipped, 0 failed." in ended.err


def test_without_an_id_all_others_are_made(bare: Store, run: Run, nothing_is_heard: None) -> None:
    ended = run(*PLAIN)
    assert len(document(ended)["done"]) == 12
    assert bare.transcriptions.without_transcript() == ()


def test_an_imported_transcript_gives_way_only_when_a_model_is_named(
    demo_store: Store, run: Run, nothing_is_heard: None
) -> None:
    assert document(run(SHORT, *PLAIN))["skipped"][0]["recording_id"] == SHORT
    made = document(run(SHORT, "--model", resources.path("speech/steercheck-demo-en.bin"), *PLAIN))["done"]
    assert [one["recording_id"] for one in made] == [SHORT]


def test_an_unknown_id_fails_and_the_good_one_is_made(bare: Store, run: Run, nothing_is_heard: None) -> None:
    ended = run("VR-1", SHORT, *PLAIN)
    assert ended.status == 3
    assert document(ended)["failed"] == [
        {"recording_id": "VR-1", "reason": "No recording has the id 'VR-1'. Nothing was changed."}
    ]
    assert [one["recording_id"] for one in document(ended)["done"]] == [SHORT]
    assert "VR-1: No recording" in ended.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (np.random.default_rng(1).bytes(50_000), "is no ggml file"),
        (b"", "is empty"),
        (None, "copy it again"),
    ],
    ids=["random bytes", "zero length", "truncated"],
)
def test_a_file_that_is_no_model_is_refused_in_words(
    bare: Store, run: Run, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "modell-größe.bin"
    whole = resources.path("speech/steercheck-demo-en.bin").read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)
    ended = run(SHORT, "--model", path, *PLAIN)
    assert ended.status == 3
    assert said in document(ended)["failed"][0]["reason"]
    assert bare.transcripts.newest(SHORT) is None


def test_any_other_call_is_never_heard_with_the_demonstrations_model(
    bare: Store, run: Run, steercheck: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    with wave.open(str(folder / "other.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8_000)
        out.writeframes(np.random.default_rng(1).integers(-900, 900, 8_000, np.int16).tobytes())
    assert steercheck("import", "--recordings", folder, db=bare.database.address).status == 0
    (other,) = set(bare.transcriptions.recordings()) - {f"VR-{number}" for number in range(88101, 88113)}
    ended = run(other, *PLAIN)
    assert ended.status == 3
    assert document(ended)["done"] == []
    assert "model" in document(ended)["failed"][0]["reason"]


def test_ctrl_c_keeps_what_was_heard_and_the_queue_does_not_go_on_by_itself(
    bare: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    def hear(_self: object, sound: np.ndarray, _how: object, _check: object) -> list[object]:
        heard.append(sound.size)
        if len(heard) == 3:
            raise Cancelled
        return []

    monkeypatch.setattr(Listener, "voice", lambda _self, frames, _read, _check: _islands(frames))
    monkeypatch.setattr(Listener, "hear", hear)
    stopped = run(SHORT, "VR-88111", *PLAIN)
    assert stopped.status == 130
    assert document(stopped)["error"]["code"] == "CANCELLED"
    standing = bare.transcriptions.of(SHORT)
    assert (standing.state, standing.chunks_done) == (TranscriptionState.PAUSED, 2)
    assert bare.transcriptions.next() is None
    assert bare.transcriptions.of("VR-88111") is None
    heard[:] = [0] * 3
    assert run(SHORT, *PLAIN).status == 0
    assert len(heard) == 3 + standing.chunks_planned - 2


def _islands(frames: int) -> np.ndarray:
    """Somebody speaks for a second in every three."""
    return ((np.arange(frames // 512) % 93) < 31).astype(np.float32)


def test_one_call_that_fails_leaves_the_others_to_be_made(
    bare: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def voice(_self: object, frames: int, _read: object, _check: object) -> np.ndarray:
        asked.append(frames)
        if len(asked) == 1:
            raise SpeechFailed("the speech process was stopped: ended by signal 9")
        return np.zeros(frames // 512, np.float32)

    monkeypatch.setattr(Listener, "voice", voice)
    ended = run("VR-88111", SHORT, *PLAIN)
    assert ended.status == 3
    assert [one["recording_id"] for one in document(ended)["failed"]] == ["VR-88111"]
    assert [one["recording_id"] for one in document(ended)["done"]] == [SHORT]
    assert "signal 9" in bare.transcriptions.of("VR-88111").why


def test_a_full_disk_ends_the_command(bare: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OutputRefused("The database cannot be written (database or disk is full). What was saved is safe.")

    monkeypatch.setattr(Listener, "voice", refuse)
    ended = run("VR-88111", SHORT, *PLAIN)
    assert ended.status == 7
    assert document(ended)["error"]["exit"] == 7


def test_what_another_program_works_on_is_skipped(bare: Store, run: Run) -> None:
    bare.transcriptions.wanted([SHORT], "TL01")
    bare.transcriptions.start(bare.transcriptions.of(SHORT).id)
    with bare.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE transcription SET claim = 'another-machine 4711 1.00 x'")
    ended = run(SHORT, *PLAIN)
    assert ended.status == 0
    assert "another Steercheck" in document(ended)["skipped"][0]["reason"]


@pytest.mark.parametrize("arguments", [("--engine", "whisper-9"), ("--threads", "0")])
def test_what_cannot_be_meant_is_wrong_usage(run: Run, arguments: tuple[str, str]) -> None:
    assert run(SHORT, *arguments).status == 2
