"""What is given to the recogniser at once: islands of voice, joined over short pauses to at most 28 seconds.

How far apart islands may be joined is a setting of the model. Real Whisper models hear better with context, and each
request costs as much as 30 seconds of sound; the demonstration model does best with each island on its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.jobs.speech.engine import RATE_HZ
from desktop.jobs.speech.voice_activity import WINDOW, Island

MOST_S = 28
MOST_FRAMES = MOST_S * RATE_HZ
LOOK_BACK_FRAMES = 8 * RATE_HZ
"""An island longer than MOST_S is cut where voice is least likely in so much before that."""


@dataclass(frozen=True)
class Chunk:
    """Islands of one channel that are heard together; never empty, at most MOST_FRAMES from first to last."""

    channel: int
    islands: tuple[Island, ...]

    @property
    def start(self) -> int:
        return self.islands[0].start

    @property
    def end(self) -> int:
        return self.islands[-1].end


def chunks(channel: int, pieces: Sequence[Island], join_ms: int) -> list[Chunk]:
    """The chunks of one channel, in order; `pieces` are islands that `cut` made short enough."""
    made: list[list[Island]] = []
    join = join_ms * RATE_HZ // 1000
    for island in pieces:
        last = made[-1] if made else None
        if last and island.start - last[-1].end <= join and island.end - last[0].start <= MOST_FRAMES:
            last.append(island)
        else:
            made.append([island])
    return [Chunk(channel, tuple(group)) for group in made]


def cut(island: Island, heard: npt.NDArray[np.float32]) -> list[Island]:
    """An island in pieces of at most MOST_FRAMES. `heard` are the probabilities of voice it came from."""
    pieces: list[Island] = []
    start = island.start
    while island.end - start > MOST_FRAMES:
        first = (start + MOST_FRAMES - LOOK_BACK_FRAMES) // WINDOW
        last = (start + MOST_FRAMES) // WINDOW
        quietest = first + int(np.argmin(heard[first:last]))
        end = quietest * WINDOW + WINDOW // 2
        pieces.append(Island(start, end))
        start = end
    return [*pieces, Island(start, island.end)]
