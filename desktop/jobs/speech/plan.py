"""What of a call is to be heard, in which pieces: the same plan for the same sound, so that a run can go on.

samples -> voice on each channel (Silero, in the speech child) -> islands -> those that are only the other side's voice
left out -> chunks of all channels in order of time. Nothing of it is kept in the database but the names of the chunks
that are done; a run that goes on plans again and finds the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.channels import ChannelCheck, is_bleeding
from desktop.jobs.speech.chunks import Chunk, chunks, cut
from desktop.jobs.speech.engine import RATE_HZ, Sound
from desktop.jobs.speech.voice_activity import Island, VoiceSettings, islands
from models.transcription import ChunkKey

Probabilities = npt.NDArray[np.float32]
Read = Callable[[int, int], Sound]
Voice = Callable[[int, Read], Probabilities]
"""Given the frames of a channel and how to read them: the probability of voice in each window."""
Report = Callable[[float], None]
Check = Callable[[], None]


@dataclass(frozen=True)
class LeftOut:
    """A stretch of a channel that holds only the other side's voice; milliseconds of the call."""

    channel: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Plan:
    """The chunks in order of time, what was left out, and the probabilities of voice by channel."""

    chunks: tuple[Chunk, ...]
    left_out: tuple[LeftOut, ...]
    voice: dict[int, Probabilities]

    @property
    def keys(self) -> tuple[ChunkKey, ...]:
        return tuple(key_of(chunk) for chunk in self.chunks)


def key_of(chunk: Chunk) -> ChunkKey:
    """The name of a chunk."""
    return ChunkKey(chunk.start, chunk.channel, chunk.end)


def make_plan(
    sound: CallSound,
    found: ChannelCheck,
    voice: Voice,
    settings: VoiceSettings,
    join_ms: int,
    report: Report,
    check: Check,
) -> Plan:
    """Plans a whole call; `report` is told the share that is done. Raises what `voice` and `check` raise."""
    planned: list[Chunk] = []
    left_out: list[LeftOut] = []
    heard: dict[int, Probabilities] = {}
    for at, channel in enumerate(found.heard):

        def read(start: int, end: int, channel: int = channel, at: int = at) -> Sound:
            report((at + start / max(1, sound.frames)) / len(found.heard))
            return sound.levelled(channel, start, end)

        heard[channel] = voice(sound.frames, read)
        spoken = islands(heard[channel], sound.frames, settings)
        pieces = [piece for island in spoken for piece in cut(island, heard[channel])]
        own, other = _parted(sound, found, channel, pieces, check)
        left_out.extend(other)
        planned.extend(chunks(channel, own, join_ms))
    report(1.0)
    return Plan(tuple(sorted(planned, key=key_of)), tuple(left_out), heard)


def _parted(
    sound: CallSound, found: ChannelCheck, channel: int, pieces: Sequence[Island], check: Check
) -> tuple[list[Island], list[LeftOut]]:
    """The islands that are this channel's own, and those in which only the other side is heard."""
    if len(found.heard) != 2:
        return list(pieces), []
    own: list[Island] = []
    left_out: list[LeftOut] = []
    per_ms = RATE_HZ // 1000
    for piece in pieces:
        check()
        mine = sound.recorded(channel, piece.start, piece.end)
        if is_bleeding(mine, sound.recorded(1 - channel, piece.start, piece.end)):
            left_out.append(LeftOut(channel, piece.start // per_ms, piece.end // per_ms))
        else:
            own.append(piece)
    return own, left_out
