"""Who is working: the rule of the contract."""

import pytest

from models.database import Database
from models.errors import NotAllowed, UnknownId
from models.staff import Staff, Team
from models.store import Store


@pytest.fixture
def staffed(store: Store, database: Database) -> Store:
    team = Team(name="DE-1")
    with database.session() as session:
        session.add(team)
        session.flush()
        session.add(Staff(staff_id="TL01", role="team_leader", team_id=team.id))
        session.add(Staff(staff_id="CW011", role="caseworker", team_id=team.id, team_leader="TL01"))
    return store


def set_account(database: Database, staff_id: str, account: str) -> None:
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE staff SET os_user = ? WHERE staff_id = ?", (account, staff_id))


def test_without_staff_one_works_as_the_system_user(store: Store) -> None:
    person = store.staff.who_is_working(None, "jo")
    assert person.staff_id == "os:jo"
    assert not person.on_staff
    assert not person.may_review


def test_a_claim_is_honoured_while_no_account_is_known(staffed: Store) -> None:
    person = staffed.staff.who_is_working("TL01", "jo")
    assert (person.staff_id, person.team, person.may_review) == ("TL01", "DE-1", True)
    assert not staffed.staff.who_is_working("CW011", "jo").may_review


def test_an_unknown_claim_is_refused(staffed: Store) -> None:
    with pytest.raises(UnknownId, match="TL99"):
        staffed.staff.who_is_working("TL99", "jo")


def test_the_systems_user_is_found_by_account(staffed: Store, database: Database) -> None:
    set_account(database, "TL01", "jo")
    assert staffed.staff.who_is_working(None, "jo").staff_id == "TL01"
    assert staffed.staff.who_is_working("TL01", "jo").staff_id == "TL01"


def test_with_accounts_known_a_claim_needs_the_administrator(staffed: Store, database: Database) -> None:
    set_account(database, "TL01", "jo")
    with pytest.raises(NotAllowed, match="CW011"):
        staffed.staff.who_is_working("CW011", "jo")
    assert staffed.staff.who_is_working("CW011", "jo", claim_allowed=True).staff_id == "CW011"


def test_the_list_knows_whether_it_names_accounts(staffed: Store, database: Database) -> None:
    assert not staffed.staff.have_accounts()
    set_account(database, "TL01", "jo")
    assert staffed.staff.have_accounts()


def test_reviewers_are_team_leaders_and_quality_assurance(staffed: Store) -> None:
    assert [person.staff_id for person in staffed.staff.reviewers()] == ["TL01"]
