"""The state behind the Samples page: late answers, refusals, certificates that cannot be drawn again here."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.samples import Samples
from models.clock import Clock
from models.database import Database
from models.sample_certificate import NO_FILTERS, Exclusion, Filters
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.samples import SampleOrder
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
ONE_EACH = HowMany(Allocation.PER_CASEWORKER, Decimal(1))


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


@pytest.fixture
def samples(demo_store: Store, runner: Runner, leader: Person) -> Samples:
    return Samples(demo_store, runner, lambda: leader)


def drawn(store: Store, by: Person) -> str:
    return store.samples.draw(SampleOrder(*SEPTEMBER, ONE_EACH, "1298"), by).sample_id


def test_only_the_sample_asked_for_last_is_shown(
    samples: Samples, demo_store: Store, leader: Person, qtbot: QtBot
) -> None:
    first, second = (drawn(demo_store, leader) for _each in range(2))
    shown: list[str] = []
    samples.looked.connect(lambda looked: shown.append(looked.sample.sample_id))
    for sample_id in (first, second, first):
        samples.open(sample_id)
    qtbot.waitUntil(lambda: bool(shown))
    with qtbot.waitSignal(samples.looked):
        samples.open(second)
    assert shown == [first, second]


def test_only_the_survey_asked_for_last_is_told(samples: Samples, qtbot: QtBot) -> None:
    told: list[Filters] = []
    samples.surveyed.connect(lambda survey: told.append(survey.filters))
    samples.survey(*SEPTEMBER, Filters(team="DE-1"))
    samples.survey(*SEPTEMBER, NO_FILTERS)
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(samples.surveyed):
        samples.survey(*SEPTEMBER, NO_FILTERS)
    assert told == [NO_FILTERS, NO_FILTERS]


def test_what_the_store_refuses_is_told_by_its_key_and_nothing_is_drawn(
    samples: Samples, demo_store: Store, qtbot: QtBot
) -> None:
    order = SampleOrder(*SEPTEMBER, ONE_EACH, "1298", excluded=(Exclusion("VR-88112", "why"),))
    with qtbot.waitSignal(samples.refused) as told, qtbot.waitSignal(samples.failed):
        samples.draw(order)
    ((fault,),) = told.args
    assert (fault.column, fault.value) == ("exclude", "VR-88112")
    assert not samples.busy
    assert demo_store.samples.listing() == ()


def test_a_certificate_whose_calls_are_not_here_is_shown_with_the_reason(
    demo_store: Store, leader: Person, database: Database, runner: Runner, tmp_path: Path, qtbot: QtBot
) -> None:
    certificate = demo_store.samples.get(drawn(demo_store, leader)).certificate
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps({"sample_id": "S-0001", "certificate": certificate.as_dict()}), encoding="utf-8")
    elsewhere = Samples(Store(database, Clock(date(2009, 10, 5))), runner, lambda: leader)
    with qtbot.waitSignal(elsewhere.compared) as told:
        elsewhere.redraw_file(file)
    (compared,) = told.args
    assert compared.found is None
    assert compared.why.startswith("The sample cannot be drawn again here")
    assert compared.told.certificate == certificate


def test_one_redraw_at_a_time_and_it_can_be_stopped(
    samples: Samples, demo_store: Store, leader: Person, qtbot: QtBot
) -> None:
    sample = demo_store.samples.get(drawn(demo_store, leader))
    samples.redraw(sample)
    assert samples.job_id is not None
    samples.redraw(sample)
    with qtbot.waitSignal(samples.busy_changed) as told:
        samples.cancel()
    assert told.args == [False]
    assert samples.job_id is None


def test_a_caseworker_is_listed_nothing(demo_store: Store, runner: Runner, leader: Person, qtbot: QtBot) -> None:
    drawn(demo_store, leader)
    caseworker = demo_store.staff.get("CW011")
    assert caseworker is not None
    state = Samples(demo_store, runner, lambda: caseworker)
    with qtbot.waitSignal(state.listed) as told:
        state.refresh()
    assert told.args == [()]
