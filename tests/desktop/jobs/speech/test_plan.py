"""What is to be heard: over both channels in order of time, the same each time, bleeding left out."""

import numpy as np
import pytest

from desktop.jobs.samples import Samples
from desktop.jobs.speech.call_sound import CallSound
from desktop.jobs.speech.channels import check_channels
from desktop.jobs.speech.plan import Plan, make_plan
from desktop.jobs.speech.voice_activity import VoiceSettings
from models.errors import Cancelled


def planned(fake, samples: Samples, join_ms: int = 0, check=lambda: None) -> Plan:
    found = check_channels(samples)
    sound = CallSound(samples, found.gains)
    listener = fake()
    return make_plan(
        sound,
        found,
        lambda frames, read: listener.voice(frames, read, check),
        VoiceSettings(),
        join_ms,
        lambda _share: None,
        check,
    )


def seconds(plan: Plan) -> list[tuple[int, float, float]]:
    return [(one.channel, round(one.start / 16_000, 1), round(one.end / 16_000, 1)) for one in plan.chunks]


def test_the_chunks_of_both_channels_stand_in_order_of_time(calls, fake) -> None:
    one = calls.bursts(12, [(1, 2), (6, 7)], seed=1)
    two = calls.bursts(12, [(3, 4), (6.5, 8)], seed=2)
    assert seconds(planned(fake, calls.samples(one, two))) == [
        (0, 0.9, 2.1),
        (1, 2.9, 4.1),
        (0, 5.9, 7.1),
        (1, 6.4, 8.1),
    ]


def test_the_same_sound_gives_the_same_plan(calls, fake) -> None:
    samples = calls.samples(calls.bursts(9, [(1, 2), (6, 7)], seed=1), calls.bursts(9, [(3, 4)], seed=2))
    assert planned(fake, samples).keys == planned(fake, samples).keys


def test_what_is_only_the_other_side_is_left_out_and_named(calls, fake) -> None:
    voice = calls.bursts(10, [(1, 3)], seed=1)
    own = calls.bursts(10, [(6, 8)], seed=2)
    leaking = own + np.float32(0.1) * voice
    plan = planned(fake, calls.samples(voice, leaking))
    assert seconds(plan) == [(0, 0.9, 3.1), (1, 5.9, 8.1)]
    (left_out,) = plan.left_out
    assert (left_out.channel, round(left_out.start_ms, -2), round(left_out.end_ms, -2)) == (1, 900, 3_100)


def test_one_sound_on_two_channels_is_planned_once_and_never_called_bleeding(calls, fake) -> None:
    voice = calls.bursts(5, [(1, 3)], seed=1)
    plan = planned(fake, calls.samples(voice, voice * np.float32(0.2)))
    assert seconds(plan) == [(0, 0.9, 3.1)]
    assert plan.left_out == ()


def test_a_silent_hour_has_nothing_to_be_heard_and_is_not_even_listened_to(fake) -> None:
    samples = Samples(8_000, 2)
    for _ in range(60):
        samples.append(np.zeros((2, 8_000 * 60), np.int16))

    def unasked(*_: object) -> None:
        pytest.fail("a silent channel was listened to")

    found = check_channels(samples)
    plan = make_plan(CallSound(samples), found, unasked, VoiceSettings(), 0, lambda _: None, lambda: None)
    assert (plan.chunks, plan.left_out, plan.voice) == ((), (), {})


def test_a_call_of_ninety_minutes_is_planned_a_minute_at_a_time(calls, fake) -> None:
    spoken = calls.bursts(60, [(at, at + 4) for at in range(0, 60, 12)], seed=1, rate_hz=16_000)
    minute = calls.samples(spoken).read(0, spoken.size)
    samples = Samples(16_000, 1)
    for _ in range(90):
        samples.append(minute)
    found = check_channels(samples)
    sound = CallSound(samples, found.gains)
    listener, asked = fake(), []

    def voice(frames, read):
        def noted(start: int, end: int):
            asked.append(end - start)
            return read(start, end)

        return listener.voice(frames, noted, lambda: None)

    plan = make_plan(sound, found, voice, VoiceSettings(), 2_000, lambda _: None, lambda: None)
    assert len(plan.chunks) == 90 * 5
    assert sum(asked) == sound.frames
    assert max(asked) <= 60 * 16_000
    assert plan.chunks[-1].end / 16_000 == pytest.approx(89 * 60 + 52.1, abs=0.05)


def test_planning_can_be_stopped(calls, fake) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        planned(fake, calls.samples(calls.bursts(3, [(1, 2)], seed=1)), check=stop)
