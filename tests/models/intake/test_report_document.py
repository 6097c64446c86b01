"""The report of an import as a document."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.errors import OutputRefused, Refusal
from models.import_run import RunState
from models.intake.account import ChangedRow, ImportAccount
from models.intake.report_document import lasted, report_html, report_text, write_report
from models.intake.request import ImportReport, ImportRequest, KindReport
from models.sheet_difference import Difference

BEGAN = datetime(2009, 10, 5, 9, 31, tzinfo=UTC)
CHANGED = ChangedRow("sheets", "PAG-1", (Difference("arrears", "Arrears", "£5,000.00", "£4,000.00"),))
HOSTILE = "<script>alert('x')</script>"


def account_of(report: ImportReport | None = None, **more: object) -> ImportAccount:
    if report is None:
        refused = [Refusal("/lists/sheets.csv", 4, "arrears", "-6000.00", "a negative amount")]
        report = ImportReport(sheets=KindReport(1200, 3, 2, refused, ["read as Windows-1252"]))
    request = ImportRequest(sheets=Path("/lists/sheets.csv"))
    return ImportAccount.of(request, report, BEGAN, BEGAN + timedelta(minutes=4, seconds=10), person="TL01", **more)


class Seen(HTMLParser):
    """The text and the tags of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.outside: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.outside += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        if data.strip():
            self.words.append(data.strip())


@pytest.mark.parametrize("write", [report_html, report_text])
def test_the_report_says_what_was_asked_what_came_of_it_when_and_by_whom(write) -> None:
    words = write(account_of())
    for part in (
        "Import of 5 Oct 2009 10:31",
        "Run by TL01. Took 4 min 10 s.",
        "/lists/sheets.csv",
        "1,200",
        "read as Windows-1252",
        "arrears",
        "-6000.00",
        "a negative amount",
    ):
        assert part in words


def test_the_text_lists_a_refusal_with_file_line_column_value_and_reason() -> None:
    assert "  /lists/sheets.csv:4: arrears: -6000.00: a negative amount\n" in report_text(account_of())


def test_the_html_stands_alone_and_holds_no_script() -> None:
    seen = Seen(report_html(account_of()))
    assert seen.outside == []
    assert not {"script", "link", "img", "iframe", "object"} & set(seen.tags)
    assert "@page" in report_html(account_of())


def test_what_came_from_a_file_is_never_markup() -> None:
    refusal = Refusal(f"/lists/{HOSTILE}.csv", 1, HOSTILE, HOSTILE, HOSTILE)
    report = ImportReport(sheets=KindReport(refused=[refusal], remarks=[HOSTILE]))
    change = ChangedRow("sheets", HOSTILE, (Difference(HOSTILE, HOSTILE, HOSTILE, HOSTILE),))
    assert "script" not in Seen(report_html(account_of(report), [change])).tags


def test_changed_rows_stand_with_before_and_now() -> None:
    assert "Arrears: £5,000.00 -> £4,000.00" in report_text(account_of(), [CHANGED])
    words = Seen(report_html(account_of(), [CHANGED])).words
    assert words[words.index("PAG-1") :][:4] == ["PAG-1", "Arrears", "£5,000.00", "£4,000.00"]
    assert "Changed rows: the first 1 of 2" in words


def test_a_trial_says_that_nothing_was_written() -> None:
    words = report_text(account_of(ImportReport(dry_run=True)))
    assert words.startswith("Trial import of")
    assert "nothing was written" in words
    assert "Refused: nothing" in words


def test_a_stopped_and_a_failed_import_say_so() -> None:
    assert "Stopped by hand after 4 min 10 s" in report_text(account_of(state=RunState.CANCELLED))
    failed = report_text(account_of(state=RunState.FAILED, why="The disk is full."))
    assert "Failed after 4 min 10 s" in failed
    assert "The disk is full." in failed


def test_a_shortened_report_says_how_many_are_left_out() -> None:
    refused = [Refusal("a.csv", line, None, None, "too few fields") for line in range(1, 6)]
    words = Seen(report_html(account_of(ImportReport(tasks=KindReport(refused=refused))), most=2)).words
    assert "and 3 more that are not listed here" in words
    assert words.count("too few fields") == 2


def test_refused_recordings_stand_by_their_path_below_the_folder() -> None:
    refusal = Refusal("/calls/2009/a.wav", None, None, None, "holds no sound")
    request = ImportRequest(recordings=Path("/calls"))
    account = ImportAccount.of(request, ImportReport(recordings=KindReport(refused=[refusal])), BEGAN, BEGAN)
    assert "2009/a.wav" in Seen(report_html(account)).words


@pytest.mark.parametrize(
    ("name", "beginning"), [("r.html", "<!DOCTYPE html>"), ("r.HTM", "<!DOCTYPE"), ("r.txt", "Im")]
)
def test_the_ending_of_the_file_says_the_form(tmp_path: Path, name: str, beginning: str) -> None:
    write_report(account_of(), tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="The import stands"):
        write_report(account_of(), tmp_path / "no" / "r.html")


def test_a_value_that_is_no_text_can_still_be_written(tmp_path: Path) -> None:
    report = ImportReport(sheets=KindReport(refused=[Refusal("a.json", 1, "case", "\ud800", "not a reference")]))
    write_report(account_of(report), tmp_path / "r.html")
    assert "not a reference" in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "under a second"), (8, "8 s"), (60, "1 min"), (250, "4 min 10 s"), (3720, "1 h 2 min")]
)
def test_durations_are_words(seconds: float, words: str) -> None:
    assert lasted(timedelta(seconds=seconds)) == words
