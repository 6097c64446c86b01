"""Where the sound goes at this moment: the device in force, lost and found again, or the silent clock.

Keeps one SoundOut for the playback and tells when it must go on elsewhere. A device that is lost while it plays leaves
the silent clock running; when the same device comes back, so does the sound. Another device never takes over by itself
(a call must not come out of the loudspeakers because a headset was unplugged): that takes a press of play.
"""

from PySide6.QtCore import QObject, Signal

from desktop.state.sound_out import MakeOut, SoundOut
from desktop.state.sound_outputs import OutputDevice, Outputs


class SoundWay(QObject):
    """Signals: `note_changed(note)`; `devices_changed()`; `moved()`: from now on `out` is another one, go on there."""

    note_changed = Signal(str)
    devices_changed = Signal()
    moved = Signal()

    def __init__(self, outputs: Outputs, make_silent: MakeOut, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outputs = outputs
        self._make_silent = make_silent
        self._rate_hz = 0
        self._lost: OutputDevice | None = None
        self.out: SoundOut | None = None
        self.note = ""
        self.playing = False
        outputs.changed.connect(self._on_devices)

    @property
    def wanted(self) -> OutputDevice | None:
        """The device that was chosen, or None for the system's."""
        return self._outputs.wanted

    def devices(self) -> list[OutputDevice]:
        return self._outputs.devices()

    def choose(self, device: OutputDevice | None) -> None:
        """Sound goes there from now on; at once when it is playing."""
        self._outputs.wanted = device
        if self._rate_hz:
            self._go_to(self._outputs.make(self._rate_hz))

    def open(self, rate_hz: int) -> None:
        """A call at that rate is there to be played."""
        self._rate_hz = rate_hz

    def close(self) -> None:
        self._rate_hz = 0
        self._lost = self.out = None

    def find(self) -> None:
        """Looks for the best way there is now: before each start, as devices may have come or gone."""
        if self._rate_hz and not self.playing:
            self._lost = None
            self._use(self._outputs.make(self._rate_hz))

    def look_after(self) -> None:
        """Asked at each tick: has the device gone?"""
        fault = None if self.out is None else self.out.fault()
        if fault is not None:
            self._lose(fault)

    def _lose(self, why: str) -> None:
        if self.out is not None and self.out.device_id:
            self._lost = OutputDevice(self.out.device_id, self.out.note)
        silent = self._make_silent(self._rate_hz)
        silent.note = why
        self._go_to(silent)

    def _on_devices(self) -> None:
        self.devices_changed.emit()
        if not self._rate_hz:
            return
        if not self.playing:
            self.find()
            return
        there = {device.id for device in self._outputs.devices()}
        if self.out is not None and self.out.device_id and self.out.device_id not in there:
            self._lose("the sound device is gone: playing silently")
        elif self._lost is not None and self._lost.id in there:
            found = self._outputs.make(self._rate_hz)
            if found.device_id == self._lost.id:
                self._lost = None
                self._go_to(found)

    def _go_to(self, out: SoundOut) -> None:
        """The old one is stopped here: it must not play on while the new one begins."""
        if self.out is not None:
            self.out.stop()
        self._use(out)
        self.moved.emit()

    def _use(self, out: SoundOut) -> None:
        self.out = out
        if out.note != self.note:
            self.note = out.note
            self.note_changed.emit(out.note)
