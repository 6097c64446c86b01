"""Whether the checked calls of a period were drawn at random, so that an interval may stand beside their KPI.

They are when every one of them was drawn by a certificate (`models.sample_certificate`), and not one was picked by
hand; "else with the words not a random sample" (domain notes, section 4).
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from models.reports.counted import Period, checked_calls
from models.sample import SampleDraw, SampleRow
from models.sampling import Allocation
from models.store.tables import table_of

NOT_RANDOM = "not a random sample"
UNEQUAL = "random, but not in proportion: no interval"
IN_PROPORTION = frozenset({Allocation.SIZE, Allocation.RATE})
"""The allocations by which every call of the frame is drawn about as likely as any other."""
DRAW = table_of(SampleDraw)
SAMPLE = table_of(SampleRow)


@dataclass(frozen=True)
class Drawn:
    """How many calls of the period were checked, how many of those were drawn by a certificate, and whether those that
    were drawn stand for all calls alike."""

    checked: int
    drawn: int
    in_proportion: bool

    @property
    def at_random(self) -> bool:
        """Whether an interval may stand beside the KPI."""
        return 0 < self.checked == self.drawn and self.in_proportion

    @property
    def words(self) -> str:
        """What stands in its place."""
        return UNEQUAL if 0 < self.checked == self.drawn else NOT_RANDOM


def drawn_of(session: Session, period: Period) -> Drawn:
    """Of the checked calls of the period, those that were drawn."""
    calls = checked_calls(session, period)
    drawn = select(DRAW.c.recording).where(DRAW.c.stands)
    checked = session.execute(select(func.count()).select_from(calls)).scalar_one()
    known = session.execute(select(func.count()).select_from(calls).where(calls.c.recording.in_(drawn))).scalar_one()
    if not known:
        return Drawn(checked, 0, in_proportion=True)
    samples = select(DRAW.c.sample).where(DRAW.c.stands, DRAW.c.recording.in_(select(calls.c.recording)))
    told = session.execute(select(SAMPLE.c.how_many, SAMPLE.c.certificate).where(SAMPLE.c.id.in_(samples)))
    alike = all(
        how_many["allocation"] in IN_PROPORTION
        or len({stratum["weight"] for stratum in certificate["strata"] if stratum["drawn"]}) <= 1
        for how_many, certificate in told
    )
    return Drawn(checked, known, alike)
