"""Playing the open call: position, spans, loops, and what was heard. The one owner of the sound device.

Gets the samples from the open call (jobs/samples) with what is known of who speaks when (jobs/activity), hands them to
a device or the silent clock (state/sound_way) by a feed, and tells views where in the recording the sound now heard
comes from. All times are milliseconds of the recording. Everything happens on the GUI thread; nothing here takes longer
than the next blocks of sound.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.jobs.activity import Activity
from desktop.jobs.route import Route, SkipSilence
from desktop.jobs.samples import Samples
from desktop.state.heard import Heard
from desktop.state.playback_manner import PlaybackManner
from desktop.state.sound_feed import SoundFeed
from desktop.state.sound_out import MakeOut, SilentOut
from desktop.state.sound_outputs import OutputDevice, Outputs, SystemOutputs, found_again
from desktop.state.sound_way import SoundWay
from models.listening import SKIPPED, HeardSpan

TICK_MS = 20
GROWTH_MS = 250
HEARD_TICKS = 50


class Playback(PlaybackManner):
    """Plays one call at a time.

    Signals: `position_changed(ms)` (50 times a second while playing), `duration_changed(ms)` (while the decode goes
    on), `playing_changed(bool)`, `ended()` (the call or the span came to its end), `skipped(start_ms, end_ms)` (a
    silence was just passed over), `device_changed(note)` (where the sound goes, in words), `devices_changed()` (others
    can be chosen from), `device_chosen(id, name)` (to be remembered; both empty for the system's own choice),
    `heard_changed()` (about once a second while playing and at each stop), and those of PlaybackManner.
    """

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()
    skipped = Signal(int, int)
    device_changed = Signal(str)
    devices_changed = Signal()
    device_chosen = Signal(str, str)
    heard_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        make_out: MakeOut | None = None,
        make_silent: MakeOut = SilentOut,
        outputs: Outputs | None = None,
    ) -> None:
        super().__init__(parent)
        known = outputs or (SystemOutputs(self) if make_out is None else Outputs(make_out, self))
        self._way = SoundWay(known, make_silent, self)
        self._samples: Samples | None = None
        self._activity: Activity | None = None
        self._feed: SoundFeed | None = None
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
        self._way.note_changed.connect(self.device_changed)
        self._way.devices_changed.connect(self.devices_changed)
        self._way.moved.connect(self._on_moved)

    @property
    def position_ms(self) -> int:
        rate = self._samples.rate_hz if self._samples else 1
        return int(self._frame * 1000 / rate)

    @property
    def duration_ms(self) -> int:
        return self._samples.duration_ms if self._samples else 0

    @property
    def playing(self) -> bool:
        return self._feed is not None

    @property
    def channels(self) -> int:
        """How many channels the open call has; 0 when none is open."""
        return self._samples.channels if self._samples else 0

    @property
    def device_note(self) -> str:
        """Where the sound goes, or why there is none; empty before the first call was played."""
        return self._way.note

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
        (without it no silence is skipped and no level evened). Position 0, not playing."""
        self.unload()
        self._samples, self._activity = samples, activity
        self._heard = Heard(heard)
        self._way.open(samples.rate_hz)
        self._growth.start()
        self._grow()
        QTimer.singleShot(0, self, self._way.find)  # the sound library loads now, not at the first press of play
        self.position_changed.emit(0)
        self.heard_changed.emit()

    def unload(self) -> None:
        """Lets go of the call and of the device."""
        if self._samples is None:
            return
        self.pause()
        self._growth.stop()
        self._way.close()
        self._samples = self._activity = None
        self._frame, self._until, self._told_duration, self._resumes = 0.0, None, 0, False
        self._heard = Heard()
        self.set_loop(None)
        self.duration_changed.emit(0)
        self.position_changed.emit(0)

    # playing

    def play(self) -> None:
        """Plays on from the position, or a little before it where playing was paused there; from the start, when the
        call had come to its end."""
        if self._samples is None or self.playing:
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
        if self._samples is None or end_ms <= start_ms:
            return
        was_playing = self.playing
        self.set_loop(None)
        self._until = self._frame_of(end_ms)
        self._go(start_ms)
        if not was_playing:
            self.play()

    def speech_here(self) -> tuple[int, int] | None:
        """The stretch of speech the position lies in, else the next one; of the speaker who began last."""
        if self._activity is None:
            return None
        now = self.position_ms
        ahead = [span for spans in self._activity.picture.speech for span in spans if span[1] > now]
        here = [span for span in ahead if span[0] <= now]
        return max(here) if here else min(ahead, default=None)

    def swap_speakers(self) -> None:
        """The other channel is the caseworker's."""
        if self.channels > 1:
            self.set_caseworker_channel(1 - self.caseworker_channel)

    # devices

    def devices(self) -> list[OutputDevice]:
        """The devices sound can go to."""
        return self._way.devices()

    @property
    def chosen_device(self) -> OutputDevice | None:
        """The device that was chosen; None: the system's own choice."""
        return self._way.wanted

    def remember_device(self, device_id: str, name: str) -> None:
        """The device that was chosen another time (empty: none was); it is told to nobody."""
        wanted = OutputDevice(device_id, name) if device_id else None
        if wanted != self._way.wanted:
            self._way.choose(wanted)

    def choose_device(self, device_id: str | None, name: str = "") -> None:
        """Sound goes to that device from now on, while playing as well; None: where the system sends it. `name` finds
        it again where its id has changed."""
        wanted = None
        if device_id is not None:
            wanted = OutputDevice(device_id, name)
            wanted = found_again(wanted, self.devices()) or wanted
        self._way.choose(wanted)
        self.device_chosen.emit(*(wanted or ("", "")))

    # within

    def _go(self, ms: int) -> None:
        if self._samples is None:
            return
        playing = self.playing
        if playing:
            self._follow()
            self._stop()
        self._frame = float(min(max(0, self._frame_of(ms)), self._samples.frames))
        self._resumes = False
        if playing:
            self._start()
        self.position_changed.emit(self.position_ms)

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
        return Route(self._samples.rate_hz, until=until, loop=loop, activity=self._activity, spoken=self._spoken())

    def _spoken(self) -> tuple[int, ...] | None:
        """The channels whose speech is not skipped."""
        last = self.channels - 1
        caseworker = min(self.caseworker_channel, last)
        if self._skip_silence == SkipSilence.OFF:
            return None
        if self._skip_silence == SkipSilence.BOTH or last == 0:
            return tuple(range(self.channels))
        return (caseworker,) if self._skip_silence == SkipSilence.CASEWORKER else (last - caseworker,)

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
                self._heard.add(start, end, SKIPPED)
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
