"""A trial: past reviews under another version, what flips first, and nothing written."""

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import resources
from models.clock import Clock
from models.database import open_database
from models.errors import Cancelled
from models.kpi import KpiClass
from models.review_file import read_review_file
from models.scorecard import ScorecardDefinition, scorecard_from, shipped
from models.scoring import Critical
from models.store import Store
from models.trial import PromptChange, Trial, TrialLine, changes_between

OLD = shipped()["arrears-call/1"]
CALLS = ("VR-88102", "VR-88104", "VR-88107")
SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


def version(**changes: dict[str, Any]) -> ScorecardDefinition:
    """The shipped scorecard as version 2, with keys of some prompts set."""
    values = copy.deepcopy(dict(OLD.values)) | {"id": "arrears-call/2"}
    for section in values["section"]:
        for prompt in section["prompt"]:
            prompt.update(changes.get(prompt["id"], {}))
    return scorecard_from(values, "two.toml")


def without(*ids: str) -> ScorecardDefinition:
    values = copy.deepcopy(dict(OLD.values)) | {"id": "arrears-call/2"}
    for section in values["section"]:
        section["prompt"] = [prompt for prompt in section["prompt"] if prompt["id"] not in ids]
    return scorecard_from(values, "two.toml")


def line_of(trial: Trial, recording_id: str) -> TrialLine:
    return next(line for line in trial.lines if line.recording_id == recording_id)


@pytest.fixture(scope="session")
def _reviewed_database(made_once: Callable[..., Path], _demo_database: Path) -> Path:
    """The demonstration with three signed reviews; made once and copied for each test."""

    def make(folder: Path) -> None:
        shutil.copyfile(_demo_database, folder / "steercheck.db")
        store = Store(open_database(folder / "steercheck.db"), Clock(date(2009, 10, 5)))
        for call in CALLS:
            form = read_review_file(resources.path("demo/answers") / f"{call}.json")
            signer = store.staff.get(form.reviewer_id)
            assert signer is not None
            store.reviews.sign_form(form, signer)
        store.close()

    return made_once("reviewed-three", make) / "steercheck.db"


@pytest.fixture
def reviewed(_reviewed_database: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Three signed reviews of the demonstration."""
    shutil.copyfile(_reviewed_database, tmp_path / "reviewed.db")
    store = Store(open_database(tmp_path / "reviewed.db"), clock)
    yield store
    store.close()


def test_the_same_prompts_come_to_the_same(reviewed: Store) -> None:
    trial = reviewed.scorecards.trial(version())
    assert (trial.reviews, trial.flips, trial.scores_moved, trial.with_unasked) == (3, 0, 0, 0)
    assert all(line.before == line.after for line in trial.lines)
    assert trial.changes == {"arrears-call/1": ()}


def test_nothing_is_written(reviewed: Store) -> None:
    def everything() -> str:
        with reviewed.database.session() as session:
            raw = session.connection().connection.driver_connection
            assert raw is not None
            return "\n".join(raw.iterdump())

    before = everything()
    reviewed.scorecards.trial(version(LUMP_SOUGHT={"weight": 50, "critical": False}), *SEPTEMBER)
    assert everything() == before


def test_what_flips_stands_first(reviewed: Store) -> None:
    failed = {note.prompt for note in reviewed.reviews.get(_id(reviewed, "VR-88104")).answers if note.value == "N"}
    trial = reviewed.scorecards.trial(version(**{prompt: {"critical": False} for prompt in failed}))
    first = trial.lines[0]
    assert (first.recording_id, first.critical_flips) == ("VR-88104", True)
    assert (first.before.critical, first.after.critical) == (Critical.FAIL, Critical.PASS)
    assert first.before.score == first.after.score
    assert trial.flips == 1


def test_another_weight_moves_the_score_only(reviewed: Store) -> None:
    failed = next(note.prompt for note in reviewed.reviews.get(_id(reviewed, "VR-88104")).answers if note.value == "N")
    line = line_of(reviewed.scorecards.trial(version(**{failed: {"weight": 100}})), "VR-88104")
    assert not line.flips
    assert line.score_moves is not None
    assert line.score_moves < 0


def test_a_dropped_and_an_added_prompt_are_said(reviewed: Store) -> None:
    values = copy.deepcopy(dict(without("CONDUCT").values))
    added = copy.deepcopy(values["section"][0]["prompt"][0]) | {"id": "RECAP", "text": "Was it summed up?"}
    values["section"][0]["prompt"].append(added)
    trial = reviewed.scorecards.trial(scorecard_from(values, "two.toml"))
    told = {(change.what, change.prompt) for change in trial.changes["arrears-call/1"]}
    assert told == {("added", "RECAP"), ("dropped", "CONDUCT")}
    assert all(line.unasked == ("RECAP",) for line in trial.lines)
    assert trial.with_unasked == 3
    assert trial.flips == 0


def test_an_answer_that_no_longer_fits_is_said_and_counts_nowhere(reviewed: Store) -> None:
    options = [{"id": "well", "text": "Well", "credit": 100}, {"id": "badly", "text": "Badly", "credit": 0}]
    trial = reviewed.scorecards.trial(version(CONDUCT={"type": "choice", "option": options}))
    line = line_of(trial, "VR-88104")
    assert line.unfit == (("CONDUCT", "Y must be one of well, badly, CT, NA"),)
    assert line.unasked == ("CONDUCT",)


def test_a_rule_that_is_new_answers_by_itself_and_one_that_is_gone_asks_again(reviewed: Store) -> None:
    gone = reviewed.scorecards.trial(version(OVER_40_TESTED={"not_applicable_when": [{"fact": "no_deo", "is": False}]}))
    asked = [line.recording_id for line in gone.lines if "OVER_40_TESTED" in line.unasked]
    ruled = [call for call in CALLS if "OVER_40_TESTED" in _ruled(reviewed, call)]
    assert sorted(map(str, asked)) == sorted(ruled)
    assert ruled
    new = version(FULL_FIRST={"not_applicable_when": [{"fact": "has_call"}]})
    kept = reviewed.scorecards.trial(new)
    assert all("FULL_FIRST" not in line.unasked for line in kept.lines)


def test_only_the_period_and_the_family_are_tried(reviewed: Store) -> None:
    assert reviewed.scorecards.trial(version(), date(2010, 1, 1), None).reviews == 0
    assert reviewed.scorecards.trial(version(), *SEPTEMBER).reviews == 3
    other = scorecard_from(dict(OLD.values) | {"id": "welfare/1"}, "other.toml")
    trial = reviewed.scorecards.trial(other)
    assert (trial.reviews, trial.passed_over) == (0, 3)


def test_an_amended_review_is_tried_in_its_newest_version(reviewed: Store) -> None:
    old = reviewed.reviews.get(_id(reviewed, "VR-88104"))
    signer = reviewed.staff.get(old.reviewer_id)
    assert signer is not None
    newer = reviewed.reviews.amend(str(old.review_id), old, "looked again", signer)
    trial = reviewed.scorecards.trial(version())
    assert line_of(trial, "VR-88104").review_id == newer.review_id
    assert trial.reviews == 3


def test_a_trial_says_how_far_it_is_and_can_be_stopped(reviewed: Store) -> None:
    said: list[tuple[float, str]] = []
    reviewed.scorecards.trial(version(), report=lambda share, words: said.append((share, words)))
    assert said == [(1.0, "3 of 3 reviews")]

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        reviewed.scorecards.trial(version(), check=stop)


def test_classes_are_counted_from_which_to_which(reviewed: Store) -> None:
    trial = reviewed.scorecards.trial(version())
    assert sum(trial.classes.values()) == 3
    assert trial.classes[KpiClass.INACCURATE, KpiClass.INACCURATE] >= 1


CHANGES: list[tuple[dict[str, Any], str, str]] = [
    ({"text": "Otherwise?"}, "renamed", "Was full payment of the arrears sought first? → Otherwise?"),
    ({"weight": 4}, "changed", "weight 1 → 4"),
    ({"critical": False}, "changed", "no longer critical"),
    ({"type": "text"}, "changed", "asks for yes or no → text"),
    ({"not_applicable": "never"}, "changed", "always applies now"),
    ({"not_applicable_when": [{"fact": "no_deo"}]}, "changed", "another rule for N/A"),
    ({"evidence": "call"}, "changed", "evidence either → call"),
]


@pytest.mark.parametrize(("keys", "what", "words"), CHANGES)
def test_every_difference_that_matters_is_named(keys: dict[str, Any], what: str, words: str) -> None:
    assert changes_between(OLD, version(FULL_FIRST=keys)) == (PromptChange("FULL_FIRST", what, words),)


def _id(store: Store, call: str) -> str:
    return next(line.review_id for line in store.reviews.listing("signed") if line.recording_id == call)


def _ruled(store: Store, call: str) -> list[str]:
    with store.database.session() as session:
        raw = session.connection().exec_driver_sql("SELECT result FROM review WHERE id = ?", (_id(store, call),))
        return list(json.loads(raw.scalar_one())["ruled_out"])
