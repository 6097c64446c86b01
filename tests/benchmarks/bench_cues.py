"""Cues of a long call: 12,000 words, as an hour's talk has them, and as no call has (nothing but the steer)."""

import csv
import json
from difflib import SequenceMatcher
from itertools import cycle
from pathlib import Path

import pytest

import resources
from models.cue_rules import shipped
from models.cue_search import LEAST_ALIKE, LEAST_LETTERS
from models.cues import find_cues
from models.timed_words import timed_words
from models.transcript import SegmentText, Speaker, SpokenSegment, WordText

WORDS = 12_000
OTHER_TALK = Path(__file__).parents[1] / "models" / "cues" / "negatives.csv"


def steer_talk() -> list[tuple[int, str, str]]:
    """Channel, speaker and words of every segment of the demonstration."""
    found = []
    for path in sorted(resources.path("demo/truth").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        found += [(each["channel"], each["speaker"], each["text"]) for each in told["segments"]]
    return found


def other_talk() -> list[tuple[int, str, str]]:
    with OTHER_TALK.open(encoding="utf-8", newline="") as file:
        return [(int(row["speaker"] == "nrp"), row["speaker"], row["said"]) for row in csv.DictReader(file)]


def transcript(talk: list[tuple[int, str, str]]) -> list[SegmentText]:
    """Segments of this talk, over and over, up to 12,000 words."""
    segments: list[SegmentText] = []
    words = 0
    for channel, speaker, text in cycle(talk):
        at = len(segments)
        segments.append(
            SegmentText(str(at), at, channel, Speaker(speaker), at * 3_000, at * 3_000 + 2_600, text, text, ())
        )
        words += len(text.split())
        if words >= WORDS:
            return segments
    raise AssertionError("no talk")


def likeness_by_difflib(segments: list[SegmentText]) -> int:
    """How many words are like one of the rules': only the part of the work that rapidfuzz does."""
    wanted = [text for text in shipped().texts if len(text) >= LEAST_LETTERS]
    there = {word.lower().strip(".,?") for segment in segments for word in segment.text.split()}
    return sum(
        SequenceMatcher(None, text, word, autojunk=False).ratio() >= LEAST_ALIKE for text in wanted for word in there
    )


@pytest.mark.parametrize("talk", ["an hour's talk", "nothing but the steer"])
def bench_cues(side_by_side, talk: str) -> None:
    steer = steer_talk()
    segments = transcript([*steer, *other_talk() * 28] if talk == "an hour's talk" else steer)
    rules = shipped()
    assert len(find_cues(segments, rules)) > 100
    side_by_side(
        f"cues of 12,000 words, {talk}",
        lambda: find_cues(segments, rules),
        ("difflib on single words alone", lambda: likeness_by_difflib(segments)),
        at_most=0.5,
    )


def bench_cues_beside_reading(side_by_side, demo_store) -> None:
    """What keeping them in the database would save: nothing, since the words are read anyway."""
    segments = transcript([*steer_talk(), *other_talk() * 28])
    told = [
        SpokenSegment(each.channel, each.speaker, each.start_ms, each.end_ms, each.text, words)
        for each in segments
        for words in [tuple(WordText(w.start_ms, w.end_ms, w.text, 0.9) for w in timed_words(each, 0))]
    ]
    demo_store.transcripts.add("VR-88102", told, "bench")
    rules = shipped()
    read = demo_store.transcripts.newest("VR-88102").segments
    side_by_side(
        "cues of an hour's talk",
        lambda: find_cues(read, rules),
        ("reading its transcript from the database", lambda: demo_store.transcripts.newest("VR-88102")),
    )
