"""Reading the values of a profile's TOML by key, every fault collected under the key it stands at.

A small reader for nested tables: it says what kind of value a key must have, what keys there are, and names a faulty
one as a person finds it in the file ("sheets.columns.arrears.unit").
"""

from collections.abc import Collection, Mapping
from typing import Any

from models.errors import VALUE_SHOWN, Refusal


class Keys:
    """One table of the file, and where it stands. `faults` is shared by all tables of one file."""

    def __init__(
        self, source: str, table: Mapping[str, Any], at: str = "", faults: list[Refusal] | None = None
    ) -> None:
        self._source = source
        self.table = table
        self.at = at
        self.faults: list[Refusal] = [] if faults is None else faults

    def key(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name

    def fault(self, name: str, reason: str) -> None:
        """The value of this key cannot be used; "" is the table itself."""
        written = self.table.get(name) if name else None
        shown = None if written is None else _shown(written)
        self.faults.append(Refusal(self._source, None, self.key(name) if name else self.at, shown, reason))

    def known(self, names: Collection[str]) -> None:
        """Refuse every key that is none of these."""
        for name in self.table:
            if name not in names:
                self.fault(name, f"is not a key here; use {', '.join(names)}")

    def text(self, name: str) -> str | None:
        """A text that is not blank; None when the key is absent or at fault."""
        written: str | None = self._of_kind(name, str, "a text")
        if written is not None and not written.strip():
            self.fault(name, "must not be blank")
            return None
        return written

    def any_text(self, name: str) -> str | None:
        """A text, which may be blank."""
        written: str | None = self._of_kind(name, str, "a text")
        return written

    def whole(self, name: str, least: int, most: int) -> int | None:
        written: int | None = self._of_kind(name, int, "a whole number")
        if written is not None and not least <= written <= most:
            self.fault(name, f"must be from {least} to {most}")
            return None
        return written

    def yes_no(self, name: str) -> bool | None:
        written: bool | None = self._of_kind(name, bool, "true or false")
        return written

    def choice(self, name: str, choices: Collection[str], what: str) -> str | None:
        """One of some words."""
        written = self.text(name)
        if written is not None and written not in choices:
            self.fault(name, f"not {what}; use {', '.join(choices)}")
            return None
        return written

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts that are not blank."""
        written = self._of_kind(name, list, "a list of texts")
        if written is None:
            return ()
        if any(not isinstance(one, str) or not one.strip() for one in written):
            self.fault(name, "must be a list of texts")
            return ()
        return tuple(written)

    def mapping(self, name: str) -> dict[str, str]:
        """A table of texts."""
        inner = self.inner(name)
        if inner is None:
            return {}
        told = {}
        for key, value in inner.table.items():
            if isinstance(value, str):
                told[key] = value
            else:
                inner.fault(key, "must be a text")
        return told

    def inner(self, name: str) -> "Keys | None":
        """The table below a key; None when it is absent or no table."""
        written = self._of_kind(name, dict, "a table")
        return None if written is None else Keys(self._source, written, self.key(name), self.faults)

    def _of_kind(self, name: str, kind: type, words: str) -> Any:
        written = self.table.get(name)
        if written is None:
            return None
        if not isinstance(written, kind) or (isinstance(written, bool) and kind is not bool):
            self.fault(name, f"must be {words}")
            return None
        return written


def _shown(written: object) -> str:
    text = f'"{written}"' if isinstance(written, str) else str(written)
    return text[:VALUE_SHOWN]
