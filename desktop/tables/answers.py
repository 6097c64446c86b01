"""Answers as people read them, whatever their prompt asks for: "yes", "4 of 1 to 5", "£120.00", the words of an option.

Between the scorecard's answer types and every place that shows an answer: rows, panels, comparisons.
"""

from models.answer_types import Asked, Choice, Number, Scale, Text, shown, with_unit
from models.applicability import WORDS
from models.review import AnswerNote, AnswerValue
from models.scorecard import Prompt

NOT_ANSWERED = "not answered"


def answer_words(prompt: Prompt, note: AnswerNote) -> str:
    """An answer in words; "not answered" without one."""
    picked = shown(prompt, note)
    if picked:
        return picked
    return NOT_ANSWERED if note.value is None else WORDS[note.value]


def end_words(asked: Asked) -> str:
    """What the ends of a scale mean: "1 poor · 5 excellent"; empty where nothing says so."""
    if not isinstance(asked, Scale):
        return ""
    ends = ((asked.least, asked.least_words), (asked.most, asked.most_words))
    return "  ·  ".join(f"{at} {words}" for at, words in ends if words)


def limits_words(asked: Asked) -> str:
    """What can be typed, in words: "0 to 500", "at least 1, two decimals"."""
    if isinstance(asked, Scale):
        return "  ·  ".join(part for part in (f"{asked.least} to {asked.most}", end_words(asked)) if part)
    if isinstance(asked, Text):
        return f"Up to {asked.longest} characters"
    return _number_limits(asked) if isinstance(asked, Number) else ""


def rule_words(asked: Asked) -> str:
    """When an answer counts as a no; empty where the answers themselves say so."""
    if isinstance(asked, Choice):
        failing = [option.text for option in asked.options if option.counts_as_no]
        return f"Counts as a no: {'; '.join(failing)}." if failing else ""
    if isinstance(asked, Scale) and asked.no_below is not None:
        return f"Below {asked.no_below} counts as a no."
    if isinstance(asked, Number):
        ends = [
            f"{word} {with_unit(asked.unit, str(end))}"
            for word, end in (("below", asked.no_below), ("above", asked.no_above))
            if end is not None
        ]
        return f"{' or '.join(ends).capitalize()} counts as a no." if ends else "It is noted and counts nowhere."
    return "It is noted and counts nowhere." if isinstance(asked, Text) else ""


def value_words(value: AnswerValue | None) -> str:
    """What an answer counts as."""
    return NOT_ANSWERED if value is None else WORDS[value]


def _number_limits(asked: Number) -> str:
    least, most = (None if end is None else with_unit(asked.unit, str(end)) for end in (asked.least, asked.most))
    if least is not None and most is not None:
        return f"{least} to {most}"
    if least is not None:
        return f"at least {least}"
    return f"at most {most}" if most is not None else ""
