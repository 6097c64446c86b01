"""Doubt: text where nobody speaks, loops, and an engine that is not sure; flagged, never dropped."""

import numpy as np
import pytest

from desktop.jobs.speech.doubt import with_doubts
from models.transcript import Doubt, Speaker, SpokenSegment, WordText

VOICE = np.ones(1_000, np.float32)


def segment(text: str, start_ms: int = 0, end_ms: int = 0, sure: float = 0.9) -> SpokenSegment:
    said = text.split()
    end_ms = end_ms or start_ms + 300 * len(said)
    each = (end_ms - start_ms) // len(said)
    words = tuple(
        WordText(start_ms + at * each, start_ms + (at + 1) * each, word, sure) for at, word in enumerate(said)
    )
    return SpokenSegment(0, Speaker.NRP, start_ms, end_ms, text, words)


def doubts(*segments: SpokenSegment, voice: np.ndarray = VOICE) -> list[tuple[Doubt, ...]]:
    found = with_doubts(segments, voice)
    assert [one.text for one in found] == [one.text for one in segments]
    return [one.doubts for one in found]


def test_plain_speech_is_not_doubted() -> None:
    assert doubts(segment("I can pay £40 a week."), segment("Yes, that is right.", 3_000)) == [(), ()]


def test_text_where_nobody_speaks_is_flagged() -> None:
    voice = np.zeros(1_000, np.float32)
    voice[:2] = 0.9
    assert doubts(segment("Thank you for watching."), voice=voice) == [(Doubt.NO_VOICE,)]


def test_more_words_than_anybody_could_say_in_that_time_are_flagged() -> None:
    voice = np.zeros(1_000, np.float32)
    voice[0:10] = 0.9  # 320 ms of voice
    assert doubts(segment("Yes, I can pay in full today.", 0, 400), voice=voice) == [(Doubt.NO_VOICE,)]
    assert doubts(segment("Yes.", 0, 400), voice=voice) == [()]


@pytest.mark.parametrize(
    ("text", "looped"),
    [
        ("no no no no no", True),
        ("no, no, no.", False),
        ("thank you thank you thank you thank you", True),
        ("yes yes I can I can pay", False),
        ("I can pay forty pounds I can pay forty pounds I can pay forty pounds", True),
        ("Forty pounds a week, or forty pounds a month.", False),
    ],
)
def test_a_loop_is_flagged_and_plain_repeating_is_not(text: str, looped: bool) -> None:
    assert doubts(segment(text)) == [(Doubt.REPEATED,) if looped else ()]


def test_a_loop_over_several_segments_flags_each_of_them_and_no_other() -> None:
    found = doubts(segment("Well now."), *[segment("I can pay today.", 1_000 * at) for at in range(1, 4)])
    assert found == [(), *[(Doubt.REPEATED,)] * 3]


def test_what_the_engine_is_not_sure_of_is_flagged() -> None:
    assert doubts(segment("I can pay", sure=0.3)) == [(Doubt.UNSURE,)]


def test_all_that_is_doubtful_is_told() -> None:
    silent = np.zeros(1_000, np.float32)
    assert doubts(segment("so so so so so so", sure=0.2), voice=silent) == [
        (Doubt.NO_VOICE, Doubt.REPEATED, Doubt.UNSURE)
    ]


def test_a_segment_beyond_what_was_listened_to_has_no_voice() -> None:
    assert doubts(segment("Hello there.", 900_000)) == [(Doubt.NO_VOICE,)]
