"""The import job: decoding in the child, and matches that are current afterwards, also after a stop."""

from pathlib import Path

import pytest

from desktop.jobs.take_in import take_in_job
from models.errors import Cancelled
from models.intake.request import ImportRequest
from models.store import Store


def request(demo: Path, *, dry_run: bool = False) -> ImportRequest:
    return ImportRequest(
        recordings=demo / "recordings",
        index=demo / "recordings.csv",
        sheets=demo / "guide-sheets.csv",
        views=demo / "caseworker-online.csv",
        dry_run=dry_run,
    )


def test_after_the_job_the_matches_are_current(store: Store, demo: Path) -> None:
    told: list[float] = []
    report = take_in_job(store, request(demo))(lambda fraction, _text: told.append(fraction), lambda: None)
    assert (report.recordings.new, store.matches.report().matched) == (12, 11)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_dry_run_matches_nothing(store: Store, demo: Path) -> None:
    report = take_in_job(store, request(demo, dry_run=True))(lambda _fraction, _text: None, lambda: None)
    assert report.recordings.new == 12
    assert store.matches.report().recordings_without_sheet == ()


def test_what_was_taken_before_a_stop_is_kept_and_matched(store: Store, demo: Path) -> None:
    def check() -> None:
        if store.imports.recording_with_id("VR-88112") is not None and sheets_are_in():
            raise Cancelled

    def sheets_are_in() -> bool:
        return bool(store.matches.report().sheets_without_recording)

    with pytest.raises(Cancelled):
        take_in_job(store, request(demo))(lambda _fraction, _text: None, check)
    outcome = store.matches.report()
    assert (outcome.matched, outcome.views.matched) == (11, 0)
