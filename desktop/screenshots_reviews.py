"""The Reviews page: reviews in every state, a disputed and an amended one, the question before a release.

`begin_lives` makes them on the half-done day: steps of September by a clock of their own.
"""

from datetime import date

import resources
from desktop.demonstration import DEMONSTRATION_DAY, WORKER, sign_answers
from desktop.screenshots_studio import Scene, Studio
from desktop.views.palette import Palette
from desktop.views.reviews_page import ReviewsPage
from models.clock import Clock
from models.database import Database
from models.errors import Defect
from models.review import AnswerValue
from models.review_life import DisputeNote, Outcome, Reply, ReplyAnswer
from models.store import Store
from models.store.review_listing import LifeQuery, Stand
from models.store.staff import Person

SIGNED_BEFORE = date(2009, 9, 21)
REPLIED = date(2009, 9, 25)
QUALITY = "QA01"
OVERDUE, ACKNOWLEDGED, UPHELD, TO_AMEND = "VR-88105", "VR-88109", "VR-88111", "VR-88108"
AWAITING, DISPUTED, AMENDED = "VR-88103", "VR-88104", "VR-88101"
TO_RELEASE = ("VR-88106", "VR-88107")


def sign_today(store: Store) -> None:
    """Sign what `begin_lives` finds signed."""
    answers = resources.path("demo/answers")
    sign_answers(store, [answers / f"{name}.json" for name in (AWAITING, DISPUTED, AMENDED, *TO_RELEASE)])


def begin_lives(database: Database) -> dict[str, str]:
    """Reviews in every state, on a day on which these of `AWAITING`, `DISPUTED`, `AMENDED` and `TO_RELEASE` are signed.
    Gives the ids of the newest versions by recording."""
    early, later, today = (Store(database, Clock(day)) for day in (SIGNED_BEFORE, REPLIED, DEMONSTRATION_DAY))
    leader, quality = _person(today, WORKER), _person(today, QUALITY)
    answers = resources.path("demo/answers")
    sign_answers(early, [answers / f"{name}.json" for name in (OVERDUE, ACKNOWLEDGED, UPHELD, TO_AMEND)])
    ids = _ids(today, leader)
    _release(early, [ids[OVERDUE]], quality, window_days=5)
    _release(early, [ids[ACKNOWLEDGED], ids[UPHELD], ids[TO_AMEND]], quality)
    _release(today, [ids[AWAITING], ids[DISPUTED], ids[AMENDED]], leader)
    note = Reply(ReplyAnswer.ACKNOWLEDGED, "Thank you; I shall ask for the payslip first.")
    _reply(later, ids[ACKNOWLEDGED], note)
    _dispute(later, ids[UPHELD], {"LABEL_RIGHT": "The label follows the sheet."})
    third = _person(today, "TL02")
    later.life.decide(ids[UPHELD], "LABEL_RIGHT", Outcome.UPHELD, "Rung 3 is an arrangement, not an agreement.", third)
    _dispute(later, ids[TO_AMEND], {"CWO_VIEWED": "I had Caseworker Online open before the call began."})
    later.life.decide(ids[TO_AMEND], "CWO_VIEWED", Outcome.CHANGED, "The view of 10:02 is listed.", leader)
    asked, viewed = "I asked at the end what he could put down; listen from 1:10.", "It was viewed the day before."
    _dispute(today, ids[DISPUTED], {"LUMP_SOUGHT": asked, "CWO_VIEWED": viewed})
    today.life.decide(ids[DISPUTED], "CWO_VIEWED", Outcome.UPHELD, "No view is listed before this call.", quality)
    _dispute(today, ids[AMENDED], {"METHOD_EXPLAINED": "I explained the benefits at 0:48."})
    today.life.decide(ids[AMENDED], "METHOD_EXPLAINED", Outcome.CHANGED, "They are explained, briefly.", quality)
    _amend(today, ids[AMENDED], quality)
    return _ids(today, leader)


def _person(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    if found is None:
        raise Defect(f"{staff_id} is not on the demonstration's staff list")
    return found


def _ids(store: Store, by: Person) -> dict[str, str]:
    lines = store.life.listing(LifeQuery(), 0, 100, by).lines
    return {str(line.recording_id): line.review_id for line in lines}


def _release(store: Store, ids: list[str], by: Person, window_days: int = 10) -> None:
    refused = store.life.release(ids, by, window_days).refused
    if refused:
        raise Defect(f"not released: {refused}")


def _dispute(store: Store, review_id: str, disputes: dict[str, str]) -> None:
    notes = tuple(DisputeNote(prompt, words) for prompt, words in disputes.items())
    _reply(store, review_id, Reply(ReplyAnswer.DISPUTED, disputes=notes))


def _reply(store: Store, review_id: str, reply: Reply) -> None:
    """The caseworker's own."""
    store.life.reply(review_id, reply, _person(store, str(store.life.of(review_id).caseworker_id)))


def _amend(store: Store, review_id: str, by: Person) -> None:
    """As decided: the failed prompt is answered with yes."""
    form = store.life.begin_amending(review_id, by)
    failed = form.answer("METHOD_EXPLAINED")
    told = form.with_answer(type(failed)(failed.prompt, AnswerValue.YES, "Explained at 0:48.", (), failed.evidence))
    store.reviews.amend(review_id, told, "As decided on the dispute.", by)


def _page(studio: Studio) -> ReviewsPage:
    page = studio.window.page("reviews")
    assert isinstance(page, ReviewsPage)
    return page


def _go_to(studio: Studio, recording_id: str) -> None:
    page = _page(studio)
    rows = range(page.model.rowCount())
    page.table.go_to(next(row for row in rows if (line := page.model.item(row)) and line.recording_id == recording_id))
    line = page.hands.current
    studio.wait(lambda: line is not None and page.look.review_id == line.review_id)


def _disputed(studio: Studio) -> None:
    """Every state there is; the disputed review is selected."""
    begin_lives(studio.store.database)
    palette = studio.window.findChild(Palette)
    assert palette is not None
    palette.close_palette()
    studio.window.notices.clear()
    studio.show("reviews")
    _go_to(studio, DISPUTED)


def _amended(studio: Studio) -> None:
    """Published and amended figures of the selected review."""
    _go_to(studio, AMENDED)


def _release_asked(studio: Studio) -> None:
    """What was signed is selected, and asked for whether it is to be released."""
    page = _page(studio)
    page.show_stand(Stand.TO_RELEASE)
    studio.wait()
    page.table.selectAll()
    page.hands.ask_release()
    studio.wait(lambda: page.question.asking)


REVIEWS_SCENES: dict[str, Scene] = {
    "reviews": _disputed,
    "reviews_amended": _amended,
    "reviews_release": _release_asked,
}
