"""The ladder panel: what it says, what the keyboard does in it, and that a trial stays a trial."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.state.steer import SteerState
from desktop.views.actions import ActionTable
from desktop.views.ladder_block import references
from desktop.views.ladder_facts import ASK_FIRST, SENSITIVE
from desktop.views.review_page import ReviewPage
from desktop.views.sheet_tabs import SHEET_TAB, STEER_TAB
from desktop.views.steer_panel import SteerPanel
from models.frozen_steer import FrozenSteer
from models.policy import shipped
from models.steer import figures_of, judge
from models.steer_notes import SECTION_33
from models.store import Store
from models.store.policies import Policies

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
POLICIES = Policies(shipped())
Shown = Callable[..., SteerPanel]


@pytest.fixture
def panel(demo_store: Store, runner: Runner, qtbot: QtBot) -> Iterator[SteerPanel]:
    """The panel alone, as wide as its column at 1366 pixels."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 100)
    made = SteerPanel(ActionTable())
    made.state = SteerState(demo_store, runner)
    made.bind(made.state)
    made.resize(340, 420)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    yield made
    theme.apply(application, "light", 100)
    shiboken6.delete(made)
    shiboken6.delete(made.state)


@pytest.fixture
def shown(panel: SteerPanel, demo_store: Store) -> Shown:
    """Show a sheet of the demonstration, with other figures where named."""

    def show(sheet_id: str = "PAG-088110", frozen: FrozenSteer | None = None, **figures: object) -> SteerPanel:
        sheet = demo_store.calls.open(None, sheet_id).sheet
        assert sheet is not None
        for name, value in figures.items():
            setattr(sheet, name, Decimal(value) if isinstance(value, int) else value)
        panel.state.forget()
        panel.state.has_sheet, panel.state.signed = True, frozen is not None
        panel.state._on_read(sheet, sheet, (POLICIES, frozen))
        return panel

    return show


def words(panel: QWidget) -> list[str]:
    """Every word in sight."""
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel) and label.text()]


def test_verdict_rung_and_claim_stand_first(shown: Shown) -> None:
    panel = shown(label="Arrangement")
    assert panel.verdict.verdict.text() == "Inaccurate"
    assert panel.verdict.lines.words == (
        "Reached: Rung 2, an Agreement",
        "Claimed: Arrangement, that is rung 3, or outside by discretion",
        "Called an Arrangement; it is an Agreement.",
    )


def test_the_rung_that_is_reached_says_so_in_words(shown: Shown) -> None:
    states = [block._state.text() for block in shown().steps]
    assert states == ["not met", "not met", "not met", "rung 2 reached", "not asked", "not asked", "not asked"]


def test_the_sums_of_the_reached_rung_are_in_sight(shown: Shown) -> None:
    tests = shown().steps[3]._tests.words
    assert tests[-1] == "30% of £300.00 = £90.00 a week; £30.00 regular + £60.00 arrears = £90.00: met"


def test_a_step_that_was_not_asked_is_calm(shown: Shown) -> None:
    block = shown().steps[4]
    assert words(block) == ["5. Less than 30%, cleared within two years", "not asked"]


def test_the_badge_comes_with_a_reading_that_would_change_the_answer(shown: Shown) -> None:
    panel = shown()
    assert panel.verdict.badge.isVisibleTo(panel)
    assert f"{SENSITIVE}: The minimum of net income is for the arrears alone" in panel.verdict.spoken
    assert "Verdict: Accurate → Inaccurate" in panel.readings.lines.words[1]
    assert ASK_FIRST not in panel.readings.lines.words
    shown("PAG-088106")
    assert panel.verdict.badge.isVisibleTo(panel) == bool(panel.state.shown.readings)


def test_an_error_that_depends_on_the_reading_goes_to_quality_assurance_first(shown: Shown) -> None:
    assert ASK_FIRST in shown(instalment=40).readings.lines.words


def test_the_knife_edge_is_said(shown: Shown) -> None:
    panel = shown(arrears=15_000, instalment=Decimal("89.99"), label="Arrangement")
    assert "£0.01 below 40%: judged as not at 40%." in panel.verdict.lines.words


def test_a_liability_order_is_to_be_considered_with_its_warning(shown: Shown) -> None:
    panel = shown(arrears=15_000, instalment=90, label="Arrangement", method_agreed="deo")
    order = panel.notes[1]
    assert (order.title.text(), order.answer.text()) == ("Liability order", "To be considered")
    assert SECTION_33 in order.lines.words


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"net_income_weekly": None}, "The net income is not held."),
        ({"instalment": None}, "The instalment is not held."),
        ({"scheme": "CMS"}, "No policy is in force for CMS on 18 Sep 2009."),
    ],
)
def test_what_cannot_be_assessed_says_why(shown: Shown, figures: dict[str, object], told: str) -> None:
    panel = shown(**figures)
    assert panel.verdict.verdict.text() == "Not assessable"
    assert told in panel.verdict.lines.words
    assert not any(block.isVisibleTo(panel) for block in panel.steps)
    assert not panel.balance.isVisibleTo(panel)


def test_a_call_without_a_sheet_says_what_is_missing(panel: SteerPanel) -> None:
    panel.state.show_sheet(None, None, None)
    assert panel.empty.isVisibleTo(panel)
    assert panel.empty.title.text() == "No guide sheet"


def test_the_steps_of_another_sheet_are_shown_in_the_same_blocks(shown: Shown) -> None:
    panel = shown()
    before = list(panel.steps)
    shown("PAG-088105")
    assert panel.steps == before


def test_a_signed_review_says_that_it_is_frozen_and_what_today_would_say(shown: Shown, demo_store: Store) -> None:
    sheet = demo_store.calls.open(None, "PAG-088110").sheet
    assert sheet is not None
    figures = figures_of(sheet)._replace(instalment_pence=4_000)
    policy = POLICIES.of(figures.scheme, figures.decision_date)
    assert policy is not None
    panel = shown(frozen=FrozenSteer(policy.id, figures, judge(figures, policy)))
    assert panel.verdict.verdict.text() == "Inaccurate"
    assert panel.note.text().startswith(
        "As it was frozen at signing.\nWorked out again today it would differ: Verdict:"
    )
    assert panel.note.text().endswith("What was signed stands as it is.")


# the keyboard


def test_down_goes_from_block_to_block_and_reads_it_out(shown: Shown, qtbot: QtBot) -> None:
    panel = shown()
    qtbot.keyClick(panel, Key.Key_End)
    assert panel.accessibleDescription().startswith("Judged by: Debt steer 2009/10, Annex A")
    qtbot.keyClick(panel, Key.Key_Home)
    qtbot.keyClick(panel, Key.Key_Down)
    assert panel.accessibleDescription().startswith("Until it is cleared. £4,000.00 ÷ £60.00 = 66")


def test_every_block_can_be_reached_and_is_brought_into_sight(shown: Shown, qtbot: QtBot) -> None:
    panel = shown()
    viewport = panel._scroll.viewport()
    for block in panel._blocks:
        assert block._current
        top = block.mapTo(viewport, QPoint(0, 0)).y()
        assert 0 <= top < viewport.height()
        assert top + min(block.height(), viewport.height() - theme.space(1)) <= viewport.height()
        qtbot.keyClick(panel, Key.Key_Down)


def at_step(panel: SteerPanel, number: int, qtbot: QtBot) -> QWidget:
    block = panel.steps[number - 1]
    while not block._current:
        qtbot.keyClick(panel, Key.Key_Down)
    return block


def test_right_opens_the_paragraph_of_annex_a_and_left_closes_it(shown: Shown, qtbot: QtBot) -> None:
    panel = shown()
    block = at_step(panel, 1, qtbot)
    quote = "“Full payment should be sought in the first instance.”"
    qtbot.keyClick(panel, Key.Key_Right)
    assert quote in words(block)
    qtbot.keyClick(panel, Key.Key_Left)
    assert quote not in words(block)


def test_a_click_on_the_source_opens_it(shown: Shown, qtbot: QtBot) -> None:
    block = shown().steps[0]
    qtbot.waitUntil(lambda: block._source.geometry().bottom() > block._tests.geometry().bottom() > 20)
    qtbot.mouseClick(block, Qt.MouseButton.LeftButton, pos=block._source.geometry().center())
    assert block.is_open


def test_the_arrows_read_the_balance_in_the_chart(shown: Shown, qtbot: QtBot) -> None:
    panel = shown()
    qtbot.keyClick(panel, Key.Key_Down)
    for _ in range(3):
        qtbot.keyClick(panel, Key.Key_Right)
    assert panel.balance.reading.text() == "After 2 weekly instalments, £3,880.00 is left."
    assert panel.accessibleDescription().endswith("After 2 weekly instalments, £3,880.00 is left.")
    qtbot.keyClick(panel, Key.Key_Down)
    assert not panel.balance.reading.isVisibleTo(panel)


def test_the_mouse_reads_the_balance_too(shown: Shown) -> None:
    picture = shown().balance.picture
    assert picture.read(picture.count_at(picture.area.left())) == "At the start £4,000.00 is to be paid."
    assert picture.count_at(10_000) == 67
    two_years = picture.area.left() + picture.area.width() / picture.span
    assert picture.count_at(two_years) == min(104, picture.last)


def test_the_chart_reaches_beyond_two_years_where_the_balance_does(shown: Shown) -> None:
    picture = shown(arrears=15_000).balance.picture
    assert picture.span == pytest.approx(250 / 104 * 1.04)
    assert picture.place(picture.clearing, 250).y() == pytest.approx(picture.area.bottom())
    assert picture.place(picture.clearing, 104).x() == pytest.approx(
        picture.area.left() + picture.area.width() / picture.span
    )


def test_a_block_higher_than_the_panel_is_read_on_before_the_next(shown: Shown, qtbot: QtBot) -> None:
    panel = shown("PAG-088109")
    block = at_step(panel, 6, qtbot)
    qtbot.keyClick(panel, Key.Key_Right)
    panel.resize(340, 200)
    qtbot.waitUntil(lambda: block.height() > panel._scroll.viewport().height())
    panel.point_at(block)
    before = panel._scroll.verticalScrollBar().value()
    qtbot.keyClick(panel, Key.Key_Down)
    assert block._current
    assert panel._scroll.verticalScrollBar().value() > before
    presses = 0
    while block._current and presses < 9:
        qtbot.keyClick(panel, Key.Key_Down)
        presses += 1
    assert panel.steps[6]._current


def test_what_references_share_is_said_once() -> None:
    behind = next(policy for policy in shipped() if "CS2" in policy.schemes).paragraphs_behind("3E")
    assert references(behind) == "Annex A, Arrears Negotiation, third bullet; first point; second point"


def test_the_tab_says_what_comes_out_in_a_shape_and_in_words(shown: Shown, qtbot: QtBot) -> None:
    panel = shown()
    with qtbot.waitSignal(panel.told, check_params_cb=lambda *told: told == ("bad", "bad", "Inaccurate")):
        shown(label="Arrangement")


def test_a_block_is_copied_as_it_is_read_out(shown: Shown, qtbot: QtBot) -> None:
    panel = shown()
    block = at_step(panel, 4, qtbot)
    qtbot.keyClick(panel, Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == block.spoken
    assert "30% of £300.00 = £90.00 a week" in block.spoken


# the trial


@pytest.fixture
def trying(shown: Shown) -> SteerPanel:
    panel = shown()
    panel.try_figures()
    return panel


def test_typing_another_instalment_moves_verdict_rung_and_chart(trying: SteerPanel, qtbot: QtBot) -> None:
    field = trying.form.instalment
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "40")
    assert trying.verdict.verdict.text() == "Inaccurate"
    assert trying.steps[4]._state.text() == "outside"
    assert trying.balance.picture.clearing.instalment_pence == 4_000
    assert trying.balance.picture.beside.instalment_pence == 6_000
    assert trying.bar.isVisibleTo(trying)
    assert trying.bar.words.text() == ("Inaccurate, outside the ladder. On the sheet: accurate, rung 2, an Agreement.")


def test_up_and_page_down_change_an_amount_by_pounds(trying: SteerPanel, qtbot: QtBot) -> None:
    field = trying.form.instalment
    for key in (Key.Key_Up, Key.Key_PageDown):
        qtbot.keyClick(field, key)
    assert field.text() == "51.00"
    assert trying.state.figures.instalment_pence == 5_100
    for _ in range(9):
        qtbot.keyClick(field, Key.Key_PageDown)
    assert field.text() == "0.00"


def test_frequency_and_method_can_be_tried(trying: SteerPanel, qtbot: QtBot) -> None:
    for field, code in ((trying.form.frequency, "M"), (trying.form.method, "deo")):
        field.setCurrentIndex(field.findData(code))
        field.activated.emit(field.currentIndex())
    assert (trying.state.figures.frequency, trying.state.figures.method) == ("M", "deo")
    assert "monthly instalments" in trying.balance.words.text()


def test_what_is_no_amount_is_said_and_not_tried(trying: SteerPanel, qtbot: QtBot) -> None:
    field = trying.form.lump
    field.selectAll()
    qtbot.keyClicks(field, "1.234")
    assert trying.form.fault.isVisibleTo(trying)
    assert trying.form.fault.text().startswith("Lump sum: 1.234 is not an amount")
    field.selectAll()
    qtbot.keyClicks(field, "9000")
    assert trying.form.fault.text() == "A lump sum of £9,000.00 is more than the arrears of £4,000.00."


def test_escape_drops_the_trial_and_goes_back_to_the_panel(trying: SteerPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(trying.form.instalment, Key.Key_Up)
    qtbot.keyClick(trying.form.instalment, Key.Key_Escape)
    assert not trying.state.trying
    assert not trying.bar.isVisibleTo(trying)
    assert trying.form.isHidden()
    assert trying.hasFocus()
    assert trying.try_button.isVisibleTo(trying)


def test_resetting_shows_the_sheets_own_figures_in_the_fields(trying: SteerPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(trying.form.instalment, Key.Key_Up)
    qtbot.mouseClick(trying.bar.reset, Qt.MouseButton.LeftButton)
    assert trying.form.instalment.text() == "60.00"
    assert trying.verdict.verdict.text() == "Accurate"


def test_another_sheet_closes_the_trial(trying: SteerPanel, shown: Shown, qtbot: QtBot) -> None:
    qtbot.keyClick(trying.form.instalment, Key.Key_Up)
    shown("PAG-088105")
    assert trying.form.isHidden()
    assert not trying.bar.isVisibleTo(trying)


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("sheet", ["PAG-088110", "PAG-088106"])
def test_no_words_are_cut(shown: Shown, qtbot: QtBot, scale: int, sheet: str) -> None:
    """At the width of the column, with every source open and a trial under way."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", scale)
    panel = shown(sheet)
    panel.try_figures()
    panel.state.try_out("lump_sum_pence", 1)
    for block in panel._blocks:
        block.set_open(open_=True)
    labels = [label for label in panel.findChildren(QLabel) if label.isVisibleTo(panel) and label.text()]
    assert len(labels) > 30

    def fits(label: QLabel) -> bool:
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        right = label.mapTo(panel, QPoint(label.width(), 0)).x()
        wide = label.wordWrap() or label.sizeHint().width() <= label.width()
        return needed <= label.height() and right <= panel.width() and wide

    qtbot.waitUntil(lambda: all(fits(label) for label in labels))


# on the review page


def test_the_keys_of_the_page_lead_to_the_steer_and_into_the_trial(
    opened: Callable[..., ReviewPage], keys: SimpleNamespace, demo_store: Store, runner: Runner, qtbot: QtBot
) -> None:
    page = opened("VR-88110")
    panel = page.tabs.steer
    state = SteerState(demo_store, runner, page)
    panel.bind(state)
    sheet = page.draft.file.sheet
    state.show_sheet(sheet, sheet, None)
    qtbot.waitUntil(lambda: state.shown is not None)
    before = page.draft.form
    keys.press(Key.Key_4, ALT)
    assert page.tabs.current == STEER_TAB
    assert panel.hasFocus()
    keys.press(Key.Key_T, ALT)
    assert panel.form.lump.hasFocus()
    keys.press(Key.Key_Tab)
    keys.press(Key.Key_Down)
    assert state.figures.instalment_pence == 5_900
    keys.press(Key.Key_R, ALT)
    assert not state.trying
    keys.press(Key.Key_Escape)
    assert page.isVisible()
    assert panel.hasFocus()
    assert page.draft.form == before
    keys.press(Key.Key_2, ALT)
    assert page.tabs.current == SHEET_TAB
    assert page.sheet.hasFocus()
