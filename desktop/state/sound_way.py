"""Where the sound goes at this moment: the device in force, lost and found again, or the silent clock.

Keeps one SoundOut for the playback and tells when it must go on elsewhere. A device that is lost while it plays leaves
the silent clock running; when the same device comes back, so does the sound: when the system tells of it, and by
looking from time to time, as some systems do not. Another device never takes over by itself (a call must not come out
of the loudspeakers because a headset was unplugged): that takes a press of play.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.state.sound_out import MakeOut, SoundOut
from desktop.state.sound_outputs import OutputDevice, Outputs

LOOK_AGAIN_MS = 500
"""How long after a loss the device is looked for first; each time in vain doubles it."""


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
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._return)
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
        self._lost = None
        if self._rate_hz:
            self._go_to(self._outputs.make(self._rate_hz))

    def open(self, rate_hz: int) -> None:
        """A call at that rate is there to be played."""
        self._rate_hz = rate_hz

    def close(self) -> None:
        self._rate_hz = 0
        self._lost = self.out = None
        self._look_again.stop()

    def find(self) -> None:
        """Looks for the best way there is now: before each start, as devices may have come or gone."""
        if self._rate_hz and not self.playing:
            self._lost = None
            self._look_again.setInterval(LOOK_AGAIN_MS)
            self._use(self._outputs.make(self._rate_hz))

    def look_after(self) -> None:
        """Asked at each tick: has the device gone?"""
        fault = None if self.out is None else self.out.fault()
        if fault is not None:
            self._lose(fault)

    def _lose(self, why: str) -> None:
        if self.out is not None and self.out.device_id:
            self._lost = OutputDevice(self.out.device_id, self.out.note)
            self._look_again.start()
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
        if self.out is not None and self.out.device_id and not self._is_there(self.out.device_id):
            self._lose("the sound device is gone: playing silently")
        else:
            self._return()

    def _is_there(self, device_id: str) -> bool:
        return any(device.id == device_id for device in self._outputs.devices())

    def _return(self) -> None:
        """Go back to the device that was lost, if it is there again."""
        if self._lost is None or not self.playing or not self._rate_hz:
            return
        self._look_again.setInterval(2 * self._look_again.interval())
        self._look_again.start()
        found = self._outputs.make(self._rate_hz) if self._is_there(self._lost.id) else None
        if found is not None and found.device_id == self._lost.id:
            self._lost = None
            self._look_again.stop()
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
