"""Where the program starts: a child process, a command, or the window.

The hidden `child` command comes first of all, so that decoding starts fast and frozen programs can start their own
children; everything else goes through the command line, whose default command is the window.
"""

import sys


def main() -> None:
    """Entry point of the `steercheck` script. Ends the process with the exit status of the contract."""
    from desktop.offline import forbid_internet_sockets

    if len(sys.argv) > 1 and sys.argv[1] == "child":
        forbid_internet_sockets()
        from desktop.jobs import child

        sys.exit(child.run(sys.argv[2:]))
    from desktop.cli.program import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
