"""The log: ids and counts, never names, figures or speech. One rotating file in the local log folder."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop import paths

LOG_BYTES = 1_000_000
LOG_FILES = 3


def start_log(debug: bool = False) -> Path | None:
    """Begin writing the log; returns its path, or None when no folder could be written (work goes on without)."""
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    folder = paths.log_folder()
    path = folder / "steercheck.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    return path
