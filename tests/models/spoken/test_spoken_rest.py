"""Percentages, times, methods, promotion and Caseworker Online in talk written for these tests; how offers stand."""

import pytest

from models.spoken_figures import spoken_figures
from models.spoken_figures_kinds import Every, Figure, Mention, Standing
from models.spoken_figures_methods import PREFERRED
from models.transcript import SegmentText, Speaker, WordText

SPEAKERS = {"CW": Speaker.CASEWORKER, "NRP": Speaker.NRP, "?": Speaker.UNKNOWN}


def heard(*lines: str) -> tuple[Mention, ...]:
    segments = []
    for position, line in enumerate(lines):
        who, text = line.split(": ", 1)
        start, channel = position * 5000, 1 if who == "NRP" else 0
        segments.append(
            SegmentText(str(position), position, channel, SPEAKERS[who], start, start + 4000, text, text, ())
        )
    return spoken_figures(segments)


def values(figure: Figure, *lines: str) -> list[str]:
    return [mention.value for mention in heard(*lines) if mention.figure is figure]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CW: That is thirty per cent of your net income.", ["30"]),
        ("CW: That is 30 percent of your net income.", ["30"]),
        ("CW: We ask for 33% of your net income.", ["33"]),
        ("CW: An order takes up to forty per cent and you keep sixty per cent.", ["40", "60"]),
        ("CW: That comes to thirty two point five per cent.", ["32.50"]),
        ("NRP: I'm a hundred per cent sure I paid.", []),
        ("NRP: The loan has nineteen per cent interest.", []),
        ("CW: Thirty pounds a week.", []),
    ],
)
def test_percentages(line: str, expected: list[str]) -> None:
    assert values(Figure.PERCENTAGE, line) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["CW: It has to be cleared within two years."], ["2 years"]),
        (["CW: That clears it in a hundred and four weeks."], ["104 weeks"]),
        (["CW: You would be paying it off over eighteen months."], ["18 months"]),
        (["CW: That would take twenty four monthly payments to clear."], ["24 months"]),
        (["CW: That's a year and a half to clear the debt."], ["1.5 years"]),
        (["NRP: How long would that take?", "CW: About seventy five weeks."], ["75 weeks"]),
        (["NRP: I haven't paid for two years."], []),
        (["NRP: My daughter is two years old."], []),
        (["NRP: I've worked there for six months."], []),
        (["CW: The arrears built up over three years."], []),
        (["CW: You will hear from us within two weeks."], []),
        (["CW: That is forty pounds every four weeks."], []),
        (["NRP: We separated two years ago."], []),
    ],
)
def test_times_to_clear_the_debt(lines: list[str], expected: list[str]) -> None:
    assert values(Figure.PERIOD, *lines) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CW: The easiest way is Direct Debit.", ["direct_debit"]),
        ("NRP: can i do it by direct debt", ["direct_debit"]),
        ("NRP: I already have a standing order with you.", ["standing_order"]),
        ("NRP: I'll give you my debit card.", ["debit_card"]),
        ("NRP: I'd rather pay with my credit card.", ["credit_card"]),
        ("NRP: I'll send you a cheque.", ["cheque"]),
        ("NRP: I can only pay in cash.", ["cash"]),
        ("NRP: Just take it out of my wages.", ["deo"]),
        ("CW: Then we'd look at a deduction from earnings.", ["deo"]),
        ("NRP: I'd rather it came straight out of my wages.", ["deo"]),
        ("CW: It could be taken from your benefits.", ["deduction_from_benefits"]),
        ("CW: Is it Direct Debit or standing order you want?", ["direct_debit", "standing_order"]),
        ("NRP: I have a loan and a credit card.", []),
        ("CW: Let me just check that for you.", []),
        ("CW: In order to help I need some details.", []),
        ("NRP: My wages are three hundred a week.", []),
        ("NRP: I can pay 90 per cent of my wages.", []),
        ("CW: I sent you a birthday card.", []),
        ("NRP: I have cash flow problems.", []),
    ],
)
def test_methods(line: str, expected: list[str]) -> None:
    assert values(Figure.METHOD, line) == expected


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("CW: Our preferred method is Direct Debit.", True),
        ("CW: Shall I set up a Direct Debit for you?", True),
        ("CW: Would you be able to pay by direct debit?", True),
        ("CW: Direct Debit is the easiest way to pay.", True),
        ("CW: The first Direct Debit will leave your account on Friday.", False),
        ("CW: Your Direct Debit bounced in July.", False),
        ("CW: Would a standing order suit you?", False),
        ("NRP: Can I pay by Direct Debit?", False),
        ("NRP: I'd like to set up a Direct Debit.", False),
        ("?: Our preferred method is Direct Debit.", True),
        ("?: I'd prefer Direct Debit.", False),
    ],
)
def test_only_the_caseworker_holding_it_out_promotes_the_preferred_method(line: str, offered: bool) -> None:
    assert PREFERRED == "direct_debit"
    assert bool(values(Figure.PROMOTION, line)) is offered


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("CW: I am looking at Caseworker Online now.", True),
        ("CW: case worker on line shows a loan", True),
        ("CW: I can see you have a loan and a credit card.", True),
        ("NRP: I have a loan and a credit card.", False),
        ("CW: You can write to your caseworker.", False),
        ("CW: You can look at your account online.", False),
    ],
)
def test_caseworker_online(line: str, spoken: bool) -> None:
    assert bool(values(Figure.CWO, line)) is spoken


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["NRP: I can pay £20 a week."], [Standing.OFFERED]),
        (["NRP: I can't afford £60 a week."], [Standing.REFUSED]),
        (["NRP: £60 a week is too much."], [Standing.REFUSED]),
        (["CW: Could you pay £60 a week?", "NRP: Yes, I can do that."], [Standing.ACCEPTED]),
        (["CW: Could you pay £60 a week?", "NRP: No, I can't."], [Standing.REFUSED]),
        (["CW: Could you pay £60 a week?", "NRP: I'd have to think."], [Standing.ASKED]),
        (["CW: Could you pay £60 a week?", "NRP: Yes but only £50 a week."], [Standing.ASKED, Standing.OFFERED]),
        (["NRP: I can pay £20 a week.", "CW: We can't accept that."], [Standing.DECLINED]),
        (
            ["NRP: I can pay £20 a week.", "CW: That is £20 a week then, is that right?"],
            [Standing.OFFERED, Standing.STATED],
        ),
        (["NRP: I can pay £20 a week.", "NRP: Sorry, £25 a week."], [Standing.TAKEN_BACK, Standing.OFFERED]),
    ],
)
def test_how_an_offer_stands(lines: list[str], expected: list[Standing]) -> None:
    assert [mention.standing for mention in heard(*lines) if mention.figure is Figure.INSTALMENT] == expected


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("£40 a week", Every.WEEK),
        ("£40 every week", Every.WEEK),
        ("£40 each Friday", Every.WEEK),
        ("£80 a fortnight", Every.FORTNIGHT),
        ("£80 every other week", Every.FORTNIGHT),
        ("£160 every four weeks", Every.FOUR_WEEKS),
        ("£160 four-weekly", Every.FOUR_WEEKS),
        ("£173.33 a calendar month", Every.MONTH),
        ("£173.33 monthly", Every.MONTH),
    ],
)
def test_how_often(words: str, every: Every) -> None:
    found = [mention for mention in heard(f"NRP: I can pay {words}.") if mention.figure is Figure.INSTALMENT]
    assert [mention.every for mention in found] == [every]


def test_a_question_tells_how_often_a_bare_answer_is_paid() -> None:
    found = heard("CW: How much could you pay each month?", "NRP: Maybe eighty.")
    assert [(mention.value, mention.every) for mention in found] == [("80", Every.MONTH)]


def test_about_is_known_to_be_about() -> None:
    found = heard("NRP: I take home roughly three hundred a week.", "CW: Your maintenance is £60 a week.")
    assert [mention.hedged for mention in found] == [True, False]


def test_a_place_is_the_sentence_with_its_words_and_its_own_times() -> None:
    text = "Thank you. I can pay £40 a week. Is that all?"
    words = tuple(WordText(1000 + 300 * n, 1250 + 300 * n, word) for n, word in enumerate(text.split()))
    segment = SegmentText("s", 0, 1, Speaker.NRP, 900, 5000, text, text, words)
    (found,) = (mention for mention in spoken_figures([segment]) if mention.figure is Figure.INSTALMENT)
    assert (found.text, found.start_ms, found.end_ms) == ("I can pay £40 a week.", 1600, 3350)
    assert found.speaker is Speaker.NRP


def test_a_corrected_segment_is_read_as_it_reads_now() -> None:
    segment = SegmentText("s", 0, 1, Speaker.NRP, 0, 4000, "I can pay £40 a week.", "I can pay £14 a week.", ())
    assert [mention.value for mention in spoken_figures([segment])] == ["40"]


def test_silence_has_no_figures() -> None:
    assert spoken_figures([]) == ()
    assert heard("NRP: ", "CW: ...") == ()
