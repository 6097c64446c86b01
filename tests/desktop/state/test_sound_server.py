"""Whether the sound server is still the one Qt knows. A listening socket of this test stands in for the server."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Listener
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from desktop.state.sound_device import open_device
from desktop.state.sound_server import SoundServer, identity, socket_path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio's socket")


class Server:
    """Listens where PulseAudio would."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._listener: Listener | None = None

    def start(self) -> None:
        self._listener = Listener(str(self._path), "AF_UNIX")

    def stop(self, leave_file: bool = False) -> None:
        left = self._path.with_name("left")
        if leave_file:
            left.hardlink_to(self._path)
        if self._listener is not None:
            self._listener.close()  # takes the file away as well
            self._listener = None
        if leave_file:
            left.rename(self._path)


class Devices(QObject):
    """Qt's list of devices, as far as it is listened to: the real one would try to talk to our socket."""

    audioOutputsChanged = Signal()


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    folder = tempfile.mkdtemp()  # a socket's path may have no more than 107 characters
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
    Path(folder, "pulse").mkdir()
    one = Server(Path(folder, "pulse", "native"))
    one.start()
    yield one
    one.stop()
    shutil.rmtree(folder)


def test_a_server_that_stays_is_good(qapp, server):
    assert identity() is not None
    assert SoundServer(Devices(qapp)).good


def test_a_server_that_ended_is_not_good(qapp, server):
    watch = SoundServer(Devices(qapp))
    server.stop()
    assert not watch.good


def test_a_server_that_was_killed_and_left_its_socket_behind_is_not_good(qapp, server):
    watch = SoundServer(Devices(qapp))
    server.stop(leave_file=True)
    assert not watch.good


def test_another_server_is_good_only_once_qt_has_told_of_it(qapp, server):
    watch = SoundServer(Devices(qapp))
    server.stop()
    server.start()
    assert not watch.good
    watch._devices.audioOutputsChanged.emit()
    assert watch.good


def test_news_of_devices_without_a_server_changes_nothing(qapp, server):
    watch = SoundServer(Devices(qapp))
    server.stop()
    watch._devices.audioOutputsChanged.emit()
    assert not watch.good


def test_where_there_never_was_such_a_server_all_is_good(qapp, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert SoundServer(Devices(qapp)).good


@pytest.mark.parametrize(
    ("value", "path"), [("unix:/run/pulse", Path("/run/pulse")), ("/run/x", Path("/run/x")), ("tcp:host:4713", None)]
)
def test_the_place_of_the_server_can_be_set(monkeypatch, value, path):
    monkeypatch.setenv("PULSE_SERVER", value)
    assert socket_path() == path


def test_no_device_is_taken_while_the_server_is_gone(qapp, server, monkeypatch):
    watch = SoundServer(Devices(qapp))
    monkeypatch.setattr("desktop.state.sound_device._server", lambda: watch)
    server.stop()
    assert open_device(8000) is None
