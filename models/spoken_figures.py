"""The figures spoken on a call, each with its time, its speaker and its words: what was said, so far as it is found.

Pure: segments in, mentions out. Between the transcript (corrected) and `models.reconcile`, which sets them beside sheet
and lists. The way of a call: `_text` makes sentences, `_quantities` finds numbers and what they count, `_roles` tells
which amount is which figure, `_standing` whether it was asked, offered or refused, `_methods` the ways of paying.
Nothing here decides anything: recognition errs, a caller may say the opposite, and "not found" is never "not said".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.guide_sheet import Method
from models.spoken_figures_kinds import Every, Figure, Mention, Standing
from models.spoken_figures_methods import PREFERRED, methods_in, offers, speaks_of_online
from models.spoken_figures_phrases import Role, Topic
from models.spoken_figures_quantities import Counts, Quantity, quantities_in
from models.spoken_figures_roles import Amount, RoleFinder
from models.spoken_figures_standing import Talk, standings_of
from models.spoken_figures_text import Sentence, sentences_of, span_of
from models.transcript import SegmentText

_STRETCHES = {Counts.WEEKS: "week", Counts.MONTHS: "month", Counts.YEARS: "year"}
_CLEARING = re.compile(
    r"\b(?:clear\w*|(?:pay|paid|paying)(?: \w+){0,3} off|repa\w+|debt|arrears|balance|instal\w+|payments|spread|"
    r"schedule|settle\w*|owe)\b|\b(?:that|it|which|this)(?:'s|'d|'ll| is| would| will)?(?: only| just| about)?(?: be)? "
    r"(?:takes?|over|finished|done)\b"
)
_PAST = re.compile(
    r"\b(?:built up|build up|accrued|went back|goes back|ago|haven't paid|not paid|behind|separated|married|lived|"
    r"living|been|old|job|worked|working|ill|sick|missed|review|years old)\b"
)
_WITHIN = re.compile(
    r"\b(?:within|in under|inside|less than|no more than|no longer than|at most|maximum of|up to|under|a maximum)"
    r"(?: the| of| next)*$"
)
_AT_LEAST = re.compile(r"\b(?:at least|minimum of|a minimum|more than|over|above|no less than)$")
_UP_TO = re.compile(r"\b(?:up to|at most|no more than|maximum of|a maximum|less than|under|below|as much as)$")
_RULE = re.compile(
    r"\b(?:must|has to|have to|needs? to|should|maximum|longest|at most|allow\w*|rules?|steer|policy|aim|"
    r"can't be more)\b"
)
_NOT_CLEARED = re.compile(r"\b(?:wouldn't|won't|doesn't|don't|not|can't|cannot)\b(?: \w+){0,3} clear")
"""What would not clear it in two years speaks of the rule, not of this arrangement."""
_KEPT = re.compile(r"\b(?:keep|kept|protected|left with|leaves? you)\b")
_NO_SHARE = re.compile(r"^(?: \w+)? ?(?:sure|certain|right|agree|honest|positive|of the time|interest|discount|off)\b")
_INTEREST = re.compile(r"\b(?:interest|apr|vat|inflation|battery|charged)\b")


def spoken_figures(segments: Sequence[SegmentText], preferred: Method = PREFERRED) -> tuple[Mention, ...]:
    """Every figure found in a transcript, in order of time.

    Money has `pence`; methods their code as `value`; the promotion of `preferred` and Caseworker Online the value "Y".
    """
    roles, talk = RoleFinder(), Talk()
    found: list[_Found] = []
    for sentence in sentences_of(segments):
        quantities = quantities_in(sentence)
        topic = roles.topic_at(sentence)
        roles.take(sentence, quantities)
        talk.hear(sentence, topic, roles.amounts)
        found.extend(_counted(sentence, quantity, topic) for quantity in quantities)
        methods = methods_in(sentence)
        found.extend(_Found(sentence, at, Figure.METHOD, method.value, standing) for at, method, standing in methods)
        if methods and offers(sentence, methods, preferred):
            found.append(_Found(sentence, 0, Figure.PROMOTION, "Y"))
        if speaks_of_online(sentence):
            found.append(_Found(sentence, 0, Figure.CWO, "Y"))
    found.extend(_money(amount, standing) for amount, standing in standings_of(roles.amounts, talk))
    found.extend(_in_full(sentence, amount) for sentence, amount in talk.full_payments)
    found.sort(key=lambda one: (one.sentence.position, one.at))
    return tuple(one.mention(segments) for one in found if one.figure is not None)


def plain(value: Decimal) -> str:
    """A number as the contract writes what was said: "500", "420.50"."""
    return str(int(value)) if value == value.to_integral_value() else f"{value:.2f}"


@dataclass(frozen=True)
class _Found:
    """A mention before its place and words are looked up; `figure` None for what is none."""

    sentence: Sentence
    at: int
    figure: Figure | None
    value: str = ""
    standing: Standing = Standing.STATED
    pence: int | None = None
    every: Every | None = None
    hedged: bool = False
    bound: int = 0
    rule: bool = False

    def mention(self, segments: Sequence[SegmentText]) -> Mention:
        assert self.figure is not None
        start_ms, end_ms, text = span_of(self.sentence, segments)
        return Mention(
            self.figure,
            self.value,
            start_ms,
            end_ms,
            self.sentence.speaker,
            text,
            self.standing,
            self.pence,
            self.every,
            self.hedged,
            self.bound,
            self.rule,
        )


def _money(amount: Amount, standing: Standing) -> _Found:
    quantity = amount.quantity
    return _Found(
        amount.sentence,
        quantity.start,
        None if amount.role in {Role.OTHER, Role.OFFER} else Figure(amount.role.value),
        plain(quantity.value),
        standing,
        quantity.pence,
        amount.every,
        quantity.hedged,
    )


def _in_full(sentence: Sentence, owed: Amount) -> _Found:
    """The whole debt offered at once: a lump sum of what is owed."""
    quantity = owed.quantity
    return _Found(sentence, 0, Figure.LUMP_SUM, plain(quantity.value), Standing.OFFERED, quantity.pence)


def _counted(sentence: Sentence, quantity: Quantity, topic: Topic | None) -> _Found:
    """A percentage, or a stretch of time in which the debt is cleared; no figure for other counts."""
    lead = sentence.between(0, quantity.start)
    if quantity.counts is Counts.PERCENT and _is_share(sentence, quantity):
        bound = -1 if _UP_TO.search(lead) else 1 if _AT_LEAST.search(lead) else 0
        rule = _KEPT.search(sentence.text) is not None
        return _Found(sentence, quantity.start, Figure.PERCENTAGE, plain(quantity.value), bound=bound, rule=rule)
    unit = _STRETCHES.get(quantity.counts)
    if unit is None or not _is_clearing(sentence, quantity, topic):
        return _Found(sentence, quantity.start, None)
    count = f"{quantity.value.normalize():f}"
    return _Found(
        sentence,
        quantity.start,
        Figure.PERIOD,
        f"{count} {unit}{'' if quantity.value == 1 else 's'}",
        hedged=quantity.hedged,
        bound=-1 if _WITHIN.search(lead) else 0,
        rule=_RULE.search(sentence.text) is not None or _NOT_CLEARED.search(lead) is not None,
    )


def _is_share(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a percentage may be one of income: "a hundred per cent sure" and interest are not."""
    after = sentence.between(quantity.end, quantity.end + 5)
    return quantity.value <= 100 and _NO_SHARE.match(after) is None and _INTEREST.search(sentence.text) is None


def _is_clearing(sentence: Sentence, quantity: Quantity, topic: Topic | None) -> bool:
    """Whether a stretch of time is the one the debt is cleared in, and not how long something took or a child lived."""
    around = (
        sentence.between(quantity.start - 8, quantity.start) + " " + sentence.between(quantity.end, quantity.end + 4)
    )
    if _PAST.search(around) is not None:
        return False
    return topic is Topic.PERIOD or _CLEARING.search(sentence.text) is not None
