"""The dashboard's figures in words: small numbers as they are, nothing as nothing, each part with its own list."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.tables.board import filter_words, period_words, shown
from desktop.tables.board_lines import BoardLines, mark_of, name_of, opens
from desktop.tables.board_period import moved, spans, stepped
from desktop.tables.board_words import FEW, round_end, said, value
from desktop.tables.chart import Bars, BoardShown, Nothing, Pareto, Rates, Stack, Tile, Trend
from models.board.query import Behind, BoardQuery
from tests.desktop.board_example import classes, counts, example, lines


@pytest.fixture(scope="module")
def board() -> BoardShown:
    return shown(example())


@pytest.fixture(scope="module")
def nothing() -> BoardShown:
    return shown(example(0))


def tile(board: BoardShown, key: str) -> Tile:
    return next(each for each in board.tiles if each.key == key)


def test_the_kpi_stands_with_margin_bound_and_what_is_missing(board: BoardShown) -> None:
    chart = tile(board, "kpi").chart
    assert isinstance(chart, Rates)
    sheet, call = chart.rates
    assert (sheet.large, sheet.beside, sheet.low) == ("97.1%", "34 of 35", None)
    assert sheet.about == "A census: 35 of 44 sheets confirmed, 79.5%."
    assert (call.large, call.beside) == ("96.7%", "29 of 30")
    assert call.verdict == "At least 95% is not shown, only 85.1%: 63 more without an error would show it."
    assert [(each.value, each.part.label) for each in call.counts] == [
        ("25", "accurate"),
        ("4", "by discretion"),
        ("1", "inaccurate"),
        ("0", "not assessable"),
        ("30", "drawn by lot"),
    ]
    assert call.counts[3].part.behind is None


def test_a_rate_of_few_is_written_as_the_count_it_is() -> None:
    made = example()
    few = replace(made.kpi.call, classes=classes(made.kpi.call.classes.checked.behind.tile, "call", of=(3, 0, 1, 0)))
    chart = tile(shown(replace(made, kpi=replace(made.kpi, call=few))), "kpi").chart
    assert isinstance(chart, Rates)
    assert (chart.rates[1].large, chart.rates[1].beside) == ("3 of 4", "75.0%, too few to go by")
    assert value(3, 4) == said(3, 4) == "3 of 4"
    assert value(FEW, FEW) == f"{FEW} of {FEW} · 100.0%"


def test_calls_picked_by_hand_are_said_to_be_no_random_sample() -> None:
    made = example()
    by_hand = replace(
        made.kpi.call,
        classes=replace(made.kpi.call.classes, low_pct=None, high_pct=None),
        interval="not a random sample",
    )
    chart = tile(shown(replace(made, kpi=replace(made.kpi, call=by_hand))), "kpi").chart
    assert isinstance(chart, Rates)
    assert chart.rates[1].about.startswith("Not a random sample: ")
    assert chart.rates[1].low is None


def test_nothing_checked_is_never_a_rate(nothing: BoardShown) -> None:
    chart = tile(nothing, "kpi").chart
    assert isinstance(chart, Rates)
    assert [rate.large for rate in chart.rates] == ["no data", "no data"]
    assert [rate.share for rate in chart.rates] == [None, None]
    for key in ("balance", "trend", "reasons", "prompts", "method", "discretion", "sensitive", "strictness"):
        assert isinstance(tile(nothing, key).chart, Nothing), key
    texts = [cell for each in nothing.tiles[1:] for row in each.figures.rows for cell in row.cells]
    assert "0.0%" not in texts
    assert "100.0%" not in texts
    assert nothing.hint == "Nothing is checked yet, and 44 sheets of this period wait."
    assert [page for _words, page in nothing.next_pages] == ["sheets", "worklist"]
    assert not nothing.is_empty


def test_work_on_hand_is_there_though_nothing_was_checked(nothing: BoardShown) -> None:
    chart = tile(nothing, "work").chart
    assert isinstance(chart, Stack)
    assert [row.value for row in chart.rows] == [
        "26 · oldest 44 days",
        "14 · oldest 5 days",
        "2 · oldest 31 days",
        "17 of 40 done · 5 days overdue",
    ]
    assert chart.legend == ("up to 7 days", "8 to 14", "15 to 28", "29 and more")


def test_every_part_with_a_list_is_a_figure_of_the_board_that_counts_something(board: BoardShown) -> None:
    known = counts(example())
    parts = [part for each in board.tiles for part in each.parts]
    assert all(part.behind is None or known[part.behind] > 0 for part in parts if isinstance(part.behind, Behind))
    assert sum(part.behind is not None for part in parts) > 80
    assert all(part.said.endswith(".") and part.title for part in parts)


def test_every_row_of_a_table_tells_of_its_own_part(board: BoardShown, nothing: BoardShown) -> None:
    for each in board.tiles:
        places = [row.at for row in each.figures.rows]
        assert places == sorted(set(places)), each.key
        assert places[-1] < len(each.parts), each.key
        assert all(len(row.cells) == len(each.figures.heads) == len(each.figures.numbers) for row in each.figures.rows)
    balance = tile(board, "balance")
    for row in balance.figures.rows:
        assert balance.parts[row.at].label == row.cells[0]
    method = tile(board, "method")
    assert [method.parts[row.at].label for row in method.figures.rows] == [row.cells[0] for row in method.figures.rows]
    assert all(not each.figures.rows or each.key for each in nothing.tiles)


def test_a_bar_of_prompts_leads_to_what_is_to_be_done_something_about(board: BoardShown) -> None:
    first = tile(board, "method").parts[0]
    assert first.said == "Offered first on the call: 27 of 29, 93.1% yes; 2 no."
    assert first.title == "Offered first on the call: answered no"
    assert isinstance(first.behind, Behind)
    assert counts(example())[first.behind] == 2


def test_the_line_of_a_pareto_ends_at_all_in_each_group(board: BoardShown) -> None:
    chart = tile(board, "prompts").chart
    assert isinstance(chart, Pareto)
    assert chart.rows[0].part.label == "Lump sum sought if full payment refused?"
    assert [row.head for row in chart.rows] == ["Critical: they decide the KPI", "", "Not critical", ""]
    assert [row.cumulative for row in chart.rows] == pytest.approx([2 / 3, 1, 0.8, 1])
    reasons = tile(board, "reasons").chart
    assert isinstance(reasons, Pareto)
    assert [row.value for row in reasons.rows][:2] == ["9 · 45.0%", "6 · 30.0%"]
    assert reasons.rows[-1].cumulative == 1


def test_a_month_without_checks_is_a_gap(board: BoardShown) -> None:
    chart = tile(board, "trend").chart
    assert isinstance(chart, Trend)
    assert chart.months[:4] == ("Oct 08", "Nov", "Dec", "Jan 09")
    calls = chart.series[1].points
    assert (calls[0].share, calls[0].count, calls[0].part.said) == (None, "0", "Oct 2008, calls: nothing checked.")
    assert calls[1].part.said.startswith("Nov 2008, calls: 10 of 11 accurate, margin ")
    assert all(point.low is None for point in chart.series[0].points)


def test_the_figures_are_copied_as_a_spreadsheet_takes_them(board: BoardShown) -> None:
    text = tile(board, "reasons").figures.as_text("Why")
    assert text.splitlines()[:3] == [
        "Why",
        "Reason\tSheets\tOf all reasons\tDown to here",
        "Not cleared in two years\t9\t45.0%\t45.0%",
    ]


def test_period_and_filters_are_said() -> None:
    assert period_words(date(2009, 4, 1), date(2009, 9, 30)) == "1 Apr to 30 Sep 2009"
    assert period_words(date(2008, 10, 1), date(2009, 9, 30)) == "1 Oct 2008 to 30 Sep 2009"
    assert period_words(date(2009, 4, 1), date(2009, 4, 1)) == "1 Apr 2009"
    query = BoardQuery(date(2009, 4, 1), date(2009, 4, 1), "DE-1", "CS2", "direct_debit", "CW014")
    assert filter_words(query) == "team DE-1, scheme CS2, Direct Debit, caseworker CW014"


def test_the_reporting_year_begins_in_april() -> None:
    made = dict(spans(date(2010, 2, 14)))
    assert made["Year so far"] == (date(2009, 4, 1), date(2010, 2, 14))
    assert made["This quarter"] == (date(2010, 1, 1), date(2010, 2, 14))
    assert made["Last quarter"] == (date(2009, 10, 1), date(2009, 12, 31))
    assert made["Last month"] == (date(2010, 1, 1), date(2010, 1, 31))
    assert next(iter(made.values())) == (date(2009, 3, 1), date(2010, 2, 14))
    assert dict(spans(date(2009, 4, 1)))["Year so far"] == (date(2009, 4, 1), date(2009, 4, 1))


def test_a_period_is_stepped_by_its_own_length() -> None:
    assert stepped((date(2009, 7, 1), date(2009, 9, 30)), -1) == (date(2009, 4, 1), date(2009, 6, 30))
    assert stepped((date(2009, 9, 1), date(2009, 9, 14)), 1) == (date(2009, 10, 1), date(2009, 10, 31))
    assert stepped((date(2009, 9, 7), date(2009, 9, 13)), -1) == (date(2009, 8, 31), date(2009, 9, 6))
    assert moved(date(2009, 1, 1), -1) == date(2008, 12, 1)


def test_a_line_says_what_it_is_and_whether_it_can_be_opened() -> None:
    line = lines(Behind("kpi", ("call", "i")), 2)[1]
    assert (name_of(line), mark_of(line), opens(line)) == ("VR-88102", ("bad", "bad"), True)
    task = replace(line, recording_id=None, sheet_id=None, task_id="567-1", verdict=None, method=None)
    assert (name_of(task), mark_of(task), opens(task)) == ("567-1", ("task", "quiet"), False)
    assert [column.text(task) for column in BoardLines._COLUMNS][5] == "—"


def test_a_scale_of_small_shares_ends_at_a_round_one(board: BoardShown) -> None:
    assert [round_end(share) for share in (0, 0.05, 0.126, 0.41, 0.6)] == [0.05, 0.05, 0.2, 0.5, 1.0]
    chart = tile(board, "strictness").chart
    assert isinstance(chart, Bars)
    assert chart.end == 0.3


def test_a_method_is_shared_out_by_what_became_of_it(board: BoardShown) -> None:
    chart = tile(board, "method").chart
    assert isinstance(chart, Stack)
    debit = chart.rows[2]
    assert (debit.label, debit.value) == ("Direct Debit promoted", "17 of 24 · 70.8% taken")
    assert [piece.count for piece in debit.segments] == [17, 4, 2, 1]
    assert all(len(row.segments) == len(chart.legend) for row in chart.rows)


def test_errors_of_figures_and_of_process_are_kept_apart(board: BoardShown) -> None:
    chart = tile(board, "kpi").chart
    assert isinstance(chart, Rates)
    said_of = chart.rates[1].counts[2].part.said
    assert said_of == "Checked calls: 1 inaccurate: 0 with errors of figures, 1 with errors of process."


def test_what_is_printed_says_that_it_stays_inside(board: BoardShown) -> None:
    assert "These are not Official Statistics" in board.caveat
    assert board.caveat.endswith("for team leaders and Quality Assurance only, not for publication.")
