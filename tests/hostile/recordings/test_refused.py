"""What is no recording, or wants more than a recording may: refused in words, in time, and nothing else is touched.

The reader of these tests stops whoever needs more than a gigabyte or (on a busy machine, so that no test depends on its
speed) a minute; that reads "the decoder was stopped" and fails the test. Whatever a file did, the next one is served.
"""

import io
import os
import struct
import sys
import wave
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.jobs.child import Limits
from desktop.jobs.read_recording import RecordingReader
from models.errors import RecordingUnreadable
from models.sound_source import RawForm, SoundSource

SECRET = "call-of-somebody-else.wav"


@pytest.fixture(scope="module")
def reader() -> Iterator[RecordingReader]:
    with RecordingReader(Limits(whole_s=60, memory_bytes=1 << 30)) as one:
        yield one


def outcome(reader: RecordingReader, source: SoundSource) -> str:
    """Why a source was refused; empty when it was taken."""
    try:
        reader.probe(source)
    except RecordingUnreadable as exc:
        return exc.reason
    return ""


def png() -> bytes:
    def piece(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(bytes(72))) + piece(b"IEND", b"")


def zip_of(content: bytes) -> bytes:
    """An archive that stores `content` as it is: sound frames lie inside for everybody to find."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("call.mp3", content)
    return out.getvalue()


NOT_SOUND = {
    "empty": (b"", "the file is empty"),
    "one byte": (b"\x00", "no sound"),
    "text": (b"The caller agreed to pay.\n" * 300, "it holds no sound: it is text"),
    "text in UTF-8": ("Rückstände: £1,200\n".encode() * 400, "it holds no sound: it is text"),
    "a JPEG picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(range(256)) * 40, "a JPEG picture"),
    "a PNG picture": (png(), "a PNG picture"),
    "a PDF document": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40, "a PDF document"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "a program"),
    "zeros": (bytes(200_000), "no sound"),
    "a playlist": (b"#EXTM3U\n#EXTINF:9,\n" + SECRET.encode() + b"\n", "points to other files"),
    "a playlist behind a mark": (b"\xef\xbb\xbf#EXTM3U\n" + SECRET.encode() + b"\n", "points to other files"),
    "a PLS playlist": (b"[playlist]\nFile1=" + SECRET.encode() + b"\n", "points to other files"),
    "an ffconcat script": (b"ffconcat version 1.0\nfile " + SECRET.encode() + b"\n", "points to other files"),
    "a session description": (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n", "points to other files"),
    "a DASH manifest": (b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', "no sound"),
    "a Windows playlist": (b'<asx version="3.0"><entry><ref href="call.wav"/></entry></asx>', "points to other files"),
    "a header and no sound": (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0@\x1f\0\0\0}\0\0\4\0\x10\0data\0\0\0\0",
                              "no sound"),
    "a header alone": (b"RIFF", "no sound"),
    "a RIFX file of ADPCM": (b"RIFX\0\0\1\0WAVEfmt \0\0\0\x10\0\x11\0\1\0\0\x1f@\0\0\x0f\xc3\1\0\0\4data\0\0\1\0"
                             + bytes(256), "high byte first"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_SOUND)
def test_what_is_no_recording_is_refused_in_words(name: str, make, refused, written) -> None:
    content, words = NOT_SOUND[name]
    good = written(make.wave(make.mulaw(make.tones(8000, 1)), make.wave_form(7, 8000, 1, 8)), SECRET)
    assert good.exists()
    assert words in refused(SoundSource(written(content, "call.wav")))


@pytest.mark.parametrize("seed", range(12))
def test_bytes_drawn_by_lot_are_refused(seed: int, refused, written) -> None:
    assert "no sound" in refused(SoundSource(written(np.random.default_rng(seed).bytes(300_000))))


def test_an_archive_of_recordings_is_no_recording(make, refused, written) -> None:
    sound = make.encoded("mp3", "libmp3lame", 8000, 1, seconds=20)
    assert "ZIP archive" in refused(SoundSource(written(zip_of(sound), "call.mp3")))


def test_what_is_no_file_is_refused_without_waiting(refused, tmp_path) -> None:
    assert refused(SoundSource(tmp_path)) == "it is a folder"
    assert refused(SoundSource(tmp_path / "gone.wav")) == "it is not there"
    assert refused(SoundSource(tmp_path / ("long" * 100))) == "its name is too long"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and links of POSIX")
def test_endless_devices_pipes_and_link_loops_are_refused_without_waiting(refused, tmp_path) -> None:
    pipe, loop, device = tmp_path / "pipe.wav", tmp_path / "loop.wav", tmp_path / "zero.wav"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    device.symlink_to("/dev/zero")
    for path in (pipe, device, Path("/dev/zero"), Path("/dev/urandom")):
        assert refused(SoundSource(path)) == "it is a device or a pipe, not a file"
        assert refused(SoundSource(path, raw=RawForm("mulaw", 8000))) == "it is a device or a pipe, not a file"
    assert refused(SoundSource(loop)) == "its link leads in a circle"


def reference_movie(make, where: bytes) -> bytes:
    """An M4A file whose sound is said to lie in another file (ISO 14496-12, 8.7.2: `url ` without the flag 1)."""
    content = make.encoded("mp4", "aac", 16_000, 1, muxer_movflags="+faststart")
    at = content.index(b"dref") - 4
    own = content[at : at + 28]
    assert own.endswith(b"url \0\0\0\1")
    entry = b"url \0\0\0\0" + where + b"\0"
    dref = b"dref\0\0\0\0\0\0\0\1" + struct.pack(">I", len(entry) + 4) + entry
    other = struct.pack(">I", len(dref) + 4) + dref
    grown = len(other) - len(own)
    patched = bytearray(content[:at] + other + content[at + 28 :])
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        place = patched.index(name) - 4
        struct.pack_into(">I", patched, place, struct.unpack_from(">I", patched, place)[0] + grown)
    return bytes(patched)


def test_a_movie_whose_sound_lies_in_another_file_reads_no_other_file(make, refused, written) -> None:
    sound = written(make.encoded("mp4", "aac", 16_000, 1), SECRET)
    for where in (SECRET.encode(), str(sound).encode(), sound.as_uri().encode()):
        reason = refused(SoundSource(written(reference_movie(make, where), "call.m4a")))
        assert reason == "its sound lies in another file, which is not followed"


def test_a_matroska_file_that_goes_on_in_another_is_read_alone(make, reader, written) -> None:
    """RFC 9559, 5.1.2.5: NextFilename names the file that follows; here its bytes take the place of a void element."""
    content = bytearray(make.encoded("matroska", "libopus", 48_000, 1))
    written(make.encoded("matroska", "libopus", 48_000, 1, seconds=30), SECRET)
    info = content.index(b"\x15\x49\xa9\x66")
    name = b"\x3e\x83\xbb" + bytes([0x80 | len(SECRET)]) + SECRET.encode()
    at = info + 4 + 9 - content[info + 4].bit_length()
    width = at - info - 4
    length = int.from_bytes(content[info + 4 : at], "big") & ((1 << 7 * width) - 1)
    content[at:at] = name
    content[info + 4 : at] = (length + len(name) | 1 << 7 * width).to_bytes(width, "big")
    segment = content.index(b"\x18\x53\x80\x67") + 4
    content[segment : segment + 8] = b"\x01" + b"\xff" * 7
    assert reader.probe(SoundSource(written(bytes(content), "call.mkv"))).duration_ms == 2000


@pytest.mark.parametrize(
    ("rate_hz", "channels", "words"),
    [
        (1, 1, "1 samples a second"),
        (3_999, 1, "3999 samples a second"),
        (4_000_000, 1, "4000000 samples a second"),
        (0, 1, "no sound"),
        (8000, 0, "no sound"),
        (8000, 65_535, "channels"),
    ],
)
def test_absurd_rates_and_numbers_of_channels_are_refused(
    rate_hz: int, channels: int, words: str, make, refused, written
) -> None:
    form = struct.pack("<HHIIHH", 1, channels, rate_hz, 16_000, max(1, min(2 * channels, 65_535)), 16)
    reason = refused(SoundSource(written(make.wave(bytes(400_000), form))))
    assert words in reason or "no sound" in reason


def flac_of_silence(days: float) -> bytes:
    """A few hundred kB of FLAC that hold days of silence: frames of one constant value (RFC 9639, 9)."""
    rate_hz, block = 8000, 65_535
    info = struct.pack(">HH", block, block) + bytes(6) + struct.pack(">Q", rate_hz << 44 | 15 << 36) + bytes(16)
    frames = []
    for number in range(round(days * 86_400 * rate_hz / block)):
        head = b"\xff\xf8\x74\x08" + _utf8_number(number) + struct.pack(">H", block - 1)
        head += bytes([_crc(head, 8, 0x07)])
        body = head + b"\0" + b"\0\0"
        frames.append(body + struct.pack(">H", _crc(body, 16, 0x8005)))
    return b"fLaC\x80\0\0\x22" + info + b"".join(frames)


def _utf8_number(number: int) -> bytes:
    return chr(number).encode("utf-8", "surrogatepass")


def _crc(data: bytes, width: int, polynomial: int) -> int:
    value, top = 0, 1 << width - 1
    for byte in data:
        value ^= byte << width - 8
        for _ in range(8):
            value = (value << 1 ^ polynomial if value & top else value << 1) & (1 << width) - 1
    return value


def opus_of_silence(make, days: float) -> bytes:
    """Opus packets of one byte, 120 ms each, in pages of 255 (RFC 6716, 3.1; RFC 3533)."""
    start = make.encoded("ogg", "libopus", 48_000, 1, seconds=0.1)
    second = start.index(b"OggS", start.index(b"OpusTags"))
    serial = start[14:18]
    pages = []
    for number in range(round(days * 86_400 / 0.12 / 255)):
        granule = (number + 1) * 255 * 5760
        head = b"OggS\0\0" + struct.pack("<Q", granule) + serial + struct.pack("<II", number + 2, 0)
        packet = b"\x0b\x06"  # 20 ms, code 3: six frames of no bytes
        page = head + b"\xff" + b"\2" * 255 + packet * 255
        pages.append(page[:22] + struct.pack("<I", _ogg_crc(page)) + page[26:])
    return start[:second] + b"".join(pages)


def _ogg_table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 1 << 31 else value << 1) & 0xFFFF_FFFF
        table.append(value)
    return table


OGG_TABLE = _ogg_table()


def _ogg_crc(page: bytes) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFF_FFFF) ^ OGG_TABLE[value >> 24 ^ byte]
    return value


@pytest.mark.parametrize("codec", ["flac", "opus"])
def test_days_of_silence_in_a_small_file_are_refused_before_they_are_decoded(
    codec: str, make, refused, written
) -> None:
    content = flac_of_silence(3) if codec == "flac" else opus_of_silence(make, 1)
    assert len(content) < 2_500_000
    assert refused(SoundSource(written(content))) == "it is longer than 6 hours"


@pytest.mark.skipif(sys.platform == "win32", reason="sparse files need a call of their own there")
@pytest.mark.parametrize("head", [b"", b"wave"], ids=["zeros", "with a header"])
def test_a_sparse_file_of_terabytes_is_refused_before_it_is_read(head: bytes, make, refused, tmp_path) -> None:
    path = tmp_path / "huge.wav"
    form = make.wave_form(1, 8000, 2, 16)
    path.write_bytes(make.wave(b"\1\0", form, told=0xFFFF_FFFF) if head else b"")
    os.truncate(path, 1 << 40)
    assert ("longer than 6 hours" if head else "no sound") in refused(SoundSource(path))


def test_good_files_with_bytes_altered_are_read_or_refused_and_the_child_goes_on(make, reader, written) -> None:
    """Some hundreds of mutations; whatever happens, it is said in words, and the next file is served."""
    lot = np.random.default_rng(2009)
    seeds = [
        make.wave(make.mulaw(make.tones(8000, 1)), make.wave_form(7, 8000, 1, 8)),
        make.encoded("wav", "adpcm_ima_wav", 8000, 2),
        make.encoded("mp3", "libmp3lame", 8000, 1),
        make.encoded("ogg", "libopus", 16_000, 1),
        make.encoded("ogg", "vorbis", 44_100, 2, strict=-2),
        make.encoded("flac", "flac", 8000, 1),
        make.encoded("ipod", "aac", 16_000, 1),
        make.encoded("asf", "wmav2", 44_100, 1, bit_rate=64_000),
        make.encoded("amr", "libopencore_amrnb", 8000, 1),
        make.encoded("matroska", "libopus", 48_000, 1),
        make.encoded("w64", "pcm_s16le", 8000, 1),
        make.kept("gsm-8k-mono.wav"),
        make.kept("speex-8k-mono.spx"),
    ]
    taken = refused = 0
    for content in seeds:
        for _ in range(25):
            altered = bytearray(content)
            reach = len(altered) if lot.random() < 0.5 else min(len(altered), 512)
            for place in lot.integers(0, reach, lot.integers(1, 40)):
                altered[place] = lot.integers(0, 256)
            reason = outcome(reader, SoundSource(written(bytes(altered))))
            assert "the decoder" not in reason
            taken, refused = taken + (not reason), refused + bool(reason)
    assert taken + refused == 25 * len(seeds)
    assert taken > 100
    good = written(make.wave(make.mulaw(make.tones(8000, 1)), make.wave_form(7, 8000, 1, 8)))
    assert reader.probe(SoundSource(good)).duration_ms == 2000


def test_a_raw_form_that_does_not_fit_is_heard_as_it_is_said_and_never_breaks(make, reader, written) -> None:
    """Nobody can tell noise from sound without a header; but nothing may end the child."""
    path = written(np.random.default_rng(5).bytes(20_001), "call.raw")
    for codec in ("mulaw", "s16le", "g722", "gsm", "oki"):
        rate_hz = 16_000 if codec == "g722" else 8000
        assert reader.probe(SoundSource(path, raw=RawForm(codec, rate_hz))).duration_ms > 500


def test_a_name_that_looks_like_a_url_is_only_a_name(make, reader, tmp_path) -> None:
    name = "concat:a|http:b.wav" if sys.platform != "win32" else "http b.wav"
    with wave.open(str(tmp_path / name), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes(16_000))
    assert reader.probe(SoundSource(tmp_path / name)).duration_ms == 1000
