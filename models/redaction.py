"""Taking out of text what tells of a person: NINO, card, account, phone, postcode, e-mail, case reference, titled name.

Used wherever free text leaves the program: feedback documents, exports, transcripts handed out. `redact(text)` puts
"[NINO removed]" and the like in their place and counts them by kind. Patterns miss things (domain notes, section 5): a
name without a title, an address, a number read out as "forty-two"; a person still reads what goes out.

What is looked for, beside the written forms: digits read out one by one ("four oh double seven"), letters and digits
with blanks or hyphens between. Ordinary amounts, dates, times, and the ids of staff, sheets and recordings stay. The
same text is returned when it is redacted again, and the time is linear in its length.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from models.redaction_numbers import accounts, cards, deo_references, ninos, phones
from models.redaction_reading import Reading, read
from models.redaction_words import emails, known_references, names, postcodes, pseudonyms

__all__ = ["Kind", "Redacted", "redact"]


class Kind(StrEnum):
    """What can be taken out."""

    CASE_REF = "case_ref"
    NINO = "nino"
    EMAIL = "email"
    CARD = "card"
    ACCOUNT = "account"
    PHONE = "phone"
    POSTCODE = "postcode"
    NAME = "name"


MARKERS = {
    Kind.CASE_REF: "[case reference removed]",
    Kind.NINO: "[NINO removed]",
    Kind.EMAIL: "[e-mail removed]",
    Kind.CARD: "[card number removed]",
    Kind.ACCOUNT: "[account removed]",
    Kind.PHONE: "[phone number removed]",
    Kind.POSTCODE: "[postcode removed]",
    Kind.NAME: "[name removed]",
}

Spans = Iterator[tuple[int, int]]
_FINDERS: tuple[tuple[Kind, Callable[[Reading], Spans]], ...] = (
    (Kind.NINO, ninos),
    (Kind.EMAIL, emails),
    (Kind.CARD, cards),
    (Kind.ACCOUNT, accounts),
    (Kind.CASE_REF, pseudonyms),
    (Kind.CASE_REF, deo_references),
    (Kind.PHONE, phones),
    (Kind.POSTCODE, postcodes),
    (Kind.NAME, names),
)
"""In order: what an earlier one found, a later one no longer sees."""


@dataclass(frozen=True)
class Removed:
    """What was taken out, by its place in the text as it was given: for the words and times behind it."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    """`text` with what was found replaced; `counts` names the kinds that were, `removed` each place in order."""

    text: str
    counts: Mapping[str, int] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()

    @property
    def found(self) -> int:
        return sum(self.counts.values())


def redact(text: str, case_refs: Collection[str] = ()) -> Redacted:
    """`text` without what tells of a person. `case_refs` are references known to belong to it, in whatever form: they
    are found as they are, with other blanks or hyphens, in either case."""
    reading = read(text, tuple(MARKERS.values()))
    taken: list[tuple[int, int, Kind]] = []
    known: Callable[[Reading], Spans] = partial(known_references, references=case_refs)
    for kind, find in ((Kind.CASE_REF, known), *_FINDERS):
        spans = list(find(reading))
        taken += [(*reading.original(start, end), kind) for start, end in spans]
        reading = reading.masked(spans)
    return _replaced(text, sorted(taken))


def _replaced(text: str, taken: list[tuple[int, int, Kind]]) -> Redacted:
    parts: list[str] = []
    removed: list[Removed] = []
    reached = 0
    for start, end, kind in taken:
        if end <= reached:  # "double seven" is one word for two digits
            continue
        first = max(reached, _opening(text, start, end))
        parts += [text[reached:first], MARKERS[kind]]
        removed.append(Removed(kind, first, end))
        reached = end
    counts = Counter(each.kind.value for each in removed)
    return Redacted("".join((*parts, text[reached:])), dict(counts), tuple(removed))


def _opening(text: str, start: int, end: int) -> int:
    """Where to cut so that no half of "(0161) 496 0000" or "+44 …" is left."""
    lead = text[start - 1 : start]
    halved = lead == "(" and text.find("(", start, end) < 0 <= text.find(")", start, end)
    return start - 1 if halved or (lead == "+" and text.startswith("44", start)) else start
