"""The list behind a figure: its columns, its marks, and what its head says."""

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtCore import QObject

from desktop.state.board import BoardList, ListQuery
from desktop.tables import wording
from desktop.tables.paged import PagedColumn, PagedModel
from models.board.query import BoardLine

NONE = "—"
MARKS = {
    "ACCURATE": ("good", "good"),
    "ACCURATE_DISCRETION": ("information", "good"),
    "INACCURATE": ("bad", "bad"),
    "NOT_ASSESSABLE": ("warning", "warn"),
}
"""Drawing and ink by verdict; the word stands beside it."""
LASTING = 5
"""So many columns are shown on the smallest desk."""
WORDS_AT = 4
"""The column that takes the room that is left."""
Column = PagedColumn[BoardLine, None]


def name_of(line: BoardLine) -> str:
    """What a line is about: the recording, else the sheet, else the task."""
    return line.recording_id or line.sheet_id or line.task_id or NONE


def mark_of(line: BoardLine) -> tuple[str, str]:
    """Drawing and ink of a line."""
    if line.verdict in MARKS:
        return MARKS[line.verdict or ""]
    if line.task_id is not None and line.sheet_id is None:
        return ("task", "quiet")
    return ("recording", "quiet") if line.recording_id is not None else ("sheet", "quiet")


def opens(line: BoardLine) -> bool:
    """Whether there is a call or a sheet to be opened."""
    return line.recording_id is not None or line.sheet_id is not None


def _method(line: BoardLine) -> str:
    return NONE if line.method is None else wording.method(line.method)


class BoardLines(PagedModel[ListQuery, BoardLine, None]):
    """The lines behind a figure."""

    _COLUMNS: ClassVar[tuple[Column, ...]] = (
        PagedColumn("recording", "Call or sheet", name_of, widest="PAG-088102-000"),
        PagedColumn(
            "day", "Decided", lambda line: NONE if line.day is None else wording.day(line.day), widest="14 Sep 2009"
        ),
        PagedColumn("case", "Case", lambda line: line.case_ref or NONE, widest="C-1A02-00"),
        PagedColumn("caseworker", "Caseworker", lambda line: line.caseworker_id or NONE, widest="Caseworker"),
        PagedColumn("words", "Why it is here", lambda line: line.words, widest="Inaccurate: not cleared in two"),
        PagedColumn("method", "Method", _method, widest="Standing order"),
        PagedColumn("team", "Team", lambda line: line.team or NONE, widest="DE-1000"),
        PagedColumn("scheme", "Scheme", lambda line: line.scheme or NONE, widest="Scheme"),
        PagedColumn("reviewer", "Reviewer", lambda line: line.reviewer_id or NONE, widest="Reviewer"),
    )

    def __init__(self, asked: BoardList, parent: QObject | None = None) -> None:
        super().__init__(asked, parent)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._COLUMNS

    def key_of(self, item: BoardLine) -> Hashable:
        return item.key

    def tool_tip(self, item: BoardLine) -> str:
        open_it = "Enter opens it." if opens(item) else "There is no call and no sheet to open."
        return wording.tip(f"{name_of(item)}: {item.words}. {open_it}")
