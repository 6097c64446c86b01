"""Every word has a time: the engine's, else an estimate within its segment, also after a correction."""

from models.transcript import Speaker, SpokenSegment, WordText
from models.word_times import WordTime, word_times


def spoken(text: str, *words: WordText) -> SpokenSegment:
    return SpokenSegment(0, Speaker.CASEWORKER, 1_000, 3_000, text, words)


def test_words_keep_the_times_of_the_engine() -> None:
    told = (WordText(1_000, 1_400, "a", 0.9), WordText(1_500, 2_900, "lump", 0.4))
    assert word_times(spoken("a lump", *told)) == [
        WordTime("a", 1_000, 1_400, 0.9),
        WordTime("lump", 1_500, 2_900, 0.4),
    ]


def test_without_words_the_segment_is_shared_out_by_length() -> None:
    assert [(word.text, word.start_ms, word.end_ms) for word in word_times(spoken("a seven"))] == [
        ("a", 1_000, 1_500),
        ("seven", 1_500, 3_000),
    ]


def test_a_corrected_word_lies_where_the_word_it_replaces_was() -> None:
    told = (WordText(1_000, 1_400, "lump"), WordText(1_500, 2_000, "some"), WordText(2_100, 3_000, "now"))
    found = word_times(spoken("lump sum now", *told))
    assert found[1] == WordTime("sum", 1_500, 2_100, None, written=True)
    assert not found[0].written
