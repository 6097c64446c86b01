"""The values of a TOML file and the line of each key, so that a fault can be told with its place; `tomllib` keeps none.

Keys are written as the readers of rule files name them: `rule[3].phrases[2]` is the second text of `phrases` in the
third `[[rule]]`, counted from 1. Reads only what `tomllib` has accepted, and knows no more of TOML than the places of
keys ask for: headers, keys, strings and brackets (TOML 1.0).
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
_STRINGS = re.compile(r'"""(?:\\.|[^\\])*?"""+|' + r"'''.*?'''+|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'", re.DOTALL)


def toml_values(text: str) -> dict[str, Any]:
    """What `tomllib` reads in a text. Raises ValueError with the reason, its line where `tomllib` names one; also for
    what it lets through as another fault: a number no machine reads, brackets without an end."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as exc:
        raise ValueError("it holds a number that is far too long") from exc
    except RecursionError as exc:
        raise ValueError("it is nested far too deeply") from exc


def key_lines(text: str) -> Mapping[str, int]:
    """Line numbers, from 1, by key; a table's own line is that of its header."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, at, line = "", 0, 1
    while at < len(text):
        if found := _HEADER.match(text, at):
            line += text.count("\n", at, found.start(1))
            table = _table(found[2], counts, repeated=found[1] == "[[")
            lines.setdefault(table, line)
            end = _end_of_line(text, found.end())
        elif found := _KEY.match(text, at):
            line += text.count("\n", at, found.start(1))
            key = ".".join(part for part in (table, _plain(found[1])) if part)
            lines.setdefault(key, line)
            end = _value(text, found.end(), line, key, lines)
        else:
            end = _end_of_line(text, at)
            line += text.count("\n", at, end)
            at = end
            continue
        line += text.count("\n", found.start(1), end)
        at = end
    return lines


def line_of(lines: Mapping[str, int], key: str) -> int | None:
    """The line of a key, else of the nearest table around it; None for the file as a whole."""
    while key:
        if key in lines:
            return lines[key]
        key = key[: key.rfind("[")] if key.endswith("]") else key.rpartition(".")[0]
    return None


def _table(name: str, counts: dict[str, int], *, repeated: bool) -> str:
    """The full key of a header; every part that is a repeated table gets the number of its latest."""
    full = ""
    parts = _plain(name).split(".")
    for depth, part in enumerate(parts):
        full = f"{full}.{part}" if full else part
        if repeated and depth == len(parts) - 1:
            counts[full] = counts.get(full, 0) + 1
        if full in counts:
            full = f"{full}[{counts[full]}]"
    return full


def _value(text: str, at: int, line: int, key: str, lines: dict[str, int]) -> int:
    """Past a value and the rest of its line; the texts of a list get lines of their own."""
    depth, item, begun = 0, 0, False
    while at < len(text):
        string = _STRINGS.match(text, at)
        letter = text[at]
        if string is not None:
            if depth == 1 and not begun:
                item, begun = item + 1, True
                lines.setdefault(f"{key}[{item}]", line)
            line += string[0].count("\n")
            at = string.end()
            continue
        if letter == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        if letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == ",":
            begun = begun and depth > 1
        elif letter == "\n":
            line += 1
            if depth <= 0:
                return at + 1
        at += 1
    return at


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
