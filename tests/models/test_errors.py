"""Exit statuses of the contract, and refusals that name their place."""

import pytest

from models.errors import (
    VALUE_SHOWN,
    Cancelled,
    DatabaseUnusable,
    Defect,
    InputRefused,
    IntegrityBroken,
    NotAllowed,
    OutputRefused,
    RecordingUnreadable,
    Refusal,
    SteercheckError,
    UnknownId,
    WrongUsage,
)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Defect("x"), 1),
        (WrongUsage("x"), 2),
        (InputRefused("x"), 3),
        (UnknownId("recording", "VR-1"), 3),
        (RecordingUnreadable("a/b.wav", "no sound in it"), 3),
        (IntegrityBroken("x"), 4),
        (DatabaseUnusable("x"), 5),
        (NotAllowed("x"), 6),
        (OutputRefused("x"), 7),
        (Cancelled(), 130),
    ],
)
def test_each_error_has_the_exit_status_of_the_contract(error: SteercheckError, status: int) -> None:
    assert error.exit_code == status
    assert str(error) == error.message
    assert {error}


def test_a_refusal_names_file_line_column_value_and_reason() -> None:
    refusal = Refusal("sheets.csv", 7, "arrears", "-1.00", "negative")
    assert str(refusal) == "sheets.csv:7: arrears: -1.00: negative"
    assert str(Refusal("a.wav", None, None, None, "empty")) == "a.wav: empty"


def test_a_long_value_is_cut() -> None:
    assert len(str(Refusal("a", 1, "b", "x" * 5000, "too long").as_dict()["value"])) == VALUE_SHOWN


def test_a_refused_value_cannot_command_the_terminal() -> None:
    line = str(Refusal("sheets.csv", 2, "case_ref", "a\x1b[2J\nb\u202e", "not a reference"))
    assert line == "sheets.csv:2: case_ref: a\\x1b[2J\\nb\\u202e: not a reference"
