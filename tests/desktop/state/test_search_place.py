"""From a hit to the place to listen from: the line, or the words found where they come late in it."""

from desktop.state.search import place_of
from desktop.state.transcript_lines import lines_of
from models.store.search import SearchHit
from models.transcript import SegmentText, Speaker, TranscriptText, WordText

WORDS = ("first", "we", "talk", "about", "arrears")


def lines(text: str = " ".join(WORDS)):
    words = tuple(WordText(10_000 + at * 2000, 11_000 + at * 2000, word) for at, word in enumerate(WORDS))
    segment = SegmentText("s", 0, 0, Speaker.NRP, 10_000, 20_000, text, " ".join(WORDS), words)
    return lines_of(TranscriptText("t", "VR-1", "engine", None, (segment,)))


def hit(word: str, text: str = " ".join(WORDS)) -> SearchHit:
    start = text.index(word)
    marks = ((start, start + len(word)),)
    return SearchHit("r", "VR-1", 10_000, 20_000, Speaker.NRP, text, marks, None, None, None, None, 60_000)


def test_words_early_in_a_line_are_heard_from_its_beginning() -> None:
    assert place_of(hit("talk"), lines()) == 10_000


def test_words_late_in_a_line_are_heard_from_themselves_on() -> None:
    assert place_of(hit("arrears"), lines()) == 18_000


def test_a_line_that_reads_otherwise_by_now_and_a_call_without_a_transcript_are_heard_from_the_line() -> None:
    assert place_of(hit("arrears"), lines("something else")) == 10_000
    assert place_of(hit("arrears"), None) == 10_000
