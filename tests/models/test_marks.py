"""The answers of a review as marks: in the card's order, with what rests on the call told apart."""

import gzip
from pathlib import Path

import pytest
from sqlmodel import select

from models.clock import Clock
from models.database import open_database
from models.guide_sheet import GuideSheet
from models.marks import marks_of
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, Review, ReviewState
from models.sheet_judgement import SheetConfirmation
from models.steer import Judgement
from models.store import Store

KEPT = sorted((Path(__file__).parents[1] / "old_databases").glob("*.db.gz"))
SPAN = (EvidenceNote(EvidenceKind.SPAN, 0, 1000),)
FIELD = (EvidenceNote(EvidenceKind.SHEET, field="lump_sum"),)


def test_a_mark_stands_for_each_prompt_in_the_order_of_the_card() -> None:
    notes = (
        AnswerNote("D", AnswerValue.NOT_APPLICABLE),
        AnswerNote("A", AnswerValue.YES, evidence=SPAN),
        AnswerNote("B", AnswerValue.YES, evidence=FIELD),
        AnswerNote("C", AnswerValue.NO, evidence=(*FIELD, *SPAN)),
        AnswerNote("E", AnswerValue.CANNOT_TELL),
        AnswerNote("F", AnswerValue.NOTED),
        AnswerNote("G", comment="not answered yet"),
    )
    assert marks_of(["A", "B", "C", "D", "E", "F", "G", "H"], notes) == "YyNact--"


def _as_signed(store: Store) -> None:
    """What signing would have frozen stands beside every signed review."""
    with store.database.session() as session:
        reviews = session.exec(select(Review).where(Review.state == ReviewState.SIGNED)).all()
        words = session.exec(select(SheetConfirmation)).all()
    for review in reviews:
        form = store.reviews.get(review.id)
        card = store.scorecards.get(form.scorecard)
        assert review.marks == marks_of([prompt.id for prompt in card.prompts], form.answers)
    followed = {word.follows for word in words}
    for word in words:
        assert word.stands == (word.id not in followed)
        assert word.reasons == "+".join(Judgement.from_values(word.result).reasons)
        assert word.discretion_ground == (word.figures["discretion_ground"] or None)


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_what_was_signed_before_there_were_marks_gets_those_that_signing_writes(
    kept: Path, tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "steercheck.db"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    store = Store(open_database(path), clock)
    _as_signed(store)
    store.close()


def test_signing_confirming_and_withdrawing_keep_them(done: Store) -> None:
    leader = done.staff.get("TL01")
    assert leader is not None
    with done.database.session() as session:
        word = session.exec(select(SheetConfirmation).where(SheetConfirmation.made_by == "TL01")).first()
    assert word is not None
    done.judgements.withdraw(_sheet_id(done, word.sheet), leader, "the figures were mixed up")
    _as_signed(done)


def _sheet_id(store: Store, row: str) -> str:
    with store.database.session() as session:
        return session.exec(select(GuideSheet.sheet_id).where(GuideSheet.id == row)).one()
