"""The silent clock, the steady clock over a device's steps, and the forms of sound a device takes."""

import numpy as np
import pytest
from PySide6.QtMultimedia import QAudioFormat

from desktop.jobs.samples import Samples
from desktop.state.sound_device import as_bytes, fitting_format
from desktop.state.sound_feed import Manner, SoundFeed
from desktop.state.sound_out import SILENT, HeardClock, SilentOut
from desktop.state.sound_outputs import SystemOutputs


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_silent_clock_hears_frames_as_time_passes():
    hand = Hand()
    out = SilentOut(8000, hand)
    samples = Samples(8000, 1)
    samples.append(np.zeros((1, 80_000), np.int16))
    feed = SoundFeed(samples, 0, 8000, Manner(speed=2.0))
    out.start(feed)
    hand.now += 1.5
    assert out.heard_frames() == 12_000
    assert feed.source_at(12_000) == 24_000
    out.stop()
    hand.now += 5
    assert out.heard_frames() == 12_000


def test_silence_can_be_forced(monkeypatch, qapp):
    monkeypatch.setenv("STEERCHECK_SOUND", "silent")
    outputs = SystemOutputs()
    assert outputs.make(8000).note == SILENT
    assert outputs.devices() == []


def test_a_device_that_takes_sound_in_steps_is_heard_evenly():
    hand = Hand()
    clock = HeardClock(8000, hand)
    heard = []
    for tick in range(300):  # 20 ms each; the device keeps 80 ms and takes 44 ms at a time
        hand.now = 100 + tick * 0.02
        steps = int(tick * 0.02 / 0.044)
        heard.append(clock.heard((0.080 + steps * 0.044) * 8000))
    seconds = np.array(heard) / 8000
    assert np.diff(seconds).min() >= 0
    assert np.abs(seconds - np.arange(300) * 0.02).max() < 0.045
    assert np.diff(seconds[20:]).max() < 0.03


def test_the_position_stands_still_while_the_device_does():
    hand = Hand()
    clock = HeardClock(8000, hand)
    taken = 800.0
    for tick in range(100):
        hand.now = 100 + tick * 0.02
        heard = clock.heard(taken)
    assert heard <= taken
    for tick in range(100, 300):  # it plays again
        hand.now = 100 + tick * 0.02
        taken += 160
        heard = clock.heard(taken)
    assert heard == pytest.approx(taken - 800, abs=200)


class Device:
    """A device that takes only some forms."""

    def __init__(self, rate_hz: int, channels: int, kind: QAudioFormat.SampleFormat) -> None:
        self._only = (rate_hz, channels, kind)

    def preferredFormat(self) -> QAudioFormat:
        form = QAudioFormat()
        form.setSampleRate(self._only[0])
        return form

    def isFormatSupported(self, form: QAudioFormat) -> bool:
        return (form.sampleRate(), form.channelCount(), form.sampleFormat()) == self._only


@pytest.mark.parametrize("rate_hz", [8000, 44_100])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("kind", [QAudioFormat.SampleFormat.Int16, QAudioFormat.SampleFormat.Float])
def test_a_form_is_found_that_the_device_takes(rate_hz, channels, kind):
    form = fitting_format(Device(rate_hz, channels, kind), 8000)
    assert form is not None
    assert (form.sampleRate(), form.channelCount(), form.sampleFormat()) == (rate_hz, channels, kind)
    sound = np.array([[100, 300], [-32768, -32768]], np.int16)
    content = as_bytes(sound, form)
    assert len(content) == 2 * form.bytesPerFrame()
    dtype, scale = (np.float32, 32768) if kind == QAudioFormat.SampleFormat.Float else (np.int16, 1)
    values = np.frombuffer(content, dtype) * scale
    assert values.tolist() == ([200, -32768] if channels == 1 else [100, 300, -32768, -32768])


def test_a_device_that_takes_nothing_we_can_make_is_passed_over():
    assert fitting_format(Device(8000, 2, QAudioFormat.SampleFormat.UInt8), 8000) is None
