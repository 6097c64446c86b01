"""Child processes with a time and a memory limit: work that may crash, hang or leak without taking the window down.

The program starts its own executable again with the hidden command `child NAME`, so that it works from a source
tree and frozen alike. `run` is the child's side; `Child` is the program's. One child serves many requests, one after
another: it is killed when it exceeds a limit, when the person cancels, and it ends by itself when the program does
(its standard input closes). Whoever owns the `Child` starts a fresh one for the next request.

Limits: the child puts a ceiling on its own data (POSIX) and the program watches its resident memory by psutil (Windows
as well). Idle time is counted from the last frame received, whole time from the request; neither counts while
the receiver itself is busy.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from desktop.jobs.frames import BrokenStream, Frame, read_frame, write_frame
from models.errors import ChildFailed

if TYPE_CHECKING:
    import psutil

START_LIMIT_S = 60.0
TICK_S = 0.05
FRAMES_IN_FLIGHT = 8
DATA_SLACK = 256 << 20
"""Thread stacks and heap arenas count as data without ever being resident."""
COMPLAINT_BYTES = 1 << 20
READY = "ready"


@dataclass(frozen=True)
class Limits:
    """What one request may use: seconds without a frame, seconds altogether, resident bytes."""

    idle_s: float = 8.0
    whole_s: float = 60.0
    memory_bytes: int = 1 << 30


def own_command() -> list[str]:
    """How this program is started again: the frozen executable itself, else Python with the `desktop` package."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]


def own_folder() -> Path:
    """The folder to start it in: `-m desktop` looks in the working directory first, and that must be ours."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(__file__).parents[2]


def command(name: str, limits: Limits) -> list[str]:
    """The command line that starts child `name`: this executable, asked for its hidden command."""
    return [*own_command(), "child", name, str(limits.memory_bytes)]


def run(argv: list[str]) -> int:
    """The child's side of the hidden command: `argv` is the name of the service and its memory limit in bytes.

    Called by desktop/__main__ before anything heavy is imported. Returns the exit code.
    """
    name, memory_bytes = argv[0], int(argv[1])
    # Ctrl+C on a terminal reaches every process of it; stopping is the program's own, it closes the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    frames_in = os.fdopen(os.dup(0), "rb")
    frames_out = os.fdopen(os.dup(1), "wb")
    # whatever a library prints must not end up between our frames
    os.dup2(2, 1)
    if name == "recordings":
        from desktop.jobs.decode import answer
    elif name == "lists":
        from desktop.jobs.decode_workbook import answer
    elif name == "speech":
        from desktop.jobs.speech.service import SpeechService

        answer = SpeechService().answer
    else:
        print(f"no such child: {name}", file=sys.stderr)
        return 2
    _limit_myself(memory_bytes)
    requests: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    # started after the imports: on Windows, importing while another thread reads standard input can deadlock
    threading.Thread(target=_listen, args=(frames_in, requests), daemon=True).start()
    write_frame(frames_out, Frame(READY))
    while True:
        request = requests.get()
        answer(request, lambda frame: write_frame(frames_out, frame))


def _listen(frames_in: IO[bytes], requests: "queue.SimpleQueue[Frame]") -> None:
    """Hands requests over, and ends the process at once when the program closes the pipe or is gone."""
    try:
        while (frame := read_frame(frames_in)) is not None:
            requests.put(frame)
    finally:
        os._exit(0)


def _limit_myself(memory_bytes: int) -> None:
    """The hard stops the operating system offers: memory, no core dump (it would hold speech), hardly any file."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_DATA, memory_bytes + DATA_SLACK),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, COMPLAINT_BYTES),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


class Child:
    """One running child process, seen from the program; used by one thread at a time.

    The constructor only starts it, so that it can warm up while other things happen; `ask` sends a request and
    `receive` waits for the next frame of the answer. Both raise ChildFailed, with a clause a person can read, when the
    child ended, spoke nonsense or had to be killed for a limit, and whatever `check` raises (Cancelled). After a
    ChildFailed the child is closed; after a Cancelled it is the caller who closes it.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the child)
        self._frames: queue.Queue[Frame | ChildFailed] = queue.Queue(FRAMES_IN_FLIGHT)
        self._closing = threading.Event()
        self._ready = False
        self._waited_s = 0.0
        self._weigh_at = 0.0
        self._scales: psutil.Process | None = None
        self._process = self._start()
        self._reader = threading.Thread(target=self._read, name=f"child-{name}", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._closing.is_set() and self._process.poll() is None

    def ask(self, request: Frame, check: Callable[[], None]) -> None:
        """Sends a request; waits for the child to be up first, which never counts against the request."""
        if not self._ready:
            self._waited_s = 0.0
            first = self._next(check, START_LIMIT_S, START_LIMIT_S)
            if first.kind != READY:
                raise self._failed(f"began with {first.kind!r}")
            self._ready = True
        self._waited_s = 0.0
        stdin = self._process.stdin
        assert stdin is not None
        try:
            write_frame(stdin, request)
        except OSError as exc:
            raise self._failed(self._last_words()) from exc

    def receive(self, check: Callable[[], None]) -> Frame:
        """The next frame of the answer; calls `check` some twenty times a second while waiting."""
        return self._next(check, self.limits.idle_s, self.limits.whole_s)

    def close(self) -> None:
        """Kills the child, if it still runs, and waits for what belongs to it. May be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):  # unsent bytes for a process that is gone
                pipe.close()
        self._complaints.close()

    def _start(self) -> "subprocess.Popen[bytes]":
        home = own_folder()
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
        arguments = command(self.name, self.limits)
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
            return subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                cwd=home,
                env=environment,
                creationflags=flags,
            )
        return subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            cwd=home,
            env=environment,
            process_group=0,  # Ctrl+C in a terminal is for the program, which ends the child itself
        )

    def _read(self) -> None:
        """The reader thread: frames into the queue, which holds only a few so that the child waits for us."""
        stdout = self._process.stdout
        assert stdout is not None
        try:
            while (frame := read_frame(stdout)) is not None:
                if not self._put(frame):
                    return
            self._put(ChildFailed(""))
        except (BrokenStream, OSError) as exc:
            self._put(ChildFailed(str(exc)))

    def _put(self, item: "Frame | ChildFailed") -> bool:
        while not self._closing.is_set():
            try:
                self._frames.put(item, timeout=TICK_S)
            except queue.Full:
                continue
            return True
        return False

    def _next(self, check: Callable[[], None], idle_s: float, whole_s: float) -> Frame:
        since = time.monotonic()
        while True:
            check()
            try:
                item = self._frames.get(timeout=TICK_S)
            except queue.Empty:
                waited = time.monotonic() - since
                if waited > idle_s:
                    raise self._failed(f"nothing came of it for {idle_s:g} seconds") from None
                if self._waited_s + waited > whole_s:
                    raise self._failed(f"it took longer than {whole_s:g} seconds") from None
                self._check_memory()
                continue
            self._waited_s += time.monotonic() - since
            self._check_memory()
            if isinstance(item, ChildFailed):
                raise self._failed(item.reason or self._last_words())
            if self._waited_s > whole_s:
                raise self._failed(f"it took longer than {whole_s:g} seconds")
            return item

    def _check_memory(self) -> None:
        import psutil

        if not self._ready or time.monotonic() < self._weigh_at:
            return
        self._weigh_at = time.monotonic() + TICK_S
        try:
            self._scales = self._scales or psutil.Process(self._process.pid)
            resident = self._scales.memory_info().rss
        except psutil.Error:  # ended meanwhile: the reader says so in a moment
            return
        if resident > self.limits.memory_bytes:
            raise self._failed(f"it needed more than {self.limits.memory_bytes >> 20} MB of memory")

    def _failed(self, reason: str) -> ChildFailed:
        self.close()
        return ChildFailed(reason)

    def _last_words(self) -> str:
        """How the child ended, with the last line it wrote to standard error."""
        code = self._process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read(COMPLAINT_BYTES).decode("utf-8", "replace").strip().splitlines()
        ended = f"ended by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"{ended}: {lines[-1]}" if lines else ended
