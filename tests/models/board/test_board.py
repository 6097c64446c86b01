"""The dashboard: every figure of a rich department has the list it says, and says what the reports say."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, select

import models.board.blind
import resources
from models.board.behind import Asked, rows_behind
from models.board.beside import at_one_state, side_by_side
from models.board.blind import NAMELESS, Known, blind_sheets
from models.board.definitions import DEFINITIONS
from models.board.lines import lines_of
from models.board.prompts import read_prompts
from models.board.query import Behind, BoardLine, BoardQuery, Figure, TileKey
from models.board.relations import with_several
from models.board.tiles import Board, Classes
from models.clock import Clock
from models.crosscheck import Task567
from models.database import open_database
from models.errors import NotAllowed, WrongUsage
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.reports import dashboard, kpi, pipeline
from models.reports.table import NOT_HELD
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm, ReviewKind
from models.review_file import read_review_file
from models.review_life import DisputeNote, Outcome, Reply, ReplyAnswer
from models.sample import SampleDraw, SampleRow
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person

TODAY = date(2009, 10, 5)
FIRST, LAST = date(2009, 9, 1), date(2009, 9, 30)
SEPTEMBER = BoardQuery(FIRST, LAST)
ANSWERS = resources.path("demo/answers")
BLIND = ("PAG-088108", "PAG-088111")
"""Sheets of which a blind draw waits: one accurate and sensitive to a reading, one inaccurate."""
LISTENING = {
    "schema": "steercheck.scorecard/1",
    "id": "listening/1",
    "title": "How the call was led",
    "section": [
        {
            "title": "The call",
            "prompt": [
                _ | {"weight": 1, "evidence": "call", "from_steer": False, "not_applicable": "never", "help": "Listen."}
                for _ in (
                    {"id": "WELFARE", "text": "Was the caller put at ease?", "critical": False},
                    {"id": "CLOSING", "text": "Was the call closed well?", "critical": True},
                )
            ],
        }
    ],
}


def who(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def _sheet(session: Session, sheet_id: str) -> GuideSheet:
    return session.exec(select(GuideSheet).where(GuideSheet.sheet_id == sheet_id)).one()


def _listening(store: Store, card: str) -> ReviewForm:
    """A review by another scorecard, one prompt of which has an id of ours."""
    span = (EvidenceNote(EvidenceKind.SPAN, 1000, 2000),)
    notes = (AnswerNote("WELFARE", AnswerValue.NO, "", (), span), AnswerNote("CLOSING", AnswerValue.YES))
    found = read_review_file(ANSWERS / "VR-88101.json")
    return replace(found, scorecard=card, answers=notes, reviewer_id="TL02", whole_call_heard=True)


@pytest.fixture(scope="module")
def _department(made_once: Callable[..., Path], _done_database: Path) -> Path:
    """The demonstration's work done, and then: an amendment, second marks, another scorecard on a sheet that was signed
    before, a varied arrangement, a withdrawn confirmation, a refused and an open method, a sample that is late, and a
    blind one that waits."""

    def make(folder: Path) -> None:
        shutil.copyfile(_done_database, folder / "board.db")
        _work_on(folder / "board.db")

    return made_once("board", make) / "board.db"


def _work_on(path: Path) -> None:
    store = Store(open_database(path), Clock(TODAY))
    leader, other, quality = (who(store, each) for each in ("TL01", "TL02", "QA01"))
    by_call = {line.recording_id or line.sheet_id: line.review_id for line in store.reviews.listing(None)}
    store.life.release([by_call["VR-88102"], by_call["VR-88104"]], quality)
    store.life.reply(by_call["VR-88102"], Reply(ReplyAnswer.ACKNOWLEDGED), who(store, "CW012"))
    dispute = Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("LUMP_SOUGHT", "it was"),))
    store.life.reply(by_call["VR-88104"], dispute, who(store, "CW014"))
    signer = who(store, store.reviews.get(by_call["VR-88104"]).reviewer_id)
    decider = other if signer.staff_id != other.staff_id else leader
    store.life.decide(by_call["VR-88104"], "LUMP_SOUGHT", Outcome.CHANGED, "so it was", decider)
    amended = store.life.begin_amending(by_call["VR-88104"], signer)
    amended = amended.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES, "asked at 0:41"))
    store.reviews.amend(by_call["VR-88104"], amended, "the dispute", signer)
    second = replace(read_review_file(ANSWERS / "VR-88103.json"), kind=ReviewKind.SECOND, reviewer_id="QA01")
    store.reviews.sign_form(second, quality)
    card = store.scorecards.add(LISTENING, "a test", leader)
    store.scorecards.publish(card.scorecard_id, card.revision, leader)
    store.reviews.sign_form(_listening(store, card.scorecard_id), other)
    with store.database.session() as session:
        confirmer = {row.sheet_id: row.sheet_id for row in session.exec(select(GuideSheet))}
        ground = _sheet(session, "PAG-088107")
        ground.discretion_ground, ground.version = "the mother is ill", ground.version + 1
        varied = _sheet(session, "PAG-088102")
        varied.arrangement_kind, varied.version = "varied", varied.version + 1
        tasks = {task.task_id: task for task in session.exec(select(Task567))}
        refused = tasks["567-0088101"]
        refused.refusal_reason = "NO_ACCOUNT"
        waiting = tasks["567-0088102"]
        waiting.outcome_method = None
        session.add_all((ground, varied, refused, waiting))
    assert confirmer
    store.judgements.refresh()
    for sheet_id in ("PAG-088107", "PAG-088102"):
        judged = store.judgements.of_sheet(sheet_id)
        assert judged is not None
        store.judgements.confirm({sheet_id: judged.verdict}, quality)
    by = store.judgements.words("PAG-088105")[-1].made_by
    store.judgements.withdraw("PAG-088105", who(store, by), "looked at the wrong sheet")
    late = SampleOrder(FIRST, LAST, HowMany(Allocation.SIZE, Decimal(8)), "1298", due=date(2009, 10, 1))
    store.samples.draw(late, leader)
    blind = store.samples.draw(replace(late, seed="7", blind=True), leader)
    with store.database.session() as session:
        sample = session.exec(select(SampleRow).where(SampleRow.sample_id == blind.sample_id)).one()
        heard = session.exec(select(Recording)).first()
        assert heard is not None
        for place, sheet_id in enumerate(BLIND):
            call = Recording(**heard.model_dump() | {"id": f"unheard-{place}", "recording_id": f"VR-8899{place}"})
            sheet = _sheet(session, sheet_id)
            session.add(call)
            session.flush()
            session.add(SampleDraw(sample=sample.id, position=90 + place, recording=call.id, sheet=sheet.id))
    store.close()


@pytest.fixture
def department(_department: Path) -> Iterator[Store]:
    """Only read from."""
    store = Store(open_database(_department), Clock(TODAY))
    yield store
    store.close()


def figures(of: object) -> Iterator[Figure]:
    """Every figure within tiles."""
    if isinstance(of, Figure):
        yield of
    elif isinstance(of, tuple):
        for each in of:
            yield from figures(each)
    elif is_dataclass(of):
        for name in fields(of):
            yield from figures(getattr(of, name.name))


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


def test_a_blind_sheet_stands_without_its_verdict_where_the_steer_is_not_asked(department: Store) -> None:
    by = who(department, "QA01")
    figure = department.board.read(SEPTEMBER, by).kpi.sheet.in_scope
    lines = {line.sheet_id: line for line in department.board.behind(SEPTEMBER, figure.behind, 0, 100, by)}
    for sheet_id in BLIND:
        assert (lines[sheet_id].verdict, lines[sheet_id].reviewer_id) == (None, None)
        assert lines[sheet_id].words == "Blind: not checked yet"
        assert lines[sheet_id].case_ref is not None
    assert lines["PAG-088104"].verdict == "INACCURATE"


def test_a_list_made_by_the_steer_names_no_blind_sheet_and_puts_it_last(department: Store) -> None:
    by = who(department, "QA01")
    board = department.board.read(SEPTEMBER, by)
    for figure in (board.kpi.sheet.classes.inaccurate, board.reasons.inaccurate, board.sensitive.any.part):
        lines = department.board.behind(SEPTEMBER, figure.behind, 0, 100, by)
        assert len(lines) == figure.count
        assert not {line.sheet_id for line in lines} & set(BLIND)
        assert [line.words for line in lines].index(NAMELESS) == len(lines) - 1
        last = lines[-1]
        assert {last.recording_id, last.case_ref, last.caseworker_id, last.day, last.verdict, last.team} == {None}


def test_more_blind_sheets_than_can_be_named_are_found_as_well(
    department: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = who(department, "QA01")
    behind = Behind(TileKey.KPI, ("sheet", "inaccurate"))
    named = department.board.behind(SEPTEMBER, behind, 0, 100, by)
    department.board.forget()
    monkeypatch.setattr(models.board.blind, "MOST_NAMED", 1)
    assert department.board.behind(SEPTEMBER, behind, 0, 100, by) == named


def test_where_the_other_connection_sees_another_state_all_is_read_on_the_first(done: Store) -> None:
    begun: list[str] = []

    def stamp(_session: Session) -> str:
        begun.append("asked")
        return f"state {len(begun)}"

    def here(_session: Session) -> str:
        return "here"

    def there(session: Session) -> Session:
        return session

    with at_one_state(done.database) as session:
        assert side_by_side(done.database, session, stamp, here, there) == ("here", session)
        assert side_by_side(done.database, session, lambda _session: "the same", here, there)[1] is not session


def test_a_half_that_fails_is_told(done: Store) -> None:
    def there(_session: Session) -> None:
        raise WrongUsage("not so")

    with at_one_state(done.database) as session, pytest.raises(WrongUsage, match="not so"):
        side_by_side(done.database, session, lambda _session: "", lambda _session: None, there)


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
