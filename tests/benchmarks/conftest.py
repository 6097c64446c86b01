"""The frame of the benchmarks: two things timed in turn in one run, and their ratio.

`make bench` runs the `bench_*.py` files here; `make test` does not. A machine's speed changes by the minute, so nothing
is judged by seconds alone where another program can do the same work beside ours: rounds alternate (ours, beside,
ours, beside ...), the fastest round of each counts, and the ratio is held against what was promised. The table of all
ratios is printed at the end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

ROUNDS = 5


@pytest.fixture(scope="session", autouse=True)
def _statements_once() -> None:
    """Each database puts its statements together, as in the program: that is part of the time."""


@pytest.fixture(scope="session", autouse=True)
def _nothing_forced_to_disk() -> None:
    """So is forcing what was written to the disk."""


@dataclass(frozen=True)
class Line:
    """One row of the table: seconds of the fastest round each, and the ratio promised (None: only shown)."""

    what: str
    ours_s: float
    beside: str
    beside_s: float
    at_most: float | None

    @property
    def ratio(self) -> float:
        return self.ours_s / self.beside_s

    @property
    def kept(self) -> bool:
        return self.at_most is None or self.ratio <= self.at_most

    def __str__(self) -> str:
        promised = "" if self.at_most is None else f"at most {self.at_most:g}: {'kept' if self.kept else 'BROKEN'}"
        return (
            f"{self.what:<44} {self.ours_s * 1000:>10.1f} ms  {self.ratio:>7.2f} x  "
            f"{self.beside:<40} {self.beside_s * 1000:>10.1f} ms  {promised}"
        )


class SideBySide:
    """Times two callables in turn and keeps the line for the table."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    def __call__(
        self,
        what: str,
        ours: Callable[[], object],
        beside: tuple[str, Callable[[], object]],
        *,
        at_most: float | None = None,
        rounds: int = ROUNDS,
    ) -> Line:
        """Run `ours` and the other in turn; fails the benchmark when the ratio is above `at_most`."""
        other_name, other = beside
        ours_s, other_s = [], []
        for _ in range(rounds):
            ours_s.append(_seconds(ours))
            other_s.append(_seconds(other))
        line = Line(what, min(ours_s), other_name, min(other_s), at_most)
        self._lines.append(line)
        assert line.kept, str(line)
        return line


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


_LINES = pytest.StashKey[list[Line]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_LINES] = []


@pytest.fixture
def side_by_side(pytestconfig: pytest.Config) -> SideBySide:
    """Times ours beside another's: side_by_side("what", ours, ("the other", other), at_most=2.0)."""
    return SideBySide(pytestconfig.stash[_LINES])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash[_LINES]
    if lines:
        terminalreporter.section("side by side, fastest of the rounds")
        for line in lines:
            terminalreporter.write_line(str(line))
