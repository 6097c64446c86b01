"""The review page on the demonstration: the states it reads, and a way to open a call in it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.jobs.runner import Runner
from desktop.state.amending import Amending
from desktop.state.draft import ReviewDraft
from desktop.state.open_call import OpenCall, Sound
from desktop.state.playback import Playback
from desktop.state.review_life import ReviewLife
from desktop.views.actions import ActionTable
from desktop.views.review_page import ReviewPage
from models.errors import SteercheckError
from models.store import Store
from models.store.staff import Person


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


@pytest.fixture
def open_call(demo_store: Store, runner: Runner, decoders_stay: None) -> Iterator[OpenCall]:
    playback = Playback()
    made = OpenCall(demo_store, runner, playback)
    yield made
    made.close()
    runner.close()
    made.let_reader_go()
    shiboken6.delete(made)  # its connections hold the page, where Python's collector cannot see it
    shiboken6.delete(playback)


@pytest.fixture
def draft(demo_store: Store, runner: Runner, leader: Person) -> Iterator[ReviewDraft]:
    made = ReviewDraft(demo_store, runner, leader)
    yield made
    with suppress(SteercheckError):  # tests leave drafts behind that no store takes
        made.flush()
    runner.close()
    shiboken6.delete(made)


@pytest.fixture
def start(demo_store: Store, draft: ReviewDraft, qtbot: QtBot) -> Callable[..., ReviewDraft]:
    """Start the draft on a call or sheet, without a page."""

    def started(recording_id: str | None = None, sheet_id: str | None = None) -> ReviewDraft:
        with qtbot.waitSignal(draft.started):
            draft.start(demo_store.calls.open(recording_id, sheet_id))
        return draft

    return started


@pytest.fixture
def stored(draft: ReviewDraft, qtbot: QtBot) -> Callable[[], None]:
    """Wait until everything of the draft is in the store."""

    def wait() -> None:
        qtbot.waitUntil(lambda: draft.stored)

    return wait


@pytest.fixture
def life(demo_store: Store, runner: Runner, draft: ReviewDraft) -> ReviewLife:
    return ReviewLife(demo_store, runner, draft, draft)


@pytest.fixture
def amending(draft: ReviewDraft) -> Amending:
    return Amending(draft, draft)


@pytest.fixture
def page(
    qtbot: QtBot, open_call: OpenCall, draft: ReviewDraft, life: ReviewLife, amending: Amending
) -> Iterator[ReviewPage]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 100)
    made = ReviewPage(open_call, draft, life, amending, ActionTable())
    made.resize(1366, 690)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    with suppress(SteercheckError):
        draft.flush()
    made.close()
    shiboken6.delete(made)  # at once: a window that goes later takes the activation from the next one


@pytest.fixture
def opened(qtbot: QtBot, page: ReviewPage) -> Callable[..., ReviewPage]:
    """Open a call or sheet on the page and wait for its review and, where there is one, for its sound."""

    def open_it(recording_id: str | None = None, sheet_id: str | None = None) -> ReviewPage:
        with qtbot.waitSignal(page.draft.started, timeout=10_000):
            page.open_call.open(recording_id, sheet_id)
        endings = (Sound.COMPLETE, Sound.FAILED, Sound.NONE)
        qtbot.waitUntil(lambda: page.open_call.sound in endings, timeout=10_000)
        qtbot.waitUntil(lambda: not page.veil.isVisible())
        return page

    return open_it


@pytest.fixture
def keys(qtbot: QtBot, page: ReviewPage) -> SimpleNamespace:
    """The keyboard: `press(key)`, `press(key, modifier)`, `type(text)`, to whatever has the focus."""

    def target() -> object:
        return page.window().focusWidget() or page

    return SimpleNamespace(
        press=lambda key, *modifiers: qtbot.keyClick(target(), key, *modifiers),
        type=lambda text: qtbot.keyClicks(target(), text),
    )
