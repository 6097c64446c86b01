"""Drawing a certificate's sample again from the calls of this database. Used by the store of samples.

Beside what the redraw gives (`models.sample_redraw`) stands what only the database knows: the sample as it was kept
here, and which calls came into its frame and left it since.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.errors import InputRefused
from models.recording import Recording
from models.sample import SampleFrame, SampleRow
from models.sample_certificate import Certificate
from models.sample_certificate_file import CertificateFile
from models.sample_redraw import Difference, contradictions, differences, holds_its_frame
from models.sampling import FrameCall
from models.store.sample_frames import read_frame, why_not
from models.store.sample_reading import sample_of


@dataclass(frozen=True)
class Redrawn:
    """What came of drawing a certificate's sample again. `sample_id` is that of the sample it is of, where it is kept
    here; `changed` says in sentences which calls came into the frame and left it since. `from_itself`: no call was at
    hand, and the certificate itself holds its whole frame."""

    sample_id: str | None
    differences: tuple[Difference, ...]
    changed: tuple[str, ...] = ()
    from_itself: bool = False

    @property
    def same(self) -> bool:
        return not self.differences


def redrawn(session: Session, told: CertificateFile) -> Redrawn:
    """Draw the sample again and compare. Raises InputRefused as `SampleStore.redraw` says."""
    certificate = told.certificate
    asked = certificate.frame
    apart = {each.recording_id for each in certificate.excluded}
    here = read_frame(session, asked.date_from, asked.date_to, asked.filters)
    frame = [row.call for row in here if row.call.recording_id not in apart]
    if not frame and not _any_known(session, certificate):
        return _from_itself(certificate)

    def reason(recording_id: str) -> str:
        return why_not(session, recording_id, asked.date_from, asked.date_to)

    found = list(differences(certificate, frame, reason))
    row = _kept(session, told)
    if row is None:
        return Redrawn(None, tuple(found))
    found += _beside_kept(certificate, sample_of(session, row).certificate, row.sample_id)
    before = {recording_id for recording_id, *_ in session.get_one(SampleFrame, row.id).calls}
    now = {call.recording_id for call in frame}
    changed = [f"{each} came into the frame since." for each in sorted(now - before)]
    changed += [f"{each} left the frame since: {reason(each)}." for each in sorted(before - now)]
    return Redrawn(row.sample_id, tuple(found), tuple(changed))


def _any_known(session: Session, certificate: Certificate) -> bool:
    """Whether any of the first drawn calls is known here; a machine without the recordings knows none."""
    some = [each.recording_id for each in certificate.draws[:500]]
    return session.exec(select(Recording.id).where(col(Recording.recording_id).in_(some)).limit(1)).first() is not None


def _from_itself(certificate: Certificate) -> Redrawn:
    found = contradictions(certificate)
    if not found and holds_its_frame(certificate):
        frame = [FrameCall(each.recording_id, each.sheet_id, each.caseworker_id) for each in certificate.draws]
        found = differences(certificate, frame, lambda _recording_id: "is not in the frame")
    elif not found:
        raise InputRefused(
            "The sample cannot be drawn again here: this database holds none of its calls. The certificate agrees with "
            "itself; to compare it, use the database it was drawn from."
        )
    return Redrawn(None, tuple(found), from_itself=True)


def _kept(session: Session, told: CertificateFile) -> SampleRow | None:
    """The sample this certificate is of, by its id, else by its seed and frame; another machine's S-0001 is not it."""
    certificate = told.certificate
    asked = certificate.frame
    rows = session.exec(
        select(SampleRow)
        .where((SampleRow.sample_id == told.sample_id) | (SampleRow.seed == certificate.seed))
        .where(SampleRow.date_from == asked.date_from, SampleRow.date_to == asked.date_to)
        .order_by(SampleRow.id)
    ).all()

    def likeness(row: SampleRow) -> tuple[bool, bool]:
        return row.sample_id == told.sample_id, row.drawn_at == certificate.drawn_at

    found = []
    for row in rows:
        alike = (row.seed == certificate.seed, row.frame_sha256 == asked.sha256)
        if all(alike) or (any(alike) and row.sample_id == told.sample_id):
            found.append(row)
    return max(found, key=likeness, default=None)


def _beside_kept(told: Certificate, kept: Certificate, sample_id: str) -> list[Difference]:
    """What a redraw cannot show: who drew it, when, after which others, and why calls were excluded or replaced."""
    given, stored = told.as_dict(), kept.as_dict()
    found = []
    for key in ("seed", "drawn_at", "drawn_by", "excluded", "earlier_draws_on_this_period"):
        if given[key] != stored[key]:
            reason = f"{sample_id}, as it is kept here, says otherwise"
            found.append(Difference(key, str(given[key]), str(stored[key]), reason))
    so_far = stored["replacements"][: len(given["replacements"])]
    if given["replacements"] != so_far:
        reason = f"{sample_id}, as it is kept here, names others"
        found.append(Difference("replacements", str(given["replacements"]), str(so_far), reason))
    return found
