"""The department that the tests of the dashboard read from, made once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.clock import Clock
from models.database import open_database
from models.store import Store
from tests.models.board.department import TODAY, work_on


@pytest.fixture(scope="module")
def _department(made_once: Callable[..., Path], _done_database: Path) -> Path:
    """The demonstration's work done, and then: an amendment, second marks, another scorecard on a sheet that was signed
    before, a varied arrangement, a withdrawn confirmation, a refused and an open method, a sample that is late, and a
    blind one that waits."""

    def make(folder: Path) -> None:
        shutil.copyfile(_done_database, folder / "board.db")
        work_on(folder / "board.db")

    return made_once("board", make) / "board.db"


@pytest.fixture
def department(_department: Path) -> Iterator[Store]:
    """Only read from."""
    store = Store(open_database(_department), Clock(TODAY))
    yield store
    store.close()
