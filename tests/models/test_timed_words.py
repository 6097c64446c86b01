"""Every word has a time: the engine's, else an estimate within its segment, also after a correction."""

from models.timed_words import timed_words
from models.transcript import SegmentText, Speaker, WordText


def spoken(text: str, *words: WordText) -> SegmentText:
    return SegmentText("s", 0, 0, Speaker.CASEWORKER, 1_000, 3_000, text, text, words)


def times(segment: SegmentText) -> list[tuple[str, int, int]]:
    return [(word.text, word.start_ms, word.end_ms) for word in timed_words(segment, 0)]


def test_words_keep_the_times_of_the_engine() -> None:
    told = (WordText(1_000, 1_400, "a", 0.9), WordText(1_500, 2_900, "lump", 0.4))
    assert times(spoken("a lump", *told)) == [("a", 1_000, 1_400), ("lump", 1_500, 2_900)]


def test_without_words_the_segment_is_shared_out_by_length() -> None:
    assert times(spoken("a seven")) == [("a", 1_000, 1_500), ("seven", 1_500, 3_000)]


def test_a_corrected_word_lies_where_the_word_it_replaces_was() -> None:
    told = (WordText(1_000, 1_400, "lump"), WordText(1_500, 2_000, "some"), WordText(2_100, 3_000, "now"))
    found = timed_words(spoken("lump sum now", *told), 0)
    assert found[1][:3] == ("sum", 1_500, 2_100)
    assert [word.written for word in found] == [False, True, False]
