"""What recorders write is taken: every codec, container, rate and number of channels, row by row.

Each file holds a tone of its own in each channel (conftest), and the row says what the program must make of it. The
sound is heard, not only counted: the tone of each channel must come out of that channel.
"""

import struct
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from desktop.jobs.read_recording import RecordingHead, RecordingReader
from models.sound_source import RawForm, SoundSource

LATIN_TAG = b"LIST" + struct.pack("<I", 18) + b"INFOIART\x06\0\0\0M\xfcller"
GUID_TAIL = bytes.fromhex("0000000010008000 00aa00389b71".replace(" ", ""))


class Row(NamedTuple):
    """One row of the table: what is written, and what must be read. `hears`: whether the tones survive the codec."""

    name: str
    build: Callable[[SimpleNamespace], bytes]
    codec: str
    rate_hz: int = 8000
    channels: int = 1
    seconds: float = 2.0
    hears: bool = True
    note: str = ""


def by_codec(container: str, codec: str, rate_hz: int, channels: int, **options: object) -> Callable[..., bytes]:
    return lambda make: make.encoded(container, codec, rate_hz, channels, **options)


def plain(tag: int, form: str, rate_hz: int = 8000, channels: int = 1, **parts: object) -> Callable[..., bytes]:
    """A WAV file of plain samples; the order of its bytes is that of the form."""
    bits = int(form.lstrip("<>")[1:]) * 8
    order = ">" if form[0] == ">" else "<"
    return lambda make: make.wave(
        make.pcm(make.tones(rate_hz, channels), form),
        make.wave_form(tag, rate_hz, channels, bits, order),
        order=order,
        **parts,
    )


def telephone(make: SimpleNamespace, *, order: str = "<", channels: int = 1, **parts: object) -> bytes:
    """A mu-law WAV file."""
    return make.wave(
        make.mulaw(make.tones(8000, channels)),
        make.wave_form(7, 8000, channels, 8, order, struct.pack(f"{order}H", 0)),
        order=order,
        **parts,
    )


def extensible(make: SimpleNamespace) -> bytes:
    extra = struct.pack("<HHIH", 22, 16, 3, 1) + GUID_TAIL
    return make.wave(make.pcm(make.tones(16_000, 2), "<i2"), make.wave_form(0xFFFE, 16_000, 2, 16, extra=extra))


def speech(make: SimpleNamespace, tag: int, block: int, bytes_a_second: int, extra: bytes = b"") -> bytes:
    """A WAV file of 150 blocks that only their decoder knows."""
    form = struct.pack("<HHIIHHH", tag, 1, 8000, bytes_a_second, block, 0, len(extra)) + extra
    return make.wave(make.told_frames(block, 150, tag), form)


def g722_0x65(make: SimpleNamespace) -> bytes:
    content = make.encoded("wav", "g722", 16_000, 1)
    at = content.index(b"fmt ") + 8
    return content[:at] + struct.pack("<H", 0x65) + content[at + 2 :]


ODD = b"odd \x05\0\0\0abcde"
ROWS = (
    Row("WAV PCM 8 bit", plain(1, "u1"), "pcm_u8"),
    Row("WAV PCM 16 bit", plain(1, "<i2", 16_000, 2), "pcm_s16le", 16_000, 2),
    Row("WAV PCM 24 bit", plain(1, "<i3", 48_000, 2), "pcm_s24le", 48_000, 2),
    Row("WAV PCM 32 bit", plain(1, "<i4", 44_100), "pcm_s32le", 44_100),
    Row("WAV float 32", plain(3, "<f4", 22_050), "pcm_f32le", 22_050),
    Row("WAV float 64", plain(3, "<f8", 11_025, 2), "pcm_f64le", 11_025, 2),
    Row("WAV mu-law", lambda make: telephone(make, channels=2), "pcm_mulaw", 8000, 2),
    Row("WAV A-law", by_codec("wav", "pcm_alaw", 8000, 1), "pcm_alaw"),
    Row("WAV GSM 6.10", lambda make: make.kept("gsm-8k-mono.wav"), "gsm_ms"),
    Row("WAV IMA ADPCM", by_codec("wav", "adpcm_ima_wav", 8000, 2), "adpcm_ima_wav", 8000, 2, 2.034),
    Row("WAV MS ADPCM", by_codec("wav", "adpcm_ms", 11_025, 2), "adpcm_ms", 11_025, 2, 2.019),
    Row("WAV G.722", by_codec("wav", "g722", 16_000, 1), "adpcm_g722", 16_000),
    Row("WAV G.722 under Microsoft's number", g722_0x65, "adpcm_g722", 16_000),
    Row("WAV G.726", by_codec("wav", "g726", 8000, 1, code_size=4), "adpcm_g726"),
    Row("WAV G.723.1", by_codec("wav", "g723_1", 8000, 1, bit_rate=6300), "g723_1", seconds=2.01),
    Row("WAV G.729", lambda make: speech(make, 0x83, 10, 1000), "g729", seconds=1.5, hears=False),
    Row("WAV TrueSpeech", lambda make: speech(make, 0x22, 32, 1067, bytes(32)), "truespeech", seconds=4.5, hears=False),
    Row("WAV MP3", by_codec("wav", "libmp3lame", 8000, 1), "mp3", seconds=2.16),
    Row("WAV extensible", extensible, "pcm_s16le", 16_000, 2),
    Row("WAV 4 channels", plain(1, "<i2", 8000, 4), "pcm_s16le", 8000, 4, note="it has 4 channels; 1 and 2 are played"),
    Row("WAV 6 channels", plain(1, "<i2", 8000, 6), "pcm_s16le", 8000, 6, note="it has 6 channels; 1 and 2 are played"),
    Row("RF64", lambda make: make.rf64(make.pcm(make.tones(8000, 2), "<i2"), make.wave_form(1, 8000, 2, 16)),
        "pcm_s16le", 8000, 2),
    Row("RIFX PCM 16 bit", plain(1, ">i2", 8000, 2), "pcm_s16be", 8000, 2),
    Row("RIFX PCM 24 bit", plain(1, ">i3", 16_000), "pcm_s24be", 16_000),
    Row("RIFX PCM 32 bit", plain(1, ">i4"), "pcm_s32be"),
    Row("RIFX float 32", plain(3, ">f4"), "pcm_f32be"),
    Row("RIFX mu-law", lambda make: telephone(make, order=">"), "pcm_mulaw"),
    Row("W64 mu-law", by_codec("w64", "pcm_mulaw", 8000, 2), "pcm_mulaw", 8000, 2),
    Row("W64 PCM 16 bit", by_codec("w64", "pcm_s16le", 16_000, 1), "pcm_s16le", 16_000),
    Row("odd chunk, padded", lambda make: telephone(make, before=make.chunk(b"odd ", b"abcde")), "pcm_mulaw"),
    Row("odd chunk, not padded", lambda make: telephone(make, before=ODD), "pcm_mulaw"),
    Row("odd length of the sound", plain(1, "u1", 11_025), "pcm_u8", 11_025),
    Row("chunks of 200 kB before the sound", lambda make: telephone(make, before=make.chunk(b"JUNK", bytes(200_000))),
        "pcm_mulaw"),
    Row("tags that are not UTF-8", lambda make: telephone(make, before=LATIN_TAG), "pcm_mulaw"),
    Row("a chunk after the sound", lambda make: telephone(make, after=make.chunk(b"LIST", b"INFO" + bytes(9000))),
        "pcm_mulaw"),
    Row("MP3 CBR with Xing", by_codec("mp3", "libmp3lame", 8000, 1, bit_rate=16_000), "mp3"),
    Row("MP3 CBR without Xing", by_codec("mp3", "libmp3lame", 44_100, 2, bit_rate=64_000, muxer_write_xing=0),
        "mp3", 44_100, 2, 2.038),
    Row("MP3 VBR with Xing", by_codec("mp3", "libmp3lame", 16_000, 2, global_quality=472), "mp3", 16_000, 2),
    Row("MP3 VBR without Xing", by_codec("mp3", "libmp3lame", 16_000, 2, global_quality=472, muxer_write_xing=0),
        "mp3", 16_000, 2, 2.088),
    Row("MP3 with Latin-1 tags", lambda make: id3(b"M\xfcller") + make.encoded("mp3", "libmp3lame", 8000, 1), "mp3"),
    Row("Opus in Ogg", by_codec("ogg", "libopus", 48_000, 2), "opus", 48_000, 2),
    Row("Opus in Matroska", by_codec("matroska", "libopus", 48_000, 1), "opus", 48_000),
    Row("Vorbis", by_codec("ogg", "vorbis", 44_100, 2, strict=-2), "vorbis", 44_100, 2, 2.020),
    Row("Speex, narrow band", lambda make: make.kept("speex-8k-mono.spx"), "speex"),
    Row("Speex, wide band", lambda make: make.kept("speex-16k-stereo.spx"), "speex", 16_000, 2, hears=False),
    Row("FLAC", by_codec("flac", "flac", 8000, 2), "flac", 8000, 2),
    Row("FLAC 6 channels", by_codec("flac", "flac", 48_000, 6), "flac", 48_000, 6,
        note="it has 6 channels; 1 and 2 are played"),
    Row("AAC in M4A", by_codec("ipod", "aac", 16_000, 2), "aac", 16_000, 2, 2.112),
    Row("AAC, ADTS", by_codec("adts", "aac", 8000, 1), "aac", 8000, 1, 2.176),
    Row("WMA 1", by_codec("asf", "wmav1", 22_050, 1, bit_rate=32_000), "wmav1", 22_050, 1, 1.997),
    Row("WMA 2", by_codec("asf", "wmav2", 44_100, 2, bit_rate=96_000), "wmav2", 44_100, 2, 1.997),
    Row("AMR-NB", by_codec("amr", "libopencore_amrnb", 8000, 1, bit_rate=12_200), "amr_nb", seconds=2.02),
    Row("AMR-NB in 3GP", by_codec("3gp", "libopencore_amrnb", 8000, 1, bit_rate=12_200), "amr_nb", seconds=2.02),
    Row("AMR-WB", lambda make: b"#!AMR-WB\n" + make.told_frames(61, 100, 3, b"\x44"), "amr_wb", 16_000, hears=False),
    Row("raw GSM known by its frames", lambda make: make.kept("gsm-8k-mono.gsm"), "gsm"),
    Row("AIFF", by_codec("aiff", "pcm_s16be", 44_100, 2), "pcm_s16be", 44_100, 2),
    Row("AU mu-law", by_codec("au", "pcm_mulaw", 8000, 1), "pcm_mulaw"),
    Row("ALAC in CAF", by_codec("caf", "alac", 16_000, 1), "alac", 16_000, 1, 1.952),
    Row("VOC", by_codec("voc", "pcm_u8", 8000, 1), "pcm_u8"),
    Row("WavPack", by_codec("wv", "wavpack", 8000, 2), "wavpack", 8000, 2),
)  # fmt: skip


def id3(artist: bytes) -> bytes:
    """An ID3v2.3 tag that says Latin-1 and is."""
    frame = b"TPE1" + struct.pack(">IH", len(artist) + 1, 0) + b"\0" + artist
    return b"ID3\x03\0\0" + bytes([0, 0, 0, len(frame)]) + frame


def heard(reader: RecordingReader, source: SoundSource) -> tuple[RecordingHead, np.ndarray]:
    heads: list[RecordingHead] = []
    blocks: list[np.ndarray] = []
    reader.decode(source, heads.append, blocks.append)
    return heads[0], np.concatenate(blocks, axis=1)


def tone_hz(sound: np.ndarray, rate_hz: int) -> float:
    """The loudest frequency of the middle second."""
    middle = sound[len(sound) // 2 - rate_hz // 2 :][:rate_hz].astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(middle * np.hanning(len(middle))))) * rate_hz / len(middle))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_recording_is_taken_for_what_it_is(row: Row, make, reader, written) -> None:
    facts = reader.probe(SoundSource(written(row.build(make), "call.with-a-wrong-ending.txt")))
    assert (facts.codec, facts.rate_hz, facts.file_channels) == (row.codec, row.rate_hz, row.channels)
    assert facts.duration_ms == pytest.approx(row.seconds * 1000, abs=2)
    assert (facts.truncated, facts.note) == (False, row.note)


@pytest.mark.parametrize("row", [row for row in ROWS if row.hears], ids=lambda row: row.name)
def test_every_channel_of_a_recording_is_heard_where_it_belongs(row: Row, make, reader, written) -> None:
    head, sound = heard(reader, SoundSource(written(row.build(make))))
    played = min(2, row.channels)
    assert head.channels == sound.shape[0] == played
    assert head.sound_rate_hz == min(row.rate_hz, 16_000)
    for at in range(played):
        assert tone_hz(sound[at], head.sound_rate_hz) == pytest.approx((440, 700)[at], abs=2)


@pytest.mark.parametrize("picked", [(3, 0), (1, 5), (2, 2)])
def test_any_two_channels_of_many_can_be_picked(picked: tuple[int, int], make, reader, written) -> None:
    path = written(plain(1, "<i2", 8000, 6)(make))
    _, sound = heard(reader, SoundSource(path, picked=picked))
    hz = (440, 700, 1000, 1300, 1600, 1900)
    assert [round(tone_hz(one, 8000)) for one in sound] == [hz[picked[0]], hz[picked[1]]]
    first, second = picked[0] + 1, picked[1] + 1
    assert reader.probe(SoundSource(path, picked=picked)).note == f"it has 6 channels; {first} and {second} are played"


RAW = {
    "mulaw": (lambda make: make.mulaw(make.tones(8000, 2)), RawForm("mulaw", 8000, 2)),
    "alaw": (lambda make: make.encoded("alaw", "pcm_alaw", 8000, 1), RawForm("alaw", 8000)),
    "s16le": (lambda make: make.pcm(make.tones(16_000, 2), "<i2"), RawForm("s16le", 16_000, 2)),
    "s16be": (lambda make: make.pcm(make.tones(8000, 1), ">i2"), RawForm("s16be", 8000)),
    "s8": (lambda make: make.pcm(make.tones(8000, 1), "<i1"), RawForm("s8", 8000)),
    "u8": (lambda make: make.pcm(make.tones(11_025, 2), "u1"), RawForm("u8", 11_025, 2)),
    "g722": (lambda make: make.encoded("g722", "g722", 16_000, 1), RawForm("g722", 16_000)),
    "gsm": (lambda make: make.kept("gsm-8k-mono.gsm"), RawForm("gsm", 8000)),
    "oki": (lambda make: make.kept("oki-8k-mono.vox"), RawForm("oki", 8000)),
}


@pytest.mark.parametrize("codec", RAW)
def test_sound_without_a_header_is_read_as_the_profile_says(codec: str, make, reader, written) -> None:
    build, raw = RAW[codec]
    path = written(build(make), "call.raw")
    facts = reader.probe(SoundSource(path, raw=raw))
    assert (facts.duration_ms, facts.rate_hz, facts.channels) == (2000, raw.rate_hz, raw.channels)
    assert (facts.truncated, facts.note) == (False, "")
    head, sound = heard(reader, SoundSource(path, raw=raw))
    for at in range(raw.channels):
        assert tone_hz(sound[at], head.sound_rate_hz) == pytest.approx((440, 700)[at], abs=2)


@pytest.mark.parametrize("codec", ["mulaw", "alaw", "s16le", "s8", "u8", "oki"])
def test_sound_without_a_header_and_without_a_profile_is_refused_and_the_profile_is_named(
    codec: str, make, refused, written
) -> None:
    reason = refused(SoundSource(written(RAW[codec][0](make), "call.raw")))
    assert "an import profile can say how it is written" in reason


def test_a_header_counts_more_than_the_profile(make, reader, written) -> None:
    path = written(telephone(make), "call.raw")
    facts = reader.probe(SoundSource(path, raw=RawForm("s16le", 16_000, 2)))
    assert (facts.codec, facts.rate_hz, facts.duration_ms) == ("pcm_mulaw", 8000, 2000)


def legs(make, tmp_path: Path, seconds: tuple[float, float], rates: tuple[int, int] = (8000, 8000)) -> SoundSource:
    """Two mono files, 440 Hz in the first and 700 Hz in the second."""
    paths = []
    for at in (0, 1):
        sound = make.tones(rates[at], 2, seconds[at])[at : at + 1]
        path = tmp_path / f"leg-{at}.wav"
        path.write_bytes(make.wave(make.pcm(sound, "<i2"), make.wave_form(1, rates[at], 1, 16)))
        paths.append(path)
    return SoundSource(paths[0], paths[1])


@pytest.mark.parametrize("rates", [(8000, 8000), (8000, 16_000), (48_000, 8000)])
def test_two_mono_files_become_the_two_channels_of_one_call(rates: tuple[int, int], make, reader, tmp_path) -> None:
    source = legs(make, tmp_path, (5, 5), rates)
    head, sound = heard(reader, source)
    assert (head.channels, head.file_channels, head.sound_rate_hz) == (2, 1, min(16_000, max(rates)))
    assert sound.shape[1] == pytest.approx(5 * head.sound_rate_hz, abs=40)
    assert [round(tone_hz(one, head.sound_rate_hz)) for one in sound] == [440, 700]
    facts = reader.probe(source)
    assert (facts.duration_ms, facts.note, facts.truncated) == (5000, "", False)


@pytest.mark.parametrize(("seconds", "short"), [((3, 8), "first"), ((8, 3), "second")])
def test_the_shorter_leg_ends_in_silence_and_it_is_said(seconds, short, make, reader, tmp_path) -> None:
    source = legs(make, tmp_path, seconds)
    _, sound = heard(reader, source)
    quiet = 0 if short == "first" else 1
    assert sound.shape == (2, 64_000)
    assert not sound[quiet, 24_000:].any()
    assert np.abs(sound[1 - quiet, 24_000:].astype(int)).mean() > 1000
    facts = reader.probe(source)
    assert facts.duration_ms == 8000
    assert facts.note == f"the {short} leg ends 5.0 s earlier, after 0:03; silence follows"


def test_a_leg_with_two_channels_is_refused(make, refused, written, tmp_path) -> None:
    mono = legs(make, tmp_path, (1, 1)).path
    stereo = written(telephone(make, channels=2), "stereo.wav")
    assert refused(SoundSource(mono, stereo)) == "the second leg of the call has 2 channels; a leg has one"
