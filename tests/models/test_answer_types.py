"""Answer types: what is picked or typed counts as declared, exactly; what is no answer is refused with its reason."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from models.answer_types import (
    Choice,
    Counted,
    Number,
    Option,
    Scale,
    Text,
    YesNo,
    answered,
    check,
    counts_as,
    credit_of,
    fits,
    scored,
    shown,
    with_unit,
    written,
)
from models.review import AnswerNote, AnswerValue
from models.scorecard import Prompt, read_scorecard

EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")
Y, N, NA, CT, NOTED = AnswerValue


def prompt(name: str) -> Prompt:
    return EVERY.prompt(name)


COUNTED: list[tuple[str, str | None, AnswerValue | None, Fraction | None]] = [
    ("OFFERED", "Y", Y, Fraction(1)),
    ("OFFERED", "N", N, Fraction(0)),
    ("OFFERED", "NA", NA, None),
    ("OFFERED", "CT", CT, None),
    ("OFFERED", None, None, None),
    ("EXPLAINED", "wholly", Y, Fraction(1)),
    ("EXPLAINED", "partly", Y, Fraction(1, 2)),
    ("EXPLAINED", "hardly", N, Fraction(1, 10)),
    ("EXPLAINED", "not_at_all", N, Fraction(0)),
    ("EXPLAINED", "CT", CT, None),
    ("COURTESY", "1", N, Fraction(0)),
    ("COURTESY", "2", Y, Fraction(1, 4)),
    ("COURTESY", "5", Y, Fraction(1)),
    ("FIRST_OFFER", "5", Y, Fraction(1)),
    ("FIRST_OFFER", "£1,250.50", Y, Fraction(1)),
    ("FIRST_OFFER", "4.99", N, Fraction(0)),
    ("MINUTES_HELD", "12", NOTED, None),
    ("MINUTES_HELD", "NA", NA, None),
    ("WHY_SO_LONG", "the system was slow", NOTED, None),
    ("WHY_SO_LONG", "   ", None, None),
]


@pytest.mark.parametrize(("name", "given", "value", "credit"), COUNTED)
def test_an_answer_counts_as_its_prompt_declares(
    name: str, given: str | None, value: AnswerValue | None, credit: Fraction | None
) -> None:
    assert counts_as(prompt(name), given) == Counted(value, credit)


REFUSED: list[tuple[str, str, str]] = [
    ("OFFERED", "wholly", "must be one of Y, N, NA, CT"),
    ("OFFERED", "NOTED", "must be one of Y, N, NA, CT"),
    ("EXPLAINED", "Y", "must be one of wholly, partly, hardly, not_at_all, CT, NA"),
    ("COURTESY", "0", "must be a whole number from 1 to 5"),
    ("COURTESY", "2.5", "must be a whole number from 1 to 5"),
    ("COURTESY", "three", "must be a whole number from 1 to 5"),
    ("FIRST_OFFER", "-1", "must be at least £0"),
    ("FIRST_OFFER", "100000.01", "must be at most £100,000.00"),
    ("FIRST_OFFER", "1.005", "must have at most 2 decimals"),
    ("FIRST_OFFER", "1e3", "must be a number, like 120.00"),
    ("FIRST_OFFER", "NaN", "must be a number, like 120.00"),
    ("FIRST_OFFER", "12,34", "must be a number, like 120.00"),
    ("FIRST_OFFER", "9" * 41, "must be a number, like 120.00"),
    ("MINUTES_HELD", "1.5", "must be a whole number"),
    ("WHY_SO_LONG", "x" * 201, "is 201 characters long; at most 200 are taken"),
    ("WHY_SO_LONG", " NA ", "must be more than a code: answer N/A or cannot tell instead"),
    ("WHY_SO_LONG", "\0", "holds a character that is none"),
]


@pytest.mark.parametrize(("name", "given", "reason"), REFUSED)
def test_what_is_no_answer_is_refused_with_its_reason(name: str, given: str, reason: str) -> None:
    assert check(prompt(name), given) == reason
    with pytest.raises(ValueError, match=name):
        counts_as(prompt(name), given)


TIDIED = [
    ("OFFERED", "Y", Y, None, ""),
    ("EXPLAINED", "partly", Y, "partly", "Partly: one thing was left out"),
    ("EXPLAINED", "NA", NA, None, ""),
    ("COURTESY", " 4 ", Y, "4", "4 of 1 to 5"),
    ("FIRST_OFFER", "1,250.5", Y, "1250.50", "£1,250.50"),
    ("FIRST_OFFER", "-0", N, "0.00", "£0.00"),
    ("MINUTES_HELD", "7 minutes", NOTED, "7", "7 minutes"),
    ("WHY_SO_LONG", "  slow  ", NOTED, "slow", "slow"),
]


@pytest.mark.parametrize(("name", "given", "value", "kept", "words"), TIDIED)
def test_an_answer_is_kept_tidy_and_shown_in_words(
    name: str, given: str, value: AnswerValue, kept: str | None, words: str
) -> None:
    note = answered(prompt(name), AnswerNote(name, comment="stays"), given)
    assert note == AnswerNote(name, value, "stays", given=kept)
    assert shown(prompt(name), note) == words
    assert fits(prompt(name), note) is None
    assert answered(prompt(name), note, written(note)) == note


@pytest.mark.parametrize(("unit", "number"), [("£", "-1234.50"), ("%", "-40.00"), ("", "12.00"), ("a week", "0.50")])
def test_what_is_shown_can_be_typed_again(unit: str, number: str) -> None:
    each = asked(Number(unit, decimals=2))
    typed_again = answered(each, AnswerNote(each.id), with_unit(unit, number))
    assert typed_again.given == number


@pytest.mark.parametrize("typed", ["--5", "£", "5 5", "£5£", "5£5", "1,00", "+", "5,"])
def test_what_only_looks_like_a_number_is_refused(typed: str) -> None:
    assert check(prompt("FIRST_OFFER"), typed) == "must be a number, like 120.00"


def test_taking_an_answer_back_leaves_the_comment() -> None:
    note = answered(prompt("COURTESY"), AnswerNote("COURTESY", Y, "why", given="4"), None)
    assert note == AnswerNote("COURTESY", None, "why")
    assert written(note) is None


def test_a_value_that_is_not_what_the_given_counts_as_does_not_fit() -> None:
    assert fits(prompt("COURTESY"), AnswerNote("COURTESY", Y, given="1")) == "does not count as Y"
    assert fits(prompt("COURTESY"), AnswerNote("COURTESY", Y)) == "must be a whole number from 1 to 5"
    assert fits(prompt("OFFERED"), AnswerNote("OFFERED", Y, given="Y")) == "does not count as Y"
    assert fits(prompt("COURTESY"), AnswerNote("COURTESY", None, given="1")) == "does not count as nothing"


def test_what_can_never_count_is_known() -> None:
    assert [each.id for each in EVERY.prompts if not scored(each.answer)] == ["MINUTES_HELD", "WHY_SO_LONG"]


def test_a_comment_is_asked_for_on_the_answers_named() -> None:
    assert prompt("OFFERED").needs_comment(CT)
    assert not prompt("OFFERED").needs_comment(N)
    assert prompt("EXPLAINED").needs_comment(Y, "partly")
    assert not prompt("EXPLAINED").needs_comment(Y, "wholly")
    assert prompt("FIRST_OFFER").needs_comment(N, "1.00")
    assert not prompt("FIRST_OFFER").needs_comment(None)


@pytest.mark.parametrize(
    ("unit", "number", "words"),
    [("£", "-1234.50", "-£1,234.50"), ("%", "40", "40%"), ("", "12", "12"), ("minutes", "-0.5", "-0.5 minutes")],
)
def test_numbers_are_shown_with_their_unit(unit: str, number: str, words: str) -> None:
    assert with_unit(unit, number) == words


def asked(answer: Any) -> Prompt:
    values = EVERY.prompt("OFFERED").__dict__ | {"answer": answer}
    return Prompt(**values)


amounts = st.decimals(-1000, 1000, places=2, allow_nan=False)
kinds = st.one_of(
    st.just(YesNo()),
    st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=2, max_size=6).map(
        lambda rows: Choice(tuple(Option(f"o{n}", f"Option {n}", credit, no) for n, (credit, no) in enumerate(rows)))
    ),
    st.tuples(st.integers(-5, 5), st.integers(1, 9)).map(lambda ends: Scale(ends[0], ends[0] + ends[1])),
    st.tuples(amounts, amounts).map(lambda ends: Number("£", decimals=2, no_below=min(ends), no_above=max(ends))),
    st.just(Text()),
)


@drawn(kinds, st.data())
def test_every_answer_that_is_taken_has_a_credit_from_nothing_to_full(kind: Any, data: Any) -> None:
    each = asked(kind)
    offered = {
        "yes_no": st.sampled_from(["Y", "N"]),
        "choice": st.sampled_from([o.id for o in getattr(kind, "options", ())] or ["-"]),
        "scale": st.integers(getattr(kind, "least", 0) or 0, getattr(kind, "most", 0) or 0).map(str)
        if isinstance(kind, Scale)
        else st.just("0"),
        "number": amounts.map(lambda amount: f"{amount:f}"),
        "text": st.text("ab £é", max_size=20),
    }[kind.type]
    given = data.draw(offered)
    if check(each, given) is not None:
        return
    counted = counts_as(each, given)
    note = answered(each, AnswerNote(each.id), given)
    assert note.value is counted.value
    if counted.value in (Y, N):
        assert counted.credit is not None
        assert 0 <= counted.credit <= 1
        assert credit_of(each, counted.value, note.given) == counted.credit
    else:
        assert counted.credit is None
        assert counted.value in (NOTED, None)


@drawn(amounts, amounts, amounts)
def test_a_number_is_a_no_exactly_outside_its_limits(low: Decimal, high: Decimal, amount: Decimal) -> None:
    low, high = min(low, high), max(low, high)
    each = asked(Number("£", decimals=2, no_below=low, no_above=high))
    assert (counts_as(each, f"{amount:f}").value is N) is (amount < low or amount > high)


def test_the_example_holds_every_type() -> None:
    assert {each.answer.type for each in EVERY.prompts} == {"yes_no", "choice", "scale", "number", "text"}
