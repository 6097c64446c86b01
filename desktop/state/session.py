"""Who is working, and the settings in force: what every page is told when it changes."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import Runner
from desktop.settings import Settings, load_settings, locked_keys, save_settings
from models.errors import NotAllowed, SteercheckError, UserError
from models.store import Store
from models.store.staff import Person

LOG = logging.getLogger(__name__)
NOBODY = "os:"


class Session(QObject):
    """The person at the desk and their settings.

    Signals: `person_changed(Person)`; `reviewers_known(list[Person])`, those who could be chosen as the one working
    (empty when nobody may be chosen here); `settings_changed(Settings)`; `settings_refused(why)` when they could not be
    written.
    """

    person_changed = Signal(object)
    reviewers_known = Signal(list)
    settings_changed = Signal(object)
    settings_refused = Signal(str)

    def __init__(
        self,
        store: Store,
        runner: Runner,
        person: Person,
        *,
        settings: Settings | None = None,
        locked: frozenset[str] | None = None,
        file: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._file = file
        self._os_user = person.staff_id.removeprefix(NOBODY)
        self.person = person
        self.settings = load_settings(file) if settings is None else settings
        self.locked = locked_keys() if locked is None else locked
        self.reviewers: list[Person] = []

    def look_who_works(self) -> None:
        """Ask the staff list who is working; again after every import of staff."""
        self._runner.submit("worklist", self._asked(), on_done=self._on_who, on_failed=self._on_not_known)

    def work_as(self, staff_id: str) -> None:
        """The person at the desk says who they are; kept for the next start."""
        chosen = next((person for person in self.reviewers if person.staff_id == staff_id), None)
        if chosen is None:
            return
        self.change(worker=staff_id)
        self._take(chosen)

    def change(self, **values: Any) -> None:
        """Set settings and write them at once. What the administrator decided is left alone."""
        allowed = {key: value for key, value in values.items() if key not in self.locked}
        changed = replace(self.settings, **allowed)
        if changed == self.settings:
            return
        self.settings = changed
        self.settings_changed.emit(changed)
        try:
            save_settings(changed, self._file)
        except UserError as exc:
            self.settings_refused.emit(exc.message)

    def _asked(self) -> Callable[[object, object], tuple[Person | None, list[Person]]]:
        settings, os_user, present = self.settings, self._os_user, self.person

        def job(_report: object, _check: object) -> tuple[Person | None, list[Person]]:
            """Who it is now, and who could be chosen (nobody once the staff list knows this account)."""
            staff = self._store.staff
            reviewers = staff.reviewers()
            if present.on_staff and staff.get(present.staff_id) == present:
                return None, reviewers
            by_account = staff.who_is_working(None, os_user)
            if by_account.on_staff:
                return by_account, []
            try:
                claimed = [
                    staff.who_is_working(p.staff_id, os_user, claim_allowed=settings.staff_choice_allowed)
                    for p in reviewers[:1]
                ]
            except NotAllowed:
                return by_account, []
            kept = next((person for person in reviewers if person.staff_id == settings.worker), None)
            return (kept or by_account), reviewers if claimed else []

        return job

    def _on_who(self, answer: tuple[Person | None, list[Person]]) -> None:
        person, self.reviewers = answer
        if person is not None:
            self._take(person)
        self.reviewers_known.emit(self.reviewers)

    def _on_not_known(self, error: SteercheckError) -> None:
        LOG.warning("the staff list could not be asked who is working: %s", error.code)

    def _take(self, person: Person) -> None:
        if person != self.person:
            self.person = person
            self.person_changed.emit(person)
