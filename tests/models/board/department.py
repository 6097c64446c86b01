"""A department with something of everything, for the tests of the dashboard."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, select

import resources
from models.board.query import BoardQuery, Figure
from models.clock import Clock
from models.crosscheck import Task567
from models.database import open_database
from models.guide_sheet import GuideSheet
from models.recording import Recording
from models.review import AnswerNote, AnswerValue, EvidenceKind, EvidenceNote, ReviewForm, ReviewKind
from models.review_file import read_review_file
from models.review_life import DisputeNote, Outcome, Reply, ReplyAnswer
from models.sample import SampleDraw, SampleRow
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person

TODAY = date(2009, 10, 5)
FIRST, LAST = date(2009, 9, 1), date(2009, 9, 30)
SEPTEMBER = BoardQuery(FIRST, LAST)
ANSWERS = resources.path("demo/answers")
BLIND = ("PAG-088108", "PAG-088111")
"""Sheets of which a blind draw waits: one accurate and sensitive to a reading, one inaccurate."""
LISTENING = {
    "schema": "steercheck.scorecard/1",
    "id": "listening/1",
    "title": "How the call was led",
    "section": [
        {
            "title": "The call",
            "prompt": [
                _ | {"weight": 1, "evidence": "call", "from_steer": False, "not_applicable": "never", "help": "Listen."}
                for _ in (
                    {"id": "WELFARE", "text": "Was the caller put at ease?", "critical": False},
                    {"id": "CLOSING", "text": "Was the call closed well?", "critical": True},
                )
            ],
        }
    ],
}


def who(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def _sheet(session: Session, sheet_id: str) -> GuideSheet:
    return session.exec(select(GuideSheet).where(GuideSheet.sheet_id == sheet_id)).one()


def _listening(store: Store, card: str) -> ReviewForm:
    """A review by another scorecard, one prompt of which has an id of ours."""
    span = (EvidenceNote(EvidenceKind.SPAN, 1000, 2000),)
    notes = (AnswerNote("WELFARE", AnswerValue.NO, "", (), span), AnswerNote("CLOSING", AnswerValue.YES))
    found = read_review_file(ANSWERS / "VR-88101.json")
    return replace(found, scorecard=card, answers=notes, reviewer_id="TL02", whole_call_heard=True)


def work_on(path: Path) -> None:
    store = Store(open_database(path), Clock(TODAY))
    leader, other, quality = (who(store, each) for each in ("TL01", "TL02", "QA01"))
    by_call = {line.recording_id or line.sheet_id: line.review_id for line in store.reviews.listing(None)}
    store.life.release([by_call["VR-88102"], by_call["VR-88104"]], quality)
    store.life.reply(by_call["VR-88102"], Reply(ReplyAnswer.ACKNOWLEDGED), who(store, "CW012"))
    dispute = Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("LUMP_SOUGHT", "it was"),))
    store.life.reply(by_call["VR-88104"], dispute, who(store, "CW014"))
    signer = who(store, store.reviews.get(by_call["VR-88104"]).reviewer_id)
    decider = other if signer.staff_id != other.staff_id else leader
    store.life.decide(by_call["VR-88104"], "LUMP_SOUGHT", Outcome.CHANGED, "so it was", decider)
    amended = store.life.begin_amending(by_call["VR-88104"], signer)
    amended = amended.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES, "asked at 0:41"))
    store.reviews.amend(by_call["VR-88104"], amended, "the dispute", signer)
    second = replace(read_review_file(ANSWERS / "VR-88103.json"), kind=ReviewKind.SECOND, reviewer_id="QA01")
    store.reviews.sign_form(second, quality)
    card = store.scorecards.add(LISTENING, "a test", leader)
    store.scorecards.publish(card.scorecard_id, card.revision, leader)
    store.reviews.sign_form(_listening(store, card.scorecard_id), other)
    with store.database.session() as session:
        confirmer = {row.sheet_id: row.sheet_id for row in session.exec(select(GuideSheet))}
        ground = _sheet(session, "PAG-088107")
        ground.discretion_ground, ground.version = "the mother is ill", ground.version + 1
        varied = _sheet(session, "PAG-088102")
        varied.arrangement_kind, varied.version = "varied", varied.version + 1
        tasks = {task.task_id: task for task in session.exec(select(Task567))}
        refused = tasks["567-0088101"]
        refused.refusal_reason = "NO_ACCOUNT"
        waiting = tasks["567-0088102"]
        waiting.outcome_method = None
        session.add_all((ground, varied, refused, waiting))
    assert confirmer
    store.judgements.refresh()
    for sheet_id in ("PAG-088107", "PAG-088102"):
        judged = store.judgements.of_sheet(sheet_id)
        assert judged is not None
        store.judgements.confirm({sheet_id: judged.verdict}, quality)
    by = store.judgements.words("PAG-088105")[-1].made_by
    store.judgements.withdraw("PAG-088105", who(store, by), "looked at the wrong sheet")
    late = SampleOrder(FIRST, LAST, HowMany(Allocation.SIZE, Decimal(8)), "1298", due=date(2009, 10, 1))
    store.samples.draw(late, leader)
    blind = store.samples.draw(replace(late, seed="7", blind=True), leader)
    with store.database.session() as session:
        sample = session.exec(select(SampleRow).where(SampleRow.sample_id == blind.sample_id)).one()
        heard = session.exec(select(Recording)).first()
        assert heard is not None
        for place, sheet_id in enumerate(BLIND):
            call = Recording(**heard.model_dump() | {"id": f"unheard-{place}", "recording_id": f"VR-8899{place}"})
            sheet = _sheet(session, sheet_id)
            session.add(call)
            session.flush()
            session.add(SampleDraw(sample=sample.id, position=90 + place, recording=call.id, sheet=sheet.id))
    store.close()


def figures(of: object) -> Iterator[Figure]:
    """Every figure within tiles."""
    if isinstance(of, Figure):
        yield of
    elif isinstance(of, tuple):
        for each in of:
            yield from figures(each)
    elif is_dataclass(of):
        for name in fields(of):
            yield from figures(getattr(of, name.name))
