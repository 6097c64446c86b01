"""Decoding a call of 90 minutes at 48 kHz in two channels: what the child needs, and how long it takes beside others.

The promise is memory: the child stays under 1 GB. The time is shown beside PyAV in one process (the same decoding and
resampling, the samples thrown away) and beside ffmpeg, where it is installed.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import psutil
import pytest

from desktop.jobs.read_recording import RecordingReader
from models.sound_source import SoundSource

MINUTES = 90
RATE_HZ = 48_000
LOOP_S = 20
MOST_BYTES = 1 << 30


def noise() -> np.ndarray:
    """Twenty seconds of two channels of speech-like noise: int16, shape (1, 2n), interleaved."""
    lot = np.random.default_rng(90)
    swell = np.repeat(lot.random(LOOP_S * 10), RATE_HZ // 10)
    sound = lot.normal(0, 3000, (len(swell), 2)) * swell[:, None]
    return sound.astype(np.int16).reshape(1, -1)


@pytest.fixture(scope="module")
def long_calls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """The same ninety minutes as MP3 (frames repeated, without a count) and as WAV."""
    folder = tmp_path_factory.mktemp("long")
    samples = noise()
    mp3, wav = folder / "call.mp3", folder / "call.wav"
    with av.open(str(folder / "loop.mp3"), "w", options={"write_xing": "0", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=RATE_HZ, layout="stereo")
        stream.bit_rate = 64_000
        frame = av.AudioFrame.from_ndarray(samples, "s16", "stereo")
        frame.sample_rate = RATE_HZ
        fifo = av.AudioFifo()
        fifo.write(frame)
        resampler = av.AudioResampler(stream.codec_context.format, stream.codec_context.layout, RATE_HZ)
        for part in fifo.read_many(1152):
            for fitted in resampler.resample(part):
                out.mux(stream.encode(fitted))
        out.mux(stream.encode(None))
    times = MINUTES * 60 // LOOP_S
    loop = (folder / "loop.mp3").read_bytes()
    with mp3.open("wb") as file:
        for _ in range(times):
            file.write(loop)
    plain = samples.tobytes()
    with wav.open("wb") as file:
        length = len(plain) * times
        file.write(b"RIFF" + (length + 36).to_bytes(4, "little") + b"WAVEfmt \x10\0\0\0\1\0\2\0")
        file.write(RATE_HZ.to_bytes(4, "little") + (RATE_HZ * 4).to_bytes(4, "little") + b"\4\0\x10\0data")
        file.write(length.to_bytes(4, "little"))
        for _ in range(times):
            file.write(plain)
    yield {"mp3": mp3, "wav": wav}
    for path in (mp3, wav):
        path.unlink()


def decoded(reader: RecordingReader, path: Path, seen: Callable[[], object]) -> int:
    """Frames of the whole decode, as an open call asks for it."""
    frames = 0

    def block(samples: np.ndarray) -> None:
        nonlocal frames
        frames += samples.shape[1]
        seen()

    reader.decode(SoundSource(path), lambda _head: None, block)
    return frames


def by_pyav(path: Path) -> None:
    """The same work in one process: decode, bring to 16 kHz of int16, throw away."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=16_000)
        for frame in container.decode(container.streams.audio[0]):
            frame.pts = None
            resampler.resample(frame)


def by_ffmpeg(path: Path) -> None:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ar", "16000", "-y", os.devnull]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def bench_memory_of_ninety_minutes(kind: str, long_calls) -> None:
    peak = 0
    with RecordingReader() as reader:
        child = psutil.Process(reader.child_pid)

        def look() -> None:
            nonlocal peak
            peak = max(peak, child.memory_info().rss)

        frames = decoded(reader, long_calls[kind], look)
    assert frames / 16_000 == pytest.approx(MINUTES * 60, abs=15)
    assert peak < MOST_BYTES, f"the child needed {peak >> 20} MB"
    print(f"\n{kind}: {MINUTES} minutes at {RATE_HZ:,} Hz, 2 channels: the child needed {peak >> 20} MB at most")


def bench_decoding_ninety_minutes(long_calls, side_by_side) -> None:
    path = long_calls["mp3"]
    what = f"decode {MINUTES} min of MP3, 48 kHz, 2 channels"
    with RecordingReader() as reader:

        def ours() -> None:
            decoded(reader, path, lambda: None)

        side_by_side(what, ours, ("PyAV in one process", lambda: by_pyav(path)), rounds=2, at_most=2)
        if shutil.which("ffmpeg"):
            side_by_side(what, ours, ("ffmpeg", lambda: by_ffmpeg(path)), rounds=1)
