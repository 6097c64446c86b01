"""The answers of a signed review in one short text, so that prompts are counted without going through the answers.

One character a prompt, in the order of the review's scorecard, frozen at signing into `Review.marks`. A dashboard of a
hundred thousand reviews puts the texts of a group end to end and counts every n-th character; two million answers and
their evidence are not read. Used by signing, by migration 0007 for what was signed before, and by `models.board`.
"""

from collections.abc import Mapping, Sequence

from models.review import AnswerNote, AnswerValue, EvidenceKind

UNANSWERED = "-"
ON_CALL = frozenset({EvidenceKind.SPAN, EvidenceKind.WHOLE_CALL})
"""Evidence that is the call itself."""
_MARKS = {
    AnswerValue.YES: ("y", "Y"),
    AnswerValue.NO: ("n", "N"),
    AnswerValue.NOT_APPLICABLE: ("a", "A"),
    AnswerValue.CANNOT_TELL: ("c", "C"),
    AnswerValue.NOTED: ("t", "T"),
}
_VALUES = {mark: value for value, pair in _MARKS.items() for mark in pair}
YES, NO, NOT_APPLICABLE, CANNOT_TELL = (
    _MARKS[value] for value in (AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_TELL)
)
"""The marks of an answer: without evidence on the call, and with it."""
EVIDENCED = (YES[1],)
ALL = (UNANSWERED, *_VALUES)


def mark(value: str | None, *, on_call: bool) -> str:
    """The mark of one answer; `on_call`: a span of the call, or the whole of it, is its evidence."""
    return UNANSWERED if value is None else _MARKS[AnswerValue(value)][on_call]


def value_of(mark: str) -> AnswerValue | None:
    """The answer a mark stands for; None for none."""
    return _VALUES.get(mark)


def marks_of(prompts: Sequence[str], notes: Sequence[AnswerNote]) -> str:
    """The marks of these prompts, in order."""
    found: Mapping[str, AnswerNote] = {note.prompt: note for note in notes}
    return "".join(_mark_of(found.get(prompt)) for prompt in prompts)


def _mark_of(note: AnswerNote | None) -> str:
    if note is None:
        return UNANSWERED
    return mark(note.value, on_call=any(piece.kind in ON_CALL for piece in note.evidence))
