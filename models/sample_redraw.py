"""Drawing a certificate's sample again and comparing: what differs, by its key, with the reason as far as it is known.

Pure. Two comparisons: with the calls of a database (`differences`), and, where the calls are not at hand, of the
certificate with itself (`contradictions`): counts, weights, positions and the order of ranks must agree. Where every
call of the frame was drawn, the certificate holds the whole frame, and its hash can be worked out from itself alone.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from models.sample_certificate import Certificate
from models.sampling import Drawing, FrameCall, draw, frame_hash, in_order, next_in_rank, rank, weight

WhyNot = Callable[[str], str]
"""Why a recording (by its id) is not in the frame, as a clause."""


@dataclass(frozen=True)
class Difference:
    """One thing the certificate says otherwise: its key, what stands there, what the redraw gives."""

    key: str
    certificate: str | None
    redrawn: str | None
    reason: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        told, redrawn = self.certificate or "none", self.redrawn or "none"
        return f"{self.key}: the certificate has {told}, the redraw {redrawn}: {self.reason}"


def differences(certificate: Certificate, frame: Collection[FrameCall], why_not: WhyNot) -> tuple[Difference, ...]:
    """What comes out otherwise when the sample is drawn again from `frame` (without the excluded calls)."""
    known = {call.recording_id for call in frame}
    again = draw(frame, certificate.seed, certificate.wanted)
    return (
        *_of_frame(certificate, frame),
        *_of_strata(certificate, again),
        *_of_draws(certificate, again, lambda recording_id: None if recording_id in known else why_not(recording_id)),
        *_of_replacements(certificate, frame, why_not),
    )


def contradictions(certificate: Certificate) -> tuple[Difference, ...]:
    """What the certificate says that cannot all be true, whatever the frame was."""
    found: list[Difference] = []

    def expect(key: str, told: object, worked_out: object, reason: str) -> None:
        if told != worked_out:
            found.append(Difference(key, str(told), str(worked_out), reason))

    strata = certificate.strata
    expect("frame.size", certificate.frame.size, sum(each.frame for each in strata), "the sum of the strata")
    names = [each.caseworker_id for each in strata]
    expect("strata", _names(names), _names(in_order(set(names))), "each caseworker once, by id")
    drawn = Counter(each.caseworker_id for each in certificate.draws)
    for number, each in enumerate(strata):
        key = f"strata[{number}]"
        expect(f"{key}.drawn", each.drawn, min(each.wanted, each.frame), "as many as wanted, else all there are")
        expect(f"{key}.drawn", each.drawn, drawn.pop(each.caseworker_id, 0), "counted in the draws")
        expect(f"{key}.weight", each.weight, weight(each.frame, each.drawn), "frame / drawn")
    for caseworker in drawn:
        found.append(Difference("draws", caseworker, None, "a caseworker of the draws has no stratum"))
    order = sorted(
        certificate.draws, key=lambda one: (one.caseworker_id or "", rank(certificate.seed, one.recording_id))
    )
    for number, (told, right) in enumerate(zip(certificate.draws, order, strict=True)):
        expect(f"draws[{number}].position", told.position, number + 1, "counted from 1")
        expect(f"draws[{number}].recording_id", told.recording_id, right.recording_id, "by caseworker, then by rank")
    ids = [each.recording_id for each in certificate.draws]
    twice = sorted(each for each, times in Counter(ids).items() if times > 1)
    expect("draws", ", ".join(twice), "", "each call once")
    both = sorted(set(ids) & {each.recording_id for each in certificate.excluded})
    expect("excluded", ", ".join(both), "", "no excluded call is drawn")
    if holds_its_frame(certificate):
        expect("frame.sha256", certificate.frame.sha256, frame_hash(ids), "every call of the frame was drawn")
    return tuple(found)


def holds_its_frame(certificate: Certificate) -> bool:
    """Whether every call of the frame was drawn, so that the certificate can be redrawn from itself."""
    return len(certificate.draws) == certificate.frame.size


def _of_frame(certificate: Certificate, frame: Collection[FrameCall]) -> list[Difference]:
    told, size = certificate.frame, len(frame)
    here = frame_hash(call.recording_id for call in frame)
    found = []
    if told.size != size:
        found.append(Difference("frame.size", str(told.size), str(size), "the number of calls in the frame"))
    if told.sha256 != here:
        found.append(Difference("frame.sha256", told.sha256, here, "the calls of the frame are others"))
    return found


def _of_strata(certificate: Certificate, again: Drawing) -> list[Difference]:
    found = []
    here = {each.caseworker_id: each for each in again.strata}
    for number, told in enumerate(certificate.strata):
        now = here.pop(told.caseworker_id, None)
        whose, key = told.caseworker_id or "nobody known", f"strata[{number}]"
        if now is None:
            found.append(Difference(f"{key}.frame", str(told.frame), "0", f"no call of {whose} is in the frame"))
            continue
        for name in ("frame", "drawn", "weight"):
            was, came = getattr(told, name), getattr(now, name)
            if was != came:
                found.append(Difference(f"{key}.{name}", _shown(was), _shown(came), f"calls of {whose}"))
    for caseworker, now in here.items():
        reason = "a caseworker whom the certificate does not name has calls in the frame"
        found.append(Difference("strata", None, f"{caseworker or 'nobody known'}, {now.frame}", reason))
    return found


def _of_draws(certificate: Certificate, again: Drawing, missing: Callable[[str], str | None]) -> list[Difference]:
    found = []
    told, here = certificate.draws, again.draws
    drawn_here = {call.recording_id for call in here}
    drawn_there = {call.recording_id for call in told}
    for number, one in enumerate(told):
        key = f"draws[{number}]"
        if one.recording_id not in drawn_here:
            reason = missing(one.recording_id) or "is in the frame, and its rank does not draw it"
            found.append(Difference(f"{key}.recording_id", one.recording_id, None, reason))
    for call in here:
        if call.recording_id not in drawn_there:
            reason = f"the redraw has it at {call.position}, of {call.caseworker_id or 'nobody known'}"
            found.append(Difference("draws", None, call.recording_id, reason))
    if found or len(told) != len(here):
        if not found:  # one call stands there twice
            found.append(Difference("draws", str(len(told)), str(len(here)), "the number of draws"))
        return found
    for number, (one, call) in enumerate(zip(told, here, strict=True)):
        for name in ("position", "recording_id", "sheet_id", "caseworker_id"):
            was, came = getattr(one, name), getattr(call, name)
            if was != came:
                found.append(Difference(f"draws[{number}].{name}", _shown(was), _shown(came), "drawn again"))
    return found


def _of_replacements(certificate: Certificate, frame: Collection[FrameCall], why_not: WhyNot) -> list[Difference]:
    """Each took the place of what stood at its position, by the caseworker's next call in rank."""
    found = []
    used = {each.recording_id for each in certificate.draws}
    stands: dict[int, str | None] = {each.position: each.recording_id for each in certificate.draws}
    whose: Mapping[int, str | None] = {each.position: each.caseworker_id for each in certificate.draws}
    for number, each in enumerate(certificate.replacements):
        key = f"replacements[{number}]"
        if stands.get(each.position) != each.recording_id:
            reason = f"what stood at position {each.position}"
            found.append(Difference(f"{key}.recording_id", each.recording_id, stands.get(each.position), reason))
        elif not each.reason.strip():
            found.append(Difference(f"{key}.reason", None, None, "a replacement needs its reason"))
        following = next_in_rank(frame, certificate.seed, whose.get(each.position), used)
        right = None if following is None else following.recording_id
        if each.replaced_by != right:
            gone = each.replaced_by is not None and all(call.recording_id != each.replaced_by for call in frame)
            reason = why_not(str(each.replaced_by)) if gone else "the caseworker's next call in rank"
            found.append(Difference(f"{key}.replaced_by", each.replaced_by, right, reason))
        elif following is not None and each.sheet_id != following.sheet_id:
            found.append(Difference(f"{key}.sheet_id", each.sheet_id, following.sheet_id, "the sheet of the call"))
        stands[each.position] = each.replaced_by
        used.update((each.replaced_by,) if each.replaced_by else ())
    return found


def _names(caseworkers: Sequence[str | None]) -> str:
    return ", ".join(each or "nobody known" for each in caseworkers)


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
