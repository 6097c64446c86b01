"""Where the sound of the playback goes: the devices there are, the one that was chosen, and what is said of it.

Between the views (which choose) and the way to a device or the silent clock (state/sound_way).
"""

from PySide6.QtCore import QObject, Signal

from desktop.state.playback_manner import PlaybackManner
from desktop.state.sound_out import MakeOut, SilentOut
from desktop.state.sound_outputs import OutputDevice, Outputs, SystemOutputs, found_again
from desktop.state.sound_way import SoundWay


class PlaybackDevices(PlaybackManner):
    """Signals: `device_changed(note)` (where the sound goes, in words), `devices_changed()` (others can be chosen
    from), `device_chosen(id, name)` (to be remembered; both empty for the system's own choice), and those of
    PlaybackManner."""

    device_changed = Signal(str)
    devices_changed = Signal()
    device_chosen = Signal(str, str)

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
        self._way.note_changed.connect(self.device_changed)
        self._way.devices_changed.connect(self.devices_changed)

    @property
    def device_note(self) -> str:
        """Where the sound goes, or why there is none; empty before the first call was played."""
        return self._way.note

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
