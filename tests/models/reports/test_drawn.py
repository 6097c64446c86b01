"""How the checked calls were drawn: by one certificate or several, from frames beside each other or overlapping."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from models.kpi import percentage
from models.kpi_figures import NOT_RANDOM, OVERLAPPING, WEIGHTED, WILSON, Drawn
from models.reports import kpi
from models.reports.counted import Group, Period, checked_calls
from models.reports.drawn import design_of, drawn_by, drawn_of, how_many_drawn
from models.sample_certificate import Filters
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person

FIRST, LAST = date(2009, 9, 1), date(2009, 9, 30)
ALL = HowMany(Allocation.RATE, Decimal(100))


@pytest.fixture
def leader(done: Store) -> Person:
    found = done.staff.get("TL01")
    assert found is not None
    return found


def drawn(store: Store) -> Drawn:
    with store.database.session() as session:
        return drawn_of(session, Period(FIRST, LAST))


def draw(store: Store, by: Person, how_many: HowMany = ALL, seed: str = "1", **others: object) -> str:
    period = {"date_from": FIRST, "date_to": LAST}
    return store.samples.draw(SampleOrder(how_many=how_many, seed=seed, **(period | others)), by).sample_id  # type: ignore[arg-type]


def test_nothing_was_drawn(done: Store) -> None:
    assert (drawn(done).checked, drawn(done).drawn, drawn(done).words) == (11, 0, NOT_RANDOM)


def test_a_call_picked_by_hand_beside_those_drawn_makes_it_no_random_sample(done: Store, leader: Person) -> None:
    draw(done, leader, HowMany(Allocation.SIZE, Decimal(5)))
    assert (drawn(done).drawn, drawn(done).words) == (5, NOT_RANDOM)
    with done.database.session() as session:
        assert how_many_drawn(session, Period(FIRST, LAST)) == (5, 11)


def test_a_certificate_in_proportion_is_one_stratum(done: Store, leader: Person) -> None:
    draw(done, leader)
    found = drawn(done)
    (stratum,) = found.strata
    assert (stratum.weight, stratum.checked, stratum.assessed) == (1, 11, 11)
    assert (found.words, found.estimate, found.stood_for) == (WILSON, None, (11, 11))


def test_certificates_of_several_teams_are_strata_beside_each_other(done: Store, leader: Person) -> None:
    for team in ("DE-1", "DE-2"):
        draw(done, leader, filters=Filters(team=team))
    found = drawn(done)
    assert found.drawn == found.checked == sum(stratum.assessed for stratum in found.strata)
    assert len(found.strata) == 2
    assert found.words == WILSON


def test_a_later_draw_of_calls_that_were_drawn_before_changes_nothing(done: Store, leader: Person) -> None:
    draw(done, leader)
    before = drawn(done)
    draw(done, leader, HowMany(Allocation.SIZE, Decimal(3)), filters=Filters(team="DE-1"))
    assert drawn(done) == before


def test_frames_that_overlap_in_part_have_no_interval(done: Store, leader: Person) -> None:
    draw(done, leader, date_to=date(2009, 9, 16))
    draw(done, leader, date_from=date(2009, 9, 15))
    found = drawn(done)
    assert found.drawn == found.checked
    assert (found.overlapping, found.words) == (True, OVERLAPPING)


def test_two_draws_from_the_same_frame_are_one_stratum_with_each_call_once(done: Store, leader: Person) -> None:
    draw(done, leader, HowMany(Allocation.SIZE, Decimal(6)), seed="one")
    draw(done, leader, seed="two")
    (stratum,) = drawn(done).strata
    assert (stratum.weight, stratum.checked) == (1, 11)
    assert drawn(done).words == WILSON


def test_so_many_of_each_caseworker_weigh_by_caseworker(done: Store, leader: Person) -> None:
    sample_id = draw(done, leader, HowMany(Allocation.PER_CASEWORKER, Decimal(1)))
    sample = done.samples.get(sample_id)
    with done.database.session() as session:
        (row_id,) = session.connection().exec_driver_sql("SELECT id FROM sample").one()
        design = design_of(session, [row_id])
    frames = {stratum.caseworker_id: stratum.frame for stratum in sample.certificate.strata}
    assert {caseworker: calls for (_, caseworker), calls in design.calls.items()} == frames
    caseworker = max(frames, key=lambda each: frames[each])
    assert design.stratum(design.key(row_id, caseworker), 1, 1).weight == Fraction(frames[caseworker], 1)


def test_what_is_not_checked_yet_is_stood_for_by_what_is(done: Store, leader: Person) -> None:
    draw(done, leader)
    unsign(done, "caseworker_id = 'CW014'")
    found = drawn(done)
    (stratum,) = found.strata
    assert stratum.checked == found.checked < 11
    assert stratum.weight == Fraction(11, found.checked)


def test_only_what_was_drawn_is_checked_and_weighed(done: Store, leader: Person) -> None:
    draw(done, leader, HowMany(Allocation.PER_CASEWORKER, Decimal(1)))
    unsign(done, "recording NOT IN (SELECT recording FROM sample_draw)")
    found = drawn(done)
    assert found.words == WEIGHTED
    assert sum(stratum.weight * stratum.assessed for stratum in found.strata) == 11
    assert found.stood_for == (11, 11)


def test_a_caseworker_without_a_check_is_stood_for_by_nobody(done: Store, leader: Person) -> None:
    draw(done, leader, HowMany(Allocation.PER_CASEWORKER, Decimal(1)))
    calls = {each.caseworker_id: each.frame for each in done.samples.get("S-0001").certificate.strata}
    unsign(done, "recording NOT IN (SELECT recording FROM sample_draw) OR caseworker_id = 'CW014'")
    assert drawn(done).stood_for == (11 - calls["CW014"], 11)
    (note, beside) = kpi.report(done, FIRST, LAST, 0).notes
    assert "weighted by stratum" in note
    assert f"{percentage(calls['CW014'], 11)}% of the calls" in beside


def unsign(store: Store, which: str) -> None:
    """As if these reviews of calls were not signed yet."""
    with store.database.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE review SET signed_at = NULL, state = 'draft', life = 'draft' "
            f"WHERE recording IS NOT NULL AND ({which})"
        )


def test_groups_make_up_the_whole(done: Store, leader: Person) -> None:
    draw(done, leader)
    with done.database.session() as session:
        calls = checked_calls(session, Period(FIRST, LAST))
        whole, teams = drawn_by(session, calls, Group.TEAM.of(calls))
    assert sum(each.checked for each in teams.values()) == whole.checked == 11
    assert {stratum.checked for each in teams.values() for stratum in each.strata} == {11}
