"""What a transcription found out about the channels of a call, kept with its transcript and told in words.

The speech job writes it (jobs/speech/transcribe), the window and the command line show it. Plain values, so that a
transcript can be understood years later without the model that made it.
"""

from dataclasses import asdict, dataclass
from typing import Any

from models.transcript import TranscriptText, believable

MOST_PLACES = 5


@dataclass(frozen=True)
class ChannelNotes:
    """Channels from 0. `left_out`: stretches that hold only the other side's voice, as (channel, start_ms, end_ms).
    `look_swapped`: what only a caseworker says is found mainly on the other side's channel."""

    channels: int
    silent: tuple[int, ...] = ()
    same: bool = False
    left_out: tuple[tuple[int, int, int], ...] = ()
    look_swapped: bool = False

    def as_values(self) -> dict[str, Any]:
        return asdict(self)


def notes_of(settings: object) -> ChannelNotes | None:
    """The notes in a transcript's settings; None where there are none (an imported transcript)."""
    told = settings.get("channels") if isinstance(settings, dict) else None
    if not isinstance(told, dict):
        return None
    left_out = tuple((int(channel), int(start), int(end)) for channel, start, end in told.get("left_out", ()))
    return ChannelNotes(
        int(told.get("channels", 1)),
        tuple(told.get("silent", ())),
        bool(told.get("same")),
        left_out,
        bool(told.get("look_swapped")),
    )


def remarks_of(settings: object) -> tuple[str, ...]:
    """What a person should know of how a transcript came about, a sentence each."""
    notes = notes_of(settings)
    if notes is None:
        return ()
    said: list[str] = []
    if len(notes.silent) == notes.channels:
        said.append("No sound was found on this recording.")
    elif notes.silent:
        said.append(
            f"{_channel(notes.silent[0])} is silent, so both sides may be on the other one: who speaks is not known."
        )
    if notes.same:
        said.append("Both channels hold the same sound: it was heard once, and who speaks is not known.")
    if notes.channels == 1 and not notes.silent:
        said.append("The recording has one channel: who speaks is not known.")
    for channel in sorted({place[0] for place in notes.left_out}):
        places = [place for place in notes.left_out if place[0] == channel]
        seconds = sum(end - start for _, start, end in places) / 1000
        stretches = "1 stretch" if len(places) == 1 else f"{len(places)} stretches"
        said.append(
            f"{_channel(channel)}: {stretches} ({seconds:.0f} s) left out, in which only the other side's voice is "
            "heard, faintly."
        )
    if notes.look_swapped:
        said.append("The channels may be the wrong way round: what a caseworker says is found on the other channel.")
    return tuple(said)


def reservations(transcript: TranscriptText) -> tuple[str, ...]:
    """What anybody who looks for something in a transcript should know: that it is not finished, and which lines were
    passed over because they may not have been said."""
    said: list[str] = []
    if transcript.partial:
        said.append("This transcript is not finished: what is not found may still come.")
    trusted = {segment.segment for segment in believable(transcript.segments)}
    doubtful = [segment for segment in transcript.segments if segment.segment not in trusted]
    if doubtful:
        places = ", ".join(_minutes(segment.start_ms) for segment in doubtful[:MOST_PLACES])
        more = f" and {len(doubtful) - MOST_PLACES} more" if len(doubtful) > MOST_PLACES else ""
        lines = (
            "1 line was passed over, since it"
            if len(doubtful) == 1
            else f"{len(doubtful)} lines were passed over, since they"
        )
        said.append(f"{lines} may not have been said ({places}{more}).")
    return tuple(said)


def _minutes(at_ms: int) -> str:
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02}"


def _channel(number: int) -> str:
    return f"Channel {number + 1}"
