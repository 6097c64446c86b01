"""The Reviews page on reviews in every state: asked, looked into, released and opened, all of it by keys too."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.screenshots_reviews import AMENDED, AWAITING, DISPUTED, OVERDUE, TO_AMEND, TO_RELEASE
from desktop.state.feedback import FeedbackDocuments
from desktop.state.reviews import Reviews
from desktop.tables.paged import ITEM_ROLE
from desktop.tables.reviews import ALL
from desktop.views.actions import ActionTable
from desktop.views.key_rail import COUNT_ROLE
from desktop.views.reviews_page import ReviewsPage
from desktop.window import Window
from models.review_life import LifeState
from models.store import Store
from models.store.review_listing import LifeLine, LifeQuery, Stand
from models.store.staff import Person

Key = Qt.Key
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2009, 10, 5)
Doing = Callable[[Callable[[], object]], None]


@pytest.fixture
def working(lived: Store) -> list[Person]:
    """Who works, to be changed by a test before the page reads."""
    return [lived.staff.get("QA01")]


@pytest.fixture
def page(lived: Store, working: list[Person], qtbot: QtBot, light_look: None) -> Iterator[ReviewsPage]:
    """The page alone, shown, its list read."""
    runner = Runner()
    reviews = Reviews(lived, runner, lambda: working[0], lambda: 10)
    made = ReviewsPage(reviews, ActionTable(), TODAY)
    qtbot.addWidget(made)
    made.resize(1366, 680)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    with qtbot.waitSignals([reviews.list.listed, reviews.list.counted]):
        made.refresh()
    made.focus_list()
    yield made
    runner.close()


@pytest.fixture
def listed(page: ReviewsPage, qtbot: QtBot) -> Doing:
    """Do something and wait for the list that comes of it."""

    def doing(what: Callable[[], object]) -> None:
        with qtbot.waitSignal(page._list.listed):
            what()

    return doing


def shown(page: ReviewsPage) -> list[str]:
    return [page.model.index(row, 0).data(ITEM_ROLE).recording_id for row in range(page.model.rowCount())]


def go_to(page: ReviewsPage, recording_id: str, qtbot: QtBot) -> LifeLine:
    page.table.go_to(shown(page).index(recording_id))
    line = page.hands.current
    assert line is not None
    qtbot.waitUntil(lambda: page.look.review_id == line.review_id)
    return line


def cells(page: ReviewsPage, recording_id: str) -> dict[str, str]:
    row = shown(page).index(recording_id)
    return {column.name: str(page.model.index(row, at).data()) for at, column in enumerate(page.model.columns)}


def words_of(page: ReviewsPage) -> str:
    return "\n".join(label.text() for label in page.look.findChildren(QLabel) if label.isVisibleTo(page.look))


def test_every_review_stands_in_the_list_with_its_state_and_figures(page: ReviewsPage) -> None:
    assert len(shown(page)) == 9
    assert page.summary.toolTip() == "9 signed · 3 to release · 1 overdue · 1 disputed to decide · 1 to amend"
    assert page.count.text() == "9 reviews"
    told = cells(page, AMENDED)
    assert (told["state"], told["score"], told["class"]) == ("To release", "88.9 → 100.0", "Accurate")
    told = cells(page, DISPUTED)
    assert (told["state"], told["critical"], told["disputes"]) == ("Disputed", "Fail", "1 of 2 open")
    assert cells(page, OVERDUE)["reply"] == "7 days over"
    assert cells(page, AWAITING)["reply"] == "14 days left"


def test_the_model_keeps_qts_rules(page: ReviewsPage, listed: Doing) -> None:
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    listed(lambda: page.show_stand(Stand.TO_RELEASE))
    assert page.model.rowCount() == 3
    tester.deleteLater()


def test_the_rail_counts_where_reviews_stand_and_narrows_the_list(page: ReviewsPage, listed: Doing) -> None:
    counts = {page.rail.item(at).text(): page.rail.item(at).data(COUNT_ROLE) for at in range(page.rail.count())}
    assert list(counts.values()) == [9, 0, 3, 1, 1, 1, 1, 1, 1, 1]
    assert list(counts)[:4] == ["All reviews", "Drafts", "To release", "Awaiting reply"]
    listed(lambda: page.rail.setCurrentRow(4))
    assert shown(page) == [OVERDUE]


def test_filters_narrow_the_list_and_their_end_is_one_press_away(page: ReviewsPage, listed: Doing) -> None:
    page.filters.reviewer.setCurrentIndex(page.filters.reviewer.findData("TL02"))
    listed(lambda: page.filters.reviewer.activated.emit(page.filters.reviewer.currentIndex()))
    assert set(shown(page)) == {*TO_RELEASE, TO_AMEND, "VR-88109"}
    page.filters.kpi_class.setCurrentIndex(page.filters.kpi_class.findData("INACCURATE"))
    listed(lambda: page.filters.kpi_class.activated.emit(page.filters.kpi_class.currentIndex()))
    assert page.empty.title.text() == "Nothing fits these filters"
    listed(page.empty.button.click)
    assert len(shown(page)) == 9
    assert page.filters.reviewer.currentIndex() == 0


def test_what_is_typed_into_the_list_is_searched_for(page: ReviewsPage, listed: Doing, qtbot: QtBot) -> None:
    listed(lambda: qtbot.keyClicks(page.table, "88104"))
    assert shown(page) == [DISPUTED]
    listed(lambda: qtbot.keyClick(page.filters.search, Key.Key_Escape))
    assert page.table.hasFocus()


def test_a_head_sorts_and_once_more_turns_the_order_round(page: ReviewsPage, listed: Doing) -> None:
    head = page.table.horizontalHeader()
    listed(lambda: head.sectionClicked.emit(7))
    first = shown(page)
    assert first[0] == OVERDUE
    listed(lambda: head.sectionClicked.emit(7))
    assert shown(page)[0] != first[0]
    assert head.isSortIndicatorShown()


def test_the_selected_reviews_life_disputes_and_versions_stand_below(page: ReviewsPage, qtbot: QtBot) -> None:
    go_to(page, AMENDED, qtbot)
    told = words_of(page)
    assert "Signed by TL01: 88.9, critical pass, accurate" in told
    assert "Decided by QA01: 1 to be changed" in told
    assert "“I explained the benefits at 0:48.”\nTo be changed by QA01: They are explained, briefly." in told
    assert "88.9 → 100.0, critical pass, accurate" in told
    assert "no → yes" in told
    assert page.look.accessibleDescription()


def test_a_long_life_is_scrolled_by_keys(page: ReviewsPage, qtbot: QtBot) -> None:
    go_to(page, AMENDED, qtbot)
    bar = page.look.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(page.table, Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert bar.value() > 0
    qtbot.keyClick(page.table, Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert bar.value() == 0


def test_who_cannot_decide_is_told_why(
    lived: Store, working: list[Person], page: ReviewsPage, listed: Doing, qtbot: QtBot
) -> None:
    working[0] = lived.staff.get("TL01")
    listed(page.refresh)
    go_to(page, DISPUTED, qtbot)
    assert page.look.told.text().startswith("TL01 signed this review")
    assert page.foot.next.text() == "Open the review"


@pytest.mark.parametrize(
    ("recording_id", "button", "at"),
    [(DISPUTED, "Decide the dispute", "decide"), (TO_AMEND, "Amend the review", "amend")],
)
def test_the_one_button_is_what_comes_next(
    page: ReviewsPage, qtbot: QtBot, recording_id: str, button: str, at: str
) -> None:
    go_to(page, recording_id, qtbot)
    assert page.foot.next.text() == button
    with qtbot.waitSignal(page.open_wished) as told:
        page.foot.next.click()
    assert (told.args[0].recording_id, told.args[1]) == (recording_id, at)


def test_reviews_are_released_by_keys_alone_and_the_list_keeps_its_place(
    page: ReviewsPage, lived: Store, listed: Doing, qtbot: QtBot
) -> None:
    told: list[tuple[str, str]] = []
    page.notice_wished.connect(lambda words, tone: told.append((words, tone)))
    for _step in range(2):
        listed(lambda: qtbot.keyClick(page.table, Key.Key_Down, CONTROL))
    assert page._list.query.stand is Stand.TO_RELEASE
    qtbot.keyClick(page.table, Key.Key_A, CONTROL)
    assert page.foot.next.text() == "Release 3 reviews"
    qtbot.keyClick(page.table, Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: page.question.asking)
    assert page.question.words.text() == (
        "Release 3 reviews to 3 caseworkers? They can reply until 19 Oct 2009. A release is not taken back."
    )
    assert page.question.yes.hasFocus()
    assert not page.foot.isVisible()
    listed(lambda: qtbot.keyClick(page.question.yes, Key.Key_Return))
    assert told == [("3 reviews released; the last day to reply is 19 Oct 2009.", "good")]
    assert page.empty.title.text() == "Nothing waits to be released"
    assert lived.life.count(LifeQuery(stand=Stand.AWAITING), page._reviews.person) == 4


def test_escape_releases_nothing(page: ReviewsPage, lived: Store, listed: Doing, qtbot: QtBot) -> None:
    listed(lambda: page.show_stand(Stand.TO_RELEASE))
    page.table.setFocus()
    page.ask_release()
    qtbot.waitUntil(lambda: page.question.asking)
    qtbot.keyClick(page.question.yes, Key.Key_Escape)
    assert not page.question.isVisible()
    assert page.foot.isVisible()
    assert page.table.hasFocus()
    assert lived.life.count(LifeQuery(stand=Stand.TO_RELEASE), page._reviews.person) == 3


def test_what_is_refused_stands_below_with_its_reason_until_one_goes_on(
    page: ReviewsPage, lived: Store, working: list[Person], listed: Doing, qtbot: QtBot
) -> None:
    working[0] = lived.staff.get("TL01")
    listed(lambda: page.show_stand(Stand.TO_RELEASE))
    page.table.selectAll()
    page.ask_release()
    qtbot.waitUntil(lambda: page.question.asking)
    listed(page.question.yes.click)
    qtbot.waitUntil(lambda: page.look.title.text() == "2 reviews not released")
    qtbot.waitUntil(lambda: words_of(page).count("may not release") == 2)
    page.table.go_to(1)
    qtbot.waitUntil(lambda: page.look.title.text().startswith("VR-"))


def test_a_single_review_that_cannot_be_released_is_told_at_once(page: ReviewsPage, qtbot: QtBot) -> None:
    go_to(page, AWAITING, qtbot)
    with qtbot.waitSignal(page.notice_wished) as told:
        qtbot.keyClick(page.table, Key.Key_L, CONTROL)
    assert told.args[0].startswith("It was released on 5 Oct 2009 already")
    assert not page.question.asking


def test_return_opens_the_review_and_the_ids_are_copied(page: ReviewsPage, qtbot: QtBot) -> None:
    line = go_to(page, OVERDUE, qtbot)
    with qtbot.waitSignal(page.open_wished) as told:
        qtbot.keyClick(page.table, Key.Key_Return)
    assert told.args == [line, ""]
    qtbot.keyClick(page.table, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == f"{OVERDUE}\t{line.review_id}"


def test_an_amended_review_is_opened_as_it_was_published_too(page: ReviewsPage, lived: Store, qtbot: QtBot) -> None:
    line = go_to(page, AMENDED, qtbot)
    assert page.foot.links["open_published"].isVisibleTo(page)
    with qtbot.waitSignal(page.open_wished) as told:
        qtbot.keyClick(page.table, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert told.args[0].review_id == lived.life.versions(line.review_id)[0].review_id != line.review_id
    go_to(page, AWAITING, qtbot)
    assert not page.foot.links["open_published"].isVisibleTo(page)


def test_the_documents_of_the_selected_signed_reviews_are_wished(
    page: ReviewsPage, listed: Doing, qtbot: QtBot
) -> None:
    listed(lambda: page.show_stand(Stand.TO_RELEASE))
    page.table.selectAll()
    qtbot.keyClick(page.table, Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: page.question.asking)
    assert page.question.words.text() == "The feedback document of 3 reviews, as:"
    with qtbot.waitSignal(page.documents_wished) as told:
        qtbot.keyClick(page.question.box, Key.Key_Return)
    assert {line.state for line in told.args[0]} == {LifeState.SIGNED}
    assert (len(told.args[0]), *told.args[1:]) == (3, ".pdf", False)


def test_a_months_document_is_asked_for_by_month(page: ReviewsPage, qtbot: QtBot) -> None:
    go_to(page, OVERDUE, qtbot)
    page.hands.ask_month()
    assert page.question.box.itemText(0) == "September 2009"
    assert page.question.box.hasFocus()
    with qtbot.waitSignal(page.month_wished) as told:
        qtbot.keyClick(page.question.box, Key.Key_Return)
    assert told.args == ["CW015", date(2009, 9, 1), date(2009, 9, 30)]


def test_a_caseworker_sees_his_own_reviews_and_replies_himself(
    page: ReviewsPage, lived: Store, working: list[Person], listed: Doing, qtbot: QtBot
) -> None:
    working[0] = lived.staff.get("CW014")
    with qtbot.waitSignals([page._list.listed, page._list.counted]):
        page.refresh()
    assert shown(page) == [DISPUTED, AWAITING]
    assert [page.rail.item(at).text() for at in range(page.rail.count()) if not page.rail.item(at).isHidden()] == [
        *("All reviews", "Awaiting reply", "Reply overdue", "Acknowledged", "To decide", "Upheld", "Amended")
    ]
    assert page.summary.toolTip() == "2 of your calls · 1 to reply to"
    assert not page.filters.caseworker.isVisibleTo(page)
    go_to(page, AWAITING, qtbot)
    assert page.foot.next.text() == "Reply to the review"
    assert not page.foot.links["take_reply_form"].isVisibleTo(page)


def test_an_empty_place_says_what_it_is_for_and_leads_on(
    page: ReviewsPage, lived: Store, listed: Doing, qtbot: QtBot
) -> None:
    listed(lambda: page.show_stand(Stand.DRAFT))
    assert page.empty.title.text() == "No check is half done"
    assert not page.look.isVisible()
    with qtbot.waitSignal(page.page_wished) as told:
        page.empty.button.click()
    assert told.args == ["worklist"]
    listed(lambda: page.show_stand(ALL))
    assert len(shown(page)) == 9


def test_a_review_keeps_its_place_when_the_list_is_read_again(page: ReviewsPage, listed: Doing, qtbot: QtBot) -> None:
    go_to(page, TO_AMEND, qtbot)
    listed(lambda: qtbot.keyClick(page.table, Key.Key_F5))
    assert page.hands.current is not None
    assert page.hands.current.recording_id == TO_AMEND


def test_the_page_has_its_tab_and_key_and_the_review_opens_from_it(
    make_window: Callable[..., Window], lived: Store, qtbot: QtBot
) -> None:
    window = make_window(lived)
    qtbot.waitUntil(lambda: window.page("worklist").model.rowCount() > 0)
    qtbot.keyClick(window, Key.Key_6, CONTROL)
    qtbot.waitUntil(lambda: window.shown == "reviews")
    page = window.page("reviews")
    assert isinstance(page, ReviewsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 9)
    go_to(page, DISPUTED, qtbot)
    qtbot.keyClick(page.table, Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")
    assert window.windowTitle().startswith(DISPUTED)
    review = window.page("review")
    qtbot.waitUntil(lambda: review.head._back.text() == "Reviews")
    with qtbot.waitSignal(page._list.listed):
        review.close_page()
    assert window.shown == "reviews"
    go_to(page, AWAITING, qtbot)
    qtbot.keyClick(page.table, Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: window.shown == "review" and review.life_hands.reply.isVisible())


def test_documents_are_written_where_one_chose_and_a_reply_form_is_taken_in(
    make_window: Callable[..., Window], lived: Store, picker: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(lived)
    window.show_page("reviews")
    page = window.page("reviews")
    assert isinstance(page, ReviewsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 9)
    line = go_to(page, AWAITING, qtbot)
    picker.chosen = [tmp_path / "told.html"]
    page.hands.write_feedback()
    qtbot.waitUntil(lambda: page.question.asking)
    page.question.box.setCurrentIndex(page.question.box.findText("HTML with a form to reply"))
    page.question.yes.click()
    documents = window.findChild(FeedbackDocuments)
    assert documents is not None
    qtbot.waitUntil(lambda: not documents.running)
    assert (tmp_path / "told.html").exists()
    picker.chosen = [tmp_path / "printed.pdf"]
    with qtbot.waitSignal(documents.done):
        qtbot.keyClick(page.table, Key.Key_P, CONTROL)
    assert (tmp_path / "printed.pdf").stat().st_size > 0
    form = tmp_path / f"reply-{line.review_id}.toml"
    words = form.read_text(encoding="utf-8").replace('answer = ""', 'answer = "acknowledged"')
    form.write_text(words, encoding="utf-8")
    picker.chosen = [form]
    with qtbot.waitSignal(page._reviews.replied):
        page.foot.links["take_reply_form"].click()
    qtbot.waitUntil(lambda: cells(page, AWAITING)["state"] == "Acknowledged")
    assert any("The reply of CW014 is recorded" in notice.text for notice in window.notices.notices)


def test_a_line_is_selected_though_control_is_still_held(page: ReviewsPage, qtbot: QtBot) -> None:
    qtbot.keyPress(page.table, Key.Key_Control, CONTROL)
    page.table.go_to(3)
    assert page.table.selected_ranges() == [(3, 3)]
    qtbot.keyRelease(page.table, Key.Key_Control)


def test_where_one_went_while_the_list_was_read_stays_selected(page: ReviewsPage, listed: Doing) -> None:
    page.table.go_to(0)

    def meanwhile() -> None:
        page.refresh()
        page.table.go_to(4)

    listed(meanwhile)
    assert page.table.currentIndex().row() == 4


def test_the_smallest_desk_shows_the_list_without_scrolling_sideways(page: ReviewsPage, qtbot: QtBot) -> None:
    hidden = [column.name for at, column in enumerate(page.model.columns) if page.table.isColumnHidden(at)]
    assert hidden == ["sheet", "case", "team", "kind"]
    assert not page.table.horizontalScrollBar().isVisible()
    page.resize(1920, 680)
    qtbot.waitUntil(lambda: not page.table.isColumnHidden(page.model.columnCount() - 1))


def test_the_link_that_clears_the_filters_comes_without_moving_the_list(page: ReviewsPage, listed: Doing) -> None:
    before = page.table.mapTo(page, page.table.rect().topLeft())
    listed(lambda: page.filters.changed.emit({"text": "VR-881"}))
    page.layout().activate()
    assert page.filters.clear.isVisible()
    assert page.table.mapTo(page, page.table.rect().topLeft()) == before
