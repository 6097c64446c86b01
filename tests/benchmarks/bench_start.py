"""How fast a command starts: beside a bare Python, and beside a Python that imports what the command stands on."""

import subprocess
import sys
from pathlib import Path

STEERCHECK = Path(sys.executable).with_name("steercheck")


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def bench_the_help_of_a_command(side_by_side) -> None:
    side_by_side(
        "steercheck --help",
        lambda: run(str(STEERCHECK), "--help"),
        (
            "python importing typer, rich, sqlmodel",
            lambda: run(sys.executable, "-c", "import typer, rich.console, sqlmodel"),
        ),
        at_most=1.5,
    )


def bench_starting_a_child(side_by_side) -> None:
    """What each decoding child costs before it decodes: it must not import what a window or a database needs."""
    side_by_side(
        "python -m desktop, imports of a child",
        lambda: run(sys.executable, "-c", "import desktop.__main__, desktop.jobs.child"),
        ("bare python", lambda: run(sys.executable, "-c", "pass")),
        at_most=3.0,
    )
