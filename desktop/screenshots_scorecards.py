"""Pictures of the Scorecards page: the version in use, a draft with faults, its N/A rule, the preview, a trial."""

from PySide6.QtCore import Qt

from desktop.screenshots_studio import Scene, Studio
from desktop.state import scorecard_editing as editing
from desktop.state.scorecard_editing import Spot
from desktop.state.scorecards import Scorecards
from desktop.views.scorecards_page import EDIT, PREVIEW, TRIAL, ScorecardsPage
from models.review import AnswerValue

USED = "arrears-call/1"
DRAFT = "arrears-call/2"
EXPLAINED = {
    "id": "PLAN_EXPLAINED",
    "text": "How well was the plan explained?",
    "help": "Wholly: amount, day and what follows when it is missed. Partly: one is missing. Not: none.",
    "type": "choice",
    "weight": 4,
    "critical": False,
    "evidence": "call",
    "from_steer": False,
    "not_applicable": "no plan was made",
    "not_applicable_when": [
        {"fact": "paid_in_full"},
        {"all": [{"answer": "LUMP_SOUGHT", "is": "N"}, {"fact": "has_call", "is": False}]},
    ],
    "option": [
        {"id": "wholly", "text": "Wholly", "credit": 100},
        {"id": "partly", "text": "Partly: one thing was left out", "credit": 50},
        {"id": "not_at_all", "text": "Not at all", "credit": 0},
    ],
    "comment_on": ["partly"],
    "root_causes": ["knowledge", "haste", "system"],
    "root_cause_needed": True,
}
"""A prompt of its own that the next version adds."""

TRIED = {"METHOD_EXPLAINED": True, "LUMP_SOUGHT": False, "CWO_VIEWED": True}
"""What the trial's version marks otherwise."""


def _read_only(studio: Studio) -> None:
    page = _page(studio)
    _cards(studio).open(USED)
    studio.wait(lambda: _cards(studio).open_id == USED)
    page.show_part(EDIT)
    page.editor.go_to(Spot(0, 1))


def _draft(studio: Studio) -> ScorecardsPage:
    """The next version, begun once and kept by the scenes that follow."""
    page, cards = _page(studio), _cards(studio)
    if cards.line(DRAFT) is None:
        cards.begin()
        studio.wait(lambda: cards.open_id == DRAFT)
        values = cards.editing.values
        at = next(spot for spot in editing.spots(values) if spot.prompt is not None)
        made, spot = editing.add_prompt(values, at)
        for key, value in EXPLAINED.items():
            made = editing.put(made, spot, key, value)
        cards.editing.edit(made, spot, "new prompt")
        first = editing.prompts(made)[0]
        weight = int(first["weight"])
        cards.editing.edit(editing.put(made, at, "weight", weight + 2), at, "weight")
    cards.open(DRAFT)
    studio.wait(lambda: cards.open_id == DRAFT and cards.editing.stored)
    studio.window.notices.clear()
    page.show_part(EDIT)
    return page


def _editor(studio: Studio) -> None:
    page = _draft(studio)
    page.editor.go_to(Spot(0, 1), "option")


def _rule(studio: Studio) -> None:
    page = _draft(studio)
    page.editor.go_to(Spot(0, 1), "not_applicable_when[1]")


def _fault(studio: Studio) -> None:
    page = _draft(studio)
    values = _cards(studio).editing.values
    made = editing.put(values, Spot(0, 0), "weight", "twelve")
    made, spot = editing.add_prompt(made, Spot(0, 1))
    _cards(studio).editing.edit(made, spot, "new prompt")
    page.editor.go_to(Spot(0, 0), "weight")


def _preview(studio: Studio) -> None:
    page = _draft(studio)
    while _cards(studio).editing.faults:
        _cards(studio).editing.undo()
    page.show_part(PREVIEW)
    form = page.preview.form
    form.answer(AnswerValue.YES)
    form.step(1)
    form.press_digit(2)
    form.step(1)


def _trial(studio: Studio) -> None:
    page, cards = _draft(studio), _cards(studio)
    if cards.editing.faults:
        cards.editing.undo()
    values = cards.editing.values
    for prompt, critical in TRIED.items():
        spot = editing.spot_of(values, prompt)
        assert spot is not None
        values = editing.put(values, spot, "critical", critical)
    cards.editing.edit(values, editing.CARD, "critical marks")
    page.show_part(TRIAL)
    page.trial.wish_run()
    studio.wait(lambda: page.trial.model.rowCount() > 0)


def _cards(studio: Studio) -> Scorecards:
    cards = studio.window.findChild(Scorecards)
    assert isinstance(cards, Scorecards)
    return cards


def _page(studio: Studio) -> ScorecardsPage:
    studio.show("scorecards")
    page = studio.window.page("scorecards")
    assert isinstance(page, ScorecardsPage)
    page.rail.setFocus(Qt.FocusReason.OtherFocusReason)
    return page


SCORECARDS_SCENES: dict[str, Scene] = {
    "scorecards": _read_only,
    "scorecards_draft": _editor,
    "scorecards_rule": _rule,
    "scorecards_fault": _fault,
    "scorecards_preview": _preview,
    "scorecards_trial": _trial,
}
