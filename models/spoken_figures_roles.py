"""Which amount is which figure, told by the words around it and by what was asked before.

The third step of `models.spoken_figures`: an amount goes to the phrase that speaks for it loudest, weighed against how
far off it stands and what stands between. Where the sentence itself says nothing, a question just asked decides, or the
same amount spoken of before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.spoken_figures_kinds import Every
from models.spoken_figures_phrases import Cue, Role, Topic, cues_in, topic_of
from models.spoken_figures_quantities import Counts, Quantity
from models.spoken_figures_text import Sentence
from models.transcript import Speaker

AWAY = 0.6
"""What each word between an amount and a phrase takes off its weight."""
BEHIND = 1.0
"""What it takes off to stand behind the amount: "maintenance of £60" says it clearer than "£60 maintenance"."""
COMMA, CONJUNCTION, AMOUNT = 2.0, 2.5, 5.0
"""What a comma, an "and" and another amount between them take off."""
ASKED = 5.5
"""The weight of a question just asked."""
LEAST, LEAST_BARE = 1.5, 3.5
"""Below this an amount stays unnamed; a bare number has to stand closer to be taken for money at all."""
TOPIC_LASTS = 4
"""So many sentences after a question an answer may still come; after one came, the next may add to it."""
REMEMBERED = 8
LEAST_REMEMBERED = 10
"""A bare number below this is too common to be the same amount again."""
"""So many amounts back the same one is looked for."""
LEAST_LUMP = 100
"""An amount from here on, offered out of nowhere and without a rate, is put down rather than paid by and by."""
CORRECTED_WITHIN = 3
"""So many sentences back a correction reaches."""

_JOINS = frozenset({"and", "but", "so", "then", "or", "because", "which", "while", "whereas", "if"})
_EQUALS = re.compile(
    r"\b(?:is|are|comes to|makes|equals|be|works out|works out (?:at|to|as)|that's|it's|means|gives|leaves)(?: about)?$"
)
_IT_IS = re.compile(
    r"^(?:so |and |which |now )*(?:that|that's|it|it's|which)(?:'s| is| comes| works| would be| makes|\b)"
)
_IT_STANDS = re.compile(
    r"^(?:so |and |well |now |at the moment )*(?:they|it|that|this|it's|that's|they're|which|currently)\b"
)
_SUMS_UP = re.compile(
    r"^(?:okay |ok |right |so |well |and )*(?:so|that's|that is|that'll be|that will be|that would be|we said|you said|"
    r"we've agreed|we agreed|i've put|i'll put)\b"
)
_CORRECTS = re.compile(
    r"(?:^|\b)(?:no|sorry|i mean|i meant|rather|or rather|make (?:it|that)|actually|correction|let's say|call it|"
    r"i beg your pardon|not that)(?: (?:it's|it is|that's|that is|it was|sorry|well|a|say|the|i meant?))*$"
)
_AT_ONCE = re.compile(
    r"\b(?:right now|now|today|straight ?away|right away|immediately|tomorrow|tonight|this (?:week|month)|"
    r"over the phone)\b"
)
_SHARE_OF = re.compile(r"\b(?:per cent|percent|percentage) of\b")
_INCOME_OF = re.compile(r"\b(?:income|wages?|pay|salary|earnings) (?:of|which is|being)$")
_FIGURES = {
    Topic.LUMP_SUM: Role.LUMP_SUM,
    Topic.NET_INCOME: Role.NET_INCOME,
    Topic.REGULAR: Role.REGULAR,
    Topic.INSTALMENT: Role.INSTALMENT,
    Topic.ARREARS: Role.ARREARS,
    Topic.OTHER: Role.OTHER,
}
_BARGAINED = frozenset({Role.LUMP_SUM, Role.INSTALMENT})
_UNRATED = frozenset({Role.ARREARS, Role.LUMP_SUM})
"""What is never paid week by week."""


@dataclass(frozen=True)
class Amount:
    """An amount of money with its figure; `sentence` and `quantity` say where. `replaces`: the amount it corrects."""

    role: Role
    sentence: Sentence
    quantity: Quantity
    every: Every | None
    asked: Topic | None
    replaces: int | None = None


@dataclass(frozen=True)
class _Question:
    topic: Topic
    sentence: Sentence


class RoleFinder:
    """Goes through a call sentence by sentence; `amounts` is what was found so far, in order."""

    def __init__(self) -> None:
        self.amounts: list[Amount] = []
        self._question: _Question | None = None
        self._lasts_until = 0
        self._before: Sentence | None = None
        """The sentence just before, where it named no amount."""
        self._shared: Sentence | None = None
        """The sentence that named a percentage and no amount: the next may say what it comes to."""

    def topic_at(self, sentence: Sentence) -> Topic | None:
        """What was asked just before, by somebody else as far as one can tell."""
        asked = self._question
        if asked is None or sentence.position > self._lasts_until:
            return None
        same = asked.sentence.speaker == sentence.speaker and sentence.speaker is not Speaker.UNKNOWN
        return None if same and sentence is not asked.sentence else asked.topic

    def take(self, sentence: Sentence, quantities: Sequence[Quantity]) -> None:
        """The next sentence, with everything counted in it."""
        money = [each for each in quantities if each.counts in {Counts.MONEY, Counts.BARE}]
        shares = [each for each in quantities if each.counts is Counts.PERCENT]
        topic = self.topic_at(sentence)
        spoken: list[tuple[Quantity, int]] = []
        for place, quantity in enumerate(money):
            corrected = self._corrected(sentence, quantity, spoken)
            if corrected is None and _is_corrected(sentence, money, place):
                continue
            stand_in = quantity
            if place and _is_corrected(sentence, money, place - 1):
                stand_in = replace(quantity, start=money[place - 1].start)  # it stands where that one stood
            role = self._role(sentence, stand_in, money, shares, topic)
            if role is None and spoken and self.amounts[spoken[-1][1]].role in _BARGAINED:
                role = Role.OFFER  # "£500 up front and then £30 a week"
            if corrected is not None and role in {None, Role.OFFER}:
                role = self.amounts[corrected].role
            if role is Role.OFFER:
                role = self._of_offer(sentence, quantity, topic)
            if role is None or (role is Role.OTHER and quantity.counts is Counts.BARE):
                continue
            every = quantity.every or self._rate(role, topic, corrected)
            if role in _UNRATED and quantity.every is not None:
                continue
            spoken.append((quantity, len(self.amounts)))
            self.amounts.append(Amount(role, sentence, quantity, every, topic, corrected))
        self._shared = sentence if shares and not money else None
        self._before = None if money else sentence
        if topic is not None and any(self.amounts[index].role == _FIGURES.get(topic) for _, index in spoken):
            self._lasts_until = sentence.position + 1
        bargained = [self.amounts[index].role for _, index in spoken if self.amounts[index].role in _BARGAINED]
        asked = Topic(bargained[-1].value) if bargained and sentence.asks else topic_of(sentence)
        if asked is not None:
            self._question, self._lasts_until = _Question(asked, sentence), sentence.position + TOPIC_LASTS

    def _role(
        self,
        sentence: Sentence,
        quantity: Quantity,
        money: Sequence[Quantity],
        shares: Sequence[Quantity],
        topic: Topic | None,
    ) -> Role | None:
        """The figure the amount speaks of; OFFER where only the talk tells, None where nothing does."""
        if self._is_share(sentence, quantity, shares):
            return Role.OTHER
        best: Role | None = None
        most = LEAST if quantity.counts is Counts.MONEY else LEAST_BARE
        for cue in cues_in(sentence, rated=quantity.every is not None):
            weight = _weight(sentence, quantity, cue, money)
            if weight > most:
                best, most = cue.role, weight
        again = self._spoken_before(quantity) if best is None else None
        if again is not None:
            return again
        asked = None if topic is None else _FIGURES.get(topic)
        if asked is not None and most < ASKED and not (asked in _UNRATED and quantity.every is not None):
            # an offer stays an offer: what it is for is asked of the question in any case
            return best if best is Role.OFFER else asked
        if best is not None:
            return best
        if quantity.counts is Counts.BARE and quantity.every is None:
            return None
        named = self._of_what_was_named(sentence, quantity)
        summed_up = _SUMS_UP.match(sentence.text) is not None and self._bargained
        return named or (Role.OFFER if topic is not None or summed_up else None)

    @property
    def _bargained(self) -> bool:
        """Whether an instalment was spoken of by now."""
        return any(amount.role is Role.INSTALMENT for amount in self.amounts)

    def _spoken_before(self, quantity: Quantity) -> Role | None:
        """What the same amount was, spoken of shortly before."""
        if quantity.counts is Counts.BARE and quantity.value < LEAST_REMEMBERED:
            return None
        for amount in reversed(self.amounts[-REMEMBERED:]):
            alike = None in {quantity.every, amount.every} or quantity.every == amount.every
            if amount.quantity.value == quantity.value and alike and not (quantity.every and amount.role in _UNRATED):
                return amount.role
        return None

    def _of_what_was_named(self, sentence: Sentence, quantity: Quantity) -> Role | None:
        """What the speaker named in the sentence before: "your arrears. They stand at £3,000."."""
        named = self._before
        if named is None or named.speaker != sentence.speaker or _IT_STANDS.match(sentence.text) is None:
            return None
        cues = [cue for cue in cues_in(named, rated=quantity.every is not None) if cue.role is not Role.OFFER]
        return max(cues, key=lambda cue: (cue.weight, cue.start)).role if cues else None

    def _of_offer(self, sentence: Sentence, quantity: Quantity, topic: Topic | None) -> Role | None:
        """What an offer is for: with a rate an instalment, at once a lump sum, else what was asked or spoken of."""
        if quantity.every is not None:
            return None if quantity.every in {Every.YEAR, Every.DAY} else Role.INSTALMENT
        owed = [amount.quantity.value for amount in self.amounts if amount.role is Role.ARREARS]
        if sentence.asks and quantity.value in owed:
            return Role.ARREARS
        if topic in {Topic.LUMP_SUM, Topic.FULL_PAYMENT} or _AT_ONCE.search(sentence.text) is not None:
            return Role.LUMP_SUM
        if topic is Topic.INSTALMENT:
            return Role.INSTALMENT
        large = quantity.value >= LEAST_LUMP
        for amount in reversed(self.amounts[-REMEMBERED:]):
            if amount.role in _BARGAINED and (amount.quantity.value >= LEAST_LUMP) == large:
                return amount.role
        if large:
            return Role.LUMP_SUM
        return Role.INSTALMENT if quantity.counts is Counts.MONEY else None

    def _rate(self, role: Role, topic: Topic | None, corrected: int | None) -> Every | None:
        """The rate of an amount that names none: that of what it corrects, or of the question."""
        if corrected is not None:
            return self.amounts[corrected].every
        if topic is Topic.INSTALMENT and role is Role.INSTALMENT and self._question is not None:
            return rate_asked(self._question.sentence)
        return None

    def _is_share(self, sentence: Sentence, quantity: Quantity, shares: Sequence[Quantity]) -> bool:
        """Whether the amount is what a percentage comes to: "30 per cent of your net income is £120 a week"."""
        before = sentence.between(0, quantity.start)
        if _INCOME_OF.search(before):
            return False
        if self._shared is not None and self._shared.position + 1 == sentence.position:
            return self._shared.speaker == sentence.speaker and _IT_IS.match(sentence.text) is not None
        if _SHARE_OF.search(before) is not None and _EQUALS.search(before) is not None:
            return True  # its number was lost
        for share in shares:
            if share.end <= quantity.start:
                between = sentence.between(share.end, quantity.start)
                if between == "of" or _EQUALS.search(between):
                    return True
        return False

    def _corrected(self, sentence: Sentence, quantity: Quantity, spoken: list[tuple[Quantity, int]]) -> int | None:
        """Which amount this one takes the place of: "£4,000, sorry, £4,200"; the same speaker's, just before."""
        since = spoken[-1][0].end if spoken else 0
        if not _CORRECTS.search(sentence.between(since, quantity.start)):
            return None
        if spoken:
            return spoken[-1][1]
        for index in range(len(self.amounts) - 1, -1, -1):
            other = self.amounts[index].sentence
            if sentence.position - other.position > CORRECTED_WITHIN:
                return None
            if other.speaker == sentence.speaker and other is not sentence:
                return index
        return None


def rate_asked(sentence: Sentence) -> Every | None:
    """How often, as a question has it: "how much could you pay each week?"."""
    match = re.search(r"\b(?:a|per|each|every) (week|fortnight|month)\b|\b(week|fortnight|month)ly\b", sentence.text)
    if match is None:
        return None
    return {"week": Every.WEEK, "fortnight": Every.FORTNIGHT, "month": Every.MONTH}[match[1] or match[2]]


def _is_corrected(sentence: Sentence, money: Sequence[Quantity], place: int) -> bool:
    """Whether the next words take this bare number back: "forty, no, sixty pounds a week"."""
    if place + 1 >= len(money) or money[place].counts is not Counts.BARE:
        return False
    return _CORRECTS.search(sentence.between(money[place].end, money[place + 1].start)) is not None


def _weight(sentence: Sentence, quantity: Quantity, cue: Cue, money: Sequence[Quantity]) -> float:
    """How much a phrase says for an amount: its weight less the distance and what stands between."""
    ahead = cue.end <= quantity.start
    start, end = (cue.end, quantity.start) if ahead else (quantity.end, cue.start)
    weight = cue.weight - (0 if ahead else BEHIND)
    for at in range(start, end):
        weight -= AWAY
        if sentence.words[at] in _JOINS:
            weight -= CONJUNCTION
        if sentence.marks[at]:
            weight -= COMMA
    if not ahead and quantity.end > 0 and sentence.marks[quantity.end - 1]:
        weight -= COMMA
    if ahead and cue.end > 0 and sentence.marks[cue.end - 1]:
        weight -= COMMA
    return weight - AMOUNT * sum(1 for other in money if start <= other.start < end)
