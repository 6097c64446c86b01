"""Spoken words as the cues compare them: small letters, no contractions, no plurals, numbers told apart.

The same reading is applied to a transcript and to the phrases of the rules, so that "You're in arrears." and "you are
in arrear" meet. Each token knows which words of the transcript it stands for: two recognised words may be one token
("deb it"), one word several ("can't").
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

BREAK = "\n"
"""The token between two stretches of speech that no phrase may run across."""
FILLERS = frozenset({"ah", "eh", "er", "erm", "hm", "hmm", "mhm", "mm", "oh", "uh", "um"})
_LINKING = (
    "a an and any are as at be been but by can could did do doe for from had has have he her him his i if in "
    "is it its just like may me might more must my of on or our please shall she should so some that the their "
    "them then there these they this those to us was we well were will with would you your"
)
LINKING = frozenset(_LINKING.split())
"""Words that say little by themselves, as tokens: in a phrase, one of them may be missing or another."""
NOT = "not"

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred thousand"
NUMBER_WORDS = frozenset(f"{_UNITS} {_TENS} half".split())
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CONTRACTED = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "let's": "let us",
    "i'm": "i am",
    "gonna": "going to",
    "gotta": "got to",
    "wanna": "want to",
    "okay": "ok",
}
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))
_IS = frozenset({"he", "here", "how", "it", "she", "that", "there", "what", "where", "who"})
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_PARTS = re.compile(r"£|%|[^\W_]+(?:[.,]\d+)*(?:'[^\W_]+)?")
_LETTERS_AND_DIGITS = re.compile(r"(\d[\d.,]*)([^\W\d]+)")


class Amount(StrEnum):
    """What a phrase may ask for in the place of a word: an amount of this kind."""

    MONEY = "money"
    PERCENT = "percent"
    TIME = "time"
    NUMBER = "number"


_UNITS_OF = {
    Amount.MONEY: frozenset({"pound", "quid"}),
    Amount.PERCENT: frozenset({"percent"}),
    Amount.TIME: frozenset({"day", "week", "fortnight", "month", "year"}),
}


@lru_cache(maxsize=50_000)
def tokens_of(word: str) -> tuple[str, ...]:
    """The tokens of one written word: "£40," is ("£40",), "can't" is ("can", "not"), "30%" is ("30", "percent")."""
    plain = unicodedata.normalize("NFKC", word).translate(_STRAIGHT).lower()
    tokens: list[str] = []
    pound = ""
    for part in _PARTS.findall(plain):
        if part == "£":
            pound = part
        elif part == "%":
            tokens.append("percent")
        elif part[0].isdigit():
            number = _LETTERS_AND_DIGITS.fullmatch(part)
            tokens.extend((pound + number[1], _singular(number[2])) if number else (pound + part,))
            pound = ""
        else:
            tokens.extend(_singular(each) for each in _uncontracted(part).split())
    return tuple(token for token in tokens if token not in FILLERS)


def _uncontracted(word: str) -> str:
    if "'" not in word or word in _CONTRACTED:
        return _CONTRACTED.get(word, word)
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + full
    stem, _, ending = word.partition("'")
    if ending == "s":
        return f"{stem} is" if stem in _IS else stem
    return word.replace("'", "")


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_number(token: str) -> bool:
    """Whether a token is, or begins, a number: "40", "£40", "forty"."""
    return token in NUMBER_WORDS or _DIGITS.fullmatch(token.removeprefix("£")) is not None


@dataclass
class Heard:
    """A transcript as tokens. `first[i]` to `last[i]` are the words (by number) token i stands for, -1 for a break.

    `places` are the positions of each token; `amounts` where an amount begins (position to the one after its end).
    """

    texts: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    amounts: dict[Amount, dict[int, int]] = field(default_factory=dict)
    amount_ends: dict[Amount, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        stretches: Iterable[Iterable[tuple[int, str]]],
        whole: Collection[str] = (),
        glued: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "Heard":
        """The tokens of stretches of speech: (number of the word, its text) each, a break after every stretch.

        Two neighbours that make one of the words `whole` are that word ("deb it"); a word of `glued` is the several it
        stands for ("directdebit").
        """
        heard = cls()
        parts = glued or {}
        for stretch in stretches:
            begun = len(heard.texts)
            for number, word in stretch:
                for token in tokens_of(word):
                    for each in parts.get(token, (token,)):
                        heard._add(each, number, begun, whole)
            heard._append(BREAK, -1)
        for at, token in enumerate(heard.texts):
            heard.places.setdefault(token, []).append(at)
        heard._find_amounts()
        return heard

    def _add(self, token: str, number: int, begun: int, whole: Collection[str]) -> None:
        if len(self.texts) > begun:
            before = self.texts[-1]
            joined = before + token
            if joined in whole or joined == "percent":
                self.texts[-1], self.last[-1] = joined, number
                return
        self._append(token, number)

    def _append(self, token: str, number: int) -> None:
        self.texts.append(token)
        self.first.append(number)
        self.last.append(number)

    def _find_amounts(self) -> None:
        starts: dict[Amount, dict[int, int]] = {kind: {} for kind in Amount}
        for at in sorted(at for token, places in self.places.items() if is_number(token) for at in places):
            if at in starts[Amount.NUMBER] or self._inside(starts[Amount.NUMBER], at):
                continue
            end = self._number_end(at)
            begin = at - 1 if self.texts[at] in ("hundred", "thousand", "half") and self.texts[at - 1] == "a" else at
            starts[Amount.NUMBER][begin] = end
            unit = self.texts[end]
            for kind, units in _UNITS_OF.items():
                if unit in units:
                    starts[kind][begin] = end + 1
            if self.texts[at].startswith("£"):
                starts[Amount.MONEY][begin] = end
        self.amounts = starts
        self.amount_ends = {kind: {end: begin for begin, end in found.items()} for kind, found in starts.items()}

    @staticmethod
    def _inside(found: dict[int, int], at: int) -> bool:
        """Whether a position lies in the number found last."""
        return bool(found) and next(reversed(found.values())) > at

    def _number_end(self, at: int) -> int:
        """The position after a number: "two", "a hundred and twenty", "£40"."""
        end = at + 1
        if self.texts[at] not in NUMBER_WORDS:
            return end + 1 if self.texts[end] in ("hundred", "thousand") else end
        while self.texts[end] in NUMBER_WORDS or (self.texts[end] == "and" and self.texts[end + 1] in NUMBER_WORDS):
            end += 1
        return end
