"""A call that is checked blind: nothing on the desk, in lists or commands tells the steer's word before the signature.

One call is walked through whole: every widget's text, tool tip, accessible name and description, the cells of every
table, the palette and the menu, on every page that could show it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.state.draft_opening import Opened, review_of, signed_by
from desktop.state.draft_saver import DraftSaver
from desktop.state.open_call import OpenCall, Sound
from desktop.tables.blind import LISTED
from desktop.views.command_menu import CommandMenu
from desktop.views.palette import Palette
from desktop.views.prompt_detail import help_in_html
from desktop.views.prompt_row import CRITICAL_TIP
from desktop.views.review_page import ReviewPage
from desktop.views.sheet_tabs import SAID_TAB, STEER_TAB
from desktop.views.sheets_page import SheetsPage
from desktop.views.worklist import WorklistPage
from desktop.window import Window
from models.listening import HeardSpan
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm, ReviewKind
from models.review_file import read_review_file
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.scorecard import shipped
from models.sheet_facts import OF_STEER, facts_of
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person
from models.store.worklist import Section

CALL, SHEET = "VR-88104", "PAG-088104"
PERIOD = (date(2009, 9, 1), date(2009, 9, 30))
GIVEN_AWAY = re.compile(
    r"\b(inaccurate|accurate|not assessable|discretion recorded|outside the ladder|outside|rung \d|below the floor|"
    r"least lump sum|disputed reading|steer proposes|steer says|against the steer|take this answer|cues? found)\b",
    re.IGNORECASE,
)
"""Words of the steer's verdict, rungs, reasons, readings and proposals, and of cues."""
CARD = shipped()["arrears-call/1"]
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


@pytest.fixture
def drawn(demo_store: Store, leader: Person) -> Store:
    """The call alone in a blind sample given to TL01; somebody marked it a second time before."""
    demo_store.judgements.refresh()
    marked = read_review_file(Path(__file__).parents[2] / "resources/demo/answers" / f"{CALL}.json")
    demo_store.reviews.sign_form(replace(marked, kind=ReviewKind.SECOND), leader)
    every = [call.recording_id for call in demo_store.samples.frame(*PERIOD)]
    apart = tuple(Exclusion(call, "not wanted") for call in every if call != CALL)
    how_many = HowMany(Allocation.SIZE, Decimal(1))
    order = SampleOrder(*PERIOD, how_many, "1298", excluded=apart, reviewer="TL01", blind=True)
    demo_store.samples.draw(order, leader)
    return demo_store


@pytest.fixture
def review(drawn: Store, window: Window) -> ReviewPage:
    return window.page("review")


def texts(widget: QWidget) -> Iterator[str]:
    """All that a widget in sight can tell, itself and by the lines it lists."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield widget.currentText()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model())


def cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), 60)):
        for column in range(model.columnCount()):
            yield from (str(model.index(row, column).data(role) or "") for role in ROLES)


def told(root: QWidget) -> set[str]:
    """What the visible widgets of a page tell."""
    widgets = [root, *root.findChildren(QWidget)]
    return {text for widget in widgets if widget.isVisible() for text in texts(widget) if text}


def leaks(root: QWidget) -> set[str]:
    """What gives the steer away; what the scorecard asks of every call does not."""
    return {text for text in told(root) if GIVEN_AWAY.search(without_questions(text))}


def without_questions(text: str) -> str:
    """A text without the scorecard's own words."""
    for prompt in CARD.prompts:
        text = text.replace(prompt.text, "").replace(help_in_html(CARD, prompt, has_call=True), "")
    return text.replace(CRITICAL_TIP, "")


def open_call(window: Window, qtbot: QtBot) -> ReviewPage:
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    with qtbot.waitSignal(page.draft.started):
        window.findChild(WorklistPage).open_wished.emit(line(window))
    call = window.findChild(OpenCall)
    qtbot.waitUntil(lambda: call.sound in (Sound.COMPLETE, Sound.FAILED))
    qtbot.waitUntil(lambda: not page.veil.isVisible())
    qtbot.waitUntil(lambda: not call.cues._looking)
    return page


def line(window: Window) -> object:
    page = window.page("worklist")
    assert isinstance(page, WorklistPage)
    return next(item for row in range(page.model.rowCount()) if (item := page.model.item(row)).recording_id == CALL)


def answer_all(page: ReviewPage) -> None:
    """Answer whatever is asked, and nothing else."""
    draft = page.draft
    draft.add_evidence("WITHIN_RUNG", EvidenceNote(EvidenceKind.SHEET, field="instalment"))
    draft.answer("WITHIN_RUNG", AnswerValue.NO)
    while draft.unanswered:
        draft.answer(
            draft.unanswered[0], AnswerValue.NOT_APPLICABLE if "METHOD" in draft.unanswered[0] else AnswerValue.YES
        )
    for lacking in draft.missing():
        draft.comment(lacking.prompt, "as heard")


def test_nothing_of_the_desk_tells_the_steer_before_signing_and_all_of_it_after(
    review: ReviewPage, window: Window, qtbot: QtBot
) -> None:
    page = open_call(window, qtbot)
    assert page.draft.blind == "S-0001"
    for tab in (STEER_TAB, SAID_TAB):
        page.tabs.show_page(tab)
        for prompt in list(page.form.rows):
            page.form.go_to(prompt)
            assert leaks(page) == set()
    answer_all(page)
    page.sign()
    assert leaks(window) == set()
    page.panels.close_panel()
    page.show_score()
    assert leaks(window) == set()
    page.panels.close_panel()
    assert page.draft.missing() == ()
    with qtbot.waitSignal(page.draft.signed):
        page.draft.sign()
    page.tabs.show_page(STEER_TAB)
    qtbot.waitUntil(lambda: any("outside the ladder" in text.lower() for text in told(page.tabs.steer)))
    assert page.open_call.cues.hits
    assert not page.head.blind.isVisible()
    assert any(text == "Inaccurate" for text in told(page.foot))


def rows_about(widget: QAbstractItemView) -> set[str]:
    """All that the lines about the call tell, joined by line."""
    model = widget.model()
    lines = (
        " ".join(
            str(model.index(row, column).data(role) or "") for column in range(model.columnCount()) for role in ROLES
        )
        for row in range(model.rowCount())
    )
    return {told for told in lines if CALL in told or SHEET in told or "C-1A04" in told}


def test_lists_palette_and_menu_do_not_tell_it_either(
    review: ReviewPage, window: Window, qtbot: QtBot, drawn: Store
) -> None:
    page = open_call(window, qtbot)
    page.draft.answer("CONDUCT", AnswerValue.YES)
    qtbot.waitUntil(lambda: page.draft.stored)
    menu = window.findChild(CommandMenu)
    menu.aboutToShow.emit()
    assert not [action.text() for action in menu.actions() if GIVEN_AWAY.search(action.text())]
    palette = window.findChild(Palette)
    palette.open()
    palette.words.setText(CALL)
    qtbot.waitUntil(lambda: any(CALL in text for text in told(palette)))
    found = {text for text in told(palette) if CALL in text}
    assert not {text for text in found if GIVEN_AWAY.search(text)}
    palette.close_palette()
    page.close_page()
    worklist = window.page("worklist")
    qtbot.waitUntil(lambda: window.shown == "worklist")
    for section in (Section.DRAFTS, Section.SIGNED):
        worklist.show_section(section)
        qtbot.waitUntil(lambda section=section: worklist.model.query.section is section)
        assert rows_about(worklist.table)
        assert not {row for row in rows_about(worklist.table) if GIVEN_AWAY.search(row.replace(LISTED, ""))}
    window.show_page("sheets")
    sheets = window.page("sheets")
    assert isinstance(sheets, SheetsPage)
    qtbot.waitUntil(lambda: bool(rows_about(sheets.table)))
    (row,) = rows_about(sheets.table)
    assert "Blind" in row
    assert not GIVEN_AWAY.search(row.replace(LISTED, ""))
    at = next(row for row in range(sheets.model.rowCount()) if sheets.model.item(row).sheet_id == SHEET)
    sheets.table.go_to(at)
    qtbot.waitUntil(lambda: sheets.look.sheet_id == SHEET)
    assert not {text for text in told(sheets.look) if GIVEN_AWAY.search(text.replace(LISTED, ""))}
    window.show_page("reviews")
    reviews = window.page("reviews")
    qtbot.waitUntil(lambda: reviews.model.rowCount() > 0)
    assert [reviews.model.item(row).review_id for row in range(reviews.model.rowCount())] == [page_id(drawn)]


def page_id(store: Store) -> str:
    """The one review of the call that is listed: the draft, not the second mark."""
    draft = store.reviews.mine(CALL, SHEET, "TL01")
    assert draft is not None
    return str(draft.review_id)


@pytest.fixture
def opened_as(demo_store: Store) -> Callable[[str], Opened]:
    def opened(person: str, wished: str | None = None) -> Opened:
        who = demo_store.staff.get(person)
        assert who is not None
        return review_of(demo_store, demo_store.calls.open(CALL, SHEET), who, wished=wished)

    return opened


def test_what_is_read_for_a_blind_call_holds_nothing_of_the_steer(
    drawn: Store, opened_as: Callable[..., Opened]
) -> None:
    for person in ("TL01", "TL02", "QA01"):
        opened = opened_as(person)
        assert opened.blind == opened.form.sample_id == "S-0001"
        assert (opened.proposed, opened.verdict, opened.reasons) == ((), None, ())


def test_an_earlier_mark_is_not_opened_while_the_call_waits(drawn: Store, opened_as: Callable[..., Opened]) -> None:
    marked = drawn.reviews.mine(CALL, SHEET, "TL01", kind=ReviewKind.SECOND)
    assert marked is not None
    assert opened_as("QA01", marked.review_id).form.review_id is None


def answered(store: Store, opened_as: Callable[..., Opened]) -> ReviewForm:
    """The blind draft with every answer, the call heard to its end."""
    marked = store.reviews.mine(CALL, SHEET, "TL01", kind=ReviewKind.SECOND)
    recording = store.calls.open(CALL, SHEET).recording
    assert marked is not None
    assert recording is not None
    heard = (HeardSpan(0, recording.duration_ms),)
    return store.reviews.save_draft(replace(opened_as("TL01").form, answers=marked.answers, heard=heard))


def test_the_signed_review_names_its_sample_and_its_steer_is_frozen(
    drawn: Store, opened_as: Callable[..., Opened], leader: Person
) -> None:
    begun = answered(drawn, opened_as)
    signed = signed_by(drawn, begun, leader)
    assert signed.form.sample_id == "S-0001"
    assert signed.blind is None
    assert signed.frozen is not None
    assert signed.frozen.kpi_class == "INACCURATE"
    assert drawn.reviews.steer_of(str(signed.form.review_id)) is not None
    assert opened_as("TL02").form.review_id == signed.form.review_id


def test_a_call_that_was_replaced_meanwhile_is_signed_without_its_sample(
    drawn: Store, opened_as: Callable[..., Opened], leader: Person
) -> None:
    begun = answered(drawn, opened_as)
    drawn.samples.replace("S-0001", CALL, "no sound", leader)
    assert opened_as("TL01").blind == "S-0001"
    assert signed_by(drawn, begun, leader).form.sample_id is None


def test_a_call_replaced_before_anything_was_written_is_saved_without_its_sample(
    drawn: Store, opened_as: Callable[..., Opened], leader: Person
) -> None:
    form = opened_as("TL01").form
    saver = DraftSaver(drawn, form)
    drawn.samples.replace("S-0001", CALL, "no sound", leader)
    saver.offer(form.with_answer(AnswerNote("CONDUCT", AnswerValue.YES)))
    stored = saver.save()
    assert stored is not None
    assert stored.sample_id is None


def test_a_draft_begun_before_the_draw_is_blind_and_of_the_sample_from_then_on(
    demo_store: Store, opened_as: Callable[..., Opened], leader: Person, request: pytest.FixtureRequest
) -> None:
    before = opened_as("TL01").form
    demo_store.reviews.save_draft(before.with_answer(AnswerNote("CONDUCT", AnswerValue.YES)))
    request.getfixturevalue("drawn")
    opened = opened_as("TL01")
    assert opened.blind == opened.form.sample_id == "S-0001"
    assert opened.form.answer("CONDUCT").value is AnswerValue.YES


def test_the_rule_of_forty_per_cent_is_asked_and_plain_facts_answer(drawn: Store) -> None:
    sheet = drawn.calls.open(CALL, SHEET).sheet
    facts = facts_of(sheet, has_call=True)
    held = facts.withheld(OF_STEER, "hidden")
    assert facts["forty_per_cent_or_less"] is True
    assert held["forty_per_cent_or_less"] is None
    assert {name: held[name] for name in held if name not in OF_STEER} == {
        name: facts[name] for name in facts if name not in OF_STEER
    }
