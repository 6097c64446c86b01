"""Where somebody speaks: islands from probabilities, and the detector that gives them."""

import json
from pathlib import Path

import numpy as np
import pytest

import resources
from desktop.jobs.read_recording import RecordingReader
from desktop.jobs.samples import Samples
from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.voice_activity import WINDOW, Island, VoiceDetector, VoiceSettings, islands
from models.errors import Cancelled
from models.sound_source import SoundSource

PAD = 1_600


def probabilities(*runs: tuple[int, float]) -> np.ndarray:
    """Windows of one probability after another."""
    return np.concatenate([np.full(count, value, np.float32) for count, value in runs])


def test_an_island_begins_at_on_ends_below_off_and_is_padded() -> None:
    heard = probabilities((20, 0.1), (5, 0.6), (5, 0.4), (20, 0.3))
    assert islands(heard, 50 * WINDOW, VoiceSettings()) == [Island(20 * WINDOW - PAD, 30 * WINDOW + PAD)]


def test_a_click_is_no_island() -> None:
    assert islands(probabilities((20, 0.0), (1, 0.9), (20, 0.0)), 41 * WINDOW, VoiceSettings()) == []


def test_islands_that_nearly_touch_are_one() -> None:
    heard = probabilities((10, 0.9), (8, 0.0), (10, 0.9))
    assert len(islands(heard, 28 * WINDOW, VoiceSettings())) == 1
    assert len(islands(probabilities((10, 0.9), (20, 0.0), (10, 0.9)), 40 * WINDOW, VoiceSettings())) == 2


def test_islands_stay_within_the_call() -> None:
    (island,) = islands(probabilities((10, 0.9)), 10 * WINDOW - 100, VoiceSettings())
    assert island == Island(0, 10 * WINDOW - 100)


@pytest.fixture(scope="module")
def short_call() -> tuple[CallSound, dict]:
    """VR-88112, the shortest of the demonstration, and what is truly said on it."""
    path = next(resources.path("demo/recordings").glob("*VR-88112*"))
    made: list[Samples] = []
    blocks: list[np.ndarray] = []
    with RecordingReader() as reader:
        reader.decode(
            SoundSource(Path(path)),
            lambda head: made.append(Samples(head.sound_rate_hz, head.channels)),
            blocks.append,
        )
    made[0].append(np.concatenate(blocks, axis=1))
    truth = json.loads(resources.path("demo/truth/VR-88112.json").read_text(encoding="utf-8"))
    return CallSound(made[0]), truth


def test_islands_lie_where_the_truth_has_speech(short_call) -> None:
    sound, truth = short_call
    detector = VoiceDetector()
    for channel in range(sound.channels):
        spans = [(one["start"], one["end"]) for one in truth["segments"] if one["channel"] == channel]
        detector.begin()
        heard = detector.probabilities(sound.levelled(channel, 0, sound.frames))
        for start, end in spans:
            under = heard[round(start * 16_000 / WINDOW) : round(end * 16_000 / WINDOW)]
            assert (under > 0.35).mean() > 0.7


def test_pieces_of_whole_windows_are_heard_like_the_whole(short_call) -> None:
    sound, _ = short_call
    whole = sound.levelled(0, 0, sound.frames)
    detector = VoiceDetector()
    detector.begin()
    at_once = detector.probabilities(whole)
    detector.begin()
    size = 100 * WINDOW
    pieces = [detector.probabilities(whole[at : at + size]) for at in range(0, whole.size, size)]
    assert (np.concatenate(pieces) > 0.5).mean() == pytest.approx((at_once > 0.5).mean(), abs=0.02)


def test_silence_is_not_looked_at() -> None:
    detector = VoiceDetector()
    detector.begin()
    assert not detector.probabilities(np.zeros(16_000 * 60 + 5, np.float32)).any()


def test_listening_can_be_stopped() -> None:
    def stop() -> None:
        raise Cancelled

    detector = VoiceDetector()
    detector.begin()
    with pytest.raises(Cancelled):
        detector.probabilities(np.ones(16_000, np.float32), stop)
