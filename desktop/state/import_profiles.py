"""The import profiles there are, and the one that is in force: shipped, the administrator's, the person's own, a file.

Between the profile chooser and the profile files. The choice is remembered from one start to the next by its name, or
by its path for a file that lies elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Check, Report, Runner
from models.errors import InputRefused, SteercheckError
from models.intake.profile import Profile
from models.intake.profile_file import read_profile
from models.intake.profile_folders import find_profile, profiles_in, save_profile, shipped

LANE = "import-profiles"
MEMORY_KEY = "import/profile"


class Origin(StrEnum):
    """Where a profile comes from."""

    SHIPPED = "shipped"
    ADMINISTRATOR = "administrator"
    OWN = "own"
    FILE = "file"


@dataclass(frozen=True)
class ProfileLine:
    """One profile that can be chosen. `key` finds it again: its name, or the path of a file elsewhere."""

    key: str
    title: str
    origin: Origin


@dataclass(frozen=True)
class ProfileFolders:
    """Where profiles lie besides the shipped ones."""

    own: Path
    administrator: Path


class Memory(Protocol):
    """What is kept from one start to the next (QSettings)."""

    def value(self, key: str, /) -> object: ...

    def setValue(self, key: str, value: object, /) -> None: ...


class ImportProfiles(QObject):
    """Signals: `known(list[ProfileLine])`; `chosen(ProfileLine or None)` with `profile` in force; `saved(ProfileLine)`;
    `failed(why)`."""

    known = Signal(list)
    chosen = Signal(object)
    saved = Signal(object)
    failed = Signal(str)

    def __init__(
        self, runner: Runner, folders: ProfileFolders, memory: Memory | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._folders = folders
        self._memory = memory
        self._asked = 0
        self._restored = False
        self.profile: Profile | None = None
        self.line: ProfileLine | None = None

    def refresh(self) -> None:
        """Look which profiles there are; the first time, bring back the one chosen last."""
        self._runner.submit(
            LANE, lambda _report, _check: self._listing(), on_done=self._on_listed, on_failed=self._fail
        )

    def choose(self, key: str | None) -> None:
        """Put a profile in force by its key; None: our own headings. An older choice still being read is forgotten."""
        self._asked += 1
        if key is None:
            self._take(None)
            return
        asked = self._asked

        def done(found: tuple[ProfileLine, Profile]) -> None:
            if asked == self._asked:
                self._take(found)

        self._runner.submit(LANE, lambda _report, _check: self._found(key), on_done=done, on_failed=self._on_refused)

    def save(self, profile: Profile) -> None:
        """Write a profile into the person's own folder, in place of one of the same name, and put it in force."""

        def job(_report: Report, _check: Check) -> tuple[ProfileLine, Profile]:
            save_profile(profile, self._folders.own)
            return ProfileLine(profile.name, profile.title or profile.name, Origin.OWN), profile

        def done(found: tuple[ProfileLine, Profile]) -> None:
            self._asked += 1
            self._take(found)
            self.saved.emit(found[0])
            self.refresh()

        self._runner.submit(LANE, job, on_done=done, on_failed=self._fail)

    def _take(self, found: tuple[ProfileLine, Profile] | None) -> None:
        self.line, self.profile = found or (None, None)
        if self._memory is not None:
            self._memory.setValue(MEMORY_KEY, self.line.key if self.line else "")
        self.chosen.emit(self.line)

    def _listing(self) -> list[ProfileLine]:
        """In the background: shipped first, then the administrator's, then the person's; a later one of the same name
        hides an earlier one, as it does when it is looked for. A faulty file is listed by its name and refused when
        chosen."""
        found: dict[str, ProfileLine] = {}
        for origin, files in (
            (Origin.SHIPPED, shipped()),
            (Origin.ADMINISTRATOR, profiles_in([self._folders.administrator])),
            (Origin.OWN, profiles_in([self._folders.own])),
        ):
            for name, file in files.items():
                found[name] = ProfileLine(name, _title(file), origin)
        return list(found.values())

    def _found(self, key: str) -> tuple[ProfileLine, Profile]:
        profile = find_profile(key, self._searched)
        named = {line.key: line for line in self._listing()}
        return named.get(key) or ProfileLine(key, profile.title or profile.name, Origin.FILE), profile

    @property
    def _searched(self) -> tuple[Path, ...]:
        return (self._folders.own, self._folders.administrator)

    def _on_listed(self, lines: list[ProfileLine]) -> None:
        self.known.emit(lines)
        if not self._restored:
            self._restored = True
            kept = self._memory.value(MEMORY_KEY) if self._memory is not None else None
            if kept and self.line is None:
                self.choose(str(kept))

    def _on_refused(self, error: SteercheckError) -> None:
        """What cannot be read is not in force; what was before stays."""
        self.failed.emit(error.message)
        self.chosen.emit(self.line)

    def _fail(self, error: SteercheckError) -> None:
        self.failed.emit(error.message)


def _title(file: Path) -> str:
    try:
        profile = read_profile(file)
    except InputRefused:
        return file.stem
    return profile.title or profile.name
