"""Who speaks on which channel: known where each side was recorded on its own, and never guessed where it was not.

A recorder's channels may be the wrong way round, and nothing in the sound tells. But only a caseworker says what a
caseworker says: when those phrases (models.cues) are found mainly on the other channel, swapping is suggested. It is
never done here: one key does it, and a person presses it.
"""

from collections.abc import Sequence
from dataclasses import replace

from desktop.jobs.speech.channels import ChannelCheck
from models.cue_rules import CueRules
from models.cues import find_cues
from models.transcript import SegmentText, Speaker, SpokenSegment

OTHER = {Speaker.CASEWORKER: Speaker.NRP, Speaker.NRP: Speaker.CASEWORKER}
LEAST_CUES = 3
TIMES_AS_MANY = 2
"""Swapping is suggested when so many cues fit the swapped speakers, and so many times those that fit as it is."""


def speaker_on(channel: int, found: ChannelCheck, caseworker_channel: int) -> Speaker:
    """Whose channel this is; unknown where both sides may be on it."""
    if len(found.heard) != 2:
        return Speaker.UNKNOWN
    return Speaker.CASEWORKER if channel == caseworker_channel else Speaker.NRP


def look_swapped(spoken: Sequence[SpokenSegment], rules: CueRules) -> bool:
    """Whether what a caseworker says is found mainly on the other side's channel.

    Only the caseworker's cues are counted: the other side's are short answers, which repeat the question's words.
    """
    one_sided = replace(rules, rules=tuple(rule for rule in rules.rules if rule.speaker is Speaker.CASEWORKER))
    as_is = [_as_read(at, segment, segment.speaker) for at, segment in enumerate(spoken) if segment.speaker in OTHER]
    swapped = [replace(segment, speaker=OTHER[segment.speaker]) for segment in as_is]
    found = len(find_cues(swapped, one_sided)) if as_is else 0
    return found >= LEAST_CUES and found >= TIMES_AS_MANY * len(find_cues(as_is, one_sided))


def _as_read(at: int, one: SpokenSegment, speaker: Speaker) -> SegmentText:
    return SegmentText(str(at), at, one.channel, speaker, one.start_ms, one.end_ms, one.text, one.text, one.words)
