"""Running the program as a user does: in a process of its own, with a home of its own, or in a window on a display."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop.demonstration import MARK

WAIT_S = 40
LOOK_AGAIN_S = 0.2
BUILD_S = 900


class Ended(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Program = Callable[..., Ended]


def surroundings_of(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty home and nothing of the developer's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("STEERCHECK_", "XDG_", "DISPLAY"))}
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return kept | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "STEERCHECK_SOUND": "silent"}


def run_program(
    place: Path, *arguments: str | Path, env: dict[str, str] | None = None, prelude: str = "", timeout_s: int = 300
) -> Ended:
    """Run the program in a process of its own, from the folder `place` and with a home in it."""
    starter = f"import sys; sys.argv = ['steercheck', *sys.argv[1:]]\n{prelude}\n"
    starter += "from desktop.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", starter, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env=surroundings_of(place) | (env or {}),
        cwd=place,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """`program("--json", "match", env={...}, prelude="...")` runs `python -m desktop` from another folder.

    `prelude` is Python run in the same process before the program starts.
    """
    return partial(run_program, tmp_path)


class Built(NamedTuple):
    """The demonstration as `steercheck demo` built it; nobody may change it."""

    folder: Path
    document: Any
    err: str


@pytest.fixture(scope="session")
def built(made_once: Callable[..., Path]) -> Built:
    """The demonstration, built where an older one lay; once a run, since it transcribes."""
    place = made_once("built", _build)
    status, out, err = json.loads((place / "told.json").read_text(encoding="utf-8"))
    assert status == 0, err
    return Built(place / "demo", json.loads(out), err)


def _build(place: Path) -> None:
    older = place / "demo"
    (older / "screenshots").mkdir(parents=True)
    (older / MARK).touch()
    (older / "screenshots" / "of_an_older_screen-light.png").touch()
    ended = run_program(place, "--json", "demo", "--no-window", "--to", older, timeout_s=BUILD_S)
    (place / "told.json").write_text(json.dumps(ended), encoding="utf-8")


class RealWindow:
    """The program in a window on a virtual display: hands on keyboard and mouse, and eyes outside the process.

    `home` is its home folder; its standard error goes to a file beside it.
    """

    def __init__(self, display: str, database: Path, home: Path, **more: str) -> None:
        self.home = home
        home.mkdir(exist_ok=True)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "XDG_", "STEERCHECK_"))}
        self._environment = kept | {"DISPLAY": display, "HOME": str(home), "STEERCHECK_TODAY": "2009-10-05"} | more
        self._said = home.with_name(home.name + "-said.txt")
        with self._said.open("w") as errors:
            self.program = subprocess.Popen(
                [sys.executable, "-m", "desktop", "--db", str(database), "--as", "TL01", "open"],
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )

    @staticmethod
    def until(condition: Callable[[], object], what: str) -> None:
        """Look again and again until `condition` holds. Fails the test after WAIT_S."""
        pause = threading.Event()
        give_up = time.monotonic() + WAIT_S
        while not condition():
            if time.monotonic() > give_up:
                pytest.fail(f"not within {WAIT_S} s: {what}")
            pause.wait(LOOK_AGAIN_S)

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, timeout=WAIT_S, check=False
        )
        return done.stdout.strip()

    def keys(self, *names: str) -> bool:
        """Press keys; true, so that it can stand in a condition."""
        self.xdotool("key", "--clearmodifiers", "--delay", "60", *names)
        return True

    def titles(self) -> list[str]:
        """Of every window that is on the display."""
        return self.xdotool("search", "--onlyvisible", "--name", "Steercheck", "getwindowname", "%@").splitlines()

    def take_keyboard(self) -> None:
        """Wait for the window and give it the keyboard."""
        self.until(lambda: self.titles() == ["Steercheck"], "the window is on the display")
        self.focus()

    def focus(self) -> None:
        """Give the window the keyboard; it must be the only one."""
        self.xdotool("search", "--onlyvisible", "--name", "Steercheck", "windowfocus")

    def open_second_call(self, recording: str) -> None:
        """From the worklist; the keys of a list that was still being read may have met its first line."""

        def opened() -> bool:
            titles = self.titles()
            if titles == ["Steercheck"]:
                self.keys("Home", "Down", "Return")
            elif titles != [f"{recording} – Steercheck"]:
                self.keys("Escape")
            return titles == [f"{recording} – Steercheck"]

        self.until(opened, f"{recording} is open")

    def quit(self) -> None:
        """Close the program by its key; it must end well and have complained of nothing."""
        # a key that comes while the keyboard is nobody's is lost, so it is pressed until it was heard
        self.until(lambda: self.program.poll() is not None or not self.keys("ctrl+q"), "the program ends by its key")
        assert self.program.returncode == 0
        assert "Traceback" not in self._said.read_text()

    def kill(self) -> None:
        self.program.kill()
        self.program.wait()


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A virtual display of the smallest desk's size."""
    read_end, write_end = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        yield f":{number}"
        server.terminate()


@pytest.fixture(scope="module")
def open_window(display: str) -> Iterator[Callable[..., RealWindow]]:
    """`open_window(database, home)` starts the program in a window, with the keyboard; it never outlives the module."""
    opened: list[RealWindow] = []

    def start(database: Path, home: Path, **more: str) -> RealWindow:
        opened.append(RealWindow(display, database, home, **more))
        opened[-1].take_keyboard()
        return opened[-1]

    yield start
    for window in opened:
        window.kill()
