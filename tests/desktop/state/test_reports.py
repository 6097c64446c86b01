"""Reports for the window: previews, issued copies, files and comparisons, each with its one ending."""

import stat
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.settings import Settings
from desktop.state import report_preview as preview_under_test
from desktop.state import reports as under_test
from desktop.state.report_files import HandedOut, ReportFiles
from desktop.state.report_preview import Asked, Preview
from desktop.state.reports import Reports
from models.reports.catalogue import entry_of
from models.reports.document import Document
from models.reports.making import make_report
from models.reports.table import Report
from models.store import Store
from models.store.issued import IssuedLine
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
TREND = Asked("accuracy-trend", *SEPTEMBER, 5)
SOMEBODY = Person("os:somebody", None, None)


@pytest.fixture
def working(done: Store) -> list[Person]:
    """Who works, to be changed by a test."""
    leader = done.staff.get("TL01")
    assert leader is not None
    return [leader]


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def reports(done: Store, runner: Runner, working: list[Person]) -> Reports:
    return Reports(done, runner, lambda: working[0], Settings)


@pytest.fixture
def files(done: Store, runner: Runner, working: list[Person]) -> Iterator[ReportFiles]:
    made = ReportFiles(done, runner, lambda: working[0])
    yield made
    made.tidy()


@pytest.fixture
def trend(done: Store, working: list[Person]) -> Report:
    return make_report(done, "accuracy-trend", *SEPTEMBER, 5, working[0])


@pytest.fixture
def line(files: ReportFiles, trend: Report, tmp_path: Path, qtbot: QtBot) -> IssuedLine:
    """An issued copy."""
    issued = ended(files, lambda: files.write(trend, tmp_path / "trend.csv"), qtbot).issued
    assert issued is not None
    return issued


def ended(files: ReportFiles, do, qtbot: QtBot) -> HandedOut:
    with qtbot.waitSignal(files.done) as signal:
        do()
    return signal.args[0]


def made(reports: Reports, asked: Asked, qtbot: QtBot) -> Preview:
    with qtbot.waitSignal(reports.previewed) as signal:
        reports.ask(asked)
        reports.make()
    return signal.args[0]


def test_the_preview_is_the_report_that_would_be_written(reports: Reports, trend: Report, qtbot: QtBot) -> None:
    preview = made(reports, TREND, qtbot)
    assert preview.report == trend
    assert preview.legend.startswith("Marks: <5 is a count from 1 to 4")
    assert reports.up_to_date


def test_a_preview_is_out_of_date_as_soon_as_something_else_is_asked_for(reports: Reports, qtbot: QtBot) -> None:
    made(reports, TREND, qtbot)
    reports.ask(Asked("accuracy-trend", *SEPTEMBER, 0))
    assert not reports.up_to_date
    reports.ask(TREND)
    assert reports.up_to_date


def test_a_late_answer_to_an_older_question_is_dropped(
    reports: Reports, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, seen = threading.Event(), []

    def slow(store: Store, kind: str, *rest: object, **more: object) -> Report:
        if kind == "kpi":
            waits.wait(20)
        return make_report(store, kind, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(under_test, "make_report", slow)
    reports.previewed.connect(lambda preview: seen.append(preview.asked.kind))
    reports.ask(Asked("kpi", *SEPTEMBER, 5))
    reports.make()
    made(reports, TREND, qtbot)
    waits.set()
    reports.ask(Asked("pipeline", *SEPTEMBER, 5))
    with qtbot.waitSignal(reports.previewed):
        reports.make()
    assert seen == ["accuracy-trend", "pipeline"]


def test_a_preview_that_was_stopped_is_told_as_stopped_only(reports: Reports, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reports.not_wished):
        reports.ask(TREND)
        reports.make()
        reports.cancel()
    assert not reports.making
    assert reports.job_id is None


def test_what_is_not_for_a_person_is_told_and_nothing_is_shown(
    reports: Reports, working: list[Person], qtbot: QtBot
) -> None:
    working[0] = SOMEBODY
    assert not reports.may_see(entry_of("caselist"))
    assert not reports.may_see(entry_of("kpi"), "caseworker")
    assert reports.may_see(entry_of("kpi"), "team")
    with qtbot.waitSignal(reports.not_made) as told:
        reports.ask(Asked("caselist", *SEPTEMBER, 5))
        reports.make()
    assert "only team leaders and Quality Assurance" in told.args[1]
    assert reports.preview is None


def test_an_issued_report_is_kept_with_the_very_bytes_of_its_file(
    reports: Reports, files: ReportFiles, trend: Report, done: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    handed = ended(files, lambda: files.write(trend, tmp_path / "trend.xlsx"), qtbot)
    assert handed.issued is not None
    assert handed.words.startswith("Steer accuracy trend is issued as R-0001: trend.xlsx.")
    assert done.issued.content("R-0001") == (tmp_path / "trend.xlsx").read_bytes()
    with qtbot.waitSignal(reports.listed):
        reports.refresh()
    assert reports.issued_of("accuracy-trend") == (handed.issued,)
    assert reports.issued_of("kpi") == ()
    assert reports.may_issue


def test_who_issues_small_counts_is_told_that_they_are_not_for_publication(
    files: ReportFiles, working: list[Person], done: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = make_report(done, "pipeline", *SEPTEMBER, 0, working[0])
    handed = ended(files, lambda: files.write(shown, tmp_path / "pipeline.csv"), qtbot)
    assert handed.words.endswith("Small counts are not suppressed: not for publication.")


@pytest.mark.parametrize(("kind", "who"), [("caselist", None), ("pipeline", SOMEBODY)])
def test_what_may_not_be_kept_is_written_and_told_as_not_kept(
    files: ReportFiles, working: list[Person], done: Store, tmp_path: Path, qtbot: QtBot, kind: str, who: Person | None
) -> None:
    report = make_report(done, kind, *SEPTEMBER, 5, working[0])
    working[0] = who or working[0]
    handed = ended(files, lambda: files.write(report, tmp_path / "out.csv"), qtbot)
    assert "No copy is kept" in handed.words
    assert (tmp_path / "out.csv").exists()
    assert done.issued.listing() == ()


def test_a_copy_is_handed_out_again_byte_for_byte(
    files: ReportFiles, line: IssuedLine, tmp_path: Path, qtbot: QtBot
) -> None:
    handed = ended(files, lambda: files.hand_out(line, tmp_path / "again.csv"), qtbot)
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "trend.csv").read_bytes()
    assert handed.file == tmp_path / "again.csv"


def test_a_copy_to_be_read_lies_read_only_in_a_folder_that_goes(
    files: ReportFiles, line: IssuedLine, qtbot: QtBot
) -> None:
    for _twice in range(2):
        handed = ended(files, lambda: files.look_at(line), qtbot)
    assert handed.to_look_at
    assert handed.file is not None
    assert stat.S_IMODE(handed.file.stat().st_mode) == stat.S_IRUSR
    files.tidy()
    assert not handed.file.parent.exists()


def test_a_damaged_copy_is_told_and_not_handed_out(
    reports: Reports, files: ReportFiles, line: IssuedLine, done: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reports.checked) as whole:
        reports.check(line)
    assert whole.args == [line, ""]
    with done.database.session() as session:
        session.connection().exec_driver_sql("UPDATE issued_file SET content = x'00'")
    with qtbot.waitSignal(reports.checked) as damaged:
        reports.check(line)
    assert "is not what was issued" in damaged.args[1]
    with qtbot.waitSignal(files.failed):
        files.hand_out(line, tmp_path / "again.csv")
    assert not (tmp_path / "again.csv").exists()


def test_a_copy_is_compared_with_a_fresh_report(
    reports: Reports, line: IssuedLine, done: Store, working: list[Person], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reports.compared) as same:
        reports.compare(line)
    assert same.args[0].compared.same
    done.judgements.withdraw("PAG-088104", working[0], "The figures are asked for again.")
    with qtbot.waitSignal(reports.compared) as other:
        reports.compare(line)
    assert other.args[0].line == line
    assert not other.args[0].compared.same
    assert not reports.comparing


def test_what_a_report_gives_away_beside_an_issued_copy_is_told_beforehand(
    reports: Reports, line: IssuedLine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made(reports, TREND, qtbot).cautions == ()
    monkeypatch.setattr(preview_under_test, "cautions", lambda issued, report: (f"{line.issue_id} gives it away.",))
    reports.ask(None)
    assert made(reports, TREND, qtbot).cautions == ("R-0001 gives it away.",)


def test_a_report_is_printed_as_its_document(files: ReportFiles, trend: Report, qtbot: QtBot) -> None:
    def draw(document: Document) -> str:
        return f"the printer, {document.title}"

    handed = ended(files, lambda: files.print(trend, draw), qtbot)
    assert handed.words.startswith("Printed: the printer, Steer accuracy trend.")
    assert handed.file is None


def test_a_file_that_cannot_be_written_leaves_nothing_issued(
    files: ReportFiles, trend: Report, done: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(files.failed) as told:
        files.write(trend, tmp_path / "none" / "trend.pdf")
    assert "the folder does not exist" in told.args[0]
    assert done.issued.listing() == ()
