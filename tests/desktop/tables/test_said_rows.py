"""A figure said, written and set up in the words of the review page."""

import pytest

from desktop.tables.said import OUTCOMES, SaidRow, counted, said_rows
from models.reconcile import Comparison, Outcome, Said
from models.spoken_figures_kinds import Every, Figure, Mention, Standing
from models.transcript import Speaker


def place(figure: Figure, value: str, standing: Standing = Standing.STATED, **facts: object) -> Mention:
    return Mention(figure, value, 44_500, 46_720, Speaker.NRP, "Words.", standing, **facts)  # type: ignore[arg-type]


def row(
    figure: Figure,
    *places: Mention,
    written: str | None = None,
    set_up: str | None = None,
    outcome: Outcome = Outcome.AGREE,
    has_task: bool = True,
) -> SaidRow:
    said = tuple(Said(each.value, (each,)) for each in places)
    compared = Comparison(figure, said, written, set_up, outcome, "Because.")
    return said_rows((compared,), has_sheet=True, has_task=has_task)[0]


@pytest.mark.parametrize(
    ("figure", "mention", "said"),
    [
        (Figure.INSTALMENT, place(Figure.INSTALMENT, "40", every=Every.WEEK), "£40 a week"),
        (Figure.INSTALMENT, place(Figure.INSTALMENT, "420.50", every=Every.MONTH), "£420.50 a month"),
        (Figure.ARREARS, place(Figure.ARREARS, "12000", hedged=True), "about £12,000"),
        (Figure.FREQUENCY, place(Figure.INSTALMENT, "40", every=Every.FOUR_WEEKS), "every four weeks"),
        (Figure.PERCENTAGE, place(Figure.PERCENTAGE, "30"), "30%"),
        (Figure.PERIOD, place(Figure.PERIOD, "18 months"), "18 months"),
        (Figure.METHOD, place(Figure.METHOD, "standing_order"), "Standing order"),
        (Figure.METHOD, place(Figure.METHOD, "deo"), "DEO"),
        (Figure.CWO, place(Figure.CWO, "Y"), "yes"),
    ],
)
def test_what_was_said_reads_as_it_was_spoken(figure: Figure, mention: Mention, said: str) -> None:
    found = row(figure, mention)
    assert (found.said, found.when) == (said, "0:44 NRP")


def test_what_is_written_and_set_up_reads_like_the_sheet() -> None:
    money = row(Figure.ARREARS, written="4000.00", outcome=Outcome.NOT_FOUND)
    assert (money.said, money.written, money.set_up) == ("not found", "£4,000.00", "–")
    method = row(Figure.METHOD, written="direct_debit", set_up="standing_order", outcome=Outcome.MISMATCH)
    assert (method.written, method.set_up) == ("Direct Debit", "Standing order")
    share = row(Figure.PERCENTAGE, written="30.00")
    assert (share.written, share.written_note) == ("30.00%", "worked out")
    assert row(Figure.PROMOTION, written="N", set_up="Y").written == "no"


def test_blanks_say_what_they_are() -> None:
    assert row(Figure.ARREARS).written == "not held"
    assert row(Figure.METHOD, has_task=False).set_up == "no task"
    assert row(Figure.METHOD).set_up == "not held"
    assert row(Figure.LUMP_SUM, written="0.00", outcome=Outcome.NOT_APPLICABLE).said == "–"


def test_an_offer_left_standing_nowhere_says_so_beside_its_time() -> None:
    found = row(
        Figure.INSTALMENT,
        place(Figure.INSTALMENT, "20", Standing.OFFERED),
        place(Figure.INSTALMENT, "60", Standing.REFUSED),
    )
    assert found.when == "0:44 NRP\n0:44 NRP, refused"
    assert [each.note for each in found.places] == ["offered", "refused"]


def test_every_outcome_has_a_word_and_a_drawing_of_its_own() -> None:
    words, drawings = zip(*((word, drawing) for word, drawing, _ in OUTCOMES.values()), strict=True)
    assert set(OUTCOMES) == set(Outcome)
    assert len(set(words)) == len(set(drawings)) == len(OUTCOMES)


def test_the_row_is_read_out_whole() -> None:
    found = row(
        Figure.INSTALMENT,
        place(Figure.INSTALMENT, "40", Standing.OFFERED, every=Every.WEEK),
        written="60.00",
        outcome=Outcome.MISMATCH,
    )
    assert found.spoken == "Instalment: Mismatch. said £40 a week at 0:44 NRP. written £60.00. Because."
    assert found.places[0].spoken == "£40 a week at 0:44 NRP, offered: “Words.”"


def test_without_a_sheet_only_what_was_said_is_listed() -> None:
    rows = tuple(
        Comparison(figure, said, None, None, Outcome.NOT_APPLICABLE, "No guide sheet to compare with.")
        for figure, said in (
            (Figure.ARREARS, (Said("900", (place(Figure.ARREARS, "900"),)),)),
            (Figure.METHOD, ()),
        )
    )
    (only,) = said_rows(rows, has_sheet=False, has_task=False)
    assert (only.figure, only.said, only.written, only.set_up) == (Figure.ARREARS, "£900", "–", "–")


def test_the_count_in_one_line() -> None:
    rows = [
        row(Figure.ARREARS),
        row(Figure.REGULAR, outcome=Outcome.NOT_FOUND),
        row(Figure.INSTALMENT, outcome=Outcome.MISMATCH),
        row(Figure.LUMP_SUM, outcome=Outcome.NOT_APPLICABLE),
        row(Figure.METHOD),
    ]
    assert counted(rows) == "2 agree · 1 mismatch · 1 not found"


@pytest.mark.parametrize("figure", [Figure.PERCENTAGE, Figure.PERIOD])
def test_checked_blind_nothing_is_told_that_the_steer_works_out(figure: Figure) -> None:
    spoken = (Said("30", (place(figure, "30"),)),)
    compared = Comparison(figure, spoken, "27.5", None, Outcome.MISMATCH, "The sheet comes to 27.5%.")
    (told,) = said_rows((compared,), has_sheet=True, has_task=False, blind=True)
    assert told.said.startswith("30")
    assert told.outcome is Outcome.NOT_APPLICABLE
    assert "27.5" not in told.spoken
    assert "mismatch" not in told.spoken.lower()


def test_checked_blind_the_figures_of_the_sheet_stay() -> None:
    compared = Comparison(Figure.ARREARS, (), "5000.00", None, Outcome.NOT_FOUND, "Not found.")
    (told,) = said_rows((compared,), has_sheet=True, has_task=False, blind=True)
    assert told.written == "£5,000.00"
