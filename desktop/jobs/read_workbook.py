"""Reading workbooks as lists: the program's side; the work is done in a child process with limits.

A workbook is a program's memory written down: it may crash, hang or bloat whatever unpacks it, so it costs one child
and is refused. Rows come while the child reads on, and the child waits when nobody takes them.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Self

from desktop.jobs.child import Child, Limits
from desktop.jobs.frames import BrokenStream, Fields, Frame
from models.errors import ChildFailed, Refusal
from models.intake.table_form import FileRefused, KnownHeadings, TableForm, TableRow, shown

LIMITS = Limits(idle_s=8.0, whole_s=600.0, memory_bytes=1 << 30)
"""Eight seconds without a word and 1 GB, as for recordings. The whole is longer: a sheet of Excel's full million rows
takes two minutes of a slow machine, and a file that holds no more than it says can keep a child busy no longer."""


def never() -> None:
    """A `check` for work that nobody can cancel."""


def open_workbook(
    path: Path,
    form: TableForm,
    known_headings: KnownHeadings = (),
    check: Callable[[], None] = never,
    limits: Limits = LIMITS,
) -> "WorkbookTable":
    """Open a workbook as a list (models.intake.table_form.OpenWorkbook). Raises FileRefused.

    Whatever `check` raises (Cancelled) comes through, here and while rows are read; it ends the child at once.
    """
    return WorkbookTable(path, form, known_headings, check, limits)


class WorkbookTable:
    """One sheet of a workbook as a `Table`; owns one child process."""

    def __init__(
        self, path: Path, form: TableForm, known: KnownHeadings, check: Callable[[], None], limits: Limits
    ) -> None:
        self.name = shown(path)
        self.share_read = 0.0
        self._check = check
        self._child = Child("lists", limits)
        with contextlib.ExitStack() as undone:
            undone.callback(self.close)  # whatever stops us here, the child goes with it
            request: Fields = {"path": os.path.abspath(path), "sheet": form.sheet, "heading_row": form.heading_row}
            payload = json.dumps([sorted(one) for one in known]).encode()
            self._ask(Frame("table", request, payload))
            head = self._receive()
            if head.kind != "head":
                raise self._nonsense(f"began with {head.kind!r}")
            self._read_head(head, form)
            undone.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child. May be called twice."""
        self._child.close()

    def blocks(self) -> Iterator[list[TableRow]]:
        """Every row below the headings that holds anything, some thousand at a time."""
        while (frame := self._receive()).kind == "rows":
            try:
                rows = [
                    TableRow(line, cells, fault, tuple((heading, why) for heading, why in faulty))
                    for line, cells, fault, faulty in json.loads(frame.payload)
                ]
            except (ValueError, TypeError) as exc:
                raise self._nonsense(str(exc)) from exc
            share = frame.fields.get("share")
            self.share_read = float(share) if isinstance(share, int | float) else self.share_read
            yield rows
        if frame.kind != "done":
            raise self._nonsense(f"unexpected {frame.kind!r}")
        self.remarks += self._payload(frame)["remarks"]
        self.share_read = 1.0
        self.close()

    def _read_head(self, head: Frame, form: TableForm) -> None:
        content = self._payload(head)
        try:
            self.headings: list[str] = list(content["headings"])
            self.remarks: list[str] = list(content["remarks"])
            self.heading_line = head.number("line")
            self.serial_epoch: Literal[1900, 1904] | None = 1904 if head.number("epoch") == 1904 else 1900
            self.form = replace(
                form, encoding=None, delimiter=None, sheet=head.text("sheet"), heading_row=self.heading_line
            )
        except (KeyError, BrokenStream) as exc:
            raise self._nonsense(str(exc)) from exc

    def _ask(self, request: Frame) -> None:
        try:
            self._child.ask(request, self._check)
        except ChildFailed as exc:
            raise self._refused(f"cannot be read: the reader did not start ({exc.reason})") from exc

    def _receive(self) -> Frame:
        """The next frame that is news."""
        while True:
            try:
                frame = self._child.receive(self._check)
                if frame.kind == "refused":
                    raise self._refused(frame.text("reason"))
            except ChildFailed as exc:
                raise self._refused(f"cannot be read: the reader was stopped ({exc.reason})") from exc
            except BrokenStream as exc:
                raise self._nonsense(str(exc)) from exc
            if frame.kind != "alive":
                return frame

    def _payload(self, frame: Frame) -> dict[str, Any]:
        try:
            content = json.loads(frame.payload)
        except ValueError as exc:
            raise self._nonsense(str(exc)) from exc
        if not isinstance(content, dict):
            raise self._nonsense(f"{frame.kind} without its content")
        return content

    def _nonsense(self, what: str) -> FileRefused:
        return self._refused(f"cannot be read: the reader gave nonsense ({what})")

    def _refused(self, reason: str) -> FileRefused:
        self.close()
        return FileRefused(Refusal(self.name, None, None, None, reason))
