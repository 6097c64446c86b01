"""The life of a review in pictures: every type of answer, the working, the reply, the decision, amended and compared.

One scene after the other on one window, as `screenshots_review`: each leaves the review as the next expects it.
"""

from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.screenshots_studio import Scene, Studio
from desktop.state.opening import Opening
from desktop.views.review_page import ReviewPage
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.scorecard import Scorecard, scorecard_from
from models.store import Store

CALL = "VR-88102"
"""The call whose check is signed here, and lives on."""
FAILED = {
    "LUMP_SOUGHT": ("Never asked for.", "lump_sum_asked"),
    "CWO_VIEWED": ("No view is listed before the call.", "caseworker_online_ref"),
}
"""What is answered no, why, and the field of the sheet it rests on."""
DISPUTES = {
    "LUMP_SOUGHT": "I asked for a lump sum at 0:37, before the instalment was named.",
    "CWO_VIEWED": "I looked at it while we spoke.",
}
EVERY_TYPE: dict[str, Any] = {
    "schema": "steercheck.scorecard/1",
    "id": "call-manner/1",
    "title": "How the call was led",
    "section": [
        {
            "title": "Asked and offered",
            "prompt": [
                {
                    "id": "PLAN_OFFERED",
                    "text": "Was a plan offered?",
                    "help": "Yes: a plan was named on the call. No: none was.",
                    "weight": 20,
                    "critical": True,
                    "evidence": "either",
                    "from_steer": False,
                    "not_applicable": "paid in full",
                    "not_applicable_when": [{"fact": "paid_in_full"}],
                },
                {
                    "id": "PLAN_EXPLAINED",
                    "text": "How well was the plan explained?",
                    "help": "Amount, day and what follows when it is missed.",
                    "type": "choice",
                    "weight": 40,
                    "critical": False,
                    "evidence": "call",
                    "from_steer": False,
                    "not_applicable": "no plan was offered",
                    "comment_on": ["partly"],
                    "option": [
                        {"id": "wholly", "text": "Wholly", "credit": 100},
                        {"id": "partly", "text": "Partly: one thing was left out", "credit": 50},
                        {"id": "not_at_all", "text": "Not at all", "credit": 0},
                    ],
                },
                {
                    "id": "COURTESY",
                    "text": "How courteous was the caseworker?",
                    "help": "3: correct. 5: patient to the end.",
                    "type": "scale",
                    "least": 1,
                    "most": 5,
                    "least_words": "rude",
                    "most_words": "patient to the end",
                    "no_below": 2,
                    "weight": 20,
                    "critical": False,
                    "evidence": "call",
                    "from_steer": False,
                    "not_applicable": "never",
                },
                {
                    "id": "FIRST_AMOUNT",
                    "text": "What was the first amount that was asked for?",
                    "help": "The first amount a week that was named.",
                    "type": "number",
                    "unit": "£",
                    "least": 0,
                    "most": 1000,
                    "decimals": 2,
                    "no_below": 5,
                    "weight": 20,
                    "critical": False,
                    "evidence": "either",
                    "from_steer": False,
                    "not_applicable": "nothing was asked for",
                },
                {
                    "id": "TOLD_WHY",
                    "text": "What was the caller told about the wait?",
                    "help": "The words used, as far as they matter.",
                    "type": "text",
                    "longest": 200,
                    "weight": 0,
                    "critical": False,
                    "evidence": "call",
                    "from_steer": False,
                    "not_applicable": "no wait",
                },
            ],
        }
    ],
}
"""A scorecard that asks for every type of answer."""


def _every_type(studio: Studio) -> None:
    """A scorecard that asks for more than yes or no, half answered, one answer refused in words."""
    page = _review_page(studio)
    page.draft.scorecard = _use_card(studio.store)
    draft = studio.open(CALL, None).draft
    page.draft.scorecard = None
    draft.answer("PLAN_OFFERED", AnswerValue.YES)
    draft.give("PLAN_EXPLAINED", "partly")
    draft.give("COURTESY", "4")
    page.form.go_to("FIRST_AMOUNT")
    row = page.form.rows["FIRST_AMOUNT"]
    row.take_keyboard()
    field = row.findChild(QLineEdit)
    assert field is not None
    field.setText("12..5")


def _working(studio: Studio) -> None:
    """How the score of a signed review comes about."""
    page = studio.open(CALL, None)
    draft = page.draft
    assert draft.card is not None
    for prompt in draft.card.prompts:
        if prompt.id not in draft.ruled_out():
            draft.answer(prompt.id, AnswerValue.NO if prompt.id in FAILED else AnswerValue.YES)
    for prompt_id, (comment, field) in FAILED.items():
        draft.comment(prompt_id, comment)
        draft.add_evidence(prompt_id, EvidenceNote(EvidenceKind.SHEET, field=field))
    draft.sign()
    studio.wait(lambda: draft.read_only)
    studio.window.notices.clear("good")
    page.show_score()


def _reply(studio: Studio) -> None:
    """Released; the caseworker disputes two answers."""
    page = _review_page(studio)
    page.panels.close_panel()
    page.life_hands.release()
    studio.wait()
    page.life_hands.release()
    studio.wait()
    page.life_hands.show_reply()
    panel = page.life_hands.reply
    panel.disputed.setChecked(True)
    for line in panel.lines:
        if line.prompt.id in DISPUTES:
            line.box.setChecked(True)
            line.comment.setPlainText(DISPUTES[line.prompt.id])


def _deciding(studio: Studio) -> None:
    """Disputed, and decided by another reviewer."""
    page = _review_page(studio)
    page.life_hands.reply.confirm.click()
    studio.wait()
    _work_as(studio, "QA01")
    page.life_hands.show_decision()
    panel = page.life_hands.decide
    panel.changed.setChecked(True)
    panel.box.setPlainText("The call bears it out: it was asked for at 0:37.")


def _decided(studio: Studio) -> None:
    page = _review_page(studio)
    panel = page.life_hands.decide
    panel.confirm.click()
    studio.wait()
    panel.upheld.setChecked(True)
    panel.box.setPlainText("The sheet says otherwise, and so does the call.")
    panel.confirm.click()
    studio.wait()
    page.form.go_to("LUMP_SOUGHT")


def _amending(studio: Studio) -> None:
    """The draft of the amendment, with its reason."""
    page = _review_page(studio)
    page.life_hands.amend()
    studio.wait(lambda: page.draft.amending)
    page.draft.give_reason("A lump sum was asked for, as decided after the dispute.")
    page.draft.answer("LUMP_SOUGHT", AnswerValue.YES)
    page.draft.comment("LUMP_SOUGHT", "Asked for at 0:37.")
    page.form.go_to("LUMP_SOUGHT")


def _versions(studio: Studio) -> None:
    """The amendment signed: as published beside as amended, for who signed the review."""
    page = _review_page(studio)
    page.draft.sign()
    studio.wait(lambda: not page.draft.amending)
    studio.window.notices.clear("good")
    _work_as(studio, "TL01")
    page.form.go_to("LUMP_SOUGHT")
    page.life_hands.show_versions()


def _work_as(studio: Studio, staff_id: str) -> None:
    person, opening = studio.store.staff.get(staff_id), studio.window.findChild(Opening)
    assert person is not None
    assert opening is not None
    opening.work_as(person)
    studio.wait()


def _use_card(store: Store) -> str:
    """The scorecard of every type, as if a review had used it; its id."""
    card = scorecard_from(EVERY_TYPE, "the scorecard of the pictures")
    with store.database.session() as session:
        kept = Scorecard(
            scorecard_id=card.id,
            title=card.title,
            definition=card.values,
            sha256=card.sha256,
            first_used_at=store.clock.now(),
        )
        session.add(kept)
    return card.id


def _review_page(studio: Studio) -> ReviewPage:
    page = studio.window.page("review")
    assert isinstance(page, ReviewPage)
    return page


LIFE_SCENES: dict[str, Scene] = {
    "review_every_type": _every_type,
    "review_working": _working,
    "review_reply": _reply,
    "review_deciding": _deciding,
    "review_decided": _decided,
    "review_amending": _amending,
    "review_versions": _versions,
}
