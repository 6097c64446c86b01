"""Nothing jumps when data arrives: where the parts of the page stand before, while and after a call is read."""

from collections.abc import Callable
from itertools import count, pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

import resources
from desktop.demonstration import sign_answers
from desktop.jobs import peaks_file
from desktop.state.decoding import peaks_key
from desktop.state.open_call import OpenCall
from desktop.views.review_columns import SCORECARD, SHEET, TRANSCRIPT
from desktop.views.review_page import ReviewPage
from models.recording import Recording
from models.store import Store

CALL = "VR-88102"


def places(page: ReviewPage) -> dict[str, QRect]:
    """Where everything stands that is looked at or pressed, on the page."""
    parts: dict[str, QWidget] = {
        "head": page.head,
        "waveform": page.waveform,
        "transport": page.transport,
        "columns": page.columns,
        "foot": page.foot,
        "sign": page.foot.sign,
        **{name: page.columns.column(name) for name in (TRANSCRIPT, SHEET, SCORECARD)},
        **{f"{name} head": page.columns.column(name).head for name in (TRANSCRIPT, SHEET, SCORECARD)},
    }
    for number, button in enumerate(page.transport.findChildren(QAbstractButton)):
        parts[f"transport {number}"] = button
    return {
        name: QRect(part.mapTo(page, QPoint(0, 0)), part.size()) for name, part in parts.items() if part.isVisible()
    }


NUMBERS = count(1)


def name_of(part: QWidget) -> str:
    """A widget by the number it got when it was first looked at (others come and go before it), and where it is."""
    if part.property("looked at") is None:
        path, parent = part.objectName() or type(part).__name__, part.parentWidget()
        while parent is not None and not parent.isWindow():
            path, parent = f"{parent.objectName() or type(parent).__name__} > {path}", parent.parentWidget()
        part.setProperty("looked at", f"{next(NUMBERS)} {path}")
    return str(part.property("looked at"))


def seen_places(page: ReviewPage) -> dict[str, QRect]:
    """Where every widget stands that can be seen: what lies under the veil is not seen."""
    top = page.veil.y() if page.veil.isVisible() else page.height()
    found: dict[str, QRect] = {}
    for part in page.findChildren(QWidget):
        place = QRect(part.mapTo(page, QPoint(0, 0)), part.size())
        if part.isVisible() and place.top() < top and not page.veil.isAncestorOf(part) and part is not page.veil:
            found[name_of(part)] = place
    return found


@pytest.fixture
def watched(qtbot: QtBot, page: ReviewPage, open_call: OpenCall) -> Callable[[], dict[str, dict[str, QRect]]]:
    """Open a call and look at every step, after the event loop has laid everything out."""

    def open_it() -> dict[str, dict[str, QRect]]:
        seen: dict[str, dict[str, QRect]] = {}

        def look(when: str) -> None:
            QTimer.singleShot(0, page, lambda: seen.setdefault(when, places(page)))

        steps = {
            "records": open_call.file_ready,
            "first sound": open_call.samples_started,
            "whole sound": open_call.samples_complete,
            "draft": page.draft.started,
        }
        for when, signal in steps.items():
            signal.connect(lambda when=when: look(when))
        look("before")
        qtbot.waitUntil(lambda: "before" in seen)
        open_call.open(CALL, None)
        qtbot.waitUntil(lambda: set(seen) == {"before", *steps}, timeout=10_000)
        return seen

    return open_it


def moved(before: dict[str, QRect], after: dict[str, QRect]) -> dict[str, tuple[QRect, QRect]]:
    return {name: (before[name], after[name]) for name in before if name in after and before[name] != after[name]}


def test_opening_a_call_moves_no_part_of_the_page(watched: Callable[[], dict[str, dict[str, QRect]]]) -> None:
    seen = watched()
    for when in ("records", "first sound", "whole sound", "draft"):
        assert moved(seen["before"], seen[when]) == {}, when


def seen_while_opening(page: ReviewPage, open_call: OpenCall, qtbot: QtBot) -> dict[str, dict[str, QRect]]:
    """Where everything that can be seen stands at each step of opening the call."""
    seen: dict[str, dict[str, QRect]] = {}

    def look_at(when: str) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # Qt paints after what is to be laid out
        seen.setdefault(when, seen_places(page))

    def look(when: str) -> None:
        QTimer.singleShot(0, page, lambda: look_at(when))

    steps = {
        "records": open_call.file_ready,
        "draft": page.draft.started,
        "first sound": open_call.samples_started,
        "whole sound": open_call.samples_complete,
    }
    for when, signal in steps.items():
        signal.connect(lambda when=when: look(when))
    open_call.open(CALL, None)
    qtbot.waitUntil(lambda: set(seen) == set(steps), timeout=10_000)
    return seen


def test_of_a_call_with_several_sheets_and_caseworkers_nothing_that_is_seen_moves(
    page: ReviewPage, open_call: OpenCall, demo_store: Store, qtbot: QtBot
) -> None:
    demo_store.matches.link_further(CALL, "PAG-088199", "TL01")
    with demo_store.database.session() as session:
        session.exec(select(Recording).where(Recording.recording_id == CALL)).one().further_caseworkers = "CW014"
    seen = seen_while_opening(page, open_call, qtbot)
    assert page.strip.isVisible()
    assert len(page.strip.sheets) == len(page.strip.caseworkers) == 2
    for before, after in pairwise(seen):
        assert moved(seen[before], seen[after]) == {}, (before, after)


def test_of_a_signed_review_nothing_that_is_seen_moves_when_its_life_is_shown(
    page: ReviewPage, open_call: OpenCall, demo_store: Store, qtbot: QtBot
) -> None:
    sign_answers(demo_store, [resources.path("demo/answers") / f"{CALL}.json"])
    seen = seen_while_opening(page, open_call, qtbot)
    assert page.band.isVisible()
    for before, after in pairwise(seen):
        assert moved(seen[before], seen[after]) == {}, (before, after)


def test_the_review_is_seen_only_with_the_cues_of_its_open_prompt(
    page: ReviewPage, open_call: OpenCall, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.draft.started, timeout=10_000):
        open_call.open(CALL, None)
    qtbot.waitUntil(lambda: not page.veil.isVisible())
    assert open_call.cues.searched
    assert page.form.cues.rows


def test_cues_that_do_not_come_keep_no_review_shut(page: ReviewPage, qtbot: QtBot) -> None:
    page.veil.hold(True)
    page.veil.lift_when_laid()
    QApplication.sendPostedEvents()
    assert page.veil.isVisible()
    qtbot.waitUntil(lambda: not page.veil.isVisible())


def test_until_the_review_is_there_nothing_of_the_call_before_is_seen(
    page: ReviewPage, opened: Callable[..., ReviewPage], open_call: OpenCall, qtbot: QtBot
) -> None:
    assert page.veil.isVisible()
    opened(CALL)
    qtbot.waitUntil(lambda: not page.veil.isVisible())
    covered: list[tuple[bool, int]] = []

    def look() -> None:
        covered.append((page.veil.isVisible(), page.veil.y()))

    open_call.closed.connect(look)
    open_call.file_ready.connect(look)
    with qtbot.waitSignal(page.draft.started, timeout=10_000):
        open_call.open("VR-88110", None)
    open_call.closed.disconnect(look)  # it is closed once more when the page is gone
    assert covered == [(True, page.head.geometry().bottom() + 1), (True, page.columns.y())]
    qtbot.waitUntil(lambda: not page.veil.isVisible())


def test_what_takes_longer_to_open_is_said(page: ReviewPage, qtbot: QtBot) -> None:
    page.veil.lift()
    page.veil.cover(page.columns)
    assert not page.veil.words.isVisible()
    qtbot.waitUntil(page.veil.words.isVisible)


def test_a_call_that_cannot_be_opened_says_why_with_nothing_over_it(page: ReviewPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.open_call.failed):
        page.open_call.open("VR-none", None)
    assert not page.veil.isVisible()
    assert page.notice.isVisible()


def test_opened_again_from_kept_peaks_the_picture_stays_where_it_was(
    watched: Callable[[], dict[str, dict[str, QRect]]], page: ReviewPage, open_call: OpenCall, qtbot: QtBot
) -> None:
    watched()
    qtbot.waitUntil(lambda: page.draft.stored)
    keeping = open_call._decoding
    assert keeping is not None
    qtbot.waitUntil(lambda: peaks_file.load(peaks_key(keeping.recording)) is not None)
    seen: list[tuple[str, tuple[int, int], bool]] = []

    def look(when: str) -> None:
        seen.append((when, page.waveform.visible_span, page.waveform._scene.peaks is not None))

    open_call.file_ready.connect(lambda: look("records"))
    open_call.samples_started.connect(lambda: look("first sound"))
    open_call.samples_complete.connect(lambda: look("whole sound"))
    before = places(page)
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open(CALL, None)
    assert [when for when, _, _ in seen] == ["records", "first sound", "whole sound"]
    assert all(painted for _, _, painted in seen)
    assert {span for _, span, _ in seen} == {seen[0][1]}
    assert moved(before, places(page)) == {}


def test_a_click_on_kept_peaks_is_gone_to_when_the_sound_is_there(
    opened: Callable[..., ReviewPage], page: ReviewPage, open_call: OpenCall, qtbot: QtBot
) -> None:
    opened(CALL)
    keeping = open_call._decoding
    assert keeping is not None
    qtbot.waitUntil(lambda: peaks_file.load(peaks_key(keeping.recording)) is not None)
    seen: list[tuple[bool, bool, int]] = []

    def click() -> None:
        lanes = page.waveform._scene.layout.lanes
        qtbot.mouseClick(page.waveform, Qt.MouseButton.LeftButton, pos=lanes.center())
        seen.append((open_call.samples is None, open_call.playback.waiting, page.waveform.position_ms))

    open_call.file_ready.connect(click)
    with qtbot.waitSignal(open_call.samples_complete, timeout=10_000):
        open_call.open(CALL, None)
    (no_sound_yet, waiting, sought_ms), playback = seen[0], open_call.playback
    assert no_sound_yet
    assert waiting
    assert sought_ms == pytest.approx(open_call.duration_ms / 2, rel=0.02)
    qtbot.waitUntil(lambda: not playback.waiting)
    assert playback.position_ms == page.waveform.position_ms == sought_ms


def test_a_signed_review_is_said_without_moving_what_is_above(
    page: ReviewPage, opened: Callable[..., ReviewPage], demo_store: Store
) -> None:
    opened(CALL)
    before = places(page)
    page.notice.say("signed", "Signed 5 Oct 2009 by TL01. It is read-only.", "good", lasting=True)
    page.layout().activate()
    after = places(page)
    changed = moved(before, after)
    assert set(changed) <= {"columns", TRANSCRIPT, SHEET, SCORECARD}
    for old, new in changed.values():
        assert (new.topLeft(), new.width()) == (old.topLeft(), old.width())


def test_the_foot_keeps_its_places_when_saving_and_hearing_are_told(
    page: ReviewPage, opened: Callable[..., ReviewPage], qtbot: QtBot
) -> None:
    opened(CALL)

    def labels() -> dict[str, QPoint]:
        return {
            name: label.mapTo(page, QPoint(0, 0))
            for name, label in vars(page.foot).items()
            if isinstance(label, QLabel | QAbstractButton) and label.isVisible()
        }

    page.foot.layout().activate()  # what was told of the call just now has its place
    before = labels()
    page.draft.comment_overall("told")
    qtbot.waitUntil(lambda: page.foot.saved.text().startswith("Saved"))
    page.draft.set_heard([(0, 82_000, 2.5)])
    page.foot.layout().activate()
    assert labels() == {**labels(), **before}
