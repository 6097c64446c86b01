"""Caseworkers' records in the store: who may read and write, versions that replace, reviews of the period."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

import resources
from desktop.demonstration import sign_answers
from models.development import EntryForm, EntryKind, Progress, Standing, period_of
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.kpi import KpiClass
from models.review_life import LifeState
from models.staff import Role, Staff
from models.store import Store
from models.store.staff import Person

DAY = date(2009, 10, 5)
PERIOD = period_of(DAY)
NEED = EntryForm(
    "CW014",
    EntryKind.NEED,
    DAY,
    "Ask for the lump sum",
    due=date(2009, 12, 1),
    standing=Standing.OPEN,
    action="Listen to two calls together",
)


def _person(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


@pytest.fixture
def leader(demo_store: Store) -> Person:
    return _person(demo_store, "TL01")


@pytest.fixture
def reviewed(demo_store: Store) -> Store:
    """The demonstration with three reviews of CW014 signed, none released."""
    answers = resources.path("demo/answers")
    sign_answers(demo_store, [answers / f"{name}.json" for name in ("VR-88103", "VR-88104")])
    return demo_store


def test_a_leader_sees_their_own_caseworkers_with_what_is_to_be_done(demo_store: Store, leader: Person) -> None:
    demo_store.development.save(NEED, leader)
    people = demo_store.development.people(leader, PERIOD)
    assert [line.staff_id for line in people] == ["CW011", "CW012", "CW014", "CW015"]
    assert (people[2].open_needs, people[2].next_due, people[2].grade) == (1, NEED.due, "AO")


def test_a_caseworker_sees_the_own_record_alone_and_cannot_write_it(demo_store: Store, leader: Person) -> None:
    demo_store.development.save(NEED, leader)
    own = _person(demo_store, "CW014")
    assert [line.staff_id for line in demo_store.development.people(own, PERIOD)] == ["CW014"]
    record = demo_store.development.record("CW014", PERIOD, own)
    assert ([each.form.title for each in record.entries], record.may_write) == (["Ask for the lump sum"], False)
    with pytest.raises(NotAllowed, match="written by the team leader"):
        demo_store.development.save(NEED, own)


@pytest.mark.parametrize("staff_id", ["QA01", "TL02", "CW011"])
def test_nobody_else_reads_or_writes_a_record(demo_store: Store, leader: Person, staff_id: str) -> None:
    entry = demo_store.development.save(NEED, leader)
    other = _person(demo_store, staff_id)
    development = demo_store.development
    for ask in (
        lambda: development.record("CW014", PERIOD, other),
        lambda: development.entry(entry.entry_id, other),
        lambda: development.save(NEED, other),
        lambda: development.withdraw(entry.entry_id, other),
        lambda: development.comment(entry.entry_id, "Mine", other),
    ):
        with pytest.raises(NotAllowed, match="between CW014 and the team leader"):
            ask()


def test_quality_assurance_and_strangers_are_shown_nobody(demo_store: Store) -> None:
    for person in (_person(demo_store, "QA01"), Person("os:somebody", None, None)):
        with pytest.raises(NotAllowed, match="none is shown"):
            demo_store.development.people(person, PERIOD)


def test_an_edit_is_a_further_version_and_the_one_before_stays(demo_store: Store, leader: Person) -> None:
    development = demo_store.development
    first = development.save(NEED, leader)
    second = development.save(replace(first.form, standing=Standing.MET, outcome="Asked in five of five calls"), leader)
    record = development.record("CW014", PERIOD, leader)
    assert [(each.entry_id, each.versions) for each in record.entries] == [(second.entry_id, 2)]
    assert [version.form.standing for version in record.versions] == [Standing.MET, Standing.OPEN]
    assert record.versions[0].before == first.form


def test_saving_what_is_the_same_adds_no_version(demo_store: Store, leader: Person) -> None:
    first = demo_store.development.save(NEED, leader)
    assert demo_store.development.save(first.form, leader).versions == 1


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(demo_store: Store, leader: Person) -> None:
    development = demo_store.development
    first = development.save(NEED, leader)
    development.save(replace(first.form, title="Ask early"), leader)
    with pytest.raises(ChangedElsewhere, match="Nothing was overwritten"):
        development.save(replace(first.form, title="Ask late"), leader)
    assert [each.form.title for each in development.record("CW014", PERIOD, leader).entries] == ["Ask early"]


def test_what_is_withdrawn_leaves_the_lists_and_comes_back(demo_store: Store, leader: Person) -> None:
    development = demo_store.development
    gone = development.withdraw(development.save(NEED, leader).entry_id, leader)
    record = development.record("CW014", PERIOD, leader)
    assert (record.of_kind(EntryKind.NEED), len(record.versions), record.line.open_needs) == ((), 2, 0)
    with pytest.raises(InputRefused, match="withdrawn"):
        development.save(replace(gone.form, title="Other"), leader)
    back = development.restore(gone.entry_id, leader)
    assert [each.entry_id for each in development.record("CW014", PERIOD, leader).of_kind(EntryKind.NEED)] == [
        back.entry_id
    ]


def test_the_caseworker_comments_and_the_leader_cannot_change_the_words(demo_store: Store, leader: Person) -> None:
    development = demo_store.development
    entry = development.save(NEED, leader)
    with pytest.raises(NotAllowed, match="CW014's own"):
        development.comment(entry.entry_id, "Not mine", leader)
    said = development.comment(entry.entry_id, "I would rather listen alone first.", _person(demo_store, "CW014"))
    edited = development.save(replace(said.form, comment="", title="Ask early"), leader)
    assert (edited.form.comment, edited.made_by) == ("I would rather listen alone first.", "TL01")


def test_notes_of_progress_are_added_and_never_changed(demo_store: Store, leader: Person) -> None:
    development = demo_store.development
    noted = development.save(
        development.save(NEED, leader).form.with_progress(Progress(DAY, "TL01", "First call heard")), leader
    )
    with pytest.raises(InputRefused, match="stay as they were written"):
        development.save(replace(noted.form, progress=()), leader)


def test_what_is_missing_is_refused_with_its_field_and_nothing_is_written(demo_store: Store, leader: Person) -> None:
    with pytest.raises(InputRefused) as refused:
        demo_store.development.save(replace(NEED, title="", due=None), leader)
    assert [fault.column for fault in refused.value.details if isinstance(fault, Refusal)] == ["title", "due"]
    assert demo_store.development.record("CW014", PERIOD, leader).entries == ()


def test_an_unknown_entry_or_caseworker_is_named(demo_store: Store, leader: Person) -> None:
    with pytest.raises(UnknownId):
        demo_store.development.withdraw("nothing", leader)
    with pytest.raises(NotAllowed):
        demo_store.development.record("CW999", PERIOD, leader)


def test_the_record_lists_the_reviews_of_the_period_and_what_was_often_answered_no(
    reviewed: Store, leader: Person
) -> None:
    record = reviewed.development.record("CW014", PERIOD, leader)
    assert [call.recording_id for call in record.reviews] == ["VR-88103", "VR-88104"]
    assert all(call.class_published == call.kpi_class for call in record.reviews)
    assert record.line.reviews == 2
    assert reviewed.development.record("CW014", PERIOD.step(-1), leader).reviews == ()


def test_a_caseworker_sees_released_reviews_only_and_no_suggestions(told: Store) -> None:
    record = told.development.record("CW014", PERIOD, _person(told, "CW014"))
    assert [(call.recording_id, call.released) for call in record.reviews] == [("VR-88103", True), ("VR-88104", True)]
    assert record.suggestions == ()
    assert told.development.record("CW011", PERIOD, _person(told, "CW011")).reviews == ()
    whole = told.development.record("CW011", PERIOD, _person(told, "TL01"))
    assert [(call.sheet_id, call.released) for call in whole.reviews] == [("PAG-088199", False)]


def test_an_amended_review_is_one_line_with_both_outcomes_and_its_disputes(told: Store) -> None:
    line = told.development.record("CW014", PERIOD, _person(told, "TL01")).reviews[1]
    assert (line.is_amended, line.life) == (True, LifeState.RELEASED)
    assert (line.disputed, line.upheld, line.changed, line.undecided) == (2, 1, 1, 0)
    assert line.score != line.score_published
    assert (line.class_published, line.kpi_class) == (KpiClass.INACCURATE, KpiClass.INACCURATE)


def test_a_leader_without_caseworkers_is_shown_nobody(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        session.add(Staff(staff_id="TL09", role=Role.TEAM_LEADER))
    assert demo_store.development.people(_person(demo_store, "TL09"), PERIOD) == ()


def test_a_team_leader_is_not_led_by_another_of_the_same_team(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        team = session.exec(select(Staff.team_id).where(Staff.staff_id == "TL01")).one()
        session.add(Staff(staff_id="TL03", role=Role.TEAM_LEADER, team_id=team))
        session.add(Staff(staff_id="CW019", role=Role.CASEWORKER, team_id=team))
    people = demo_store.development.people(_person(demo_store, "TL03"), PERIOD)
    assert [line.staff_id for line in people] == ["CW019"]


def test_feedback_begun_from_a_review_is_tied_to_it(reviewed: Store, leader: Person) -> None:
    first = reviewed.development.record("CW014", PERIOD, leader).reviews[0]
    form = reviewed.development.form_from_review(first.review, leader)
    assert (form.caseworker_id, form.reviews, form.given_by) == ("CW014", (first.review,), "TL01")
    saved = reviewed.development.save(replace(form, text="Well explained"), leader)
    assert saved.form.reviews == (first.review,)
    with pytest.raises(NotAllowed):
        reviewed.development.form_from_review(first.review, _person(reviewed, "QA01"))


def test_an_entry_is_tied_to_reviews_of_its_own_caseworker_only(reviewed: Store, leader: Person) -> None:
    first = reviewed.development.record("CW014", PERIOD, leader).reviews[0]
    form = EntryForm("CW011", EntryKind.FEEDBACK, DAY, text="Well explained", reviews=(first.review,))
    with pytest.raises(InputRefused, match="not a signed one of CW011"):
        reviewed.development.save(form, leader)
