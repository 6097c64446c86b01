"""The Samples page in words: samples and their progress, what a draw would give, seeds, the plan, a redraw."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from desktop.tables import wording
from desktop.tables.sample_differences import difference_in_words
from models.reports.sample_words import NOBODY, how_words, period_words
from models.sample_redraw import Difference
from models.sample_size import Plan
from models.sampling import Allocation, HowMany
from models.store.sample_reading import SampleLine
from models.store.sample_redrawing import Redrawn
from models.store.sample_survey import Gives, Survey

MANY = 8
"""With more samples than that, one's own come first under a heading of their own."""
ALLOCATIONS = (
    (Allocation.PER_CASEWORKER, "So many of each caseworker", "3"),
    (Allocation.SIZE, "So many in all, in proportion", "59"),
    (Allocation.EQUAL_SIZE, "So many in all, alike of each", "59"),
    (Allocation.RATE, "A share of each one's calls, in %", "10"),
)
"""Allocation, its words, and the number that is offered first. 59 checks without an error show the target."""
SHOWN_DIFFERENCES = 20


class DueWords(NamedTuple):
    """What is said of the day a sample is due, and how it is meant."""

    words: str
    ink: str


def due_words(line: SampleLine, today: date) -> DueWords:
    """ "due in 3 days", "due today", "overdue by 2 days", "done"; without a day only whether it is done."""
    if line.drawn and line.done >= line.drawn:
        return DueWords("done", "good")
    if line.due is None:
        return DueWords("no day set", "quiet")
    days = (line.due - today).days
    if days < 0:
        return DueWords(f"overdue by {wording.several(-days, 'day')}", "bad")
    if days <= 1:
        return DueWords("due tomorrow" if days else "due today", "warn")
    return DueWords(f"due in {wording.number(days)} days", "warn" if days <= 3 else "quiet")


def done_words(line: SampleLine) -> str:
    return f"{wording.number(line.done)} of {wording.number(line.drawn)} checked"


def who_words(line: SampleLine) -> str:
    """Reviewer and blind: the last line of a sample in the list."""
    return " · ".join([line.reviewer or "nobody named", *(["blind"] if line.blind else [])])


def drawn_words(line: SampleLine) -> str:
    """Of which days, and how it was drawn."""
    return f"{period_words(line.date_from, line.date_to)} · {how_words(line.how_many)}"


def spoken(line: SampleLine, today: date) -> str:
    """The whole of it for a screen reader."""
    due = due_words(line, today).words
    return ", ".join((line.sample_id, drawn_words(line), done_words(line), due, who_words(line)))


def sections(lines: Sequence[SampleLine], own_id: str) -> list[tuple[str, tuple[SampleLine, ...]]]:
    """The samples as they are listed: newest first; of many one's own that are to be done stand before all others."""
    own = tuple(line for line in lines if line.reviewer == own_id and line.done < line.drawn)
    if len(lines) <= MANY or not own:
        return [("", tuple(lines))] if lines else []
    others = tuple(line for line in lines if line not in own)
    return [("Yours to check", own), ("All others", others)] if others else [("", own)]


def head_words(line: SampleLine, today: date) -> str:
    """The sentence below the title of a sample."""
    due = due_words(line, today).words
    if line.due is not None and line.done < line.drawn:
        due += f", {line.due:%a} {wording.day(line.due)}"
    return " · ".join((done_words(line), due, who_words(line), f"seed {line.seed}"))


def suggested_seed(first: date, last: date, earlier: int) -> str:
    """A seed that follows from the period, and from how often it was drawn on: nobody has chosen it."""
    again = f" draw {earlier + 1}" if earlier else ""
    return f"{first.isoformat()} to {last.isoformat()}{again}"


def number_of(allocation: Allocation, written: str) -> HowMany | str:
    """How many are asked for; for what nobody can draw, why, as a sentence."""
    text = written.strip().removesuffix("%").replace(",", "").strip()
    if not text:
        return "Write how many."
    try:
        return HowMany(allocation, Decimal(text))
    except InvalidOperation:
        return f"{written.strip()} is not a number."
    except ValueError as exc:
        return f"{str(exc)[:1].upper()}{str(exc)[1:]}."


def would_words(gives: Sequence[Gives], *, known: bool) -> str:
    """What a draw would give, in a sentence; `known`: it was said how many."""
    calls = sum(each.frame for each in gives)
    if not calls:
        return "No call can be drawn."
    whole = f"{wording.several(calls, 'call')} of {wording.several(len(gives), 'caseworker')} in the frame"
    if not known:
        return f"{whole}."
    drawn = sum(each.drawn for each in gives)
    short = [each.caseworker_id or NOBODY for each in gives if each.short]
    told = f"{wording.number(drawn)} would be drawn from {whole}."
    if short:
        named = ", ".join(short[:4]) + (f" and {wording.number(len(short) - 4)} more" if len(short) > 4 else "")
        few = "has" if len(short) == 1 else "have"
        told += f" {named} {few} too few: all of theirs are taken."
    return told


def unmatched_words(survey: Survey) -> str:
    """What keeps recordings out of the frame; empty where nothing does."""
    if survey.unmatched:
        them = "it" if survey.unmatched == 1 else "them"
        told = wording.several(survey.unmatched, "recording")
        return f"{told} of these days cannot be drawn: no guide sheet is matched to {them}."
    if survey.calls:
        return ""
    narrowed = survey.filters.as_dict()
    return "No call of these days passes the filters." if narrowed else "There is no recording of a call on these days."


def earlier_words(lines: Sequence[SampleLine], seed: str) -> str:
    """What was drawn before on days of the period, and that it stands in the certificate."""
    if not lines:
        return "Nothing was drawn before on days of this period."
    named = "; ".join(
        f"{line.sample_id} by {line.drawn_by} on {wording.day(line.drawn_at.date())}, seed “{line.seed}”"
        for line in lines[:3]
    )
    more = f"; and {wording.number(len(lines) - 3)} more" if len(lines) > 3 else ""
    told = f"Drawn before on days of this period, and named in the certificate: {named}{more}."
    if any(line.seed == seed.strip() for line in lines):
        told += " One of them has this very seed: the same calls come out of the same frame."
    return told


def seed_words(seed: str, suggested: str) -> str:
    """How the seed came about."""
    if seed.strip() == suggested:
        return "Suggested from the period, so that nobody has chosen it. It can be changed."
    return "Chosen by hand. It stands in the certificate, beside the earlier draws."


def plan_rows(made: Plan) -> list[tuple[str, str, str]]:
    """Errors, checks it takes, and whether the sample has them; for a sample under way from what was found so far."""
    rows = []
    for errors, needed in enumerate(made.needed):
        lacking = needed - made.drawn
        enough = "enough" if lacking <= 0 else f"{wording.number(lacking)} too few"
        rows.append(("no error" if not errors else wording.several(errors, "error"), wording.number(needed), enough))
    return rows


def compared_words(found: Redrawn, name: str, drawn: int, size: int) -> str:
    """What came of drawing a certificate's sample again, in a sentence or two."""
    if found.same:
        by = "from the certificate itself, which holds its whole frame" if found.from_itself else "from the calls here"
        told = f"{name} comes out the same: {wording.several(drawn, 'call')} of {wording.number(size)}, drawn {by}."
    else:
        told = f"{name} comes out otherwise: {wording.several(len(found.differences), 'thing')} differ."
        told = told.replace("1 thing differ.", "1 thing differs.")
    if found.changed:
        since = f"Since it was drawn the frame changed: {' '.join(found.changed[:3])}"
        told += f" {since}" + (f" {wording.number(len(found.changed) - 3)} more changes." if found.changed[3:] else "")
    return told


def difference_words(differences: Sequence[Difference]) -> list[str]:
    """Each difference in words; the first ones, and how many more there are."""
    told = [difference_in_words(each) for each in differences[:SHOWN_DIFFERENCES]]
    if len(differences) > SHOWN_DIFFERENCES:
        told.append(f"{wording.number(len(differences) - SHOWN_DIFFERENCES)} more differ.")
    return told


def replaced_words(going: str, coming: str | None, caseworker: str | None) -> str:
    """What a replacement will do, before it is done."""
    if coming is None:
        return (
            f"{going} leaves the sample. {caseworker or NOBODY} has no other call in the frame: none takes its place."
        )
    return f"{coming} takes its place: the next in rank of {caseworker or NOBODY}. It cannot be chosen."
