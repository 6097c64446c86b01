"""Methods of collection and Caseworker Online in speech: which were spoken of, and whether the preferred was offered.

Part of `models.spoken_figures`. A method is often a thing of its own too ("a loan and a credit card"), so that some are
only taken where paying is spoken of. Variants are those recognition makes ("direct debt", "case worker on line").
"""

import re
from collections.abc import Sequence

from models.guide_sheet import Method
from models.spoken_figures_kinds import Standing
from models.spoken_figures_text import Sentence
from models.transcript import Speaker

PREFERRED = Method.DIRECT_DEBIT
"""The method that is to be promoted. The ranking is in no source; the field and the demonstration name this one."""

SpokenMethod = tuple[int, Method, Standing]
"""The word it begins with, the method, and how it stood: refused, asked, offered, else stated."""

_WAGES = r"(?:wages?|pay|pay ?packet|salary|earnings|employer|work)"
_METHODS = (
    # the method, words one of which has to be there (most sentences have none), and how it is spoken of
    (
        Method.DIRECT_DEBIT,
        {"direct", "direkt", "dd", "d"},
        re.compile(r"\b(?:direct|direkt) (?:deb\w*|dab\w*|dep\w+|debt|bit)\b|\bd d\b|\bdd\b"),
    ),
    (
        Method.STANDING_ORDER,
        {"standing", "stand"},
        re.compile(r"\bstand(?:ing|in) (?:an? )?(?:orders?|border|audit)\b"),
    ),
    (
        Method.DEBIT_CARD,
        {"card", "cards"},
        re.compile(r"\b(?:debit|debt|bank|switch) cards?\b|\b(?:pay\w*|by|with|over the phone on) card\b"),
    ),
    (
        Method.CREDIT_CARD,
        {"credit"},
        re.compile(
            r"\b(?:pay\w*|by|with|use|using)(?: \w+){0,5} (?:my |a |your |the )?credit card\b|\bcredit card payment"
        ),
    ),
    (
        Method.CHEQUE,
        {"cheque", "cheques", "check"},
        re.compile(r"\bcheques?\b|\bby check\b|\b(?:send|post|write)(?: \w+){0,2} a check\b"),
    ),
    (
        Method.CASH,
        {"cash"},
        re.compile(r"\b(?:in|by|pay\w*(?: \w+){0,3}|with) cash\b|\bcash (?:payments?|at the (?:bank|post office))\b"),
    ),
    (
        Method.DEDUCTION_FROM_BENEFITS,
        {"benefit", "benefits", "jobseeker's", "jobseekers", "support", "credit"},
        re.compile(
            r"\b(?:deduct\w*|tak\w+|come|comes|out)(?: \w+){0,4} (?:from|of|off) (?:\w+ )?"
            r"(?:benefits?|jobseeker'?s(?: allowance)?|income support|universal credit)\b"
        ),
    ),
    (
        Method.DEO,
        {"earning", "earnings", "deo", "e", "from", "off", "out"},
        re.compile(
            r"\b(?:deduction|the duction|reduction)s? (?:from|of|for) (?:your |my |his )?earnings?\b|"
            r"\bdeo\b|\bd e o\b|\battachment of earnings\b|"
            rf"\b(?:tak\w+|took|deduct\w*|com\w+|came|stop\w*|go\w*|straight|pay\w*|money|it)(?: \w+){{0,3}} "
            rf"(?:from|out of|off) (?:your|my|his|her|the|their) {_WAGES}\b(?! \w+ (?:goes|is spent))|"
            rf"^(?:straight )?(?:from|out of|off) (?:your|my|the) {_WAGES}\b"
        ),
    ),
)
_REFUSES = re.compile(
    r"\b(?:don't|do not|not|never|won't|can't|cannot|rather not|refuse|no|wouldn't|couldn't|hate|instead of|"
    r"rather than|without)\b"
)
_OFFERS = re.compile(
    r"\b(?:prefer(?:red|ence|s|ably)?|easiest|simplest|best|quickest|safest|most convenient|recommend|suggest|advise|"
    r"encourage|promote|offer|shall (?:i|we)|would you|could you|can you|can (?:i|we)|will you|"
    r"are you (?:able|happy|ok|okay|willing)|"
    r"do you want|have you (?:thought|considered)|how about|what about|why not|set (?:it |that |this |you )?up|"
    r"we (?:ask|like|usually|normally|want|need|would like)|i'd like|i would like|benefits? of|advantage|"
    r"you (?:can|could)|option|ways? (?:to|of) pay|method)\b"
)
_BY_NOW_SET = re.compile(
    r"\b(?:first|next|last|your) direct|\bwill (?:leave|be taken|go out|come out|start)\b|\bbounced\b|"
    r"\b(?:cancelled|failed|missed)\b"
)
_PAYER = re.compile(r"^(?:yes|yeah|yep|okay|ok|no|fine)\b|\b(?:i would|i'd|i) (?:prefer|like|rather)\b|\bplease$")
"""Words of who answers, where nobody knows who speaks."""
_ONLINE = re.compile(
    r"\bcase ?work(?:er|ers|er's)?(?: is)? (?:on ?line|on the line|on lying|unlined)\b|\bcase ?work on ?line\b"
)
_CASEWORK = frozenset({"case", "casework", "caseworker", "caseworkers", "caseworker's"})
_SEEING = frozenset({"see", "show", "shows", "showing", "looking"})
_COMMITMENTS = re.compile(
    r"\b(?:i can see|i see|our records show|we can see|it shows|showing|i'm looking at|i am looking at)\b.*"
    r"\b(?:commitments?|a loan|loans|credit cards?|outgoings|debts)\b"
)


def methods_in(sentence: Sentence) -> list[SpokenMethod]:
    """The methods a sentence speaks of, in order."""
    text, vocabulary = sentence.text, sentence.vocabulary
    found: list[SpokenMethod] = []
    for method, needed, words in _METHODS:
        match = None if vocabulary.isdisjoint(needed) else words.search(text)
        if match is not None:
            at = sentence.word_at(match.start())
            found.append((at, method, _standing(sentence, match.start(), match.end())))
    return sorted(found)


def offers(sentence: Sentence, spoken: Sequence[SpokenMethod], preferred: Method) -> bool:
    """Whether the caseworker holds the preferred method out in this sentence; telling when it is drawn is no offer.

    `spoken` are the methods the sentence speaks of.
    """
    if sentence.speaker is Speaker.NRP or all(method != preferred for _, method, _ in spoken):
        return False
    text = sentence.text
    if _BY_NOW_SET.search(text) is not None and not sentence.asks:
        return False
    if sentence.speaker is Speaker.UNKNOWN and _PAYER.search(text) is not None:
        return False
    return sentence.asks or _OFFERS.search(text) is not None


def speaks_of_online(sentence: Sentence) -> bool:
    """Whether Caseworker Online is named, or the caseworker tells of commitments only it shows."""
    text = sentence.text
    if not _CASEWORK.isdisjoint(sentence.vocabulary) and _ONLINE.search(text) is not None:
        return True
    if sentence.speaker is not Speaker.CASEWORKER or _SEEING.isdisjoint(sentence.vocabulary):
        return False
    return _COMMITMENTS.search(text) is not None


def _standing(sentence: Sentence, start: int, end: int) -> Standing:
    """Whether the words before it, in the same breath, turn a method down."""
    if sentence.asks:
        return Standing.ASKED
    lead = sentence.text[:start]
    comma = max((at for at in range(sentence.word_at(start)) if sentence.marks[at]), default=-1)
    if comma >= 0:
        lead = sentence.between(comma + 1, sentence.word_at(start))
    lead = re.split(r"\b(?:but|and|so|then)\b", lead)[-1]
    if _REFUSES.search(lead) is not None and "no problem" not in lead:
        return Standing.REFUSED
    behind = sentence.text[end : end + 30]
    if re.match(r" (?:is|would be|isn't|wouldn't)?\s*(?:no good|not|isn't|won't|doesn't)\b", behind) is not None:
        return Standing.REFUSED
    return Standing.OFFERED if sentence.speaker is Speaker.NRP else Standing.STATED
