"""A scorecard written as a TOML file that reads back equal: the keys in the order a person reads them.

The way back is `models.scorecard_file`. Texts of several lines are written as such; conditions stand in one line each.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w

from models.scorecard import ScorecardDefinition

CARD_ORDER = ("schema", "id", "title", "discretion_prompt")
PROMPT_ORDER = (
    *("id", "text", "help", "type", "unit", "least", "most", "decimals", "least_words", "most_words"),
    *("no_below", "no_above", "longest", "weight", "critical", "evidence", "from_steer", "not_applicable"),
    *("not_applicable_when", "comment_on_no", "comment_on", "sensitive", "root_causes", "root_cause_needed"),
)
OPTION_ORDER = ("id", "text", "credit", "counts_as_no")
WIDEST = 120
"""Longer lines of text are folded."""
_SINGLE_SPACE = re.compile(r"(?<=[^ \\]) (?=[^ ])")
HEADING = (
    "# A scorecard of Steercheck. `steercheck scorecard check FILE` says whether a changed one can be used.\n"
    "# A version that has been used never changes: give the id the next number.\n"
)


def toml_of(card: ScorecardDefinition) -> str:
    """The file of a scorecard, UTF-8 with LF."""
    return toml_text(card.values)


def toml_text(values: Mapping[str, Any]) -> str:
    """The plain values of a scorecard, whole or not, as TOML."""
    blocks = [HEADING, _table(values, CARD_ORDER, without={"section"})]
    for section in values.get("section", ()):
        blocks.append("[[section]]\n" + _table(section, ("title",), without={"prompt"}))
        for prompt in section.get("prompt", ()):
            blocks.append("[[section.prompt]]\n" + _table(prompt, PROMPT_ORDER, without={"option"}))
            blocks += [
                "[[section.prompt.option]]\n" + _table(option, OPTION_ORDER, without=set())
                for option in prompt.get("option", ())
            ]
    return "\n".join(blocks)


def _table(values: Mapping[str, Any], order: Sequence[str], *, without: set[str]) -> str:
    """The keys of one table, the known ones first and in order."""
    known = [name for name in order if name in values]
    others = [name for name in values if name not in order and name not in without]
    return "".join(_line(name, values[name]) for name in (*known, *others))


def _line(name: str, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        return f"{name} = [\n" + "".join(f"    {_inline(each)},\n" for each in value) + "]\n"
    return _plain(name, value)


def _inline(value: Any) -> str:
    """A condition in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_inline(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(each) for each in value) + "]"
    return _plain("x", value).partition(" = ")[2].rstrip("\n")


def _plain(name: str, value: Any) -> str:
    """A line of a text, number, truth value or list of them; a return stands escaped, for TOML would change it."""
    several = isinstance(value, str) and "\n" in value and "\r" not in value
    line = tomli_w.dumps({name: value}, multiline_strings=several)
    return line if several or not isinstance(value, str) or len(line) <= WIDEST else _folded(name, line)


def _folded(name: str, line: str) -> str:
    """A long text over several lines, broken at single spaces; a backslash at the end of a line joins them again."""
    body = line[len(f'{name} = "') :].rstrip("\n").removesuffix('"')
    lines = [""]
    for word in _SINGLE_SPACE.split(body):
        if lines[-1] and len(lines[-1]) + len(word) > WIDEST - 5:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return f'{name} = """\n' + " \\\n".join(lines) + '"""\n'
