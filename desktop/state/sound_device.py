"""The sound device: QAudioSink in pull mode, fed from the call's samples.

Pull mode, because then Qt asks for exactly what the device has room for, and the position can be counted from what it
took. Imported when the first call is played, so that starting the program does not wait for the sound library.
"""

import time

import numpy as np
from PySide6.QtCore import QCoreApplication, QIODevice, SignalInstance
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from desktop.state.sound_feed import Sound, SoundFeed
from desktop.state.sound_out import HeardClock
from desktop.state.sound_server import SoundServer

BUFFER_S = 0.2
"""Sound handed over in advance, so that a moment's work of the window is not heard."""
ASKS_TO_BEGIN, ASKS_TO_GO_ON = 200, 50
"""A device that took nothing for so many askings in a row (one a tick, 20 ms) does not respond: some need seconds to
begin. Counted in askings, so that a window busy with something else is not taken for a device that stands still."""
ASK_S = 0.5


def open_device(rate_hz: int, device_id: str | None = None) -> "DeviceOut | None":
    """The output of that id, or without one the system's default; None when there is none or it takes no form of sound
    we can make."""
    server = _server()
    if not server.good:
        return None
    if device_id is None:
        device = QMediaDevices.defaultAudioOutput()
    else:
        device = next((each for each in QMediaDevices.audioOutputs() if _id_of(each) == device_id), QAudioDevice())
    form = None if device.isNull() else fitting_format(device, rate_hz)
    return None if form is None else DeviceOut(device, form, server)


def device_names() -> list[tuple[str, str]]:
    """Every output there is: its id, and its name for people."""
    if not _server().good:
        return []
    return [(_id_of(device), device.description()) for device in QMediaDevices.audioOutputs()]


def news() -> SignalInstance:
    """The signal that tells that a device came or went."""
    return _server().changed


def _id_of(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _server() -> SoundServer:
    """The one watch on the sound server, which lives as long as the application."""
    application = QCoreApplication.instance()
    assert application is not None
    return application.findChild(SoundServer) or SoundServer(QMediaDevices(application), application)


def fitting_format(device: QAudioDevice, rate_hz: int) -> QAudioFormat | None:
    """A format the device takes, at best the samples' own: two channels of int16 at `rate_hz`."""
    preferred = device.preferredFormat()
    for channels in (2, 1):
        for rate in (rate_hz, preferred.sampleRate(), 48_000):
            for kind in (QAudioFormat.SampleFormat.Int16, QAudioFormat.SampleFormat.Float):
                form = QAudioFormat()
                form.setChannelCount(channels)
                form.setSampleRate(rate)
                form.setSampleFormat(kind)
                if device.isFormatSupported(form):
                    return form
    return None


def as_bytes(sound: Sound, form: QAudioFormat) -> bytes:
    """Sound (frames, 2) in the device's own form."""
    if form.channelCount() == 1:
        sound = (sound.astype(np.int32).sum(axis=1) // 2).astype(np.int16)
    if form.sampleFormat() == QAudioFormat.SampleFormat.Float:
        return (sound.astype(np.float32) / 32768).tobytes()
    return sound.tobytes()


class _Pull(QIODevice):
    """The feed as the QIODevice a sink reads from; unbuffered, so that what is read is what was handed over."""

    def __init__(self, feed: SoundFeed, form: QAudioFormat) -> None:
        super().__init__()
        self._feed = feed
        self._form = form
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return 1 << 20  # a feed never runs dry: it gives silence

    def readData(self, maxlen: int) -> bytes:
        return as_bytes(self._feed.read(maxlen // self._form.bytesPerFrame()), self._form)

    def writeData(self, _data: bytes | bytearray | memoryview, _length: int) -> int:
        return -1


class DeviceOut:
    """A sound device."""

    def __init__(self, device: QAudioDevice, form: QAudioFormat, server: SoundServer) -> None:
        self._server = server
        self._alive = True
        self._asked_at = 0.0
        self.rate_hz = form.sampleRate()
        self.note = device.description()
        self.device_id = _id_of(device)
        self._device = device
        self._form = form
        self._sink: QAudioSink | None = None
        self._pull: _Pull | None = None
        self._clock = HeardClock(self.rate_hz)
        self._taken = 0.0
        self._idle_asks = 0

    def start(self, feed: SoundFeed) -> None:
        self.stop()
        self._asked_at = 0.0
        if not self._is_alive():
            return  # `fault` says so at the next tick
        self._pull = _Pull(feed, self._form)
        self._sink = QAudioSink(self._device, self._form)
        self._sink.setBufferSize(round(BUFFER_S * self.rate_hz) * self._form.bytesPerFrame())
        self._clock = HeardClock(self.rate_hz)
        self._taken, self._idle_asks = 0.0, 0
        self._sink.start(self._pull)

    def stop(self) -> None:
        if self._sink is not None and self._pull is not None:
            self._sink.reset()
            self._pull.close()
            self._sink.deleteLater()
            self._pull.deleteLater()
        self._sink = self._pull = None

    def heard_frames(self) -> float:
        if self._sink is None:
            return self._clock.heard(self._taken)
        taken = self._sink.processedUSecs() * self.rate_hz / 1e6
        if taken > self._taken:
            self._taken, self._idle_asks = taken, 0
        return self._clock.heard(self._taken)

    def fault(self) -> str | None:
        if not self._is_alive():
            return "the sound device is gone: playing silently"
        if self._sink is None:
            return None
        # asked, not told: PySide6 6.11 cannot deliver stateChanged to Python (its enum does not convert)
        if self._sink.state() == QtAudio.State.StoppedState or self._sink.error() == QtAudio.Error.FatalError:
            return "the sound device is gone: playing silently"
        self._idle_asks += 1
        begun = self._taken > 2 * BUFFER_S * self.rate_hz
        if self._idle_asks > (ASKS_TO_GO_ON if begun else ASKS_TO_BEGIN):
            return "the sound device does not respond: playing silently"
        return None

    def _is_alive(self) -> bool:
        """Whether the sound server is; asked twice a second and before each start."""
        if time.monotonic() - self._asked_at > ASK_S:
            self._asked_at = time.monotonic()
            self._alive = self._server.good
        return self._alive
