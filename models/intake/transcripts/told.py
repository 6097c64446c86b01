"""What a transcript file tells, whatever form it is written in: the neutral form between the readers and the fitting.

Every reader of this folder turns a document or a text into `Told`; `fit` lays that on its recording. Times are
milliseconds from the start of the recording, None where the file gives none (null, NaN, nothing). What a reader leaves
behind it says in `losses`, so that nothing is dropped without a word.
"""

import re
from dataclasses import dataclass, field

MOST_STRETCHES = 100_000
"""A transcript with more stretches of speech is no call's (an hour has about a thousand)."""
MOST_WORDS = 200_000
"""A transcript with more words is no call's: sixteen hours without a pause."""
MOST_CHARACTERS = 1_000_000
"""No stretch of speech is longer."""


class Unfit(ValueError):
    """What cannot be taken: its place in the document or its line, the value there, and why (a clause)."""

    def __init__(self, place: str | int | None, value: object, reason: str, column: str | None = None) -> None:
        super().__init__(reason)
        self.line = place if isinstance(place, int) else None
        self.column = place if isinstance(place, str) else column
        self.value = value


class Untimed(Unfit):
    """A text without any time."""


def misplaced(place: str | int, name: str, value: object, reason: str) -> Unfit:
    """What is wrong with one value of the stretch at `place`."""
    where = f"{place}.{name}" if isinstance(place, str) else place
    return Unfit(where, value, reason, name)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was not carried over, or was mended: a clause, `{}` in it standing for `count` of `unit`."""

    text: str
    count: int = 0
    unit: str = ""

    def in_words(self) -> str:
        """The clause with its count: "no start for 3 stretches"."""
        if "{}" not in self.text:
            return self.text
        unit = self.unit if self.count != 1 else self.unit.removesuffix("es" if self.unit.endswith("tches") else "s")
        return self.text.replace("{}", f"{self.count:,} {unit}", 1)


STRAY = "\N{REPLACEMENT CHARACTER}"
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def stray_count(written: str) -> int:
    """How many characters no text can have: zero characters and halves of surrogate pairs."""
    return len(_NO_TEXT.findall(written)) if not written.isascii() or "\0" in written else 0


def without_strays(written: str) -> str:
    """The text with U+FFFD in place of each of them."""
    return _NO_TEXT.sub(STRAY, written)


STRETCHES = "stretches"
WORDS = "words"

WORD_TIMES_MISSING = Loss("word times not told")
STYLING = Loss("left out: styling")
OTHER_ALTERNATIVES = "left out: other wordings than the first, for {}"
CONFIDENCE_OF_STRETCHES = Loss("left out: the confidence of whole stretches")
ENGINE_NOT_TOLD = Loss("engine not told")


def refuse_too_long(text: str, place: str | int) -> None:
    """Refuse a stretch that no call can hold, before work is put into it. Raises Unfit."""
    if len(text) > MOST_CHARACTERS:
        raise misplaced(place, "text", text[:80], f"more than {MOST_CHARACTERS:,} characters without a time between")


def refuse_too_many(count: int) -> None:
    """Refuse a text with so many times that it cannot be a call's. Raises Unfit."""
    if count > MOST_STRETCHES:
        raise Unfit(None, None, f"more than {MOST_STRETCHES:,} stretches of speech; no call has so many")


@dataclass(slots=True)
class ToldWord:
    """One word; `probability` 0 to 1, NaN where the file gives something that is no number."""

    text: str
    start_ms: float | None
    end_ms: float | None
    probability: float | None = None


@dataclass(slots=True)
class ToldStretch:
    """A stretch of speech. `place`: its line in a text, its path in a document ("segments[3]"), for refusals.

    `speaker` is the name the file gives; `channel` counts from 0 and is None where the file does not know channels.
    """

    place: str | int
    start_ms: float | None
    end_ms: float | None
    text: str
    channel: int | None = None
    speaker: str | None = None
    words: list[ToldWord] = field(default_factory=list)


@dataclass
class Told:
    """A whole transcript. `form` names what it was written in, for people.

    `exact`: the file follows our own contract; what is wrong in it is refused, not mended. `recording_id` as the file
    says, None when it does not.
    """

    form: str
    engine: str | None = None
    model: str | None = None
    recording_id: str | None = None
    exact: bool = False
    stretches: list[ToldStretch] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    _words: int = 0

    def add(self, stretch: ToldStretch) -> None:
        """Keep one more stretch. Raises Unfit beyond what a call can hold."""
        refuse_too_long(stretch.text, stretch.place)
        self._words += len(stretch.words)
        if len(self.stretches) >= MOST_STRETCHES:
            raise Unfit(stretch.place, None, f"more than {MOST_STRETCHES:,} stretches of speech; no call has so many")
        if self._words > MOST_WORDS:
            raise Unfit(stretch.place, None, f"more than {MOST_WORDS:,} words; no call has so many")
        self.stretches.append(stretch)

    def lose(self, text: str, count: int, unit: str = STRETCHES) -> None:
        """Say that something was left out, unless there was none of it."""
        if count:
            self.losses.append(Loss(text, count, unit))
