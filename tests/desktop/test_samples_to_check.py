"""To check in the window: the calls of assigned samples with their head, all matched calls as a choice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.state.worklist import ALL, SAMPLES
from desktop.views.key_rail import COUNT_ROLE
from desktop.views.worklist import WorklistPage
from desktop.window import Window
from models.review import AnswerNote, AnswerValue
from models.review_file import read_review_file
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.worklist import Section

PERIOD = (date(2009, 9, 1), date(2009, 9, 30))
FRIDAY = date(2009, 10, 9)
MakeWindow = Callable[..., Window]


def draw(store: Store, *wanted: str, **given: object) -> None:
    leader = store.staff.get("TL01")
    assert leader is not None
    store.judgements.refresh()
    every = [call.recording_id for call in store.samples.frame(*PERIOD)]
    apart = tuple(Exclusion(call, "not wanted") for call in every if call not in wanted)
    order = SampleOrder(*PERIOD, HowMany(Allocation.SIZE, Decimal(len(wanted))), "1298", excluded=apart)
    store.samples.draw(replace(order, **({"reviewer": "TL01", "due": FRIDAY} | given)), leader)  # type: ignore[arg-type]


def sign(store: Store, demo: Path, recording_id: str) -> None:
    form = read_review_file(demo / "answers" / f"{recording_id}.json")
    person = store.staff.get(form.reviewer_id)
    assert person is not None
    store.reviews.sign_form(form, person)


@pytest.fixture
def shown(make_window: MakeWindow, demo_store: Store, qtbot: QtBot) -> Callable[[], WorklistPage]:
    """Show the worklist once its samples are drawn, and wait for list and counts."""

    def show() -> WorklistPage:
        window = make_window(demo_store)
        page = window.page("worklist")
        assert isinstance(page, WorklistPage)
        settle(page, qtbot)
        return page

    return show


def settle(page: WorklistPage, qtbot: QtBot) -> None:
    """Wait until the list and the rail answer the question that stands."""
    worklist = page._worklist
    qtbot.waitUntil(lambda: not worklist._runner.busy and page.model.query == worklist.query)
    qtbot.waitUntil(lambda: page.rail.item(0).data(COUNT_ROLE) is not None)


def calls(page: WorklistPage) -> list[str | None]:
    return [page.model.item(row).recording_id for row in range(page.model.rowCount())]


def counted(page: WorklistPage) -> int:
    return page.rail.item(0).data(COUNT_ROLE)


def test_to_check_shows_the_calls_of_her_sample_and_the_rail_counts_them(
    shown: Callable[[], WorklistPage], demo_store: Store, demo: Path
) -> None:
    draw(demo_store, "VR-88102", "VR-88104", "VR-88105")
    sign(demo_store, demo, "VR-88102")
    page = shown()
    assert calls(page) == ["VR-88104", "VR-88105"]
    assert counted(page) == 2
    assert page.summary.toolTip() == "1 of 3 by Fri 9 Oct · CW014 0 of 1 · CW015 0 of 1"
    assert page.samples.button.isVisible()


def test_without_a_sample_all_matched_calls_are_due(shown: Callable[[], WorklistPage], demo_store: Store) -> None:
    draw(demo_store, "VR-88102", reviewer="TL02")
    page = shown()
    assert len(calls(page)) == counted(page) == 11
    assert not page.samples.button.isVisible()
    assert page.summary.toolTip() == ""


def test_all_matched_calls_are_one_key_away_and_the_choice_is_remembered(
    shown: Callable[[], WorklistPage], demo_store: Store, qtbot: QtBot
) -> None:
    draw(demo_store, "VR-88102")
    page = shown()
    page.table.setFocus()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.table, Qt.Key.Key_A, modifiers)
    settle(page, qtbot)
    assert len(calls(page)) == 11
    qtbot.waitUntil(lambda: counted(page) == 11)
    assert page.samples.button.text() == "All matched calls ▾"
    again = shown()
    assert len(calls(again)) == 11
    again.samples.wished.emit(SAMPLES)
    settle(again, qtbot)
    assert calls(again) == ["VR-88102"]


def test_several_samples_are_added_up_or_chosen_one_by_one(
    shown: Callable[[], WorklistPage], demo_store: Store, qtbot: QtBot
) -> None:
    draw(demo_store, "VR-88104", due=date(2009, 10, 16))
    draw(demo_store, "VR-88102", due=date(2009, 10, 2))
    page = shown()
    assert calls(page) == ["VR-88102", "VR-88104"]
    assert "S-0002 overdue since Fri 2 Oct (3 days)" in page.summary.toolTip()
    assert page.summary.property("role") == "warn"
    assert [which for _words, which in page.samples.offered] == [SAMPLES, "S-0002", "S-0001", ALL]
    page.samples.wished.emit("S-0001")
    settle(page, qtbot)
    assert calls(page) == ["VR-88104"]
    assert page.summary.property("role") == "quiet"


def test_the_last_check_ends_the_sample_and_the_list_goes_back_to_matched_calls(
    shown: Callable[[], WorklistPage], demo_store: Store, demo: Path, qtbot: QtBot
) -> None:
    draw(demo_store, "VR-88102")
    page = shown()
    sign(demo_store, demo, "VR-88102")
    page.refresh()
    qtbot.waitUntil(lambda: len(calls(page)) == 10)
    assert page.summary.toolTip() == "S-0001 is done: 1 of 1 checked"
    assert not page.samples.button.isVisible()


def test_a_sample_whose_rest_is_begun_leads_to_the_drafts(
    shown: Callable[[], WorklistPage], demo_store: Store, qtbot: QtBot
) -> None:
    draw(demo_store, "VR-88102")
    draft = demo_store.reviews.start_draft("VR-88102", None, "TL01")
    demo_store.reviews.save_draft(draft.with_answer(AnswerNote("CONDUCT", AnswerValue.YES)))
    page = shown()
    assert calls(page) == []
    assert page.shows_empty
    assert "1 begun, among the drafts" in page.summary.toolTip()
    page.empty.button.click()
    settle(page, qtbot)
    assert page.model.query.section is Section.DRAFTS
    assert calls(page) == ["VR-88102"]
    assert page.summary.toolTip() == ""


def test_filters_and_search_go_on_working_within_a_sample(
    shown: Callable[[], WorklistPage], demo_store: Store, qtbot: QtBot
) -> None:
    draw(demo_store, "VR-88102", "VR-88104", "VR-88105", blind=True)
    page = shown()
    page.filters.changed.emit({"text": "88104"})
    settle(page, qtbot)
    assert calls(page) == ["VR-88104"]
    assert page.count.text() == "1 of 3"
    page.filters.changed.emit({"text": "", "verdict": "INACCURATE"})
    settle(page, qtbot)
    assert calls(page) == []
    page.empty.button.click()
    settle(page, qtbot)
    assert calls(page) == ["VR-88102", "VR-88104", "VR-88105"]


def test_counting_right_after_reading_again_loses_neither(
    shown: Callable[[], WorklistPage], demo_store: Store, qtbot: QtBot
) -> None:
    page = shown()
    draw(demo_store, "VR-88102", "VR-88104")
    page.refresh()
    page._worklist.count()
    qtbot.waitUntil(lambda: len(calls(page)) == 2 and counted(page) == 2)


def test_what_was_read_for_somebody_else_is_dropped(
    shown: Callable[[], WorklistPage], demo_store: Store, qtbot: QtBot
) -> None:
    draw(demo_store, "VR-88102")
    page = shown()
    page._worklist.refresh()
    page._worklist.work_for("TL02")
    settle(page, qtbot)
    qtbot.waitUntil(lambda: len(calls(page)) == counted(page) == 11)
    assert not page.samples.button.isVisible()
