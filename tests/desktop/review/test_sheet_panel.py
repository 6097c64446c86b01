"""The guide sheet beside the call: as recorded, named, nothing left out, and every field fit to be evidence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import text

from desktop.tables.sheet import (
    FIELD_LABELS,
    GROUPS,
    SheetGroup,
    against_call,
    field_words,
    sheet_groups,
    since_signing,
)
from desktop.views.review_page import ReviewPage
from desktop.views.sheet_row import SheetRow
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.review import AnswerValue
from models.sheet_facts import SHEET_FIELDS, figures_of
from models.store import Store

CALL = datetime(2009, 9, 14, 9, 31, 40, tzinfo=UTC)


def groups(store: Store, recording: str | None = None, sheet: str | None = None) -> dict[str, dict[str, str]]:
    found = sheet_groups(store.calls.open(recording, sheet))
    return {group.title: {line.label: line.value for line in group.lines} for group in found}


def note(found: list[SheetGroup], title: str) -> str:
    return next(group.note for group in found if group.title == title)


def test_every_field_that_can_be_evidence_is_on_the_panel() -> None:
    shown = [name for _, names in GROUPS for name in names]
    assert sorted(shown) == sorted(SHEET_FIELDS)
    assert set(FIELD_LABELS) == set(SHEET_FIELDS)


def test_figures_stand_as_recorded_and_blanks_are_named(demo_store: Store) -> None:
    shown = groups(demo_store, "VR-88102")
    assert shown["Money"]["Arrears"] == "£5,000.00"
    assert shown["Money"]["Net income"] == "£400.00 a week"
    assert shown["Money"]["Income as at"] == "not held"
    assert shown["Who and when"]["Decided"] == "14 Sep 2009"
    assert shown["How it will be paid"]["Method agreed"] == "Direct Debit"


def test_a_monthly_instalment_says_so(demo_store: Store) -> None:
    shown = groups(demo_store, sheet="PAG-088199")["How it will be paid"]
    assert (shown["Arrears instalment"], shown["Paid"]) == ("£260.00 a month", "monthly")


def test_the_task_and_the_view_stand_below_the_sheet(demo_store: Store) -> None:
    shown = groups(demo_store, "VR-88102")
    assert shown["Task 567"]["Promoted"] == "Direct Debit"
    assert shown["Caseworker Online"]["Viewed"] == "14 Sep 2009 10:29, 1 min 50 s before the call"


def test_a_missing_task_view_or_sheet_is_said(demo_store: Store) -> None:
    alone = sheet_groups(demo_store.calls.open("VR-88112", None))
    assert note(alone, "") == "No guide sheet belongs to this call yet."
    assert note(alone, "Task 567") == "No Task 567 entry for this case."
    cited = sheet_groups(demo_store.calls.open(None, "PAG-088199"))
    assert note(cited, "Caseworker Online") == "The sheet cites CWO-92199, which is in no list."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-110, "1 min 50 s before the call"), (0, "at 0:00 of the call"), (42, "at 0:42 of the call"),
     (102, "at 1:42 of the call"), (162, "1 min after the call"), (-7200, "2 h before the call")],
)  # fmt: skip
def test_a_view_is_placed_against_the_call(seconds: int, words: str) -> None:
    assert against_call(CALL + timedelta(seconds=seconds), CALL, 102_000) == words


def test_a_field_reads_as_evidence_in_words(demo_store: Store) -> None:
    sheet = demo_store.calls.open("VR-88104", None).sheet
    assert sheet is not None
    assert field_words(sheet, "lump_sum_asked") == "Lump sum asked: no"


def test_a_field_is_picked_by_keys_and_by_its_plus(opened: Callable[..., ReviewPage], qtbot: QtBot) -> None:
    panel = opened("VR-88102").sheet
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.field_picked) as told:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert told.args == ["net_income_weekly"]
    row = next(row for row in panel._rows if row.line.field == "lump_sum")
    with qtbot.waitSignal(panel.field_picked) as told:
        row.add.click()
    assert told.args == ["lump_sum"]


def test_lines_of_the_lists_cannot_be_evidence(opened: Callable[..., ReviewPage], qtbot: QtBot) -> None:
    panel = opened("VR-88102").sheet
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_End)
    with qtbot.assertNotEmitted(panel.field_picked):
        qtbot.keyClick(panel, Qt.Key.Key_Return)


def test_another_call_puts_its_own_values_in_the_same_lines(opened: Callable[..., ReviewPage]) -> None:
    panel = opened("VR-88102").sheet
    rows = list(panel._rows)
    opened("VR-88106")
    shown = {row.line.label: row._value.text() for row in panel._rows}
    assert panel._rows == rows
    assert shown["Arrears"] == "£2,500.00"
    assert shown["Reason"] == "Disabled child in the household; to be reviewed in January"


def sign(page: ReviewPage, qtbot: QtBot) -> None:
    assert page.draft.card is not None
    for prompt in page.draft.card.prompts:
        if prompt.id not in page.draft.ruled_out():
            page.draft.answer(prompt.id, AnswerValue.YES)
    with qtbot.waitSignal(page.signed):
        page.draft.sign()


def change(store: Store, assignment: str) -> None:
    with store.database.session() as session:
        session.connection().execute(text(f"UPDATE guide_sheet SET {assignment} WHERE sheet_id = 'PAG-088102'"))


def shown(page: ReviewPage) -> dict[str, str]:
    return {row.line.label: row._value.text() for row in page.sheet._rows}


def test_a_signed_review_keeps_the_figures_it_was_signed_on_and_says_what_changed_since(
    opened: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    sign(page, qtbot)
    assert not page.sheet.note.isVisible()
    opened("VR-88103")
    change(demo_store, "instalment = 4000, lump_sum = NULL")
    opened("VR-88102")
    assert shown(page)["Arrears instalment"] == "£60.00 a week"
    assert shown(page)["Lump sum"] == "£500.00"
    assert page.sheet.note.isVisible()
    assert page.sheet.note.text() == (
        "The sheet was changed after signing: Lump sum £500.00 → not held; "
        "Arrears instalment £60.00 a week → £40.00 a week. "
        "Whether the class would be another one is for a person to say."
    )
    opened("VR-88103")
    assert not page.sheet.note.isVisible()


def test_a_draft_shows_the_sheet_as_it_stands(opened: Callable[..., ReviewPage], demo_store: Store) -> None:
    page = opened("VR-88102")
    opened("VR-88103")
    change(demo_store, "instalment = 4000")
    opened("VR-88102")
    assert shown(page)["Arrears instalment"] == "£40.00 a week"
    assert not page.sheet.note.isVisible()


def test_figures_that_changed_while_the_draft_was_open_stand_as_signed(
    opened: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    change(demo_store, "instalment = 4000")
    sign(page, qtbot)
    assert shown(page)["Arrears instalment"] == "£40.00 a week"
    assert page.draft.sheet_now == page.draft.file.sheet


def test_the_sheet_signed_on_is_the_one_in_every_figure(
    opened: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    page = opened("VR-88102")
    now = demo_store.calls.open("VR-88102", None).sheet
    sign(page, qtbot)
    form = page.draft.form
    assert form is not None
    assert form.review_id is not None
    assert now is not None
    then = demo_store.calls.sheet_signed_on(form.review_id)
    assert then is not None
    assert figures_of(then) == figures_of(now)
    with pytest.raises(UnknownId):
        demo_store.calls.sheet_signed_on("nothing")


def test_a_sheet_that_came_or_went_after_signing_is_said(demo_store: Store) -> None:
    one, other = (demo_store.calls.open(recording, None).sheet for recording in ("VR-88102", "VR-88103"))
    assert since_signing(None, None) == since_signing(one, one) == ""
    assert since_signing(None, one).startswith("Signed without a guide sheet; PAG-088102 was matched")
    assert since_signing(one, None).startswith("PAG-088102 is no longer matched")
    assert since_signing(one, other).startswith("The call was matched to PAG-088103 after signing")


def test_the_lines_of_the_usual_sheet_are_there_before_the_first_call(page: ReviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.sheet._to_make)
    made = {section.shape: section for section in page.sheet._sections}
    page.open_call.open("VR-88102", None)
    qtbot.waitSignal(page.draft.started).wait()
    shown = [section for section in page.sheet._sections if section.isVisibleTo(page.sheet)]
    assert [section.shape[0] for section in shown][:2] == ["Money", "How it will be paid"]
    assert all(made[section.shape] is section for section in shown)


def test_sections_stand_in_their_order_whatever_was_shown_before(opened: Callable[..., ReviewPage]) -> None:
    def titles(page: ReviewPage) -> list[str]:
        column = page.sheet._column
        sections = [column.itemAt(place).widget() for place in range(column.count() - 1)]
        return [section.shape[0] for section in sections if section.isVisibleTo(page.sheet)]

    page = opened("VR-88102")
    whole = titles(page)
    opened("VR-88112")
    assert titles(page)[0] == ""
    opened(sheet_id="PAG-088199")
    opened("VR-88102")
    assert titles(page) == whole
    assert len(whole) == 7


# earlier versions


def take_again(store: Store, **figures: object) -> None:
    """The sheet of VR-88102 comes in again with other figures."""
    store.imports.take(GuideSheet, ("sheet_id", *figures), [("PAG-088102", *figures.values())], dry_run=False)


def row_of(page: ReviewPage, label: str) -> SheetRow:
    return next(row for row in page.sheet._rows if row.line.label == label)


def test_a_figure_that_an_import_changed_says_what_it_was(opened: Callable[..., ReviewPage], demo_store: Store) -> None:
    take_again(demo_store, instalment=7000)
    page = opened("VR-88102")
    row = row_of(page, "Arrears instalment")
    assert row.line.value == "£70.00 a week"
    assert row.past == "was £60.00 until imported 5 Oct 2009"
    assert row.accessibleName() == "Arrears instalment: £70.00 a week, was £60.00 until imported 5 Oct 2009"
    assert row_of(page, "Arrears").past == ""


def test_several_earlier_values_are_opened_and_closed_by_the_arrows(
    opened: Callable[..., ReviewPage], demo_store: Store, keys: SimpleNamespace
) -> None:
    take_again(demo_store, instalment=7000)
    take_again(demo_store, instalment=8000)
    page = opened("VR-88102")
    page.sheet.show_field("instalment")
    row = row_of(page, "Arrears instalment")
    assert row.past.splitlines() == ["was £70.00 until imported 5 Oct 2009", "▸ 1 earlier"]
    keys.press(Qt.Key.Key_Right)
    assert row.past.splitlines()[:2] == [
        "was £70.00 until imported 5 Oct 2009",
        "was £60.00 until imported 5 Oct 2009",
    ]
    keys.press(Qt.Key.Key_Left)
    assert len(row.past.splitlines()) == 2


def test_another_call_shows_nothing_of_the_last_ones_past(opened: Callable[..., ReviewPage], demo_store: Store) -> None:
    take_again(demo_store, instalment=7000)
    opened("VR-88102")
    assert row_of(opened("VR-88103"), "Arrears instalment").past == ""


def test_a_signed_review_shows_which_figures_an_import_changed_since(
    opened: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    take_again(demo_store, instalment=7000)
    sign(opened("VR-88102"), qtbot)
    take_again(demo_store, instalment=8000)
    page = opened("VR-88102")
    row = row_of(page, "Arrears instalment")
    assert row.line.value == "£70.00 a week"
    assert row.past.splitlines() == ["now £80.00, imported 5 Oct 2009", "was £60.00 until imported 5 Oct 2009"]
    assert "Arrears instalment £70.00 a week → £80.00 a week" in page.sheet.note.text()
    assert page.sheet.note.text().endswith("Whether the class would be another one is for a person to say.")


def test_a_sheet_changed_back_after_signing_is_said_to_stand_again(
    opened: Callable[..., ReviewPage], demo_store: Store, qtbot: QtBot
) -> None:
    sign(opened("VR-88102"), qtbot)
    take_again(demo_store, instalment=7000)
    take_again(demo_store, instalment=6000)
    note = opened("VR-88102").sheet.note.text()
    assert note == "The sheet was changed after signing and changed back: these figures stand again."
