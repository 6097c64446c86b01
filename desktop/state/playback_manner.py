"""How the open call is to be played: speed, whom to hear, evened levels, skipped silence, the loop, the rewind.

The wishes behind the playback, each with the fact that tells it. They outlast a call, but for the loop and the channel
of the caseworker, which belong to it.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.jobs.mix import Listening
from desktop.jobs.route import LEAST_LOOP_MS, SkipSilence
from desktop.state.sound_feed import Manner

SLOWEST, FASTEST = 0.5, 3.0
REWIND_MS = 1000
LONGEST_REWIND_MS = 10_000


class PlaybackManner(QObject):
    """Signals: `speed_changed(float)`, `listening_changed(Listening)`, `levelled_changed(bool)`,
    `caseworker_channel_changed(int)`, `skip_silence_changed(SkipSilence)`, `loop_changed(span or None)`.
    """

    speed_changed = Signal(float)
    listening_changed = Signal(object)
    levelled_changed = Signal(bool)
    caseworker_channel_changed = Signal(int)
    skip_silence_changed = Signal(object)
    loop_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._manner = Manner()
        self._skip_silence = SkipSilence.OFF
        self._loop: tuple[int, int] | None = None
        self._rewind_ms = REWIND_MS

    @property
    def speed(self) -> float:
        return self._manner.speed

    @property
    def listening(self) -> Listening:
        """Whom to hear."""
        return self._manner.listening

    @property
    def levelled(self) -> bool:
        """Whether both speakers are brought to the same level."""
        return self._manner.levelled

    @property
    def caseworker_channel(self) -> int:
        return self._manner.caseworker_channel

    @property
    def skip_silence(self) -> SkipSilence:
        return self._skip_silence

    @property
    def loop(self) -> tuple[int, int] | None:
        """The stretch that is played over and over: (start_ms, end_ms)."""
        return self._loop

    def set_speed(self, speed: float) -> None:
        """From 0.5 to 3, the pitch kept; heard within a fifth of a second when playing."""
        speed = min(FASTEST, max(SLOWEST, speed))
        if self._set(speed=speed):
            self.speed_changed.emit(speed)

    def set_listening(self, listening: Listening) -> None:
        """Hear both, one of the two, or each in an ear of their own."""
        if self._set(listening=listening):
            self.listening_changed.emit(listening)

    def set_levelled(self, levelled: bool) -> None:
        """Bring both speakers to the same level, or leave them as recorded."""
        if self._set(levelled=levelled):
            self.levelled_changed.emit(levelled)

    def set_caseworker_channel(self, channel: int) -> None:
        """Which channel of the recording is the caseworker's."""
        if self._set(caseworker_channel=channel):
            self.caseworker_channel_changed.emit(channel)
            self._route_changed()

    def set_skip_silence(self, mode: SkipSilence) -> None:
        """Pass over silence, or all but one speaker's speech. A loop and a span are still heard as they are."""
        if mode != self._skip_silence:
            self._skip_silence = mode
            self.skip_silence_changed.emit(mode)
            self._route_changed()

    def set_loop(self, span: tuple[int, int] | None) -> None:
        """Play a stretch over and over, or (None) no longer. One too short to be heard is not taken."""
        if span is not None and span[1] - span[0] < LEAST_LOOP_MS:
            return
        if span != self._loop:
            self._loop = span
            self.loop_changed.emit(span)
            self._loop_set()

    def set_rewind_ms(self, ms: int) -> None:
        """How far playing goes back each time it is resumed, 0 to 10 s."""
        self._rewind_ms = min(LONGEST_REWIND_MS, max(0, ms))

    def _spoken(self, channels: int) -> tuple[int, ...] | None:
        """Those of so many channels whose speech is not skipped; None where nothing is."""
        last = channels - 1
        caseworker = min(self.caseworker_channel, last)
        if self._skip_silence == SkipSilence.OFF:
            return None
        if self._skip_silence == SkipSilence.BOTH or last == 0:
            return tuple(range(channels))
        return (caseworker,) if self._skip_silence == SkipSilence.CASEWORKER else (last - caseworker,)

    def _set(self, **values: object) -> bool:
        changed = replace(self._manner, **values)  # type: ignore[arg-type]  # names and types are those of Manner
        if changed == self._manner:
            return False
        self._manner = changed
        self._manner_changed()
        return True

    def _manner_changed(self) -> None:
        """What plays now goes on in another manner."""

    def _route_changed(self) -> None:
        """What plays now goes on by another way."""

    def _loop_set(self) -> None:
        """Another loop, or none, is in force."""
