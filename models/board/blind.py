"""The rule of blind in the lists behind figures: while a call of a blind sample waits for its check, nobody is told
here what the steer says of its sheet (`models.store.sample_waiting.hidden`).

A figure stays true, so its list keeps as many lines as it says. What a line tells depends on what the list is of:

- Lists that anybody could write without the steer (in scope, confirmed or not, Task 567, views on file, work on hand,
  what was drawn): the line stands in its place with its call, without verdict, reasons and who confirmed them.
- Lists that a sheet is in because of the steer, or of answers already given (a class, a reason, a reading, a prompt):
  the line stands without call, sheet, case, people or day, behind all others, as "A call of a blind sample". The figure
  says how many there are anyhow. Which they are can be told only where the figures themselves tell it: of a single
  blind call, or narrowed to one caseworker. No list can help that.
"""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, case, select
from sqlmodel import Session

from models.board.query import Behind, BoardLine, TileKey
from models.board.relations import MOST_NAMED, SHEET, Several
from models.store.sample_waiting import hidden

BLIND = "Blind: not checked yet"
NAMELESS = "A call of a blind sample"
_OPEN: dict[TileKey, tuple[str, ...]] = {
    TileKey.KPI: ("in_scope", "checked", "unchecked", "drawn"),
    TileKey.TREND: ("checked",),
    TileKey.STRICTNESS: ("checked", "drawn"),
    TileKey.SENSITIVE: ("judged",),
    TileKey.ONLINE: ("on_file", "in_scope", "missing"),
}
"""The lists that tell nothing of the steer, by the last step of the way to them."""
_ALL_OPEN = (TileKey.METHOD, TileKey.WORK)


@dataclass(frozen=True)
class Known:
    """Sheets (row ids) that have several signed reviews, and those that are blind; None: too many to be named."""

    several: Several
    blind: Several


def blind_sheets(session: Session) -> Several:
    """The sheets of which the steer is hidden; None where they are too many to be named in a statement."""
    wanted = select(SHEET.c.id).where(hidden(SHEET.c.id)).limit(MOST_NAMED + 1)
    found = session.execute(wanted).scalars().all()
    return None if len(found) > MOST_NAMED else tuple(found)


def is_blind(sheet: ColumnElement[str], known: Known) -> ColumnElement[bool]:
    """Whether a sheet (a column with its row id) is one of them."""
    return hidden(sheet) if known.blind is None else sheet.in_(known.blind)


def tells_the_steer(behind: Behind) -> bool:
    """Whether standing in this list says something of the steer, or of how a call was marked."""
    if behind.part[0] == "answer":
        return True
    if behind.tile is TileKey.DISCRETION:
        return behind.part[0] != "ground"
    return behind.tile not in _ALL_OPEN and behind.part[-1] not in _OPEN.get(behind.tile, ())


def blind_last(sheet: ColumnElement[str], behind: Behind, known: Known) -> tuple[ColumnElement[int], ...]:
    """What a list is ordered by first: where a line stands would tell its day."""
    if known.blind == () or not tells_the_steer(behind):
        return ()
    return (case((is_blind(sheet, known), 1), else_=0),)


def without_steer(line: BoardLine, words: str | None) -> BoardLine:
    """A line with its call and nothing of the steer; `words` None: those it has say nothing of it."""
    return replace(line, verdict=None, reviewer_id=None, words=line.words if words is None else words)


def nameless(place: int) -> BoardLine:
    """The line at a place of a list, of which nothing may be told."""
    return BoardLine(
        key=f"blind {place}",
        review_id=None,
        recording_id=None,
        sheet_id=None,
        task_id=None,
        case_ref=None,
        caseworker_id=None,
        team=None,
        scheme=None,
        method=None,
        day=None,
        verdict=None,
        reviewer_id=None,
        words=NAMELESS,
    )
