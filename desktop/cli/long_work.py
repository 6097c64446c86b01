"""What commands that work for minutes share: progress on a terminal, and an orderly stop on Ctrl+C."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop.cli.surroundings import Surroundings
from models.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable


@contextmanager
def stopped_by_ctrl_c(around: Surroundings, at_once: str) -> "Iterator[Callable[[], None]]":
    """A `check` that raises Cancelled after Ctrl+C, so that what is being written is finished first.

    A second Ctrl+C stops at once, saying `at_once`; what was written is whole even then.
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    asked = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        if asked.is_set():
            signal.signal(signal.SIGINT, before)
            around.complaints.print(at_once)
            raise KeyboardInterrupt
        asked.set()

    def check() -> None:
        if asked.is_set():
            raise Cancelled

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(around: Surroundings) -> "Iterator[Callable[[float, str], None]]":
    """A progress bar on a terminal; elsewhere, and under --quiet, nothing."""
    if around.quiet or not around.complaints.is_terminal:
        yield lambda _fraction, _text: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=around.complaints, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda fraction, text: bar.update(task, completed=fraction, description=text)
