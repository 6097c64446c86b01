"""The demonstration's talk as other engines would write it: the same figures are found in it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

import resources
from models.spoken_figures import spoken_figures
from models.transcript import SegmentText, Speaker

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """320 as "three hundred and twenty"."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return f"{TENS[number // 10]} {ONES[number % 10]}".removesuffix(" zero")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    rest = number % 1000
    joined = "" if not rest else f" {in_words(rest)}" if rest >= 100 else f" and {in_words(rest)}"
    return f"{in_words(number // 1000)} thousand{joined}"


def in_number_words(segment: SegmentText) -> SegmentText:
    text = re.sub(r"£(\d+)", lambda match: f"{in_words(int(match[1]))} pounds", segment.text)
    return replace(segment, text=re.sub(r"\b\d+\b", lambda match: in_words(int(match[0])), text))


def without_marks(segment: SegmentText) -> SegmentText:
    return replace(segment, text=re.sub(r"[.,?]", "", segment.text).lower())


def by_nobody_known(segment: SegmentText) -> SegmentText:
    return replace(segment, channel=0, speaker=Speaker.UNKNOWN)


def calls() -> list[list[SegmentText]]:
    return [
        [
            SegmentText(
                str(at),
                at,
                each["channel"],
                Speaker(each["speaker"]),
                round(each["start"] * 1000),
                round(each["end"] * 1000),
                each["text"],
                each["text"],
                (),
            )
            for at, each in enumerate(json.loads(path.read_text(encoding="utf-8"))["segments"])
        ]
        for path in sorted((resources.path("demo") / "truth").glob("*.json"))
    ]


@pytest.mark.parametrize(
    "changes",
    [(in_number_words,), (without_marks,), (by_nobody_known,), (in_number_words, without_marks, by_nobody_known)],
)
def test_the_same_figures_are_found(changes: tuple[Callable[[SegmentText], SegmentText], ...]) -> None:
    for call in calls():
        changed = call
        for change in changes:
            changed = [change(segment) for segment in changed]
        assert found(changed) == found(call)


def found(call: list[SegmentText]) -> list[tuple[str, str, int]]:
    """Figure, value and second of every mention."""
    return [(mention.figure.value, mention.value, mention.start_ms) for mention in spoken_figures(call)]
