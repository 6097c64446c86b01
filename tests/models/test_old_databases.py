"""Every database a release ever wrote still opens, with everything in it; `tests/old_databases` keeps one of each.

A file is named after its schema revision ("0001.db.gz"). It holds the demonstration department with its twelve signed
reviews and one draft, as that release wrote it.
"""

import gzip
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from models.clock import Clock
from models.database import CURRENT_REVISION, open_database
from models.reports.counted import Period, counts
from models.review import Review, ReviewState
from models.sheet_judgement import SheetConfirmation
from models.store import Store
from models.store.worklist import Section

OLD = sorted((Path(__file__).parents[1] / "old_databases").glob("*.db.gz"))


def test_the_first_release_is_kept() -> None:
    assert OLD
    assert OLD[0].name == "0001.db.gz"


def test_the_newest_schema_is_kept_beside_the_older_ones() -> None:
    assert OLD[-1].name == f"{CURRENT_REVISION}.db.gz"


@pytest.mark.parametrize("kept", OLD, ids=lambda path: path.name)
def test_a_released_database_opens_with_everything_in_it(kept: Path, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "steercheck.db"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    store = Store(open_database(path), clock)
    assert store.database.revision() == CURRENT_REVISION
    assert store.database.quick_check() is None
    counts = store.worklist.counts(None)
    assert (counts[Section.SIGNED], counts[Section.DRAFTS], counts[Section.MATCHED]) == (12, 1, 11)
    signed = {review.recording_id or review.sheet_id: review for review in store.reviews.listing(ReviewState.SIGNED)}
    result = store.reviews.result(signed["VR-88104"].review_id)
    assert (str(result.score), result.critical, result.kpi_class) == ("54.5", "fail", "INACCURATE")
    transcript = store.transcripts.newest("VR-88102")
    assert transcript is not None
    assert transcript.segments[0].text.startswith("Good morning")
    store.close()
    backups = list(tmp_path.glob("*before-upgrade*"))
    assert len(backups) == (kept.name != f"{CURRENT_REVISION}.db.gz")


@pytest.mark.parametrize("kept", OLD, ids=lambda path: path.name)
def test_what_reports_count_by_is_what_was_frozen_whenever_it_was_signed(
    kept: Path, tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "steercheck.db"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    store = Store(open_database(path), clock)
    with store.database.session() as session:
        signed = session.exec(select(Review).where(Review.state == ReviewState.SIGNED)).all()
        words = session.exec(select(SheetConfirmation)).all()
        calls = counts(session, Period(date(2009, 1, 1), date(2009, 12, 31))).calls
    store.close()
    for review in signed:
        frozen = review.sheet_facts or {}
        assert review.kind != "primary" or frozen["scheme"]
        assert (review.scheme, review.method) == (frozen.get("scheme"), frozen.get("method_agreed"))
        assert review.arrangement_kind == (frozen.get("arrangement_kind") or None)
        assert (review.figure_error or review.process_error) == (review.kpi_class == "INACCURATE")
    for word in words:
        assert (word.scheme, word.method) == (word.figures["scheme"], word.figures["method_agreed"])
        assert (word.team, word.caseworker_id) == (word.figures["team"], word.figures["caseworker_id"])
    assert calls.checked == len({review.sheet for review in signed if review.recording and review.sheet})
