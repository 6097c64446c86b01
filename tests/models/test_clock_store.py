"""A recorder's clock set by a person: its recordings moved, the versions before kept, and the word kept for intake."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from models.errors import InputRefused
from models.recording import Recording
from models.store import Store, clocks

START = datetime(2009, 9, 14, 22, 30, tzinfo=UTC)


@pytest.fixture
def calls(store: Store) -> Store:
    """Three calls of one recorder, one of them without a start, and one of a recorder without a name."""
    rows = [
        ("A", "NICE-1", START),
        ("B", "NICE-1", START + timedelta(hours=1)),
        ("C", "NICE-1", None),
        ("D", None, START),
    ]
    with store.database.session() as session:
        for key, recorder, started in rows:
            session.add(
                Recording(
                    recording_id=key,
                    path=f"/{key}.wav",
                    sha256=key,
                    size_bytes=1,
                    duration_ms=1,
                    codec="pcm",
                    rate_hz=8000,
                    channels=1,
                    started_at=started,
                    call_date=None if started is None else started.date(),
                    recorder=recorder,
                    imported_at=START,
                )
            )
    return store


def starts(store: Store) -> dict[str, tuple[str | None, str | None, int, int]]:
    """Start, day, correction and version of each recording."""
    with store.database.session() as session:
        rows = session.exec(select(Recording).order_by(Recording.recording_id)).all()
    return {
        row.recording_id: (
            row.started_at and f"{row.started_at:%d %H:%M}",
            row.call_date and f"{row.call_date:%d}",
            row.clock_skew_s,
            row.version,
        )
        for row in rows
    }


def test_the_recordings_of_the_recorder_are_moved_with_their_day_on_the_offices_clock(calls: Store) -> None:
    assert calls.clocks.set_skew("NICE-1", 3600, "TL01") == 3
    assert starts(calls) == {
        "A": ("14 23:30", "15", 3600, 2),  # half past midnight in London, where it is summer
        "B": ("15 00:30", "15", 3600, 2),
        "C": (None, None, 3600, 2),
        "D": ("14 22:30", "14", 0, 1),
    }


def test_a_second_setting_starts_from_what_the_recorder_told(calls: Store) -> None:
    calls.clocks.set_skew("NICE-1", -86_400, "TL01")
    calls.clocks.set_skew("NICE-1", 0, "TL01")
    assert starts(calls)["A"] == ("14 22:30", "14", 0, 3)


def test_what_stood_before_is_kept_as_a_version(calls: Store) -> None:
    calls.clocks.set_skew("NICE-1", -86_400, "TL01")
    (step,) = calls.history.differences("recording", "A")
    assert [str(figure) for figure in step.figures] == [
        "Start 14 Sep 2009 23:30:00 → 13 Sep 2009 23:30:00",
        "Day of the call 14 Sep 2009 → 13 Sep 2009",
        "Correction of the clock +0 s → -86400 s",
    ]


def test_the_word_is_kept_for_later_imports_with_who_said_it(calls: Store) -> None:
    assert calls.clocks.skew_of("NICE-1") is None
    calls.clocks.set_skew("NICE-1", 60, "TL01")
    calls.clocks.set_skew("NICE-1", 90, "TL02")
    assert (calls.clocks.skew_of("NICE-1"), calls.clocks.skew_of(None)) == (90, None)
    calls.clocks.set_skew(None, 5, "TL02")
    assert calls.clocks.skew_of(None) == 5
    assert [(line.recorder, line.recordings, line.clock_skew_s, line.set_by) for line in calls.clocks.recorders()] == [
        ("", 1, 5, "TL02"),
        ("NICE-1", 3, 90, "TL02"),
    ]


def test_setting_the_same_again_moves_nothing(calls: Store) -> None:
    calls.clocks.set_skew("NICE-1", 60, "TL01")
    assert calls.clocks.set_skew("NICE-1", 60, "TL01") == 0


def test_more_recordings_than_one_transaction_takes_are_all_moved(
    calls: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "AT_ONCE", 1)
    assert calls.clocks.set_skew("NICE-1", 60, "TL01") == 3


def test_a_clock_off_by_more_than_a_year_is_refused(calls: Store) -> None:
    with pytest.raises(InputRefused, match="more than a year"):
        calls.clocks.set_skew("NICE-1", 10**9, "TL01")
    assert calls.clocks.skew_of("NICE-1") is None
