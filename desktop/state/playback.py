"""Playing the open call: position, speed, spans, and what was heard. The one owner of the sound device.

Gets the samples from the open call (jobs/samples), hands them to a device or the silent clock (state/sound_out) by a
feed, and tells views where in the recording the sound now heard comes from. All times are milliseconds of the
recording. Everything happens on the GUI thread; nothing here takes longer than the next blocks of sound.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.jobs.samples import Samples
from desktop.state.heard import Heard
from desktop.state.sound_feed import SoundFeed
from desktop.state.sound_out import MakeOut, SilentOut, SoundOut, best_out

TICK_MS = 20
GROWTH_MS = 250
HEARD_TICKS = 50
SLOWEST, FASTEST = 0.5, 3.0


class Playback(QObject):
    """Plays one call at a time.

    Signals: `position_changed(ms)` (50 times a second while playing), `duration_changed(ms)` (while the decode goes
    on), `playing_changed(bool)`, `speed_changed(float)`, `ended()` (the call or the span came to its end),
    `device_changed(note)` (where the sound goes, in words), `heard_changed()` (about once a second while playing and
    at each stop).
    """

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    ended = Signal()
    device_changed = Signal(str)
    heard_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        make_out: MakeOut = best_out,
        make_silent: MakeOut = SilentOut,
    ) -> None:
        super().__init__(parent)
        self._make_out = make_out
        self._make_silent = make_silent
        self._samples: Samples | None = None
        self._out: SoundOut | None = None
        self._feed: SoundFeed | None = None
        self._frame = 0.0
        self._until: int | None = None
        self._speed = 1.0
        self._heard = Heard()
        self._heard_from = 0
        self._unsaid_ticks = 0
        self._device_note = ""
        self._told_duration = 0
        self._ticker = QTimer(self)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticker.setInterval(TICK_MS)
        self._growth = QTimer(self)
        self._growth.setInterval(GROWTH_MS)
        self._ticker.timeout.connect(self._tick)
        self._growth.timeout.connect(self._grow)

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
    def speed(self) -> float:
        return self._speed

    @property
    def device_note(self) -> str:
        """Where the sound goes, or why there is none; empty before the first call was played."""
        return self._device_note

    @property
    def heard(self) -> list[tuple[int, int]]:
        """The parts of this call that were played: merged spans (start_ms, end_ms)."""
        return self._heard.spans

    def heard_share(self) -> float:
        """What part of the call was played, 0..1."""
        return self._heard.share(self.duration_ms)

    def load(self, samples: Samples, heard: list[tuple[int, int]] | None = None) -> None:
        """Takes a call, complete or still growing, and what was heard of it before. Position 0, not playing."""
        self.unload()
        self._samples = samples
        for start_ms, end_ms in heard or []:
            self._heard.add(start_ms, end_ms)
        self._growth.start()
        self._grow()
        QTimer.singleShot(0, self, self._find_out)  # the sound library loads now, not at the first press of play
        self.position_changed.emit(0)
        self.heard_changed.emit()

    def unload(self) -> None:
        """Lets go of the call and of the device."""
        if self._samples is None:
            return
        self.pause()
        self._growth.stop()
        self._samples, self._out = None, None
        self._frame, self._until, self._told_duration = 0.0, None, 0
        self._heard = Heard()
        self.duration_changed.emit(0)
        self.position_changed.emit(0)

    def play(self) -> None:
        """Plays on from the position; from the start, when the call had come to its end."""
        if self._samples is None or self.playing:
            return
        if self._samples.complete and self._frame >= self._samples.frames:
            self._frame = 0.0
        self._find_out()  # the device may be another one than last time, or be there again
        self._start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        if not self.playing:
            return
        self._tick()
        if self.playing:  # not if that tick met the end
            self._stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek_ms(self, ms: int) -> None:
        """Goes to a place, playing on from there if it was playing. Leaves a span that was being played."""
        self._until = None
        self._go(ms)

    def step_ms(self, delta: int) -> None:
        """Goes forward or (negative) back."""
        self.seek_ms(self.position_ms + delta)

    def set_speed(self, speed: float) -> None:
        """From 0.5 to 3, the pitch kept; heard within a fifth of a second when playing."""
        speed = min(FASTEST, max(SLOWEST, speed))
        if speed == self._speed:
            return
        self._speed = speed
        if self._feed is not None:
            self._feed.set_speed(speed)
        self.speed_changed.emit(speed)

    def play_span(self, start_ms: int, end_ms: int) -> None:
        """Plays from `start_ms` and stops at `end_ms`."""
        if self._samples is None or end_ms <= start_ms:
            return
        was_playing = self.playing
        self._until = self._frame_of(end_ms)
        self._go(start_ms)
        if not was_playing:
            self.play()

    def _go(self, ms: int) -> None:
        if self._samples is None:
            return
        playing = self.playing
        if playing:
            self._note_heard()
            self._stop()
        most = self._samples.frames
        self._frame = float(min(max(0, self._frame_of(ms)), most))
        if playing:
            self._start()
        self.position_changed.emit(self.position_ms)

    def _frame_of(self, ms: int) -> int:
        assert self._samples is not None
        return -(-ms * self._samples.rate_hz // 1000)

    def _start(self) -> None:
        assert self._samples is not None
        assert self._out is not None
        start = round(self._frame)
        until = self._until if self._until is not None and self._until > start else None
        self._feed = SoundFeed(self._samples, start, until, self._speed, self._out.rate_hz)
        self._heard_from = self.position_ms
        self._out.start(self._feed)
        self._ticker.start()

    def _stop(self) -> None:
        self._ticker.stop()
        if self._out is not None:
            self._out.stop()
        self._feed = None
        if self._unsaid_ticks:
            self._unsaid_ticks = 0
            self.heard_changed.emit()

    def _find_out(self) -> None:
        if self._samples is not None and not self.playing:
            self._use(self._make_out(self._samples.rate_hz))

    def _use(self, out: SoundOut) -> None:
        self._out = out
        if out.note != self._device_note:
            self._device_note = out.note
            self.device_changed.emit(out.note)

    def _tick(self) -> None:
        """Where is the sound now? Also: has it ended, has the device gone?"""
        if self._feed is None or self._out is None or self._samples is None:
            return
        heard = self._out.heard_frames()
        self._frame = self._feed.source_at(heard)
        self._feed.forget_before(heard)
        ended_at = self._feed.ended_at
        if ended_at is not None and heard >= ended_at:
            self._come_to_end()
            return
        self._note_heard()
        self.position_changed.emit(self.position_ms)
        fault = self._out.fault()
        if fault is not None:
            self._fall_silent(fault)

    def _come_to_end(self) -> None:
        assert self._samples is not None
        end = self._samples.frames if self._until is None else min(self._until, self._samples.frames)
        self._frame = float(end)
        self._until = None
        self._note_heard()
        self._stop()
        self.position_changed.emit(self.position_ms)
        self.playing_changed.emit(False)
        self.ended.emit()

    def _fall_silent(self, note: str) -> None:
        """Goes on without the device from the same place; the next press of play tries it again."""
        assert self._samples is not None
        self._stop()
        silent = self._make_silent(self._samples.rate_hz)
        silent.note = note
        self._use(silent)
        self._start()

    def _note_heard(self) -> None:
        now = self.position_ms
        if self._heard.add(self._heard_from, now):
            self._unsaid_ticks += 1
        self._heard_from = now
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
