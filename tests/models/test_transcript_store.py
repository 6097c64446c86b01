"""Transcripts kept: the newest counts, corrections lie above the words, many words are read in a few queries."""

import hashlib
import json
from dataclasses import astuple
from datetime import date

import pytest
from sqlalchemy import event

from models.cue_rules import rules_in
from models.errors import UnknownId
from models.store import Store
from models.store.search import SearchQuery
from models.store.transcripts import content_hash
from models.transcript import Speaker, SpokenSegment, WordText

DEMO_DAY = date(2009, 10, 5)
WORDS = (WordText(1000, 1200, "forty", 0.9), WordText(1200, 1500, "pounds", 0.7))
SPOKEN = SpokenSegment(0, Speaker.CASEWORKER, 1000, 1500, "forty pounds", WORDS)


@pytest.fixture
def transcripts(demo_store: Store):
    """The transcripts of the demonstration; VR-88112 has the single segment SPOKEN as its newest."""
    demo_store.transcripts.add("VR-88112", [SPOKEN], "engine", "model")
    return demo_store.transcripts


def test_the_newest_transcript_is_read_with_its_words(transcripts) -> None:
    newest = transcripts.newest("VR-88112")
    (segment,) = newest.segments
    assert (newest.recording_id, newest.engine, newest.model) == ("VR-88112", "engine", "model")
    assert (segment.text, segment.words, segment.corrected) == ("forty pounds", WORDS, False)
    assert segment.probability == pytest.approx(0.8)


def test_segments_stand_in_order_of_time(transcripts) -> None:
    spoken = [SpokenSegment(1, Speaker.NRP, at, at + 10, str(at)) for at in (500, 100, 300)]
    transcripts.add("VR-88112", spoken, "engine")
    assert [segment.text for segment in transcripts.newest("VR-88112").segments] == ["100", "300", "500"]


def test_the_newest_correction_counts_and_the_words_stay(transcripts) -> None:
    segment = transcripts.newest("VR-88112").segments[0].segment
    transcripts.correct(segment, "sixty pounds", "TL01")
    transcripts.correct(segment, "sixteen pounds", "TL02")
    (read,) = transcripts.newest("VR-88112").segments
    assert (read.text, read.recognised_text, read.words) == ("sixteen pounds", "forty pounds", WORDS)
    assert read.corrected


def test_a_speaker_is_assigned_without_touching_the_text(transcripts) -> None:
    segment = transcripts.newest("VR-88112").segments[0].segment
    transcripts.correct(segment, "sixty pounds", "TL01")
    transcripts.assign_speaker(segment, Speaker.NRP, "TL01")
    (read,) = transcripts.newest("VR-88112").segments
    assert (read.speaker, read.text) == (Speaker.NRP, "sixty pounds")


def test_a_correction_of_an_older_transcript_does_not_show_in_the_newest(transcripts) -> None:
    segment = transcripts.newest("VR-88112").segments[0].segment
    transcripts.add("VR-88112", [SPOKEN], "better engine")
    transcripts.correct(segment, "sixty pounds", "TL01")
    assert transcripts.newest("VR-88112").segments[0].text == "forty pounds"


def test_a_recording_may_have_no_transcript(store: Store, demo_store: Store) -> None:
    with pytest.raises(UnknownId):
        store.transcripts.newest("VR-88112")
    with pytest.raises(UnknownId):
        demo_store.transcripts.correct("no such segment", "text", "TL01")


def test_twenty_thousand_words_are_read_in_four_queries_and_a_lookup(transcripts, demo_store: Store) -> None:
    word = WordText(0, 1, "word", 0.5)
    transcripts.add(
        "VR-88112", [SpokenSegment(0, Speaker.NRP, at, at + 1, "x", (word,) * 20) for at in range(1000)], "e"
    )
    asked: list[str] = []
    event.listen(demo_store.database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    newest = transcripts.newest("VR-88112")
    assert sum(len(segment.words) for segment in newest.segments) == 20_000
    assert len(asked) == 5


def test_the_hash_of_a_transcript_is_that_of_earlier_versions_of_the_program() -> None:
    words = (WordText(1, 2, "£5", 0.5), WordText(2, 3, "now"))
    segments = [SpokenSegment(1, Speaker.NRP, 1, 3, "£5 now", words), SpokenSegment(0, Speaker.UNKNOWN, 4, 5, "")]
    spoken = json.dumps(["e", None, [astuple(segment)[:6] for segment in segments]], ensure_ascii=False)
    assert content_hash(segments, "e", None) == hashlib.sha256(spoken.encode()).hexdigest()


def test_who_corrected_what_and_when_is_read_with_the_line(transcripts) -> None:
    segment = transcripts.newest("VR-88112").segments[0].segment
    transcripts.correct(segment, "sixty pounds", "TL01")
    transcripts.assign_speaker(segment, Speaker.NRP, "TL02")
    (read,) = transcripts.newest("VR-88112").segments
    assert (read.text_hand.author, read.speaker_hand.author) == ("TL01", "TL02")
    assert read.text_hand.at.date() == DEMO_DAY


def test_a_line_that_reads_as_recognised_again_is_by_nobodys_hand(transcripts) -> None:
    segment = transcripts.newest("VR-88112").segments[0].segment
    for words in ("sixty pounds", "forty pounds"):
        transcripts.correct(segment, words, "TL01")
    for speaker in (Speaker.NRP, Speaker.CASEWORKER):
        transcripts.assign_speaker(segment, speaker, "TL01")
    (read,) = transcripts.newest("VR-88112").segments
    assert (read.text_hand, read.speaker_hand) == (None, None)


def test_cues_and_search_hear_the_corrected_words(demo_store: Store) -> None:
    spoken = SpokenSegment(0, Speaker.CASEWORKER, 1000, 2500, "Kenya pave the fool Monday?")
    demo_store.transcripts.add("VR-88112", [spoken], "engine")
    rules = rules_in([])
    assert demo_store.cues.of("VR-88112", rules) == []
    segment = demo_store.transcripts.newest("VR-88112").segments[0].segment
    demo_store.transcripts.correct(segment, "Can you pay the full amount today?", "TL01")
    assert demo_store.cues.of("VR-88112", rules)
    assert "VR-88112" in {hit.recording_id for hit in demo_store.search.every(SearchQuery('"full amount today"'))}
