"""Playing the open call: position, spans, loops, and what was heard. The one owner of the sound device.

Gets the samples from the open call (jobs/samples) with what is known of who speaks when (jobs/activity), hands them to
a device or the silent clock (state/sound_way) by a feed, and tells views where in the recording the sound now heard
comes from. All times are milliseconds of the recording. Everything happens on the GUI thread; nothing here takes longer
than the next blocks of sound.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.jobs.activity import Activity
from desktop.jobs.route import Route
from desktop.jobs.samples import Samples
from desktop.state.heard import Heard
from desktop.state.playback_ahead import Ahead
from desktop.state.playback_devices import PlaybackDevices
from desktop.state.sound_feed import SoundFeed
from desktop.state.sound_out import MakeOut, SilentOut
from desktop.state.sound_outputs import Outputs
from models.listening import SKIPPED, HeardSpan

TICK_MS = 20
GROWTH_MS = 250
HEARD_TICKS = 50


class Playback(PlaybackDevices):
    """Plays one call at a time.

    Signals: `position_changed(ms)` (50 times a second while playing), `duration_changed(ms)` (while the decode goes
    on), `playing_changed(bool)`, `ended()` (the call or the span came to its end), `skipped(start_ms, end_ms)` (a
    silence was just passed over), `heard_changed()` (about once a second while playing and at each stop),
    `waiting_changed(bool)` (the position lies where the sound is still to come, or no longer), and those of
    PlaybackDevices.
    """

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()
    skipped = Signal(int, int)
    heard_changed = Signal()
    waiting_changed = Signal(bool)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        make_out: MakeOut | None = None,
        make_silent: MakeOut = SilentOut,
        outputs: Outputs | None = None,
    ) -> None:
        super().__init__(parent, make_out=make_out, make_silent=make_silent, outputs=outputs)
        self._samples: Samples | None = None
        self._activity: Activity | None = None
        self._feed: SoundFeed | None = None
        self._ahead = Ahead(self)
        self._frame = 0.0
        self._until: int | None = None
        self._resumes = False
        self._heard = Heard()
        self._heard_output = 0.0
        self._unsaid_ticks = 0
        self._told_duration = 0
        self._ticker = QTimer(self)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticker.setInterval(TICK_MS)
        self._growth = QTimer(self)
        self._growth.setInterval(GROWTH_MS)
        self._ticker.timeout.connect(self._tick)
        self._growth.timeout.connect(self._grow)
        self._way.moved.connect(self._on_moved)
        self._ahead.position_changed.connect(self.position_changed)
        self._ahead.playing_changed.connect(self.playing_changed)
        self._ahead.waiting_changed.connect(self.waiting_changed)

    @property
    def position_ms(self) -> int:
        if self._ahead.wish is not None:
            return self._ahead.wish.ms
        rate = self._samples.rate_hz if self._samples else 1
        return int(self._frame * 1000 / rate)

    @property
    def duration_ms(self) -> int:
        return self._samples.duration_ms if self._samples else 0

    @property
    def playing(self) -> bool:
        """Also while it waits for the sound that is to be played."""
        return self._feed is not None or self._ahead.plays

    @property
    def waiting(self) -> bool:
        """Whether the sound at the position is still to come."""
        if self._samples is None:
            return self._ahead.wish is not None
        return self._ahead.duration_ms > 0 and not self._samples.complete and 0 < self._frame >= self._samples.frames

    @property
    def channels(self) -> int:
        """How many channels the open call has; 0 when none is open."""
        return self._samples.channels if self._samples else 0

    @property
    def heard(self) -> list[tuple[int, int]]:
        """The parts of this call that were gone through (silence skipped on the way included): merged spans."""
        return self._heard.spans

    def heard_at_speed(self) -> list[HeardSpan]:
        """What was heard, how fast, and what was skipped as silence: (start_ms, end_ms, speed)."""
        return self._heard.at_speed

    def heard_share(self) -> float:
        """What part of the call was gone through, 0..1."""
        return self._heard.share(self.duration_ms)

    # the call

    def load(
        self,
        samples: Samples,
        heard: Sequence[HeardSpan | tuple[int, int]] = (),
        activity: Activity | None = None,
    ) -> None:
        """Takes a call, complete or still growing, what was heard of it before, and what is known of who speaks when
        (without it no silence is skipped and no level evened). Position 0, not playing, unless otherwise was wished
        for since it was expected."""
        coming, wish, loop = self._ahead.duration_ms, self._ahead.take(), self._loop
        loop = None if self._samples is not None else loop  # that of the call before
        self.unload()
        self._ahead.duration_ms = coming
        self._samples, self._activity = samples, activity
        self._heard = Heard(heard)
        self._way.open(samples.rate_hz)
        self._growth.start()
        self._grow()
        QTimer.singleShot(0, self, self._way.find)  # the sound library loads now, not at the first press of play
        if wish is not None:
            self._frame = self._place_of(wish.ms)
        self.set_loop(loop)
        if wish is not None and wish.plays:
            self._until = None if wish.until_ms is None else self._frame_of(wish.until_ms)
            self._way.find()
            self._start()
        self.position_changed.emit(self.position_ms)
        self._tell_waiting()
        self.heard_changed.emit()

    def expect(self, duration_ms: int) -> None:
        """The sound of a call of this length is coming, or (0) no more of it is. Until it is there, any place in it can
        be gone to and played from: playing begins as soon as its sound is there."""
        self._ahead.duration_ms = duration_ms
        if not duration_ms:
            self._ahead.drop()
            if self._samples is not None and self._frame > self._samples.frames:
                self._go(self.position_ms)
        self._tell_waiting()

    def unload(self) -> None:
        """Lets go of the call and of the device."""
        self._ahead.duration_ms = 0
        self._ahead.drop()
        if self._samples is not None:
            self.pause()
            self._growth.stop()
            self._way.close()
            self._samples = self._activity = None
            self._frame, self._until, self._told_duration, self._resumes = 0.0, None, 0, False
            self._heard = Heard()
            self.duration_changed.emit(0)
            self.position_changed.emit(0)
        self.set_loop(None)
        self._tell_waiting()

    # playing

    def play(self) -> None:
        """Plays on from the position, or a little before it where playing was paused there; from the start, when the
        call had come to its end."""
        if self.playing:
            return
        if self._samples is None:
            self._ahead.keep(self.position_ms, plays=True)
            self._tell_waiting()
            return
        if self._samples.complete and self._frame >= self._samples.frames:
            self._frame = 0.0
        if self._resumes:
            self._rewind()
        self._way.find()  # the device may be another one than last time, or be there again
        self._start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        if not self.playing:
            return
        if self._feed is None:
            self._ahead.keep(self.position_ms, plays=False)
            return
        self._tick()
        if self.playing:  # not if that tick met the end
            self._stop()
            self._resumes = True
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek_ms(self, ms: int) -> None:
        """Goes to a place, playing on from there if it was playing. Leaves a span that was being played, and a loop
        that the place lies outside of."""
        self._until = None
        if self._loop is not None and not self._loop[0] <= ms <= self._loop[1]:
            self.set_loop(None)
        self._go(ms)

    def step_ms(self, delta: int) -> None:
        """Goes forward or (negative) back."""
        self.seek_ms(self.position_ms + delta)

    def play_span(self, start_ms: int, end_ms: int) -> None:
        """Plays from `start_ms` and stops at `end_ms`. A loop is left for it."""
        if end_ms <= start_ms:
            return
        if self._samples is None:
            self._ahead.keep(start_ms, plays=True, until_ms=end_ms)
            self._tell_waiting()
            return
        was_playing = self.playing
        self.set_loop(None)
        self._until = self._frame_of(end_ms)
        self._go(start_ms)
        if not was_playing:
            self.play()

    def speech_here(self) -> tuple[int, int] | None:
        """The stretch of speech the position lies in, else the next one; of the speaker who began last."""
        return None if self._activity is None else self._activity.picture.speech_from(self.position_ms)

    def swap_speakers(self) -> None:
        """The other channel is the caseworker's."""
        if self.channels > 1:
            self.set_caseworker_channel(1 - self.caseworker_channel)

    # within

    def _go(self, ms: int) -> None:
        if self._samples is None:
            self._ahead.keep(ms, plays=self.playing)
            self._tell_waiting()
            return
        playing = self.playing
        if playing:
            self._follow()
            self._stop()
        self._frame = self._place_of(ms)
        self._resumes = False
        if playing:
            self._start()
        self.position_changed.emit(self.position_ms)
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        self._ahead.tell_waiting(waiting=self.waiting)

    def _place_of(self, ms: int) -> float:
        """The source frame of a place, kept within what there is and what is still to come."""
        assert self._samples is not None
        last = self._samples.frames
        if not self._samples.complete:
            last = max(last, self._frame_of(self._ahead.duration_ms))
        return float(min(max(0, self._frame_of(ms)), last))

    def _rewind(self) -> None:
        least = 0 if self._loop is None else self._loop[0]
        self._frame = float(max(self._frame_of(max(0, least)), self._frame_of(self.position_ms - self._rewind_ms)))

    def _frame_of(self, ms: int) -> int:
        assert self._samples is not None
        return -(-ms * self._samples.rate_hz // 1000)

    def _start(self) -> None:
        assert self._samples is not None
        assert self._way.out is not None
        out, start = self._way.out, round(self._frame)
        self._feed = SoundFeed(self._samples, start, out.rate_hz, self._manner, self._route(), self._activity)
        self._heard_output = 0.0
        self._resumes = False
        self._way.playing = True
        out.start(self._feed)
        self._ticker.start()

    def _route(self) -> Route:
        """The way from here on, by the wishes in force."""
        assert self._samples is not None
        until = self._until if self._until is not None and self._until > round(self._frame) else None
        loop = None if self._loop is None else (self._frame_of(self._loop[0]), self._frame_of(self._loop[1]))
        return Route(
            self._samples.rate_hz, until=until, loop=loop, activity=self._activity, spoken=self._spoken(self.channels)
        )

    def _stop(self) -> None:
        self._ticker.stop()
        if self._way.out is not None:
            self._way.out.stop()
        self._way.playing = False
        self._feed = None
        if self._unsaid_ticks:
            self._unsaid_ticks = 0
            self.heard_changed.emit()

    def _manner_changed(self) -> None:
        if self._feed is not None:
            self._feed.set_manner(self._manner)

    def _route_changed(self) -> None:
        if self._feed is not None:
            self._feed.set_route(self._route())

    def _loop_set(self) -> None:
        if self._samples is None:
            return
        if self._loop is not None:
            self._until = None
            if not self._loop[0] <= self.position_ms < self._loop[1]:
                self._go(self._loop[0])
        self._route_changed()

    def _on_moved(self) -> None:
        """The sound goes on elsewhere, from the place that was heard last."""
        if self._feed is not None:
            self._start()

    def _tick(self) -> None:
        """Where is the sound now? Also: has it ended, has the device gone?"""
        if self._feed is None or self._samples is None:
            return
        heard = self._follow()
        ended_at = self._feed.ended_at
        if ended_at is not None and heard >= ended_at:
            self._come_to_end()
            return
        self.position_changed.emit(self.position_ms)
        self._way.look_after()

    def _follow(self) -> float:
        """Takes down what was heard since the last time; the output frame that is heard now."""
        assert self._feed is not None
        assert self._way.out is not None
        heard = self._way.out.heard_frames()
        ended_at = self._feed.ended_at
        # at the end, one frame more: a silence that was skipped up to the end lies just before it
        self._note_heard(heard if ended_at is None or heard < ended_at else ended_at + 1)
        self._frame = self._feed.source_at(heard)
        self._feed.forget_before(heard)
        return heard

    def _come_to_end(self) -> None:
        assert self._samples is not None
        end = self._samples.frames if self._until is None else min(self._until, self._samples.frames)
        self._frame = float(end)
        self._until = None
        self._stop()
        self.position_changed.emit(self.position_ms)
        self.playing_changed.emit(False)
        self.ended.emit()

    def _note_heard(self, heard: float) -> None:
        assert self._feed is not None
        assert self._samples is not None
        for passage, speed in self._feed.heard_between(self._heard_output, heard):
            start, end = (int(frame * 1000 / self._samples.rate_hz) for frame in (passage.source, passage.source_end))
            if speed is None and end > start:
                self._unsaid_ticks += self._heard.add(start, end, SKIPPED)
                self.skipped.emit(start, end)
            elif speed is not None and self._heard.add(start, end, speed):
                self._unsaid_ticks += 1
        self._heard_output = heard
        if self._unsaid_ticks >= HEARD_TICKS:
            self._unsaid_ticks = 0
            self.heard_changed.emit()

    def _grow(self) -> None:
        if self._samples is None:
            return
        complete = self._samples.complete
        if self.duration_ms != self._told_duration:
            self._told_duration = self.duration_ms
            self.duration_changed.emit(self._told_duration)
        if complete:
            self._growth.stop()
            if self._frame > self._samples.frames:  # the call is shorter than was expected
                self._go(self._told_duration)
        self._tell_waiting()
