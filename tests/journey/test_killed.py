"""kill -9 in the middle of writing: the draft is there, with at most the last second missing."""

import re
import subprocess
import sys
import time
from pathlib import Path

from models.clock import Clock
from models.database import open_database
from models.review import ReviewState
from models.store import Store

SCRIPT = Path(__file__).with_name("busy_reviewer.py")
WRITTEN = 60


def test_a_killed_window_loses_at_most_the_last_second(demo_store: Store, tmp_path: Path) -> None:
    demo_store.close()
    database = tmp_path / "demo.db"
    handed_over: list[tuple[float, int, str]] = []
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), str(database), str(tmp_path / "settings")], stdout=subprocess.PIPE, text=True
    ) as reviewer:
        assert reviewer.stdout is not None
        for line in reviewer.stdout:
            number, prompt = line.split()
            handed_over.append((time.monotonic(), int(number), prompt))
            if int(number) == WRITTEN:
                reviewer.kill()
                break
        killed_at = time.monotonic()
    assert len(handed_over) == WRITTEN

    store = Store(open_database(database), Clock())
    assert store.database.quick_check() is None
    (summary,) = store.reviews.listing(ReviewState.DRAFT)
    form = store.reviews.get(summary.review_id)
    kept = {note.prompt: int(re.sub(r"\D", "", note.comment) or 0) for note in form.answers}
    due = {prompt: number for moment, number, prompt in handed_over if moment < killed_at - 1}
    assert len(due) >= 10
    assert {prompt: number for prompt, number in due.items() if kept.get(prompt, 0) < number} == {}
    store.close()
