"""Times as people and services write them."""

import pytest

from models.intake.transcripts.clock import clock_ms, duration_ms


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("0:01", 1000.0),
        ("1:02:03.456", 3_723_456.0),
        ("00:00:01,5", 1500.0),
        (" 62:03 ", 3_723_000.0),
        ("0:00.000001", 0.001),
        ("1:75", None),
        ("1:60:00", None),
        ("12", None),
        ("1:2:3:4", None),
        ("-0:01", None),
        ("", None),
        ("9" * 100 + ":00", None),
    ],
)
def test_a_clock_is_read_in_milliseconds(written: str, ms: float | None) -> None:
    assert clock_ms(written) == (ms if ms is None else pytest.approx(ms))


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("12.340s", 12_340.0),
        ("0s", 0.0),
        ("-1s", -1000.0),
        ("PT1M30.5S", 90_500.0),
        ("PT2H", 7_200_000.0),
        ("PT0.07S", 70.0),
        ("PT", None),
        ("P1D", None),
        ("12.340", None),
        ("s", None),
        ("", None),
    ],
)
def test_a_length_of_time_is_read_in_milliseconds(written: str, ms: float | None) -> None:
    assert duration_ms(written) == (ms if ms is None else pytest.approx(ms))
