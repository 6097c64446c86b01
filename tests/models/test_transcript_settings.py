"""What a transcription found out, in words: channels, what was left out, what was passed over."""

import pytest

from models.transcript import Doubt, SegmentText, Speaker, TranscriptText
from models.transcript_settings import ChannelNotes, notes_of, remarks_of, reservations


def said(notes: ChannelNotes) -> tuple[str, ...]:
    return remarks_of({"channels": notes.as_values()})


def test_two_plain_channels_need_no_remark() -> None:
    assert said(ChannelNotes(2)) == ()


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (ChannelNotes(1), "has one channel"),
        (ChannelNotes(2, silent=(1,)), "Channel 2 is silent"),
        (ChannelNotes(2, silent=(0, 1)), "No sound was found"),
        (ChannelNotes(1, silent=(0,)), "No sound was found"),
        (ChannelNotes(2, same=True), "Both channels hold the same sound"),
        (ChannelNotes(2, look_swapped=True), "may be the wrong way round"),
    ],
)
def test_each_finding_has_its_sentence(notes: ChannelNotes, words: str) -> None:
    assert any(words in remark for remark in said(notes))


def test_what_was_left_out_is_added_up_by_channel() -> None:
    notes = ChannelNotes(2, left_out=((1, 0, 1_500), (1, 9_000, 10_500), (0, 5_000, 6_000)))
    one, two = said(notes)
    assert one.startswith("Channel 1: 1 stretch (1 s) left out")
    assert two.startswith("Channel 2: 2 stretches (3 s) left out")


def test_notes_come_back_as_they_went() -> None:
    notes = ChannelNotes(2, (1,), False, ((1, 0, 1_500),), True)
    assert notes_of({"channels": notes.as_values()}) == notes


@pytest.mark.parametrize("settings", [None, "words", {}, {"channels": 2}], ids=str)
def test_a_transcript_from_elsewhere_has_no_remarks(settings: object) -> None:
    assert remarks_of(settings) == ()


def line(at: int, *doubts: Doubt, text: str = "as heard") -> SegmentText:
    return SegmentText(f"s{at}", at, 0, Speaker.NRP, at * 61_000, at * 61_000 + 900, text, "as heard", (), doubts)


def transcript(*lines: SegmentText, partial: bool = False) -> TranscriptText:
    return TranscriptText("t", "VR-1", "engine", None, lines, partial)


def test_a_plain_transcript_is_searched_without_reserve() -> None:
    assert reservations(transcript(line(0), line(1, Doubt.UNSURE))) == ()


def test_an_unfinished_transcript_says_so() -> None:
    assert reservations(transcript(partial=True)) == (
        "This transcript is not finished: what is not found may still come.",
    )


def test_lines_that_were_passed_over_are_named_by_their_time() -> None:
    assert reservations(transcript(line(1, Doubt.NO_VOICE))) == (
        "1 line was passed over, since it may not have been said (1:01).",
    )
    many = [line(at, Doubt.REPEATED) for at in range(7)]
    (words,) = reservations(transcript(*many))
    assert words == (
        "7 lines were passed over, since they may not have been said (0:00, 1:01, 2:02, 3:03, 4:04 and 2 more)."
    )


def test_what_a_person_corrected_is_believed() -> None:
    assert reservations(transcript(line(1, Doubt.NO_VOICE, text="as it was"))) == ()
