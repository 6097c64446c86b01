"""Drawn calls that wait: what is due of whom, for whom a call is blind, and what lists say of it meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from models.review import AnswerNote, AnswerValue, ReviewKind
from models.review_file import read_review_file
from models.sample_certificate import Exclusion
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.sample_waiting import HIDDEN, AssignedSample, CaseworkerShare
from models.store.samples import SampleOrder
from models.store.staff import Person
from models.store.worklist import Order, Section, WorkItem, WorkQuery

PERIOD = (date(2009, 9, 1), date(2009, 9, 30))
FRIDAY = date(2009, 10, 9)


@pytest.fixture
def leader(demo_store: Store) -> Person:
    demo_store.judgements.refresh()
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


Draw = Callable[..., str]


@pytest.fixture
def draw(demo_store: Store, leader: Person) -> Draw:
    """Draw these calls and no other: `draw("VR-88103", reviewer="TL01", blind=True)`."""

    def drawn(*wanted: str, **given: object) -> str:
        every = [call.recording_id for call in demo_store.samples.frame(*PERIOD)]
        apart = tuple(Exclusion(call, "not wanted") for call in every if call not in wanted)
        how_many = HowMany(Allocation.SIZE, Decimal(len(wanted)))
        order = SampleOrder(*PERIOD, how_many, "1298", excluded=apart)
        return demo_store.samples.draw(replace(order, **given), leader).sample_id  # type: ignore[arg-type]

    return drawn


def sign(store: Store, demo: Path, recording_id: str, **given: object) -> str:
    form = replace(read_review_file(demo / "answers" / f"{recording_id}.json"), **given)  # type: ignore[arg-type]
    person = store.staff.get(form.reviewer_id)
    assert person is not None
    return str(store.reviews.sign_form(form, person).review_id)


def begin(store: Store, recording_id: str, by: str, sample: str | None = None) -> None:
    draft = store.reviews.start_draft(recording_id, None, by)
    store.reviews.save_draft(replace(draft, sample_id=sample).with_answer(AnswerNote("CONDUCT", AnswerValue.YES)))


def due(store: Store, **asked: object) -> list[str | None]:
    query = replace(WorkQuery(assigned_to="TL01"), **asked)  # type: ignore[arg-type]
    found = store.worklist.page(query, 0, 100)
    assert store.worklist.count(query) == len(found)
    return [item.recording_id for item in found]


def line(store: Store, recording_id: str, section: Section = Section.DUE) -> WorkItem:
    found = store.worklist.page(WorkQuery(section), 0, 200)
    return next(each for each in found if each.recording_id == recording_id)


def test_what_is_due_first_comes_first_and_then_the_oldest_call(demo_store: Store, draw: Draw) -> None:
    draw("VR-88102", "VR-88101", reviewer="TL01", due=date(2009, 10, 16))
    draw("VR-88105", "VR-88104", reviewer="TL01", due=FRIDAY)
    draw("VR-88106", reviewer="TL01")
    draw("VR-88107", reviewer="TL02", due=FRIDAY)
    assert due(demo_store) == ["VR-88104", "VR-88105", "VR-88101", "VR-88102", "VR-88106"]
    assert due(demo_store, sample="S-0001") == ["VR-88101", "VR-88102"]
    assert due(demo_store, sort=Order.WHEN, descending=True)[0] == "VR-88106"


def test_a_call_drawn_twice_stands_once(demo_store: Store, draw: Draw) -> None:
    draw("VR-88104", reviewer="TL01")
    draw("VR-88104", reviewer="TL01", due=FRIDAY)
    assert due(demo_store) == ["VR-88104"]


def test_a_call_leaves_when_it_is_replaced_begun_or_done(
    demo_store: Store, demo: Path, draw: Draw, leader: Person
) -> None:
    sample = draw("VR-88101", "VR-88102", "VR-88104", "VR-88105", reviewer="TL01", due=FRIDAY)
    demo_store.samples.replace(sample, "VR-88101", "no sound", leader)
    sign(demo_store, demo, "VR-88102")
    begin(demo_store, "VR-88104", "TL01")
    assert due(demo_store) == ["VR-88105"]
    (told,) = demo_store.waiting.assigned_to("TL01")
    assert (told.done, told.drawn, told.begun, told.waiting) == (1, 3, 1, 1)


def test_progress_is_told_by_caseworker(demo_store: Store, demo: Path, draw: Draw) -> None:
    draw("VR-88103", "VR-88104", "VR-88102", reviewer="TL01", due=FRIDAY, blind=True)
    sign(demo_store, demo, "VR-88104")
    shares = (CaseworkerShare("CW012", 0, 1), CaseworkerShare("CW014", 1, 2))
    assert demo_store.waiting.assigned_to("TL01") == (AssignedSample("S-0001", FRIDAY, True, 1, 3, 0, 0, shares),)
    assert demo_store.waiting.assigned_to("TL02") == ()


def test_a_draw_whose_call_lost_its_sheet_is_counted_apart(demo_store: Store, draw: Draw) -> None:
    draw("VR-88104", "VR-88105", reviewer="TL01")
    demo_store.matches.unlink("VR-88104", "TL01")
    (told,) = demo_store.waiting.assigned_to("TL01")
    assert (told.waiting, told.astray) == (1, 1)
    assert due(demo_store) == ["VR-88105"]


def test_filters_narrow_what_is_drawn(demo_store: Store, draw: Draw) -> None:
    draw("VR-88102", "VR-88104", "VR-88105", reviewer="TL01")
    assert due(demo_store, caseworker="CW014") == ["VR-88104"]
    assert due(demo_store, text="88105") == ["VR-88105"]
    assert due(demo_store, date_from=date(2009, 9, 30)) == []


def test_counts_agree_with_the_list(demo_store: Store, draw: Draw) -> None:
    draw("VR-88102", "VR-88104", reviewer="TL01")
    everything = demo_store.worklist.counts("TL01")
    mine = demo_store.worklist.counts("TL01", assigned_to="TL01")
    assert (mine[Section.DUE], everything[Section.DUE]) == (2, 11)
    assert mine | {Section.DUE: 11} == everything


def test_a_blind_draw_hides_its_steer_from_every_list(demo_store: Store, draw: Draw) -> None:
    before = line(demo_store, "VR-88104")
    assert before.verdict == "INACCURATE"
    draw("VR-88104", reviewer="TL01", blind=True)
    begin(demo_store, "VR-88104", "TL02")
    for section in (Section.DRAFTS, Section.MATCHED, Section.JUDGED):
        found = line(demo_store, "VR-88104", section)
        assert found.blind
        assert found.rung == HIDDEN
        assert (found.verdict, found.steer_label, found.reasons, found.reading_sensitive) == (None, None, None, None)


@pytest.mark.parametrize("verdict", ["INACCURATE", "ACCURATE", "ACCURATE_DISCRETION", "NOT_ASSESSABLE"])
def test_no_filter_finds_a_blind_line_by_what_the_steer_says(demo_store: Store, draw: Draw, verdict: str) -> None:
    draw("VR-88104", reviewer="TL01", blind=True)
    assert "VR-88104" not in due(demo_store, verdict=verdict)
    assert "VR-88104" in due(demo_store)


def test_blind_lines_stand_last_by_what_the_steer_says_and_are_not_counted_by_it(demo_store: Store, draw: Draw) -> None:
    query = WorkQuery(sort=Order.VERDICT)
    before = demo_store.worklist.said(WorkQuery(Section.JUDGED))
    draw("VR-88104", reviewer="TL01", blind=True)
    for descending in (False, True):
        found = demo_store.worklist.page(replace(query, descending=descending), 0, 100)
        assert found[-1].recording_id == "VR-88104"
    after = demo_store.worklist.said(WorkQuery(Section.JUDGED))
    assert sum(after.values()) == sum(before.values())
    assert sum(many for said, many in after.items() if said.verdict) == sum(before.values()) - 1


def test_a_signature_shows_it_again(demo_store: Store, demo: Path, draw: Draw) -> None:
    draw("VR-88104", reviewer="TL01", blind=True)
    assert line(demo_store, "VR-88104").blind
    sign(demo_store, demo, "VR-88104")
    assert line(demo_store, "VR-88104", Section.SIGNED).verdict == "INACCURATE"
    assert line(demo_store, "VR-88104", Section.JUDGED).verdict == "INACCURATE"


def test_a_draw_that_is_not_blind_hides_nothing(demo_store: Store, draw: Draw) -> None:
    draw("VR-88104", reviewer="TL01")
    assert line(demo_store, "VR-88104").verdict == "INACCURATE"
    assert demo_store.waiting.blind_for("VR-88104", None, "TL01") is None
    assert demo_store.waiting.sample_for("VR-88104", "PAG-088104", "TL01") == "S-0001"


def test_a_second_mark_tells_nothing_while_the_call_waits(demo_store: Store, demo: Path, draw: Draw) -> None:
    sign(demo_store, demo, "VR-88104", kind=ReviewKind.SECOND)
    assert line(demo_store, "VR-88104", Section.SIGNED).kpi_class == "INACCURATE"
    draw("VR-88104", reviewer="TL01", blind=True)
    found = line(demo_store, "VR-88104", Section.SIGNED)
    assert (found.kpi_class, found.score, found.critical, found.verdict) == (None, None, None, None)


@pytest.mark.parametrize("reviewer", ["TL01", "TL02", "QA01"])
def test_while_the_draw_waits_the_desk_is_blind_for_everybody(demo_store: Store, draw: Draw, reviewer: str) -> None:
    draw("VR-88104", reviewer="TL01", blind=True)
    for asked in (("VR-88104", "PAG-088104"), ("VR-88104", None), (None, "PAG-088104")):
        assert demo_store.waiting.blind_for(asked[0], asked[1], reviewer) == "S-0001"
    assert demo_store.waiting.blind_for("VR-88102", "PAG-088102", reviewer) is None


def test_a_draft_begun_blind_stays_blind_though_the_call_is_replaced(
    demo_store: Store, draw: Draw, leader: Person
) -> None:
    sample = draw("VR-88104", reviewer="TL01", blind=True)
    begin(demo_store, "VR-88104", "TL01", sample)
    demo_store.samples.replace(sample, "VR-88104", "no sound", leader)
    assert demo_store.waiting.blind_for("VR-88104", "PAG-088104", "TL01") == sample
    assert demo_store.waiting.blind_for("VR-88104", "PAG-088104", "TL02") is None
    assert line(demo_store, "VR-88104", Section.DRAFTS).blind


def test_a_draft_begun_blind_stays_blind_though_somebody_else_signs_first(
    demo_store: Store, demo: Path, draw: Draw
) -> None:
    sample = draw("VR-88104", reviewer="TL02", blind=True)
    begin(demo_store, "VR-88104", "TL02", sample)
    sign(demo_store, demo, "VR-88104")
    assert demo_store.waiting.blind_for("VR-88104", "PAG-088104", "TL02") == sample
    assert demo_store.waiting.blind_for("VR-88104", "PAG-088104", "TL01") is None


def test_of_several_draws_a_review_is_for_the_one_given_to_its_reviewer(demo_store: Store, draw: Draw) -> None:
    draw("VR-88104", reviewer="TL02", due=FRIDAY, blind=True)
    draw("VR-88104", reviewer="TL01")
    asked = ("VR-88104", "PAG-088104")
    assert demo_store.waiting.sample_for(*asked, "TL01") == "S-0002"
    assert demo_store.waiting.sample_for(*asked, "QA01") == "S-0001"
    assert demo_store.waiting.sample_for("VR-88104", None, "TL01") is None
