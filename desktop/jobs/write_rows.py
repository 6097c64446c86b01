"""Writing a list out as CSV: UTF-8, LF, by a temporary file and a rename, as `desktop.jobs.write_export` writes a pack.

Nothing half-written is ever seen under the name asked for; what stood there before is replaced by a finished list or
not at all.
"""

import csv
import errno
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from desktop.jobs.write_export import REASONS, WORKSHOP
from models.errors import OutputRefused


def write_rows(headings: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]], target: Path) -> int:
    """Write blocks of rows to `target` as they come; how many rows. Whatever `blocks` raises leaves the target alone.

    A link is followed to its file; a pipe or a device is written into, as nothing can take its place. Raises
    OutputRefused when the target cannot be written.
    """
    try:
        real = Path(os.path.realpath(target))
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as file:
                return _written(headings, blocks, file)
        with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=real.parent, ignore_cleanup_errors=True) as name:
            workshop = Path(name) / "rows.csv"
            with workshop.open("w", encoding="utf-8", newline="") as file:
                count = _written(headings, blocks, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(workshop, real)
    except OSError as exc:
        reason = REASONS.get(exc.errno or 0, exc.strerror or type(exc).__name__)
        raise OutputRefused(
            f"The list could not be written to {target}: {reason}. What stood there before is untouched."
        ) from exc
    return count


def _written(headings: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]], file: TextIO) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(headings)
    count = 0
    for rows in blocks:
        writer.writerows(rows)
        count += len(rows)
    return count
