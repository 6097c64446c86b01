"""The numbers that tell of a person, in a text as `models.redaction_reading` reads it: NINO, card, account, phone, and
the references of deduction orders. Each finder gives the spans of signs it would take out, in order.

Formats: NINO as HMRC issues them (NIM39110); cards 13-19 digits with the check digit of ISO/IEC 7812; a UK account is
a sort code of 6 and a number of 8 digits; order references as the domain notes have them, section 1, "SCIN".
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate, pairwise

from models.redaction_reading import MASK, Reading

Spans = Iterator[tuple[int, int]]

_BEFORE = rf"(?<![A-Z0-9{MASK}])"
_AFTER = rf"(?![A-Z0-9{MASK}])"
_FIRST = "[ABCEGHJ-PRSTW-Z]"
_SECOND = "[ABCEGHJ-NPRSTW-Z]"
NINO = re.compile(rf"{_BEFORE}({_FIRST} ?{_SECOND}) ?([0-9](?: ?[0-9]){{5}}) ?([A-D]){_AFTER}")
NINO_IN_PAIRS = re.compile(rf"{_BEFORE}({_FIRST}{_SECOND}) [0-9]{{2}} [0-9]{{2}} [0-9]{{2}}(?! ?[0-9]){_AFTER}")
"""Without the letter at the end, as it is often given; only where it is written in pairs and in capitals."""
NEVER_ISSUED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
SHORT_WORDS = frozenset({"AN", "AS", "AT", "BE", "BY", "HE", "ME", "MY", "ON", "OR", "WE"})
"""Words of two letters that could begin a NINO: "on 12 10 09 a lump sum", "by 500000 a year"."""

RUN = re.compile("[0-9](?: ?[0-9])*")
"""Digits with no more than a gap between them."""
CARD_LENGTHS = (19, 18, 17, 16, 15, 14, 13)
ACCOUNT_WORDS = re.compile(rf"\b(?:ACCOUNT|ACCT|ACC)\b[^0-9{MASK}]{{0,25}}(?=[0-9])")
SORT_CODE_WORDS = re.compile(rf"\bSORT ?CODE\b[^0-9{MASK}]{{0,25}}(?=[0-9])")
SORT_CODE = re.compile("[0-9] ?[0-9] ?[0-9] ?[0-9] ?[0-9] ?[0-9](?! ?[0-9])")
SORT_AND_ACCOUNT = re.compile(
    rf"{_BEFORE}([0-9]{{2}} ?[0-9]{{2}} ?[0-9]{{2}})[^0-9{MASK}]{{1,40}}([0-9]{{8}}|[0-9]{{4}} [0-9]{{4}}){_AFTER}"
)
ACCOUNT_DIGITS = 8
NATIONAL = re.compile("(?:0044|44)?0?[1-35789][0-9]{8,9}")
ORDER = re.compile("(?:10|70)[0-9]{8}|121[0-9]{9}")
SHORTEST_NUMBER, LONGEST_NUMBER = 10, 15
MONEY = frozenset("£$€")


def ninos(reading: Reading) -> Spans:
    reached = 0
    found = [*NINO.finditer(reading.signs), *NINO_IN_PAIRS.finditer(reading.signs)]
    for match in sorted(found, key=lambda each: (each.start(), -each.end())):
        prefix = match[1].replace(" ", "")
        if match.start() < reached or prefix in NEVER_ISSUED or _is_ordinary(reading, match, prefix):
            continue
        reached = match.end()
        yield match.span()


def _is_ordinary(reading: Reading, match: re.Match[str], prefix: str) -> bool:
    """Whether a word and a number in a sentence only look like one: "on 12 10 09 a lump sum"."""
    word = reading.written(*match.span(1))
    if match.re is NINO_IN_PAIRS:
        return not word.isupper()
    if prefix not in SHORT_WORDS or not word.islower() or len(word) > 2:
        return False
    groups = match[2].split(" ")
    apart = reading.signs[match.end(2)] == " "
    return apart and (_is_date(groups) or len(groups) == 1)


def cards(reading: Reading) -> Spans:
    for run in RUN.finditer(reading.signs):
        places = [at for at in range(*run.span()) if reading.signs[at] != " "]
        if len(places) < CARD_LENGTHS[-1]:
            continue
        for first, last in _cards_among([int(reading.signs[at]) for at in places], _edges(places)):
            if not _is_stamp("".join(reading.signs[at] for at in places[first:last])):
                yield places[first], places[last - 1] + 1


def _edges(places: list[int]) -> list[bool]:
    """Whether a group of digits may begin before digit i (and end behind the one before); one more than digits."""
    inside = [after - before > 1 for before, after in pairwise(places)]
    return [True, *inside, True]


def _cards_among(digits: list[int], edges: list[bool]) -> Iterator[tuple[int, int]]:
    """The longest stretches from edge to edge that have a right check digit. Each digit is looked at once a length."""
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits]
    pairs = list(zip(digits, doubled, strict=True))
    sums = [list(accumulate((pair[(at + odd) % 2] for at, pair in enumerate(pairs)), initial=0)) for odd in (0, 1)]
    start = 0
    while start <= len(digits) - CARD_LENGTHS[-1]:
        end = 0
        if edges[start]:
            for length in CARD_LENGTHS:
                last = start + length
                if last <= len(digits) and edges[last]:
                    plain = sums[(last - 1) % 2]  # the last digit counts as it is, the one before it doubled
                    if (plain[last] - plain[start]) % 10 == 0:
                        end = last
                        break
        if end:
            yield start, end
        start = end or start + 1


def _is_stamp(digits: str) -> bool:
    """Whether digits are a day and a time (20091005113207, with or without thousandths), as recorders name files."""
    try:
        stamped = datetime.strptime(digits[:14], "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        return False
    return len(digits) in {14, 17} and 1970 <= stamped.year < 2100


def accounts(reading: Reading) -> Spans:
    """A sort code with its account number, and either where it is called by its name."""
    found: list[tuple[int, int]] = []
    for match in SORT_AND_ACCOUNT.finditer(reading.signs):
        if not _is_amount(reading, match.start(2), match.end(2)):
            found += [match.span(1), match.span(2)]
    for word in SORT_CODE_WORDS.finditer(reading.signs):
        code = SORT_CODE.match(reading.signs, word.end())
        if code is not None:
            found.append(code.span())
    for word in ACCOUNT_WORDS.finditer(reading.signs):
        run = RUN.match(reading.signs, word.end())
        if run is not None and (span := _account_at(reading, run)) is not None:
            found.append(span)
    reached = 0
    for start, end in sorted(set(found)):
        if start >= reached:
            reached = end
            yield start, end


def _account_at(reading: Reading, run: re.Match[str]) -> tuple[int, int] | None:
    """The eight digits a run begins with, or ends with behind a sort code; no date and no amount."""
    groups = run[0].split(" ")
    length = sum(map(len, groups))
    if length < ACCOUNT_DIGITS or _is_date(groups) or _is_amount(reading, *run.span()):
        return None
    places = [at for at in range(*run.span()) if reading.signs[at] != " "]
    if length == ACCOUNT_DIGITS + 6 or length == ACCOUNT_DIGITS:
        return places[0], places[-1] + 1
    edges = _edges(places)
    return (places[0], places[ACCOUNT_DIGITS - 1] + 1) if edges[ACCOUNT_DIGITS] else None


def deo_references(reading: Reading) -> Spans:
    """References of deduction orders: ten digits from 10 or 70 on (1993), twelve from 121 on (2012). Those of 2003 are
    NINOs."""
    yield from (span for span, of_order in _tiles(reading) if of_order)


def phones(reading: Reading) -> Spans:
    """UK numbers: 0, +44 or 0044, then nine or ten digits; brackets may stand in them: "(0161) 496 0000"."""
    yield from (span for span, of_order in _tiles(reading) if not of_order)


def _tiles(reading: Reading) -> Iterator[tuple[tuple[int, int], bool]]:
    """Order references (True) and telephone numbers (False) with which a run of digits begins, one behind the other.

    What does not begin with one is something else: two dates side by side hold digits enough for a number.
    """
    for run in RUN.finditer(reading.signs):
        before = reading.signs[run.start() - 1 : run.start()]
        if before.isalpha() or before == MASK:
            continue
        places = [at for at in range(*run.span()) if reading.signs[at] != " "]
        edges = _edges(places)
        first = 0
        while tile := _tile_at(reading, places, edges, first):
            last, of_order = tile
            yield (places[first], places[last - 1] + 1), of_order
            first = last


def _tile_at(reading: Reading, places: list[int], edges: list[bool], first: int) -> tuple[int, bool] | None:
    """Where the number that begins with digit `first` ends, and whether it is an order's; the longest there is."""
    for last in range(min(len(places), first + LONGEST_NUMBER), first + SHORTEST_NUMBER - 1, -1):
        if not edges[last]:
            continue
        start, end = places[first], places[last - 1] + 1
        groups = reading.signs[start:end].split(" ")
        digits = "".join(groups)
        of_order = ORDER.fullmatch(digits) is not None
        if not of_order and not _is_phone(reading, start, digits):
            continue
        after = reading.signs[end : end + 1]
        if not (after.isalpha() or after == MASK or _is_date(groups) or _is_amount(reading, start, end)):
            return last, of_order
    return None


def _is_phone(reading: Reading, start: int, digits: str) -> bool:
    at = reading.starts[start]
    plus = at > 0 and reading.text[at - 1] == "+"
    return NATIONAL.fullmatch(digits) is not None and (digits.startswith("0") or (plus and digits.startswith("44")))


def _is_date(groups: list[str]) -> bool:
    """Whether groups of digits begin with a day: 12 10 2009, 12 10 09, 2009 10 12."""
    if len(groups) < 3:
        return False
    lengths = tuple(map(len, groups[:3]))
    first, second, third = map(int, groups[:3])
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        return 1900 <= first < 2100 and 1 <= second <= 12 and 1 <= third <= 31
    if max(lengths[:2]) <= 2 and (lengths[2] == 2 or (lengths[2] == 4 and 1900 <= third < 2100)):
        return 1 <= first <= 31 and 1 <= second <= 12
    return False


def _is_amount(reading: Reading, start: int, end: int) -> bool:
    """Whether a number is money: a sign of it before, or pence behind."""
    first, last = reading.original(start, end)
    before, after = reading.text[max(0, first - 1) : first], reading.text[last : last + 3]
    return before in MONEY or re.fullmatch(r"[.,][0-9]{2}", after) is not None
