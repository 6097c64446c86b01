"""The language of cue phrases: one line of a rule file becomes the sequences of words it stands for.

    can you ... pay [the] (full amount|balance) [today]

    word                     this word, or one that sounds like it; contractions and plurals as in `models.cue_words`
    [word], [one|two]        may be there
    (one|two words|three)    one of these
    ...   ...6               up to three, or so many, other words
    <money> <percent> <time> <number>    an amount: £40, forty pounds; 30%; two years; any number

Words that carry meaning, and amounts, must all be there; the rest (`LINKING`) forgives one fault. Between
`models.cue_rules`, which reads phrases, and `models.cues`, which looks for them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from models.cue_words import LINKING, Amount, is_number, tokens_of

GAP = 3
MOST_GAP = 12
MOST_AMOUNT = 10
"""Tokens of an amount: "one thousand two hundred and fifty pounds" and a few more."""
MOST_WAYS = 200
"""So many sequences a phrase may stand for."""
_TOKEN = re.compile(r"\s*(?:(\.\.\.\d*)|<(\w+)>|([\[\]()|])|([^\s\[\]()|<>.]+(?:\.\d+)?)|(\S))")


class PhraseFault(ValueError):
    """The words of a phrase make no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: any of `texts` (tokens). `key`: it carries meaning and must be heard; `optional`: it need not be."""

    texts: frozenset[str]
    key: bool
    optional: bool = False

    def __hash__(self) -> int:
        """That of the texts, which remember it: words are looked up at every step of a search."""
        return hash(self.texts)


@dataclass(frozen=True, slots=True)
class Slot:
    """An amount."""

    kind: Amount


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` other words."""

    most: int


Step = Word | Slot | Gap


@dataclass(frozen=True)
class Way:
    """One sequence a phrase stands for, with how much of it may be otherwise."""

    steps: tuple[Step, ...]

    @cached_property
    def needed(self) -> tuple[int, ...]:
        """Where the steps stand that must be heard: words that carry meaning, and amounts."""
        return tuple(at for at, step in enumerate(self.steps) if isinstance(step, Slot) or _is_key(step))

    @cached_property
    def weight(self) -> int:
        """How much it says: so many steps must be heard."""
        return len(self.needed)

    @cached_property
    def reach(self) -> int:
        """The most tokens it may run over, faults included."""
        most = (
            step.most if isinstance(step, Gap) else MOST_AMOUNT if isinstance(step, Slot) else 1 for step in self.steps
        )
        return sum(most) + self.forgiven

    @cached_property
    def forgiven(self) -> int:
        """Linking words that may be missing, another or one too many: one, where enough else must be there."""
        linking = sum(isinstance(step, Word) and not step.key and not step.optional for step in self.steps)
        return 1 if linking and self.weight >= 2 else 0

    @cached_property
    def alike(self) -> int:
        """Words that carry meaning of which only something similar need be heard: one for every two needed."""
        return self.weight // 2


def _is_key(step: Step) -> bool:
    return isinstance(step, Word) and step.key


def ways_of(phrase: str) -> tuple[Way, ...]:
    """The sequences a phrase stands for. Raises PhraseFault."""
    parser = _Parser(phrase)
    sequences = parser.whole()
    ways = []
    for steps in dict.fromkeys(sequences):
        way = Way(steps)
        if not way.weight:
            raise PhraseFault("has neither a word that carries meaning nor an amount")
        if isinstance(steps[0], Gap) or isinstance(steps[-1], Gap):
            raise PhraseFault("must begin and end with a word or an amount, not with other words (...)")
        ways.append(way)
    return tuple(ways)


Sequences = list[tuple[Step, ...]]


class _Parser:
    """One reading of one phrase, from left to right."""

    def __init__(self, phrase: str) -> None:
        self._tokens = [found.groups() for found in _TOKEN.finditer(phrase)]
        self._at = 0

    def whole(self) -> Sequences:
        found = self._sequence()
        if self._at < len(self._tokens):
            mark = self._tokens[self._at][2]
            raise PhraseFault(
                "has | outside of brackets; write (one|other)" if mark == "|" else f"has {mark} without its partner"
            )
        return found

    def _sequence(self) -> Sequences:
        parts: list[Sequences] = []
        while self._at < len(self._tokens):
            gap, amount, mark, word, stray = self._tokens[self._at]
            if mark is not None and mark in "])|":
                break
            self._at += 1
            if stray:
                raise PhraseFault(f"has a {stray} that means nothing here")
            if gap:
                parts.append([(Gap(self._gap(gap)),)])
            elif amount:
                parts.append([(self._slot(amount),)])
            elif mark:
                parts.append(self._choice(mark))
            else:
                parts.append([self._words(word)])
        if not parts:
            raise PhraseFault("is empty, or has empty brackets")
        return _one_after_another(parts)

    def _choice(self, opened: str) -> Sequences:
        """What stands in brackets; single words stay one step, so that their number does not multiply."""
        choices: Sequences = []
        while True:
            choices += self._sequence()
            mark = self._tokens[self._at][2] if self._at < len(self._tokens) else ""
            self._at += 1
            if mark == "|":
                continue
            if mark != {"[": "]", "(": ")"}[opened]:
                raise PhraseFault(f"has {opened} without its partner")
            break
        optional = opened == "["
        words = [steps[0] for steps in choices if len(steps) == 1 and isinstance(steps[0], Word)]
        others = [steps for steps in choices if not (len(steps) == 1 and isinstance(steps[0], Word))]
        together: Sequences = []
        if words:
            texts = frozenset().union(*(word.texts for word in words))
            key = not optional and any(word.key for word in words)
            together = [(Word(texts, key, optional and not others),)]
        if optional and others:
            return [*together, *others, ()]
        return [*together, *others]

    @staticmethod
    def _gap(written: str) -> int:
        most = int(written[3:] or GAP)
        if not 1 <= most <= MOST_GAP:
            raise PhraseFault(f"asks for {written}: from 1 to {MOST_GAP} other words")
        return most

    @staticmethod
    def _slot(written: str) -> Slot:
        try:
            return Slot(Amount(written))
        except ValueError:
            known = ", ".join(f"<{kind.value}>" for kind in Amount)
            raise PhraseFault(f"has <{written}>, which is no amount; use {known}") from None

    @staticmethod
    def _words(written: str) -> tuple[Step, ...]:
        tokens = tokens_of(written)
        if not tokens:
            raise PhraseFault(f"has {written!r}, which is no word")
        if any(is_number(token) and any(letter.isdigit() for letter in token) for token in tokens):
            raise PhraseFault(f"has the number {written}; use <number>, <money>, <percent> or <time>")
        return tuple(Word(frozenset({token}), token not in LINKING) for token in tokens)


def _one_after_another(parts: Sequence[Sequences]) -> Sequences:
    ways = 1
    for part in parts:
        ways *= len(part)
    if ways > MOST_WAYS:
        raise PhraseFault(f"stands for {ways} sequences of words, more than {MOST_WAYS}; write several phrases")
    return [tuple(step for steps in chosen for step in steps) for chosen in product(*parts)]
