"""How spoken words are compared: what becomes of one word, and which numbers are amounts."""

import pytest

from models.cue_words import Amount, Heard, tokens_of


@pytest.mark.parametrize(
    ("word", "tokens"),
    [
        ("Arrears,", ("arrear",)),
        ("£4,500.50?", ("£4,500.50",)),
        ("30%", ("30", "percent")),
        ("can't", ("can", "not")),
        ("couldn’t", ("could", "not")),
        ("I'll", ("i", "will")),
        ("what's", ("what", "is")),
        ("magistrates'", ("magistrate",)),
        ("child's", ("child",)),
        ("take-home", ("take", "home")),
        ("address", ("address",)),
        ("um,", ()),
        ("–", ()),
        ("20p", ("20", "p")),
        ("FULL", ("full",)),
    ],
)
def test_a_word_is_compared_by_its_tokens(word: str, tokens: tuple[str, ...]) -> None:
    assert tokens_of(word) == tokens


def amounts(said: str) -> dict[Amount, list[str]]:
    words = said.split()
    heard = Heard.read([list(enumerate(words))])
    return {
        kind: [" ".join(heard.texts[start:end]) for start, end in found.items()]
        for kind, found in heard.amounts.items()
        if found
    }


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("it is £40 a week", {Amount.NUMBER: ["£40"], Amount.MONEY: ["£40"]}),
        ("forty pounds", {Amount.NUMBER: ["forty"], Amount.MONEY: ["forty pound"]}),
        (
            "a hundred and twenty quid",
            {Amount.NUMBER: ["a hundred and twenty"], Amount.MONEY: ["a hundred and twenty quid"]},
        ),
        ("30 per cent", {Amount.NUMBER: ["30"], Amount.PERCENT: ["30 percent"]}),
        ("within two years", {Amount.NUMBER: ["two"], Amount.TIME: ["two year"]}),
        ("two and a bit", {Amount.NUMBER: ["two"]}),
        ("nothing", {}),
    ],
)
def test_numbers_are_told_by_what_follows_them(said: str, kinds: dict[Amount, list[str]]) -> None:
    assert amounts(said) == kinds


def test_two_neighbours_that_make_a_wanted_word_are_that_word() -> None:
    heard = Heard.read([[(0, "deb"), (1, "it"), (2, "card")]], {"debit"})
    assert (heard.texts[:2], heard.first[:2], heard.last[:2]) == (["debit", "card"], [0, 2], [1, 2])


def test_a_word_run_together_is_the_several_it_stands_for() -> None:
    heard = Heard.read([[(0, "lumpsum")]], (), {"lumpsum": ("lump", "sum")})
    assert (heard.texts[:2], heard.first[:2]) == (["lump", "sum"], [0, 0])
