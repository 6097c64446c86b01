"""Knowing what a file is: by what is inside."""

import json
from pathlib import Path

import pytest

from models.intake.transcripts.forms import form_of, is_transcript
from models.intake.transcripts.remarks import LossBook
from models.intake.transcripts.told import Loss, Unfit

SEGMENT = {"start": 1, "end": 2, "text": "x"}


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ({"recording_id": "a", "segments": []}, "Steercheck's JSON"),
        ({"segments": [SEGMENT | {"channel": 0, "speaker": "nrp"}]}, "Steercheck's JSON"),
        ({"recording_id": "a", "language": "en", "segments": [SEGMENT]}, "Whisper JSON"),
        ({"transcription": []}, "whisper.cpp JSON"),
        ({"results": {"transcripts": [], "items": []}}, "AWS Transcribe"),
        ({"JobStatus": "COMPLETED", "Transcript": []}, "AWS Call Analytics"),
        ({"recognizedPhrases": []}, "Azure speech to text"),
        ({"results": [{"alternatives": []}]}, "Google Speech-to-Text"),
        ({"results": {"channels": [{"alternatives": []}], "utterances": []}}, "Deepgram"),
        ({"status": "completed", "audio_url": "x"}, "AssemblyAI"),
        ([SEGMENT], "Whisper JSON"),
        ("WEBVTT\n", "WebVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nx\n", "SRT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nx\n".encode("utf-16"), "SRT"),
        ("[00:00:00.000 --> 00:00:04.000]  x\n", "text with time marks"),
        ("0:01 x\n0:05 y\n", "text with time marks"),
        ("start\tend\ttext\n", "table"),
        ("channel,speaker,start,end,text,probability\n", "table"),
        ({"schema": "steercheck.review/1", "answers": []}, None),
        ({}, None),
        ([], None),
        ([1, 2], None),
        ({"segments": 5}, None),
        ("sheet_id,scheme,arrears\n1,CS2,5\n", None),
        ("recording_id,start,file\nVR-1,2009,a.wav\n", None),
        ("Dear Sir,\nI write about my case.\n", None),
        ("<html><body>0:01</body></html>", None),
        ("{\\rtf1 0:01 x}", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(100), None),
        (b"", None),
    ],
)
@pytest.mark.parametrize("name", ["a", "a.json", "a.txt"])
def test_a_form_is_known_by_what_is_inside_whatever_the_file_is_called(file_of, content, form, name: str) -> None:
    path = file_of(content, name)
    assert (form_of(path), is_transcript(path)) == (form, form is not None)


def test_a_large_document_is_known_by_its_beginning(file_of) -> None:
    large = {"recording_id": "a", "segments": [SEGMENT] * 150_000}
    assert form_of(file_of(large)) == "Steercheck's JSON"
    assert form_of(file_of({"rows": ["x" * 100] * 50_000})) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_large_text_is_known_by_its_beginning(file_of, encoding: str) -> None:
    cue = "00:00:01.000 --> 00:00:02.000\n£ and a long line of words to go with it\n\n"
    assert form_of(file_of(("WEBVTT\n\n" + cue * 5000).encode(encoding))) == "WebVTT"


def test_what_is_no_file_is_no_transcript(tmp_path: Path) -> None:
    assert not is_transcript(tmp_path)
    assert not is_transcript(tmp_path / "none")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04\x14\x00", "is a ZIP file or an office document"),
        ("{\\rtf1 Hello}", "is an RTF document"),
        ("<?xml version='1.0'?><tt/>", "is XML or HTML"),
        (" \n\n", "is empty"),
        (b"0:01 x" + bytes(range(9)) * 900, "is binary, not text"),
        (b"\xff\xfe" + "0:01 x".encode("utf-16-le") + b"\x00\xd8", "is not UTF-16"),
        (json.dumps({"recording_id": 5}), "must be text"),
    ],
)
def test_what_is_no_transcript_is_refused_in_words(told, content, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        told(content)


def test_what_many_files_lost_is_one_sentence_with_the_counts_added_up() -> None:
    book = LossBook()
    for name in ("a", "b", "c", "d", "e"):
        book.note(f"{name}.vtt", "WebVTT", [Loss("word times not told"), Loss("left out: {}", 2, "notes")])
    book.note("f.srt", "SRT", [Loss("left out: {}", 1, "notes")])
    book.note("g.json", "Whisper JSON", [])
    assert book.sentences() == [
        "a.vtt, b.vtt, c.vtt and 2 more (WebVTT): word times not told; left out: 10 notes.",
        "f.srt (SRT): left out: 1 note.",
    ]
