"""Scorecard versions, outlines and trials as lists and tables show them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.state import scorecard_editing as editing
from desktop.state.scorecard_editing import Spot
from desktop.tables.scorecards import (
    OutlineModel,
    TrialModel,
    class_moves,
    outline,
    state_sentence,
    trial_summary,
    version_words,
)
from models.errors import Refusal
from models.kpi import KpiClass
from models.scorecard import CardStanding, read_scorecard
from models.scorecard_versions import VersionLine
from models.scoring import Critical, Standing
from models.trial import Trial, TrialLine

EVERY_TYPE = Path(__file__).parents[2] / "models/scorecards/every-type.toml"
SHIPPED = VersionLine(
    "arrears-call/1",
    "Arrears",
    CardStanding.PUBLISHED,
    shipped=True,
    current=True,
    prompts=20,
    reviews=31,
    sha256="",
    based_on=None,
    made_by=None,
    made_at=None,
    saved_at=None,
    published_by=None,
    published_at=None,
    first_used_at=datetime(2009, 9, 14, tzinfo=UTC),
    revision=0,
)
DRAFT = replace(
    SHIPPED,
    standing=CardStanding.DRAFT,
    shipped=False,
    current=False,
    reviews=0,
    first_used_at=None,
    based_on="arrears-call/1",
)
PASSED = Standing(Decimal("88.9"), Critical.PASS, KpiClass.ACCURATE)
FAILED = Standing(Decimal("90.9"), Critical.FAIL, KpiClass.INACCURATE)
LINE = TrialLine(
    "R1", "VR-1", None, "CW011", "TL01", date(2009, 9, 14), "arrears-call/1", PASSED, FAILED, ("NEW_PROMPT",), ()
)


def test_a_used_version_says_that_it_is_frozen() -> None:
    assert version_words(SHIPPED) == ("arrears-call/1", "In use · 31 reviews", "good")
    assert state_sentence(SHIPPED, may_change=True).startswith("Used by 31 reviews: frozen. A change makes the next")


def test_a_draft_says_from_what_it_was_made_and_who_changes_it() -> None:
    assert state_sentence(DRAFT, may_change=True) == "A draft, made from arrears-call/1."
    assert "you can read it" in state_sentence(DRAFT, may_change=False)


def test_a_withdrawn_version_begins_no_review() -> None:
    withdrawn = replace(SHIPPED, standing=CardStanding.WITHDRAWN, current=False, first_used_at=None)
    assert "no new review begins with it" in state_sentence(withdrawn, may_change=True)
    assert version_words(withdrawn)[1].startswith("Withdrawn")


def test_the_outline_counts_the_faults_of_each_place() -> None:
    values = read_scorecard(EVERY_TYPE).values
    rows = outline(values, [Refusal("draft", None, "section[1].prompt[2].weight", "x", "must be a whole number")])
    row = next(row for row in rows if row.spot == Spot(0, 1))
    assert row.spoken == "2. How well was the plan explained?, weight 40, choice, 1 fault"
    assert sum(row.faults for row in rows) == 1


def test_the_outline_is_a_sound_model(qtmodeltester) -> None:
    model = OutlineModel()
    values = read_scorecard(EVERY_TYPE).values
    qtmodeltester.check(model)
    model.show(outline(values))
    qtmodeltester.check(model)


def test_a_changed_line_alone_is_told(qtbot) -> None:
    model = OutlineModel()
    values = read_scorecard(EVERY_TYPE).values
    model.show(outline(values))
    with qtbot.waitSignal(model.dataChanged) as told, qtbot.assertNotEmitted(model.modelReset):
        model.show(outline(editing.put(values, Spot(0, 0), "weight", 21)))
    assert told.args[0].row() == 2


def test_a_trial_is_a_sound_model(qtmodeltester) -> None:
    model = TrialModel()
    model.show([LINE])
    qtmodeltester.check(model)
    assert model.cells(LINE) == (
        "Flips",
        "VR-1",
        "CW011",
        "14 Sep 2009",
        "88.9 → 90.9",
        "pass → fail",
        "Accurate → Inaccurate",
        "not asked: NEW_PROMPT",
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((LINE,), "1 review · 1 would flip · 1 score would move · 1 with a prompt not asked or not fitting"),
        ((replace(LINE, after=PASSED, unasked=()),), "1 review · none would flip · no score would move"),
        ((), "No signed review of this scorecard in these days."),
    ],
)
def test_what_came_of_a_trial_in_a_line(lines: tuple[TrialLine, ...], words: str) -> None:
    assert trial_summary(Trial("arrears-call/2", lines, {}, 0)) == words


def test_the_classes_that_change_are_counted() -> None:
    assert class_moves(Trial("arrears-call/2", (LINE, replace(LINE, after=PASSED)), {}, 0)) == [
        "Accurate → Inaccurate: 1"
    ]
