"""The worklist's questions: what stands in which section, filtered, sorted and paged."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from models.database import Database
from models.guide_sheet import GuideSheet
from models.matching import Match, MatchRule, MatchState
from models.recording import Recording
from models.review import Review, ReviewKind, ReviewState, subject_of
from models.review_life import LifeState
from models.scorecard import Scorecard
from models.staff import Staff, Team
from models.store import Store
from models.store.worklist import Order, Section, WorkQuery
from models.transcript import Transcript

NOON = datetime(2009, 9, 14, 11, 0, tzinfo=UTC)


@dataclass
class Office:
    """Puts records on the desk, with what a test does not care about filled in."""

    database: Database
    begun: bool = field(default=False)

    def call(self, key: str, day: int = 14, **facts: object) -> Recording:
        start = NOON + timedelta(days=day - 14)
        made = Recording(
            id=f"r-{key}",
            recording_id=f"VR-{key}",
            path=f"/calls/{key}.wav",
            sha256=key,
            size_bytes=1,
            codec="pcm",
            rate_hz=8000,
            channels=2,
            imported_at=NOON,
            **(
                {
                    "duration_ms": 60_000,
                    "started_at": start,
                    "started_offset_min": 60,
                    "call_date": date(2009, 9, day),
                    "caseworker_id": "CW011",
                    "case_ref": f"C-{key}",
                }
                | facts
            ),
        )
        return self._kept(made)

    def sheet(self, key: str, **facts: object) -> GuideSheet:
        usual = {"case_ref": f"C-{key}", "caseworker_id": "CW011", "team": "DE-1", "decision_date": date(2009, 9, 14)}
        return self._kept(GuideSheet(id=f"s-{key}", sheet_id=f"PAG-{key}", imported_at=NOON, **(usual | facts)))

    def tie(self, call: Recording, sheet: GuideSheet, state: MatchState = MatchState.MATCHED) -> Match:
        return self._kept(
            Match(
                recording=call.id,
                sheet=sheet.id,
                rule=MatchRule.REFERENCE,
                state=state,
                certainty=100,
                reason="recording reference",
            )
        )

    def pair(self, key: str, day: int = 14, **of_sheet: object) -> tuple[Recording, GuideSheet]:
        call, sheet = self.call(key, day), self.sheet(key, **of_sheet)
        self.tie(call, sheet)
        return call, sheet

    def review(
        self,
        call: Recording | None,
        sheet: GuideSheet | None,
        state: ReviewState = ReviewState.DRAFT,
        reviewer: str = "TL01",
        **facts: object,
    ) -> Review:
        if not self.begun:
            self._kept(
                Scorecard(
                    id="card",
                    scorecard_id="arrears-call/1",
                    title="Card",
                    definition={},
                    sha256="0",
                    first_used_at=NOON,
                )
            )
            self.begun = True
        recording, of_sheet = (None if call is None else call.id), (None if sheet is None else sheet.id)
        usual: dict[str, object] = {"kind": ReviewKind.PRIMARY, "created_at": NOON, "saved_at": NOON}
        if state is ReviewState.SIGNED:
            usual |= {"signed_at": NOON, "result": {"score": "83.3", "critical": "pass", "kpi_class": "ACCURATE"}}
        usual |= {"subject": subject_of(recording, of_sheet), "life": state}
        return self._kept(
            Review(
                state=state,
                recording=recording,
                sheet=of_sheet,
                reviewer_id=reviewer,
                scorecard="card",
                **(usual | facts),
            )
        )

    def _kept(self, record: object) -> object:
        with self.database.session() as session:
            session.add(record)
        return record


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def calls(store: Store, query: WorkQuery) -> list[str | None]:
    return [item.recording_id for item in store.worklist.page(query, 0, 100)]


def test_a_fresh_database_is_empty(store: Store, office: Office) -> None:
    assert store.worklist.is_empty()
    office.sheet("1")
    assert not store.worklist.is_empty()


def test_a_matched_call_without_a_review_is_due(store: Store, office: Office) -> None:
    office.pair("1")
    (item,) = store.worklist.page(WorkQuery(Section.DUE), 0, 10)
    assert (item.recording_id, item.sheet_id, item.case_ref) == ("VR-1", "PAG-1", "C-1")
    assert (item.match_rule, item.match_certainty, item.team) == ("reference", 100, "DE-1")


def test_the_start_keeps_the_recorders_own_offset(store: Store, office: Office) -> None:
    office.pair("1")
    (item,) = store.worklist.page(WorkQuery(), 0, 10)
    assert item.started_at.isoformat() == "2009-09-14T12:00:00+01:00"


def test_the_oldest_call_is_due_first(store: Store, office: Office) -> None:
    office.pair("1", 16)
    office.pair("2", 14)
    office.pair("3", 15)
    assert calls(store, WorkQuery()) == ["VR-2", "VR-3", "VR-1"]


@pytest.mark.parametrize("state", ReviewState)
def test_a_call_that_anybody_began_is_no_longer_due(store: Store, office: Office, state: ReviewState) -> None:
    office.review(*office.pair("1"), state, reviewer="TL02")
    assert calls(store, WorkQuery(Section.DUE)) == []


def test_a_second_mark_leaves_the_primary_one_due(store: Store, office: Office) -> None:
    office.review(*office.pair("1"), ReviewState.SIGNED, kind=ReviewKind.SECOND)
    assert calls(store, WorkQuery(Section.DUE)) == ["VR-1"]


def test_a_sheet_checked_by_a_further_call_of_it_is_not_due_again(store: Store, office: Office) -> None:
    _first, sheet = office.pair("1")
    further = office.call("2")
    office.tie(further, sheet, MatchState.LINKED)
    office.review(further, sheet)
    assert calls(store, WorkQuery(Section.DUE)) == []


def test_a_further_call_is_not_due_by_itself(store: Store, office: Office) -> None:
    _first, sheet = office.pair("1")
    office.tie(office.call("2"), sheet, MatchState.LINKED)
    assert calls(store, WorkQuery(Section.DUE)) == ["VR-1"]


def test_a_proposed_tie_is_not_due_but_ambiguous(store: Store, office: Office) -> None:
    office.tie(office.call("1"), office.sheet("1"), MatchState.PROPOSED)
    assert calls(store, WorkQuery(Section.DUE)) == []
    (item,) = store.worklist.page(WorkQuery(Section.AMBIGUOUS), 0, 10)
    assert (item.sheet_id, item.recording_id, item.candidates) == ("PAG-1", "VR-1", 1)


def test_an_ambiguous_sheet_is_one_line_with_the_number_of_candidates(store: Store, office: Office) -> None:
    sheet = office.sheet("1")
    office.tie(office.call("1"), sheet, MatchState.AMBIGUOUS)
    office.tie(office.call("2"), sheet, MatchState.AMBIGUOUS)
    (item,) = store.worklist.page(WorkQuery(Section.AMBIGUOUS), 0, 10)
    assert (item.sheet_id, item.recording_id, item.candidates) == ("PAG-1", None, 2)


def test_what_has_no_partner_stands_in_its_own_section(store: Store, office: Office) -> None:
    office.pair("1")
    office.call("2")
    office.sheet("3")
    assert calls(store, WorkQuery(Section.NO_SHEET)) == ["VR-2"]
    assert [i.sheet_id for i in store.worklist.page(WorkQuery(Section.NO_CALL), 0, 9)] == ["PAG-3"]


def test_a_recording_kept_apart_by_a_person_has_no_sheet(store: Store, office: Office, database: Database) -> None:
    call = office.call("1")
    with database.session() as session:
        session.add(
            Match(
                recording=call.id,
                sheet=None,
                rule=MatchRule.HAND,
                state=MatchState.KEPT_APART,
                certainty=100,
                reason="by hand",
            )
        )
    assert calls(store, WorkQuery(Section.NO_SHEET)) == ["VR-1"]


def test_a_sheet_checked_without_a_call_leaves_its_section(store: Store, office: Office) -> None:
    office.review(None, office.sheet("1"), ReviewState.SIGNED)
    assert store.worklist.count(WorkQuery(Section.NO_CALL)) == 0
    assert store.worklist.count(WorkQuery(Section.SIGNED)) == 1


def test_the_matches_page_still_sees_a_sheet_checked_without_a_call(store: Store, office: Office) -> None:
    office.review(None, office.sheet("1"), ReviewState.SIGNED)
    assert store.worklist.count(WorkQuery(Section.NO_CALL, with_reviewed=True)) == 1


def test_matched_holds_every_settled_tie_whatever_became_of_it(store: Store, office: Office) -> None:
    _call, sheet = office.pair("1")
    further = office.call("2")
    office.tie(further, sheet, MatchState.LINKED)
    office.review(*office.pair("3"), ReviewState.SIGNED)
    office.tie(office.call("4"), office.sheet("4"), MatchState.PROPOSED)
    assert sorted(calls(store, WorkQuery(Section.MATCHED))) == ["VR-1", "VR-2", "VR-3"]


def test_drafts_can_be_kept_to_one_reviewer(store: Store, office: Office) -> None:
    office.review(*office.pair("1"), reviewer="TL01")
    office.review(*office.pair("2"), reviewer="TL02")
    assert store.worklist.count(WorkQuery(Section.DRAFTS)) == 2
    assert calls(store, WorkQuery(Section.DRAFTS, reviewer="TL02")) == ["VR-2"]
    assert store.worklist.counts("TL01")[Section.DRAFTS] == 1


def test_a_signed_line_carries_its_result(store: Store, office: Office) -> None:
    office.review(*office.pair("1"), ReviewState.SIGNED)
    (item,) = store.worklist.page(WorkQuery(Section.SIGNED), 0, 10)
    assert (item.score, item.kpi_class, item.critical) == ("83.3", "ACCURATE", "pass")


def test_of_an_amended_review_only_the_latest_is_listed(store: Store, office: Office) -> None:
    pair = office.pair("1")
    first = office.review(*pair, ReviewState.SIGNED, life=LifeState.AMENDED)
    latest = office.review(*pair, ReviewState.SIGNED, amends=first.id)
    (item,) = store.worklist.page(WorkQuery(Section.SIGNED), 0, 10)
    assert item.review_id == latest.id


def test_scores_sort_as_numbers(store: Store, office: Office) -> None:
    for key, score in (("1", "100.0"), ("2", "83.3"), ("3", None)):
        office.review(
            *office.pair(key), ReviewState.SIGNED, result={"score": score, "critical": "pass", "kpi_class": "ACCURATE"}
        )
    ordered = WorkQuery(Section.SIGNED, sort=Order.SCORE)
    assert calls(store, ordered) == ["VR-2", "VR-1", "VR-3"]


@pytest.mark.parametrize("section", Section)
def test_every_section_can_be_sorted_by_everything(store: Store, office: Office, section: Section) -> None:
    office.pair("1")
    office.call("2")
    office.sheet("3")
    office.tie(office.call("4"), office.sheet("4"), MatchState.AMBIGUOUS)
    office.review(*office.pair("5"))
    office.review(*office.pair("6"), ReviewState.SIGNED)
    office.review(*office.pair("7"), ReviewState.SIGNED, life=LifeState.DISPUTED)
    expected = {Section.MATCHED: 4, Section.JUDGED: 6, Section.SIGNED: 2}.get(section, 1)
    for order in Order:
        for descending in (False, True):
            query = WorkQuery(section, sort=order, descending=descending)
            assert len(store.worklist.page(query, 0, 10)) == store.worklist.count(query) == expected


@pytest.mark.parametrize(
    "narrowing",
    [
        {"caseworker": "CW014"},
        {"team": "DE-2"},
        {"method": "deo"},
        {"date_from": date(2009, 9, 20)},
        {"text": "c-2"},
        {"text": "PAG-2 cw014"},
    ],
    ids=str,
)
def test_a_filter_keeps_what_it_names(store: Store, office: Office, narrowing: dict[str, object]) -> None:
    office.pair("1", 14, method_agreed="direct_debit")
    office.pair("2", 20, method_agreed="deo", team="DE-2", caseworker_id="CW014")
    query = WorkQuery(Section.DUE, **narrowing)
    assert query.filtered
    assert calls(store, query) == ["VR-2"]


def test_both_ends_of_the_dates_are_included(store: Store, office: Office) -> None:
    for key, day in (("1", 13), ("2", 14), ("3", 15), ("4", 16)):
        office.pair(key, day)
    query = WorkQuery(date_from=date(2009, 9, 14), date_to=date(2009, 9, 15))
    assert calls(store, query) == ["VR-2", "VR-3"]


@pytest.mark.parametrize("wildcard", ["%", "_", "\\"])
def test_searched_text_is_taken_as_it_is(store: Store, office: Office, wildcard: str) -> None:
    office.pair("1")
    assert calls(store, WorkQuery(text=wildcard)) == []


def test_a_call_without_a_sheet_belongs_to_its_caseworkers_team(
    store: Store, office: Office, database: Database
) -> None:
    with database.session() as session:
        session.add(Team(id="t", name="DE-7"))
    with database.session() as session:
        session.add(Staff(staff_id="CW011", role="caseworker", team_id="t"))
    office.call("1")
    assert calls(store, WorkQuery(Section.NO_SHEET, team="DE-7")) == ["VR-1"]
    assert store.worklist.choices().teams == ("DE-7",)


def test_pages_join_to_the_whole_list_without_a_gap(store: Store, office: Office) -> None:
    for key in range(7):
        office.pair(str(key))
    query = WorkQuery()
    paged = [i.recording_id for at in (0, 3, 6) for i in store.worklist.page(query, at, 3)]
    assert paged == [f"VR-{key}" for key in range(7)]


def test_the_choices_are_what_there_is(store: Store, office: Office) -> None:
    office.review(*office.pair("1", method_agreed="deo", caseworker_id="CW022"))
    office.call("2")
    choices = store.worklist.choices()
    assert choices.caseworkers == ("CW011", "CW022")
    assert (choices.methods, choices.teams, choices.reviewers) == (("deo",), ("DE-1",), ("TL01",))


def test_a_line_knows_whether_there_is_a_transcript(store: Store, office: Office, database: Database) -> None:
    call, _sheet = office.pair("1")
    office.pair("2")
    with database.session() as session:
        session.add(Transcript(recording=call.id, engine="imported", content_sha256="0", created_at=NOON))
    assert [i.has_transcript for i in store.worklist.page(WorkQuery(), 0, 9)] == [True, False]


def test_finding_looks_through_every_section_once(store: Store, office: Office) -> None:
    office.pair("1")
    office.review(*office.pair("12"), ReviewState.SIGNED)
    office.sheet("13")
    found = store.worklist.find("1")
    assert {(i.recording_id, i.sheet_id) for i in found} == {("VR-1", "PAG-1"), ("VR-12", "PAG-12"), (None, "PAG-13")}
    assert store.worklist.find("  ") == []


def test_counts_are_those_of_the_lists(store: Store, office: Office) -> None:
    office.pair("1")
    office.call("2")
    office.sheet("3")
    assert store.worklist.counts("TL01") == {section: store.worklist.count(WorkQuery(section)) for section in Section}


# sheets changed since signing, and calls of several sheets


def test_a_signed_review_whose_sheet_was_changed_since_is_marked_and_can_be_filtered(
    store: Store, office: Office
) -> None:
    for key, version in (("1", 1), ("2", 3)):
        call, sheet = office.pair(key, version=version)
        office.review(call, sheet, ReviewState.SIGNED, sheet_version=1)
    call, sheet = office.pair("3", version=2)
    office.review(call, sheet, ReviewState.DRAFT)
    signed = store.worklist.page(WorkQuery(Section.SIGNED), 0, 9)
    assert {item.recording_id: item.sheet_changed for item in signed} == {"VR-1": False, "VR-2": True}
    changed = WorkQuery(Section.SIGNED, sheet_changed=True)
    assert [item.recording_id for item in store.worklist.page(changed, 0, 9)] == ["VR-2"]
    assert store.worklist.count(changed) == 1
    assert changed.filtered
    (draft,) = store.worklist.page(WorkQuery(Section.DRAFTS), 0, 9)
    assert not draft.sheet_changed


def test_a_call_with_several_sheets_is_due_once(store: Store, office: Office) -> None:
    call, sheet = office.pair("1")
    further = office.sheet("2")
    office.tie(call, further, MatchState.SHARED)
    due = WorkQuery(Section.DUE)
    assert [(item.recording_id, item.sheet_id) for item in store.worklist.page(due, 0, 9)] == [("VR-1", "PAG-1")]
    assert store.worklist.count(WorkQuery(Section.MATCHED)) == 2
    assert store.worklist.count(WorkQuery(Section.NO_CALL)) == 0
    office.review(call, further, subject=subject_of(None, further.id))
    assert store.worklist.count(due) == 1
    office.review(call, sheet)
    assert store.worklist.count(due) == 0


def test_a_recording_and_a_sheet_kept_apart_are_each_without_the_other(store: Store, office: Office) -> None:
    office.tie(office.call("1"), office.sheet("1"), MatchState.KEPT_APART)
    assert store.worklist.count(WorkQuery(Section.NO_SHEET)) == store.worklist.count(WorkQuery(Section.NO_CALL)) == 1
    assert store.worklist.count(WorkQuery(Section.AMBIGUOUS)) == store.worklist.count(WorkQuery(Section.MATCHED)) == 0
