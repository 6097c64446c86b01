"""Whether the sound server that Qt is connected to is still there.

Why this exists: when a PulseAudio server dies, Qt 6.11 keeps listing its devices, and starting a QAudioSink then aborts
the whole process inside libpulse (`pa_context_get_state` of a context that is gone). So no sink is started while the
server is not the one Qt last told about. On systems without such a server the answer is always yes.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtMultimedia import QMediaDevices

Identity = tuple[int, int, int]

LISTENING = "00010000"
"""The flag of a listening socket in /proc/net/unix."""


class SoundServer(QObject):
    """Watches Qt's connection. `good` is False from the server's end until Qt tells its devices anew.

    Signal `changed()`: a device, or the whole server, came or went.
    """

    changed = Signal()

    def __init__(self, devices: QMediaDevices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = identity()
        self._devices = devices
        devices.audioOutputsChanged.connect(self._on_outputs)

    @property
    def good(self) -> bool:
        return self._known is None or identity() == self._known

    def _on_outputs(self) -> None:
        """Qt is connected again, to whatever server is there now."""
        self._known = identity() or self._known
        self.changed.emit()


def socket_path() -> Path | None:
    """Where a local PulseAudio (or PipeWire in its place) listens, if there is such a place."""
    server = os.environ.get("PULSE_SERVER", "")
    if server:
        return Path(server.removeprefix("unix:")) if server.startswith(("unix:", "/")) else None
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return Path(folder, "pulse", "native") if folder and sys.platform == "linux" else None


def identity() -> Identity | None:
    """Which server listens there now; another after a restart, None when nobody listens."""
    path = socket_path()
    if path is None:
        return None
    try:
        facts = path.stat()
        sockets = Path("/proc/net/unix").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    for line in sockets:
        columns = line.split(maxsplit=7)
        if len(columns) == 8 and columns[3] == LISTENING and columns[7] == str(path):
            return facts.st_dev, facts.st_ino, facts.st_ctime_ns
    return None
