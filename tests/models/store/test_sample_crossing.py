"""The random cross-reference of a sample, the survey of a frame, and what a sample's checks found."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select, update

import resources
from models.crosscheck import Task567
from models.errors import UnknownId
from models.guide_sheet import GuideSheet
from models.matching import Match, MatchState
from models.recording import Recording
from models.review_file import read_review_file
from models.sample_certificate import Exclusion, Filters
from models.sample_crossing import Crossed, CrossedCall, DrawnRecords, TaskSaid, crossed
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
ALL_OF_THEM = HowMany(Allocation.PER_CASEWORKER, Decimal(9))


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


def drawn(store: Store, by: Person, **others: Any) -> str:
    how_many = others.pop("how_many", ALL_OF_THEM)
    return store.samples.draw(SampleOrder(*SEPTEMBER, how_many, "1298", **others), by).sample_id


def of(store: Store, sample_id: str) -> dict[str, CrossedCall]:
    return {each.records.recording_id: each for each in store.samples.cross_reference(sample_id).calls}


def sign(store: Store, name: str, by: Person) -> None:
    store.reviews.sign_form(read_review_file(resources.path(f"demo/answers/{name}.json")), by)


def records(**others: Any) -> DrawnRecords:
    task = TaskSaid("T-1", "cash", "direct_debit", "direct_debit", None, date(2009, 9, 20))
    known: dict[str, Any] = {
        "position": 1,
        "recording_id": "VR-1",
        "sheet_id": "PAG-1",
        "caseworker_id": "CW011",
        "signed": False,
        "tied": True,
        "offered": ("direct_debit",),
        "agreed": "direct_debit",
        "tasks": (task,),
        "viewed": 0,
        "view_cited": False,
        "answers": {},
    }
    return DrawnRecords(**(known | others))


OPEN = TaskSaid("T-2", None, "direct_debit", None, None, None)
TAKEN = TaskSaid("T-3", None, "direct_debit", "direct_debit", None, None)
PROMOTED_ELSE = TaskSaid("T-4", None, "standing_order", "direct_debit", None, None)


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ({}, Crossed.AGREES),
        ({"agreed": "cash"}, Crossed.DIFFERS),
        ({"agreed": None}, Crossed.DIFFERS),
        ({"tasks": (PROMOTED_ELSE,)}, Crossed.DIFFERS),
        ({"tasks": (PROMOTED_ELSE,), "offered": ()}, Crossed.AGREES),
        ({"tasks": ()}, Crossed.NO_TASK),
        ({"tasks": (OPEN,)}, Crossed.NOT_CLOSED),
        ({"tasks": (TAKEN, OPEN)}, Crossed.AGREES),
        ({"tied": False}, Crossed.NO_CALL),
        ({"signed": True, "answers": {"METHOD_FIRST": "N"}}, Crossed.DIFFERS),
        ({"signed": True, "answers": {"METHOD_AGREES": "N"}}, Crossed.DIFFERS),
        ({"signed": True, "answers": {"METHOD_FIRST": "NA", "METHOD_AGREES": "Y"}}, Crossed.AGREES),
    ],
)
def test_a_drawn_call_is_compared_by_its_sheet_its_task_and_what_was_heard(
    others: dict[str, Any], outcome: Crossed
) -> None:
    found = crossed(records(**others), blind=False)
    assert found.outcome is outcome
    assert found.why.endswith(".")


def test_a_blind_sample_keeps_the_outcome_back_until_the_check_is_signed() -> None:
    assert crossed(records(agreed="cash"), blind=True).outcome is Crossed.HIDDEN
    assert "cash" not in crossed(records(agreed="cash"), blind=True).why
    assert crossed(records(agreed="cash", signed=True), blind=True).outcome is Crossed.DIFFERS


def test_every_drawn_call_is_compared_once_and_the_counts_add_up(demo_store: Store, leader: Person) -> None:
    sample_id = drawn(demo_store, leader)
    found = demo_store.samples.cross_reference(sample_id)
    assert [each.records.position for each in found.calls] == list(range(1, 12))
    assert sum(found.counts.values()) == 11
    told, promoted, taken = found.promoted
    assert 0 < taken <= promoted <= told <= 11


def test_what_was_answered_on_methods_stands_there_once_signed(demo_store: Store, leader: Person) -> None:
    sample_id = drawn(demo_store, leader, blind=True)
    before = of(demo_store, sample_id)["VR-88101"]
    sign(demo_store, "VR-88101", leader)
    after = of(demo_store, sample_id)["VR-88101"]
    assert (before.outcome, dict(before.records.answers)) == (Crossed.HIDDEN, {})
    assert after.outcome is not Crossed.HIDDEN
    assert set(after.records.answers) == {"METHOD_FIRST", "METHOD_AGREES"}


def test_a_task_that_is_not_closed_and_a_call_matched_otherwise_are_told_apart(
    demo_store: Store, leader: Person
) -> None:
    sample_id = drawn(demo_store, leader)
    first, second = list(of(demo_store, sample_id).values())[:2]
    with demo_store.database.session() as session:
        sheet = session.exec(select(GuideSheet.id).where(GuideSheet.sheet_id == first.records.sheet_id)).one()
        session.exec(update(Task567).where(col(Task567.sheet) == sheet).values(outcome_method=None))
        call = session.exec(select(Recording.id).where(Recording.recording_id == second.records.recording_id)).one()
        session.exec(update(Match).where(col(Match.recording) == call).values(state=MatchState.PROPOSED))
    after = of(demo_store, sample_id)
    assert after[first.records.recording_id].outcome in (Crossed.NOT_CLOSED, Crossed.NO_TASK)
    assert after[second.records.recording_id].outcome is Crossed.NO_CALL


def test_sheets_of_the_period_without_a_recording_are_listed_and_counted(demo_store: Store, leader: Person) -> None:
    found = demo_store.samples.cross_reference(drawn(demo_store, leader))
    assert "PAG-088199" in {each.sheet_id for each in found.call_less}
    assert found.without_call == len(found.call_less)
    assert found.sheets > found.without_call


def test_the_sheets_without_a_recording_are_those_that_pass_the_filters(demo_store: Store, leader: Person) -> None:
    found = demo_store.samples.cross_reference(drawn(demo_store, leader, filters=Filters(scheme="CSCS", team="DE-1")))
    assert 0 < found.sheets < demo_store.samples.cross_reference(drawn(demo_store, leader)).sheets


def test_a_survey_says_what_each_caseworker_would_give_and_who_has_too_few(demo_store: Store) -> None:
    survey = demo_store.samples.survey(*SEPTEMBER)
    given = survey.gives(HowMany(Allocation.PER_CASEWORKER, Decimal(2)))
    assert (len(survey.calls), sum(each.drawn for each in given)) == (11, sum(min(2, each.frame) for each in given))
    assert [each.caseworker_id for each in given if each.short] == [
        each.caseworker_id for each in given if each.frame == 1
    ]
    assert survey.unmatched == 1
    assert "DE-1" in survey.teams


def test_a_survey_leaves_the_excluded_calls_out_and_agrees_with_the_draw(demo_store: Store, leader: Person) -> None:
    half = HowMany(Allocation.RATE, Decimal(50))
    expected = demo_store.samples.survey(*SEPTEMBER).gives(half, frozenset({"VR-88104"}))
    sample_id = drawn(demo_store, leader, how_many=half, excluded=(Exclusion("VR-88104", "a complaint"),))
    strata = demo_store.samples.get(sample_id).certificate.strata
    assert [(each.caseworker_id, each.frame, each.wanted, each.drawn) for each in expected] == [
        (each.caseworker_id, each.frame, each.wanted, each.drawn) for each in strata
    ]


def test_a_survey_names_the_earlier_draws_on_the_same_days(demo_store: Store, leader: Person) -> None:
    drawn(demo_store, leader)
    assert [line.sample_id for line in demo_store.samples.survey(*SEPTEMBER).earlier] == ["S-0001"]
    assert demo_store.samples.survey(date(2009, 8, 1), date(2009, 8, 31)).earlier == ()


def test_what_the_signed_checks_found_is_counted_by_class(demo_store: Store, leader: Person) -> None:
    sample_id = drawn(demo_store, leader)
    assert demo_store.samples.showing(sample_id).assessed == 0
    for name in ("VR-88101", "VR-88104"):
        sign(demo_store, name, leader)
    found = demo_store.samples.showing(sample_id)
    assert found.accurate + found.inaccurate + found.not_assessable == 2
    assert found.inaccurate == 1


def test_the_next_call_is_the_one_that_takes_the_place(demo_store: Store, leader: Person) -> None:
    sample_id = drawn(demo_store, leader, how_many=HowMany(Allocation.PER_CASEWORKER, Decimal(1)))
    several = next(each for each in demo_store.samples.get(sample_id).certificate.strata if each.frame > 1)
    draws = demo_store.samples.get(sample_id).certificate.draws
    going = next(each.recording_id for each in draws if each.caseworker_id == several.caseworker_id)
    coming = demo_store.samples.next_call(sample_id, going)
    replaced = demo_store.samples.replace(sample_id, going, "the sound is broken", leader).certificate.replacements
    assert coming is not None
    assert [each.replaced_by for each in replaced] == [coming]
    with pytest.raises(UnknownId):
        demo_store.samples.next_call(sample_id, "VR-0")
