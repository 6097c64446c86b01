"""The speakers of a recording swapped: the record, its transcripts, what a person said of one line."""

import pytest

from models.errors import UnknownId
from models.recording import Recording
from models.store import Store
from models.store.transcripts import content_hash
from models.transcript import Speaker, SpokenSegment, TranscriptText, WordText

CASEWORKER, NRP, UNKNOWN = Speaker.CASEWORKER, Speaker.NRP, Speaker.UNKNOWN
SPOKEN = [
    SpokenSegment(
        0, CASEWORKER, 0, 900, "good morning", (WordText(0, 400, "good", 0.9), WordText(400, 900, "morning"))
    ),
    SpokenSegment(1, NRP, 1000, 1500, "hello"),
    SpokenSegment(0, UNKNOWN, 1600, 1700, "hm"),
    SpokenSegment(1, NRP, 2000, 2500, "yes"),
]


@pytest.fixture
def recording(demo_store: Store) -> Recording:
    file = demo_store.calls.open("VR-88112", None)
    assert file.recording is not None
    demo_store.transcripts.add("VR-88112", SPOKEN, "engine", "model")
    return file.recording


def speakers(store: Store) -> list[Speaker]:
    return [segment.speaker for segment in newest(store).segments]


def newest(store: Store) -> TranscriptText:
    found = store.transcripts.newest("VR-88112")
    assert found is not None
    return found


def test_the_record_and_its_transcript_say_the_other_speaker(demo_store: Store, recording: Recording) -> None:
    assert demo_store.speakers.put_caseworker_on(recording.id, 1).caseworker_channel == 1
    assert speakers(demo_store) == [NRP, CASEWORKER, UNKNOWN, CASEWORKER]
    assert demo_store.transcripts.recorded("VR-88112")[2] == 1


def test_swapped_twice_everything_is_as_it_was(demo_store: Store, recording: Recording) -> None:
    before = newest(demo_store)
    for channel in (1, 0):
        demo_store.speakers.put_caseworker_on(recording.id, channel)
    assert newest(demo_store) == before
    assert demo_store.transcripts.has("VR-88112", content_hash(SPOKEN, "engine", "model"))


def test_saying_the_same_channel_again_changes_nothing(demo_store: Store, recording: Recording) -> None:
    demo_store.speakers.put_caseworker_on(recording.id, 0)
    assert speakers(demo_store) == [CASEWORKER, NRP, UNKNOWN, NRP]


def test_the_same_transcript_read_by_the_new_channel_is_known_when_it_is_imported_again(
    demo_store: Store, recording: Recording
) -> None:
    demo_store.speakers.put_caseworker_on(recording.id, 1)
    swapped = [
        SpokenSegment(one.channel, whose, one.start_ms, one.end_ms, one.text, one.words)
        for one, whose in zip(SPOKEN, (NRP, CASEWORKER, UNKNOWN, CASEWORKER), strict=True)
    ]
    assert demo_store.transcripts.has("VR-88112", content_hash(swapped, "engine", "model"))


def test_what_a_person_said_of_one_line_stays(demo_store: Store, recording: Recording) -> None:
    demo_store.transcripts.assign_speaker(newest(demo_store).segments[3].segment, CASEWORKER, "TL01")
    demo_store.speakers.put_caseworker_on(recording.id, 1)
    assert speakers(demo_store) == [NRP, CASEWORKER, UNKNOWN, CASEWORKER]
    demo_store.speakers.put_caseworker_on(recording.id, 0)
    assert speakers(demo_store) == [CASEWORKER, NRP, UNKNOWN, CASEWORKER]


def test_a_transcript_that_was_right_against_its_channels_is_left_alone(
    demo_store: Store, recording: Recording
) -> None:
    right = [SpokenSegment(1, CASEWORKER, 0, 900, "good morning"), SpokenSegment(0, NRP, 1000, 1500, "hello")]
    demo_store.transcripts.add("VR-88112", right, "engine that knows who speaks")
    demo_store.speakers.put_caseworker_on(recording.id, 1)
    assert speakers(demo_store) == [CASEWORKER, NRP]


def test_a_channel_that_is_not_there_and_an_unknown_recording_are_refused(
    demo_store: Store, recording: Recording
) -> None:
    with pytest.raises(ValueError, match="channel 2 of 2"):
        demo_store.speakers.put_caseworker_on(recording.id, 2)
    with pytest.raises(UnknownId):
        demo_store.speakers.put_caseworker_on("nobody", 1)
