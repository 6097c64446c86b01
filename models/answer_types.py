"""What can be answered to a prompt beside yes and no, and what such an answer counts as.

Between the scorecard, which declares the type of each prompt, and scoring, which knows yes, no and credit only: what
was picked or typed (`given`, a text, as it stands in a review file and in the database) becomes an AnswerValue and an
exact credit from 0 to 1. Pure, and no float anywhere: amounts are Decimal, credit is a Fraction.

    yes_no   Y: full credit; N: none
    choice   the credit of the option picked; "no" where the option counts as one
    scale    (point - least) / (most - least); "no" below `no_below`
    number   full credit, or "no" with none below `no_below` or above `no_above`; without either it counts nowhere
    text     counts nowhere

Every type knows N/A and "cannot tell", which count nowhere. An answer that counts nowhere and is neither is NOTED.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from models.review import YES_OR_NO, AnswerNote, AnswerValue

if TYPE_CHECKING:
    from models.scorecard import Prompt

LONGEST_TEXT = 4000
"""No text answer may be declared longer, in characters."""
USUAL_TEXT = 500
MOST_DECIMALS = 6
FULL_PER_CENT = 100
FULL, NOTHING = Fraction(1), Fraction(0)

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_LONGEST_NUMBER = 40
_LEFT_OPEN = frozenset({AnswerValue.NOT_APPLICABLE.value, AnswerValue.CANNOT_TELL.value})


class AnswerType(StrEnum):
    """The types as a scorecard file writes them under `type`."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Option:
    """One of several answers to pick from; `credit` in whole per cent. A "no" needs evidence like any other."""

    id: str
    text: str
    credit: int
    counts_as_no: bool


@dataclass(frozen=True)
class YesNo:
    """Yes or no."""

    type = AnswerType.YES_NO


YES_NO = YesNo()


@dataclass(frozen=True)
class Choice:
    """Exactly one of `options`, by its id."""

    options: tuple[Option, ...]
    type = AnswerType.CHOICE

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Scale:
    """A whole point from `least` to `most`; what the ends mean may be said in words. Below `no_below` it is a "no"."""

    least: int
    most: int
    least_words: str = ""
    most_words: str = ""
    no_below: int | None = None
    type = AnswerType.SCALE


@dataclass(frozen=True)
class Number:
    """A number of `unit` with up to `decimals` places; an end that is None is open. Outside `no_below` .. `no_above` it
    is a "no"; where neither is declared it is only noted."""

    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 0
    no_below: Decimal | None = None
    no_above: Decimal | None = None
    type = AnswerType.NUMBER

    @property
    def counts(self) -> bool:
        return self.no_below is not None or self.no_above is not None


@dataclass(frozen=True)
class Text:
    """Free words of at most `longest` characters, only noted."""

    longest: int = USUAL_TEXT
    type = AnswerType.TEXT


Asked = YesNo | Choice | Scale | Number | Text
"""What a prompt asks for (`Prompt.answer`)."""


class Counted(NamedTuple):
    """What an answer counts as. `credit` is None where it counts nowhere; `value` None means not answered."""

    value: AnswerValue | None
    credit: Fraction | None


def scored(asked: Asked) -> bool:
    """Whether any answer to it can count towards the score."""
    return not isinstance(asked, Text) and not (isinstance(asked, Number) and not asked.counts)


def check(prompt: "Prompt", given: str | None) -> str | None:
    """Why `given` (a file's `answer`) is no answer to this prompt, as a clause; None when it is one, or nothing."""
    if given is None or given in _LEFT_OPEN:
        return None
    asked = prompt.answer
    if isinstance(asked, YesNo):
        return None if given in YES_OR_NO else "must be one of " + ", ".join(YES_OR_NO)
    if isinstance(asked, Choice):
        if asked.option(given) is None:
            return "must be one of " + ", ".join((*(option.id for option in asked.options), *sorted(_LEFT_OPEN)))
        return None
    if isinstance(asked, Text):
        return _text_fault(asked, given)
    amount = _amount(asked, given)
    return _scale_fault(asked, amount) if isinstance(asked, Scale) else _number_fault(asked, amount)


def counts_as(prompt: "Prompt", given: str | None) -> Counted:
    """What `given` (a file's `answer`) counts as. Raises ValueError where `check` names a reason."""
    if given is None or (isinstance(prompt.answer, Text) and not given.strip()):
        return Counted(None, None)
    if given in _LEFT_OPEN:
        return Counted(AnswerValue(given), None)
    reason = check(prompt, given)
    if reason is not None:
        raise ValueError(f"{prompt.id}: {given!r} {reason}")
    return _counted(prompt.answer, given)


def answered(prompt: "Prompt", note: AnswerNote, given: str | None) -> AnswerNote:
    """`note` with this answer, written as the database keeps it. Raises ValueError where `check` names a reason."""
    value = counts_as(prompt, given).value
    if isinstance(prompt.answer, YesNo) or value is None or given is None or given in _LEFT_OPEN:
        return replace(note, value=value, given=None)
    return replace(note, value=value, given=_tidy(prompt.answer, given))


def written(note: AnswerNote) -> str | None:
    """The answer as a review file writes it: Y, N, NA, CT, else what was picked or typed; None while unanswered."""
    if note.given is not None:
        return note.given
    return None if note.value is None else note.value.value


def fits(prompt: "Prompt", note: AnswerNote) -> str | None:
    """Why what a note holds cannot stand as an answer to this prompt; None when it can: the value is what the given
    counts as."""
    if note.value is None and note.given is None:
        return None
    reason = check(prompt, written(note))
    if reason is not None:
        return reason
    if answered(prompt, note, written(note)) != note:
        return f"does not count as {'nothing' if note.value is None else note.value.value}"
    return None


def credit_of(prompt: "Prompt", value: AnswerValue, given: str | None = None) -> Fraction | None:
    """The credit of a settled answer from 0 to 1, None where it counts nowhere. Without `given`, yes is full credit."""
    if value is AnswerValue.YES or value is AnswerValue.NO:
        if given is not None and not isinstance(prompt.answer, YesNo):
            return _counted(prompt.answer, given).credit
        return FULL if value is AnswerValue.YES else NOTHING
    return None


def shown(prompt: "Prompt", note: AnswerNote) -> str:
    """A picked or typed answer for people: the words of an option, "4 of 1 to 5", "£1,250.00"; empty without one."""
    asked, given = prompt.answer, note.given
    if given is None:
        return ""
    if isinstance(asked, Choice):
        option = asked.option(given)
        return given if option is None else option.text
    if isinstance(asked, Scale):
        return f"{given} of {asked.least} to {asked.most}"
    return with_unit(asked.unit, given) if isinstance(asked, Number) else given


def with_unit(unit: str, number: str) -> str:
    """A number with thousands apart and its unit; £ stands before it."""
    whole, point, places = number.partition(".")
    grouped = f"{int(whole):,}" if int(whole) or not whole.startswith("-") else whole
    amount = grouped + point + places
    if unit == "£":
        return f"-£{amount[1:]}" if amount.startswith("-") else f"£{amount}"
    return f"{amount}{'' if unit == '%' else ' '}{unit}".strip()


def options_of(asked: Asked) -> Sequence[Option]:
    """The options of a choice, none of anything else."""
    return asked.options if isinstance(asked, Choice) else ()


def amount_of(asked: Asked, given: str) -> Decimal | None:
    """The number an answer stands for: of a scale or a number; None for what is none."""
    return _amount(asked, given) if isinstance(asked, Scale | Number) else None


def _counted(asked: Asked, given: str) -> Counted:
    """What a sound answer counts as. Raises ValueError for one that is not."""
    if isinstance(asked, YesNo):
        value = AnswerValue(given)
        return Counted(value, FULL if value is AnswerValue.YES else NOTHING)
    if isinstance(asked, Text):
        return Counted(AnswerValue.NOTED, None)
    if isinstance(asked, Choice):
        option = asked.option(given)
        if option is None:
            raise ValueError(f"{given!r} is no option")
        return Counted(_yes_or_no(option.counts_as_no), Fraction(option.credit, FULL_PER_CENT))
    amount = _amount(asked, given)
    if amount is None:
        raise ValueError(f"{given!r} is no number")
    if isinstance(asked, Scale):
        fails = asked.no_below is not None and amount < asked.no_below
        return Counted(_yes_or_no(fails), Fraction(int(amount) - asked.least, asked.most - asked.least))
    if not asked.counts:
        return Counted(AnswerValue.NOTED, None)
    low, high = asked.no_below, asked.no_above
    fails = (low is not None and amount < low) or (high is not None and amount > high)
    return Counted(_yes_or_no(fails), NOTHING if fails else FULL)


def _yes_or_no(fails: bool) -> AnswerValue:
    return AnswerValue.NO if fails else AnswerValue.YES


def _tidy(asked: Asked, given: str) -> str:
    """A sound answer as it is kept: numbers with all their places and without commas, text without blank ends."""
    if isinstance(asked, Scale | Number):
        amount = _amount(asked, given)
        places = asked.decimals if isinstance(asked, Number) else 0
        return given if amount is None else f"{amount + 0:.{places}f}"
    return given.strip() if isinstance(asked, Text) else given


def _amount(asked: Asked, given: str) -> Decimal | None:
    """The number in a text, commas between thousands and the unit's own sign allowed; None when there is none."""
    plain = given.strip()
    if isinstance(asked, Number) and asked.unit:
        sign = plain[:1] if plain[:1] in ("+", "-") else ""
        body = plain[len(sign) :]
        begins = body.startswith(asked.unit)
        plain = sign + (body.removeprefix(asked.unit) if begins else body.removesuffix(asked.unit)).strip()
    if len(plain) > _LONGEST_NUMBER:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _PLAIN.fullmatch(plain) and plain.isascii() else None


def _text_fault(asked: Text, given: str) -> str | None:
    if len(given.strip()) > asked.longest:
        return f"is {len(given.strip())} characters long; at most {asked.longest} are taken"
    if given.strip() in _LEFT_OPEN:
        return "must be more than a code: answer N/A or cannot tell instead"
    if "\0" in given or any("\ud800" <= letter <= "\udfff" for letter in given):
        return "holds a character that is none"
    return None


def _scale_fault(asked: Scale, amount: Decimal | None) -> str | None:
    if amount is None or amount != amount.to_integral_value() or not asked.least <= amount <= asked.most:
        return f"must be a whole number from {asked.least} to {asked.most}"
    return None


def _number_fault(asked: Number, amount: Decimal | None) -> str | None:
    if amount is None:
        return "must be a number, like " + f"{Decimal(120):.{asked.decimals}f}"
    exponent = amount.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > asked.decimals:
        return f"must have at most {asked.decimals} decimals" if asked.decimals else "must be a whole number"
    if asked.least is not None and amount < asked.least:
        return f"must be at least {with_unit(asked.unit, str(asked.least))}"
    if asked.most is not None and amount > asked.most:
        return f"must be at most {with_unit(asked.unit, str(asked.most))}"
    return None
