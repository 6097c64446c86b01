"""A caseworker's record on paper: what stands in it, in whose words, and what never does."""

from dataclasses import replace
from datetime import date

import pytest

from models.competencies import competencies_in
from models.development import EntryForm, EntryKind, Progress, Standing, period_of
from models.kpi import KpiClass
from models.reports.development_record import HANDLING, development_document
from models.reports.development_words import (
    change_words,
    dispute_words,
    entry_words,
    life_words,
    outcome_words,
    review_words,
    score_words,
)
from models.reports.document import Signatures, texts
from models.review_life import LifeState
from models.store import Store
from models.store.development_reading import DevelopmentRecord, ReviewedCall
from models.store.staff import Person

DAY = date(2009, 10, 5)
NEED = EntryForm(
    "CW014",
    EntryKind.NEED,
    DAY,
    "Ask for the lump sum",
    due=date(2009, 10, 5),
    standing=Standing.OPEN,
    action="Listen to two calls",
)
CALL = ReviewedCall(
    review="r2",
    versions=("r1", "r2"),
    day=date(2009, 9, 15),
    recording_id="VR-1",
    sheet_id=None,
    case_ref="C-1A04",
    reviewer_id="TL01",
    score_published=None,
    score=None,
    class_published=KpiClass.INACCURATE,
    kpi_class=KpiClass.ACCURATE,
    life=LifeState.RELEASED,
    released=True,
    disputed=3,
    upheld=1,
    changed=1,
)


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


def record(store: Store, leader: Person) -> DevelopmentRecord:
    return store.development.record("CW014", period_of(DAY), leader)


def test_a_changed_outcome_stands_beside_what_was_published() -> None:
    assert outcome_words(CALL) == "Accurate (published as inaccurate)"
    assert review_words(CALL) == "15 Sep 2009, C-1A04, accurate (published as inaccurate)"
    assert score_words(CALL) == "–"
    assert life_words(CALL) == "Released, amended"
    assert dispute_words(CALL) == "3 disputed: 1 upheld, 1 changed, 1 not decided"
    assert dispute_words(replace(CALL, disputed=0)) == ""


def test_a_need_that_was_due_yesterday_says_so(demo_store: Store, leader: Person) -> None:
    entry = demo_store.development.save(NEED, leader)
    known = competencies_in()
    on_the_day = entry_words(entry, record(demo_store, leader), known, DAY)
    after = entry_words(entry, record(demo_store, leader), known, date(2009, 10, 6))
    assert (on_the_day.mark, on_the_day.late) == ("Open", False)
    assert (after.mark, after.tone, after.late) == ("Open, was due", "warn", True)


def test_a_competency_note_says_what_is_expected_at_the_grade(demo_store: Store, leader: Person) -> None:
    note = EntryForm(
        "CW014", EntryKind.COMPETENCY, DAY, text="Asked well", competency="NEGOTIATING", level="Developing"
    )
    entry = demo_store.development.save(note, leader)
    words = entry_words(entry, record(demo_store, leader), competencies_in(), DAY)
    assert (words.title, words.mark) == ("Negotiating arrears", "Developing")
    assert dict(words.facts)["Expected"].startswith("Seeks full payment first")


def test_each_change_is_told_field_by_field(demo_store: Store, leader: Person) -> None:
    first = demo_store.development.save(NEED, leader).form
    changed = replace(first, standing=Standing.MET, outcome="Asked in all").with_progress(
        Progress(DAY, "TL01", "Heard")
    )
    demo_store.development.withdraw(demo_store.development.save(changed, leader).entry_id, leader)
    told = [change_words(version, competencies_in()) for version in record(demo_store, leader).versions]
    assert told == ["Withdrawn", "Standing: Open → Met; Outcome: Asked in all; Progress: Heard", "Begun"]


def test_the_document_holds_every_part_and_lines_to_sign(demo_store: Store, leader: Person) -> None:
    entry = demo_store.development.save(NEED, leader)
    caseworker = demo_store.staff.get("CW014")
    assert caseworker is not None
    demo_store.development.comment(entry.entry_id, "Gladly", caseworker)
    made = development_document(record(demo_store, leader), competencies_in(), "People Performance", DAY)
    words = list(texts(made))
    for expected in (
        "People Performance: record of CW014",
        HANDLING,
        "Ask for the lump sum",
        "Gladly",
        "Development plan",
    ):
        assert expected in words
    assert made.blocks[-1] == Signatures(("Caseworker", "Team leader"))


def test_what_was_withdrawn_is_on_paper_only_as_a_change(demo_store: Store, leader: Person) -> None:
    demo_store.development.withdraw(demo_store.development.save(NEED, leader).entry_id, leader)
    made = development_document(record(demo_store, leader), competencies_in(), "PDS", DAY)
    words = list(texts(made))
    assert "No development need was agreed in this period." in words
    assert "Withdrawn" in words
    assert "Listen to two calls" not in words
