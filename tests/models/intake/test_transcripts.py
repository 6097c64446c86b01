"""Transcripts taken in: the contract's JSON, checked against its recording, and what comes in other forms."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.errors import Cancelled
from models.intake.profile import TranscriptProfile
from models.intake.request import KindReport
from models.intake.take_transcripts import TranscriptIntake
from models.recording import Recording
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
        (
            b'{"recording_id": "a", "segments": ' + b'{"a":' * 900 + b"1" + b"}" * 901,
            None,
            "segments",
            "must be a list",
        ),
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


VTT = (
    "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Can you pay £50?</v>\n\n00:03.000 --> 00:04.000\n<v Customer>No.</v>\n"
)


def test_a_form_without_an_id_belongs_to_the_recording_it_is_called_after(taken, said, store) -> None:
    report = taken(transcripts=said(VTT.encode(), "a.vtt")).transcripts
    assert (report.new, report.refused) == (1, [])
    newest = store.transcripts.newest("a")
    assert [(one.channel, one.speaker, one.text) for one in newest.segments] == [
        (0, Speaker.CASEWORKER, "Can you pay £50?"),
        (1, Speaker.NRP, "No."),
    ]
    assert newest.engine == "imported"


def test_the_name_of_the_recordings_file_serves_too(taken, said, listed, calls, store) -> None:
    folder = calls({"20090914_x.wav": b"sound x"}, "more")
    index = listed("index.csv", [{"recording_id": "VR-7", "start": "", "file": "20090914_x.wav"}])
    taken(recordings=folder, index=index)
    assert taken(transcripts=said(VTT.encode(), "20090914_X.wav.vtt")).transcripts.new == 1
    assert store.transcripts.newest("VR-7") is not None


def test_a_name_that_two_recordings_share_is_refused(taken, said, calls) -> None:
    taken(recordings=calls({"one/call.wav": b"sound 1", "two/call.wav": b"sound 2"}, "more"))
    (refusal,) = taken(transcripts=said(VTT.encode(), "call.vtt")).transcripts.refused
    assert (refusal.column, refusal.value) == ("recording_id", "call")
    assert refusal.reason == "several recordings are called so: one/call, two/call"


def test_a_transcript_in_the_same_place_as_its_recording_is_that_ones(taken, said, calls, store) -> None:
    taken(recordings=calls({"one/call.wav": b"sound 1", "two/call.wav": b"sound 2"}, "more"))
    folder = said(b"", "README")
    (folder / "two").mkdir()
    (folder / "two" / "call.vtt").write_text(VTT, encoding="utf-8")
    assert taken(transcripts=folder).transcripts.new == 1
    assert store.transcripts.newest("two/call") is not None


def test_what_was_lost_stands_in_the_remarks_once(taken, said) -> None:
    folder = said(VTT.encode(), "a.vtt")
    (remark,) = taken(transcripts=folder).transcripts.remarks
    said_so = "word times not told; engine not told; channel not told for 2 stretches: taken from the speaker"
    assert remark == f"a.vtt (WebVTT): {said_so}."
    again = taken(transcripts=folder).transcripts
    assert (again.unchanged, again.remarks) == (1, [])


def test_of_one_transcript_in_several_forms_the_fullest_is_taken(taken, said, held, store) -> None:
    segments = [
        SEGMENT | {"start": 1, "end": 2, "text": "Can you pay £50?", "words": [{"start": 1, "end": 2, "text": "Can"}]}
    ]
    said(of_a(*segments))
    said(b"WEBVTT\n\n00:01.000 --> 00:02.000\nCan you pay \xc2\xa350?\n", "a.vtt")
    said(b"1\n00:00:01,000 --> 00:00:02,000\nCan you pay \xc2\xa350?\n", "a.srt")
    report = taken(transcripts=said(b"Can you pay \xc2\xa350?\n", "a.txt")).transcripts
    assert (report.new, report.unchanged, report.refused, len(held(Transcript))) == (1, 3, [], 1)
    assert len(store.transcripts.newest("a").segments[0].words) == 1
    assert "a.vtt and a.srt: the same as in a fuller form beside it, which was taken." in report.remarks
    assert "a.txt: without times, which a form beside it has; that was taken." in report.remarks


def test_another_transcript_under_the_same_name_is_taken_too_and_the_fullest_form_counts(
    taken, said, held, store
) -> None:
    said(of_a(SEGMENT))
    report = taken(transcripts=said(VTT.encode(), "a.vtt")).transcripts
    assert (report.new, report.changed, len(held(Transcript))) == (1, 1, 2)
    assert store.transcripts.newest("a").segments[0].text == SEGMENT["text"]


def test_sound_beside_the_transcripts_is_passed_over_and_said(taken, said) -> None:
    said(b"sound", "a.wav")
    report = taken(transcripts=said(VTT.encode(), "a.vtt")).transcripts
    assert (report.new, report.refused) == (1, [])
    assert "a.wav: named as sound and passed over." in report.remarks


def test_a_text_without_times_is_refused_with_the_reason(taken, said) -> None:
    (refusal,) = taken(transcripts=said(b"Agent: Can you pay?\n", "a.txt")).transcripts.refused
    assert refusal.reason.startswith("has no times; a transcript needs one for each stretch")


def test_a_dry_run_finds_by_name_the_recordings_it_would_take(taken, calls, said, held) -> None:
    folder = calls({"sub/new.wav": b"sound new"}, "more")
    report = taken(recordings=folder, transcripts=said(VTT.encode(), "new.vtt"), dry_run=True)
    assert (report.transcripts.new, report.refusals, held(Transcript)) == (1, [], [])


def test_a_profile_names_the_speakers_and_the_pattern_of_file_names(store, said) -> None:
    profile = TranscriptProfile({"Jane": Speaker.CASEWORKER}, r"call-(?P<recording_id>.+)-final")
    text = "0:01 Jane: Can you pay?\n0:05 Joe: No.\n"
    outcome = KindReport()
    intake = TranscriptIntake(store.imports, store.transcripts, {}, lambda: None, dry_run=False, profile=profile)
    intake.take(said(text.encode(), "call-a-final.txt"), outcome, lambda _fraction, _text: None)
    assert (outcome.new, outcome.refused) == (1, [])
    assert [one.speaker for one in store.transcripts.newest("a").segments] == [Speaker.CASEWORKER, Speaker.UNKNOWN]


def test_a_stop_leaves_what_was_taken_before(store, said) -> None:
    said(of_a(SEGMENT))
    folder = said(of_a(SEGMENT | {"text": "Another."}), "b.json")
    outcome, calls = KindReport(), []

    def check() -> None:
        calls.append(None)
        if len(store.transcripts.newest("a").segments if store.transcripts.has("a") else ()):
            raise Cancelled

    intake = TranscriptIntake(store.imports, store.transcripts, {}, check, dry_run=False)
    with pytest.raises(Cancelled):
        intake.take(folder, outcome, lambda _fraction, _text: None)
    assert (outcome.new, outcome.changed) == (1, 0)
    assert store.transcripts.newest("a").segments[0].text == SEGMENT["text"]


@pytest.fixture
def two_files(taken, calls, store) -> None:
    """The recording `VR-2` as a recorder writes it that keeps each side of a call in a file of its own."""
    taken(recordings=calls({"VR-2.wav": b"sound two"}, "more"))
    with store.database.session() as session:
        recording = session.exec(select(Recording).where(Recording.recording_id == "VR-2")).one()
        recording.path, recording.second_path = "/calls/20090914_in.wav", "/calls/20090914_out.wav"


def side(text: str, at: int) -> bytes:
    return f"WEBVTT\n\n00:0{at}.000 --> 00:0{at + 1}.000\n{text}\n".encode()


def test_the_transcripts_of_the_two_files_of_a_call_become_one(taken, said, store, held, two_files) -> None:
    said(side("No.", 3), "20090914_out.vtt")
    folder = said(side("Can you pay?", 1), "20090914_in.wav.vtt")
    report = taken(transcripts=folder).transcripts
    assert (report.new, report.refused, len(held(Transcript))) == (2, [], 1)
    assert [(one.channel, one.speaker, one.text) for one in store.transcripts.newest("VR-2").segments] == [
        (0, Speaker.CASEWORKER, "Can you pay?"),
        (1, Speaker.NRP, "No."),
    ]
    again = taken(transcripts=folder).transcripts
    assert (again.unchanged, len(held(Transcript))) == (2, 1)


def test_the_transcript_of_one_side_alone_is_taken_and_said(taken, said, store, two_files) -> None:
    report = taken(transcripts=said(side("No.", 3), "20090914_out.vtt")).transcripts
    assert report.new == 1
    assert "20090914_out.vtt: one side of the call only." in report.remarks
    assert [(one.channel, one.speaker) for one in store.transcripts.newest("VR-2").segments] == [(1, Speaker.NRP)]


def test_a_second_transcript_of_one_side_comes_before_the_whole(taken, said, store, held, two_files) -> None:
    said(side("No.", 3), "20090914_out.vtt")
    said(side("Can you pay?", 1), "20090914_in.vtt")
    said(b"0:01 Can you play?\n", "20090914_in.txt")
    report = taken(transcripts=said(b"", "README")).transcripts
    assert (report.new + report.changed, report.refused, len(held(Transcript))) == (3, [], 2)
    assert [one.text for one in store.transcripts.newest("VR-2").segments] == ["Can you pay?", "No."]
