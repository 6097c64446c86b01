"""Samples in the store: the frame, the draw, replacements, progress, and drawing one again."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update

from models.errors import InputRefused, NotAllowed, Refusal, UnknownId
from models.guide_sheet import GuideSheet
from models.matching import Match, MatchState
from models.recording import Recording
from models.review import AnswerNote, AnswerValue
from models.review_file import read_review_file
from models.sample_certificate import Certificate, Exclusion, Filters
from models.sample_certificate_file import CertificateFile, parse_certificate
from models.sampling import Allocation, HowMany
from models.store import Store
from models.store.sample_reading import CheckState, Sample, drawn_recordings
from models.store.samples import SampleOrder
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


def order(number: str = "1", allocation: Allocation = Allocation.PER_CASEWORKER, **others: Any) -> SampleOrder:
    return SampleOrder(*SEPTEMBER, HowMany(allocation, Decimal(number)), **({"seed": "1298"} | others))


def ids(sample: Sample) -> list[str]:
    return [each.recording_id for each in sample.certificate.draws]


def told(sample: Sample) -> CertificateFile:
    return parse_certificate(json.dumps(sample.certificate.as_dict()), "c.json")


def refusals(caught: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str | None, str | None]]:
    return [(each.column, each.value) for each in caught.value.details if isinstance(each, Refusal)]


def set_on(store: Store, record: type[Recording] | type[GuideSheet], key: str, **values: object) -> None:
    column = Recording.recording_id if record is Recording else GuideSheet.sheet_id
    with store.database.session() as session:
        session.exec(update(record).where(col(column) == key).values(**values))


def test_the_frame_of_the_demonstration_is_its_eleven_matched_calls(demo_store: Store, leader: Person) -> None:
    sample = demo_store.samples.draw(order("2"), leader)
    assert (sample.sample_id, sample.certificate.frame.size) == ("S-0001", 11)
    assert sorted(ids(sample)) == [f"VR-{number}" for number in range(88101, 88112)]
    assert [(each.caseworker_id, each.frame, each.wanted, each.drawn) for each in sample.certificate.strata][:2] == [
        ("CW011", 1, 2, 1),
        ("CW012", 2, 2, 2),
    ]


def test_the_days_at_both_ends_belong_to_the_period(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        days = sorted(session.exec(select(Recording.call_date).where(Recording.recording_id != "VR-88112")))
    whole = demo_store.samples.frame(days[0], days[-1])
    assert len(whole) == 11
    assert len(demo_store.samples.frame(days[0], days[0])) == days.count(days[0])


@pytest.mark.parametrize("state", [MatchState.PROPOSED, MatchState.AMBIGUOUS, MatchState.LINKED, MatchState.KEPT_APART])
def test_only_a_confirmed_match_of_its_own_is_in_the_frame(demo_store: Store, state: MatchState) -> None:
    with demo_store.database.session() as session:
        row = session.exec(select(Recording.id).where(Recording.recording_id == "VR-88104")).one()
        session.exec(update(Match).where(col(Match.recording) == row).values(state=state))
    assert "VR-88104" not in {each.recording_id for each in demo_store.samples.frame(*SEPTEMBER)}


def test_a_call_of_several_sheets_is_in_the_frame_once_with_the_sheet_that_leads(demo_store: Store) -> None:
    with demo_store.database.session() as session:
        call = session.exec(select(Recording.id).where(Recording.recording_id == "VR-88104")).one()
        other = session.exec(select(GuideSheet.id).where(GuideSheet.sheet_id == "PAG-088101")).one()
        tie = Match(recording=call, sheet=other, rule="case", state=MatchState.SHARED, certainty=90, reason="shared")
        session.add(tie)
    found = [each.sheet_id for each in demo_store.samples.frame(*SEPTEMBER) if each.recording_id == "VR-88104"]
    assert found == ["PAG-088104"]


@pytest.mark.parametrize(
    ("filters", "many"),
    [
        (Filters(team="DE-1"), None),
        (Filters(scheme="CSCS"), None),
        (Filters(method="deo"), None),
        (Filters(verdict="INACCURATE"), None),
        (Filters(min_seconds=10_000), 0),
        (Filters(min_seconds=0), 11),
    ],
)
def test_filters_narrow_the_frame_to_what_the_sheets_say(demo_store: Store, filters: Filters, many: int | None) -> None:
    frame = demo_store.samples.frame(*SEPTEMBER, filters)
    if many is not None:
        assert len(frame) == many
        return
    demo_store.judgements.refresh()
    with demo_store.database.session() as session:
        sheets = {sheet.sheet_id: sheet for sheet in session.exec(select(GuideSheet))}
    right = {"team": "team", "scheme": "scheme", "method": "method_agreed"}
    for name, asked in filters.as_dict().items():
        for call in frame:
            judged = demo_store.judgements.of_sheet(call.sheet_id)
            assert judged is not None
            has = judged.verdict if name == "verdict" else getattr(sheets[call.sheet_id], right[name])
            assert has == asked
    assert 0 < len(frame) < 11


def test_a_call_exactly_as_long_as_asked_for_is_in_the_frame(demo_store: Store) -> None:
    set_on(demo_store, Recording, "VR-88101", duration_ms=90_000)
    set_on(demo_store, Recording, "VR-88102", duration_ms=89_999)
    found = {each.recording_id for each in demo_store.samples.frame(*SEPTEMBER, Filters(min_seconds=90))}
    assert "VR-88101" in found
    assert "VR-88102" not in found


def test_the_team_of_a_sheet_without_one_is_its_caseworkers(demo_store: Store) -> None:
    before = demo_store.samples.frame(*SEPTEMBER, Filters(team="DE-1"))
    for each in before:
        set_on(demo_store, GuideSheet, each.sheet_id, team=None)
    assert demo_store.samples.frame(*SEPTEMBER, Filters(team="DE-1")) == before


def test_excluded_calls_are_named_with_their_reason_and_not_drawn(demo_store: Store, leader: Person) -> None:
    apart = (Exclusion("VR-88104", "complaint"),)
    sample = demo_store.samples.draw(order("5", excluded=apart), leader)
    assert sample.certificate.excluded == apart
    assert sample.certificate.frame.size == sum(each.frame for each in sample.certificate.strata) == 10
    assert "VR-88104" not in ids(sample)


def test_an_exclusion_of_a_call_that_is_not_in_the_frame_is_refused_and_nothing_drawn(
    demo_store: Store, leader: Person
) -> None:
    apart = tuple(Exclusion(each, "why") for each in ("VR-1", "VR-88112", "VR-88101", "VR-88101"))
    with pytest.raises(InputRefused) as caught:
        demo_store.samples.draw(order(excluded=apart), leader)
    assert refusals(caught) == [("exclude", "VR-1"), ("exclude", "VR-88112"), ("exclude", "VR-88101")]
    assert "no recording has this id" in str(caught.value)
    assert demo_store.samples.listing() == ()


def test_an_empty_frame_is_refused(demo_store: Store, leader: Person) -> None:
    with pytest.raises(InputRefused, match="frame is empty: no recording"):
        demo_store.samples.draw(replace(order(), date_from=date(2009, 1, 1), date_to=date(2009, 1, 31)), leader)
    everything = tuple(Exclusion(f"VR-{number}", "why") for number in range(88101, 88112))
    with pytest.raises(InputRefused, match=r"every call from .* is excluded"):
        demo_store.samples.draw(order(excluded=everything), leader)


def test_a_caseworker_draws_no_sample(demo_store: Store) -> None:
    caseworker = demo_store.staff.get("CW014")
    assert caseworker is not None
    with pytest.raises(NotAllowed, match="CW014 may not draw"):
        demo_store.samples.draw(order(), caseworker)


@pytest.mark.parametrize("reviewer", ["CW014", "XX"])
def test_only_who_may_review_is_given_a_sample(demo_store: Store, leader: Person, reviewer: str) -> None:
    with pytest.raises(InputRefused) as caught:
        demo_store.samples.draw(order(reviewer=reviewer), leader)
    assert refusals(caught) == [("reviewer", reviewer)]


def test_earlier_draws_on_days_of_the_period_are_named(demo_store: Store, leader: Person) -> None:
    samples = demo_store.samples
    first = samples.draw(order(seed="first"), leader)
    part = samples.draw(replace(order(seed="second"), date_from=date(2009, 9, 14)), leader)
    again = samples.draw(order(seed="third"), leader)
    assert first.certificate.earlier_draws == ()
    assert part.certificate.earlier_draws == ("S-0001",)
    assert again.certificate.earlier_draws == ("S-0001", "S-0002")
    assert samples.earlier(date(2009, 9, 1), date(2009, 9, 13)) == ("S-0001", "S-0003")


def test_the_ids_go_on_beyond_four_digits(demo_store: Store, leader: Person) -> None:
    from models.sample import SampleRow

    demo_store.samples.draw(order(), leader)
    for before, after in (("S-9999", "S-10000"), ("S-10000", "S-10001")):
        with demo_store.database.session() as session:
            newest = session.exec(select(SampleRow).order_by(col(SampleRow.id).desc())).first()
            assert newest is not None
            newest.sample_id = before
            session.add(newest)
        assert demo_store.samples.draw(order(), leader).sample_id == after


def test_a_sample_is_kept_as_it_was_asked_for(demo_store: Store, leader: Person) -> None:
    asked = order("12.50", Allocation.RATE, due=date(2009, 10, 30), reviewer="TL02", blind=True)
    drawn = demo_store.samples.draw(asked, leader)
    kept = demo_store.samples.get("S-0001")
    assert kept == drawn
    assert (kept.how_many, kept.due, kept.reviewer, kept.blind) == (
        asked.how_many,
        date(2009, 10, 30),
        "TL02",
        True,
    )
    with pytest.raises(UnknownId):
        demo_store.samples.get("S-0002")


# progress


def sign(store: Store, demo: Path, name: str) -> str:
    form = read_review_file(demo / "answers" / f"{name}.json")
    person = store.staff.get(form.reviewer_id)
    assert person is not None
    return str(store.reviews.sign_form(form, person).review_id)


def test_progress_counts_calls_with_a_signed_primary_review(demo_store: Store, leader: Person, demo: Path) -> None:
    samples = demo_store.samples
    samples.draw(order("2", due=date(2009, 10, 30), reviewer="TL01"), leader)
    sign(demo_store, demo, "VR-88104")
    draft = demo_store.reviews.start_draft("VR-88103", None, "TL01")
    demo_store.reviews.save_draft(draft.with_answer(AnswerNote("FULL_FIRST", AnswerValue.YES)))
    line = samples.progress("S-0001")
    assert (line.done, line.drawn, line.due) == (1, 11, date(2009, 10, 30))
    assert {each.caseworker_id: (each.done, each.drawn) for each in line.by_caseworker}["CW014"] == (1, 2)
    states = {each.recording_id: each.state for each in samples.draws("S-0001")}
    assert (states["VR-88104"], states["VR-88103"], states["VR-88101"]) == (
        CheckState.DONE,
        CheckState.BEGUN,
        CheckState.OPEN,
    )
    waiting = [each.recording_id for each in samples.waiting_for("TL01")]
    assert len(waiting) == 10
    assert "VR-88104" not in waiting
    assert samples.waiting_for("TL02") == ()
    assert samples.listing() == (line,)


def test_the_reviews_of_a_sample_are_those_of_its_calls(demo_store: Store, leader: Person, demo: Path) -> None:
    everything_else = tuple(Exclusion(f"VR-{number}", "why") for number in range(88105, 88112))
    demo_store.samples.draw(order("2", excluded=everything_else), leader)
    in_it = sign(demo_store, demo, "VR-88104")
    sign(demo_store, demo, "VR-88105")
    assert demo_store.samples.review_ids("S-0001") == [in_it]
    with pytest.raises(UnknownId):
        demo_store.samples.review_ids("S-0002")


# replacing


def test_a_replaced_call_gives_its_place_to_the_next_in_rank(demo_store: Store, leader: Person) -> None:
    samples = demo_store.samples
    before = samples.draw(order(), leader)
    going = next(each for each in before.certificate.draws if each.caseworker_id == "CW014")
    after = samples.replace("S-0001", going.recording_id, "recording is silent", leader)
    (replaced,) = after.certificate.replacements
    other = ({"VR-88103", "VR-88104"} - {going.recording_id}).pop()
    assert (replaced.position, replaced.recording_id, replaced.replaced_by) == (
        going.position,
        going.recording_id,
        other,
    )
    assert (replaced.reason, replaced.by) == ("recording is silent", "TL01")
    assert after.certificate.draws == before.certificate.draws
    assert [each.recording_id for each in after.certificate.standing][going.position - 1] == other
    assert [each.recording_id for each in samples.draws("S-0001")] == [
        each.recording_id for each in after.certificate.standing
    ]
    with demo_store.database.session() as session:
        assert len(session.execute(drawn_recordings()).all()) == 7
    assert samples.redraw(told(after)).same


def test_where_none_is_left_the_replaced_call_goes(demo_store: Store, leader: Person) -> None:
    samples = demo_store.samples
    samples.draw(order(), leader)
    after = samples.replace("S-0001", "VR-88101", "recording is silent", leader)
    assert after.certificate.replacements[0].replaced_by is None
    assert samples.progress("S-0001").drawn == 6
    assert "VR-88101" not in {each.recording_id for each in after.certificate.standing}
    assert samples.redraw(told(after)).same


def test_a_call_is_not_replaced_without_need(demo_store: Store, leader: Person, demo: Path) -> None:
    samples = demo_store.samples
    samples.draw(order("2"), leader)
    sign(demo_store, demo, "VR-88104")
    caseworker = demo_store.staff.get("CW014")
    assert caseworker is not None
    with pytest.raises(InputRefused, match="reason"):
        samples.replace("S-0001", "VR-88101", " ", leader)
    with pytest.raises(InputRefused, match="does not stand"):
        samples.replace("S-0001", "VR-88112", "why", leader)
    with pytest.raises(InputRefused, match="was checked"):
        samples.replace("S-0001", "VR-88104", "why", leader)
    with pytest.raises(UnknownId):
        samples.replace("S-0002", "VR-88104", "why", leader)
    with pytest.raises(NotAllowed):
        samples.replace("S-0001", "VR-88101", "why", caseworker)
    assert samples.get("S-0001").certificate.replacements == ()


# drawing again


def test_an_unchanged_frame_redraws_the_same(demo_store: Store, leader: Person) -> None:
    sample = demo_store.samples.draw(order("4", Allocation.SIZE), leader)
    again = demo_store.samples.redraw(told(sample))
    assert (again.same, again.sample_id, again.changed) == (True, "S-0001", ())


def test_a_frame_that_changed_since_is_told_call_by_call(demo_store: Store, leader: Person) -> None:
    sample = demo_store.samples.draw(order(), leader)
    set_on(demo_store, Recording, "VR-88101", call_date=date(2009, 8, 31))
    again = demo_store.samples.redraw(told(sample))
    assert not again.same
    assert again.changed == ("VR-88101 left the frame since: its call was on 2009-08-31, outside the period.",)
    keys = [each.key for each in again.differences]
    assert keys == ["frame.size", "frame.sha256", "strata[0].frame", "draws[0].recording_id"]


Change = Callable[[dict[str, Any]], None]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda told: told.update(seed="1299"), "seed"),
        (lambda told: told.update(drawn_by="TL02"), "drawn_by"),
        (lambda told: told.update(drawn_at="2009-10-06T09:00:00+01:00"), "drawn_at"),
        (lambda told: told.update(earlier_draws_on_this_period=["S-0009"]), "earlier_draws_on_this_period"),
        (lambda told: told["frame"].update(size=12), "frame.size"),
        (lambda told: told["frame"].update(sha256="0" * 64), "frame.sha256"),
        (lambda told: told["strata"][1].update(weight="1.0000"), "strata[1].weight"),
        (lambda told: told["strata"].pop(0), "strata"),
        (lambda told: told["draws"].pop(0), "draws"),
        (lambda told: told["draws"][0].update(position=2), "draws[0].position"),
        (lambda told: told["draws"][0].update(recording_id="VR-88112"), "draws[0].recording_id"),
        (lambda told: told["draws"][0].update(sheet_id="PAG-1"), "draws[0].sheet_id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_was_altered_in_a_certificate_is_found(
    demo_store: Store, leader: Person, change: Change, key: str
) -> None:
    sample = demo_store.samples.draw(order(), leader)
    values = {"sample_id": "S-0001", "certificate": sample.certificate.as_dict()}
    change(values["certificate"])
    again = demo_store.samples.redraw(parse_certificate(json.dumps(values), "c.json"))
    assert key in {each.key for each in again.differences}


def test_without_the_recordings_a_certificate_that_holds_its_whole_frame_is_redrawn_from_itself(
    demo_store: Store, leader: Person, store: Store
) -> None:
    sample = demo_store.samples.draw(order("2"), leader)
    again = store.samples.redraw(told(sample))
    assert (again.same, again.from_itself) == (True, True)
    altered: Certificate = replace(sample.certificate, frame=replace(sample.certificate.frame, sha256="0" * 64))
    assert [each.key for each in store.samples.redraw(CertificateFile(None, altered)).differences] == ["frame.sha256"]


def test_without_the_recordings_a_part_of_a_frame_cannot_be_redrawn_and_says_so(
    demo_store: Store, leader: Person, store: Store
) -> None:
    sample = demo_store.samples.draw(order(), leader)
    with pytest.raises(InputRefused, match="holds none of its calls"):
        store.samples.redraw(told(sample))


def test_without_the_recordings_what_contradicts_itself_is_found(
    demo_store: Store, leader: Person, store: Store
) -> None:
    sample = demo_store.samples.draw(order(), leader)
    altered = CertificateFile(None, replace(sample.certificate, draws=sample.certificate.draws[1:]))
    assert "strata[0].drawn" in {each.key for each in store.samples.redraw(altered).differences}


def test_a_certificate_without_its_id_finds_its_sample_by_seed_and_frame(demo_store: Store, leader: Person) -> None:
    sample = demo_store.samples.draw(order(), leader)
    demo_store.samples.draw(order(seed="another"), leader)
    elsewhere = replace(sample.certificate, drawn_by="TL02")
    found = demo_store.samples.redraw(CertificateFile(None, elsewhere))
    assert [each.key for each in found.differences] == ["drawn_by"]
    assert demo_store.samples.redraw(told(sample)).sample_id == "S-0001"
