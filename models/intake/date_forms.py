"""Dates and times in other forms than ISO 8601, as a profile names them: "%d/%m/%Y", "%d %b %Y %H:%M".

The percent codes are those of strftime. They are read here and not by `strptime`, because that one follows the system's
language (month names) and takes blanks and foreign digits nobody wrote into the form.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from itertools import pairwise

MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_NAMES = {name: place for place, name in enumerate(MONTHS, 1)} | {
    name[:3]: place for place, name in enumerate(MONTHS, 1)
}
_NAMES["sept"] = 9

_NUMBERS = {
    "d": "day of the month",
    "m": "month",
    "Y": "year of four digits",
    "y": "year of two digits",
    "H": "hour to 23",
    "I": "hour to 12",
    "M": "minute",
    "S": "second",
}
_CODES = frozenset(_NUMBERS) | frozenset("bBpzf")
_PIECE = re.compile(r"%(.)|([^%])", re.DOTALL)
MOST_CHARACTERS = 60


def month_named(name: str) -> int | None:
    """The number of a month by its English name, whole or short ("September", "Sept", "sep"); None for no month."""
    return _NAMES.get(name.lower())


@dataclass(frozen=True)
class DateForm:
    """One form. Raises ValueError, in words, for one that cannot be read or names no whole day."""

    written: str

    def __post_init__(self) -> None:
        if len(self.written) > MOST_CHARACTERS or "%" in _PIECE.sub("", self.written):
            raise ValueError("not a form of a date; write it like %d/%m/%Y")
        codes = self._codes
        unknown = [code for code in codes if code not in _CODES]
        if unknown:
            raise ValueError(f"%{unknown[0]} is not known; use %d %m %b %Y %y %H %M %S %f %I %p %z")
        for code in codes:
            if codes.count(code) > 1:
                raise ValueError(f"%{code} stands twice")
        if "d" not in codes or sum(code in codes for code in "mbB") != 1 or sum(code in codes for code in "Yy") != 1:
            raise ValueError("must name the day, the month and the year once each, like %d/%m/%Y")
        if ("I" in codes) != ("p" in codes) or ("I" in codes and "H" in codes):
            raise ValueError("an hour is %H, or %I together with %p")
        if self.has_time and "M" not in codes:
            raise ValueError("names an hour without its minutes (%M)")
        if not self.has_time and any(code in codes for code in "MSfpz"):
            raise ValueError("names minutes without their hour (%H)")

    @property
    def has_time(self) -> bool:
        """Whether it tells the time of day."""
        return any(code in self._codes for code in "HI")

    @property
    def has_offset(self) -> bool:
        return "z" in self._codes

    def read(self, cell: str) -> datetime | None:
        """The day (at midnight) or time that `cell` says; None when it is not of this form.

        Aware when the form has %z. Raises ValueError for a day or time that does not exist.
        """
        found = self._pattern.fullmatch(cell)
        if found is None:
            return None
        told = found.groupdict()
        year = int(told["Y"]) if "Y" in told else _full_year(int(told["y"]))
        month = int(told["m"]) if "m" in told else month_named(told.get("b") or told["B"])
        if month is None:
            return None
        hour = int(told.get("H") or 0)
        if "I" in told:
            if not 1 <= int(told["I"]) <= 12:
                raise ValueError("no such hour")
            hour = int(told["I"]) % 12 + (12 if told["p"].lower() == "pm" else 0)
        fraction = int((told.get("f") or "0").ljust(6, "0"))
        zone = _zone(told["z"]) if "z" in told else None
        return datetime(
            year, month, int(told["d"]), hour, int(told.get("M") or 0), int(told.get("S") or 0), fraction, zone
        )

    def example(self, day: date = date(2009, 9, 14)) -> str:
        """How a day looks in this form: "14/09/2009", for people."""
        name = MONTHS[day.month - 1].capitalize()
        told = {
            "d": f"{day.day:02}",
            "m": f"{day.month:02}",
            "Y": f"{day.year:04}",
            "y": f"{day.year % 100:02}",
            "b": name[:3],
            "B": name,
            "H": "10",
            "I": "10",
            "M": "31",
            "S": "40",
            "p": "AM",
            "f": "0",
            "z": "+01:00",
            "%": "%",
        }
        return _PIECE.sub(lambda piece: told[piece[1]] if piece[1] else piece[2], self.written)

    @property
    def _codes(self) -> list[str]:
        return [code for code, _ in _PIECE.findall(self.written) if code and code != "%"]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pieces = [(code, literal) for code, literal in _PIECE.findall(self.written)]
        touching = {place for place, (one, other) in enumerate(pairwise(pieces)) if one[0] and other[0]}
        parts = []
        for place, (code, literal) in enumerate(pieces):
            if not code or code == "%":
                parts.append(re.escape(literal or "%"))
                continue
            fixed = place in touching or place - 1 in touching
            parts.append(f"(?P<{code}>{_part(code, fixed)})")
        return re.compile("".join(parts), re.IGNORECASE | re.ASCII)


def _part(code: str, fixed: bool) -> str:
    """The expression of one code. Where two codes touch, each number has all its digits."""
    if code == "Y":
        return "[0-9]{4}"
    if code in _NUMBERS:
        return "[0-9]{2}" if fixed or code == "y" else "[0-9]{1,2}"
    return {"b": "[a-z]{3,4}", "B": "[a-z]{3,9}", "p": "am|pm", "f": "[0-9]{1,6}", "z": r"z|[+-][0-9]{2}:?[0-9]{2}"}[
        code
    ]


def _full_year(two_digits: int) -> int:
    """POSIX: 69 to 99 are of the last century."""
    return two_digits + (1900 if two_digits >= 69 else 2000)


def _zone(written: str) -> timezone:
    if written.lower() == "z":
        return timezone(timedelta())
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no such offset from UTC")
    east = timedelta(hours=hours, minutes=minutes)
    return timezone(-east if written[0] == "-" else east)
