"""Writing feedback from the window: one job at a time, one ending, and what was refused is named."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.feedback import FeedbackDocuments, WrittenDocuments, file_name, form_name
from models.reports.document import Document
from models.reports.feedback import READ_FIRST
from models.store import Store
from models.store.staff import Person


@pytest.fixture
def feedback(told: Store, qtbot: QtBot) -> Iterator[FeedbackDocuments]:
    runner = Runner()
    leader = told.staff.get("TL01")
    assert leader is not None
    yield FeedbackDocuments(told, runner, lambda: leader)
    runner.close()


@pytest.fixture
def reviews(told: Store) -> dict[str, str]:
    """The newest version of each review, by what it is about."""
    found = told.reviews.listing()
    return {str(line.recording_id or line.sheet_id): line.review_id for line in found if line.state != "amended"}


def test_one_review_is_written_with_its_form(
    feedback: FeedbackDocuments, reviews: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(feedback.done) as ended:
        feedback.write_review(reviews["VR-88103"], tmp_path / "f.pdf", tmp_path / "r.toml")
    assert ended.args[0].files == (tmp_path / "f.pdf", tmp_path / "r.toml")
    assert ended.args[0].words == f"Written: 2 files. {READ_FIRST}"
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF-")
    assert not feedback.running


def test_of_several_each_is_written_or_refused_by_itself(
    feedback: FeedbackDocuments, reviews: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = [reviews["VR-88103"], "nothing", reviews["VR-88104"]]
    with qtbot.waitSignal(feedback.done) as ended:
        feedback.write_reviews(wanted, tmp_path, ".html", reply_forms=True)
    (written,) = ended.args
    assert written.files == tuple(
        tmp_path / name(review, *ending)
        for review in (wanted[0], wanted[2])
        for name, ending in ((file_name, (".html",)), (form_name, ()))
    )
    assert [review for review, _why in written.refused] == ["nothing"]
    assert written.words == f"Written: 4 files. No review has the id 'nothing'. Nothing was changed. {READ_FIRST}"


def test_a_month_is_written(feedback: FeedbackDocuments, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(feedback.done) as ended:
        feedback.write_month("CW014", date(2009, 9, 1), date(2009, 9, 30), tmp_path / "m.html")
    assert ended.args[0].words == "Written: m.html."


def test_one_review_is_printed(feedback: FeedbackDocuments, reviews: dict[str, str], qtbot: QtBot) -> None:
    with qtbot.waitSignal(feedback.done) as ended:
        feedback.print_review(reviews["VR-88103"], lambda document: f"the printer, {document.title}")
    assert ended.args[0].words == f"Printed: the printer, Feedback on a call. {READ_FIRST}"


def test_what_fails_is_told_once_in_words(feedback: FeedbackDocuments, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(feedback.failed) as ended:
        feedback.write_made(lambda: Document("Title", ()), tmp_path / "none" / "f.pdf")
    assert "the folder does not exist" in ended.args[0]
    assert not feedback.running


def test_nobody_is_given_what_is_not_for_them(
    told: Store, reviews: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    runner = Runner()
    states = FeedbackDocuments(told, runner, lambda: Person("os:somebody", None, None))
    with qtbot.waitSignal(states.failed):
        states.write_review(reviews["VR-88103"], tmp_path / "f.pdf")
    assert list(tmp_path.glob("f.pdf")) == []
    runner.close()


def test_a_second_lot_is_passed_over_while_one_runs(feedback: FeedbackDocuments, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(feedback.done) as ended:
        feedback.write_made(lambda: Document("First", ()), tmp_path / "first.html")
        feedback.write_made(lambda: Document("Second", ()), tmp_path / "second.html")
    assert ended.args[0].files == (tmp_path / "first.html",)
    assert not (tmp_path / "second.html").exists()


def test_stopped_while_it_is_made_it_writes_nothing(feedback: FeedbackDocuments, tmp_path: Path, qtbot: QtBot) -> None:
    stopped = threading.Event()

    def make() -> Document:
        stopped.wait()
        return Document("First", ())

    with qtbot.waitSignal(feedback.cancelled):
        feedback.write_made(make, tmp_path / "first.html")
        feedback.cancel()
        stopped.set()
    assert not feedback.running
    assert not (tmp_path / "first.html").exists()


def test_a_notice_names_the_first_refusal_and_counts_the_rest() -> None:
    refused = (("a", "Why a."), ("b", "Why b."), ("c", "Why c."))
    assert WrittenDocuments((), refused).words == "Nothing was written. Why a. 2 more were refused."
