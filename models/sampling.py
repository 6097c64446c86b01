"""Drawing calls at random so that anybody can draw the same again: the algorithm `sha256-rank/1`.

Pure, whole numbers and hashes only, so that it comes out the same on any machine and Python. The rank of a call is the
SHA-256 of seed + LF + recording_id (UTF-8); within each caseworker the lowest are drawn first (`cli.md`, "sample").
"Sheets: every one. Recordings: random, seeded, recorded, stratified by caseworker" (domain notes, section 4).

How many each caseworker gives (`allocate`):

- a quota: the same number of each;
- a size, in proportion: by largest remainder of the frame count, ties by caseworker_id; or the same share of each;
- a rate: of each caseworker at least that share, so rounded up. A rate is a promise about everybody's calls; rounded
  down, nobody with few calls would ever be heard. The weights make good what that draws too many.

Where a caseworker has fewer calls than wanted, all are taken; what is lacking is not taken from others, and stands in
the certificate as `wanted` above `drawn`.
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

ALGORITHM = "sha256-rank/1"
LONGEST_SEED = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MOST_WANTED = 1_000_000
RATE_PLACES = 4
"""Decimals of a rate in per cent."""


class Allocation(StrEnum):
    """How it is settled how many calls each caseworker gives."""

    PER_CASEWORKER = "per_caseworker"
    SIZE = "size"
    EQUAL_SIZE = "equal_size"
    RATE = "rate"


@dataclass(frozen=True)
class HowMany:
    """What was asked for: a number of calls, or a rate in per cent. Raises ValueError for what nobody can draw."""

    allocation: Allocation
    number: Decimal

    def __post_init__(self) -> None:
        if self.allocation is Allocation.RATE:
            finest = Decimal(1).scaleb(-RATE_PLACES)
            if not (self.number.is_finite() and finest <= self.number <= 100 and self.number % finest == 0):
                raise ValueError(
                    f"a rate lies above 0, is at most 100 per cent, and has {RATE_PLACES} decimals at most"
                )
        elif not (self.number.is_finite() and 1 <= self.number <= MOST_WANTED and self.number % 1 == 0):
            raise ValueError(f"a number of calls is whole, at least 1 and at most {MOST_WANTED:,}")


@dataclass(frozen=True, slots=True)
class FrameCall:
    """A call that can be drawn. `caseworker_id` is None where nobody knows whose it is; such calls are one stratum."""

    recording_id: str
    sheet_id: str
    caseworker_id: str | None


@dataclass(frozen=True)
class Stratum:
    """The calls of one caseworker: how many there are, how many were wanted and drawn.

    `weight` is how many calls of the frame each drawn one stands for, to four places; None where none was drawn.
    """

    caseworker_id: str | None
    frame: int
    wanted: int
    drawn: int
    weight: str | None


@dataclass(frozen=True)
class Draw:
    """One drawn call; `position` counts from 1, by caseworker_id, within it by rank."""

    position: int
    recording_id: str
    sheet_id: str
    caseworker_id: str | None


@dataclass(frozen=True)
class Drawing:
    """What came out: the strata by caseworker_id, and the draws in order."""

    strata: tuple[Stratum, ...]
    draws: tuple[Draw, ...]


def seed_fault(seed: str) -> str | None:
    """Why a text cannot be a seed, as a clause; None for one that can."""
    if not seed.strip():
        return "is empty"
    if len(seed) > LONGEST_SEED:
        return f"is longer than {LONGEST_SEED} characters"
    if _CONTROL.search(seed):
        return "holds a line break or another control character"
    return None if is_utf8(seed) else "is not UTF-8 text"


def is_utf8(text: str) -> bool:
    """Whether a text can be written as UTF-8, and so be hashed: it holds no half of a pair of surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def rank(seed: str, recording_id: str) -> str:
    """The rank of a call under a seed: 64 hexadecimal digits, compared as text."""
    return hashlib.sha256(f"{seed}\n{recording_id}".encode()).hexdigest()


def frame_hash(recording_ids: Iterable[str]) -> str:
    """The SHA-256 of the sorted recording_ids, each followed by LF."""
    return hashlib.sha256("".join(f"{each}\n" for each in sorted(recording_ids)).encode()).hexdigest()


def weight(frame: int, drawn: int) -> str | None:
    """frame / drawn to four places, half-up: "1.0000"; None where none was drawn."""
    return None if drawn == 0 else str(Decimal((20_000 * frame + drawn) // (2 * drawn)).scaleb(-4))


def in_order(caseworkers: Iterable[str | None]) -> list[str | None]:
    """Caseworkers by id, calls of nobody known first."""
    return sorted(caseworkers, key=lambda each: each or "")


def allocate(how_many: HowMany, counts: Mapping[str | None, int]) -> dict[str | None, int]:
    """How many calls are wanted of each caseworker; `counts` are those of the frame, none of them 0."""
    order, whole = in_order(counts), sum(counts.values())
    if how_many.allocation is Allocation.RATE:
        return {each: math.ceil(Fraction(how_many.number) * counts[each] / 100) for each in order}
    number = int(how_many.number)
    if how_many.allocation is Allocation.PER_CASEWORKER:
        return dict.fromkeys(order, number)
    equal = how_many.allocation is Allocation.EQUAL_SIZE
    shares = {each: (1, len(order)) if equal else (counts[each], whole) for each in order}
    wanted = {each: number * part // of for each, (part, of) in shares.items()}
    by_remainder = sorted(order, key=lambda each: -(number * shares[each][0] % shares[each][1]))  # stable: ties by id
    for each in by_remainder[: number - sum(wanted.values())]:
        wanted[each] += 1
    return wanted


def counts_of(frame: Iterable[FrameCall]) -> dict[str | None, int]:
    """How many calls of the frame each caseworker has."""
    return dict(Counter(call.caseworker_id for call in frame))


def draw(frame: Collection[FrameCall], seed: str, wanted: Mapping[str | None, int]) -> Drawing:
    """Draw `wanted` calls of each caseworker (none of one who is not named). The order of `frame` does not matter."""
    of: defaultdict[str | None, list[FrameCall]] = defaultdict(list)
    for call in frame:
        of[call.caseworker_id].append(call)
    strata: list[Stratum] = []
    draws: list[Draw] = []
    for caseworker in in_order(of):
        calls = by_rank(of[caseworker], seed)[: wanted.get(caseworker, 0)]
        many = len(of[caseworker])
        strata.append(Stratum(caseworker, many, wanted.get(caseworker, 0), len(calls), weight(many, len(calls))))
        for call in calls:
            draws.append(Draw(len(draws) + 1, call.recording_id, call.sheet_id, call.caseworker_id))
    return Drawing(tuple(strata), tuple(draws))


def by_rank(calls: Iterable[FrameCall], seed: str) -> list[FrameCall]:
    """The calls in the order in which they are drawn."""
    return sorted(calls, key=lambda call: (rank(seed, call.recording_id), call.recording_id))


def next_in_rank(
    frame: Iterable[FrameCall], seed: str, caseworker_id: str | None, used: Collection[str]
) -> FrameCall | None:
    """Who takes the place of a draw: the caseworker's next call in rank that was never drawn; None: there is none."""
    own = [call for call in frame if call.caseworker_id == caseworker_id and call.recording_id not in used]
    return min(own, key=lambda call: (rank(seed, call.recording_id), call.recording_id), default=None)
