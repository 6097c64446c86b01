"""Which figure an amount is: talk as it is on such calls, written for these tests, with what has to be found in it.

A talk is a list of lines "CW: ..." and "NRP: ..."; what is expected are figure and value, in order.
"""

import pytest

from models.spoken_figures import spoken_figures
from models.spoken_figures_kinds import MONEY, Standing
from models.transcript import SegmentText, Speaker

SPEAKERS = {"CW": Speaker.CASEWORKER, "NRP": Speaker.NRP, "?": Speaker.UNKNOWN}


def talk(*lines: str) -> list[SegmentText]:
    """Five seconds a line."""
    segments = []
    for position, line in enumerate(lines):
        who, text = line.split(": ", 1)
        start = position * 5000
        channel = 1 if who == "NRP" else 0
        segments.append(
            SegmentText(str(position), position, channel, SPEAKERS[who], start, start + 4000, text, text, ())
        )
    return segments


def amounts(*lines: str) -> list[str]:
    """What was found, but for what was taken back."""
    return [
        f"{mention.figure.value} {mention.value}"
        for mention in spoken_figures(talk(*lines))
        if mention.figure in MONEY and mention.standing is not Standing.TAKEN_BACK
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CW: The arrears stand at four thousand two hundred and ten pounds.", "arrears 4210"),
        ("CW: You currently owe us £3,120.75.", "arrears 3120.75"),
        ("CW: There's a balance of twelve hundred pounds outstanding on the account.", "arrears 1200"),
        ("CW: Your debt comes to just over five grand.", "arrears 5000"),
        ("CW: So in total that's £2,640 in arrears.", "arrears 2640"),
        ("NRP: I take home about three hundred and twenty a week.", "net_income 320"),
        ("NRP: I bring home fifteen hundred a month after stoppages.", "net_income 1500"),
        ("NRP: I'm on £410 a week after tax and National Insurance.", "net_income 410"),
        ("CW: Your payslip shows net pay of £287.50 each week.", "net_income 287.50"),
        ("NRP: My wages are three hundred quid a week.", "net_income 300"),
        ("CW: You also pay forty five pounds a week regular maintenance.", "regular 45"),
        ("CW: Your ongoing liability is £52.30 per week.", "regular 52.30"),
        ("CW: The weekly child maintenance is sixty pounds.", "regular 60"),
        ("NRP: I could put two hundred and fifty pounds down.", "lump_sum 250"),
        ("NRP: My mum can lend me four hundred.", "lump_sum 400"),
        ("NRP: I've got £600 in savings I can give you.", "lump_sum 600"),
        ("NRP: I can pay a lump some of three hundred pounds.", "lump_sum 300"),
        ("NRP: I could pay £150 straight away.", "lump_sum 150"),
        ("NRP: I can afford twenty five pounds a week off the arrears.", "instalment 25"),
        ("NRP: I can do forty quid a week.", "instalment 40"),
        ("NRP: I could stretch to thirty five a week, no more than that.", "instalment 35"),
        ("CW: We can take £80 a week from your wages.", "instalment 80"),
        ("CW: That's a weekly instalment of £42.", "instalment 42"),
        ("CW: At £70 a week it would be cleared in sixty weeks.", "instalment 70"),
        ("CW: So that is £45 a week on top of your regular maintenance.", "instalment 45"),
        ("NRP: I'll pay four hundred and twenty pounds fifty a month towards the debt.", "instalment 420.50"),
        ("NRP: I can spare four fifty a month.", "instalment 450"),
        ("NRP: for hundred pounds a month is what I can manage", "instalment 400"),
        ("CW: According to our system there's £1,845.20 owing.", "arrears 1845.20"),
        ("CW: Our records show arrears of six thousand and fifty pounds.", "arrears 6050"),
        ("CW: As of today you're two thousand nine hundred pounds in arrears.", "arrears 2900"),
        ("NRP: My pay comes out at £298 after stoppages.", "net_income 298"),
        ("NRP: I clear three hundred and forty a week.", "net_income 340"),
        ("NRP: I'm only bringing home two eighty a week.", "net_income 280"),
        ("CW: So that's £350 a week net.", "net_income 350"),
        ("CW: The ongoing amount is £45 a week and that's separate from the arrears.", "regular 45"),
        ("NRP: I already pay fifty pounds maintenance every week.", "regular 50"),
        ("CW: Would you be able to pay five hundred pounds now and the rest by instalments?", "lump_sum 500"),
        ("NRP: I'm getting a bonus so I could give you three hundred.", "lump_sum 300"),
        ("NRP: The most I could go to is fifty a week.", "instalment 50"),
        ("NRP: Could I pay twenty five pounds a week?", "instalment 25"),
        ("NRP: I'd struggle with anything over thirty pounds a week.", "instalment 30"),
        ("CW: We'd need at least sixty pounds a week.", "instalment 60"),
        ("CW: So I'll put that through as £55 per week starting on the fifth of June.", "instalment 55"),
        ("CW: The deduction will be £72.50 a week from your pay.", "instalment 72.50"),
    ],
)
def test_an_amount_goes_to_the_figure_its_words_speak_of(line: str, expected: str) -> None:
    assert amounts(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "NRP: My number is 07700 900 123.",
        "NRP: It's oh seven seven double oh nine hundred one two three.",
        "NRP: My sort code is forty, twelve, thirty four.",
        "NRP: The account number is 31926819.",
        "CW: Your reference number is 4500.",
        "CW: Can I take the reference, 1 0 4 4 5 0 0 2 1 0?",
        "NRP: I was born on the fourth of March nineteen seventy two.",
        "NRP: My date of birth is the 12th of June 1975.",
        "NRP: I'm forty two years old.",
        "NRP: My son is six and my daughter is nine.",
        "NRP: I have two children living with me.",
        "CW: One moment please.",
        "CW: The first of May is when it starts.",
        "CW: I will call you back at half past two on Thursday.",
        "NRP: I live at number forty Station Road.",
        "NRP: I work forty hours a week.",
        "NRP: I do twelve hour shifts, four days a week.",
        "NRP: My rent is £85 a week.",
        "NRP: I pay £120 a month for the car and £60 council tax.",
        "NRP: I've got a loan of three thousand pounds.",
        "CW: Press option two for payments.",
        "CW: You missed a payment of £50 in July.",
        "NRP: I have been paying twenty pounds a week since last year.",
        "CW: Thirty per cent of your net income is £96 a week.",
        "CW: 40% of £320 would be £128.",
        "CW: That would leave a balance of £4,500.",
        "CW: A lump sum would bring it down to four thousand pounds.",
        "NRP: I earn £25,000 a year before tax.",
        "CW: You will always keep at least £180 a week.",
        "NRP: There are three of us in the house.",
        "NRP: I get child benefit of £20 a week.",
        "NRP: There is a court fine of £150.",
        "NRP: I'm a hundred per cent sure I paid that.",
        "CW: The order can run for 24 months.",
        "NRP: I phoned you ten times about the two letters.",
        "NRP: I give her mum forty pounds a week in cash already.",
        "NRP: My electric's gone up to a hundred and twenty a month.",
        "NRP: I've got debts of about eight thousand on cards.",
        "NRP: She gets six hundred a month in tax credits.",
        "CW: There is a £20 fee for a bounced payment.",
        "NRP: I was on five hundred a week before I got laid off.",
        "CW: The letter dated 14 September 2009 explains it.",
        "CW: My direct number is 0345 713 3133, extension 4112.",
        "NRP: It's SW1A 2AA, number 10.",
        "CW: I'll give you a call in ten minutes.",
        "NRP: I've rung three times this week.",
        "NRP: I've got him two nights a week.",
        "CW: The court could order the full thing plus £300 costs.",
        "CW: You have fourteen days to appeal.",
        "NRP: I drive forty miles a day.",
        "NRP: Petrol alone is sixty quid a week.",
        "CW: It takes three to five working days.",
        "CW: That's reference CSA 12345678.",
        "CW: Forty per cent of two hundred and fifty is a hundred.",
    ],
)
def test_other_numbers_are_no_figure(line: str) -> None:
    assert amounts(line) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["CW: How much could you pay each week?", "NRP: Forty pounds a week."], ["instalment 40"]),
        (["CW: How much could you pay each week?", "NRP: Um, maybe forty."], ["instalment 40"]),
        (["CW: What could you put down today?", "NRP: Two hundred."], ["lump_sum 200"]),
        (["CW: What do you take home?", "NRP: About three hundred and ten a week."], ["net_income 310"]),
        (["CW: And what is your net income?", "NRP: £1,400 a month."], ["net_income 1400"]),
        (["NRP: How much do I owe?", "CW: Six thousand pounds."], ["arrears 6000"]),
        (["CW: How much is your rent?", "NRP: Ninety pounds a week."], []),
        (["CW: How old is the youngest?", "NRP: Fourteen."], []),
        (["CW: What is your house number?", "NRP: Sixty."], []),
        (["CW: Can you pay a lump sum?", "NRP: I could do £40 a week instead."], ["instalment 40"]),
        (["CW: Can you pay a lump sum?", "NRP: I could do £400."], ["lump_sum 400"]),
        (
            ["CW: What do you earn?", "NRP: My rent is £80 a week.", "NRP: I get £300 a week."],
            ["net_income 300"],
        ),
        (["CW: How much is left over at the end of the week?", "NRP: About thirty quid."], []),
        (["CW: What can you afford?", "NRP: Ten pounds a week."], ["instalment 10"]),
        (["CW: So what figure did you have in mind?", "NRP: Thirty five a week."], ["instalment 35"]),
        (["CW: And your wages?", "NRP: Two ninety a week."], ["net_income 290"]),
        (
            ["CW: What are you earning at the moment?", "NRP: It varies, but say three hundred a week."],
            ["net_income 300"],
        ),
        (["NRP: I can pay fifty a month.", "CW: A month or a week?", "NRP: A month."], ["instalment 50"]),
        (["CW: You owe £4,000.", "NRP: I thought it was £3,500."], ["arrears 4000"]),
        (
            ["CW: We've agreed a lump sum of £500 by Friday followed by £40 per week."],
            ["lump_sum 500", "instalment 40"],
        ),
    ],
)
def test_a_question_tells_what_a_bare_answer_is(lines: list[str], expected: list[str]) -> None:
    assert amounts(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["NRP: I can pay forty, no, sixty pounds a week."], ["instalment 60"]),
        (["NRP: I can pay £40 a week, sorry, £45 a week."], ["instalment 45"]),
        (["CW: The arrears are £4,000.", "CW: Sorry, £4,200."], ["arrears 4200"]),
        (["CW: Your maintenance is £50 a week.", "CW: I beg your pardon, £55."], ["regular 55"]),
        (["NRP: I could manage £30 a week.", "NRP: No, make it thirty five."], ["instalment 35"]),
    ],
)
def test_a_correction_takes_the_place_of_what_was_said_before(lines: list[str], expected: list[str]) -> None:
    assert amounts(*lines) == expected


def test_two_amounts_of_one_sentence_go_to_the_words_next_to_them() -> None:
    line = "CW: Your regular maintenance is £60 a week and you could pay £40 a week towards the arrears."
    assert amounts(line) == ["regular 60", "instalment 40"]


def test_a_lump_sum_and_instalments_of_one_sentence_are_told_apart() -> None:
    assert amounts("NRP: I can pay £500 up front and then £30 a week.") == ["lump_sum 500", "instalment 30"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("NRP: I could manage £60 a", "instalment 60"),
        ("NRP: I can pay £35 week.", "instalment 35"),
        ("NRP: I could find £600 a", "lump_sum 600"),
    ],
)
def test_an_offer_whose_rate_was_lost_goes_by_its_size(line: str, expected: str) -> None:
    assert amounts(line) == [expected]


def test_what_a_percentage_comes_to_is_no_income_even_where_its_number_was_lost() -> None:
    assert amounts("CW: per cent of your net income is £120 a week.") == []


def test_a_total_with_maintenance_is_not_the_instalment() -> None:
    assert amounts("CW: That makes £120 a week altogether, including your regular maintenance.") == []


def test_summing_up_speaks_of_what_the_same_amount_was_before() -> None:
    lines = ["CW: Your net income is £300 a week.", "NRP: I can manage £40 a week.", "CW: So that's £40 a week then."]
    assert amounts(*lines) == ["net_income 300", "instalment 40", "instalment 40"]


def test_an_offer_to_pay_in_full_is_a_lump_sum_of_what_is_owed() -> None:
    lines = ["CW: You owe £800 in arrears.", "CW: Can you clear that in full today?", "NRP: Yes, no problem."]
    assert amounts(*lines) == ["arrears 800", "lump_sum 800"]


def test_who_cannot_pay_in_full_offers_nothing() -> None:
    lines = ["CW: You owe £800 in arrears.", "CW: Can you pay it in full?", "NRP: No, I can't pay it all."]
    assert amounts(*lines) == ["arrears 800"]


def test_a_sentence_cut_by_the_engine_is_read_as_one() -> None:
    assert amounts("CW: Hello.", "NRP: I could pay forty", "NRP: pounds a week.") == ["instalment 40"]


def test_a_transcript_without_full_stops_is_read_line_by_line() -> None:
    lines = ["CW: your regular maintenance is sixty pounds a week", "NRP: i could pay forty pounds a week"]
    assert amounts(*lines) == ["regular 60", "instalment 40"]


def test_nobody_knows_who_speaks_and_the_words_still_tell() -> None:
    lines = ["?: The arrears are £2,000.", "?: How much could you pay each week?", "?: Twenty pounds a week."]
    assert amounts(*lines) == ["arrears 2000", "instalment 20"]
