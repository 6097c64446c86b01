"""The lines of a TOML file's keys, for faults that are told with their place."""

import re
import tomllib

import pytest

from models.toml_lines import key_lines, line_of, toml_values

TEXT = '''\
# a comment
title = "a = 1"

help = """
[[rule]]
id = "no key"
"""
[heard_as]
sum = ["some",   # [
  "sun",
]
[[rule]]
id = "one"
phrases = ["a",
  'b']
[[rule]]

id = "two"
[[rule.part]]
a.b = { c = [1, 2], d = "}" }
[[rule.part]]
"x y" = 2 # the end'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title", 2),
        ("help", 4),
        ("heard_as", 8),
        ("heard_as.sum[2]", 10),
        ("rule[1]", 12),
        ("rule[1].phrases[1]", 14),
        ("rule[1].phrases[2]", 15),
        ("rule[2].id", 18),
        ("rule[2].part[1].a.b", 20),
        ("rule[2].part[2].x y", 22),
        ("rule[2].stage", 16),
        ("rule[2].phrases[7]", 16),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_key_is_found_in_its_line_or_its_tables(key: str, line: int | None) -> None:
    tomllib.loads(TEXT)
    assert line_of(key_lines(TEXT), key) == line


def test_a_text_within_a_text_is_no_key() -> None:
    assert "id" not in key_lines(TEXT)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a = " + "9" * 5000, "far too long"), ("a = " + "[" * 100_000, "far too deeply"), ("a = x", "(at line 1")],
)
def test_what_cannot_be_read_is_told_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        toml_values(text)
