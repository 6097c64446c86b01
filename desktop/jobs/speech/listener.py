"""The program's side of the speech child: a model in another process that can be asked, stopped and replaced.

One `Listener` serves a whole queue of calls with one loaded model. Whatever happens to the child (a crash on an old
processor, no memory, a hang, kill -9) is a SpeechFailed with a clause a person can act on; the next request starts a
fresh child and loads the model again. A cancel ends the child within a tenth of a second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from desktop.jobs.child import Child, Limits
from desktop.jobs.frames import BrokenStream, Frame
from desktop.jobs.speech.engine import RATE_HZ, Decoding, Sound, Token
from desktop.jobs.speech.service import as_bytes, request_of, tokens_of
from desktop.jobs.speech.voice_activity import WINDOW
from models.errors import ChildFailed, SpeechFailed

PIECE = 60 * RATE_HZ // WINDOW * WINDOW
"""So much of a channel goes to the voice detector at once: whole windows, about a minute."""
IDLE_S = 300.0
"""A large model on an old machine needs minutes for 28 seconds of speech; longer is a hang."""
BESIDE_MODEL_BYTES = 1 << 30
"""What the child may use beside twice the model's file."""


@dataclass(frozen=True)
class LoadedModel:
    """Which engine and model a listener uses: an existing file, never a name (engines would download)."""

    engine: str
    path: Path
    threads: int = 1


def limits_for(model: Path) -> Limits:
    """What the child may use for this model."""
    size = model.stat().st_size
    return Limits(idle_s=IDLE_S, whole_s=IDLE_S, memory_bytes=2 * size + BESIDE_MODEL_BYTES)


class Listener:
    """Owns the speech child; used by one thread at a time.

    Every method may raise SpeechFailed and whatever `check` raises (Cancelled), which ends the child at once.
    """

    def __init__(self, model: LoadedModel, limits: Limits | None = None, *, step_back: bool = True) -> None:
        """`step_back`: at lower priority, so that playing and typing beside it never wait."""
        self.model = model
        self._step_back = step_back
        self._limits = limits or limits_for(model.path)
        self._child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def child_pid(self) -> int | None:
        """The process id of the child that runs now, if one does."""
        return self._child.pid if self._child and self._child.alive else None

    def close(self) -> None:
        """Ends the child, and with it the model's memory."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def load(self, check: Callable[[], None]) -> None:
        """Starts the child and loads the model, unless that is done."""
        if self.child_pid is not None:
            return
        self.close()
        self._child = Child("speech", self._limits)
        fields: dict[str, str | int | float | bool | None] = {
            "engine": self.model.engine,
            "model": str(self.model.path.absolute()),
            "threads": self.model.threads,
            "step_back": self._step_back,
        }
        self._exchange(Frame("load", fields), "loaded", check)

    def voice(
        self, frames: int, read: Callable[[int, int], Sound], check: Callable[[], None]
    ) -> npt.NDArray[np.float32]:
        """The probability of voice in each window of a whole channel (jobs/speech/voice_activity), which `read` gives a
        stretch at a time, from its first to its last frame."""
        self.load(check)
        pieces: list[npt.NDArray[np.float32]] = []
        for at in range(0, frames, PIECE):
            request = Frame("voice", {"first": at == 0}, as_bytes(read(at, min(at + PIECE, frames))))
            pieces.append(np.frombuffer(self._exchange(request, "probabilities", check).payload, "<f4"))
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def hear(self, sound: Sound, how: Decoding, check: Callable[[], None]) -> list[Token]:
        """The tokens of at most 28 seconds of one voice."""
        self.load(check)
        answer = self._exchange(Frame("hear", request_of(how), as_bytes(sound)), "heard", check)
        try:
            return tokens_of(answer.payload)
        except (ValueError, TypeError) as exc:
            raise SpeechFailed(f"the speech process gave nonsense ({exc})") from exc

    def _exchange(self, request: Frame, expected: str, check: Callable[[], None]) -> Frame:
        assert self._child is not None
        answered = False
        try:
            self._child.ask(request, check)
            answer = self._child.receive(check)
            answered = answer.kind in (expected, "refused")
            if answer.kind == "refused":
                raise SpeechFailed(answer.text("reason"))
            if not answered:
                raise SpeechFailed(f"the speech process answered {answer.kind!r} when asked to {request.kind}")
        except ChildFailed as exc:
            raise SpeechFailed(in_words(exc.reason, request.kind)) from exc
        except BrokenStream as exc:
            raise SpeechFailed(f"the speech process gave nonsense ({exc})") from exc
        finally:
            if not answered:  # dead, or in the middle of an answer nobody waits for
                self.close()
        return answer


def listener_awaited(model: LoadedModel) -> Listener:
    """A listener for work that nothing goes on beside, like the demonstration's: at the priority of every program."""
    return Listener(model, step_back=False)


def in_words(reason: str, doing: str) -> str:
    """Why the child ended, with what a person can do about it."""
    if "signal 4" in reason or "0xC000001D" in reason:
        return "the speech engine uses instructions this processor does not have; choose the other engine in Settings"
    if "memory" in reason:
        return f"{reason}; choose a smaller speech model"
    if doing == "load":
        return f"the model could not be loaded: the speech process {reason}"
    return f"the speech process was stopped: {reason}"
