"""What is known before a draw and after it: the frame as it would be, and what the checks of a sample found so far.

Between the tables and the Samples page, used by the store of samples. A survey counts calls and never ranks them: which
calls a seed would draw is seen when they are drawn, so that nobody can try seeds until one pleases.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlmodel import Session

from models.errors import UnknownId
from models.kpi import KpiClass
from models.matching import PRIMARY, Match
from models.recording import Recording
from models.review import Review
from models.review_life import LifeState
from models.sample import SampleDraw, SampleFrame, SampleRow
from models.sample_certificate import Filters
from models.sampling import FrameCall, HowMany, allocate, counts_of, in_order, next_in_rank
from models.staff import Team
from models.store.sample_frames import read_frame
from models.store.sample_reading import SampleLine, checked_by, sample_lines
from models.store.tables import table_of

_DRAW, _R, _M, _V, _TEAM = (table_of(each).c for each in (SampleDraw, Recording, Match, Review, Team))


@dataclass(frozen=True)
class Gives:
    """What one caseworker's calls would give: how many there are, are wanted, and would be drawn."""

    caseworker_id: str | None
    frame: int
    wanted: int

    @property
    def drawn(self) -> int:
        return min(self.frame, self.wanted)

    @property
    def short(self) -> bool:
        """Whether there are too few."""
        return self.wanted > self.frame


@dataclass(frozen=True)
class Survey:
    """The frame of a period with its filters, as it stands now. `calls` are by recording_id, `counts` says how many are
    whose; `earlier` are the samples that were drawn on days of this period, the newest first; `unmatched` says how many
    recordings of the period cannot be drawn, since no sheet is matched to them; `teams` are what can be filtered by."""

    first: date
    last: date
    filters: Filters
    calls: tuple[FrameCall, ...]
    counts: Mapping[str | None, int]
    earlier: tuple[SampleLine, ...]
    unmatched: int
    teams: tuple[str, ...]

    def gives(self, how_many: HowMany | None, excluded: frozenset[str] = frozenset()) -> tuple[Gives, ...]:
        """What each caseworker would give without the excluded calls; without `how_many`, how many each has."""
        apart = counts_of(call for call in map(self.find, excluded) if call is not None)
        counts = {each: left for each, many in self.counts.items() if (left := many - apart.get(each, 0)) > 0}
        wanted = {} if how_many is None or not counts else allocate(how_many, counts)
        return tuple(Gives(each, counts[each], wanted.get(each, 0)) for each in in_order(counts))

    def find(self, recording_id: str) -> FrameCall | None:
        """A call of the frame by its id."""
        at = bisect_left(self.calls, recording_id, key=lambda call: call.recording_id)
        found = self.calls[at] if at < len(self.calls) else None
        return found if found is not None and found.recording_id == recording_id else None


@dataclass(frozen=True)
class Showing:
    """The KPI classes of a sample's signed checks by recording_id, each call once by its newest version."""

    classes: Mapping[str, str]

    @property
    def accurate(self) -> int:
        """Those that are accurate, also by discretion."""
        return self._many(KpiClass.ACCURATE) + self._many(KpiClass.ACCURATE_DISCRETION)

    @property
    def inaccurate(self) -> int:
        return self._many(KpiClass.INACCURATE)

    @property
    def not_assessable(self) -> int:
        return self._many(KpiClass.NOT_ASSESSABLE)

    @property
    def assessed(self) -> int:
        """Those that count."""
        return self.accurate + self.inaccurate

    def _many(self, kpi_class: KpiClass) -> int:
        return sum(1 for each in self.classes.values() if each == kpi_class)


def survey(session: Session, first: date, last: date, filters: Filters) -> Survey:
    """The survey of a period."""
    # the database's order need not be Python's
    calls = tuple(sorted((row.call for row in read_frame(session, first, last, filters)), key=lambda c: c.recording_id))
    earlier = tuple(line for line in sample_lines(session) if line.date_from <= last and line.date_to >= first)
    held = exists(select(_M.id).where(_M.recording == _R.id, _M.state.in_([state.value for state in PRIMARY])))
    unmatched = session.execute(
        select(func.count()).select_from(table_of(Recording)).where(_R.call_date.between(first, last), ~held)
    ).scalar_one()
    teams = tuple(session.execute(select(_TEAM.name).order_by(_TEAM.name)).scalars())
    return Survey(first, last, filters, calls, counts_of(calls), earlier, unmatched, teams)


def showing(session: Session, sample: SampleRow) -> Showing:
    """What the checks of the calls that stand in the sample found."""
    drawn = (_DRAW.sample == sample.id, _DRAW.stands, _V.life != LifeState.AMENDED.value)
    rows = session.execute(
        select(_R.recording_id, _V.kpi_class)
        .select_from(
            table_of(Review)
            .join(table_of(SampleDraw), checked_by())
            .join(table_of(Recording), _R.id == _DRAW.recording)
        )
        .where(*drawn)
        .order_by(_V.signed_at, _V.id)
    )
    return Showing({row[0]: row[1] for row in rows if row[1] is not None})


def next_call(session: Session, sample: SampleRow, recording_id: str) -> str | None:
    """What `SampleStore.next_call` says."""
    rows = session.execute(
        select(_R.recording_id, _DRAW.caseworker_id)
        .join_from(table_of(SampleDraw), table_of(Recording), _R.id == _DRAW.recording)
        .where(_DRAW.sample == sample.id)
    ).all()
    whose = {each.recording_id: each.caseworker_id for each in rows}
    if recording_id not in whose:
        raise UnknownId("drawn call", recording_id)
    frame = [FrameCall(*call) for call in session.get_one(SampleFrame, sample.id).calls]
    following = next_in_rank(frame, sample.seed, whose[recording_id], set(whose))
    return None if following is None else following.recording_id
