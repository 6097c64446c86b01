"""Files that break off, and headers that lie: what is there is played, and it is said.

A cut falls at many places of every good file. Where the container promises its length, or the cut falls inside a
frame, the file is refused in words or plays as far as it goes and is marked as truncated. Where neither is so
(`SILENT`), nobody can know; the sound is then simply shorter.
"""

import struct
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.jobs.read_recording import RecordingFacts, RecordingReader
from models.errors import RecordingUnreadable
from models.sound_source import SoundSource

GOOD: dict[str, Callable[[SimpleNamespace], bytes]] = {
    "WAV PCM": lambda make: make.wave(make.pcm(make.tones(8000, 2), "<i2"), make.wave_form(1, 8000, 2, 16)),
    "WAV mu-law": lambda make: make.wave(make.mulaw(make.tones(8000, 1)), make.wave_form(7, 8000, 1, 8)),
    "WAV GSM": lambda make: make.kept("gsm-8k-mono.wav"),
    "WAV IMA": lambda make: make.encoded("wav", "adpcm_ima_wav", 8000, 2),
    "WAV MS": lambda make: make.encoded("wav", "adpcm_ms", 8000, 1),
    "RF64": lambda make: make.rf64(make.pcm(make.tones(8000, 1), "<i2"), make.wave_form(1, 8000, 1, 16)),
    "RIFX": lambda make: make.wave(
        make.pcm(make.tones(8000, 1), ">i2"), make.wave_form(1, 8000, 1, 16, ">"), order=">"
    ),
    "W64": lambda make: make.encoded("w64", "pcm_s16le", 8000, 1),
    "MP3 with Xing": lambda make: make.encoded("mp3", "libmp3lame", 8000, 1, bit_rate=16_000),
    "Opus": lambda make: make.encoded("ogg", "libopus", 16_000, 1),
    "Speex": lambda make: make.kept("speex-8k-mono.spx"),
    "Vorbis": lambda make: make.encoded("ogg", "vorbis", 44_100, 2, strict=-2, seconds=20),
    "FLAC": lambda make: make.encoded("flac", "flac", 8000, 1),
    "M4A": lambda make: make.encoded("ipod", "aac", 16_000, 1),
    "M4A, index first": lambda make: make.encoded("mp4", "aac", 16_000, 1, muxer_movflags="+faststart"),
    "M4A in fragments": lambda make: make.encoded(
        "mp4", "aac", 16_000, 1, muxer_movflags="+frag_keyframe+empty_moov", muxer_frag_duration=300_000
    ),
    "WMA": lambda make: make.encoded("asf", "wmav2", 44_100, 1, bit_rate=64_000),
    "Matroska": lambda make: make.encoded("matroska", "libopus", 48_000, 1),
    "AIFF": lambda make: make.encoded("aiff", "pcm_s16be", 8000, 1),
    "AU": lambda make: make.encoded("au", "pcm_mulaw", 8000, 1),
    "CAF": lambda make: make.encoded("caf", "pcm_s16le", 8000, 1),
    "AVI": lambda make: make.encoded("avi", "pcm_s16le", 8000, 1),
    "WavPack": lambda make: make.encoded("wv", "wavpack", 8000, 1, seconds=20),
}
"""Containers that promise how long they are."""
SILENT: dict[str, tuple[Callable[[SimpleNamespace], bytes], int]] = {
    "MP3 without Xing": (
        lambda make: make.encoded("mp3", "libmp3lame", 8000, 1, bit_rate=16_000, muxer_write_xing=0),
        0,
    ),
    "AAC, ADTS": (lambda make: make.encoded("adts", "aac", 8000, 1), 0),
    "AMR-NB": (lambda make: make.encoded("amr", "libopencore_amrnb", 8000, 1, bit_rate=12_200), 32),
    "AMR-WB": (lambda make: b"#!AMR-WB\n" + make.told_frames(61, 100, 3, b"\x44"), 61),
    "raw GSM": (lambda make: make.kept("gsm-8k-mono.gsm"), 33),
}
"""Containers that promise nothing: a cut between two frames cannot be known. With the length of a fixed frame, or 0."""
PLACES = 24


def told(reader: RecordingReader, path: Path) -> RecordingFacts | None:
    """The facts of a file, None when it is refused; fails when the decoder did not end by itself."""
    reason = ""
    try:
        return reader.probe(SoundSource(path))
    except RecordingUnreadable as exc:
        reason = exc.reason
    assert "the decoder" not in reason
    return None


def cuts(size: int) -> list[int]:
    """Places to cut a file: evenly spread at odd bytes, and close to both ends."""
    spread = {size * part // PLACES | 1 for part in range(1, PLACES)}
    return sorted(place for place in spread | {1, 3, 7, 30, 60, 200, size - 1} if 0 < place < size)


@pytest.mark.parametrize("name", GOOD)
def test_every_prefix_of_a_good_file_is_refused_or_marked_as_truncated(name: str, make, reader, written) -> None:
    content = GOOD[name](make)
    whole = told(reader, written(content))
    assert whole is not None
    assert not whole.truncated
    lengths = []
    for place in cuts(len(content)):
        facts = told(reader, written(content[:place]))
        if facts is None:
            continue
        assert facts.duration_ms <= whole.duration_ms + 1
        lengths.append(facts.duration_ms)
        if whole.duration_ms - facts.duration_ms > 600:
            assert facts.truncated, f"cut at {place} of {len(content)}: {facts}"
            assert "ends after" in facts.note or "breaks off" in facts.note
    assert lengths == sorted(lengths)
    assert lengths or name in ("M4A",)


def test_a_cut_of_a_quarter_is_played_for_three(make, reader, written) -> None:
    """As far as it goes: nothing that is there is lost."""
    for name in ("WAV mu-law", "WAV GSM", "W64", "MP3 with Xing", "Opus", "FLAC", "WMA", "M4A, index first"):
        content = GOOD[name](make)
        facts = told(reader, written(content[: len(content) * 3 // 4]))
        assert facts is not None
        assert facts.truncated
        assert facts.duration_ms == pytest.approx(1500, abs=520), name


@pytest.mark.parametrize("name", SILENT)
def test_a_cut_inside_a_frame_is_seen_without_any_promise(name: str, make, reader, written) -> None:
    build, frame = SILENT[name]
    content = build(make)
    head = {"AMR-NB": 6, "AMR-WB": 9}.get(name, 0)
    for place in range(len(content) // 2, len(content) // 2 + 12):
        facts = told(reader, written(content[:place]))
        assert facts is not None
        between = frame and (place - head) % frame == 0
        if frame:
            assert facts.truncated == (not between), f"{place}: {facts}"
    facts = [told(reader, written(content[:place])) for place in range(len(content) // 2, len(content) // 2 + 40)]
    assert sum(one.truncated for one in facts if one is not None) >= 38


@pytest.mark.parametrize("declared", ["ten hours", "one second", "nothing", "all that fits"])
def test_the_length_comes_from_the_sound_whatever_the_header_says(declared: str, make, reader, written) -> None:
    sound = make.mulaw(make.tones(8000, 1, 60))
    lie = {"ten hours": 36_000 * 8000, "one second": 8000, "nothing": 0, "all that fits": 0xFFFF_FFFF}[declared]
    facts = reader.probe(SoundSource(written(make.wave(sound, make.wave_form(7, 8000, 1, 8), told=lie))))
    assert facts.duration_ms == 60_000
    assert not facts.truncated
    said = {"ten hours": "is not the length of the sound", "one second": "far less than the sound"}.get(declared)
    assert facts.note == "" if said is None else said in facts.note


def test_an_mp3_is_as_long_as_its_frames_whatever_its_count_says(make, reader, written) -> None:
    content = bytearray(make.encoded("mp3", "libmp3lame", 8000, 1, bit_rate=16_000, seconds=30))
    at = content.index(b"Xing") if b"Xing" in content else content.index(b"Info")
    for frames in (100, 2_000_000):
        struct.pack_into(">I", content, at + 8, frames)
        assert reader.probe(SoundSource(written(bytes(content)))).duration_ms == pytest.approx(30_000, abs=200)


def test_a_flac_whose_header_speaks_of_days_is_as_long_as_its_sound(make, reader, written) -> None:
    content = bytearray(make.encoded("flac", "flac", 8000, 1))
    content[21] |= 0x0F  # the total of samples: 36 bits, the four highest here (RFC 9639, 8.2)
    facts = reader.probe(SoundSource(written(bytes(content))))
    assert (facts.duration_ms, facts.truncated) == (2000, False)
    assert "is not the length of the sound" in facts.note


def test_stray_bytes_after_the_sound_are_not_played(make, reader, written) -> None:
    sound = make.mulaw(make.tones(8000, 1))
    facts = reader.probe(SoundSource(written(make.wave(sound, make.wave_form(7, 8000, 1, 8)) + b"TAG" + bytes(125))))
    assert (facts.duration_ms, facts.note) == (2000, "")
