"""The SHA-256 of a file: by it a recording is recognised wherever it lies and whatever it is called."""

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

PIECE_BYTES = 1 << 20

Check = Callable[[], None]


def sha256_of(path: Path, check: Check, read: Callable[[int], object] | None = None) -> tuple[str, int]:
    """The SHA-256 (lower case) and the size of a regular file; `read` is told the bytes of each piece.

    Raises OSError, also for what is no regular file (it never waits for a pipe or reads a device), and whatever
    `check` raises.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    digest, size = hashlib.sha256(), 0
    with open(os.open(path, flags), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, "not a regular file")
        while piece := file.read(PIECE_BYTES):
            check()
            digest.update(piece)
            size += len(piece)
            if read is not None:
                read(len(piece))
    return digest.hexdigest(), size
