"""What the shipped rules find in the twelve true transcripts, in what people say otherwise, and in what is not meant.

`demonstration.csv` was made by reading the transcripts: every sentence that speaks of a stage, and no other. The same
transcripts with recognition errors made on purpose show what is lost, and that next to nothing is made up.
"""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import resources
from models.cue_rules import CueRules, known_prompts, shipped
from models.cues import CueHit, find_cues
from models.transcript import SegmentText, Speaker

HERE = Path(__file__).parent

HOMOPHONES: Mapping[str, str] = {
    "sum": "some",
    "full": "fool",
    "whole": "hole",
    "net": "knit",
    "arrears": "areas",
    "court": "caught",
    "loan": "lone",
    "lump": "limp",
    "for": "four",
    "your": "you're",
    "two": "to",
}
LINKING = frozenset({"a", "an", "the", "is", "you", "to", "of", "your", "it", "that", "in", "with", "my", "I", "for"})


def _plain(word: str) -> str:
    return word.strip(".,?").lower()


def swapped(text: str) -> str:
    """Words that sound the same."""
    return " ".join(HOMOPHONES.get(_plain(word), word) for word in text.split())


def dropped(text: str) -> str:
    """The second small word of a sentence is not heard."""
    words = text.split()
    small = [at for at, word in enumerate(words) if word in LINKING]
    return " ".join(word for at, word in enumerate(words) if at not in small[1:2])


def split(text: str) -> str:
    """Every long word comes in two."""
    return " ".join(
        f"{word[:3]} {word[3:]}" if len(_plain(word)) >= 6 and word.isalpha() else word for word in text.split()
    )


def joined(text: str) -> str:
    """Names of things come as one word."""
    for two in ("Direct Debit", "lump sum", "net income", "Caseworker Online", "liability order", "standing order"):
        text = text.replace(two, two.replace(" ", ""))
    return text


def misspelt(text: str) -> str:
    """One letter of every third long word is another."""
    words, long_ones = text.split(), 0
    for at, word in enumerate(words):
        if len(_plain(word)) >= 6 and word.isalpha():
            long_ones += 1
            if long_ones % 3 == 1:
                words[at] = word[:3] + ("a" if word[3] != "a" else "e") + word[4:]
    return " ".join(words)


def filled(text: str) -> str:
    """Hesitation."""
    words = text.split()
    return " ".join([*words[: len(words) // 2], "um", *words[len(words) // 2 :], "uh"])


Place = tuple[str, float, str]
"""Recording, start of the segment in seconds, stage."""


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def calls(spoken: Callable[[str], str] = str) -> dict[str, list[SegmentText]]:
    """The true transcripts, every sentence as `spoken`."""
    found = {}
    for path in sorted(resources.path("demo/truth").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        found[told["recording_id"]] = [
            SegmentText(
                str(position),
                position,
                each["channel"],
                Speaker(each["speaker"]),
                round(each["start"] * 1000),
                round(each["end"] * 1000),
                spoken(each["text"]),
                each["text"],
                (),
            )
            for position, each in enumerate(told["segments"])
        ]
    return found


def places(transcripts: Mapping[str, list[SegmentText]], rules: CueRules) -> set[Place]:
    found = set()
    for recording, segments in transcripts.items():
        for hit in find_cues(segments, rules):
            start = max(one.start_ms for one in segments if one.channel == hit.channel and one.start_ms <= hit.start_ms)
            found.add((recording, start / 1000, hit.stage.value))
    return found


EXPECTED = {(row["recording_id"], float(row["start"]), row["stage"]) for row in rows("demonstration.csv")}


def hear(speaker: str, said: str) -> list[CueHit]:
    return find_cues([SegmentText("s", 0, 0, Speaker(speaker), 0, 5_000, said, said, ())], shipped())


def test_the_demonstration_speaks_of_the_steer_where_a_reader_finds_it() -> None:
    assert places(calls(), shipped()) == EXPECTED


LEAST_RECALL = {swapped: 0.97, dropped: 0.99, split: 0.98, joined: 0.99, misspelt: 0.98, filled: 0.99}


@pytest.mark.parametrize("spoken", LEAST_RECALL, ids=lambda way: way.__name__)
def test_recognition_errors_lose_little_and_make_up_less(spoken: Callable[[str], str]) -> None:
    found = places(calls(spoken), shipped())
    assert len(found & EXPECTED) / len(EXPECTED) >= LEAST_RECALL[spoken]
    assert len(found & EXPECTED) / len(found) >= 0.97


@pytest.mark.parametrize("row", rows("positives.csv"), ids=lambda row: row["said"])
def test_other_words_for_the_same_are_found(row: dict[str, str]) -> None:
    assert row["stage"] in [hit.stage.value for hit in hear(row["speaker"], row["said"])]


@pytest.mark.parametrize("row", rows("negatives.csv"), ids=lambda row: row["said"])
def test_what_is_not_meant_is_not_found(row: dict[str, str]) -> None:
    assert hear(row["speaker"], row["said"]) == []


def test_every_prompt_a_call_can_answer_has_cues() -> None:
    by_sheet_alone: set[str] = set()
    told = {prompt for rule in shipped().rules for prompt in rule.prompts}
    assert known_prompts() - told == by_sheet_alone


def test_privacy_is_evidence_for_no_prompt() -> None:
    assert [hit.prompts for hit in hear("caseworker", "what is the long number on the card")] == [()]
