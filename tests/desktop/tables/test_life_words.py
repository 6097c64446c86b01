"""A review's life in words: days left, figures as published and as amended, what happened on which day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.tables.life import (
    STANDS,
    changed_words,
    critical_words,
    days_left,
    disputes_words,
    happenings,
    reply_by_words,
    result_words,
    score_words,
)
from models.kpi import KpiClass
from models.review_life import LifeState, LifeStory, Outcome, ReviewStep, StepKind
from models.scoring import Critical
from models.store.review_listing import Stand
from models.store.review_versions import VersionLine

TODAY = date(2009, 10, 5)


def moment(day: int) -> datetime:
    return datetime(2009, 9, day, 9, 30, tzinfo=UTC)


def version(number: int, **values: object) -> VersionLine:
    made: dict[str, object] = {
        "review_id": f"r{number}",
        "signed_at": moment(20 + number),
        "by": "TL01",
        "why": None,
        "scorecard": "arrears-call/1",
        "score": Decimal("83.3"),
        "critical": Critical.FAIL,
        "kpi_class": KpiClass.INACCURATE,
        "state": LifeState.SIGNED,
        "comment": "",
    }
    return VersionLine(**(made | values))


def step(kind: StepKind, day: int, by: str = "TL01", **values: object) -> ReviewStep:
    return ReviewStep(review="r1", position=day, kind=kind, recorded_by=by, at=moment(day), **values)


def story(state: LifeState, *steps: ReviewStep, **values: object) -> LifeStory:
    return LifeStory("r1", state, "CW014", "TL01", steps, **values)


@pytest.mark.parametrize(
    ("day", "words"), [(12, "7 days left"), (6, "1 day left"), (5, "last day"), (4, "1 day over"), (2, "3 days over")]
)
def test_what_is_left_to_reply_is_said_in_days(day: int, words: str) -> None:
    assert days_left(date(2009, 10, day), TODAY) == words


def test_the_last_day_is_named_once_nobody_waits_for_a_reply() -> None:
    assert reply_by_words(date(2009, 10, 12), TODAY, waits=True) == "7 days left"
    assert reply_by_words(date(2009, 10, 12), TODAY, waits=False) == "12 Oct 2009"
    assert reply_by_words(None, TODAY, waits=True) == "—"


def test_a_figure_that_changed_stands_as_published_and_as_amended() -> None:
    assert changed_words(score_words(Decimal("83.3")), score_words(Decimal("91.7"))) == "83.3 → 91.7"
    assert changed_words("100.0", "100.0") == "100.0"
    assert score_words(None) == "—"
    assert critical_words("not_assessable") == "Not assessable"


@pytest.mark.parametrize(
    ("disputed", "undecided", "words"), [(0, 0, "—"), (2, 2, "2 open"), (2, 1, "1 of 2 open"), (2, 0, "2 decided")]
)
def test_disputes_are_told_by_how_many_wait(disputed: int, undecided: int, words: str) -> None:
    assert disputes_words(disputed, undecided) == words


def test_every_place_to_stand_has_words_a_shape_and_a_purpose() -> None:
    assert set(STANDS) == set(Stand)
    assert len({words.mark for words in STANDS.values()}) == len(Stand)
    assert all(words.purpose for words in STANDS.values())


def test_what_came_out_is_told_in_one_line() -> None:
    assert result_words(version(1)) == "83.3, critical fail, inaccurate"
    assert result_words(version(1, score=None, critical=None, kpi_class=None)) == (
        "no score, nothing critical, no class"
    )


def test_a_life_is_told_day_by_day_with_what_waits_at_the_end() -> None:
    disputed = (
        step(StepKind.RELEASED, 22, reply_by=date(2009, 10, 6)),
        step(StepKind.DISPUTED, 24, prompt="LUMP_SOUGHT", caseworker_id="CW014", given_on=date(2009, 9, 23)),
        step(StepKind.DISPUTED, 24, prompt="FULL_FIRST", caseworker_id="CW014", given_on=date(2009, 9, 23)),
        step(StepKind.DECIDED, 25, "QA01", prompt="FULL_FIRST", outcome=Outcome.UPHELD),
    )
    told = happenings([version(1)], [story(LifeState.DISPUTED, *disputed)], TODAY)
    assert [(each.day, each.words) for each in told] == [
        ("21 Sep 2009", "Signed by TL01: 83.3, critical fail, inaccurate"),
        ("22 Sep 2009", "Released by TL01; reply by 6 Oct 2009"),
        ("23 Sep 2009", "Disputed by CW014, recorded by TL01: 2 prompts"),
        ("25 Sep 2009", "Decided by QA01: 1 upheld"),
        ("next", "1 dispute to be decided by another reviewer"),
    ]


def test_an_acknowledgement_keeps_its_words_and_nothing_waits() -> None:
    taken = step(StepKind.ACKNOWLEDGED, 24, "CW014", caseworker_id="CW014", comment="Thank you.")
    told = happenings([version(1)], [story(LifeState.ACKNOWLEDGED, taken)], TODAY)
    assert (told[-1].words, told[-1].comment) == ("Acknowledged by CW014", "Thank you.")


def test_an_amendment_follows_the_life_of_the_version_before_it() -> None:
    decided = story(
        LifeState.AMENDED,
        step(StepKind.DECIDED, 24, "QA01", prompt="LUMP_SOUGHT", outcome=Outcome.CHANGED),
    )
    after = version(5, why="As decided.", by="QA01", score=Decimal("91.7"), critical=Critical.PASS)
    told = happenings([version(1), after], [decided, story(LifeState.SIGNED)], TODAY)
    assert [each.words for each in told] == [
        "Signed by TL01: 83.3, critical fail, inaccurate",
        "Decided by QA01: 1 to be changed",
        "Amended by QA01: 91.7, critical pass, inaccurate",
        "To be released to the caseworker",
    ]
    assert told[2].comment == "As decided."


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            story(LifeState.RELEASED, step(StepKind.RELEASED, 22, reply_by=date(2009, 10, 2))),
            "Reply due by 2 Oct 2009 · 3 days over",
        ),
        (
            story(LifeState.DECIDED, amending=("QA01", "r9")),
            "QA01 is amending it",
        ),
        (
            story(
                LifeState.DECIDED,
                step(StepKind.DISPUTED, 23, prompt="A"),
                step(StepKind.DECIDED, 24, prompt="A", outcome=Outcome.CHANGED),
            ),
            "To be amended as decided",
        ),
    ],
)
def test_what_waits_is_said_last(made: LifeStory, words: str) -> None:
    assert happenings([version(1)], [made], TODAY)[-1].words == words
