"""What is taken out of free text, and what is left alone: a table of cases, and properties on hostile text."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.redaction import MARKERS, Kind, redact

TAKEN = (
    # NINO, as it is written and as it is read out
    ("NINO AB123456C given", {"nino": 1}),
    ("ab 12 34 56 c", {"nino": 1}),
    ("AB-12-34-56-C", {"nino": 1}),
    ("AB 12 34 56, he said", {"nino": 1}),
    ("A B 1 2 3 4 5 6 C", {"nino": 1}),
    ("a, b, one, two, three, four, five, six, c", {"nino": 1}),
    ("A B one two double three four five D", {"nino": 1}),
    ("ＡＢ１２３４５６Ｃ", {"nino": 1}),
    ("AB\u200b12\u200b3456C", {"nino": 1}),
    ("AB123456C and WE 98 76 54 A", {"nino": 2}),
    # cards: published test numbers
    ("4111 1111 1111 1111", {"card": 1}),
    ("the long number is 4111-1111-1111-1111, expiry 10/12", {"card": 1}),
    ("378282246310005", {"card": 1}),
    ("4111 1111 1111 1111 123", {"card": 1}),
    ("four one one one one one one one one one one one one one one one", {"card": 1}),
    ("5555555555554444 4111111111111111", {"card": 2}),
    # accounts
    ("sort code 12-34-56 account 12345678", {"account": 2}),
    ("12-34-56 12345678", {"account": 2}),
    ("sort code is one two, three four, five six", {"account": 1}),
    ("account number 1234 5678", {"account": 1}),
    ("Account no. 12345678.", {"account": 1}),
    # telephones: numbers Ofcom keeps for fiction
    ("ring 07700 900123", {"phone": 1}),
    ("+44 (0)7700 900123", {"phone": 1}),
    ("0044 7700 900123", {"phone": 1}),
    ("(0161) 496 0000", {"phone": 1}),
    ("020 7946 0018", {"phone": 1}),
    ("oh double seven double oh nine double oh one two three", {"phone": 1}),
    # postcodes and e-mail
    ("lives in LS1 4AP", {"postcode": 1}),
    ("sw1a1aa", {"postcode": 1}),
    ("write to john.smith+x@example.co.uk.", {"email": 1}),
    ("john dot smith at example dot com", {"email": 1}),
    # case references
    ("case C-1A04", {"case_ref": 1}),
    ("the case c 1a04", {"case_ref": 1}),
    ("the other case, C-7F3A", {"case_ref": 1}),
    ("order 1012345678 and 121 234 567 890", {"case_ref": 2}),
    # names behind a title
    ("Mr Smith said he would", {"name": 1}),
    ("told Mrs. O'Brien-Jones twice", {"name": 1}),
)
LEFT = (
    "PAG-088104, VR-88104, CWO-92103, 567-0088101, CW014, TL01, DE-1, arrears-call/1",
    "review 01925f3e-7a11-7d31-bb77-2b8f0c9a3e55",
    "20090914-091205_CW011_VR-88101.wav",
    "bd0a7f5f84361287b1b307d57187fc580c3550b33aeb1b1be1476cbbb23da4f0",
    "£9,000.00 of £12345678.00, £60.00 a week over 104 weeks at 30.00%",
    "at 0:29-0:36, 10:31:40 and 1:02:05",
    "14 Sep 2009, 2009-09-14, 14/09/2009, on 12-10-09 a lump sum, by 500000 a year",
    "01-10-2009 10:30 to 10 10 2009 11:30",
    "the account on 12-10-2009",
    "the account of PAG-088104",
    "recorded as 20091005113207",
    "4111111111111112 has no right check digit",
    "BG123456A, QQ123456C and FY123456Z were never issued",
    "TL01 2nd time, M1 3rd exit, at W1 2nd",
    "one or two of them asked for a lump sum first, look at it",
    "Mr said nothing; Miss out; Drive on",
    "I paid 1 2 3 pounds, then nothing for 104 weeks",
    "",
)
TEXT = st.text(alphabet="ABCDEGHJ0123456789 -.,()+@|#[]oCc\n£:", max_size=80)
PIECES = (
    *("AB123456C", "4111 1111 1111 1111", "12-34-56", "12345678", "account", "07700 900123", "1012345678", "C-7F3A"),
    *("double", "four", "oh", " ", "-", "1", "LS1 4AP", "a@b.co", "Mr", "Smith", *MARKERS.values()),
)
NUMBERS = st.lists(st.sampled_from(PIECES), max_size=12)
FIRST, SECOND = st.sampled_from("ABCEGHJKLMNOPRSTWXYZ"), st.sampled_from("ABCEGHJKLMNPRSTWXYZ")
SPOKEN = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@st.composite
def ninos(draw: st.DrawFn) -> tuple[str, str]:
    """A NINO, plain and as somebody might write it or read it out."""
    prefix = draw(FIRST) + draw(SECOND)
    assume(prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
    digits = draw(st.text("0123456789", min_size=6, max_size=6))
    suffix = draw(st.sampled_from("ABCD"))
    plain = prefix + digits + suffix
    form = draw(st.integers(0, 4))
    if form == 0:
        return plain, plain
    if form == 1:
        return plain, " ".join((prefix, digits[:2], digits[2:4], digits[4:], suffix))
    if form == 2:
        return plain, "-".join(plain)
    if form == 3:
        return plain, " ".join(plain)
    return plain, " ".join((*prefix, *(SPOKEN[int(digit)] for digit in digits), suffix))


@pytest.mark.parametrize(("text", "counts"), TAKEN, ids=[text for text, _ in TAKEN])
def test_what_tells_of_a_person_is_taken_out_and_counted(text: str, counts: dict[str, int]) -> None:
    assert redact(text, ["C-1A04"]).counts == counts


@pytest.mark.parametrize("text", LEFT)
def test_ordinary_figures_and_ids_are_left_alone(text: str) -> None:
    assert redact(text, ["C-1A04"]).text == text


def test_the_words_around_stay_as_they_were() -> None:
    found = redact("He gave AB123456C, then 07700 900123 – twice; ring (0161) 496 0000.")
    assert found.text == ("He gave [NINO removed], then [phone number removed] – twice; ring [phone number removed].")
    assert found.found == 3


def test_each_place_is_told_in_the_text_as_it_was_given() -> None:
    text = "He gave AB123456C; ring (0161) 496 0000 or oh double seven double oh nine double oh one two three."
    assert [(each.kind, text[each.start : each.end]) for each in redact(text).removed] == [
        (Kind.NINO, "AB123456C"),
        (Kind.PHONE, "(0161) 496 0000"),
        (Kind.PHONE, "oh double seven double oh nine double oh one two three"),
    ]


def test_a_known_reference_is_found_in_any_writing() -> None:
    assert redact("1A/04x, 1a 04x, 1A-04X", ["1A/04X"]).counts == {"case_ref": 3}


def test_a_known_reference_of_one_letter_is_no_reason_to_take_out_every_letter() -> None:
    assert redact("1 of 2", ["1", ""]).text == "1 of 2"


@given(st.text(max_size=10), ninos(), st.text(max_size=10))
def test_no_nino_survives(before: str, nino: tuple[str, str], after: str) -> None:
    plain, written = nino
    found = redact(f"{before} | {written} | {after}")
    assert found.counts.get(Kind.NINO, 0) >= 1
    assert plain not in found.text
    assert written not in found.text


@given(TEXT | NUMBERS.map("".join) | NUMBERS.map(" ".join) | st.text())
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text, ["C-1A04"])
    again = redact(once.text, ["C-1A04"])
    assert again.text == once.text
    assert again.counts == {}


@given(TEXT)
def test_nothing_is_changed_but_what_is_counted(text: str) -> None:
    found = redact(text)
    assert found.text.count(" removed]") - text.count(" removed]") == found.found
    assert found.found > 0 or found.text == text


@pytest.mark.parametrize("piece", ["1 ", "@a", "AB 12 34 ", "account ", "Mr A", "a dot b ", "double ", "12-34-56 x"])
def test_hostile_text_comes_to_an_end(piece: str) -> None:
    redact(piece * 5_000, ["C-1A04"])
