"""Amounts: every way people write one is read to the penny, and nothing is guessed at."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intake.amounts import PER_WEEK, Unfit, pence_of, weekly, whole_pence
from models.intake.profile import Unit

AMOUNTS = st.integers(0, 99_999_999_999_999)
SPACES = " \u00a0\u2007\u2009\u202f"


def grouped(pounds: int, sign: str) -> str:
    return f"{pounds:,}".replace(",", sign)


@given(AMOUNTS)
def test_two_places_are_read_to_the_penny(pence: int) -> None:
    assert pence_of(f"{pence // 100}.{pence % 100:02}") == pence


@given(AMOUNTS, st.sampled_from("," + SPACES), st.sampled_from(["", "£", "£ ", "£\u00a0"]))
def test_thousands_may_be_grouped_by_commas_or_spaces_behind_a_pound_sign(pence: int, sign: str, pound: str) -> None:
    assert pence_of(f"{pound}{grouped(pence // 100, sign)}.{pence % 100:02}") == pence


@given(AMOUNTS, st.sampled_from("." + SPACES), st.booleans())
def test_with_a_decimal_comma_the_roles_are_turned_round(pence: int, sign: str, workbook: bool) -> None:
    assert pence_of(f"£{grouped(pence // 100, sign)},{pence % 100:02}", ",", workbook=workbook) == pence


@given(AMOUNTS)
def test_a_number_of_a_workbook_has_a_point_whatever_the_profile_says(pence: int) -> None:
    number = format(Decimal(pence).scaleb(-2).normalize(), "f")
    assert pence_of(number, ",", workbook=True) == pence


@given(st.decimals(0, 10**9, places=1))
def test_fewer_places_mean_the_same_amount(pounds: Decimal) -> None:
    assert pence_of(str(pounds)) == int(pounds * 100)


@given(st.text("0123456789.,£-() \u2009٣e+", max_size=12), st.sampled_from(".,"), st.booleans())
def test_whatever_is_taken_has_its_digits_in_their_order(cell: str, decimal, workbook: bool) -> None:
    """No digit is lost, none comes in, and pence are never more than two."""
    try:
        pence = pence_of(cell.strip(), decimal, workbook=workbook)
    except Unfit:
        return
    digits = "".join(sign for sign in cell if sign in "0123456789")
    assert cell.translate(dict.fromkeys(map(ord, "0123456789.,£ \u2009"))) == ""
    assert str(pence) in [str(int(digits + padding)) for padding in ("", "0", "00")]


@given(AMOUNTS, st.sampled_from(["-{}", "−{}", "{}-", "({})", "£-{}", "-£{}", "(£{})", "£({})", "£ ({})"]))
def test_a_negative_amount_is_refused_and_never_turned_round(pence: int, form: str) -> None:
    with pytest.raises(Unfit, match="negative"):
        pence_of(form.format(f"{pence // 100:,}.{pence % 100:02}"))


@pytest.mark.parametrize(
    ("cell", "decimal", "reason"),
    [
        ("1.234", ".", "more than two decimals"),
        ("0.005", ".", "more than two decimals"),
        ("1,234.567", ".", "more than two decimals"),
        ("1,234", ",", "more than two decimals"),
        ("1,23", ".", "not clear"),
        ("1.234,50", ".", "not clear"),
        ("1234,5", ".", "decimal = ','"),
        ("1,234.50", ",", "not clear"),
        ("1234.50", ",", "not clear"),
        ("NaN", ".", "not an amount"),
        ("Infinity", ".", "not an amount"),
        ("1e3", ".", "not an amount"),
        ("1_000", ".", "not an amount"),
        ("12,34.00", ".", "not an amount"),
        ("1,234 567", ".", "not an amount"),
        ("0,500", ".", "not an amount"),
        ("0.005", ",", "not an amount"),
        ("€5", ".", "not an amount"),
        ("£", ".", "not an amount"),
        ("12.00 a week", ".", "not an amount"),
        ("٣", ".", "not an amount"),
        ("５.00", ".", "not an amount"),
        ("+5", ".", "not an amount"),
        (".50", ".", "not an amount"),
        ("5.", ".", "not an amount"),
        ("5.00\n", ".", "not an amount"),
        ("9" * 13, ".", "too large"),
        pytest.param("9" * 10_000_000, ".", "too large", id="ten-million-digits"),
        pytest.param("1" + " 000" * 2_500_000, ".", "not an amount", id="ten-million-in-groups"),
    ],
)
def test_what_is_not_one_clear_amount_is_refused_with_the_reason(cell: str, decimal, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        pence_of(cell, decimal)


def test_thousands_that_a_workbook_may_have_meant_as_decimals_are_refused() -> None:
    assert pence_of("1.234", ",") == 123_400
    with pytest.raises(Unfit, match="not clear"):
        pence_of("1.234", ",", workbook=True)


@given(AMOUNTS)
def test_pence_are_taken_as_they_are(pence: int) -> None:
    assert whole_pence(str(pence)) == pence if pence < 10**12 else True
    assert whole_pence(grouped(pence % 10**12, ",")) == pence % 10**12


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("12.50", "fraction of a penny"), ("£12", "pound sign"), ("-5", "negative"), ("(5)", "negative"), ("x", "pence")],
)
def test_other_pence_are_refused(cell: str, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        whole_pence(cell)


@given(AMOUNTS, st.sampled_from(sorted(PER_WEEK)))
def test_a_longer_period_is_turned_into_weeks_half_up(pence: int, unit: Unit) -> None:
    times, by = PER_WEEK[unit]
    exact = Decimal(pence) * times / by
    assert weekly(pence, unit) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("pence", "unit", "week"),
    [
        (173_333, Unit.POUNDS_A_MONTH, 40_000),
        (13, Unit.POUNDS_A_MONTH, 3),
        (2_080_026, Unit.POUNDS_A_YEAR, 40_001),
        (1, Unit.PENCE_A_FORTNIGHT, 1),
        (2, Unit.PENCE_FOUR_WEEKLY, 1),
        (1, Unit.PENCE_FOUR_WEEKLY, 0),
    ],
)
def test_figures_by_a_period_worked_by_hand(pence: int, unit: Unit, week: int) -> None:
    assert weekly(pence, unit) == week


@pytest.mark.parametrize(
    ("cell", "pence"),
    [
        ("239.999999999997", 24_000),
        ("0.0000000000000000555111512312578", 0),
        ("-0.0000000000000113686837721616", 0),
        ("1234.55000000001", 123_455),
    ],
)
@pytest.mark.parametrize("decimal", [".", ","])
def test_what_a_workbooks_arithmetic_leaves_over_is_no_part_of_a_figure(cell: str, pence: int, decimal) -> None:
    assert pence_of(cell, decimal, workbook=True) == pence
    with pytest.raises(Unfit):
        pence_of(cell)


@given(AMOUNTS.map(lambda pence: pence % 10**8))
def test_a_sum_of_a_workbook_is_the_sum_to_the_penny(pence: int) -> None:
    cell = format(Decimal(format(pence / 100 + 2.05 - 1.03 - 1.02, ".15g")), "f")
    assert pence_of(cell, workbook=True) == pence


@pytest.mark.parametrize("cell", ["239.995", "1.2345678", "-0.01000000001", "1.00000002"])
def test_a_workbooks_figure_between_two_pence_is_refused(cell: str) -> None:
    with pytest.raises(Unfit, match=r"more than two decimals|negative"):
        pence_of(cell, workbook=True)


def test_pence_of_a_workbook_lose_what_its_arithmetic_left_over_too() -> None:
    assert whole_pence("23999.9999999997", workbook=True) == 24_000
    for cell in ("23999.99", "23999.00"):
        with pytest.raises(Unfit, match="fraction of a penny"):
            whole_pence(cell, workbook=True)


def test_pence_without_end_are_told_to_be_too_many() -> None:
    with pytest.raises(Unfit, match="too large"):
        whole_pence("6774156469489")


@pytest.mark.parametrize(("cell", "pence"), [("£69.304", 6_930_400), ("1.069.304", 106_930_400), ("£ 1.069", 106_900)])
def test_thousands_that_no_number_of_a_workbook_could_be_are_thousands_by_a_profile(cell: str, pence: int) -> None:
    assert pence_of(cell, ",", workbook=True) == pence
    with pytest.raises(Unfit, match="not clear"):
        pence_of("69.304", ",", workbook=True)
