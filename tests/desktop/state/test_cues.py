"""The cues of the open call as the state keeps them: found behind the window, again when words change, never late."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state import cues as state
from desktop.state.cues import CallCues
from models.cue_rules import Stage
from models.transcript import SegmentText, Speaker


def said(*texts: str) -> tuple[SegmentText, ...]:
    return tuple(
        SegmentText(f"s{at}", at, 0, Speaker.CASEWORKER, at * 5_000, at * 5_000 + 4_000, text, text, ())
        for at, text in enumerate(texts)
    )


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def cues(runner: Runner, qtbot: QtBot) -> CallCues:
    return CallCues(runner)


def look(cues: CallCues, qtbot: QtBot, *texts: str) -> list[Stage]:
    with qtbot.waitSignal(cues.changed):
        cues.look_in(said(*texts))
    qtbot.waitUntil(lambda: cues.searched)
    return [hit.stage for hit in cues.hits]


def test_the_cues_of_a_call_are_known_by_prompt(cues: CallCues, qtbot: QtBot) -> None:
    assert look(cues, qtbot, "can you pay in full", "could you offer a lump sum") == [
        Stage.FULL_PAYMENT,
        Stage.LUMP_SUM,
    ]
    assert [hit.text for hit in cues.of_prompt("LUMP_SOUGHT")] == ["could you offer a lump sum"]
    assert cues.of_prompt("CWO_VIEWED") == ()
    assert cues.sought_for("CWO_VIEWED")
    assert not cues.sought_for("NO_SUCH_PROMPT")


def test_before_the_words_were_looked_through_nothing_is_said_to_be_not_found(cues: CallCues) -> None:
    assert not cues.searched
    assert not cues.sought_for("LUMP_SOUGHT")


def test_changed_words_are_looked_through_again(cues: CallCues, qtbot: QtBot) -> None:
    look(cues, qtbot, "hello")
    with qtbot.waitSignal(cues.changed):
        cues.words_changed(said("a lump sum"))
    assert [hit.stage for hit in cues.hits] == [Stage.LUMP_SUM]


def test_what_was_found_in_a_call_goes_with_it(cues: CallCues, qtbot: QtBot) -> None:
    look(cues, qtbot, "a lump sum")
    with qtbot.waitSignal(cues.changed):
        cues.look_in(None)
    assert cues.hits == ()
    assert not cues.searched


def test_a_late_answer_about_the_call_before_is_dropped(cues: CallCues, qtbot: QtBot) -> None:
    cues.look_in(said("a lump sum"))
    with qtbot.waitSignal(cues.changed):
        cues.look_in(said("direct debit"))
    assert [hit.stage for hit in cues.hits] == [Stage.METHOD]


def test_a_blind_review_shows_no_cues_and_says_nothing_is_not_found(cues: CallCues, qtbot: QtBot) -> None:
    look(cues, qtbot, "a lump sum")
    with qtbot.waitSignal(cues.changed):
        cues.show_cues = False
    assert (cues.hits, cues.searched, cues.sought_for("LUMP_SOUGHT")) == ((), False, False)
    with qtbot.waitSignal(cues.changed):
        cues.show_cues = True
    assert len(cues.hits) == 1


def test_own_rules_that_cannot_be_used_are_told_once_and_the_shipped_ones_stand_in(
    cues: CallCues, qtbot: QtBot
) -> None:
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "Steercheck" / "cues"
    own.mkdir(parents=True)
    (own / "ours.toml").write_text('schema = "steercheck.cues/1"\ntitel = "x"\n', encoding="utf-8")
    with qtbot.waitSignal(cues.refused) as told:
        look(cues, qtbot, "a lump sum")
    assert "ours.toml:2: titel" in told.args[0]
    assert "The shipped rules are used instead." in told.args[0]
    assert [hit.stage for hit in cues.hits] == [Stage.LUMP_SUM]
    with qtbot.assertNotEmitted(cues.refused):
        look(cues, qtbot, "direct debit")


def test_the_job_finds_nothing_in_no_words() -> None:
    hits, rules, why = state.look(())
    assert (hits, why) == ((), "")
    assert rules.rules
