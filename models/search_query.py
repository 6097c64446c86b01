"""What a person types to search the transcripts, read by a small grammar of our own. Pure; no text is refused.

    arrears payment         both words, anywhere in a line
    "can you pay"           these words in this order
    arrear*                 every word that begins so
    deposit OR "lump sum"   either
    NOT bonus, -bonus       lines without it

Between the search field (or `steercheck search`) and the two full-text indexes, which would refuse a stray quote or
star; a search that holds no word finds nothing. Words are compared as SQLite's unicode61 has them, without case and
accents (https://www.sqlite.org/fts5.html, section 4.3.1), with `£` and `%` as letters. Amounts are found however they
are written: £5,000 as £5000 or 5000 pounds, 30% as 30 per cent, and 40 finds £40 as well.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

MOST_WORDS = 64
"""Words of a search that are looked for; what follows is passed over."""
MOST_FORMS = 16
"""Ways of writing one phrase that are looked for."""
TYPED_FROM = 3
"""Letters after which the word being typed may be the beginning of a longer one."""

_UNIT = re.compile(r'(-?)["“”„«»]([^"“”„«»]*)["“”„«»]?(\*?)|(\S+)')
_AMOUNT = r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
_PER_CENT = re.compile(r"(?<![\w£.,])(\d+(?:\.\d+)?)\s*(?:%|per\s*cent\b)(?!\w)", re.IGNORECASE)
_POUNDS = re.compile(rf"(?<![\w£.,]){_AMOUNT}\s+pounds?\b", re.IGNORECASE)
_SPACED_POUND = re.compile(r"£\s+(?=\d)")
_MONEY = re.compile(rf"£{_AMOUNT}")
_PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?)%")
_NUMBER = re.compile(_AMOUNT)

Form = tuple[str, ...]
"""Words that follow each other, in small letters."""


class Token(NamedTuple):
    """One word of a text in small letters, and where it stands there."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """A word or phrase in each way it may be written; `prefix`: the last word of each may go on."""

    forms: tuple[Form, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a line must hold: of each of `groups` one term, and none of `unwanted`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for: no line is found by what it does not hold."""
        return not self.groups


class _Unit(NamedTuple):
    text: str
    quoted: bool
    denied: bool
    prefix: bool


def read_query(text: str, *, typing: bool = False) -> Wanted:
    """What is looked for. `typing`: the last word is not finished, so that what it begins is found already."""
    written = _as_written(text)
    units = list(_units(written))
    if typing and units and not written[-1:].isspace():
        last = units[-1]
        open_quote = last.quoted and written.count('"') % 2
        if (not last.quoted or open_quote) and len(last.text) >= TYPED_FROM and last.text[-1].isalpha():
            units[-1] = last._replace(prefix=True)
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    joins = denies = False
    words = 0
    for unit in units:
        if not unit.quoted and unit.text in ("AND", "OR", "NOT"):
            joins, denies = unit.text == "OR", denies or unit.text == "NOT"
            continue
        term = _term(unit)
        if not term.forms:
            continue
        words += len(term.forms[0])
        if words > MOST_WORDS:
            break
        if denies or unit.denied:
            unwanted.append(term)
        elif joins and groups:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = denies = False
    return Wanted(tuple(map(tuple, groups)), tuple(unwanted))


def tokens(text: str) -> list[Token]:
    """The words of a text in small letters; a letter's accents go with it."""
    found: list[Token] = []
    start: int | None = None
    for at, letter in enumerate(text):
        if _is_letter(letter):
            start = at if start is None else start
        elif start is not None:
            found.append(Token(text[start:at].lower(), start, at))
            start = None
    if start is not None:
        found.append(Token(text[start:].lower(), start, len(text)))
    return found


def folded(word: str) -> str:
    """A word without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def storable(text: str) -> str:
    """A text that a database takes: without NUL, and without half a character that a command line may hold."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode()


def marks(text: str, wanted: Wanted) -> tuple[tuple[int, int], ...]:
    """Where a line says what was looked for: stretches of `text`, in order, none within another."""
    said = tokens(text)
    words = [folded(token.word) for token in said]
    found: list[tuple[int, int]] = []
    for term in {term for group in wanted.groups for term in group}:
        for form in (tuple(map(folded, form)) for form in term.forms):
            for at in range(len(words) - len(form) + 1):
                if _stands(words[at : at + len(form)], form, prefix=term.prefix):
                    found.append((said[at].start, said[at + len(form) - 1].end))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _stands(words: Sequence[str], form: Form, *, prefix: bool) -> bool:
    if list(words[:-1]) != list(form[:-1]):
        return False
    return words[-1].startswith(form[-1]) if prefix else words[-1] == form[-1]


def _as_written(text: str) -> str:
    """Percentages and pounds in one spelling each, so that they are one word."""
    text = _PER_CENT.sub(r"\1%", storable(text))
    text = _POUNDS.sub(r"£\1\2", text)
    return _SPACED_POUND.sub("£", text)


def _units(text: str) -> Iterator[_Unit]:
    for found in _UNIT.finditer(text):
        minus, phrase, star, word = found.groups()
        if word is None:
            yield _Unit(phrase, True, bool(minus), bool(star))
            continue
        # a quote within a word begins no phrase: it is read as the space it would be to the index
        denied = word.startswith("-") and any(map(_is_letter, word))
        yield _Unit(word.lstrip("-").rstrip("*") if denied else word.rstrip("*"), False, denied, word.endswith("*"))


def _term(unit: _Unit) -> Term:
    """A word or phrase in every way its amounts may be written."""
    ways = [written for word in unit.text.split() if (written := _ways(word))]
    forms: dict[Form, None] = {}
    for chosen in product(*ways):
        if len(forms) >= MOST_FORMS:
            break
        forms[tuple(word for part in chosen for word in part)] = None
    forms.pop((), None)
    return Term(tuple(forms), unit.prefix)


def _ways(word: str) -> list[Form]:
    """A word as the index may have it: itself first; of an amount every way it is written."""
    bare = word.strip(".,;:!?()[]")
    own = tuple(token.word for token in tokens(word))
    if not own:
        return []
    if (money := _MONEY.fullmatch(bare)) is not None:
        amounts = _amounts(money)
        pounds = [(*amount, unit) for amount in amounts for unit in ("pounds", "pound")]
        return _once([*(_led(amount) for amount in amounts), *(("£", *amount) for amount in amounts), *pounds])
    if (rate := _PERCENTAGE.fullmatch(bare)) is not None:
        whole = tuple(rate[1].split("."))
        return _once([(*whole[:-1], f"{whole[-1]}%"), (*whole, "per", "cent"), (*whole, "percent")])
    if (number := _NUMBER.fullmatch(bare)) is not None:
        amounts = _amounts(number)
        return _once([*amounts, *map(_led, amounts), *((*amount[:-1], f"{amount[-1]}%") for amount in amounts)])
    return [own]


def _amounts(found: re.Match[str]) -> list[Form]:
    """5,000.50 as the index has it with and without the comma; whole pounds without pence, too."""
    whole, pence = found[1].replace(",", ""), (found[2] or "").lstrip(".")
    grouped = tuple(f"{int(whole):,}".split(",")) if whole.isdecimal() else (whole,)
    written: list[Form] = [(whole,), grouped]
    return _once([(*amount, pence) if pence else amount for amount in written])


def _led(amount: Form) -> Form:
    return (f"£{amount[0]}", *amount[1:])


def _once(forms: Sequence[Form]) -> list[Form]:
    return list(dict.fromkeys(forms))


def _is_letter(letter: str) -> bool:
    return letter in "£%" or letter.isalnum() or unicodedata.category(letter) in ("Mn", "Co")
