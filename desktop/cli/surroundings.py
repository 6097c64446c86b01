"""What every command is told before it starts: database, output form, who is working, the clock."""

import getpass
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import typer
from rich.console import Console

from desktop import paths
from models.clock import Clock
from models.errors import NotAllowed, OutputRefused, Refusal, UnknownId
from models.store import Store
from models.store.staff import Person


@dataclass
class Surroundings:
    """The global options, and what is built from them when first needed.

    `say` is for people (standard error under --json, standard output otherwise); `answer` is the one JSON document.
    """

    database: str | None
    as_json: bool
    quiet: bool
    debug: bool
    claimed_staff: str | None
    clock: Clock
    _scratch: "tempfile.TemporaryDirectory[str] | None" = None

    def write_nothing(self) -> None:
        """For a dry run: where there is no database yet, look on one that is thrown away instead of making it."""
        address = self.database or str(paths.default_database())
        if "://" not in address and not Path(address).exists():
            self._scratch = tempfile.TemporaryDirectory(prefix="steercheck-")
            self.database = str(Path(self._scratch.name) / "scratch.db")

    @cached_property
    def store(self) -> Store:
        """The open store. Raises DatabaseUnusable."""
        from models.database import open_database

        address = self.database or str(paths.default_database())
        return Store(open_database(address), self.clock, paths.policy_folders(self.database))

    @cached_property
    def person(self) -> Person:
        """Who is working, by the rule of the contract. Raises NotAllowed, UnknownId."""
        from desktop.settings import load_settings

        return self.store.staff.who_is_working(
            self.claimed_staff, _system_user(), claim_allowed=load_settings().staff_choice_allowed
        )

    @cached_property
    def importer(self) -> Person:
        """Who is working; while no staff is loaded nobody can be claimed to be, so it is whoever is at the keyboard."""
        try:
            return self.person
        except UnknownId:
            if self.store.staff.listing():
                raise
            return self.store.staff.who_is_working(None, _system_user())

    def reviewer(self) -> Person:
        """The working person, who must be on the staff list. Raises NotAllowed."""
        if not self.person.on_staff:
            raise NotAllowed(
                "Nobody of the staff list is working: import the staff list and say who you are with --as STAFF_ID."
            )
        return self.person

    @cached_property
    def for_people(self) -> Console:
        return Console(stderr=self.as_json, highlight=False, markup=False, soft_wrap=True)

    @cached_property
    def complaints(self) -> Console:
        return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def say(self, line: str = "") -> None:
        """A line for people; nothing under --quiet."""
        if not self.quiet:
            self.for_people.print(line)

    def caution(self, line: str) -> None:
        """A line people should know of beside the result: on standard error; nothing under --quiet."""
        if not self.quiet:
            self.complaints.print(line)

    def list_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Every refused row or file on standard error, as FILE:LINE: COLUMN: VALUE: reason."""
        for refusal in refusals:
            self.complaints.print(str(refusal))

    def answer(self, document: object) -> None:
        """Print the one JSON document, when --json was asked for. The last step of a command. Raises OutputRefused."""
        if self.as_json:
            _print(json_text(document))

    def write_text(self, text: str, target: Path | None) -> None:
        """Text that is the command's product: to `target`, else to standard output."""
        if target is None:
            _print(text)
        else:
            target.write_text(text, encoding="utf-8", newline="\n")

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()
        if self._scratch is not None:
            self._scratch.cleanup()


def _system_user() -> str:
    """The operating system's name for who runs this; a number where it has none (a container, a removed account)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # KeyError until Python 3.12
        return str(os.getuid())


def json_text(document: object) -> str:
    """The one JSON document. Half a pair (of a file's name that is not UTF-8) is written as JSON's own escape."""
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _print(text: str) -> None:
    """The command's product on standard output, to its last letter. Raises OutputRefused."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise OutputRefused(f"Standard output would not take the result ({exc.strerror}).") from exc


def surroundings(context: typer.Context) -> Surroundings:
    """The Surroundings that the root callback laid into the context."""
    found = context.find_object(Surroundings)
    if found is None:
        raise RuntimeError("a command ran outside the program")
    return found
