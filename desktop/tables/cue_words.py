"""How cues are told: the stages in words and letters, and how it is said that nothing was found. No Qt.

"Not found" is what the rules can say; whether it was said, only who listens can.
"""

from collections.abc import Collection

from models.cue_rules import LADDER, Stage
from models.cues import CueHit
from models.transcript import Speaker

STAGE_WORDS = {
    Stage.CONDUCT: "Conduct",
    Stage.ARREARS: "Arrears and maintenance",
    Stage.FULL_PAYMENT: "Full payment",
    Stage.LUMP_SUM: "Lump sum",
    Stage.INCOME: "Income",
    Stage.RATE: "Rate and instalment",
    Stage.PERIOD: "Time to clear",
    Stage.SUSTAINABILITY: "Sustainability",
    Stage.METHOD: "Method",
    Stage.CASEWORKER_ONLINE: "Caseworker Online",
    Stage.DISCRETION: "Discretion",
    Stage.ENFORCEMENT: "Enforcement",
    Stage.LABEL: "Agreement or Arrangement",
    Stage.PRIVACY: "Card or bank details: mute here",
}
STAGE_LETTERS = {
    Stage.CONDUCT: "C",
    Stage.ARREARS: "£",
    Stage.FULL_PAYMENT: "F",
    Stage.LUMP_SUM: "L",
    Stage.INCOME: "I",
    Stage.RATE: "%",
    Stage.PERIOD: "T",
    Stage.SUSTAINABILITY: "S",
    Stage.METHOD: "M",
    Stage.CASEWORKER_ONLINE: "O",
    Stage.DISCRETION: "D",
    Stage.ENFORCEMENT: "E",
    Stage.LABEL: "A",
    Stage.PRIVACY: "!",
}
SPEAKER_SHORT = {Speaker.CASEWORKER: "CW", Speaker.NRP: "NRP", Speaker.UNKNOWN: "?"}
SHOWN_CHARACTERS = 60


def quoted(text: str) -> str:
    """The words of a cue in quotation marks, cut where they are many."""
    return f"“{text}”" if len(text) <= SHOWN_CHARACTERS else f"“{text[: SHOWN_CHARACTERS - 1].rstrip()}…”"


def not_found(found: Collection[CueHit]) -> list[Stage]:
    """The stages of the steer no cue tells of."""
    there = {hit.stage for hit in found}
    return [stage for stage in LADDER if stage not in there]


def not_found_words(found: Collection[CueHit]) -> str:
    """Which stages no cue was found of; that they were not spoken of is not said."""
    absent = not_found(found)
    if not absent:
        return "Cues of every stage of the steer were found."
    listed = ", ".join(STAGE_WORDS[stage] for stage in absent)
    return f"Not found in the transcript: {listed}. It may have been said in other words, or misheard."
