"""What listening costs: knowing who speaks, changing the speed, evening levels; and how true the play head is."""

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import av
import av.error
import av.filter
import numpy as np
from PySide6.QtCore import QElapsedTimer

from desktop.jobs.activity import Activity
from desktop.jobs.mix import Listening, Mix
from desktop.jobs.samples import Samples
from desktop.jobs.stretch import Stretcher
from desktop.state.playback import Playback
from desktop.state.sound_feed import Manner, SoundFeed

RATE_HZ = 8000
HOUR = 3600 * RATE_HZ
HIGHLIGHT_MS = 20


def hour() -> Samples:
    rng = np.random.default_rng(1)
    minute = rng.normal(0, 2500, (2, 60 * RATE_HZ))
    for channel, turn in ((0, 0), (1, 1)):
        minute[channel] *= (np.arange(60 * RATE_HZ) // (5 * RATE_HZ) % 2 == turn) * 0.99 + 0.01
    samples = Samples(RATE_HZ, 2)
    for _ in range(60):
        samples.append(minute.astype(np.int16))
    samples.finish()
    return samples


def bench_who_speaks_in_an_hour(side_by_side) -> None:
    """Beside the least that any look at the loudness needs: the power of every sample."""
    samples = hour()
    whole = samples.read(0, HOUR)

    def power() -> None:
        for at in range(0, HOUR, 1 << 16):
            block = whole[:, at : at + (1 << 16)].astype(np.float32)
            np.einsum("cn,cn->c", block, block)

    side_by_side("who speaks when, an hour", lambda: Activity(samples).update(), ("the power alone", power), at_most=8)


def bench_a_minute_at_double_speed(side_by_side) -> None:
    """Beside libavfilter's atempo, which is C and does not say where its sound comes from; and beside the half minute
    it takes to be heard, of which it may take one part in twenty."""
    samples = hour()
    mix = Mix(samples, Listening.OWN_EARS)
    clock = QElapsedTimer()

    def ours() -> None:
        stretcher = Stretcher(mix, 0, 2.0)
        for _ in range(300):
            stretcher.take(RATE_HZ // 10)

    def atempo() -> None:
        graph = av.filter.Graph()
        source = graph.add_abuffer(sample_rate=RATE_HZ, format="s16", layout="stereo", time_base=Fraction(1, RATE_HZ))
        graph.link_nodes(source, graph.add("atempo", "2.0"), graph.add("abuffersink")).configure()
        for at in range(0, 60 * RATE_HZ, 800):
            packed = np.ascontiguousarray(samples.read(at, 800).T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE_HZ, at
            graph.push(frame)
            with suppress(av.error.BlockingIOError):
                while True:
                    graph.pull()

    clock.start()
    ours()
    share = clock.elapsed() / 30_000
    line = side_by_side("a minute of the call at 2x", ours, ("atempo", atempo))
    assert share < 0.05, f"{share:.1%} of the time it plays: {line}"


def bench_evened_and_mixed_sound(side_by_side) -> None:
    samples = hour()
    activity = Activity(samples)
    activity.update()

    def read(levelled: bool) -> None:
        feed = SoundFeed(samples, 0, RATE_HZ, Manner(levelled=levelled), activity=activity)
        for _ in range(600):
            feed.read(RATE_HZ // 20)

    side_by_side(
        "half a minute of evened sound", lambda: read(True), ("as it was recorded", lambda: read(False)), at_most=20
    )


def bench_the_play_head_against_the_clock_of_the_samples(qtbot) -> None:
    """Every position told lies within HIGHLIGHT_MS of the sample that is heard when it is told, at any speed."""
    samples = hour()
    for speed in (0.5, 1.0, 3.0):
        playback = Playback()
        playback.load(samples)
        playback.set_speed(speed)
        clock, apart, told = QElapsedTimer(), [], []

        def look(ms: int, playback=playback, clock=clock, apart=apart, told=told, speed=speed) -> None:
            if clock.isValid() and playback.playing:
                told.append(clock.nsecsElapsed() / 1e6)
                apart.append(ms - told[-1] * speed)

        playback.position_changed.connect(look)
        playback.play()
        clock.start()
        qtbot.waitUntil(lambda told=told: len(told) >= 100, timeout=30_000)
        playback.unload()
        gaps = [after - before for before, after in pairwise(told)]
        assert np.percentile(np.abs(apart), 95) / speed <= HIGHLIGHT_MS
        assert np.median(gaps) <= HIGHLIGHT_MS * 1.5
