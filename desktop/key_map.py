"""The keys a person chose instead of the program's own, as a TOML file: read, checked by key, written.

The file lies beside the settings and is also what is exported for a colleague or taken from one. Which commands there
are is the business of the table of commands; this module knows only ids and the text of keys.
"""

from collections.abc import Mapping
from pathlib import Path

import tomli_w

from models.errors import InputRefused, OutputRefused
from models.toml_lines import toml_values

SCHEMA = "steercheck.keys/1"
FILE_NAME = "keys.toml"
MOST_BYTES = 64 * 1024


def read_keys(path: Path) -> dict[str, str]:
    """Command id to key in Qt's portable form, "" for none; a missing file holds none.

    Raises InputRefused naming the file, the entry and its value.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused(f"{path} is not a list of keys: it is larger than {MOST_BYTES // 1024} KB.")
        document = toml_values(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except ValueError as exc:
        raise InputRefused(f"{path} is not a list of keys: {exc}. Mend or remove it.") from exc
    except OSError as exc:
        raise InputRefused(f"{path} cannot be read ({exc.strerror}).") from exc
    if document.get("schema") != SCHEMA:
        raise InputRefused(f'{path} is not a list of keys: schema is {document.get("schema")!r}, not "{SCHEMA}".')
    keys = document.get("keys", {})
    if not isinstance(keys, dict):
        raise InputRefused(f"{path}: keys must be a table of commands and their keys.")
    for command, key in keys.items():
        if not isinstance(key, str):
            raise InputRefused(f"{path}: keys.{command} = {key!r} is not the text of a key.")
    return dict(keys)


def write_keys(path: Path, keys: Mapping[str, str]) -> None:
    """Write the list by a temporary file and a rename. Raises OutputRefused."""
    temporary = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(tomli_w.dumps({"schema": SCHEMA, "keys": dict(sorted(keys.items()))}).encode())
        temporary.replace(path)
    except OSError as exc:
        raise OutputRefused(f"The keys could not be written to {path} ({exc.strerror}).") from exc
