"""One caseworker over a period: counts with n of m, against the period before, and nobody else in it."""

from datetime import date

import pytest

from models.errors import NotAllowed, UnknownId, WrongUsage
from models.reports.document import Bullets, Document, Facts, Heading, Paragraph, Table, texts
from models.reports.feedback_month import COLUMNS, document_of, month_document, read_month, rows_of
from models.reports.feedback_month_reading import MonthFacts, period_before
from models.store import Store
from models.store.staff import Person

SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))


def person(store: Store, staff_id: str) -> Person:
    found = store.staff.get(staff_id)
    assert found is not None
    return found


def facts(store: Store, by: str = "TL01") -> MonthFacts:
    return read_month(store, "CW014", *SEPTEMBER, person(store, by))


def under(document: Document, title: str) -> list[object]:
    titles = [block.text if isinstance(block, Heading) and block.level == 1 else None for block in document.blocks]
    start = titles.index(title) + 1
    end = next((at for at in range(start, len(titles)) if titles[at] is not None), len(titles))
    return list(document.blocks[start:end])


def test_the_classes_are_counted_with_n_of_m(told: Store) -> None:
    (short,) = under(document_of(facts(told)), "In short")
    assert isinstance(short, Facts)
    assert dict(short.pairs) == {
        "Reviews": "2",
        "Accurate": "1 of 2",
        "Accurate by discretion": "0 of 2",
        "Inaccurate": "1 of 2",
        "Not assessable": "0 of 2",
        "A critical prompt is a no": "1 of 2",
    }


def test_a_review_counts_once_as_it_holds_now_beside_what_was_published(told: Store) -> None:
    (table,) = under(document_of(facts(told)), "The reviews")
    assert isinstance(table, Table)
    assert table.rows == (
        ("15 Sep 2009", "VR-88103", "100.0", "Accurate", "the same", "Awaits a reply"),
        ("15 Sep 2009", "VR-88104", "66.7", "Inaccurate", "58.3, inaccurate", "Awaits a reply"),
    )


def test_disputes_and_feedback_given_are_told(told: Store) -> None:
    document = document_of(facts(told))
    (table,) = under(document, "Disputes and their outcomes")
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == ["Changed", "Upheld"]
    given = under(document, "Feedback given")[0]
    assert isinstance(given, Facts)
    assert dict(given.pairs) == {"Released": "2 of 2", "Acknowledged": "0 of 2", "Awaits a reply": "2 of 2"}


def test_what_improved_stands_against_the_period_before(told: Store) -> None:
    """The same reviews as their own past, the no of one prompt taken away: it is answered no less often now."""
    now = facts(told)
    better = MonthFacts(**{**vars(now), "reviews": now.reviews[:1], "before": now.reviews})
    blocks = under(document_of(better), "Against the period before")
    improved = next(block for block in blocks if isinstance(block, Bullets))
    assert any(item.endswith("No in 0 of 1, before in 1 of 2.") for item in improved.items)
    assert Paragraph("Nothing was answered no more often.") in blocks


def test_what_was_answered_no_twice_recurs(told: Store) -> None:
    now = facts(told)
    twice = MonthFacts(**{**vars(now), "reviews": (*now.reviews, now.reviews[1])})
    (table,) = under(document_of(twice), "What recurs")
    assert isinstance(table, Table)
    assert (
        "Do the weekly contribution and the time to clear lie within the rung that was claimed?",
        "2 of 3",
    ) in table.rows


def test_a_period_without_a_review_is_no_data(told: Store) -> None:
    document = month_document(told, "CW014", date(2008, 1, 1), date(2008, 1, 31), person(told, "TL01"))
    assert under(document, "In short")[0] == Paragraph("No review falls into this period.")


def test_no_comment_and_no_case_stand_in_it(told: Store) -> None:
    text = "\n".join(texts(document_of(facts(told))))
    assert [each for each in ("C-1A0", "asthma", "Brown", "£", "400", "CW011", "average") if each in text] == []


def test_the_caseworker_is_given_what_was_released(told: Store) -> None:
    own = read_month(told, "CW011", *SEPTEMBER, person(told, "CW011"))
    assert own.reviews == ()
    assert len(read_month(told, "CW011", *SEPTEMBER, person(told, "TL01")).reviews) == 1


@pytest.mark.parametrize("staff_id", ["CW011", "TL02"])
def test_nobody_else_may_have_it(told: Store, staff_id: str) -> None:
    with pytest.raises(NotAllowed, match=f"{staff_id} is none of them"):
        facts(told, staff_id)


def test_quality_assurance_may_have_it(told: Store) -> None:
    assert len(facts(told, "QA01").reviews) == 2


def test_where_no_staff_list_is_loaded_whoever_works_may_have_it(store: Store) -> None:
    assert read_month(store, "CW014", *SEPTEMBER, Person("os:somebody", None, None)).reviews == ()


def test_an_unknown_caseworker_and_a_backward_period_are_refused(told: Store) -> None:
    with pytest.raises(UnknownId):
        read_month(told, "CW999", *SEPTEMBER, person(told, "TL01"))
    with pytest.raises(WrongUsage, match="lies after"):
        read_month(told, "CW014", SEPTEMBER[1], SEPTEMBER[0], person(told, "TL01"))


def test_every_review_is_a_row_with_every_column(told: Store) -> None:
    rows = rows_of(facts(told))
    assert [tuple(row) for row in rows] == [COLUMNS] * 2
    assert (rows[1]["score"], rows[1]["score_published"], rows[1]["disputed"]) == ("66.7", "58.3", "2")


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (*SEPTEMBER, (date(2009, 8, 1), date(2009, 8, 31))),
        (date(2009, 3, 1), date(2009, 3, 31), (date(2009, 2, 1), date(2009, 2, 28))),
        (date(2009, 9, 8), date(2009, 9, 14), (date(2009, 9, 1), date(2009, 9, 7))),
        (date(2009, 7, 1), date(2009, 9, 30), (date(2009, 3, 31), date(2009, 6, 30))),
        (date.min, date.max, (date.min, date.min)),
    ],
)
def test_the_period_before_is_the_month_before_or_as_many_days(
    first: date, last: date, before: tuple[date, date]
) -> None:
    assert period_before(first, last) == before
