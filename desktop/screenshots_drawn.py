"""Pictures of drawn calls on the way to their checks: "To check" with one sample, several, an overdue one and one that
is done; a call that is checked blind, before and after its signature. Each scene goes on from the one before."""

from datetime import date
from decimal import Decimal

import resources
from desktop.demonstration import WORKER, sign_answers
from desktop.screenshots_studio import Scene, Studio
from desktop.state.worklist import ALL, SAMPLES
from desktop.views.review_page import ReviewPage
from desktop.views.sheet_tabs import SHEET_TAB, STEER_TAB
from desktop.views.worklist import WorklistPage
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.store.samples import SampleOrder
from models.store.worklist import Section

PERIOD = (date(2009, 9, 1), date(2009, 9, 30))
FRIDAY, OVERDUE = date(2009, 10, 9), date(2009, 10, 2)
BLIND = ("VR-88111", "PAG-088111")
"""The call that is checked blind; the steer calls it inaccurate."""


def _draw(studio: Studio, wanted: tuple[str, ...], due: date, *, blind: bool) -> None:
    leader = studio.store.staff.get(WORKER)
    assert leader is not None
    every = [call.recording_id for call in studio.store.samples.frame(*PERIOD)]
    apart = tuple(Exclusion(call, "checked last month") for call in every if wanted and call not in wanted)
    how_many = HowMany(Allocation.PER_CASEWORKER, Decimal(2))
    order = SampleOrder(*PERIOD, how_many, "1298", excluded=apart, due=due, reviewer=WORKER, blind=blind)
    studio.store.samples.draw(order, leader)


def _due(studio: Studio, calls: str = SAMPLES) -> None:
    studio.show("worklist")
    page = studio.window.page("worklist")
    assert isinstance(page, WorklistPage)
    page.show_section(Section.DUE)
    page.samples.wished.emit(calls)
    page.refresh()
    studio.wait()


def _sample(studio: Studio) -> None:
    _draw(studio, (), FRIDAY, blind=False)
    _due(studio)


def _all(studio: Studio) -> None:
    _due(studio, ALL)


def _samples(studio: Studio) -> None:
    _draw(studio, ("VR-88102", "VR-88108", BLIND[0]), OVERDUE, blind=True)
    _due(studio)


def _overdue(studio: Studio) -> None:
    lines = studio.store.waiting.assigned_to(WORKER)
    _due(studio, next(each.sample_id for each in lines if each.blind))


def _page(studio: Studio) -> ReviewPage:
    page = studio.window.page("review")
    assert isinstance(page, ReviewPage)
    return page


def _blind(studio: Studio) -> None:
    page = studio.open(*BLIND)
    page.tabs.show_page(SHEET_TAB)
    page.form.go_to("WITHIN_RUNG")


def _blind_steer(studio: Studio) -> None:
    _page(studio).tabs.show_page(STEER_TAB)


def _blind_signing(studio: Studio) -> None:
    page = _page(studio)
    page.sign()


def _blind_signed(studio: Studio) -> None:
    """What was blind, as its signature shows it."""
    _page(studio).panels.close_panel()
    studio.show("worklist")
    sign_answers(studio.store, [resources.path(f"demo/answers/{BLIND[0]}.json")])
    page = studio.open(*BLIND)
    page.tabs.show_page(STEER_TAB)


def _done(studio: Studio) -> None:
    """The last calls are signed: all matched calls are due again."""
    drawn = {call.recording_id for call in studio.store.samples.waiting_for(WORKER)}
    answers = [resources.path(f"demo/answers/{call}.json") for call in sorted(drawn)]
    _due(studio)
    sign_answers(studio.store, answers)
    _due(studio)


DRAWN_SCENES: dict[str, Scene] = {
    "worklist_sample": _sample,
    "worklist_all": _all,
    "worklist_samples": _samples,
    "worklist_overdue": _overdue,
    "review_blind": _blind,
    "review_blind_steer": _blind_steer,
    "review_blind_signing": _blind_signing,
    "review_blind_signed": _blind_signed,
    "worklist_done": _done,
}
