"""Which sound devices there are, which one is wished for, and how to come by it.

Between the playback and Qt's sound library, which is loaded only when sound is first asked for. A device is remembered
by id and by name: an id may change with the socket it is plugged into.
"""

import os
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.state.sound_out import MakeOut, SilentOut, SoundOut


class OutputDevice(NamedTuple):
    """A device sound can go to, as the system names it."""

    id: str
    name: str


class Outputs(QObject):
    """Where sound can go. Signal `changed()`: a device came or went. This one knows a single way and no choice."""

    changed = Signal()

    def __init__(self, make_out: MakeOut = SilentOut, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_out = make_out
        self.wanted: OutputDevice | None = None

    def devices(self) -> list[OutputDevice]:
        """What can be chosen from, in the system's order."""
        return []

    def make(self, rate_hz: int) -> SoundOut:
        """The wanted device, else the system's, else the silent clock, for samples at that rate."""
        return self._make_out(rate_hz)


class SystemOutputs(Outputs):
    """The system's devices. STEERCHECK_SOUND=silent leaves them alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(SilentOut, parent)
        self._watching = False

    def devices(self) -> list[OutputDevice]:
        if _silenced():
            return []
        from desktop.state import sound_device

        self._watch()
        return [OutputDevice(*named) for named in sound_device.device_names()]

    def make(self, rate_hz: int) -> SoundOut:
        if _silenced():
            return super().make(rate_hz)
        from desktop.state import sound_device

        self._watch()
        wanted = self.wanted
        found = None if wanted is None else found_again(wanted, self.devices())
        out = sound_device.open_device(rate_hz, None if found is None else found.id)
        if out is None:
            return SilentOut(rate_hz)
        if wanted is not None and found is None:
            out.note = f"{wanted.name or 'The chosen device'} is not connected: playing on {out.note}"
        return out

    def _watch(self) -> None:
        if not self._watching:
            from desktop.state import sound_device

            self._watching = True
            sound_device.news().connect(self.changed)


def found_again(wanted: OutputDevice, devices: list[OutputDevice]) -> OutputDevice | None:
    """The wanted device among those there are: by its id, else the one that bears its name."""
    same_id = next((device for device in devices if device.id == wanted.id), None)
    return same_id or next((device for device in devices if wanted.name and device.name == wanted.name), None)


def _silenced() -> bool:
    return os.environ.get("STEERCHECK_SOUND") == "silent"
