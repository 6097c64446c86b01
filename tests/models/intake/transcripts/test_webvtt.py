"""WebVTT by the W3C's parsing rules (https://www.w3.org/TR/webvtt1/, section 6), rule by rule."""

import pytest

from models.intake.transcripts.told import Unfit
from models.intake.transcripts.webvtt import recognises

CUE = "00:00:01.000 --> 00:00:02.000\nHello\n"
GOOD = [(1000.0, 2000.0, "Hello")]


def cues(told) -> list[tuple[float | None, float | None, str]]:
    return [(one.start_ms, one.end_ms, one.text) for one in told.stretches]


@pytest.mark.parametrize(
    ("text", "is_vtt"),
    [
        ("WEBVTT", True),
        ("WEBVTT\n", True),
        ("WEBVTT a title", True),
        ("WEBVTT\ttitle", True),
        ("WEBVTT\rx", True),
        ("WEBVTT-", False),
        ("WEBVTTx", False),
        ("webvtt\n", False),
        (" WEBVTT\n", False),
        ("\nWEBVTT\n", False),
        ("WEBVT", False),
        ("", False),
    ],
)
def test_the_signature_is_the_word_and_a_blank_or_a_line_end(text: str, is_vtt: bool) -> None:
    assert recognises(text) is is_vtt


@pytest.mark.parametrize(
    "written",
    [
        f"WEBVTT\n\n{CUE}",
        f"\ufeffWEBVTT\n\n{CUE}",
        f"WEBVTT\r\n\r\n{CUE}".replace("\n", "\r\n").replace("\r\r", "\r"),
        f"WEBVTT\n\n{CUE}".replace("\n", "\r"),
        f"WEBVTT\n\n{CUE}".rstrip("\n"),
        f"WEBVTT\n\n\n\n{CUE}\n\n\n",
        f"WEBVTT - a title --- here\n\n{CUE}",
        f"WEBVTT\nKind: captions\nLanguage: en\n\n{CUE}",
        f"WEBVTT\n{CUE}",
        f"WEBVTT\n\n1\n{CUE}",
        f"WEBVTT\n\nan id with words\n{CUE}",
        f"WEBVTT\n\n3a5e6f0e-7f0c-4a1e-9b0a-000000000000/12-0\n{CUE}",
        f"WEBVTT\n\nNOTE about this\n\n{CUE}",
        f"WEBVTT\n\nNOTE\nof two\nlines\n\n{CUE}",
        f"WEBVTT\n\nSTYLE\n::cue {{ color: red }}\n\n{CUE}",
        f"WEBVTT\n\nREGION\nid:fred\nwidth:40%\n\n{CUE}",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHello",
        "WEBVTT\n\n0:00:01.000 --> 000:00:02.000\nHello",
        "WEBVTT\n\n00:00:01.000-->00:00:02.000\nHello",
        "WEBVTT\n\n  00:00:01.000\t-->\f00:00:02.000  \nHello",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 align:start position:10% line:-1 size:50%\nHello",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 nonsense --> here\nHello",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<b>Hel<i.loud>lo</b></i></u>",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello<c",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello</v>",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<00:00:01.000>Hello",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<lang en>Hello</lang>",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<nonsense kept out>Hello",
    ],
)
def test_one_cue_is_read_whatever_stands_around_it(told, written: str) -> None:
    assert cues(told(written)) == GOOD


@pytest.mark.parametrize(
    ("stamp", "ms"),
    [
        ("00:00.000", 0.0),
        ("59:59.999", 3_599_999.0),
        ("1:00:00.000", 3_600_000.0),
        ("99:00:00.001", 356_400_001.0),
        ("100:59:59.999", 363_599_999.0),
        ("0000:00:01.500", 1500.0),
    ],
)
def test_hours_are_optional_and_of_any_length(told, stamp: str, ms: float) -> None:
    assert cues(told(f"WEBVTT\n\n{stamp} --> {stamp}\nx")) == [(ms, ms, "x")]


@pytest.mark.parametrize(
    "timing",
    [
        "00:60.000 --> 01:00.000",
        "60:00.000 --> 61:00.000",
        "00:60:00.000 --> 01:00:00.000",
        "0:01.000 --> 0:02.000",
        "00:01.00 --> 00:02.00",
        "00:01.0000 --> 00:02.0000",
        "00:1.000 --> 00:2.000",
        "00:01 --> 00:02",
        "00:01,000 -> 00:02,000 -->",
        "-00:01.000 --> 00:02.000",
        "00:01.000 -- > 00:02.000 -->",
        "00:01.000 -->",
        "--> 00:02.000",
        "one --> two",
    ],
)
def test_a_cue_with_other_times_is_passed_over_and_counted(told, timing: str) -> None:
    read = told(f"WEBVTT\n\n{timing}\nlost\n\n{CUE}")
    assert cues(read) == GOOD
    assert "left out: 1 cue whose times cannot be read (the first in line 3)" in [
        loss.in_words() for loss in read.losses
    ]


def test_a_line_with_an_arrow_ends_the_cue_before_it(told) -> None:
    read = told("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB")
    assert cues(read) == [(1000.0, 2000.0, "A"), (2000.0, 3000.0, "B")]


def test_a_text_with_an_arrow_after_two_lines_begins_a_block_of_its_own(told) -> None:
    read = told("WEBVTT\n\nno id\nat all\n00:01.000 --> 00:02.000\nA")
    assert cues(read) == [(1000.0, 2000.0, "A")]
    assert "left out: 1 block of text outside any cue" in [loss.in_words() for loss in read.losses]


def test_text_after_a_blank_line_is_outside_the_cue_and_said(told) -> None:
    read = told(f"WEBVTT\n\n{CUE}\nstray\n\nNOTE this is none\n")
    words = [loss.in_words() for loss in read.losses]
    assert cues(read) == GOOD
    assert {"left out: 1 block of text outside any cue", "left out: 1 note"} <= set(words)


def test_a_line_of_blanks_does_not_end_a_cue(told) -> None:
    assert cues(told("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n \nB"))[0][2] == "A\n \nB"


def test_nothing_but_a_header_is_an_empty_transcript(told) -> None:
    assert cues(told("WEBVTT")) == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a &amp; b", "a & b"),
        ("a &lt;b&gt;", "a <b>"),
        ("&pound;50 &#163;50 &#xA3;50", "£50 £50 £50"),
        ("a&nbsp;b&lrm;", "a\u00a0b\u200e"),
        ("a & b &unknown; &", "a & b &unknown; &"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
        ("1 < 2", "1"),
        ("a > b", "a > b"),
        ("a\nb", "a\nb"),
    ],
)
def test_character_references_are_those_of_html(told, written: str, text: str) -> None:
    assert cues(told(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{written}"))[0][2] == text


@pytest.mark.parametrize(
    ("written", "voices"),
    [
        ("<v Jane Smith>Hi</v>", [("Jane Smith", "Hi")]),
        ("<v Jane Smith>Hi", [("Jane Smith", "Hi")]),
        ("<v.loud.first Jane>Hi</v>", [("Jane", "Hi")]),
        ("<v  Jane \n Smith >Hi</v>", [("Jane Smith", "Hi")]),
        ("<v Jane &amp; Joe>Hi</v>", [("Jane & Joe", "Hi")]),
        ("<v Jane><i>Hi</i> there</v>", [("Jane", "Hi there")]),
        ("<v Jane><i>Hi</v> there</i>", [("Jane", "Hi there")]),
        ("<v Jane>Hi</v> <v Joe>Yes</v>", [("Jane", "Hi"), ("Joe", "Yes")]),
        ("<v Jane>Hi <v Joe>Yes</v> there</v>", [("Jane", "Hi"), ("Joe", "Yes"), ("Jane", "there")]),
        ("<ruby>Hi<rt>there</ruby> <v Joe>Yes", [(None, "Hithere"), ("Joe", "Yes")]),
        ("<v>Hi</v>", [(None, "Hi")]),
        ("Hi", [(None, "Hi")]),
    ],
)
def test_voices_nest_and_close_as_the_rules_say(told, written: str, voices: list) -> None:
    read = told(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{written}")
    assert [(one.speaker, one.text) for one in read.stretches] == voices


def test_times_within_a_cue_and_styling_are_said_to_be_lost(told) -> None:
    read = told("WEBVTT\n\n00:01.000 --> 00:02.000\nA <00:01.500><c> b</c>")
    words = [loss.in_words() for loss in read.losses]
    assert {"left out: 1 time inside cues", "left out: styling", "word times not told"} <= set(words)


def test_teams_names_its_speakers_in_voices(fit, lines) -> None:
    teams = (
        "WEBVTT\r\n\r\n5b1c/9-0\r\n00:00:01.000 --> 00:00:02.500\r\n<v Agent>Good\r\nmorning.</v>\r\n\r\n"
        "5b1c/10-0\r\n00:00:03.000 --> 00:00:04.500\r\n<v Customer>Hello.</v>"
    )
    assert lines(fit(teams)) == [
        (0, "caseworker", 1000, 2500, "Good morning."),
        (1, "nrp", 3000, 4500, "Hello."),
    ]


def test_zoom_writes_its_speakers_into_the_text(fit, lines) -> None:
    zoom = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nAgent: Good morning.\n\n"
        "2\n00:00:03.000 --> 00:00:04.500\nPaying parent: I said: no.\n"
    )
    assert lines(fit(zoom)) == [
        (0, "caseworker", 1000, 2500, "Good morning."),
        (1, "nrp", 3000, 4500, "I said: no."),
    ]


def test_whisper_cpp_names_channels_as_speakers(fit, lines) -> None:
    assert lines(fit("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Speaker1> Yes.")) == [(1, "nrp", 1000, 2000, "Yes.")]


def test_a_file_with_the_times_of_srt_throughout_is_read_so(told) -> None:
    assert cues(told("WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\nHello\n")) == GOOD


def test_a_file_without_one_good_time_is_refused_by_its_line(told) -> None:
    with pytest.raises(Unfit, match="is no cue's time") as caught:
        told("WEBVTT\n\n1\nat one --> at two\nHello\n")
    assert (caught.value.line, caught.value.value) == (4, "at one --> at two")


def test_a_zero_character_becomes_the_replacement_character(fit, lines, losses) -> None:
    found = fit("WEBVTT\n\n00:01.000 --> 00:02.000\na\0b")
    assert lines(found)[0][4] == "a\ufffdb"
    assert "1 character that no text has" in losses(found)
