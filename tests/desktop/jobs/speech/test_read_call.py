"""The samples of a call that is to be transcribed: the right file, whole, both legs; nothing else is heard."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.jobs.read_recording import RecordingReader
from desktop.jobs.speech.read_call import read_call
from models.errors import Cancelled, RecordingUnreadable
from models.file_hash import sha256_of
from models.recording import Recording


@pytest.fixture
def reader() -> Iterator[RecordingReader]:
    with RecordingReader() as one:
        yield one


def recording(path: Path, second: Path | None = None, **more: Any) -> Recording:
    """As intake took it in."""
    return Recording(
        recording_id="VR-1",
        path=str(path),
        sha256=sha256_of(path, lambda: None)[0],
        size_bytes=path.stat().st_size,
        duration_ms=3_000,
        codec="pcm_s16le",
        rate_hz=8_000,
        channels=2,
        second_path=None if second is None else str(second),
        second_sha256=None if second is None else sha256_of(second, lambda: None)[0],
        imported_at=datetime.now(UTC),
        **more,
    )


def seen_at(*places: Path) -> Any:
    """A store that knows these other places of every recording."""
    return SimpleNamespace(places=SimpleNamespace(seen_at=lambda _id: tuple(map(str, places))))


def test_the_whole_call_is_read_and_its_progress_told(make_wav, reader: RecordingReader) -> None:
    shares: list[float] = []
    samples = read_call(seen_at(), recording(make_wav()), reader, shares.append, lambda: None)
    assert (samples.rate_hz, samples.channels, samples.frames, samples.complete) == (8_000, 2, 24_000, True)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_two_legs_become_two_channels(make_wav, reader: RecordingReader) -> None:
    one, two = make_wav("one.wav", channels=1), make_wav("two.wav", channels=1, seconds=2)
    samples = read_call(seen_at(), recording(one, two), reader, lambda _: None, lambda: None)
    assert (samples.channels, samples.frames) == (2, 24_000)
    assert not samples.read(17_000, 5_000)[1].any()


def test_a_file_that_was_moved_is_read_where_it_was_seen(make_wav, reader: RecordingReader, tmp_path: Path) -> None:
    row = recording(make_wav("call.wav"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = Path(row.path).rename(elsewhere / "call.wav")
    assert read_call(seen_at(moved), row, reader, lambda _: None, lambda: None).frames == 24_000


def test_another_sound_under_the_same_name_and_size_is_refused(make_wav, reader: RecordingReader) -> None:
    row = recording(make_wav("call.wav"))
    content = bytearray(Path(row.path).read_bytes())
    content[-1] ^= 1
    Path(row.path).write_bytes(content)
    with pytest.raises(RecordingUnreadable, match="changed since it was imported"):
        read_call(seen_at(), row, reader, lambda _: None, lambda: None)


def test_a_changed_second_leg_is_refused_too(make_wav, reader: RecordingReader) -> None:
    one, two = make_wav("one.wav", channels=1), make_wav("two.wav", channels=1)
    row = recording(one, two)
    two.write_bytes(two.read_bytes()[:-2] + b"\x01\x02")
    with pytest.raises(RecordingUnreadable, match="one leg of the call"):
        read_call(seen_at(), row, reader, lambda _: None, lambda: None)


def test_reading_can_be_stopped(make_wav, reader: RecordingReader) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_call(seen_at(), recording(make_wav()), reader, lambda _: None, stop)
