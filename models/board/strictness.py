"""How reviewers mark: each one's checks beside all together, with the margin and a word where there are few.

The spirit of the domain notes, section 5: rows of single persons are personal data. Quality Assurance, who calibrates
reviewers, sees everybody; a team leader sees his or her own line and all together; nobody else sees single lines.
"""

from models.board.calls import Calls
from models.board.kpi_tiles import classes
from models.board.query import TileKey
from models.board.tiles import ReviewerLine, StrictnessTile
from models.board.ways import figure
from models.kpi import percentage, wilson
from models.marks import NO, YES
from models.staff import Role
from models.store.staff import Person

FEW = 30
"""Below so many assessed checks nothing can be said of one reviewer."""
ALL, ONE = "all", "reviewer"
CAUTION = (
    "Reviewers hear different calls: a difference can lie in the calls and not in the reviewer. Calls drawn at random "
    "are counted apart; only second marks of the same calls show strictness itself."
)


def may_see(by: Person, reviewer_id: str) -> bool:
    """Whether this person sees the line of one reviewer."""
    return by.role is Role.QUALITY_ASSURANCE or by.staff_id == reviewer_id or not by.on_staff


def strictness_tile(calls: Calls, by: Person) -> StrictnessTile:
    """All together, and the reviewers this person may see."""
    seen = {name: theirs for name, theirs in calls.by_reviewer().items() if may_see(by, name)}
    return StrictnessTile(_line(None, calls), tuple(_line(name, theirs) for name, theirs in seen.items()), CAUTION)


def _line(reviewer_id: str | None, calls: Calls) -> ReviewerLine:
    way = (ALL,) if reviewer_id is None else (ONE, reviewer_id)
    row, marked = calls.row, calls.marked
    no, yes = marked.everywhere(NO), marked.everywhere(YES)
    low, high = wilson(row.inaccurate, row.assessed) if row.assessed else (None, None)
    few = row.assessed < FEW
    return ReviewerLine(
        reviewer_id,
        classes(TileKey.STRICTNESS, way, row),
        figure(TileKey.STRICTNESS, *way, "drawn", count=calls.drawn),
        no,
        no + yes,
        percentage(no, no + yes) if no + yes else None,
        percentage(row.inaccurate, row.assessed) if row.assessed else None,
        low,
        high,
        calls.mean_score,
        few,
        f"too few to say anything: fewer than {FEW} assessed" if few else "",
    )
