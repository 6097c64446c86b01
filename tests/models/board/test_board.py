"""The dashboard: every figure of a rich department has the list it says, and says what the reports say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import models.board.behind
from models.board.behind import Asked, rows_behind
from models.board.blind import Known, blind_sheets
from models.board.definitions import DEFINITIONS
from models.board.lines import lines_of
from models.board.prompts import read_prompts
from models.board.query import Behind, BoardLine, BoardQuery, TileKey
from models.board.relations import with_several
from models.board.tiles import Board, Classes
from models.errors import NotAllowed, WrongUsage
from models.reports import dashboard, kpi, pipeline
from models.reports.table import NOT_HELD
from models.store import Store
from models.store.staff import Person
from tests.models.board.department import BLIND, FIRST, LAST, SEPTEMBER, TODAY, figures, who


def _walk(store: Store, query: BoardQuery, board: Board, by: Person) -> list[BoardLine]:
    """Ask for the list of every figure in one session, as the store does; all their lines."""
    walked: list[BoardLine] = []
    with store.database.session() as session:
        known = Known(with_several(session), blind_sheets(session))
        asked = Asked(session, query, TODAY, read_prompts(session, {}), by, known)
        for figure in {each.behind: each for each in figures(board)}.values():
            rows = rows_behind(asked, figure.behind)
            if not figure.count:
                assert session.execute(rows.count()).scalar_one() == 0, figure
                continue
            lines = lines_of(asked, rows, figure.behind, 0, 100)
            assert len(lines) == len({line.key for line in lines}) == figure.count, figure
            walked += lines
    return walked


def _last_month_only(board: Board) -> Board:
    """Eleven months of nothing take their time."""
    months = board.trend.all.months
    assert not any(figure.count for figure in figures(months[:-1]))
    return replace(board, trend=replace(board.trend, all=replace(board.trend.all, months=months[-1:])))


def test_behind_every_figure_stand_as_many_lines_as_it_says(department: Store) -> None:
    by = who(department, "QA01")
    board = department.board.read(SEPTEMBER, by)
    lines = _walk(department, SEPTEMBER, _last_month_only(board), by)
    assert len(lines) > 300
    assert {line.sheet_id for line in lines} > set(BLIND)
    assert not any(line.verdict for line in lines if line.sheet_id in BLIND)
    assert {figure.behind.tile for figure in figures(board) if figure.count} == set(TileKey)


@pytest.mark.parametrize(
    "narrowed", [{"team": "DE-2"}, {"method": "direct_debit", "scheme": "CS2", "caseworker": "CW014"}], ids=str
)
def test_the_same_holds_where_the_figures_are_narrowed(department: Store, narrowed: dict[str, str]) -> None:
    by = who(department, "QA01")
    query = replace(SEPTEMBER, **narrowed)  # type: ignore[arg-type]
    board = department.board.read(query, by)
    assert _walk(department, query, _last_month_only(board), by)
    whole = department.board.read(SEPTEMBER, by)
    assert board.kpi.sheet.in_scope.count < whole.kpi.sheet.in_scope.count


def _row(classes: Classes) -> list[str]:
    counts = (classes.checked, classes.accurate, classes.accurate_discretion, classes.inaccurate)
    return [str(each.count) for each in (*counts, classes.not_assessable)]


def test_the_tile_says_what_the_kpi_report_says(department: Store) -> None:
    tile = department.board.read(SEPTEMBER, who(department, "QA01")).kpi
    rows = kpi.report(department, FIRST, LAST, 0).as_dict()["rows"]
    assert isinstance(rows, list)
    for side, row in zip((tile.sheet, tile.call), rows, strict=True):
        assert side.basis == row["basis"]
        names = ("checked", "accurate", "accurate_discretion", "inaccurate", "not_assessable")
        assert _row(side.classes) == [row[name] for name in names]
        assert side.classes.kpi_pct is not None
        assert side.coverage_pct is not None
        assert side.figure_errors is not None
        assert (str(side.classes.kpi_pct), str(side.coverage_pct)) == (row["kpi_pct"], row["coverage_pct"])
        assert (side.interval, side.shown, str(side.target_pct)) == (row["interval"], row["shown"], row["target_pct"])
        assert str(side.figure_errors.count) == row["figure_errors"]
        assert (kpi.IMPOSSIBLE if side.more_needed is None else str(side.more_needed)) == row["more_needed"]
    assert tile.call.process_errors is not None
    assert str(tile.call.process_errors.count) == rows[1]["process_errors"]
    assert "; ".join(tile.policies) == rows[0]["policies"]


@pytest.mark.parametrize("group", ["team", "scheme", "method", "caseworker"])
def test_narrowed_to_a_group_it_says_what_the_report_by_groups_says(department: Store, group: str) -> None:
    by = who(department, "QA01")
    rows = kpi.report(department, FIRST, LAST, 0, group).as_dict()["rows"]
    assert isinstance(rows, list)
    told = [(row["scope"].partition(f"; {group} ")[2], row) for row in rows]
    assert all(name for name, _ in told)
    for name, row in told:
        if name == NOT_HELD:
            continue
        tile = department.board.read(replace(SEPTEMBER, **{group: name}), by).kpi
        side = tile.sheet if row["basis"] == "sheet" else tile.call
        assert (str(side.classes.checked.count), str(side.classes.inaccurate.count)) == (
            row["checked"],
            row["inaccurate"],
        )


def test_each_month_of_the_trend_is_the_kpi_of_that_month(department: Store) -> None:
    by = who(department, "QA01")
    board = department.board.read(SEPTEMBER, by)
    months = board.trend.all.months
    assert [months[0].month, months[-1].month, len(months)] == ["2008-10", "2009-09", 12]
    assert _row(months[-1].sheet) == _row(board.kpi.sheet.classes)
    assert _row(months[-1].call) == _row(board.kpi.call.classes)
    assert months[0].sheet.kpi_pct is None


def test_the_trend_by_team_adds_up_and_has_its_lists(department: Store) -> None:
    by = who(department, "QA01")
    lines = department.board.trend(SEPTEMBER, "team", by)
    whole = department.board.read(SEPTEMBER, by).kpi.sheet.classes
    assert sum(line.months[-1].sheet.checked.count for line in lines) == whole.checked.count
    for line in lines:
        for figure in figures(line.months[-1]):
            assert department.board.count_behind(SEPTEMBER, figure.behind, by) == figure.count


def test_the_tiles_say_what_the_dashboard_report_says(department: Store) -> None:
    board = department.board.read(SEPTEMBER, who(department, "QA01"))
    rows = dashboard.report(department, FIRST, LAST, 0).as_dict()["rows"]
    assert isinstance(rows, list)
    told = {row["measure"]: (int(row["numerator"]), int(row["denominator"])) for row in rows}
    assert told["preferred_promoted"] == board.method.offered_first.yes_share
    assert told["cwo_used"] == board.online.used.yes_share
    taken, found = board.method.taken, board.sensitive.any
    assert told["preferred_taken"] == (taken.part.count, taken.whole.count)
    assert told["reading_sensitive"] == (found.part.count, found.whole.count)
    given = board.discretion.accurate
    assert told["discretion"] == (given.part.count, given.whole.count)
    assert board.kpi.call.drawn is not None
    assert told["calls_sampled"] == (board.kpi.call.drawn.count, board.kpi.call.classes.checked.count)


def test_the_stages_on_hand_are_those_of_the_pipeline(department: Store) -> None:
    work = department.board.read(SEPTEMBER, who(department, "QA01")).work
    rows = pipeline.report(department, date(2000, 1, 1), TODAY, 0).as_dict()["rows"]
    assert isinstance(rows, list)
    told = {row["stage"]: (row["count"], row["oldest_days"] or "None") for row in rows if row["stage"] != "closed"}
    assert {stage.key: (str(stage.figure.count), str(stage.oldest_days)) for stage in work.stages} == told
    assert all(sum(each.count for each in (*stage.bands, stage.undated)) == stage.figure.count for stage in work.stages)


def test_a_late_sample_says_how_much_of_it_is_open(department: Store) -> None:
    work = department.board.read(SEPTEMBER, who(department, "QA01")).work
    progress = {line.sample_id: (line.drawn, line.done) for line in department.samples.listing()}
    open_ones = {each.sample_id: (each.drawn.count, each.done.count) for each in work.samples}
    assert open_ones == {name: counts for name, counts in progress.items() if counts[0] > counts[1]}
    assert work.overdue.count == sum(each.open.count for each in work.samples if each.overdue_days)


def test_prompts_of_another_scorecard_stand_under_their_own_words(department: Store) -> None:
    board = department.board.read(SEPTEMBER, who(department, "QA01"))
    others = {bar.key: bar for bar in board.prompts.others}
    assert others["words:Was the caller put at ease?"].figure.count == 1
    assert others["words:Was the caller put at ease?"].words == "Was the caller put at ease?"
    welfare = next(each for each in board.balance.prompts if each.prompt == "WELFARE")
    answered = (welfare.yes, welfare.no, welfare.not_applicable, welfare.cannot_tell)
    assert sum(each.count for each in answered) == board.kpi.call.classes.checked.count - 1
    assert board.prompts.critical[-1].cumulative_pct == Decimal("100.0")


def test_every_tile_says_what_it_counts_from_where_and_how(department: Store) -> None:
    assert set(DEFINITIONS) == set(TileKey)
    for definition in DEFINITIONS.values():
        assert "2009" in definition.source or "2018" in definition.source
        assert definition.words
        assert definition.formula


def test_a_ground_that_is_no_code_and_its_reason_never_show(department: Store) -> None:
    by = who(department, "QA01")
    board = department.board.read(SEPTEMBER, by)
    assert "OTHER" in {bar.key for bar in board.discretion.grounds}
    shown = repr(board)
    for figure in {each.behind: each for each in figures(board.discretion) if each.count}.values():
        shown += repr(department.board.behind(SEPTEMBER, figure.behind, 0, 50, by))
    assert "the mother is ill" not in shown
    assert "Disabled child" not in shown


def test_a_team_leader_sees_his_own_strictness_and_all_together(department: Store) -> None:
    leader = who(department, "TL01")
    told = department.board.read(SEPTEMBER, leader).strictness
    assert {line.reviewer_id for line in told.reviewers} <= {"TL01"}
    everybody = department.board.read(SEPTEMBER, who(department, "QA01")).strictness
    assert len(everybody.reviewers) > 1
    assert sum(line.classes.checked.count for line in everybody.reviewers) == everybody.whole.classes.checked.count
    assert all(line.few for line in everybody.reviewers)
    with pytest.raises(NotAllowed):
        department.board.behind(SEPTEMBER, Behind(TileKey.STRICTNESS, ("reviewer", "TL02", "checked")), 0, 5, leader)


def test_a_caseworker_may_not_see_the_dashboard(department: Store) -> None:
    with pytest.raises(NotAllowed):
        department.board.read(SEPTEMBER, who(department, "CW014"))


def test_a_period_that_ends_before_it_begins_is_refused(department: Store) -> None:
    with pytest.raises(WrongUsage):
        department.board.read(BoardQuery(LAST, FIRST), who(department, "QA01"))


def test_lists_are_paged_without_a_gap(department: Store) -> None:
    by = who(department, "QA01")
    board = department.board.read(SEPTEMBER, by)
    for figure in (board.kpi.sheet.in_scope, board.kpi.sheet.classes.accurate, board.work.on_hand):
        whole = department.board.behind(SEPTEMBER, figure.behind, 0, 100, by)
        assert len(whole) == department.board.count_behind(SEPTEMBER, figure.behind, by) == figure.count > 3
        pieces = [department.board.behind(SEPTEMBER, figure.behind, at, 2, by) for at in range(0, len(whole), 2)]
        assert tuple(line for piece in pieces for line in piece) == whole


def test_a_page_near_the_beginning_is_that_of_the_whole_list(
    department: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, query = who(department, "QA01"), BoardQuery(date(2008, 10, 1), LAST)
    lists = [Behind(TileKey.KPI, ("sheet", "in_scope")), Behind(TileKey.METHOD, ("all", "told"))]
    near = [department.board.behind(query, behind, 1, 3, by) for behind in lists]
    monkeypatch.setattr(models.board.behind, "NEAR", 0)
    assert [department.board.behind(query, behind, 1, 3, by) for behind in lists] == near
    assert all(len(lines) == 3 for lines in near)


def test_an_empty_database_has_no_figures_and_no_rates(store: Store) -> None:
    board = store.board.read(SEPTEMBER, Person("os:tester", None, None))
    assert not any(figure.count for figure in figures(board))
    assert (board.kpi.sheet.shown, board.kpi.call.classes.kpi_pct, board.trend.all.months[0].call.kpi_pct) == (
        "no data",
        None,
        None,
    )


def test_a_board_is_read_again_once_something_was_written(done: Store) -> None:
    quality = who(done, "QA01")
    before, stamp = done.board.read(SEPTEMBER, quality), done.board.stamp()
    assert done.board.read(SEPTEMBER, quality) is before
    word = done.judgements.words("PAG-088105")[-1]
    done.judgements.withdraw("PAG-088105", quality, f"not as {word.made_by} saw it")
    assert done.board.stamp() != stamp
    after = done.board.read(SEPTEMBER, quality)
    assert after.kpi.sheet.classes.checked.count == before.kpi.sheet.classes.checked.count - 1
