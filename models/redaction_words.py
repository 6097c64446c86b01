"""What tells of a person and is not a mere number: e-mail, postcode, case references, a name behind a title.

Finders over a text as `models.redaction_reading` reads it, as in `models.redaction_numbers`; those that need the
writing itself look at `reading.text` and give the signs for it.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from models.redaction_reading import MASK, Reading

Spans = Iterator[tuple[int, int]]

DOMAIN = re.compile(r"@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+'-&/=")
SPOKEN_EMAIL = re.compile(
    r"(?<!\w)\w{1,40}(?: (?:dot|underscore|dash) \w{1,40}){0,4} at \w{1,40}(?: dot \w{1,40}){1,4}(?!\w)", re.IGNORECASE
)
AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN "
    "NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB "
    "W WA WC WD WF WN WR WS WV YO ZE"
)
"""The postcode areas in use (Royal Mail), so that what only looks like a postcode is left alone."""
POSTCODE = re.compile(
    rf"(?<![A-Z0-9{MASK}])(?:GIR ?0AA|({'|'.join(sorted(AREAS.split(), key=len, reverse=True))})"
    rf"(?:[1-9][0-9]?|0)[A-HJKMNPR-Y]? ?([0-9][ABD-HJLNP-UW-Z]{{2}}))(?![A-Z0-9{MASK}])"
)
ORDINALS = frozenset({"1ST", "2ND", "3RD", *(f"{digit}TH" for digit in range(4, 10)), "0TH"})
SHORTEST_REFERENCE = 4
"""A shorter one would be found in every second number."""
PSEUDONYM = re.compile(r"(?<![\w-])C-(?=[0-9A-F]{0,7}[0-9])[0-9A-F]{4,8}(?![\w-])")
"""A case under the pseudonym the lists give it: C-7F3A."""
NAME = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?[ \u00a0]{1,3}[^\W\d_a-zß-öø-ÿ][\w'’-]{0,40}"
    r"(?:[ \u00a0][^\W\d_a-zß-öø-ÿ][\w'’-]{1,40})?"
)


def emails(reading: Reading) -> Spans:
    reached = 0
    found: list[tuple[int, int]] = []
    for match in DOMAIN.finditer(reading.text):
        start = match.start()
        while start > reached and reading.text[start - 1] in LOCAL:
            start -= 1
        if start < match.start():
            found.append((start, match.end()))
            reached = match.end()
    found += [match.span() for match in SPOKEN_EMAIL.finditer(reading.text)]
    yield from _signs(reading, sorted(found))


def postcodes(reading: Reading) -> Spans:
    for match in POSTCODE.finditer(reading.signs):
        inward = match[2]
        if inward in ORDINALS and not reading.written(*match.span(2)).isupper():
            continue
        yield match.span()


def known_references(reading: Reading, references: Collection[str]) -> Spans:
    """References known to belong to the text, with or without what stands between their letters, in either case."""
    plain = {re.sub("[^A-Z0-9]", "", reference.upper()) for reference in references}
    wanted = sorted((each for each in plain if len(each) >= SHORTEST_REFERENCE), key=lambda each: (-len(each), each))
    if not wanted:
        return
    forms = "|".join("[ |]?".join(each) for each in wanted)
    for match in re.finditer(rf"(?<![A-Z0-9{MASK}])(?:{forms})(?![A-Z0-9{MASK}])", reading.signs):
        yield match.span()


def pseudonyms(reading: Reading) -> Spans:
    yield from _signs(reading, [match.span() for match in PSEUDONYM.finditer(reading.text)])


def names(reading: Reading) -> Spans:
    """A name behind a title; without one nothing tells a name from another word."""
    yield from _signs(reading, [match.span() for match in NAME.finditer(reading.text)])


def _signs(reading: Reading, spans: list[tuple[int, int]]) -> Spans:
    """Places in the text as spans of signs."""
    reached = 0
    for start, end in spans:
        first, last = bisect_left(reading.starts, start), bisect_left(reading.starts, end)
        if reached <= first < last:
            reached = last
            yield first, last
