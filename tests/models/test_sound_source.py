"""How a recording is decoded again is what was decoded at its import."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.recording import Recording
from models.sound_source import RawForm, SoundSource, source_of


def recording(source: SoundSource) -> Recording:
    second = None if source.second_path is None else str(source.second_path)
    return Recording(
        recording_id="VR-1",
        path=str(source.path),
        second_path=second,
        reading=source.reading(),
        sha256="0" * 64,
        size_bytes=1,
        duration_ms=1,
        codec="pcm_mulaw",
        rate_hz=8000,
        channels=1,
        imported_at=datetime(2009, 10, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "source",
    [
        SoundSource(Path("/calls/a.wav")),
        SoundSource(Path("/calls/a.wav"), Path("/calls/b.wav")),
        SoundSource(Path("/calls/a.ul"), raw=RawForm("mulaw", 8000, 2)),
        SoundSource(Path("/calls/a.wav"), picked=(3, 0)),
    ],
    ids=["plain", "two legs", "raw", "picked"],
)
def test_a_source_is_what_its_record_says(source: SoundSource) -> None:
    assert source_of(recording(source)) == source


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (("mp3", 8000, 1), "not a raw codec"),
        (("mulaw", 0, 1), "not the rate of a recording"),
        (("mulaw", 8000, 3), "1 or 2 channels"),
        (("gsm", 8000, 2), "gsm has 1 channel"),
        (("g722", 8000, 1), "16000 samples"),
    ],
)
def test_a_form_that_no_recorder_writes_is_refused_in_words(form: tuple[str, int, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        RawForm(*form)
