"""The index of the search: what is made on which kind of database, and where the keys of a day begin."""

import re
from datetime import date, timedelta

from models.search_tables import CALL_BITS, UNDATED, first_key, statements


def test_a_later_day_has_the_smaller_keys_and_no_day_the_greatest() -> None:
    day = date(2009, 9, 14)
    assert first_key(day) - first_key(day + timedelta(days=1)) == 1 << CALL_BITS
    assert first_key(date(1950, 1, 1)) == first_key(date(1970, 1, 2)) < first_key(None) == UNDATED << CALL_BITS
    assert first_key(date(9999, 1, 1)) == 1 << CALL_BITS


def test_on_sqlite_every_trigger_has_a_name_of_its_own() -> None:
    names = [found[1] for one in statements("sqlite") if (found := re.match(r"CREATE TRIGGER (\w+)", one))]
    assert len(names) == len(set(names)) >= 15
    assert all(name.startswith("call_search_") for name in names)


def test_on_a_server_no_percent_sign_stands_alone() -> None:
    """Its driver takes one for the beginning of a placeholder."""
    made = list(statements("postgresql"))
    assert [one.split()[1] for one in made] == ["FUNCTION", "INDEX", "INDEX"]
    assert not re.search(r"(?<!%)%(?!%)", " ".join(made))
