"""The dashboard over 100,000 signed reviews with 2,000,000 answers, everything within the period; pages of its lists.

The other side is the same question asked of the answers themselves: how each prompt was answered, counted by Python's
`sqlite3` over every answer, and nothing else. What is promised is an absolute time: one second for all tiles, a fifth
of one for any page of a list.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from models.board.query import Behind, BoardQuery, TileKey
from models.clock import Clock
from models.database import open_database
from models.staff import Role
from models.store import Store
from models.store.staff import Person
from tests.benchmarks.conftest import SideBySide
from tests.benchmarks.reviewed_cases import DAYS, FIRST, TODAY
from tests.benchmarks.reviewed_department import build

REVIEWS = 100_000
READ_S, PAGE_S = 1.0, 0.2
PAGE = 100
QUALITY = Person("QA01", Role.QUALITY_ASSURANCE, None)
EVERYTHING = BoardQuery(FIRST, FIRST + timedelta(days=DAYS - 1))
LISTS = (
    Behind(TileKey.KPI, ("sheet", "in_scope")),
    Behind(TileKey.KPI, ("call", "inaccurate")),
    Behind(TileKey.PROMPTS, ("checks", "critical")),
    Behind(TileKey.SENSITIVE, ("any",)),
    Behind(TileKey.WORK, ("on_hand",)),
)
ANSWERED = "SELECT prompt, value, count(*) FROM answer GROUP BY prompt, value"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("board") / "many.db"
    build(made, REVIEWS)
    return made


@pytest.fixture(scope="module")
def many(path: Path) -> Iterator[Store]:
    store = Store(open_database(path), Clock(TODAY))
    store.board.read(EVERYTHING, QUALITY)
    yield store
    store.close()


def answers(path: Path) -> int:
    """How each prompt was answered, counted over the answers."""
    with closing(sqlite3.connect(path)) as connection:
        return len(connection.execute(ANSWERED).fetchall())


def bench_every_tile(many: Store, path: Path, side_by_side: SideBySide) -> None:
    def read() -> None:
        many.board.forget()
        many.board.read(EVERYTHING, QUALITY)

    line = side_by_side("every tile of the dashboard", read, ("the answers counted", lambda: answers(path)))
    assert line.ours_s < READ_S


@pytest.mark.parametrize("behind", LISTS, ids=lambda each: " ".join((each.tile, *each.part)))
def bench_a_page_behind_a_figure(many: Store, path: Path, side_by_side: SideBySide, behind: Behind) -> None:
    line = side_by_side(
        f"a page of {behind.tile} {' '.join(behind.part)}",
        lambda: many.board.behind(EVERYTHING, behind, 0, PAGE, QUALITY),
        ("the answers counted", lambda: answers(path)),
    )
    assert line.ours_s < PAGE_S
