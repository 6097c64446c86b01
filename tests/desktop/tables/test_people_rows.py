"""The lists of the People page in words: a caseworker's line, the period in figures, what is still to be done."""

from datetime import UTC, date, datetime

import pytest

from desktop.tables.people import HistoryModel, ReviewedModel, person_words, summary_of, waiting_of
from models.competencies import competencies_in
from models.development import EntryForm, EntryKind, Standing, period_of
from models.kpi import KpiClass
from models.review_life import LifeState
from models.store.development_reading import DevelopmentRecord, Entry, PersonLine, ReviewedCall, Version

DAY = date(2009, 10, 5)
LINE = PersonLine("CW014", "AO", "DE-1", "TL01", 2, 1, 1, date(2009, 10, 1))


def call(published: KpiClass, now: KpiClass, *, released: bool = True) -> ReviewedCall:
    versions = ("r1",) if published is now else ("r1", "r2")
    life = LifeState.RELEASED if released else LifeState.SIGNED
    of_call = (versions[-1], versions, DAY, "VR-1", "PAG-1", "C-1", "TL01")
    return ReviewedCall(*of_call, None, None, published, now, life, released, 1, 0, 0)


def entry(kind: EntryKind, due: date, standing: Standing) -> Entry:
    at = datetime(2009, 10, 5, 9, tzinfo=UTC)
    form = EntryForm("CW014", kind, date(2009, 9, 1), "Ask", due=due, standing=standing, entry_id=f"{kind}{due}")
    return Entry(form, "TL01", at, "TL01", at, 1)


def record(*calls: ReviewedCall, entries: tuple[Entry, ...] = ()) -> DevelopmentRecord:
    versions = tuple(Version(each.form, None, each.made_by, each.made_at) for each in entries)
    return DevelopmentRecord(LINE, period_of(DAY), True, False, entries, versions, calls, ())


def test_a_line_says_what_there_is_and_what_was_due() -> None:
    assert person_words(LINE, DAY) == ("CW014 · AO", "2 checks · 1 need · was due 1 Oct 2009")


def test_a_class_that_changed_is_counted_as_published_and_as_amended() -> None:
    found = record(
        call(KpiClass.INACCURATE, KpiClass.ACCURATE), call(KpiClass.ACCURATE, KpiClass.ACCURATE, released=False)
    )
    assert summary_of(found) == (
        ("Checks", "2"),
        ("Accurate", "2 (published as 1)"),
        ("Inaccurate", "0 (published as 1)"),
        ("Amended", "1"),
        ("Not released yet", "1"),
        ("Disputed prompts", "2, 2 not decided"),
    )


def test_what_waits_is_listed_by_its_day_and_what_is_met_is_not() -> None:
    found = record(
        entries=(
            entry(EntryKind.OBJECTIVE, date(2010, 3, 31), Standing.ON_TRACK),
            entry(EntryKind.NEED, date(2009, 10, 1), Standing.OPEN),
            entry(EntryKind.NEED, date(2009, 10, 2), Standing.MET),
        )
    )
    waiting = waiting_of(found, DAY)
    assert [(each.words, each.late) for each in waiting] == [("Development need: Ask", True), ("Objective: Ask", False)]


@pytest.mark.usefixtures("qapp")
def test_the_tables_hold_a_row_a_check_and_a_row_a_version() -> None:
    found = record(
        call(KpiClass.INACCURATE, KpiClass.ACCURATE),
        entries=(entry(EntryKind.NEED, DAY, Standing.OPEN),),
    )
    checks, history = ReviewedModel(), HistoryModel(competencies_in)
    checks.show(found.reviews)
    history.show(found.versions)
    assert checks.cells(checks.row(0))[:3] == ("5 Oct 2009", "C-1", "Accurate (published as inaccurate)")
    assert history.cells(history.row(0)) == ("5 Oct 2009 10:00", "TL01", "Development need: Ask", "Begun")
