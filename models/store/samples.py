"""Samples: drawing one, replacing a call that cannot be checked, drawing a certificate's sample again.

A draw is one transaction: the frame is read, the calls are drawn by `models.sampling`, and certificate, frame and draws
are written together. Nothing of it changes afterwards; a replacement is appended and is never a choice: it is the next
in rank of the same caseworker in the frame as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.clock import Clock
from models.database import Database
from models.errors import ChangedElsewhere, InputRefused, NotAllowed, Refusal, UnknownId
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.sample import SampleDraw, SampleFrame, SampleReplacement, SampleRow
from models.sample_certificate import NO_FILTERS, Certificate, Exclusion, Filters, Frame
from models.sample_certificate_file import CertificateFile
from models.sample_crossing import CrossReference
from models.sampling import Drawing, FrameCall, HowMany, allocate, counts_of, draw, frame_hash, next_in_rank, seed_fault
from models.store.judgements import JudgementStore
from models.store.sample_crossing import cross_reference
from models.store.sample_frames import FrameRow, read_frame, why_not
from models.store.sample_reading import (
    DrawnCall,
    Sample,
    SampleLine,
    drawn_calls,
    is_checked,
    review_ids,
    row_of,
    sample_lines,
    sample_of,
)
from models.store.sample_redrawing import Redrawn, redrawn
from models.store.sample_survey import Showing, Survey, next_call, showing, survey
from models.store.staff import Person, person_of

__all__ = ["Redrawn", "Sample", "SampleLine", "SampleOrder", "SampleStore"]

LONGEST_REASON = 500


@dataclass(frozen=True)
class SampleOrder:
    """What is to be drawn: the days of the calls (both included), how many, by which seed, from which of them.

    `excluded` are kept out with a reason; `due`, `reviewer` (staff id) and `blind` say how it is to be checked.
    """

    date_from: date
    date_to: date
    how_many: HowMany
    seed: str
    filters: Filters = NO_FILTERS
    excluded: tuple[Exclusion, ...] = ()
    due: date | None = None
    reviewer: str | None = None
    blind: bool = False


class SampleStore:
    """Every read and write of samples."""

    def __init__(self, database: Database, clock: Clock, judgements: JudgementStore) -> None:
        self._database = database
        self._clock = clock
        self._judgements = judgements

    # reading

    def get(self, sample_id: str) -> Sample:
        """A sample with its certificate. Raises UnknownId."""
        with self._database.session() as session:
            return sample_of(session, row_of(session, sample_id))

    def listing(self) -> tuple[SampleLine, ...]:
        """Every sample with its progress, the newest first."""
        with self._database.session() as session:
            return sample_lines(session)

    def progress(self, sample_id: str) -> SampleLine:
        """How far a sample is, as a whole and of each caseworker. Raises UnknownId."""
        with self._database.session() as session:
            row_of(session, sample_id)
            return sample_lines(session, sample_id)[0]

    def draws(self, sample_id: str) -> tuple[DrawnCall, ...]:
        """The calls of a sample that stand, by position. Raises UnknownId."""
        with self._database.session() as session:
            row_of(session, sample_id)
            return drawn_calls(session, sample_id=sample_id)

    def waiting_for(self, reviewer: str) -> tuple[DrawnCall, ...]:
        """The drawn calls that wait for a reviewer (staff id), what is due first coming first."""
        with self._database.session() as session:
            return drawn_calls(session, reviewer=reviewer, waiting_only=True)

    def review_ids(self, sample_id: str) -> list[str]:
        """The signed reviews of a sample. Raises UnknownId."""
        with self._database.session() as session:
            return review_ids(session, sample_id)

    def earlier(self, first: date, last: date) -> tuple[str, ...]:
        """The samples that were drawn on days of a period, the oldest first."""
        with self._database.session() as session:
            return _earlier(session, first, last)

    def frame(self, first: date, last: date, filters: Filters = NO_FILTERS) -> tuple[FrameCall, ...]:
        """The calls that could be drawn, by recording_id; nothing is excluded."""
        self._judge(filters)
        with self._database.session() as session:
            return tuple(row.call for row in read_frame(session, first, last, filters))

    def survey(self, first: date, last: date, filters: Filters = NO_FILTERS) -> Survey:
        """What could be drawn, before anything is: the frame, by whom its calls are, what was drawn of it before, and
        what can be filtered by. Nothing of it says which calls a seed would draw."""
        self._judge(filters)
        with self._database.session() as session:
            return survey(session, first, last, filters)

    def cross_reference(self, sample_id: str) -> CrossReference:
        """Each drawn call's sheet beside Task 567 and what was answered on methods. Raises UnknownId."""
        with self._database.session() as session:
            row = row_of(session, sample_id)
            return cross_reference(session, row, sample_of(session, row).certificate.frame.filters)

    def showing(self, sample_id: str) -> Showing:
        """What the signed checks of a sample found so far, counted. Raises UnknownId."""
        with self._database.session() as session:
            return showing(session, row_of(session, sample_id))

    def next_call(self, sample_id: str, recording_id: str) -> str | None:
        """The recording that would take the place of this drawn call; None: its caseworker has no other. It follows
        from the seed, so nobody chooses it. Raises UnknownId."""
        with self._database.session() as session:
            return next_call(session, row_of(session, sample_id), recording_id)

    # writing

    def draw(self, order: SampleOrder, by: Person) -> Sample:
        """Draw a sample and keep it.

        Raises NotAllowed unless `by` is a team leader or of Quality Assurance, InputRefused for an empty frame, a seed
        that is none, an excluded call that is not in the frame, and a reviewer who cannot be one (`details` are
        Refusals by key); ChangedElsewhere when somebody else drew one in the same moment.
        """
        if not by.may_review:
            raise NotAllowed(
                f"{by.staff_id} may not draw samples: only team leaders and Quality Assurance do. Nothing was drawn."
            )
        self._judge(order.filters)
        try:
            with self._database.session() as session:
                self._begin(session)
                whole = read_frame(session, order.date_from, order.date_to, order.filters)
                _refuse(_faults(session, order, whole))
                apart = {each.recording_id for each in order.excluded}
                rows = {row.call.recording_id: row for row in whole if row.call.recording_id not in apart}
                if not rows:
                    raise InputRefused(_empty(order, len(whole)))
                return self._keep(session, order, rows, by)
        except IntegrityError as exc:
            raise ChangedElsewhere(
                "Another sample was drawn in the same moment. Nothing was drawn here; draw again."
            ) from exc

    def replace(self, sample_id: str, recording_id: str, reason: str, by: Person) -> Sample:
        """Put the caseworker's next call in rank in the place of one that cannot be checked; none is left: it goes.

        Raises NotAllowed, UnknownId, and InputRefused without a reason, for a call that does not stand in the sample,
        and for one that was checked: its check stays.
        """
        if not by.may_review:
            raise NotAllowed(f"{by.staff_id} may not replace a call: only team leaders and Quality Assurance do.")
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise InputRefused("A replacement needs its reason in words, at most 500 characters. Nothing was changed.")
        try:
            return self._replaced(sample_id, recording_id, reason.strip(), by)
        except IntegrityError as exc:
            raise ChangedElsewhere(
                f"A call of {sample_id} was replaced in another window in the same moment. Nothing was changed here."
            ) from exc

    # drawing again

    def redraw(self, told: CertificateFile) -> Redrawn:
        """Draw a certificate's sample again from the calls of this database, and compare.

        Where neither the period nor any drawn call is known here, the certificate is compared with itself; that shows
        what cannot be true, and all of it where every call of the frame was drawn. Raises InputRefused where that is
        not enough to say it is the same.
        """
        self._judge(told.certificate.frame.filters)
        with self._database.session() as session:
            return redrawn(session, told)

    # inside

    def _replaced(self, sample_id: str, recording_id: str, reason: str, by: Person) -> Sample:
        with self._database.session() as session:
            self._begin(session)
            row = row_of(session, sample_id)
            taken = session.exec(
                select(SampleDraw, Recording.recording_id)
                .join(Recording, col(Recording.id) == SampleDraw.recording)
                .where(SampleDraw.sample == row.id)
            ).all()
            going = next((each for each, drawn in taken if drawn == recording_id and each.stands), None)
            if going is None:
                raise InputRefused(f"{recording_id} does not stand in {sample_id}. Nothing was changed.")
            if is_checked(session, going):
                raise InputRefused(f"{recording_id} was checked; its check stays in {sample_id}. Nothing was changed.")
            kept = session.get_one(SampleFrame, row.id)
            frame = [FrameCall(*call) for call in kept.calls]
            used = {drawn for _each, drawn in taken}
            following = next_in_rank(frame, row.seed, going.caseworker_id, used)
            coming = None if following is None else _rows_of(session, following)
            going.stands = False
            session.add(going)
            session.flush()
            place: dict[str, Any] = {"sample": row.id, "position": going.position}
            if coming is not None:
                session.add(
                    SampleDraw(
                        **place,
                        turn=going.turn + 1,
                        recording=coming.recording,
                        sheet=coming.sheet,
                        caseworker_id=going.caseworker_id,
                    )
                )
            session.add(
                SampleReplacement(
                    **place,
                    turn=going.turn,
                    recording=going.recording,
                    replaced_by=None if coming is None else coming.recording,
                    reason=reason,
                    made_by=by.staff_id,
                    made_at=self._clock.now().replace(microsecond=0),
                )
            )
            session.flush()
            return sample_of(session, row)

    def _judge(self, filters: Filters) -> None:
        """The verdicts are asked for as they are today."""
        if filters.verdict is not None:
            self._judgements.refresh()

    def _begin(self, session: Session) -> None:
        if self._database.is_sqlite:
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")

    def _keep(self, session: Session, order: SampleOrder, rows: dict[str, FrameRow], by: Person) -> Sample:
        frame = [row.call for row in rows.values()]
        drawing: Drawing = draw(frame, order.seed, allocate(order.how_many, counts_of(frame)))
        sha256 = frame_hash(rows)
        certificate = Certificate(
            order.seed,
            self._clock.now().replace(microsecond=0),
            by.staff_id,
            Frame(order.date_from, order.date_to, order.filters, len(frame), sha256),
            tuple(sorted(order.excluded, key=lambda each: each.recording_id)),
            _earlier(session, order.date_from, order.date_to),
            drawing.strata,
            drawing.draws,
        )
        row = SampleRow(
            sample_id=_next_id(session),
            date_from=order.date_from,
            date_to=order.date_to,
            seed=order.seed,
            frame_sha256=sha256,
            certificate=certificate.as_dict(),
            how_many={"allocation": order.how_many.allocation.value, "number": str(order.how_many.number)},
            drawn_by=by.staff_id,
            drawn_at=certificate.drawn_at,
            due=order.due,
            reviewer=order.reviewer,
            blind=order.blind,
        )
        session.add(row)
        session.flush()
        calls = [[each.recording_id, each.sheet_id, each.caseworker_id] for each in frame]
        session.add(SampleFrame(sample=row.id, calls=calls))
        for each in drawing.draws:
            whole = rows[each.recording_id]
            session.add(
                SampleDraw(
                    sample=row.id,
                    position=each.position,
                    recording=whole.recording,
                    sheet=whole.sheet,
                    caseworker_id=each.caseworker_id,
                )
            )
        session.flush()
        return sample_of(session, row)


def _faults(session: Session, order: SampleOrder, frame: Sequence[FrameRow]) -> list[Refusal]:
    faults = []
    seed = seed_fault(order.seed)
    if seed is not None:
        faults.append(Refusal("sample", None, "seed", order.seed, seed))
    known, seen = {row.call.recording_id for row in frame}, set[str]()
    for each in order.excluded:
        if each.recording_id in seen:
            faults.append(Refusal("sample", None, "exclude", each.recording_id, "is excluded twice"))
        elif each.recording_id not in known:
            why = why_not(session, each.recording_id, order.date_from, order.date_to)
            faults.append(Refusal("sample", None, "exclude", each.recording_id, f"is not in the frame: {why}"))
        elif not each.reason.strip() or len(each.reason) > LONGEST_REASON:
            faults.append(Refusal("sample", None, "exclude", each.recording_id, "needs a reason in words"))
        seen.add(each.recording_id)
    if order.reviewer is not None:
        reviewer = person_of(session, order.reviewer)
        if not reviewer.on_staff:
            faults.append(Refusal("sample", None, "reviewer", order.reviewer, "nobody on the staff list has this id"))
        elif not reviewer.may_review:
            reason = "is neither a team leader nor of Quality Assurance"
            faults.append(Refusal("sample", None, "reviewer", order.reviewer, reason))
    return faults


def _refuse(faults: list[Refusal]) -> None:
    if faults:
        raise InputRefused(f"Nothing was drawn: {faults[0]}.", faults)


def _empty(order: SampleOrder, before_exclusions: int) -> str:
    period = f"{order.date_from.isoformat()} to {order.date_to.isoformat()}"
    if before_exclusions:
        return f"The frame is empty: every call from {period} is excluded. Nothing was drawn."
    narrowed = " that passes the filters" if order.filters.as_dict() else ""
    return (
        f"The frame is empty: no recording matched to a sheet{narrowed} is of a call from {period}. Nothing was drawn."
    )


def _earlier(session: Session, first: date, last: date) -> tuple[str, ...]:
    overlapping = (SampleRow.date_from <= last, SampleRow.date_to >= first)
    return tuple(session.exec(select(SampleRow.sample_id).where(*overlapping).order_by(SampleRow.id)))


def _next_id(session: Session) -> str:
    """S-0001 and so on, by the longest and highest there is: S-10000 comes after S-9999."""
    longest = func.length(SampleRow.sample_id)
    last = session.exec(
        select(SampleRow.sample_id).order_by(longest.desc(), col(SampleRow.sample_id).desc()).limit(1)
    ).first()
    return f"S-{(0 if last is None else int(last.removeprefix('S-'))) + 1:04}"


def _rows_of(session: Session, call: FrameCall) -> FrameRow:
    recording = session.exec(select(Recording.id).where(Recording.recording_id == call.recording_id)).first()
    sheet = session.exec(select(GuideSheet.id).where(GuideSheet.sheet_id == call.sheet_id)).first()
    if recording is None:
        raise UnknownId("recording", call.recording_id)
    if sheet is None:
        raise UnknownId("guide sheet", call.sheet_id)
    return FrameRow(call, recording, sheet)
