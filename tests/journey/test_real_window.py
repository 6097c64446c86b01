"""A real window on a real (virtual) display, driven by key presses from outside: open, play, answer, sign, export."""

import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.clock import Clock
from models.database import open_database
from models.review import ReviewState
from models.store import Store

ANSWERS = tuple("11111313111333111")
"""Keys for the prompts of VR-88102 that do not answer themselves, in order: 1 is yes, 3 is not applicable."""

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        sys.platform != "linux" or not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="needs Xvfb and xdotool",
    ),
]


def test_a_call_is_checked_signed_and_exported_in_a_real_window(
    open_window: Callable[..., Any], demo_store: Store, tmp_path: Path
) -> None:
    database = Path(demo_store.database.address)
    demo_store.close()
    window = open_window(database, tmp_path / "home")
    keys, until = window.keys, window.until

    def reviews(state: ReviewState) -> list[str | None]:
        store = Store(open_database(database), Clock())
        found = [review.recording_id for review in store.reviews.listing(state)]
        store.close()
        return found

    window.open_second_call("VR-88102")
    until(lambda: keys(ANSWERS[0]) and reviews(ReviewState.DRAFT), "the first answer is stored")
    keys("space")
    for answer in ANSWERS[1:]:
        keys("n", answer)
    until(
        lambda: keys("ctrl+Return", "Return") and reviews(ReviewState.SIGNED) == ["VR-88102"],
        "the review is signed",
    )
    pack = window.home / "qa-pack-2009-09-01-2009-09-30.zip"
    keys("ctrl+e")
    until(lambda: keys("ctrl+Return") and pack.exists(), "the pack is written")
    window.quit()

    with zipfile.ZipFile(pack) as content:
        line = content.read("reviews.csv").decode().splitlines()[1].split(",")
    assert line[2:4] == ["signed", "VR-88102"]
    assert {"100.0", "pass", "ACCURATE"} <= set(line)
    store = Store(open_database(database), Clock())
    (review,) = store.reviews.listing(ReviewState.SIGNED)
    assert store.reviews.get(review.review_id).heard
    store.close()
