"""Who speaks: by the channel where each side has its own, unknown otherwise; swapping is suggested, not done."""

import json

import pytest

import resources
from desktop.jobs.speech.channels import ChannelCheck
from desktop.jobs.speech.speakers import OTHER, look_swapped, speaker_on
from models.cue_rules import shipped
from models.transcript import Speaker, SpokenSegment


@pytest.mark.parametrize(
    ("channel", "caseworker_channel", "expected"),
    [(0, 0, "caseworker"), (1, 0, "nrp"), (0, 1, "nrp"), (1, 1, "caseworker")],
)
def test_each_side_on_its_own_channel_is_known(channel: int, caseworker_channel: int, expected: str) -> None:
    assert speaker_on(channel, ChannelCheck(gains=(1.0, 1.0)), caseworker_channel) == expected


@pytest.mark.parametrize(
    "found",
    [
        ChannelCheck(gains=(1.0,)),
        ChannelCheck(same=True, gains=(1.0, 1.0)),
        ChannelCheck(silent=(1,), gains=(1.0, 1.0)),
    ],
    ids=["mono", "one sound twice", "one channel silent"],
)
def test_where_both_sides_may_be_on_one_channel_nobody_guesses(found: ChannelCheck) -> None:
    assert speaker_on(0, found, 0) is Speaker.UNKNOWN


def spoken(recording_id: str, *, swapped: bool) -> list[SpokenSegment]:
    told = json.loads(resources.path(f"demo/truth/{recording_id}.json").read_text(encoding="utf-8"))
    return [
        SpokenSegment(
            one["channel"],
            OTHER[Speaker(one["speaker"])] if swapped else Speaker(one["speaker"]),
            round(one["start"] * 1000),
            round(one["end"] * 1000),
            one["text"],
        )
        for one in told["segments"]
    ]


@pytest.mark.parametrize("recording_id", [f"VR-{number}" for number in range(88101, 88112)])
def test_swapped_channels_are_noticed_by_what_a_caseworker_says(recording_id: str) -> None:
    assert look_swapped(spoken(recording_id, swapped=True), shipped())
    assert not look_swapped(spoken(recording_id, swapped=False), shipped())


def test_unknown_speakers_and_empty_transcripts_suggest_nothing() -> None:
    unknown = [SpokenSegment(0, Speaker.UNKNOWN, 0, 900, "Could you offer a lump sum?")] * 5
    assert not look_swapped(unknown, shipped())
    assert not look_swapped([], shipped())
