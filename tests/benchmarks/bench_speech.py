"""What a transcript costs: our whole way of a call against the engine alone, fed both whole channels.

Same model, one thread each, each in a child process of its own. The call is ten minutes of the demonstration's
two-channel calls joined, with the pauses they have. "Ours" is everything from samples to a transcript in the database:
what the channels hold, voice activity, chunks, hearing, words, doubts, a commit a chunk.
"""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import resources
from desktop.jobs.read_recording import RecordingReader
from desktop.jobs.samples import Samples
from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.channels import check_channels
from desktop.jobs.speech.engine import Decoding
from desktop.jobs.speech.listener import Listener, LoadedModel
from desktop.jobs.speech.recipe import Recipe
from desktop.jobs.speech.transcribe import Transcriber
from models.sound_source import SoundSource
from models.store import Store

RATE_HZ = 8_000
MINUTES = 10
ROUNDS = 2
ALONE = Path(__file__).with_name("engine_alone.py")
AT_MOST = 0.6
MOST_MB_MORE = 100
TWO_CHANNELS = [f"VR-{number}" for number in (88101, 88103, 88104, 88105, 88106, 88107, 88109, 88110, 88111)]


def never() -> None:
    """Nobody cancels."""


@pytest.fixture(scope="module")
def call() -> Samples:
    """Ten minutes, two channels, 8 kHz."""
    samples = Samples(RATE_HZ, 2)
    with RecordingReader() as reader:
        for name in itertools.cycle(TWO_CHANNELS):
            path = next(resources.path("demo/recordings").glob(f"*{name}*"))
            heads, blocks = [], []
            reader.decode(SoundSource(path), heads.append, blocks.append)
            if (heads[0].sound_rate_hz, heads[0].channels) != (RATE_HZ, 2):
                continue
            sound = np.concatenate(blocks, axis=1)
            left = MINUTES * 60 * RATE_HZ - samples.frames
            samples.append(np.ascontiguousarray(sound[:, :left]))
            if samples.frames == MINUTES * 60 * RATE_HZ:
                return samples
    raise AssertionError


@pytest.fixture(scope="module")
def model() -> Path:
    return resources.path("speech/steercheck-demo-en.bin")


def peak_mb(child: int | None) -> float:
    """The most memory the process ever had resident."""
    status = Path(f"/proc/{child}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def bench_a_call_against_the_engine_alone(
    side_by_side, demo_store: Store, call: Samples, model: Path, tmp_path: Path
) -> None:
    sound = CallSound(call, check_channels(call).gains)
    whole = tmp_path / "channels.npy"
    np.save(whole, np.stack([sound.levelled(channel, 0, sound.frames) for channel in (0, 1)]))
    recipe = Recipe("pywhispercpp", model, "of the benchmark", 1, 0, Decoding(trim_ms=1000))
    queue = demo_store.transcriptions
    peaks: dict[str, float] = {}

    def ours() -> None:
        queue.wanted(["VR-88101"], "TL01", anew=True)
        standing = queue.of("VR-88101")
        assert standing is not None
        listeners: list[Listener] = []

        def listen(loaded: LoadedModel) -> Listener:
            listeners.append(Listener(loaded))
            return listeners[-1]

        with Transcriber(demo_store, listen=listen, read=lambda *_: call) as transcriber:
            made = transcriber.transcribe(standing, recipe, lambda *_: None, never)
            peaks["ours"] = peak_mb(listeners[0].child_pid)
        assert made.words > 1_000

    def alone() -> None:
        done = subprocess.run(
            [sys.executable, str(ALONE), recipe.engine, str(model), str(whole)],
            env=os.environ | {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        words, peaks["alone"] = map(int, done.stdout.split())
        assert words > 100

    side_by_side(
        f"a {MINUTES}-minute call, recording to transcript",
        ours,
        ("the engine alone, both whole channels", alone),
        at_most=AT_MOST,
        rounds=ROUNDS,
    )
    print(f"child at most {peaks['ours']:.0f} MB, the engine alone {peaks['alone']:.0f} MB")
    assert peaks["ours"] <= peaks["alone"] + MOST_MB_MORE
