"""Writing a text file whole: by a temporary file beside it and a rename, as `desktop.jobs.write_export` writes a pack.

Nothing half-written is ever seen under the name asked for; what stood there before is replaced by a finished file or
not at all.
"""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

from models.errors import OutputRefused

Result = TypeVar("Result")

WORKSHOP = ".steercheck-export-"
"""How the temporary folder beside the target begins."""
LEFT_BEHIND_S = 3600
"""A workshop older than this belongs to a program that was killed, and goes with the next writing."""
REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the file would be larger than is allowed there",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "nothing can be written there",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "there is a folder of that name",
    errno.ENAMETOOLONG: "the name is too long",
}
"""Why the system would not have something written, in words of people."""


def write_whole(target: Path, what: str, write: Callable[[TextIO], Result]) -> Result:
    """Have `write` fill a file (UTF-8, line ends as written) and put it in the place of `target`; gives its result.

    `what` names it in a refusal: "The list". A link is followed to its file; a pipe or a device is written into, as
    nothing can take its place. Whatever `write` raises leaves the target alone. Raises OutputRefused when the target
    cannot be written.
    """
    try:
        real = Path(os.path.realpath(target))
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as file:
                return write(file)
        clear_left_behind(real.parent)
        with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=real.parent, ignore_cleanup_errors=True) as name:
            workshop = Path(name) / "written"
            with workshop.open("w", encoding="utf-8", newline="") as file:
                result = write(file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(workshop, real)
    except OSError as exc:
        reason = REASONS.get(exc.errno or 0, exc.strerror or type(exc).__name__)
        raise OutputRefused(
            f"{what} could not be written to {target}: {reason}. What stood there before is untouched."
        ) from exc
    return result


def clear_left_behind(folder: Path) -> None:
    """Remove the workshops of programs that were killed: what lies in them was never put in its place."""
    for found in folder.glob(WORKSHOP + "*"):
        if found.is_dir() and not found.is_symlink() and time.time() - found.stat().st_mtime > LEFT_BEHIND_S:
            shutil.rmtree(found, ignore_errors=True)
