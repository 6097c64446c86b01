"""Small JSON files in the cache folder: what was found out once and can be found out again.

Whatever is wrong with such a file, it reads as empty; where it cannot be written, the work is done again next time.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any


def read_object(file: Path | None) -> dict[str, Any]:
    """The object in the file, empty where there is none."""
    try:
        read = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def write_object(file: Path, values: dict[str, Any]) -> None:
    """The object into the file, whole or not at all."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(values), encoding="utf-8")
        temporary.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
