"""What the numbers of a sentence count: money with its rate, percentages, stretches of time.

The second step of `models.spoken_figures`. Here stands everything that makes a number something else: dates, ages,
telephone and reference numbers. A bare number is handed on as such; only the talk around it can tell whether it is
money.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from models.spoken_figures_kinds import Every
from models.spoken_figures_numbers import POUNDS, Number, has_number, number_at_start, numbers_in
from models.spoken_figures_text import Sentence


class Counts(StrEnum):
    """What a number counts."""

    MONEY = "money"
    BARE = "bare"
    PERCENT = "percent"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Quantity:
    """A number at words `start` up to, not including, `end` (its unit and rate included)."""

    start: int
    end: int
    value: Decimal
    counts: Counts
    every: Every | None = None
    hedged: bool = False

    @property
    def pence(self) -> int:
        return int((self.value * 100).to_integral_value(ROUND_HALF_UP))


_PENCE = frozenset({"pence", "p", "penny", "pennies"})
_HEDGES = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|just over|just under|a bit over|a bit under|over|under|"
    r"something like|maybe|say|or so|odd|ish|give or take|close to|or thereabouts)$"
)
_HEDGE_AFTER = frozenset({"odd", "ish", "something"})
_UNITS = {
    "week": Counts.WEEKS, "weeks": Counts.WEEKS, "weeks'": Counts.WEEKS, "wk": Counts.WEEKS, "wks": Counts.WEEKS,
    "fortnight": Counts.WEEKS, "fortnights": Counts.WEEKS,
    "month": Counts.MONTHS, "months": Counts.MONTHS, "months'": Counts.MONTHS,
    "year": Counts.YEARS, "years": Counts.YEARS, "years'": Counts.YEARS, "yrs": Counts.YEARS,
}  # fmt: skip
_EVERY = {
    "week": Every.WEEK, "wk": Every.WEEK, "pw": Every.WEEK, "weekly": Every.WEEK, "friday": Every.WEEK,
    "monday": Every.WEEK, "tuesday": Every.WEEK, "wednesday": Every.WEEK, "thursday": Every.WEEK,
    "saturday": Every.WEEK, "sunday": Every.WEEK,
    "fortnight": Every.FORTNIGHT, "fortnightly": Every.FORTNIGHT,
    "month": Every.MONTH, "monthly": Every.MONTH, "pm": Every.MONTH, "pcm": Every.MONTH,
    "year": Every.YEAR, "yearly": Every.YEAR, "annum": Every.YEAR, "annually": Every.YEAR, "pa": Every.YEAR,
    "day": Every.DAY, "daily": Every.DAY, "hour": Every.DAY, "night": Every.DAY, "shift": Every.DAY,
}  # fmt: skip
_ADVERBS = frozenset({"weekly", "fortnightly", "monthly", "yearly", "annually", "daily", "pw", "pm", "pcm", "pa"})
_FOUR, _TWO = frozenset({"four", "4"}), frozenset({"two", "2"})
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_MONTH_NAMES = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"}
)
_OF_MONTH = (["of", "may"], ["of", "march"])
_IDENTIFIES = re.compile(
    r"\b(?:number|reference|ref|extension|account|sort code|postcode|post code|code|born|birth|aged?|house|flat|room|"
    r"street|road|option|press|line|page|section|paragraph|form|task|case|channel|ending|digits?|phone|mobile|on the|"
    r"letter|since|in|dated|half past|quarter past|quarter to|at about)(?: (?:is|of|it's|was|on))?$"
)
_A_YEAR = re.compile(r"(?:in|within|over|about|inside|under|takes?) (a year)( and a half)?\b|\b(a year and a half)\b")
_GOES_ON = frozenset(
    {"a", "per", "each", "every", "now", "today", "if", "is", "would", "will", "towards", "toward", "off", "on", "as"}
    | {"for", "at", "then", "please", "or", "and", "but", "maybe", "yes", "no", "to", "right", "ok", "okay", "straight"}
    | {"tops", "max", "maximum", "minimum", "instead", "i", "you", "that's", "that", "it", "we", "more", "extra", "out"}
    | {"after", "before", "from", "by", "with", "so", "because", "this", "next", "up", "upfront", "down", "in", "of"}
)
"""What may follow a bare number that is money; a noun makes it that noun's."""
_NUMBERED_RUN = 2
"""So many bare numbers in a row are a year, a telephone, card or reference number."""


def quantities_in(sentence: Sentence) -> list[Quantity]:
    """Every number of a sentence that may matter, in order; none in most sentences, which costs next to nothing."""
    words = sentence.words
    if not has_number(sentence.text, sentence.vocabulary):
        return _numberless(sentence)
    found = _numberless(sentence)
    numbers = numbers_in(words)
    for index, number in enumerate(numbers):
        quantity = _quantity(sentence, number, _is_identifier(numbers, index, words))
        if quantity is not None and not any(
            quantity.start < other.end and other.start < quantity.end for other in found
        ):
            found.append(quantity)
    return sorted(found, key=lambda quantity: quantity.start)


def _numberless(sentence: Sentence) -> list[Quantity]:
    """Stretches of time without a number: "a year and a half", "within a year"."""
    if "year" not in sentence.vocabulary:
        return []
    found = []
    for match in _A_YEAR.finditer(sentence.text):
        halves = Decimal("0.5") if match[2] or match[3] else Decimal(0)
        start, end = sentence.word_at(match.start(1 if match[1] else 3)), sentence.word_at(match.end() - 1) + 1
        found.append(Quantity(start, end, 1 + halves, Counts.YEARS))
    return found


def _quantity(sentence: Sentence, number: Number, identifier: bool) -> Quantity | None:
    """What the number counts, its unit and rate taken in; None for what counts nothing that matters."""
    words, end = sentence.words, number.end
    following = words[end] if end < len(words) else ""
    hedged = _HEDGES.search(sentence.between(number.start - 3, number.start)) is not None or following in _HEDGE_AFTER
    if following in _HEDGE_AFTER:
        end += 1
        following = words[end] if end < len(words) else ""
    if words[number.start].endswith("%"):
        return Quantity(number.start, end, number.value, Counts.PERCENT, None, hedged)
    if following in {"%", "percent", "percentage"}:
        return Quantity(number.start, end + 1, number.value, Counts.PERCENT, None, hedged)
    if following == "per" and words[end + 1 : end + 2] and words[end + 1] in {"cent", "cents", "sent", "scent"}:
        return Quantity(number.start, end + 2, number.value, Counts.PERCENT, None, hedged)
    stretch = None if number.pounds else _stretch(words, number, end)
    if stretch is not None:
        return None if stretch[2] is None else Quantity(number.start, stretch[0], stretch[1], stretch[2], None, hedged)
    value, pounds = number.value, number.pounds
    if following in POUNDS:
        pounds, end = True, end + 1
        value, end = _with_pence(words, value, end)
    elif following in _PENCE:
        pounds, end, value = True, end + 1, value / 100
    every, end = _rate(words, end)
    if every is None and words[number.start].endswith(("pw", "pcm", "pm")):
        every = Every.WEEK if words[number.start].endswith("pw") else Every.MONTH
    if value <= 0:
        return None
    if pounds:
        return Quantity(number.start, end, value, Counts.MONEY, every or _rate_before(words, number.start), hedged)
    if identifier or value < 2 or (every is None and not _may_be_money(sentence, number, end)):
        return None
    return Quantity(number.start, end, value, Counts.BARE, every, hedged)


def _with_pence(words: list[str], value: Decimal, end: int) -> tuple[Decimal, int]:
    """The pence after "pounds": "fifty", "and fifty pence", "50p"."""
    at = end + 1 if words[end : end + 1] == ["and"] else end
    width, count = number_at_start(words[at : at + 2])
    if count is None or not 0 < count < 100:
        return value, end
    after = at + width
    said = after < len(words) and words[after] in _PENCE
    if said:
        return value + Decimal(count) / 100, after + 1
    written = words[at].endswith("p") and words[at][:-1].isdecimal()
    silent = at == end and (after >= len(words) or words[after] in {"a", "per", "each", "every", "weekly", "monthly"})
    return (
        (value + Decimal(count) / 100, after) if written or (silent and value == value.to_integral()) else (value, end)
    )


def _stretch(words: list[str], number: Number, end: int) -> tuple[int, Decimal, Counts | None] | None:
    """A stretch of time: its end, its length and unit; unit None for what is an age or a rate, None for no stretch."""
    at, value = end, number.value
    if words[at : at + 3] == ["and", "a", "half"]:
        at, value = at + 3, value + Decimal("0.5")
    elif words[at : at + 1] == ["calendar"]:
        at += 1
    adverb = words[at] if at < len(words) and words[at] in {"weekly", "monthly", "fortnightly"} else ""
    if adverb and words[at + 1 : at + 2] and re.match(r"(?:payment|instal)", words[at + 1]):
        unit = Counts.MONTHS if adverb == "monthly" else Counts.WEEKS
        return at + 2, value * 2 if adverb == "fortnightly" else value, unit
    unit_word = words[at] if at < len(words) else ""
    found = _UNITS.get(unit_word)
    if found is None:
        return None
    if number.start > 0 and words[number.start - 1] in {"every", "each", "per"}:
        return at + 1, value, None
    if unit_word.startswith("fortnight"):
        value *= 2
    after = words[at + 1 : at + 4]
    if after[:1] in (["old"], ["olds"], ["ago"]) or after[:3] == ["of", "age", *after[2:3]]:
        return at + 1, value, None
    if after[:3] == ["and", "a", "half"]:
        return at + 4, value + Decimal("0.5"), found
    return at + 1, value, found


def _rate(words: list[str], at: int) -> tuple[Every | None, int]:
    """How often, right behind an amount: "a week", "every four weeks", "monthly", "each Friday"."""
    if at >= len(words):
        return None, at
    if words[at] in _ADVERBS:
        return _EVERY[words[at]], at + 1
    if words[at] in {"four", "4"} and words[at + 1 : at + 2] == ["weekly"]:
        return Every.FOUR_WEEKS, at + 2
    if words[at] in {"week", "fortnight", "month"}:  # the article was lost
        return _EVERY[words[at]], at + 1
    lead = at
    if words[lead] in {"for", "in"} and words[lead + 1 : lead + 2] and words[lead + 1] in {"each", "every"}:
        lead += 1
    if words[lead] not in {"a", "per", "each", "every", "the", "of", "by"}:
        return None, at
    following = words[lead + 1 : lead + 4]
    if not following or (words[lead] in {"of", "by", "the"} and following[0] not in {"week", "month"}):
        return None, at
    if following[0] in {"calendar", "single"}:
        lead, following = lead + 1, following[1:]
    if len(following) > 1 and following[1] in {"weeks", "week"}:
        if following[0] in _FOUR:
            return Every.FOUR_WEEKS, lead + 3
        if following[0] in _TWO | {"other", "second"}:
            return Every.FORTNIGHT, lead + 3
    if words[lead] == "a" and following[0] in _DAYS:
        return None, at
    every = _EVERY.get(following[0]) if following else None
    return (None, at) if every is None else (every, lead + 2)


def _rate_before(words: list[str], start: int) -> Every | None:
    """How often, said before the amount: "a weekly payment of £40", "each week I could pay £40"."""
    lead = words[max(0, start - 7) : start]
    for at in range(len(lead) - 1, -1, -1):
        following = lead[at + 1 : at + 3]
        if lead[at] in {"weekly", "fortnightly", "monthly"}:
            return Every.FOUR_WEEKS if at and lead[at - 1] in _FOUR else _EVERY[lead[at]]
        if lead[at] in {"each", "every", "per"} and following:
            if following[1:] == ["weeks"]:
                return Every.FOUR_WEEKS if following[0] in _FOUR else Every.FORTNIGHT
            if following[0] in {"week", "fortnight", "month"}:
                return _EVERY[following[0]]
    return None


def _is_identifier(numbers: list[Number], index: int, words: list[str]) -> bool:
    """Whether a bare number is part of a run of numbers, or written as only codes and telephone numbers are."""
    first = last = index
    while first > 0 and numbers[first - 1].end == numbers[first].start:
        first -= 1
    while last + 1 < len(numbers) and numbers[last].end == numbers[last + 1].start:
        last += 1
    word = words[numbers[index].start]
    long = word.isdecimal() and (len(word) > 5 or (len(word) > 1 and word.startswith("0")))
    return long or last - first + 1 >= _NUMBERED_RUN


def _may_be_money(sentence: Sentence, number: Number, end: int) -> bool:
    """Whether a bare number stands as an amount would: at the end of what is said, or before a word that goes on."""
    words, marks = sentence.words, sentence.marks
    if _IDENTIFIES.search(sentence.between(number.start - 3, number.start)):
        return False
    around = {*words[max(0, number.start - 2) : number.start], *words[end : end + 2]}
    if around & (_MONTH_NAMES - {"may", "march"}) or words[end : end + 1] in (["o'clock"], ["am"], ["pm"]):
        return False
    if words[end : end + 2] in (["of", "may"], ["of", "march"]) or words[number.start - 2 : number.start] in _OF_MONTH:
        return False
    return end >= len(words) or marks[end - 1] != "" or words[end] in _GOES_ON
