"""Running the program as a user does: in a process of its own, with a home of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest


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


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """`program("--json", "match", env={...}, prelude="...")` runs `python -m desktop` from another folder.

    `prelude` is Python run in the same process before the program starts.
    """

    def run(*arguments: str | Path, env: dict[str, str] | None = None, prelude: str = "") -> Ended:
        starter = f"import sys; sys.argv = ['steercheck', *sys.argv[1:]]\n{prelude}\n"
        starter += "from desktop.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", starter, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=300,
            env=surroundings_of(tmp_path) | (env or {}),
            cwd=tmp_path,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run
