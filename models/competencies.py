"""Competencies by grade, as data: what is expected of a caseworker, and in which words it is assessed.

Shipped in resources/competencies/*.toml, and a department's own in folders that are handed in: a file of the
department's goes before a shipped one of the same name, further files are added. The form of a file is shown by the
shipped one. A file that cannot be used is left out and refused by file, line, key and value; the others count.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources
from models.errors import Refusal
from models.intake.profile_keys import Keys
from models.toml_lines import key_lines, line_of, toml_values

SCHEMA = "steercheck.competencies/1"
FOLDER, ENDING = "competencies", ".toml"
MOST_BYTES = 1024 * 1024
FILE_KEYS = ("schema", "title", "grades", "assessments", "competency")
COMPETENCY_KEYS = ("id", "title", "source", "prompts", "expected")
COMPETENCY_ID = re.compile(r"[A-Z][A-Z0-9_]*")


@dataclass(frozen=True)
class Competency:
    """One competency. `expected`: grade -> what is expected at it. `assessments`: the words to choose from, lowest
    first. `prompts` are those of a scorecard that bear on it."""

    id: str
    title: str
    source: str
    expected: Mapping[str, str]
    assessments: tuple[str, ...]
    prompts: tuple[str, ...] = ()

    def expected_at(self, grade: str | None) -> str:
        """What is expected at a grade; empty where the file does not say, or the grade is not held."""
        return self.expected.get(grade or "", "")


@dataclass(frozen=True)
class Competencies:
    """All that are in force, in the order of their files, and what was refused."""

    known: tuple[Competency, ...]
    refused: tuple[Refusal, ...] = ()

    def get(self, competency_id: str | None) -> Competency | None:
        return next((one for one in self.known if one.id == competency_id), None)

    def title(self, competency_id: str | None) -> str:
        """The heading of a competency; an id nobody knows any more as it is."""
        found = self.get(competency_id)
        return (competency_id or "") if found is None else found.title


def competencies_in(folders: Sequence[Path] = ()) -> Competencies:
    """The competencies of these folders and the shipped ones."""
    files: dict[str, Path] = {}
    for folder in (*folders, resources.path(FOLDER)):
        for path in sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else ():
            files.setdefault(path.stem, path)
    faults: list[Refusal] = []
    known: dict[str, Competency] = {}
    for path in files.values():
        read = _File(path, faults)
        for at, one in read.competencies():
            if one.id in known:
                read.fault(f"{at}.id", one.id, "another competency has this id")
            known.setdefault(one.id, one)
    return Competencies(tuple(known.values()), tuple(faults))


class _File:
    """One file. With any fault in it, none of it is used."""

    def __init__(self, path: Path, faults: list[Refusal]) -> None:
        self._name = path.name
        self._faults = faults
        self._lines: Mapping[str, int] = {}
        self._table: Mapping[str, Any] | None = None
        try:
            if path.stat().st_size > MOST_BYTES:
                self.fault("", None, "is too large for competencies")
                return
            text = path.read_bytes().decode("utf-8-sig")
            self._table = toml_values(text)
            self._lines = key_lines(text)
        except OSError as exc:
            self.fault("", None, f"cannot be read ({exc.strerror})")
        except UnicodeDecodeError:
            self.fault("", None, "is not UTF-8")
        except ValueError as exc:
            number = str(exc).rpartition("(at line ")[2].partition(",")[0]
            line = int(number) if number.isdigit() else None
            self._faults.append(Refusal(self._name, line, None, None, f"not a TOML file: {exc}"))

    def fault(self, key: str, value: str | None, reason: str) -> None:
        self._faults.append(Refusal(self._name, line_of(self._lines, key), key or None, value, reason))

    def competencies(self) -> list[tuple[str, Competency]]:
        """Each with its place ("competency[2]"); none when anything in the file is at fault."""
        if self._table is None:
            return []
        before = len(self._faults)
        keys = Keys(self._name, self._table)
        keys.known(FILE_KEYS)
        if self._table.get("schema") != SCHEMA:
            keys.fault("schema", f'must be "{SCHEMA}"')
        grades, assessments = keys.texts("grades"), keys.texts("assessments")
        for name, found in (("grades", grades), ("assessments", assessments)):
            if not found:
                keys.fault(name, "must name at least one")
        if keys.text("title") is None and "title" not in self._table:
            keys.fault("title", "is missing")
        self._take(keys)
        written = self._table.get("competency", [])
        if not isinstance(written, list) or not written or not all(isinstance(one, dict) for one in written):
            self.fault("competency", None, "must be tables, [[competency]]")
            return []
        places = [(f"competency[{number}]", table) for number, table in enumerate(written, 1)]
        found_all = [(at, self._competency(at, table, grades, assessments)) for at, table in places]
        return found_all if len(self._faults) == before else []

    def _competency(
        self, at: str, table: Mapping[str, Any], grades: Sequence[str], assessments: tuple[str, ...]
    ) -> Competency:
        keys = Keys(self._name, table, at)
        keys.known(COMPETENCY_KEYS)
        for name in ("id", "title", "expected"):
            if name not in table:
                keys.fault(name, "is missing")
        own_id = keys.text("id") or ""
        if own_id and not COMPETENCY_ID.fullmatch(own_id):
            keys.fault("id", "must be capitals, digits and underscores")
        expected = keys.mapping("expected")
        inner = keys.inner("expected")
        if inner is not None:
            inner.known(grades)
        made = Competency(
            own_id, keys.text("title") or "", keys.text("source") or "", expected, assessments, keys.texts("prompts")
        )
        self._take(keys)
        return made

    def _take(self, keys: Keys) -> None:
        """The faults a reader of keys found, with their lines."""
        for each in keys.faults:
            self.fault(each.column or "", each.value, each.reason)
        keys.faults.clear()
