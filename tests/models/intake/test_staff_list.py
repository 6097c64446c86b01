"""The staff list: teams, leaders, accounts."""

import pytest

from models.history import PastVersion
from models.staff import Staff, Team

LEADER = {"staff_id": "TL1", "role": "team_leader", "team": "DE-1", "team_leader": "", "os_user": "jo"}
WORKER = {"staff_id": "CW1", "role": "caseworker", "team": "DE-1", "team_leader": "TL1", "os_user": ""}


def refusals(report) -> list[tuple[int | None, str | None, str | None]]:
    return [(refusal.line, refusal.column, refusal.value) for refusal in report.staff.refused]


def test_teams_are_made_as_named_and_once(taken, listed, held) -> None:
    taken(staff=listed("staff.csv", [WORKER, LEADER]))
    taken(staff=listed("staff.csv", [WORKER, LEADER]))
    (team,) = held(Team)
    assert team.name == "DE-1"
    assert {person.team_id for person in held(Staff)} == {team.id}


def test_a_leader_may_stand_below_those_they_lead(taken, listed) -> None:
    report = taken(staff=listed("staff.csv", [WORKER, LEADER]))
    assert (report.staff.new, refusals(report)) == (2, [])


def test_an_unknown_leader_is_refused(taken, listed) -> None:
    report = taken(staff=listed("staff.csv", [WORKER]))
    assert refusals(report) == [(2, "team_leader", "TL1")]
    assert report.staff.new == 0


def test_a_leader_known_from_before_will_do(taken, listed) -> None:
    taken(staff=listed("staff.csv", [LEADER]))
    assert taken(staff=listed("staff.csv", [WORKER])).staff.new == 1


def test_whoever_is_led_by_someone_refused_is_refused(taken, listed) -> None:
    middle = LEADER | {"staff_id": "TL2", "team_leader": "TL9", "os_user": ""}
    report = taken(staff=listed("staff.csv", [WORKER | {"team_leader": "TL2"}, middle, LEADER]))
    assert refusals(report) == [(2, "team_leader", "TL2"), (3, "team_leader", "TL9")]
    assert report.staff.new == 1


def test_an_account_belongs_to_one_person(taken, listed) -> None:
    report = taken(staff=listed("staff.csv", [LEADER, WORKER | {"os_user": "jo"}]))
    assert refusals(report) == [(3, "os_user", "jo")]


def test_an_account_of_someone_outside_the_file_is_refused(taken, listed) -> None:
    taken(staff=listed("staff.csv", [LEADER]))
    report = taken(staff=listed("staff.csv", [WORKER | {"os_user": "jo"}]))
    assert refusals(report) == [(2, "os_user", "jo")]


def test_two_persons_may_exchange_their_accounts(taken, listed) -> None:
    taken(staff=listed("staff.csv", [LEADER, WORKER | {"os_user": "sam"}]))
    report = taken(staff=listed("staff.csv", [LEADER | {"os_user": "sam"}, WORKER | {"os_user": "jo"}]))
    assert (report.staff.changed, refusals(report)) == (2, [])


@pytest.mark.parametrize("role", ["", "boss"])
def test_a_role_is_needed_and_known(taken, listed, role: str) -> None:
    report = taken(staff=listed("staff.csv", [LEADER | {"role": role}]))
    assert refusals(report) == [(2, "role", role)]


def test_a_change_of_team_is_a_new_version(taken, listed, held) -> None:
    taken(staff=listed("staff.csv", [LEADER]))
    report = taken(staff=listed("staff.csv", [LEADER | {"team": "DE-2"}]))
    assert report.staff.changed == 1
    assert held(Staff)[0].version == 2
    assert held(PastVersion)[0].facts["team_id"] == next(team.id for team in held(Team) if team.name == "DE-1")


def test_a_dry_run_makes_no_team(taken, listed, held) -> None:
    report = taken(staff=listed("staff.csv", [LEADER, WORKER]), dry_run=True)
    assert report.staff.new == 2
    assert (held(Team), held(Staff)) == ([], [])
