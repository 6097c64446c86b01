"""A team leader's day, from an empty program to the exported pack and the next morning.

Everything is done by keys or by what is dropped on the window, on a real database and the real recordings; the window
is the one `app.build` makes. Read it as a story.
"""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop import theme
from desktop.app import build
from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state.draft import ReviewDraft
from desktop.state.intake import Intake
from desktop.state.playback import Playback
from desktop.views.palette import Palette
from desktop.views.review_page import ReviewPage
from desktop.views.worklist import WorklistPage
from desktop.window import Window
from models.clock import Clock
from models.database import open_database
from models.review import ReviewState
from models.store import Store
from models.store.staff import Person
from models.store.worklist import Section

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
ANSWER_KEYS = {"Y": Key.Key_1, "N": Key.Key_2, "NA": Key.Key_3, "CT": Key.Key_4}
PATIENCE_MS = 20_000

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


class Leader:
    """A team leader at a window: what they do, in their words."""

    def __init__(self, database: Path, folder: Path, qtbot: QtBot, clock: Clock) -> None:
        self.store = Store(open_database(database), clock)
        self.qtbot = qtbot
        person = self.store.staff.get("TL01") or Person("os:jo", None, None)
        self.window: Window = build(self.store, person, settings=Settings(), locked=frozenset(), folder=folder)
        self.window.show()
        runner = self.window.findChild(Runner)
        self.until(lambda: not runner.busy)

    def until(self, condition) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def press(self, key: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        target: QWidget = self.window.focusWidget() or self.window
        self.qtbot.keyClick(target, key, modifier)

    def counts(self) -> dict[Section, int]:
        return self.store.worklist.counts("TL01")

    def drops(self, *paths: Path) -> None:
        self.window.dropped.emit(list(paths))
        intake = self.window.findChild(Intake)
        self.until(lambda: intake.request.sheets is not None)

    def imports(self) -> None:
        self.press(Key.Key_I, CONTROL)
        self.press(Key.Key_Return, CONTROL)
        self.until(lambda: not self.window.findChild(Intake).running and self.counts()[Section.DUE] > 0)

    def works_as(self, staff_id: str) -> None:
        self.until(self.window.worker.isVisible)
        self.window.worker.chosen.emit(staff_id)
        self.until(lambda: self.window.top.person.text().startswith(staff_id))

    def sees_to_check(self) -> list[str | None]:
        self.press(Key.Key_1, CONTROL)
        page = self.window.page("worklist")
        assert isinstance(page, WorklistPage)
        self.until(lambda: self.window.shown == "worklist" and page.table.model().rowCount() > 0)
        return [item.recording_id for item in self.store.worklist.page(page._worklist.query, 0, 50)]

    def opens(self, words: str) -> ReviewPage:
        """By the palette: Ctrl+K, a few letters, Return."""
        self.press(Key.Key_K, CONTROL)
        palette = self.window.findChild(Palette)
        self.qtbot.keyClicks(palette.words, words)
        self.until(lambda: str(palette.found.current_key()).startswith("call"))
        self.qtbot.keyClick(palette.words, Key.Key_Return)
        draft = self.window.findChild(ReviewDraft)
        page = self.window.page("review")
        assert isinstance(page, ReviewPage)
        self.until(
            lambda: (
                self.window.shown == "review"
                and draft.form is not None
                and words in (draft.form.recording_id, draft.form.sheet_id)
            )
        )
        return page

    def listens(self, until_ms: int) -> None:
        playback = self.window.findChild(Playback)
        self.until(lambda: playback.duration_ms > until_ms)
        self.press(Key.Key_Space)
        self.until(lambda: playback.position_ms >= until_ms)
        self.press(Key.Key_Space)
        assert not playback.playing

    def answers(self, page: ReviewPage, file: Path, *, leave_out: str = "") -> None:
        """As the careful reviewer's file says, each "no" with its evidence."""
        for answer in json.loads(file.read_text(encoding="utf-8"))["answers"]:
            prompt = answer["prompt"]
            if prompt == leave_out:
                continue
            page.form.go_to(prompt)
            page.form.focus_current()
            if not (page.form.rows[prompt].state.by_rule and answer["answer"] == "NA"):
                self.press(ANSWER_KEYS[answer["answer"]])
            if answer["answer"] == "N":
                self.gives_evidence(page, answer["evidence"][0])

    def gives_evidence(self, page: ReviewPage, evidence: dict[str, object]) -> None:
        if evidence["kind"] == "span":
            page.waveform.set_selection(round(evidence["start"] * 1000), round(evidence["end"] * 1000))
            self.press(Key.Key_E)
        elif evidence["kind"] == "sheet":
            self.press(Key.Key_F)
            page.sheet.show_field(str(evidence["field"]))
            self.press(Key.Key_F)

    def signs(self, page: ReviewPage) -> None:
        self.press(Key.Key_Return, CONTROL)
        self.until(page.panel.isVisible)

    def goes_home(self) -> None:
        assert self.window.close()
        self.store.close()
        self.window.deleteLater()


@pytest.fixture(autouse=True)
def _plain_look(qapp: QApplication):
    theme.apply(qapp, "light", 100)
    yield
    theme.apply(qapp, "light", 100)


def test_a_leaders_day(qtbot: QtBot, tmp_path: Path, clock: Clock, demo: Path) -> None:
    database, folder = tmp_path / "steercheck.db", tmp_path / "settings"
    answers = resources.path("demo/answers")

    # In the morning there is nothing yet, and the program says what to do.
    leader = Leader(database, folder, qtbot, clock)
    assert leader.window.shown == "welcome"

    # Whatever the department has is dropped on the window; each list is known by what is in it.
    leader.drops(
        demo / "recordings",
        *(demo / f"{name}.csv" for name in ("recordings", "guide-sheets", "task-567", "caseworker-online", "staff")),
        demo / "truth",
    )
    leader.imports()
    leader.works_as("TL01")
    counts = leader.counts()
    assert (counts[Section.DUE], counts[Section.NO_SHEET], counts[Section.NO_CALL]) == (11, 1, 1)
    assert leader.sees_to_check()[:2] == ["VR-88101", "VR-88102"]

    # The call where the sheet says sixty and the caller says forty: listened to, answered, one prompt forgotten.
    page = leader.opens("VR-88110")
    leader.listens(until_ms=1_000)
    leader.answers(page, answers / "VR-88110.json", leave_out="CONDUCT")
    leader.signs(page)
    assert page.draft.unanswered == ["CONDUCT"]
    assert [missing.prompt for missing in page.draft.missing()] == ["CONDUCT"]

    # What is missing is one key away; then it is signed, and nothing can be changed any more.
    leader.press(Key.Key_Return)
    assert page.form.current == "CONDUCT"
    page.form.focus_current()
    leader.press(ANSWER_KEYS["Y"])
    leader.signs(page)
    leader.press(Key.Key_Return)
    leader.until(lambda: page.draft.read_only)
    page.form.focus_current()
    leader.press(ANSWER_KEYS["N"])
    assert page.draft.settled()["CONDUCT"] == "Y"

    # A sheet without a call is checked on the sheet.
    page = leader.opens("PAG-088199")
    leader.answers(page, answers / "PAG-088199.json")
    leader.signs(page)
    leader.press(Key.Key_Return)
    leader.until(lambda: page.draft.read_only)

    # The last call of the day is begun and left.
    page = leader.opens("VR-88104")
    page.form.go_to("LUMP_SOUGHT")
    page.form.focus_current()
    leader.press(ANSWER_KEYS["N"])
    leader.press(Key.Key_Escape)
    leader.until(lambda: leader.counts()[Section.DRAFTS] == 1)

    # What was signed goes to Quality Assurance.
    pack = tmp_path / "pack.zip"
    leader.press(Key.Key_E, CONTROL)
    export = leader.window.page("export")
    leader.until(lambda: leader.window.shown == "export" and export.start.isEnabled())
    export.target.setText(str(pack))
    leader.press(Key.Key_Return, CONTROL)
    leader.until(pack.exists)
    with zipfile.ZipFile(pack) as content:
        rows = list(csv.DictReader(io.StringIO(content.read("reviews.csv").decode())))
    assert {(row["sheet_id"], row["score"], row["critical"], row["kpi_class"]) for row in rows} == {
        ("PAG-088110", "91.7", "fail", "INACCURATE"),
        ("PAG-088199", "77.8", "pass", "ACCURATE"),
    }
    leader.goes_home()

    # The next morning everything is where it was left.
    leader = Leader(database, folder, qtbot, clock)
    counts = leader.counts()
    assert (counts[Section.DUE], counts[Section.DRAFTS], counts[Section.SIGNED]) == (9, 1, 2)
    (draft,) = leader.store.reviews.listing(ReviewState.DRAFT)
    assert leader.store.reviews.get(draft.review_id).answer("LUMP_SOUGHT").value == "N"
    leader.goes_home()
