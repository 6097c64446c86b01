"""The child's side of reading a workbook: one file in, the headings and the rows of one sheet out as text.

Runs only inside the child process that desktop.jobs.child starts. Nothing here trusts the file: what it is is looked
at before it is unpacked, and nothing outside it is ever opened.

Frames sent, in this order: `head` once (JSON payload: headings, remarks); `rows` (JSON payload: lists of line, cells,
fault, faulty cells) or `alive` from time to time; then `done` (JSON payload: further remarks). At any point instead:
`refused` with a reason in words.

A careful clerk copies no value that is not in its cell: the rows a merged area covers below its first are faulty in
those columns, a formula that was never calculated and an error value make their cells faulty, and everything hidden is
read and said.
"""

import json
import os
import stat
import struct
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, BinaryIO

from desktop.jobs.frames import Frame
from desktop.jobs.workbook_cells import GridRow, Span, Workbook, letters
from desktop.jobs.workbook_container import BROKEN, COMPOUND, Refused, kind_of_archive, open_archive
from desktop.jobs.workbook_ods import OdsWorkbook
from desktop.jobs.workbook_xlsx import XlsxWorkbook
from models.intake.headings import LOOKED_AT, SampleRow, find_headings, is_known, trimmed_width

Send = Callable[[Frame], None]
CellFault = tuple[str, str]
"""A heading, and why the cell under it cannot be read."""
SentRow = tuple[int, list[str], str | None, list[CellFault]]

ALIVE_S = 0.5
QUIET_S = 30.0
"""So long a file may be read without a row coming of it: eight million shared texts take as much. Then the child says
no more that it is alive, and is stopped."""
ROWS_A_FRAME = 2_000
CHARACTERS_A_FRAME = 1 << 20
MOST_OF_A_ROW = 1 << 20
MOST_HEADINGS = 4_096
MOST_NAMED = 10
"""So many sheets, columns or areas are named in a remark."""


def answer(request: Frame, send: Send) -> None:
    """Serves one request: kind `table`; fields `path` (absolute), `sheet` and `heading_row` (None: to be found out);
    JSON payload: the known headings."""
    try:
        with _opened(request.text("path")) as file:
            _Reading(request, file, send).run()
    except Refused as exc:
        send(Frame("refused", {"reason": str(exc)}))
    except MemoryError:
        send(Frame("refused", {"reason": "needs more memory than a list may use"}))
    except OSError as exc:
        send(Frame("refused", {"reason": f"cannot be read ({exc.strerror})"}))
    except (struct.error, UnicodeError, RecursionError):
        send(Frame("refused", {"reason": BROKEN}))


def _opened(path: str) -> BinaryIO:
    """A regular file, never a pipe or device that could be waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused("is not a regular file")
    return os.fdopen(descriptor, "rb")


class _Reading:
    """One pass over one workbook."""

    def __init__(self, request: Frame, file: BinaryIO, send: Send) -> None:
        self._file = file
        self._send = send
        sheet, heading_row = request.fields.get("sheet"), request.fields.get("heading_row")
        self._wanted_sheet = str(sheet) if sheet is not None else None
        self._wanted_row = int(heading_row) if heading_row is not None else None
        self._known = [frozenset(one) for one in json.loads(request.payload or b"[]")]
        self._spoke_at = self._gave_at = time.monotonic()
        self._remarks: list[str] = []
        self._unnamed: set[int] = set()

    def run(self) -> None:
        workbook = self._open()
        sheet = self._choose(workbook)
        spans = workbook.spans(sheet)
        rows = _with_tall_headings(_sample(workbook, sheet), spans)
        place = self._find(rows, spans)
        heading = rows[place]
        headings = [cell.strip() for cell in heading.cells[: trimmed_width(heading.cells)]]
        if len(headings) > MOST_HEADINGS:
            raise Refused(f"has {len(headings):,} headings, which is no list")
        if place:
            were = "row above the headings was" if place == 1 else "rows above the headings were"
            self._remarks.append(f"{place} {were} passed over")
        merged = _Merged([span for span in spans if span.last_row > heading.line], heading.line)
        self._remarks += merged.remarks()
        self._remarks += workbook.remarks
        content = {"headings": headings, "remarks": self._remarks}
        self._say("head", content, sheet=workbook.sheets[sheet].name, line=heading.line, epoch=workbook.epoch)
        self._remarks = []
        self._send_rows(workbook, sheet, headings, heading.line, merged)
        self._say("done", {"remarks": self._remarks})

    def _open(self) -> Workbook:
        start = self._file.read(8)
        self._file.seek(0)
        if start == COMPOUND:
            from desktop.jobs.workbook_xls import XlsWorkbook

            return XlsWorkbook(self._file, self._keep_alive)
        archive = open_archive(self._file)
        if kind_of_archive(archive) == "ods":
            return OdsWorkbook(archive, self._keep_alive)
        return XlsxWorkbook(archive, self._keep_alive)

    def _choose(self, workbook: Workbook) -> int:
        """The sheet asked for; else the first visible one that holds known headings; else the first that holds any."""
        sheets = workbook.sheets
        if self._wanted_sheet is not None:
            wanted = self._wanted_sheet.casefold()
            chosen = next((at for at, sheet in enumerate(sheets) if sheet.name.casefold() == wanted), None)
            if chosen is None:
                raise Refused(f"has no sheet {self._wanted_sheet!r}; it has {_named([s.name for s in sheets])}")
        else:
            visible = [at for at, sheet in enumerate(sheets) if not sheet.hidden]
            if not visible:
                raise Refused("has no visible sheet of cells")
            chosen = self._first_known(workbook, visible) if len(visible) > 1 else visible[0]
        for hidden in (False, True):
            others = [sheet.name for at, sheet in enumerate(sheets) if at != chosen and sheet.hidden is hidden]
            if others:
                noun = ("hidden sheet" if hidden else "sheet") + ("s" if len(others) > 1 else "")
                self._remarks.append(f"the {noun} {_named(others)} {'were' if len(others) > 1 else 'was'} not read")
        return chosen

    def _first_known(self, workbook: Workbook, visible: list[int]) -> int:
        filled = None
        for at in visible:
            rows = _sample(workbook, at)
            if any(is_known(row.cells, self._known) for row in rows):
                return at
            if filled is None and rows:
                filled = at
        return visible[0] if filled is None else filled

    def _find(self, rows: list[SampleRow], spans: list[Span]) -> int:
        if self._wanted_row is not None:
            place = next((place for place, row in enumerate(rows) if row.line == self._wanted_row), None)
            if place is None:
                raise Refused(f"has no headings in row {self._wanted_row}")
            return place
        place = find_headings(rows, self._known)
        if place is None:
            raise Refused("has no headings in its first rows")
        if is_known(rows[place].cells, self._known):
            return place
        line = rows[place].line
        lowest = max((span.last_row for span in spans if span.first_row == line), default=line)
        return next((at for at, row in enumerate(rows) if row.line == lowest), place)

    def _send_rows(
        self, workbook: Workbook, sheet: int, headings: list[str], heading_line: int, merged: "_Merged"
    ) -> None:
        self._unnamed = {at for at, heading in enumerate(headings) if not heading}
        ready: list[SentRow] = []
        characters = hidden = 0
        for row in workbook.rows(sheet):
            if row.number <= heading_line or not (row.unreadable or any(map(str.strip, row.cells))):
                continue
            sent = self._fitted(row, headings, merged)
            if sent is None:
                continue
            hidden += row.hidden
            ready.append(sent)
            characters += sum(map(len, row.cells))
            if len(ready) >= ROWS_A_FRAME or characters >= CHARACTERS_A_FRAME:
                self._say("rows", ready, share=workbook.share_read())
                ready, characters = [], 0
        if ready:
            self._say("rows", ready, share=1.0)
        if hidden:
            self._remarks.append(f"{hidden} hidden {'row was' if hidden == 1 else 'rows were'} read too")
        columns = [at for at in sorted(workbook.hidden_columns(sheet)) if at < len(headings) and headings[at]]
        if columns:
            noun = "hidden column" + ("s" if len(columns) > 1 else "")
            said = _named([headings[at] for at in columns])
            self._remarks.append(f"the {noun} {said} {'were' if len(columns) > 1 else 'was'} read too")

    def _fitted(self, row: GridRow, headings: list[str], merged: "_Merged") -> SentRow | None:
        """The row as wide as the headings, with the faults of its cells; None when nothing stands under a heading."""
        width = len(headings)
        cells = row.cells
        if sum(map(len, cells)) > MOST_OF_A_ROW:
            return row.number, [], f"holds more than {MOST_OF_A_ROW:,} characters", []
        beyond = trimmed_width(cells) if len(cells) > width else 0
        if beyond > width:
            self._say_unnamed(next(at for at in range(width, beyond) if cells[at].strip()))
        del cells[width:]
        cells.extend([""] * (width - len(cells)))
        for place in [place for place in self._unnamed if cells[place].strip()]:
            self._unnamed.discard(place)
            self._say_unnamed(place)
        unreadable = {at: why for at, why in row.unreadable.items() if at < width and headings[at]}
        if not unreadable and not any(map(str.strip, cells)):
            return None
        for place, why in merged.covering(row.number, width):
            if headings[place] and not cells[place].strip():
                unreadable.setdefault(place, why)
        return row.number, cells, None, [(headings[at], unreadable[at]) for at in sorted(unreadable)]

    def _say_unnamed(self, place: int) -> None:
        remark = f"column {letters(place)} has no heading and was passed over"
        if remark not in self._remarks:
            self._remarks.append(remark)

    def _say(self, kind: str, content: Any, **fields: str | int | float) -> None:
        payload = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        self._send(Frame(kind, dict(fields), payload))
        self._spoke_at = self._gave_at = time.monotonic()

    def _keep_alive(self) -> None:
        now = time.monotonic()
        if now - self._spoke_at > ALIVE_S and now - self._gave_at < QUIET_S:
            self._send(Frame("alive"))
            self._spoke_at = now


class _Merged:
    """Merged areas that reach over several rows of the list: the rows below the first show a value they do not hold."""

    def __init__(self, spans: list[Span], heading_line: int) -> None:
        self._spans = sorted(spans, key=lambda span: (span.first_row, span.first_column))
        self._heading_line = heading_line
        self._next = 0
        self._by_column: dict[int, Span] = {}

    def remarks(self) -> list[str]:
        if not self._spans:
            return []
        said = _named([str(span) for span in self._spans], quoted=False)
        return [f"merged over several rows, so that only the first holds the value: {said}"]

    def covering(self, row: int, width: int) -> Iterable[tuple[int, str]]:
        """The columns of this row that such an area covers, with the reason in words; asked for rows in their order."""
        while self._next < len(self._spans) and self._spans[self._next].first_row < row:
            span = self._spans[self._next]
            self._next += 1
            if span.last_row >= row:
                for column in range(span.first_column, min(span.last_column + 1, width)):
                    self._by_column[column] = span
        for column, span in list(self._by_column.items()):
            if span.last_row < row:
                del self._by_column[column]
            else:
                yield column, f"is merged with those above it ({span}); separate them and fill in what belongs there"


def _sample(workbook: Workbook, sheet: int) -> list[SampleRow]:
    """The first rows that hold anything."""
    rows = (row for row in workbook.rows(sheet) if any(map(str.strip, row.cells)))
    return [SampleRow(row.number, row.cells, row.number + 1) for row in islice(rows, LOOKED_AT)]


def _with_tall_headings(rows: list[SampleRow], spans: list[Span]) -> list[SampleRow]:
    """The rows again, with what is merged downwards in each of them: headings over two rows, some of them in groups,
    have those of a group in the second row and the others in the first."""
    by_line = {row.line: row for row in rows}
    for span in spans:
        top = by_line.get(span.first_row)
        if top is None or len(top.cells) <= span.first_column:
            continue
        for line in range(span.first_row + 1, min(span.last_row, rows[-1].line) + 1):
            row = by_line.get(line)
            if row is not None:
                row.cells.extend([""] * (span.first_column + 1 - len(row.cells)))
                row.cells[span.first_column] = row.cells[span.first_column] or top.cells[span.first_column]
    return rows


def _named(names: list[str], *, quoted: bool = True) -> str:
    said = [repr(name) if quoted else name for name in names[:MOST_NAMED]]
    more = len(names) - len(said)
    return ", ".join(said) + (f" and {more:,} more" if more else "")
