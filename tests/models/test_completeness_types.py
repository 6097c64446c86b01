"""What keeps a review from being signed where more than yes or no is asked for, and where causes or comments are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.completeness import Missing, missing
from models.guide_sheet import GuideSheet
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm
from models.scorecard import read_scorecard
from models.sheet_facts import facts_of

EVERY = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")
Y, N, NA, CT, NOTED = AnswerValue
SHEET = GuideSheet(sheet_id="PAG-1", imported_at=datetime(2009, 10, 5, tzinfo=UTC))
SPAN = EvidenceNote(EvidenceKind.SPAN, 1000, 2000)
COMPLETE = ReviewForm(
    "VR-1",
    "PAG-1",
    "CW011",
    "TL01",
    answers=(
        AnswerNote("OFFERED", Y),
        AnswerNote("EXPLAINED", Y, given="wholly"),
        AnswerNote("COURTESY", Y, given="4"),
        AnswerNote("FIRST_OFFER", Y, given="20.00"),
        AnswerNote("MINUTES_HELD", NOTED, given="6"),
        AnswerNote("WHY_SO_LONG", NOTED, given="the system was slow"),
    ),
)


def lacking(note: AnswerNote | None = None) -> tuple[Missing, ...]:
    form = COMPLETE if note is None else COMPLETE.with_answer(note)
    return missing(EVERY, form, facts_of(SHEET, has_call=True), has_call=True, duration_ms=60_000)


def test_every_type_answered_lacks_nothing() -> None:
    assert lacking() == ()


NEEDED: list[tuple[AnswerNote, list[tuple[str, str]]]] = [
    (AnswerNote("EXPLAINED", N, given="not_at_all"), [("evidence", "a no needs a span of the call")]),
    (AnswerNote("EXPLAINED", N, given="hardly", evidence=(SPAN,)), []),
    (AnswerNote("EXPLAINED", Y, given="partly"), [("comment", '"Partly: one thing was left out" needs a comment')]),
    (AnswerNote("EXPLAINED", Y, "the day", given="partly"), []),
    (AnswerNote("COURTESY", N, given="1"), [("evidence", "a no needs a span of the call")]),
    (AnswerNote("FIRST_OFFER", N, evidence=(SPAN,), given="1.00"), [("comment", "a no needs a comment here")]),
    (AnswerNote("OFFERED", N, evidence=(SPAN,)), [("root cause", "a no needs at least one cause here")]),
    (AnswerNote("OFFERED", N, "", ("haste",), (SPAN,)), []),
    (AnswerNote("OFFERED", CT), [("comment", '"cannot tell" needs a comment here')]),
    (AnswerNote("COURTESY", Y, given="9"), [("answer", "9 must be a whole number from 1 to 5")]),
    (AnswerNote("COURTESY", Y, given="1"), [("answer", "1 does not count as Y")]),
    (AnswerNote("COURTESY", NA), [("answer", "this prompt always applies")]),
]


@pytest.mark.parametrize(("note", "needed"), NEEDED)
def test_what_an_answer_needs_is_what_its_prompt_declares(note: AnswerNote, needed: list[tuple[str, str]]) -> None:
    found = lacking(note)
    assert [(each.prompt, each.what) for each in found] == [(note.prompt, what) for what, _ in needed]
    for each, (_, why) in zip(found, needed, strict=True):
        assert each.why.startswith(why)
