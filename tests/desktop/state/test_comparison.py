"""The comparison of the open call: made in a job, kept up to date, late answers dropped."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.comparison import CallComparison, Sight
from models.errors import DatabaseUnusable
from models.reconcile import Outcome
from models.spoken_figures_kinds import Figure
from models.store import Store
from models.store.calls import CallFile
from models.transcript import SegmentText

Read = list[tuple[SegmentText, ...] | None]


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def read() -> Read:
    """The transcript as it reads now, in a box of one."""
    return [None]


@pytest.fixture
def comparison(demo_store: Store, runner: Runner, read: Read) -> CallComparison:
    made = CallComparison(demo_store, runner)
    made.read_from(lambda: read[0])
    return made


@pytest.fixture
def show(demo_store: Store, comparison: CallComparison, read: Read, qtbot: QtBot) -> Callable[[str], CallFile]:
    def shown(recording_id: str) -> CallFile:
        file = demo_store.calls.open(recording_id, None)
        assert file.transcript is not None
        read[0] = file.transcript.segments
        comparison.show_file(file)
        qtbot.waitUntil(lambda: comparison.sight is Sight.COMPARED)
        return file

    return shown


def outcome(comparison: CallComparison, figure: Figure) -> Outcome:
    return next(row.outcome for row in comparison.rows if row.figure is figure)


def test_a_call_is_compared_off_the_gui_thread_and_says_it_is_working_meanwhile(
    demo_store: Store, comparison: CallComparison, read: Read, qtbot: QtBot
) -> None:
    file = demo_store.calls.open("VR-88110", None)
    assert file.transcript is not None
    read[0] = file.transcript.segments
    comparison.show_file(file)
    assert comparison.sight is Sight.WORKING
    qtbot.waitUntil(lambda: comparison.sight is Sight.COMPARED)
    assert outcome(comparison, Figure.INSTALMENT) is Outcome.MISMATCH
    assert (comparison.has_sheet, comparison.has_task, comparison.recording_id) == (True, True, "VR-88110")


def test_a_corrected_transcript_is_compared_again_and_the_rows_stay_until_then(
    comparison: CallComparison, show: Callable[[str], CallFile], read: Read, qtbot: QtBot
) -> None:
    show("VR-88110")
    assert read[0] is not None
    read[0] = tuple(replace(segment, text=segment.text.replace("£40", "£60")) for segment in read[0])
    seen: list[Sight] = []
    comparison.changed.connect(lambda: seen.append(comparison.sight))
    comparison.renew()
    comparison.renew()
    qtbot.waitUntil(lambda: outcome(comparison, Figure.INSTALMENT) is Outcome.AGREE)
    assert seen == [Sight.COMPARED]


def test_the_answer_about_a_call_that_was_left_is_dropped(
    demo_store: Store, comparison: CallComparison, read: Read, runner: Runner, qtbot: QtBot
) -> None:
    file = demo_store.calls.open("VR-88110", None)
    assert file.transcript is not None
    read[0] = file.transcript.segments
    comparison.show_file(file)
    comparison.forget()
    with qtbot.waitSignal(runner.job_ended):
        pass
    assert (comparison.sight, comparison.rows) == (Sight.NOTHING, ())


def test_a_call_without_a_transcript_and_a_sheet_without_a_call_say_so(
    demo_store: Store, comparison: CallComparison
) -> None:
    comparison.show_file(demo_store.calls.open("VR-88110", None))
    assert comparison.sight is Sight.NO_TRANSCRIPT
    comparison.show_file(demo_store.calls.open(None, "PAG-088199"))
    assert comparison.sight is Sight.NO_CALL


def test_what_the_store_refuses_is_told(
    demo_store: Store, comparison: CallComparison, read: Read, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise DatabaseUnusable("The database is busy. Nothing was changed.")

    monkeypatch.setattr(demo_store.comparison, "compare", refuse)
    read[0] = ()
    comparison.show_file(demo_store.calls.open("VR-88110", None))
    qtbot.waitUntil(lambda: comparison.sight is Sight.FAILED)
    assert (comparison.fault, comparison.rows) == ("The database is busy. Nothing was changed.", ())
