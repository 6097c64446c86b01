"""Who speaks when: spans of speech per channel, and what follows from them, growing with the samples of the open call.

Reads the samples beside peaks and playback, so that all three agree. The waveform tints by it and snaps to its edges,
playback skips silence by it and evens levels by it. All times are milliseconds of the recording. The result depends
on the samples alone, not on the blocks they came in; while the decode goes on, the last second or two may still change.
An hour of two channels costs well under a second.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

import numpy as np

from desktop.jobs.samples import BLOCK_FRAMES, Samples
from desktop.jobs.speech_spans import STEPS_A_SECOND, Loudness, Mask, Spans, level_db, runs, speech_masks

HOLD_MS = 15_000
"""Nobody speaks for so long: somebody is on hold, or looks something up."""
SNAP_MS = 150
FAINTEST_DB = -100.0


@dataclass(frozen=True)
class Picture:
    """What was found, as it stands: nothing in it ever changes."""

    covered_ms: int = 0
    speech: tuple[Spans, ...] = ()
    cross_talk: Spans = field(default_factory=list)
    silence: Spans = field(default_factory=list)
    hold: Spans = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    levels_db: tuple[float | None, ...] = ()

    def speech_from(self, ms: int) -> tuple[int, int] | None:
        """The stretch of speech a moment lies in, else the next one; of the speaker who began last."""
        ahead = [span for spans in self.speech for span in spans if span[1] > ms]
        here = [span for span in ahead if span[0] <= ms]
        return max(here) if here else min(ahead, default=None)


class Activity:
    """Speech in `samples`. One thread calls `update`; any number of threads ask."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.frames_per_step = max(1, samples.rate_hz // STEPS_A_SECOND)
        self._loudness: Loudness = np.zeros((samples.channels, 0), np.float32)
        self._steps = 0
        self._judged = -1
        self._picture = Picture(speech=tuple([] for _ in range(samples.channels)), levels_db=(None,) * samples.channels)

    def update(self) -> None:
        """Takes in the samples that came since the last call. Judged anew when there is enough that is new."""
        complete = self.samples.complete  # asked first: whatever is appended later belongs to the next call
        self._measure()
        grown = self._steps - self._judged
        if grown >= max(STEPS_A_SECOND, self._judged // 8) or (complete and grown):
            self._picture = self._judge()
            self._judged = self._steps

    @property
    def picture(self) -> Picture:
        """Everything that was found, as it stands now: another object after each change."""
        return self._picture

    @property
    def complete(self) -> bool:
        """Whether the whole call was judged, and nothing will change any more."""
        return self.samples.complete and self._judged == self._steps == self.samples.frames // self.frames_per_step

    @property
    def covered_ms(self) -> int:
        """How far into the call was judged."""
        return self._picture.covered_ms

    def spans(self, channel: int) -> Spans:
        """Where a channel speaks: (start_ms, end_ms), in order and apart."""
        return self._picture.speech[channel]

    def cross_talk(self) -> Spans:
        """Where both speak at once."""
        return self._picture.cross_talk

    def silence(self) -> Spans:
        """Where nobody speaks, music included."""
        return self._picture.silence

    def hold(self) -> Spans:
        """The parts of the silence that are long, or filled with music or a tone."""
        return self._picture.hold

    def level_db(self, channel: int) -> float | None:
        """The level of a channel's speech in dB against full scale; None while there is too little of it."""
        return self._picture.levels_db[channel]

    def snap(self, ms: int, within_ms: int = SNAP_MS) -> int:
        """The edge of speech nearest to a place, or the place itself when none is within reach."""
        edges = self._picture.edges
        at = bisect_left(edges, ms)
        near = min(edges[max(0, at - 1) : at + 1], key=lambda edge: abs(edge - ms), default=ms)
        return near if abs(near - ms) <= within_ms else ms

    def _measure(self) -> None:
        size = self.frames_per_step
        piece = max(1, BLOCK_FRAMES // size)
        while (count := min(piece, self.samples.frames // size - self._steps)) > 0:
            block = self.samples.read(self._steps * size, count * size).astype(np.float32)
            block = block.reshape(self.samples.channels, count, size)
            power = np.einsum("cns,cns->cn", block, block) / size - block.mean(axis=2) ** 2  # an offset is not sound
            self._grow(10 * np.log10(np.maximum(power / 32768**2, 10 ** (FAINTEST_DB / 10))))

    def _grow(self, loudness: Loudness) -> None:
        end = self._steps + loudness.shape[1]
        if end > self._loudness.shape[1]:
            larger = np.full((self.samples.channels, max(4096, 2 * end)), FAINTEST_DB, np.float32)
            larger[:, : self._steps] = self._loudness[:, : self._steps]
            self._loudness = larger
        self._loudness[:, self._steps : end] = loudness
        self._steps = end

    def _judge(self) -> Picture:
        loudness = self._loudness[:, : self._steps]
        speech, steady = speech_masks(loudness)
        anyone: Mask = np.logical_or.reduce(speech, axis=0)
        everyone: Mask = np.logical_and.reduce(speech, axis=0)
        silence = runs(~anyone)
        music = np.concatenate(([0], np.cumsum(steady.any(axis=0))))
        filled = (music[silence[:, 1]] - music[silence[:, 0]]) * 2 > silence[:, 1] - silence[:, 0]
        long = (silence[:, 1] - silence[:, 0]) * 1000 // STEPS_A_SECOND >= HOLD_MS
        spans = tuple(self._in_ms(speech[channel]) for channel in range(len(speech)))
        return Picture(
            covered_ms=self._ms(self._steps),
            speech=spans,
            cross_talk=self._in_ms(everyone) if len(speech) > 1 else [],
            silence=[(self._ms(start), self._ms(end)) for start, end in silence],
            hold=[(self._ms(start), self._ms(end)) for start, end in silence[filled | long]],
            edges=sorted({ms for channel in spans for span in channel for ms in span}),
            levels_db=tuple(level_db(line, mask) for line, mask in zip(loudness, speech, strict=True)),
        )

    def _in_ms(self, mask: Mask) -> Spans:
        return [(self._ms(start), self._ms(end)) for start, end in runs(mask)]

    def _ms(self, step: int) -> int:
        return round(int(step) * self.frames_per_step * 1000 / self.samples.rate_hz)
