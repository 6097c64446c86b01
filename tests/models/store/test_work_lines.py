"""The kept worklist: after whatever was done, it says what the sections' statements say; and who finds it behind."""

import gzip
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import product, takewhile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, delete, select, text, update
from sqlmodel import col

from models.clock import Clock
from models.database import open_database
from models.errors import Cancelled, SteercheckError
from models.guide_sheet import GuideSheet
from models.matching import Match
from models.migrations.kept_list import MOST_TOUCHED
from models.recording import Recording
from models.review import AnswerNote, AnswerValue, Review, ReviewState
from models.review_file import read_review_file
from models.review_life import DisputeNote, Outcome, Reply, ReplyAnswer
from models.sampling import Allocation, HowMany
from models.staff import Staff, Team
from models.store import Store, work_lines, worklist_reading
from models.store.samples import SampleOrder
from models.store.tables import stored_form, table_of
from models.store.work_line_rows import NAMES, rows_of
from models.store.worklist import Order, Section, WorkItem, WorklistStore, WorkQuery
from models.store.worklist_reading import OF_REVIEWS
from models.transcript import Speaker, SpokenSegment
from models.work_line import Phase, Place, WorkLine, WorkState, WorkTouch

LINE = table_of(WorkLine)
STATE = table_of(WorkState)
TOUCH = table_of(WorkTouch)
STORED = stored_form(Recording)


def kept(store: Store) -> Counter[tuple[object, ...]]:
    with store.database.session() as session:
        return Counter(tuple(row) for row in session.execute(select(*(LINE.c[name] for name in NAMES))))


def afresh(store: Store) -> Counter[tuple[object, ...]]:
    with store.database.session() as session:
        return Counter(tuple(row) for statement in every_row() for row in session.execute(statement))


@cache
def every_row() -> list[Select[Any]]:
    """Every place's statement; put together once, which takes longer than running it."""
    return [rows_of(place, is_sqlite=True) for place in Place]


def phase(store: Store) -> Phase:
    with store.database.session() as session:
        return Phase(session.execute(select(STATE.c.phase)).scalar_one())


def touched(store: Store) -> int:
    with store.database.session() as session:
        return len(session.execute(select(TOUCH.c.id)).all())


def refuse_searching_wrongly(store: Store) -> None:
    """SQLite compares its trigrams with the texts of the lines; a difference is an error."""
    with store.database.session() as session:
        session.execute(text("INSERT INTO work_search (work_search, rank) VALUES ('integrity-check', 1)"))


class Killed(BaseException):
    """Ends the program in the middle of its work."""


class FromStatements(WorklistStore):
    """The worklist answered without the kept table."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database, store.clock)
        self._kept.in_step = lambda: None  # type: ignore[method-assign]


class Desk:
    """A day's work on the demonstration department, at random: each method does one thing, through the stores."""

    def __init__(self, store: Store, demo: Path, seed: int) -> None:
        self.store = store
        self.draw = random.Random(seed)
        self.forms = [read_review_file(path) for path in sorted((demo / "answers").glob("*.json"))]
        with store.database.session() as session:
            self.calls = sorted(session.execute(select(col(Recording.recording_id))).scalars())
            self.sheets = sorted(session.execute(select(col(GuideSheet.sheet_id))).scalars())
        self.samples: list[str] = []

    def call(self) -> str:
        return self.draw.choice(self.calls)

    def sheet(self) -> str:
        return self.draw.choice(self.sheets)

    def review(self, state: ReviewState) -> str | None:
        with self.store.database.session() as session:
            found = session.execute(select(col(Review.id)).where(col(Review.state) == state).order_by(col(Review.id)))
            ids = list(found.scalars())
        return self.draw.choice(ids) if ids else None

    def match(self) -> None:
        self.store.matches.run(self.draw.choice((0, 7, 30)))

    def link(self) -> None:
        self.store.matches.link(self.call(), self.sheet(), "TL01")

    def link_further(self) -> None:
        self.store.matches.link_further(self.call(), self.sheet(), "TL01")

    def make_primary(self) -> None:
        self.store.matches.make_primary(self.call(), self.sheet(), "TL01")

    def part(self) -> None:
        self.store.matches.part(self.call(), self.sheet(), "TL01")

    def unlink(self) -> None:
        self.store.matches.unlink(self.call(), "TL01")

    def forget(self) -> None:
        self.store.matches.forget(self.call())

    def undo(self) -> None:
        call, sheet = self.call(), self.sheet()
        before = self.store.matches.standing([call], [sheet])
        self.store.matches.link(call, sheet, "TL01")
        self.store.matches.restore(before)

    def begin(self) -> None:
        form = self.draw.choice(self.forms)
        draft = self.store.reviews.start_draft(form.recording_id, form.sheet_id, form.reviewer_id)
        sample = self.store.waiting.sample_for(draft.recording_id, draft.sheet_id, form.reviewer_id)
        draft = replace(draft, sample_id=sample)
        self.store.reviews.save_draft(replace(draft, answers=form.answers[: self.draw.randrange(len(form.answers))]))

    def go_on(self) -> None:
        review = self.review(ReviewState.DRAFT)
        if review is not None:
            form = self.store.reviews.get(review)
            self.store.reviews.save_draft(form.with_answer(AnswerNote("CONDUCT", AnswerValue.YES, "heard")))

    def discard(self) -> None:
        review = self.review(ReviewState.DRAFT)
        if review is not None:
            self.store.reviews.discard_draft(review)

    def sign(self) -> None:
        form = self.draw.choice(self.forms)
        person = self.store.staff.get(form.reviewer_id)
        assert person is not None
        self.store.reviews.sign_form(form, person)

    def amend(self) -> None:
        review = self.review(ReviewState.SIGNED)
        if review is not None:
            form = self.store.reviews.get(review)
            person = self.store.staff.get(form.reviewer_id)
            assert person is not None
            self.store.reviews.amend(review, form, "heard again", person)

    def release(self) -> None:
        review = self.review(ReviewState.SIGNED)
        if review is not None:
            form, leader = self.store.reviews.get(review), self.store.staff.get("QA01")
            caseworker = self.store.staff.get(str(form.caseworker_id))
            assert leader is not None
            assert caseworker is not None
            self.store.life.release([review], leader)
            reply = Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("CONDUCT", "was courteous"),))
            self.store.life.reply(review, reply, caseworker)

    def decide(self) -> None:
        line = next(iter(self.store.worklist.page(WorkQuery(Section.DISPUTED), 0, 1)), None)
        other = self.store.staff.get("TL02" if line is not None and line.reviewer_id == "TL01" else "TL01")
        assert other is not None
        if line is not None:
            outcome = self.draw.choice(tuple(Outcome))
            self.store.life.decide(str(line.review_id), "CONDUCT", outcome, "heard again", other)
            self.store.life.begin_amending(str(line.review_id), other)

    def import_sheets(self) -> None:
        known, fresh = self.sheet(), f"PAG-{self.draw.randrange(10**6):06}"
        columns = ("sheet_id", "case_ref", "caseworker_id", "team", "decision_date", "method_agreed")
        day = date(2009, 9, self.draw.randrange(1, 30))
        rows = [(known, "C-1A9", "CW012", None, day, "deo"), (fresh, "C-1A9", "CW014", "DE-2", None, None)]
        beside: dict[str, object] = {}
        self.store.imports.take(GuideSheet, columns, rows, dry_run=False, beside=beside)
        self.sheets.append(fresh)

    def import_recordings(self) -> None:
        with self.store.database.session() as session:
            known = dict(session.execute(select(STORED).where(STORED.c.recording_id == self.call())).mappings().one())
        columns = tuple(name for name in known if name not in {"id", "version", "imported_at"})
        columns = ("recording_id", *(name for name in columns if name != "recording_id"))
        fresh = known | {"recording_id": f"VR-{self.draw.randrange(10**6):06}", "path": "/x.wav", "started_at": None}
        known |= {"duration_ms": self.draw.randrange(10**6), "caseworker_id": "CW099", "call_date": None}
        rows = [tuple(row[name] for name in columns) for row in (known, fresh)]
        self.store.imports.take(Recording, columns, rows, dry_run=False)
        self.calls.append(fresh["recording_id"])

    def draw_sample(self) -> None:
        leader = self.store.staff.get("TL01")
        assert leader is not None
        how_many = HowMany(Allocation.SIZE, Decimal(self.draw.randrange(1, 6)))
        given = {"reviewer": self.draw.choice(("TL01", "TL02", None)), "blind": self.draw.random() < 0.7}
        due = self.draw.choice((None, date(2009, 10, 9), date(2009, 10, 16)))
        period = (date(2009, 9, 1), date(2009, 9, 30))
        order = SampleOrder(*period, how_many, str(self.draw.random()), due=due, **given)
        self.samples.append(self.store.samples.draw(order, leader).sample_id)

    def replace_drawn(self) -> None:
        leader = self.store.staff.get("TL01")
        assert leader is not None
        if self.samples:
            sample = self.draw.choice(self.samples)
            drawn = self.store.samples.draws(sample)
            self.store.samples.replace(sample, self.draw.choice(drawn).recording_id, "no sound", leader)

    def transcribe(self) -> None:
        self.store.transcripts.add(self.call(), [SpokenSegment(0, Speaker.CASEWORKER, 0, 900, "Hello")], "imported")

    def set_clock(self) -> None:
        with self.store.database.session() as session:
            recorder = session.execute(select(col(Recording.recorder)).limit(1)).scalar()
        self.store.clocks.set_skew(recorder, self.draw.randrange(-90_000, 90_000), "TL01")

    def move_staff(self) -> None:
        with self.store.database.session() as session:
            team = session.execute(select(col(Team.id)).order_by(col(Team.name)).limit(1)).scalar()
            moved = update(table_of(Staff)).where(col(Staff.staff_id) == self.draw.choice(("CW011", "CW012", "CW014")))
            session.execute(moved.values(team_id=self.draw.choice((team, None))))

    def rename_team(self) -> None:
        with self.store.database.session() as session:
            session.execute(update(table_of(Team)).values(name=col(Team.name) + "x"))

    def judge(self) -> None:
        self.store.judgements.refresh()

    def confirm(self) -> None:
        leader = self.store.staff.get("TL01")
        assert leader is not None
        judged = [line for line in self.store.worklist.page(WorkQuery(Section.JUDGED), 0, 50) if line.verdict]
        some = self.draw.sample(judged, min(5, len(judged)))
        self.store.judgements.confirm({str(line.sheet_id): str(line.verdict) for line in some}, leader)

    def withdraw(self) -> None:
        leader = self.store.staff.get("TL01")
        assert leader is not None
        self.store.judgements.withdraw(self.sheet(), leader, "looked at the wrong sheet")


WORK: tuple[Callable[[Desk], None], ...] = (
    *(Desk.match, Desk.link, Desk.link_further, Desk.make_primary, Desk.part, Desk.unlink, Desk.forget, Desk.undo),
    *(Desk.begin, Desk.begin, Desk.go_on, Desk.go_on, Desk.discard, Desk.sign, Desk.sign, Desk.amend),
    *(Desk.release, Desk.release, Desk.decide),
    *(Desk.import_sheets, Desk.import_recordings, Desk.transcribe, Desk.set_clock, Desk.move_staff, Desk.rename_team),
    *(Desk.judge, Desk.judge, Desk.confirm, Desk.confirm, Desk.withdraw),
    *(Desk.draw_sample, Desk.draw_sample, Desk.replace_drawn),
)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_done_the_kept_list_says_what_the_statements_say(demo_store: Store, demo: Path, seed: int) -> None:
    desk, done = Desk(demo_store, demo, seed), Counter[str]()
    for _ in range(70):
        work = desk.draw.choice(WORK)
        try:
            work(desk)
            done[work.__name__] += 1
        except SteercheckError:
            continue  # refused: nothing was written, and nothing may have moved
        finally:
            if desk.draw.random() < 0.7:  # now and then several things are followed at once
                assert demo_store.worklist.catch_up()
                assert kept(demo_store) == afresh(demo_store)
    assert demo_store.worklist.catch_up()
    assert kept(demo_store) == afresh(demo_store)
    refuse_searching_wrongly(demo_store)
    assert len(done) > 12
    assert_same_answers(demo_store, slice(seed, None, 3))  # the three share the orders


def test_a_dispute_stands_in_its_section_until_it_is_decided(demo_store: Store, demo: Path) -> None:
    form = read_review_file(demo / "answers" / "VR-88104.json")
    people = [demo_store.staff.get(key) for key in ("TL01", "CW014", "QA01")]
    leader, caseworker, other = (person for person in people if person is not None)
    review = str(demo_store.reviews.sign_form(form, leader).review_id)
    found = []
    for step in (
        lambda: demo_store.life.release([review], leader),
        lambda: demo_store.life.reply(
            review, Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("LUMP_SOUGHT", "it was"),)), caseworker
        ),
        lambda: demo_store.life.decide(review, "LUMP_SOUGHT", Outcome.UPHELD, "never asked", other),
    ):
        step()
        counts = demo_store.worklist.counts()
        found.append((counts[Section.SIGNED], counts[Section.DISPUTED]))
    assert found == [(1, 0), (1, 1), (1, 0)]


PRIMARY = {
    Order.WHEN: lambda item: item.started_at or item.decision_date,  # sheets in the list of sheets have no start
    Order.CASEWORKER: lambda item: item.caseworker_id,
    Order.TEAM: lambda item: item.team,
    Order.CASE: lambda item: item.case_ref,
    Order.LENGTH: lambda item: item.duration_ms,
    Order.METHOD: lambda item: item.method_agreed,
    Order.MATCH: lambda item: item.match_certainty,
    Order.SAVED: lambda item: item.saved_at,
    Order.SIGNED: lambda item: item.signed_at,
    Order.SCORE: lambda item: item.score,
    Order.KPI_CLASS: lambda item: item.kpi_class,
    Order.REVIEWER: lambda item: item.reviewer_id,
    Order.VERDICT: lambda item: item.verdict,
}


assert set(PRIMARY) == set(Order) - {Order.DRAWN}, "of a drawn call the list tells no day"


def by_pages(worklist: WorklistStore, query: WorkQuery) -> list[WorkItem]:
    """The whole list as a table reads it: page after page, up to the first that is empty."""
    pages = (worklist.page(query, at, 13) for at in range(0, 520, 13))
    return [item for page in takewhile(len, pages) for item in page]


def assert_same_answers(store: Store, some: slice = slice(None)) -> None:
    """Every section in every order, whole and filtered, page by page: the same lines, in the same order.

    `some` of the orders only, where others are looked at elsewhere; every count is looked at.
    """
    slow = FromStatements(store)
    for section in Section:
        bare = WorkQuery(section)
        narrowed = (
            *(bare, replace(bare, with_reviewed=True), replace(bare, text="C-1A"), replace(bare, text="vr pag 8")),
            replace(bare, text="PAG-0", with_reviewed=True),
            *(replace(bare, caseworker="CW012"), replace(bare, team="DE-1"), replace(bare, method="deo")),
            replace(bare, date_from=date(2009, 9, 10), date_to=date(2009, 9, 20)),
            *(replace(bare, reviewer="TL01"), replace(bare, sheet_changed=True), replace(bare, text="cw012", team="")),
            *(replace(bare, verdict="INACCURATE"), replace(bare, reason="LABEL"), replace(bare, scheme="CSCS")),
            *(replace(bare, sensitive=True), replace(bare, sensitive=False, confirmed=True)),
            replace(bare, verdict="ACCURATE", confirmed=False, text="PAG", method="direct_debit"),
        )
        if section is Section.DUE:
            mine = replace(bare, assigned_to="TL01")
            narrowed = (mine, replace(mine, sample="S-0001"), replace(mine, verdict="ACCURATE", text="C-1"), *narrowed)
        for query in narrowed:
            assert store.worklist.count(query) == slow.count(query), query
        for query, order, descending in list(product((narrowed[0], narrowed[-3]), Order, (False, True)))[some]:
            sorted_query = replace(query, sort=order, descending=descending)
            ours = by_pages(store.worklist, sorted_query)
            theirs = slow.page(sorted_query, 0, 52)
            assert Counter(ours) == Counter(theirs), sorted_query
            by_time = order in (Order.WHEN, Order.DRAWN) or (section is Section.JUDGED and order in OF_REVIEWS)
            if by_time and descending:
                continue  # within a day, calls without a start come last here and first there
            if order is Order.DRAWN:
                assert [i.key for i in ours] == [i.key for i in theirs], sorted_query
                continue
            assert [PRIMARY[order](i) for i in ours] == [PRIMARY[order](i) for i in theirs], sorted_query


@pytest.fixture
def stepped(demo_store: Store) -> Store:
    assert demo_store.worklist.catch_up()
    return demo_store


def test_a_written_row_is_noted_with_the_write_and_followed_by_the_next_reader(stepped: Store) -> None:
    stepped.matches.unlink("VR-88102", "TL01")
    assert touched(stepped) > 0
    assert "VR-88102" in [item.recording_id for item in stepped.worklist.page(WorkQuery(Section.NO_SHEET), 0, 99)]
    assert touched(stepped) == 0
    assert kept(stepped) == afresh(stepped)


def test_a_write_that_was_rolled_back_leaves_nothing_to_follow(stepped: Store) -> None:
    def stumble() -> None:
        with stepped.database.session() as session:
            session.execute(delete(table_of(Match)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert touched(stepped) == 0
    assert kept(stepped) == afresh(stepped)


def test_a_program_that_knows_nothing_of_the_list_cannot_leave_it_behind_unnoticed(stepped: Store) -> None:
    path = str(stepped.database.engine.url.database)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE recording SET duration_ms = 7 WHERE recording_id = 'VR-88102'")
        raw.commit()
    assert 7 in [item.duration_ms for item in stepped.worklist.page(WorkQuery(Section.DUE), 0, 99)]


def test_more_than_can_be_followed_makes_all_of_it_anew(stepped: Store) -> None:
    with stepped.database.session() as session:
        for _ in range(MOST_TOUCHED // 10):
            session.execute(update(table_of(Recording)).values(note="x"))
    assert phase(stepped) is Phase.STALE
    assert touched(stepped) == 0
    assert stepped.worklist.catch_up()
    assert phase(stepped) is Phase.IN_STEP
    assert kept(stepped) == afresh(stepped)


def test_an_import_into_a_list_to_be_made_anew_leaves_the_triggers_where_they_were(stepped: Store) -> None:
    def triggers() -> list[str]:
        with stepped.database.session() as session:
            found = session.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"))
            return list(found.scalars())

    before = triggers()
    with stepped.database.session() as session:
        session.execute(update(STATE).values(phase=Phase.STALE.value))
    rows = [("PAG-NEW", "C-1A9"), ("PAG-088102", "C-1AA")]
    stepped.imports.take(GuideSheet, ("sheet_id", "case_ref"), rows, dry_run=False)
    assert triggers() == before
    assert stepped.worklist.catch_up()
    assert kept(stepped) == afresh(stepped)


@pytest.fixture
def in_the_midst(stepped: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose list was being made anew, a few rows at a time, when the program was killed."""
    monkeypatch.setattr(work_lines, "MADE_AT_ONCE", 3)
    with stepped.database.session() as session:
        session.execute(update(STATE).values(phase=Phase.STALE.value))
    steps = iter(range(5))

    def check() -> None:
        if next(steps, None) is None:
            raise Killed

    with pytest.raises(Killed):
        stepped.worklist.catch_up(check)
    return stepped


def test_a_list_whose_making_was_stopped_is_made_by_the_next_who_can(stepped: Store) -> None:
    with stepped.database.session() as session:
        session.execute(update(STATE).values(phase=Phase.STALE.value))

    def check() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        stepped.worklist.catch_up(check)
    assert phase(stepped) is Phase.STALE
    assert stepped.worklist.catch_up()
    assert kept(stepped) == afresh(stepped)


def test_a_list_that_was_left_half_made_is_not_read(in_the_midst: Store) -> None:
    assert phase(in_the_midst) is Phase.IN_MAKING
    assert 0 < kept(in_the_midst).total() < afresh(in_the_midst).total()
    assert_same_answers(in_the_midst, slice(0, None, 5))


def test_what_another_maker_left_is_begun_anew_once_it_gives_no_sign_of_life(in_the_midst: Store) -> None:
    assert not in_the_midst.worklist.catch_up()
    with in_the_midst.database.session() as session:
        session.execute(update(STATE).values(maker_alive_s=STATE.c.maker_alive_s - work_lines.GIVEN_UP_AFTER_S))
    assert in_the_midst.worklist.catch_up()
    assert kept(in_the_midst) == afresh(in_the_midst)
    refuse_searching_wrongly(in_the_midst)


def test_what_is_written_while_the_list_is_made_is_followed_afterwards(
    stepped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_lines, "MADE_AT_ONCE", 3)
    monkeypatch.setattr(work_lines, "SMALL", 0)
    with stepped.database.session() as session:
        session.execute(update(STATE).values(phase=Phase.STALE.value))
    calls = iter(["VR-88102", "VR-88104", "VR-88103"])

    def check() -> None:
        call = next(calls, None)
        if call is not None:
            stepped.matches.unlink(call, "TL01")

    assert stepped.worklist.catch_up(check)
    assert kept(stepped) == afresh(stepped)
    refuse_searching_wrongly(stepped)


def test_an_index_left_out_while_a_large_list_is_made_is_there_again(
    stepped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def indexes() -> set[str]:
        with stepped.database.session() as session:
            found = session.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name='work_line'")
            )
            return set(found.scalars())

    before = indexes()
    monkeypatch.setattr(work_lines, "SMALL", 0)
    with stepped.database.session() as session:
        session.execute(update(STATE).values(phase=Phase.STALE.value))
    assert stepped.worklist.catch_up()
    assert indexes() == before == {str(index.name) for index in LINE.indexes}


def test_while_another_program_writes_the_list_is_read_from_the_statements(stepped: Store) -> None:
    stepped.matches.unlink("VR-88102", "TL01")
    path = str(stepped.database.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        alone = [item.recording_id for item in stepped.worklist.page(WorkQuery(Section.NO_SHEET), 0, 99)]
        raw.execute("ROLLBACK")
    assert "VR-88102" in alone
    assert touched(stepped) > 0


def test_a_large_older_list_is_left_to_the_background(stepped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_lines, "SMALL", 0)
    with stepped.database.session() as session:
        session.execute(update(STATE).values(phase=Phase.STALE.value))
        session.execute(delete(LINE))
    assert stepped.worklist.count(WorkQuery(Section.MATCHED)) > 0
    assert phase(stepped) is Phase.STALE
    assert stepped.worklist.catch_up()
    assert stepped.worklist.count(WorkQuery(Section.MATCHED)) > 0
    assert phase(stepped) is Phase.IN_STEP


@pytest.mark.parametrize("words", ['"', "c-1'", "AND", '"a" OR "b"', "a\0bc", "%%%", "___", "*ab", "ÄÖÜ", "88102 pag"])
def test_any_text_can_be_looked_for(stepped: Store, words: str) -> None:
    slow = FromStatements(stepped)
    for section in Section:
        query = WorkQuery(section, text=words)
        assert stepped.worklist.page(query, 0, 99) == slow.page(query, 0, 99)


def test_a_text_that_many_lines_hold_is_met_along_the_order(stepped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    query = WorkQuery(Section.MATCHED, text="pag-")
    few = stepped.worklist.page(query, 0, 99)
    monkeypatch.setattr(worklist_reading, "FEW", 0)
    assert stepped.worklist.page(query, 0, 99) == few != []
    assert stepped.worklist.count(query) == len(few)


def test_a_new_database_is_in_step_from_the_beginning(store: Store) -> None:
    assert phase(store) is Phase.IN_STEP
    assert store.worklist.page(WorkQuery(), 0, 9) == []


def test_the_moment_of_a_line_orders_by_day_then_by_start(store: Store) -> None:
    starts = (datetime(2009, 9, 14, 8, 0, tzinfo=UTC), datetime(2009, 9, 14, 9, 0, tzinfo=UTC), None)
    usual = {"sha256": "0", "size_bytes": 1, "duration_ms": 1, "codec": "pcm", "rate_hz": 8000, "channels": 2}
    with store.database.session() as session:
        for number, start in enumerate(reversed(starts)):
            times = {"call_date": date(2009, 9, 14), "started_at": start, "imported_at": starts[0]}
            session.add(Recording(recording_id=f"VR-{number}", path="x", **usual, **times))
        session.add(Recording(recording_id="VR-9", path="x", **usual, imported_at=starts[0]))
    ordered = [item.recording_id for item in store.worklist.page(WorkQuery(Section.NO_SHEET), 0, 9)]
    assert ordered == ["VR-2", "VR-1", "VR-0", "VR-9"]
    newest_first = WorkQuery(Section.NO_SHEET, sort=Order.WHEN, descending=True)
    assert [item.recording_id for item in store.worklist.page(newest_first, 0, 9)] == ["VR-0", "VR-1", "VR-2", "VR-9"]


def test_an_older_database_gets_its_lines(tmp_path: Path, clock: Clock) -> None:
    old = Path(__file__).parents[2] / "old_databases" / "0001.db.gz"
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    store = Store(open_database(path), clock)
    assert phase(store) is Phase.STALE
    assert store.worklist.count(WorkQuery(Section.SIGNED)) == 12
    assert phase(store) is Phase.IN_STEP
    assert kept(store) == afresh(store)
    store.close()
