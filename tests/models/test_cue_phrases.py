"""The language of phrases: what a line stands for, and what is no phrase."""

import pytest

from models.cue_phrases import Gap, PhraseFault, Slot, Word, ways_of
from models.cue_words import Amount


def said(phrase: str) -> set[str]:
    """Every sequence, written out."""

    def step(each: object) -> str:
        match each:
            case Word(texts, _, optional):
                return "|".join(sorted(texts)) + ("?" if optional else "")
            case Slot(kind):
                return f"<{kind.value}>"
            case Gap(most):
                return f"...{most}"
        raise AssertionError(each)

    return {" ".join(map(step, way.steps)) for way in ways_of(phrase)}


@pytest.mark.parametrize(
    ("phrase", "sequences"),
    [
        ("pay the arrears", {"pay the arrear"}),
        ("can't pay", {"can not pay"}),
        ("take-home pay", {"take home pay"}),
        ("(pay|clear) it", {"clear|pay it"}),
        ("pay [it] all", {"pay it? all"}),
        ("pay (in full|it off|today)", {"pay in full", "pay it off", "pay today"}),
        ("pay [at once]", {"pay at once", "pay"}),
        ("pay ... full ...6 sum", {"pay ...3 full ...6 sum"}),
        ("pay <money> [a (week|month)]", {"pay <money> a month|week", "pay <money>"}),
    ],
)
def test_a_phrase_stands_for_its_sequences(phrase: str, sequences: set[str]) -> None:
    assert said(phrase) == sequences


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "is empty"),
        ("pay ()", "is empty, or has empty brackets"),
        ("you and the", "has neither a word that carries meaning nor an amount"),
        ("pay (one|two", "has ( without its partner"),
        ("pay one]", "has ] without its partner"),
        ("pay|clear", "has | outside of brackets"),
        ("... pay", "must begin and end"),
        ("pay ...40 sum", "asks for ...40: from 1 to 12"),
        ("pay <sum>", "has <sum>, which is no amount; use <money>, <percent>, <time>, <number>"),
        ("pay 40 pounds", "has the number 40"),
        ("pay > sum", "has a > that means nothing here"),
        ("pay ,", "has ',', which is no word"),
        ("(a b|c d|e f|g h) (a b|c d|e f|g h) (a b|c d|e f|g h) (a b|c d|e f|g h) pay", "stands for 256 sequences"),
    ],
)
def test_what_is_no_phrase_is_refused_with_the_reason(phrase: str, why: str) -> None:
    with pytest.raises(PhraseFault) as fault:
        ways_of(phrase)
    assert str(fault.value).startswith(why)


def test_a_phrase_forgives_a_linking_word_only_where_enough_else_must_be_heard() -> None:
    (long, short) = (*ways_of("pay the full amount"), *ways_of("pay the"))
    assert (long.forgiven, short.forgiven) == (1, 0)


def test_an_amount_says_as_much_as_a_word() -> None:
    (way,) = ways_of("pay <money> ... now")
    assert (way.weight, way.alike, way.steps[1]) == (3, 1, Slot(Amount.MONEY))
