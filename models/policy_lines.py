"""Where the keys of a TOML file stand, so that a fault is named with its line; tomllib does not tell.

Only what policy files hold is followed: tables, tables in lists, plain and dotted keys, strings over several lines.
A key inside an inline table has the line of the key that holds the table.
"""

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]\"']+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-]+)\s*=")
_FENCE = re.compile(r'"""|\'\'\'')


def lines_of(text: str) -> dict[str, int]:
    """Key -> its line, counted from 1: "settings.cap_pct", "rival[2].id"; a table has the line of its header."""
    lines: dict[str, int] = {}
    counted: Counter[str] = Counter()
    table, fence = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if fence:
            fence = "" if fence in line else fence
            continue
        header = _HEADER.fullmatch(line)
        if header is not None:
            table = _counted(header[2], counted, opens=header[1] == "[[")
            lines.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key is not None:
            lines.setdefault(f"{table}.{key[1]}" if table else key[1], number)
            fences = _FENCE.findall(line)
            fence = fences[0] if len(fences) == 1 else ""
    return lines


def _counted(header: str, counted: "Counter[str]", *, opens: bool) -> str:
    """The table with the numbers of the lists it lies in: "rival.settings" in the second rival is rival[2].settings."""
    parts = [part.strip() for part in header.split(".")]
    if opens:
        counted[header] += 1
    told: list[str] = []
    for place in range(1, len(parts) + 1):
        number = counted.get(".".join(parts[:place]), 0)
        told.append(f"{parts[place - 1]}[{number}]" if number else parts[place - 1])
    return ".".join(told)
