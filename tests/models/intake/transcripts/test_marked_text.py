"""Plain text with time marks."""

import pytest

from models.intake.transcripts.told import Untimed

FIRST, SECOND = (83_000.0, "Can you pay?"), (3_723_500.0, "No.")


def said(told) -> list[tuple[float | None, str]]:
    return [(one.start_ms, one.text) for one in told.stretches]


@pytest.mark.parametrize(
    "written",
    [
        "[00:01:23] Can you pay?\n[01:02:03.5] No.\n",
        "(1:23) Can you pay?\n(1:02:03,500) No.",
        "1:23 Can you pay?\r\n1:02:03.500 No.",
        "01:23 - Can you pay?\r1:02:03.500 – No.",
        "00:01:23\nCan you pay?\n\n01:02:03.500\nNo.\n",
        "[01:23.00]Can you pay?\n[62:03.50]No.",
        "A call\n\n<1:23> Can you\npay?\n<1:02:03.5> No.",
        "\x1b[38;5;71m[00:01:23] Can you pay?\x1b[0m\n[01:02:03.5] No.",
    ],
)
def test_a_mark_begins_a_stretch(told, written: str) -> None:
    assert [(at, text.replace("\n", " ")) for at, text in said(told(written))] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "written",
    [
        "[00:00:00.000 --> 00:00:04.500]   Hello.\n[00:00:04.500 --> 00:00:06.000]   Yes.\n",
        "[00:00.000 --> 00:04.500]  Hello.\n[00:04.500 --> 00:06.000]  Yes.\n",
        "00:00:00.000 --> 00:00:04.500 Hello.\n00:00:04.500 --> 00:00:06.000 Yes.",
        "[0:00 - 0:04.5] Hello.\n[0:04.5 – 0:06] Yes.",
    ],
)
def test_what_the_engines_print_has_ends_too(told, written: str) -> None:
    read = [(one.start_ms, one.end_ms, one.text.strip()) for one in told(written).stretches]
    assert read == [(0.0, 4500.0, "Hello."), (4500.0, 6000.0, "Yes.")]


def test_a_name_with_a_time_above_its_text_begins_a_stretch(told) -> None:
    read = told("Jane Smith  0:01\nGood morning.\nHow are you?\n\nJoe  0:05\nFine.\n")
    assert [(one.speaker, one.start_ms, one.text) for one in read.stretches] == [
        ("Jane Smith", 1000.0, "Good morning.\nHow are you?"),
        ("Joe", 5000.0, "Fine."),
    ]


def test_a_stretch_ends_where_the_next_begins_and_the_last_with_the_recording(fit, lines, losses) -> None:
    found = fit("0:01 Caseworker: Can you pay?\n0:05 NRP: No.\n0:05 NRP: Never.\n")
    assert lines(found) == [
        (0, "caseworker", 1000, 5000, "Can you pay?"),
        (1, "nrp", 5000, 60_000, "No."),
        (1, "nrp", 5000, 60_000, "Never."),
    ]
    assert "no end for 3 stretches: ended where the next begins" in losses(found)
    assert "times told to the second only" in losses(found)


def test_whisper_cpp_tells_the_louder_channel(fit, lines) -> None:
    found = fit("[00:00:00.000 --> 00:00:04.000]  (speaker 1) No.\n[00:00:04.000 --> 00:00:05.000]  (speaker ?) Oh.\n")
    assert [(row[0], row[1], row[4]) for row in lines(found)] == [(1, "nrp", "No."), (0, "unknown", "Oh.")]


def test_text_without_any_time_is_refused_with_the_reason(told) -> None:
    with pytest.raises(Untimed, match="a transcript needs one for each stretch"):
        told("Agent: Can you pay?\nCustomer: No.\n", "a.txt")


def test_lines_before_the_first_time_are_said_to_be_lost(told) -> None:
    read = told("Call of Monday\nwith Joe\n0:01 Hello.\n")
    assert "left out: 2 lines before the first time" in [loss.in_words() for loss in read.losses]
