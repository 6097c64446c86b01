"""Reading recordings: facts for intake, samples for the open call; the work is done in a child process.

Intake asks for `probe` (thousands of files, one child); opening a call asks for `decode`, whose blocks of at most two
seconds let playing and drawing start before the rest is there. A file that crashes, hangs or bloats the decoder costs
one child and is refused; the next file gets a fresh one.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from desktop.jobs.child import Child, Limits
from desktop.jobs.frames import BrokenStream, Fields, Frame
from models.errors import ChildFailed, RecordingUnreadable
from models.sound_source import SoundSource

Block = npt.NDArray[np.int16]
"""int16, shape (channels, frames)."""


LIMITS = Limits(whole_s=900.0)
"""An old machine decodes a call of six hours in this time; what is slow for no reason the child refuses itself."""


@dataclass(frozen=True)
class RecordingHead:
    """What is known when the first sound is there. `rate_hz` is the file's, `sound_rate_hz` the samples' delivered;
    `channels` are those delivered, 1 or 2, `file_channels` those of the file."""

    container: str
    codec: str
    rate_hz: int
    channels: int
    file_channels: int
    sound_rate_hz: int


@dataclass(frozen=True)
class RecordingFacts:
    """What is known after the whole file was decoded; `note` says in words what is odd about it, or nothing."""

    container: str
    codec: str
    rate_hz: int
    channels: int
    file_channels: int
    duration_ms: int
    size_bytes: int
    truncated: bool
    note: str


def never() -> None:
    """A `check` for work that nobody can cancel."""


class RecordingReader:
    """Owns one child process and asks it for one file after another; used by one thread at a time.

    Raises RecordingUnreadable for a file that is not taken, ChildFailed when the child cannot even be started, and
    whatever `check` raises (Cancelled), which ends the child at once.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or LIMITS
        self._child: Child | None = None

    def __enter__(self) -> Self:
        self.warm()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def child_pid(self) -> int | None:
        """The process id of the child that runs now, if one does."""
        return self._child.pid if self._child and self._child.alive else None

    def warm(self) -> None:
        """Starts the child before it is needed; starting takes a fraction of a second."""
        if self._child is None or not self._child.alive:
            self.close()
            self._child = Child("recordings", self._limits)

    def close(self) -> None:
        """Ends the child. The next request starts another."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def probe(self, source: SoundSource, check: Callable[[], None] = never) -> RecordingFacts:
        """Decodes the whole recording, counting, and returns its facts."""
        return self._run("probe", source, lambda _head: None, None, check)

    def decode(
        self,
        source: SoundSource,
        started: Callable[[RecordingHead], None],
        block: Callable[[Block], None],
        check: Callable[[], None] = never,
    ) -> RecordingFacts:
        """Decodes the recording: `started` once, then `block` with at most two seconds each, in order.

        Blocks are at `head.sound_rate_hz`. Both callbacks run in the caller's thread; while they run, the child waits.
        """
        return self._run("decode", source, started, block, check)

    def _run(
        self,
        kind: str,
        source: SoundSource,
        started: Callable[[RecordingHead], None],
        block: Callable[[Block], None] | None,
        check: Callable[[], None],
    ) -> RecordingFacts:
        child = self._asked(Frame(kind, _fields(source)), check)
        finished = False
        try:
            facts = self._follow(child, source.path, started, block, check)
            finished = True
        except RecordingUnreadable:
            finished = child.alive
            raise
        finally:
            if not finished:  # in the middle of an answer nobody waits for
                self.close()
        return facts

    def _asked(self, request: Frame, check: Callable[[], None]) -> Child:
        """The child, with the request sent; one that died while it had nothing to do is replaced once."""
        was_idle = self._child is not None
        self.warm()
        assert self._child is not None
        try:
            self._child.ask(request, check)
        except ChildFailed:
            self.close()
            if not was_idle:
                raise
            self.warm()
            self._child.ask(request, check)
        return self._child

    def _follow(
        self,
        child: Child,
        path: Path,
        started: Callable[[RecordingHead], None],
        block: Callable[[Block], None] | None,
        check: Callable[[], None],
    ) -> RecordingFacts:
        head: RecordingHead | None = None
        while True:
            try:
                frame = child.receive(check)
                if frame.kind == "refused":
                    raise RecordingUnreadable(path, frame.text("reason"))
                if frame.kind == "done" and head is not None:
                    return _facts(head, frame)
                if frame.kind == "head":
                    head = _head(frame)
                    samples = None
                elif frame.kind == "block" and head is not None:
                    samples = np.frombuffer(frame.payload, dtype="<i2").reshape(-1, head.channels).T
                elif frame.kind == "alive":
                    continue
                else:
                    raise BrokenStream(f"unexpected {frame.kind}")
            except ChildFailed as exc:
                raise RecordingUnreadable(path, f"the decoder was stopped ({exc.reason})") from exc
            except (BrokenStream, ValueError) as exc:
                raise RecordingUnreadable(path, f"the decoder gave nonsense ({exc})") from exc
            if samples is None:
                started(head)
            elif block is not None:
                block(samples)


def _fields(source: SoundSource) -> Fields:
    """A source as a request carries it."""
    fields: Fields = {"path": os.path.abspath(source.path)}
    if source.second_path is not None:
        fields["second_path"] = os.path.abspath(source.second_path)
    if source.raw is not None:
        raw = source.raw
        fields |= {"raw_codec": raw.codec, "raw_rate_hz": raw.rate_hz, "raw_channels": raw.channels}
    if source.picked is not None:
        fields |= {"first_channel": source.picked[0], "second_channel": source.picked[1]}
    return fields


def _head(frame: Frame) -> RecordingHead:
    return RecordingHead(
        frame.text("container"),
        frame.text("codec"),
        frame.number("rate_hz"),
        frame.number("channels"),
        frame.number("file_channels"),
        frame.number("sound_rate_hz"),
    )


def _facts(head: RecordingHead, frame: Frame) -> RecordingFacts:
    return RecordingFacts(
        head.container,
        head.codec,
        head.rate_hz,
        head.channels,
        head.file_channels,
        frame.number("duration_ms"),
        frame.number("size_bytes"),
        frame.flag("truncated"),
        frame.text("note"),
    )
