"""SRT as it is found in the wild."""

import pytest

from models.intake.transcripts.told import Unfit

TWO = [(1000.0, 2500.0, "Hello"), (3000.0, 4000.0, "there")]


def cues(told) -> list[tuple[float | None, float | None, str]]:
    return [(one.start_ms, one.end_ms, one.text) for one in told.stretches]


GOOD = "1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nthere\n"


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        GOOD.rstrip("\n"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        "\ufeff" + GOOD,
        GOOD.replace(",", "."),
        GOOD.replace("00:00:0", "0:00:0"),
        GOOD.replace("00:00:0", "00:0"),
        GOOD.replace("1\n00", "00").replace("2\n00", "00"),
        GOOD.replace("2\n00:00:03", "7\n00:00:03"),
        GOOD.replace("\n\n2\n", "\n2\n"),
        GOOD.replace("\n\n", "\n\n\n\n"),
        GOOD.replace(" --> ", "-->"),
        GOOD.replace(" --> ", " -> "),
        GOOD.replace("2,500\n", "2,500  X1:100 X2:200 Y1:100 Y2:200\n"),
        GOOD.replace("Hello", "<i>Hel</i><b>lo</b>"),
        GOOD.replace("Hello", '{\\an8}<font color="#ffffff">Hello</font>'),
        GOOD.replace("01,000", "01").replace("03,000", "03"),
        GOOD.replace("02,500", "02,5").replace("04,000", "04,0"),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
    ],
)
def test_two_cues_are_read_however_they_are_written(told, written: str | bytes) -> None:
    assert cues(told(written)) == TWO


def test_windows_1252_is_read_and_said(told) -> None:
    read = told(GOOD.replace("Hello", "£50 – yes").encode("cp1252"))
    assert cues(read)[0][2] == "£50 – yes"
    assert read.losses[0].in_words() == "read as Windows-1252"


def test_a_stray_byte_in_good_utf_8_stands_as_a_mark_and_is_counted(told) -> None:
    read = told(GOOD.replace("Hello", "£50 £60 £70 ").encode() + b"\xff")
    assert cues(read)[0][2] == "£50 £60 £70"
    assert read.losses[0].in_words() == "not UTF-8, now \ufffd: 1 byte"


def test_a_byte_of_neither_is_refused_by_line(told) -> None:
    with pytest.raises(Unfit, match="neither UTF-8 nor Windows-1252") as caught:
        told(GOOD.encode().replace(b"Hello", b"\x81"))
    assert (caught.value.line, caught.value.value) == (3, "byte 0x81")


def test_blank_lines_inside_a_cue_stay_in_it(told) -> None:
    assert cues(told(GOOD.replace("Hello", "Hel\n\nlo")))[0][2] == "Hel\n\nlo"


def test_a_number_that_is_spoken_is_no_number_of_a_cue(told) -> None:
    assert cues(told("00:00:01,000 --> 00:00:02,000\nHow much?\n40\n00:00:03,000 --> 00:00:04,000\nYes\n")) == [
        (1000.0, 2000.0, "How much?\n40"),
        (3000.0, 4000.0, "Yes"),
    ]


def test_text_in_angle_brackets_that_is_no_tag_stays(told) -> None:
    assert cues(told(GOOD.replace("Hello", "<unclear> 1 < 2")))[0][2] == "<unclear> 1 < 2"


def test_a_broken_time_is_refused_by_its_line_since_its_cue_would_be_hidden(told) -> None:
    with pytest.raises(Unfit, match="is no cue's time") as caught:
        told(GOOD.replace("00:00:03,000 -->", "00:00:75,000 -->"))
    assert (caught.value.line, caught.value.value) == (6, "00:00:75,000 --> 00:00:04,000")


def test_speakers_in_front_of_the_text_are_found_and_two_in_a_cue_parted(fit, lines, losses) -> None:
    found = fit(GOOD.replace("Hello", "- Agent: Can you pay?\n- Customer: No."))
    assert lines(found) == [
        (0, "caseworker", 1000, 2500, "Can you pay?"),
        (1, "nrp", 1000, 2500, "No."),
        (0, "unknown", 3000, 4000, "there"),
    ]
    assert "1 stretch with several speakers, who share its times" in losses(found)


def test_what_stands_before_the_first_cue_is_said_to_be_lost(told) -> None:
    read = told("A title\nby somebody\n\n" + GOOD)
    assert cues(read) == TWO
    assert "left out: 2 lines before the first cue" in [loss.in_words() for loss in read.losses]
