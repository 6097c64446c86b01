"""Staff and teams: whose calls are checked, and who checks them."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.columns import new_id


class Role(StrEnum):
    """What a person does here; the codes of the staff list."""

    CASEWORKER = "caseworker"
    TEAM_LEADER = "team_leader"
    QUALITY_ASSURANCE = "quality_assurance"


REVIEWING_ROLES = frozenset({Role.TEAM_LEADER, Role.QUALITY_ASSURANCE})
"""Who may sign a review."""


class Team(SQLModel, table=True):
    """A team of the department, by the name the lists use ("DE-1")."""

    __tablename__ = "team"

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)


class Staff(SQLModel, table=True):
    """One person of the staff list. `staff_id` is the department's own id; names are never held."""

    __tablename__ = "staff"

    id: str = Field(default_factory=new_id, primary_key=True)
    staff_id: str = Field(unique=True)
    role: str
    team_id: str | None = Field(default=None, foreign_key="team.id", index=True)
    team_leader: str | None = None
    line_of_business: str | None = None
    grade: str | None = None
    os_user: str | None = Field(default=None, index=True)
    version: int = 1
