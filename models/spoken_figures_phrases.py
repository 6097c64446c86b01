"""The words around an amount that tell which figure it is, and what a question asks for. Data, with how much it weighs.

Used by `models.spoken_figures_roles`. A phrase that stands first takes its words away from those below it, so that "on
top of your regular maintenance" does not speak of the maintenance. Variants are those recognition makes ("lump some").
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from models.spoken_figures_kinds import Figure
from models.spoken_figures_text import Sentence


class Role(StrEnum):
    """What an amount is, beside the figures: something else, or an offer of which the talk must tell what for."""

    ARREARS = Figure.ARREARS.value
    NET_INCOME = Figure.NET_INCOME.value
    REGULAR = Figure.REGULAR.value
    LUMP_SUM = Figure.LUMP_SUM.value
    INSTALMENT = Figure.INSTALMENT.value
    OFFER = "offer"
    OTHER = "other"


class Topic(StrEnum):
    """What a question asks for; the next speaker's bare amount is the answer."""

    FULL_PAYMENT = "full payment"
    LUMP_SUM = Figure.LUMP_SUM.value
    NET_INCOME = Figure.NET_INCOME.value
    REGULAR = Figure.REGULAR.value
    INSTALMENT = Figure.INSTALMENT.value
    ARREARS = Figure.ARREARS.value
    PERIOD = Figure.PERIOD.value
    OTHER = "other"


@dataclass(frozen=True)
class Phrase:
    """Words that speak for `role` with `weight`; `rated`: only for amounts with a rate (True), without one (False)."""

    role: Role
    weight: float
    words: re.Pattern[str]
    rated: bool | None = None


@dataclass(frozen=True)
class Cue:
    """A phrase found: words `start` up to, not including, `end` of a sentence."""

    role: Role
    weight: float
    start: int
    end: int


def _phrase(role: Role, weight: float, words: str, rated: bool | None = None) -> Phrase:
    return Phrase(role, weight, re.compile(rf"\b(?:{words})(?:'s)?(?![\w'])"), rated)


_YOUR = r"(?:your |my |the |his |these |those |that |this |any )?"
_KIND = r"(?:regular |ongoing |on going |current |normal |usual |weekly |monthly )*"
_WAGES = r"(?:wages?|pay|salary|earnings)"
_EXPENSES = (
    r"rent|mortgage|council tax|gas|electric|electricity|food|shopping|petrol|diesel|car|van|insurance|nursery|"
    r"child ?care|child ?minder|phone|phone bill|bills?|loans?|credit cards?|catalogue|overdraft|fines?|school|bus|"
    r"train|fares?|travel|clothes|shoes|tv licence|broadband|child benefit|tax credits?|pension|fees?|"
    r"charges?|costs?|court|tools|uniform|contract|prescription|medicine|utilit(?:y|ies)|water rates|expenses|"
    r"outgoings|living costs"
)

PHRASES = (
    # names in which a word of ours stands for something else; they only take their words away
    _phrase(
        Role.OTHER,
        0,
        r"child support agency|liability orders?|child maintenance (?:service|enforcement|group)|"
        r"(?:arrears|debt) (?:team|department|officer|enforcement|section|steer)|payment arrangement guide|"
        r"case ?worker on ?line",
    ),
    _phrase(Role.OTHER, 10, r"gross|before (?:" + _YOUR + r")(?:tax|deductions|stoppages|national insurance)"),
    _phrase(
        Role.OTHER,
        9,
        r"last payment|previous payments?|missed (?:a |the )?payments?|returned payment|bounced|already paid|"
        r"(?:have|has|had|'ve|was|were|been|used to) (?:been )?pay(?:ing)?|(?:you|i|he) (?:have |had |did )?paid",
    ),
    _phrase(
        Role.OTHER,
        9,
        rf"all ?together|in all|in total|including {_YOUR}{_KIND}(?:child )?maintenance|combined|"
        r"total (?:payment|contribution|of)",
        True,
    ),
    _phrase(
        Role.INSTALMENT,
        9,
        rf"on top(?! of)|(?:on top of|in addition to|as well as|besides|plus|over and above) {_YOUR}{_KIND}(?:child )?"
        r"(?:maintenance|liability)",
    ),
    _phrase(
        Role.OTHER,
        9,
        r"(?:bring|brings|bringing|reduce|reduces|reducing|take|takes|get|gets|knocks?)(?: \w+){0,4}? down|"
        r"(?:leaves?|leaving|left)(?: \w+){0,3}? (?:balance|arrears|debt)|down to|leaves?|leaving|remainder|remaining|"
        r"(?:would|will|'d|'ll) (?:still |only |then )*owe",
        False,
    ),
    _phrase(Role.OTHER, 9, r"(?:always |still |will |'ll )+keep|keep at least|protected|left with|to live on"),
    _phrase(Role.OTHER, 9, rf"(?:(?:for|on|in) )?{_YOUR}(?:{_EXPENSES})"),
    _phrase(
        Role.INSTALMENT,
        9,
        r"(?:deduct(?:ed|ions?)?|taken?|taking|collect|stop(?:ped)?|com(?:e|ing))(?=(?: \S+){0,8} (?:from|out of|off) "
        rf"(?:your|my|his|the|you) {_WAGES}\b)|deducti?(?:ons?|ed)? (?:rate )?of",
        True,
    ),
    _phrase(Role.INSTALMENT, 6, rf"(?:from|out of|off) (?:your|my|his|the) {_WAGES}", True),
    _phrase(
        Role.NET_INCOME,
        10,
        r"net (?:weekly |monthly )?(?:income|pay|earnings|wages?|salary)|take home(?: pay)?|taking home|"
        rf"(?:bring|bringing|brings) home|net|after {_YOUR}(?:tax|deductions|stoppages|national insurance)|"
        r"in (?:my|your) hand",
    ),
    _phrase(
        Role.NET_INCOME,
        7,
        r"(?:i|you) (?:only |just |currently |usually |do |can )?(?:earn|clear|get paid|am paid|are paid|get|make)|"
        r"(?:i'm|i am|you're|you are) (?:only |just )?(?:on|paid|getting|earning)|earning|jobseeker'?s|"
        r"(?:my|your|the) (?:weekly |monthly |basic )?(?:wages?|salary|pay|income|earnings)|income",
    ),
    _phrase(
        Role.LUMP_SUM,
        10,
        r"lump ?(?:sums?|some|son)|lumps um|one ?off|put(?=(?: \S+){1,8} down\b)|"
        r"put(?:ting)? (?:\S+ )?down|down payment|up ?front|deposit|"
        r"savings?|saved(?: up)?|(?:lend|lent|loan|give) me|borrow|initial payment|single payment|in one go|raise",
        False,
    ),
    _phrase(
        Role.INSTALMENT,
        9,
        rf"instal?l?ments?|(?:towards?|off|against|into|for) {_YOUR}(?:arrears|debt|balance)|"
        r"pay(?:ing)? back|repay(?:ments?)?",
        True,
    ),
    _phrase(Role.INSTALMENT, 9, r"instal?l?ments?", False),
    _phrase(Role.OFFER, 9, rf"(?:towards?|off|against|into) {_YOUR}(?:arrears|debt|balance)", False),
    _phrase(
        Role.INSTALMENT,
        8,
        rf"clear(?:s|ed|ing)? {_YOUR}(?:debt|arrears|balance|it)|"
        rf"{_YOUR}(?:debt|arrears|balance|it) (?:will|would|is|be|to|can) (?:be )?(?:cleared|paid|gone)|paid off",
        True,
    ),
    _phrase(Role.INSTALMENT, 8, r"(?:first |next |each |every |regular |weekly |monthly )*payments? (?:of|is|will be)"),
    _phrase(
        Role.REGULAR,
        9.5,
        rf"{_KIND}(?:child )?maintenance(?: payments?| liability)?|{_KIND}(?:liability|assessment)|"
        r"child support payments?|(?:regular|ongoing|on going|current) (?:payments?|amount|figure|one)",
    ),
    _phrase(
        Role.ARREARS,
        10,
        r"arrears|outstanding|balance|owes?|owing|owed|debt|amount due|behind",
        False,
    ),
    _phrase(
        Role.OFFER,
        7,
        r"afford|manage|offer(?:ing)?|spare|stretch(?: to)?|go (?:up )?to|set aside|suggest|propose|accept|"
        r"agree(?:d)?(?: to| on)?|pay(?:ing)?|"
        r"(?:can|could|will|would|might|i'll|i'd|you'll|you'd|can't|cannot|couldn't|won't) (?:do|give|send|find)|"
        r"looking for|asking for|need(?:s? to be)?|have to be|minimum|at least|struggle|"
        r"put (?:that|it|this|you) (?:through|in|down)|too (?:much|high|steep|low)",
    ),
)

_WHAT = re.compile(r"\b(?:what|what's|how|tell|know|which|when)\b")
_TOPICS = (
    (
        Topic.LUMP_SUM,
        re.compile(r"\blump ?(?:sum|some|son)|\bput (?:\w+ )?down\b|\bup ?front\b|\bsavings?\b|\bborrow\b"),
    ),
    (
        Topic.FULL_PAYMENT,
        re.compile(
            r"\bin full\b|\bfull (?:amount|balance|payment|sum)\b|\bwhole (?:amount|balance|lot|thing|debt)\b|"
            r"\b(?:pay|clear|settle) (?:it|them|that|this) (?:all|off)\b|\ball of it\b|\b(?:pay|clear) all\b"
        ),
    ),
    (
        Topic.PERIOD,
        re.compile(r"\bhow (?:long|many (?:weeks|months|years))\b|\bwhen (?:will|would|can|could)\b.*\b(?:clear|paid)"),
    ),
    (
        Topic.NET_INCOME,
        re.compile(
            r"\b(?:net \w+|(?:your|weekly|monthly) pay|income|earn|earning|earnings|wages?|salary|take home|"
            r"taking home|bring home|get paid|paid|"
            r"left with)\b"
        ),
    ),
    (Topic.OTHER, re.compile(rf"\b(?:{_EXPENSES}|old|number|address|date|reference|postcode)\b")),
    (Topic.REGULAR, re.compile(r"\b(?:maintenance|liability|assessment)\b")),
    (
        Topic.ARREARS,
        re.compile(r"\b(?:owe|owed|owing)\b|\bwhat(?:'s| is| are) (?:my|the|your) (?:arrears|debt|balance)\b"),
    ),
    (
        Topic.INSTALMENT,
        re.compile(
            r"\b(?:pay|afford|manage|offer|spare|stretch|propose|suggest|in mind|(?:can|could|would|will) you do)\b"
        ),
    ),
)


def cues_in(sentence: Sentence, *, rated: bool) -> list[Cue]:
    """Every phrase of a sentence that may speak for an amount with a rate, or for one without."""
    text, found = sentence.text, []
    for phrase in PHRASES:
        if phrase.rated is not None and phrase.rated != rated:
            continue
        for match in phrase.words.finditer(text):
            start, end = match.span()
            if phrase.weight:
                found.append(Cue(phrase.role, phrase.weight, sentence.word_at(start), sentence.word_at(end - 1) + 1))
            text = f"{text[:start]}{'·' * (end - start)}{text[end:]}"
    return found


def topic_of(sentence: Sentence) -> Topic | None:
    """What a question asks for; None for what is no question, or asks for none of these."""
    if not sentence.asks:
        return None
    text = sentence.text
    for topic, words in _TOPICS:
        if words.search(text) is not None and (topic is not Topic.INSTALMENT or _WHAT.search(text) is not None):
            return topic
    return None
