"""A call that is checked blind: nothing on the desk, in lists or commands tells the steer's word before the signature.

One call is walked through whole: every widget's text, tool tip, accessible name and description, the cells of every
table, the palette and the menu, on every page that could show it.
"""

import re
from collections.abc import Iterator
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

from desktop.state.open_call import OpenCall, Sound
from desktop.views.prompt_detail import help_in_html
from desktop.views.prompt_row import CRITICAL_TIP
from desktop.views.review_page import ReviewPage
from desktop.views.sheet_tabs import SAID_TAB, STEER_TAB
from desktop.views.worklist import WorklistPage
from desktop.window import Window
from models.review import AnswerValue, EvidenceKind, EvidenceNote, ReviewKind
from models.review_file import read_review_file
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.scorecard import shipped
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person

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
