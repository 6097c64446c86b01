"""Reading on two connections at one state of the database."""

import pytest
from sqlmodel import Session

from models.board.beside import at_one_state, side_by_side
from models.errors import WrongUsage
from models.store import Store


def test_where_the_other_connection_sees_another_state_all_is_read_on_the_first(done: Store) -> None:
    begun: list[str] = []

    def stamp(_session: Session) -> str:
        begun.append("asked")
        return f"state {len(begun)}"

    def here(_session: Session) -> str:
        return "here"

    def there(session: Session) -> Session:
        return session

    with at_one_state(done.database) as session:
        assert side_by_side(done.database, session, stamp, here, there) == ("here", session)
        assert side_by_side(done.database, session, lambda _session: "the same", here, there)[1] is not session


def test_a_half_that_fails_is_told(done: Store) -> None:
    def there(_session: Session) -> None:
        raise WrongUsage("not so")

    with at_one_state(done.database) as session, pytest.raises(WrongUsage, match="not so"):
        side_by_side(done.database, session, lambda _session: "", lambda _session: None, there)
