"""Transcripts as text: each format by the letter of its own rules."""

import csv
import io
import json
import re

import pytest

from models.transcript import SegmentText, Speaker, TranscriptText, WordText
from models.transcript_formats import FORMATS


def segment(
    start_ms: int, end_ms: int, text: str, speaker: Speaker = Speaker.CASEWORKER, *words: WordText
) -> SegmentText:
    channel = 1 if speaker is Speaker.NRP else 0
    return SegmentText(f"s{start_ms}", 0, channel, speaker, start_ms, end_ms, text, text, words)


def written(how: str, *segments: SegmentText) -> str:
    return FORMATS[how](TranscriptText("t", "VR-1", "engine", None, segments), "a.wav")


def test_json_has_every_key_of_the_contract() -> None:
    told = json.loads(written("json", segment(24_350, 26_710, "£5", Speaker.NRP, WordText(24_350, 24_610, "£5", 0.98))))
    assert told == {
        "recording_id": "VR-1",
        "file": "a.wav",
        "engine": "engine",
        "model": None,
        "segments": [
            {
                "channel": 1,
                "speaker": "nrp",
                "start": 24.35,
                "end": 26.71,
                "text": "£5",
                "words": [{"start": 24.35, "end": 24.61, "text": "£5", "probability": 0.98}],
            }
        ],
    }


def test_vtt_has_voice_tags_and_escaped_text() -> None:
    assert written("vtt", segment(3_724_350, 3_726_000, "a < b & c --> d\n\ne")) == (
        "WEBVTT\n\n01:02:04.350 --> 01:02:06.000\n<v caseworker>a &lt; b &amp; c --&gt; d e</v>\n"
    )


def test_a_cue_ends_after_it_starts() -> None:
    for how in ("vtt", "srt"):
        assert re.search(r"00:00:01[.,]000 --> 00:00:01[.,]001", written(how, segment(1000, 1000, "x")))


def test_srt_is_numbered_with_commas_and_blank_lines_between() -> None:
    assert written("srt", segment(0, 900, "Hello.\n\nThere."), segment(1000, 2000, "Yes.", Speaker.NRP)) == (
        "1\n00:00:00,000 --> 00:00:00,900\nCaseworker: Hello. There.\n\n"
        "2\n00:00:01,000 --> 00:00:02,000\nNon-resident parent: Yes.\n"
    )


def test_txt_is_one_line_a_segment() -> None:
    assert written(
        "txt", segment(61_000, 62_000, "Hello."), segment(3_661_000, 3_662_000, "Yes.", Speaker.UNKNOWN)
    ) == ("1:01 Caseworker: Hello.\n1:01:01 Unknown: Yes.\n")


def test_csv_has_the_columns_of_the_contract_and_the_mean_probability() -> None:
    words = (WordText(0, 1, "a", 0.5), WordText(1, 2, "b", 1.0), WordText(2, 3, "c", None))
    text = written(
        "csv", segment(24_350, 26_710, 'He said "no", twice', Speaker.NRP, *words), segment(27_000, 28_000, "x")
    )
    assert "\r" not in text
    assert list(csv.DictReader(io.StringIO(text))) == [
        {
            "channel": "1",
            "speaker": "nrp",
            "start": "24.350",
            "end": "26.710",
            "text": 'He said "no", twice',
            "probability": "0.750",
        },
        {"channel": "0", "speaker": "caseworker", "start": "27.000", "end": "28.000", "text": "x", "probability": ""},
    ]


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-2+3", "@SUM(A1)"])
def test_csv_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert next(csv.DictReader(io.StringIO(written("csv", segment(0, 1, text)))))["text"] == f"'{text}"


@pytest.mark.parametrize("text", ["one\rtwo", "one\r\ntwo", "one\ntwo"])
def test_csv_text_with_a_line_end_inside_stays_one_cell(text: str) -> None:
    read = list(csv.DictReader(io.StringIO(written("csv", segment(0, 1, text)), newline="")))
    assert [row["text"] for row in read] == [text]


def test_an_empty_transcript_is_valid_in_every_format() -> None:
    assert written("vtt") == "WEBVTT\n"
    assert (written("srt"), written("txt")) == ("", "")
    assert written("csv") == "channel,speaker,start,end,text,probability\n"
    assert json.loads(written("json"))["segments"] == []
