"""Mapping the columns of somebody else's list: how it is read, proposed, changed, and tried on its first rows.

Between the mapping page and models.intake.{propose,preview}. Opening the list and trying the draft happen in the
background; while one trial runs, only the newest draft waits for the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs.read_workbook import open_workbook
from desktop.jobs.runner import Check, JobHandle, Report, Runner
from models.errors import SteercheckError
from models.intake.lists import BY_PART, ListKind
from models.intake.preview import Preview, preview
from models.intake.profile import OWN_LIST, ColumnMap, ListProfile, Profile
from models.intake.propose import Proposal, propose
from models.intake.recognise import ForeignList

LANE = "mapping"
MOST_OF_A_NAME = 40
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class MappedList:
    """The list on the desk. `proposal` is what was proposed for it; `base` the profile it goes into, if any."""

    path: Path
    kind: ListKind
    proposal: Proposal
    base: Profile | None


class Mapping(QObject):
    """One list at a time; those that wait are opened one after the other.

    Signals: `opened(MappedList)`; `drafted(ListProfile)` whenever the draft is another; `previewed(Preview)` of the
    newest draft; `failed(why)`; `closed()` when no list is left.
    """

    opened = Signal(object)
    drafted = Signal(object)
    previewed = Signal(object)
    failed = Signal(str)
    closed = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._waiting: list[ForeignList] = []
        self._asked = 0
        self._trial: JobHandle | None = None
        self._again = False
        self.list: MappedList | None = None
        self.draft: ListProfile = OWN_LIST
        self.preview: Preview | None = None

    @property
    def waiting(self) -> int:
        """How many lists are to be mapped after this one."""
        return len(self._waiting)

    def begin(self, lists: Sequence[ForeignList], base: Profile | None) -> None:
        """Map these lists, one after the other."""
        self._waiting = list(lists)
        self.next(base)

    def next(self, base: Profile | None) -> None:
        """Go on with the next list that waits; `base` is the profile what is mapped goes into."""
        if self._waiting:
            path, part = self._waiting.pop(0)
            self._open(path, part, base)
        else:
            self.close()

    def read_as(self, part: str) -> None:
        """The list on the desk is of another kind."""
        if self.list is not None and part != self.list.kind.part:
            self._open(self.list.path, part, self.list.base)

    def close(self) -> None:
        """Put the list aside, with those that wait."""
        self._asked += 1
        self._waiting = []
        self.list, self.preview = None, None
        if self._trial is not None:
            self._trial.cancel()
        self.closed.emit()

    def map_column(self, ours: str, told: ColumnMap) -> None:
        """Where one of our columns comes from."""
        self._draft(replace(self.draft, columns={**self.draft.columns, ours: told}))

    def change(self, **values: Any) -> None:
        """Change how the whole list is read: date_forms, decimal, time_zone, separator."""
        self._draft(replace(self.draft, **values))

    def propose_again(self) -> None:
        """Back to what was proposed."""
        if self.list is not None:
            self._draft(self.list.proposal.profile)

    def profile(self, title: str) -> Profile:
        """The profile to be kept under this title: the base with this list put into it."""
        assert self.list is not None
        base = self.list.base or Profile("")
        return replace(
            base, name=name_of(title), title=title.strip(), lists={**base.lists, self.list.kind.part: self.draft}
        )

    def _open(self, path: Path, part: str, base: Profile | None) -> None:
        self._asked += 1
        asked, kind = self._asked, BY_PART[part]
        told = base.lists.get(part) if base is not None else None

        def job(_report: Report, check: Check) -> Proposal:
            return propose(path, kind, workbooks=partial(open_workbook, check=check))

        def done(proposal: Proposal) -> None:
            if asked == self._asked:
                self.list = MappedList(path, kind, proposal, base)
                self.preview = None
                self.opened.emit(self.list)
                self._draft(told or proposal.profile)

        self._runner.submit(LANE, job, on_done=done, on_failed=self._on_not_opened, text=f"Looking at {path.name}")

    def _draft(self, draft: ListProfile) -> None:
        self.draft = draft
        self.drafted.emit(draft)
        self._try()

    def _try(self) -> None:
        """Read the first rows by the newest draft, after the trial that runs."""
        if self.list is None:
            return
        if self._trial is not None and not self._trial.ended:
            self._again = True
            return
        self._again = False
        path, kind, draft, asked = self.list.path, self.list.kind, self.draft, self._asked

        def job(_report: Report, check: Check) -> Preview:
            return preview(path, kind, draft, workbooks=partial(open_workbook, check=check))

        def done(found: Preview) -> None:
            if asked == self._asked and draft == self.draft:
                self.preview = found
                self.previewed.emit(found)
            self._next_trial()

        def failed(error: SteercheckError) -> None:
            if asked == self._asked:
                self.failed.emit(error.message)
            self._next_trial()

        self._trial = self._runner.submit(LANE, job, on_done=done, on_failed=failed, on_cancelled=self._next_trial)

    def _next_trial(self) -> None:
        if self._again:
            self._try()

    def _on_not_opened(self, error: SteercheckError) -> None:
        """A list that cannot be read is told; those that wait are gone on with."""
        self.failed.emit(error.message)
        if self._waiting:
            self.next(None if self.list is None else self.list.base)


def ours_of(column: str | None, draft: ListProfile, ours: Sequence[str]) -> str | None:
    """Which of our columns a refusal speaks of, whose `column` is the heading in the file."""
    if column is None:
        return None
    plain = _plain(column)
    mapped = (name for name in ours if _plain(draft.columns.get(name, ColumnMap(name)).heading or "") == plain)
    return next(mapped, column if column in ours else None)


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().split())


def name_of(title: str) -> str:
    """The name a profile of this title gets: lower case, words joined by hyphens."""
    return _NOT_IN_A_NAME.sub("-", title.casefold()).strip("-")[:MOST_OF_A_NAME].rstrip("-")
