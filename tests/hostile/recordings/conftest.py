"""Recordings as recorders write them, good and hostile, made on the spot: by PyAV's encoders, and byte by byte.

Nothing here needs ffmpeg or sox; what only they can write lies in `kept/` (see README.md). Every good one holds tones:
440 Hz in the first channel, 700 Hz in the second, then 1000, 1300, 1600, 1900; so that a test hears whether the right
channel came out at the right rate, and not only that something came out.
"""

import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest

from desktop.jobs.read_recording import RecordingReader
from models.errors import RecordingUnreadable
from models.sound_source import SoundSource

KEPT = Path(__file__).parent / "kept"
TONES_HZ = (440, 700, 1000, 1300, 1600, 1900)


def tones(rate_hz: int, channels: int, seconds: float = 2) -> np.ndarray:
    """float64, shape (channels, n), within 0.25: a tone of its own in each channel."""
    at = np.arange(round(rate_hz * seconds)) / rate_hz
    return np.stack([0.25 * np.sin(2 * np.pi * tone * at) for tone in TONES_HZ[:channels]])


def mulaw(sound: np.ndarray) -> bytes:
    """G.711 mu-law of float samples, interleaved."""
    samples = np.clip(np.round(sound.T.reshape(-1) * 32767), -32635, 32635).astype(int)
    sign = np.where(samples < 0, 0x80, 0)
    level = np.abs(samples) + 132
    exponent = np.floor(np.log2(level)).astype(int) - 7
    mantissa = (level >> (exponent + 3)) & 15
    return (~(sign | exponent << 4 | mantissa) & 0xFF).astype(np.uint8).tobytes()


def pcm(sound: np.ndarray, form: str) -> bytes:
    """Interleaved samples of a numpy form ("<i2", ">f4", "u1"), or "<i3" and ">i3" for 24 bits."""
    flat = sound.T.reshape(-1)
    if form == "u1":
        return np.round(flat * 127 + 128).astype("u1").tobytes()
    if form[1] == "f":
        return flat.astype(form).tobytes()
    if form[1:] == "i3":
        four = np.round(flat * (2**23 - 1)).astype(form[0] + "i4").view("u1").reshape(-1, 4)
        return (four[:, :3] if form[0] == "<" else four[:, 1:]).tobytes()
    top = 2 ** (8 * int(form[2:]) - 1) - 1
    return np.round(flat * top).astype(form).tobytes()


def chunk(name: bytes, content: bytes, order: str = "<", *, padded: bool = True) -> bytes:
    return name + struct.pack(f"{order}I", len(content)) + content + b"\0" * (len(content) % 2 if padded else 0)


def wave_form(tag: int, rate_hz: int, channels: int, bits: int, order: str = "<", extra: bytes = b"") -> bytes:
    block = max(1, bits * channels // 8)
    return struct.pack(f"{order}HHIIHH", tag, channels, rate_hz, rate_hz * block, block, bits) + extra


def wave(
    content: bytes, form: bytes, *, order: str = "<", before: bytes = b"", after: bytes = b"", told: int | None = None
) -> bytes:
    """A WAV file; `told`: the length its data chunk claims."""
    data = b"data" + struct.pack(f"{order}I", len(content) if told is None else told) + content
    body = b"WAVE" + chunk(b"fmt ", form, order) + before + data + b"\0" * (len(content) % 2) + after
    return (b"RIFF" if order == "<" else b"RIFX") + struct.pack(f"{order}I", len(body)) + body


def rf64(content: bytes, form: bytes) -> bytes:
    sizes = struct.pack("<QQQI", 0, len(content), 0, 0)
    return (
        b"RF64\xff\xff\xff\xffWAVE" + chunk(b"ds64", sizes) + chunk(b"fmt ", form) + b"data\xff\xff\xff\xff" + content
    )


def encoded(
    container: str, codec: str, rate_hz: int, channels: int, *, seconds: float = 2, **options: str | int
) -> bytes:
    """The tones, encoded by PyAV. `bit_rate` and options of the encoder; `muxer_...` are those of the container."""
    layouts = {1: "mono", 2: "stereo", 4: "quad", 6: "5.1"}
    muxer = {key[6:]: str(value) for key, value in options.items() if key.startswith("muxer_")}
    own = {key: str(value) for key, value in options.items() if not key.startswith("muxer_")}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sound"  # a real file: some containers write their index by opening it once more
        _encode(out, container, codec, rate_hz, layouts[channels], tones(rate_hz, channels, seconds), muxer, own)
        return out.read_bytes()


def _encode(
    out: Path,
    container: str,
    codec: str,
    rate_hz: int,
    layout: str,
    sound: np.ndarray,
    muxer: dict[str, str],
    options: dict[str, str],
) -> None:
    bit_rate = options.pop("bit_rate", None)
    with av.open(str(out), "w", format=container, options={"fflags": "+bitexact"} | muxer) as file:
        stream = file.add_stream(codec, rate=rate_hz, options=options, layout=layout)
        if bit_rate is not None:
            stream.bit_rate = int(bit_rate)
        frame = av.AudioFrame.from_ndarray(sound.astype("f4"), "fltp", layout)
        frame.sample_rate = rate_hz
        stream.codec_context.open()
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(
            stream.codec_context.format, stream.codec_context.layout, rate_hz, frame_size=size
        )
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))


def told_frames(frame_bytes: int, frames: int, seed: int, head: bytes = b"") -> bytes:
    """Frames of speech parameters drawn by lot: a decoder that has no encoder beside it takes any bits."""
    lot = np.random.default_rng(seed)
    return b"".join(head + lot.bytes(frame_bytes - len(head)) for _ in range(frames))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The makers of this file, by name."""
    return SimpleNamespace(
        tones=tones,
        mulaw=mulaw,
        pcm=pcm,
        chunk=chunk,
        wave_form=wave_form,
        wave=wave,
        rf64=rf64,
        encoded=encoded,
        told_frames=told_frames,
        kept=lambda name: (KEPT / name).read_bytes(),
    )


@pytest.fixture(scope="module")
def reader() -> Iterator[RecordingReader]:
    with RecordingReader() as one:
        yield one


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file with this content: `written(content)`, `written(content, "call.wav")`."""

    def write(content: bytes, name: str = "call.bin") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def refused(reader: RecordingReader) -> Callable[[SoundSource], str]:
    """Why a source is refused; fails when it is taken."""

    def why(source: SoundSource) -> str:
        with pytest.raises(RecordingUnreadable) as caught:
            reader.probe(source)
        return caught.value.reason

    return why
