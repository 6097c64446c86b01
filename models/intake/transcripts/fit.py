"""Laying a transcript on its recording: channels, speakers and times, mended where they can be, with a count of each.

What follows our own contract (`Told.exact`) is only checked: what is wrong there is refused by its place. What others
wrote is mended (`models.intake.transcripts.times`), and that is said. A transcript that runs far beyond the recording
is refused: it belongs to another one.
"""

import math
from typing import NamedTuple

from models.intake.transcripts.speakers import Speakers, name_in_text
from models.intake.transcripts.times import GRACE_MS, Counts, mend_times, refuse_out_of_step
from models.intake.transcripts.told import (
    STRAY,
    WORDS,
    Loss,
    Told,
    ToldStretch,
    ToldWord,
    misplaced,
    stray_count,
    without_strays,
)
from models.transcript import Speaker, SpokenSegment, WordText

NAMES_SHOWN = 4


class Recorded(NamedTuple):
    """What a transcript must fit: channels and length of its recording, and the channel of the caseworker."""

    channels: int
    duration_ms: int
    caseworker_channel: int = 0


class Fitted(NamedTuple):
    """A transcript on its recording, segments in order of time, and what it lost on the way."""

    segments: tuple[SpokenSegment, ...]
    losses: list[Loss]


def fitted(told: Told, recorded: Recorded, speakers: Speakers) -> Fitted:
    """Lay what is told on the recording. Raises Unfit by place; `told` is used up."""
    return _exactly(told, recorded) if told.exact else _Mending(told, recorded, speakers).done()


def _exactly(told: Told, recorded: Recorded) -> Fitted:
    """Every stretch as it is told; a time behind the recording or a channel it lacks is refused."""
    limit_ms = recorded.duration_ms + GRACE_MS

    def whole(at_ms: float | None, place: str | int, name: str) -> int:
        if at_ms is None or at_ms > limit_ms:
            at_s = None if at_ms is None else at_ms / 1000
            length = f"{recorded.duration_ms / 1000:.1f} s long"
            raise misplaced(place, name, at_s, f"lies beyond the recording, which is {length}")
        return _whole(at_ms)

    segments = []
    for stretch in told.stretches:
        where, channel = stretch.place, stretch.channel or 0
        if not 0 <= channel < recorded.channels:
            raise misplaced(where, "channel", channel, _channels_held(recorded))
        words = []
        for position, word in enumerate(stretch.words):
            at = f"{where}.words[{position}]" if isinstance(where, str) else where
            start_ms, end_ms = whole(word.start_ms, at, "start"), whole(word.end_ms, at, "end")
            words.append(WordText(start_ms, end_ms, word.text, word.probability))
        start_ms, end_ms = whole(stretch.start_ms, where, "start"), whole(stretch.end_ms, where, "end")
        speaker = Speaker(stretch.speaker or Speaker.UNKNOWN)
        segments.append(SpokenSegment(channel, speaker, start_ms, end_ms, stretch.text, tuple(words)))
    return Fitted(_in_time(segments), told.losses)


class _Mending:
    """One transcript of somebody else's, being made fit."""

    def __init__(self, told: Told, recorded: Recorded, speakers: Speakers) -> None:
        self._told = told
        self._recorded = recorded
        self._speakers = speakers
        self._counts = Counts()
        self._strangers: dict[str, None] = {}

    def done(self) -> Fitted:
        """Every stretch that has any text, with times, channel and speaker that fit. Raises Unfit."""
        told, length_ms = self._told, self._recorded.duration_ms
        refuse_out_of_step(told.stretches, length_ms)
        name_in_text(told, self._speakers)
        for stretch in told.stretches:
            self._clean(stretch)
        with_text = [stretch for stretch in told.stretches if stretch.text]
        self._counts.add("left out: {} without text", len(told.stretches) - len(with_text))
        mend_times(with_text, length_ms, self._counts)
        segments = _in_time([self._segment(stretch) for stretch in with_text])
        self._count_overlaps(segments)
        self._counts.tell(told)
        if self._strangers:
            told.losses.append(Loss(self._strangers_in_words()))
        return Fitted(segments, told.losses)

    def _clean(self, stretch: ToldStretch) -> None:
        """Make the text one that can be kept: line ends are blanks, what is no character is U+FFFD."""
        strays = stray_count(stretch.text)
        self._counts.add("{} that no text has: now " + STRAY, strays, "characters")
        stretch.text = " ".join((without_strays(stretch.text) if strays else stretch.text).split())
        for word in stretch.words:
            if stray_count(word.text):
                word.text = without_strays(word.text)
            if word.probability is not None and math.isnan(word.probability):
                word.probability = None
                self._counts.add("left out: the confidence of {}, no number from 0 to 1", 1, WORDS)

    def _segment(self, stretch: ToldStretch) -> SpokenSegment:
        channel, speaker = self._whose(stretch)
        words = tuple(_word(word) for word in stretch.words if word.text)
        span = _whole(stretch.start_ms or 0.0), _whole(stretch.end_ms or 0.0)
        return SpokenSegment(channel, speaker, *span, stretch.text, words)

    def _whose(self, stretch: ToldStretch) -> tuple[int, Speaker]:
        """Channel and speaker: the one told, else the one that follows from the other; else 0 and unknown."""
        two, caseworker = self._recorded.channels > 1, self._recorded.caseworker_channel
        channel = stretch.channel
        if channel is not None and not 0 <= channel < self._recorded.channels:
            if two or channel not in (0, 1):
                raise misplaced(stretch.place, "channel", channel, _channels_held(self._recorded))
            self._counts.add("{} on a channel that the recording does not have: speaker unknown unless named")
            channel = None
        known = None if stretch.speaker is None else self._speakers.meant(stretch.speaker)
        if stretch.speaker is not None and known is None:
            self._strangers[stretch.speaker] = None
        if channel is not None and two:
            return channel, known or (Speaker.CASEWORKER if channel == caseworker else Speaker.NRP)
        known = known or Speaker.UNKNOWN
        if not two:
            return 0, known
        if known is Speaker.UNKNOWN:
            self._counts.add("neither channel nor speaker told for {}: channel 0, speaker unknown")
            return 0, known
        self._counts.add("channel not told for {}: taken from the speaker")
        return caseworker if known is Speaker.CASEWORKER else 1 - caseworker, known

    def _strangers_in_words(self) -> str:
        names = [repr(name) for name in self._strangers]
        more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
        return f"who is meant by {', '.join(names[:NAMES_SHOWN])}{more} is not known; an import profile can say it"

    def _count_overlaps(self, segments: tuple[SpokenSegment, ...]) -> None:
        """Count the stretches that begin well before the same speaker's one before them ended; they stay as told."""
        until_ms: dict[tuple[int, str], int] = {}
        for segment in segments:
            who = segment.channel, segment.speaker
            if segment.speaker is not Speaker.UNKNOWN and segment.start_ms + GRACE_MS // 2 < until_ms.get(who, 0):
                self._counts.add("{} of one speaker overlapping: times kept as told")
            until_ms[who] = max(segment.end_ms, until_ms.get(who, 0))


def _channels_held(recorded: Recorded) -> str:
    held = recorded.channels
    return "the recording has " + ("1 channel, 0" if held == 1 else f"channels 0 to {held - 1}")


def _in_time(segments: list[SpokenSegment]) -> tuple[SpokenSegment, ...]:
    return tuple(sorted(segments, key=lambda segment: (segment.start_ms, segment.channel)))


def _whole(at_ms: float) -> int:
    """Milliseconds rounded half up."""
    return math.floor(at_ms + 0.5)


def _word(word: ToldWord) -> WordText:
    return WordText(_whole(word.start_ms or 0.0), _whole(word.end_ms or 0.0), word.text, word.probability)
