"""Good transcripts of every form, damaged: each is taken or refused in words, whatever was done to it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.intake.transcripts.fit import Recorded, fitted
from models.intake.transcripts.forms import form_of, read_file
from models.intake.transcripts.speakers import Speakers
from models.intake.transcripts.told import Unfit

RECORDED = Recorded(2, 60_000)
WORD = {"word": "Hi", "start": 1.0, "end": 1.5, "probability": 0.9, "score": 0.8, "speaker": "A"}
CONTENT = [{"confidence": "1", "content": "Hi"}]
ITEM = {"type": "pronunciation", "start_time": "1.0", "end_time": "1.5", "alternatives": CONTENT}
TURN_WORD = {"Type": "pronunciation", "Content": "Hi", "BeginOffsetMillis": 1000, "EndOffsetMillis": 1500}
SPOKEN = {"text": "Hi.", "start": 1000, "end": 2000, "confidence": 0.9, "speaker": "A", "channel": "1"}
TICKS = {"offset": "PT1S", "duration": "PT1S", "offsetInTicks": 1e7, "durationInTicks": 1e7}
HEARD = {"word": "hi", "punctuated_word": "Hi.", "start": 1.0, "end": 1.5, "confidence": 0.9, "speaker": 0}

DOCUMENTS: dict[str, Any] = {
    "contract": {
        "recording_id": "a",
        "engine": "e",
        "segments": [
            {
                "channel": 0,
                "speaker": "nrp",
                "start": 1,
                "end": 2,
                "text": "Hi",
                "words": [{"start": 1, "end": 2, "text": "Hi", "probability": 0.9}],
            }
        ],
    },
    "whisper": {
        "language": "en",
        "segments": [{"start": 1.0, "end": 2.0, "text": " Hi", "words": [WORD], "speaker": "agent", "tokens": [1]}],
        "word_segments": [WORD],
    },
    "tuples": [[1, 0, 1.0, 2.0, " Hi", [1], -0.1, 1.0, 0.1, [[1.0, 1.5, " Hi", 0.9]]]],
    "whisper.cpp": {
        "model": {"type": "base"},
        "params": {"model": "m/ggml-base.bin"},
        "transcription": [
            {
                "timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"},
                "offsets": {"from": 1000, "to": 2000},
                "text": " Hi",
                "speaker": "1",
                "tokens": [{"text": " Hi", "offsets": {"from": 1000, "to": 1500}, "p": 0.9}],
            }
        ],
    },
    "aws": {
        "jobName": "a",
        "results": {
            "channel_labels": {"channels": [{"channel_label": "ch_0", "items": [ITEM]}]},
            "speaker_labels": {"segments": [{"speaker_label": "spk_0", "items": [{"start_time": "1.0"}]}]},
            "items": [ITEM],
        },
    },
    "call analytics": {
        "JobStatus": "COMPLETED",
        "Participants": [{"ParticipantRole": "AGENT", "ParticipantId": "p"}],
        "Transcript": [
            {
                "ParticipantRole": "AGENT",
                "BeginOffsetMillis": 1000,
                "EndOffsetMillis": 2000,
                "Content": "Hi",
                "Items": [TURN_WORD],
            }
        ],
    },
    "azure": {
        "combinedRecognizedPhrases": [{"channel": 0}, {"channel": 1}],
        "recognizedPhrases": [
            {
                "channel": 1,
                "speaker": 2,
                **TICKS,
                "nBest": [
                    {
                        "display": "Hi.",
                        "confidence": 0.9,
                        "words": [{"word": "hi", "confidence": 0.9, **TICKS}],
                        "displayWords": [{"displayText": "Hi.", **TICKS}],
                    }
                ],
            }
        ],
    },
    "google": {
        "results": [
            {
                "alternatives": [
                    {"transcript": "hi", "words": [{"startTime": "1s", "endTime": {"seconds": 1}, "word": "hi"}]}
                ],
                "channelTag": 1,
                "resultEndTime": "2s",
            },
            {"alternatives": [{"words": [{"startOffset": "1s", "endOffset": "1.5s", "word": "hi", "speakerTag": 1}]}]},
        ]
    },
    "google by file": {"results": {"gs://a": {"transcript": {"results": [{"alternatives": [{"transcript": "hi"}]}]}}}},
    "deepgram": {
        "metadata": {"model_info": {"u": {"name": "nova"}}},
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "words": [HEARD],
                            "paragraphs": {
                                "paragraphs": [{"speaker": 0, "sentences": [{"text": "Hi.", "start": 1, "end": 1.5}]}]
                            },
                        }
                    ]
                }
            ],
            "utterances": [{"start": 1, "end": 2, "channel": 0, "transcript": "Hi.", "words": [HEARD]}],
        },
    },
    "assemblyai": {
        "status": "completed",
        "audio_duration": 60,
        "audio_channels": 2,
        "utterances": [SPOKEN | {"words": [SPOKEN]}],
        "words": [{"text": "Hi.", "start": 1000, "end": 2000, "confidence": 0.9}],
    },
}
TEXTS = (
    "WEBVTT - title\n\nNOTE x\n\nid\n00:01.000 --> 00:02.000 align:start\n<v.a Agent>Hi &amp; <i>you</i></v>\n\n"
    "STYLE\n::cue {}\n\n00:00:03.000 --> 00:00:04.000\nJane: <00:03.500>Yes\n",
    "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Agent: Hi</i>\r\n\r\n"
    "2\r\n0:0:3.5 --> 0:0:4\r\n{\\an8}(speaker 1) Yes\r\n",
    "Title\n[00:00:01] Agent: Hi\nmore\n(0:03) Yes\n",
    "[00:00:01.000 --> 00:00:02.000]  Hi\n[00:00:03.000 --> 00:00:04.000]  (speaker 1) Yes\n",
    "Jane Smith  0:01\nHi\nJoe  0:03\nYes\n",
    "start\tend\ttext\n1000\t2000\tHi\n3000\t4000\tYes\n",
    'start,end,speaker,text\n1000,2000,0," Hi \\"you\\""\n',
    'channel,speaker,start,end,text,probability\n0,nrp,1.000,2.000,"Hi ""you""",0.9\n',
)
ODD = (
    *(None, True, 0, -1, 7, 1e300, float("nan"), float("inf"), 10**400, "9" * 5000),
    *("", "x", "NaN", "1:2", "1s", "\0", "\ud800", "\udce9"),
    *([], {}, [None], [[]], [{}], {"a": None}, [1, "x"], {"items": 5}),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated") / "a"


def read_or_refuse(path: Path) -> str:
    """What became of a file; anything but taking it or refusing it in words is an error."""
    form_of(path)
    try:
        found = fitted(read_file(path), RECORDED, Speakers())
    except Unfit:
        return "refused"
    for segment in found.segments:
        assert 0 <= segment.start_ms <= segment.end_ms <= 61_000
        assert segment.channel in (0, 1)
        assert segment.text.encode() is not None
        assert all(0 <= word.start_ms <= word.end_ms <= 61_000 for word in segment.words)
    assert all(loss.in_words() for loss in found.losses)
    return "taken"


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    inside = document.items() if isinstance(document, dict) else ()
    inside = enumerate(document) if isinstance(document, list) else inside
    return [path, *(one for key, value in inside for one in places(value, (*path, key)))]


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The document with another value at `path`."""
    if not path:
        return value
    altered = copy.deepcopy(document)
    holder = altered
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return altered


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_good_before_it_is_damaged(place: Path, name: str) -> None:
    place.write_text(json.dumps(DOCUMENTS[name]), encoding="utf-8")
    assert (read_or_refuse(place), form_of(place) is not None) == ("taken", True)


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_good_before_it_is_damaged(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8", newline="")
    assert (read_or_refuse(place), form_of(place) is not None) == ("taken", True)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_any_value_replaced_by_any_odd_one_is_taken_or_refused(place: Path, name: str) -> None:
    document = DOCUMENTS[name]
    for path in places(document):
        for value in ODD:
            place.write_bytes(json.dumps(changed(document, path, value)).encode())
            read_or_refuse(place)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_several_values_replaced_are_taken_or_refused(place: Path, data: st.DataObject) -> None:
    document = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    for _ in range(data.draw(st.integers(1, 4))):
        document = changed(document, data.draw(st.sampled_from(places(document))), data.draw(st.sampled_from(ODD)))
    place.write_bytes(json.dumps(document).encode())
    read_or_refuse(place)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_bytes_changed_cut_and_doubled_are_taken_or_refused(place: Path, data: st.DataObject) -> None:
    whole = [*(text.encode() for text in TEXTS), *(json.dumps(one).encode() for one in DOCUMENTS.values())]
    raw = bytearray(data.draw(st.sampled_from(whole)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        until = min(at + data.draw(st.integers(0, 40)), len(raw))
        raw[at:until] = data.draw(st.just(b"") | st.binary(max_size=4) | st.just(bytes(raw[at:until]) * 2))
    place.write_bytes(data.draw(st.sampled_from([bytes(raw), raw.decode("latin-1").encode("utf-16")])))
    read_or_refuse(place)
