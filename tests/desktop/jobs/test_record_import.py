"""Imports are remembered, however they end."""

from pathlib import Path

import pytest

from desktop.jobs.record_import import recorded
from models.errors import Cancelled, DatabaseUnusable, OutputRefused
from models.import_run import RunState
from models.intake.account import ImportAccount
from models.intake.request import ImportReport, ImportRequest, KindReport
from models.store import Store

REQUEST = ImportRequest(sheets=Path("/lists/sheets.csv"))
TAKEN = ImportReport(sheets=KindReport(new=3))


def run(store: Store, job, request: ImportRequest = REQUEST) -> list[ImportAccount]:
    """Run a job to its end, whatever it is, and give what was told."""
    told: list[ImportAccount] = []
    try:
        recorded(store, request, "TL01", job, told.append)(lambda _fraction, _text: None, lambda: None)
    except (Cancelled, OutputRefused, ZeroDivisionError):
        assert told
    return told


def ending(exc: Exception):
    def job(_report: object, _check: object) -> ImportReport:
        raise exc

    return job


def test_an_import_is_kept_with_person_and_counts(store: Store) -> None:
    (account,) = run(store, lambda _report, _check: TAKEN)
    (line,) = store.import_runs.listing()
    assert (line.person, line.new, line.state) == ("TL01", 3, RunState.FINISHED)
    assert store.import_runs.get(line.id) == account


def test_a_dry_run_is_told_but_not_kept(store: Store) -> None:
    request = ImportRequest(sheets=Path("/lists/sheets.csv"), dry_run=True)
    assert len(run(store, lambda _report, _check: ImportReport(dry_run=True), request)) == 1
    assert store.import_runs.listing() == []


def test_a_stopped_import_is_kept_with_what_was_taken(store: Store) -> None:
    stop = Cancelled()
    stop.details = (TAKEN,)
    run(store, ending(stop))
    (line,) = store.import_runs.listing()
    assert (line.new, line.state) == (3, RunState.CANCELLED)


def test_a_failed_import_is_kept_with_its_sentence(store: Store) -> None:
    run(store, ending(OutputRefused("The disk is full.")))
    (line,) = store.import_runs.listing()
    assert line.state is RunState.FAILED
    assert store.import_runs.get(line.id).why == "The disk is full."


def test_a_defect_is_kept_and_not_swallowed(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        recorded(store, REQUEST, None, ending(ZeroDivisionError()))(lambda _f, _t: None, lambda: None)
    assert store.import_runs.listing()[0].state is RunState.FAILED


def test_an_import_that_succeeded_stays_one_when_the_history_cannot_be_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_account: object) -> None:
        raise DatabaseUnusable("busy")

    monkeypatch.setattr(store.import_runs, "add", refuse)
    (account,) = run(store, lambda _report, _check: TAKEN)
    assert account.report is TAKEN
