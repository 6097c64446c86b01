"""The worklist in the window: sections, filters, keys, and coming back to where one was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from sqlmodel import select

from desktop.jobs.runner import Runner
from desktop.state.worklist import Worklist
from desktop.tables.worklist import ITEM_ROLE, SECTION_COLUMNS, WorklistModel
from desktop.views.key_rail import COUNT_ROLE
from desktop.views.work_table import state_mark
from desktop.views.worklist import WorklistPage
from desktop.window import Window
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review_file import read_review_file
from models.store import Store
from models.store.worklist import Order, Section, WorkItem, WorkQuery


@pytest.fixture
def page(window: Window) -> WorklistPage:
    return window.page("worklist")


def shown(page: WorklistPage) -> list[str]:
    """The recordings (or sheets) of the list, in order."""
    items = [page.model.index(row, 0).data(ITEM_ROLE) for row in range(page.model.rowCount())]
    return [item.recording_id or item.sheet_id for item in items]


def go_to(page: WorklistPage, section: Section, qtbot: QtBot) -> None:
    page.show_section(section)
    qtbot.waitUntil(lambda: page.model.query.section is section)


def test_what_is_due_comes_first_the_oldest_on_top(page: WorklistPage) -> None:
    assert page.title.text() == "To check"
    assert len(shown(page)) == 11
    assert shown(page)[0] == "VR-88101"
    assert page.count.text() == "11 calls"


def test_a_line_says_call_caseworker_case_length_method_and_match(page: WorklistPage) -> None:
    texts = [page.model.index(1, column).data() for column in range(page.model.columnCount())]
    assert texts == [
        *("To check", "14 Sep 2009 10:31", "CW012", "DE-1", "C-1A02", "1:42", "Yes", "Rung 2 · accurate"),
        *("Direct Debit", "Reference"),
    ]


def test_the_list_is_narrowed_by_what_the_steer_says(page: WorklistPage, qtbot: QtBot) -> None:
    page.filters.steer.setCurrentIndex(page.filters.steer.findData("INACCURATE"))
    with qtbot.waitSignal(page._worklist.listed):
        page.filters.steer.activated.emit(page.filters.steer.currentIndex())
    assert shown(page) == ["VR-88104", "VR-88111"]
    go_to(page, Section.NO_SHEET, qtbot)
    assert shown(page) == ["VR-88112"]


def test_a_match_that_is_not_certain_says_how_certain(page: WorklistPage) -> None:
    row = shown(page).index("VR-88110")
    assert page.model.index(row, 9).data() == "Case and date · 90 %"


def test_the_rail_counts_every_section(page: WorklistPage) -> None:
    counts = {page.rail.item(at).text(): page.rail.item(at).data(COUNT_ROLE) for at in range(page.rail.count())}
    assert counts == {
        "To check": 11,
        "Drafts": 0,
        "Signed": 0,
        "Disputed": 0,
        "Not matched": None,
        "No sheet": 1,
        "No call": 1,
        "Ambiguous": 0,
    }


def test_each_section_lists_what_belongs_there(page: WorklistPage, qtbot: QtBot) -> None:
    go_to(page, Section.NO_SHEET, qtbot)
    assert shown(page) == ["VR-88112"]
    go_to(page, Section.NO_CALL, qtbot)
    assert shown(page) == ["PAG-088199"]


@pytest.mark.parametrize("section", [Section.DRAFTS, Section.SIGNED, Section.AMBIGUOUS])
def test_an_empty_section_says_what_it_is_for(page: WorklistPage, qtbot: QtBot, section: Section) -> None:
    go_to(page, section, qtbot)
    assert page.empty.isVisible()
    assert page.empty.title.text()
    assert page.empty.words.text()
    assert page.count.text() == ""


def test_the_button_of_an_empty_section_leads_to_what_is_to_check(page: WorklistPage, qtbot: QtBot) -> None:
    go_to(page, Section.SIGNED, qtbot)
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.query.section is Section.DUE)
    assert page.table.isVisible()


def test_a_filter_narrows_and_says_of_how_many(page: WorklistPage, qtbot: QtBot) -> None:
    page.filters.caseworker.setCurrentIndex(page.filters.caseworker.findData("CW014"))
    page.filters.caseworker.activated.emit(page.filters.caseworker.currentIndex())
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert shown(page) == ["VR-88103", "VR-88104"]
    assert page.count.text() == "2 of 11"
    assert page.filters.clear.isVisible()


def test_clearing_brings_everything_back(page: WorklistPage, qtbot: QtBot) -> None:
    page.filters.begin_search()
    qtbot.keyClicks(page.filters.search, "1A07")
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.mouseClick(page.filters.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 11)
    assert page.filters.search.text() == ""
    assert page.filters.clear.isHidden()


def test_dates_are_taken_from_the_working_day(page: WorklistPage, qtbot: QtBot) -> None:
    last_month = page.filters.dates.findText("Last month")
    page.filters.dates.setCurrentIndex(last_month)
    page.filters.dates.activated.emit(last_month)
    qtbot.waitUntil(lambda: page._worklist.query.date_from is not None)
    qtbot.waitUntil(lambda: page.model.query.date_from is not None)
    assert page.model.query.date_from.isoformat() == "2009-09-01"
    assert page.model.query.date_to.isoformat() == "2009-09-30"
    assert page.model.rowCount() == 11


def test_days_between_are_asked_for_in_the_row(page: WorklistPage, qtbot: QtBot) -> None:
    between = page.filters.dates.findText("Between …")
    page.filters.dates.setCurrentIndex(between)
    page.filters.dates.activated.emit(between)
    assert page.filters.between.isVisible()
    page.filters.date_from.setDate(page.filters.date_to.date().addDays(-17))
    qtbot.waitUntil(lambda: page.model.rowCount() < 11)
    assert page.model.query.date_from.isoformat() == "2009-09-18"


def test_nothing_fits_offers_to_clear(page: WorklistPage, qtbot: QtBot) -> None:
    page.filters.begin_search()
    qtbot.keyClicks(page.filters.search, "nobody")
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty.button.text() == "Clear filters"
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 11)


def test_typing_into_the_list_goes_to_the_search(page: WorklistPage, qtbot: QtBot) -> None:
    page.focus_list()
    qtbot.keyClicks(page.table, "1")
    assert page.filters.search.hasFocus()
    qtbot.keyClicks(page.filters.search, "A07")
    qtbot.waitUntil(lambda: shown(page) == ["VR-88107"])


def test_the_arrow_down_goes_from_the_search_to_the_list(page: WorklistPage, qtbot: QtBot) -> None:
    page.filters.begin_search()
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.currentIndex().isValid()


def test_a_click_on_a_head_sorts_and_again_turns_it_round(page: WorklistPage, qtbot: QtBot) -> None:
    length = SECTION_COLUMNS[Section.DUE].index(next(c for c in page.model.columns if c.order is Order.LENGTH))
    page.table.horizontalHeader().sectionClicked.emit(length)
    qtbot.waitUntil(lambda: page.model.query.sort is Order.LENGTH)
    shortest = shown(page)[0]
    assert shortest == "VR-88101"
    page.table.horizontalHeader().sectionClicked.emit(length)
    qtbot.waitUntil(lambda: page.model.query.descending)
    assert shown(page)[-1] == shortest


def test_return_opens_the_selected_call(page: WorklistPage, qtbot: QtBot) -> None:
    page.focus_list()
    page.table.go_to(2)
    with qtbot.waitSignal(page.open_wished) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args[0].recording_id == "VR-88103"


def test_home_and_end_go_to_the_ends(page: WorklistPage, qtbot: QtBot) -> None:
    page.focus_list()
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == 10
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    assert page.table.currentIndex().row() == 0


def test_the_keys_walk_through_the_sections(page: WorklistPage, qtbot: QtBot) -> None:
    page.focus_list()
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.query.section is Section.DRAFTS)
    page.rail.setFocus()
    qtbot.keyClick(page.rail, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.query.section is Section.DUE)


def test_reading_again_keeps_the_selected_call(page: WorklistPage, qtbot: QtBot) -> None:
    page.focus_list()
    page.table.go_to(4)
    with qtbot.waitSignal(page._worklist.listed):
        qtbot.keyClick(page.table, Qt.Key.Key_F5)
    assert page.table.current_item().recording_id == "VR-88105"


def test_a_call_begun_elsewhere_disappears_and_the_place_is_kept(
    page: WorklistPage, demo_store: Store, qtbot: QtBot
) -> None:
    page.focus_list()
    page.table.go_to(4)
    form = demo_store.reviews.start_draft("VR-88105", "PAG-088105", "TL02")
    demo_store.reviews.save_draft(form)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 10)
    assert page.table.currentIndex().row() == 4
    assert page.table.current_item().recording_id == "VR-88106"


def test_drafts_are_ones_own_until_everybodys_are_asked_for(
    page: WorklistPage, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.reviews.save_draft(demo_store.reviews.start_draft("VR-88105", "PAG-088105", "TL02"))
    page.refresh()
    go_to(page, Section.DRAFTS, qtbot)
    assert page.model.rowCount() == 0
    page.filters.reviewer.setCurrentIndex(0)
    page.filters.reviewer.activated.emit(0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.index(0, 0).data(ITEM_ROLE).reviewer_id == "TL02"


def test_every_state_has_a_mark_of_its_own(page: WorklistPage, demo_store: Store, qtbot: QtBot) -> None:
    due = page.model.item(0)
    go_to(page, Section.NO_SHEET, qtbot)
    alone = page.model.item(0)
    go_to(page, Section.NO_CALL, qtbot)
    sheet = page.model.item(0)
    marks = {state_mark(item)[0] for item in (due, alone, sheet)}
    assert len(marks) == 3


def test_a_hostile_id_is_never_taken_for_markup(page: WorklistPage, demo_store: Store, qtbot: QtBot) -> None:
    with demo_store.database.session() as session:
        call = session.exec(select(Recording).where(Recording.recording_id == "VR-88112")).one()
        call.recording_id = "<img src=x>"
        session.add(call)
    go_to(page, Section.NO_SHEET, qtbot)
    tip = page.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img src=x&gt;" in tip


# the model by itself


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def worklist(demo_store: Store, runner: Runner) -> Worklist:
    return Worklist(demo_store, runner)


def test_the_model_keeps_qts_rules(worklist: Worklist, qtbot: QtBot) -> None:
    model = WorklistModel(worklist)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for section in (Section.DUE, Section.NO_CALL, Section.DRAFTS):
        with qtbot.waitSignal(worklist.listed):
            worklist.show(section)
    worklist.filter(text="88")
    qtbot.waitUntil(lambda: model.query.text == "88")
    assert tester.model() is model


class FakeStore:
    """A worklist of 1,000 lines that remembers which pages were read."""

    def __init__(self) -> None:
        self.read: list[int] = []

    @property
    def worklist(self) -> "FakeStore":
        return self

    def is_empty(self) -> bool:
        return False

    def count(self, query: WorkQuery) -> int:
        return 1000

    def counts(self, reviewer: str | None, *, with_reviewed: bool) -> dict[Section, int]:
        return {}

    def page(self, query: WorkQuery, offset: int, limit: int) -> list[WorkItem]:
        self.read.append(offset)
        fields = WorkItem.__dataclass_fields__
        blank = dict.fromkeys(fields) | {"candidates": 0, "has_transcript": False}
        return [WorkItem(**(blank | {"recording_id": f"{query.text}{at}"})) for at in range(offset, offset + limit)]


def test_only_the_pages_looked_at_are_read(runner: Runner, qtbot: QtBot) -> None:
    store = FakeStore()
    worklist = Worklist(store, runner)
    model = WorklistModel(worklist)
    with qtbot.waitSignal(worklist.totalled):
        worklist.ask(WorkQuery())
    assert model.rowCount() == 1000
    assert store.read == [0]
    assert model.item(750) is None
    assert model.item(751) is None
    with qtbot.waitSignal(worklist.page_came):
        pass
    assert store.read == [0, 700]
    assert model.item(750).recording_id == "750"


def test_the_first_page_is_shown_before_its_lines_are_counted_and_stays_where_it_is(
    runner: Runner, qtbot: QtBot
) -> None:
    worklist = Worklist(FakeStore(), runner)
    model = WorklistModel(worklist)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown: list[tuple[int, bool]] = []
    worklist.listed.connect(lambda listing: shown.append((model.rowCount(), listing.counted)))
    with qtbot.waitSignal(worklist.totalled) as told:
        worklist.ask(WorkQuery())
        qtbot.waitUntil(lambda: bool(shown))
        first = QPersistentModelIndex(model.index(7, 0))
    assert shown == [(100, False)]
    assert (told.args[0].total, told.args[0].counted) == (1000, True)
    assert (first.row(), first.data(ITEM_ROLE).recording_id) == (7, "7")
    assert tester.model() is model


def test_a_page_further_down_is_shown_with_its_total(runner: Runner, qtbot: QtBot) -> None:
    worklist = Worklist(FakeStore(), runner)
    with qtbot.waitSignal(worklist.listed) as told:
        worklist.ask(WorkQuery(), around=955)
    listing = told.args[0]
    assert (listing.offset, listing.total, listing.counted) == (900, 1000, True)


def test_a_late_answer_to_an_older_question_is_dropped(runner: Runner, qtbot: QtBot) -> None:
    worklist = Worklist(FakeStore(), runner)
    model = WorklistModel(worklist)
    heard: list[str] = []
    worklist.listed.connect(lambda listing: heard.append(listing.query.text))
    worklist.ask(WorkQuery(text="a"))
    worklist.ask(WorkQuery(text="b"))
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard == ["b"]
    assert model.item(0).recording_id == "b0"


def test_a_page_of_an_older_question_is_dropped(runner: Runner, qtbot: QtBot) -> None:
    worklist = Worklist(FakeStore(), runner)
    model = WorklistModel(worklist)
    with qtbot.waitSignal(worklist.listed):
        worklist.ask(WorkQuery(text="a"))
    model.item(500)
    worklist.ask(WorkQuery(text="b"))
    qtbot.waitUntil(lambda: not runner.busy)
    assert model.item(0).recording_id == "b0"
    assert all(item.recording_id.startswith("b") for page in model._pages.values() for item in page)


def test_a_question_that_fails_is_told_in_words(runner: Runner, qtbot: QtBot, demo_store: Store) -> None:
    worklist = Worklist(demo_store, runner)
    with demo_store.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE recording RENAME TO hidden")
    with qtbot.waitSignal(worklist.failed) as told:
        worklist.ask(WorkQuery())
    assert told.args[0]


def test_signed_reviews_whose_sheet_was_changed_since_say_so_and_can_be_filtered(
    make_window, demo_store: Store, demo: Path, qtbot: QtBot
) -> None:
    leader = demo_store.staff.get("TL01")
    for key in ("VR-88101", "VR-88103"):
        demo_store.reviews.sign_form(read_review_file(demo / "answers" / f"{key}.json"), leader)
    demo_store.imports.take(GuideSheet, ("sheet_id", "instalment"), [("PAG-088103", 9900)], dry_run=False)
    page = make_window(demo_store).page("worklist")
    go_to(page, Section.SIGNED, qtbot)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    at = [column.name for column in page.model.columns].index("changed")
    said = {page.model.item(row).recording_id: page.model.index(row, at).data() for row in range(2)}
    assert said == {"VR-88101": "as signed", "VR-88103": "Changed since"}
    assert page.filters.sheets.isVisible()
    page.filters.sheets.setCurrentIndex(1)
    page.filters.sheets.activated.emit(1)
    qtbot.waitUntil(lambda: shown(page) == ["VR-88103"])
    go_to(page, Section.DUE, qtbot)
    assert not page.filters.sheets.isVisible()
    assert not page._worklist.narrowed
