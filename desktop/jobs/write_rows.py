"""Writing a list out as CSV: UTF-8, LF, whole or not at all (`desktop.jobs.write_whole`)."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from desktop.jobs.write_whole import write_whole


def write_rows(headings: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]], target: Path) -> int:
    """Write blocks of rows to `target` as they come; how many rows. Whatever `blocks` raises leaves the target alone.

    Raises OutputRefused when the target cannot be written.
    """
    return write_whole(target, "The list", lambda file: _written(headings, blocks, file))


def _written(headings: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]], file: TextIO) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(headings)
    count = 0
    for rows in blocks:
        writer.writerows(rows)
        count += len(rows)
    return count
