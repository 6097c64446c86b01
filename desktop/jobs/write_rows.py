"""Writing a list out as CSV: UTF-8, LF, by a temporary file and a rename, as `desktop.jobs.write_export` writes a pack.

Nothing half-written is ever seen under the name asked for; what stood there before is replaced by a finished list or
not at all.
"""

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.jobs.write_export import REASONS, WORKSHOP
from models.errors import OutputRefused


def write_rows(headings: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]], target: Path) -> int:
    """Write blocks of rows to `target` as they come; how many rows. Whatever `blocks` raises leaves the target alone.

    Raises OutputRefused when the target cannot be written.
    """
    target = Path(os.path.abspath(target))
    count = 0
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "there is a folder of that name")
        with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=target.parent, ignore_cleanup_errors=True) as name:
            workshop = Path(name) / "rows.csv"
            with workshop.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(headings)
                for rows in blocks:
                    writer.writerows(rows)
                    count += len(rows)
                file.flush()
                os.fsync(file.fileno())
            os.replace(workshop, target)
    except OSError as exc:
        reason = REASONS.get(exc.errno or 0, exc.strerror or type(exc).__name__)
        raise OutputRefused(
            f"The list could not be written to {target}: {reason}. What stood there before is untouched."
        ) from exc
    return count
