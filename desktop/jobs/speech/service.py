"""The speech child's side: holds one model and one voice detector, answers one request after another.

Requests: `load` (engine, model, threads), `voice` (a piece of a channel, int16; `first` begins a channel), `hear` (at
most 28 seconds, int16, and how to decode it). Answers: `loaded`, `probabilities` (float32), `heard` (tokens as JSON),
or `refused` with a clause. A crash of a library is seen by the program as the end of this process.

Runs with lower priority than everything a person waits for, unless `load` says that nothing goes on beside it, and on
no network: the model is a file that exists.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop.jobs.frames import Frame
from desktop.jobs.speech.engine import Decoding, Engine, EngineFault, Sound, Token, load
from desktop.jobs.speech.voice_activity import VoiceDetector

NICENESS = 10


class SpeechService:
    """What the child holds between requests."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._detector: VoiceDetector | None = None
        self._stepped_back = False

    def answer(self, request: Frame, send: Callable[[Frame], None]) -> None:
        """Answers one request by one frame."""
        try:
            send(self._answered(request))
        except EngineFault as exc:
            send(Frame("refused", {"reason": str(exc)}))

    def _answered(self, request: Frame) -> Frame:
        if request.kind == "load":
            if request.flag("step_back") and not self._stepped_back:
                step_back()
                self._stepped_back = True
            return self._load(request.text("engine"), Path(request.text("model")), request.number("threads"))
        if request.kind == "voice" and self._detector is not None:
            return Frame("probabilities", payload=self._voice(self._detector, request))
        if request.kind == "hear" and self._engine is not None:
            tokens = self._engine.hear(as_sound(request.payload), decoding_of(request))
            return Frame("heard", payload=tokens_as_bytes(tokens))
        raise EngineFault(f"the speech process was asked for {request.kind!r} before a model was loaded")

    def _load(self, engine: str, model: Path, threads: int) -> Frame:
        """The detector first: each library has its own OpenMP, which reads the limit when it is loaded. The detector's
        work is too small for a second thread, and waiting for one costs eight times as much on a busy machine."""
        self._engine = None  # two models at once may be more than the machine has
        try:
            self._detector = self._detector or VoiceDetector()
        except (ImportError, OSError) as exc:
            raise EngineFault(f"the voice detector cannot be loaded ({exc})") from exc
        os.environ["OMP_THREAD_LIMIT"] = str(threads)
        self._engine = load(engine, model, threads)
        return Frame("loaded", {"engine": self._engine.name})

    def _voice(self, detector: VoiceDetector, request: Frame) -> bytes:
        if request.flag("first"):
            detector.begin()
        return detector.probabilities(as_sound(request.payload)).astype("<f4").tobytes()


def step_back() -> None:
    """Lower priority, so that playing and typing never wait for recognition."""
    import psutil

    me = psutil.Process()
    if sys.platform == "win32":
        me.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICENESS)


def as_bytes(sound: Sound) -> bytes:
    """A sound as it travels: little-endian int16."""
    return np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()


def as_sound(payload: bytes) -> Sound:
    """The sound of a payload: float32 in -1..1."""
    out: Sound = np.frombuffer(payload, "<i2").astype(np.float32) / np.float32(32767)
    return out


def request_of(how: Decoding) -> dict[str, str | int | float | bool | None]:
    """How to decode, as the fields of a request."""
    return {
        "prompt": how.prompt,
        "temperature_step": how.temperature_step,
        "suppress_non_speech": how.suppress_non_speech,
        "trim_ms": how.trim_ms,
    }


def decoding_of(request: Frame) -> Decoding:
    """What `request_of` wrote."""
    step, trim = request.fields.get("temperature_step"), request.fields.get("trim_ms")
    return Decoding(
        request.text("prompt"),
        float(step) if isinstance(step, int | float) else 0.0,
        request.flag("suppress_non_speech"),
        trim if isinstance(trim, int) else None,
    )


def tokens_as_bytes(tokens: list[Token]) -> bytes:
    """Tokens as JSON; the bytes of a token, which need not be whole characters, as Latin-1."""
    told = [[token.text.decode("latin-1"), token.start_ms, token.end_ms, token.probability] for token in tokens]
    return json.dumps(told).encode("ascii")


def tokens_of(payload: bytes) -> list[Token]:
    """What `tokens_as_bytes` wrote. ValueError for anything else."""
    told = json.loads(payload)
    return [Token(text.encode("latin-1"), int(start), int(end), float(p)) for text, start, end, p in told]
