"""From tokens to words and segments: whole characters, true times, in order, inside their island."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.jobs.speech.chunks import Chunk
from desktop.jobs.speech.engine import Token
from desktop.jobs.speech.voice_activity import Island
from desktop.jobs.speech.words import pauses, segments
from models.transcript import Speaker

S = 16_000
NOISE = np.random.default_rng(1).normal(0, 0.2, 10 * S).astype(np.float32)


def tokens(*told: tuple[str | bytes, int, int, float]) -> list[Token]:
    return [
        Token(text if isinstance(text, bytes) else text.encode(), start, end, sure) for text, start, end, sure in told
    ]


def made(chunk: Chunk, heard: list[Token], sound: np.ndarray = NOISE):
    return segments(chunk, heard, sound[: chunk.end - chunk.start], Speaker.NRP, 100)


def test_tokens_are_put_together_to_words_with_the_least_sure_ones_probability() -> None:
    heard = tokens((" £", 100, 200, 0.9), ("40", 200, 400, 0.6), (" a", 400, 500, 0.8), (" week", 500, 900, 0.7))
    (segment,) = made(Chunk(1, (Island(2 * S, 4 * S),)), heard)
    assert segment.text == "£40 a week"
    assert [word.probability for word in segment.words] == [0.6, 0.8, 0.7]
    assert (segment.channel, segment.speaker) == (1, Speaker.NRP)


def test_a_character_spread_over_two_tokens_comes_out_whole() -> None:
    pound = "£".encode()
    (segment,) = made(Chunk(0, (Island(0, S),)), tokens((b" " + pound[:1], 0, 9, 0.9), (pound[1:] + b"5", 9, 20, 0.9)))
    assert segment.text == "£5"


def test_bytes_that_are_no_character_do_no_harm() -> None:
    (segment,) = made(Chunk(0, (Island(0, S),)), tokens((b" \xff\xfe", 0, 9, 0.9), (" yes", 9, 20, 0.9)))
    assert segment.words[-1].text == "yes"


def test_the_first_word_begins_with_the_voice_and_no_word_leaves_the_island() -> None:
    (segment,) = made(Chunk(0, (Island(2 * S, 4 * S),)), tokens((" hello", 0, 10, 0.9), (" there", 3_000, 9_000, 0.9)))
    assert segment.start_ms == segment.words[0].start_ms == 2_100
    assert segment.end_ms <= 4_000


def test_each_sentence_is_a_segment() -> None:
    heard = tokens((" Yes.", 100, 400, 0.9), (" I", 500, 600, 0.9), (" can.", 600, 900, 0.9))
    assert [one.text for one in made(Chunk(0, (Island(0, 2 * S),)), heard)] == ["Yes.", "I can."]


def test_a_sentence_begins_where_the_sound_comes_back() -> None:
    sound = NOISE.copy()
    sound[1 * S : int(1.5 * S)] = 0
    heard = tokens((" Yes.", 100, 1_200, 0.9), (" I", 1_200, 1_300, 0.9), (" can.", 1_300, 2_000, 0.9))
    first, second = made(Chunk(0, (Island(0, 3 * S),)), heard, sound)
    assert (first.end_ms, second.start_ms) == (1_000, 1_500)


def test_pauses_are_found_to_ten_milliseconds() -> None:
    sound = NOISE[: 2 * S].copy()
    sound[8_000:16_000] = 0
    assert pauses(sound, 5_000) == [(5_500, 6_000)]


def test_words_go_to_the_island_they_were_heard_in() -> None:
    chunk = Chunk(0, (Island(0, S), Island(3 * S, 5 * S)))
    heard = tokens((" Yes.", 100, 500, 0.9), (" Then", 3_200, 3_500, 0.9), (" I", 3_500, 3_700, 0.9))
    first, second = made(chunk, heard)
    assert first.end_ms <= 1_000
    assert second.start_ms == 3_100
    assert second.end_ms <= 5_000


def test_nothing_heard_is_no_segment() -> None:
    assert made(Chunk(0, (Island(0, S),)), []) == []
    assert made(Chunk(0, (Island(0, S),)), tokens((" ", 0, 10, 0.5))) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([" a", " word.", "s", " £5", "."]), st.integers(-500, 9_000), st.integers(-500, 9_000)
        ),
        max_size=25,
    ),
    st.lists(st.integers(2_000, 40_000), min_size=1, max_size=3),
)
def test_whatever_an_engine_says_times_run_forward_and_words_lie_in_their_segment(told, lengths) -> None:
    found, at = [], 0
    for length in lengths:
        found.append(Island(at, at + length))
        at += length + 4_000
    chunk = Chunk(0, tuple(found))
    heard = [Token(text.encode(), start, end, 0.5) for text, start, end in told]
    spoken = made(chunk, heard, np.resize(NOISE, at))
    words = [word for segment in spoken for word in segment.words]
    assert sum(len(segment.text.split()) for segment in spoken) == len(words)
    for segment in spoken:
        assert segment.start_ms == segment.words[0].start_ms
        assert segment.end_ms == segment.words[-1].end_ms
        assert all(word.start_ms < word.end_ms for word in segment.words)
    assert all(one.start_ms <= two.start_ms for one, two in pairwise(words))
