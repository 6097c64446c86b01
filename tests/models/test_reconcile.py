"""Said against written: when amounts, shares and times agree, and what the outcome is where one of them is missing."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.crosscheck import OnlineView, Task567
from models.guide_sheet import GuideSheet
from models.reconcile import Comparison, Outcome, Records, compare, reconcile
from models.spoken_figures_kinds import Every, Figure, Mention, Standing
from models.transcript import SegmentText, Speaker

NOW = datetime(2009, 10, 5, tzinfo=UTC)
AGREE, MISMATCH, NOT_FOUND = Outcome.AGREE, Outcome.MISMATCH, Outcome.NOT_FOUND
NOT_APPLICABLE = Outcome.NOT_APPLICABLE


def sheet(**changed: object) -> GuideSheet:
    """£4,000 arrears, £400 net, £60 maintenance, £60 a week by Direct Debit."""
    facts: dict[str, object] = {
        "sheet_id": "PAG-1",
        "arrears": Decimal("4000.00"),
        "net_income_weekly": Decimal("400.00"),
        "regular_maintenance_weekly": Decimal("60.00"),
        "lump_sum": Decimal("0.00"),
        "instalment": Decimal("60.00"),
        "frequency": "W",
        "method_agreed": "direct_debit",
        "methods_offered": "direct_debit",
        "imported_at": NOW,
    }
    return GuideSheet(**(facts | changed))


def said(figure: Figure, value: str, at_s: int = 0, standing: Standing = Standing.STATED, **facts: object) -> Mention:
    """A figure spoken of `at_s` seconds into the call; money has its pence."""
    pence = int(Decimal(value) * 100) if value.replace(".", "").isdigit() and figure is not Figure.PERCENTAGE else None
    start = at_s * 1000
    mention = Mention(figure, value, start, start + 900, Speaker.NRP, "words", standing, pence)
    return Mention(**(vars(mention) | facts))  # type: ignore[arg-type]


def outcome(figure: Figure, mentions: list[Mention], records: Records | GuideSheet) -> Outcome:
    return row(figure, mentions, records).outcome


def row(figure: Figure, mentions: list[Mention], records: Records | GuideSheet) -> Comparison:
    held = records if isinstance(records, Records) else Records(records)
    return next(each for each in reconcile(mentions, held) if each.figure is figure)


@pytest.mark.parametrize(
    ("figure", "mention", "changed", "expected"),
    [
        (Figure.ARREARS, {"value": "4000"}, {}, AGREE),
        (Figure.ARREARS, {"value": "4100"}, {}, MISMATCH),
        (Figure.ARREARS, {"value": "4012"}, {"arrears": Decimal("4012.37")}, AGREE),
        (Figure.ARREARS, {"value": "4000", "hedged": True}, {"arrears": Decimal("4012.37")}, AGREE),
        (Figure.ARREARS, {"value": "4000"}, {"arrears": Decimal("4012.37")}, MISMATCH),
        (Figure.ARREARS, {"value": "4000", "hedged": True}, {"arrears": Decimal("4900.00")}, MISMATCH),
        (Figure.NET_INCOME, {"value": "400", "every": Every.WEEK}, {}, AGREE),
        (Figure.NET_INCOME, {"value": "1600", "every": Every.FOUR_WEEKS}, {}, AGREE),
        (Figure.NET_INCOME, {"value": "800", "every": Every.FORTNIGHT}, {}, AGREE),
        (Figure.NET_INCOME, {"value": "1600", "every": Every.MONTH}, {"net_income_weekly": Decimal("369.23")}, AGREE),
        (Figure.NET_INCOME, {"value": "400", "every": Every.MONTH}, {}, MISMATCH),
        (Figure.INSTALMENT, {"value": "60", "every": Every.WEEK}, {}, AGREE),
        (Figure.INSTALMENT, {"value": "60.00"}, {"instalment": Decimal("60.50")}, MISMATCH),
        (Figure.INSTALMENT, {"value": "260", "every": Every.MONTH}, {}, AGREE),
        (
            Figure.INSTALMENT,
            {"value": "40", "every": Every.WEEK},
            {"instalment": Decimal("160.00"), "frequency": "4W"},
            AGREE,
        ),
        (Figure.LUMP_SUM, {"value": "500"}, {"lump_sum": Decimal("500.00")}, AGREE),
    ],
)
def test_when_an_amount_is_the_one_on_the_sheet(
    figure: Figure, mention: dict[str, object], changed: dict[str, object], expected: Outcome
) -> None:
    value = str(mention.pop("value"))
    assert outcome(figure, [said(figure, value, **mention)], sheet(**changed)) is expected  # type: ignore[arg-type]


def test_the_last_offer_left_standing_counts() -> None:
    talk = [
        said(Figure.INSTALMENT, "40", 10, Standing.OFFERED),
        said(Figure.INSTALMENT, "60", 20, Standing.ASKED),
        said(Figure.INSTALMENT, "50", 30, Standing.OFFERED),
    ]
    assert outcome(Figure.INSTALMENT, talk, sheet(instalment=Decimal("50.00"))) is AGREE
    assert outcome(Figure.INSTALMENT, talk, sheet(instalment=Decimal("40.00"))) is MISMATCH
    assert outcome(Figure.INSTALMENT, talk, sheet()) is MISMATCH


def test_a_refused_amount_on_the_sheet_is_a_mismatch() -> None:
    talk = [said(Figure.INSTALMENT, "20", 10, Standing.OFFERED), said(Figure.INSTALMENT, "60", 20, Standing.REFUSED)]
    assert outcome(Figure.INSTALMENT, talk, sheet(instalment=Decimal("20.00"))) is AGREE
    assert outcome(Figure.INSTALMENT, talk, sheet()) is MISMATCH
    assert outcome(
        Figure.LUMP_SUM, [said(Figure.LUMP_SUM, "250", 1, Standing.REFUSED)], sheet(lump_sum=Decimal(250))
    ) is (MISMATCH)


def test_what_the_caseworker_called_too_little_may_still_be_recorded() -> None:
    talk = [said(Figure.INSTALMENT, "20", 10, Standing.DECLINED)]
    assert outcome(Figure.INSTALMENT, talk, sheet(instalment=Decimal("20.00"))) is AGREE


def test_what_was_taken_back_is_not_listed() -> None:
    talk = [said(Figure.ARREARS, "4000", 1, Standing.TAKEN_BACK), said(Figure.ARREARS, "4200", 2)]
    found = row(Figure.ARREARS, talk, sheet())
    assert ([each.value for each in found.said], found.outcome) == (["4200"], MISMATCH)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.ASKED, NOT_APPLICABLE),
        (Standing.REFUSED, NOT_APPLICABLE),
        (Standing.OFFERED, MISMATCH),
        (Standing.ACCEPTED, MISMATCH),
    ],
)
def test_a_lump_sum_the_sheet_does_not_have(standing: Standing, expected: Outcome) -> None:
    talk = [said(Figure.LUMP_SUM, "500", 5, standing)]
    assert outcome(Figure.LUMP_SUM, talk, sheet()) is expected
    assert outcome(Figure.LUMP_SUM, talk, sheet(lump_sum=None)) is expected


def test_nothing_found_is_not_found_where_the_sheet_has_a_figure_and_not_applicable_where_it_has_none() -> None:
    assert outcome(Figure.ARREARS, [], sheet()) is NOT_FOUND
    assert outcome(Figure.LUMP_SUM, [], sheet()) is NOT_APPLICABLE
    assert outcome(Figure.ARREARS, [], sheet(arrears=None)) is NOT_APPLICABLE


def test_said_and_left_blank_on_the_sheet_is_a_mismatch() -> None:
    found = row(Figure.NET_INCOME, [said(Figure.NET_INCOME, "400")], sheet(net_income_weekly=None))
    assert (found.outcome, found.written, found.why) == (MISMATCH, None, "Said £400.00; the sheet leaves it blank.")


def test_paid_in_full_has_no_instalments() -> None:
    paid = sheet(lump_sum=Decimal("4000.00"), instalment=Decimal("0.00"))
    talk = [said(Figure.INSTALMENT, "40", 3, Standing.OFFERED)]
    rows = {each.figure: each.outcome for each in reconcile(talk, Records(paid))}
    for figure in (Figure.INSTALMENT, Figure.FREQUENCY, Figure.PERCENTAGE, Figure.PERIOD):
        assert rows[figure] is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("value", "facts", "expected"),
    [
        ("30", {}, AGREE),
        ("29", {}, MISMATCH),
        ("40", {"bound": -1}, AGREE),
        ("25", {"bound": -1}, MISMATCH),
        ("25", {"bound": 1}, AGREE),
        ("60", {"bound": 1, "rule": True}, AGREE),
        ("80", {"bound": 1, "rule": True}, MISMATCH),
    ],
)
def test_a_percentage_is_held_against_the_share_worked_out_from_the_sheet(
    value: str, facts: dict[str, object], expected: Outcome
) -> None:
    found = row(Figure.PERCENTAGE, [said(Figure.PERCENTAGE, value, **facts)], sheet())  # type: ignore[arg-type]
    assert (found.written, found.outcome) == ("30.00", expected)


@pytest.mark.parametrize(
    ("value", "facts", "expected"),
    [
        ("67 weeks", {}, AGREE),
        ("70 weeks", {}, MISMATCH),
        ("16 months", {}, AGREE),
        ("15 months", {}, AGREE),
        ("18 months", {}, MISMATCH),
        ("18 months", {"bound": -1}, AGREE),
        ("2 years", {"bound": -1, "rule": True}, AGREE),
        ("1 year", {"bound": -1}, MISMATCH),
        ("1.5 years", {}, AGREE),
    ],
)
def test_a_time_is_held_against_the_instalments_to_clear(
    value: str, facts: dict[str, object], expected: Outcome
) -> None:
    found = row(Figure.PERIOD, [said(Figure.PERIOD, value, **facts)], sheet())  # type: ignore[arg-type]
    assert (found.written, found.outcome) == ("67 weeks", expected)


def test_a_rule_that_the_sheet_breaks_is_a_mismatch() -> None:
    talk = [said(Figure.PERIOD, "2 years", bound=-1, rule=True)]
    assert outcome(Figure.PERIOD, talk, sheet(instalment=Decimal("20.00"))) is MISMATCH


def test_what_was_said_of_this_arrangement_goes_before_the_rule() -> None:
    talk = [said(Figure.PERIOD, "10 months", 5), said(Figure.PERIOD, "2 years", 9, bound=-1, rule=True)]
    assert outcome(Figure.PERIOD, talk, sheet()) is MISMATCH


def test_a_monthly_payer_is_told_in_months() -> None:
    monthly = sheet(instalment=Decimal("200.00"), frequency="M")
    assert row(Figure.PERIOD, [said(Figure.PERIOD, "20 months")], monthly).written == "20 months"
    assert outcome(Figure.PERIOD, [said(Figure.PERIOD, "20 months")], monthly) is AGREE


def test_the_frequency_is_that_of_the_settled_instalment() -> None:
    talk = [
        said(Figure.INSTALMENT, "240", 1, Standing.OFFERED, every=Every.MONTH),
        said(Figure.INSTALMENT, "60", 9, Standing.OFFERED, every=Every.WEEK),
    ]
    found = row(Figure.FREQUENCY, talk, sheet())
    assert ([each.value for each in found.said], found.outcome) == (["M", "W"], AGREE)
    assert outcome(Figure.FREQUENCY, talk[:1], sheet()) is MISMATCH


def task(**facts: str) -> Task567:
    return Task567(task_id="567-1", imported_at=NOW, **facts)


def test_methods() -> None:
    records = Records(sheet(), [task(outcome_method="direct_debit", promoted_method="direct_debit")])
    debit, order = said(Figure.METHOD, "direct_debit", 1), said(Figure.METHOD, "standing_order", 2)
    refused = said(Figure.METHOD, "direct_debit", 1, Standing.REFUSED)
    wished = said(Figure.METHOD, "standing_order", 2, Standing.OFFERED)
    assert outcome(Figure.METHOD, [debit, order], records) is AGREE
    assert outcome(Figure.METHOD, [order], records) is MISMATCH
    assert outcome(Figure.METHOD, [], records) is NOT_FOUND
    assert outcome(Figure.METHOD, [refused], records) is AGREE
    assert outcome(Figure.METHOD, [refused], sheet(method_agreed="deo")) is NOT_FOUND
    assert outcome(Figure.METHOD, [refused, wished], records) is MISMATCH
    assert outcome(Figure.METHOD, [debit], Records(sheet(), [task(outcome_method="standing_order")])) is MISMATCH
    assert outcome(Figure.METHOD, [debit], Records(sheet(method_agreed=None))) is NOT_APPLICABLE
    assert outcome(Figure.METHOD, [debit], sheet()) is AGREE


def test_the_promotion() -> None:
    offered = said(Figure.PROMOTION, "Y")
    both = Records(sheet(), [task(promoted_method="direct_debit")])
    assert outcome(Figure.PROMOTION, [offered], both) is AGREE
    assert outcome(Figure.PROMOTION, [], both) is NOT_FOUND
    assert outcome(Figure.PROMOTION, [offered], sheet(methods_offered="standing_order")) is MISMATCH
    assert outcome(Figure.PROMOTION, [offered], Records(sheet(), [task(promoted_method="standing_order")])) is MISMATCH
    assert outcome(Figure.PROMOTION, [], sheet(methods_offered=None)) is NOT_APPLICABLE


def test_caseworker_online() -> None:
    view = OnlineView(view_id="CWO-1", imported_at=NOW)
    cited, spoken = sheet(caseworker_online_ref="CWO-1"), said(Figure.CWO, "Y")
    assert outcome(Figure.CWO, [spoken], Records(cited, views=[view])) is AGREE
    assert outcome(Figure.CWO, [], Records(cited, views=[view])) is NOT_FOUND
    assert outcome(Figure.CWO, [spoken], Records(cited)) is MISMATCH
    assert outcome(Figure.CWO, [spoken], Records(cited, views_listed=False)) is AGREE
    assert outcome(Figure.CWO, [spoken], sheet()) is MISMATCH
    assert outcome(Figure.CWO, [], sheet()) is NOT_APPLICABLE


def test_as_the_contract_writes_it() -> None:
    mention = said(Figure.ARREARS, "4000", 23)
    assert row(Figure.ARREARS, [mention, said(Figure.ARREARS, "4000", 40)], sheet()).as_dict() == {
        "figure": "arrears",
        "said": [{"value": "4000", "start": 23.0, "end": 23.9, "speaker": "nrp", "text": "words"}],
        "written": "4000.00",
        "set_up": None,
        "outcome": "agree",
    }


LINES = (
    *("the arrears are £4,000", "i can pay forty pounds a week", "no, sixty", "could you pay £60 a week?", "yes."),
    *("thirty per cent", "within two years.", "direct debit", "i can't", "0207 946 0018", "£", "%", "a"),
)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(LINES), max_size=12),
    st.sampled_from(list(Speaker)),
)
def test_any_talk_gives_every_figure_once_with_places_inside_the_call(lines: list[str], speaker: Speaker) -> None:
    segments = [
        SegmentText(str(at), at, 0, speaker, at * 1000, at * 1000 + 900, text, text, ())
        for at, text in enumerate(lines)
    ]
    found = compare(segments, Records(sheet()))
    assert [each.figure for each in found] == list(Figure)
    for place in (place for each in found for value in each.said for place in value.places):
        assert 0 <= place.start_ms <= place.end_ms <= len(lines) * 1000
        assert place.text
