"""Every sheet is judged, judged again when it must be, and confirmed by people, whose words are only ever appended."""

import gzip
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from models.clock import Clock
from models.database import open_database
from models.errors import Cancelled, ChangedElsewhere, InputRefused, NotAllowed, UnknownId
from models.guide_sheet import GuideSheet
from models.list_state import ListState
from models.sheet_judgement import SheetConfirmation, SheetJudgement, SteerPolicy, Word
from models.store import Store, judgements
from models.store.bulk import count_change
from models.store.staff import Person
from models.store.tables import table_of
from models.store.worklist import Section, WorkQuery

JUDGED = WorkQuery(Section.JUDGED)
SHEET = table_of(GuideSheet)
ROW = table_of(SheetJudgement)
STATE = table_of(ListState)
OWN_POLICY = Path(__file__).parents[3] / "resources" / "policy" / "2009-10-annex-a-1.toml"


@pytest.fixture
def judged(demo_store: Store) -> Store:
    """The demonstration department, whose import judged its sheets."""
    return demo_store


@pytest.fixture
def leader(demo_store: Store) -> Person:
    return person(demo_store, "TL01")


def person(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def change(store: Store, sheet_id: str, **columns: object) -> None:
    """An import gives a sheet other figures."""
    with store.database.session() as session:
        new = {"version": SHEET.c.version + 1, **columns}
        session.execute(update(SHEET).where(SHEET.c.sheet_id == sheet_id).values(**new))
        count_change(session.connection(), SHEET.name)


def verdicts(store: Store) -> dict[str, str | None]:
    return {str(line.sheet_id): line.verdict for line in store.worklist.page(JUDGED, 0, 50)}


def seen(store: Store, *sheet_ids: str) -> dict[str, str]:
    return {sheet_id: str(verdict) for sheet_id, verdict in verdicts(store).items() if sheet_id in sheet_ids}


def forget(store: Store) -> None:
    """As after an import whose judging was stopped."""
    with store.database.session() as session:
        session.execute(delete(ROW))
        session.execute(delete(STATE).where(STATE.c.kind == judgements.JUDGING))


# judging


def test_every_sheet_is_judged_and_listed_with_and_without_a_call(judged: Store) -> None:
    listed = judged.worklist.page(JUDGED, 0, 50)
    assert len(listed) == 12
    assert Counter(line.verdict for line in listed) == {"ACCURATE": 9, "ACCURATE_DISCRETION": 1, "INACCURATE": 2}
    alone = next(line for line in listed if line.sheet_id == "PAG-088199")
    assert (alone.recording_id, alone.rung, alone.label, alone.scheme) == (None, "2", "Agreement", "CS2")
    assert {line.recording_id for line in listed if line.sheet_id == "PAG-088104"} == {"VR-88104"}


def test_judging_again_does_nothing_until_a_sheet_changes(judged: Store) -> None:
    assert judged.judgements.refresh() == 0
    change(judged, "PAG-088102", label="Arrangement")
    assert judged.judgements.refresh() == 1
    found = judged.judgements.of_sheet("PAG-088102")
    assert found is not None
    assert (found.verdict, found.reasons, found.sheet_version) == ("INACCURATE", "LABEL", 2)


def test_a_judgement_carries_the_policy_and_the_texts_of_the_contract(judged: Store) -> None:
    found = judged.judgements.of_sheet("PAG-088109")
    assert found is not None
    assert (found.policy, found.rung, found.steer_label, found.verdict) == (
        *("2009-10/AnnexA/1", "3E", "Arrangement", "ACCURATE"),
    )
    assert (found.reasons, found.reading_sensitive) == ("-", "LO_ON_RESIDUAL")
    assert (found.liability_order_due, found.instalments_to_clear) == ("Y", 120)


def test_an_unknown_sheet_has_no_judgement(judged: Store) -> None:
    with pytest.raises(UnknownId, match="PAG-1"):
        judged.judgements.of_sheet("PAG-1")


def test_another_policy_has_every_sheet_judged_again(judged: Store, tmp_path: Path, clock: Clock) -> None:
    """The department's own reading from 15 September on: the floor is half of net income."""
    text_of = OWN_POLICY.read_text(encoding="utf-8")
    folder = tmp_path / "policies"
    folder.mkdir()
    own = text_of.replace('id = "2009-10/AnnexA/1"', 'id = "2009-10/Ours/1"\nreplaces = "2009-10/AnnexA/1"', 1)
    own = own.replace("effective_from = 2009-04-01", "effective_from = 2009-09-15")
    (folder / "ours.toml").write_text(own.replace('pct = "30"', 'pct = "39"', 1), encoding="utf-8")
    store = Store(judged.database, clock, (folder,))
    assert store.judgements.refresh() == 12
    before, after = store.judgements.of_sheet("PAG-088102"), store.judgements.of_sheet("PAG-088108")
    assert before is not None
    assert after is not None
    assert (before.policy, before.verdict) == ("2009-10/AnnexA/1", "ACCURATE")
    assert (after.policy, after.reasons) == ("2009-10/Ours/1", "BELOW_FLOOR")


def test_a_stop_keeps_what_was_judged_and_the_next_run_goes_on(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgements, "JUDGED_AT_ONCE", 5)
    forget(demo_store)
    left = iter((False, True))

    def check() -> None:
        if next(left):
            raise Cancelled

    with pytest.raises(Cancelled):
        demo_store.judgements.refresh(check=check)
    assert sum(verdict is not None for verdict in verdicts(demo_store).values()) == 5
    assert demo_store.judgements.refresh() == 7
    assert None not in verdicts(demo_store).values()


def test_figures_that_no_import_would_take_leave_a_sheet_without_a_judgement(judged: Store) -> None:
    forget(judged)
    change(judged, "PAG-088101", lump_sum=Decimal("99999.00"))
    judged.judgements.refresh()
    assert judged.judgements.of_sheet("PAG-088101") is None
    assert verdicts(judged)["PAG-088101"] is None
    assert sum(verdict is not None for verdict in verdicts(judged).values()) == 11


# the list


@pytest.mark.parametrize(
    ("query", "sheets"),
    [
        (WorkQuery(Section.JUDGED, verdict="INACCURATE"), ["PAG-088104", "PAG-088111"]),
        (WorkQuery(Section.JUDGED, reason="BELOW_FLOOR"), ["PAG-088104", "PAG-088106"]),
        (WorkQuery(Section.JUDGED, reason="LABEL", sensitive=False), ["PAG-088111"]),
        (WorkQuery(Section.JUDGED, sensitive=True, team="DE-2"), ["PAG-088108", "PAG-088109", "PAG-088110"]),
        (WorkQuery(Section.JUDGED, scheme="CSCS"), ["PAG-088105"]),
        (WorkQuery(Section.JUDGED, confirmed=True), []),
        (WorkQuery(Section.JUDGED, verdict="INACCURATE", text="C-1A11"), ["PAG-088111"]),
        (WorkQuery(Section.JUDGED, verdict="NOT_ASSESSABLE"), []),
    ],
)
def test_the_list_is_narrowed_by_what_the_steer_says(judged: Store, query: WorkQuery, sheets: list[str]) -> None:
    assert [line.sheet_id for line in judged.worklist.page(query, 0, 50)] == sheets
    assert judged.worklist.count(query) == len(sheets)


def test_the_worklist_of_calls_is_narrowed_by_the_verdict_too(judged: Store) -> None:
    due = WorkQuery(Section.DUE, verdict="INACCURATE")
    assert [line.recording_id for line in judged.worklist.page(due, 0, 50)] == ["VR-88104", "VR-88111"]


def test_what_the_steer_says_is_counted_by_its_combinations(judged: Store) -> None:
    said = judged.worklist.said(JUDGED)
    assert sum(said.values()) == 12
    assert {each.reasons: number for each, number in said.items() if each.verdict == "INACCURATE"} == {
        "NOT_CLEAR_2Y+BELOW_FLOOR": 1,
        "LABEL": 1,
    }


# confirming


def test_confirming_freezes_figures_policy_and_result(judged: Store, leader: Person) -> None:
    done = judged.judgements.confirm(seen(judged, "PAG-088102", "PAG-088104"), leader)
    assert (done.sheet_ids, done.refused) == (("PAG-088102", "PAG-088104"), ())
    word = judged.judgements.standing("PAG-088104")
    assert word is not None
    assert (word.verdict, word.policy, word.made_by, word.sheet_version) == (
        *("INACCURATE", "2009-10/AnnexA/1", "TL01", 1),
    )
    assert word.judgement.as_row()["reasons"] == "NOT_CLEAR_2Y+BELOW_FLOOR"
    line = next(each for each in judged.worklist.page(JUDGED, 0, 50) if each.sheet_id == "PAG-088104")
    assert (line.begun, line.reviewer_id, line.kpi_class, line.sheet_changed) == (True, "TL01", "INACCURATE", False)
    with judged.database.session() as session:
        kept = session.execute(select(table_of(SteerPolicy).c.policy_id)).scalars().all()
        figures = session.execute(select(table_of(SheetConfirmation).c.figures)).scalars().first()
    assert kept == ["2009-10/AnnexA/1"]
    assert figures["arrears"] == "5000.00"


def test_confirming_the_same_again_adds_no_word(judged: Store, leader: Person) -> None:
    for _ in range(2):
        assert judged.judgements.confirm(seen(judged, "PAG-088102"), leader).sheet_ids == ("PAG-088102",)
    assert len(judged.judgements.words("PAG-088102")) == 1


def test_a_changed_sheet_keeps_its_word_says_so_and_can_be_confirmed_anew(judged: Store, leader: Person) -> None:
    judged.judgements.confirm(seen(judged, "PAG-088102"), leader)
    change(judged, "PAG-088102", label="Arrangement")
    judged.judgements.refresh()
    line = next(each for each in judged.worklist.page(JUDGED, 0, 50) if each.sheet_id == "PAG-088102")
    assert (line.verdict, line.kpi_class, line.sheet_changed) == ("INACCURATE", "ACCURATE", True)
    assert judged.worklist.count(WorkQuery(Section.JUDGED, confirmed=True)) == 0
    judged.judgements.confirm({"PAG-088102": "INACCURATE"}, leader)
    assert [word.verdict for word in judged.judgements.words("PAG-088102")] == ["ACCURATE", "INACCURATE"]
    standing = judged.judgements.standing("PAG-088102")
    assert standing is not None
    assert standing.verdict == "INACCURATE"


def test_what_was_judged_otherwise_since_it_was_seen_is_refused_and_the_rest_confirmed(
    judged: Store, leader: Person
) -> None:
    before = seen(judged, "PAG-088102", "PAG-088105")
    change(judged, "PAG-088102", label="Arrangement")
    done = judged.judgements.confirm(before | {"PAG-1": "ACCURATE"}, leader)
    assert done.sheet_ids == ("PAG-088105",)
    assert [(each.file, each.reason) for each in done.refused] == [
        ("PAG-088102", "is judged INACCURATE now; look at it again"),
        ("PAG-1", "no guide sheet has this id"),
    ]
    assert judged.judgements.standing("PAG-088102") is None


def test_nobody_confirms_a_sheet_of_their_own(judged: Store, leader: Person) -> None:
    change(judged, "PAG-088102", caseworker_id="TL01")
    done = judged.judgements.confirm(seen(judged, "PAG-088102"), leader)
    assert [each.reason for each in done.refused] == ["nobody confirms a sheet of their own"]


def test_a_caseworker_confirms_nothing(judged: Store) -> None:
    with pytest.raises(NotAllowed, match="only team leaders and Quality Assurance"):
        judged.judgements.confirm(seen(judged, "PAG-088102"), person(judged, "CW011"))


def test_a_word_is_withdrawn_with_its_reason_and_the_sheet_waits_again(judged: Store, leader: Person) -> None:
    judged.judgements.confirm(seen(judged, "PAG-088102"), leader)
    judged.judgements.withdraw("PAG-088102", leader, " the income was of another case ")
    words = judged.judgements.words("PAG-088102")
    assert [(word.word, word.note) for word in words] == [
        (Word.CONFIRMED, ""),
        (Word.WITHDRAWN, "the income was of another case"),
    ]
    assert judged.judgements.standing("PAG-088102") is None
    assert judged.worklist.count(WorkQuery(Section.JUDGED, confirmed=True)) == 0
    judged.judgements.confirm(seen(judged, "PAG-088102"), leader)
    assert len(judged.judgements.words("PAG-088102")) == 3


@pytest.mark.parametrize(
    ("by", "reason", "error"),
    [("TL01", "  ", InputRefused), ("TL02", "wrong", NotAllowed), ("CW011", "wrong", NotAllowed)],
)
def test_withdrawing_needs_a_reason_and_who_gave_the_word(
    judged: Store, leader: Person, by: str, reason: str, error: type[Exception]
) -> None:
    judged.judgements.confirm(seen(judged, "PAG-088102"), leader)
    with pytest.raises(error):
        judged.judgements.withdraw("PAG-088102", person(judged, by), reason)
    assert len(judged.judgements.words("PAG-088102")) == 1


def test_what_is_not_confirmed_cannot_be_withdrawn(judged: Store, leader: Person) -> None:
    with pytest.raises(InputRefused, match="PAG-088102 is not confirmed"):
        judged.judgements.withdraw("PAG-088102", leader, "wrong")


def test_two_first_words_on_one_sheet_are_told_apart_by_the_database(
    judged: Store, leader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window confirms between this one's look and its word."""
    before = seen(judged, "PAG-088102")
    judged.judgements.confirm(before, leader)
    monkeypatch.setattr("models.store.confirming._last_words", lambda *_: {})
    with pytest.raises(ChangedElsewhere, match="Nothing was confirmed"):
        judged.judgements.confirm(before, leader)
    assert len(judged.judgements.words("PAG-088102")) == 1


def test_the_kpi_row_of_sheets_counts_the_words_that_stand(judged: Store, leader: Person) -> None:
    september = (date(2009, 9, 1), date(2009, 9, 30))
    judged.judgements.confirm({key: str(value) for key, value in verdicts(judged).items()}, leader)
    judged.judgements.withdraw("PAG-088104", leader, "to be looked at")
    change(judged, "PAG-088105", arrangement_kind="varied")
    found = judged.judgements.kpi(*september)
    assert found.row.as_census() == {
        "confirmed": 11,
        "accurate": 9,
        "accurate_discretion": 1,
        "inaccurate": 1,
        "not_assessable": 0,
    }
    assert found.in_scope == 11
    assert judged.judgements.kpi(date(2009, 10, 1), date(2009, 10, 31)).row.checked == 0


# policies


def test_a_policy_that_was_counted_by_cannot_be_changed(
    judged: Store, leader: Person, tmp_path: Path, clock: Clock
) -> None:
    own = OWN_POLICY.read_text(encoding="utf-8").replace('id = "2009-10/AnnexA/1"', 'id = "2012/Ours/1"', 1)
    own = own.replace('schemes = ["CSCS", "CS2"]', 'schemes = ["CMS"]').replace("2009-04-01", "2009-04-02", 1)
    own = own[: own.index("[settings.floor.CS2]")] + own[own.index("[[rival]]") :]
    own = own[: own.index("[[rival]]")] + own[own.index("[[paragraph]]") :]
    own = own.replace("2009-04-02", "2009-04-02\neffective_to = 2012-12-09", 1)
    file = tmp_path / "ours.toml"
    file.write_text(own, encoding="utf-8")
    store = Store(judged.database, clock, (tmp_path,))
    assert store.policies.all().refused == ()
    change(store, "PAG-088102", scheme="CMS")
    store.judgements.refresh()
    store.judgements.confirm(seen(store, "PAG-088102"), leader)
    file.write_text(own.replace('cap_pct = "40"', 'cap_pct = "35"'), encoding="utf-8")
    policies = store.policies.all()
    assert [(each.file, each.value) for each in policies.refused] == [("ours.toml", "2012/Ours/1")]
    assert "cannot be changed" in policies.refused[0].reason
    kept = policies.named("2012/Ours/1")
    assert kept is not None
    assert kept.settings.cap_pct == 4000
    file.unlink()
    assert store.policies.all().named("2012/Ours/1") is not None


def test_a_faulty_policy_file_is_refused_and_the_others_go_on(demo_store: Store, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "ours.toml").write_text('schema = "steercheck.policy/1"\n', encoding="utf-8")
    store = Store(demo_store.database, clock, (tmp_path,))
    policies = store.policies.all()
    assert {each.file for each in policies.refused} == {"ours.toml"}
    assert policies.named("2009-10/AnnexA/1") is not None
    forget(store)
    assert store.judgements.refresh() == 12


def test_an_older_database_gets_its_judgements(tmp_path: Path, clock: Clock) -> None:
    kept = Path(__file__).parents[2] / "old_databases" / "0002.db.gz"
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    store = Store(open_database(path), clock)
    assert store.judgements.refresh() == 12
    signed = store.worklist.page(WorkQuery(Section.SIGNED), 0, 50)
    assert {line.verdict for line in signed} == {None}
    assert store.reviews.steer_of(str(signed[0].review_id)) is None
    assert Counter(verdicts(store).values()) == {"ACCURATE": 9, "ACCURATE_DISCRETION": 1, "INACCURATE": 2}
    with store.database.session() as session:
        assert session.execute(text("SELECT count(*) FROM sheet_confirmation")).scalar() == 0
    store.close()
