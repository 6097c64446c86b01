"""The tables of a scorecard file: values taken out by key and type, every fault collected with its place.

What `models.scorecard_file` and `models.scorecard_answers` read with. Keys are written as in
`section[1].prompt[4].weight`, counted from 1, so that a person finds them in the file.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar
from unicodedata import category

from models.errors import Refusal

Kind = TypeVar("Kind")
_WORDS: Mapping[type, str] = {str: "text", int: "a whole number", bool: "true or false"}


class Place(NamedTuple):
    """A table of the file and where it stands."""

    table: Mapping[str, Any]
    at: str

    def key(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name


class Tables:
    """One reading of one file; collects every fault in `faults` instead of stopping at the first."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.faults: list[Refusal] = []

    def tables(self, place: Place, name: str) -> list[Place]:
        """The tables under a key: at least one."""
        written = place.table.get(name)
        if not isinstance(written, list) or not written:
            self.fault(place.key(name), written, "must be a list with at least one table")
            return []
        found = []
        for number, table in enumerate(written, 1):
            at = f"{place.key(name)}[{number}]"
            if isinstance(table, Mapping):
                found.append(Place(table, at))
            else:
                self.fault(at, table, "must be a table")
        return found

    def words(self, place: Place, name: str) -> tuple[str, ...]:
        """A list of texts; none where the key is absent."""
        written = place.table.get(name, [])
        if not isinstance(written, list) or any(not isinstance(word, str) or not word.strip() for word in written):
            self.fault(place.key(name), written, "must be a list of words")
            return ()
        for number, word in enumerate(written, 1):
            self._sound(f"{place.key(name)}[{number}]", word)
        return tuple(written)

    def text(self, place: Place, name: str) -> str:
        """A text that must be there, without blank ends."""
        written = self.value(place, name, str, "")
        if name in place.table and isinstance(place.table[name], str) and not written.strip():
            self.fault(place.key(name), written, "must not be empty")
        return str(written).strip()

    def value(self, place: Place, name: str, kind: type[Kind], instead: Any) -> Any:
        """A value of this type that must be there; `instead` where it is not."""
        if name not in place.table:
            self.fault(place.key(name), None, "is missing")
            return instead
        written = place.table[name]
        if not isinstance(written, kind) or (kind is not bool and isinstance(written, bool)):
            self.fault(place.key(name), written, f"must be {_WORDS[kind]}")
            return instead
        if isinstance(written, str):
            self._sound(place.key(name), written)
        return written

    def optional(self, place: Place, name: str, kind: type[Kind], instead: Any) -> Any:
        """A value of this type, `instead` where the key is absent."""
        return self.value(place, name, kind, instead) if name in place.table else instead

    def known(self, place: Place, keys: frozenset[str]) -> None:
        """Every key of the table that is none of `keys` is a fault."""
        for name in place.table:
            if name not in keys:
                self.fault(place.key(name), place.table[name], "is not a key of a scorecard")

    def _sound(self, key: str, written: str) -> None:
        """Text that no file and no database could hold is a fault (half a character pair, a NUL), and what a terminal
        would obey."""
        if "\0" in written or any("\ud800" <= letter <= "\udfff" for letter in written):
            self.fault(key, ascii(written)[1:-1], "holds a character that is none")
        elif any(category(letter) == "Cc" and letter not in "\n\r\t" for letter in written):
            self.fault(key, ascii(written)[1:-1], "holds signs that cannot be shown")

    def fault(self, key: str, value: object, reason: str) -> None:
        self.faults.append(Refusal(self._source, None, key, None if value is None else str(value), reason))
