"""Transcripts taken in: the contract's JSON, checked against its recording."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.store import Store
from models.transcript import Speaker, Transcript

SEGMENT = {"channel": 0, "speaker": "caseworker", "start": 24.35, "end": 26.71, "text": "The balance today is £5000."}


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., Path]:
    """A folder with one transcript: `said({"segments": [...]})`, of recording `a` unless told otherwise."""

    def write(document: Any, name: str = "a.json") -> Path:
        folder = tmp_path / "said"
        folder.mkdir(exist_ok=True)
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        (folder / name).write_bytes(content)
        return folder

    return write


@pytest.fixture(autouse=True)
def _recording(taken, calls) -> None:
    taken(recordings=calls({"a.wav": b"sound a"}))


def of_a(*segments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"recording_id": "a", "segments": list(segments)} | more


def test_a_transcript_is_read_in_milliseconds_and_in_order_of_time(taken, said, store: Store) -> None:
    words = [{"start": 24.35, "end": 24.61, "text": "The", "probability": 0.98}]
    later = SEGMENT | {"start": 30, "end": 31.5, "speaker": "nrp", "channel": 1, "text": "I cannot."}
    report = taken(transcripts=said(of_a(later, SEGMENT | {"words": words}, engine="whisper", model="small")))
    assert (report.transcripts.new, report.refusals) == (1, [])
    newest = store.transcripts.newest("a")
    assert newest is not None
    assert (newest.engine, newest.model) == ("whisper", "small")
    first, second = newest.segments
    assert (first.start_ms, first.end_ms, first.channel, first.speaker) == (24_350, 26_710, 0, Speaker.CASEWORKER)
    assert (first.words[0].text, first.words[0].start_ms, first.words[0].probability) == ("The", 24_350, 0.98)
    assert (second.start_ms, second.speaker, second.words) == (30_000, Speaker.NRP, ())


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"start": -0.5}, "start", "-0.5"),
        ({"end": float("nan")}, "end", "NaN"),
        ({"end": float("inf")}, "end", "Infinity"),
        ({"end": 24.0}, "end", "24.0"),
        ({"end": 61.1}, "end", "61.1"),
        ({"start": 10**400, "end": 10**400}, "start", "1" + "0" * 199),
        ({"start": "24.35"}, "start", "24.35"),
        ({"start": True}, "start", "true"),
        ({"end": None}, "end", None),
        ({"channel": 2}, "channel", "2"),
        ({"channel": -1}, "channel", "-1"),
        ({"channel": "left"}, "channel", "left"),
        ({"speaker": "manager"}, "speaker", "manager"),
        ({"speaker": None}, "speaker", None),
        ({"text": 5}, "text", "5"),
        ({"text": "a\0b"}, "text", "a\0b"),
        ({"text": "\ud800"}, "text", "\ufffd"),
        ({"words": "none"}, "words", "none"),
        ({"words": [{"start": 1, "end": 0.5, "text": "x"}]}, "words[0].end", "0.5"),
        ({"words": [{"start": 1, "end": 2, "text": "x", "probability": 1.2}]}, "words[0].probability", "1.2"),
    ],
)
def test_a_bad_value_is_refused_by_its_place(taken, said, store, change: dict, column: str, value: str | None) -> None:
    folder = said(of_a(SEGMENT, SEGMENT | change))
    report = taken(transcripts=folder).transcripts
    (refusal,) = report.refused
    assert (refusal.file, refusal.line) == (str(folder / "a.json"), None)
    assert refusal.column == f"segments[1].{column}"
    assert refusal.value == value
    assert store.transcripts.newest("a") is None


def test_a_time_within_a_second_beyond_the_end_is_taken(taken, said) -> None:
    assert taken(transcripts=said(of_a(SEGMENT | {"end": 61.0}))).transcripts.new == 1


def test_the_second_channel_of_a_mono_call_is_refused(taken, calls, said, probe) -> None:
    probe.facts = type(probe.facts)(channels=1)
    taken(recordings=calls({"mono.wav": b"sound mono"}))
    report = taken(transcripts=said(of_a(SEGMENT | {"channel": 1}, recording_id="mono"))).transcripts
    assert report.refused[0].reason == "the recording has 1 channel, 0"


@pytest.mark.parametrize(
    ("document", "line", "column", "reason"),
    [
        ({"recording_id": "b", "segments": []}, None, "recording_id", "no recording has this id"),
        ({"recording_id": 7, "segments": []}, None, "recording_id", "must be text"),
        ({"recording_id": "a"}, None, "segments", "must be a list"),
        ({"recording_id": "a", "segments": ["x"]}, None, "segments[0]", "must be an object"),
        (of_a(SEGMENT, engine=5), None, "engine", "must be text"),
        ([], None, None, "is no transcript in a form that is known"),
        ({"answers": []}, None, None, "is no transcript in a form that is known"),
        (b'{"recording_id": "a",\n"segments": [}', 2, None, "not JSON"),
        (b'{"recording_id": "a",\n"engine": "caf\xe9"}', 2, None, "not UTF-8"),
        (b"[" * 100_000, None, None, "nested too deep"),
        (b"", 1, None, "not JSON"),
    ],
)
def test_a_document_that_is_no_transcript_is_refused(taken, said, document, line, column, reason: str) -> None:
    (refusal,) = taken(transcripts=said(document)).transcripts.refused
    assert (refusal.line, refusal.column) == (line, column)
    assert reason in refusal.reason


def test_the_same_content_again_is_unchanged(taken, said, held) -> None:
    taken(transcripts=said(of_a(SEGMENT)))
    report = taken(transcripts=said(of_a(SEGMENT))).transcripts
    assert (report.unchanged, len(held(Transcript))) == (1, 1)


def test_other_content_is_a_further_transcript_and_the_newest_counts(taken, said, held, store) -> None:
    taken(transcripts=said(of_a(SEGMENT)))
    report = taken(transcripts=said(of_a(SEGMENT | {"text": "Otherwise."}))).transcripts
    assert (report.changed, len(held(Transcript))) == (1, 2)
    assert store.transcripts.newest("a").segments[0].text == "Otherwise."


def test_an_empty_transcript_is_one(taken, said, store) -> None:
    assert taken(transcripts=said(of_a())).transcripts.new == 1
    assert store.transcripts.newest("a").segments == ()


def test_other_files_in_the_folder_are_refused_and_readmes_passed_over(taken, said) -> None:
    said(b"words", "README.txt")
    report = taken(transcripts=said(b"%PDF-1.4", "a.pdf")).transcripts
    assert [Path(refusal.file).name for refusal in report.refused] == ["a.pdf"]


def test_a_single_file_is_taken_too(taken, said) -> None:
    assert taken(transcripts=said(of_a(SEGMENT)) / "a.json").transcripts.new == 1


def test_a_dry_run_knows_the_recordings_it_would_take(taken, calls, said, held) -> None:
    folder = calls({"new.wav": b"sound new"}, "more")
    report = taken(recordings=folder, transcripts=said(of_a(SEGMENT, recording_id="new")), dry_run=True)
    assert (report.transcripts.new, report.refusals, held(Transcript)) == (1, [], [])
