"""How the checked calls of a period were drawn: by a certificate or by hand, and how many calls each stands for.

They are a random sample when every one of them was drawn by a certificate (`models.sample_certificate`), and not one
was picked by hand; "else with the words not a random sample" (domain notes, section 4). What they stand for:

- Certificates that drew in proportion (`--size`, `--rate`) are one stratum each: their frame over what was checked of
  it. Certificates that did not (`--per-caseworker`, `--equal`) have a stratum a caseworker.
- Several certificates, of several months or teams, are strata beside each other. Two that were drawn from the very same
  frame are one: together they drew so many different calls of it. Frames that overlap otherwise give calls chances
  nobody has worked out: no interval, and the words say so.
- A replacement stands where the call stood that it replaced; that call stays in the frame.
- What was drawn and is not checked yet is stood for by what was: a stratum of 60 calls with 6 drawn and 4 checked
  weighs 15 each. A stratum of which nothing is checked yet, or nothing was drawn, is stood for by nobody, and the share
  is that of the others (`Design.stood_for`).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, literal, select, tuple_
from sqlmodel import Session

from models.kpi import KpiClass
from models.kpi_figures import Drawn
from models.reports.counted import REVIEW, Period, checked_calls
from models.reports.frozen import json_part
from models.review import ReviewKind
from models.review_life import LifeState
from models.sample import SampleDraw, SampleFrame, SampleRow
from models.sampling import Allocation
from models.store.tables import table_of
from models.stratified import Stratum

IN_PROPORTION = frozenset({Allocation.SIZE, Allocation.RATE})
"""The allocations by which every call of the frame is drawn about as likely as any other."""
ACCURATE = frozenset({KpiClass.ACCURATE, KpiClass.ACCURATE_DISCRETION})
DRAW = table_of(SampleDraw)
SAMPLE = table_of(SampleRow)
FRAME = table_of(SampleFrame)
Key = tuple[str, str | None]
"""A stratum: the hash of a frame, and a caseworker ("" where the whole frame is one)."""
WHOLE = ""
_FIRST = (func.min(DRAW.c.sample).label("sample"), func.min(DRAW.c.caseworker_id).label("caseworker_id"))
"""A call that was drawn twice counts once, with the older sample."""


@dataclass(frozen=True)
class Design:
    """What the calls drawn from some frames stand for. `calls` of a stratum are those of the frame, `checked` those of
    it that were checked; `frame_of` names the frame of a sample (row id), `alone` are frames that are one stratum each.
    """

    calls: Mapping[Key, int]
    checked: Mapping[Key, int]
    frame_of: Mapping[str, str]
    alone: frozenset[str]
    overlapping: bool = False

    def key(self, sample: str, caseworker_id: str | None) -> Key:
        """The stratum of a draw."""
        frame = self.frame_of[sample]
        return frame, WHOLE if frame in self.alone else caseworker_id

    def stratum(self, key: Key, assessed: int, accurate: int) -> Stratum:
        """A row's part of a stratum."""
        checked = max(1, self.checked.get(key, 0))
        return Stratum(Fraction(self.calls.get(key, checked), checked), checked, assessed, accurate)

    @property
    def stood_for(self) -> tuple[int, int]:
        """How many calls of the frames lie in strata of which something is checked, of how many."""
        return sum(calls for key, calls in self.calls.items() if self.checked.get(key)), sum(self.calls.values())


@dataclass
class _Found:
    checked: int = 0
    drawn: int = 0
    assessed: Counter[Key] = field(default_factory=Counter)
    accurate: Counter[Key] = field(default_factory=Counter)

    def add(self, kpi_class: str, key: Key | None, number: int) -> None:
        """So many more checked calls of a class; `key` None: picked by hand."""
        self.checked += number
        if key is None:
            return
        self.drawn += number
        if kpi_class != KpiClass.NOT_ASSESSABLE:
            self.assessed[key] += number
            self.accurate[key] += number if kpi_class in ACCURATE else 0


def drawn_of(session: Session, period: Period) -> Drawn:
    """How the checked calls of the period were drawn."""
    return drawn_by(session, checked_calls(session, period))[0]


def how_many_drawn(session: Session, period: Period) -> tuple[int, int]:
    """Of the checked calls of the period, how many were drawn by a certificate, and how many there are."""
    calls = checked_calls(session, period)
    drawn = calls.c.recording.in_(select(DRAW.c.recording).where(DRAW.c.stands))
    told = session.execute(select(func.count().filter(drawn), func.count()).select_from(calls)).one()
    return int(told[0]), int(told[1])


def drawn_by(
    session: Session, calls: FromClause, group: ColumnElement[Any] | None = None
) -> tuple[Drawn, dict[Any, Drawn]]:
    """The same for some checked calls, as a whole and for each group of them by the values of `group`: `calls` has a
    row each, with `recording` (row id) and `kpi_class`."""
    first = select(DRAW.c.recording, *_FIRST).where(DRAW.c.stands).group_by(DRAW.c.recording).subquery("drawn")
    by = [literal(None) if group is None else group, calls.c.kpi_class, first.c.sample, first.c.caseworker_id]
    told = session.execute(
        select(*by, func.count())
        .select_from(calls.outerjoin(first, first.c.recording == calls.c.recording))
        .group_by(*by[group is None :])
    ).all()
    design = design_of(session, {sample for *_, sample, _, _ in told if sample is not None})
    whole, groups = _Found(), defaultdict[Any, _Found](_Found)
    for name, kpi_class, sample, caseworker_id, number in told:
        key = None if sample is None else design.key(sample, caseworker_id)
        whole.add(kpi_class, key, number)
        groups[name].add(kpi_class, key, number)
    return _drawn(whole, design), {name: _drawn(found, design) for name, found in groups.items()}


def _drawn(found: _Found, design: Design) -> Drawn:
    strata = tuple(design.stratum(key, number, found.accurate[key]) for key, number in found.assessed.items())
    overlapping = design.overlapping and found.drawn > 0
    return Drawn(found.checked, found.drawn, strata, overlapping, design.stood_for)


def design_of(session: Session, samples: Iterable[str]) -> Design:
    """What the calls of these samples (row ids) stand for."""
    wanted = sorted(set(samples))
    if not wanted:
        return Design({}, {}, {}, frozenset())
    rows = session.execute(
        select(
            SAMPLE.c.id,
            SAMPLE.c.frame_sha256,
            SAMPLE.c.date_from,
            SAMPLE.c.date_to,
            SAMPLE.c.how_many,
            json_part(session, SAMPLE.c.certificate, "strata").label("strata"),  # the draws beside them are many
        )
        .where(SAMPLE.c.id.in_(wanted))
        .order_by(SAMPLE.c.id)
    ).all()
    frame_of = {row.id: row.frame_sha256 or row.id for row in rows}
    strata_of = {row.id: json.loads(row.strata) for row in rows}
    per_caseworker = {frame_of[row.id] for row in rows if not _in_proportion(row.how_many, strata_of[row.id])}
    alone = frozenset(frame_of.values()) - per_caseworker
    calls: Counter[Key] = Counter()
    for frame, strata in {frame_of[sample]: strata for sample, strata in strata_of.items()}.items():
        for stratum in strata:
            calls[frame, WHOLE if frame in alone else stratum["caseworker_id"]] += stratum["frame"]
    checked: Counter[Key] = Counter()
    design = Design(calls, checked, frame_of, alone, _overlap(session, rows, frame_of))
    for sample, caseworker_id, number in session.execute(_checked(wanted)):
        checked[design.key(sample, caseworker_id)] += number
    return design


def _in_proportion(how_many: Any, strata: Any) -> bool:
    weights = {stratum["weight"] for stratum in strata if stratum["drawn"]}
    return how_many["allocation"] in IN_PROPORTION or len(weights) <= 1


def _checked(samples: list[str]) -> Any:
    """How many calls of each stratum are checked, each once, whatever the day of their decision."""
    # one pass over an index of the reviews; asked for each draw alone, SQLite reads each review's row
    signed = select(REVIEW.c.sheet, REVIEW.c.recording).where(
        REVIEW.c.kind == ReviewKind.PRIMARY,
        REVIEW.c.signed_at.is_not(None),
        REVIEW.c.life != LifeState.AMENDED,
    )
    first = (
        select(*_FIRST)
        .where(DRAW.c.stands, DRAW.c.sample.in_(samples), tuple_(DRAW.c.sheet, DRAW.c.recording).in_(signed))
        .group_by(DRAW.c.recording)
        .subquery("first")
    )
    return select(first.c.sample, first.c.caseworker_id, func.count()).group_by(first.c.sample, first.c.caseworker_id)


def _overlap(session: Session, rows: Any, frame_of: Mapping[str, str]) -> bool:
    """Whether a call lies in two of these frames; frames are long, and read only where the days allow it."""
    several = list({frame_of[row.id]: row for row in rows}.values())
    near = [
        row
        for row in several
        if any(
            other is not row and other.date_from <= row.date_to and row.date_from <= other.date_to for other in several
        )
    ]
    seen: set[str] = set()
    for row in near:
        held = session.execute(select(FRAME.c.calls).where(FRAME.c.sample == row.id)).scalar_one_or_none() or ()
        own = {call[0] for call in held}
        if seen & own:
            return True
        seen |= own
    return False
