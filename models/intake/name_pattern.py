"""Patterns over file names, as a profile tells them: regular expressions that cannot hold the import up.

Python's matcher tries again and again; an expression like `(a+)+b` would take it years on a name of forty letters. So a
pattern is looked at before it is used, and only names of a sane length are matched.
"""

import re
import warnings

MOST_OF_A_PATTERN = 500
MOST_OF_A_NAME = 255
"""No file system of an office keeps a longer name; a longer one matches nothing."""
MOST_REPEATS = 4
"""Repeats without an end that a pattern may hold: what they cost is multiplied."""
LONG_REPEAT = 64
"""From here on a counted repeat counts as one without an end."""

_TOKEN = re.compile(
    r"\\."
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\(\?P=|\(\?\(|\(\??"
    r"|(?P<times>[*+?]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})"
    r"|.",
    re.DOTALL,
)
"""The signs of a regular expression: an escape, a class of characters, a group's beginning, a repeat, any other."""


class NamePattern:
    """A compiled pattern; `groups` are the names of its groups. Raises ValueError, in words, for one that is unfit."""

    def __init__(self, written: str, allowed: tuple[str, ...]) -> None:
        if len(written) > MOST_OF_A_PATTERN:
            raise ValueError(f"longer than {MOST_OF_A_PATTERN} characters")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", FutureWarning)
                self._compiled = re.compile(written)
        except (re.error, RecursionError, OverflowError, FutureWarning) as exc:
            raise ValueError(f"not a regular expression: {exc}") from None
        self.groups = tuple(self._compiled.groupindex)
        unknown = [name for name in self.groups if name not in allowed]
        if unknown:
            raise ValueError(f"the group {unknown[0]!r} is not known; use {', '.join(allowed)}")
        if not self.groups:
            raise ValueError(f"names no group; write (?P<{allowed[0]}>...) round what it tells")
        _refuse_endless_work(written)

    def match(self, name: str) -> dict[str, str] | None:
        """What the name tells, by group, without blank and absent ones; None when it is of another form."""
        if len(name) > MOST_OF_A_NAME:
            return None
        found = self._compiled.fullmatch(name)
        return None if found is None else {group: text for group, text in found.groupdict().items() if text}


def _refuse_endless_work(written: str) -> None:
    """Repeats and choices inside of repeats, many repeats side by side, and references back make matching explode."""
    endless = 0
    varied = [False]
    """For each group that is open: whether what stands in it may match in several ways."""
    last_varied = repeated = False
    for token in _TOKEN.finditer(written):
        sign = token[0]
        if sign in ("(?P=", "(?(") or (sign[0] == "\\" and sign[1:] in "123456789"):
            raise ValueError("refers back to a group, which can take for ever; write it out")
        if token["times"] and not repeated:
            varies, most = _reach(token)
            if most > 1 and last_varied:
                raise ValueError("a repeat or a choice inside of a repeat can take for ever; write it with one")
            endless += most > LONG_REPEAT
            varied[-1] = varied[-1] or varies
        elif sign in ("(", "(?"):
            varied.append(False)
        elif sign == ")":
            last_varied = varied.pop()
            varied[-1] = varied[-1] or last_varied
        elif sign == "|":
            varied[-1] = True
        repeated = bool(token["times"])
        if sign != ")":
            last_varied = False
    if endless > MOST_REPEATS:
        raise ValueError(f"more than {MOST_REPEATS} repeats without an end can take for ever; say how often")


def _reach(times: re.Match[str]) -> tuple[bool, float]:
    """Whether the number of times varies, and the most."""
    if times[0] in ("*", "+"):
        return True, float("inf")
    if times[0] == "?":
        return True, 1
    if not times["comma"]:
        return False, int(times["least"] or 0)
    return True, int(times["most"]) if times["most"] else float("inf")
