"""Where the program starts: a child process, a command, or the window.

The hidden `child` command comes first of all, so that decoding starts fast and frozen programs can start their own
children; everything else goes through the command line, whose default command is the window.
"""

import io
import os
import sys


def main() -> None:
    """Entry point of the `steercheck` script. Ends the process with the exit status of the contract."""
    from desktop.offline import forbid_internet_sockets

    if len(sys.argv) > 1 and sys.argv[1] == "child":
        forbid_internet_sockets()
        from desktop.jobs import child

        sys.exit(child.run(sys.argv[2:]))
    _settle_streams()
    try:
        from desktop.cli.program import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # before or after the command itself, which has its own words for it
        sys.exit(130)


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
