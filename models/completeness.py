"""What keeps a review from being signed: answers, comments and evidence that are missing or cannot be admitted.

A "no" needs the evidence its prompt declares: a span of the call or the whole call heard, or a named field of the
guide sheet; on a check without a call every prompt is decided on the sheet (domain notes, section 4). Evidence that
cannot be true (a span beyond the recording, a field no sheet has, a whole call that the listening record does not
support) is named whatever the answer is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.answer_types import fits, shown, written
from models.applicability import WORDS, settled
from models.listening import WHOLE_CALL_SHARE, heard_ms, supports_whole_call
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm
from models.scorecard import Demand, Prompt, ScorecardDefinition
from models.sheet_facts import SHEET_FIELDS, SheetFacts

ROUNDING_MS = 50
"""A span may end this much beyond the recording: lists give its length to a tenth of a second."""

DEMANDED = {
    Demand.CALL: frozenset({EvidenceKind.SPAN, EvidenceKind.WHOLE_CALL}),
    Demand.SHEET: frozenset({EvidenceKind.SHEET}),
    Demand.EITHER: frozenset(EvidenceKind),
}
DEMAND_IN_WORDS = {
    Demand.CALL: "a no needs a span of the call, or the whole call heard",
    Demand.SHEET: "a no needs a field of the guide sheet",
    Demand.EITHER: "a no needs a span of the call, the whole call heard, or a field of the guide sheet",
}


@dataclass(frozen=True)
class Missing:
    """Something that keeps a review from being signed. `what` is "answer", "comment", "root cause" or
    "evidence"."""

    prompt: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.prompt}: {self.what}: {self.why}"

    def as_dict(self) -> dict[str, str]:
        """As the command-line contract writes it."""
        return {"prompt": self.prompt, "what": self.what}


@dataclass(frozen=True)
class _Check:
    """What evidence is held against: whether there is a call, how long it is, why it was not heard as a whole (None: it
    was), a sheet."""

    has_call: bool
    duration_ms: int | None
    not_whole: str | None
    has_sheet: bool


def missing(
    card: ScorecardDefinition,
    form: ReviewForm,
    facts: SheetFacts,
    *,
    has_call: bool,
    duration_ms: int | None,
    declared: bool = False,
) -> tuple[Missing, ...]:
    """Everything that keeps `form` from being signed, in the order of the form; nothing means it can be.

    `duration_ms` is the length of the recording as decoded; None where there is no call. `declared`: the form's own
    word on the whole call stands in for the listening record (a file of answers, or what was signed before).
    """
    answers = settled(card, form, facts)
    not_whole = not_heard_whole(form, duration_ms, declared=declared)
    check = _Check(has_call, duration_ms, not_whole, facts["has_sheet"] is True)
    return tuple(found for prompt in card.prompts for found in _missing(prompt, form.answer(prompt.id), answers, check))


def not_heard_whole(form: ReviewForm, duration_ms: int | None, *, declared: bool = False) -> str | None:
    """Why the whole call cannot be evidence, in words; None when it can."""
    if supports_whole_call(form.heard, duration_ms):
        return None
    if declared:
        return None if form.whole_call_heard else "the whole call is named, but it is not marked as heard"
    share = heard_ms(form.heard, duration_ms) * 100 // duration_ms if duration_ms else 0
    return f"{share}% of the call was heard here, and the whole call is evidence from {WHOLE_CALL_SHARE:.0%} on"


def demanded(prompt: Prompt, *, has_call: bool) -> Demand:
    """What carries a no to this prompt: as it declares, and always the sheet on a check without a call."""
    return prompt.evidence if has_call else Demand.SHEET


def _missing(prompt: Prompt, note: AnswerNote, answers: dict[str, AnswerValue], check: _Check) -> Iterator[Missing]:
    answer = answers.get(prompt.id)
    if answer is None:
        yield Missing(prompt.id, "answer", "not answered yet")
    if answer is AnswerValue.NOT_APPLICABLE and prompt.always_applies:
        yield Missing(prompt.id, "answer", "this prompt always applies: answer yes, no or cannot tell")
    unfit = fits(prompt, note)
    if unfit is not None:
        yield Missing(prompt.id, "answer", f"{written(note)} {unfit}")
    if prompt.needs_comment(answer, note.given) and not note.comment.strip():
        yield Missing(prompt.id, "comment", f"{_answer_in_words(prompt, note, answer)} needs a comment here")
    if answer is AnswerValue.NO and prompt.root_cause_needed and not note.root_causes:
        yield Missing(prompt.id, "root cause", "a no needs at least one cause here")
    faults = [fault for piece in note.evidence if (fault := _fault(piece, check)) is not None]
    for fault in faults:
        yield Missing(prompt.id, "evidence", fault)
    if answer is AnswerValue.NO and not faults:
        demand = demanded(prompt, has_call=check.has_call)
        if not any(piece.kind in DEMANDED[demand] for piece in note.evidence):
            yield Missing(prompt.id, "evidence", _needed(demand, check))


def _answer_in_words(prompt: Prompt, note: AnswerNote, answer: AnswerValue | None) -> str:
    """a no; "cannot tell"; "Partly"."""
    if answer is AnswerValue.NO and prompt.comment_on_no:
        return "a no"
    return f'"{shown(prompt, note) or (WORDS[answer] if answer is not None else "")}"'


def _fault(piece: EvidenceNote, check: _Check) -> str | None:
    """Why this piece of evidence cannot be admitted; None when it can."""
    if piece.kind is EvidenceKind.SHEET:
        return _sheet_fault(piece, check)
    if not check.has_call or check.duration_ms is None:
        return "there is no recording of this call: only a field of the guide sheet can be evidence"
    if piece.kind is EvidenceKind.WHOLE_CALL:
        return check.not_whole
    if piece.start_ms is None or piece.end_ms is None or not 0 <= piece.start_ms < piece.end_ms:
        return "a span needs a start at or after 0 and an end after it"
    if piece.end_ms > check.duration_ms + ROUNDING_MS:
        return f"the span ends at {seconds(piece.end_ms)} s; the recording is {seconds(check.duration_ms)} s long"
    return None


def _sheet_fault(piece: EvidenceNote, check: _Check) -> str | None:
    if not check.has_sheet:
        return "no guide sheet belongs to this call: a field of it cannot be evidence"
    if piece.field not in SHEET_FIELDS:
        return f"a guide sheet has no field {piece.field!r}"
    return None


def _needed(demand: Demand, check: _Check) -> str:
    if demand is Demand.SHEET and not check.has_sheet:
        return (
            "a no needs a field of the guide sheet, and no sheet belongs to this call: match it, or answer cannot tell"
        )
    return DEMAND_IN_WORDS[demand]


def seconds(time_ms: int) -> str:
    """Milliseconds as seconds with three decimals: 29.370."""
    return f"{time_ms // 1000}.{time_ms % 1000:03}"
