"""How an amount stood when it was spoken: asked for, offered, accepted, refused, declined, taken back.

The fourth step of `models.spoken_figures`. An offer lives in the talk: what the payer answers to a question, whether
the caseworker takes what is offered. Paying in full belongs here too: "yes, I can pay it all today" names no amount.
"""

import re
from collections.abc import Sequence

from models.spoken_figures_kinds import Standing
from models.spoken_figures_phrases import Role, Topic
from models.spoken_figures_roles import Amount
from models.spoken_figures_text import Sentence
from models.transcript import Speaker

REPLY_WITHIN = 3
"""So many sentences later a reply may come; what stands between is the first speaker's own."""

_CANNOT = (
    r"(?:can't|cannot|can not|couldn't|could not|won't|will not|wouldn't|would not|don't|do not|not able|unable|never|"
    r"no way|no chance|not possible|isn't possible|impossible|haven't got|have not got)"
)
_REFUSES = re.compile(rf"\b{_CANNOT}\b|\btoo (?:much|high|steep)\b|\bnot (?:£|that much|as much)|\bmore than i can\b")
_NO = re.compile(rf"^(?:(?:well|oh|sorry|um|er|i'm afraid) )*(?:no|nope)\b|\b{_CANNOT}\b|\btoo (?:much|high|steep)\b")
_YES = re.compile(
    r"^(?:(?:well|oh|um|er|right|then) )*(?:yes|yeah|yep|ok|okay|all ?right|fine|sure|go on|agreed|deal)\b|"
    r"\b(?:that's|that is|that'd be|that would be|be) (?:fine|ok|okay|all ?right|good|great|affordable)\b|"
    r"^(?:i|we) (?:can|could|'ll|will) (?:do|manage|afford) (?:that|it)\b|\bno problem\b"
)
_DECLINES = re.compile(
    r"\b(?:below|less than|under|lower than) (?:the|our|what)\b|\bnot (?:enough|acceptable|sufficient)\b|"
    r"\btoo (?:low|little)\b|"
    r"\b(?:can't|cannot|can not|couldn't|won't|not able to|unable to) (?:accept|agree|take)\b|"
    r"\b(?:need|looking for|have to ask for) (?:more|a bit more|a higher)\b|\bwouldn't (?:be enough|clear)\b|"
    r"\bnot going to be enough\b"
)
_MINIMUM = re.compile(r"\b(?:minimum|at least|the least|need(?:s)? to be|would need|have to be|looking for)\b")
_IN_FULL = re.compile(
    r"\b(?:can|could|will|i'll|would|able to|going to|like to|want to|happy to|let me)\b(?: \w+){0,3}? "
    r"(?:pay|clear|settle)\b(?: \w+){0,4}? "
    r"(?:in full|full amount|whole (?:amount|thing|lot|balance)|all of it|it all|everything|the lot|full balance|"
    r"all off)\b"
)
_PAYING = frozenset({"pay", "clear", "settle"})
_NEGATIVE = re.compile(rf"\b(?:{_CANNOT}|no|not|unless|if|until|when)\b")


class Talk:
    """What standing is told from: the sentences in order, and where full payment was agreed to."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self.full_payments: list[tuple[Sentence, Amount]] = []
        self._answered: Sentence | None = None

    def hear(self, sentence: Sentence, topic: Topic | None, amounts: Sequence[Amount]) -> None:
        """The next sentence; `topic` was asked just before it, `amounts` are all until now."""
        self.sentences.append(sentence)
        if sentence.speaker is Speaker.CASEWORKER or sentence.asks:
            return
        text = sentence.text
        named = not _PAYING.isdisjoint(sentence.vocabulary) and _IN_FULL.search(text) is not None
        wholly = named or (topic is Topic.FULL_PAYMENT and _YES.search(text) is not None)
        refused = _NEGATIVE.search(text.replace("no problem", "")) is not None
        if wholly and not refused and not any(amount.sentence is sentence for amount in amounts):
            owed = [amount for amount in amounts if amount.role is Role.ARREARS]
            if owed:
                self.full_payments.append((sentence, owed[-1]))

    def replies(self, sentence: Sentence) -> list[Sentence]:
        """What the other speaker says next to it, his first breath only: at most two sentences."""
        found: list[Sentence] = []
        for later in self.sentences[_place(self.sentences, sentence) + 1 :]:
            if later.position - sentence.position > REPLY_WITHIN:
                break
            other = later.speaker != sentence.speaker or later.speaker is Speaker.UNKNOWN
            if other and len(found) < 2:
                found.append(later)
            elif found:
                break
        return found


def standings_of(amounts: Sequence[Amount], talk: Talk) -> list[tuple[Amount, Standing]]:
    """Every amount with how it stood."""
    taken_back = {
        amount.replaces for amount in amounts if amount.replaces is not None and _same_speaker(amounts, amount)
    }
    spoken = {amount.sentence.position for amount in amounts}
    found = []
    for index, amount in enumerate(amounts):
        if index in taken_back:
            standing = Standing.TAKEN_BACK
        elif amount.role in {Role.LUMP_SUM, Role.INSTALMENT}:
            standing = _of_offer(amount, talk, spoken)
        else:
            standing = Standing.STATED
        found.append((amount, standing))
    return found


def _of_offer(amount: Amount, talk: Talk, spoken: set[int]) -> Standing:
    """Where an amount that is bargained for stands: by its own sentence, then by the reply."""
    sentence, text = amount.sentence, amount.sentence.text
    lead = _clause_before(sentence, amount.quantity.start)
    if sentence.speaker is Speaker.CASEWORKER:
        if _DECLINES.search(text) is not None:
            return Standing.DECLINED
        standing = Standing.ASKED if sentence.asks or _MINIMUM.search(text) is not None else Standing.STATED
    else:
        after = sentence.between(amount.quantity.end, amount.quantity.end + 6)
        if _REFUSES.search(lead) is not None or re.match(r"(?:is|would be|'s)? ?(?:far )?too (?:much|high)", after):
            return Standing.REFUSED
        standing = Standing.ASKED if sentence.speaker is Speaker.UNKNOWN and sentence.asks else Standing.OFFERED
    return _replied(standing, talk.replies(sentence), spoken)


def _replied(standing: Standing, replies: Sequence[Sentence], spoken: set[int]) -> Standing:
    """What a reply makes of it. A reply that names an amount speaks of that one: it takes nothing that was asked."""
    for reply in replies:
        names_another = reply.position in spoken
        if standing is Standing.OFFERED:
            if reply.speaker is not Speaker.NRP and _DECLINES.search(reply.text) is not None:
                return Standing.DECLINED
            continue
        if _NO.search(reply.text) is not None and "no problem" not in reply.text:
            return Standing.REFUSED
        if _YES.search(reply.text) is not None and not names_another and standing is Standing.ASKED:
            return Standing.ACCEPTED
        if names_another:
            break
    return standing


def _clause_before(sentence: Sentence, at: int) -> str:
    """The words before an amount, back to the last comma or "but"."""
    start = max((place + 1 for place in range(at) if sentence.marks[place]), default=0)
    return re.split(r"\b(?:but|so|and)\b", sentence.between(start, at))[-1]


def _same_speaker(amounts: Sequence[Amount], amount: Amount) -> bool:
    return amount.replaces is not None and amounts[amount.replaces].sentence.speaker == amount.sentence.speaker


def _place(sentences: Sequence[Sentence], sentence: Sentence) -> int:
    """Where a sentence stands; they are in order of their positions, some of which are empty."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].position < sentence.position:
            low = middle + 1
        else:
            high = middle
    return low
