"""The Samples page: a sample drawn, followed, replaced in, compared and written, by keyboard alone."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import col, delete

import resources
from desktop import theme
from desktop.demonstration import DEMONSTRATION_DAY, sign_answers
from desktop.jobs.runner import Runner
from desktop.state.opening import Opening
from desktop.state.sample_papers import SamplePapers
from desktop.state.samples import Samples
from desktop.views.actions import ActionTable
from desktop.views.samples_page import SamplesPage
from desktop.views.samples_view import CERTIFICATE, CROSSING, SHARES, SIZE
from desktop.window import Window
from models.matching import Match
from models.sample_crossing import Crossed
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person
from tests.desktop.keyboard import press

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
ONE_EACH = HowMany(Allocation.PER_CASEWORKER, Decimal(1))


@dataclass
class Desk:
    """The page alone, in sight, on a store; what it told."""

    page: SamplesPage
    samples: Samples
    store: Store
    told: list[str]

    def draw(self, how_many: HowMany = ONE_EACH, **others: Any) -> str:
        leader = self.store.staff.get("TL01")
        assert leader is not None
        drawn = self.store.samples.draw(SampleOrder(*SEPTEMBER, how_many, "1298", **others), leader)
        return drawn.sample_id


@pytest.fixture
def make_desk(demo_store: Store, qtbot: QtBot, light_look: None) -> Iterator[Callable[..., Desk]]:
    runner = Runner()

    def make(staff_id: str = "TL01") -> Desk:
        person: Person | None = demo_store.staff.get(staff_id)
        assert person is not None
        samples, actions = Samples(demo_store, runner, lambda: person), ActionTable()
        page, told = SamplesPage(samples, actions, DEMONSTRATION_DAY), []
        for kept in (samples, actions):
            kept.setParent(page)
        page.notice_wished.connect(lambda words, _tone: told.append(words))
        qtbot.addWidget(page)
        page.resize(1366, 680)
        page.show()
        page.activateWindow()
        qtbot.waitActive(page)
        return Desk(page, samples, demo_store, told)

    yield make
    runner.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk], qtbot: QtBot) -> Desk:
    """A page with one sample open."""
    made = make_desk()
    made.draw(reviewer="TL01", due=date(2009, 10, 8))
    made.page.refresh()
    qtbot.waitUntil(lambda: made.page.draws.isVisible() and made.page.draws.model.rowCount() > 0)
    return made


def test_without_a_sample_the_page_says_what_samples_are_for_and_draws_one(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk()
    desk.page.refresh()
    desk.page.focus_list()  # one arrives before the samples are read
    qtbot.waitUntil(desk.page.empty.button.hasFocus)
    press(qtbot, Key.Key_Space)
    assert desk.page.form.isVisible()


def test_a_sample_is_drawn_by_keyboard_once_it_is_confirmed(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk()
    desk.page.refresh()
    qtbot.waitUntil(desk.page.empty.button.isVisible)
    desk.page.focus_list()
    press(qtbot, Key.Key_N, CONTROL)
    form = desk.page.form
    qtbot.waitUntil(lambda: form.model.rowCount() > 0)
    form.fields.number.selectAll()
    qtbot.keyClicks(form.fields.number, "1")
    qtbot.waitUntil(lambda: form.planner.title.text() == "What 7 checks can show")
    assert "7 would be drawn from 11 calls of 7 caseworkers" in form.would.text()
    press(qtbot, Key.Key_Return, CONTROL)
    assert form.question.asking
    assert desk.store.samples.listing() == ()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: desk.page.draws.model.rowCount() == 7)
    (line,) = desk.store.samples.listing()
    assert (line.seed, line.reviewer, line.due) == ("2009-09-01 to 2009-09-30", "TL01", date(2009, 10, 19))
    assert desk.told == ["S-0001 is drawn: 7 of 11 calls."]


def test_the_form_says_who_has_too_few_and_names_the_earlier_draws(desk: Desk, qtbot: QtBot) -> None:
    desk.page.begin_draw()
    form = desk.page.form
    qtbot.waitUntil(lambda: form.model.rowCount() > 0)
    assert "too few" in form.would.text()
    assert "S-0001 by TL01" in form.fields.earlier_words.text()
    assert form.fields.seed.text() == "2009-09-01 to 2009-09-30 draw 2"


def test_a_call_is_kept_out_only_with_a_reason_and_from_those_that_could_be_drawn(desk: Desk, qtbot: QtBot) -> None:
    desk.page.begin_draw()
    form, box = desk.page.form, desk.page.form.fields.exclusions
    qtbot.waitUntil(lambda: form.model.rowCount() > 0)
    for call, reason, kept in (("VR-88112", "why", 0), ("VR-88101", " ", 0), ("VR-88101", "a complaint", 1)):
        box.call.setText(call)
        box.reason.setText(reason)
        box.keep_out()
        assert len(box.excluded) == kept
        assert box.fault.isHidden() is bool(kept)
    assert "10 calls" in form.would.text()
    box.take_back("VR-88101")
    assert "11 calls" in form.would.text()


def test_what_cannot_be_drawn_is_said_at_its_field_and_nothing_is_asked(desk: Desk, qtbot: QtBot) -> None:
    desk.page.begin_draw()
    form = desk.page.form
    qtbot.waitUntil(lambda: form.model.rowCount() > 0)
    form.fields.number.setText("many")
    form.fields.seed.setText(" ")
    form.ask()
    assert not form.question.asking
    assert form.fields.faults["number"].text() == "many is not a number."
    assert form.fields.faults["seed"].text() == "The seed is empty."


def test_without_matched_calls_the_form_leads_to_the_matches(desk: Desk, qtbot: QtBot) -> None:
    with desk.store.database.session() as session:
        session.exec(delete(Match).where(col(Match.recording).is_not(None)))
    wished: list[str] = []
    desk.page.page_wished.connect(wished.append)
    desk.page.begin_draw()
    qtbot.waitUntil(lambda: desk.page.form.would.text() == "No call can be drawn.")
    assert not desk.page.form.draw.isEnabled()
    desk.page.form.to_next.click()
    assert wished == ["matches"]


def test_a_form_put_aside_for_another_sample_is_gone_on_with(desk: Desk, qtbot: QtBot) -> None:
    desk.page.begin_draw()
    desk.page.form.fields.seed.setText("mine")
    desk.page.rail.chosen.emit("S-0001")
    assert desk.page.head.isVisible()
    desk.page.begin_draw()
    assert desk.page.form.fields.seed.text() == "mine"
    press(qtbot, Key.Key_Escape)
    assert not desk.page.form.isVisible()


def test_nothing_is_asked_while_the_frame_of_other_days_is_being_counted(desk: Desk, qtbot: QtBot) -> None:
    desk.page.begin_draw()
    form = desk.page.form
    qtbot.waitUntil(lambda: form.model.rowCount() > 0)
    form.fields.first.setDate(form.fields.first.date().addDays(1))
    form.ask()
    assert not form.question.asking


def test_return_on_a_sample_goes_on_into_it(desk: Desk, qtbot: QtBot) -> None:
    desk.page.focus_list()
    assert desk.page.rail.hasFocus()
    press(qtbot, Key.Key_Return)
    assert desk.page.draws.table.hasFocus()


def test_each_part_of_a_sample_is_reached_by_its_key(desk: Desk, qtbot: QtBot) -> None:
    desk.page.draws.focus_first()
    for key, part in ((Key.Key_2, SHARES), (Key.Key_3, CROSSING), (Key.Key_4, CERTIFICATE), (Key.Key_5, SIZE)):
        press(qtbot, key, ALT)
        assert desk.page.view.part == part
    assert desk.page.view.shares_model.rowCount() == 7
    assert desk.page.view.crossing.model.rowCount() == 7
    assert "sha256-rank/1" in desk.page.view.certificate.toPlainText()
    assert "59 with no error" in desk.page.view.planner.words.text()


def test_a_call_is_replaced_by_the_next_in_rank_with_its_reason(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    lines = page.draws.model.lines
    row = next(at for at, line in enumerate(lines) if desk.store.samples.next_call("S-0001", line.call.recording_id))
    page.draws.table.go_to(row)
    page.draws.focus_first()
    press(qtbot, Key.Key_R, CONTROL)
    going = lines[row].call.recording_id
    qtbot.waitUntil(lambda: "takes its place" in page.draws.strip.words.text())
    press(qtbot, Key.Key_Return)
    assert desk.store.samples.get("S-0001").certificate.replacements == ()
    qtbot.keyClicks(page.draws.strip.reason, "no sound")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: page.draws.model.lines[row].replaces == going)
    (made,) = desk.store.samples.get("S-0001").certificate.replacements
    assert (made.reason, made.replaced_by) == ("no sound", page.draws.model.lines[row].call.recording_id)


def test_a_checked_call_is_not_replaced(desk: Desk, qtbot: QtBot) -> None:
    sign_answers(desk.store, [resources.path("demo/answers/VR-88101.json")])
    desk.page.refresh()
    qtbot.waitUntil(lambda: desk.page.draws.model.lines[0].kpi_class is not None)
    desk.page.draws.table.go_to(0)
    desk.page.draws.ask_replace()
    assert desk.told == ["VR-88101 is checked: its check stays in the sample."]
    assert not desk.page.draws.replace_link.isEnabled()


def test_a_blind_sample_says_nothing_of_what_comes_of_a_call_before_it_is_signed(desk: Desk, qtbot: QtBot) -> None:
    sample_id = desk.draw(blind=True)
    sign_answers(desk.store, [resources.path("demo/answers/VR-88101.json")])
    desk.page.open_sample(sample_id)
    qtbot.waitUntil(lambda: desk.page.head.title.text().startswith(sample_id))
    desk.page.show_part(CROSSING)
    outcomes = {each.records.recording_id: each.outcome for each in desk.page.view.crossing.model.lines}
    assert outcomes.pop("VR-88101") is not Crossed.HIDDEN
    assert set(outcomes.values()) == {Crossed.HIDDEN}
    classes = [line.kpi_class for line in desk.page.draws.model.lines]
    assert [each is not None for each in classes] == [True, *[False] * 6]


def test_a_sample_drawn_again_comes_out_the_same_in_words(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: bool(desk.told))
    assert desk.told == ["S-0001 comes out the same: 7 calls of 11, drawn from the calls here."]
    assert desk.page.view.part == CERTIFICATE
    assert "The same." in desk.page.view.certificate.toPlainText()


def test_a_certificate_from_elsewhere_is_drawn_again_and_what_differs_is_named(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    told = desk.store.samples.get("S-0001").certificate.as_dict()
    told["draws"][0]["recording_id"] = "VR-88112"
    told["seed"] = "<b>1298</b>"
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    desk.samples.redraw_file(file)
    qtbot.waitUntil(desk.page.compared.isVisible)
    words = desk.page.compared.pane.toPlainText()
    assert "Not the same." in words
    assert "VR-88112" in words
    assert "<b>1298</b>" in words  # as it is written, never as markup
    press(qtbot, Key.Key_Escape)
    assert desk.page.head.isVisible()


def test_a_file_that_is_no_certificate_is_refused_with_its_fault(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    file.write_text('{"schema": "other/1"}', encoding="utf-8")
    desk.samples.redraw_file(file)
    qtbot.waitUntil(lambda: bool(desk.told))
    assert "is not steercheck.sample/1" in desk.told[0]
    assert desk.page.head.isVisible()


def test_a_caseworker_is_shown_no_samples(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk("CW011")
    desk.draw()
    with qtbot.waitSignal(desk.samples.listed):
        desk.page.refresh()
    assert desk.page.empty.isVisible()
    assert not desk.page.empty.button.isVisible()
    desk.page.begin_draw()
    assert not desk.page.form.isVisible()


def test_in_large_text_the_samples_are_chosen_in_the_head(desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 200)
    assert desk.page.head.samples.isVisible()
    assert not desk.page.rail.isVisible()
    assert desk.page.minimumSizeHint().width() <= 1366
    assert desk.page.minimumSizeHint().height() <= 700


@pytest.fixture
def window(make_window: Callable[..., Window], demo_store: Store, qtbot: QtBot) -> Window:
    """The window with one sample, its page in sight."""
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    demo_store.samples.draw(SampleOrder(*SEPTEMBER, ONE_EACH, "1298"), leader)
    made = make_window(demo_store)
    qtbot.waitActive(made)
    made.show_page("samples")
    qtbot.waitUntil(made.page("samples").draws.isVisible)
    return made


def test_a_drawn_call_is_opened_and_closing_it_leads_back_to_the_samples(window: Window, qtbot: QtBot) -> None:
    window.page("samples").draws.focus_first()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.shown == "review")
    assert window.findChild(Opening).back_to == "samples"
    qtbot.waitUntil(lambda: window.windowTitle().startswith("VR-88101"))
    window.page("review").close_page()
    qtbot.waitUntil(lambda: window.shown == "samples")


def test_the_certificate_is_saved_and_written(
    window: Window, qtbot: QtBot, picker, demo_store: Store, tmp_path
) -> None:
    saved, written, printed = tmp_path / "s.json", tmp_path / "s.html", tmp_path / "s.pdf"
    page = window.page("samples")
    page.draws.focus_first()
    picker.chosen = [saved, written, printed]
    for key, modifiers, file in (
        (Key.Key_S, CONTROL, saved),
        (Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier, written),
        (Key.Key_P, CONTROL, printed),
    ):
        press(qtbot, key, modifiers)
        qtbot.waitUntil(lambda file=file: file.exists() and file.stat().st_size > 0)
        qtbot.waitUntil(lambda: not window.findChild(SamplePapers).running)
    assert json.loads(saved.read_text())["certificate"] == demo_store.samples.get("S-0001").certificate.as_dict()
    assert "Sample certificate" in written.read_text()
