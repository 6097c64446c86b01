"""How figures of the dashboard are said: of few, as the count it is; of none, in words; never 0% or 100% of nothing."""

from collections.abc import Sequence
from decimal import Decimal

from desktop.tables import wording
from desktop.tables.chart import Figures, Part, TableRow
from models.board.query import Figure
from models.board.tiles import Answers
from models.kpi import percentage

FEW = 20
"""Of fewer than these a rate is not written large: "3 of 4" cannot be taken for a proportion of many."""
ROUND_ENDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0)
NONE_CHECKED = "nothing checked"


def pct(per_cent: Decimal | None) -> str:
    """96.7%, or what stands where there is nothing to count."""
    return "no data" if per_cent is None else f"{per_cent}%"


def share_of(part: int, whole: int) -> float | None:
    """For a bar; None of nothing."""
    return part / whole if whole else None


def share_words(part: int, whole: int) -> str:
    """ "40.0%"."""
    return f"{percentage(part, whole)}%" if whole else "no data"


def of(part: int, whole: int) -> str:
    """ "3 of 4"."""
    return f"{wording.number(part)} of {wording.number(whole)}"


def value(part: int, whole: int, none: str = NONE_CHECKED) -> str:
    """At the end of a bar: "38 of 40 · 95.0%", of few "3 of 4", of none `none`."""
    if not whole:
        return none
    return of(part, whole) if whole < FEW else f"{of(part, whole)} · {percentage(part, whole)}%"


def said(part: int, whole: int, none: str = NONE_CHECKED) -> str:
    """In a sentence: "38 of 40, 95.0%"; of few without a rate."""
    if not whole:
        return none
    return of(part, whole) if whole < FEW else f"{of(part, whole)}, {percentage(part, whole)}%"


def margin(low: Decimal | None, high: Decimal | None) -> str:
    """ ", margin 83.5 to 98.6%", empty where there is none."""
    return "" if low is None or high is None else f", margin {low} to {high}%"


def fraction(per_cent: Decimal | None) -> float | None:
    """Per cent as a share, for drawing."""
    return None if per_cent is None else float(per_cent) / 100


def round_end(highest: float) -> float:
    """Where a scale ends that begins with nothing, for shares of which the highest is `highest`: at a round share."""
    return next(end for end in ROUND_ENDS if highest <= end or end == ROUND_ENDS[-1])


def days(count: int | None) -> str:
    """ "44 days", empty for none."""
    return "" if count is None else wording.several(count, "day")


def part_of(label: str, told: str, figure: Figure, what: str = "") -> Part:
    """A part with its list, headed by its label and `what`; where there is nothing to list, Enter leads nowhere."""
    title = f"{label}: {what}" if what else label
    return Part(label, f"{label}: {told}.", figure.behind if figure.count else None, title)


def count_of(label: str, figure: Figure) -> Part:
    """A part that is just a count."""
    return part_of(label, wording.number(figure.count), figure)


def answered(label: str, told: str, answers: Answers, aside: str) -> Part:
    """A prompt whose list holds the no; the yes where nobody said no."""
    if answers.no.count or not answers.yes.count:
        return part_of(label, f"{told} {aside}" if answers.yes_share[1] else told, answers.no, "answered no")
    return part_of(label, f"{told} yes", answers.yes, "answered yes")


def figures(
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    words: int = 1,
    step: int = 1,
    places: Sequence[int] | None = None,
) -> Figures:
    """A table whose first columns are `words`, the others numbers. A row tells of every `step`th part of the chart, or
    of those in `places`."""
    at = [row * step for row in range(len(rows))] if places is None else places
    made = tuple(TableRow(cells, place) for cells, place in zip(rows, at, strict=True))
    return Figures(heads, made, tuple(column >= words for column in range(len(heads))))
