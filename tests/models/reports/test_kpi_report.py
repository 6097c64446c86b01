"""QA's KPI report: both rows, their definitions, and what is counted once."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import resources
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


def draw_all(store: Store, allocation: str, weights: tuple[str, ...]) -> None:
    """As if every checked call had been drawn by a certificate with these weights."""
    with store.database.session() as session:
        sample = SampleRow(
            sample_id="S-0001",
            date_from=SEPTEMBER[0],
            date_to=SEPTEMBER[1],
            seed="1298",
            frame_sha256="",
            certificate={"strata": [{"weight": weight, "drawn": 1} for weight in weights]},
            how_many={"allocation": allocation, "number": "11"},
            drawn_by="TL01",
            drawn_at=store.clock.now(),
        )
        session.add(sample)
        session.flush()
        for position, line in enumerate(store.reviews.records(*SEPTEMBER, with_answers=False), 1):
            if line.recording is not None and line.sheet is not None:
                session.add(
                    SampleDraw(sample=sample.id, position=position, recording=line.recording.id, sheet=line.sheet.id)
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
    draw_all(done, "rate", ("1.0000", "1.0000"))
    row = rows_of(done)["call"]
    assert (row["low_pct"], row["high_pct"]) == (EXPECTED["call"]["low_pct"], EXPECTED["call"]["high_pct"])


def test_a_sample_out_of_proportion_has_no_interval_that_would_mislead(done: Store) -> None:
    draw_all(done, "per_caseworker", ("1.0000", "9.0000"))
    row = rows_of(done)["call"]
    assert (row["low_pct"], row["interval"]) == (None, "random, but not in proportion: no interval")


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
