"""A sample in words: how it was drawn, of which days, what narrowed it. For the page, the command and the document."""

from datetime import date

from models.kpi import KpiClass
from models.reports.wording import SHORT_CLASSES, day
from models.sample_certificate import Filters
from models.sample_crossing import Crossed, CrossReference, words_of
from models.sampling import Allocation, HowMany

NOBODY = "nobody known"
CROSSED = {
    Crossed.AGREES: "agrees",
    Crossed.DIFFERS: "differs",
    Crossed.NO_TASK: "no Task 567",
    Crossed.NOT_CLOSED: "Task 567 not closed",
    Crossed.NO_CALL: "no call",
    Crossed.HIDDEN: "hidden until signed",
}


def how_words(how_many: HowMany) -> str:
    """ "3 of each caseworker", "40 in all, in proportion", "10% of each caseworker's calls"."""
    number = f"{how_many.number.normalize():f}"
    whole = f"{int(how_many.number):,}" if how_many.allocation is not Allocation.RATE else number
    return {
        Allocation.PER_CASEWORKER: f"{whole} of each caseworker",
        Allocation.SIZE: f"{whole} in all, in proportion",
        Allocation.EQUAL_SIZE: f"{whole} in all, alike of each",
        Allocation.RATE: f"{number}% of each caseworker's calls",
    }[how_many.allocation]


def period_words(first: date, last: date) -> str:
    """ "1 to 30 Sep 2009", "28 Sep to 4 Oct 2009", "14 Sep 2009"."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    return f"{first.day} to {day(last)}" if first.month == last.month else f"{first.day} {first:%b} to {day(last)}"


def filter_words(filters: Filters) -> str:
    """What narrows the frame, in a clause; "none" where nothing does."""
    parts = []
    if filters.team is not None:
        parts.append(f"team {filters.team}")
    if filters.scheme is not None:
        parts.append(f"scheme {filters.scheme}")
    if filters.method is not None:
        parts.append(f"method {words_of(filters.method)}")
    if filters.verdict is not None:
        parts.append(f"steer says {SHORT_CLASSES[KpiClass(filters.verdict)].lower()}")
    if filters.min_seconds is not None:
        parts.append(f"calls of {filters.min_seconds:,} s or longer")
    return ", ".join(parts) or "none"


def counted_words(found: CrossReference) -> str:
    """ "9 agree · 2 differ · 1 no Task 567", each outcome that is there."""
    many = {**CROSSED, Crossed.AGREES: "agree", Crossed.DIFFERS: "differ"}
    there = {outcome: number for outcome, number in found.counts.items() if number}
    return " · ".join(f"{number:,} {(CROSSED if number == 1 else many)[each]}" for each, number in there.items())


def promoted_words(found: CrossReference) -> str:
    """Whether the preferred method is being promoted, in a sentence."""
    told, promoted, taken = found.promoted
    if not told:
        return "No Task 567 of these calls says which method was promoted."
    share = f"{promoted:,} of {told:,} Task 567 entries"
    return f"Direct Debit was promoted in {share}, and taken in {taken:,} of these {promoted:,}."


def without_call_words(found: CrossReference) -> str:
    """How many sheets could not be drawn."""
    if not found.sheets:
        return "No guide sheet was decided in this period."
    if not found.without_call:
        return f"Each of the {found.sheets:,} guide sheets of this period has its recording."
    verb = "has" if found.without_call == 1 else "have"
    whole = f"{found.without_call:,} of {found.sheets:,} guide sheets of this period"
    return f"{whole} {verb} no recording and cannot be drawn."
