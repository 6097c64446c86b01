"""Recorders whose clock seems to be wrong: told from calls that sheets name but that lie on impossible days.

Pure. A sheet that names its call is decided on the day of the call or up to the window later; a recorder of whose named
calls most start after the decision, or longer before it than the window, has a clock that is off (or lists that are).
Nothing is ever moved by this: it is said, with the shift in whole days that would mend it, and a person decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from models.matching import WINDOW_DAYS, CallRow, SheetRow, contradiction

LEAST_NAMED = 3
"""Fewer named calls than this say nothing about a clock."""

ONE_IN = 2
"""More than one in so many on an impossible day: the clock is in doubt."""


@dataclass(frozen=True)
class ClockDoubt:
    """One recorder in doubt. `named` calls are named by a sheet and have a day; of them `after` start after the
    decision and `before` longer before it than the window.

    `shift_days` is to be added to the days of its calls; it brings `mended` of them into the window. None: no shift
    brings most of them there.
    """

    recorder: str
    named: int
    after: int
    before: int
    shift_days: int | None
    mended: int

    @property
    def name(self) -> str:
        return f"recorder {self.recorder}" if self.recorder else "recordings that name no recorder"

    def __str__(self) -> str:
        """The sentence for people."""
        if self.after >= self.before:
            where = f"{self.after} of {self.named} named calls start after the decision"
        else:
            where = f"{self.before} of {self.named} named calls lie longer before the decision than the window"
        clock = "its clock may be wrong" if self.recorder else "their clock may be wrong"
        if self.shift_days is None:
            return f"{self.name}: {where}; {clock}, but no one shift would mend most of them"
        days = f"{abs(self.shift_days)} {'day' if abs(self.shift_days) == 1 else 'days'}"
        way = "later" if self.shift_days > 0 else "earlier"
        return f"{self.name}: {where}; {clock}: {days} {way} would bring {self.mended} of them into the window"


def clock_doubts(named: Iterable[tuple[CallRow, SheetRow]], window_days: int = WINDOW_DAYS) -> tuple[ClockDoubt, ...]:
    """The recorders in doubt, in order of name; `named` are calls with a sheet that names each.

    A pair that contradicts itself in case or caseworker says nothing.
    """
    gaps: defaultdict[str, list[int]] = defaultdict(list)
    for call, sheet in named:
        if call.call_date is None or sheet.decision_date is None:
            continue
        if contradiction(call, sheet) is None:
            gaps[call.recorder or ""].append((sheet.decision_date - call.call_date).days)
    found = (_doubt(recorder, days, window_days) for recorder, days in sorted(gaps.items()))
    return tuple(doubt for doubt in found if doubt is not None)


def _doubt(recorder: str, gaps: list[int], window_days: int) -> ClockDoubt | None:
    """What the days from call to decision say of one recorder; None: nothing against it."""
    after = sum(gap < 0 for gap in gaps)
    before = sum(gap > window_days for gap in gaps)
    if len(gaps) < LEAST_NAMED or ONE_IN * (after + before) <= len(gaps):
        return None
    shift, mended = _mending(gaps, window_days)
    good = shift != 0 and ONE_IN * mended > len(gaps)
    return ClockDoubt(recorder, len(gaps), after, before, shift if good else None, mended if good else 0)


def _mending(gaps: list[int], window_days: int) -> tuple[int, int]:
    """The shift in days that brings most calls into the window, and how many: most calls are of the decision's day, so
    among equally good ones that which brings most of them there, then the smallest."""
    counts = Counter(gaps)
    best = (0, 0, 0, 0)
    for shift in counts:
        mended = sum(count for gap, count in counts.items() if 0 <= gap - shift <= window_days)
        best = max(best, (mended, counts[shift], -abs(shift), shift))
    return best[3], best[0]
