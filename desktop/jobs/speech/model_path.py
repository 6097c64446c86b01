"""A model's path as each engine can open it, whatever letters it holds.

Both engines hand the bytes of the path to a C++ file stream. On POSIX those are the bytes the file system has, so
`os.fsencode` is right for every path, even one that is no text. On Windows it depends on who compiled the library:
whisper.cpp takes UTF-8 when built by Microsoft's compiler (`whisper_init_from_file_with_params_no_state`, since May
2024; letters beyond the basic plane end the process, whisper.cpp issue 4018), the system's code page when built by
MinGW or before that (whisper-cpp-python is of 2023). Plain ASCII means the same to all of them, and Windows has an
ASCII name for nearly every file: the short one of 8.3 letters. Only where a volume keeps no short names are UTF-8 and
the code page used as they are.
"""

import os
import sys
from pathlib import Path

from desktop.jobs.speech.engine import EngineFault


def as_bytes(path: Path, *, takes_utf8: bool) -> bytes:
    """The path for an engine's loader. Raises EngineFault where no name of the file can be told to it."""
    if sys.platform == "win32":
        return windows_bytes(str(path), _short_name(str(path)), takes_utf8=takes_utf8)
    return os.fsencode(path)


def windows_bytes(path: str, short: str | None, *, takes_utf8: bool) -> bytes:
    """The same on Windows: `short` is the file's short name, None where it has none."""
    for name in (path, short):
        if name is not None and name.isascii():
            return name.encode("ascii")
    try:
        return path.encode("utf-8" if takes_utf8 and max(path) <= "\uffff" else _code_page())
    except UnicodeEncodeError:
        raise EngineFault(
            "the path of the model holds letters this engine cannot be told; move it to a folder of plain letters"
        ) from None


def _code_page() -> str:
    return "mbcs" if sys.platform == "win32" else "cp1252"


def _short_name(path: str) -> str | None:
    """The 8.3 name of an existing file, None where the volume keeps none."""
    if sys.platform == "win32":
        import ctypes

        room = ctypes.create_unicode_buffer(32_768)
        length = ctypes.windll.kernel32.GetShortPathNameW(path, room, len(room))
        return room.value if 0 < length < len(room) else None
    return None
