"""A real window on a real (virtual) display, driven by key presses from outside: open, play, answer, sign, export."""

import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.clock import Clock
from models.database import open_database
from models.review import ReviewState
from models.store import Store

WAIT_S = 40
LOOK_AGAIN_S = 0.2

ANSWERS = tuple("11111313111333111")
"""Keys for the prompts of VR-88102 that do not answer themselves, in order: 1 is yes, 3 is not applicable."""

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        sys.platform != "linux" or not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="needs Xvfb and xdotool",
    ),
]


def until(condition: Callable[[], object], what: str) -> None:
    """Look again and again until `condition` holds. Fails the test after WAIT_S."""
    pause = threading.Event()
    give_up = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > give_up:
            pytest.fail(f"not within {WAIT_S} s: {what}")
        pause.wait(LOOK_AGAIN_S)


@pytest.fixture
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


def test_a_call_is_checked_signed_and_exported_in_a_real_window(
    display: str, demo_store: Store, tmp_path: Path
) -> None:
    database = Path(demo_store.database.address)
    demo_store.close()
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("QT_", "XDG_", "STEERCHECK_"))
    }
    environment |= {"DISPLAY": display, "HOME": str(home), "STEERCHECK_TODAY": "2009-10-05"}
    said = tmp_path / "said.txt"
    with said.open("w") as errors:
        program = subprocess.Popen(
            [sys.executable, "-m", "desktop", "--db", str(database), "--as", "TL01", "open"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )

    def xdotool(*arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=environment, capture_output=True, text=True, timeout=WAIT_S, check=False
        )
        return done.stdout.strip()

    def keys(*names: str) -> bool:
        """Press keys; true, so that it can stand in a condition."""
        xdotool("key", "--clearmodifiers", "--delay", "60", *names)
        return True

    def title() -> str:
        return xdotool("search", "--onlyvisible", "--name", "Steercheck", "getwindowname")

    def reviews(state: ReviewState) -> list[str | None]:
        store = Store(open_database(database), Clock())
        found = [review.recording_id for review in store.reviews.listing(state)]
        store.close()
        return found

    try:
        until(lambda: title() == "Steercheck", "the window is on the display")
        xdotool("search", "--onlyvisible", "--name", "Steercheck", "windowfocus")
        until(lambda: keys("Home", "Down", "Return") and title().startswith("VR-88102"), "the second call is open")
        until(lambda: keys(ANSWERS[0]) and reviews(ReviewState.DRAFT), "the first answer is stored")
        keys("space")
        for answer in ANSWERS[1:]:
            keys("n", answer)
        until(
            lambda: keys("ctrl+Return", "Return") and reviews(ReviewState.SIGNED) == ["VR-88102"],
            "the review is signed",
        )
        pack = home / "qa-pack-2009-09-01-2009-09-30.zip"
        keys("ctrl+e")
        until(lambda: keys("ctrl+Return") and pack.exists(), "the pack is written")
        keys("ctrl+q")
        assert program.wait(WAIT_S) == 0
    finally:
        program.kill()
        program.wait()
    assert "Traceback" not in said.read_text()

    with zipfile.ZipFile(pack) as content:
        line = content.read("reviews.csv").decode().splitlines()[1].split(",")
    assert line[2:4] == ["signed", "VR-88102"]
    assert {"100.0", "pass", "ACCURATE"} <= set(line)
    store = Store(open_database(database), Clock())
    (review,) = store.reviews.listing(ReviewState.SIGNED)
    assert store.reviews.get(review.review_id).heard
    store.close()
