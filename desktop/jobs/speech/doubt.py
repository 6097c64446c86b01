"""Which segments may not be what was said: text where nobody speaks, a loop, or an engine that is not sure.

Nothing is deleted for it: the flags go along with the segment (models.transcript.Doubt), are shown, and a person
decides. Whisper models are known to write polite phrases over noise and to repeat themselves when they lose the thread.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from desktop.jobs.speech.engine import RATE_HZ
from desktop.jobs.speech.voice_activity import WINDOW
from models.transcript import Doubt, SpokenSegment

WINDOW_MS = WINDOW * 1000 / RATE_HZ
VOICED = 0.35
"""Probability of voice from which a window counts as speech: where an island would end."""
LEAST_VOICED_MS_A_WORD = 60
"""Nobody says a word in less; fast speech is some 150 ms a word."""
LEAST_VOICED_SHARE = 0.3
UNSURE_BELOW = 0.5
"""Mean probability of a segment's words."""
LONGEST_LOOP = 10
"""Words after which a loop begins again, at most."""
LEAST_TURNS = {1: 5, 2: 4, 3: 4}
"""How often so many words must follow each other to be a loop; people do say "no, no, no"."""
LEAST_TURNS_OF_MORE = 3


def with_doubts(segments: Sequence[SpokenSegment], voice: npt.NDArray[np.float32]) -> list[SpokenSegment]:
    """The segments of one chunk with what is doubtful about each; `voice` are the channel's probabilities."""
    repeated = _repeated(segments)
    return [replace(segment, doubts=_doubts(segment, voice, at in repeated)) for at, segment in enumerate(segments)]


def _doubts(segment: SpokenSegment, voice: npt.NDArray[np.float32], repeated: bool) -> tuple[Doubt, ...]:
    found: list[Doubt] = []
    if is_over_no_voice(segment, voice):
        found.append(Doubt.NO_VOICE)
    if repeated:
        found.append(Doubt.REPEATED)
    sure = [word.probability for word in segment.words if word.probability is not None]
    if sure and sum(sure) / len(sure) < UNSURE_BELOW:
        found.append(Doubt.UNSURE)
    return tuple(found)


def is_over_no_voice(segment: SpokenSegment, voice: npt.NDArray[np.float32]) -> bool:
    """Whether there is too little voice under a segment for anybody to have said it."""
    first, last = int(segment.start_ms / WINDOW_MS), -int(-segment.end_ms // WINDOW_MS)
    under = voice[first : max(last, first + 1)]
    voiced = int((under >= VOICED).sum())
    too_short = voiced * WINDOW_MS < LEAST_VOICED_MS_A_WORD * len(segment.text.split())
    return too_short or voiced < LEAST_VOICED_SHARE * max(1, under.size)


def _repeated(segments: Sequence[SpokenSegment]) -> set[int]:
    """The places of segments that take part in a loop."""
    words = [
        (at, plain)
        for at, segment in enumerate(segments)
        for word in segment.text.split()
        if (plain := "".join(letter for letter in word.lower() if letter.isalnum()))
    ]
    found: set[int] = set()
    for length in range(1, LONGEST_LOOP + 1):
        turns = LEAST_TURNS.get(length, LEAST_TURNS_OF_MORE)
        run = 0
        for at in range(length, len(words)):
            run = run + 1 if words[at][1] == words[at - length][1] else 0
            if run >= length * (turns - 1):
                found.update(words[place][0] for place in range(at - run - length + 1, at + 1))
    return found
