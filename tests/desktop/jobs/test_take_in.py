"""The import job: decoding in the child, and matches that are current afterwards, also after a stop."""

from pathlib import Path

import pytest

from desktop.jobs.take_in import bring_matches_up_to_date, take_in_job
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


def test_what_was_taken_before_a_stop_is_told_with_it(store: Store, demo: Path) -> None:
    def check() -> None:
        if store.imports.recording_with_id("VR-88112") is not None:
            raise Cancelled

    with pytest.raises(Cancelled) as stopped:
        take_in_job(store, request(demo))(lambda _fraction, _text: None, check)
    (outcome,) = stopped.value.details
    assert outcome.recordings.new == 12


def test_matching_runs_again_only_when_something_it_looks_at_was_written(
    store: Store, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    run = store.matches.run
    monkeypatch.setattr(store.matches, "run", lambda days: runs.append(days) or run(days))

    def take(**parts: Path) -> None:
        take_in_job(store, ImportRequest(**parts))(lambda _fraction, _text: None, lambda: None)

    take(sheets=demo / "guide-sheets.csv")
    take(sheets=demo / "guide-sheets.csv")
    take(staff=demo / "staff.csv")
    assert runs == [7]
    take(tasks=demo / "task-567.csv")
    assert runs == [7, 7]


def test_another_window_matches_again(store: Store, demo: Path) -> None:
    seen: list[int] = []
    run = store.matches.run
    store.matches.run = lambda days: seen.append(days) or run(days)  # type: ignore[method-assign]
    for days in (7, 7, 3):
        bring_matches_up_to_date(store, days)
    assert seen == [7, 3]
