"""Laying a transcript on its recording: what is mended, what is refused, what is said."""

from typing import Any

import pytest

from models.intake.transcripts.fit import Recorded
from models.intake.transcripts.told import Unfit

ONE_CHANNEL = Recorded(1, 60_000)


def whisper(*segments: dict[str, Any]) -> dict[str, Any]:
    return {"language": "en", "segments": [{"text": f"t{place}"} | one for place, one in enumerate(segments)]}


def times(found) -> list[tuple[str, int, int]]:
    return [(one.text, one.start_ms, one.end_ms) for one in found.segments]


NAN = float("nan")


@pytest.mark.parametrize(
    ("segments", "expected", "said"),
    [
        (
            [{"start": 1, "end": None}, {"start": 5, "end": 6}],
            [("t0", 1000, 5000), ("t1", 5000, 6000)],
            "no end for 1 stretch: ended where the next begins",
        ),
        (
            [{"start": 1, "end": NAN}, {"start": 5, "end": "NaN"}],
            [("t0", 1000, 5000), ("t1", 5000, 60_000)],
            "no end for 2 stretches: ended where the next begins",
        ),
        (
            [{"start": 1, "end": float("inf")}, {"start": 1, "end": 2}, {"start": 3, "end": 4}],
            [("t0", 1000, 3000), ("t1", 1000, 2000), ("t2", 3000, 4000)],
            "no end for 1 stretch: ended where the next begins",
        ),
        (
            [{"start": 1, "end": 2}, {"start": None, "end": 5}],
            [("t0", 1000, 2000), ("t1", 1000, 5000)],
            "no start for 1 stretch: taken from the words, or from the one before",
        ),
        (
            [{"start": 5, "end": 2}, {"start": 8, "end": 9}],
            [("t0", 5000, 8000), ("t1", 8000, 9000)],
            "end before start for 1 stretch: ended where the next begins",
        ),
        (
            [{"start": 5, "end": 6}, {"start": 1, "end": 2}],
            [("t1", 1000, 2000), ("t0", 5000, 6000)],
            "1 stretch out of order: sorted",
        ),
        (
            [{"start": -0.5, "end": 2}],
            [("t0", 0, 2000)],
            "1 stretch beginning before the recording: begun with it",
        ),
        (
            [{"start": 59, "end": 75}],
            [("t0", 59_000, 60_000)],
            "1 stretch running beyond the recording: ended with it",
        ),
        (
            [{"start": 62, "end": 85}],
            [("t0", 60_000, 60_000)],
            "1 stretch beyond the end of the recording: put at its end",
        ),
        (
            [{"start": 1, "end": 2, "text": " "}, {"start": 2, "end": 3}],
            [("t1", 2000, 3000)],
            "left out: 1 stretch without text",
        ),
        (
            [{"start": 1, "end": 4, "speaker": "agent"}, {"start": 2, "end": 5, "speaker": "agent"}],
            [("t0", 1000, 4000), ("t1", 2000, 5000)],
            "1 stretch of one speaker overlapping: times kept as told",
        ),
        (
            [{"start": 1, "end": 2, "text": "a\ud800b"}],
            [("a\ufffdb", 1000, 2000)],
            "1 character that no text has: now \ufffd",
        ),
    ],
)
def test_what_can_be_mended_is_mended_and_said(fit, losses, segments: list, expected: list, said: str) -> None:
    found = fit(whisper(*segments), ONE_CHANNEL)
    assert times(found) == expected
    assert said in losses(found)


def test_a_time_up_to_a_second_behind_the_end_is_taken_without_a_word(fit, losses) -> None:
    found = fit(whisper({"start": 59, "end": 61}), ONE_CHANNEL)
    assert (times(found), losses(found)) == ([("t0", 59_000, 61_000)], "")


def test_halves_of_milliseconds_are_rounded_up(fit) -> None:
    assert times(fit(whisper({"start": 0.0005, "end": 1.0004}), ONE_CHANNEL)) == [("t0", 1, 1000)]


@pytest.mark.parametrize(
    ("segment", "column", "value", "reason"),
    [
        ({"start": -3, "end": 2}, "segments[0].start", "-3.000", "lies before the recording"),
        ({"start": None, "end": None}, "segments[0].start", None, "neither a start nor an end nor timed words"),
        ({"start": 1, "end": 2, "channel": 2}, "segments[0].channel", 2, "the recording has 1 channel, 0"),
        ({"start": 300, "end": 302.5}, "segments[0]", "302.500", "belongs to another recording"),
        ({"start": 1, "end": True}, "segments[0].end", True, "is not a time"),
    ],
)
def test_what_cannot_be_mended_is_refused_by_its_place(fit, segment: dict, column: str, value, reason: str) -> None:
    with pytest.raises(Unfit, match=reason) as caught:
        fit(whisper(segment), ONE_CHANNEL)
    assert (caught.value.column, caught.value.value) == (column, value)


def test_a_text_that_runs_far_beyond_the_recording_is_refused_by_its_line(fit) -> None:
    with pytest.raises(Unfit, match=r"goes on to 302.5 s while the recording is 60.0 s long") as caught:
        fit("1\n00:05:01,000 --> 00:05:02,500\nHello\n")
    assert caught.value.line == 2


def test_a_start_without_a_time_is_the_first_words(fit) -> None:
    words = [{"word": "Hi", "start": 2, "end": 2.5}]
    assert times(fit(whisper({"start": None, "end": None, "words": words}), ONE_CHANNEL)) == [("t0", 2000, 2500)]


@pytest.mark.parametrize(
    ("word", "expected", "said"),
    [
        ({"start": 2, "end": 1}, (2000, 2000), "end before start for 1 word: ended as begun"),
        ({"start": -4, "end": 1}, (0, 1000), "times outside the recording for 1 word: put at its edge"),
        ({"start": 2, "end": 99}, (2000, 61_000), "times outside the recording for 1 word: put at its edge"),
        ({"start": 1, "end": 2, "probability": 7}, (1000, 2000), "left out: the confidence of 1 word"),
        ({"start": 1, "end": 2, "probability": "high"}, (1000, 2000), "left out: the confidence of 1 word"),
    ],
)
def test_words_are_mended_and_said(fit, losses, word: dict, expected: tuple, said: str) -> None:
    found = fit(whisper({"start": 1, "end": 3, "words": [{"word": "Hi"} | word]}), ONE_CHANNEL)
    (one,) = found.segments[0].words
    assert (one.start_ms, one.end_ms) == expected
    assert said in losses(found)


@pytest.mark.parametrize(
    ("segment", "caseworker_channel", "expected"),
    [
        ({"channel": 0}, 0, (0, "caseworker")),
        ({"channel": 1}, 0, (1, "nrp")),
        ({"channel": 0}, 1, (0, "nrp")),
        ({"channel": 1}, 1, (1, "caseworker")),
        ({"speaker": "AGENT"}, 0, (0, "caseworker")),
        ({"speaker": "Agent 2"}, 1, (1, "caseworker")),
        ({"speaker": "Customer"}, 1, (0, "nrp")),
        ({"speaker": "Non-resident parent"}, 0, (1, "nrp")),
        ({"speaker": "Paying Parent"}, 0, (1, "nrp")),
        ({"speaker": "CW"}, 0, (0, "caseworker")),
        ({"speaker": "unknown"}, 0, (0, "unknown")),
        ({"speaker": "SPEAKER_00"}, 0, (0, "unknown")),
        ({"speaker": "Receiving parent"}, 0, (0, "unknown")),
        ({"speaker": "agent", "channel": 1}, 0, (1, "caseworker")),
        ({"speaker": "SPEAKER_00", "channel": 1}, 0, (1, "nrp")),
        ({}, 0, (0, "unknown")),
    ],
)
def test_channel_and_speaker_follow_from_each_other(fit, segment, caseworker_channel: int, expected: tuple) -> None:
    found = fit(whisper({"start": 1, "end": 2} | segment), Recorded(2, 60_000, caseworker_channel))
    assert [(one.channel, one.speaker.value) for one in found.segments] == [expected]


def test_on_one_channel_a_second_one_is_given_up_and_said(fit, losses) -> None:
    found = fit(whisper({"start": 1, "end": 2, "channel": 1}), ONE_CHANNEL)
    assert (found.segments[0].channel, found.segments[0].speaker.value) == (0, "unknown")
    assert "1 stretch on a channel that the recording does not have" in losses(found)


def test_the_profiles_names_come_before_the_usual_ones_whatever_their_case(fit) -> None:
    segments = [{"start": at, "end": at + 1, "speaker": name} for at, name in enumerate(["CLIENT", "jane smith"])]
    found = fit(whisper(*segments), ONE_CHANNEL, {"client": "caseworker", "Jane Smith": "nrp"})
    assert [one.speaker.value for one in found.segments] == ["caseworker", "nrp"]


def test_names_that_mean_nobody_are_told(fit, losses) -> None:
    segments = [{"start": at, "end": at + 1, "speaker": f"P{chr(65 + at)}"} for at in range(6)]
    assert "who is meant by 'PA', 'PB', 'PC', 'PD' and 2 more is not known; an import profile can say it" in losses(
        fit(whisper(*segments), ONE_CHANNEL)
    )


def test_a_colon_in_the_text_makes_no_speaker_unless_most_cues_are_led_by_a_name(fit, lines) -> None:
    cue = "{}\n00:00:0{},000 --> 00:00:0{},500\n{}\n\n"
    spoken = ["I tell you one thing: no.", "What?", "Never.", "Well.", "Agent: Fine."]
    found = fit("".join(cue.format(at, at, at, text) for at, text in enumerate(spoken)), ONE_CHANNEL)
    assert [(row[1], row[4]) for row in lines(found)][::4] == [
        ("unknown", "I tell you one thing: no."),
        ("caseworker", "Fine."),
    ]
    names = ["Jane Smith: One.", "Joe: Two.", "Jane Smith: Three.", "Joe: Four.", "Five."]
    found = fit("".join(cue.format(at, at, at, text) for at, text in enumerate(names)), ONE_CHANNEL, {"Joe": "nrp"})
    assert [(row[1], row[4]) for row in lines(found)][:2] == [("unknown", "One."), ("nrp", "Two.")]
