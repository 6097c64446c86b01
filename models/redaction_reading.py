"""A text as redaction reads it: one sign for each letter and digit, whatever way it was written or read out.

Letters are upper case, digits 0-9 (also where they were spoken: "four", "double seven"), a short gap (blanks, hyphens,
brackets, one line end) is a blank, everything else is `BREAK`; what was taken out already is `MASK`. Each sign knows
which letters of the text it stands for, so that what is found here can be cut out there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

BREAK = "|"
MASK = "#"
LONGEST_GAP = 3
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPOKEN = {word: str(digit) for digit, word in enumerate(_DIGITS)} | dict.fromkeys(("nought", "naught", "oh"), "0")
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_DIGIT_WORD = "|".join(_SPOKEN)


@dataclass(frozen=True)
class Reading:
    """`signs` is one string; sign i stands for `text[starts[i]:ends[i]]`, where taken-out letters are MASK, too."""

    text: str
    signs: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of the signs from `start` up to `end`."""
        return self.starts[start], self.ends[end - 1]

    def written(self, start: int, end: int) -> str:
        """What stands in the text for the signs from `start` up to `end`."""
        first, last = self.original(start, end)
        return self.text[first:last]

    def masked(self, spans: Iterable[tuple[int, int]]) -> "Reading":
        """The same with these signs taken out of sight."""
        wanted = sorted(spans)
        if not wanted:
            return self
        places = [self.original(start, end) for start, end in wanted]
        return replace(self, signs=_masked(self.signs, wanted), text=_masked(self.text, places))


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text`, as long as it was, with these spans masked."""
    parts: list[str] = []
    reached = 0
    for start, end in spans:
        parts += [text[reached:start], MASK * (end - max(start, reached))]
        reached = max(reached, end)
    return "".join((*parts, text[reached:]))


@lru_cache(maxsize=4)
def markers(marks: tuple[str, ...]) -> re.Pattern[str]:
    """The tokens of a text, where `marks` are what stands for something taken out before."""
    return re.compile(
        rf"(?P<mark>{'|'.join(map(re.escape, marks))})"
        rf"|(?P<spoken>\b(?:(?P<times>{'|'.join(_TIMES)})[ ]{{1,3}})?(?P<digit>{_DIGIT_WORD})\b)"
        r"|(?P<word>[^\W\d_]+)"
        r"|(?P<gap>[\s()\-\u2010-\u2015\u2212]+)"
        r"|(?P<other>.)",
        re.IGNORECASE | re.DOTALL,
    )


def read(text: str, marks: tuple[str, ...]) -> Reading:
    """`text` as signs. `marks` are the texts that stand for what was taken out of it before."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    removed: list[tuple[int, int]] = []
    single = False

    def sign(what: str, start: int, end: int) -> None:
        signs.append(what)
        starts.append(start)
        ends.append(end)

    for found in markers(marks).finditer(text):
        start, end = found.span()
        match found.lastgroup:
            case "mark":
                sign(MASK, start, end)
                removed.append((start, end))
            case "spoken":
                times = _TIMES.get((found["times"] or "").lower(), 1)
                if found[0] == "OH":  # a NINO may begin with it
                    sign("O", start, start + 1)
                    sign("H", start + 1, end)
                    continue
                for _ in range(times):
                    sign(_SPOKEN[found["digit"].lower()], start, end)
            case "word":
                for at, letter in enumerate(found[0], start):
                    sign(_plain(letter), at, at + 1)
            case "gap":
                short = end - start <= LONGEST_GAP and found[0].count("\n") < 2
                sign(" " if short else BREAK, start, end)
            case _:
                # the comma of "A, B, one, two" is part of the gap that follows it; what shows nothing hides nothing
                joins = single and found[0] == "," and text[end : end + 1] == " "
                if joins or unicodedata.category(found[0]) == "Cf":
                    continue
                sign(_plain(found[0]), start, end)
        single = found.lastgroup == "spoken" or (found.lastgroup == "word" and end - start == 1)
    return Reading(_masked(text, removed), "".join(signs), starts, ends)


def _plain(letter: str) -> str:
    """A letter or digit in its plainest form (full width, circled, of another script's digits), else a break."""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if not letter.isascii():
        letter = unicodedata.normalize("NFKC", letter)
    upper = letter.upper()
    return upper if len(upper) == 1 and upper.isascii() and upper.isalnum() else BREAK
