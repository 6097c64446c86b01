"""The numbers in a sentence, whatever they count.

Read by text2num, token by token; around it stand the forms it does not know: digits ("£1,000", "5k", "4 hundred"), a
grand, a couple of hundred, two and a half thousand, "four fifty a week". Part of `models.spoken_figures_quantities`.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from text_to_num import find_numbers


class Number(NamedTuple):
    start: int
    end: int
    value: Decimal
    pounds: bool


class _Token(NamedTuple):
    """One word in the form text2num asks for."""

    word: str

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGE = ("hundred", "hundreds", "thousand", "grand")
_NUMBER_WORDS = frozenset({*_SMALL, *_TENS, *_LARGE, "nought", "couple", "half"})
_A_DIGIT = re.compile(r"\d")
_HUNDREDS = frozenset({"hundred", "thousand"})
_DIGITS = re.compile(r"^(£?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%|k|p|pw|pm|pcm)?$")
_GOING_UP = frozenset({"up", "close", "down", "next", "came", "comes", "come", "over"})
"""Before "to hundred", which is then no "two hundred"."""
POUNDS = frozenset({"pounds", "pound", "quid", "£", "pounds'", "quids"})


def has_number(text: str, vocabulary: frozenset[str]) -> bool:
    """Whether a number may be among the words of a sentence; most have none."""
    return not _NUMBER_WORDS.isdisjoint(vocabulary) or _A_DIGIT.search(text) is not None


def numbers_in(words: list[str]) -> list[Number]:
    """Every number among the words, in order; ordinals are none."""
    digits = {at: found for at, word in enumerate(words) if (found := _DIGITS.match(word)) is not None}
    plain = list(words)
    for at, following in enumerate(words[1:]):
        if following in _HUNDREDS:
            plain[at] = _before_hundred(words, at, digits.get(at))
    found_numbers, taken = [], set[int]()
    for each in find_numbers([_Token(word) for word in plain], "en", 0):
        if not each.is_ordinal:
            found_numbers.append(Number(each.start, each.end, Decimal(each.text), words[each.start].startswith("£")))
            taken.update(range(each.start, each.end))
    found_numbers.extend(_written(at, match) for at, match in digits.items() if at not in taken)
    return _with_grands(_joined(sorted(found_numbers), words), words)


def number_at_start(words: list[str]) -> tuple[int, int | None]:
    """The whole number the words begin with ("fifty", "50", "50p") and how many words it takes; None without one."""
    spoken = find_numbers([_Token(word) for word in words], "en", 0)
    if spoken and spoken[0].start == 0 and not spoken[0].is_ordinal and spoken[0].text.isdecimal():
        return spoken[0].end, int(spoken[0].text)
    if words and re.fullmatch(r"\d{1,2}p?", words[0]):
        return 1, int(words[0].rstrip("p"))
    return 0, None


def _before_hundred(words: list[str], at: int, written: re.Match[str] | None) -> str:
    """The word before "hundred" as text2num knows it: "4", and what engines hear for "four" and "two"."""
    word = words[at]
    if written is not None and written[3] is None and written[4] is None and int(written[2].replace(",", "")) < 20:
        return _SMALL[int(written[2])]
    if word in {"for", "to", "too"} and (at == 0 or words[at - 1] not in _GOING_UP):
        return "four" if word == "for" else "two"
    return word


def _written(at: int, match: re.Match[str]) -> Number:
    """A number in digits."""
    value = Decimal(match[2].replace(",", "") + (match[3] or ""))
    if match[4] == "k":
        value *= 1000
    elif match[4] == "p":
        value /= 100
    return Number(at, at + 1, value, match[1] == "£" or match[4] in {"p", "pw", "pcm"})


def _joined(numbers: list[Number], words: list[str]) -> list[Number]:
    """Numbers text2num leaves apart: two and a half thousand, a couple of hundred, 4.5 thousand, "four fifty"."""
    whole: list[Number] = []
    for number in numbers:
        before = whole[-1] if whole else None
        start, end, value, pounds = number
        alone = end - start == 1 and words[start] in {*_HUNDREDS, "hundreds"}
        lead = words[max(0, start - 3) : start]
        made: Number | None = number
        if lead[-1:] in (["few"], ["several"]) and alone:
            made = None  # nobody knows how many
        elif alone and lead[-2:] == ["couple", "of"]:
            made = Number(start - 2, end, value * 2, pounds)
        elif alone and before is not None and lead == ["and", "a", "half"] and before.end == start - 3:
            made = Number(before.start, end, (before.value + Decimal("0.5")) * value, before.pounds)
        elif alone and before is not None and before.end == start and before.value < 1000:
            made = Number(before.start, end, before.value * value, before.pounds)
        elif before is not None and before.end == start and _is_hundreds(before, number, words):
            made = Number(before.start, end, before.value * 100 + value, before.pounds)
        if made is not None:
            if before is not None and made.start == before.start:
                whole.pop()
            whole.append(made)
    return whole


def _is_hundreds(before: Number, number: Number, words: list[str]) -> bool:
    """ "four fifty a week": four hundred and fifty, where pounds or a rate follow."""
    if not (before.end - before.start == 1 and words[before.start] in _SMALL[2:10] and 20 <= number.value <= 99):
        return False
    following = words[number.end : number.end + 2]
    return following[:1] != [] and (following[0] in POUNDS or following in (["a", "week"], ["a", "month"]))


def _with_grands(numbers: list[Number], words: list[str]) -> list[Number]:
    """Grands: "two grand", "a grand", "one and a half grand", "half a grand"; pounds without another word."""
    found = list(numbers)
    for at, word in enumerate(words):
        if word not in {"grand", "k"}:
            continue
        lead = words[max(0, at - 4) : at]
        before = next((number for number in found if number.end == at), None)
        halved = next((number for number in found if number.end == at - 3 and lead[-3:] == ["and", "a", "half"]), None)
        if before is not None:
            made = Number(before.start, at + 1, before.value * 1000, True)
            found.remove(before)
        elif halved is not None:
            made = Number(halved.start, at + 1, halved.value * 1000 + 500, True)
            found.remove(halved)
        elif word == "grand" and lead[-2:] == ["half", "a"]:
            made = Number(at - 2, at + 1, Decimal(500), True)
        elif word == "grand" and lead[-3:] == ["a", "couple", "of"]:
            made = Number(at - 2, at + 1, Decimal(2000), True)
        elif word == "grand" and lead[-1:] in (["a"], ["one"]):
            made = Number(at, at + 1, Decimal(1000), True)
        else:
            continue
        found.append(made)
    return sorted(found)
