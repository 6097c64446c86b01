"""Data files that travel with the program, and the one function that finds them.

Everything below this folder is read-only: the demonstration department, scorecards, icons. Nothing of ours is
imported here, so every floor may use it.
"""

from pathlib import Path


def path(name: str) -> Path:
    """The absolute path of a shipped file or folder, by its name with forward slashes ("demo/staff.csv").

    Works from the source tree, an installed package and a frozen program alike, because all three keep the
    files beside this module. Raises FileNotFoundError when nothing of that name was shipped.
    """
    found = Path(__file__).resolve().parent.joinpath(*name.split("/"))
    if not found.exists():
        raise FileNotFoundError(f"not shipped with the program: {name}")
    return found
