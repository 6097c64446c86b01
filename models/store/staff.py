"""Staff and teams as they are looked up, and the rule that says who is working."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models.database import Database
from models.errors import NotAllowed, UnknownId
from models.staff import REVIEWING_ROLES, Role, Staff, Team


@dataclass(frozen=True)
class Person:
    """Who is working. `staff_id` is the department's id, or "os:<user>" while nobody of the staff list is known."""

    staff_id: str
    role: Role | None
    team: str | None

    @property
    def on_staff(self) -> bool:
        return self.role is not None

    @property
    def may_review(self) -> bool:
        return self.role in REVIEWING_ROLES


class StaffStore:
    """Reads staff and teams."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, staff_id: str) -> Person | None:
        """The person with this staff id."""
        with self._database.session() as session:
            return _found(session, staff_id)

    def listing(self) -> list[Person]:
        """Everybody, by staff id."""
        with self._database.session() as session:
            rows = session.exec(
                select(Staff, Team).outerjoin(Team, col(Team.id) == Staff.team_id).order_by(Staff.staff_id)
            ).all()
        return [_person(staff, team) for staff, team in rows]

    def reviewers(self) -> list[Person]:
        """Those who may sign a review, by staff id."""
        return [person for person in self.listing() if person.may_review]

    def have_accounts(self) -> bool:
        """Whether the list names operating-system accounts, so that nobody need say who they are."""
        with self._database.session() as session:
            return _accounts(session) > 0

    def who_is_working(self, claimed: str | None, os_user: str, *, claim_allowed: bool = False) -> Person:
        """The person at the keyboard, by the rule of the command-line contract.

        `claimed` is --as or STEERCHECK_STAFF; it is honoured while no `os_user` is loaded or the administrator's file
        allows it (`claim_allowed`). Raises NotAllowed when it is not, UnknownId when nobody has that id.
        """
        with self._database.session() as session:
            loaded = session.exec(select(func.count()).select_from(Staff)).one()
            accounts = _accounts(session)
            own = session.exec(select(Staff.staff_id).where(Staff.os_user == os_user)).first()
        if claimed is not None and claimed != own:
            if accounts and not claim_allowed:
                raise NotAllowed(
                    f"You are signed in as {os_user}; working as {claimed} is not allowed here. "
                    "Sign in with the account of that person, or ask the administrator."
                )
            person = self.get(claimed)
            if person is not None:
                return person
            if loaded or not claimed.startswith("os:"):
                raise UnknownId("member of staff", claimed)
        if own is not None:
            person = self.get(own)
            if person is not None:
                return person
        return Person(f"os:{os_user}", None, None)


def person_of(session: Session, staff_id: str) -> Person:
    """The person with this staff id, with no rights while nobody on the list has it."""
    return _found(session, staff_id) or Person(staff_id, None, None)


def _found(session: Session, staff_id: str) -> Person | None:
    found = session.exec(
        select(Staff, Team).outerjoin(Team, col(Team.id) == Staff.team_id).where(Staff.staff_id == staff_id)
    ).first()
    return None if found is None else _person(*found)


def _accounts(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Staff).where(col(Staff.os_user).is_not(None))).one()


def _person(staff: Staff, team: Team | None) -> Person:
    return Person(staff.staff_id, Role(staff.role), None if team is None else team.name)
