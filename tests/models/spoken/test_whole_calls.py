"""Whole calls, written for these tests and as untidy as calls are: what is found in them, figure by figure.

Small talk, other people's numbers, changes of mind and several offers; what counts is what the talk settles on.
"""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from models.guide_sheet import GuideSheet
from models.reconcile import Comparison, Outcome, Records, compare
from models.spoken_figures_kinds import Figure
from models.transcript import SegmentText, Speaker

HAGGLE = """
CW: Good afternoon, you're through to debt enforcement. Can I take your National Insurance number?
NRP: It's double four double oh one two.
CW: And the first line of your address, please?
NRP: Forty two Mill Lane.
CW: Thank you. So, I'm ringing about your child support arrears. They stand at three thousand two hundred pounds.
NRP: How much? I thought it was about two thousand.
CW: No, it's three thousand two hundred, I've got it in front of me.
NRP: Right.
CW: Are you in a position to clear that today?
NRP: You're joking. I've got four kids and a mortgage of six hundred a month.
CW: I understand. Could you put anything down as a lump sum?
NRP: I could maybe do a hundred quid.
CW: Your commitments on Caseworker Online show a loan. Is there anything in savings?
NRP: No, nothing at all.
CW: Okay. So a hundred pounds now. What do you take home each week?
NRP: About three hundred and fifty after tax.
CW: And your regular maintenance is fifty five pounds a week.
NRP: That's right, fifty five.
CW: Thirty per cent of three hundred and fifty is a hundred and five, so we'd be looking for fifty pounds a week on top.
NRP: Fifty? I can't do fifty. I could do thirty a week.
CW: Thirty wouldn't clear it in two years I'm afraid.
NRP: What about forty?
CW: Let me see. Forty pounds a week, that clears it in seventy eight weeks.
NRP: Okay, forty it is.
CW: The easiest way to pay is by Direct Debit. Shall I set that up?
NRP: I'd rather do a standing order if that's all right.
CW: That's fine. I'll send you the form.
"""
MONTHLY = """
CW: Your balance is five thousand, four hundred pounds.
NRP: I know, I know. I get paid monthly.
CW: Okay. What's your net pay a month then?
NRP: One thousand three hundred pounds a month.
CW: Can you make full payment?
NRP: No chance.
CW: And a lump sum? Anything from family?
NRP: My dad said he'd lend me a grand.
CW: A thousand pounds, that's good. That leaves four thousand four hundred.
NRP: Yeah.
CW: Your ongoing maintenance is two hundred pounds a month. How much could you manage each month towards the arrears?
NRP: A hundred and ninety? No, sorry, a hundred and eighty five.
CW: A hundred and eighty five pounds a month would clear it in twenty four months, so that's within two years.
NRP: Good.
CW: Have you thought about paying by Direct Debit?
NRP: Yes, Direct Debit's fine, on the first of the month.
"""
UNTIDY = """
CW: hello is that mister er right i'm calling from the csa about the arrears on your account
NRP: yeah hang on a minute i'm driving let me pull over
CW: no problem so the outstanding balance at the moment is two thousand and eighty pounds
NRP: two thousand and eighty okay
CW: are you able to pay that in full
NRP: i can't no i lost my job in march and i only started again three weeks ago
CW: sorry to hear that what's your take home pay now
NRP: two hundred and sixty a week roughly
CW: and you're paying thirty pounds a week maintenance for the children aged six and nine
NRP: yep thirty
CW: what could you offer towards the arrears each week
NRP: twenty
CW: it would need to be forty eight to meet the thirty per cent
NRP: forty eight that's a lot my rent's ninety five a week
CW: could you manage forty eight
NRP: yeah okay i'll manage it
CW: so that's forty eight pounds a week by direct debt starting friday the fourth
NRP: fine
"""


def call(text: str) -> list[SegmentText]:
    segments = []
    for position, line in enumerate(text.strip().splitlines()):
        who, words = line.split(": ", 1)
        start, caseworker = position * 6000, who == "CW"
        speaker = Speaker.CASEWORKER if caseworker else Speaker.NRP
        channel = 0 if caseworker else 1
        segments.append(SegmentText(str(position), position, channel, speaker, start, start + 4000, words, words, ()))
    return segments


def sheet(**figures: object) -> GuideSheet:
    money = {
        name: Decimal(value) if name not in {"frequency", "method_agreed"} else value for name, value in figures.items()
    }
    return GuideSheet(
        sheet_id="PAG-1", imported_at=datetime(2009, 10, 5, tzinfo=UTC), methods_offered="direct_debit", **money
    )


@pytest.fixture(scope="module")
def haggle() -> dict[Figure, Comparison]:
    written = sheet(
        arrears="3200.00",
        net_income_weekly="350.00",
        regular_maintenance_weekly="55.00",
        lump_sum="100.00",
        instalment="40.00",
        frequency="W",
        method_agreed="standing_order",
    )
    return {row.figure: row for row in compare(call(HAGGLE), Records(written))}


@pytest.fixture(scope="module")
def monthly() -> dict[Figure, Comparison]:
    written = sheet(
        arrears="5400.00",
        net_income_weekly="300.00",
        regular_maintenance_weekly="46.15",
        lump_sum="1000.00",
        instalment="185.00",
        frequency="M",
        method_agreed="direct_debit",
    )
    return {row.figure: row for row in compare(call(MONTHLY), Records(written))}


@pytest.fixture(scope="module")
def untidy() -> dict[Figure, Comparison]:
    written = sheet(
        arrears="2080.00",
        net_income_weekly="260.00",
        regular_maintenance_weekly="30.00",
        lump_sum="0.00",
        instalment="48.00",
        frequency="W",
        method_agreed="direct_debit",
    )
    return {row.figure: row for row in compare(call(UNTIDY), Records(written))}


def said(rows: dict[Figure, Comparison], figure: Figure) -> list[str]:
    return [value.value for value in rows[figure].said]


def test_a_haggled_call_agrees_on_what_it_settled_on(haggle: dict[Figure, Comparison]) -> None:
    assert "3200" in said(haggle, Figure.ARREARS)
    assert said(haggle, Figure.NET_INCOME) == ["350"]
    assert said(haggle, Figure.REGULAR) == ["55"]
    assert said(haggle, Figure.LUMP_SUM) == ["100"]
    assert said(haggle, Figure.INSTALMENT) == ["50", "30", "40"]
    agreed = (Figure.ARREARS, Figure.NET_INCOME, Figure.REGULAR, Figure.LUMP_SUM, Figure.INSTALMENT, Figure.FREQUENCY)
    assert {haggle[figure].outcome for figure in agreed} == {Outcome.AGREE}


def test_a_haggled_call_agrees_on_share_time_method_and_promotion(haggle: dict[Figure, Comparison]) -> None:
    assert said(haggle, Figure.PERCENTAGE) == ["30"]
    assert said(haggle, Figure.PERIOD)[-1] == "78 weeks"
    assert said(haggle, Figure.METHOD) == ["direct_debit", "standing_order"]
    assert [haggle[figure].outcome for figure in (Figure.PERIOD, Figure.METHOD, Figure.PROMOTION)] == [
        Outcome.AGREE
    ] * 3


def test_other_peoples_numbers_are_in_no_figure(haggle: dict[Figure, Comparison]) -> None:
    every = {value for figure in (Figure.ARREARS, Figure.LUMP_SUM, Figure.INSTALMENT) for value in said(haggle, figure)}
    assert every.isdisjoint({"42", "600", "4", "105", "44"})


def test_a_monthly_payer_is_understood_in_months(monthly: dict[Figure, Comparison]) -> None:
    assert said(monthly, Figure.ARREARS) == ["5400"]
    assert said(monthly, Figure.NET_INCOME) == ["1300"]
    assert said(monthly, Figure.REGULAR) == ["200"]
    assert said(monthly, Figure.LUMP_SUM) == ["1000"]
    assert said(monthly, Figure.INSTALMENT) == ["185"]
    assert said(monthly, Figure.FREQUENCY) == ["M"]
    assert said(monthly, Figure.METHOD) == ["direct_debit"]
    assert {monthly[figure].outcome for figure in Figure if figure not in {Figure.PERCENTAGE, Figure.CWO}} == {
        Outcome.AGREE
    }


def test_talk_without_a_mark_is_understood(untidy: dict[Figure, Comparison]) -> None:
    assert said(untidy, Figure.ARREARS) == ["2080"]
    assert said(untidy, Figure.NET_INCOME) == ["260"]
    assert said(untidy, Figure.REGULAR) == ["30"]
    assert said(untidy, Figure.LUMP_SUM) == []
    assert said(untidy, Figure.INSTALMENT) == ["20", "48"]
    assert said(untidy, Figure.METHOD) == ["direct_debit"]
    agreed = (Figure.ARREARS, Figure.NET_INCOME, Figure.REGULAR, Figure.INSTALMENT, Figure.METHOD, Figure.PERCENTAGE)
    assert {untidy[figure].outcome for figure in agreed} == {Outcome.AGREE}
