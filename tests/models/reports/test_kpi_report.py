"""QA's KPI report: both rows, their definitions, and what is counted once."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import resources
from models.kpi import percentage
from models.reports import kpi
from models.review_file import read_review_file
from models.sample import SampleDraw, SampleRow
from models.store import Store

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
EXPECTED = json.loads((Path(__file__).parents[2] / "expected" / "expected-kpi.json").read_text(encoding="utf-8"))
CLASSES = ("accurate", "accurate_discretion", "inaccurate", "not_assessable")


def rows_of(
    store: Store, threshold: int = 0, period: tuple[date, date] = SEPTEMBER
) -> dict[str, dict[str, str | None]]:
    found = kpi.report(store, *period, threshold).as_dict()["rows"]
    assert isinstance(found, list)
    return {row["basis"]: row for row in found}


def draw_all(store: Store, allocation: str, frames: dict[str, int] | None = None) -> None:
    """As if every checked call had been drawn by a certificate, of so many calls of each caseworker (else ten)."""
    drawn = [
        (line.review.caseworker_id, line.recording.id, line.sheet.id)
        for line in store.reviews.records(*SEPTEMBER, with_answers=False)
        if line.recording is not None and line.sheet is not None
    ]
    strata = [
        {"caseworker_id": caseworker, "frame": frame, "drawn": number, "weight": str(Decimal(frame) / number)}
        for caseworker, number in Counter(caseworker for caseworker, _, _ in drawn).items()
        for frame in [(frames or {}).get(str(caseworker), 10 * number)]
    ]
    with store.database.session() as session:
        sample = SampleRow(
            sample_id="S-0001",
            date_from=SEPTEMBER[0],
            date_to=SEPTEMBER[1],
            seed="1298",
            frame_sha256="",
            certificate={"strata": strata},
            how_many={"allocation": allocation, "number": "11"},
            drawn_by="TL01",
            drawn_at=store.clock.now(),
        )
        session.add(sample)
        session.flush()
        for position, (caseworker, recording, sheet) in enumerate(drawn, 1):
            session.add(
                SampleDraw(
                    sample=sample.id, position=position, recording=recording, sheet=sheet, caseworker_id=caseworker
                )
            )


def test_the_demonstrations_rows_are_those_that_are_expected(done: Store) -> None:
    rows = rows_of(done)
    for name in CLASSES:
        assert rows["call"][name] == str(EXPECTED["call"][name])
        assert rows["sheet"][name] == str(EXPECTED["sheet"][name])
    assert rows["call"]["checked"] == "11"
    assert rows["sheet"]["checked"] == "12"
    assert rows["call"]["kpi_pct"] == EXPECTED["call"]["kpi_pct"]
    assert (rows["sheet"]["kpi_pct"], rows["sheet"]["coverage_pct"], rows["call"]["coverage_pct"]) == (
        "83.3",
        "100.0",
        "91.7",
    )


def test_calls_that_were_picked_by_hand_have_words_in_the_place_of_an_interval(done: Store) -> None:
    row = rows_of(done)["call"]
    assert (row["low_pct"], row["high_pct"], row["interval"]) == (None, None, "not a random sample")


def test_calls_drawn_by_a_certificate_have_their_interval(done: Store) -> None:
    draw_all(done, "rate")
    row = rows_of(done)["call"]
    assert (row["low_pct"], row["high_pct"]) == (EXPECTED["call"]["low_pct"], EXPECTED["call"]["high_pct"])


def test_calls_drawn_alike_of_each_caseworker_need_no_weights(done: Store) -> None:
    draw_all(done, "per_caseworker")
    row = rows_of(done)["call"]
    assert (row["kpi_pct"], row["low_pct"], row["interval"]) == (
        EXPECTED["call"]["kpi_pct"],
        EXPECTED["call"]["low_pct"],
        "95% Wilson",
    )


def test_a_sample_out_of_proportion_is_weighed_by_stratum(done: Store) -> None:
    # each checked call of CW014 stands for more than the ten of the others
    draw_all(done, "per_caseworker", {"CW014": 200})
    by_class = kpi_classes(done)
    right = sum(name != "INACCURATE" for name in by_class["CW014"])
    weight = Fraction(200, len(by_class["CW014"]))
    others = [name for caseworker, names in by_class.items() if caseworker != "CW014" for name in names]
    assessed = [name for name in others if name != "NOT_ASSESSABLE"]
    whole = 200 + 10 * len(assessed)
    share = (weight * right + 10 * sum(name != "INACCURATE" for name in assessed)) / whole
    row = rows_of(done)["call"]
    assert row["interval"] == "95% Wilson, weighted"
    assert row["kpi_pct"] == str(percentage(share.numerator, share.denominator))
    assert Decimal(str(row["low_pct"])) < Decimal(str(EXPECTED["call"]["low_pct"]))
    assert (row["checked"], row["shown"]) == ("11", "not shown")


def kpi_classes(store: Store) -> dict[str, list[str]]:
    """The classes of the checked calls of each caseworker."""
    found: dict[str, list[str]] = {}
    for line in store.reviews.records(*SEPTEMBER, with_answers=False):
        if line.recording is not None and line.sheet is not None:
            found.setdefault(str(line.review.caseworker_id), []).append(str(line.review.kpi_class))
    return found


@pytest.mark.parametrize("group", kpi.GROUPINGS)
def test_the_rows_of_the_groups_add_up_to_the_whole(done: Store, group: str) -> None:
    whole = {row[2]: row for row in kpi.report(done, *SEPTEMBER, 0).rows}
    made = kpi.report(done, *SEPTEMBER, 0, grouped_by=group)
    assert {row[3].split(";")[0] for row in made.rows if row[3]} == {"new arrangements"}
    names = [column.name for column in made.columns]
    for basis in ("sheet", "call"):
        for name in ("checked", *CLASSES, "figure_errors"):
            at = names.index(name)
            assert sum(int(row[at] or 0) for row in made.rows if row[2] == basis) == int(whole[basis][at] or 0)


def test_a_group_says_which_it_is(done: Store) -> None:
    scopes = {row[3] for row in kpi.report(done, *SEPTEMBER, 0, grouped_by="team").rows}
    assert "new arrangements; team DE-1" in scopes


def test_a_month_in_which_nothing_was_checked_is_no_data(done: Store) -> None:
    made = kpi.report(done, date(2009, 8, 1), SEPTEMBER[1], 0, grouped_by="month")
    found = [(row[3], row[2], row[11]) for row in made.rows]
    assert found[:2] == [
        ("new arrangements; month 2009-08", "sheet", "no data"),
        ("new arrangements; month 2009-08", "call", "no data"),
    ]


def test_by_caseworker_it_is_not_for_publication_and_hides_nothing(done: Store) -> None:
    made = kpi.report(done, *SEPTEMBER, 5, grouped_by="caseworker")
    assert not made.publishable
    assert made.suppressed_cells == 0
    assert "new arrangements; caseworker CW014" in {row[3] for row in made.rows}


def test_a_small_group_cannot_be_taken_from_the_whole(done: Store) -> None:
    whole = {row[2]: row for row in kpi.report(done, *SEPTEMBER, 5).rows}
    made = kpi.report(done, *SEPTEMBER, 5, grouped_by="team")
    at = [column.name for column in made.columns].index("checked")
    for basis in ("sheet", "call"):
        cells = [row[at] for row in made.rows if row[2] == basis]
        hidden = [cell for cell in cells if cell in ("<5", "c")]
        assert (whole[basis][at] or "").isdigit()
        assert "<5" not in hidden or len(hidden) >= 2


def test_figure_and_process_errors_are_counted_apart(done: Store) -> None:
    rows = rows_of(done)
    assert (rows["sheet"]["figure_errors"], rows["sheet"]["process_errors"]) == ("2", None)
    assert int(rows["call"]["figure_errors"] or 0) + int(rows["call"]["process_errors"] or 0) >= 3


def test_what_it_takes_to_show_the_target_stands_beside_it(done: Store) -> None:
    rows = rows_of(done)
    assert (rows["call"]["shown"], rows["call"]["more_needed"]) == ("not shown", "142")
    assert (rows["sheet"]["shown"], rows["sheet"]["more_needed"]) == ("not shown", "cannot be shown")


def test_nothing_checked_is_no_data(done: Store) -> None:
    row = rows_of(done, period=(date(2008, 1, 1), date(2008, 1, 31)))["call"]
    assert (row["kpi_pct"], row["coverage_pct"], row["shown"]) == ("no data", "no data", "no data")


def test_a_sheet_that_two_reviewers_signed_counts_once_with_the_newest(done: Store) -> None:
    other = done.staff.get("TL02")
    assert other is not None
    form = read_review_file(resources.path("demo/answers/VR-88103.json"))
    done.reviews.sign_form(replace(form, reviewer_id="TL02"), other)
    assert rows_of(done)["call"]["checked"] == "11"


def test_small_counts_take_everything_with_them_that_gives_them_away(done: Store) -> None:
    row = rows_of(done, threshold=5)["call"]
    assert (row["inaccurate"], row["accurate_discretion"], row["kpi_pct"], row["shown"]) == ("<5", "<5", "c", "c")
