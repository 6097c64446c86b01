"""A review written as a file: a ReviewForm to the values of `steercheck.review/1`, and the lines of `reviews.jsonl`.

The other half of `models.review_file`, which reads it and gives these names on. Times are seconds in the file.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.answer_types import Text, written
from models.clock import OFFICE_ZONE
from models.review import AnswerNote, EvidenceKind, EvidenceNote, ReviewForm
from models.scorecard import Prompt
from models.scoring import Result

SCHEMA = "steercheck.review/1"
WITHHELD = "[withheld]"
"""What stands for the words typed as an answer to a prompt whose words are not handed out."""


def form_values(form: ReviewForm) -> dict[str, Any]:
    """The form as plain values in the contract's keys and order."""
    return {
        "schema": SCHEMA,
        "review_id": form.review_id,
        "kind": form.kind.value,
        "recording_id": form.recording_id,
        "sheet_id": form.sheet_id,
        "caseworker_id": form.caseworker_id,
        "reviewer_id": form.reviewer_id or None,
        "sample_id": form.sample_id,
        "scorecard": form.scorecard,
        "policy": form.policy,
        "whole_call_heard": form.whole_call_heard,
        "comment": form.comment,
        "answers": [
            {
                "prompt": note.prompt,
                "answer": written(note),
                "comment": note.comment,
                "root_causes": list(note.root_causes),
                "evidence": [_evidence_values(piece) for piece in note.evidence],
            }
            for note in form.answers
        ],
    }


def line_values(
    form: ReviewForm,
    result: Result | None,
    *,
    state: str,
    steer: Mapping[str, Any] | None,
    heard_share: Decimal | None,
    withheld: Collection[Prompt],
) -> dict[str, Any]:
    """A line of reviews.jsonl: the form, and what came out of it. Of the prompts in `withheld` comments and words typed
    as the answer stay out.

    `steer` is null for a review without a guide sheet, and for one signed before the steer was worked out.
    """
    prompts = {prompt.id: prompt for prompt in withheld}
    answers = tuple(
        without_words(prompts[note.prompt], note) if note.prompt in prompts else note for note in form.answers
    )
    return form_values(replace(form, answers=answers)) | {
        "state": state,
        "signed_at": None if form.signed_at is None else office_time(form.signed_at),
        "steer": steer,
        "score": None if result is None or result.score is None else str(result.score),
        "critical": None if result is None or result.critical is None else result.critical.value,
        "kpi_class": None if result is None or result.kpi_class is None else result.kpi_class.value,
        "heard_share": None if heard_share is None else str(heard_share),
        "amends": form.amends,
        "amend_reason": form.amend_reason,
    }


def without_words(prompt: Prompt, note: AnswerNote) -> AnswerNote:
    """The note without its comment and, where the answer itself is words, without those."""
    given = WITHHELD if note.given is not None and isinstance(prompt.answer, Text) else note.given
    return replace(note, comment="", given=given)


def office_time(moment: datetime) -> str:
    """A moment as the office's clock shows it, to the second, with its offset: 2009-10-05T11:42:07+01:00."""
    return moment.astimezone(OFFICE_ZONE).isoformat(timespec="seconds")


def _evidence_values(piece: EvidenceNote) -> dict[str, Any]:
    if piece.kind is EvidenceKind.SPAN and piece.start_ms is not None and piece.end_ms is not None:
        return {"kind": piece.kind.value, "start": piece.start_ms / 1000, "end": piece.end_ms / 1000}
    if piece.kind is EvidenceKind.SHEET:
        return {"kind": piece.kind.value, "field": piece.field}
    return {"kind": piece.kind.value}
