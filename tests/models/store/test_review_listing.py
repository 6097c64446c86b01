"""The list of reviews by where they stand: one line each, narrowed, sorted, paged, and what a caseworker is given."""

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

import resources
from models.clock import Clock
from models.database import open_database
from models.review import AnswerNote, AnswerValue, ReviewForm
from models.review_file import read_review_file
from models.review_life import DisputeNote, LifeState, Outcome, Reply, ReplyAnswer
from models.store import Store
from models.store.life_query import LifeOrder, LifeQuery, Stand
from models.store.staff import Person

DAY = date(2009, 10, 5)
ANSWERS = resources.path("demo/answers")


def who(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def lines(store: Store, person: str = "QA01", **asked: object) -> list[tuple[str | None, Stand | LifeState]]:
    page = store.life.listing(LifeQuery(**asked), 0, 50, who(store, person))  # type: ignore[arg-type]
    assert page.total == len(page.lines) == store.life.count(LifeQuery(**asked), who(store, person))  # type: ignore[arg-type]
    return [(line.recording_id or line.sheet_id, line.state) for line in page.lines]


@pytest.fixture(scope="module")
def _department(_demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve reviews: one disputed and to be amended, one released, one acknowledged; a draft, an amendment begun."""
    path = tmp_path_factory.mktemp("department") / "department.db"
    shutil.copyfile(_demo_database, path)
    store = Store(open_database(path), Clock(DAY))
    by_call = {}
    for file in sorted(ANSWERS.glob("*.json")):
        form = read_review_file(file)
        by_call[form.recording_id] = str(store.reviews.sign_form(form, who(store, form.reviewer_id)).review_id)
    released = [by_call[call] for call in ("VR-88101", "VR-88102", "VR-88104")]
    store.life.release(released, who(store, "TL01"))
    store.life.reply(by_call["VR-88102"], Reply(ReplyAnswer.ACKNOWLEDGED), who(store, "CW012"))
    dispute = Reply(ReplyAnswer.DISPUTED, disputes=(DisputeNote("LUMP_SOUGHT", "it was"),))
    store.life.reply(by_call["VR-88104"], dispute, who(store, "CW014"))
    store.life.decide(by_call["VR-88104"], "LUMP_SOUGHT", Outcome.CHANGED, "so it was", who(store, "TL02"))
    store.life.begin_amending(by_call["VR-88104"], who(store, "TL01"))
    store.reviews.save_draft(store.reviews.start_draft("VR-88103", None, "QA01"))
    store.close()
    return path


@pytest.fixture(scope="module")
def seen(_department: Path) -> Iterator[Store]:
    """The department, to be looked at only."""
    store = Store(open_database(_department), Clock(DAY))
    yield store
    store.close()


@pytest.fixture
def department(_department: Path, tmp_path: Path) -> Iterator[Store]:
    """The department, to be changed."""
    shutil.copyfile(_department, tmp_path / "department.db")
    store = Store(open_database(tmp_path / "department.db"), Clock(DAY))
    yield store
    store.close()


@pytest.fixture
def changed(department: Store) -> str:
    """The review that is to be amended."""
    return next(one.review_id for one in department.reviews.listing("decided"))


@pytest.fixture
def form() -> ReviewForm:
    return read_review_file(ANSWERS / "VR-88104.json")


def test_each_review_is_one_line_counted_where_it_stands(department: Store, form: ReviewForm, changed: str) -> None:
    found = department.life.counts(who(department, "QA01"))
    told = {stand: number for stand, number in found.items() if number}
    assert told == {Stand.DRAFT: 1, Stand.TO_RELEASE: 9, Stand.AWAITING: 1, Stand.ACKNOWLEDGED: 1, Stand.TO_AMEND: 1}
    for stand, number in found.items():
        assert len(lines(department, stand=stand)) == number
    department.reviews.amend(changed, form, "x", who(department, "TL02"))
    assert department.life.counts(who(department, "QA01"))[Stand.AMENDED] == 1
    assert len(lines(department)) == 13
    assert lines(Store(department.database, Clock(date(2009, 10, 20))), stand=Stand.OVERDUE) == [
        ("VR-88101", LifeState.RELEASED)
    ]


def test_an_amended_line_shows_the_figure_as_published_beside_the_one_that_counts(
    department: Store, form: ReviewForm, changed: str
) -> None:
    better = form.with_answer(AnswerNote("LUMP_SOUGHT", AnswerValue.YES))
    second = department.reviews.amend(changed, better, "x", who(department, "TL02"))
    department.reviews.amend(str(second.review_id), better, "again", who(department, "QA01"))
    (line,) = department.life.listing(LifeQuery(stand=Stand.AMENDED), 0, 9, who(department, "QA01")).lines
    assert (str(line.score_published), str(line.score), line.versions) == ("54.5", "63.6", 3)


@pytest.mark.parametrize(
    ("asked", "calls"),
    [
        ({"caseworker": "CW014", "stand": Stand.TO_AMEND}, ["VR-88104"]),
        ({"text": "88101"}, ["VR-88101"]),
        ({"text": "c-1a04 cw014"}, ["VR-88104"]),
        ({"text": "%"}, []),
        ({"stand": Stand.DRAFT, "reviewer": "QA01"}, ["VR-88103"]),
        ({"stand": Stand.ACKNOWLEDGED, "team": "DE-1", "kind": "primary", "scorecard": "arrears-call/1"}, ["VR-88102"]),
        ({"scorecard": "other/1"}, []),
        ({"date_to": date(2009, 10, 4)}, []),
        ({"date_from": date(2009, 10, 5), "date_to": date(2009, 10, 5), "stand": Stand.AWAITING}, ["VR-88101"]),
    ],
)
def test_the_list_is_narrowed_by_everything_together(seen: Store, asked: dict[str, object], calls: list[str]) -> None:
    assert [call for call, _state in lines(seen, **asked)] == calls


def test_every_order_lists_everything_both_ways_and_by_pages(seen: Store) -> None:
    person = who(seen, "QA01")
    for order in LifeOrder:
        for descending in (False, True):
            query = LifeQuery(sort=order, descending=descending)
            whole = [line.review_id for line in seen.life.listing(query, 0, 50, person).lines]
            paged = [line.review_id for start in range(0, 15, 5) for line in seen.life.lines(query, start, 5, person)]
            assert len(set(whole)) == 13
            assert paged == whole


def test_a_caseworker_is_given_own_released_reviews_and_the_newest_of_them(
    department: Store, form: ReviewForm, changed: str
) -> None:
    assert lines(department, "CW014") == [("VR-88104", LifeState.DECIDED)]
    assert lines(department, "CW015") == []
    new = department.reviews.amend(changed, form, "x", who(department, "TL02"))
    assert lines(department, "CW014") == [("VR-88104", LifeState.AMENDED)]
    department.life.release([str(new.review_id)], who(department, "TL01"))
    assert lines(department, "CW014") == [("VR-88104", LifeState.RELEASED)]
    assert sum(department.life.counts(who(department, "CW014")).values()) == 2  # released, and amended


def test_the_choices_are_those_of_the_lines(seen: Store) -> None:
    found = seen.life.choices(who(seen, "QA01"))
    assert "CW014" in found.caseworkers
    assert found.teams == ("DE-1", "DE-2")
    assert (found.scorecards, "QA01" in found.reviewers) == (("arrears-call/1",), True)
    assert seen.life.choices(who(seen, "CW014")).caseworkers == ("CW014",)


def test_reviews_of_an_older_database_stand_where_they_stood(tmp_path: Path) -> None:
    old = Path(__file__).parents[2] / "old_databases" / "0004.db.gz"
    path = tmp_path / "older.db"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TEMP TABLE later AS SELECT * FROM review WHERE state = 'signed' ORDER BY id LIMIT 1")
        (first,) = raw.execute("SELECT id FROM later").fetchone()
        raw.execute("UPDATE later SET amends = id, id = 'later', amend_reason = 'heard again'")
        raw.execute("INSERT INTO review SELECT * FROM later")
        raw.commit()
    store = Store(open_database(path), Clock(DAY))
    counts = store.life.counts(who(store, "QA01"))
    assert {stand: number for stand, number in counts.items() if number} == {
        Stand.DRAFT: 1,
        Stand.TO_RELEASE: 12,
        Stand.AMENDED: 1,
    }
    assert store.life.of(first).newest == "later"
    query = LifeQuery(text="88104", kpi_class="INACCURATE", team="DE-1")
    (line,) = store.life.lines(query, 0, 9, who(store, "QA01"))
    assert (str(line.score), line.kpi_class) == ("54.5", "INACCURATE")
    assert store.life.release(["later"], who(store, "QA01")).released
    store.close()
