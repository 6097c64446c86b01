"""Run by bench_speech in a process of its own: the engine alone, fed whole channels; prints words and peak megabytes.

engine_alone.py ENGINE MODEL CHANNELS.npy
"""

import sys
from pathlib import Path

import numpy as np

from desktop.jobs.speech.engine import Decoding, load


def main(engine: str, model: str, channels: str) -> None:
    loaded = load(engine, Path(model), 1)
    tokens = [token for channel in np.load(channels) for token in loaded.hear(channel, Decoding())]
    status = Path("/proc/self/status").read_text()
    print(sum(token.text.startswith(b" ") for token in tokens), int(status.split("VmHWM:")[1].split()[0]) // 1024)


main(*sys.argv[1:])
