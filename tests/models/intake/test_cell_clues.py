"""What cells look like: forms of dates with their doubts, amounts, units in headings, codes."""

import pytest

from models.intake import cell_clues
from models.intake.cell_clues import DateClue
from models.intake.profile import Unit


@pytest.mark.parametrize(
    ("cells", "clue"),
    [
        (["2009-09-14", "2009-10-01"], DateClue(None, None)),
        (["14/09/2009", "01/10/2009"], DateClue("%d/%m/%Y", None)),
        (["09/14/2009", "10/01/2009"], DateClue("%m/%d/%Y", None)),
        (["01/10/2009"], DateClue("%d/%m/%Y", "%m/%d/%Y")),
        (["04/04/2009", "10/10/2009"], DateClue("%d/%m/%Y", None)),
        (["14.09.09", "1.10.2009"], None),
        (["14 Sep 2009"], DateClue("%d %b %Y", None)),
        (["20090914"], DateClue("%Y%m%d", None)),
        (["14/09/2009 10:31"], DateClue("%d/%m/%Y %H:%M", None)),
        (["PAG-1"], None),
        ([], None),
    ],
)
def test_the_form_of_days_is_seen_with_its_doubt(cells: list[str], clue: DateClue | None) -> None:
    assert cell_clues.dates(cells, with_time=False) == clue


@pytest.mark.parametrize(
    ("cells", "clue"),
    [
        (["2009-09-14T10:31:40+01:00"], DateClue(None, None)),
        (["2009-09-14T10:31:40"], DateClue(None, None)),
        (["14/09/2009 10:31:40"], DateClue("%d/%m/%Y %H:%M:%S", None)),
        (["01/10/2009 10:31 am"], DateClue("%d/%m/%Y %I:%M %p", "%m/%d/%Y %I:%M %p")),
        (["14/09/2009"], None),
    ],
)
def test_the_form_of_times_is_seen(cells: list[str], clue: DateClue | None) -> None:
    assert cell_clues.dates(cells, with_time=True) == clue


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1,234.50", "5"], "."),
        (["1.234,50", "5"], ","),
        (["5", "(12.00)"], "."),
        (["1.234,50", "1,234.50"], None),
        (["x"], None),
        ([], None),
    ],
)
def test_the_decimal_sign_is_that_under_which_all_are_amounts(cells: list[str], sign: str | None) -> None:
    assert cell_clues.amounts(cells) == sign


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Net income", None),
        ("Net income (monthly)", Unit.POUNDS_A_MONTH),
        ("Net income pcm", Unit.POUNDS_A_MONTH),
        ("4-weekly maintenance", Unit.POUNDS_FOUR_WEEKLY),
        ("Fortnightly maintenance", Unit.POUNDS_A_FORTNIGHT),
        ("Annual income", Unit.POUNDS_A_YEAR),
        ("Arrears in pence", Unit.PENCE),
        ("Income a month, pence", Unit.PENCE_A_MONTH),
        ("Camp months", None),
    ],
)
def test_a_unit_is_seen_in_the_heading(heading: str, unit: Unit | None) -> None:
    assert cell_clues.unit_in(heading) is unit


def test_codes_are_those_known_ours_and_strange() -> None:
    ours = ("direct_debit", "cash")
    mapped, strange = cell_clues.codes(["DD", "Cash", "Direct Debit", "owl", "owl"], ours, {"dd": "direct_debit"})
    assert mapped == {"DD": "direct_debit", "Direct Debit": "direct_debit"}
    assert strange == ("owl",)


def test_a_day_no_calendar_has_does_not_hide_how_the_others_are_written() -> None:
    cells = ["14/09/2009", "15/09/2009", "16/09/2009", "17/09/2009", "31/09/2009"]
    assert cell_clues.dates(cells, with_time=False) == cell_clues.DateClue("%d/%m/%Y", None)


def test_a_column_that_is_mostly_no_date_is_none() -> None:
    assert cell_clues.dates(["14/09/2009", "15/09/2009", "soon", "later"], with_time=False) is None


@pytest.mark.parametrize("typed", [["15/09/2009"], ["15/09/2009", "16/09/2009"]])
def test_texts_between_real_dates_tell_the_form(typed: list[str]) -> None:
    clue = cell_clues.dates(["2009-09-14", "2009-09-15", *typed, "2009-09-17"], with_time=False)
    assert clue == DateClue("%d/%m/%Y", None)


def test_a_word_between_real_dates_makes_them_no_other_column() -> None:
    clue = cell_clues.dates(["2009-09-14", "2009-09-15", "2009-09-16", "2009-09-17", "n/a"], with_time=False)
    assert clue is not None
