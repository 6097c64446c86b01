"""The steer of what is open: judged by the policy of its day, tried out in a scratch copy, frozen once signed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
import shiboken6
from pytestqt.qtbot import QtBot
from sqlmodel import select

from desktop.jobs.runner import Runner
from desktop.state.steer import SteerState
from models.frozen_steer import FrozenSteer
from models.guide_sheet import GuideSheet
from models.policy import shipped
from models.steer import Verdict, figures_of, judge
from models.store import Store
from models.store.policies import Policies

SHEET = "PAG-088110"
Show = Callable[..., SteerState]


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def state(demo_store: Store, runner: Runner) -> Iterator[SteerState]:
    made = SteerState(demo_store, runner)
    yield made
    runner.close()
    shiboken6.delete(made)


@pytest.fixture
def shown(state: SteerState, demo_store: Store, qtbot: QtBot) -> Show:
    """Judge a sheet of the demonstration and wait for its working."""

    def show(sheet_id: str = SHEET, **figures: object) -> SteerState:
        sheet = demo_store.calls.open(None, sheet_id).sheet
        assert sheet is not None
        for name, value in figures.items():
            setattr(sheet, name, value)
        state.show_sheet(sheet, sheet, None)
        qtbot.waitUntil(lambda: state.shown is not None)
        return state

    return show


def test_a_sheet_is_judged_by_the_policy_of_its_day(shown: Show) -> None:
    found = shown().shown
    assert found is not None
    assert found.policy is not None
    assert found.policy.id == "2009-10/AnnexA/1"
    assert found.verdict == "Accurate"


def test_without_a_sheet_nothing_is_judged(state: SteerState, shown: Show) -> None:
    shown()
    state.show_sheet(None, None, None)
    assert (state.shown, state.has_sheet) == (None, False)


def test_nothing_of_the_sheet_before_is_seen_beside_the_new_one(
    state: SteerState, shown: Show, demo_store: Store
) -> None:
    shown()
    sheet = demo_store.calls.open(None, "PAG-088105").sheet
    state.show_sheet(sheet, sheet, None)
    assert state.shown is None


def test_the_answer_for_a_sheet_that_was_closed_is_dropped(
    state: SteerState, demo_store: Store, runner: Runner, qtbot: QtBot
) -> None:
    sheet = demo_store.calls.open(None, SHEET).sheet
    state.show_sheet(sheet, sheet, None)
    state.forget()
    qtbot.waitUntil(lambda: not runner.busy)
    assert state.shown is None


def test_another_instalment_moves_the_rung_in_the_trial_alone(shown: Show) -> None:
    state = shown()
    state.try_out("instalment_pence", 4_000)
    assert state.trial is not None
    assert state.shown is not None
    assert (state.shown.judgement.rung, state.trial.judgement.rung) == ("2", "OUT")
    assert state.trial_differences[0] == "Verdict: Accurate → Inaccurate"


def test_lump_sum_frequency_and_method_can_be_tried_together(shown: Show) -> None:
    state = shown()
    for name, value in (("lump_sum_pence", 100_000), ("frequency", "M"), ("method", "deo")):
        state.try_out(name, value)
    assert state.figures is not None
    assert (state.figures.lump_sum_pence, state.figures.frequency, state.figures.method) == (100_000, "M", "deo")
    assert state.trial is not None
    assert state.trial.clearing is not None
    assert state.trial.clearing.balance_pence == 300_000


def test_a_trial_changes_neither_the_sheet_nor_the_store(shown: Show, demo_store: Store) -> None:
    state = shown()
    before = demo_store.calls.open(None, SHEET).sheet
    assert before is not None
    state.try_out("lump_sum_pence", 100_000)
    state.try_out("instalment_pence", None)
    after = demo_store.calls.open(None, SHEET).sheet
    assert after is not None
    assert figures_of(after) == figures_of(before)
    assert after.version == before.version


def test_dropping_the_trial_brings_the_sheets_own_figures_back(shown: Show, qtbot: QtBot) -> None:
    state = shown()
    state.try_out("instalment_pence", 4_000)
    with qtbot.waitSignal(state.tried):
        state.reset_trial()
    assert (state.trying, state.trial) == (False, None)
    assert state.shown is not None
    assert state.figures == state.shown.figures


def test_the_figure_of_the_sheet_is_no_trial(shown: Show) -> None:
    state = shown()
    state.try_out("instalment_pence", 4_000)
    state.try_out("instalment_pence", 6_000)
    assert (state.trying, state.trial) == (False, None)


def test_a_lump_sum_above_the_arrears_is_refused_in_words(shown: Show) -> None:
    state = shown()
    state.try_out("lump_sum_pence", 400_001)
    assert state.trial is None
    assert state.trial_fault == "A lump sum of £4,000.01 is more than the arrears of £4,000.00."
    state.try_out("lump_sum_pence", 400_000)
    assert state.trial_fault == ""


def test_what_cannot_be_tried_is_refused(shown: Show) -> None:
    with pytest.raises(KeyError):
        shown().try_out("arrears_pence", 1)


def test_a_blank_instalment_can_be_filled_in_as_a_trial(shown: Show) -> None:
    state = shown(instalment=None)
    assert state.shown is not None
    assert state.shown.judgement.verdict is Verdict.NOT_ASSESSABLE
    state.try_out("instalment_pence", 6_000)
    assert state.trial is not None
    assert state.trial.judgement.verdict is Verdict.ACCURATE


def test_without_a_policy_nothing_can_be_tried(shown: Show) -> None:
    state = shown(scheme="CMS")
    state.try_out("instalment_pence", 4_000)
    assert (state.trying, state.trial) == (False, None)


def test_another_sheet_begins_without_a_trial(shown: Show) -> None:
    state = shown()
    state.try_out("instalment_pence", 4_000)
    shown("PAG-088105")
    assert (state.trying, state.trial) == (False, None)


def frozen_on(sheet: GuideSheet, **changes: object) -> FrozenSteer:
    """What a review would have kept, signed on other figures than the sheet's today."""
    figures = figures_of(sheet)._replace(**changes)
    policy = Policies(shipped()).of(figures.scheme, figures.decision_date)
    assert policy is not None
    return FrozenSteer(policy.id, figures, judge(figures, policy))


def read(state: SteerState, sheet: GuideSheet, frozen: FrozenSteer | None) -> None:
    """As the job hands it over for a signed review."""
    state.signed = state.has_sheet = True
    state._on_read(sheet, sheet, (Policies(shipped()), frozen))


@pytest.fixture
def sheet(demo_store: Store) -> GuideSheet:
    with demo_store.database.session() as session:
        return session.exec(select(GuideSheet).where(GuideSheet.sheet_id == SHEET)).one()


def test_a_signed_review_shows_what_was_frozen_with_its_sums(state: SteerState, sheet: GuideSheet) -> None:
    read(state, sheet, frozen_on(sheet, instalment_pence=4_000))
    assert state.frozen
    assert state.shown is not None
    assert state.shown.judgement.rung == "OUT"
    assert state.shown.shortfalls == ("£90.00 − £70.00 = £20.00 a week short of 30%.",)


def test_what_today_would_say_is_told_beside_it(state: SteerState, sheet: GuideSheet) -> None:
    read(state, sheet, frozen_on(sheet, instalment_pence=4_000))
    assert state.today[0] == "Verdict: Inaccurate → Accurate"
    read(state, sheet, frozen_on(sheet))
    assert state.today == ()


def test_a_review_signed_before_the_steer_was_kept_is_worked_out_now(state: SteerState, sheet: GuideSheet) -> None:
    read(state, sheet, None)
    assert (state.frozen, state.today) == (False, ())
    assert state.shown is not None
    assert state.shown.judgement.rung == "2"


def test_a_policy_that_is_no_more_leaves_the_frozen_verdict(state: SteerState, sheet: GuideSheet) -> None:
    read(state, sheet, replace(frozen_on(sheet), policy_id="long-gone/1"))
    assert state.shown is not None
    assert state.shown.judgement.verdict is Verdict.ACCURATE
    assert state.shown.steps == ()
    assert state.shown.lacking == ("The policy it was judged by is not among the policies here.",)


def test_figures_that_no_sheet_can_have_are_said_and_not_judged(state: SteerState, sheet: GuideSheet) -> None:
    sheet.lump_sum = Decimal("4000.01")
    read(state, sheet, None)
    assert state.shown is None
    assert state.fault == "No sheet can have these figures: a lump sum above the arrears."
