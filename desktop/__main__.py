"""Where the program starts: a child process, a command, or the window.

The hidden `child` command comes first of all, so that decoding starts fast and frozen programs can start their own
children; everything else goes through the command line, whose default command is the window.
"""

import io
import os
import sys
from collections.abc import Sequence

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
FLAGS = frozenset({"--quiet", "--debug"})
WITH_VALUE = frozenset({"--db", "--as"})


def main() -> None:
    """Entry point of the `steercheck` script. Ends the process with the exit status of the contract."""
    from desktop.offline import forbid_internet_sockets

    if len(sys.argv) > 1 and sys.argv[1] == "child":
        forbid_internet_sockets()
        from desktop.jobs import child

        sys.exit(child.run(sys.argv[2:]))
    _settle_streams()
    _show_first_sight()
    try:
        from desktop.cli.program import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # before or after the command itself, which has its own words for it
        sys.exit(130)


def asks_for_window(arguments: Sequence[str]) -> bool:
    """Whether a command line is plainly for the window; anything doubtful is left to the command line itself."""
    rest = iter(arguments)
    for argument in rest:
        name, has_value, _value = argument.partition("=")
        if name in WITH_VALUE:
            if not has_value and next(rest, None) is None:
                return False
        elif argument == "open":
            return next(rest, None) is None
        elif argument not in FLAGS:
            return False
    return True


def _show_first_sight() -> None:
    """Where the window is wanted and can be shown, its frame comes first: importing the rest takes a second."""
    somewhere = sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in DISPLAYS)
    if not somewhere or not asks_for_window(sys.argv[1:]):
        return
    try:
        from desktop import first_sight
    except ImportError:  # a library of the system is missing: the command line says which
        return
    first_sight.show()


def _settle_streams() -> None:
    """Standard output as the contract has it (UTF-8, LF) whatever the machine's own form is; never no stream at all.

    A name of a file that is not UTF-8 is written as an escape, which JSON reads, too. Without a console (a scheduled
    task, a program started from the desktop) Python gives no streams.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the program
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


if __name__ == "__main__":
    main()
